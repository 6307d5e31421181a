/* snippet.c: source lines and the marks under them.
 *
 * A span is cut into pieces, one for each line that is shown: its only line; or the
 * first and the last line, with "..." or the one line between them. The piece that is
 * printed decides the window of a long line; labels inside the window share the line,
 * the others get a snippet of their own. Everything is measured in cells: a tab runs to
 * the next multiple of TAB, a wide letter takes two. What would disturb a terminal
 * (control characters, changes of the writing direction, bytes that are not UTF-8) is
 * printed as U+FFFD. */
#include "diag/render.h"
#include "diag/utf8.h"

#include <inttypes.h>

#define TAB 4
#define WINDOW 120u /* cells of a line that are printed at most */
#define BEFORE 40u  /* cells of context left of the mark in a long line */
#define SPANS (1 + DIAG_LABELS)
#define PIECES_PER_SPAN 3

/* A part of a span inside one line; offsets in bytes of the source. */
struct piece {
    uint32_t line; /* of the source's text, from 0 */
    uint32_t begin, end;
};

struct view {
    const struct source *source; /* NULL: nothing to show, or already shown */
    struct span span;
    struct piece pieces[PIECES_PER_SPAN];
    size_t piece_count;
    const char *text; /* NULL for the cause */
};

/* The part of a line that is printed, in cells from the line's beginning. */
struct window {
    uint32_t begin, end; /* bytes of the line, without its line break */
    size_t from, to;
    bool cut_left, cut_right;
};

/* A mark in cells of what is printed. */
struct mark {
    size_t begin, end;
    const char *text;
};

static uint32_t line_end(const struct source *source, uint32_t line)
{
    uint32_t end = line + 1 < source->line_count ? source->lines[line + 1] - 1
                                                 : (uint32_t)source->length;
    if (end > source->lines[line] && source->text[end - 1] == '\r')
        end--;
    return end;
}

/* Where the words of a line begin, but not after `limit`. */
static uint32_t line_indent(const struct source *source, uint32_t line, uint32_t limit)
{
    uint32_t at = source->lines[line];
    while (at < limit && (source->text[at] == ' ' || source->text[at] == '\t'))
        at++;
    return at;
}

static void add_piece(struct view *view, uint32_t line, uint32_t begin, uint32_t end)
{
    struct piece piece = {line, begin, end};
    view->pieces[view->piece_count++] = piece;
}

static void cut_span(struct sources *sources, struct view *view)
{
    struct span span = source_clip(sources, view->span);
    view->source = sources_get(sources, span.source);
    if (!view->source)
        return;
    const struct source *source = view->source;
    while (span.end > span.begin
           && (source->text[span.end - 1] == '\n' || source->text[span.end - 1] == '\r'))
        span.end--;
    struct place place = source_place(sources, span);
    uint32_t first = (uint32_t)(place.line - source->lines_before - 1);
    uint32_t last = (uint32_t)(place.end_line - source->lines_before - 1);
    if (first == last) {
        add_piece(view, first, span.begin, span.end);
        return;
    }
    add_piece(view, first, span.begin, line_end(source, first));
    if (last - first == 2)
        add_piece(view, first + 1, line_indent(source, first + 1, line_end(source, first + 1)),
                  line_end(source, first + 1));
    add_piece(view, last, line_indent(source, last, span.end), span.end);
}

/* Reads one code point at *at, moves *at behind it, and returns its cells when it begins
 * in column `cell`. */
static size_t next_cells(const struct source *source, uint32_t *at, uint32_t end, size_t cell,
                         uint32_t *point)
{
    *at += (uint32_t)utf8_decode(source->text + *at, end - *at, point);
    if (*point == '\t')
        return TAB - cell % TAB;
    if (utf8_disturbs(*point)) {
        *point = UTF8_BAD;
        return 1;
    }
    return (size_t)utf8_width(*point);
}

static size_t cells_before(const struct source *source, uint32_t begin, uint32_t offset)
{
    size_t cell = 0;
    uint32_t point;
    for (uint32_t at = begin; at < offset;)
        cell += next_cells(source, &at, offset, cell, &point);
    return cell;
}

static struct window choose_window(const struct source *source, struct piece piece)
{
    struct window window = {source->lines[piece.line], line_end(source, piece.line), 0, 0, 0, 0};
    size_t total = cells_before(source, window.begin, window.end);
    size_t focus = cells_before(source, window.begin, piece.begin);
    window.to = total;
    if (total <= WINDOW)
        return window;
    window.from = focus > BEFORE ? focus - BEFORE : 0;
    if (window.from > total - WINDOW)
        window.from = total - WINDOW;
    window.to = window.from + WINDOW;
    window.cut_left = window.from > 0;
    window.cut_right = window.to < total;
    return window;
}

static bool in_window(const struct source *source, const struct window *window, uint32_t offset)
{
    size_t cell = cells_before(source, window->begin, offset);
    return cell >= window->from && cell <= window->to;
}

static struct mark place_mark(const struct source *source, const struct window *window,
                              struct piece piece, const char *text)
{
    size_t begin = cells_before(source, window->begin, piece.begin);
    size_t end = cells_before(source, window->begin, piece.end);
    if (begin < window->from)
        begin = window->from;
    if (end > window->to)
        end = window->to;
    if (end <= begin)
        end = begin + 1; /* an empty span still gets one sign */
    size_t shift = window->cut_left ? 3 : 0;
    struct mark mark = {begin - window->from + shift, end - window->from + shift, text};
    return mark;
}

static void put_point(struct strbuf *out, const char *bytes, uint32_t length, uint32_t point)
{
    if (point == UTF8_BAD)
        strbuf_text(out, "\xEF\xBF\xBD");
    else
        strbuf_bytes(out, bytes, length);
}

static void print_text(struct strbuf *out, const struct source *source,
                       const struct window *window)
{
    if (window->cut_left)
        strbuf_text(out, "...");
    size_t cell = 0, blanks = 0;
    for (uint32_t at = window->begin; at < window->end && cell < window->to;) {
        uint32_t start = at, point;
        size_t width = next_cells(source, &at, window->end, cell, &point);
        bool whole = cell >= window->from && cell + width <= window->to;
        if (whole && point != '\t' && point != ' ') {
            strbuf_repeat(out, ' ', (int)blanks); /* blanks only before something */
            blanks = 0;
            put_point(out, source->text + start, at - start, point);
        } else {
            for (size_t c = cell; c < cell + width; c++)
                blanks += c >= window->from && c < window->to;
        }
        cell += width;
    }
    if (window->cut_right) {
        strbuf_repeat(out, ' ', (int)blanks);
        strbuf_text(out, "...");
    }
}

static void print_gutter(struct render *render, int width, uint64_t line)
{
    render_ink(render, INK_GUTTER);
    if (line)
        strbuf_printf(render->out, " %*" PRIu64 " |", width, line);
    else
        strbuf_printf(render->out, " %*s |", width, "");
    render_plain(render);
}

/* One row of marks: the cause, a label, or the cause and a label right of it. */
static void print_marks(struct render *render, const struct mark *cause, enum render_ink ink,
                        const struct mark *label)
{
    size_t at = 0;
    strbuf_char(render->out, ' ');
    if (cause) {
        strbuf_repeat(render->out, ' ', (int)cause->begin);
        render_ink(render, ink);
        strbuf_repeat(render->out, '^', (int)(cause->end - cause->begin));
        render_plain(render);
        at = cause->end;
    }
    if (label) {
        strbuf_repeat(render->out, ' ', (int)(label->begin - at));
        render_ink(render, INK_LABEL);
        strbuf_repeat(render->out, '~', (int)(label->end - label->begin));
        if (label->text[0])
            strbuf_printf(render->out, " %s", utf8_visible(render->out->arena, label->text));
        render_plain(render);
    }
    strbuf_char(render->out, '\n');
}

struct job {
    struct render *render;
    struct view views[SPANS];
    size_t count;
    int gutter;
    enum render_ink ink;
};

/* The labels that stand on the same line as this piece, from left to right. */
static size_t labels_beside(struct job *job, size_t view, const struct window *window,
                            struct piece piece, struct mark marks[DIAG_LABELS])
{
    size_t count = 0;
    const struct source *source = job->views[view].source;
    for (size_t i = view + 1; i < job->count; i++) {
        struct view *other = &job->views[i];
        if (other->source != source || other->piece_count != 1
            || other->pieces[0].line != piece.line
            || !in_window(source, window, other->pieces[0].begin))
            continue;
        struct mark mark = place_mark(source, window, other->pieces[0], other->text);
        size_t at = count++;
        for (; at > 0 && marks[at - 1].begin > mark.begin; at--)
            marks[at] = marks[at - 1];
        marks[at] = mark;
        other->source = NULL;
    }
    return count;
}

static void print_piece(struct job *job, size_t view_index, size_t piece_index)
{
    struct render *render = job->render;
    const struct view *view = &job->views[view_index];
    const struct source *source = view->source;
    struct piece piece = view->pieces[piece_index];
    struct window window = choose_window(source, piece);
    struct mark labels[DIAG_LABELS];
    size_t count = labels_beside(job, view_index, &window, piece, labels);

    print_gutter(render, job->gutter, source->lines_before + piece.line + 1);
    if (window.end > window.begin)
        strbuf_char(render->out, ' ');
    print_text(render->out, source, &window);
    strbuf_char(render->out, '\n');

    bool last = piece_index + 1 == view->piece_count;
    struct mark mark = place_mark(source, &window, piece, last && view->text ? view->text : "");
    print_gutter(render, job->gutter, 0);
    const struct mark *beside = NULL;
    if (!view->text && count > 0 && labels[count - 1].begin >= mark.end)
        beside = &labels[--count];
    if (view->text)
        print_marks(render, NULL, job->ink, &mark);
    else
        print_marks(render, &mark, job->ink, beside);
    for (size_t i = 0; i < count; i++) {
        print_gutter(render, job->gutter, 0);
        print_marks(render, NULL, job->ink, &labels[i]);
    }
}

static void print_view(struct job *job, size_t index)
{
    struct render *render = job->render;
    struct view *view = &job->views[index];
    if (index > 0) {
        struct place place = source_place(render->diags->sources, view->span);
        render_ink(render, INK_GUTTER);
        strbuf_repeat(render->out, ' ', job->gutter);
        strbuf_text(render->out, " --> ");
        render_plain(render);
        strbuf_printf(render->out, "%s:%" PRIu64 ":%u\n",
                      utf8_visible(render->out->arena, place.file), place.line, place.column);
    }
    for (size_t i = 0; i < view->piece_count; i++) {
        if (i > 0 && view->pieces[i].line > view->pieces[i - 1].line + 1) {
            render_ink(render, INK_GUTTER);
            strbuf_text(render->out, " ...\n");
            render_plain(render);
        }
        print_piece(job, index, i);
    }
}

static int digits(uint64_t number)
{
    int count = 1;
    for (; number >= 10; number /= 10)
        count++;
    return count;
}

void render_snippets(struct render *render, const struct diag *diag)
{
    struct job job = {.render = render, .count = 1 + diag->label_count,
                      .ink = render_severity_ink(diag->severity)};
    job.views[0].span = diag->span;
    for (size_t i = 0; i < diag->label_count; i++) {
        job.views[i + 1].span = diag->labels[i].span;
        job.views[i + 1].text = diag->labels[i].text;
    }
    for (size_t i = 0; i < job.count; i++) {
        struct view *view = &job.views[i];
        cut_span(render->diags->sources, view);
        for (size_t p = 0; p < view->piece_count; p++) {
            int width = digits(view->source->lines_before + view->pieces[p].line + 1);
            job.gutter = width > job.gutter ? width : job.gutter;
        }
    }
    for (size_t i = 0; i < job.count; i++)
        if (job.views[i].source)
            print_view(&job, i);
}

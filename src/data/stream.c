/* stream.c: NDJSON of any size, window by window.
 *
 * A window is the session's text while it is read. What is kept of it is counted: a diagnostic
 * takes a copy of its line, up to KEPT_LIMIT bytes for all of them; diagnostics beyond that
 * count as found but not shown, as those beyond DIAG_LIMIT do.
 */
#include "data/session.h"

#define KEPT_LIMIT ((size_t)64 * 1024 * 1024)

/* ---- what diagnostics point to ------------------------------------------------------------- */

/* Lines [begin, end) of the part, as a source of their own. */
struct excerpt {
    uint32_t source;
    size_t begin, end;
};

static size_t line_begin(const struct session *session, size_t at)
{
    const char *feed = at ? memrchr(session->data, '\n', at) : NULL;
    return feed ? (size_t)(feed + 1 - session->data) : 0;
}

static size_t line_end(const struct session *session, size_t at)
{
    const char *feed = memchr(session->data + at, '\n', session->end - at);
    return feed ? (size_t)(feed - session->data) : session->end;
}

/* The bytes of the part that a diagnostic is about; false when it is about something else. */
static bool range_of(const struct session *session, const struct diag *diag, struct span *out)
{
    *out = (struct span){SOURCE_NONE, 0, 0};
    if (diag->span.source == session->source)
        *out = diag->span;
    for (size_t i = 0; i < diag->label_count; i++)
        if (diag->labels[i].span.source == session->source)
            *out = span_join(*out, diag->labels[i].span);
    return out->source != SOURCE_NONE;
}

static uint64_t count_lines(const char *data, size_t length)
{
    uint64_t lines = 0;
    const char *end = data + length;
    for (const char *at = data; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        lines++;
    return lines;
}

/* False when too much is kept already. */
static bool keep(struct session *session, struct span range, struct excerpt *excerpt)
{
    struct sources *sources = session->binder->diags->sources;
    size_t last = range.end > range.begin ? range.end - 1 : range.begin;
    size_t begin = line_begin(session, range.begin < session->end ? range.begin : session->end);
    size_t end = line_end(session, last < session->end ? last : session->end);
    end += end < session->end; /* with its line feed */
    if (excerpt->source && excerpt->begin <= begin && end <= excerpt->end)
        return true;
    if (session->kept && session->kept + (end - begin) > KEPT_LIMIT)
        return false;
    session->kept += end - begin;
    struct source part = {
        .text = arena_string(sources->arena, session->data + begin, end - begin),
        .length = end - begin,
        .lines_before = session->lines_before + count_lines(session->data, begin),
    };
    excerpt->begin = begin;
    excerpt->end = end;
    excerpt->source = sources_add(sources, session->file, part.text, part.length);
    sources_move(sources, excerpt->source, &part);
    return true;
}

static void move_span(const struct session *session, const struct excerpt *excerpt,
                      struct span *span)
{
    if (span->source != session->source)
        return;
    span->source = excerpt->source;
    span->begin -= (uint32_t)excerpt->begin;
    span->end -= (uint32_t)excerpt->begin;
}

void session_leave(struct session *session)
{
    struct diags *diags = session->binder->diags;
    struct excerpt excerpt = {SOURCE_NONE, 0, 0};
    struct span range;
    size_t kept = 0;
    for (size_t i = 0; i < diags->list.count; i++) {
        struct diag *diag = diags->list.items[i];
        bool about = range_of(session, diag, &range);
        if (about && !keep(session, range, &excerpt)) {
            diags->dropped++;
            continue;
        }
        diags->list.items[kept++] = diag;
        if (!about)
            continue;
        move_span(session, &excerpt, &diag->span);
        for (size_t k = 0; k < diag->label_count; k++)
            move_span(session, &excerpt, &diag->labels[k].span);
    }
    diags->list.count = kept;
    session_forget(session);
}

void session_move(struct session *session, const struct window *part)
{
    struct source source = {.text = part->data, .length = part->length};
    if (session->data)
        session->lines_before = session->line++;
    session->begin += session->end;
    source.lines_before = session->lines_before;
    sources_move(session->binder->diags->sources, session->source, &source);
    session->data = part->data;
    session->end = part->length;
    session->line_at = 0;
}

/* ---- windows ---------------------------------------------------------------------------------- */

/* Names the line, with as much of it as is at hand. */
static void refuse_line(struct session *session)
{
    diag_add(session->binder->diags, DIAG_FILE_TOO_LARGE, session_span(session, 0, 1),
             "this line is longer than the limit of %zu bytes and is left out", WINDOW_LINE_LIMIT);
    session_refuse(session);
}

void bind_result_add(struct bind_result *result, const struct bind_result *other)
{
    result->deployments += other->deployments;
    result->refused += other->refused;
    result->documents += other->documents;
    result->empty += other->empty;
    result->left_out += other->left_out;
    result->empty_inputs |= other->empty_inputs;
}

/* ---- one part ------------------------------------------------------------------------------- */

void binder_read_part(struct binder *binder, const struct bind_part *part,
                      const struct bind_target *target, struct bind_result *out, size_t *index)
{
    bool lines = part->format == BIND_NDJSON;
    struct window window = {part->data, part->length};
    struct session *session =
        session_open(binder, part->name, lines ? NULL : part->data, lines ? 0 : part->length);
    memset(out, 0, sizeof *out);
    session->result = out;
    session->receiver = target->receive;
    session->context = target->context;
    session->lines_before = part->lines_before;
    session->line = part->lines_before + 1;
    session->index = part->index_before;
    if (lines) {
        session->streaming = true;
        session_move(session, &window);
        if (part->cut)
            refuse_line(session);
        else if (!part->first || !session_other_encoding(session))
            read_ndjson(session, part->first ? text_mark(part->data, part->length) : 0);
        session_leave(session);
    } else {
        read_whole(session, part->format);
    }
    *index = session->index;
    session_close(session);
}

/* ---- all of a file ------------------------------------------------------------------------------ */

bool stream_read(struct session *session, struct windows *windows)
{
    struct window window;
    const char *error;
    bool first = true;
    session->streaming = true;
    while (!session->stopped) {
        enum window_next next = windows_next(windows, &session->buffer, &window, &error);
        if (next == WINDOW_END)
            break;
        if (next == WINDOW_FAILED) {
            diag_add(session->binder->diags, DIAG_FILE_UNREADABLE,
                     (struct span){SOURCE_NONE, 0, 0}, "`%s` cannot be read: %s", session->file,
                     error);
            session_refuse(session);
            return false;
        }
        session_move(session, &window);
        if (first && session_other_encoding(session))
            session->stopped = true;
        else if (next == WINDOW_CUT)
            refuse_line(session);
        else
            read_ndjson(session, first ? text_mark(session->data, session->end) : 0);
        session_leave(session);
        first = false;
    }
    return true;
}

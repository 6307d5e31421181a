/* html_text.c: the policy's own text on a page: lines with marks, and whole files to read on in.
 *
 * In: spans of sources. Out: the lines of each, what is meant marked, with a link to the same
 * line of its file further down. A file stands there only if something on the page points into
 * it. What would disturb a reader (changes of the writing direction) is shown as U+FFFD.
 */
#include "emit/html_parts.h"

#include "diag/utf8.h"

#include <inttypes.h>
#include <string.h>

#define LINES_SHOWN 10u   /* of a mark and what is around it */
#define FILE_LINES 20000u /* a longer file is not shown */

void html_texts_init(struct html_texts *texts, struct arena *arena, struct sources *sources)
{
    texts->sources = sources;
    texts->shown = ARENA_ARRAY(arena, bool, sources->list.count + 1);
}

/* ---- lines ------------------------------------------------------------------------------------ */

static uint32_t line_begin(const struct source *source, uint64_t line)
{
    return source->lines[line - 1];
}

/* Without what ends it. */
static uint32_t line_end(const struct source *source, uint64_t line)
{
    uint32_t end = line < source->line_count ? source->lines[line] - 1 : (uint32_t)source->length;
    return end > line_begin(source, line) && source->text[end - 1] == '\r' ? end - 1 : end;
}

static void put_text(struct strbuf *out, const struct source *source, uint32_t begin, uint32_t end)
{
    while (begin < end) {
        const char *tab = memchr(source->text + begin, '\t', end - begin);
        uint32_t stop = tab ? (uint32_t)(tab - source->text) : end;
        const char *text = arena_string(out->arena, source->text + begin, stop - begin);
        markup_html(out, utf8_visible(out->arena, text));
        strbuf_text(out, tab ? "\t" : "");
        begin = stop + (tab != NULL);
    }
}

/* A line of which [from, to) is marked, as far as it is in it. */
static void put_line(struct strbuf *out, const struct source *source, uint64_t line,
                     struct span mark)
{
    uint32_t begin = line_begin(source, line), end = line_end(source, line);
    uint32_t from = mark.begin > begin ? mark.begin : begin, to = mark.end < end ? mark.end : end;
    while (from < to && (source->text[from] == ' ' || source->text[from] == '\t'))
        from++;
    strbuf_printf(out, "<span class=\"ln\" data-n=\"%" PRIu64 "\">", line);
    if (from < to) {
        put_text(out, source, begin, from);
        strbuf_text(out, "<mark>");
        put_text(out, source, from, to);
        strbuf_text(out, "</mark>");
        put_text(out, source, to, end);
    } else {
        put_text(out, source, begin, end);
    }
    strbuf_text(out, "\n</span>");
}

/* ---- excerpts --------------------------------------------------------------------------------- */

/* The mark begins in a line that is shown. */
static void put_lines(struct strbuf *out, const struct source *source, const struct place *marked,
                      const struct place *around, struct span span)
{
    uint64_t from = around->line, to = around->end_line;
    if (marked->line - from >= LINES_SHOWN / 2)
        from = marked->line;
    bool cut = to - from >= LINES_SHOWN;
    if (cut)
        to = from + LINES_SHOWN - 1;
    for (uint64_t line = from; line <= to; line++)
        put_line(out, source, line, span);
    strbuf_text(out, cut ? "<span class=\"ln\">…\n</span>" : "");
}

static struct span trimmed(struct sources *sources, struct span span)
{
    struct span out = source_clip(sources, span);
    const struct source *source = sources_get(sources, out.source);
    while (source && out.end > out.begin
           && (source->text[out.end - 1] == '\n' || source->text[out.end - 1] == '\r'))
        out.end--;
    return out;
}

void html_excerpt(struct strbuf *out, struct html_texts *texts, const struct html_mark *mark)
{
    struct span span = trimmed(texts->sources, mark->span);
    struct span around = trimmed(texts->sources, mark->around);
    const struct source *source = sources_get(texts->sources, span.source);
    if (!source)
        return;
    around = around.source == span.source ? span_join(span, around) : span;
    struct place place = source_place(texts->sources, span);
    struct place all = source_place(texts->sources, around);
    bool whole = source->line_count <= FILE_LINES;
    texts->shown[span.source] |= whole;
    strbuf_printf(out, "<figure class=\"excerpt %s\">\n<figcaption>", mark->class);
    if (whole)
        strbuf_printf(out, "<a class=\"place\" href=\"#l%" PRIu32 "-%" PRIu64 "\">", span.source,
                      place.line);
    markup_html_name(out, place.file);
    strbuf_printf(out, ":%" PRIu64 "%s", place.line, whole ? "</a>" : "");
    if (mark->label[0]) {
        strbuf_char(out, ' ');
        html_element(out, "span", "label", utf8_visible(out->arena, mark->label));
    }
    strbuf_text(out, "</figcaption>\n<pre class=\"source\">");
    put_lines(out, source, &place, &all, span);
    strbuf_text(out, "</pre>\n</figure>\n");
}

/* ---- files ------------------------------------------------------------------------------------ */

bool html_texts_any(const struct html_texts *texts)
{
    for (size_t i = 1; i <= texts->sources->list.count; i++)
        if (texts->shown[i])
            return true;
    return false;
}

static void put_file(struct strbuf *out, const struct source *source, uint32_t number)
{
    strbuf_text(out, "<details><summary>");
    markup_html_name(out, source->name);
    strbuf_printf(out, " <span class=\"place\">%zu line%s</span></summary>\n<pre class=\"source\">",
                  source->line_count, source->line_count == 1 ? "" : "s");
    for (uint64_t line = 1; line <= source->line_count; line++) {
        strbuf_printf(out, "<span class=\"ln\" id=\"l%" PRIu32 "-%" PRIu64 "\" data-n=\"%" PRIu64 "\">",
                      number, line, line);
        put_text(out, source, line_begin(source, line), line_end(source, line));
        strbuf_text(out, "\n</span>");
    }
    strbuf_text(out, "</pre>\n</details>\n");
}

void html_texts(struct strbuf *out, const struct html_texts *texts)
{
    strbuf_text(out, "<section class=\"texts\" aria-labelledby=\"texts\">\n"
                     "<h2 id=\"texts\">Policy text</h2>\n");
    for (uint32_t i = 1; i <= texts->sources->list.count; i++)
        if (texts->shown[i])
            put_file(out, sources_get(texts->sources, i), i);
    strbuf_text(out, "</section>\n");
}

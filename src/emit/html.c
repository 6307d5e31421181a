/* html.c: the frame of a page and its smallest parts.
 *
 * The page's own policy (Content-Security-Policy) forbids every request and every script but
 * the one whose digest it names, so that no text of a contract can become one. Elements are
 * closed and attributes quoted as XML wants them, which HTML allows.
 */
#include "emit/html_parts.h"


#include <inttypes.h>
#include <string.h>

void html_element(struct strbuf *out, const char *name, const char *class, const char *text)
{
    strbuf_printf(out, class[0] ? "<%s class=\"%s\">" : "<%s>", name, class);
    markup_html(out, text);
    strbuf_printf(out, "</%s>", name);
}

/* ---- text with colours --------------------------------------------------------------------- */

static const struct {
    enum layout_colour colour;
    const char *class;
} colours[] = {
    {LAYOUT_BOLD, "bold"}, {LAYOUT_RED, "red"},   {LAYOUT_GREEN, "green"},
    {LAYOUT_YELLOW, "amber"}, {LAYOUT_DIM, "dim"},
};

/* Is there an escape at the start of the text? Then its class, "" for the one that ends a
 * colour, and its length. */
static bool is_escape(const char *text, const char **class, size_t *length)
{
    struct layout layout = {.colour = true};
    const char *escape = layout_escape(&layout, LAYOUT_PLAIN);
    *class = "";
    bool found = strncmp(text, escape, strlen(escape)) == 0;
    for (size_t i = 0; !found && i < sizeof colours / sizeof *colours; i++) {
        escape = layout_escape(&layout, colours[i].colour);
        *class = colours[i].class;
        found = strncmp(text, escape, strlen(escape)) == 0;
    }
    *length = strlen(escape);
    return found;
}

/* "`api_call`" as code, if the text begins with such; how much of it was taken. */
static size_t put_name(struct strbuf *out, const char *text)
{
    size_t length = *text == '`' ? strcspn(text + 1, "`\033") : 0;
    if (!length || text[length + 1] != '`')
        return 0;
    html_element(out, "code", "", arena_string(out->arena, text + 1, length));
    return length + 2;
}

void html_line(struct strbuf *out, const char *text)
{
    bool coloured = false;
    for (size_t taken; *text; text += taken) {
        const char *class;
        if (is_escape(text, &class, &taken)) {
            strbuf_text(out, coloured ? "</b>" : "");
            coloured = class[0] != '\0';
            if (coloured)
                strbuf_printf(out, "<b class=\"%s\">", class);
        } else if ((taken = put_name(out, text)) == 0) {
            taken = strcspn(text + 1, "\033`") + 1;
            markup_html(out, arena_string(out->arena, text, taken));
        }
    }
    strbuf_text(out, coloured ? "</b>" : "");
}

void html_words(struct strbuf *out, const char *text)
{
    for (size_t taken; *text; text += taken) {
        if ((taken = put_name(out, text)) != 0)
            continue;
        taken = strcspn(text + 1, "`") + 1;
        markup_html(out, arena_string(out->arena, text, taken));
    }
}

void html_sentence(struct strbuf *out, const char *text)
{
    bool small = *text >= 'a' && *text <= 'z';
    if (small)
        strbuf_char(out, (char)(*text - 'a' + 'A'));
    html_words(out, text + small);
}

void html_lines(struct strbuf *out, const char *class, const struct layout_lines *kept)
{
    VEC(unsigned) open = {0}; /* the indents of the lists that are open */
    for (size_t i = 0; i < kept->lines.count; i++) {
        const struct layout_line *line = &kept->lines.items[i];
        while (open.count && open.items[open.count - 1] > line->indent) {
            strbuf_text(out, "</li></ul>");
            open.count--;
        }
        if (open.count && open.items[open.count - 1] == line->indent) {
            strbuf_text(out, "</li>\n");
        } else {
            if (open.count)
                strbuf_text(out, "<ul>");
            else
                strbuf_printf(out, "<ul class=\"%s\">", class);
            VEC_PUSH(out->arena, &open, line->indent);
        }
        strbuf_text(out, "<li>");
        if (line->mark[0])
            strbuf_printf(out, "<span class=\"mark %s\">%s</span> ", line->mark, line->mark);
        html_line(out, line->text);
    }
    for (; open.count; open.count--)
        strbuf_text(out, open.count > 1 ? "</li></ul>" : "</li></ul>\n");
}

void html_badge(struct strbuf *out, const char *class, const char *word)
{
    strbuf_printf(out, "<span class=\"badge %s\">%s</span>", class, word);
}

void html_verdict_badge(struct strbuf *out, enum eval_verdict verdict)
{
    html_badge(out, name_verdict(verdict), name_verdict(verdict));
}

void html_count(struct strbuf *out, size_t count, const char *class, const char *word)
{
    if (!count)
        return;
    strbuf_printf(out, " <span>%zu ", count);
    html_badge(out, class, word);
    strbuf_text(out, "</span>");
}

void html_witness(struct strbuf *out, const char *text)
{
    strbuf_text(out, "<pre class=\"witness\"><code>");
    markup_html(out, text);
    strbuf_text(out, "</code></pre>\n");
}

/* ---- the frame ------------------------------------------------------------------------------- */

void html_head(struct strbuf *out, const char *name, const char *what)
{
    strbuf_text(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    strbuf_printf(out,
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src 'unsafe-inline'; script-src '%s'; base-uri 'none'; "
                  "form-action 'none'\"/>\n", html_script_digest);
    strbuf_text(out, "<title>");
    markup_html_name(out, name);
    strbuf_printf(out, ": %s</title>\n<style>\n", what);
    html_style(out);
    strbuf_text(out, "</style>\n</head>\n<body>\n"
                     "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header>\n");
    strbuf_text(out, "<h1>");
    markup_html_name(out, name);
    strbuf_text(out, "</h1>");
}

void html_about(struct strbuf *out, const struct table *table, const char *words)
{
    char day[DATE_TEXT];
    date_format(table->meta->dated, day);
    strbuf_printf(out, "<p>%s of the policy dated <time>%s</time>, text <code>%016" PRIx64
                       "</code></p>\n", words, day, table->meta->policy_hash);
}

void html_nav(struct strbuf *out, const struct html_part *parts)
{
    strbuf_text(out, "<nav aria-label=\"On this page\">");
    for (size_t i = 0; parts[i].id; i++)
        strbuf_printf(out, "%s<a href=\"#%s\">%s</a>", i ? " " : "", parts[i].id, parts[i].name);
    strbuf_text(out, "</nav>\n");
}

void html_main(struct strbuf *out)
{
    strbuf_text(out, "</header>\n<main id=\"main\">\n");
}

void html_foot(struct strbuf *out)
{
    strbuf_text(out, "</main>\n<script>");
    html_script(out);
    strbuf_text(out, "</script>\n</body>\n</html>\n");
}

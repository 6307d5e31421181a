/* markup.c: see markup.h. */
#include "emit/markup.h"

#include "diag/utf8.h"

#include <string.h>

/* ---- what XML can hold --------------------------------------------------------------------- */

/* Control characters that are no white space, and what turns the writing around, disturb people and
 * not XML; two code points are refused by XML alone. */
static bool is_held(uint32_t point)
{
    return point == '\t' || point == '\n' || point == '\r'
           || (!utf8_disturbs(point) && point != 0xFFFE && point != 0xFFFF);
}

/* Bytes from here on that are ASCII and stay. */
static size_t held_run(const char *text)
{
    const char *at = text;
    while ((*at >= 0x20 && *at < 0x7F) || *at == '\n' || *at == '\t' || *at == '\r')
        at++;
    return (size_t)(at - text);
}

const char *markup_clean(struct arena *arena, const char *text)
{
    size_t left = strlen(text), run = held_run(text);
    if (run == left)
        return arena_string(arena, text, left);
    struct strbuf out = strbuf_new(arena);
    while (left) {
        uint32_t point;
        char shown[UTF8_VISIBLE];
        size_t size, taken = utf8_decode(text, left, &point);
        if (is_held(point) && point != UTF8_BAD) {
            strbuf_bytes(&out, text, taken);
        } else {
            utf8_visible_point(text, left, shown, &size);
            bool refused = point == 0xFFFE || point == 0xFFFF;
            strbuf_bytes(&out, refused ? "\xEF\xBF\xBD" : shown, size);
        }
        text += taken;
        left -= taken;
    }
    return strbuf_string(&out);
}

size_t markup_fit(const char *text, size_t limit)
{
    size_t length = strnlen(text, limit + 1);
    if (length <= limit)
        return length;
    while (limit && ((unsigned char)text[limit] & 0xC0) == 0x80)
        limit--;
    return limit;
}

/* ---- HTML ---------------------------------------------------------------------------------- */

void markup_html(struct strbuf *out, const char *text)
{
    for (const char *at = markup_clean(out->arena, text); *at;) {
        size_t run = strcspn(at, "&<>\"'\r");
        strbuf_bytes(out, at, run);
        at += run;
        if (!*at)
            return;
        strbuf_text(out, *at == '&'    ? "&amp;"
                         : *at == '<'  ? "&lt;"
                         : *at == '>'  ? "&gt;"
                         : *at == '"'  ? "&quot;"
                         : *at == '\r' ? "&#13;"
                                       : "&#39;");
        at++;
    }
}

void markup_html_name(struct strbuf *out, const char *name)
{
    markup_html(out, utf8_visible(out->arena, name));
}

/* ---- Markdown ------------------------------------------------------------------------------ */

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* `_` is no markup inside a word. */
static bool is_markup(const char *text, const char *at)
{
    if (*at == '_')
        return at == text || !is_word(at[-1]) || !is_word(at[1]);
    return strchr("\\`*[]|~", *at) != NULL;
}

/* "@team" would call people, "#12" link to somewhere else; an empty comment keeps them apart. */
static bool is_reference(const char *at)
{
    return (*at == '@' || *at == '#') && is_word(at[1]);
}

void markup_markdown(struct strbuf *out, const char *given)
{
    const char *text = markup_clean(out->arena, given);
    for (const char *at = text; *at; at++) {
        if (*at == '\n')
            strbuf_text(out, "<br>");
        else if (*at == '\r') /* it would end a row of a table */
            strbuf_char(out, ' ');
        else if (*at == '<')
            strbuf_text(out, "&lt;");
        else if (*at == '&')
            strbuf_text(out, "&amp;");
        else if (*at == '$') /* else formulas begin */
            strbuf_text(out, "<span>$</span>");
        else if (is_reference(at))
            strbuf_printf(out, "%c<!-- -->", *at);
        else if (is_markup(text, at))
            strbuf_printf(out, "\\%c", *at);
        else
            strbuf_char(out, *at);
    }
}

/* The longest run of backticks. */
static int longest_ticks(const char *text)
{
    int longest = 0, run = 0;
    for (; *text; text++) {
        run = *text == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* A table splits its cells before it looks at code, so `|` is escaped there too. */
void markup_markdown_code(struct strbuf *out, const char *given)
{
    const char *text = markup_clean(out->arena, given);
    int ticks = longest_ticks(text) + 1;
    size_t length = strlen(text);
    bool apart = length && (text[0] == '`' || text[length - 1] == '`');
    strbuf_repeat(out, '`', ticks);
    strbuf_text(out, apart ? " " : "");
    for (; *text; text++) {
        if (*text == '|')
            strbuf_char(out, '\\');
        strbuf_char(out, *text == '\n' || *text == '\r' ? ' ' : *text);
    }
    strbuf_text(out, apart ? " " : "");
    strbuf_repeat(out, '`', ticks);
}

void markup_markdown_names(struct strbuf *out, const char *text)
{
    while (*text) {
        size_t length = *text == '`' ? strcspn(text + 1, "`\n") : 0;
        bool name = length && text[length + 1] == '`';
        size_t taken = name ? length + 2 : strcspn(text + 1, "`") + 1;
        if (name)
            markup_markdown_code(out, arena_string(out->arena, text + 1, length));
        else
            markup_markdown(out, arena_string(out->arena, text, taken));
        text += taken;
    }
}

void markup_markdown_block(struct strbuf *out, const char *given)
{
    const char *text = markup_clean(out->arena, given);
    int ticks = longest_ticks(text) < 3 ? 3 : longest_ticks(text) + 1;
    size_t length = strlen(text);
    strbuf_repeat(out, '`', ticks);
    strbuf_printf(out, "text\n%s%s", text, length && text[length - 1] == '\n' ? "" : "\n");
    strbuf_repeat(out, '`', ticks);
    strbuf_char(out, '\n');
}

/* layout.c: see layout.h. A column is a code point; the escapes of colours take none. */
#include "emit/layout.h"

#include "diag/utf8.h"

#include <string.h>

#define MARK_WIDTH 4

struct layout layout_on(struct strbuf *out, unsigned width, bool colour)
{
    return (struct layout){out, width ? width : 100, colour, NULL};
}

static bool blank(char c)
{
    return (unsigned char)c <= ' ' && (c == ' ' || c == '\t' || c == '\n' || c == '\r');
}

/* The length of the escape of a colour of ours that begins here; 0: none does. */
static size_t escape_length(const struct layout *layout, const char *text)
{
    for (int c = LAYOUT_PLAIN; layout->colour && *text == '\033' && c <= LAYOUT_DIM; c++) {
        const char *escape = layout_escape(layout, (enum layout_colour)c);
        if (strncmp(text, escape, strlen(escape)) == 0)
            return strlen(escape);
    }
    return 0;
}

static unsigned columns(const struct layout *layout, const char *word, size_t length)
{
    unsigned n = 0;
    for (size_t i = 0; i < length; i++) {
        size_t escape = escape_length(layout, word + i);
        if (escape)
            i += escape - 1;
        else if (((unsigned char)word[i] & 0xC0) != 0x80)
            n++;
    }
    return n;
}

/* Up to a blank or the end; *plain: each byte is a column, and printed as it is. */
static size_t word_length(const char *text, bool *plain)
{
    size_t length = 0;
    unsigned char c, odd = 0;
    for (; (c = (unsigned char)text[length]) && !blank((char)c); length++)
        odd |= c < ' ' || c >= 0x7F;
    *plain = !odd;
    return length;
}

static void put_word(const struct layout *layout, const char *word, size_t length)
{
    size_t begin = 0;
    for (size_t at = 0; at < length; at++) {
        size_t escape = escape_length(layout, word + at);
        if (!escape)
            continue;
        utf8_put_visible(layout->out, word + begin, at - begin);
        strbuf_bytes(layout->out, word + at, escape);
        at += escape - 1;
        begin = at + 1;
    }
    utf8_put_visible(layout->out, word + begin, length - begin);
}

static void keep(struct layout *layout, unsigned indent, const char *mark, const char *text)
{
    struct arena *arena = layout->out->arena;
    struct layout_line line = {indent, mark, arena_string(arena, text, strlen(text))};
    VEC_PUSH(arena, &layout->kept->lines, line);
}

void layout_paragraph(struct layout *layout, unsigned indent, unsigned hang, const char *text)
{
    struct strbuf *out = layout->out;
    if (layout->kept) {
        keep(layout, indent, "", text);
        return;
    }
    unsigned at = indent;
    bool begun = false, plain;
    strbuf_repeat(out, ' ', (int)indent);
    while (*text) {
        unsigned spaces = 0;
        for (; blank(*text); text++)
            spaces += begun && *text == ' ';
        size_t length = word_length(text, &plain);
        unsigned wide = plain ? (unsigned)length : columns(layout, text, length);
        if (!wide && !length)
            break;
        if (begun && at + (spaces ? spaces : 1) + wide > layout->width) {
            strbuf_char(out, '\n');
            strbuf_repeat(out, ' ', (int)hang);
            at = hang;
        } else if (begun) {
            strbuf_repeat(out, ' ', spaces ? (int)spaces : 1);
            at += spaces ? spaces : 1;
        }
        if (plain)
            strbuf_bytes(out, text, length);
        else
            put_word(layout, text, length);
        at += wide;
        text += length;
        begun = true;
    }
    strbuf_char(out, '\n');
}

void layout_marked(struct layout *layout, unsigned indent, const char *mark, const char *text)
{
    if (layout->kept)
        keep(layout, indent, mark, text);
    else
        layout_paragraph(layout, indent, indent + 2 * MARK_WIDTH,
                         arena_printf(layout->out->arena, "%-*s  %s", MARK_WIDTH, mark, text));
}

void layout_line(struct layout *layout, unsigned indent, const char *format, ...)
{
    struct strbuf text;
    va_list arguments;
    strbuf_init(&text, layout->out->arena);
    va_start(arguments, format);
    strbuf_vprintf(&text, format, arguments);
    va_end(arguments);
    layout_paragraph(layout, indent, indent + 2, strbuf_string(&text));
}

const char *layout_escape(const struct layout *layout, enum layout_colour colour)
{
    if (!layout->colour)
        return "";
    switch (colour) {
    case LAYOUT_PLAIN:
        return "\033[0m";
    case LAYOUT_BOLD:
        return "\033[1m";
    case LAYOUT_RED:
        return "\033[1;31m";
    case LAYOUT_GREEN:
        return "\033[1;32m";
    case LAYOUT_YELLOW:
        return "\033[1;33m";
    case LAYOUT_DIM:
        return "\033[2m";
    }
    return "";
}

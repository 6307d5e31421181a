/* layout.h: paragraphs wrapped to a width, and colour, for text that people read; or kept as they
 * are, for a format that lays them out itself. */
#ifndef POLC_EMIT_LAYOUT_H
#define POLC_EMIT_LAYOUT_H

#include "base/strbuf.h"

/* A paragraph that was kept. What stands deeper belongs to what stands above it. */
struct layout_line {
    unsigned indent;
    const char *mark; /* "yes", "no", "open"; "" where it has none */
    const char *text; /* with the escapes of colours, where there are colours */
};

struct layout_lines {
    VEC(struct layout_line) lines;
};

struct layout {
    struct strbuf *out; /* its arena holds what is kept */
    unsigned width; /* columns */
    bool colour;
    struct layout_lines *kept; /* NULL: paragraphs are printed */
};

/* Prints; width 0: 100. */
struct layout layout_on(struct strbuf *out, unsigned width, bool colour);

/* One paragraph: its first line indented by `indent` columns, the others by `hang`. White
 * space is folded; a word longer than a line stays whole. What is neither text nor a colour of
 * layout_escape, such as a control character, is shown as utf8_visible has it. Ends in a line
 * feed. */
void layout_paragraph(struct layout *layout, unsigned indent, unsigned hang, const char *text);
/* With a mark of up to four columns before it: "yes   deployer is OpenAI". */
void layout_marked(struct layout *layout, unsigned indent, const char *mark, const char *text);
/* A paragraph with printf's formatting. */
void layout_line(struct layout *layout, unsigned indent, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

enum layout_colour { LAYOUT_PLAIN, LAYOUT_BOLD, LAYOUT_RED, LAYOUT_GREEN, LAYOUT_YELLOW, LAYOUT_DIM };
/* The escape that begins a colour, LAYOUT_PLAIN to end it; "" without colour. */
const char *layout_escape(const struct layout *layout, enum layout_colour colour);

#endif

/* layout.h: paragraphs wrapped to a width, and colour, for text that people read. */
#ifndef POLC_EMIT_LAYOUT_H
#define POLC_EMIT_LAYOUT_H

#include "base/strbuf.h"

struct layout {
    struct strbuf *out;
    unsigned width; /* columns */
    bool colour;
};

/* One paragraph: its first line indented by `indent` columns, the others by `hang`. White
 * space is folded; a word longer than a line stays whole. Ends in a line feed. */
void layout_paragraph(struct layout *layout, unsigned indent, unsigned hang, const char *text);
/* The same with printf's formatting. */
void layout_line(struct layout *layout, unsigned indent, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

enum layout_colour { LAYOUT_PLAIN, LAYOUT_BOLD, LAYOUT_RED, LAYOUT_GREEN, LAYOUT_YELLOW, LAYOUT_DIM };
/* The escape that begins a colour, LAYOUT_PLAIN to end it; "" without colour. */
const char *layout_escape(const struct layout *layout, enum layout_colour colour);

#endif

/* wrap.h: texts side by side in columns of a given width. Widths count code points. */
#ifndef POLC_EMIT_WRAP_H
#define POLC_EMIT_WRAP_H

#include "base/strbuf.h"

#define WRAP_GAP 2u        /* blanks between columns */
#define WRAP_COLUMNS 64u   /* at most beside each other */

unsigned wrap_width(const char *text);

struct wrap_column {
    const char *text; /* a line feed begins a new line */
    unsigned width;   /* 1 or more */
    unsigned hang;    /* blanks before what is left of a line that did not fit */
};

/* At most WRAP_COLUMNS columns. Prints as many lines as the longest column needs, without
 * blanks at their ends. Columns wrap at blanks; what a text is indented by, its further lines
 * are too. */
void wrap_print(struct wrap_column *columns, size_t count, struct strbuf *out);

#endif

/* line_diff.h: what differs between two texts, line by line, as a unified diff.
 *
 * Two texts come in; the hunks that patch(1) and git apply read go out, with three lines of
 * context. Applied to the old text they give the new one, byte for byte, also where the last
 * line has no newline. The same texts always give the same diff. It is shortest where no more
 * than LINE_DIFF_EFFORT lines differ; beyond that it is right but may be longer.
 */
#ifndef POLC_BASE_LINE_DIFF_H
#define POLC_BASE_LINE_DIFF_H

#include "base/strbuf.h"

/* Lines added and removed that one search looks for; it needs memory by the square of them. */
#define LINE_DIFF_EFFORT 1024

struct line_text {
    const char *name; /* in the line that begins --- or +++ */
    const char *data;
    size_t length;
};

/* Appends nothing when the texts are equal. */
void line_diff(struct arena *arena, const struct line_text *old, const struct line_text *new,
               struct strbuf *out);

#endif

/* html_diff_parts.h: the page of a difference while it is written; private to html_diff*.c. */
#ifndef POLC_EMIT_HTML_DIFF_PARTS_H
#define POLC_EMIT_HTML_DIFF_PARTS_H

#include "emit/html_parts.h"

#include "emit/remarks_diff.h"

struct html_diff {
    const struct emit_diff *view;
    const struct diff *diff;
    struct strbuf *out;
    struct html_rules rules[DIFF_SIDES];
    const bool *filtered[DIFF_SIDES]; /* per variable; of the old policy those that it alone has */
};

/* Which variables some region says something about; html_diff.filtered. */
void html_diff_find_filters(struct html_diff *p);
/* The attributes by which a region is shown or hidden. */
void html_diff_accepts(struct html_diff *p, const struct diff_region *region);
/* The box with the filters; `count` of regions per tag. */
void html_diff_filters(struct html_diff *p, const size_t count[DIFF_TAGS]);

#endif

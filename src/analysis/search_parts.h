/* search_parts.h: what the search and the growing of what it found share; private to both. */
#ifndef POLC_ANALYSIS_SEARCH_PARTS_H
#define POLC_ANALYSIS_SEARCH_PARTS_H

#include "analysis/search.h"

/* What the demands are over a box; *open is the first one that is undecided. */
enum eval_truth search_judge(struct evaluator *ev, const struct query *query,
                             const struct box *box, const struct candidates *candidates,
                             const struct demand **open);
/* The node whose own condition holds wherever the demand is met; IR_NONE: none is known. */
uint32_t search_node(const struct demand *demand);
/* The same where that is one record, and no demand before it has the same node. */
uint32_t search_condition(const struct space *space, const struct query *query, size_t demand);
/* Leaves of the box what the conditions of all demands have in common, as far as each is one
 * record; but for that of `met`, which the box is in already. False: nothing. */
bool search_meet(const struct space *space, const struct query *query, uint32_t met,
                 struct box *box);

/* Readings, and events, are better not needed: they grow before anything else stands in their way. */
bool search_better_open(const struct space *space, uint32_t var);

/* Have the boxes the same cells of the column? */
bool search_same_cells(const struct evaluator *ev, const struct box *x, const struct box *y, uint32_t column);

#endif

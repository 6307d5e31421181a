/* region.h: parts of a box, disjoint, from which boxes are taken away.
 *
 * What is taken away is told by some of the variables only: those that somebody else
 * quantifies over (`over`) keep all their cells in every part. Boxes belong to the slice that
 * the evaluator holds at the time, and live in its scratch.
 */
#ifndef POLC_ANALYSIS_REGION_H
#define POLC_ANALYSIS_REGION_H

#include "analysis/space.h"

struct region {
    struct evaluator *ev;
    const bool *over;       /* per variable; NULL: none */
    VEC(struct box *) parts;
    VEC(struct box *) spare; /* boxes nobody uses any more */
};

struct region region_new(struct evaluator *ev, const bool *over);
/* A copy of the box becomes a part. */
void region_add(struct region *region, const struct box *box);
/* The part added last, which is then the caller's until region_drop; NULL: there is none. */
struct box *region_take(struct region *region);
void region_drop(struct region *region, struct box *box);
/* The parts of `whole` that are outside `inner`, a box inside it, are added. Uses up whole. */
void region_less(struct region *region, struct box *whole, const struct box *inner);

/* Leaves these variables one cell of each column: the first. */
void region_fix(struct evaluator *ev, struct box *box, const bool *vars);
/* Leaves the variables that are not in `over` the cells in which these values lie. */
void region_fix_values(struct evaluator *ev, struct box *box, const bool *over,
                       const int64_t *values);
/* Is every world of `inner` one of `box`? */
bool region_within(const struct evaluator *ev, const struct box *inner, const struct box *box);

#endif

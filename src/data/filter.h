/* filter.h: which parts of a document the paths of inputs can reach.
 *
 * A tree of steps, all paths of all inputs together, with every step that may stand for several
 * elements as one branch. A reader that goes down with filter_step keeps what it leads to and
 * skips the rest, so that a plan of 100 MB becomes a small tree. Where a path ends, the value is
 * kept with the scalars right below it: a list stands for its elements, and nothing deeper is
 * ever asked for.
 *
 * Of most inputs nobody looks into an element but who reads that element: a document's elements can
 * then be read one by one, and none but the one at hand is ever in memory (`apart`).
 */
#ifndef POLC_DATA_FILTER_H
#define POLC_DATA_FILTER_H

#include "data/node.h"
#include "sema/vocab.h"

struct filter;

enum filter_reach {
    FILTER_NOTHING, /* no path leads here: skip it */
    FILTER_LEAF,    /* an element of a list that a path ends at: a scalar, or what kind it is */
    FILTER_PATHS,   /* paths end here or go on below */
    FILTER_ALL
};

/* The branches that a reader is on at once. */
#define FILTER_BRANCHES 16
struct filter_place {
    enum filter_reach reach;
    bool ends;  /* a path ends here */
    bool apart; /* an element, into which nothing leads but the paths of its own */
    uint32_t count;
    const struct filter *branches[FILTER_BRANCHES];
};

/* Of all inputs, or of one. */
const struct filter *filter_new(struct arena *arena, const struct vocab *vocab, uint32_t input);
/* The outermost value; of no filter, everything. */
void filter_begin(const struct filter *filter, struct filter_place *out);
/* Goes down to a member, or to an element (key NULL). */
void filter_step(const struct filter_place *place, const char *key, size_t length,
                 struct filter_place *out);

#endif

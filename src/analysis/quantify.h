/* quantify.h: for which values of some variables do no values of the others do?
 *
 * The variables are in two: those told by `over`, which somebody may choose, and the rest, which
 * are as they are. A *case* is one assignment of the rest for which no assignment of the chosen
 * ones meets the demands. Cases are found exactly, as disjoint boxes in which the chosen
 * variables have all their cells.
 *
 * It serves both ways round: choices over facts (for which facts is no choice permitted?) and
 * facts over choices (for which choices does no fact spoil it?).
 */
#ifndef POLC_ANALYSIS_QUANTIFY_H
#define POLC_ANALYSIS_QUANTIFY_H

#include "analysis/region.h"
#include "analysis/search.h"

struct quantifier {
    const struct space *space;
    const bool *over;          /* per variable: chosen */
    const struct query *meets; /* what a good choice meets */
};

/* Gets each box of cases, to be looked at during the call only; false: no more are wanted. It
 * may search, but must leave the evaluator at the slice that it found. */
typedef bool quantify_case(void *context, const struct box *cases);

/* All cases in the box, whose chosen variables are open as far as they may be. False when the
 * receiver stopped it. ev->gave_up tells that the budget ran out before all were found. */
bool quantify(const struct quantifier *quantifier, const struct box *box, quantify_case *receive,
              void *context);

/* Per variable: is it for the user to choose (a choice, or the act)? */
bool *quantify_choices(struct arena *arena, const struct table *table);

/* Begins to work on a slice with what is left of the search's budget: its box, or NULL when no
 * world is in it or nothing is left (then ev->gave_up). End with search_spent. */
struct box *quantify_begin(struct search *search, size_t slice);
/* Some world of the box meets the demands; it is written to `out` (a box of such worlds). Neither
 * the box nor memory is used up. */
bool quantify_some(const struct space *space, const struct query *query, const struct box *box,
                   struct box *out);

#endif

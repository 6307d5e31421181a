/* worlds.h: every world of a policy, or of a box, by number.
 *
 * The date and the events are open, so that analyses can be compared with brute force. One
 * value stands for each cell; with the date open that is exact as interpreter.h says.
 */
#ifndef POLC_ORACLE_WORLDS_H
#define POLC_ORACLE_WORLDS_H

#include "interpreter.h"

struct worlds {
    const struct oracle *oracle;
    struct oracle_result axes; /* its axes alone */
    size_t count;
};

/* The whole domain of every variable; events of the policy's ledger keep their day. */
struct value_set *worlds_domain(struct arena *arena, const struct vocab *vocab);
/* False when there are more than the limit. sets: one per variable. */
bool worlds_of(const struct oracle *oracle, struct arena *arena, const struct value_set *sets,
               size_t limit, struct worlds *out);
/* Fills one value per variable: the lowest of each cell. */
void worlds_get(const struct worlds *worlds, size_t number, int64_t *world);

#endif

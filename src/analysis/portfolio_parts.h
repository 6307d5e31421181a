/* portfolio_parts.h: what the files of a portfolio hand each other; private to them. */
#ifndef POLC_ANALYSIS_PORTFOLIO_PARTS_H
#define POLC_ANALYSIS_PORTFOLIO_PARTS_H

#include "analysis/portfolio.h"

/* portfolio_groups.c: the groups of values in which something can count, in the order of the
 * values, the last fact fastest. */
struct portfolio_groups {
    uint32_t *leaves; /* one for each fact, group after group */
    size_t count;     /* 0: there is none */
    bool unresolved;  /* a budget ran out: some may be none */
};
void portfolio_find_groups(struct arena *arena, struct evaluator *evaluator,
                           const struct table *table, uint32_t norm, struct portfolio_groups *out);

/* portfolio_row.c: one placement and one commitment. */
struct portfolio_adding {
    struct portfolio *portfolio;
    struct portfolio_commitment *commitment;
    const struct value_set *given; /* the placement */
    const struct value_set *sets;  /* of it what lies in the group */
    bool elsewhere;                /* it may lie outside the group as well */
    struct arena *scratch;
};

/* Does it count for the commitment, apart from days and groups? */
enum eval_truth portfolio_applies(const struct portfolio_adding *adding);
/* Puts its row; false when it does not count. */
bool portfolio_put_row(const struct portfolio_adding *adding, const struct portfolio_place *place);

#endif

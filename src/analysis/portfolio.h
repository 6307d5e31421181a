/* portfolio.h: commitments over any number of deployments.
 *
 * In: one placement after the other. Out: for each commitment the sum of what the placements
 * contribute, as an interval, and whether that meets it (docs/semantics.md § 7).
 *
 * A placement contributes its amount when it is dated up to the commitment's date and the
 * norm is effective on its own date, and nothing otherwise. A commitment in each year is one
 * commitment for each of its years; a placement is dated in one year, so the sums share none.
 * One by groups of values is one commitment for each group in which something can count; a
 * placement of which the group is not known may count in each that it can be in.
 *
 * A world of the portfolio fixes one reading of each term, one day of each event of the ledger
 * and what is on each redacted list for all placements, and each placement's own facts freely. So
 * for one reading vector the least sum is the least, over the days of the events and the lists, of
 * the sum of least contributions; the greatest likewise; and since a verdict is monotone in the
 * sum, these two settle it exactly.
 *
 * What a placement brings is found when it is added: its sets are not kept. Of shared
 * variables it keeps those that matter, cut into pieces, with a range for each combination.
 * Memory grows with the placements that count or may count, and with nothing else.
 */
#ifndef POLC_ANALYSIS_PORTFOLIO_H
#define POLC_ANALYSIS_PORTFOLIO_H

#include "eval/norms.h"

__extension__ typedef __int128 portfolio_amount; /* a sum of 64-bit amounts */

struct portfolio_share { /* part of total; nothing counts where total is 0 */
    portfolio_amount part, total;
};

/* All sums that can be are low..high. Of a share also the least and the greatest that can be
 * where something counts; both are of nothing where that cannot be. That nothing counts can be
 * when low is 0. */
struct portfolio_sum {
    portfolio_amount low, high;
    struct portfolio_share least, most;
};

enum portfolio_status {
    PORTFOLIO_MET,
    PORTFOLIO_MISSED,      /* short of it, or over it */
    PORTFOLIO_DISPUTED,    /* only readings differ */
    PORTFOLIO_UNDETERMINED /* a fact can settle it */
};

/* Where a description stands. */
struct portfolio_place {
    const char *deployment, *file;
    const char *label; /* which placement; "" when there is one only */
    uint64_t line;
};

/* What one placement brings to the part that is asked for and to the rest of the sum. */
struct portfolio_parts {
    int64_t part, rest;
};

struct portfolio_range { /* what one placement contributes */
    int64_t low, high;
    struct portfolio_parts least, most; /* in the worlds that make a share least and most */
};

/* A shared variable that matters for a placement, cut at `starts`: the first piece begins at
 * starts[0], the last has no end. */
struct portfolio_shared {
    uint32_t var;
    const int64_t *starts;
    size_t count;
};

/* A placement that counts, or may. */
struct portfolio_row {
    struct portfolio_place place;
    int64_t date;
    enum eval_truth counts;       /* never TRUTH_NO */
    struct portfolio_range range; /* over all its worlds */
    enum eval_truth in_share;     /* of a share: where it counts, it is in the part */
    const uint32_t *facts;        /* its open facts on which the range depends */
    size_t fact_count;
    const struct portfolio_shared *shared;
    size_t shared_count;
    const struct portfolio_range *ranges; /* per combination of pieces, the last fastest */
};

/* The sum under one combination of the readings that matter. */
struct portfolio_reading {
    const uint32_t *readings; /* one per term */
    struct portfolio_sum sum;
    enum portfolio_status status;
};

/* A commitment, or one group of one year of it: those of one norm stand in a row. */
struct portfolio_commitment {
    uint32_t norm;
    uint32_t year, years;   /* which of how many; 0 of 1 for a commitment with one sum */
    uint32_t group, groups; /* the same */
    const uint32_t *leaves; /* of the facts by which it is grouped; NULL: no groups, or none in
                             * which anything can count */
    int64_t from, by;     /* placements dated on these days and between count */
    VEC(struct portfolio_row) rows; /* in the order in which they were added */
    /* Placements that do not count stand with the first group; those that are dated in no year
     * with the first year. */
    size_t late;    /* dated after the commitment's last day, though it would apply */
    size_t early;   /* dated before its first year, though it would apply */
    size_t outside; /* to which it does not apply */
    /* filled by portfolio_close: */
    struct portfolio_sum sum; /* over all worlds */
    enum portfolio_status status;
    const uint32_t *terms, *events; /* shared variables that matter: term ids, variables; leaves
                                     * of redacted lists stand with the events */
    size_t term_count, event_count;
    const struct portfolio_reading *readings; /* every combination; none if no term matters */
    size_t reading_count;
    bool unresolved; /* a budget ran out: the sums may be wider than is so */
};

struct portfolio {
    struct arena *arena; /* everything that is kept */
    const struct table *table;
    struct evaluator *evaluator;
    struct portfolio_commitment *commitments; /* by norm, then by year, then by group */
    size_t commitment_count;
    size_t placements; /* added */
    uint64_t steps;    /* combinations times placements that portfolio_close looks at, at most */
};

#define PORTFOLIO_STEPS UINT64_C(20000000)

/* In the arena. */
struct portfolio *portfolio_new(struct arena *arena, const struct table *table,
                                struct evaluator *evaluator);
/* Adds one placement; texts of the place are copied when they are kept. `scratch` is another
 * arena than the portfolio's. */
void portfolio_add(struct portfolio *portfolio, const struct portfolio_place *place,
                   const struct value_set *sets, struct arena *scratch);
/* Sums up. Once. */
void portfolio_close(struct portfolio *portfolio);
/* Is it to be told on this day? A commitment with one sum is; of years the first, those that
 * have begun, and those up to the last in which some placement is dated. */
bool portfolio_told(const struct portfolio *portfolio, size_t commitment, int64_t on);
/* Is it a share that is promised, at most something? */
bool portfolio_is_share(const struct table *table, uint32_t norm);
bool portfolio_at_most(const struct table *table, uint32_t norm);
/* Which share is less: negative, 0, positive. Both of something. */
int portfolio_compare(const struct portfolio_share *a, const struct portfolio_share *b);

#endif

/* promise_worlds.h: the worlds of a portfolio, and what counts in each.
 *
 * The interpreter says what holds in a world; here stands which worlds there are (every value of
 * every variable, of an open event every day that conditions could tell apart, readings, events
 * of the ledger and redacted lists the same for all placements), and from docs/semantics.md § 7 in which of them a
 * placement counts for a commitment. promise_rows.c says what must then be listed of it.
 */
#ifndef POLC_ORACLE_PROMISE_WORLDS_H
#define POLC_ORACLE_PROMISE_WORLDS_H

#include "analysis/portfolio.h"
#include "promises.h"

#define WALK_VARS 24
#define WORK_LIMIT 200000 /* worlds of one portfolio that are visited */

struct values {
    VEC(int64_t) list;
};

/* A walk through the combinations of some variables of a world; the last changes fastest. */
struct walk {
    uint32_t vars[WALK_VARS];
    struct values values[WALK_VARS];
    size_t at[WALK_VARS], count;
    bool dated; /* of a placement: in the commitment's year */
};

/* Not the placement's own: a reading, an event of the ledger, whether a leaf is on a redacted
 * list. */
bool promise_shared(const struct vocab *vocab, uint32_t var);
void walk_add(struct promise_run *run, struct walk *walk, uint32_t var,
              const struct value_set *set);
void walk_set(const struct walk *walk, int64_t *world);
bool walk_next(struct walk *walk); /* false: it begins again */
size_t walk_size(const struct walk *walk);

/* In which year of the commitment a day is: how often the day of the month on which it begins
 * has come round. One sum for all days is year 0. Negative: in none. */
int64_t promise_year(const struct model_norm *n, int64_t day);
bool promise_in_share(const struct model_norm *n, const int64_t *world);
/* Does the placement count for this sum in this world? */
bool promise_counts(const struct promise_run *run, const struct portfolio_commitment *c,
                    const struct walk *own, const int64_t *world);

/* promise_rows.c: every placement that can count is listed as its worlds say, and no other; of
 * all that is listed, lines as the report prints them in `json`. At most WORK_LIMIT worlds. */
void promise_check_rows(struct promise_run *run, const struct portfolio_commitment *c,
                        struct strbuf *json);

#endif

/* reasons.h: why a condition holds, fails or is open, in the user's words and facts.
 *
 * Everything said is asked of eval on the box at hand; nothing is inferred here.
 */
#ifndef POLC_EMIT_REASONS_H
#define POLC_EMIT_REASONS_H

#include "emit/names.h"

/* Whom to ask, and about which box. */
struct asker {
    const struct table *table;
    struct evaluator *evaluator;
    struct arena *arena; /* everything said lives here */
    const struct value_set *sets;
};

/* The same box with one variable held to low..high. */
struct asker ask_within(const struct asker *asker, uint32_t var, int64_t low, int64_t high);

/* Phrases such as "model_host = AWS is not Azure", joined by `between`, that account for what
 * the condition is over the box. Empty when there is nothing to say, as for `always`. */
void reason_expr(const struct asker *asker, uint32_t expr, const char *between,
                 struct strbuf *out);

/* reasons_phrase.c: an atom that looks at several variables, as a phrase. */
void reason_phrase(const struct asker *asker, uint32_t expr, struct strbuf *out);
/* The facts alone: "host = AWS, backup = GCP". */
void reason_phrase_facts(const struct asker *asker, uint32_t expr, struct strbuf *out);

/* One literal as a phrase. */
void reason_literal(const struct asker *asker, uint32_t expr, struct strbuf *out);
/* Is it a bound of a period, which nobody wrote as a condition? */
bool reason_is_bound(const struct asker *asker, uint32_t expr);
/* The condition's own words without facts: "stage is research". */
void reason_words(const struct asker *asker, uint32_t expr, struct strbuf *out);

/* ---- reasons_period.c: agreements and clauses that are in force for a time ---------------- */

/* The parts of a period as far as it is a conjunction: its days, what has not ended it, what
 * it hangs on. */
struct period {
    struct interval days;   /* within DATE_FIRST..DATE_LAST; outside them it is not in force */
    VEC(uint32_t) literals; /* expressions of other literals: events */
    VEC(uint32_t) inner;    /* expressions that are named */
};
/* False where the expression has other parts, which are left out. */
bool reason_period(const struct asker *asker, uint32_t expr, struct period *out);
/* Of an agreement or a clause that is not in force, or may not be, in one phrase: "the date
 * 2026-02-20 is before Alliance is in force (from 2026-02-27)", "whether Alliance is still in
 * force: alliance_terminated is not known". False, and nothing said, where its parts tell it
 * better. */
bool reason_no_period(const struct asker *asker, uint32_t named, const char *name,
                      enum eval_truth truth, struct strbuf *out);
/* reason_expr of a node's own condition; of a waiver that is not in force, its days. */
void reason_node(const struct asker *asker, uint32_t node, const char *between,
                 struct strbuf *out);

/* ---- reasons_day.c ---------------------------------------------------------------------- */

/* The day from which on a condition that fails on the date has failed: on the day before it
 * was at least so true. */
bool reason_ended_on(const struct asker *asker, uint32_t expr, enum eval_truth least,
                     int64_t *out);
/* The next day after the date on which it will hold, as far as is known. */
bool reason_begins_on(const struct asker *asker, uint32_t expr, int64_t *out);

#endif

/* names.h: what things are called: parties, clauses, values, verdicts. */
#ifndef POLC_EMIT_NAMES_H
#define POLC_EMIT_NAMES_H

#include "eval/eval.h"

const char *name_verdict(enum eval_verdict verdict);       /* "permitted" */
const char *name_verdict_upper(enum eval_verdict verdict); /* "PERMITTED" */
const char *name_basis(enum eval_basis basis);             /* "nothing speaks"; "" for none */
const char *name_when(enum eval_when when);                /* "some readings" */
const char *name_sign(enum norm_sign sign);                /* "prohibits" */
const char *name_duty_status(enum eval_status status);
const char *name_day(struct arena *arena, int64_t day); /* "2026-03-19", in the arena */

const char *name_node(const struct table *table, uint32_t node);
const char *name_var(const struct table *table, uint32_t var);
const char *name_clause(const struct table *table, uint32_t clause);
const char *name_norm(const struct table *table, uint32_t norm); /* its clause */

/* Names joined by commas and " and ". */
void name_nodes(const struct table *table, uint32_t first, size_t count, struct strbuf *out);
void name_holders(const struct table *table, uint32_t norm, struct strbuf *out);
void name_creditors(const struct table *table, uint32_t norm, struct strbuf *out);
/* "90 days", the time in which a duty is due; nothing when none was said. */
void name_within(const struct table *table, uint32_t norm, struct strbuf *out);
/* `HP owes Cisco "a report" within 30 days (JCA 3.1)`. */
void name_duty(const struct table *table, uint32_t norm, struct strbuf *out);

/* "exception (a)", "waiver W1", "Alliance 7.3": what takes away from a clause. */
void name_defeater(const struct table *table, uint32_t node, struct strbuf *out);
/* Where it stands; NULL when the table does not say. */
const struct table_place *name_defeater_place(const struct table *table, uint32_t node);
/* "openai.pol:33" */
void name_place(const struct table *table, uint32_t place, struct strbuf *out);

/* Sets of values in words. `set` may be any sorted, disjoint intervals. */
struct values {
    const struct interval *items;
    size_t count;
};
/* A value set's intervals in the arena, each as long as it can be. */
struct values values_of(struct arena *arena, const struct value_set *set);
/* What of the variable's domain is not in it, in the arena. */
struct values values_rest(struct arena *arena, const struct table *table, uint32_t var,
                          struct values set);
/* The domain of a variable: leaves, range, days, readings. */
struct interval values_domain(const struct table *table, uint32_t var);

/* The nodes, each wholly inside, that make up a set of leaves; VOCAB_NONE stands for `none`. */
struct cover {
    const uint32_t *nodes;
    size_t count;
};
struct cover values_cover(struct arena *arena, const struct table *table, uint32_t var,
                          struct values set);
const char *cover_name(const struct table *table, uint32_t node);

/* "AWS", "AWS or GCP", "at most 100 MW", "2026-01-01 to 2026-02-01", "not occurred". */
void name_values(struct arena *arena, const struct table *table, uint32_t var, struct values set,
                 struct strbuf *out);
/* One interval of a number, a day or an event. */
void name_interval(const struct table *table, uint32_t var, struct interval interval,
                   struct strbuf *out);

#endif

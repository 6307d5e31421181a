/* say.h: cells and conditions in words, for tables that people read. */
#ifndef POLC_EMIT_SAY_H
#define POLC_EMIT_SAY_H

#include "emit/names.h"
#include "table/cases.h"

/* What stands above the cells of an axis: "host", "JCA in force". */
void say_axis(const struct table *table, uint32_t axis, struct strbuf *out);

/* Cells under that heading: "not Azure", "> 100 MW", "from 2026-02-27", "occurred". */
void say_cells(const struct table *table, struct arena *scratch, const struct case_atom *atom,
                 struct strbuf *out);

/* The values that these cells hold, joined where they touch: leaves, numbers, days, readings; of
 * a name 1 where it holds, 0 where not; none where they are of an event. */
struct values say_cell_values(const struct table *table, struct arena *arena,
                              const struct case_atom *atom);
/* The names that make up a set of leaves, VOCAB_NONE for `none`; *without: they are those of the
 * rest, which are fewer by far. */
struct cover say_leaf_names(const struct table *table, struct arena *arena, uint32_t var,
                            struct values set, bool *without);

/* The same of values of a variable that is no event and no reading. */
void say_values(const struct table *table, struct arena *scratch, uint32_t var, struct values set,
                struct strbuf *out);

/* "2 MW": a number of a variable, in the unit in which a condition of the policy writes it, or
 * else in the largest in which it is whole. */
void say_amount(const struct table *table, uint32_t var, int64_t value, struct strbuf *out);
/* "> 100 MW", "<= 5 USD", "5 USD to 10 USD": an interval of a variable's numbers. */
void say_number(const struct table *table, uint32_t var, struct interval set, struct strbuf *out);
/* What a commitment promises: "at least 2 GW of capacity by 2030-01-01". */
void say_commitment(const struct table *table, uint32_t norm, struct strbuf *out);
/* Whose share it is: "from Globex and Initech"; and as values. */
void say_share(const struct table *table, uint32_t norm, const char *joint, struct strbuf *out);
struct values say_share_values(const struct table *table, struct arena *arena, uint32_t norm);

/* A whole condition: the user's words for its atoms, joined by not, and, or. */
void say_expr(const struct table *table, struct arena *scratch, uint32_t expr,
                struct strbuf *out);

#endif

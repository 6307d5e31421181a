/* cases.h: a condition as the few cases that a table for people shows as rows.
 *
 * A case is a conjunction of atoms, each a set of cells of one axis. An axis is a column of
 * the table, or a name that stands for a condition (a term, an agreement in force, a clause
 * in force, a waiver): the name is shown, its meaning has rows of its own. Names have two
 * cells, 0 where the condition does not hold and 1 where it does.
 */
#ifndef POLC_TABLE_CASES_H
#define POLC_TABLE_CASES_H

#include "table/table.h"

#define CASES_LIMIT 8u /* more are shown as one condition in words */

struct case_atom {
    uint32_t axis;  /* column id, or columns_count + named id */
    uint32_t count;
    const struct ir_range *ranges; /* sorted, disjoint, not adjacent */
};

struct table_case {
    uint32_t count;
    const struct case_atom *atoms; /* by axis */
};

struct table_cases {
    size_t count; /* 0: never; one case without atoms: always */
    struct table_case *items;
    bool too_many;
};

/* What the reader of a row knows already and need not be told in it. */
struct case_known {
    uint32_t reading_var, reading; /* a term is read so; VOCAB_NONE when nothing is known */
    uint32_t named[2];             /* ids of names that hold, or IR_NONE */
    uint32_t also;                 /* an expression that is part of the condition, or IR_NONE */
};

static inline struct case_known case_nothing_known(void)
{
    return (struct case_known){VOCAB_NONE, 0, {IR_NONE, IR_NONE}, IR_NONE};
}

struct table_cases cases_of(const struct table *table, struct arena *arena, uint32_t expr,
                            const struct case_known *known);

/* Per agreement the name that says that it is in force, IR_NONE when nothing asks. */
const uint32_t *cases_forces(const struct table *table, struct arena *arena);

/* What need not be said in a row of a clause: that its agreement is in force. A clause with
 * a life of its own (a period, a deletion, survival) has that life in its row. `life` is the
 * expression of the clause being live, as of a norm. */
struct case_known cases_known_of_life(const struct table *table, const uint32_t *forces,
                                      uint32_t clause, uint32_t life);

/* The same of what takes away from a rule: a lift's condition is its clause's life and what
 * it says. */
struct case_known cases_known_of_child(const struct table *table, const uint32_t *forces,
                                       uint32_t node);

#endif

/* view.h: the rows and columns that all formats of `polc table` print.
 *
 * A rule is a head row and its further rows: other cases ("or"), and below it what takes
 * away from it. Cells are sparse: a row has only those of the columns that it tests.
 */
#ifndef POLC_EMIT_VIEW_H
#define POLC_EMIT_VIEW_H

#include "emit/names.h"
#include "table/cases.h"

enum view_kind {
    VIEW_NORM,
    VIEW_CASE,   /* another case of the row above */
    VIEW_EXCEPT, /* exception, lift, waiver or carve-back */
    VIEW_YIELDS, /* a clause that prevails over it */
    VIEW_MEANING /* of a term, an agreement or clause in force, a waiver */
};

struct view_cell {
    uint32_t column;
    const char *text;
    struct values values; /* of the column's variable; of a name 1 where it holds; none of events */
};

struct view_row {
    enum view_kind kind;
    unsigned depth;        /* 0: norms and meanings */
    uint32_t clause;       /* of norms and their rows; IR_NONE for meanings */
    uint32_t norm;         /* the same */
    const char *rule;      /* "Alliance 2.1", "except (a)", "or" */
    const char *label;     /* of the clause, "material"; "" when none */
    const char *effect;    /* "OpenAI must not"; "" when none */
    const char *condition; /* in words, where it has too many cases; "" else */
    const struct view_cell *cells; /* by column */
    size_t cell_count;
};

/* Consecutive rows: the rules of an agreement, or the meanings. */
struct view_section {
    const char *title;
    size_t first, end;
};

struct table_view {
    const struct table *table;
    struct arena *arena;
    VEC(struct view_row) rows;
    const char **headings; /* per column: attributes, terms, dates and events */
    const uint32_t *groups; /* per column: its variable, or var_count + the id of a name */
    size_t column_count;
    VEC(struct view_section) sections;
};

const struct table_view *view_make(const struct table *table, struct arena *arena);

/* Which columns some row of a section tests; *condition: does one have a condition in words? */
bool *view_tested(const struct table_view *view, struct arena *arena,
                  const struct view_section *section, bool *condition);

/* ---- private to view*.c ---- */

struct view_maker {
    struct table_view *view;
    struct arena work; /* rewound after each row */
    const uint32_t *forces; /* per agreement: the name of its being in force, or IR_NONE */
    uint32_t *axes;    /* per variable, then per name: an axis of it that is shown, plus 1 */
};

/* Adds a row for each case of the condition; known may be NULL. */
void view_add(struct view_maker *maker, struct view_row row, uint32_t expr,
              const struct case_known *known);

/* Adds a row without a condition. */
void view_add_plain(struct view_maker *maker, struct view_row row);

/* view_rules.c: the norms, in order, each with what takes away from it. */
void view_rules(struct view_maker *maker);

/* view_meanings.c: terms by reading, agreements, clauses with a life of their own, waivers. */
void view_meanings(struct view_maker *maker);

/* view_order.c: clauses and norms in an order that does not depend on the policy's text. */
int view_compare_clauses(const struct table *table, uint32_t x, uint32_t y);
/* Do both stand in one document, or both in the body of one agreement? */
bool view_same_scope(const struct table *table, uint32_t x, uint32_t y);
uint32_t *view_norms(const struct table *table, struct arena *arena);

/* view_effect.c: OpenAI owes Microsoft "revenue share" within 90 days. */
const char *view_effect(const struct table *table, struct arena *arena, uint32_t norm);

#endif

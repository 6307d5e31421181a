/* timeline_parts.h: what the files of the timeline share; private to analysis/.
 *
 * A clock tells what is so on a day, everything but the day being as it is. An event whose day
 * is not known may have occurred on any day up to that one.
 */
#ifndef POLC_ANALYSIS_TIMELINE_PARTS_H
#define POLC_ANALYSIS_TIMELINE_PARTS_H

#include "analysis/timeline.h"

#include "base/map.h"

struct day_list {
    VEC(int64_t) list;
};

/* What a condition mentions. It depends on the table alone. */
struct mentions {
    VEC(int64_t) days;     /* of the date */
    VEC(uint32_t) columns; /* of events */
    VEC(uint32_t) facts;   /* variables, readings included */
};

struct clock {
    const struct timeline_asker *asker;
    struct value_set *sets; /* of the day last asked about */
    int64_t now;            /* the day of the question */
    const bool *open;       /* per variable: an event that is open up to the date */
    bool *varies;           /* per variable: an event whose columns change their order */
    struct day_list orders; /* the days on which they do, within the window */
    struct interval window; /* where they were looked for, if some event varies */
    bool unresolved;        /* a budget ran out, and MAYBE was taken for the answer */
    struct day_list left;   /* on these days; some of them several times */
    int64_t first_day;      /* of all that the policy and the events name */
    struct map known;       /* (condition, day) → truth */
    struct mentions *of_named; /* per named condition, once asked for */
    bool *named_known;
    struct both *both;      /* of timeline_same.c, which fills it when it is needed first */
};

/* ---- timeline_days.c */
/* `window`: days on which order of months and days matters; NULL: around all other days. */
void clock_init(struct clock *clock, const struct timeline_asker *asker,
                const struct value_set *sets, const struct interval *window);
/* The sets of a day; clock->sets, which the next call changes. */
const struct value_set *clock_on(struct clock *clock, int64_t day);
enum eval_truth clock_truth(struct clock *clock, uint32_t expr, int64_t day);
enum eval_truth clock_effective(struct clock *clock, uint32_t norm, int64_t day);
/* A budget left something open about the day. */
void clock_leave(struct clock *clock, int64_t day);
/* Notes whether the last question to the evaluator, about the day, was left open. */
void clock_note(struct clock *clock, int64_t day);

void days_sort(struct day_list *days); /* each once */
/* Adds what a condition mentions; some of it twice, perhaps. */
void mentions_of(struct clock *clock, uint32_t expr, struct mentions *out);
/* Adds the candidates of one column, not sorted; of all columns, sorted. */
void days_of_column(const struct clock *clock, uint32_t column, struct day_list *out);
void days_of_policy(const struct clock *clock, struct day_list *out);
/* The day from which on a column of an event on this day holds; DATE_NEVER: never. */
int64_t days_begin(const struct table_column *column, int64_t event);
/* Is the day one on which a column of an event begins to count? */
bool days_has(const struct clock *clock, uint32_t column, int64_t day);

/* ---- timeline_orders.c: months beside days, of an event of no known day */
struct ids {
    VEC(uint32_t) list;
};
void orders_find(struct clock *clock, const struct interval *window);
/* Do those of the columns that are of this event come in another order than on the day before? */
bool orders_change(const struct clock *clock, uint32_t var, const struct ids *columns,
                   int64_t day);

/* ---- timeline_together.c */
/* A condition, or whatever has one, and a column of an event of no known day that it looks at. */
struct together_item {
    uint32_t var, column, expr;
    uint32_t group; /* of events that are linked; together_find sets it */
    const struct day_list *own;  /* days that it names, or that follow from known events */
    struct timeline_cause cause; /* what it is: `what`, `id` and `clause` */
};
struct together_asked {
    struct together_item *items; /* are sorted */
    size_t count;
    const uint32_t *lives;
    const struct interval *ahead; /* the days to tell of; NULL: all */
};
void together_find(struct clock *clock, const struct together_asked *asked,
                   struct timeline_policy *out);

/* ---- timeline_same.c: does it hold for other facts than on the day before? */
bool clock_differs(struct clock *clock, uint32_t expr, int64_t day);
struct both *clock_both(struct arena *arena); /* empty */

/* ---- timeline_causes.c, timeline_leaves.c */
struct causes {
    struct clock *clock;
    int64_t day;
    VEC(struct timeline_cause) list;
    bool *seen; /* per node: looked at */
    const uint32_t *lives; /* per clause: see timeline_lives */
};
/* Per clause: the condition of its being live. */
const uint32_t *timeline_lives(struct arena *arena, const struct table *table);
/* Adds what changes in an agreement, a clause, a waiver, an exception or a condition from the
 * day before to this one; nothing when nothing does. */
void causes_add(struct causes *causes, enum timeline_what what, uint32_t id);
/* The condition behind something that has one. */
uint32_t causes_expr(const struct causes *causes, enum timeline_what what, uint32_t id);
/* Is the node a sentence of the clause that says by itself what it is about? What is owed for a breach of
 * the same clause does not: the prohibition says it. */
bool causes_sentence(const struct table *table, uint32_t node, uint32_t clause);
/* With which values of open facts the condition behind a cause begins or ends by an event by leaf. */
void causes_leaves(struct causes *causes, uint32_t expr, struct timeline_cause *cause);
/* Why the answer is another on this day. */
void causes_of_results(struct causes *causes, const struct eval_result *before,
                       const struct eval_result *after);

#endif

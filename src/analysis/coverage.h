/* coverage.h: what of a policy a set of cases has tested, and worlds that test the rest.
 *
 * An *item* is something that a case can show: a clause speaks, an exception applies, a
 * reading makes a difference, a row of the table holds, a boundary is stood at. An item has
 * *ways* to be covered, each a conjunction of tests. A box covers an item when, under some
 * combination of the readings, all tests of a way are certain whatever facts the box leaves
 * open: what hangs on an open fact is not tested. docs/testing.md says it for people.
 *
 * A way may *cross* a boundary: the same box with one variable moved to the other side of it
 * must then pass the tests marked `crossed`. So a boundary, or a reading, counts only where
 * crossing it changes whether some norm is effective.
 */
#ifndef POLC_ANALYSIS_COVERAGE_H
#define POLC_ANALYSIS_COVERAGE_H

#include "eval/eval.h"
#include "table/cases.h"

#define COVER_READINGS 1024 /* combinations of readings of one box that are looked at */

enum cover_kind { COVER_CLAUSE, COVER_EXCEPTION, COVER_READING, COVER_ROW, COVER_BOUNDARY };
#define COVER_KINDS 5

enum cover_what {
    COVER_PROHIBITS, /* clause: some norm of it with this effect is effective */
    COVER_PERMITS,
    COVER_DUE,
    COVER_APPLIES,   /* exception, lift or waiver `id`: hit where what it takes from is met */
    COVER_NOT,       /* the same, not hit */
    COVER_YIELDS,    /* the clause is outranked by clause `id` */
    COVER_READ,      /* term `id` as reading `number` */
    COVER_ROW_NORM,  /* row `number` of norm `id` */
    COVER_ROW_CHILD, /* row `number` of what takes away from it, node `id` */
    COVER_BELOW,     /* column `id`, a number: the greatest below the boundary `value` */
    COVER_FROM,      /* and the boundary itself */
    COVER_BEFORE,    /* column `id`, a day: the day before, the first day, the day after it */
    COVER_ON,
    COVER_AFTER
};

enum cover_ask { COVER_MET, COVER_HIT, COVER_EFFECTIVE, COVER_ATOM };

struct cover_test {
    uint8_t ask; /* enum cover_ask */
    bool holds;
    bool crossed; /* asked on the other side */
    uint32_t id;  /* node, or norm */
    const struct case_atom *atom; /* COVER_ATOM */
};

/* Where a box must stand, and where the other side is. Of a column that counts from an event
 * the event is moved: to the nearest day with which the column is the other way on the box's
 * date. So nothing that only looks at the date changes with it. */
struct cover_cross {
    uint32_t var;   /* has exactly the value `at`; IR_NONE: nothing is crossed */
    uint32_t since; /* a column of the event `var`: `at` is then the box's date, counted from
                     * the first day on which it holds, and `other` is not used; IR_NONE */
    int64_t at, other;
};

/* A boundary and a norm that touches it, for all ways over it: on which slices of a space
 * (coverage_find.c) crossing it may change the norm; NULL: not asked yet. */
struct cover_border {
    uint8_t *slices[2];
};

struct cover_way {
    uint32_t first, count; /* in tests */
    struct cover_cross cross;
    struct cover_border *border; /* NULL: nothing is crossed, or the date itself */
};

enum cover_reach {
    COVER_UNASKED,
    COVER_FOUND,    /* some world covers it */
    COVER_NO_WORLD, /* none does */
    COVER_GAVE_UP   /* the budget ran out */
};

struct cover_item {
    enum cover_kind kind;
    enum cover_what what;
    uint32_t clause; /* IR_NONE: of readings and boundaries */
    uint32_t id, number;
    int64_t value;   /* BELOW … AFTER: the first value behind the boundary; not of events */
    uint32_t place;  /* in places; IR_NONE */
    const struct table_case *row; /* of a row; NULL when the table shows it in words */
    uint32_t first_way, way_count;
    bool covered;
    bool open; /* of some box that was marked it was not settled whether it covers this */
    enum cover_reach reach;
};

struct space; /* analysis/space.h */

/* With the usual budget of a question; else more or less by as much. */
#define COVER_BUDGET 60000
#define COVER_SHARE 100  /* that every item has for itself */
#define COVER_POOL 300000
#define COVER_FIRST 1000 /* of an item, before the others have had their turn */
#define COVER_LAST 600000 /* of an item, where the pool did not suffice and the purse is not empty yet */
#define COVER_LAST_POOL 3000000
#define COVER_ROUNDS 3   /* a small budget for each item, then what is left for those that need more, twice */

/* Work (eval.h) of all searches for cases with a look at what is found, and of all looks at what these
 * cases cover; what is added for each item, and for each test of whether a case covers it. */
#define COVER_PURSE UINT64_C(300000000)
#define COVER_MARK_PURSE UINT64_C(150000000)
#define COVER_ITEM_WORK UINT64_C(20000)
#define COVER_TEST_WORK UINT64_C(64)

struct coverage {
    struct arena *arena;
    struct arena *work; /* rewound after each question */
    const struct table *table;
    struct evaluator *ev;
    VEC(struct cover_item) items; /* by kind, then as declared */
    VEC(struct cover_way) ways;
    VEC(struct cover_test) tests;
    const struct space *spaces[2]; /* coverage_find.c: made when they are needed first */
    uint64_t budget; /* boxes that may be looked at for one item; COVER_BUDGET */
    bool last;       /* the pool has been filled for the last round */
    uint64_t pool;   /* of them those that go beyond COVER_SHARE, left for all items; COVER_POOL */
    uint64_t find_rest, mark_rest; /* of the two purses; COVER_PURSE, COVER_MARK_PURSE and more */
    bool open;     /* a budget ran out in some look since this was cleared */
    uint8_t *memo; /* per kind of question and node: what is known of the box at hand */
};

/* Everything that can be covered, nothing of it yet. */
struct coverage *cover_new(struct arena *arena, struct arena *work, struct evaluator *ev,
                        const struct table *table);

/* Marks what this box covers. The date is one day. The evaluator's purse may run out, or there may be
 * too many readings: then items are marked as open. */
void cover_mark(struct coverage *cover, const struct value_set *sets);
/* Does this box cover an item, by this way? False too where that was not settled. */
bool cover_has(struct coverage *cover, const struct value_set *sets, const struct cover_way *way);

/* ---- coverage_find.c ---- */

/* A box that covers an item, for a description to say. */
struct cover_case {
    struct value_set *sets; /* per variable */
    bool *said;             /* those that the description gives; the rest is as if left out */
    uint32_t clause;        /* by which it is covered: of a boundary some norm's that it moves */
};
/* Is an item to be looked for in a round? Not what is covered, or was found or refuted. Sets the budget
 * of the round. */
bool cover_open(struct coverage *cover, uint32_t item, int round);
/* As few things are said as possible without another verdict. Sets item->reach; out may be
 * NULL. */
enum cover_reach cover_find(struct coverage *cover, uint32_t item, struct cover_case *out);
/* What the evaluator does from here to there comes out of `rest` (find_rest, mark_rest), of which it
 * gets a part, and not out of what it could take before. */
struct cover_purse {
    uint64_t before, began;
};
struct cover_purse cover_open_purse(struct coverage *cover, const uint64_t *rest);
void cover_close_purse(struct coverage *cover, struct cover_purse purse, uint64_t *rest);

/* ---- private to coverage*.c ---- */

/* What a test is over a box; exact. */
enum eval_truth cover_truth(struct coverage *cover, const struct cover_test *test,
                            const struct value_set *sets);
/* The first day on which a SINCE column holds of an event of this day. */
int64_t cover_first_day(const struct table *table, uint32_t column, int64_t event);
/* Does the box stand where the way wants it? Then *crossed, in work, is the other side: the
 * box itself when nothing is crossed. */
bool cover_stands(struct coverage *cover, const struct cover_way *way, const struct value_set *sets,
                  const struct value_set **crossed);

/* coverage_items.c */
void cover_list(struct coverage *cover);
void cover_begin_item(struct coverage *cover, struct cover_item item);
/* A way of the item begun last; a test of the way begun last. */
void cover_begin_way(struct coverage *cover, struct cover_cross cross,
                     struct cover_border *border);
void cover_add_test(struct coverage *cover, struct cover_test test);

/* coverage_boundaries.c */
void cover_list_readings(struct coverage *cover);
void cover_list_boundaries(struct coverage *cover);

#endif

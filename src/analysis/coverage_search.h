/* coverage_search.h: what the search for a case and its parts share; private to coverage_*.c. */
#ifndef POLC_ANALYSIS_COVERAGE_SEARCH_H
#define POLC_ANALYSIS_COVERAGE_SEARCH_H

#include "analysis/coverage.h"
#include "analysis/space.h"
#include "eval/engine.h"

struct finder {
    struct coverage *cover;
    const struct table *table;
    uint32_t vars;
    const struct cover_way *way;
    struct value_set *sets; /* the box at hand */
    bool *said;
    bool *narrowed;    /* per variable: by a cut, to a part of its values */
    size_t left;       /* of the budget of the item */
    size_t each, rest; /* the budget of a day in this round, and what is left of it */
    bool cut;          /* some day of this way ran out of it */
    bool open;         /* some look ran out of the evaluator's budget, or of the purse */
    bool any_day;      /* events may have other days than those of the policy */
};

struct finder_values {
    VEC(int64_t) list;
};

static inline bool finder_single(const struct value_set *set)
{
    return set->more_count == 0 && set->first.low == set->first.high;
}

/* ---- coverage_cut.c ---- */

/* A cut of one variable's values, in work; the likelier part first. */
struct finder_cut {
    uint32_t var;
    struct value_set parts[2];
};
/* Does a box meet a test, may it, or not? Of one that may, a cut that helps to tell. `sets` is the
 * box at hand, or its other side. */
enum eval_truth finder_look(struct finder *f, const struct cover_test *test,
                            const struct value_set *sets, struct finder_cut *cut);
/* The value of a set that a reader expects first. */
int64_t finder_likely(const struct finder *f, uint32_t var, const struct value_set *set);

/* ---- coverage_cross.c ---- */

/* May crossing what the way crosses change its norm on some day of a slice? */
bool finder_may_cross(struct finder *f, const struct space *space, size_t slice);

/* ---- coverage_values.c ---- */

/* Gives a variable one value, which the description says. */
void finder_fix(struct finder *f, uint32_t var, int64_t value);
/* Does the policy say the day of this event? */
bool finder_has_day(const struct vocab_var *var);
struct value_set finder_open_event(int64_t date);
/* All values; those up to the date of an event, and the policy's day where that counts. */
struct value_set finder_whole(struct finder *f, uint32_t var, int64_t date);
/* What a description that does not say the variable means (data/defaults.c). */
struct value_set finder_unsaid(struct finder *f, uint32_t var, int64_t date);
/* One value of each cell of a variable, the likeliest first, in work. */
void finder_values(struct finder *f, uint32_t var, struct finder_values *out);
void finder_add_value(struct finder *f, struct finder_values *list, int64_t value);

#endif

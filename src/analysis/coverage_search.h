/* coverage_search.h: what the search for a case and its parts share; private to coverage_*.c. */
#ifndef POLC_ANALYSIS_COVERAGE_SEARCH_H
#define POLC_ANALYSIS_COVERAGE_SEARCH_H

#include "analysis/coverage.h"
#include "analysis/space.h"

struct finder {
    struct coverage *cover;
    const struct table *table;
    uint32_t vars;
    const struct cover_way *way;
    struct value_set *sets; /* the box at hand */
    bool *said;
    uint64_t *depends; /* variables that an open test depends on */
    uint64_t *visited; /* nodes, while that is found out */
    size_t left;       /* of the budget of the item */
    size_t each, rest; /* the budget of a day in this round, and what is left of it */
    bool backwards;    /* the order of the variables: what goes wrong one way may be quick the other */
    bool cut;          /* some day of this way ran out of it */
    bool any_day;      /* events may have other days than those of the policy */
};

struct finder_values {
    VEC(int64_t) list;
};

static inline bool finder_single(const struct value_set *set)
{
    return set->more_count == 0 && set->first.low == set->first.high;
}

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
/* The variables that a test depends on, in f->depends. */
void finder_dependence(struct finder *f, const struct cover_test *test);
/* One value of each cell of a variable, the likeliest first, in work. */
void finder_values(struct finder *f, uint32_t var, struct finder_values *out);
void finder_add_value(struct finder *f, struct finder_values *list, int64_t value);

#endif

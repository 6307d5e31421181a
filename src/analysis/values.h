/* values.h: sets of values, put together in rising order, and the one that people read best.
 *
 * A world that shows something is chosen out of sets, in this order: what is presumed, what
 * did not happen, the day nearest to the day of interest, the first leaf, the least number; what is
 * redacted is equal to a fact rather than below or above it.
 */
#ifndef POLC_ANALYSIS_VALUES_H
#define POLC_ANALYSIS_VALUES_H

#include "base/arena.h"
#include "data/deployment.h"
#include "sema/vocab.h"

/* A set that is being put together; begin with its arena alone. */
struct values {
    struct arena *arena;
    VEC(struct interval) list;
};

/* low..high, above what is there; nothing when it is empty. Never stays apart from days. */
void values_add(struct values *values, int64_t low, int64_t high);
/* The same of what the set has of low..high. */
void values_add_part(struct values *values, const struct value_set *set, int64_t low,
                     int64_t high);
/* Is every value of x one of y? What is in either. */
bool values_within(const struct value_set *x, const struct value_set *y);
struct value_set values_join(struct arena *arena, const struct value_set *x,
                             const struct value_set *y);
/* Shares the list. */
struct value_set values_set(const struct values *values, uint32_t origin);

/* Of a variable, out of the set: the date of the case nearest to `near`, other days to `date`. */
int64_t values_choose(const struct vocab_var *var, const struct value_set *set, int64_t date,
                      int64_t near);
/* Where a redacted number is below a fact, not the fact's least value if its set has another. */
void values_make_room(const struct vocab *vocab, const struct value_set *sets, int64_t *values);

#endif

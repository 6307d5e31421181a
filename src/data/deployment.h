/* deployment.h: a description of a deployment as a box over the vocabulary.
 *
 * A value set says which values a variable may have: sorted, disjoint, closed intervals of
 * int64 (leaves, numbers, days; an event that did not happen is [DATE_NEVER, DATE_NEVER]).
 * One interval is stored inline; more follow in an array. A world of the box takes one
 * value from each set. A description with lists ("each of these") is several boxes, its
 * placements; one without lists has exactly one.
 */
#ifndef POLC_DATA_DEPLOYMENT_H
#define POLC_DATA_DEPLOYMENT_H

#include "diag/diag.h"
#include "sema/vocab.h"

struct interval {
    int64_t low, high; /* both included */
};

enum value_origin {
    VALUE_MISSING,  /* not said and nothing presumed: the whole domain */
    VALUE_GIVEN,
    VALUE_UNKNOWN,  /* said to be unknown: the whole domain, never presumed */
    VALUE_PRESUMED, /* filled in by `presumed`, or an event presumed not to have occurred */
    VALUE_LEDGER    /* an event's day from a policy, a ledger file or the command line */
};

struct value_set {
    struct interval first;
    const struct interval *more; /* further intervals, above first */
    uint32_t more_count;
    uint32_t origin;  /* enum value_origin */
    struct span span; /* of the value in its document; SOURCE_NONE when not given there */
};

static inline bool value_set_has(const struct value_set *set, int64_t value)
{
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *part = i ? &set->more[i - 1] : &set->first;
        if (value >= part->low && value <= part->high)
            return true;
    }
    return false;
}

struct placement {
    struct value_set *sets; /* one per variable of the vocabulary, variable 0 the date */
    const char *label;      /* "customer = HP, region = US": what tells it from the others; "" if alone */
};

struct trace;

struct deployment {
    const char *name; /* `deployment:`, else file and index */
    const char *file;
    uint64_t line;    /* of the description in its file, from 1 */
    bool date_today;  /* no date was given anywhere: today was taken */
    struct placement *placements;
    size_t placement_count; /* at least 1 */
    const struct trace *trace; /* what an input made of it (trace.h); NULL unless watched */
};

#endif

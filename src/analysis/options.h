/* options.h: which choices are permitted for a deployment, the nearest change first.
 *
 * In: the sets of one placement. Out: all assignments of the choices that are permitted under
 * every reading and whatever the facts are that it leaves open, as groups: a set of values for
 * each choice, any of which does with any of the others, and all of which bring the same
 * duties. Every assignment of the policy's choices is in some group iff it is permitted; groups
 * may overlap. Where there is none: for which values of the facts that it leaves open there would
 * be some.
 *
 * A choice is *changed* by a group when the group has none of the values that the description
 * gives it. What the description leaves open is free: to settle it is no change. Also: the
 * first days on which the choices as they are would be permitted.
 */
#ifndef POLC_ANALYSIS_OPTIONS_H
#define POLC_ANALYSIS_OPTIONS_H

#include "analysis/space.h"
#include "eval/norms.h"

#define OPTIONS_BUDGET UINT64_C(2000000) /* search nodes of all that is asked about a placement, with the
                                           * usual budget of a question; else more or less by as much */
#define OPTIONS_GLANCE UINT64_C(20000)   /* the same, of options_glance */
#define OPTIONS_LIMIT 400                /* groups */

struct option_duty { /* whose status another choice changes */
    uint32_t norm;
    enum eval_status now, then;
};

struct option {
    const struct value_set *values; /* per variable of options->choices */
    const bool *changed;            /* the same */
    size_t changes;
    const struct option_duty *duties; /* by norm */
    size_t duty_count;
};

struct option_if {
    const struct value_set *values; /* per variable of options->facts: any with any of the others */
    const bool *any;                /* the same: whatever is open */
};

struct options {
    const uint32_t *choices; /* variables, as declared: what some condition tests */
    size_t choice_count;
    const struct option *list; /* fewest changes first, then the cheaper ones, then by values */
    size_t count;
    const uint32_t *facts;     /* where no choice is permitted: what is open and can be said */
    size_t fact_count;
    const struct option_if *ifs; /* with the facts of each some choice is permitted */
    size_t if_count;           /* 0: with nothing that can be said */
    bool ifs_open;             /* a budget ran out, or the list: there may be others */
    bool more;       /* there are others, not listed */
    bool unresolved; /* a budget ran out: there may be others, duties may be said too weakly */
    bool waits;      /* the same choices are permitted from..through; days after the placement's */
    struct interval days; /* high DATE_LAST: from then on */
    bool wait_open;  /* a budget ran out: whether waiting helps is not known, or for how long */
};

/* All but `waits` and `days`. Results live in the arena. */
void options_find(struct arena *arena, struct evaluator *ev, const struct value_set *sets,
                  struct options *out);
/* The same quickly, for a line beside a verdict: fewer steps; duties are left out, and groups
 * that differ only in duties are not cut. */
void options_glance(struct arena *arena, struct evaluator *ev, const struct value_set *sets,
                    struct options *out);
/* options_open.c: fills facts and ifs. `space`: the worlds of the sets, with the choices open. */
void options_open(struct arena *arena, struct space *space, const struct value_set *sets,
                  uint64_t budget, struct options *out);
/* options_wait.c: fills waits, days and wait_open. */
void options_wait(struct arena *arena, struct evaluator *ev, const struct value_set *sets,
                  struct options *out);

#endif

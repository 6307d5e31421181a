/* owed.h: which duties a deployment brings with it, on what they turn, what a choice changes.
 *
 * In: the sets of one placement. Out: each duty (form `owes`) that is due, or may be, with
 * the terms and facts it turns on; and for each choice that has other values, what these
 * values would take away or add. Statuses are exact quantification over the worlds of the
 * box (docs/semantics.md § 3).
 *
 * A *standing* duty tests nothing of a deployment: only the day, the events of the ledger and
 * terms made of these. It is owed whatever is deployed, so it is asked once, not with each
 * deployment. One that is owed `if in breach` never stands by itself.
 */
#ifndef POLC_ANALYSIS_OWED_H
#define POLC_ANALYSIS_OWED_H

#include "eval/norms.h"

/* Whom to ask. Results live in `arena`. */
struct owed_asker {
    const struct table *table;
    struct evaluator *evaluator;
    const bool *standing; /* per norm */
    struct arena *arena;
};

/* Which norms are standing duties: a flag per norm. */
const bool *owed_standing(struct arena *arena, const struct table *table);

struct owed_settles { /* values of a fact that leave nothing for facts to settle */
    struct interval values;
    enum eval_status status;
};

struct owed_matter { /* an open fact that matters */
    uint32_t var;
    const struct owed_settles *settles; /* ascending; may be empty */
    size_t settle_count;
};

struct owed_reading {
    const uint32_t *readings; /* one per term of the duty */
    enum eval_status status;
};

struct owed_duty {
    uint32_t norm;
    enum eval_status status;
    const uint32_t *terms; /* that matter */
    size_t term_count;
    const struct owed_reading *readings; /* every combination of them; none if no term matters */
    size_t reading_count;
    const struct owed_matter *facts;
    size_t fact_count;
};

enum owed_change_kind {
    OWED_FORFEITED, /* due to the actor; not so surely any more */
    OWED_ENDED,     /* due from the actor; not so surely any more */
    OWED_ADDED      /* not due; due then, or perhaps */
};

/* With `var` at one of these values and everything else as it is, the duty would have this
 * status. The values are none that the description allows. */
struct owed_change {
    enum owed_change_kind kind;
    uint32_t var;
    const struct interval *values; /* ascending */
    size_t value_count;
    uint32_t norm;
    enum eval_status then;
};

struct owed {
    const struct owed_duty *duties; /* by norm; no standing ones */
    size_t duty_count;
    const struct owed_change *changes; /* by choice, kind and norm */
    size_t change_count;
    bool unresolved; /* a budget ran out: what is listed may be more than is so */
};

void owed_find(const struct owed_asker *asker, const struct value_set *sets, struct owed *out);

/* One duty in full, also when it is not due. */
void owed_judge(const struct owed_asker *asker, const struct value_set *sets, uint32_t norm,
                struct owed_duty *out, bool *unresolved);

/* owed_changes.c: fills changes, given the duties of the box as it is. */
void owed_changes(const struct owed_asker *asker, const struct value_set *sets, struct owed *out);

/* The sets with one of them replaced, in the arena. */
struct value_set *owed_with(const struct owed_asker *asker, const struct value_set *sets,
                            uint32_t var, const struct value_set *value);

#endif

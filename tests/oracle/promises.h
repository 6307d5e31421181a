/* promises.h: small random policies about what is owed, small random portfolios, and runs.
 *
 * For each seed a policy with two commitments over one number and three duties is made, goes
 * through the whole pipeline, and gets some portfolios of up to PLACEMENTS descriptions with
 * one ledger. What is checked of them is the caller's.
 */
#ifndef POLC_ORACLE_PROMISES_H
#define POLC_ORACLE_PROMISES_H

#include "engine.h"
#include "seeds.h"

#define PLACEMENTS 3

struct promise_run {
    struct seed_run *of;
    struct arena *arena;
    uint64_t state;
    uint64_t tries; /* for worlds picked at random, apart from what the texts are made of */
    void *tally; /* the caller's */
    int low; /* of the number */
    bool by_leaf, several, redacted; /* there are events by leaf, a fact of several values, … */
    const char *policy, *boxes[PLACEMENTS];
    void (*check)(struct promise_run *run); /* one portfolio */
    struct engine engine;
    const struct model *model;
    struct oracle *oracle;
    size_t count;
    struct value_set *sets[PLACEMENTS];
};

/* Notes the first thing that is wrong, with the policy and its portfolio. */
void promise_fail(struct promise_run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Random texts; `state` is the run's. Boxes are in the short form of case.h. */
const char *promise_policy(struct promise_run *run);
const char *promise_ledger(struct promise_run *run); /* to end each box with */
const char *promise_box(struct promise_run *run, const char *ledger);

/* Is the value in the set? */
bool promise_allows(const struct value_set *set, int64_t value);

/* Fails the test when some run fails. Returns the number of seeds. */
uint64_t promise_runs(void (*check)(struct promise_run *run), void *tally);

#endif

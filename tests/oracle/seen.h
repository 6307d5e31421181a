/* seen.h: what brute force sees in all worlds of a policy, to hold findings against.
 *
 * test_findings.c makes the policy and runs the analyses, seen.c visits every world with the
 * interpreter, seen_compare.c checks each claim both ways: nothing missing, nothing invented;
 * seen_days.c does so for the days of carve-outs.
 */
#ifndef POLC_ORACLE_SEEN_H
#define POLC_ORACLE_SEEN_H

#include "analysis/findings.h"
#include "engine.h"
#include "seeds.h"
#include "worlds.h"

/* What brute force sees, all worlds together. Pairs are [first * n + second]. */
struct seen {
    bool *conflict, *conflict_open; /* per pair of clauses; some world is contested */
    bool *overlap;                  /* per pair of clauses */
    bool *acts;                     /* per clause */
    bool *differs;                  /* per clause: without it some world is judged otherwise, or owes other */
    bool *held;                     /* per clause: without it some party holds other sentences somewhere */
    bool *circles;                  /* per clause: without it others rank in a circle somewhere */
    bool *bites;                    /* per rank */
    bool *reached, *kept;           /* per exception of norms, lifts and waivers, in the order of visiting */
    bool *used, *held_before, *held_after; /* per waiver */
    bool *turns;                    /* per variable */
    bool *asked;                    /* per term: some assertion uses it */
    bool *holds_as_read;            /* per variable: some assertion holds for one of its values, not for another */
    bool gap;
};

struct seen_run {
    struct seed_run *of;
    struct arena *arena;
    uint64_t seed;
    const char *policy;
    bool exact;
    bool varies; /* months and days of an event change places */
    size_t around; /* worlds looked at around witnesses */
    size_t needed; /* witnesses that need an event or a reading, as brute force says, too */
    size_t carved; /* carve-outs that outlive or predate, by brute force */
    struct engine e;
    struct model *model;
    struct oracle *oracle;
    struct worlds worlds;
    struct seen seen;
    struct findings findings;
    struct value_set *sets; /* the worlds that are compared */
    int64_t on;
};

/* Fills run->seen; false when some world has a circle: such a policy is refused elsewhere. */
bool seen_all(struct seen_run *run);

/* Is an agreement in force that prohibits or permits the actor something? */
bool seen_bound(const struct model *m, const int64_t *world);

/* How many exceptions stand in the list, those inside of others too. */
size_t seen_excepts(const struct model_except *at);

/* The findings about days of carve-outs, against days that it looks at by itself. */
void seen_compare_days(struct seen_run *run);

/* Does a carve-out, a node, say itself when it begins (late: ends)? */
bool seen_names(const struct seen_run *run, uint32_t node, bool late);
/* The model's lift or waiver of a node. */
uint32_t seen_lift(const struct seen_run *run, uint32_t node);
uint32_t seen_waiver(const struct seen_run *run, uint32_t node);

/* run->findings against run->seen; reports what differs with seeds_fail. */
void seen_compare(struct seen_run *run);

#endif

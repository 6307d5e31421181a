/* diff_run.h: what the files of test_diff share: two policies, one world at a time under both. */
#ifndef POLC_TESTS_ORACLE_DIFF_RUN_H
#define POLC_TESTS_ORACLE_DIFF_RUN_H

#include "analysis/diff.h"
#include "case.h"
#include "engine.h"
#include "seeds.h"

struct side {
    struct case_policy checked;
    struct engine engine;
    struct oracle *oracle;
    struct oracle_point point;
    const struct vocab *vocab;
    int64_t *world;
    uint8_t verdict;
    uint32_t *first;     /* per norm: the first of its clause, sign, bearer and holders */
    uint8_t *effects;    /* per such first norm: bits of what readings say, 1 no, 4 yes */
    uint32_t *duty;      /* per norm: the first of its clause that is the same duty */
    enum oracle_basis basis; /* the weakest under some reading */
    uint8_t *duties;     /* per such first duty: bits 1 not due, 2 contested, 4 due */
};

struct tally {
    bool small_purse; /* too small for most pairs: what is told must be right, the rest open */
    size_t pairs, skipped, regions, worlds, different, clauses, duties, equal, sampled, open,
        partly, reasons, in_parts, examples;
};

struct run {
    struct seed_run *of;
    struct arena *arena;
    uint64_t state;
    struct tally *tally;
    const char *text[2];
    struct side sides[2];
    struct diff *diff;
};
/* Reports the world that both sides stand at. */
void diff_run_fail(struct run *run, const char *why);

/* ---- diff_worlds.c: by chance, at the cuts of both ---- */

size_t diff_run_below(struct run *run, size_t n);
/* A world of the new policy; near a region when one is given. */
void diff_run_world(struct run *run, const struct diff_region *near);
/* The same in the old policy's values; false when that has none. */
bool diff_run_old(struct run *run);

/* ---- diff_check.c ---- */

/* What sentences of a clause have one bearer and the same holders, and which are one duty. */
void diff_run_firsts(struct side *s);
/* Is the world where it must be? False after a failure. */
bool diff_run_check(struct run *run);
/* Of the region in which a world is: is all that is told of both verdicts so at the world? What both
 * say there is known. Why not, or NULL. */
const char *diff_run_reasons(struct run *run, const struct diff_region *region);
/* Does a region hold the world? */
bool diff_run_contains(const struct run *run, const struct diff_region *region);
/* Does each region hold its example, and differ there as it says? False after a failure. */
bool diff_run_examples(struct run *run, const struct diff_regions *regions);
/* Is a region that is told in parts so of a world? False after a failure. */
bool diff_run_partly(struct run *run, const struct diff_region *r);

#endif

/* seeds.h: a job for each of many seeds, under a guard and with arenas of its own.
 *
 * POLC_FIRST_SEED is the first, POLC_SEEDS how many are run. Without it POLC_SHORT=1 takes a
 * tenth of the usual run, as under the sanitizers, and POLC_LONG=1 the longer one, which is tens of
 * thousands of seeds. A fault, or a failure that the job reports, ends the test with its text.
 * `make seeds` runs all suites on seeds of one's own (.ci/seeds).
 */
#ifndef POLC_ORACLE_SEEDS_H
#define POLC_ORACLE_SEEDS_H

#include "base/arena.h"

#include <stdint.h>

struct seed_run {
    struct guard guard;
    struct arena arena; /* all three are emptied after each seed */
    struct arena scratch, kept; /* for what takes an arena that it rewinds, or one that lasts */
    uint64_t seed;
    void *context;      /* of seeds_each: what is counted over all seeds */
    char *failure;      /* NULL while all is well */
};

typedef void seed_job(struct seed_run *run);

/* Keeps the first failure. */
void seeds_fail(struct seed_run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* One job, whose seed and context the caller has set. */
enum fault seeds_guard(struct seed_run *run, seed_job *job);

/* Returns how many seeds were run. */
uint64_t seeds_each(seed_job *job, void *context, uint64_t usual, uint64_t longer);

#endif

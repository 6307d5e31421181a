/* scarce.c: see scarce.h. */
#include "unit/scarce.h"

#include <pthread.h>

struct scarce {
    pthread_mutex_t lock; /* a run allocates in several threads */
    size_t left;          /* allocations that still succeed */
    size_t blocks;        /* not yet given back */
    bool alone;           /* one fails, those after it do not */
    bool failed;
};

static void *scarce_alloc(void *context, size_t size)
{
    struct scarce *scarce = context;
    void *block = NULL;
    pthread_mutex_lock(&scarce->lock);
    if (scarce->left > 0 || (scarce->alone && scarce->failed)) {
        block = malloc(size);
        scarce->left -= scarce->left > 0;
        scarce->blocks += block != NULL;
    } else {
        scarce->failed = true;
    }
    pthread_mutex_unlock(&scarce->lock);
    return block;
}

static void scarce_release(void *context, void *block)
{
    struct scarce *scarce = context;
    pthread_mutex_lock(&scarce->lock);
    scarce->blocks -= block != NULL;
    pthread_mutex_unlock(&scarce->lock);
    free(block);
}

/* The n-th fails. False: there is none. */
static bool fail_at(scarce_job *job, size_t n, bool alone, enum scarce_rule rule)
{
    struct scarce scarce = {PTHREAD_MUTEX_INITIALIZER, n, 0, alone, false};
    polc_heap heap = {scarce_alloc, scarce_release, &scarce};
    polc_status status = job(&heap);
    if (scarce.blocks != 0)
        fail_msg("%zu blocks are lost when allocation %zu fails%s", scarce.blocks, n,
                 alone ? " alone" : "");
    bool good = status == POLC_OK && (!scarce.failed || (alone && rule == SCARCE_RECOVERS));
    if (!good && (!scarce.failed || status != POLC_ERROR_MEMORY))
        fail_msg("status %d when allocation %zu %s%s", (int)status, n,
                 scarce.failed ? "fails" : "is none", alone ? " alone" : "");
    pthread_mutex_destroy(&scarce.lock);
    return scarce.failed;
}

void scarce_try(scarce_job *job, enum scarce_rule rule)
{
    bool failed = true;
    for (size_t n = 0; failed; n++) {
        assert_true(n < 5000);
        failed = fail_at(job, n, false, rule);
        if (failed)
            fail_at(job, n, true, rule);
    }
}

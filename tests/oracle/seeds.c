/* seeds.c: see seeds.h. */
#include "seeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct errand {
    struct seed_run *run;
    seed_job *job;
};

static void release(void *argument)
{
    struct seed_run *run = argument;
    arena_free(&run->kept);
    arena_free(&run->scratch);
    arena_free(&run->arena);
}

static void guarded(void *argument)
{
    struct errand *errand = argument;
    struct seed_run *run = errand->run;
    arena_init(&run->arena, &run->guard);
    arena_init(&run->scratch, &run->guard);
    arena_init(&run->kept, &run->guard);
    struct cleanup cleanup = {release, run, NULL};
    guard_register(&run->guard, &cleanup);
    errand->job(run);
    guard_forget(&run->guard, &cleanup);
    release(run);
}

enum fault seeds_guard(struct seed_run *run, seed_job *job)
{
    struct errand errand = {run, job};
    return guard_run(&run->guard, heap_default(), guarded, &errand);
}

/* On the heap, because the arena is gone when it is told. */
void seeds_fail(struct seed_run *run, const char *format, ...)
{
    va_list arguments;
    if (run->failure)
        return;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    run->failure = malloc((size_t)length + 1);
    if (!run->failure)
        abort();
    va_start(arguments, format);
    vsnprintf(run->failure, (size_t)length + 1, format, arguments);
    va_end(arguments);
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

uint64_t seeds_each(seed_job *job, void *context, uint64_t usual, uint64_t longer)
{
    uint64_t first = number_of("POLC_FIRST_SEED", 1);
    uint64_t count = getenv("POLC_SHORT") ? (usual + 9) / 10 : getenv("POLC_LONG") ? longer : usual;
    count = number_of("POLC_SEEDS", count);
    for (uint64_t seed = first; seed < first + count; seed++) {
        struct seed_run run = {.seed = seed, .context = context};
        enum fault fault = seeds_guard(&run, job);
        if (fault != FAULT_NONE)
            fail_msg("seed %llu: fault %d", (unsigned long long)seed, (int)fault);
        if (run.failure) { /* longer than what a message of the framework holds */
            fprintf(stderr, "seed %llu\n%s\n", (unsigned long long)seed, run.failure);
            free(run.failure);
            fail();
        }
    }
    return count;
}

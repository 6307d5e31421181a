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
    struct seed_run run;
    seed_job *job;
};

static void release(void *arena)
{
    arena_free(arena);
}

static void guarded(void *argument)
{
    struct errand *errand = argument;
    struct seed_run *run = &errand->run;
    arena_init(&run->arena, &run->guard);
    struct cleanup cleanup = {release, &run->arena, NULL};
    guard_register(&run->guard, &cleanup);
    errand->job(run);
    guard_forget(&run->guard, &cleanup);
    arena_free(&run->arena);
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
    uint64_t count = number_of("POLC_SEEDS", getenv("POLC_LONG") ? longer : usual);
    for (uint64_t seed = first; seed < first + count; seed++) {
        struct errand errand = {.job = job};
        errand.run.seed = seed;
        errand.run.context = context;
        enum fault fault = guard_run(&errand.run.guard, heap_default(), guarded, &errand);
        if (fault != FAULT_NONE)
            fail_msg("seed %llu: fault %d", (unsigned long long)seed, (int)fault);
        if (errand.run.failure) { /* longer than what a message of the framework holds */
            fprintf(stderr, "seed %llu\n%s", (unsigned long long)seed, errand.run.failure);
            free(errand.run.failure);
            fail();
        }
    }
    return count;
}

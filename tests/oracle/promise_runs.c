/* promise_runs.c: see promises.h: a policy through the pipeline, its portfolios, the seeds. */
#include "case.h"
#include "promises.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS 1500
#define LONG_SEEDS 60000
#define PORTFOLIOS 3 /* of each policy */

void promise_fail(struct promise_run *run, const char *format, ...)
{
    char *text = NULL;
    size_t size = 0;
    va_list arguments;
    if (run->failure)
        return;
    FILE *out = open_memstream(&text, &size);
    fprintf(out, "seed %llu\n%s\n", (unsigned long long)run->seed, run->policy);
    for (size_t i = 0; i < run->count; i++)
        fprintf(out, "placement %zu: %s\n", i, run->boxes[i]);
    va_start(arguments, format);
    vfprintf(out, format, arguments);
    va_end(arguments);
    fputc('\n', out);
    fclose(out);
    run->failure = text;
}

bool promise_allows(const struct value_set *set, int64_t value)
{
    for (uint32_t i = 0; i <= set->more_count; i++) {
        struct interval v = i ? set->more[i - 1] : set->first;
        if (value >= v.low && value <= v.high)
            return true;
    }
    return false;
}

static struct table_layout layout_of(uint64_t seed)
{
    struct table_layout layout = table_layout_default();
    if (seed % 2 == 0)
        return layout;
    layout.small_cells = 2;
    layout.rows_worth_it = 1;
    layout.pivot_share = 1;
    layout.pivot_cells = 3;
    layout.lane_limit = 1 + (uint32_t)(seed / 2 % 4);
    return layout;
}

static void check_portfolio(struct promise_run *run)
{
    const char *ledger = promise_ledger(run), *error = NULL;
    size_t count = (size_t)(run->seed + run->state) % (PLACEMENTS + 1);
    for (run->count = 0; run->count < count; run->count++) {
        run->boxes[run->count] = promise_box(run, ledger);
        run->sets[run->count] =
            case_box(&run->arena, &run->model->vocab, run->boxes[run->count], &error);
        if (!run->sets[run->count]) {
            promise_fail(run, "%s", error);
            return;
        }
    }
    run->check(run);
}

static void check_policy(struct promise_run *run)
{
    struct case_policy checked;
    struct table_layout layout = layout_of(run->seed);
    run->policy = promise_policy(run);
    case_read(&run->arena, run->policy, &checked);
    if (checked.errors) {
        promise_fail(run, "refused: %s", checked.messages);
        return;
    }
    engine_new(&run->arena, checked.model, checked.diags, &layout, &run->engine);
    if (!run->engine.table) {
        promise_fail(run, "no table: %s", run->engine.message ? run->engine.message : "refused");
        return;
    }
    run->model = checked.model;
    run->oracle = oracle_new(&run->arena, checked.model);
    for (int i = 0; i < PORTFOLIOS && !run->failure; i++)
        check_portfolio(run);
    engine_free(&run->engine);
}

static void release(void *argument)
{
    struct promise_run *run = argument;
    arena_free(&run->scratch);
    arena_free(&run->arena);
}

static void job(void *argument)
{
    struct promise_run *run = argument;
    arena_init(&run->arena, &run->guard);
    arena_init(&run->scratch, &run->guard);
    struct cleanup cleanup = {release, run, NULL};
    guard_register(&run->guard, &cleanup);
    check_policy(run);
    guard_forget(&run->guard, &cleanup);
    release(run);
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

uint64_t promise_runs(void (*check)(struct promise_run *run), void *tally)
{
    uint64_t first = number_of("POLC_FIRST_SEED", 1);
    uint64_t seeds = number_of("POLC_SEEDS", getenv("POLC_LONG") ? LONG_SEEDS : SEEDS);
    for (uint64_t seed = first; seed < first + seeds; seed++) {
        struct promise_run run = {.seed = seed, .state = seed * 77 + 5, .tally = tally, .check = check};
        enum fault fault = guard_run(&run.guard, heap_default(), job, &run);
        if (fault != FAULT_NONE)
            fail_msg("seed %llu: fault %d", (unsigned long long)seed, (int)fault);
        if (run.failure) { /* longer than what a message of the framework holds */
            fputs(run.failure, stderr);
            free(run.failure);
            fail();
        }
    }
    return seeds;
}

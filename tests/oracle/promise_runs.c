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

#define SEEDS 800
#define LONG_SEEDS 60000
#define PORTFOLIOS 3 /* of each policy */

void promise_fail(struct promise_run *run, const char *format, ...)
{
    struct strbuf out;
    va_list arguments;
    if (run->of->failure)
        return;
    strbuf_init(&out, run->arena);
    strbuf_printf(&out, "%s\n", run->policy);
    for (size_t i = 0; i < run->count; i++)
        strbuf_printf(&out, "placement %zu: %s\n", i, run->boxes[i]);
    va_start(arguments, format);
    strbuf_vprintf(&out, format, arguments);
    va_end(arguments);
    seeds_fail(run->of, "%s", strbuf_string(&out));
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
    size_t count = (size_t)(run->of->seed + run->state) % (PLACEMENTS + 1);
    for (run->count = 0; run->count < count; run->count++) {
        run->boxes[run->count] = promise_box(run, ledger);
        run->sets[run->count] =
            case_box(run->arena, &run->model->vocab, run->boxes[run->count], &error);
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
    struct table_layout layout = layout_of(run->of->seed);
    run->policy = promise_policy(run);
    case_read(run->arena, run->policy, &checked);
    if (checked.errors) {
        promise_fail(run, "refused: %s", checked.messages);
        return;
    }
    engine_new(run->arena, checked.model, checked.diags, &layout, &run->engine);
    if (!run->engine.table) {
        promise_fail(run, "no table: %s", run->engine.message ? run->engine.message : "refused");
        return;
    }
    run->model = checked.model;
    run->oracle = oracle_new(run->arena, checked.model);
    for (int i = 0; i < PORTFOLIOS && !run->of->failure; i++)
        check_portfolio(run);
    engine_free(&run->engine);
}

struct asked {
    void (*check)(struct promise_run *run);
    void *tally;
};

static void job(struct seed_run *seed)
{
    const struct asked *asked = seed->context;
    struct promise_run run = {.of = seed, .arena = &seed->arena, .state = seed->seed * 77 + 5,
                              .tally = asked->tally, .check = asked->check};
    check_policy(&run);
}

uint64_t promise_runs(void (*check)(struct promise_run *run), void *tally)
{
    struct asked asked = {check, tally};
    return seeds_each(job, &asked, SEEDS, LONG_SEEDS);
}

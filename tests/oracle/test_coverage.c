/* test_coverage.c: coverage against the interpreter, on random policies and boxes.
 *
 * For each seed: every box covers exactly the items that interpret_coverage.c says; a world that
 * is found for an item covers it there too; and no box ever covers an item for which the search
 * said that no world can. POLC_SEEDS, POLC_FIRST_SEED and POLC_LONG as in test_agree.c.
 */
#include "case.h"
#include "generate.h"
#include "interpret_coverage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS 60
#define LONG_SEEDS 3000
#define BOXES 6

struct tally {
    size_t policies, boxes, skipped, covered, found, replayed, no_world, gave_up;
};

struct run {
    struct guard guard;
    struct arena arena, work;
    struct arena kept; /* of the coverage: what it finds stays */
    uint64_t seed;
    struct tally *tally;
    char failure[8000]; /* "" when all agreed */
    const char *policy;
    struct engine engine;
    struct coverage *coverage;
    struct slow_coverage *slow;
};

static void fail_run(struct run *run, uint32_t number, const char *box, const char *what)
{
    const struct cover_item *item = &run->coverage->items.items[number];
    if (!run->failure[0])
        snprintf(run->failure, sizeof run->failure,
                 "seed %llu, box %s: %s: item %u, kind %d, what %d, clause %u, id %u, number %u\n%s",
                 (unsigned long long)run->seed, box, what, number, (int)item->kind,
                 (int)item->what, item->clause, item->id, item->number, run->policy);
}

static void compare_box(struct run *run, const struct value_set *sets, const char *box)
{
    const struct coverage *c = run->coverage;
    const bool *slow = slow_coverage_of(run->slow, &run->arena, sets);
    if (!slow) {
        run->tally->skipped++;
        return;
    }
    run->tally->boxes++;
    for (uint32_t i = 0; i < c->items.count; i++)
        c->items.items[i].covered = false;
    cover_mark(run->coverage, sets);
    for (uint32_t i = 0; i < c->items.count; i++) {
        const struct cover_item *item = &c->items.items[i];
        run->tally->covered += item->covered;
        if (item->covered && item->reach == COVER_NO_WORLD)
            fail_run(run, i, box, "covered, though no world can");
        /* two boundaries may fall on one day: the interpreter does not tell who sees which */
        bool day = item->what >= COVER_BEFORE;
        if (item->kind != COVER_ROW && item->covered != slow[i] && (item->covered || !day))
            fail_run(run, i, box, item->covered ? "covered, but not by the interpreter"
                                                : "covered by the interpreter alone");
    }
}

static void find_all(struct run *run)
{
    for (uint32_t i = 0; i < run->coverage->items.count && !run->failure[0]; i++) {
        struct arena_mark mark = arena_mark(&run->arena);
        struct cover_item *item = &run->coverage->items.items[i];
        struct cover_case found;
        enum cover_reach reach = cover_find(run->coverage, i, &found);
        run->tally->found += reach == COVER_FOUND;
        run->tally->no_world += reach == COVER_NO_WORLD;
        run->tally->gave_up += reach == COVER_GAVE_UP;
        if (reach == COVER_FOUND) {
            const bool *slow = slow_coverage_of(run->slow, &run->arena, found.sets);
            item->covered = false;
            cover_mark(run->coverage, found.sets);
            if (!item->covered)
                fail_run(run, i, "that was found", "not covered");
            if (slow && item->kind != COVER_ROW && !slow[i])
                fail_run(run, i, "that was found", "not covered by the interpreter");
            run->tally->replayed += slow != NULL;
        }
        arena_rewind(&run->arena, mark);
    }
}

static void compare_policy(struct run *run)
{
    struct generated *generated = generate_policy(&run->arena, run->seed);
    struct generate_form form = {0, false, false};
    struct strbuf text;
    struct case_policy checked;
    strbuf_init(&text, &run->arena);
    generate_print(generated, &form, &text);
    run->policy = strbuf_string(&text);
    case_read(&run->arena, run->policy, &checked);
    if (checked.errors)
        return;
    struct table_layout layout = table_layout_default();
    engine_new(&run->arena, checked.model, checked.diags, &layout, &run->engine);
    if (!run->engine.table)
        return;
    run->tally->policies++;
    struct oracle *oracle = oracle_new(&run->arena, checked.model);
    run->coverage = cover_new(&run->kept, &run->work, run->engine.evaluator, run->engine.table);
    run->slow = slow_coverage_new(&run->arena, &run->engine, oracle, run->coverage);
    find_all(run);
    for (uint64_t i = 0; i < BOXES && !run->failure[0]; i++) {
        const char *error = NULL;
        struct generated_case c;
        generate_case(&run->arena, generated, i, false, &c);
        struct value_set *sets = case_box(&run->arena, &oracle->model->vocab, c.box, &error);
        if (sets)
            compare_box(run, sets, c.box);
    }
}

static void release(void *argument)
{
    struct run *run = argument;
    engine_free(&run->engine);
    arena_free(&run->work);
    arena_free(&run->kept);
    arena_free(&run->arena);
}

static void job(void *argument)
{
    struct run *run = argument;
    arena_init(&run->arena, &run->guard);
    arena_init(&run->work, &run->guard);
    arena_init(&run->kept, &run->guard);
    struct cleanup cleanup = {release, run, NULL};
    guard_register(&run->guard, &cleanup);
    compare_policy(run);
    guard_forget(&run->guard, &cleanup);
    release(run);
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static void coverage_and_interpreter_agree(void **state)
{
    (void)state;
    struct tally tally = {0};
    uint64_t first = number_of("POLC_FIRST_SEED", 1);
    uint64_t most = getenv("POLC_LONG") ? LONG_SEEDS : SEEDS;
    uint64_t seeds = number_of("POLC_SEEDS", most);
    seeds = seeds < most ? seeds : most;
    for (uint64_t seed = first; seed < first + seeds; seed++) {
        static struct run run;
        memset(&run, 0, sizeof run);
        run.seed = seed;
        run.tally = &tally;
        enum fault fault = guard_run(&run.guard, heap_default(), job, &run);
        if (fault != FAULT_NONE)
            fail_msg("seed %llu: fault %d", (unsigned long long)seed, (int)fault);
        if (run.failure[0]) {
            fputs(run.failure, stderr);
            fail();
        }
    }
    printf("%zu policies, %zu boxes, %zu skipped, %zu covered, %zu found, %zu replayed, "
           "%zu without a world, %zu given up\n",
           tally.policies, tally.boxes, tally.skipped, tally.covered, tally.found, tally.replayed,
           tally.no_world, tally.gave_up);
    assert_true(tally.boxes > tally.policies);
    assert_true(tally.replayed > tally.found / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(coverage_and_interpreter_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

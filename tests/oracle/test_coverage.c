/* test_coverage.c: coverage against the interpreter, on random policies and boxes.
 *
 * For each seed: every box covers exactly the items that interpret_coverage.c says; a world that
 * is found for an item covers it there too; and no box ever covers an item for which the search
 * said that no world can. With next to no budget nothing else is said, or that it is open.
 * POLC_FIRST_SEED, POLC_SEEDS and POLC_LONG as in seeds.h.
 */
#include "case.h"
#include "generate.h"
#include "interpret_coverage.h"
#include "seeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS 120
#define LONG_SEEDS 20000
#define BOXES 6

struct tally {
    size_t policies, boxes, skipped, covered, found, replayed, no_world, gave_up, open, starved;
};

struct run {
    struct seed_run *of;
    struct arena *arena;
    struct tally *tally;
    const char *policy;
    struct engine engine;
    struct coverage *coverage;
    struct slow_coverage *slow;
};

static void fail_run(struct run *run, uint32_t number, const char *box, const char *what)
{
    const struct cover_item *item = &run->coverage->items.items[number];
    seeds_fail(run->of, "box %s: %s: item %u, kind %d, what %d, clause %u, id %u, number %u\n%s",
               box, what, number, (int)item->kind, (int)item->what, item->clause, item->id,
               item->number, run->policy);
}

/* False when the interpreter cannot tell. */
static bool compare_box(struct run *run, const struct value_set *sets, const char *box)
{
    const struct coverage *c = run->coverage;
    const bool *slow = slow_coverage_of(run->slow, run->arena, sets);
    if (!slow) {
        run->tally->skipped++;
        return false;
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
    return true;
}

/* Whatever is told with so small a budget is true, and what is not told is open. */
static void compare_starved(struct run *run, const struct value_set *sets, const char *box)
{
    struct coverage *c = run->coverage;
    size_t count = c->items.count;
    bool *covered = ARENA_ARRAY(run->arena, bool, count + 1);
    for (size_t i = 0; i < count; i++) {
        covered[i] = c->items.items[i].covered;
        c->items.items[i].covered = c->items.items[i].open = false;
    }
    if (run->of->seed % 2)
        evaluator_budget(run->engine.evaluator, 1);
    else
        evaluator_purse(run->engine.evaluator, run->of->seed % 7 * 300);
    cover_mark(c, sets);
    evaluator_budget(run->engine.evaluator, EVAL_BUDGET);
    evaluator_purse(run->engine.evaluator, UINT64_MAX);
    for (uint32_t i = 0; i < count; i++) {
        const struct cover_item *item = &c->items.items[i];
        run->tally->open += item->open;
        if (item->covered != covered[i] && (item->covered || !item->open))
            fail_run(run, i, box, item->covered ? "covered with a small budget alone"
                                                : "not covered nor open with a small budget");
    }
}

static void find_starved(struct run *run)
{
    struct coverage *c = cover_new(&run->of->kept, &run->of->scratch, run->engine.evaluator,
                                   run->engine.table);
    evaluator_budget(run->engine.evaluator, run->of->seed % 3);
    for (uint32_t i = 0; i < c->items.count && !run->of->failure; i++) {
        struct arena_mark mark = arena_mark(run->arena);
        bool some = run->coverage->items.items[i].reach == COVER_FOUND;
        if (run->of->seed % 3 == 0)
            evaluator_purse(run->engine.evaluator, run->of->seed % 7 * 300);
        enum cover_reach reach = cover_find(c, i, NULL);
        run->tally->starved += reach == COVER_GAVE_UP;
        if (reach == COVER_NO_WORLD && some)
            fail_run(run, i, "none", "no world can, says a search with a small budget");
        arena_rewind(run->arena, mark);
    }
    evaluator_budget(run->engine.evaluator, EVAL_BUDGET);
    evaluator_purse(run->engine.evaluator, UINT64_MAX);
}

static void find_all(struct run *run)
{
    for (uint32_t i = 0; i < run->coverage->items.count && !run->of->failure; i++) {
        struct arena_mark mark = arena_mark(run->arena);
        struct cover_item *item = &run->coverage->items.items[i];
        struct cover_case found;
        enum cover_reach reach = cover_find(run->coverage, i, &found);
        run->tally->found += reach == COVER_FOUND;
        run->tally->no_world += reach == COVER_NO_WORLD;
        run->tally->gave_up += reach == COVER_GAVE_UP;
        if (reach == COVER_FOUND) {
            const bool *slow = slow_coverage_of(run->slow, run->arena, found.sets);
            item->covered = false;
            cover_mark(run->coverage, found.sets);
            if (!item->covered)
                fail_run(run, i, "that was found", "not covered");
            if (slow && item->kind != COVER_ROW && !slow[i])
                fail_run(run, i, "that was found", "not covered by the interpreter");
            run->tally->replayed += slow != NULL;
        }
        arena_rewind(run->arena, mark);
    }
}

static void compare_policy(struct run *run)
{
    struct generated *generated = generate_policy(run->arena, run->of->seed);
    struct generate_form form = {0, false, false};
    struct strbuf text;
    struct case_policy checked;
    strbuf_init(&text, run->arena);
    generate_print(generated, &form, &text);
    run->policy = strbuf_string(&text);
    case_read(run->arena, run->policy, &checked);
    if (checked.errors)
        return;
    struct table_layout layout = table_layout_default();
    engine_new(run->arena, checked.model, checked.diags, &layout, &run->engine);
    if (!run->engine.table)
        return;
    run->tally->policies++;
    struct oracle *oracle = oracle_new(run->arena, checked.model);
    run->coverage = cover_new(&run->of->kept, &run->of->scratch, run->engine.evaluator,
                              run->engine.table);
    run->slow = slow_coverage_new(run->arena, &run->engine, oracle, run->coverage);
    find_all(run);
    find_starved(run);
    for (uint64_t i = 0; i < BOXES && !run->of->failure; i++) {
        const char *error = NULL;
        struct generated_case c;
        generate_case(run->arena, generated, i, false, &c);
        struct value_set *sets = case_box(run->arena, &oracle->model->vocab, c.box, &error);
        if (sets && compare_box(run, sets, c.box) && !run->of->failure)
            compare_starved(run, sets, c.box);
    }
}

static void job(struct seed_run *seed)
{
    struct run run = {.of = seed, .arena = &seed->arena, .tally = seed->context};
    compare_policy(&run);
    engine_free(&run.engine);
}

static void coverage_and_interpreter_agree(void **state)
{
    (void)state;
    struct tally tally = {0};
    seeds_each(job, &tally, SEEDS, LONG_SEEDS);
    printf("%zu policies, %zu boxes, %zu skipped, %zu covered, %zu found, %zu replayed, "
           "%zu without a world, %zu given up; with a small budget %zu open, %zu given up\n",
           tally.policies, tally.boxes, tally.skipped, tally.covered, tally.found, tally.replayed,
           tally.no_world, tally.gave_up, tally.open, tally.starved);
    assert_true(tally.boxes > tally.policies);
    assert_true(tally.replayed > tally.found / 4);
    size_t asked = tally.found + tally.no_world + tally.gave_up;
    assert_true(tally.gave_up < asked / 20); /* the search must get through small policies */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(coverage_and_interpreter_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

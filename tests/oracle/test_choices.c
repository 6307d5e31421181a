/* test_choices.c: what quantifies over choices and readings, against brute force.
 *
 * Dilemmas, exclusivities that meet, assertions and options of random policies are held
 * against the interpreter, which visits every world, the date and the events open. Every
 * finding's witness must be one to the interpreter too (so nothing is invented), and whatever
 * the worlds show must have been found (so nothing is missing). That a world is missed on a
 * day on which a month is clamped makes brute force see less, never more, so both checks hold
 * for every policy. POLC_FIRST_SEED, POLC_SEEDS and POLC_LONG as in seeds.h.
 */
#include "analysis/quantify.h"
#include "case.h"
#include "choices.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define SEEDS 2000
#define LONG_SEEDS 60000

static void analyse(struct choice_run *run)
{
    run->findings = (struct findings){.arena = run->arena};
    struct analysis a = {.arena = run->arena, .model = run->model, .ir = run->e.ir,
                         .table = run->e.table, .findings = &run->findings,
                         .on = run->model->dated, .rule_budget = ANALYSIS_RULE_BUDGET};
    a.space = space_new(run->arena, run->e.evaluator, run->model->dated);
    run->choices = quantify_choices(run->arena, run->e.table);
    analyse_dilemmas(&a);
    analyse_exclusivities(&a);
    analyse_asserts(&a);
}

static void compare_all(struct choice_run *run)
{
    for (size_t i = 0; i < run->findings.list.count; i++)
        if (run->findings.list.items[i]->unresolved)
            choice_fail(run, "%s is unresolved\n",
                        diag_code_id(run->findings.list.items[i]->code));
    if (run->of->failure)
        return;
    choices_check_dilemmas(run);
    choices_check_exclusivities(run);
    choices_check_asserts(run);
    choices_check_options(run);
    run->tally->compared++;
}

static void one_policy(struct seed_run *seed)
{
    struct choice_run all = {.of = seed, .arena = &seed->arena, .tally = seed->context};
    struct choice_run *run = &all;
    struct case_policy checked;
    struct table_layout layout = table_layout_default();
    run->policy = choices_policy(run->arena, seed->seed);
    case_read(run->arena, run->policy, &checked);
    if (checked.errors || checked.model->clauses.count > 64)
        return;
    run->model = checked.model;
    run->oracle = oracle_new(run->arena, run->model);
    if (!worlds_of(run->oracle, run->arena, worlds_domain(run->arena, &run->model->vocab),
                   CHOICE_WORLDS, &run->worlds))
        return;
    if (seed->seed % 2)
        layout.small_cells = 2;
    engine_new(run->arena, run->model, checked.diags, &layout, &run->e);
    if (run->e.table && choices_see(run)) {
        analyse(run);
        compare_all(run);
    }
    engine_free(&run->e);
}

static void choices_and_brute_force_agree(void **state)
{
    (void)state;
    struct choice_tally tally = {0};
    uint64_t seeds = seeds_each(one_policy, &tally, SEEDS, LONG_SEEDS);
    printf("%zu policies: %zu dilemmas, %zu at other facts, %zu double exclusivities, assertions %zu refuted (%zu "
           "by clauses together), %zu proved, %zu of them of nothing; %zu choices permitted, %zu worlds of facts that would permit one, "
           "%zu deployments may wait\n",
           tally.compared, tally.dilemmas, tally.elsewhere, tally.twice, tally.refuted, tally.together,
           tally.proved,
           tally.empty, tally.options, tally.ifs, tally.waits);
    assert_true(tally.compared > seeds / 20);
    assert_true(seeds < SEEDS || (tally.dilemmas && tally.twice && tally.refuted && tally.together && tally.proved
                                  && tally.empty
                                  && tally.ifs));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(choices_and_brute_force_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

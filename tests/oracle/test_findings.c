/* test_findings.c: the findings of `polc check` against brute force over all worlds.
 *
 * For each random policy every world is visited with the interpreter, the date and the events
 * open (other domains are narrowed until there are few enough), and what the analyses claim is
 * checked both ways (seen.h). POLC_FIRST_SEED, POLC_SEEDS and POLC_LONG as in seeds.h.
 */
#include "base/hash.h"
#include "case.h"
#include "generate.h"
#include "months.h"
#include "seen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS 250
#define LONG_SEEDS 40000
#define WORLD_LIMIT 600

struct tally {
    size_t compared, carved;
};

static void analyse(struct seen_run *run)
{
    run->findings = (struct findings){.arena = run->arena};
    struct analysis a = {.arena = run->arena, .model = run->model, .ir = run->e.ir,
                         .table = run->e.table, .findings = &run->findings, .on = run->on,
                         .rule_budget = ANALYSIS_RULE_BUDGET};
    a.space = space_of(run->arena, run->e.evaluator, run->sets, run->model->dated);
    run->varies = a.space->sampled;
    analyse_conflicts(&a);
    analyse_clauses(&a);
    analyse_carveouts(&a);
    analyse_overrides(&a);
    analyse_terms(&a);
    analyse_waivers(&a);
    analyse_gaps(&a);
    analyse_overlaps(&a);
    for (size_t i = 0; i < run->findings.list.count; i++)
        finding_see(&a, run->findings.list.items[i]);
}

/* A smaller domain of one variable: a leaf or two, one day, part of the numbers. */
static void narrow(struct seen_run *run, struct value_set *set, uint32_t var, uint64_t random)
{
    const struct vocab_var *v = &run->model->vocab.vars[var];
    int64_t low = set->first.low, high = set->first.high, at;
    switch ((enum var_kind)v->kind) {
    case VAR_LEAF:
    case VAR_READING:
        at = low + (int64_t)(random % (uint64_t)(high - low + 1));
        *set = (struct value_set){.first = {at, at < high && random % 3 ? at + 1 : at}};
        return;
    case VAR_NUMBER:
        at = low + (high - low) / 2;
        *set = (struct value_set){.first = {random % 2 ? low : at, random % 2 ? at : high}};
        return;
    case VAR_DAY:
    case VAR_EVENT:
        at = run->on - 40 + (int64_t)(random % 200);
        *set = (struct value_set){.first = {at, at}};
        if (random % 5 == 0 && v->kind == VAR_EVENT)
            set->first.low = set->first.high = DATE_NEVER;
        return;
    case VAR_DATE_OF_CASE:
        return;
    }
}

/* All days, with a boundary at the day of the question, and so much of the rest that all
 * worlds can be visited. */
static bool enough_worlds(struct seen_run *run)
{
    struct value_set *sets = worlds_domain(run->arena, &run->model->vocab);
    struct interval *later = ARENA_NEW(run->arena, struct interval);
    *later = (struct interval){run->on, DATE_LAST};
    sets[VOCAB_DATE] = (struct value_set){.first = {DATE_FIRST, run->on - 1},
                                          .more = later, .more_count = 1};
    uint64_t random = run->seed;
    for (int i = 0; i < 60; i++) {
        if (worlds_of(run->oracle, run->arena, sets, WORLD_LIMIT, &run->worlds)) {
            run->sets = sets;
            return true;
        }
        random = hash_word(random + 1);
        uint32_t var = (uint32_t)(random % run->model->vocab.var_count);
        narrow(run, &sets[var], var, random >> 20);
    }
    return false;
}

static void one_policy(struct seed_run *seed, const char *policy)
{
    struct seen_run run = {.of = seed, .arena = &seed->arena, .seed = seed->seed, .policy = policy};
    struct case_policy checked;
    struct table_layout layout = table_layout_default();
    case_read(run.arena, run.policy, &checked);
    if (checked.errors)
        return;
    run.model = checked.model;
    run.on = checked.model->dated;
    run.exact = !strstr(run.policy, "month") && !strstr(run.policy, "year");
    run.oracle = oracle_new(run.arena, run.model);
    if (!enough_worlds(&run))
        return;
    if (run.seed % 2)
        layout.small_cells = 2;
    engine_new(run.arena, run.model, checked.diags, &layout, &run.e);
    if (run.e.table && seen_all(&run)) {
        struct tally *tally = seed->context;
        analyse(&run);
        seen_compare(&run);
        seen_compare_days(&run);
        tally->compared++;
        tally->carved += run.carved;
    }
    engine_free(&run.e);
}

static void any_policy(struct seed_run *seed)
{
    struct generate_form form = {0, false, false};
    struct strbuf text = strbuf_new(&seed->arena);
    generate_print(generate_policy(&seed->arena, seed->seed), &form, &text);
    one_policy(seed, strbuf_string(&text));
}

static void months_beside_days(struct seed_run *seed)
{
    one_policy(seed, months_policy(&seed->arena, seed->seed));
}

static void each(seed_job *job, struct tally *tally)
{
    uint64_t seeds = seeds_each(job, tally, SEEDS, LONG_SEEDS);
    printf("%zu policies compared of %llu, %zu carve-outs outlive or predate\n", tally->compared,
           (unsigned long long)seeds, tally->carved);
    assert_true(tally->compared > seeds / 3);
    assert_true(seeds < 200 || tally->carved);
}

static void findings_and_brute_force_agree(void **state)
{
    (void)state;
    struct tally tally = {0};
    each(any_policy, &tally);
}

static void they_agree_on_months_beside_days(void **state)
{
    (void)state;
    struct tally tally = {0};
    each(months_beside_days, &tally);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(findings_and_brute_force_agree),
                                       cmocka_unit_test(they_agree_on_months_beside_days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

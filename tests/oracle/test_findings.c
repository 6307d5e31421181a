/* test_findings.c: the findings of `polc check` against brute force over all worlds.
 *
 * For each random policy every world is visited with the interpreter, the date and the events
 * open (other domains are narrowed until there are few enough), and what the analyses claim is
 * checked both ways (seen.h). POLC_FIRST_SEED, POLC_SEEDS and POLC_LONG as in seeds.h. One policy
 * has more conflicts than are told: the first are, and the others counted.
 */
#include "base/hash.h"
#include "case.h"
#include "emit/diag_json.h"
#include "emit/findings.h"
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
#define MANY_PROHIBITIONS 26
#define MANY_PERMISSIONS 14

struct tally {
    size_t compared, carved, around, needed;
};

static struct analysis analysis_of(struct seen_run *run)
{
    run->findings = (struct findings){.arena = run->arena};
    struct analysis a = {.arena = run->arena, .model = run->model, .ir = run->e.ir,
                         .table = run->e.table, .findings = &run->findings, .on = run->on,
                         .rule_budget = ANALYSIS_RULE_BUDGET};
    a.space = space_of(run->arena, run->e.evaluator, run->sets, run->model->dated);
    return a;
}

static void analyse(struct seen_run *run)
{
    struct analysis a = analysis_of(run);
    run->varies = a.space->sampled;
    analyse_conflicts(&a);
    analyse_clauses(&a);
    analyse_waivers(&a);
    analyse_carveouts(&a);
    analyse_overrides(&a);
    analyse_terms(&a);
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
        tally->around += run.around;
        tally->needed += run.needed;
    }
    engine_free(&run.e);
}

/* An assertion about each disputed term, so that some are used by assertions alone. */
static void ask_for_terms(struct arena *arena, struct strbuf *text)
{
    const char *policy = arena_printf(arena, "%s", strbuf_string(text));
    for (const char *at = policy; (at = strstr(at, "\nterm ")); at++) {
        const char *name = at + strlen("\nterm ");
        int length = (int)strcspn(name, ": ");
        if (name[length] == ':')
            strbuf_printf(text, "\nassert \"%.*s\": never prohibited where %.*s and date is after 2026-03-01.\n",
                          length, name, length, name);
    }
}

static void any_policy(struct seed_run *seed)
{
    struct generate_form form = {0, false, false};
    struct strbuf text = strbuf_new(&seed->arena);
    generate_print(generate_policy(&seed->arena, seed->seed), &form, &text);
    if (seed->seed % 3 == 0)
        ask_for_terms(&seed->arena, &text);
    one_policy(seed, strbuf_string(&text));
}

static void months_beside_days(struct seed_run *seed)
{
    one_policy(seed, months_policy(&seed->arena, seed->seed));
}

/* ---- more than are told -------------------------------------------------------------------- */

/* Prohibitions from some size on, permissions up to some size, so that some pairs meet and some
 * do not; of both some only in places, of the prohibitions some with a carve-out. */
static const char *many_policy(struct arena *arena)
{
    struct strbuf text = strbuf_new(arena);
    strbuf_text(&text, "policy \"Many\" dated 2026-01-01.\n"
                       "kind party: Acme, Globex.\nkind region: north, south, east.\n"
                       "actor deployer: party presumed Acme.\n"
                       "fact size: number from 0 to 100.\nfact region: region.\n"
                       "agreement Master between Acme and Globex in force from 2026-01-01:\n");
    for (int i = 0; i < MANY_PROHIBITIONS; i++)
        strbuf_printf(&text, "  clause %d: Acme shall not deploy where size > %d%s%s.\n", i + 1, 2 * i,
                      i % 5 == 2 ? " and region is not north" : "",
                      i % 4 == 3 ? " except where size < 30 and region is in (north, east)" : "");
    for (int i = 0; i < MANY_PERMISSIONS; i++)
        strbuf_printf(&text, "  clause %d: Acme may deploy where size < %d%s.\n", i + 101, 10 + 4 * i,
                      i % 5 == 4 ? " and region is north" : "");
    return strbuf_string(&text);
}

/* All conflicts in their order of clauses: the first are told, and how many there are beside. */
static void tell_many(struct seen_run *run, struct diags *diags)
{
    struct findings_aside aside;
    struct analysis a = analysis_of(run);
    struct strbuf json = strbuf_new(run->arena), text = strbuf_new(run->arena);
    struct strbuf counts = strbuf_new(run->arena);
    size_t clauses = run->model->clauses.count, so = 0, before = diags->list.count;
    for (size_t i = 0; i < clauses * clauses; i++)
        so += run->seen.conflict[i];
    analyse_conflicts(&a);
    if (emit_findings(&a, diags, NULL, &aside) || run->findings.list.count != so || before > 0)
        seeds_fail(run->of, "%zu conflicts, brute force sees %zu\n", run->findings.list.count, so);
    if (so <= DIAG_LIMIT || so == (size_t)MANY_PROHIBITIONS * MANY_PERMISSIONS)
        seeds_fail(run->of, "%zu conflicts test nothing\n", so);
    if (diags->list.count != DIAG_LIMIT || diags->dropped != so - DIAG_LIMIT)
        seeds_fail(run->of, "%zu told, %zu not\n", diags->list.count, diags->dropped);
    for (size_t i = 0; i < so; i++)
        if (!run->findings.list.items[i]->witness != (i >= DIAG_LIMIT))
            seeds_fail(run->of, "the witness of conflict %zu\n", i);
    diags_render(diags, false, &text);
    strbuf_printf(&counts, "%zu more diagnostics are not shown\n", so - DIAG_LIMIT);
    if (!strstr(strbuf_string(&text), strbuf_string(&counts)))
        seeds_fail(run->of, "the text does not say that %s", strbuf_string(&counts));
    emit_json_diags(diags, JSON_DOCUMENT, &json);
    counts = strbuf_new(run->arena);
    strbuf_printf(&counts, "\"warnings\": %d, \"hints\": 0, \"not_shown\": %zu}}\n", DIAG_LIMIT,
                  so - DIAG_LIMIT);
    if (!strstr(strbuf_string(&json), strbuf_string(&counts)))
        seeds_fail(run->of, "the object does not have %s", strbuf_string(&counts));
}

static void many(struct seed_run *seed)
{
    struct seen_run run = {.of = seed, .arena = &seed->arena, .policy = many_policy(&seed->arena),
                           .exact = true};
    struct case_policy checked;
    struct table_layout layout = table_layout_default();
    case_read(run.arena, run.policy, &checked);
    if (checked.errors) {
        seeds_fail(seed, "%s", checked.messages);
        return;
    }
    run.model = checked.model;
    run.on = checked.model->dated;
    run.oracle = oracle_new(run.arena, run.model);
    run.sets = worlds_domain(run.arena, &run.model->vocab);
    engine_new(run.arena, run.model, checked.diags, &layout, &run.e);
    if (!worlds_of(run.oracle, run.arena, run.sets, 10 * WORLD_LIMIT, &run.worlds)
        || !run.e.table || !seen_all(&run))
        seeds_fail(seed, "the policy has no worlds to visit\n");
    else {
        analyse(&run);
        seen_compare(&run);
        tell_many(&run, checked.diags);
    }
    engine_free(&run.e);
}

static void more_conflicts_than_are_told(void **state)
{
    (void)state;
    struct seed_run one = {.seed = 0};
    assert_int_equal(seeds_guard(&one, many), FAULT_NONE);
    if (one.failure)
        fprintf(stderr, "%s\n", one.failure);
    assert_null(one.failure);
}

static void each(seed_job *job, struct tally *tally)
{
    uint64_t seeds = seeds_each(job, tally, SEEDS, LONG_SEEDS);
    printf("%zu policies compared of %llu, %zu carve-outs outlive or predate, %zu worlds around "
           "witnesses, %zu need an event or a reading\n",
           tally->compared, (unsigned long long)seeds, tally->carved, tally->around, tally->needed);
    assert_true(tally->compared > seeds / 3);
    assert_true(seeds < 200 || (tally->carved && tally->around > seeds / 2));
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
                                       cmocka_unit_test(they_agree_on_months_beside_days),
                                       cmocka_unit_test(more_conflicts_than_are_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

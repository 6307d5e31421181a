/* test_unwaived.c: what a prohibition would come to without its waivers, against the interpreter.
 *
 * For each seed a policy, some boxes of it, and each prohibition that some waiver is given of. In
 * the interpreter the prohibition loses its waivers, and all worlds of the box are visited: where
 * it is effective the world is prohibited, or contested, else permitted, whatever other
 * prohibitions say. The four verdicts follow from these worlds as docs/semantics.md says, unknown
 * facts and readings included. POLC_FIRST_SEED, POLC_SEEDS and POLC_LONG as in seeds.h.
 */
#include "case.h"
#include "engine.h"
#include "generate.h"
#include "seeds.h"
#include "worlds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS 3000
#define LONG_SEEDS 60000
#define BOXES 6
#define WORLD_LIMIT 20000

struct tally {
    size_t policies, skipped, circles, asked, open, counts[ORACLE_PROHIBITED + 1];
};

struct run {
    struct seed_run *of;
    struct arena *arena;
    struct tally *tally;
    const char *policy;
    struct engine engine;
    const struct model *model;
};

/* The policy, but for the waivers of one prohibition. */
static struct oracle *without_waivers(struct run *run, uint32_t norm)
{
    struct model *m = ARENA_NEW(run->arena, struct model);
    *m = *run->model;
    m->norms.items = arena_copy(run->arena, run->model->norms.items,
                                m->norms.count * sizeof *m->norms.items);
    m->norms.items[norm].waiver_count = 0;
    return oracle_new(run->arena, m);
}

static enum oracle_world_verdict alone(const struct oracle_point *p, uint32_t norm)
{
    if (!p->effective[norm])
        return ORACLE_W_PERMITTED;
    return p->contested[norm] ? ORACLE_W_CONTESTED : ORACLE_W_PROHIBITED;
}

enum visited { VISITED, TOO_MANY, CIRCLE };

/* All worlds; readings run fastest, so a world and its like in the first facts are known. */
static enum visited visit(struct run *run, const struct value_set *sets, uint32_t norm,
                          enum oracle_verdict *out)
{
    struct worlds worlds;
    struct oracle_point p = {0};
    struct oracle *oracle = without_waivers(run, norm);
    if (!worlds_of(oracle, run->arena, sets, WORLD_LIMIT, &worlds))
        return TOO_MANY;
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, run->model->vocab.var_count);
    enum oracle_world_verdict *of =
        arena_alloc(run->arena, (worlds.count + 1) * sizeof *of);
    bool permitted = true, prohibited = true, differ = false;
    oracle_point_init(oracle, run->arena, &p);
    for (size_t w = 0; w < worlds.count; w++) {
        worlds_get(&worlds, w, world);
        oracle_evaluate(oracle, world, &p);
        if (p.cycle)
            return CIRCLE;
        of[w] = alone(&p, norm);
        permitted = permitted && of[w] == ORACLE_W_PERMITTED;
        prohibited = prohibited && of[w] == ORACLE_W_PROHIBITED;
        differ = differ || of[w] != of[w % worlds.axes.reading_vectors];
    }
    *out = prohibited  ? ORACLE_PROHIBITED
           : permitted ? ORACLE_PERMITTED
           : differ    ? ORACLE_UNDETERMINED
                       : ORACLE_DISPUTED;
    return VISITED;
}

static void compare(struct run *run, const char *box, const struct value_set *sets, uint32_t norm)
{
    enum oracle_verdict slow = ORACLE_PERMITTED;
    bool unresolved;
    enum visited visited = visit(run, sets, norm, &slow);
    run->tally->skipped += visited == TOO_MANY;
    run->tally->circles += visited == CIRCLE;
    if (visited != VISITED)
        return;
    enum oracle_verdict quick =
        engine_verdict(eval_unwaived(run->engine.evaluator, sets, norm, &unresolved));
    run->tally->asked++;
    run->tally->open += slow == ORACLE_UNDETERMINED || slow == ORACLE_DISPUTED;
    run->tally->counts[slow]++;
    if (unresolved || quick != slow)
        seeds_fail(run->of, "%s\nbox: %s\nnorm %u without its waivers: table %s%s, interpreter %s\n",
                   run->policy, box, norm, oracle_verdict_name(quick),
                   unresolved ? " (unresolved)" : "", oracle_verdict_name(slow));
}

static void compare_boxes(struct run *run, struct generated *generated)
{
    for (uint64_t i = 0; i < BOXES; i++) {
        const char *error = NULL;
        struct generated_case c;
        generate_case(run->arena, generated, i, false, &c);
        struct value_set *sets = case_box(run->arena, &run->model->vocab, c.box, &error);
        for (uint32_t n = 0; sets && n < run->model->norms.count && !run->of->failure; n++) {
            struct arena_mark mark = arena_mark(run->arena);
            if (run->model->norms.items[n].sign == SIGN_PROHIBIT
                && run->model->norms.items[n].waiver_count)
                compare(run, c.box, sets, n);
            arena_rewind(run->arena, mark);
        }
    }
}

static void job(struct seed_run *seed)
{
    struct run run = {.of = seed, .arena = &seed->arena, .tally = seed->context};
    struct generated *generated = generate_policy(run.arena, seed->seed);
    struct generate_form form = {0, false, false};
    struct table_layout layout = table_layout_default();
    struct case_policy checked;
    struct strbuf text;
    strbuf_init(&text, run.arena);
    generate_print(generated, &form, &text);
    run.policy = strbuf_string(&text);
    case_read(run.arena, run.policy, &checked);
    if (checked.errors)
        return;
    engine_new(run.arena, checked.model, checked.diags, &layout, &run.engine);
    run.model = checked.model;
    if (run.engine.table) {
        run.tally->policies++;
        compare_boxes(&run, generated);
    }
    engine_free(&run.engine);
}

static void unwaived_and_worlds_agree(void **state)
{
    (void)state;
    struct tally tally = {0};
    uint64_t seeds = seeds_each(job, &tally, SEEDS, LONG_SEEDS);
    printf("%zu policies, %zu asked, %zu permitted, %zu disputed, %zu undetermined, %zu prohibited, "
           "%zu skipped, %zu in circles\n",
           tally.policies, tally.asked, tally.counts[ORACLE_PERMITTED],
           tally.counts[ORACLE_DISPUTED], tally.counts[ORACLE_UNDETERMINED],
           tally.counts[ORACLE_PROHIBITED], tally.skipped, tally.circles);
    assert_true(seeds < 300 || tally.asked > seeds / 4);
    assert_true(seeds < 300 || tally.open > tally.asked / 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(unwaived_and_worlds_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

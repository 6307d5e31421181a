/* test_agree.c: the table against the interpreter, on random policies and boxes.
 *
 * For each seed a policy is generated, checked, lowered, laid out as an image and opened
 * again; for some boxes of each, everything that a verdict says must be the same text from
 * both engines, and the quick ways (the verdict alone, one world at a time) must agree with
 * it. POLC_FIRST_SEED, POLC_SEEDS and POLC_LONG as in seeds.h.
 */
#include "case.h"
#include "emit/table.h"
#include "engine.h"
#include "eval/engine.h"
#include "generate.h"
#include "seeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS 10000
#define LONG_SEEDS 400000
#define BOXES 6
#define WORLD_LIMIT 20000

struct tally {
    size_t policies, refused, circular, confirmed, boxes, skipped;
};

struct run {
    struct seed_run *of;
    struct arena *arena;
    uint64_t seed;
    struct tally *tally;
};

static void fail_run(struct run *run, const char *policy, const char *box, const char *first,
                     const char *second)
{
    seeds_fail(run->of, "%s\nbox: %s\n--- interpreter\n%s--- table\n%s", policy, box, first,
               second);
}

/* All effective prohibitions, or else all effective permissions, and nothing more. */
static bool deciding_agrees(struct engine *e, const struct value_set *point,
                            const struct oracle_point *slow, const struct model *model)
{
    struct eval_deciding deciding;
    if (!eval_deciding(e->evaluator, point, &deciding))
        return false;
    enum norm_sign sign =
        slow->verdict == ORACLE_W_PERMITTED ? SIGN_PERMIT : SIGN_PROHIBIT;
    size_t expected = 0;
    for (size_t n = 0; n < model->norms.count; n++)
        expected += slow->effective[n] && model->norms.items[n].sign == sign;
    for (size_t i = 0; i < deciding.count; i++)
        if (!slow->effective[deciding.norms[i]]
            || model->norms.items[deciding.norms[i]].sign != sign)
            return false;
    return deciding.count == expected;
}

/* The short way to the box of one world makes what the long way makes, bit by bit, but for room
 * that no column uses. */
static bool same_box(struct engine *e, struct arena *arena, const struct value_set *point)
{
    struct evaluator *ev = e->evaluator;
    struct box *box = session_begin(ev, point), *by_sets = box_new(ev, arena);
    struct event_axis *axes = ARENA_ARRAY(arena, struct event_axis, ev->event_count + 1);
    if (!box)
        return false;
    for (uint32_t i = 0; i < ev->event_count; i++) {
        const struct event_axis *axis = &ev->events[i];
        axes[i] = *axis;
        axes[i].low = arena_copy(arena, axis->low, sizeof *axis->low);
        axes[i].high = arena_copy(arena, axis->high, sizeof *axis->high);
        axes[i].holds = arena_copy(arena, axis->holds, axis->column_count * sizeof *axis->holds);
    }
    memset(by_sets->mask, 0, ev->box_size);
    if (!box_from_sets(ev, point, by_sets)
        || memcmp(box->mask, by_sets->mask, ev->meta->mask_words * sizeof *box->mask) != 0
        || memcmp(box->fixed, by_sets->fixed, ev->meta->mask_words * sizeof *box->fixed) != 0)
        return false;
    for (uint32_t l = 0; l < ev->wide_count; l++)
        if (box->low[l] != by_sets->low[l] || box->high[l] != by_sets->high[l]
            || box->cell_low[l] != by_sets->cell_low[l]
            || box->cell_high[l] != by_sets->cell_high[l] || ev->holes[l].count)
            return false;
    for (uint32_t i = 0; i < ev->event_count; i++) {
        const struct event_axis *axis = &ev->events[i];
        if (box->event_low[i] || box->event_high[i] || by_sets->event_high[i]
            || axes[i].count != axis->count || axes[i].low[0] != axis->low[0]
            || axes[i].high[0] != axis->high[0]
            || memcmp(axes[i].holds, axis->holds, axis->column_count * sizeof *axis->holds) != 0)
            return false;
    }
    return true;
}

/* Questions about one world and about the whole box by turns: what was kept of the one is not
 * taken for the other. */
static bool questions_agree(struct engine *e, struct arena *arena, const struct value_set *sets,
                            const struct value_set *point, const struct oracle_point *slow)
{
    size_t count = e->table->norms_count;
    enum eval_truth *open = ARENA_ARRAY(arena, enum eval_truth, count + 1);
    for (uint32_t n = 0; n < count; n++)
        open[n] = eval_norm_effective(e->evaluator, sets, n);
    for (uint32_t n = 0; n < count; n++) {
        enum eval_truth one = slow->effective[n] ? TRUTH_YES : TRUTH_NO;
        if (eval_norm_effective(e->evaluator, point, n) != one
            || eval_norm_effective(e->evaluator, point, n) != one
            || eval_norm_effective(e->evaluator, sets, n) != open[n]
            || (open[n] != TRUTH_MAYBE && open[n] != one))
            return false;
    }
    return true;
}

/* Two corners of the box as single worlds: the interpreter, the short way for a point, and
 * the search on a box of one world must say the same. */
static const char *single_worlds(struct engine *e, const struct oracle *oracle,
                                 struct arena *arena, const struct value_set *sets)
{
    static const enum eval_world as_bits[] = {WORLD_PERMITTED, WORLD_CONTESTED, WORLD_PROHIBITED};
    static const enum eval_verdict as_verdict[] = {EVAL_PERMITTED, EVAL_DISPUTED, EVAL_PROHIBITED};
    uint32_t vars = oracle->model->vocab.var_count;
    int64_t *world = ARENA_ARRAY(arena, int64_t, vars);
    struct value_set *point = ARENA_ARRAY(arena, struct value_set, vars);
    struct oracle_point slow = {0};
    oracle_point_init(oracle, arena, &slow);
    for (int end = 0; end < 2; end++) {
        for (uint32_t v = 0; v < vars; v++) {
            const struct value_set *s = &sets[v];
            world[v] = end == 0              ? s->first.low
                       : s->more_count == 0 ? s->first.high
                                            : s->more[s->more_count - 1].high;
            point[v].first.low = point[v].first.high = world[v];
        }
        oracle_evaluate(oracle, world, &slow);
        if (eval_world(e->evaluator, world) != as_bits[slow.verdict])
            return "the verdict of a single world differs\n";
        if (!deciding_agrees(e, point, &slow, oracle->model))
            return "the deciding clauses of a single world differ\n";
        if (!same_box(e, arena, point))
            return "the short way to the box of a single world differs\n";
        if (!questions_agree(e, arena, sets, point, &slow))
            return "the effect of a norm differs\n";
        const struct eval_result *searched = eval_box(e->evaluator, point, arena);
        if (searched->verdict != as_verdict[slow.verdict]
            || searched->possible != (uint8_t)as_bits[slow.verdict])
            return "the search on a single world differs\n";
    }
    return NULL;
}

/* The quick verdict of the box, and of worlds of it, against the interpreter. */
static const char *quick_ways(struct engine *e, const struct oracle *oracle, struct arena *arena,
                              const struct value_set *sets, const struct oracle_result *full)
{
    bool unresolved;
    enum eval_verdict verdict = eval_verdict(e->evaluator, sets, &unresolved);
    if (unresolved || engine_verdict(verdict) != full->verdict)
        return "the quick verdict differs\n";
    return single_worlds(e, oracle, arena, sets);
}

static bool compare_box(struct run *run, struct engine *e, const struct oracle *oracle,
                        const char *policy, const char *box)
{
    const char *error = NULL;
    struct value_set *sets = case_box(run->arena, &oracle->model->vocab, box, &error);
    if (!sets) {
        fail_run(run, policy, box, error, "");
        return false;
    }
    struct oracle_result slow, quick;
    struct oracle_options options = {WORLD_LIMIT, ORACLE_PICK_LOW};
    oracle_box(oracle, run->arena, sets, &options, &slow);
    if (slow.too_many) {
        run->tally->skipped++;
        return true;
    }
    struct strbuf first, second;
    strbuf_init(&first, run->arena);
    strbuf_init(&second, run->arena);
    oracle_dump(oracle, &slow, &first);
    if (slow.cycle) { /* the proof about cycles was wrong: the table must not exist */
        fail_run(run, policy, box, strbuf_string(&first), "accepted\n");
        return false;
    }
    error = engine_box(e, oracle, run->arena, sets, &quick);
    oracle_dump(oracle, &quick, &second);
    if (!error && strcmp(strbuf_string(&first), strbuf_string(&second)) == 0)
        error = quick_ways(e, oracle, run->arena, sets, &slow);
    else if (!error)
        error = "";
    run->tally->boxes++;
    if (!error)
        return true;
    strbuf_text(&second, error);
    fail_run(run, policy, box, strbuf_string(&first), strbuf_string(&second));
    return false;
}

/* Tiny domains fit into masks whole; two seeds in three are laid out as if they were large:
 * wide columns, pivots, rows, and lanes that hold several cells. */
static struct table_layout layout_of(uint64_t seed)
{
    struct table_layout layout = table_layout_default();
    if (seed % 3 == 0)
        return layout;
    layout.small_cells = 2;
    layout.rows_worth_it = 1;
    layout.pivot_share = 1;
    layout.pivot_cells = seed % 5 == 0 ? 0 : 3;
    if (seed % 3 == 1) {
        layout.lane_limit = 1 + (uint32_t)(seed / 3 % 3);
        layout.buckets = 2;
    }
    return layout;
}

/* ---- refused for a circle: some world must have it ------------------------------------------ */

/* Everything open at one date. */
static struct value_set *open_sets(struct arena *arena, const struct vocab *vocab, int64_t date)
{
    struct value_set *sets = ARENA_ARRAY(arena, struct value_set, vocab->var_count);
    struct interval *never = ARENA_NEW(arena, struct interval);
    never->low = never->high = DATE_NEVER;
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        const struct vocab_var *var = &vocab->vars[v];
        switch ((enum var_kind)var->kind) {
        case VAR_DATE_OF_CASE:
            sets[v].first = (struct interval){date, date};
            break;
        case VAR_LEAF:
        case VAR_READING:
            sets[v].first = (struct interval){0, (int64_t)var->leaf_count - 1};
            break;
        case VAR_NUMBER:
            sets[v].first = (struct interval){var->low, var->high};
            break;
        case VAR_DAY:
            sets[v].first = (struct interval){DATE_FIRST, DATE_LAST};
            break;
        case VAR_EVENT:
            sets[v].first = (struct interval){DATE_FIRST, date};
            sets[v].more = never;
            sets[v].more_count = 1;
            break;
        }
    }
    return sets;
}

enum circle { CIRCLE_FOUND, CIRCLE_NOT_FOUND, CIRCLE_TOO_MANY };

static enum circle look_for_circle(struct arena *arena, const struct oracle *oracle)
{
    enum circle result = CIRCLE_NOT_FOUND;
    struct oracle_options options = {100000, ORACLE_PICK_LOW};
    size_t cuts = oracle->cuts[VOCAB_DATE].list.count;
    for (size_t i = 0; i <= cuts; i++) {
        struct arena_mark mark = arena_mark(arena);
        int64_t date = i < cuts ? oracle->cuts[VOCAB_DATE].list.items[i] : 0;
        if (date <= DATE_FIRST || date > DATE_LAST) /* an open end is a cut too */
            continue;
        struct oracle_result all;
        oracle_box(oracle, arena, open_sets(arena, &oracle->model->vocab, date), &options, &all);
        bool cycle = all.cycle, too_many = all.too_many;
        arena_rewind(arena, mark);
        if (cycle)
            return CIRCLE_FOUND;
        result = too_many ? CIRCLE_TOO_MANY : result;
    }
    return result;
}

static void judge_refusal(struct run *run, const struct oracle *oracle, const char *policy)
{
    run->tally->circular++;
    switch (look_for_circle(run->arena, oracle)) {
    case CIRCLE_FOUND:
        run->tally->confirmed++;
        return;
    case CIRCLE_TOO_MANY:
        return;
    case CIRCLE_NOT_FOUND:
        /* dates between the cuts can matter where months are clamped: not searched here */
        if (!strstr(policy, "month") && !strstr(policy, "year"))
            fail_run(run, policy, "", "no world has a circle\n", "refused\n");
        return;
    }
}

/* ---- the same policy in another order -------------------------------------------------------- */

static void printed_table(struct run *run, const struct table *table, struct strbuf *out)
{
    strbuf_init(out, run->arena);
    emit_table_text(table, run->arena, 100, out);
}

/* Another order of statements and clauses gives the same table for people. */
static void compare_shuffled(struct run *run, const struct engine *e,
                             const struct generated *generated, const char *policy)
{
    struct generate_form form = {run->seed * 2654435761u + 1, false, false};
    struct strbuf text, first, second;
    struct case_policy checked;
    struct engine other;
    struct table_layout layout = layout_of(run->seed);
    strbuf_init(&text, run->arena);
    generate_print(generated, &form, &text);
    case_read(run->arena, strbuf_string(&text), &checked);
    if (checked.errors) {
        fail_run(run, policy, "", "accepted\n", "refused in another order\n");
        return;
    }
    engine_new(run->arena, checked.model, checked.diags, &layout, &other);
    if (!other.table) {
        fail_run(run, policy, "", "has a table\n", "has none in another order\n");
        return;
    }
    printed_table(run, e->table, &first);
    printed_table(run, other.table, &second);
    if (strcmp(strbuf_string(&first), strbuf_string(&second)) != 0)
        fail_run(run, policy, strbuf_string(&text), strbuf_string(&first), strbuf_string(&second));
    engine_free(&other);
}

static void compare_policy(struct run *run)
{
    struct generated *generated = generate_policy(run->arena, run->seed);
    struct generate_form form = {0, false, false};
    struct strbuf text;
    strbuf_init(&text, run->arena);
    generate_print(generated, &form, &text);
    const char *policy = strbuf_string(&text);
    struct case_policy checked;
    case_read(run->arena, policy, &checked);
    run->tally->policies++;
    if (checked.errors) {
        run->tally->refused++;
        return;
    }
    struct engine e;
    struct table_layout layout = layout_of(run->seed);
    engine_new(run->arena, checked.model, checked.diags, &layout, &e);
    if (e.evaluator && run->seed % 2 == 0) /* the ways that only large tables take otherwise */
        evaluator_try_from(e.evaluator, 0);
    struct oracle *oracle = oracle_new(run->arena, checked.model);
    if (e.refused)
        judge_refusal(run, oracle, policy);
    else if (e.message)
        fail_run(run, policy, "", e.message, "");
    for (uint64_t i = 0; i < BOXES && !e.refused && !e.message; i++) {
        struct generated_case c;
        generate_case(run->arena, generated, i, false, &c);
        if (!compare_box(run, &e, oracle, policy, c.box))
            break;
    }
    if (e.table && !run->of->failure && run->seed % 8 == 0)
        compare_shuffled(run, &e, generated, policy);
    engine_free(&e);
}

static void job(struct seed_run *seed)
{
    struct run run = {seed, &seed->arena, seed->seed, seed->context};
    compare_policy(&run);
}

static void table_and_interpreter_agree(void **state)
{
    (void)state;
    struct tally tally = {0};
    seeds_each(job, &tally, SEEDS, LONG_SEEDS);
    printf("%zu policies, %zu refused, %zu circular (%zu confirmed), %zu boxes, %zu skipped\n",
           tally.policies, tally.refused, tally.circular, tally.confirmed, tally.boxes,
           tally.skipped);
    assert_true(tally.boxes > tally.policies); /* most policies are accepted */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(table_and_interpreter_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

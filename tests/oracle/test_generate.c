/* test_generate.c: laws of the meaning itself, on random policies, by the interpreter alone.
 *
 * What must not change a verdict does not: the order of statements, the names of values,
 * one agreement written as two of the same parties, which value stands for its cell. And
 * knowing more never makes more possible. POLC_FIRST_SEED, POLC_SEEDS and POLC_LONG as in seeds.h.
 */
#include "case.h"
#include "generate.h"
#include "interpreter.h"
#include "seeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CASES_OF_A_POLICY 3
#define WORLD_LIMIT 20000

struct run;
typedef void law(struct run *run, struct arena *arena, const struct generated *policy);

struct run {
    struct seed_run *of; /* of the seed that is being looked at */
    law *holds;
    size_t policies, accepted, boxes, verdicts[4], cycles;
};

static void fails(struct run *run, const char *what, const char *a, const char *b)
{
    seeds_fail(run->of, "%s\n%s\n-- and --\n%s", what, a, b);
}

/* The policy in some form, checked; NULL when it is refused. */
static struct oracle *oracle_of(struct arena *arena, const struct generated *policy,
                                const struct generate_form *form, const char **messages)
{
    struct strbuf text;
    struct case_policy checked;
    strbuf_init(&text, arena);
    generate_print(policy, form, &text);
    case_read(arena, strbuf_string(&text), &checked);
    *messages = arena_printf(arena, "%s\n%s", checked.messages, strbuf_string(&text));
    return checked.errors == 0 ? oracle_new(arena, checked.model) : NULL;
}

static bool evaluate(struct run *run, const struct oracle *oracle, const char *box,
                     enum oracle_pick pick, struct oracle_result *out)
{
    const char *error;
    struct value_set *sets = case_box(oracle->arena, &oracle->model->vocab, box, &error);
    if (!sets) {
        fails(run, "a deployment is not understood", box, error);
        return false;
    }
    oracle_box(oracle, oracle->arena, sets, &(struct oracle_options){WORLD_LIMIT, pick}, out);
    if (out->too_many)
        fails(run, "too many worlds", box, "");
    return !out->too_many;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The dump with its lines sorted: the order of clauses is not what is compared. */
static const char *sorted_dump(const struct oracle *oracle, const struct oracle_result *result)
{
    struct strbuf dump, sorted;
    VEC(char *) lines = {0};
    strbuf_init(&dump, oracle->arena);
    strbuf_init(&sorted, oracle->arena);
    oracle_dump(oracle, result, &dump);
    strbuf_string(&dump);
    for (char *line = strtok(dump.items, "\n"); line; line = strtok(NULL, "\n"))
        VEC_PUSH(oracle->arena, &lines, line);
    qsort(lines.items, lines.count, sizeof *lines.items, by_text);
    for (size_t i = 0; i < lines.count; i++)
        strbuf_printf(&sorted, "%s\n", lines.items[i]);
    return strbuf_string(&sorted);
}

#define LONG_SEEDS 20000 /* for each law */

/* ---- laws ------------------------------------------------------------------------------------ */

/* Every policy is read, most are accepted, every deployment is understood; any value of a
 * cell stands for it. */
static void cells_are_exact(struct run *run, struct arena *arena, const struct generated *policy)
{
    const char *messages;
    struct oracle *oracle = oracle_of(arena, policy, &(struct generate_form){0}, &messages);
    run->policies++;
    run->accepted += oracle != NULL;
    for (uint64_t i = 0; oracle && i < CASES_OF_A_POLICY; i++) {
        struct generated_case c;
        struct oracle_result low, high;
        generate_case(arena, policy, i, false, &c);
        if (!evaluate(run, oracle, c.box, ORACLE_PICK_LOW, &low)
            || !evaluate(run, oracle, c.box, ORACLE_PICK_HIGH, &high))
            return;
        const char *a = sorted_dump(oracle, &low), *b = sorted_dump(oracle, &high);
        if (strcmp(a, b) != 0)
            fails(run, "the value that stands for a cell makes a difference", a, b);
        run->boxes++;
        run->cycles += low.cycle;
        if (!low.cycle)
            run->verdicts[low.verdict]++;
    }
}

/* The same deployments of the policy and of a transformed one; `whole`: all of the dump must
 * agree, else the verdicts alone. */
static void same_under(struct run *run, struct arena *arena, const struct generated *policy,
                       const struct generate_form *form, bool whole)
{
    const char *messages, *other_messages;
    struct oracle *oracle = oracle_of(arena, policy, &(struct generate_form){0}, &messages);
    struct oracle *other = oracle_of(arena, policy, form, &other_messages);
    if (!oracle != !other)
        fails(run, "accepted in one form and refused in another", messages, other_messages);
    for (uint64_t i = 0; oracle && other && i < CASES_OF_A_POLICY; i++) {
        struct generated_case c, c2;
        struct oracle_result a, b;
        generate_case(arena, policy, i, false, &c);
        generate_case(arena, policy, i, form->rename, &c2);
        if (!evaluate(run, oracle, c.box, ORACLE_PICK_LOW, &a)
            || !evaluate(run, other, c2.box, ORACLE_PICK_LOW, &b))
            return;
        const char *text = sorted_dump(oracle, &a), *text2 = sorted_dump(other, &b);
        bool same = a.cycle == b.cycle
                    && (a.cycle || (a.verdict == b.verdict && a.basis == b.basis
                                    && memcmp(a.possible, b.possible, sizeof a.possible) == 0));
        if (whole ? strcmp(text, text2) != 0 : !same)
            fails(run, "two forms of a policy differ", arena_printf(arena, "%s\n%s", c.box, text),
                  arena_printf(arena, "%s\n%s", text2, other_messages));
        run->boxes++;
    }
}

static void order_is_nothing(struct run *run, struct arena *arena, const struct generated *policy)
{
    struct generate_form form = {.shuffle = run->of->seed + 1};
    same_under(run, arena, policy, &form, true);
}

static void names_are_nothing(struct run *run, struct arena *arena, const struct generated *policy)
{
    struct generate_form form = {.rename = true};
    same_under(run, arena, policy, &form, false);
}

static void agreements_may_be_cut(struct run *run, struct arena *arena,
                                  const struct generated *policy)
{
    struct generate_form form = {.split = true, .shuffle = run->of->seed % 2};
    if (generate_splittable(policy))
        same_under(run, arena, policy, &form, false);
}

/* One variable fixed: no new world verdict, and the verdict is the one that was announced. A
 * run says so of each of its values alone: all of a run may be disputed, each differently. */
static void fix(struct run *run, const struct oracle *oracle, const char *box,
                const struct oracle_settle *settle, int64_t value, const struct oracle_result *all)
{
    const char *error;
    struct value_set *sets = case_box(oracle->arena, &oracle->model->vocab, box, &error);
    struct oracle_result some;
    sets[settle->var] = (struct value_set){.first = {value, value}};
    oracle_box(oracle, oracle->arena, sets,
               &(struct oracle_options){WORLD_LIMIT, ORACLE_PICK_HIGH}, &some);
    if (some.verdict != settle->verdict)
        fails(run, "a fact settles as another verdict", box, sorted_dump(oracle, all));
    for (size_t v = 0; v < ORACLE_WORLD_VERDICTS; v++)
        if (some.possible[v] && !all->possible[v])
            fails(run, "knowing more made more possible", box, sorted_dump(oracle, all));
    run->boxes++;
}

static void knowing_more(struct run *run, struct arena *arena, const struct generated *policy)
{
    const char *messages;
    struct oracle *oracle = oracle_of(arena, policy, &(struct generate_form){0}, &messages);
    struct generated_case c;
    struct oracle_result all;
    generate_case(arena, policy, 0, false, &c);
    if (!oracle || !evaluate(run, oracle, c.box, ORACLE_PICK_LOW, &all) || all.cycle)
        return;
    for (size_t i = 0; i < all.settles.count; i++) {
        const struct oracle_settle *settle = &all.settles.items[i];
        fix(run, oracle, c.box, settle, settle->low, &all);
        fix(run, oracle, c.box, settle, settle->high, &all);
    }
    if (all.verdict == ORACLE_UNDETERMINED && all.settles.count == 0)
        fails(run, "undetermined by no fact", c.box, sorted_dump(oracle, &all));
}

/* ---- running ------------------------------------------------------------------------------------ */

static void job(struct seed_run *seed)
{
    struct run *run = seed->context;
    run->of = seed;
    run->holds(run, &seed->arena, generate_policy(&seed->arena, seed->seed));
}

static uint64_t check(law *holds, uint64_t seeds, struct run *out)
{
    *out = (struct run){.holds = holds};
    return seeds_each(job, out, seeds, LONG_SEEDS);
}

static void test_cells(void **state)
{
    (void)state;
    struct run run;
    check(cells_are_exact, 1500, &run);
    printf("accepted %zu of %zu policies; boxes: permitted %zu, disputed %zu, undetermined %zu, "
           "prohibited %zu, with a cycle %zu\n",
           run.accepted, run.policies, run.verdicts[ORACLE_PERMITTED],
           run.verdicts[ORACLE_DISPUTED], run.verdicts[ORACLE_UNDETERMINED],
           run.verdicts[ORACLE_PROHIBITED], run.cycles);
    assert_true(run.accepted * 10 >= run.policies * 7);
    for (size_t v = 0; v < 4; v++)
        assert_true(run.verdicts[v] * 100 > run.boxes); /* each is met often enough */
}

static void test_order(void **state)
{
    (void)state;
    struct run run;
    uint64_t seeds = check(order_is_nothing, 600, &run);
    assert_true(run.boxes * 3 > seeds * 5);
}

static void test_names(void **state)
{
    (void)state;
    struct run run;
    uint64_t seeds = check(names_are_nothing, 300, &run);
    assert_true(run.boxes * 3 > seeds * 5);
}

static void test_cut(void **state)
{
    (void)state;
    struct run run;
    uint64_t seeds = check(agreements_may_be_cut, 800, &run);
    assert_true(run.boxes * 8 > seeds * 5);
}

static void test_knowing(void **state)
{
    (void)state;
    struct run run;
    uint64_t seeds = check(knowing_more, 1000, &run);
    assert_true(run.boxes * 10 > seeds * 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells), cmocka_unit_test(test_order), cmocka_unit_test(test_names),
        cmocka_unit_test(test_cut),   cmocka_unit_test(test_knowing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

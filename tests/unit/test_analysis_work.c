/* test_analysis_work.c: how much an analysis looks at, counted, since times say little on a busy machine.
 *
 * A portfolio of N prohibitions, four of a product and some of none, each with an exception; every
 * twentieth says what another one says. Whether a clause is idle hangs on the clauses about its
 * product and on those about none, so four times the clauses may take four times the work, and
 * not sixteen times.
 *
 * And a dense policy, dates by disputed terms that use each other twice by facts that nobody knows: what a
 * timeline, or duties, look at is no more than the purse and what each day adds to it.
 */
#include "analysis/findings.h"
#include "analysis/owed.h"
#include "analysis/timeline.h"
#include "eval/engine.h"
#include "sema_fixture.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#define WORK_A_CLAUSE 200 /* records, defeaters and, by NODE_WORK, nodes */

struct counted {
    uint32_t clauses;
    uint64_t worked;
    size_t found, open;
};

static char *portfolio(uint32_t clauses)
{
    char *text;
    size_t length;
    FILE *f = open_memstream(&text, &length);
    assert_non_null(f);
    fputs("policy \"work\" dated 2026-01-01.\nkind party: Acme, Bolt.\nkind region: r0", f);
    for (int r = 1; r < 8; r++)
        fprintf(f, ", r%d", r);
    fputs(".\nkind product: p0", f);
    for (uint32_t p = 1; p < clauses / 4; p++)
        fprintf(f, ", p%u", p);
    fputs(".\nfact product: product.\nfact region: region.\nfact size: number from 0 to 1000.\n"
          "agreement Master between Acme and Bolt in force from 2020-01-01:\n", f);
    for (uint32_t c = 0; c < clauses; c++) {
        uint32_t like = c % 20 == 19 ? c - 1 : c;
        fprintf(f, "  clause 1.%u: Acme shall not deploy where ", c + 1);
        if (c % (clauses / 4) != 0)
            fprintf(f, "product is p%u and ", like / 4);
        fprintf(f, "region is r%u except where size > %u.\n", like % 8, 10 * (like % 50));
    }
    assert_int_equal(fclose(f), 0);
    return text;
}

static void look_idle(struct checked *checked, void *context)
{
    struct counted *out = context;
    struct arena *arena = &checked->arena;
    assert_int_equal(checked->diags.errors, 0);
    struct ir *ir = ir_lower(arena, checked->model, &checked->diags);
    struct table_image image = table_build(arena, ir, 1, NULL);
    const char *message;
    const struct table *table = table_open(arena, image.data, image.length, &message);
    assert_non_null(table);
    struct findings findings = {.arena = arena};
    struct evaluator *ev = evaluator_new(arena, table);
    struct analysis a = {.arena = arena, .model = checked->model, .ir = ir, .table = table,
                         .findings = &findings, .on = checked->model->dated,
                         .rule_budget = ANALYSIS_RULE_BUDGET,
                         .space = space_new(arena, ev, checked->model->dated)};
    bool *alive = ARENA_ARRAY(arena, bool, table->clauses_count + 1);
    for (size_t c = 0; c < table->clauses_count; c++)
        alive[c] = true;
    analyse_idle(&a, alive);
    out->worked = ev->worked;
    out->found = findings.list.count;
    for (size_t i = 0; i < findings.list.count; i++)
        out->open += findings.list.items[i]->unresolved;
    evaluator_free(ev);
}

static struct counted count(uint32_t clauses)
{
    struct counted out = {.clauses = clauses};
    char *text = portfolio(clauses);
    assert_true(sema_fixture_text(text, heap_default(), look_idle, &out));
    free(text);
    return out;
}

static void test_idle(void **state)
{
    (void)state;
    for (uint32_t clauses = 1000; clauses <= 4000; clauses *= 4) {
        struct counted c = count(clauses);
        assert_true(c.found >= clauses / 10);
        assert_int_equal(c.open, 0);
        assert_in_range(c.worked, 1, (uint64_t)clauses * WORK_A_CLAUSE);
    }
}

/* ---- dense policies under a purse ---------------------------------------------------------------- */

#define FACTS 8
#define TERMS 5
#define SMALL_PURSE 200000
#define OVERHANG 400000 /* of what had begun when the purse was empty */

static char *dense(int dates)
{
    char *text;
    size_t length;
    FILE *f = open_memstream(&text, &length);
    assert_non_null(f);
    fputs("policy \"dense\" dated 2026-01-01.\nkind party: Acme, Bolt.\nactor who: party presumed Acme.\n", f);
    for (int i = 0; i < FACTS; i++)
        fprintf(f, "fact f%d: (a%d, b%d, c%d, d%d).\n", i, i, i, i, i);
    fputs("term t0: as read by Acme means f0 is a0; as read by Bolt means f1 is b1.\n", f);
    for (int t = 1; t < TERMS; t++)
        fprintf(f, "term t%d: as read by Acme means (t%d and f%d is a%d) or (f%d is b%d and not t%d); "
                   "as read by Bolt means f%d is c%d or t%d.\n",
                t, t - 1, t, t, t + 1, t + 1, t - 1, t + 2, t + 2, t - 1);
    fputs("agreement Master between Acme and Bolt in force from 2020-01-01:\n", f);
    for (int c = 0; c < dates; c++) {
        int x = c % FACTS, y = (c + 1 + c / FACTS) % FACTS;
        fprintf(f, "  clause %d from %d-%02d-01: %s where (f%d is a%d or t%d) and (f%d is b%d or not t%d).\n", c + 1,
                2026 + c / 12, c % 12 + 1, c % 3 ? "Acme shall not deploy" : "Acme owes Bolt \"rent\"", x,
                x, c % TERMS, y, y, (c + 2) % TERMS);
    }
    assert_int_equal(fclose(f), 0);
    return text;
}

struct purse_run {
    uint64_t days, nodes, timeline, policy, duties; /* work */
    bool unresolved, owed_unresolved, now_asked;
    size_t unasked;
};

static void look_dense(struct checked *checked, void *context)
{
    struct purse_run *out = context;
    struct arena *arena = &checked->arena;
    assert_int_equal(checked->diags.errors, 0);
    struct ir *ir = ir_lower(arena, checked->model, &checked->diags);
    struct table_image image = table_build(arena, ir, 1, NULL);
    const char *message;
    const struct table *table = table_open(arena, image.data, image.length, &message);
    assert_non_null(table);
    struct evaluator *ev = evaluator_new(arena, table);
    struct timeline_asker asker = {table, ev, arena};
    struct value_set *ledger = ARENA_ARRAY(arena, struct value_set, table->vocab.var_count);
    for (uint32_t v = 0; v < table->vocab.var_count; v++)
        ledger[v] = space_domain(arena, &table->vocab, v);
    const struct value_set *sets = timeline_everything(arena, &table->vocab, ledger, 739000);
    struct timeline timeline;
    struct timeline_policy policy;
    struct owed owed;
    out->nodes = table->nodes_count;
    evaluator_purse(ev, SMALL_PURSE);
    timeline_find(&asker, sets, &timeline);
    out->timeline = ev->worked;
    out->unresolved = timeline.unresolved;
    out->now_asked = !timeline.periods[timeline.current].unasked;
    for (size_t i = 0; i < timeline.count; i++)
        out->unasked += timeline.periods[i].unasked;
    evaluator_purse(ev, SMALL_PURSE);
    timeline_of_policy(&asker, sets, NULL, &policy);
    out->policy = ev->worked - out->timeline;
    evaluator_purse(ev, SMALL_PURSE);
    struct owed_asker duties = {table, ev, owed_standing(arena, table), arena};
    owed_find(&duties, sets, &owed);
    out->duties = ev->worked - out->timeline - out->policy;
    out->owed_unresolved = owed.unresolved;
    evaluator_free(ev);
}

static void test_purse(void **state)
{
    (void)state;
    for (int dates = 40; dates <= 80; dates *= 2) {
        struct purse_run run = {0};
        char *text = dense(dates);
        assert_true(sema_fixture_text(text, heap_default(), look_dense, &run));
        free(text);
        uint64_t each = TIMELINE_DAY_WORK + TIMELINE_NODE_WORK * run.nodes, days = (uint64_t)dates + 3;
        assert_in_range(run.timeline, 1, SMALL_PURSE + days * each + OVERHANG);
        assert_in_range(run.policy, 1, SMALL_PURSE + days * TIMELINE_CHANGE_WORK + OVERHANG);
        assert_in_range(run.duties, 1, SMALL_PURSE + OVERHANG);
        assert_true(run.unresolved && run.owed_unresolved && run.now_asked);
        assert_true(run.unasked > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_idle), cmocka_unit_test(test_purse)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

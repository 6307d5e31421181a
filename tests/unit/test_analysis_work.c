/* test_analysis_work.c: how much an analysis looks at, counted, since times say little on a busy machine.
 *
 * A portfolio of N prohibitions, four of a product and some of none, each with an exception; every
 * twentieth says what another one says. Whether a clause is idle hangs on the clauses about its
 * product and on those about none, so four times the clauses may take four times the work, and
 * not sixteen times.
 */
#include "analysis/findings.h"
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

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_idle)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

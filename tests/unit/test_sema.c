/* test_sema.c: what policies mean once checked, as lines of the model's dump; and what
 * must hold however a policy is written: order, memory, extreme numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sema_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD                                                                                 \
    "policy \"Test\" dated 2026-01-01.\n"                                                    \
    "kind party: Acme (Acme_UK, Acme_US), Globex, Initech, other_party.\n"                   \
    "fact region: (UK, Germany, Japan).\n"                                                   \
    "fact n: number from -9223372036854775807 to 9223372036854775807.\n"                     \
    "events ipo.\n"
#define ACTOR "actor deployer: party presumed Acme.\n"
#define MASTER "agreement Master between Acme and Globex:\n"

struct expectation {
    const char *wanted;   /* must occur in the dump */
    const char *unwanted; /* must not; NULL for none */
    bool ok;
};

static void look(struct checked *checked, void *context)
{
    struct expectation *e = context;
    const char *dump = strbuf_string(&checked->dump);
    e->ok = checked->diags.errors == 0 && strstr(dump, e->wanted)
            && !(e->unwanted && strstr(dump, e->unwanted));
    if (!e->ok)
        fprintf(stderr, "wanted:\n%s\nfound:\n%s%s", e->wanted, strbuf_string(&checked->report),
                dump);
}

static void expect_but(const char *text, const char *wanted, const char *unwanted)
{
    struct expectation e = {wanted, unwanted, false};
    assert_true(sema_fixture_text(text, heap_default(), look, &e));
    assert_true(e.ok);
}

static void expect(const char *text, const char *wanted)
{
    expect_but(text, wanted, NULL);
}

/* ---- conditions at the ends of 64 bits ---------------------------------------------------- */

static void comparisons_never_step_over_the_ends(void **state)
{
    (void)state;
    expect(HEAD MASTER "  clause 1: Acme shall not deploy where n > 9223372036854775807.\n",
           "where never\n");
    expect(HEAD MASTER "  clause 1: Acme shall not deploy where n >= 9223372036854775807.\n",
           "where n in [..]\n"); /* only the largest number: both ends are where ranges end */
    expect(HEAD MASTER "  clause 1: Acme shall not deploy where n < 9223372036854775807.\n",
           "where n in [..9223372036854775806]\n");
    expect(HEAD MASTER "  clause 1: Acme shall not deploy where n > -9223372036854775807.\n",
           "where n in [-9223372036854775806..]\n");
    expect(HEAD MASTER "  clause 1: Acme shall not deploy where n != 5.\n",
           "where not n in [5..5]\n");
}

static void dates_are_ranges_of_days(void **state)
{
    (void)state;
    expect(HEAD MASTER "  clause 1: Acme shall not deploy where date is before 2026-03-01.\n",
           "where date in [..2026-02-28]\n");
    expect(HEAD MASTER "  clause 1: Acme shall not deploy where date is after 2026-02-28.\n",
           "where date in [2026-03-01..]\n");
    expect(HEAD MASTER "  clause 1 from 0001-01-01 through 9999-12-31: Acme shall not deploy.\n",
           "  from date in [0001-01-01..]\n  until date in [");
}

/* ---- points in time --------------------------------------------------------------------------- */

static void counts_are_distributed_over_earlier_and_later(void **state)
{
    (void)state;
    expect(HEAD MASTER "  clause 1 from 1 month after the earlier of (ipo, 2026-01-31): "
                       "Acme shall not deploy.\n",
           "  from (date >= ipo + 1 months or date in [2026-02-28..])\n");
    expect(HEAD MASTER "  clause 1 from 1 year after the later of (ipo, the earlier of "
                       "(2024-02-29, ipo)): Acme shall not deploy.\n",
           "  from (date >= ipo + 1 years and (date in [2025-02-28..] or date >= ipo + 1 years))\n");
}

static void event_atoms_are_since(void **state)
{
    (void)state;
    expect(HEAD MASTER "  clause 1: Acme shall not deploy where ipo has not occurred.\n",
           "where not date >= ipo\n");
    expect(HEAD MASTER "  clause 1: Acme shall not deploy where ipo occurred within 30 days.\n",
           "where (date >= ipo and not date > ipo + 30 days)\n");
    expect(HEAD MASTER
           "  clause 1: Acme shall not deploy where ipo occurred at least 30 days ago.\n",
           "where date >= ipo + 30 days\n");
}

/* ---- bearers, holders, grants ------------------------------------------------------------------- */

static void each_bearer_is_held_by_the_others(void **state)
{
    (void)state;
    expect(HEAD "agreement Trio between Acme and Globex and Initech:\n"
                "  clause 1: Acme and Globex shall not deploy.\n",
           "norm 0 Trio 1: Acme shall not, held by Globex, Initech\n"
           "  where always\n"
           "norm 1 Trio 1: Globex shall not, held by Acme, Initech\n");
}

static void a_holder_is_the_party_that_contains_it(void **state)
{
    (void)state;
    expect(HEAD "choice host: party.\n"
                "agreement Master between Globex and Acme:\n"
                "  clause 1: Globex grants Acme_UK exclusive host.\n"
                "  clause 2: Globex owes Acme_US \"a fee\".\n",
           "norm 0 Master 1: Globex grants, held by Acme\n"
           "  where not host in {Acme_UK}\n"
           "norm 1 Master 2: Globex owes, held by Acme\n"
           "  to Acme_US \"a fee\"\n");
}

static void sole_leaves_the_grantor_free(void **state)
{
    (void)state;
    expect(HEAD "choice host: party or none.\n" MASTER
                "  clause 1: Acme grants Globex sole host among Initech.\n",
           "where (not host in {Acme_UK..Globex, none} and host in {Initech})\n");
}

/* ---- ranks ---------------------------------------------------------------------------------------- */

#define CLAUSES                                                                              \
    "  clause 1: Acme shall not deploy where region is UK.\n"                                \
    "  clause 2: Acme may deploy.\n"

static void reserved_rights_yield_to_permissions_of_the_same_bearer(void **state)
{
    (void)state;
    static const char clauses[] = "  clause 1: rights not granted to Acme_UK are reserved.\n"
                                  "  clause 2: Acme may deploy.\n"
                                  "  clause 3: Acme_US may deploy.\n"
                                  "  clause 4: Acme_UK may deploy.\n";
    char text[2048];
    snprintf(text, sizeof text, "%s%s", HEAD MASTER, clauses);
    expect_but(text, "rank 1 over 0, reserved\nrank 3 over 0, reserved\n", "rank 2");
    snprintf(text, sizeof text, "%s%s", HEAD ACTOR MASTER, clauses);
    expect_but(text, "rank 1 over 0, reserved\nrank 3 over 0, reserved\n", "rank 2");
    /* a permission of a part: with an actor some leaf is below both, without one it does
     * not reach everybody that is bound */
    static const char part[] = "  clause 1: rights not granted to Acme are reserved.\n"
                               "  clause 2: Acme_UK may deploy.\n";
    snprintf(text, sizeof text, "%s%s", HEAD ACTOR MASTER, part);
    expect(text, "rank 1 over 0, reserved\n");
    snprintf(text, sizeof text, "%s%s", HEAD MASTER, part);
    expect_but(text, "norm 1", "rank");
}

static void an_order_yields_where_a_clause_states_a_rank(void **state)
{
    (void)state;
    static const char annex[] = "document Annex:\n"
                                "  clause 1: notwithstanding Master 1, Acme may deploy.\n"
                                "order: Master, Annex unless stated.\n";
    char text[2048];
    snprintf(text, sizeof text, "%s%s%s", HEAD MASTER, CLAUSES, annex);
    expect_but(text, "rank 2 over 0, notwithstanding\n", "order");
    static const char stated_where[] =
        "  clause 3: Annex 1 prevails over 1 where n > 5.\n"
        "document Annex:\n"
        "  clause 1: Acme may deploy.\n"
        "order: Master, Annex unless stated.\n";
    snprintf(text, sizeof text, "%s%s%s", HEAD MASTER, CLAUSES, stated_where);
    expect(text, "rank 2 over 0, prevails\n"
                 "  where (Master 3 live and n in [6..])\n"
                 "rank 0 over 2, order\n"
                 "  where (Master in force and not (Master 3 live and n in [6..]))\n");
}

static void an_order_ranks_all_pairs_of_levels(void **state)
{
    (void)state;
    expect_but(HEAD MASTER CLAUSES "document Annex:\n"
                                   "  clause 1: Acme shall not deploy.\n"
                                   "document Orders:\n"
                                   "  clause 1: Acme may deploy.\n"
                                   "order: Master, Annex, Orders where region is UK.\n",
               "rank 1 over 2, order\n"
               "  where (Master in force and region in {UK})\n"
               "rank 0 over 3, order\n"
               "  where (Master in force and region in {UK})\n"
               "rank 2 over 3, order\n",
               "rank 0 over 1");
}

static void a_clause_belongs_to_its_most_exact_name(void **state)
{
    (void)state;
    expect_but(HEAD MASTER CLAUSES "document Annex:\n"
                                   "  clause 1: Acme shall not deploy.\n"
                                   "Annex prevails over Master except Master 1.\n",
               "rank 2 over 1, prevails\n", "rank 2 over 0");
}

/* ---- the order of clauses and files ------------------------------------------------------------- */

static void consents_are_numbered_by_name(void **state)
{
    (void)state;
    static const char wanted[] = "var 4 consent consent_of_Globex: kind 0, 2 values, mentioned\n"
                                 "var 5 consent consent_of_Initech: kind 0, 2 values, mentioned\n"
                                 "var 6 event ipo: event\n";
    expect(HEAD MASTER "  clause 1: Acme shall not deploy except with consent of Globex.\n"
                       "  clause 2: Acme shall not deploy except with consent of Initech.\n",
           wanted);
    expect(HEAD MASTER "  clause 2: Acme shall not deploy except with consent of Initech.\n"
                       "  clause 1: Acme shall not deploy except with consent of Globex.\n",
           wanted);
}

static void a_clause_may_refer_to_later_ones(void **state)
{
    (void)state;
    expect(HEAD MASTER "  clause 2: notwithstanding 1, Acme may deploy.\n"
                       "  clause 1: Acme shall not deploy where near.\n"
                       "term near means region is UK.\n",
           "rank 0 over 1, notwithstanding\n");
}

/* ---- the example, memory ---------------------------------------------------------------------------- */

static void look_at_example(struct checked *checked, void *context)
{
    *(bool *)context = checked->diags.list.count == 0
                       && checked->model->vocab.var_count == 18
                       && checked->model->norms.count == 7 && checked->model->ranks.count == 1;
    if (checked->diags.list.count > 0)
        fprintf(stderr, "%s", strbuf_string(&checked->report));
}

static void the_example_is_clean(void **state)
{
    (void)state;
    bool ok = false;
    assert_true(sema_fixture_file("tests/spec/example.pol", look_at_example, &ok));
    assert_true(ok);
}

struct failing_heap {
    size_t left, live;
};

static void *failing_alloc(void *context, size_t size)
{
    struct failing_heap *heap = context;
    if (heap->left == 0)
        return NULL;
    heap->left--;
    void *block = malloc(size);
    heap->live += block != NULL;
    return block;
}

static void failing_release(void *context, void *block)
{
    struct failing_heap *heap = context;
    heap->live -= block != NULL;
    free(block);
}

static void every_failing_allocation_is_a_clean_fault(void **state)
{
    (void)state;
    static const char text[] =
        HEAD ACTOR "choice host: party or none.\n"
        "group eu of product: atlas.\nkind product: atlas \"a-1\" \"a-2\", beacon.\n"
        "term near:\n  as read by Acme means region is UK;\n"
        "  as read by Globex means region is Germany.\n" MASTER CLAUSES
        "  clause 3: Acme grants Globex exclusive host among near"
        " except (a) with consent of Globex.\n"
        "  clause 4: 1 does not apply where n > 5.\n"
        "order: 1, 2.\n"
        "waiver W1 by Globex of Master 1 and 3 until 30 days after ipo.\n";
    size_t n = 0;
    for (bool done = false; !done; n++) {
        struct failing_heap failing = {n, 0};
        struct heap heap = {failing_alloc, failing_release, &failing};
        done = sema_fixture_text(text, heap, NULL, NULL);
        assert_int_equal(failing.live, 0);
        assert_true(n < 10000);
    }
    assert_true(n > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparisons_never_step_over_the_ends),
        cmocka_unit_test(dates_are_ranges_of_days),
        cmocka_unit_test(counts_are_distributed_over_earlier_and_later),
        cmocka_unit_test(event_atoms_are_since),
        cmocka_unit_test(each_bearer_is_held_by_the_others),
        cmocka_unit_test(a_holder_is_the_party_that_contains_it),
        cmocka_unit_test(sole_leaves_the_grantor_free),
        cmocka_unit_test(reserved_rights_yield_to_permissions_of_the_same_bearer),
        cmocka_unit_test(an_order_yields_where_a_clause_states_a_rank),
        cmocka_unit_test(an_order_ranks_all_pairs_of_levels),
        cmocka_unit_test(a_clause_belongs_to_its_most_exact_name),
        cmocka_unit_test(consents_are_numbered_by_name),
        cmocka_unit_test(a_clause_may_refer_to_later_ones),
        cmocka_unit_test(the_example_is_clean),
        cmocka_unit_test(every_failing_allocation_is_a_clean_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

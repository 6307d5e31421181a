/* test_budget.c: what happens when an exact answer is too dear.
 *
 * Pigeons and holes: no two pigeons may sit in one hole, said clause by clause. With one
 * hole less than pigeons every placement is prohibited, but a search has to try nearly all
 * of them to know it; a small budget must end in `unresolved`, never in a wrong verdict.
 */
#include <polc/polc.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void write_policy(const char *path, int pigeons, int holes)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("policy \"pigeons\" dated 2026-01-01.\nkind party: Acme, Bolt.\n"
          "actor who: party presumed Acme.\nkind hole: h0",
          f);
    for (int h = 1; h < holes; h++)
        fprintf(f, ", h%d", h);
    fputs(".\n", f);
    for (int p = 0; p < pigeons; p++)
        fprintf(f, "fact p%d: hole.\n", p);
    fputs("agreement Master between Acme and Bolt in force from 2020-01-01:\n", f);
    int clause = 0;
    for (int p = 0; p < pigeons; p++)
        for (int q = 0; q < p; q++)
            for (int h = 0; h < holes; h++)
                fprintf(f, "  clause 1.%d: Acme shall not deploy where p%d is h%d and p%d is h%d.\n",
                        ++clause, p, h, q, h);
    assert_int_equal(fclose(f), 0);
}

struct seen {
    polc_verdict verdict;
    unsigned possible;
    int unresolved;
};

static int keep(void *context, const polc_result *result)
{
    struct seen *seen = context;
    seen->verdict = polc_result_verdict(result);
    seen->possible = polc_result_possible(result);
    seen->unresolved = polc_result_unresolved(result);
    return 0;
}

/* The verdict on a description that says nothing. */
static struct seen judge(int pigeons, int holes, uint64_t budget)
{
    char path[64];
    const char *paths[1] = {path};
    polc_policy *policy;
    polc_table *table;
    polc_evaluator *evaluator;
    struct seen seen = {POLC_PERMITTED, 0, 0};
    polc_document document = {"pigeons.json", "{}", 2, POLC_DOCUMENT_JSON};
    polc_eval_options options = POLC_OPTIONS(options);
    snprintf(path, sizeof path, "/tmp/polc-budget-%ld.pol", (long)getpid());
    write_policy(path, pigeons, holes);
    assert_int_equal(polc_policy_load(paths, 1, NULL, &policy), POLC_OK);
    unlink(path);
    assert_int_equal(polc_policy_compile(policy, &table), POLC_OK);
    options.on = "2026-06-01";
    options.budget = budget;
    assert_int_equal(polc_evaluator_new(table, &options, &evaluator), POLC_OK);
    assert_int_equal(polc_evaluator_read(evaluator, &document, keep, &seen, NULL), POLC_OK);
    polc_evaluator_free(evaluator);
    polc_table_free(table);
    polc_policy_free(policy);
    return seen;
}

static void few_pigeons_are_proved(void **state)
{
    (void)state;
    struct seen crowded = judge(5, 4, 0);
    assert_int_equal(crowded.verdict, POLC_PROHIBITED);
    assert_int_equal(crowded.possible, POLC_WORLD_PROHIBITED);
    assert_false(crowded.unresolved);
    struct seen roomy = judge(4, 4, 0);
    assert_int_equal(roomy.verdict, POLC_UNDETERMINED);
    assert_int_equal(roomy.possible, POLC_WORLD_PERMITTED | POLC_WORLD_PROHIBITED);
    assert_false(roomy.unresolved);
}

static void many_pigeons_are_unresolved(void **state)
{
    (void)state;
    struct seen seen = judge(9, 8, 300);
    assert_true(seen.unresolved);
    assert_true(seen.possible & POLC_WORLD_PROHIBITED); /* the truth is never left out */
    assert_int_not_equal(seen.verdict, POLC_PERMITTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_pigeons_are_proved),
        cmocka_unit_test(many_pigeons_are_unresolved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

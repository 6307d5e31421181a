/* test_missing.c: the cases that are generated for a random policy cover all that any case can.
 *
 * Through the public interface, as `polc test --generate` and `--coverage` do it: the policy and the
 * generated cases are files. A suite that runs these cases has covered every item but a few
 * for which the search ran out of its budget, and generating again writes nothing more.
 */
#include "generate.h"
#include "seeds.h"

#include <polc/polc.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SEEDS 60
#define LONG_SEEDS 20000
#define SEED_SHARE 4  /* of the items of a policy one in so many may be missing */
#define ALL_SHARE 500 /* of all items */

struct tally {
    size_t policies, redacted, cases, items, missing;
};

struct run {
    struct seed_run *of;
    struct tally *tally;
    const char *text;   /* of the policy */
    const char *policy, *cases; /* paths */
    polc_table *table;
};

static void write_file(const char *path, const char *text, size_t length)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static polc_suite *suite_with(struct run *run, bool cases)
{
    polc_suite *suite;
    polc_case_counts counts;
    polc_suite_options options = {.size = sizeof options, .coverage = 1};
    assert_int_equal(polc_suite_new(&options, &suite), POLC_OK);
    if (!cases)
        return suite;
    if (polc_suite_run(suite, run->table, run->cases, NULL, NULL, &counts, NULL) != POLC_OK
        || counts.failed)
        seeds_fail(run->of, "generated cases fail\n%s", run->text);
    return suite;
}

/* The cases that are missing, to the file; how many. */
static size_t generate(struct run *run, polc_suite *suite)
{
    polc_text *text;
    size_t count;
    polc_status status = polc_suite_generate(suite, run->table, &text, &count);
    assert_true(status == POLC_OK || status == POLC_ERROR_BUDGET);
    assert_non_null(text);
    assert_int_equal(strstr(polc_text_data(text), "# unresolved: ") != NULL, status == POLC_ERROR_BUDGET);
    write_file(run->cases, polc_text_data(text), polc_text_length(text));
    polc_text_free(text);
    return count;
}

/* What the cases of the file do not cover, though some case could. */
static size_t uncovered(polc_suite *suite, size_t *items)
{
    polc_coverage kinds[POLC_COVERAGE_KINDS];
    size_t missing = 0;
    assert_int_equal(polc_suite_coverage(suite, kinds), POLC_OK);
    for (int k = 0; k < POLC_COVERAGE_KINDS; k++) {
        missing += kinds[k].items - kinds[k].covered;
        *items += kinds[k].items;
    }
    return missing;
}

static void compare(struct run *run)
{
    size_t items = 0;
    polc_suite *none = suite_with(run, false);
    size_t count = generate(run, none);
    polc_suite_free(none);
    if (!count)
        return;
    polc_suite *all = suite_with(run, true);
    size_t missing = uncovered(all, &items);
    size_t more = generate(run, all);
    polc_suite_free(all);
    run->tally->cases += count;
    run->tally->items += items;
    run->tally->missing += missing;
    if (missing * SEED_SHARE > items || more)
        seeds_fail(run->of, "%zu of %zu items are missing, %zu cases more\n%s", missing, items, more,
                   run->text);
}

static void job(struct seed_run *seed)
{
    struct tally *tally = seed->context;
    struct generated *generated = generate_policy(&seed->arena, seed->seed);
    struct generate_form form = {0, false, false};
    struct strbuf text;
    const char *folder = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    struct run run = {.of = seed, .tally = tally};
    polc_policy *policy = NULL;
    strbuf_init(&text, &seed->arena);
    generate_print(generated, &form, &text);
    run.text = strbuf_string(&text);
    run.policy = arena_printf(&seed->arena, "%s/polc-missing-%ld.pol", folder, (long)getpid());
    run.cases = arena_printf(&seed->arena, "%s/polc-missing-%ld.yaml", folder, (long)getpid());
    write_file(run.policy, run.text, strlen(run.text));
    if (polc_policy_load(&run.policy, 1, NULL, &policy) == POLC_OK
        && polc_policy_compile(policy, &run.table) == POLC_OK) {
        tally->policies++;
        tally->redacted += strstr(run.text, "\nredacted ") != NULL;
        compare(&run);
    }
    polc_table_free(run.table);
    polc_policy_free(policy);
    remove(run.policy);
    remove(run.cases);
}

static void generated_cases_cover_all(void **state)
{
    struct tally tally = {0};
    (void)state;
    seeds_each(job, &tally, SEEDS, LONG_SEEDS);
    printf("%zu policies, %zu with something redacted, %zu cases, %zu items, %zu missing\n",
           tally.policies, tally.redacted, tally.cases, tally.items, tally.missing);
    assert_true(tally.policies > 0 && tally.items > tally.cases);
    assert_true(tally.missing * ALL_SHARE <= tally.items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(generated_cases_cover_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

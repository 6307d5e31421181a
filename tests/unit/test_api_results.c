/* test_api_results.c: what can be asked of a result, and documents and options with errors. */
#include "unit/api_fixture.h"

#include <unistd.h>

/* ---- results ------------------------------------------------------------------------------ */

static void see_gulf(const polc_result *result)
{
    assert_int_equal(polc_result_verdict(result), POLC_PERMITTED);
    assert_string_equal(polc_result_basis(result), "granted");
    assert_int_equal(polc_result_clause_count(result), 1);
    const polc_clause *clause = polc_result_clause(result, 0);
    assert_string_equal(clause->title, "Master 1");
    assert_string_equal(clause->label, "Grant");
    assert_int_equal(clause->effect, POLC_PERMITS);
    assert_string_equal(clause->bearer, "Acme");
    assert_string_equal(clause->holders, "Globex");
    assert_int_equal(clause->line, 8);
    assert_null(polc_result_clause(result, 1));
}

static void see_us(const polc_result *result)
{
    int today = 1;
    assert_int_equal(polc_result_verdict(result), POLC_PROHIBITED);
    assert_int_equal(polc_result_possible(result), POLC_WORLD_PROHIBITED);
    assert_null(polc_result_basis(result));
    assert_string_equal(polc_result_date(result, &today), "2026-02-01");
    assert_int_equal(today, 0);
    assert_string_equal(polc_result_file(result), "d.yaml");
    assert_int_equal(polc_result_line(result), 3);
    const polc_clause *clause = polc_result_clause(result, 0);
    assert_string_equal(clause->text, "Not in the US.");
    assert_int_equal(clause->material, 1);
    assert_int_equal(clause->when, POLC_ALWAYS);
}

static void see_open(const polc_result *result)
{
    assert_int_equal(polc_result_verdict(result), POLC_UNDETERMINED);
    assert_int_equal(polc_result_fact_count(result), 1);
    assert_string_equal(polc_result_fact(result, 0), "notified");
    assert_null(polc_result_fact(result, 1));
    assert_int_equal(polc_result_duty_count(result), 1);
    const polc_duty *duty = polc_result_duty(result, 0);
    assert_int_equal(duty->status, POLC_DUTY_UNDETERMINED);
    assert_string_equal(duty->within, "1 month");
    assert_string_equal(duty->what, "a report");
}

static void see_dispute(const polc_result *result)
{
    assert_int_equal(polc_result_verdict(result), POLC_DISPUTED);
    assert_int_equal(polc_result_term_count(result), 1);
    assert_string_equal(polc_result_term(result, 0), "near");
    assert_string_equal(polc_result_duty(result, 0)->to, "Globex");
}

static void see_two(const polc_result *result)
{
    assert_int_equal(polc_result_placement_count(result), 2);
    const polc_result *first = polc_result_placement(result, 0);
    assert_string_equal(polc_result_label(first), "region = UK");
    assert_int_equal(polc_result_verdict(first), POLC_PERMITTED);
    assert_int_equal(polc_result_placement_count(first), 0);
    assert_int_equal(polc_result_verdict(result), POLC_PROHIBITED);
    assert_int_equal(polc_result_possible(result), POLC_WORLD_PERMITTED | POLC_WORLD_PROHIBITED);
    assert_null(polc_result_placement(result, 2));
}

static int see(void *context, const polc_result *result)
{
    static const struct {
        const char *name;
        void (*look)(const polc_result *result);
    } all[] = {{"gulf", see_gulf}, {"us", see_us}, {"open", see_open}, {"dispute", see_dispute},
               {"two", see_two}};
    size_t *next = context;
    assert_string_equal(polc_result_name(result), all[*next].name);
    all[(*next)++].look(result);
    return 0;
}

static void test_results(void **state)
{
    (void)state;
    size_t next = 0;
    polc_table *table = api_compile();
    polc_evaluator *evaluator = api_evaluator(table, "2026-02-01");
    polc_document document = api_yaml(api_documents);
    assert_int_equal(polc_evaluator_read(evaluator, &document, see, &next, NULL), POLC_OK);
    assert_int_equal(next, 5);
    next = 0; /* an evaluator reads as many documents as one likes */
    assert_int_equal(polc_evaluator_read(evaluator, &document, see, &next, NULL), POLC_OK);
    assert_int_equal(next, 5);
    polc_evaluator_free(evaluator);
    polc_table_free(table);
}

static int stop_at_once(void *context, const polc_result *result)
{
    (void)result;
    ++*(int *)context;
    return 1;
}

static void test_receiver_stops(void **state)
{
    (void)state;
    int calls = 0;
    polc_table *table = api_compile();
    polc_evaluator *evaluator = api_evaluator(table, "2026-02-01");
    polc_document document = api_yaml(api_documents);
    polc_evaluator_read(evaluator, &document, stop_at_once, &calls, NULL);
    assert_int_equal(calls, 1);
    polc_evaluator_free(evaluator);
    polc_table_free(table);
}

static int never(void *context, const polc_result *result)
{
    (void)context;
    (void)result;
    fail();
    return 0;
}

static int count_one(void *context, const polc_result *result)
{
    (void)result;
    ++*(int *)context;
    return 0;
}

static void test_bad_documents(void **state)
{
    (void)state;
    polc_counts counts;
    polc_diagnostic diagnostic;
    polc_table *table = api_compile();
    polc_evaluator *evaluator = api_evaluator(table, NULL);
    polc_document document = api_yaml("{deployment: x, regoin: US}");
    assert_int_equal(polc_evaluator_read(evaluator, &document, never, NULL, &counts),
                     POLC_ERROR_INPUT);
    assert_int_equal(counts.evaluated, 0);
    assert_int_equal(counts.refused, 1);
    polc_diagnostics *problems = polc_evaluator_diagnostics(evaluator);
    assert_int_equal(polc_diagnostics_errors(problems), 1);
    assert_int_equal(polc_diagnostics_get(problems, 0, &diagnostic), POLC_OK);
    assert_string_equal(diagnostic.code, "P0508");
    assert_string_equal(diagnostic.file, "d.yaml");
    assert_int_equal(diagnostic.column, 17);
    assert_int_equal(polc_diagnostics_get(problems, 1, &diagnostic), POLC_ERROR_USAGE);

    int good = 0; /* what was wrong in one document is forgotten with the next */
    document = api_yaml("{deployment: x, region: US, date: 2026-02-01}");
    assert_int_equal(polc_evaluator_read(evaluator, &document, count_one, &good, &counts), POLC_OK);
    assert_int_equal(good, 1);
    assert_int_equal(polc_diagnostics_count(problems), 0);

    polc_document missing = {"/no/such/file.yaml", NULL, 0, POLC_DOCUMENT_BY_NAME};
    assert_int_equal(polc_evaluator_read(evaluator, &missing, never, NULL, &counts),
                     POLC_ERROR_INPUT);
    polc_evaluator_free(evaluator);
    polc_table_free(table);
}

static void test_bad_options(void **state)
{
    (void)state;
    polc_evaluator *evaluator;
    polc_table *table = api_compile();
    polc_setting setting = {"regoin", "US"};
    polc_eval_options options = POLC_OPTIONS(options);
    polc_document document = api_yaml(api_documents);
    options.settings = &setting;
    options.setting_count = 1;
    assert_int_equal(polc_evaluator_new(table, &options, &evaluator), POLC_ERROR_INPUT);
    assert_int_equal(polc_diagnostics_errors(polc_evaluator_diagnostics(evaluator)), 1);
    assert_int_equal(polc_evaluator_read(evaluator, &document, never, NULL, NULL),
                     POLC_ERROR_USAGE);
    polc_evaluator_free(evaluator);
    options.size = 0;
    assert_int_equal(polc_evaluator_new(table, &options, &evaluator), POLC_ERROR_USAGE);
    assert_null(evaluator);
    polc_table_free(table);
}

/* ---- watching --------------------------------------------------------------------------- */

struct watched {
    uint64_t first, last;
    size_t calls, waits;
};

static void see_reading(void *context, uint64_t bytes, int waits)
{
    struct watched *watched = context;
    if (watched->calls++ == 0)
        watched->first = bytes;
    assert_true(bytes >= watched->last);
    watched->last = bytes;
    watched->waits += waits != 0;
}

static void test_watch(void **state)
{
    static const char line[] = "{\"region\": \"US\", \"date\": \"2026-02-01\"}\n";
    (void)state;
    char path[] = "/tmp/polc-watch-XXXXXX";
    struct watched watched = {0, 0, 0, 0};
    polc_document document = {path, NULL, 0, POLC_DOCUMENT_NDJSON};
    polc_run_options options = POLC_OPTIONS(options);
    int file = mkstemp(path), good = 0;
    assert_int_equal(write(file, line, sizeof line - 1), sizeof line - 1);
    close(file);
    polc_table *table = api_compile();
    polc_evaluator *evaluator = api_evaluator(table, NULL);
    polc_evaluator_watch(evaluator, see_reading, &watched);
    assert_int_equal(polc_evaluator_read(evaluator, &document, count_one, &good, NULL), POLC_OK);
    assert_int_equal(watched.first, 0);
    assert_int_equal(watched.last, sizeof line - 1);
    assert_int_equal(watched.waits, 0); /* a file on a disk is there */

    watched = (struct watched){0, 0, 0, 0}; /* from 0 again */
    options.jobs = 2;
    assert_int_equal(polc_run(evaluator, &document, 1, &options, NULL), POLC_OK);
    assert_int_equal(watched.first, 0);
    assert_int_equal(watched.last, sizeof line - 1);

    size_t calls = watched.calls;
    polc_evaluator_watch(evaluator, NULL, NULL);
    assert_int_equal(polc_evaluator_read(evaluator, &document, count_one, &good, NULL), POLC_OK);
    assert_int_equal(polc_run(evaluator, &document, 1, &options, NULL), POLC_OK);
    assert_int_equal(watched.calls, calls);
    assert_int_equal(good, 2);
    polc_evaluator_free(evaluator);
    polc_table_free(table);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results),
        cmocka_unit_test(test_receiver_stops),
        cmocka_unit_test(test_bad_documents),
        cmocka_unit_test(test_bad_options),
        cmocka_unit_test(test_watch),
    };
    return cmocka_run_group_tests(tests, api_set_up, api_tear_down);
}

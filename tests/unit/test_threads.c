/* test_threads.c: one table, many threads, an evaluator each; also run under the thread
 * sanitizer (.ci/test). Every thread must see what one alone sees. */
#include <polc/polc.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pthread.h>

#include <cmocka.h>

#define THREADS 4
#define ROUNDS 25

static const char deployments[] =
    "{\"product\": \"Frontier\", \"host\": \"AWS\", \"model_host\": \"AWS\", \"calls_model\": true,"
    " \"via_api\": false, \"memory\": \"stateful\", \"stage\": \"ga\"}\n"
    "{\"product\": \"Frontier\", \"host\": \"GCP\"}\n"
    "{\"product\": \"Frontier\", \"host\": {\"each\": \"Microsoft\"}}\n"
    "{\"product\": \"model_api\", \"host\": [\"AWS\", \"Azure\"], \"calls_model\": true}\n"
    "{\"product\": \"ChatGPT\", \"capacity\": {\"from\": 5, \"to\": 2000}}\n"
    "{}\n";

struct digest {
    size_t results;
    uint64_t sum;
};

static int add(void *context, const polc_result *result)
{
    struct digest *digest = context;
    digest->results++;
    digest->sum = digest->sum * 31 + (uint64_t)polc_result_verdict(result);
    digest->sum = digest->sum * 31 + polc_result_possible(result);
    digest->sum = digest->sum * 31 + polc_result_clause_count(result);
    digest->sum = digest->sum * 31 + polc_result_fact_count(result);
    return 0;
}

struct worker {
    const polc_table *table;
    struct digest digest;
    polc_status status;
};

static void *work(void *argument)
{
    struct worker *worker = argument;
    polc_eval_options options = POLC_OPTIONS(options);
    polc_evaluator *evaluator;
    options.on = "2026-06-01";
    worker->status = polc_evaluator_new(worker->table, &options, &evaluator);
    for (int i = 0; i < ROUNDS && worker->status == POLC_OK; i++) {
        polc_document document = {"threads.ndjson", deployments, sizeof deployments - 1,
                                  POLC_DOCUMENT_NDJSON};
        worker->status =
            polc_evaluator_read(evaluator, &document, add, &worker->digest, NULL);
    }
    polc_evaluator_free(evaluator);
    return NULL;
}

static void threads_share_a_table(void **state)
{
    (void)state;
    const char *path = "tests/spec/example.pol";
    polc_policy *policy;
    polc_table *table;
    assert_int_equal(polc_policy_load(&path, 1, NULL, &policy), POLC_OK);
    assert_int_equal(polc_policy_compile(policy, &table), POLC_OK);
    polc_policy_free(policy);
    struct worker alone = {.table = table};
    work(&alone);
    assert_int_equal(alone.status, POLC_OK);
    assert_int_equal(alone.digest.results, 6 * ROUNDS);
    struct worker workers[THREADS];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.table = table};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(workers[i].status, POLC_OK);
        assert_int_equal(workers[i].digest.results, alone.digest.results);
        assert_true(workers[i].digest.sum == alone.digest.sum);
    }
    polc_table_free(table);
}

/* ---- a run ------------------------------------------------------------------------------------- */

#define LINES 1600

struct output {
    char *data;
    size_t length;
    struct digest met;
    size_t documents, errors, refused;
    polc_evaluator *evaluator;
};

static int put(void *context, const char *data, size_t length)
{
    struct output *output = context;
    output->data = realloc(output->data, output->length + length);
    assert_non_null(output->data);
    memcpy(output->data + output->length, data, length);
    output->length += length;
    return 0;
}

static int note(void *context, const polc_met *met)
{
    struct output *output = context;
    output->met.results++;
    output->met.sum = output->met.sum * 31 + (uint64_t)met->verdict;
    output->met.sum = output->met.sum * 31 + met->line + strlen(met->name);
    return 0;
}

static int done(void *context, size_t index, polc_status status, const polc_counts *counts)
{
    struct output *output = context;
    polc_text *text;
    assert_int_equal(index, output->documents++);
    assert_int_equal(status, counts->refused ? POLC_ERROR_INPUT : POLC_OK);
    output->refused += counts->refused;
    polc_diagnostics *diagnostics = polc_evaluator_diagnostics(output->evaluator);
    output->errors += polc_diagnostics_errors(diagnostics);
    assert_int_equal(polc_diagnostics_text(diagnostics, POLC_SELECT_ALL, 0, &text), POLC_OK);
    put(context, polc_text_data(text), polc_text_length(text));
    polc_text_free(text);
    return 0;
}

/* Lines of more than one part of a document, which has a megabyte; some are bad, some blank. */
static char *make_lines(size_t *length)
{
    char *text = malloc((size_t)LINES * 800);
    assert_non_null(text);
    *length = 0;
    for (int i = 0; i < LINES; i++)
        *length += (size_t)sprintf(text + *length,
                                   "{\"host\": \"%s\", \"product\": \"%s\", \"notes\": {\"n\": \"%0700d\"}}\n%s",
                                   i % 99 == 50 ? "AWZ" : "AWS", i % 5 ? "Frontier" : "model_api", i,
                                   i % 71 ? "" : " \n");
    return text;
}

static struct output run_with(const polc_table *table, unsigned jobs, const char *text, size_t length)
{
    polc_eval_options options = POLC_OPTIONS(options);
    polc_report_options report_options = POLC_OPTIONS(report_options);
    polc_run_options run = POLC_OPTIONS(run);
    struct output output = {0};
    polc_report *report;
    polc_counts counts;
    options.on = "2026-06-01";
    assert_int_equal(polc_evaluator_new(table, &options, &output.evaluator), POLC_OK);
    report_options.format = POLC_REPORT_JSON;
    report_options.write = put;
    report_options.context = &output;
    assert_int_equal(polc_report_new(output.evaluator, &report_options, &report), POLC_OK);
    const polc_document documents[] = {
        {"a.ndjson", text, length, POLC_DOCUMENT_NDJSON},
        {"b.yaml", "host: AWS\n---\nhost: Azure\n", 27, POLC_DOCUMENT_BY_NAME},
        {"c.json", "[{\"host\": 1}, {}]", 17, POLC_DOCUMENT_BY_NAME},
        {"d.ndjson", text, length / 3, POLC_DOCUMENT_BY_NAME},
    };
    run.jobs = jobs;
    run.reports = &report;
    run.report_count = 1;
    run.met = note;
    run.read = done;
    run.context = &output;
    assert_int_equal(polc_run(output.evaluator, documents, 4, &run, &counts), POLC_ERROR_INPUT);
    assert_int_equal(output.documents, 4);
    assert_int_equal(counts.evaluated, output.met.results);
    assert_int_equal(counts.refused, output.refused);
    assert_int_equal(polc_report_end(report, counts.refused), POLC_OK);
    polc_report_free(report);
    polc_evaluator_free(output.evaluator);
    return output;
}

static void a_run_is_the_same_by_any_number_of_threads(void **state)
{
    (void)state;
    const char *path = "tests/spec/example.pol";
    polc_policy *policy;
    polc_table *table;
    size_t length;
    char *text = make_lines(&length);
    assert_int_equal(polc_policy_load(&path, 1, NULL, &policy), POLC_OK);
    assert_int_equal(polc_policy_compile(policy, &table), POLC_OK);
    polc_policy_free(policy);
    struct output alone = run_with(table, 1, text, length);
    assert_true(alone.met.results > LINES && alone.errors > LINES / 99);
    static const unsigned jobs[] = {2, 5};
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        struct output several = run_with(table, jobs[i], text, length);
        assert_int_equal(several.length, alone.length);
        assert_memory_equal(several.data, alone.data, alone.length);
        assert_int_equal(several.met.results, alone.met.results);
        assert_true(several.met.sum == alone.met.sum);
        assert_int_equal(several.errors, alone.errors);
        free(several.data);
    }
    free(alone.data);
    free(text);
    polc_table_free(table);
}

/* ---- what is set for every deployment ---------------------------------------------------------- */

#define DOCUMENTS 6
#define DAYS 200

/* Lines that are alike but for their days. */
static struct output run_with_notice_unknown(const polc_table *table, unsigned jobs)
{
    char lines[DAYS * 32];
    size_t length = 0;
    for (int i = 0; i < DAYS; i++)
        length += (size_t)sprintf(lines + length, "{\"date\":\"20%02d-06-01\"}\n", 20 + i % 9);
    polc_document documents[DOCUMENTS];
    for (size_t i = 0; i < DOCUMENTS; i++)
        documents[i] = (polc_document){"days.ndjson", lines, length, POLC_DOCUMENT_NDJSON};
    const polc_setting setting = {"notice", "unknown"};
    polc_eval_options options = POLC_OPTIONS(options);
    polc_report_options report_options = POLC_OPTIONS(report_options);
    polc_run_options run = POLC_OPTIONS(run);
    struct output output = {0};
    polc_report *report;
    polc_counts counts;
    options.on = "2020-01-01";
    options.settings = &setting;
    options.setting_count = 1;
    assert_int_equal(polc_evaluator_new(table, &options, &output.evaluator), POLC_OK);
    report_options.format = POLC_REPORT_JSON;
    report_options.write = put;
    report_options.context = &output;
    assert_int_equal(polc_report_new(output.evaluator, &report_options, &report), POLC_OK);
    run.jobs = jobs;
    run.reports = &report;
    run.report_count = 1;
    assert_int_equal(polc_run(output.evaluator, documents, DOCUMENTS, &run, &counts), POLC_OK);
    assert_int_equal(counts.evaluated, DOCUMENTS * DAYS);
    polc_report_free(report);
    polc_evaluator_free(output.evaluator);
    return output;
}

static void what_is_set_unknown_ends_on_each_day(void **state)
{
    (void)state;
    const char *path = "tests/golden/traps/22-last-days-of-months/days.pol";
    polc_policy *policy;
    polc_table *table;
    assert_int_equal(polc_policy_load(&path, 1, NULL, &policy), POLC_OK);
    assert_int_equal(polc_policy_compile(policy, &table), POLC_OK);
    polc_policy_free(policy);
    struct output alone = run_with_notice_unknown(table, 1), several = run_with_notice_unknown(table, 3);
    assert_int_equal(several.length, alone.length);
    assert_memory_equal(several.data, alone.data, alone.length);
    free(several.data);
    free(alone.data);
    polc_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_share_a_table),
        cmocka_unit_test(a_run_is_the_same_by_any_number_of_threads),
        cmocka_unit_test(what_is_set_unknown_ends_on_each_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_api_memory.c: the whole way from text to verdicts with the n-th allocation failing,
 * for every n: a status, nothing lost, nothing aborted. */
#include "unit/api_fixture.h"
#include "unit/scarce.h"

static int see_everything(void *context, const polc_result *result)
{
    static polc_status (*const ways[])(const polc_result *, int, unsigned, polc_text **) = {
        polc_result_text, polc_result_explain};
    polc_status *status = context;
    polc_text *text;
    for (size_t i = 0; i < 2 && *status == POLC_OK; i++) {
        *status = ways[i](result, 0, 0, &text);
        polc_text_free(text);
    }
    if (*status == POLC_OK) {
        *status = polc_result_json(result, &text);
        polc_text_free(text);
    }
    for (size_t i = 0; i < polc_result_clause_count(result) && *status == POLC_OK; i++)
        if (!polc_result_clause(result, i))
            *status = POLC_ERROR_MEMORY;
    return *status != POLC_OK;
}

static int pass_case(void *context, const polc_case *result)
{
    (void)context;
    (void)result;
    return 0;
}

static int discard(void *context, const char *data, size_t length)
{
    (void)context;
    (void)data;
    (void)length;
    return 0;
}

static polc_status sum_up(polc_evaluator *evaluator, const polc_document *document)
{
    polc_duties *duties;
    polc_report_options options = POLC_OPTIONS(options);
    options.write = discard;
    polc_status status = polc_duties_new(evaluator, &options, &duties);
    if (status == POLC_OK)
        status = polc_duties_read(duties, document, NULL);
    if (status == POLC_OK)
        status = polc_duties_end(duties);
    polc_duties_free(duties);
    return status;
}

/* Of a document, or with NULL of the policy. */
static polc_status go_through_days(polc_evaluator *evaluator, const polc_document *document)
{
    polc_timeline *timeline;
    polc_report_options options = POLC_OPTIONS(options);
    options.write = discard;
    polc_status status = polc_timeline_new(evaluator, &options, &timeline);
    if (status == POLC_OK && document)
        status = polc_timeline_read(timeline, document, NULL);
    if (status == POLC_OK)
        status = polc_timeline_end(timeline);
    polc_timeline_free(timeline);
    return status;
}

static polc_status print_all(const polc_table *table)
{
    static const polc_table_format formats[] = {POLC_TABLE_TEXT, POLC_TABLE_JSON, POLC_TABLE_HTML};
    polc_status status = POLC_OK;
    for (size_t i = 0; i < sizeof formats / sizeof *formats && status == POLC_OK; i++) {
        polc_text *text;
        status = polc_table_print(table, formats[i], 0, &text);
        if (status == POLC_OK)
            polc_text_free(text);
    }
    return status;
}

struct page {
    polc_report *report;
    polc_status status;
};

static int add_to_page(void *context, const polc_result *result)
{
    struct page *page = context;
    page->status = polc_report_add(page->report, result);
    return page->status != POLC_OK;
}

/* Every deployment as a page. */
static polc_status write_page(polc_evaluator *evaluator, const polc_document *document)
{
    struct page page = {NULL, POLC_OK};
    polc_report_options options = POLC_OPTIONS(options);
    options.write = discard;
    options.format = POLC_REPORT_HTML;
    polc_status status = polc_report_new(evaluator, &options, &page.report);
    if (status == POLC_OK)
        status = polc_evaluator_read(evaluator, document, add_to_page, &page, NULL);
    if (status == POLC_OK)
        status = page.status;
    if (status == POLC_OK)
        status = polc_report_end(page.report, 0);
    polc_report_free(page.report);
    return status;
}

static polc_status evaluate_all(const polc_table *table)
{
    polc_evaluator *evaluator;
    polc_status inside = POLC_OK;
    polc_document document = api_yaml(api_documents);
    polc_eval_options options = POLC_OPTIONS(options);
    options.on = "2026-02-01";
    polc_status status = polc_evaluator_new(table, &options, &evaluator);
    if (status == POLC_OK)
        status = polc_evaluator_read(evaluator, &document, see_everything, &inside, NULL);
    if (status == POLC_OK && inside == POLC_OK)
        status = write_page(evaluator, &document);
    if (status == POLC_OK && inside == POLC_OK)
        status = sum_up(evaluator, &document);
    if (status == POLC_OK && inside == POLC_OK)
        status = go_through_days(evaluator, &document);
    if (status == POLC_OK && inside == POLC_OK)
        status = go_through_days(evaluator, NULL);
    polc_evaluator_free(evaluator);
    return status == POLC_OK ? inside : status;
}

/* Cases, what they cover, and those that are missing. */
static polc_status use_suite(polc_table *table, const polc_heap *heap)
{
    polc_suite *suite;
    polc_text *text = NULL;
    polc_case_counts counts;
    size_t count;
    polc_suite_options options = POLC_OPTIONS(options);
    options.heap = heap;
    options.coverage = 1;
    polc_status status = polc_suite_new(&options, &suite);
    if (status == POLC_OK)
        status = polc_suite_run(suite, table, api_cases, pass_case, NULL, &counts, NULL);
    if (status == POLC_OK) {
        status = polc_suite_generate(suite, table, &text, &count);
        polc_text_free(text);
    }
    if (status == POLC_OK) {
        status = polc_suite_json(suite, &text);
        polc_text_free(text);
    }
    if (status == POLC_OK) {
        status = polc_suite_ndjson(suite, &text);
        polc_text_free(text);
    }
    if (status == POLC_OK) {
        status = polc_suite_html(suite, &text);
        polc_text_free(text);
    }
    polc_suite_free(suite);
    return status;
}

/* Of the table and itself. */
static polc_status compare(polc_table *table, const polc_heap *heap)
{
    polc_diff *diff;
    polc_text *text = NULL;
    polc_diff_options options = POLC_OPTIONS(options);
    options.heap = heap;
    options.on = "2026-02-01";
    polc_status status = polc_diff_new(table, table, &options, &diff);
    if (status == POLC_OK)
        status = polc_diff_print(diff, POLC_REPORT_JSON, 0, 0, &text);
    polc_text_free(text);
    polc_diff_free(diff);
    return status;
}

static polc_status use_table(polc_table *table, const polc_heap *heap)
{
    polc_text *text;
    polc_table *copy;
    polc_case_counts counts;
    size_t length;
    const void *bytes = polc_table_bytes(table, &length);
    polc_status status = polc_table_open_bytes(bytes, length, heap, &copy, NULL);
    polc_table_free(copy);
    if (status == POLC_OK)
        status = print_all(table);
    if (status == POLC_OK)
        status = evaluate_all(table);
    if (status == POLC_OK) {
        status = polc_cases_run(table, api_cases, pass_case, NULL, &counts, &text);
        polc_text_free(text);
    }
    if (status == POLC_OK)
        status = compare(table, heap);
    return status == POLC_OK ? use_suite(table, heap) : status;
}

/* The whole way from text to verdicts. */
static polc_status everything(const polc_heap *heap)
{
    polc_policy *policy;
    polc_table *table = NULL;
    polc_text *text, *problems;
    const char *path = api_policy;
    int changed;
    polc_policy_options options = POLC_OPTIONS(options);
    polc_format_options format = POLC_OPTIONS(format);
    options.heap = format.heap = heap;
    format.diff = 1;
    polc_status status = polc_policy_format(path, &format, &changed, &text, &problems);
    polc_text_free(text);
    polc_text_free(problems);
    if (status != POLC_OK)
        return status;
    status = polc_policy_load(&path, 1, &options, &policy);
    if (status == POLC_OK)
        status = polc_diagnostics_text(polc_policy_diagnostics(policy), POLC_SELECT_ALL, 0, &text);
    if (status == POLC_OK) {
        polc_text_free(text);
        status = polc_policy_dump(policy, POLC_STAGE_TABLE, &text);
        polc_text_free(text);
    }
    if (status == POLC_OK)
        status = polc_policy_compile(policy, &table);
    polc_policy_free(policy);
    if (status == POLC_OK)
        status = use_table(table, heap);
    polc_table_free(table);
    return status;
}

static void test_memory_runs_out(void **state)
{
    (void)state;
    scarce_try(everything, SCARCE_FAILS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, api_set_up, api_tear_down);
}

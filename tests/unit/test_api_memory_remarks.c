/* test_api_memory_remarks.c: what is said of documents in every format, and a baseline written and
 * read, with the n-th allocation failing for every n. What libxml2 holds by then is for the leak
 * sanitizer to see. */
#include "unit/memory_documents.h"

#include <unistd.h>

static char known_yaml[64], known_json[64];

struct receiver {
    polc_remarks *remarks;
    polc_report *report; /* or NULL */
    polc_status status;
};

static int receive(void *context, const polc_result *result)
{
    struct receiver *to = context;
    polc_verdict open;
    to->status = polc_remarks_add(to->remarks, result);
    polc_remarks_open(to->remarks, &open); /* also when it could not be added */
    if (to->status == POLC_OK && to->report)
        to->status = polc_report_add(to->report, result);
    return to->status != POLC_OK;
}

/* The other documents would only take time here. */
static polc_status read_some(polc_evaluator *evaluator, struct receiver *to)
{
    polc_status status = POLC_OK;
    for (size_t i = 0; i < DOCUMENTS && status == POLC_OK; i++) {
        polc_counts counts;
        if (i == STREAM || i == LINES)
            continue;
        status = polc_evaluator_read(evaluator, &memory_documents[i], receive, to, &counts);
        if (to->status != POLC_OK)
            return to->status;
        status = memory_expect(i, status);
        if (status == POLC_OK)
            status = polc_remarks_refused(to->remarks, memory_documents[i].path,
                                          polc_evaluator_diagnostics(evaluator), counts.refused);
    }
    return status;
}

static polc_status print_remarks(polc_remarks *remarks)
{
    static const struct {
        polc_remarks_format format;
        const char *says;
    } formats[] = {
        {POLC_REMARKS_SARIF, "\"results\""},  {POLC_REMARKS_GITHUB, "::error"},
        {POLC_REMARKS_GITLAB, "fingerprint"}, {POLC_REMARKS_JUNIT, "<testcase"},
        {POLC_REMARKS_MARKDOWN, "Master 1"},
    };
    polc_status status = POLC_OK;
    for (size_t i = 0; i < sizeof formats / sizeof *formats && status == POLC_OK; i++) {
        polc_text *text;
        status = polc_remarks_print(remarks, formats[i].format, 1, "prohibited", &text);
        if (status == POLC_OK)
            assert_non_null(strstr(polc_text_data(text), formats[i].says));
        polc_text_free(text);
    }
    return status;
}

/* The remarks on documents, with what is known or NULL. */
static polc_status remarks_on(polc_evaluator *evaluator, polc_baseline *known,
                              const polc_heap *heap, polc_remarks **out)
{
    struct receiver to = {NULL, NULL, POLC_OK};
    polc_remarks_options options = POLC_OPTIONS(options);
    polc_report_options report = POLC_OPTIONS(report);
    options.heap = heap;
    options.command = "eval";
    options.fail = 1u << POLC_PROHIBITED | 1u << POLC_UNDETERMINED;
    options.baseline = known;
    report.write = memory_discard;
    report.format = POLC_REPORT_HTML;
    polc_status status = polc_remarks_new(&options, out);
    report.remarks = to.remarks = *out;
    if (status == POLC_OK)
        status = polc_report_new(evaluator, &report, &to.report);
    if (status == POLC_OK)
        status = read_some(evaluator, &to);
    if (status == POLC_OK)
        status = polc_report_end(to.report, 0);
    polc_report_free(to.report);
    return status;
}

static polc_status make_remarks(polc_evaluator *evaluator, const polc_heap *heap)
{
    polc_remarks *remarks;
    polc_text *text;
    polc_status status = remarks_on(evaluator, NULL, heap, &remarks);
    if (status == POLC_OK)
        status = print_remarks(remarks);
    for (int json = 0; json < 2 && status == POLC_OK; json++) {
        status = polc_remarks_baseline(remarks, json, &text);
        polc_text_free(text);
    }
    polc_remarks_free(remarks);
    return status;
}

static polc_status all_remarks(const polc_heap *heap)
{
    return memory_evaluator(heap, make_remarks);
}

static void test_remarks(void **state)
{
    (void)state;
    scarce_try(all_remarks, SCARCE_FAILS);
}

static polc_status settle(polc_evaluator *evaluator, polc_baseline *known, const polc_heap *heap)
{
    polc_remarks *remarks;
    polc_text *text = NULL;
    polc_status status = remarks_on(evaluator, known, heap, &remarks);
    if (status == POLC_OK)
        status = polc_remarks_settle(remarks, 1);
    if (status == POLC_OK)
        status = polc_diagnostics_text(polc_baseline_diagnostics(known), POLC_SELECT_ALL, 0, &text);
    polc_text_free(text);
    if (status == POLC_OK)
        status = print_remarks(remarks);
    polc_remarks_free(remarks);
    return status;
}

static polc_status use_baselines(polc_evaluator *evaluator, const polc_heap *heap)
{
    polc_baseline *known;
    polc_status status = polc_baseline_open(known_yaml, "2026-06-01", heap, &known);
    polc_baseline_free(known);
    if (status != POLC_OK)
        return status;
    status = polc_baseline_open(known_json, "2026-06-01", heap, &known);
    if (status == POLC_OK)
        status = settle(evaluator, known, heap);
    polc_baseline_free(known);
    return status;
}

static polc_status baselines(const polc_heap *heap)
{
    return memory_evaluator(heap, use_baselines);
}

static void test_baselines(void **state)
{
    (void)state;
    scarce_try(baselines, SCARCE_FAILS);
}

static void make_baselines(void)
{
    polc_remarks *remarks;
    polc_text *text;
    polc_evaluator *evaluator = api_evaluator(memory_table(), "2026-06-01");
    assert_int_equal(remarks_on(evaluator, NULL, NULL, &remarks), POLC_OK);
    assert_int_equal(polc_remarks_baseline(remarks, 0, &text), POLC_OK);
    api_file(polc_text_data(text), ".yaml", known_yaml);
    polc_text_free(text);
    assert_int_equal(polc_remarks_baseline(remarks, 1, &text), POLC_OK);
    api_file(polc_text_data(text), ".json", known_json);
    polc_text_free(text);
    polc_remarks_free(remarks);
    polc_evaluator_free(evaluator);
}

static int set_up(void **state)
{
    memory_set_up(state);
    make_baselines();
    return 0;
}

static int tear_down(void **state)
{
    unlink(known_yaml);
    unlink(known_json);
    return memory_tear_down(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_remarks),
        cmocka_unit_test(test_baselines),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

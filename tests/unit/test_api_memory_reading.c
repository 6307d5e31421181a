/* test_api_memory_reading.c: documents read through inputs, and evaluated by two threads, with the
 * n-th allocation failing for every n; and after a failure the same evaluator reads on. */
#include "unit/memory_documents.h"

/* ---- reading ------------------------------------------------------------------- */

static polc_status tell_errors(polc_evaluator *evaluator)
{
    polc_text *text;
    polc_status status =
        polc_diagnostics_text(polc_evaluator_diagnostics(evaluator), POLC_SELECT_ERRORS, 0, &text);
    polc_text_free(text);
    return status;
}

static polc_status read_as(polc_evaluator *evaluator, polc_report_format format)
{
    polc_reading *reading;
    polc_report_options options = POLC_OPTIONS(options);
    options.write = memory_discard;
    options.format = format;
    polc_status status = polc_reading_new(evaluator, &options, &reading);
    for (size_t i = 0; i < DOCUMENTS && status == POLC_OK; i++) {
        status = memory_expect(i, polc_reading_add(reading, &memory_documents[i], NULL));
        if (status == POLC_OK)
            status = tell_errors(evaluator);
    }
    if (status == POLC_OK)
        status = polc_reading_end(reading);
    polc_reading_free(reading);
    return status;
}

static polc_status read_twice(polc_evaluator *evaluator, const polc_heap *heap)
{
    (void)heap;
    polc_status status = read_as(evaluator, POLC_REPORT_TEXT);
    return status == POLC_OK ? read_as(evaluator, POLC_REPORT_JSON) : status;
}

static polc_status reading(const polc_heap *heap)
{
    return memory_evaluator(heap, read_twice);
}

static void test_reading(void **state)
{
    (void)state;
    scarce_try(reading, SCARCE_FAILS);
}

/* ---- reading again ------------------------------------------------------------------- */

struct told {
    size_t length; /* of the JSON of all results */
    polc_status status;
};

static int tell(void *context, const polc_result *result)
{
    struct told *told = context;
    polc_text *text;
    told->status = polc_result_json(result, &text);
    told->length += polc_text_length(text);
    polc_text_free(text);
    return told->status != POLC_OK;
}

static polc_status tell_all(polc_evaluator *evaluator, size_t index, size_t *length)
{
    struct told told = {0, POLC_OK};
    polc_status status =
        polc_evaluator_read(evaluator, &memory_documents[index], tell, &told, NULL);
    *length = told.length;
    return told.status == POLC_OK ? memory_expect(index, status) : told.status;
}

static size_t lengths[DOCUMENTS];

static polc_status note_lengths(polc_evaluator *evaluator, const polc_heap *heap)
{
    (void)heap;
    for (size_t i = 0; i < DOCUMENTS; i++) {
        assert_int_equal(tell_all(evaluator, i, &lengths[i]), POLC_OK);
        assert_int_equal(lengths[i] == 0, i == BAD);
    }
    return POLC_OK;
}

/* An evaluator that ran out of memory goes on as if nothing had happened, once there is some. */
static polc_status read_again(polc_evaluator *evaluator, const polc_heap *heap)
{
    polc_status status = POLC_OK;
    (void)heap;
    for (size_t i = 0; i < DOCUMENTS && status == POLC_OK; i++) {
        size_t length;
        status = tell_all(evaluator, i, &length);
        if (status == POLC_ERROR_MEMORY)
            status = tell_all(evaluator, i, &length);
        if (status == POLC_OK)
            assert_int_equal(length, lengths[i]);
    }
    return status;
}

static polc_status reading_again(const polc_heap *heap)
{
    return memory_evaluator(heap, read_again);
}

static void test_reading_again(void **state)
{
    (void)state;
    assert_int_equal(memory_evaluator(NULL, note_lengths), POLC_OK);
    scarce_try(reading_again, SCARCE_RECOVERS);
}

/* ---- two threads ------------------------------------------------------------------- */

#define REPORTS 2

static int count_met(void *context, const polc_met *met)
{
    *(size_t *)context += met->name[0] != '\0';
    return 0;
}

static polc_status run_into(polc_evaluator *evaluator, polc_report *const *reports)
{
    polc_counts counts;
    size_t met = 0;
    polc_run_options options = POLC_OPTIONS(options);
    options.jobs = 2;
    options.reports = reports;
    options.report_count = REPORTS;
    options.met = count_met;
    options.context = &met;
    polc_status status = polc_run(evaluator, memory_documents, BAD, &options, &counts);
    if (status == POLC_OK) {
        assert_int_equal(counts.refused, 0);
        assert_int_equal(met, counts.evaluated);
        assert_int_equal(met, 9 * REPEATED);
    }
    return status;
}

static polc_status run(polc_evaluator *evaluator, const polc_heap *heap)
{
    static const polc_report_format formats[REPORTS] = {POLC_REPORT_JSON, POLC_REPORT_HTML};
    polc_report *reports[REPORTS] = {NULL, NULL};
    polc_status status = POLC_OK;
    (void)heap;
    for (size_t i = 0; i < REPORTS && status == POLC_OK; i++) {
        polc_report_options options = POLC_OPTIONS(options);
        options.write = memory_discard;
        options.format = formats[i];
        status = polc_report_new(evaluator, &options, &reports[i]);
    }
    if (status == POLC_OK)
        status = run_into(evaluator, reports);
    for (size_t i = 0; i < REPORTS; i++) {
        if (status == POLC_OK)
            status = polc_report_end(reports[i], 0);
        polc_report_free(reports[i]);
    }
    return status;
}

static polc_status two_threads(const polc_heap *heap)
{
    return memory_evaluator(heap, run);
}

/* A part that failed alone may be evaluated again. */
static void test_run(void **state)
{
    (void)state;
    scarce_try(two_threads, SCARCE_RECOVERS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_reading_again),
        cmocka_unit_test(test_run),
    };
    return cmocka_run_group_tests(tests, memory_set_up, memory_tear_down);
}

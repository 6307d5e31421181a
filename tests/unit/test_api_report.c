/* test_api_report.c: reports and single results as text, writers that refuse, threads. */
#include "unit/api_fixture.h"

#include <pthread.h>

/* ---- reports ------------------------------------------------------------------------------- */

static int refuse(void *context, const char *data, size_t length)
{
    (void)data;
    (void)length;
    ++*(int *)context;
    return 1;
}

static void test_writer_refuses(void **state)
{
    (void)state;
    int calls = 0;
    polc_report *made;
    polc_table *table = api_compile();
    polc_evaluator *evaluator = api_evaluator(table, "2026-02-01");
    polc_document document = api_yaml(api_documents);
    polc_report_options options = POLC_OPTIONS(options);
    assert_int_equal(polc_report_new(evaluator, &options, &made), POLC_ERROR_USAGE);
    options.write = refuse;
    options.context = &calls;
    assert_int_equal(polc_report_new(evaluator, &options, &made), POLC_OK);
    polc_evaluator_read(evaluator, &document, api_add_to_report, made, NULL);
    assert_int_equal(polc_report_end(made, 0), POLC_ERROR_IO);
    assert_int_equal(calls, 1); /* it is not asked again */
    polc_report_free(made);
    polc_evaluator_free(evaluator);
    polc_table_free(table);
}

static int write_alone(void *context, const polc_result *result)
{
    polc_text *text;
    assert_int_equal(polc_result_text(result, 0, 0, &text), POLC_OK);
    assert_int_equal(api_append(context, polc_text_data(text), polc_text_length(text)), 0);
    polc_text_free(text);
    assert_int_equal(polc_result_json(result, &text), POLC_OK);
    assert_int_equal(polc_text_data(text)[0], '{');
    polc_text_free(text);
    assert_int_equal(polc_result_explain(result, 1, 80, &text), POLC_OK);
    assert_non_null(strstr(polc_text_data(text), "\033[1m"));
    polc_text_free(text);
    return 0;
}

static void test_results_alone(void **state)
{
    (void)state;
    struct api_buffer buffer = {NULL, 0};
    polc_table *table = api_compile();
    polc_evaluator *evaluator = api_evaluator(table, "2026-02-01");
    polc_document document = api_yaml("{deployment: dispute, region: UAE, notified: yes}");
    assert_int_equal(polc_evaluator_read(evaluator, &document, write_alone, &buffer, NULL), POLC_OK);
    char expected[1200];
    snprintf(expected, sizeof expected,
             "dispute: DISPUTED   turns on the meaning of `near`\n"
             "  as read by Acme     PERMITTED     granted by Master 1\n"
             "  as read by Globex   DISPUTED      Master 3 forbids, Master 1 permits, and neither "
             "ranks above the\n"
             "      other\n"
             "      %s:11  Master 3; Acme would be in breach, owed to Globex\n"
             "      near holds because region = UAE is not US; notified = yes\n"
             "      %s:8  Master 1 \"Grant\"; Acme may, by leave of Globex\n"
             "      region = UAE is Gulf\n"
             "  Duties due: Acme owes Globex \"a report\" within 1 month (Master 4).\n"
             "  Presumed: deployer = Acme.\n", api_policy, api_policy);
    assert_string_equal(buffer.data, expected);
    free(buffer.data);
    polc_evaluator_free(evaluator);
    polc_table_free(table);
}

/* ---- deployments that repeat each other ------------------------------------------------------- */

static int write_both(void *context, const polc_result *result)
{
    polc_text *text;
    assert_int_equal(polc_result_json(result, &text), POLC_OK);
    assert_int_equal(api_append(context, polc_text_data(text), polc_text_length(text)), 0);
    polc_text_free(text);
    assert_int_equal(polc_result_explain(result, 0, 80, &text), POLC_OK);
    assert_int_equal(api_append(context, polc_text_data(text), polc_text_length(text)), 0);
    polc_text_free(text);
    return 0;
}

static void append_report(polc_evaluator *evaluator, unsigned n, struct api_buffer *out)
{
    static const char *const regions[] = {"US", "{oneof: [US, UK]}", "UAE", "Gulf", "{oneof: [US, UAE]}",
                                          "[UK, US]", "unknown", "[{oneof: [US, Qatar]}, UAE]"};
    static const char *const others[] = {"", ", notified: yes", ", notified: unknown",
                                         ", date: 2025-06-01, notified: no", ", deployer: Acme"};
    char text[128];
    snprintf(text, sizeof text, "{deployment: d, region: %s%s}", regions[n % 8], others[n / 8 % 5]);
    polc_document document = api_yaml(text);
    assert_int_equal(polc_evaluator_read(evaluator, &document, write_both, out, NULL), POLC_OK);
}

/* Whatever was evaluated before, a result is that of an evaluator that knows nothing yet. */
static void test_results_again(void **state)
{
    (void)state;
    polc_table *table = api_compile();
    polc_evaluator *long_used = api_evaluator(table, "2026-02-01");
    for (unsigned n = 0; n < 120; n++) {
        struct api_buffer fresh = {NULL, 0}, again = {NULL, 0};
        polc_evaluator *evaluator = api_evaluator(table, "2026-02-01");
        unsigned which = n < 40 ? n : n * 7 % 40; /* all of them, then all again, and again */
        append_report(evaluator, which, &fresh);
        append_report(long_used, which, &again);
        assert_string_equal(again.data, fresh.data);
        polc_evaluator_free(evaluator);
        free(fresh.data);
        free(again.data);
    }
    polc_evaluator_free(long_used);
    polc_table_free(table);
}

/* ---- threads ----------------------------------------------------------------------------------- */

static void *in_thread(void *argument)
{
    struct api_buffer *buffer = malloc(sizeof *buffer);
    assert_non_null(buffer);
    *buffer = api_report(argument, POLC_REPORT_JSON);
    return buffer;
}

static void test_threads_share_a_table(void **state)
{
    (void)state;
    pthread_t threads[4];
    polc_table *table = api_compile();
    struct api_buffer expected = api_report(table, POLC_REPORT_JSON);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, in_thread, table), 0);
    for (size_t i = 0; i < 4; i++) {
        void *result;
        assert_int_equal(pthread_join(threads[i], &result), 0);
        struct api_buffer *buffer = result;
        assert_string_equal(buffer->data, expected.data);
        free(buffer->data);
        free(buffer);
    }
    free(expected.data);
    polc_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writer_refuses),
        cmocka_unit_test(test_results_alone),
        cmocka_unit_test(test_results_again),
        cmocka_unit_test(test_threads_share_a_table),
    };
    return cmocka_run_group_tests(tests, api_set_up, api_tear_down);
}

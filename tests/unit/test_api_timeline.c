/* test_api_timeline.c: polc/timeline.h as a program uses it. */
#include "unit/api_fixture.h"

static const char policy_text[] =
    "policy \"Days\" dated 2026-01-01.\n"
    "kind party: Acme, Globex, other_party.\n"
    "fact open: yes/no.\n"
    "fact notice: event.\n"
    "agreement A between Acme and Globex in force from 2026-01-01:\n"
    "  clause 1 until 2026-09-01: Acme shall not deploy where open.\n"
    "  clause 2: Acme shall not deploy where notice occurred within 30 days and not open.\n";

struct session {
    struct api_session api;
    polc_timeline *timeline;
};

static void begin(struct session *s, polc_report_format format)
{
    api_begin(&s->api, policy_text, format);
    assert_int_equal(polc_timeline_new(s->api.evaluator, &s->api.options, &s->timeline), POLC_OK);
}

static void end(struct session *s)
{
    polc_timeline_free(s->timeline);
    api_end(&s->api);
}

static void read_text(struct session *s, const char *text, polc_status expected)
{
    polc_document document = api_yaml(text);
    assert_int_equal(polc_timeline_read(s->timeline, &document, NULL), expected);
}

static void periods_are_written(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_TEXT);
    read_text(&s, "open: yes\nnotice: never\n", POLC_OK);
    assert_true(api_says(&s.api.buffer, "until 2026-01-01        PERMITTED"));
    assert_true(api_says(&s.api.buffer, "from 2026-01-01   now   PROHIBITED    by A 1\n      A begins.\n"));
    assert_true(api_says(&s.api.buffer, "from 2026-09-01         PERMITTED     no clause forbids it\n"
                         "      A 1 ends.\n"));
    assert_int_equal(polc_timeline_end(s.timeline), POLC_OK);
    assert_int_equal(polc_timeline_unresolved(s.timeline), 0);
    assert_int_equal(polc_timeline_end(s.timeline), POLC_ERROR_USAGE);
    read_text(&s, "open: yes\n", POLC_ERROR_USAGE);
    end(&s);
}

/* The day of an event of the case, and thirty days more: both ends. */
static void a_notice_runs_out(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_JSON);
    read_text(&s, "open: no\nnotice: 2026-03-01\n", POLC_OK);
    assert_int_equal(polc_timeline_end(s.timeline), POLC_OK);
    assert_true(api_says(&s.api.buffer, "{\"from\": \"2026-03-01\", \"until\": \"2026-04-01\", \"now\": false, "
                         "\"verdict\": \"prohibited\""));
    assert_true(api_says(&s.api.buffer, "\"events\": [{\"event\": \"notice\", \"after\": 30, \"unit\": \"days\", "
                         "\"past\": true}]"));
    end(&s);
}

static void an_open_event_leaves_it_open(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_TEXT);
    read_text(&s, "open: no\n", POLC_OK);
    assert_true(api_says(&s.api.buffer, "from 2026-01-01   now   UNDETERMINED  turns on notice"));
    assert_true(api_says(&s.api.buffer, "notice is not known"));
    end(&s);
}

static void without_documents_it_is_the_policy(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_TEXT);
    assert_int_equal(polc_timeline_end(s.timeline), POLC_OK);
    assert_true(api_says(&s.api.buffer, "In force on 2026-06-01: A.\n"));
    assert_true(api_says(&s.api.buffer, "  2026-06-01  now\n  2026-09-01  A 1 ends.\n"));
    end(&s);
}

static void errors_are_counted(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_JSON);
    read_text(&s, "open: perhaps\n---\nopen: no\nnotice: never\n", POLC_ERROR_INPUT);
    assert_int_equal(polc_timeline_end(s.timeline), POLC_OK);
    assert_true(api_says(&s.api.buffer, "\"deployments\": 1, \"changing\": 0, \"refused\": 1"));
    end(&s);
}

static int refuse(void *context, const char *data, size_t length)
{
    (void)context;
    (void)data;
    (void)length;
    return 1;
}

static void what_cannot_be_written(void **state)
{
    (void)state;
    struct session s;
    polc_timeline *timeline;
    polc_report_options options = POLC_OPTIONS(options);
    polc_document document = api_yaml("open: yes\n");
    begin(&s, POLC_REPORT_TEXT);
    assert_int_equal(polc_timeline_new(s.api.evaluator, &options, &timeline), POLC_ERROR_USAGE);
    options.write = refuse;
    options.format = POLC_REPORT_EXPLAIN;
    assert_int_equal(polc_timeline_new(s.api.evaluator, &options, &timeline), POLC_ERROR_USAGE);
    assert_null(timeline);
    options.format = POLC_REPORT_TEXT;
    assert_int_equal(polc_timeline_new(s.api.evaluator, &options, &timeline), POLC_OK);
    assert_int_equal(polc_timeline_read(timeline, &document, NULL), POLC_ERROR_IO);
    assert_int_equal(polc_timeline_end(timeline), POLC_ERROR_IO);
    polc_timeline_free(timeline);
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_are_written),
        cmocka_unit_test(a_notice_runs_out),
        cmocka_unit_test(an_open_event_leaves_it_open),
        cmocka_unit_test(without_documents_it_is_the_policy),
        cmocka_unit_test(errors_are_counted),
        cmocka_unit_test(what_cannot_be_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_api_timeline.c: polc/timeline.h as a program uses it. */
#include "unit/api_fixture.h"

#include <unistd.h>

static const char policy_text[] =
    "policy \"Days\" dated 2026-01-01.\n"
    "kind party: Acme, Globex, other_party.\n"
    "fact open: yes/no.\n"
    "fact notice: event.\n"
    "agreement A between Acme and Globex in force from 2026-01-01:\n"
    "  clause 1 until 2026-09-01: Acme shall not deploy where open.\n"
    "  clause 2: Acme shall not deploy where notice occurred within 30 days and not open.\n";

static polc_table *table_of(void)
{
    char path[] = "/tmp/polc-timeline-XXXXXX";
    const char *paths[] = {path};
    polc_policy *policy;
    polc_table *table;
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, policy_text, strlen(policy_text)), strlen(policy_text));
    close(file);
    assert_int_equal(polc_policy_load(paths, 1, NULL, &policy), POLC_OK);
    assert_int_equal(polc_policy_compile(policy, &table), POLC_OK);
    polc_policy_free(policy);
    unlink(path);
    return table;
}

struct session {
    polc_table *table;
    polc_evaluator *evaluator;
    polc_timeline *timeline;
    struct api_buffer buffer;
};

static void begin(struct session *s, polc_report_format format)
{
    polc_report_options options = POLC_OPTIONS(options);
    *s = (struct session){.table = table_of()};
    s->evaluator = api_evaluator(s->table, "2026-06-01");
    options.format = format;
    options.write = api_append;
    options.context = &s->buffer;
    assert_int_equal(polc_timeline_new(s->evaluator, &options, &s->timeline), POLC_OK);
}

static void end(struct session *s)
{
    polc_timeline_free(s->timeline);
    polc_evaluator_free(s->evaluator);
    polc_table_free(s->table);
    free(s->buffer.data);
}

static void read_text(struct session *s, const char *text, polc_status expected)
{
    polc_document document = api_yaml(text);
    assert_int_equal(polc_timeline_read(s->timeline, &document, NULL), expected);
}

static bool says(const struct session *s, const char *words)
{
    return memmem(s->buffer.data, s->buffer.length, words, strlen(words)) != NULL;
}

static void periods_are_written(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_TEXT);
    read_text(&s, "open: yes\nnotice: never\n", POLC_OK);
    assert_true(says(&s, "until 2026-01-01        PERMITTED"));
    assert_true(says(&s, "from 2026-01-01   now   PROHIBITED    by A 1\n      A begins.\n"));
    assert_true(says(&s, "from 2026-09-01         PERMITTED     no clause forbids it\n"
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
    assert_true(says(&s, "{\"from\": \"2026-03-01\", \"until\": \"2026-04-01\", \"now\": false, "
                         "\"verdict\": \"prohibited\""));
    assert_true(says(&s, "\"events\": [{\"event\": \"notice\", \"after\": 30, \"unit\": \"days\", "
                         "\"past\": true}]"));
    end(&s);
}

static void an_open_event_leaves_it_open(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_TEXT);
    read_text(&s, "open: no\n", POLC_OK);
    assert_true(says(&s, "from 2026-01-01   now   UNDETERMINED  turns on notice"));
    assert_true(says(&s, "notice is not known"));
    end(&s);
}

static void without_documents_it_is_the_policy(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_TEXT);
    assert_int_equal(polc_timeline_end(s.timeline), POLC_OK);
    assert_true(says(&s, "In force on 2026-06-01: A.\n"));
    assert_true(says(&s, "  2026-06-01  now\n  2026-09-01  A 1 ends.\n"));
    end(&s);
}

static void errors_are_counted(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_JSON);
    read_text(&s, "open: perhaps\n---\nopen: no\nnotice: never\n", POLC_ERROR_INPUT);
    assert_int_equal(polc_timeline_end(s.timeline), POLC_OK);
    assert_true(says(&s, "\"deployments\": 1, \"changing\": 0, \"refused\": 1"));
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
    assert_int_equal(polc_timeline_new(s.evaluator, &options, &timeline), POLC_ERROR_USAGE);
    options.write = refuse;
    options.format = POLC_REPORT_EXPLAIN;
    assert_int_equal(polc_timeline_new(s.evaluator, &options, &timeline), POLC_ERROR_USAGE);
    assert_null(timeline);
    options.format = POLC_REPORT_TEXT;
    assert_int_equal(polc_timeline_new(s.evaluator, &options, &timeline), POLC_OK);
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

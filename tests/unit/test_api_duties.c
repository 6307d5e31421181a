/* test_api_duties.c: polc/duties.h as a program uses it. */
#include "unit/api_fixture.h"

static const char policy_text[] =
    "policy \"Sum\" dated 2026-01-01.\n"
    "kind party: Acme, Globex, other_party.\n"
    "fact size: number from -5 to 9000000000000000000.\n"
    "fact open: yes/no.\n"
    "agreement A between Acme and Globex in force from 2026-01-01:\n"
    "  clause 1: Acme commits to at least 10 of size by 2026-12-31 where open.\n"
    "  clause 2: Acme owes Globex \"a fee\" where open.\n";

struct session {
    struct api_session api;
    polc_duties *duties;
};

static void begin(struct session *s, polc_report_format format)
{
    api_begin(&s->api, policy_text, format);
    assert_int_equal(polc_duties_new(s->api.evaluator, &s->api.options, &s->duties), POLC_OK);
}

static void end(struct session *s)
{
    polc_duties_free(s->duties);
    api_end(&s->api);
}

static void read_text(struct session *s, const char *text, polc_status expected)
{
    polc_document document = api_yaml(text);
    assert_int_equal(polc_duties_read(s->duties, &document, NULL), expected);
}

static void documents_add_up(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_TEXT);
    read_text(&s, "size: 4\nopen: yes\n", POLC_OK);
    read_text(&s, "size: 5\nopen: yes\n", POLC_OK);
    assert_int_equal(polc_duties_found(s.duties), 0);
    assert_int_equal(polc_duties_end(s.duties), POLC_OK);
    assert_true(api_says(&s.api.buffer, "SHORT SO FAR by 1: 9 of at least 10"));
    assert_int_equal(polc_duties_found(s.duties), 0); /* there is time left */
    assert_int_equal(polc_duties_end(s.duties), POLC_ERROR_USAGE);
    end(&s);
}

static void what_is_open_is_found(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_JSON);
    read_text(&s, "size: 12\n", POLC_OK);
    assert_int_equal(polc_duties_end(s.duties), POLC_OK);
    assert_int_equal(polc_duties_found(s.duties), POLC_DUTIES_UNDETERMINED);
    assert_true(api_says(&s.api.buffer, "\"sum\": {\"low\": 0, \"high\": 12}"));
    assert_true(api_says(&s.api.buffer, "{\"open\": {\"yes\": \"due\", \"no\": \"not due\"}}"));
    end(&s);
}

/* Amounts whose sum is beyond 64 bits: at least the largest number, which is all that is said. */
static void sums_do_not_overflow(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_JSON);
    for (int i = 0; i < 3; i++)
        read_text(&s, "size: 9000000000000000000\nopen: yes\n", POLC_OK);
    assert_int_equal(polc_duties_end(s.duties), POLC_OK);
    assert_true(api_says(&s.api.buffer, "\"sum\": {\"low\": 9223372036854775807}"));
    end(&s);
}

/* An amount below zero counts against; so what is reached may be lost again. */
static void amounts_below_zero(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_TEXT);
    read_text(&s, "size: 14\nopen: yes\n---\nsize: -4\n", POLC_OK);
    assert_int_equal(polc_duties_end(s.duties), POLC_OK);
    assert_true(api_says(&s.api.buffer, "MET SO FAR: 10 to 14 of at least 10"));
    end(&s);
}

static void errors_are_counted(void **state)
{
    (void)state;
    struct session s;
    begin(&s, POLC_REPORT_JSON);
    read_text(&s, "size: many\n---\nsize: 1\nopen: no\n", POLC_ERROR_INPUT);
    assert_int_equal(polc_duties_end(s.duties), POLC_OK);
    assert_true(api_says(&s.api.buffer, "\"deployments\": 1, \"silent\": 1, \"refused\": 1"));
    end(&s);
}

static int refuse(void *context, const char *data, size_t length)
{
    (void)context;
    (void)data;
    (void)length;
    return 1;
}

static void a_writer_may_refuse(void **state)
{
    (void)state;
    polc_report_options options = POLC_OPTIONS(options);
    polc_table *table = api_compile_text(policy_text);
    polc_evaluator *evaluator = api_evaluator(table, "2026-06-01");
    polc_document document = api_yaml("size: 1\n");
    polc_duties *duties;
    options.write = refuse;
    assert_int_equal(polc_duties_new(evaluator, &options, &duties), POLC_OK);
    assert_int_equal(polc_duties_read(duties, &document, NULL), POLC_ERROR_IO);
    assert_int_equal(polc_duties_end(duties), POLC_ERROR_IO);
    polc_duties_free(duties);
    options.format = POLC_REPORT_NDJSON;
    assert_int_equal(polc_duties_new(evaluator, &options, &duties), POLC_ERROR_USAGE);
    polc_evaluator_free(evaluator);
    polc_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_add_up),    cmocka_unit_test(what_is_open_is_found),
        cmocka_unit_test(sums_do_not_overflow), cmocka_unit_test(amounts_below_zero),
        cmocka_unit_test(errors_are_counted),  cmocka_unit_test(a_writer_may_refuse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

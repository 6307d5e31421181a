/* test_api_policy.c: policies, tables as files and as bytes, codes, case files. */
#include "unit/api_fixture.h"

/* ---- policies and tables ------------------------------------------------------------------- */

static void test_broken_policy(void **state)
{
    (void)state;
    polc_policy *policy;
    polc_table *table;
    polc_text *text;
    const char *path = api_broken;
    assert_int_equal(polc_policy_load(&path, 1, NULL, &policy), POLC_ERROR_POLICY);
    assert_non_null(policy);
    assert_true(polc_diagnostics_errors(polc_policy_diagnostics(policy)) > 0);
    assert_int_equal(polc_diagnostics_text(polc_policy_diagnostics(policy), POLC_SELECT_ALL, 0,
                                           &text), POLC_OK);
    assert_non_null(strstr(polc_text_data(text), "broken.pol:2:9: error[P02"));
    polc_text_free(text);
    assert_int_equal(polc_policy_compile(policy, &table), POLC_ERROR_POLICY);
    assert_null(table);
    assert_int_equal(polc_policy_dump(policy, POLC_STAGE_IR, &text), POLC_ERROR_POLICY);
    assert_int_equal(polc_policy_dump(policy, POLC_STAGE_AST, &text), POLC_OK);
    polc_text_free(text);
    polc_policy_free(policy);
    path = "/no/such/policy.pol";
    assert_int_equal(polc_policy_load(&path, 1, NULL, &policy), POLC_ERROR_INPUT);
    polc_policy_free(policy);
    assert_int_equal(polc_policy_load(&path, 0, NULL, &policy), POLC_ERROR_USAGE);
    assert_null(policy);
}

static void test_table_files(void **state)
{
    (void)state;
    polc_error error;
    polc_table *table = api_compile(), *again, *copy;
    size_t length, length_again;
    char hash[17], hash_again[17];
    assert_int_equal(polc_table_is(api_policy), 0);
    assert_int_equal(polc_table_is("/no/such/file"), 0);
    assert_int_equal(polc_table_save(table, api_table, &error), POLC_OK);
    assert_int_equal(polc_table_is(api_table), 1);
    assert_int_equal(polc_table_open(api_table, NULL, &again, &error), POLC_OK);
    const void *bytes = polc_table_bytes(table, &length);
    assert_memory_equal(bytes, polc_table_bytes(again, &length_again), length);
    assert_int_equal(length, length_again);
    assert_string_equal(polc_table_name(again), "Small");
    assert_int_equal(polc_table_clause_count(again), 4);
    polc_table_hash(table, hash);
    polc_table_hash(again, hash_again);
    assert_string_equal(hash, hash_again);
    assert_int_equal(polc_table_open_bytes(bytes, length, NULL, &copy, &error), POLC_OK);
    polc_table_free(copy);
    assert_int_equal(polc_table_open_bytes(bytes, length - 1, NULL, &copy, &error),
                     POLC_ERROR_INPUT);
    assert_null(copy);
    assert_non_null(strstr(error.message, "damaged"));
    assert_int_equal(polc_table_open(api_policy, NULL, &copy, &error), POLC_ERROR_INPUT);
    assert_int_equal(polc_table_open("/no/such/table.pdt", NULL, &copy, &error), POLC_ERROR_INPUT);
    assert_int_equal(polc_table_save(table, "/no/such/table.pdt", &error), POLC_ERROR_IO);
    static const polc_report_format formats[] = {POLC_REPORT_TEXT,    POLC_REPORT_JSON,
                                                 POLC_REPORT_NDJSON,  POLC_REPORT_EXPLAIN,
                                                 POLC_REPORT_OPTIONS, POLC_REPORT_OPTIONS_JSON,
                                                 POLC_REPORT_HTML};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) { /* stored in between or not: the same bytes */
        struct api_buffer one = api_report(table, formats[i]), two = api_report(again, formats[i]);
        assert_string_equal(one.data, two.data);
        free(one.data);
        free(two.data);
    }
    polc_table_free(again);
    polc_table_free(table);
}

static void test_codes(void **state)
{
    (void)state;
    assert_string_equal(polc_code_title("P0217"), "a name is declared twice");
    assert_null(polc_code_title("P9999"));
    assert_null(polc_code_text("nonsense"));
    assert_int_equal(polc_code_severity("P0301"), POLC_SEVERITY_WARNING);
    assert_string_equal(polc_code_at(0), "P0001");
    assert_null(polc_code_at(100000));
    static const char *const names[] = {"check", "eval", "explain"};
    assert_string_equal(polc_name_nearest("evla", names, 3), "eval");
    assert_null(polc_name_nearest("zebra", names, 3));
}

/* As much as fits, and never half a character. */
static void visible_text(void **state)
{
    (void)state;
    char out[16], small[5];
    const char *text = "a\x1b\n\xE2\x80\xAE\xC3\xA9";
    assert_int_equal(polc_visible(text, out, sizeof out), strlen(text));
    assert_string_equal(out, "a\xE2\x90\x9B\xE2\x90\x8A\xEF\xBF\xBD\xC3\xA9");
    assert_int_equal(polc_visible(text, small, sizeof small), 2);
    assert_string_equal(small, "a\xE2\x90\x9B");
    assert_int_equal(polc_visible(text + 2, small, sizeof small), 1);
    assert_string_equal(small, "\xE2\x90\x8A");
    assert_int_equal(polc_visible("b\xFF" "c", out, sizeof out), 3);
    assert_string_equal(out, "b\xEF\xBF\xBD" "c");
    assert_int_equal(polc_visible("", small, sizeof small), 0);
    assert_string_equal(small, "");
}

/* ---- cases ------------------------------------------------------------------------------------ */

static int see_case(void *context, const polc_case *result)
{
    char *failures = context;
    if (!result->passed)
        snprintf(failures + strlen(failures), 200, "%u: %s\n", result->line, result->failure);
    return 0;
}

static void test_cases(void **state)
{
    (void)state;
    char failures[600] = "";
    polc_case_counts counts;
    polc_text *problems;
    polc_table *table = api_compile();
    assert_int_equal(polc_cases_run(table, api_cases, see_case, failures, &counts, &problems),
                     POLC_OK);
    assert_null(problems);
    assert_int_equal(counts.passed, 1);
    assert_int_equal(counts.failed, 1);
    assert_string_equal(failures, "4: verdict: expected prohibited, got permitted\n"
                                  "duties: expected Master 4, got none\n");
    assert_int_equal(polc_cases_run(table, api_policy, see_case, failures, &counts, &problems),
                     POLC_ERROR_INPUT);
    assert_true(polc_text_length(problems) > 0);
    polc_text_free(problems);
    polc_table_free(table);
}

struct phases {
    char names[500]; /* as they began */
    char current[100];
    uint64_t done, all;
    bool wrong;
};

static void watch_phases(void *context, const char *phase, uint64_t done, uint64_t all)
{
    struct phases *phases = context;
    if (strcmp(phase, phases->current) == 0) {
        phases->wrong = phases->wrong || done < phases->done || done > all || all != phases->all;
    } else {
        phases->wrong = phases->wrong || done != 0;
        snprintf(phases->current, sizeof phases->current, "%s", phase);
        snprintf(phases->names + strlen(phases->names),
                 sizeof phases->names - strlen(phases->names), "%s, ", phase);
    }
    phases->done = done;
    phases->all = all;
}

/* Whoever watches is told of each phase from its first step on, and finds the same. */
static void test_progress(void **state)
{
    (void)state;
    struct phases phases = {.names = ""};
    polc_text *found[2];
    const char *path = api_policy;
    for (int watched = 0; watched < 2; watched++) {
        polc_policy *policy;
        polc_analysis_options options = POLC_OPTIONS(options);
        options.on = "2026-06-01";
        options.gaps = 1;
        options.progress = watched ? watch_phases : NULL;
        options.context = &phases;
        assert_int_equal(polc_policy_load(&path, 1, NULL, &policy), POLC_OK);
        assert_int_equal(polc_policy_analyse(policy, &options), POLC_OK);
        assert_int_equal(polc_diagnostics_json(polc_policy_diagnostics(policy), &found[watched]),
                         POLC_OK);
        polc_policy_free(policy);
    }
    assert_string_equal(polc_text_data(found[0]), polc_text_data(found[1]));
    assert_false(phases.wrong);
    assert_string_equal(phases.names,
                        "sentences that may meet, conflicts, dead clauses, idle clauses, carve-outs, "
                        "days of carve-outs, ranks, disputed terms, exclusivities, "
                        "assertions, gaps, findings, ");
    polc_text_free(found[0]);
    polc_text_free(found[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(visible_text),
        cmocka_unit_test(test_broken_policy),
        cmocka_unit_test(test_table_files),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_progress),
    };
    return cmocka_run_group_tests(tests, api_set_up, api_tear_down);
}

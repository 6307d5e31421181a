/* test_api.c: the public interface by itself: objects, callbacks, reports, failing memory.
 *
 * Only <polc/…> is used, as by any program. Files are written into a folder of the test's.
 */
#include <polc/polc.h>

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char policy_text[] =
    "policy \"Small\" dated 2026-01-01.\n"
    "kind party: Acme, Globex, Initech.\n"
    "actor deployer: party presumed Acme.\n"
    "fact region: (US, UK, Gulf (UAE, Qatar)).\n"
    "fact notified: yes/no.\n"
    "term near: as read by Acme means region is UK; as read by Globex means region is not US.\n"
    "agreement Master between Acme and Globex in force from 2026-01-01:\n"
    "  clause 1 \"Grant\": Acme may deploy where region is Gulf.\n"
    "  clause 2 \"No US\" material: \"Not in the US.\" Acme shall not deploy where region is US\n"
    "    except (a) where notified.\n"
    "  clause 3: Acme shall not deploy where near and notified.\n"
    "  clause 4: Acme owes Globex \"a report\" within 1 month where notified.\n";

static const char documents[] =
    "{deployment: gulf, region: Gulf, notified: no}\n---\n"
    "{deployment: us, region: US, notified: no}\n---\n"
    "{deployment: open, region: US}\n---\n"
    "{deployment: dispute, region: UAE, notified: yes}\n---\n"
    "{deployment: two, region: [UK, US], notified: no}\n";

static char folder[] = "/tmp/polc-api-XXXXXX";
static char policy_path[64], table_path[64], cases_path[64], broken_path[64];

static void put(char *path, const char *name, const char *text)
{
    snprintf(path, 64, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    put(policy_path, "small.pol", policy_text);
    put(broken_path, "broken.pol", "policy \"Broken\" dated 2026-01-01.\nfact a: b.\n");
    put(cases_path, "cases.yaml",
        "- deployment: {region: US, notified: no}\n"
        "  on: 2026-02-01\n"
        "  expect: {verdict: prohibited, clauses: [Master 2]}\n"
        "- deployment: {region: Gulf, notified: no}\n"
        "  on: 2026-02-01\n"
        "  expect: {verdict: prohibited, duties: [Master 4]}\n");
    snprintf(table_path, sizeof table_path, "%s/small.pdt", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(policy_path);
    unlink(table_path);
    unlink(cases_path);
    unlink(broken_path);
    return rmdir(folder);
}

/* ---- helpers ---------------------------------------------------------------------------- */

static polc_table *compile(const polc_heap *heap)
{
    polc_policy *policy;
    polc_table *table;
    const char *path = policy_path;
    polc_policy_options options = POLC_OPTIONS(options);
    options.heap = heap;
    assert_int_equal(polc_policy_load(&path, 1, &options, &policy), POLC_OK);
    assert_int_equal(polc_policy_compile(policy, &table), POLC_OK);
    polc_policy_free(policy);
    return table;
}

static polc_evaluator *evaluator_on(const polc_table *table, const char *on)
{
    polc_evaluator *evaluator;
    polc_eval_options options = POLC_OPTIONS(options);
    options.on = on;
    assert_int_equal(polc_evaluator_new(table, &options, &evaluator), POLC_OK);
    return evaluator;
}

static polc_document yaml(const char *text)
{
    polc_document document = {"d.yaml", text, strlen(text), POLC_DOCUMENT_YAML};
    return document;
}

struct buffer {
    char *data;
    size_t length;
};

static int append(void *context, const char *data, size_t length)
{
    struct buffer *buffer = context;
    char *more = realloc(buffer->data, buffer->length + length + 1);
    assert_non_null(more);
    memcpy(more + buffer->length, data, length);
    buffer->data = more;
    buffer->length += length;
    more[buffer->length] = '\0';
    return 0;
}

static int add_to_report(void *context, const polc_result *result)
{
    return polc_report_add(context, result) != POLC_OK;
}

static struct buffer report(const polc_table *table, polc_report_format format)
{
    struct buffer buffer = {NULL, 0};
    polc_report *made;
    polc_counts counts;
    polc_document document = yaml(documents);
    polc_evaluator *evaluator = evaluator_on(table, "2026-02-01");
    polc_report_options options = POLC_OPTIONS(options);
    options.format = format;
    options.write = append;
    options.context = &buffer;
    assert_int_equal(polc_report_new(evaluator, &options, &made), POLC_OK);
    assert_int_equal(polc_evaluator_read(evaluator, &document, add_to_report, made, &counts),
                     POLC_OK);
    assert_int_equal(counts.evaluated, 5);
    assert_int_equal(polc_report_end(made, counts.refused), POLC_OK);
    polc_report_free(made);
    polc_evaluator_free(evaluator);
    return buffer;
}

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
    polc_table *table = compile(NULL);
    polc_evaluator *evaluator = evaluator_on(table, "2026-02-01");
    polc_document document = yaml(documents);
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
    polc_table *table = compile(NULL);
    polc_evaluator *evaluator = evaluator_on(table, "2026-02-01");
    polc_document document = yaml(documents);
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
    polc_table *table = compile(NULL);
    polc_evaluator *evaluator = evaluator_on(table, NULL);
    polc_document document = yaml("{deployment: x, regoin: US}");
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
    document = yaml("{deployment: x, region: US, date: 2026-02-01}");
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
    polc_table *table = compile(NULL);
    polc_setting setting = {"regoin", "US"};
    polc_eval_options options = POLC_OPTIONS(options);
    polc_document document = yaml(documents);
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

/* ---- policies and tables ------------------------------------------------------------------- */

static void test_broken_policy(void **state)
{
    (void)state;
    polc_policy *policy;
    polc_table *table;
    polc_text *text;
    const char *path = broken_path;
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
    polc_table *table = compile(NULL), *again, *copy;
    size_t length, length_again;
    char hash[17], hash_again[17];
    assert_int_equal(polc_table_is(policy_path), 0);
    assert_int_equal(polc_table_is("/no/such/file"), 0);
    assert_int_equal(polc_table_save(table, table_path, &error), POLC_OK);
    assert_int_equal(polc_table_is(table_path), 1);
    assert_int_equal(polc_table_open(table_path, NULL, &again, &error), POLC_OK);
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
    assert_int_equal(polc_table_open(policy_path, NULL, &copy, &error), POLC_ERROR_INPUT);
    assert_int_equal(polc_table_open("/no/such/table.pdt", NULL, &copy, &error), POLC_ERROR_INPUT);
    assert_int_equal(polc_table_save(table, "/no/such/table.pdt", &error), POLC_ERROR_IO);
    static const polc_report_format formats[] = {POLC_REPORT_TEXT, POLC_REPORT_JSON,
                                                 POLC_REPORT_NDJSON, POLC_REPORT_EXPLAIN};
    for (size_t i = 0; i < 4; i++) { /* stored in between or not: the same bytes */
        struct buffer one = report(table, formats[i]), two = report(again, formats[i]);
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
    polc_table *table = compile(NULL);
    polc_evaluator *evaluator = evaluator_on(table, "2026-02-01");
    polc_document document = yaml(documents);
    polc_report_options options = POLC_OPTIONS(options);
    assert_int_equal(polc_report_new(evaluator, &options, &made), POLC_ERROR_USAGE);
    options.write = refuse;
    options.context = &calls;
    assert_int_equal(polc_report_new(evaluator, &options, &made), POLC_OK);
    polc_evaluator_read(evaluator, &document, add_to_report, made, NULL);
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
    assert_int_equal(append(context, polc_text_data(text), polc_text_length(text)), 0);
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
    struct buffer buffer = {NULL, 0};
    polc_table *table = compile(NULL);
    polc_evaluator *evaluator = evaluator_on(table, "2026-02-01");
    polc_document document = yaml("{deployment: dispute, region: UAE, notified: yes}");
    assert_int_equal(polc_evaluator_read(evaluator, &document, write_alone, &buffer, NULL), POLC_OK);
    char expected[1200];
    snprintf(expected, sizeof expected,
             "dispute: DISPUTED   turns on the meaning of `near`\n"
             "  as read by Acme     PERMITTED     granted by Master 1\n"
             "  as read by Globex   DISPUTED      Master 3 forbids, Master 1 permits, and neither "
             "ranks above the\n"
             "      other\n"
             "      %s:11  Master 3; Acme in breach, owed to Globex\n"
             "      near holds because region = UAE is not US; notified = yes\n"
             "      %s:8  Master 1 \"Grant\"; Acme may, by leave of Globex\n"
             "      region = UAE is Gulf\n"
             "  Duties due: Acme owes Globex \"a report\" within 1 month (Master 4).\n"
             "  Presumed: deployer = Acme.\n", policy_path, policy_path);
    assert_string_equal(buffer.data, expected);
    free(buffer.data);
    polc_evaluator_free(evaluator);
    polc_table_free(table);
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
    polc_table *table = compile(NULL);
    assert_int_equal(polc_cases_run(table, cases_path, see_case, failures, &counts, &problems),
                     POLC_OK);
    assert_null(problems);
    assert_int_equal(counts.passed, 1);
    assert_int_equal(counts.failed, 1);
    assert_string_equal(failures, "4: verdict: expected prohibited, got permitted\n"
                                  "duties: expected Master 4, got none\n");
    assert_int_equal(polc_cases_run(table, policy_path, see_case, failures, &counts, &problems),
                     POLC_ERROR_INPUT);
    assert_true(polc_text_length(problems) > 0);
    polc_text_free(problems);
    polc_table_free(table);
}

/* ---- threads ----------------------------------------------------------------------------------- */

static void *in_thread(void *argument)
{
    struct buffer *buffer = malloc(sizeof *buffer);
    assert_non_null(buffer);
    *buffer = report(argument, POLC_REPORT_JSON);
    return buffer;
}

static void test_threads_share_a_table(void **state)
{
    (void)state;
    pthread_t threads[4];
    polc_table *table = compile(NULL);
    struct buffer expected = report(table, POLC_REPORT_JSON);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, in_thread, table), 0);
    for (size_t i = 0; i < 4; i++) {
        void *result;
        assert_int_equal(pthread_join(threads[i], &result), 0);
        struct buffer *buffer = result;
        assert_string_equal(buffer->data, expected.data);
        free(buffer->data);
        free(buffer);
    }
    free(expected.data);
    polc_table_free(table);
}

/* ---- failing memory ------------------------------------------------------------------------------ */

struct scarce {
    size_t left;   /* allocations that still succeed */
    size_t blocks; /* not yet given back */
};

static void *scarce_alloc(void *context, size_t size)
{
    struct scarce *scarce = context;
    if (scarce->left == 0)
        return NULL;
    void *block = malloc(size);
    scarce->left--;
    scarce->blocks += block != NULL;
    return block;
}

static void scarce_release(void *context, void *block)
{
    struct scarce *scarce = context;
    scarce->blocks -= block != NULL;
    free(block);
}

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

static polc_status evaluate_all(const polc_table *table)
{
    polc_evaluator *evaluator;
    polc_status inside = POLC_OK;
    polc_document document = yaml(documents);
    polc_eval_options options = POLC_OPTIONS(options);
    options.on = "2026-02-01";
    polc_status status = polc_evaluator_new(table, &options, &evaluator);
    if (status == POLC_OK)
        status = polc_evaluator_read(evaluator, &document, see_everything, &inside, NULL);
    polc_evaluator_free(evaluator);
    return status == POLC_OK ? inside : status;
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
        status = polc_table_print(table, POLC_TABLE_TEXT, 0, &text);
    if (status == POLC_OK)
        polc_text_free(text);
    if (status == POLC_OK)
        status = evaluate_all(table);
    if (status == POLC_OK) {
        status = polc_cases_run(table, cases_path, pass_case, NULL, &counts, &text);
        polc_text_free(text);
    }
    return status;
}

/* The whole way from text to verdicts. */
static polc_status everything(const polc_heap *heap)
{
    polc_policy *policy;
    polc_table *table = NULL;
    polc_text *text, *problems;
    const char *path = policy_path;
    int changed;
    polc_policy_options options = POLC_OPTIONS(options);
    polc_format_options format = POLC_OPTIONS(format);
    options.heap = format.heap = heap;
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

/* Fails the n-th allocation and all after it, for every n until nothing fails. */
static void test_memory_runs_out(void **state)
{
    (void)state;
    struct scarce scarce = {0, 0};
    polc_heap heap = {scarce_alloc, scarce_release, &scarce};
    polc_status status = POLC_ERROR_MEMORY;
    for (size_t n = 0; status != POLC_OK; n++) {
        assert_true(n < 5000);
        scarce.left = n;
        status = everything(&heap);
        assert_int_equal(scarce.blocks, 0);
        if (status != POLC_OK)
            assert_int_equal(status, POLC_ERROR_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results),
        cmocka_unit_test(test_receiver_stops),
        cmocka_unit_test(test_bad_documents),
        cmocka_unit_test(test_bad_options),
        cmocka_unit_test(test_broken_policy),
        cmocka_unit_test(test_table_files),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_writer_refuses),
        cmocka_unit_test(test_results_alone),
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_threads_share_a_table),
        cmocka_unit_test(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* test_api_memory_reports.c: documents read through inputs, what is said of them in every format,
 * a baseline, and a run of two threads, with the n-th allocation failing for every n.
 *
 * The documents are long enough that memory is asked for while libfyaml, simdjson and libxml2 hold
 * some of their own; that they give it back is for the leak sanitizer to see. */
#include "unit/scarce.h"

#include <unistd.h>

static const char policy[] =
    "policy \"Read\" dated 2026-01-01.\n"
    "kind party: Acme, Globex, other_party.\n"
    "actor deployer: party presumed Acme.\n"
    "choice host: party.\n"
    "fact region: (US, UK, DE).\n"
    "fact size: number from 0 to 100.\n"
    "agreement Master between Acme and Globex in force from 2026-01-01:\n"
    "  clause 1 \"No UK\": \"Not there.\" Acme shall not deploy where region is UK\n"
    "    and host is Globex and size > 5.\n"
    "  clause 2: Acme owes Globex \"a report\" within 1 month where region is DE.\n"
    "input plan for documents with \"/changes\":\n"
    "  each \"/changes/*\" where \"/action\" is \"create\";\n"
    "  name is \"/address\";\n"
    "  host is \"/provider\" with \"azure*\" as Globex, otherwise other_party;\n"
    "  region is \"/after/location\" with \"uk*\" as UK, \"us*\" as US, \"de*\" as DE;\n"
    "  size is \"/after/size\";\n"
    "  unknown at \"/unknown\" for \"/after\".\n"
    "input row for documents with \"/country\":\n"
    "  each \"\";\n"
    "  name is \"/site\";\n"
    "  host is \"/cloud\" with \"azure*\" as Globex, otherwise other_party;\n"
    "  region is \"/country\" with \"GB\" as UK, \"US\" as US, \"DE\" as DE;\n"
    "  size is \"/size\".\n";

#define REPEATED 4 /* deployments of a kind in each document */

enum { PLAN, STREAM, ROWS, LINES, BAD, DOCUMENTS };

static polc_table *table;
static struct api_buffer texts[DOCUMENTS];
static polc_document documents[DOCUMENTS];
static char known_yaml[64], known_json[64], plan_path[64];

static void add(struct api_buffer *buffer, const char *text)
{
    api_append(buffer, text, strlen(text));
}

static void add_elements(struct api_buffer *plan, int i)
{
    char line[700];
    snprintf(line, sizeof line,
             "%s{\"address\": \"a%d\", \"action\": \"create\", \"provider\": \"azure\",\n"
             "  \"after\": {\"location\": \"uksouth\", \"size\": 7}, \"unknown\": {}},\n"
             " {\"address\": \"b%d\", \"action\": \"create\", \"provider\": \"azure\",\n"
             "  \"after\": {\"location\": \"uk\"}, \"unknown\": {\"size\": true}},\n"
             " {\"address\": \"c%d\", \"action\": \"delete\", \"provider\": \"x\"},\n"
             " {\"address\": \"d%d\", \"action\": \"create\", \"provider\": \"aws\",\n"
             "  \"after\": {\"location\": [\"us-1\", \"de\\u002d1\"], \"size\": 5}}",
             i ? ",\n " : "", i, i, i, i);
    add(plan, line);
}

static void make_texts(void)
{
    char line[200];
    add(&texts[PLAN], "{\"changes\": [\n ");
    add(&texts[ROWS], "site,cloud,country,size\n");
    for (int i = 0; i < REPEATED; i++) {
        add_elements(&texts[PLAN], i);
        snprintf(line, sizeof line, "x%d,\"azure-1\",GB,9\ny%d,aws,DE,1\n", i, i);
        add(&texts[ROWS], line);
        snprintf(line, sizeof line,
                 "{\"deployment\": \"n%d\", \"host\": \"Globex\", \"region\": \"UK\"}\n"
                 "{\"site\": \"m%d\", \"cloud\": \"azure\", \"country\": \"GB\", \"size\": 8}\n",
                 i, i);
        add(&texts[LINES], line);
        snprintf(line, sizeof line,
                 "%s&a%d {site: y%d, cloud: aws, country: DE}\n---\n"
                 "changes:\n- address: z%d\n  action: create\n  after: {location: ukwest}\n",
                 i ? "---\n" : "", i, i, i);
        add(&texts[STREAM], line);
        snprintf(line, sizeof line,
                 "%s{deployment: w%d, region: Mars}\n---\n{site: v, country: [AT], size: many}\n",
                 i ? "---\n" : "", i);
        add(&texts[BAD], line);
    }
    add(&texts[PLAN], "]}\n");
}

/* ---- reading ----------------------------------------------------------------------------------- */

static polc_status open_copy(const polc_heap *heap, polc_table **out)
{
    size_t length;
    const void *bytes = polc_table_bytes(table, &length);
    return polc_table_open_bytes(bytes, length, heap, out, NULL);
}

/* Frees the table as well as what uses it. */
static polc_status with_evaluator(const polc_heap *heap,
                                  polc_status use(polc_evaluator *evaluator, const polc_heap *heap))
{
    polc_table *copy;
    polc_evaluator *evaluator = NULL;
    polc_eval_options options = POLC_OPTIONS(options);
    options.on = "2026-06-01";
    polc_status status = open_copy(heap, &copy);
    if (status == POLC_OK)
        status = polc_evaluator_new(copy, &options, &evaluator);
    if (status == POLC_OK)
        status = use(evaluator, heap);
    polc_evaluator_free(evaluator);
    polc_table_free(copy);
    return status;
}

static int discard(void *context, const char *data, size_t length)
{
    (void)context;
    (void)data;
    (void)length;
    return 0;
}

/* A reading's or an evaluation's status where only the bad document has errors. */
static polc_status expect_bad(size_t index, polc_status status)
{
    if (status == POLC_ERROR_MEMORY)
        return status;
    assert_int_equal(status, index == BAD ? POLC_ERROR_INPUT : POLC_OK);
    return POLC_OK;
}

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
    options.write = discard;
    options.format = format;
    polc_status status = polc_reading_new(evaluator, &options, &reading);
    for (size_t i = 0; i < DOCUMENTS && status == POLC_OK; i++) {
        status = expect_bad(i, polc_reading_add(reading, &documents[i], NULL));
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
    return with_evaluator(heap, read_twice);
}

static void test_reading(void **state)
{
    (void)state;
    scarce_try(reading, SCARCE_FAILS);
}

/* ---- remarks, reports and a baseline --------------------------------------------------------- */

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
        status = polc_evaluator_read(evaluator, &documents[i], receive, to, &counts);
        if (to->status != POLC_OK)
            return to->status;
        status = expect_bad(i, status);
        if (status == POLC_OK)
            status = polc_remarks_refused(to->remarks, documents[i].path,
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
    report.write = discard;
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
    return with_evaluator(heap, make_remarks);
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
    return with_evaluator(heap, use_baselines);
}

static void test_baselines(void **state)
{
    (void)state;
    scarce_try(baselines, SCARCE_FAILS);
}

/* ---- two threads ------------------------------------------------------------------------------- */

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
    polc_status status = polc_run(evaluator, documents, BAD, &options, &counts);
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
        options.write = discard;
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
    return with_evaluator(heap, run);
}

/* A part that failed alone may be evaluated again. */
static void test_run(void **state)
{
    (void)state;
    scarce_try(two_threads, SCARCE_RECOVERS);
}

/* ---- what all of them share --------------------------------------------------------------------- */

static void make_baselines(void)
{
    polc_remarks *remarks;
    polc_text *text;
    polc_evaluator *evaluator = api_evaluator(table, "2026-06-01");
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
    static const char *const names[DOCUMENTS] = {NULL, "stream.yaml", "rows.csv", "lines.ndjson",
                                                 "bad.yaml"};
    (void)state;
    table = api_compile_text(policy);
    make_texts();
    for (size_t i = 0; i < DOCUMENTS; i++)
        documents[i] = (polc_document){names[i], texts[i].data, texts[i].length,
                                       POLC_DOCUMENT_BY_NAME};
    api_file(texts[PLAN].data, ".json", plan_path);
    documents[PLAN] = (polc_document){.path = plan_path};
    make_baselines();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(known_yaml);
    unlink(known_json);
    unlink(plan_path);
    for (size_t i = 0; i < DOCUMENTS; i++)
        free(texts[i].data);
    polc_table_free(table);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_remarks),
        cmocka_unit_test(test_baselines),
        cmocka_unit_test(test_run),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

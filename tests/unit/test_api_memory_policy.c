/* test_api_memory_policy.c: what a policy implies, two policies compared, and a project file, with
 * the n-th allocation failing for every n. Each job also makes sure that it found what is there to
 * find: else little of the search would be gone through. */
#include "unit/scarce.h"

#include <unistd.h>

static const char implied[] =
    "policy \"Implied\" dated 2026-01-01.\n"
    "kind party: Acme, Globex (Azure), Initech (AWS), other_party.\n"
    "actor deployer: party presumed Acme.\n"
    "choice host: party.\n"
    "fact region: (US, UK, DE).\n"
    "fact size: number from 0 to 100.\n"
    "agreement Master between Acme and Globex in force from 2026-01-01 until 2026-12-31:\n"
    "  clause 1: Acme may deploy where region is DE and size < 9.\n"
    "  clause 2: Acme shall not deploy where region is DE.\n"
    "  clause 3: Acme shall not deploy where region is UK and host is not Azure.\n"
    "  clause 4: Acme shall not deploy where region is US except (a) where region is US.\n"
    "  clause 5: Acme shall not deploy where region is UK and host is AWS.\n"
    "  clause 6: Acme shall not deploy where region is UK and not (region is UK or size > 3).\n"
    "agreement Second between Acme and Initech in force from 2026-01-01:\n"
    "  clause 1: Acme shall not deploy where host is Azure.\n"
    "assert \"small\": never prohibited where size < 8.\n";

#define COMPARED_HEAD                                                                              \
    "kind party: Acme, Globex (Azure), Initech (AWS), other_party.\n"                              \
    "actor deployer: party presumed Acme.\n"                                                       \
    "choice host: party.\n"                                                                        \
    "fact size: number from 0 to 100.\n"                                                           \
    "fact load: number from 0 to 100.\n"                                                           \
    "term near: as read by Acme means region is UK; as read by Globex means region is not US.\n"   \
    "agreement Master between Acme and Globex in force from 2026-01-01:\n"

static const char old_text[] =
    "policy \"Old\" dated 2026-01-01.\n"
    "fact region: (US, UK, DE).\n" COMPARED_HEAD
    "  clause 1: Acme shall not deploy where region is UK and size > 5 and host is not Azure.\n"
    "  clause 2: Acme shall not deploy where near and load > 50.\n"
    "  clause 3: Acme owes Globex \"a report\" within 1 month where region is DE and size > 7.\n"
    "  clause 4: Acme shall not deploy where region is US and host is AWS\n"
    "    except (a) where load < 9.\n";

static const char new_text[] =
    "policy \"New\" dated 2026-01-01.\n"
    "fact region: (US, UK, DE, FR).\n" COMPARED_HEAD
    "  clause 1: Acme shall not deploy where region is UK and size > 9 and host is not Azure.\n"
    "  clause 2: Acme shall not deploy where near and load > 40 and size < 70.\n"
    "  clause 3: Acme owes Globex \"a report\" within 1 month where region is DE and size > 3.\n"
    "  clause 4: Acme shall not deploy where region is US and host is AWS\n"
    "    except (a) where load < 7 or size > 80.\n";

static const char deployments[] =
    "{deployment: stays, region: US, host: Azure, size: 1, load: 1}\n---\n"
    "{deployment: flips, region: US, host: AWS, size: 1, load: 8}\n---\n"
    "{deployment: open, region: [UK, DE]}\n";

static const char project[] =
    "policies: [contract.pol, second.pol]\n"
    "deployments: [sites/*.yaml]\n"
    "on: 2026-03-02\n"
    "fail-on: [prohibited, disputed]\n"
    "eval: {report: {sarif: out.sarif}}\n";

static const char strange_project[] =
    "policies: [contract.pol, [nested]]\n"
    "eval: {report: {sarif: {deep: too}}}\n"
    "on: 2026-03-02\n"
    "fail-on:\n";

static char policy_path[64], project_path[64], strange_path[64];
static polc_table *compared[2];

static int set_up(void **state)
{
    (void)state;
    api_file(implied, ".pol", policy_path);
    api_file(project, ".yaml", project_path);
    api_file(strange_project, ".yaml", strange_path);
    compared[0] = api_compile_text(old_text);
    compared[1] = api_compile_text(new_text);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    polc_table_free(compared[0]);
    polc_table_free(compared[1]);
    unlink(strange_path);
    unlink(project_path);
    return unlink(policy_path);
}

/* ---- what a policy implies ----------------------------------------------------------------- */

static polc_status print_diagnostics(polc_diagnostics *diagnostics, const char *const *codes,
                                     size_t count)
{
    polc_text *text;
    polc_status status = polc_diagnostics_text(diagnostics, POLC_SELECT_ALL, 1, &text);
    for (size_t i = 0; i < count && status == POLC_OK; i++)
        assert_non_null(strstr(polc_text_data(text), codes[i]));
    polc_text_free(text);
    if (status != POLC_OK)
        return status;
    status = polc_diagnostics_json(diagnostics, &text);
    polc_text_free(text);
    if (status != POLC_OK)
        return status;
    status = polc_diagnostics_ndjson(diagnostics, &text);
    polc_text_free(text);
    return status;
}

static polc_status analyse(const polc_heap *heap)
{
    static const char *const found[] = {"P0301", "P0302", "P0303", "P0305", "P0314",
                                        "P0315", "P0316", "P0317", "P0320"};
    polc_policy *policy;
    const char *path = policy_path;
    polc_policy_options load = POLC_OPTIONS(load);
    polc_analysis_options options = POLC_OPTIONS(options);
    load.heap = heap;
    options.on = "2026-06-01";
    options.gaps = options.overlaps = 1;
    options.lookahead_days = 365;
    polc_status status = polc_policy_load(&path, 1, &load, &policy);
    if (status == POLC_OK)
        status = polc_policy_analyse(policy, &options);
    if (status == POLC_OK)
        status = print_diagnostics(polc_policy_diagnostics(policy), found,
                                   sizeof found / sizeof *found);
    if (status == POLC_OK) {
        polc_text *page;
        status = polc_policy_html(policy, &page);
        polc_text_free(page);
    }
    polc_policy_free(policy);
    return status;
}

static void test_analysis(void **state)
{
    (void)state;
    scarce_try(analyse, SCARCE_FAILS);
}

/* ---- two policies -------------------------------------------------------------------------- */

static polc_status print_diff(polc_diff *diff)
{
    static const polc_report_format formats[] = {POLC_REPORT_TEXT, POLC_REPORT_JSON,
                                                 POLC_REPORT_NDJSON, POLC_REPORT_HTML};
    polc_status status = POLC_OK;
    for (size_t i = 0; i < sizeof formats / sizeof *formats && status == POLC_OK; i++) {
        polc_text *text;
        status = polc_diff_print(diff, formats[i], 0, 1, &text);
        polc_text_free(text);
    }
    return status;
}

static polc_status remark_on_diff(polc_diff *diff, const polc_heap *heap)
{
    polc_remarks *remarks;
    polc_text *text = NULL;
    polc_remarks_options options = POLC_OPTIONS(options);
    options.heap = heap;
    options.command = "diff";
    polc_status status = polc_remarks_new(&options, &remarks);
    if (status == POLC_OK)
        status = polc_remarks_diff(remarks, "old and new", diff, POLC_DIFF_TIGHTENED);
    if (status == POLC_OK)
        status = polc_remarks_print(remarks, POLC_REMARKS_MARKDOWN, 1, "differs", &text);
    polc_text_free(text);
    polc_remarks_free(remarks);
    return status;
}

static polc_status against(polc_diff *diff, polc_table *const tables[2])
{
    polc_evaluator *evaluators[2] = {NULL, NULL};
    polc_document document = api_yaml(deployments);
    polc_eval_options options = POLC_OPTIONS(options);
    options.on = "2026-06-01";
    polc_status status = POLC_OK;
    for (size_t i = 0; i < 2 && status == POLC_OK; i++)
        status = polc_evaluator_new(tables[i], &options, &evaluators[i]);
    if (status == POLC_OK)
        status = polc_diff_against(diff, evaluators[0], evaluators[1], &document);
    polc_evaluator_free(evaluators[0]);
    polc_evaluator_free(evaluators[1]);
    return status;
}

static polc_status compare(polc_table *const tables[2], const polc_heap *heap)
{
    const unsigned all = POLC_DIFF_TIGHTENED | POLC_DIFF_LOOSENED | POLC_DIFF_DISPUTED
                         | POLC_DIFF_SETTLED | POLC_DIFF_DUTIES | POLC_DIFF_VOCABULARY
                         | POLC_DIFF_FLIPPED;
    polc_diff *diff;
    polc_diff_options options = POLC_OPTIONS(options);
    options.heap = heap;
    options.on = "2026-06-01";
    polc_status status = polc_diff_new(tables[0], tables[1], &options, &diff);
    if (status == POLC_OK)
        status = against(diff, tables);
    if (status == POLC_OK)
        assert_int_equal(polc_diff_found(diff) & all, all);
    if (status == POLC_OK)
        status = print_diff(diff);
    if (status == POLC_OK)
        status = remark_on_diff(diff, heap);
    polc_diff_free(diff);
    return status;
}

static polc_status open_and_compare(const polc_heap *heap)
{
    polc_table *tables[2] = {NULL, NULL};
    polc_status status = POLC_OK;
    for (size_t i = 0; i < 2 && status == POLC_OK; i++) {
        size_t length;
        const void *bytes = polc_table_bytes(compared[i], &length);
        status = polc_table_open_bytes(bytes, length, heap, &tables[i], NULL);
    }
    if (status == POLC_OK)
        status = compare(tables, heap);
    polc_table_free(tables[0]);
    polc_table_free(tables[1]);
    return status;
}

static void test_difference(void **state)
{
    (void)state;
    scarce_try(open_and_compare, SCARCE_FAILS);
}

/* ---- a project ----------------------------------------------------------------------------- */

/* `wanted`: what opening answers where memory suffices. */
static polc_status open_project(const char *path, polc_status wanted, const polc_heap *heap)
{
    polc_project *opened;
    polc_status status = polc_project_open(path, heap, &opened);
    if (status == POLC_ERROR_MEMORY)
        return status;
    assert_int_equal(status, wanted);
    status = polc_project_refuse(opened, 0, 1, "there is no such key", "policy");
    if (status == POLC_OK)
        status = print_diagnostics(polc_project_diagnostics(opened), NULL, 0);
    polc_project_free(opened);
    return status;
}

static polc_status open_projects(const polc_heap *heap)
{
    polc_status status = open_project(project_path, POLC_OK, heap);
    return status == POLC_OK ? open_project(strange_path, POLC_ERROR_INPUT, heap) : status;
}

static void test_project(void **state)
{
    (void)state;
    scarce_try(open_projects, SCARCE_FAILS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_analysis),
        cmocka_unit_test(test_difference),
        cmocka_unit_test(test_project),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

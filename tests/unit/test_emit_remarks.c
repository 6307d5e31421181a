/* test_emit_remarks.c: remarks made by hand, as SARIF, as workflow commands and as a code quality
 * report: what is cut and what is told of it, places that are not whole, paths, fingerprints. */
#include "unit.h"

#include "emit/baseline.h"
#include "emit/remarks.h"

#include <stdio.h>
#include <string.h>

static struct remarks many(struct arena *arena, const size_t counts[3])
{
    struct remarks remarks;
    bool fresh;
    remarks_init(&remarks, arena);
    remarks.command = "eval";
    remarks.summary = "done";
    remarks_rule(&remarks, "A 1", &fresh);
    remarks.rules.items[0].title = "A 1";
    for (int level = REMARK_NOTE; level >= REMARK_ERROR; level--) {
        remarks_case(&remarks, "x");
        for (size_t i = 0; i < counts[level]; i++) {
            struct remark remark = {.rule = 0, .level = (enum remark_level)level, .reason = "",
                                    .subject = "x", .verdict = "", .detail = "",
                                    .message = arena_printf(arena, "m%d.%zu", level, i),
                                    .place = {.file = "d.yaml", .line = (uint32_t)i + 1}};
            remarks_fingerprint(remark.message, strlen(remark.message), remark.fingerprint);
            remarks_add(&remarks, remark);
        }
    }
    return remarks;
}

/* Not by strstr: a sanitizer looks through all of a text at each call of it. */
static size_t occurrences(const char *text, const char *part)
{
    size_t count = 0, length = strlen(part);
    for (const char *at = text; *at; at++)
        count += *at == *part && strncmp(at, part, length) == 0;
    return count;
}

static void ten_annotations_of_each_level_the_worst_first(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = many(&unit.arena, (const size_t[3]){12, 3, 11});
    struct strbuf out = strbuf_new(&unit.arena);
    emit_github(&remarks, &out);
    const char *text = strbuf_string(&out);
    assert_int_equal(occurrences(text, "::error "), 10);
    assert_int_equal(occurrences(text, "::warning "), 3);
    assert_int_equal(occurrences(text, "::notice "), 10);
    assert_ptr_equal(strstr(text, "::error "), text);
    assert_non_null(strstr(text, "\nerror: d.yaml:11: m0.10\nerror: d.yaml:12: m0.11\n::warning"));
    assert_non_null(strstr(text, "\n3 of these are no annotations"));
    unit_arena_close(&unit);
}

static void the_least_serious_results_are_left_out(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = many(&unit.arena, (const size_t[3]){24998, 1, 3});
    struct strbuf out = strbuf_new(&unit.arena);
    emit_sarif(&remarks, &out);
    const char *text = strbuf_string(&out);
    assert_int_equal(occurrences(text, "\"ruleIndex\""), 25000);
    assert_int_equal(occurrences(text, "\"level\": \"note\", \"message\""), 1);
    assert_non_null(strstr(text, "{\"text\": \"2 less serious results are left out"));
    unit_arena_close(&unit);
}

static void what_is_kept_has_a_bound(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = many(&unit.arena, (const size_t[3]){0, 0, REMARKS_LIMIT + 2});
    assert_int_equal(remarks.remarks.count, REMARKS_LIMIT);
    /* two remarks, and the two cases behind them */
    assert_int_equal(remarks.left_out, 4);
    assert_null(remarks_case(&remarks, "y"));
    unit_arena_close(&unit);
}

/* What is in order takes no room from what is not. */
static void plain_cases_have_a_bound_of_their_own(void **state)
{
    (void)state;
    struct unit_arena unit;
    struct remarks remarks;
    unit_arena_open(&unit);
    remarks_init(&remarks, &unit.arena);
    for (size_t i = 0; i < REMARKS_LIMIT; i++)
        assert_non_null(remarks_plain_case(&remarks, "x"));
    assert_null(remarks_plain_case(&remarks, "x"));
    for (size_t i = 0; i < REMARKS_LIMIT; i++)
        assert_non_null(remarks_case(&remarks, "y"));
    assert_null(remarks_case(&remarks, "y"));
    assert_int_equal(remarks.left_out, 2);
    unit_arena_close(&unit);
}

static void a_place_may_be_a_file_or_nothing(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = many(&unit.arena, (const size_t[3]){2, 0, 0});
    remarks.remarks.items[0].place = (struct remark_place){.file = "b\xFF c.yaml"};
    remarks.remarks.items[1].place = (struct remark_place){.file = ""};
    struct strbuf sarif = strbuf_new(&unit.arena), gitlab = strbuf_new(&unit.arena);
    struct strbuf github = strbuf_new(&unit.arena);
    emit_sarif(&remarks, &sarif);
    emit_gitlab(&remarks, &gitlab);
    emit_github(&remarks, &github);
    assert_non_null(strstr(strbuf_string(&sarif), "{\"artifactLocation\": {\"uri\": \"b%FF%20c.yaml\", "
                                                  "\"uriBaseId\": \"%SRCROOT%\"}}"));
    assert_non_null(strstr(strbuf_string(&sarif), "\"locations\": []"));
    assert_non_null(strstr(strbuf_string(&gitlab), "\"path\": \".\""));
    assert_non_null(strstr(strbuf_string(&github), "::error file=b\xEF\xBF\xBD c.yaml,title=A 1::m0.0\n"));
    assert_non_null(strstr(strbuf_string(&github), "::error title=A 1::m0.1\n"));
    unit_arena_close(&unit);
}

static void paths_are_told_below_the_folder(void **state)
{
    static const char *const paths[][3] = {
        {"/w", "/w/a/b.yaml", "a/b.yaml"},      {"/w", "./a//b.yaml", "a/b.yaml"},
        {"/w", "/w2/b.yaml", "/w2/b.yaml"},     {"/w", "../b.yaml", "../b.yaml"},
        {"/w", "a/../b.yaml", "b.yaml"},        {"", "/w/./b.yaml", "/w/b.yaml"},
        {"/w", "../w/b.yaml", "b.yaml"},        {"/w", "a/../../b.yaml", "a/../../b.yaml"},
        {"/w", "..b/c.yaml", "..b/c.yaml"},     {"", "a/../b.yaml", "a/../b.yaml"},
        {"/", "/b.yaml", "/b.yaml"},            {"/w", "b", "b"},
    };
    struct unit_arena unit;
    (void)state;
    unit_arena_open(&unit);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        unit_assert_text(remarks_path(&unit.arena, paths[i][0], paths[i][1]), paths[i][2]);
    unit_arena_close(&unit);
}

/* By path from the root, or where only paths inside are taken, at the clause. */
static void what_lies_outside_is_told_so(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = many(&unit.arena, (const size_t[3]){2, 0, 0});
    struct remark_related clause = {{"p.pol", 7, 3, 7, 0}, "A 1"};
    remarks.folder = "/w/v";
    remarks.policy_file = "../p.pol";
    remarks.remarks.items[0].place = (struct remark_place){"../u/b.yaml", 3, 2, 3, 4};
    remarks.remarks.items[0].related = &clause;
    remarks.remarks.items[0].related_count = 1;
    remarks.remarks.items[1].place = (struct remark_place){"/c.yaml", 5, 0, 5, 0};
    remarks_notice(&remarks, (struct remark_notice){REMARK_WARNING, "P0531", "old", {"../k", 1, 1, 1, 2}});
    struct strbuf sarif = strbuf_new(&unit.arena), gitlab = strbuf_new(&unit.arena);
    struct strbuf github = strbuf_new(&unit.arena);
    emit_sarif(&remarks, &sarif);
    emit_gitlab(&remarks, &gitlab);
    emit_github(&remarks, &github);
    assert_non_null(strstr(strbuf_string(&sarif), "{\"uri\": \"file:///w/u/b.yaml\"}"));
    assert_non_null(strstr(strbuf_string(&sarif), "{\"uri\": \"file:///c.yaml\"}"));
    assert_non_null(strstr(strbuf_string(&sarif), "{\"uri\": \"file:///w/k\"}"));
    assert_non_null(strstr(strbuf_string(&gitlab), "{\"description\": \"../u/b.yaml:3: m0.0\""));
    assert_non_null(strstr(strbuf_string(&gitlab), "\"path\": \"p.pol\", \"lines\": {\"begin\": 7"));
    assert_non_null(strstr(strbuf_string(&gitlab), "{\"description\": \"/c.yaml:5: m0.1\""));
    assert_non_null(strstr(strbuf_string(&gitlab), "\"path\": \".\", \"lines\": {\"begin\": 1"));
    assert_non_null(strstr(strbuf_string(&github), "::error file=/w/u/b.yaml,line=3,endLine=3,col=2,"
                                                   "endColumn=3,title=A 1::m0.0\n"));
    assert_non_null(strstr(strbuf_string(&github), "::error file=/c.yaml,line=5,endLine=5,title=A 1::m0.1\n"));
    assert_non_null(strstr(strbuf_string(&github), "::warning file=/w/k,line=1,endLine=1,col=1,endColumn=1,"
                                                   "title=polc P0531::old\n"));
    unit_arena_close(&unit);
}

/* Baselines of today must fit tomorrow. */
static void fingerprints_stay_what_they_are(void **state)
{
    uint64_t fingerprint[2];
    char text[REMARK_FINGERPRINT];
    (void)state;
    remarks_fingerprint("polc-1", 6, fingerprint);
    remarks_fingerprint_text(fingerprint, text);
    unit_assert_text(text, "883abc47720f82800fd188cb5b6f5a80");
}

static void equal_remarks_are_twins(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = many(&unit.arena, (const size_t[3]){2, 0, 0});
    remarks_add(&remarks, remarks.remarks.items[0]);
    assert_int_equal(remarks.remarks.items[0].twin, 1);
    assert_int_equal(remarks.remarks.items[1].twin, 1);
    assert_int_equal(remarks.remarks.items[2].twin, 2);
    unit_arena_close(&unit);
}

static void entries_with_half_a_fingerprint_in_common_are_two(void **state)
{
    struct unit_arena unit;
    struct baseline baseline = {.file = "b.yaml"};
    (void)state;
    unit_arena_open(&unit);
    map_init(&baseline.known, &unit.arena);
    struct baseline_entry entry = {.deployment = "d", .clause = "A 1", .verdict = "prohibited",
                                   .fingerprint = {UINT64_MAX, 1}, .reason = ""};
    assert_true(baseline_add(&baseline, &unit.arena, entry));
    assert_false(baseline_add(&baseline, &unit.arena, entry));
    entry.fingerprint[1] = 2;
    assert_true(baseline_add(&baseline, &unit.arena, entry));
    entry.clause = "A 2";
    assert_true(baseline_add(&baseline, &unit.arena, entry));
    assert_false(baseline_add(&baseline, &unit.arena, entry));
    unit_arena_close(&unit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_annotations_of_each_level_the_worst_first),
        cmocka_unit_test(the_least_serious_results_are_left_out),
        cmocka_unit_test(what_is_kept_has_a_bound),
        cmocka_unit_test(plain_cases_have_a_bound_of_their_own),
        cmocka_unit_test(a_place_may_be_a_file_or_nothing),
        cmocka_unit_test(paths_are_told_below_the_folder),
        cmocka_unit_test(what_lies_outside_is_told_so),
        cmocka_unit_test(fingerprints_stay_what_they_are),
        cmocka_unit_test(equal_remarks_are_twins),
        cmocka_unit_test(entries_with_half_a_fingerprint_in_common_are_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

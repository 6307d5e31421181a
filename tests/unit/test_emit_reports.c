/* test_emit_reports.c: remarks made by hand, as JUnit and as Markdown.
 *
 * Whole outputs of a small report with every outcome; then what must hold of any: the XML is
 * read again with libxml2 and its counts are those of its elements, nothing from outside is
 * markup, the Markdown stays below the size of a comment and says what it left out.
 */
#include "unit.h"

#include "emit/markup.h"
#include "emit/remarks.h"

#include <libxml/parser.h>
#include <string.h>

/* ---- a report by hand ---------------------------------------------------------------------- */

static struct remark remark_of(uint32_t rule, const char *subject, const char *message)
{
    return (struct remark){.rule = rule, .level = REMARK_ERROR, .state = REMARK_OPEN,
                           .reason = "", .subject = subject, .verdict = "", .message = message, .detail = "",
                           .place = {"", 0, 0, 0, 0}, .related = NULL};
}

static void add_case(struct remarks *remarks, const char *name, const char *verdict,
                     enum case_outcome outcome, const char *text)
{
    struct remark_case c = {.name = name, .suite = remarks->policy, .verdict = verdict, .text = text,
                            .place = {"d.yaml", 1 + (uint32_t)remarks->cases.count * 10, 1, 0, 0},
                            .outcome = outcome, .first_remark = remarks->remarks.count};
    VEC_PUSH(remarks->arena, &remarks->cases, c);
}

static void add_remark(struct remarks *remarks, struct remark remark)
{
    VEC_PUSH(remarks->arena, &remarks->remarks, remark);
    remarks->cases.items[remarks->cases.count - 1].remark_count++;
}

static struct remarks empty(struct arena *arena)
{
    struct remarks remarks;
    bool fresh;
    remarks_init(&remarks, arena);
    remarks.command = "eval";
    remarks.policy = "Clouds";
    remarks.policy_file = "clouds.pol";
    remarks_rule(&remarks, "Alliance 2.1", &fresh);
    remarks_rule(&remarks, "JCA 3.1", &fresh);
    return remarks;
}

static void add_notice(struct remarks *remarks)
{
    struct remark_notice notice = {REMARK_WARNING, "P0701", "an entry fits nothing",
                                   {"b.json", 4, 1, 0, 0}};
    remarks_notice(remarks, notice);
}

static struct remarks every_outcome(struct arena *arena)
{
    struct remarks remarks = empty(arena);
    remarks.summary = "4 deployments: 1 permitted, 2 prohibited, 1 refused";
    add_case(&remarks, "fine", "permitted", CASE_PASSED, "fine: PERMITTED\n");
    add_case(&remarks, "bad", "prohibited", CASE_FAILED, "bad: PROHIBITED   by Alliance 2.1\n");
    struct remark remark = remark_of(0, "bad", "OpenAI is in breach of Alliance 2.1");
    remark.detail = "host = AWS is not Azure\n";
    remark.place = (struct remark_place){"d.yaml", 12, 3, 12, 9};
    add_remark(&remarks, remark);
    remark = remark_of(1, "bad", "OpenAI is in breach of JCA 3.1");
    add_remark(&remarks, remark);
    add_case(&remarks, "known", "prohibited", CASE_SKIPPED, "known: PROHIBITED\n");
    remark = remark_of(0, "known", "OpenAI is in breach of Alliance 2.1");
    remark.state = REMARK_WAIVED;
    remark.reason = "W1 by Microsoft";
    add_remark(&remarks, remark);
    remark = remark_of(1, "known", "OpenAI is in breach of JCA 3.1");
    remark.state = REMARK_BASELINED;
    remark.reason = "entry 3";
    add_remark(&remarks, remark);
    add_case(&remarks, "broken", "refused", CASE_REFUSED, "d.yaml:31:3: error[P0601]: no host\n");
    return remarks;
}

static const char *junit_of(const struct remarks *remarks)
{
    struct strbuf out = strbuf_new(remarks->arena);
    emit_junit(remarks, &out);
    return strbuf_string(&out);
}

static const char *markdown_of(const struct remarks *remarks)
{
    struct strbuf out = strbuf_new(remarks->arena);
    emit_markdown(remarks, &out);
    return strbuf_string(&out);
}

/* ---- JUnit --------------------------------------------------------------------------------- */

static void junit_of_every_outcome(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = every_outcome(&unit.arena);
    unit_assert_text(junit_of(&remarks),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"polc eval\" tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\" time=\"0\">\n"
        " <testsuite name=\"Clouds\" file=\"clouds.pol\" tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\" time=\"0\">\n"
        "  <testcase classname=\"Clouds\" name=\"fine\" file=\"d.yaml\" line=\"1\" time=\"0\"/>\n"
        "  <testcase classname=\"Clouds\" name=\"bad\" file=\"d.yaml\" line=\"11\" time=\"0\">\n"
        "   <failure type=\"prohibited\" message=\"OpenAI is in breach of Alliance 2.1 (and 1 more)\">bad: PROHIBITED   by Alliance 2.1\n"
        "</failure>\n"
        "  </testcase>\n"
        "  <testcase classname=\"Clouds\" name=\"known\" file=\"d.yaml\" line=\"21\" time=\"0\">\n"
        "   <skipped message=\"Alliance 2.1 waived: W1 by Microsoft; JCA 3.1 in the baseline: entry 3\"/>\n"
        "  </testcase>\n"
        "  <testcase classname=\"Clouds\" name=\"broken\" file=\"d.yaml\" line=\"31\" time=\"0\">\n"
        "   <error type=\"refused\" message=\"refused\">d.yaml:31:3: error[P0601]: no host\n"
        "</error>\n"
        "  </testcase>\n"
        " </testsuite>\n"
        "</testsuites>\n");
    unit_arena_close(&unit);
}

static xmlDocPtr parsed(const char *text)
{
    xmlDocPtr doc = xmlReadMemory(text, (int)strlen(text), "report.xml", NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    return doc;
}

static size_t count_elements(xmlNodePtr node, const char *name)
{
    size_t count = 0;
    for (; node; node = node->next)
        count += (node->type == XML_ELEMENT_NODE && !xmlStrcmp(node->name, BAD_CAST name))
                 + count_elements(node->children, name);
    return count;
}

static void assert_attribute(xmlNodePtr node, const char *name, const char *expected)
{
    xmlChar *value = xmlGetProp(node, BAD_CAST name);
    assert_non_null(value);
    assert_string_equal((const char *)value, expected);
    xmlFree(value);
}

static void junit_counts_add_up(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = empty(&unit.arena);
    static const char *const elements[] = {"", "failure", "skipped", "error"};
    static const char *const counts[] = {"", "failures", "skipped", "errors"};
    for (unsigned i = 0; i < 100; i++)
        add_case(&remarks, arena_printf(&unit.arena, "d%u", i), "prohibited",
                 (enum case_outcome)(i * i % 7 % 4), "lines");
    xmlDocPtr doc = parsed(junit_of(&remarks));
    xmlNodePtr root = xmlDocGetRootElement(doc);
    assert_int_equal(count_elements(root, "testcase"), 100);
    assert_attribute(root, "tests", "100");
    for (size_t k = 1; k < 4; k++)
        assert_attribute(root, counts[k],
                         arena_printf(&unit.arena, "%zu", count_elements(root, elements[k])));
    xmlFreeDoc(doc);
    unit_arena_close(&unit);
}

static void junit_of_nothing(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = empty(&unit.arena);
    remarks.policy_file = "";
    unit_assert_text(junit_of(&remarks),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"polc eval\" tests=\"0\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0\">\n"
        " <testsuite name=\"Clouds\" tests=\"0\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0\"/>\n"
        "</testsuites>\n");
    unit_arena_close(&unit);
}

/* What is read back is what went in, but for what XML cannot hold. */
static void junit_holds_any_text(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = empty(&unit.arena);
    remarks.policy = "<a href=\"x\">&amp; 'b'";
    add_case(&remarks, "bell \a, bytes \xff\xc3, end \xef\xbf\xbf, umlaut \xc3\xa4", "prohibited",
             CASE_FAILED, "]]> </failure><failure/>\n");
    xmlDocPtr doc = parsed(junit_of(&remarks));
    xmlNodePtr suite = xmlFirstElementChild(xmlDocGetRootElement(doc));
    xmlNodePtr c = xmlFirstElementChild(suite), failure = xmlFirstElementChild(c);
    assert_attribute(c, "classname", "<a href=\"x\">&amp; 'b'");
    assert_attribute(c, "name", "bell \xe2\x90\x87, bytes \xef\xbf\xbd\xef\xbf\xbd, end "
                                "\xef\xbf\xbd, umlaut \xc3\xa4");
    xmlChar *content = xmlNodeGetContent(failure);
    assert_string_equal((const char *)content, "]]> </failure><failure/>\n");
    assert_int_equal(count_elements(suite, "failure"), 1);
    xmlFree(content);
    xmlFreeDoc(doc);
    unit_arena_close(&unit);
}

static void junit_tells_equal_names_apart(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = empty(&unit.arena);
    for (size_t i = 0; i < 3; i++)
        add_case(&remarks, "same", "permitted", CASE_PASSED, "");
    const char *text = junit_of(&remarks);
    assert_non_null(strstr(text, "name=\"same\""));
    assert_non_null(strstr(text, "name=\"same #2\""));
    assert_non_null(strstr(text, "name=\"same #3\""));
    unit_arena_close(&unit);
}

struct write_job {
    struct guard *guard;
    struct arena arena;
    void (*emit)(const struct remarks *remarks, struct strbuf *out);
};

static void write_job(void *argument)
{
    struct write_job *job = argument;
    arena_init(&job->arena, job->guard);
    struct remarks remarks = every_outcome(&job->arena);
    for (size_t i = 0; i < 200; i++) /* more than one block of the arena */
        add_case(&remarks, arena_printf(&job->arena, "d%zu", i), "prohibited", CASE_FAILED,
                 "a line that takes some room in the report, as lines for people do\n");
    struct strbuf out = strbuf_new(&job->arena);
    job->emit(&remarks, &out);
}

/* The n-th allocation fails, for every n: a fault, and nothing is left behind (valgrind and the
 * address sanitizer look after libxml2's own memory). */
static void formats_survive_failed_allocations(void **state)
{
    (void)state;
    void (*const formats[])(const struct remarks *, struct strbuf *) = {emit_junit, emit_markdown};
    for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) {
        enum fault fault = FAULT_MEMORY;
        size_t n = 0;
        for (; fault != FAULT_NONE && n < 1000; n++) {
            struct unit_heap heap = {.fail_at = n + 1};
            struct guard guard;
            struct write_job job = {.guard = &guard, .emit = formats[f]};
            fault = guard_run(&guard, unit_heap(&heap), write_job, &job);
            assert_true(fault == FAULT_NONE || fault == FAULT_MEMORY);
            arena_free(&job.arena);
            assert_int_equal(heap.live, 0);
        }
        assert_int_equal(fault, FAULT_NONE);
        assert_true(n > 3);
    }
}

/* Its remarks tell a case that has no lines of its own. */
static void a_case_without_lines(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = every_outcome(&unit.arena);
    remarks.cases.items[1].text = "";
    assert_non_null(strstr(junit_of(&remarks),
        "(and 1 more)\">d.yaml:12: OpenAI is in breach of Alliance 2.1\n"
        "host = AWS is not Azure\n"
        "OpenAI is in breach of JCA 3.1\n"
        "</failure>"));
    assert_non_null(strstr(markdown_of(&remarks), "```text\nhost = AWS is not Azure\n```"));
    unit_arena_close(&unit);
}

static void junit_tells_notices(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = empty(&unit.arena);
    add_notice(&remarks);
    remarks.left_out = 3;
    remarks.summary = "9 deployments";
    assert_non_null(strstr(junit_of(&remarks),
        "  <system-err>b.json:4: P0701: an entry fits nothing\n"
        "of 3 more only the summary tells: 9 deployments\n</system-err>\n </testsuite>"));
    unit_arena_close(&unit);
}

/* ---- Markdown ------------------------------------------------------------------------------ */

static void markdown_of_every_outcome(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = every_outcome(&unit.arena);
    unit_assert_text(markdown_of(&remarks),
        "## polc eval: 2 of 4 not in order\n\n"
        "Policy **Clouds** (`clouds.pol`). 4 deployments: 1 permitted, 2 prohibited, 1 refused.\n\n"
        "| deployment | verdict | clause | place | why |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| bad | **prohibited** | Alliance 2.1 | `d.yaml:12` | OpenAI is in breach of Alliance 2.1 |\n"
        "| bad | **prohibited** | JCA 3.1 | `d.yaml:11` | OpenAI is in breach of JCA 3.1 |\n"
        "| broken | **refused** |  | `d.yaml:31` |  |\n\n"
        "### Waived or in the baseline\n\n"
        "| deployment | clause | state | reason |\n"
        "| --- | --- | --- | --- |\n"
        "| known | Alliance 2.1 | waived | W1 by Microsoft |\n"
        "| known | JCA 3.1 | in the baseline | entry 3 |\n\n"
        "<details><summary>bad: prohibited</summary>\n\n"
        "```text\n"
        "bad: PROHIBITED   by Alliance 2.1\n"
        "```\n\n"
        "</details>\n\n"
        "<details><summary>broken: refused</summary>\n\n"
        "```text\n"
        "d.yaml:31:3: error[P0601]: no host\n"
        "```\n\n"
        "</details>\n");
    unit_arena_close(&unit);
}

static void markdown_in_order(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = empty(&unit.arena);
    unit_assert_text(markdown_of(&remarks),
                     "## polc eval: nothing to look at\n\nPolicy **Clouds** (`clouds.pol`).\n");
    add_case(&remarks, "a", "permitted", CASE_PASSED, "");
    unit_assert_text(markdown_of(&remarks),
                     "## polc eval: in order\n\nPolicy **Clouds** (`clouds.pol`).\n");
    add_case(&remarks, "b", "permitted", CASE_PASSED, "");
    unit_assert_text(markdown_of(&remarks),
                     "## polc eval: all 2 in order\n\nPolicy **Clouds** (`clouds.pol`).\n");
    unit_arena_close(&unit);
}

/* What is open in a case that is in order, and what is about the run. */
static void markdown_tells_what_fails_nothing(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = empty(&unit.arena);
    add_case(&remarks, "a", "passed", CASE_PASSED, "");
    struct remark remark = remark_of(0, "a", "readings differ");
    remark.verdict = "disputed";
    add_remark(&remarks, remark);
    add_notice(&remarks);
    remarks.left_out = 3;
    unit_assert_text(markdown_of(&remarks),
        "## polc eval: in order\n\nPolicy **Clouds** (`clouds.pol`).\n\n"
        "_Of 3 more only the summary tells._\n\n"
        "### Told, but failing nothing\n\n"
        "| deployment | verdict | clause | place | why |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| a | **disputed** | Alliance 2.1 | `d.yaml:1` | readings differ |\n\n"
        "### About this run\n\n"
        "- P0701: an entry fits nothing\n");
    unit_arena_close(&unit);
}

static void markdown_takes_nothing_for_markup(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = empty(&unit.arena);
    add_case(&remarks, "a|b `c` <img src=x> @team #12 $x$ [l](u)\nsnake_case", "prohibited",
             CASE_FAILED, "```\n</details>\n");
    remarks.cases.items[0].place.file = "a|b`.yaml";
    const char *text = markdown_of(&remarks);
    assert_non_null(strstr(text,
        "| a\\|b \\`c\\` &lt;img src=x> @<!-- -->team #<!-- -->12 <span>$</span>x<span>$</span> "
        "\\[l\\](u)<br>snake_case | **prohibited** |  | ``a\\|b`.yaml:1`` |  |\n"));
    assert_non_null(strstr(text, "<summary>a|b `c` &lt;img src=x&gt; @team"));
    assert_non_null(strstr(text, "````text\n```\n</details>\n````\n"));
    unit_arena_close(&unit);
}

/* Each part is cut at its end, says so, and leaves the others their share. */
/* Of check and diff, whose only case is the policy: a row for each finding. */
static void markdown_of_a_check(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = empty(&unit.arena);
    remarks.command = "check";
    add_case(&remarks, "clouds.pol", "passed", CASE_PASSED, "");
    struct remark remark = remark_of(0, "clouds.pol", "`Alliance 2.1` and `a|b` meet, ` alone");
    remark.level = REMARK_WARNING;
    add_remark(&remarks, remark);
    assert_non_null(strstr(markdown_of(&remarks),
        "| finding | | place | why |\n"
        "| --- | --- | --- | --- |\n"
        "| Alliance 2.1 | **warning** | `d.yaml:1` | `Alliance 2.1` and `a\\|b` meet, \\` alone |\n"));
    unit_arena_close(&unit);
}

static void markdown_stays_below_a_comment(void **state)
{
    (void)state;
    struct unit_arena unit;
    unit_arena_open(&unit);
    struct remarks remarks = empty(&unit.arena);
    char long_text[20001];
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    memcpy(long_text + 7999, "\xc3\xa4", 2); /* a character at the limit stays whole */
    for (unsigned i = 0; i < 2000; i++) {
        add_case(&remarks, arena_printf(&unit.arena, "d%u", i), "prohibited", CASE_FAILED,
                 i < 1000 ? long_text : "");
        add_remark(&remarks, remark_of(0, "d", long_text));
        struct remark waived = remark_of(1, "d", "m");
        waived.state = REMARK_WAIVED;
        waived.reason = long_text;
        add_remark(&remarks, waived);
    }
    const char *text = markdown_of(&remarks);
    assert_true(strlen(text) < 65536);
    assert_true(strlen(text) > 50000);
    assert_non_null(strstr(text, "more rows are left out"));
    assert_non_null(strstr(text, "### Waived"));
    assert_non_null(strstr(text, "more details are left out"));
    assert_null(strstr(text, "x\xc3\n"));
    unit_arena_close(&unit);
}

static void texts_are_cut_between_characters(void **state)
{
    (void)state;
    assert_int_equal(markup_fit("abc", 3), 3);
    assert_int_equal(markup_fit("abc", 2), 2);
    assert_int_equal(markup_fit("a\xc3\xa4", 2), 1);
    assert_int_equal(markup_fit("a\xc3\xa4", 3), 3);
    assert_int_equal(markup_fit("", 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(junit_of_every_outcome),
        cmocka_unit_test(junit_counts_add_up),
        cmocka_unit_test(junit_of_nothing),
        cmocka_unit_test(junit_holds_any_text),
        cmocka_unit_test(junit_tells_equal_names_apart),
        cmocka_unit_test(junit_tells_notices),
        cmocka_unit_test(a_case_without_lines),
        cmocka_unit_test(formats_survive_failed_allocations),
        cmocka_unit_test(markdown_of_every_outcome),
        cmocka_unit_test(markdown_in_order),
        cmocka_unit_test(markdown_tells_what_fails_nothing),
        cmocka_unit_test(markdown_of_a_check),
        cmocka_unit_test(markdown_takes_nothing_for_markup),
        cmocka_unit_test(markdown_stays_below_a_comment),
        cmocka_unit_test(texts_are_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

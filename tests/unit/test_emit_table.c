/* test_emit_table.c: the table for people: whole outputs, and laws of them.
 *
 * tests/golden/table/policy.{text,md,csv,json} are whole outputs; with POLC_UPDATE set they are
 * rewritten, and the difference is to be read. Run from the project's root.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/io.h"
#include "emit/table.h"
#include "emit/wrap.h"
#include "ir/ir.h"
#include "sema_fixture.h"
#include "unit.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "tests/golden/table/"

/* ---- a policy's outputs ------------------------------------------------------------------ */

struct outputs {
    char *text, *narrow, *markdown, *csv, *json, *html, *ir, *table; /* malloc'd */
};

static char *kept(struct strbuf *out)
{
    char *copy = strdup(strbuf_string(out));
    assert_non_null(copy);
    strbuf_clear(out);
    return copy;
}

static void print_all(struct checked *checked, void *context)
{
    struct outputs *outputs = context;
    struct arena *arena = &checked->arena;
    struct strbuf out;
    const char *error;
    if (checked->diags.errors)
        fail_msg("%s", strbuf_string(&checked->report));
    const struct ir *ir = ir_lower(arena, checked->model, &checked->diags);
    struct table_image image = table_build(arena, ir, 1, NULL);
    const struct table *table = table_open(arena, image.data, image.length, &error);
    if (!table)
        fail_msg("%s", error);
    strbuf_init(&out, arena);
    emit_table_text(table, arena, 0, &out);
    outputs->text = kept(&out);
    emit_table_text(table, arena, 50, &out);
    outputs->narrow = kept(&out);
    emit_table_markdown(table, arena, &out);
    outputs->markdown = kept(&out);
    emit_table_csv(table, arena, &out);
    outputs->csv = kept(&out);
    emit_table_json(table, arena, &out);
    outputs->json = kept(&out);
    emit_table_html(table, &out);
    outputs->html = kept(&out);
    ir_print(ir, &out);
    outputs->ir = kept(&out);
    table_print(table, &out);
    outputs->table = kept(&out);
}

static struct outputs outputs_of_file(const char *path)
{
    struct outputs outputs = {0};
    assert_true(sema_fixture_file(path, print_all, &outputs));
    return outputs;
}

static struct outputs outputs_of_text(const char *text)
{
    struct outputs outputs = {0};
    assert_true(sema_fixture_text(text, heap_default(), print_all, &outputs));
    return outputs;
}

static void free_outputs(struct outputs *outputs)
{
    free(outputs->text);
    free(outputs->narrow);
    free(outputs->markdown);
    free(outputs->csv);
    free(outputs->json);
    free(outputs->html);
    free(outputs->ir);
    free(outputs->table);
}

/* ---- goldens ---------------------------------------------------------------------------------- */

static void compare_file(const char *path, const char *found)
{
    struct unit_arena unit;
    struct io_text expected;
    const char *error = NULL;
    unit_arena_open(&unit);
    bool done = getenv("POLC_UPDATE")
                    ? io_write(&unit.arena, path, found, strlen(found), &error)
                    : io_read(&unit.arena, path, (size_t)1 << 20, &expected, &error);
    if (!done)
        fail_msg("%s: %s", path, error);
    if (!getenv("POLC_UPDATE"))
        unit_assert_text(found, expected.data);
    unit_arena_close(&unit);
}

static void test_goldens(void **state)
{
    (void)state;
    struct outputs outputs = outputs_of_file(FOLDER "policy.pol");
    compare_file(FOLDER "policy.text", outputs.text);
    compare_file(FOLDER "policy.md", outputs.markdown);
    compare_file(FOLDER "policy.csv", outputs.csv);
    compare_file(FOLDER "policy.json", outputs.json);
    free_outputs(&outputs);
}

/* ---- laws --------------------------------------------------------------------------------------- */

static void test_shuffled(void **state)
{
    (void)state;
    struct outputs one = outputs_of_file(FOLDER "policy.pol");
    struct outputs other = outputs_of_file(FOLDER "shuffled.pol");
    unit_assert_text(other.text, one.text);
    unit_assert_text(other.markdown, one.markdown);
    unit_assert_text(other.csv, one.csv);
    unit_assert_text(other.html, one.html);
    free_outputs(&one);
    free_outputs(&other);
}

static void check_widths(const char *text, unsigned width)
{
    char line[1024];
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, "\n");
        assert_true(length < sizeof line);
        memcpy(line, at, length);
        line[length] = '\0';
        if (wrap_width(line) > width)
            fail_msg("wider than %u: %s", width, line);
        assert_true(length == 0 || line[length - 1] != ' ');
        at += length + (at[length] == '\n');
    }
}

static void test_widths(void **state)
{
    (void)state;
    struct outputs outputs = outputs_of_file(FOLDER "policy.pol");
    check_widths(outputs.text, 100);
    check_widths(outputs.narrow, 50);
    free_outputs(&outputs);
}

/* Every record has as many fields as the header; quotes and line ends as RFC 4180 says. */
static void test_csv_shape(void **state)
{
    (void)state;
    struct outputs outputs = outputs_of_file(FOLDER "policy.pol");
    size_t fields = 1, expected = 0, records = 0;
    bool quoted = false;
    for (const char *at = outputs.csv; *at; at++) {
        if (*at == '"') {
            quoted = !quoted; /* a doubled one toggles twice */
        } else if (*at == ',' && !quoted) {
            fields++;
        } else if (*at == '\n' && !quoted) {
            assert_int_equal(at[-1], '\r');
            if (!expected)
                expected = fields;
            assert_int_equal(fields, expected);
            fields = 1;
            records++;
        }
    }
    assert_false(quoted);
    assert_true(expected > 10);
    assert_true(records > 20);
    free_outputs(&outputs);
}

static void test_dumps(void **state)
{
    (void)state;
    struct outputs one = outputs_of_file(FOLDER "policy.pol");
    struct outputs again = outputs_of_file(FOLDER "policy.pol");
    unit_assert_text(again.ir, one.ir);
    unit_assert_text(again.table, one.table);
    assert_non_null(strstr(one.ir, "norm Master 2 permits"));
    assert_non_null(strstr(one.ir, "exception (a)"));
    assert_non_null(strstr(one.ir, "lift Master 6"));
    assert_non_null(strstr(one.ir, "waiver W1"));
    assert_non_null(strstr(one.ir, "condition of ranks"));
    assert_non_null(strstr(one.table, "norm Master 2 permits"));
    assert_non_null(strstr(one.table, "waiver waiver W1"));
    free_outputs(&one);
    free_outputs(&again);
}

/* What the rows say by standing below each other is nested in JSON, of rules and of meanings. */
static void test_json_nests(void **state)
{
    (void)state;
    static const char rule[] =
        "\"cases\": [{\"api\": {\"words\": \"yes\", \"in\": [\"yes\"]}}, {\"hidden\": {\"words\": "
        "\"yes\", \"holds\": true}}], \"except\": [{\"rule\": \"except (a)\", \"says\": \"lifts the "
        "rule\", \"cases\": [{\"size\": {\"words\": \">= 6\", \"ranges\": [{\"from\": 6}]}}]}]}";
    static const char meaning[] =
        "{\"name\": \"hidden\", \"says\": \"means\", \"cases\": [{\"size\": {\"words\": \"<= 1\", "
        "\"ranges\": [{\"to\": 1}]}}, {\"host\": {\"words\": \"A\", \"in\": [\"A\"]}}]}";
    struct outputs outputs = outputs_of_text(
        "policy \"P\" dated 2026-01-01.\nkind party: A, B.\nfact host: party. fact api: yes/no.\n"
        "fact size: number.\nterm hidden means size < 2 or host is A.\n"
        "agreement M between A and B:\n  clause 1: A shall not deploy where api or hidden\n"
        "    except (a) where size > 5.\n  clause 2: A shall not deploy where never.\n");
    assert_non_null(strstr(outputs.json, rule));
    assert_non_null(strstr(outputs.json, meaning));
    assert_non_null(strstr(outputs.json, "\"cases\": []}")); /* never */
    free_outputs(&outputs);
}

/* libxml2 knows the elements of HTML 4 only. */
static void count_error(void *context, xmlErrorPtr error)
{
    size_t *errors = context;
    if (error->code != XML_HTML_UNKNOWN_TAG) {
        fprintf(stderr, "line %d: %s", error->line, error->message);
        ++*errors;
    }
}

/* A page is XML and HTML at once. */
static void test_html_shape(void **state)
{
    (void)state;
    struct outputs outputs = outputs_of_file(FOLDER "policy.pol");
    int length = (int)strlen(outputs.html);
    size_t errors = 0;
    xmlSetStructuredErrorFunc(&errors, count_error);
    xmlDocPtr xml = xmlReadMemory(outputs.html, length, "page", "UTF-8", XML_PARSE_NONET);
    htmlDocPtr html = htmlReadMemory(outputs.html, length, "page", "UTF-8", HTML_PARSE_NONET);
    xmlSetStructuredErrorFunc(NULL, NULL);
    assert_non_null(xml);
    assert_non_null(html);
    assert_int_equal(errors, 0);
    xmlFreeDoc(xml);
    xmlFreeDoc(html);
    free_outputs(&outputs);
}

/* ---- words of cells ------------------------------------------------------------------------------- */

#define VOCABULARY                                                                        \
    "policy \"P\" dated 2026-01-01.\n"                                                    \
    "kind party: Acme, Globex, Initech, Umbrella, other_party.\n"                         \
    "kind region: EU (Germany, France), UK, US, Asia (Japan, India).\n"                   \
    "group far of region: US, Japan.\n"                                                   \
    "fact region: region. fact host: party. fact api: yes/no. fact signed: date.\n"       \
    "fact price: number in cents (1 USD = 100 cents).\n"                                  \
    "fact notice: event \"to Globex\".\n"                                                 \
    "agreement Main between Acme and Globex:\n  clause 1: Acme shall not deploy where "

static void says(const char *condition, const char *expected)
{
    char policy[4096], cell[256];
    snprintf(policy, sizeof policy, "%s%s.\n", VOCABULARY, condition);
    snprintf(cell, sizeof cell, "| %s |", expected);
    struct outputs outputs = outputs_of_text(policy);
    if (!strstr(outputs.markdown, cell))
        fail_msg("`%s` is not said as `%s` but\n%s", condition, expected, outputs.markdown);
    free_outputs(&outputs);
}

static void test_words(void **state)
{
    (void)state;
    says("region is EU", "EU");
    says("region is not UK", "not UK");
    says("region is far", "far");
    says("region is not far", "not far");
    says("region is in (Germany, US)", "Germany or US");
    says("region is in (Germany, US, India)", "Germany, US or India");
    says("host is not in (Acme, Globex)", "Initech, Umbrella or other_party");
    says("api", "yes");
    says("not api", "no");
    says("price > 100 USD", "> 100 USD");
    says("price >= 100 USD", ">= 100 USD");
    says("price < 250 cents", "&lt; 250 cents");
    says("price <= 250 cents", "&lt;= 250 cents");
    says("price = 7 USD", "7 USD");
    says("price > 500 cents", "> 500 cents");
    says("price >= 5 USD and price < 2000 cents", "5 USD to 1999 cents");
    says("price != 7 USD", "not 7 USD");
    says("price >= 5 USD and price <= 10 USD", "5 USD to 10 USD");
    says("signed is before 2026-02-01", "before 2026-02-01");
    says("signed is on or before 2026-01-31", "before 2026-02-01");
    says("signed is after 2026-01-31", "from 2026-02-01");
    says("signed is on 2026-01-31", "on 2026-01-31");
    says("date is on or after 2026-01-31 and date is before 2026-03-01",
         "from 2026-01-31 until 2026-03-01");
    says("notice has occurred", "occurred");
    says("notice has not occurred", "not occurred");
    says("notice occurred within 30 days", "occurred, not more than 30 days ago");
    says("notice occurred at least 1 month ago", "at least 1 month ago");
    says("not notice occurred at least 2 years ago", "not yet 2 years ago");
    says("never", "never");
}

/* A rule is printed once, with all its conditions: never a part of them here and a part there. */
static size_t occurrences(const char *text, const char *word)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, word)) != NULL; at += strlen(word))
        n++;
    return n;
}

static void test_rules_are_whole(void **state)
{
    (void)state;
    const char *clause = "region is UK and host is Acme and api and price > 5 USD and notice has "
                         "occurred and signed is before 2026-02-01";
    char policy[4096];
    snprintf(policy, sizeof policy, "%s%s.\n", VOCABULARY, clause);
    struct outputs outputs = outputs_of_text(policy);
    assert_int_equal(occurrences(outputs.text, "\nMain 1"), 1);
    assert_int_equal(occurrences(outputs.narrow, "\nMain 1"), 1);
    assert_non_null(strstr(outputs.narrow, "region: UK\n"));
    assert_non_null(strstr(outputs.narrow, "notice: occurred\n"));
    free_outputs(&outputs);
}

/* An amount is said in the unit in which its owner wrote it. */
static void test_commitments(void **state)
{
    (void)state;
    struct outputs outputs = outputs_of_text(
        "policy \"P\" dated 2026-01-01.\nkind party: Acme, Globex.\n"
        "fact price: number in cents (1 USD = 100 cents). fact plain: number.\n"
        "agreement Main between Acme and Globex:\n"
        "  clause 1: Acme commits to at least 5000 cents of price by 2030-01-01.\n"
        "  clause 2: Acme commits to at most 50 USD of price by 2030-01-01.\n"
        "  clause 3: Acme commits to at least 700 of plain by 2030-01-01.\n");
    assert_non_null(strstr(outputs.markdown, "at least 5000 cents of price"));
    assert_non_null(strstr(outputs.markdown, "at most 50 USD of price"));
    assert_non_null(strstr(outputs.markdown, "at least 700 of plain"));
    free_outputs(&outputs);
}

/* More cases than anybody reads as rows: the condition as one, in the user's words. */
static void test_many_cases(void **state)
{
    (void)state;
    says("(region is EU or api) and (host is Acme or price > 5 USD) and (signed is on 2026-01-31 "
         "or notice has occurred) and (date is before 2026-03-01 or region is US)",
         "(region is EU or api) and (host is Acme or price > 5 USD) and (signed is on 2026-01-31 "
         "or notice occurred) and (date before 2026-03-01 or region is US)");
}

/* ---- wrapping --------------------------------------------------------------------------------------- */

static void wraps(const char *text, unsigned width, const char *expected)
{
    struct unit_arena unit;
    struct strbuf out;
    struct wrap_column columns[] = {{text, width, 2}, {"|", 1, 0}};
    unit_arena_open(&unit);
    strbuf_init(&out, &unit.arena);
    wrap_print(columns, 2, &out);
    unit_assert_text(strbuf_string(&out), expected);
    unit_arena_close(&unit);
}

static void test_wrapping(void **state)
{
    (void)state;
    wraps("", 4, "      |\n");
    wraps("ab cd", 5, "ab cd  |\n");
    wraps("ab cd", 4, "ab    |\ncd\n");
    wraps("ab: cd ef\ngh", 6, "ab: cd  |\n  ef\ngh\n");
    wraps("abcdef", 4, "abcd  |\nef\n");
    wraps("a\nb", 4, "a     |\nb\n");
    wraps("  ab cd", 5, "  ab   |\n  cd\n");
    wraps("h\xC3\xA9h\xC3\xA9 ho", 4, "h\xC3\xA9h\xC3\xA9  |\nho\n");
    wraps("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 3, "\xC3\xA9\xC3\xA9\xC3\xA9  |\n\xC3\xA9\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_goldens),   cmocka_unit_test(test_shuffled),
        cmocka_unit_test(test_widths),    cmocka_unit_test(test_csv_shape),
        cmocka_unit_test(test_json_nests),
        cmocka_unit_test(test_html_shape),
        cmocka_unit_test(test_dumps),     cmocka_unit_test(test_words),
        cmocka_unit_test(test_many_cases), cmocka_unit_test(test_rules_are_whole),
        cmocka_unit_test(test_wrapping), cmocka_unit_test(test_commitments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

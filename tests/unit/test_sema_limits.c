/* test_sema_limits.c: what comes from outside is bounded, and each bound is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sema/check.h"
#include "sema_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct text {
    char *data;
    size_t length, capacity;
};

static void add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct text *text, const char *format, ...)
{
    va_list arguments;
    if (text->capacity - text->length < 256) {
        text->capacity = text->capacity * 2 + 4096;
        text->data = realloc(text->data, text->capacity);
        assert_non_null(text->data);
    }
    va_start(arguments, format);
    text->length += (size_t)vsnprintf(text->data + text->length, 256, format, arguments);
    va_end(arguments);
}

struct expectation {
    const char *wanted; /* in the report; NULL: no diagnostic at all */
    bool ok;
};

static void look(struct checked *checked, void *context)
{
    struct expectation *e = context;
    const char *report = strbuf_string(&checked->report);
    e->ok = e->wanted ? strstr(report, e->wanted) != NULL : checked->diags.list.count == 0;
    if (!e->ok)
        fprintf(stderr, "wanted %s, found:\n%.2000s", e->wanted ? e->wanted : "nothing", report);
}

static void check(struct text *text, const char *wanted)
{
    struct expectation e = {wanted, false};
    assert_true(sema_fixture_text(text->data, heap_default(), look, &e));
    free(text->data);
    assert_true(e.ok);
}

#define HEAD                                                                                 \
    "policy \"Limits\" dated 2026-01-01.\nkind party: Acme, Globex.\nfact x: yes/no.\n"
#define MASTER "agreement Master between Acme and Globex:\n"

static void terms_nest(int count, const char *wanted)
{
    struct text text = {NULL, 0, 0};
    add(&text, HEAD "term t0 means x.\n");
    for (int i = 1; i < count; i++)
        add(&text, "term t%d means not t%d.\n", i, i - 1);
    check(&text, wanted);
}

static void nesting_of_terms_is_bounded(void **state)
{
    (void)state;
    terms_nest((int)SEMA_NESTING_LIMIT, NULL);
    terms_nest((int)SEMA_NESTING_LIMIT + 1, "rest on each other more than 100 deep");
    terms_nest(20000, "rest on each other more than 100 deep");
}

static void groups_nest(int count, const char *wanted)
{
    struct text text = {NULL, 0, 0};
    add(&text, HEAD "kind region: UK, US.\n");
    for (int i = 0; i < count; i++)
        add(&text, "group g%d of region: g%d.\n", i, i + 1);
    add(&text, "group g%d of region: UK.\n", count);
    check(&text, wanted);
}

static void nesting_of_groups_is_bounded(void **state)
{
    (void)state;
    groups_nest(50, NULL);
    groups_nest(150, "groups name each other more than 100 deep");
}

static void ranked_pairs_are_bounded(void **state)
{
    (void)state;
    struct text text = {NULL, 0, 0};
    add(&text, HEAD MASTER);
    for (int i = 0; i < 2100; i++)
        add(&text, "clause %d: Acme shall not deploy where x.\n", i);
    add(&text, "document Annex:\n");
    for (int i = 0; i < 2100; i++)
        add(&text, "clause %d: Acme may deploy where x.\n", i);
    add(&text, "Annex prevails over Master.\n");
    check(&text, "ranked in more than 4000000 pairs");
}

static void lifted_pairs_are_bounded(void **state)
{
    (void)state;
    struct text text = {NULL, 0, 0};
    add(&text, HEAD MASTER);
    for (int i = 0; i < 2100; i++)
        add(&text, "clause %d: Acme shall not deploy where x.\n", i);
    for (int i = 0; i < 2100; i++)
        add(&text, "clause 9.%d: no clause applies where x.\n", i);
    check(&text, "aimed at each other in more than 4000000 pairs");
}

/* A chain of `and` is as long as a file allows; it must not be as deep. */
static unsigned depth(const struct model_expr *expr)
{
    if (expr->op != OP_AND)
        return 1;
    unsigned left = depth(expr->left), right = depth(expr->right);
    return 1 + (left > right ? left : right);
}

static void measure(struct checked *checked, void *context)
{
    if (checked->diags.errors == 0)
        *(unsigned *)context = depth(checked->model->norms.items[0].cond);
}

static void long_chains_are_balanced(void **state)
{
    (void)state;
    struct text text = {NULL, 0, 0};
    unsigned found = 0;
    add(&text, HEAD MASTER "clause 1: Acme shall not deploy where x");
    for (int i = 0; i < 100000; i++)
        add(&text, " and not x");
    add(&text, ".\n");
    assert_true(sema_fixture_text(text.data, heap_default(), measure, &found));
    free(text.data);
    assert_true(found > 0 && found <= 18);
}

/* Many unknown names against a large kind: hints stop where they would not be shown. */
static void many_errors_stay_fast(void **state)
{
    (void)state;
    struct text text = {NULL, 0, 0};
    add(&text, HEAD "kind region: r");
    for (int i = 0; i < 20000; i++)
        add(&text, ", region_%d", i);
    add(&text, ".\nfact region: region.\n" MASTER);
    for (int i = 0; i < 5000; i++)
        add(&text, "clause %d: Acme shall not deploy where region is unknown_%d.\n", i, i);
    check(&text, "kind `region` has no value `unknown_0`");
}

/* Patterns that are compared letter by letter, marks and inputs, each with all before it. */
static void many_inputs_stay_fast(void **state)
{
    (void)state;
    struct text text = {NULL, 0, 0};
    add(&text, HEAD "input i for documents with \"/a\":\n  each \"\";\n  x is \"/a\" with \"\" as no");
    for (int i = 0; i < 3000; i++) {
        add(&text, ", \"*");
        for (int j = 0; j < 20; j++)
            add(&text, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        add(&text, "*%05d*\" as yes", i);
    }
    for (int i = 0; i < 30000; i++)
        add(&text, ";\n  unknown at \"/m/%d\" for \"/v\"", i);
    add(&text, ".\n");
    for (int i = 0; i < 30000; i++)
        add(&text, "input j%d for documents with \"/b\" is \"%d\": each \"\".\n", i, i);
    check(&text, NULL);
}

/* ---- files ------------------------------------------------------------------------------------ */

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void the_number_of_files_is_bounded(void **state)
{
    (void)state;
    char folder[] = "/tmp/polc_test_XXXXXX", path[512], name[64];
    assert_non_null(mkdtemp(folder));
    struct text text = {NULL, 0, 0};
    add(&text, "policy \"Files\" dated 2026-01-01.\n");
    for (int i = 0; i < LOAD_FILE_COUNT_LIMIT; i++)
        add(&text, "uses \"%d.pol\".\n", i);
    write_file(folder, "main.pol", text.data);
    free(text.data);
    for (int i = 0; i < LOAD_FILE_COUNT_LIMIT; i++) {
        snprintf(name, sizeof name, "%d.pol", i);
        write_file(folder, name, "");
    }
    struct expectation e = {"a policy has at most 10000 files", false};
    snprintf(path, sizeof path, "%s/main.pol", folder);
    assert_true(sema_fixture_file(path, look, &e));
    for (int i = 0; i < LOAD_FILE_COUNT_LIMIT; i++) {
        char other[600];
        snprintf(other, sizeof other, "%s/%d.pol", folder, i);
        unlink(other);
    }
    unlink(path);
    rmdir(folder);
    assert_true(e.ok);
}

/* Leaves that are told one by one: two facts of a kind compared. */
static void leaves_told(unsigned count, const char *wanted)
{
    struct text text = {NULL, 0, 0};
    add(&text, HEAD "kind part: p0");
    for (unsigned i = 1; i < count; i++)
        add(&text, ", p%u", i);
    add(&text, ".\nfact one: part.\nfact other: part.\n");
    add(&text, MASTER "clause 1: Acme shall not deploy where one is other.\n");
    check(&text, wanted);
}

static void leaves_told_one_by_one_are_bounded(void **state)
{
    (void)state;
    leaves_told(SEMA_LEAF_LIMIT, NULL);
    leaves_told(SEMA_LEAF_LIMIT + 1, "has 1001 values, too many to be told one by one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nesting_of_terms_is_bounded),
        cmocka_unit_test(nesting_of_groups_is_bounded),
        cmocka_unit_test(ranked_pairs_are_bounded),
        cmocka_unit_test(lifted_pairs_are_bounded),
        cmocka_unit_test(long_chains_are_balanced),
        cmocka_unit_test(many_errors_stay_fast),
        cmocka_unit_test(many_inputs_stay_fast),
        cmocka_unit_test(the_number_of_files_is_bounded),
        cmocka_unit_test(leaves_told_one_by_one_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_syntax_corpus.c: every policy in the tree that parses survives printing, and the
 * example of each code of words and grammar provokes that code. */
#include "unit/unit.h"

#include "base/io.h"
#include "unit/syntax_fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

struct tally {
    const char *path;
    int parsed;
};

static void round_trip(struct parsed *parsed, void *context)
{
    struct tally *tally = context;
    if (parsed->diags.errors > 0)
        return;
    tally->parsed++;
    const char *wrong = syntax_round_trip(parsed);
    if (wrong)
        fail_msg("%s: %s", tally->path, wrong);
}

static void visit(const char *folder, int depth, struct tally *tally)
{
    DIR *entries = opendir(folder);
    if (!entries)
        return;
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;) {
        char path[1000];
        const char *name = entry->d_name;
        size_t length = strlen(name);
        if (name[0] == '.' || snprintf(path, sizeof path, "%s/%s", folder, name) >= 1000)
            continue;
        if (depth > 0)
            visit(path, depth - 1, tally);
        if (length < 5 || strcmp(name + length - 4, ".pol") != 0)
            continue;
        struct unit_arena unit;
        struct io_text text;
        const char *error;
        unit_arena_open(&unit);
        tally->path = path;
        if (io_read(&unit.arena, path, (size_t)1 << 26, &text, &error))
            assert_true(
                syntax_fixture(text.data, text.length, heap_default(), round_trip, tally));
        unit_arena_close(&unit);
    }
    closedir(entries);
}

static void policies_of_the_tree(void **state)
{
    (void)state;
    struct tally tally = {0};
    visit("policies", 4, &tally);
    visit("tests", 4, &tally);
    visit("bench", 2, &tally);
    assert_true(tally.parsed >= 1);
}

/* ---- codes ------------------------------------------------------------------------------ */

struct wanted {
    enum diag_code code;
    bool found;
};

static void look(struct parsed *parsed, void *context)
{
    struct wanted *wanted = context;
    for (size_t i = 0; i < parsed->diags.list.count; i++)
        wanted->found |= parsed->diags.list.items[i]->code == wanted->code;
}

static void examples_provoke_their_codes(void **state)
{
    (void)state;
    int checked = 0;
    for (int c = 0; c < DIAG_CODE_COUNT; c++) {
        struct wanted wanted = {(enum diag_code)c, false};
        const char *example = diag_code_example(wanted.code);
        if (strncmp(diag_code_id(wanted.code), "P01", 3) != 0 || *example == '\0')
            continue;
        assert_true(syntax_fixture(example, strlen(example), heap_default(), look, &wanted));
        if (!wanted.found)
            fail_msg("the example of %s does not provoke it", diag_code_id(wanted.code));
        checked++;
    }
    assert_true(checked >= 11);
}

/* A code's example has no other fault of grammar, unless it is about grammar. */
static void parses(struct parsed *parsed, void *context)
{
    (void)context;
    if (parsed->diags.errors > 0)
        fail_msg("%s", syntax_report(parsed));
    assert_null(syntax_round_trip(parsed));
}

static void other_examples_parse(void **state)
{
    (void)state;
    for (int c = 0; c < DIAG_CODE_COUNT; c++) {
        enum diag_code code = (enum diag_code)c;
        const char *id = diag_code_id(code), *example = diag_code_example(code);
        bool policy = strncmp(id, "P00", 3) == 0 || strncmp(id, "P02", 3) == 0
                      || strncmp(id, "P03", 3) == 0 || strncmp(id, "P04", 3) == 0;
        if (policy && *example)
            assert_true(
                syntax_fixture(example, strlen(example), heap_default(), parses, NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(policies_of_the_tree),
        cmocka_unit_test(examples_provoke_their_codes),
        cmocka_unit_test(other_examples_parse),
    };
    return cmocka_run_group_tests_name("syntax corpus", tests, NULL, NULL);
}

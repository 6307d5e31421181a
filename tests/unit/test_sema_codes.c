/* test_sema_codes.c: the example of every code of sema provokes that code. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sema_fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct wanted {
    enum diag_code code;
    bool found;
};

static void look(struct checked *checked, void *context)
{
    struct wanted *wanted = context;
    for (size_t i = 0; i < checked->diags.list.count; i++)
        wanted->found |= checked->diags.list.items[i]->code == wanted->code;
}

static bool of_sema(const char *id)
{
    return strncmp(id, "P02", 3) == 0 || strncmp(id, "P04", 3) == 0;
}

static void examples_provoke_their_codes(void **state)
{
    (void)state;
    int checked = 0;
    for (int c = 0; c < DIAG_CODE_COUNT; c++) {
        enum diag_code code = (enum diag_code)c;
        const char *example = diag_code_example(code);
        if (!of_sema(diag_code_id(code)) || example[0] == '\0')
            continue;
        struct wanted wanted = {code, false};
        assert_true(sema_fixture_text(example, heap_default(), look, &wanted));
        if (!wanted.found)
            fail_msg("the example of %s does not provoke it", diag_code_id(code));
        checked++;
    }
    assert_true(checked > 60);
}

/* Each code of sema stands in some golden: a check without a test is a gap. */
static bool in_file(const char *path, const char *id)
{
    char line[4096];
    bool found = false;
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    while (!found && fgets(line, sizeof line, file))
        found = strstr(line, id) != NULL;
    fclose(file);
    return found;
}

static bool in_goldens(const char *id)
{
    char path[512];
    bool found = false;
    DIR *folder = opendir("tests/golden/sema");
    if (!folder)
        return false;
    for (struct dirent *entry = readdir(folder); entry && !found; entry = readdir(folder)) {
        size_t length = strlen(entry->d_name);
        if (length < 9 || strcmp(entry->d_name + length - 9, ".expected") != 0)
            continue;
        snprintf(path, sizeof path, "tests/golden/sema/%s", entry->d_name);
        found = in_file(path, id);
    }
    closedir(folder);
    return found;
}

static void every_code_has_a_golden(void **state)
{
    (void)state;
    /* limits, tested in test_sema_limits.c */
    static const char *const elsewhere[] = {"P0204", "P0231", "P0241", "P0428"};
    for (int c = 0; c < DIAG_CODE_COUNT; c++) {
        const char *id = diag_code_id((enum diag_code)c);
        bool skip = !of_sema(id);
        for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
            skip |= strcmp(id, elsewhere[i]) == 0;
        if (!skip && !in_goldens(id))
            fail_msg("no golden shows %s", id);
    }
}

/* NAME.pol provokes something; NAME_ok.pol is the near miss that must not. */
static void every_golden_has_a_near_miss(void **state)
{
    (void)state;
    char path[512];
    int seen = 0;
    DIR *folder = opendir("tests/golden/sema");
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        size_t length = strlen(entry->d_name);
        if (length < 8 || strcmp(entry->d_name + length - 4, ".pol") != 0
            || strcmp(entry->d_name + length - 7, "_ok.pol") == 0)
            continue;
        snprintf(path, sizeof path, "tests/golden/sema/%.*s_ok.pol", (int)length - 4,
                 entry->d_name);
        if (access(path, F_OK) != 0)
            fail_msg("%s has no near miss: %s", entry->d_name, path);
        seen++;
    }
    closedir(folder);
    assert_true(seen > 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_provoke_their_codes),
        cmocka_unit_test(every_code_has_a_golden),
        cmocka_unit_test(every_golden_has_a_near_miss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

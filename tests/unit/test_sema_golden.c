/* test_sema_golden.c: every tests/golden/sema/NAME.pol gives exactly NAME.expected.
 *
 * The expected file holds the whole rendered diagnostics; where there are no errors and a
 * file NAME.model stands beside it, also the dump of the model. With POLC_UPDATE set the
 * files are rewritten, and the difference is to be read. Run from the project's root.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/io.h"
#include "sema_fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDER "tests/golden/sema"

/* The content of NAME with another extension is what was found; or it is rewritten. */
static bool matches(struct checked *checked, const char *path, const char *extension,
                    struct strbuf *found)
{
    const char *text = strbuf_string(found);
    const char *error;
    char *other = arena_printf(&checked->arena, "%.*s%s", (int)strlen(path) - 4, path, extension);
    if (getenv("POLC_UPDATE"))
        return io_write(&checked->arena, other, text, found->count, &error);
    struct io_text expected;
    if (!io_read(&checked->arena, other, (size_t)1 << 20, &expected, &error)) {
        fprintf(stderr, "%s: %s\n", other, error);
        return false;
    }
    if (expected.length == found->count && memcmp(expected.data, text, found->count) == 0)
        return true;
    fprintf(stderr, "---- %s is\n%s---- but now there is\n%s", other, expected.data, text);
    return false;
}

static void compare(struct checked *checked, void *context)
{
    const char **path = context;
    char model[512];
    bool ok = matches(checked, *path, ".expected", &checked->report);
    snprintf(model, sizeof model, "%.*s.model", (int)strlen(*path) - 4, *path);
    if (ok && access(model, F_OK) == 0)
        ok = matches(checked, *path, ".model", &checked->dump);
    if (ok)
        *path = NULL;
}

static void one_golden(void **state)
{
    const char *path = *state;
    assert_true(sema_fixture_file(path, compare, &path));
    assert_null(path);
}

static int is_policy(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 4 && strcmp(entry->d_name + length - 4, ".pol") == 0;
}

int main(void)
{
    struct dirent **entries;
    int count = scandir(FOLDER, &entries, is_policy, alphasort);
    if (count <= 0) {
        fprintf(stderr, "no goldens in %s\n", FOLDER);
        return 1;
    }
    struct CMUnitTest *tests = calloc((size_t)count, sizeof *tests);
    for (int i = 0; tests && i < count; i++) {
        char *path = malloc(sizeof FOLDER + strlen(entries[i]->d_name) + 1);
        if (!path)
            return 1;
        sprintf(path, "%s/%s", FOLDER, entries[i]->d_name);
        tests[i] = (struct CMUnitTest){entries[i]->d_name, one_golden, NULL, NULL, path};
    }
    int failed = tests ? _cmocka_run_group_tests("sema goldens", tests, (size_t)count, NULL, NULL)
                       : 1;
    for (int i = 0; i < count; i++) {
        if (tests)
            free(tests[i].initial_state);
        free(entries[i]);
    }
    free(entries);
    free(tests);
    return failed;
}

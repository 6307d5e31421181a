/* golden.c: see golden.h. */
#include "unit/golden.h"

#include "base/io.h"
#include "unit/unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool golden_matches(struct arena *arena, const char *path, const char *extension,
                    struct strbuf *found)
{
    const char *text = strbuf_string(found);
    const char *error;
    char *other = arena_printf(arena, "%.*s%s", (int)strlen(path) - 4, path, extension);
    if (getenv("POLC_UPDATE"))
        return io_write(arena, other, text, found->count, &error);
    struct io_text expected;
    if (!io_read(arena, other, (size_t)1 << 20, &expected, &error)) {
        fprintf(stderr, "%s: %s\n", other, error);
        return false;
    }
    if (expected.length == found->count && memcmp(expected.data, text, found->count) == 0)
        return true;
    fprintf(stderr, "---- %s is\n%s---- but now there is\n%s", other, expected.data, text);
    return false;
}

static int is_policy(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return length > 4 && strcmp(entry->d_name + length - 4, ".pol") == 0;
}

int golden_run(const char *group, const char *folder, void (*test)(void **state))
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_policy, alphasort);
    if (count <= 0) {
        fprintf(stderr, "no goldens in %s\n", folder);
        return 1;
    }
    struct CMUnitTest *tests = calloc((size_t)count, sizeof *tests);
    char (*paths)[512] = calloc((size_t)count, sizeof *paths);
    int failed = 1;
    if (tests && paths) {
        for (int i = 0; i < count; i++) {
            snprintf(paths[i], sizeof *paths, "%s/%s", folder, entries[i]->d_name);
            tests[i] = (struct CMUnitTest){entries[i]->d_name, test, NULL, NULL, paths[i]};
        }
        failed = _cmocka_run_group_tests(group, tests, (size_t)count, NULL, NULL);
    }
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    free(tests);
    free(paths);
    return failed;
}

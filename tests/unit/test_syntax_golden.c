/* test_syntax_golden.c: every tests/golden/syntax/NAME.pol gives exactly NAME.expected.
 *
 * The expected file holds the whole rendered diagnostics, then the kinds and places of the
 * statements that were read: what a recovery resumed with is part of what is tested. With
 * POLC_UPDATE set the files are rewritten, and the difference is to be read. Run from the
 * project's root.
 */
#include "unit/unit.h"

#include "base/io.h"
#include "unit/syntax_fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "tests/golden/syntax"

/* The lines of a dump that stand at its margin. */
static void outline(const char *dump, struct strbuf *out)
{
    for (const char *line = dump; *line;) {
        const char *end = strchr(line, '\n') + 1;
        if (*line != ' ')
            strbuf_bytes(out, line, (size_t)(end - line));
        line = end;
    }
}

static void compare(struct parsed *parsed, void *context)
{
    const char *path = context, *error;
    char *other = arena_printf(&parsed->arena, "%.*s.expected", (int)strlen(path) - 4, path);
    struct strbuf found;
    strbuf_init(&found, &parsed->arena);
    strbuf_text(&found, syntax_report(parsed));
    strbuf_text(&found, "----\n");
    outline(syntax_dump(parsed, parsed->file, true), &found);
    if (getenv("POLC_UPDATE"))
        assert_true(io_write(&parsed->arena, other, found.items, found.count, &error));
    struct io_text expected;
    if (!io_read(&parsed->arena, other, (size_t)1 << 20, &expected, &error))
        fail_msg("%s: %s", other, error);
    unit_assert_text(strbuf_string(&found), expected.data);
}

static void one_golden(void **state)
{
    char *path = *state;
    char *text = malloc((size_t)1 << 16);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_non_null(text);
    size_t length = fread(text, 1, (size_t)1 << 16, file);
    fclose(file);
    bool ok = syntax_fixture(text, length, heap_default(), compare, path);
    free(text);
    assert_true(ok);
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
    char (*paths)[300] = calloc((size_t)count, sizeof *paths);
    int failed = 1;
    if (tests && paths) {
        for (int i = 0; i < count; i++) {
            snprintf(paths[i], sizeof *paths, "%s/%s", FOLDER, entries[i]->d_name);
            tests[i] =
                (struct CMUnitTest){entries[i]->d_name, one_golden, NULL, NULL, paths[i]};
        }
        failed = _cmocka_run_group_tests("syntax goldens", tests, (size_t)count, NULL, NULL);
    }
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    free(tests);
    free(paths);
    return failed;
}

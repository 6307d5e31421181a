/* test_syntax_golden.c: every tests/golden/syntax/NAME.pol gives exactly NAME.expected.
 *
 * The expected file holds the whole rendered diagnostics, then the kinds and places of the
 * statements that were read: what a recovery resumed with is part of what is tested. With
 * POLC_UPDATE set the files are rewritten, and the difference is to be read. Run from the
 * project's root.
 */
#include "unit/golden.h"
#include "unit/syntax_fixture.h"
#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    struct strbuf found;
    strbuf_init(&found, &parsed->arena);
    strbuf_text(&found, syntax_report(parsed));
    strbuf_text(&found, "----\n");
    outline(syntax_dump(parsed, parsed->file, true), &found);
    assert_true(golden_matches(&parsed->arena, context, ".expected", &found));
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

int main(void)
{
    return golden_run("syntax goldens", "tests/golden/syntax", one_golden);
}

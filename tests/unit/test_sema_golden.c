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

#include "sema_fixture.h"
#include "unit/golden.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void compare(struct checked *checked, void *context)
{
    const char **path = context;
    char model[512];
    bool ok = golden_matches(&checked->arena, *path, ".expected", &checked->report);
    snprintf(model, sizeof model, "%.*s.model", (int)strlen(*path) - 4, *path);
    if (ok && access(model, F_OK) == 0)
        ok = golden_matches(&checked->arena, *path, ".model", &checked->dump);
    if (ok)
        *path = NULL;
}

static void one_golden(void **state)
{
    const char *path = *state;
    assert_true(sema_fixture_file(path, compare, &path));
    assert_null(path);
}

int main(void)
{
    return golden_run("sema goldens", "tests/golden/sema", one_golden);
}

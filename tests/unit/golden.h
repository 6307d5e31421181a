/* golden.h: one test for each policy of a folder, and what it is compared with. */
#ifndef POLC_TESTS_GOLDEN_H
#define POLC_TESTS_GOLDEN_H

#include "base/strbuf.h"

#include <stdbool.h>

/* Runs `test` once for each NAME.pol of the folder, *state its path, as one cmocka group.
 * Returns the exit status of the program: not 0 also when there is none. */
int golden_run(const char *group, const char *folder, void (*test)(void **state));

/* Is NAME with this extension, beside NAME.pol, what was found? Prints both when not. With
 * POLC_UPDATE set it is rewritten instead, and the difference is to be read. */
bool golden_matches(struct arena *arena, const char *path, const char *extension,
                    struct strbuf *found);

#endif

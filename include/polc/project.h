/* polc/project.h: a project file: what the command line would say each time, said once.
 *
 * A YAML mapping, which is read as a list of entries: what it sets, down to three keys deep
 * (`eval: {report: {sarif: out.sarif}}`), one entry for each scalar, each element of a list an
 * entry under the same keys. What the keys mean is for the program to know; one that it does not
 * know is refused at its place (docs/projects.md).
 */
#ifndef POLC_PROJECT_H
#define POLC_PROJECT_H

#include <polc/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

#define POLC_PROJECT_DEPTH 3 /* keys above a value, at most */

typedef struct polc_project polc_project;

typedef struct polc_project_entry {
    const char *keys[POLC_PROJECT_DEPTH]; /* from the outermost; "" behind the last */
    const char *value;
    const char *file;
    uint32_t line, column; /* of the value */
    uint32_t key_line[POLC_PROJECT_DEPTH], key_column[POLC_PROJECT_DEPTH];
} polc_project_entry;

/* Reads a project file. POLC_ERROR_INPUT when it cannot be read or is no such mapping; then too
 * *out is set, for its diagnostics; free it. `heap` may be NULL. */
POLC_API polc_status polc_project_open(const char *path, const polc_heap *heap,
                                       polc_project **out);
POLC_API void polc_project_free(polc_project *project);

/* In the order of the file. NULL behind the last. */
POLC_API size_t polc_project_count(const polc_project *project);
POLC_API const polc_project_entry *polc_project_at(const polc_project *project, size_t index);

/* Adds an error at an entry: at its value, or at key `depth` of it (from 1) where that is not 0.
 * `nearest` is what may have been meant, or NULL. */
POLC_API polc_status polc_project_refuse(polc_project *project, size_t index, unsigned depth,
                                         const char *message, const char *nearest);
POLC_API polc_diagnostics *polc_project_diagnostics(polc_project *project);

#ifdef __cplusplus
}
#endif

#endif

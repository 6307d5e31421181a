/* load.h: the files of a policy: those given and those they use, each once.
 *
 * A path is relative to the file that says it. A cycle of uses is an error. Files are
 * kept in the order in which they are first met; order has no meaning.
 */
#ifndef POLC_SYNTAX_LOAD_H
#define POLC_SYNTAX_LOAD_H

#include "syntax/parse.h"

#define LOAD_FILE_COUNT_LIMIT 10000

struct policy_files {
    VEC(struct ast_file *) files;
    bool unreadable; /* a file could not be read; the diagnostic was added */
};

/* "-" reads standard input. Trees live in context->arena, all else with the names. */
struct policy_files *load_policy(struct parse_context *context, const char *const *paths,
                                 size_t path_count);

#endif

/* parse.h: bytes to syntax tree.
 *
 * Reports every syntax error it can find (it resumes after the next full stop) and
 * always returns a tree, with the statements that could be read. Success means that
 * no error was added to diags.
 */
#ifndef POLC_SYNTAX_PARSE_H
#define POLC_SYNTAX_PARSE_H

#include "base/intern.h"
#include "diag/diag.h"
#include "syntax/ast.h"

/* Limits on what comes from outside; each is named in its message. */
#define PARSE_FILE_LIMIT ((size_t)256 * 1024 * 1024) /* bytes of one policy file */
#define PARSE_DEPTH_LIMIT 200                        /* nested parentheses or carve-backs */
#define PARSE_NAME_LIMIT 256                         /* bytes of a name */
#define PARSE_TEXT_LIMIT ((size_t)64 * 1024)         /* bytes of a quoted text */

struct parse_context {
    struct arena *arena;      /* the trees live here, and may be freed once they are checked */
    struct interner *names;   /* its arena keeps what outlives them: files and quoted texts */
    struct diags *diags;
};

/* Parses the source numbered `source` (already in diags->sources). */
struct ast_file *parse_file(struct parse_context *context, uint32_t source);

/* One line per token with its place: `polc dump --stage tokens`. */
void parse_dump_tokens(struct parse_context *context, uint32_t source, struct strbuf *out);

#endif

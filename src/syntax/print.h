/* print.h: a syntax tree as text. */
#ifndef POLC_SYNTAX_PRINT_H
#define POLC_SYNTAX_PRINT_H

#include "base/strbuf.h"
#include "syntax/ast.h"

/* The canonical form (`polc fmt`): comments kept, idempotent, parses to an equal tree. */
void ast_print(const struct ast_file *file, const struct interner *names, struct strbuf *out);

/* The structure of a tree, a line per node, with places unless sources is NULL: `polc dump
 * --stage ast`. Two trees are equal, places aside, iff their dumps without places are. */
void ast_dump(const struct ast_file *file, const struct interner *names,
              struct sources *sources, struct strbuf *out);

#endif

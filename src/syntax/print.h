/* print.h: a syntax tree as text. */
#ifndef POLC_SYNTAX_PRINT_H
#define POLC_SYNTAX_PRINT_H

#include "base/strbuf.h"
#include "syntax/ast.h"

/* The canonical form (`polc fmt`): comments kept, idempotent, parses to an equal tree. */
void ast_print(const struct ast_file *file, const struct interner *names, struct strbuf *out);

/* One condition, reference or point in time in the words of the language. */
void ast_print_expr(const struct ast_expr *expr, const struct interner *names, struct strbuf *out);
void ast_print_ref(const struct ast_ref *ref, const struct interner *names, struct strbuf *out);
void ast_print_point(const struct ast_point *point, const struct interner *names,
                     struct strbuf *out);

/* The structure of a tree, a line per node, with places unless sources is NULL: `polc dump
 * --stage ast`. Two trees are equal, places aside, iff their dumps without places are. */
void ast_dump(const struct ast_file *file, const struct interner *names,
              struct sources *sources, struct strbuf *out);

#endif

/* markup.h: texts from outside in XML, HTML and Markdown, so that nothing in them is markup.
 *
 * Whatever a policy or a description may hold comes out as it stands, or visibly replaced: bytes
 * that are no UTF-8, characters that XML cannot hold and those that turn the writing around become
 * U+FFFD, control characters their pictures (U+2400 and on).
 */
#ifndef POLC_EMIT_MARKUP_H
#define POLC_EMIT_MARKUP_H

#include "base/strbuf.h"

/* The text with nothing left that XML 1.0 cannot hold, or that disturbs (diag/utf8.h) and is no
 * white space; not escaped yet. */
const char *markup_clean(struct arena *arena, const char *text);

/* As the text of an element or the value of an attribute in double quotes, of HTML or XML. */
void markup_html(struct strbuf *out, const char *text);
/* The same of a name or a path, which is one line whatever is in it. */
void markup_html_name(struct strbuf *out, const char *name);

/* Inside a paragraph, a heading or a cell of a table; a line feed becomes <br>. */
void markup_markdown(struct strbuf *out, const char *text);
/* The same, with `names` in backticks as code. */
void markup_markdown_names(struct strbuf *out, const char *text);
/* The same as code: `d.yaml:3`. Fit for a cell of a table; a line feed becomes a blank. */
void markup_markdown_code(struct strbuf *out, const char *text);
/* Lines as they stand, in a fence longer than any in them. */
void markup_markdown_block(struct strbuf *out, const char *text);

/* How many bytes of a text fit into `limit` without cutting a character in two. */
size_t markup_fit(const char *text, size_t limit);

#endif

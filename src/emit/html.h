/* html.h: the decision table and verdicts as one page that needs nothing else.
 *
 * In: a table; for verdicts, boxes and what eval said about them. Out: the parts of one HTML
 * document, which is well-formed XML too. It holds its style and a small script, asks nothing
 * of any network, and says everything without the script: that only filters. A page of verdicts
 * is written piece by piece: begin, one call a deployment, end. Equal input gives equal bytes.
 */
#ifndef POLC_EMIT_HTML_H
#define POLC_EMIT_HTML_H

#include "emit/verdict.h"

/* Everything up to the first deployment. */
void emit_html_begin(const struct table *table, struct strbuf *out);
/* A deployment: the verdict, what it turns on, each clause that speaks with its words, its
 * condition and its exceptions, what is permitted instead, duties, what was presumed. */
void emit_html_case(const struct emit_case *c, struct strbuf *out);
/* The summary, the decision table, the end of the document. */
void emit_html_end(const struct table *table, const struct emit_summary *summary,
                   struct strbuf *out);

#endif

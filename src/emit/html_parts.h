/* html_parts.h: what the parts of a page share; private to html*.c. */
#ifndef POLC_EMIT_HTML_PARTS_H
#define POLC_EMIT_HTML_PARTS_H

#include "emit/html.h"
#include "emit/layout.h"
#include "emit/markup.h"

/* ---- html.c -------------------------------------------------------------------------------- */

enum html_page { HTML_TABLE, HTML_VERDICTS };

/* The document up to <main>, and from </main> on. */
void html_head(const struct table *table, enum html_page page, struct strbuf *out);
void html_foot(struct strbuf *out);

/* <name class="class">text</name>; class "": none. */
void html_element(struct strbuf *out, const char *name, const char *class, const char *text);
/* Text of which the escapes of layout_escape, and `names` in backticks, become elements. */
void html_line(struct strbuf *out, const char *text);
/* What was kept, as lists in lists. Nothing when there is nothing. */
void html_lines(struct strbuf *out, const char *class, const struct layout_lines *kept);
/* The verdict's word on its colour. */
void html_badge(struct strbuf *out, enum eval_verdict verdict);
/* The id of a clause's first rule on the page, fit for an attribute without more escaping. */
void html_anchor(struct strbuf *out, const char *title);

/* ---- html_table.c -------------------------------------------------------------------------- */

/* The filters and the rules. */
void html_rules(const struct table *table, struct strbuf *out);

/* ---- html_style.c, html_script.c ------------------------------------------------------------- */

void html_style(struct strbuf *out);
void html_script(struct strbuf *out);
/* What the page's policy allows to run: the digest of that script. */
extern const char html_script_digest[];

#endif

/* table.h: the decision table as people read it: `polc table`.
 *
 * One row per clause and effect, with a column per attribute that some row tests; what
 * takes away from a clause (exceptions, lifts, waivers) and what outranks it is indented
 * below it; the meanings of terms and the periods of agreements follow. The order depends
 * on names and clause numbers only, never on where a clause stands in the policy.
 */
#ifndef POLC_EMIT_TABLE_H
#define POLC_EMIT_TABLE_H

#include "table/table.h"

/* At most `width` code points a line, 100 when 0. What does not fit side by side is printed
 * in several blocks of columns. */
void emit_table_text(const struct table *table, struct arena *arena, unsigned width,
                     struct strbuf *out);
void emit_table_markdown(const struct table *table, struct arena *arena, struct strbuf *out);
/* RFC 4180, with a header line. Multi-line cells are quoted. */
void emit_table_csv(const struct table *table, struct arena *arena, struct strbuf *out);
/* polc-table/1, docs/polc-table.schema.json: what the rows say, nested, with exact values. */
void emit_table_json(const struct table *table, struct arena *arena, struct strbuf *out);
/* One page that needs nothing else (html.h). */
void emit_table_html(const struct table *table, struct strbuf *out);

#endif

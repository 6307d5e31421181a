/* table_csv.c: the table as comma-separated values (RFC 4180), for a spreadsheet.
 *
 * Every line stands on its own, so that sorting and filtering do no harm: what is below a
 * clause repeats the agreement and the clause, `depth` and `kind` say what it is.
 */
#include "emit/table.h"

#include "base/strbuf.h"
#include "emit/view.h"

#include <string.h>

static void put(struct strbuf *out, const char *text)
{
    if (!text[strcspn(text, ",\"\r\n")]) {
        strbuf_text(out, text);
        return;
    }
    strbuf_char(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            strbuf_char(out, '"');
        strbuf_char(out, *text);
    }
    strbuf_char(out, '"');
}

static const char *kind_word(enum view_kind kind)
{
    switch (kind) {
    case VIEW_NORM:
        return "rule";
    case VIEW_CASE:
        return "or";
    case VIEW_EXCEPT:
        return "except";
    case VIEW_YIELDS:
        return "yields";
    case VIEW_MEANING:
        return "meaning";
    }
    return "";
}

static void put_row(const struct table_view *view, const struct view_row *row,
                    const char *label, struct strbuf *out)
{
    const struct table *t = view->table;
    const struct view_cell *cell = row->cells, *last = row->cells + row->cell_count;
    if (row->clause != IR_NONE)
        put(out, table_text(t, t->agreements[t->clauses[row->clause].agreement].name));
    strbuf_char(out, ',');
    put(out, row->clause != IR_NONE ? table_text(t, t->clauses[row->clause].title) : "");
    strbuf_char(out, ',');
    put(out, label);
    strbuf_printf(out, ",%s,%u,", kind_word(row->kind), row->depth);
    put(out, row->rule);
    strbuf_char(out, ',');
    put(out, row->effect);
    for (size_t c = 0; c < view->column_count; c++) {
        strbuf_char(out, ',');
        if (cell < last && cell->column == c)
            put(out, cell++->text);
    }
    strbuf_char(out, ',');
    put(out, row->condition);
    strbuf_text(out, "\r\n");
}

void emit_table_csv(const struct table *table, struct arena *arena, struct strbuf *out)
{
    const struct table_view *view = view_make(table, arena);
    const char *label = "";
    strbuf_text(out, "agreement,clause,label,kind,depth,rule,effect");
    for (size_t c = 0; c < view->column_count; c++) {
        strbuf_char(out, ',');
        put(out, view->headings[c]);
    }
    strbuf_text(out, ",condition\r\n");
    for (size_t i = 0; i < view->rows.count; i++) {
        const struct view_row *row = &view->rows.items[i];
        if (row->kind == VIEW_NORM || row->kind == VIEW_MEANING)
            label = row->label;
        put_row(view, row, label, out);
    }
}

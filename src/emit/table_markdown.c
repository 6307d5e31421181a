/* table_markdown.c: the table as a Markdown table, for a page or a pull request.
 *
 * One table for the rules, one for what their names mean. Depth is shown by arrows, since
 * blanks at the begin of a cell are lost. Whatever Markdown or HTML could take for markup
 * is escaped.
 */
#include "emit/table.h"

#include "base/strbuf.h"
#include "emit/view.h"

#include <string.h>

static void put(struct strbuf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\n')
            strbuf_text(out, "<br>");
        else if (*text == '<')
            strbuf_text(out, "&lt;");
        else if (*text == '&')
            strbuf_text(out, "&amp;");
        else if (strchr("\\`*_[]|>#~", *text))
            strbuf_printf(out, "\\%c", *text);
        else
            strbuf_char(out, *text);
    }
}

static void put_cell(struct strbuf *out, const char *text)
{
    strbuf_char(out, ' ');
    put(out, text);
    strbuf_text(out, " |");
}

/* Which of the view's columns some row of first..end tests. */
static bool *tested(const struct table_view *view, struct arena *arena, size_t first, size_t end,
                    bool *condition)
{
    bool *columns = ARENA_ARRAY(arena, bool, view->column_count + 1);
    *condition = false;
    for (size_t i = first; i < end; i++) {
        const struct view_row *row = &view->rows.items[i];
        *condition |= row->condition[0] != '\0';
        for (size_t c = 0; c < row->cell_count; c++)
            columns[row->cells[c].column] = true;
    }
    return columns;
}

static void put_rule(struct strbuf *out, const struct view_row *row)
{
    strbuf_char(out, ' ');
    for (unsigned i = 0; i < row->depth + (row->kind == VIEW_CASE); i++)
        strbuf_text(out, "→ ");
    strbuf_text(out, row->depth == 0 && row->kind != VIEW_CASE ? "**" : "");
    put(out, row->rule);
    strbuf_text(out, row->depth == 0 && row->kind != VIEW_CASE ? "**" : "");
    if (row->label[0]) {
        strbuf_text(out, "<br>");
        put(out, row->label);
    }
    strbuf_text(out, " |");
}

static void put_table(const struct table_view *view, struct arena *arena, size_t first,
                      size_t end, struct strbuf *out)
{
    bool condition;
    const bool *columns = tested(view, arena, first, end, &condition);
    unsigned count = 2;
    strbuf_text(out, first == 0 ? "| rule | effect |" : "| name | |");
    for (size_t c = 0; c < view->column_count; c++) {
        if (columns[c])
            put_cell(out, view->headings[c]);
        count += columns[c];
    }
    strbuf_text(out, condition ? " condition |\n|" : "\n|");
    for (unsigned i = 0; i < count + condition; i++)
        strbuf_text(out, " --- |");
    strbuf_char(out, '\n');
    for (size_t i = first; i < end; i++) {
        const struct view_row *row = &view->rows.items[i];
        const struct view_cell *cell = row->cells, *last = row->cells + row->cell_count;
        strbuf_char(out, '|');
        put_rule(out, row);
        put_cell(out, row->effect);
        for (size_t c = 0; c < view->column_count; c++) {
            bool here = cell < last && cell->column == c;
            if (columns[c])
                put_cell(out, here ? cell->text : "");
            cell += here;
        }
        if (condition)
            put_cell(out, row->condition);
        strbuf_char(out, '\n');
    }
}

void emit_table_markdown(const struct table *table, struct arena *arena, struct strbuf *out)
{
    const struct table_view *view = view_make(table, arena);
    char day[DATE_TEXT];
    date_format(table->meta->dated, day);
    strbuf_text(out, "# ");
    put(out, table_text(table, table->meta->name.offset));
    strbuf_printf(out, "\n\nDated %s.\n\n", day);
    put_table(view, arena, 0, view->meanings, out);
    if (view->meanings < view->rows.count) {
        strbuf_text(out, "\n## Names\n\n");
        put_table(view, arena, view->meanings, view->rows.count, out);
    }
}

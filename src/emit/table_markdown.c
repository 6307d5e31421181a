/* table_markdown.c: the table as a Markdown table, for a page or a pull request.
 *
 * One table per agreement, one for what the names in them mean. Depth is shown by arrows,
 * since blanks at the begin of a cell are lost. Whatever Markdown or HTML could take for
 * markup is escaped.
 */
#include "emit/table.h"

#include "base/strbuf.h"
#include "emit/markup.h"
#include "emit/view.h"

static void put_cell(struct strbuf *out, const char *text)
{
    strbuf_char(out, ' ');
    markup_markdown(out, text);
    strbuf_text(out, " |");
}

static void put_rule(struct strbuf *out, const struct view_row *row)
{
    strbuf_char(out, ' ');
    for (unsigned i = 0; i < row->depth + (row->kind == VIEW_CASE); i++)
        strbuf_text(out, "→ ");
    strbuf_text(out, row->depth == 0 && row->kind != VIEW_CASE ? "**" : "");
    markup_markdown(out, row->rule);
    strbuf_text(out, row->depth == 0 && row->kind != VIEW_CASE ? "**" : "");
    if (row->label[0]) {
        strbuf_text(out, "<br>");
        markup_markdown(out, row->label);
    }
    strbuf_text(out, " |");
}

static void put_row(const struct table_view *view, const struct view_row *row,
                    const bool *columns, bool condition, struct strbuf *out)
{
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

static void put_section(const struct table_view *view, struct arena *arena,
                        const struct view_section *section, struct strbuf *out)
{
    bool condition;
    const bool *columns = view_tested(view, arena, section, &condition);
    unsigned count = 2;
    strbuf_text(out, "\n## ");
    markup_markdown(out, section->title);
    strbuf_text(out, "\n\n| rule | effect |");
    for (size_t c = 0; c < view->column_count; c++) {
        if (columns[c])
            put_cell(out, view->headings[c]);
        count += columns[c];
    }
    strbuf_text(out, condition ? " condition |\n|" : "\n|");
    for (unsigned i = 0; i < count + condition; i++)
        strbuf_text(out, " --- |");
    strbuf_char(out, '\n');
    for (size_t i = section->first; i < section->end; i++)
        put_row(view, &view->rows.items[i], columns, condition, out);
}

void emit_table_markdown(const struct table *table, struct arena *arena, struct strbuf *out)
{
    const struct table_view *view = view_make(table, arena);
    char day[DATE_TEXT];
    date_format(table->meta->dated, day);
    strbuf_text(out, "# ");
    markup_markdown(out, table_text(table, table->meta->name.offset));
    strbuf_printf(out, "\n\nDated %s.\n", day);
    for (size_t i = 0; i < view->sections.count; i++)
        put_section(view, arena, &view->sections.items[i], out);
}

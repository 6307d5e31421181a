/* table_text.c: the table for a terminal.
 *
 * A table per agreement. Where the attributes that its clauses test fit side by side, each
 * has a column. Where they do not, each rule lists its conditions below each other instead:
 * a row that went on in a second table further down would look as if it had fewer of them.
 */
#include "emit/table.h"

#include "diag/utf8.h"
#include "emit/view.h"
#include "emit/wrap.h"

#include <string.h>

#define DEFAULT_WIDTH 100u
#define LEAST_WIDTH 40u
#define RULE_WIDTH 26u /* what each may take before there is room left */
#define EFFECT_WIDTH 28u
#define CELL_WIDTH 20u
#define CONDITION_WIDTH 44u
#define LIST_HANG 4u

/* Columns that are not attributes: numbers above those of the view. */
#define TEXT_RULE (UINT32_MAX - 3)
#define TEXT_EFFECT (UINT32_MAX - 2)
#define TEXT_CONDITION (UINT32_MAX - 1)
#define TEXT_LIST UINT32_MAX /* all attributes and the condition, one a line */

struct column {
    const char *heading;
    unsigned width, wanted; /* wanted: of the longest text on one line */
    uint32_t id;            /* of the view, or TEXT_… */
};

struct grid {
    const struct table_view *view;
    struct arena *arena;
    struct arena work; /* rewound after each row: the output may grow in `arena` */
    struct strbuf *out;
    unsigned width;
    const struct view_section *section;
    struct column *columns;
    size_t count;
};

static unsigned least(unsigned x, unsigned y)
{
    return x < y ? x : y;
}

static unsigned most(unsigned x, unsigned y)
{
    return x > y ? x : y;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static unsigned indent_of(const struct view_row *row)
{
    return 2 * (row->depth + (row->kind == VIEW_CASE));
}

static const char *cell_text(const struct view_row *row, uint32_t column)
{
    for (size_t i = 0; i < row->cell_count; i++)
        if (row->cells[i].column == column)
            return row->cells[i].text;
    return "";
}

/* "model_host: not Azure", a line for each. That a rule without any holds always is said, but
 * not of one that begins "if in breach of". */
static const char *list_text(struct grid *g, const struct view_row *row)
{
    struct strbuf text;
    strbuf_init(&text, &g->work);
    for (size_t i = 0; i < row->cell_count; i++)
        strbuf_printf(&text, "%s%s: %s", i ? "\n" : "", g->view->headings[row->cells[i].column],
                      row->cells[i].text);
    if (row->condition[0])
        strbuf_printf(&text, "%s%s", text.count ? "\n" : "", row->condition);
    if (!text.count && row->kind != VIEW_YIELDS && strncmp(row->effect, "if ", 3) != 0)
        strbuf_text(&text, "always");
    return strbuf_string(&text);
}

static const char *text_of(struct grid *g, const struct view_row *row, uint32_t column)
{
    if (column == TEXT_RULE)
        return arena_printf(&g->work, "%*s%s", (int)indent_of(row), "", row->rule);
    if (column == TEXT_EFFECT)
        return row->effect;
    if (column == TEXT_CONDITION)
        return row->condition;
    if (column == TEXT_LIST)
        return list_text(g, row);
    return cell_text(row, column);
}

static void print_row(struct grid *g, const struct view_row *row)
{
    struct arena_mark mark = arena_mark(&g->work);
    struct wrap_column texts[WRAP_COLUMNS];
    for (size_t c = 0; c < g->count; c++) {
        const struct column *column = &g->columns[c];
        unsigned hang = column->id == TEXT_LIST ? LIST_HANG : 0;
        texts[c] = (struct wrap_column){text_of(g, row, column->id), column->width, hang};
    }
    if (row->label[0])
        texts[0].text = arena_printf(&g->work, "%s\n%s", texts[0].text, row->label);
    wrap_print(texts, g->count, g->out);
    arena_rewind(&g->work, mark);
}

static void print_headings(struct grid *g)
{
    struct wrap_column texts[WRAP_COLUMNS];
    for (size_t c = 0; c < g->count; c++)
        texts[c] = (struct wrap_column){g->columns[c].heading, g->columns[c].width, 0};
    wrap_print(texts, g->count, g->out);
    for (size_t c = 0; c < g->count; c++) {
        strbuf_repeat(g->out, ' ', c ? (int)WRAP_GAP : 0);
        strbuf_repeat(g->out, '-', (int)g->columns[c].width);
    }
    strbuf_char(g->out, '\n');
}

/* A blank line before each rule, so that what is below one is seen to belong to it. */
static void print_rows(struct grid *g)
{
    const struct view_row *rows = g->view->rows.items;
    bool list = g->columns[g->count - 1].id == TEXT_LIST;
    for (size_t i = g->section->first; i < g->section->end; i++) {
        bool rule = rows[i].kind == VIEW_NORM || (list && rows[i].kind == VIEW_MEANING);
        if (i > g->section->first && rule)
            strbuf_char(g->out, '\n');
        print_row(g, &rows[i]);
    }
}

/* ---- columns -------------------------------------------------------------------------------- */

static unsigned wanted_width(const struct view_row *row, uint32_t id)
{
    if (id == TEXT_RULE)
        return most(wrap_width(row->rule) + indent_of(row), wrap_width(row->label));
    return wrap_width(id == TEXT_EFFECT ? row->effect : row->condition);
}

static struct column fixed_column(const struct grid *g, const char *heading, uint32_t id,
                                  unsigned limit)
{
    struct column column = {heading, 0, wrap_width(heading), id};
    for (size_t i = g->section->first; i < g->section->end; i++)
        column.wanted = most(column.wanted, wanted_width(&g->view->rows.items[i], id));
    column.width = least(column.wanted, limit);
    return column;
}

/* The attributes that the section tests, and its conditions in words. */
static size_t choose_columns(const struct grid *g, struct column *out)
{
    const struct table_view *view = g->view;
    bool condition;
    const bool *tested = view_tested(view, g->arena, g->section, &condition);
    unsigned *widths = ARENA_ARRAY(g->arena, unsigned, view->column_count + 1);
    size_t count = 0;
    for (size_t i = g->section->first; i < g->section->end; i++) {
        const struct view_row *row = &view->rows.items[i];
        for (size_t c = 0; c < row->cell_count; c++)
            widths[row->cells[c].column] =
                most(widths[row->cells[c].column], wrap_width(row->cells[c].text));
    }
    for (uint32_t c = 0; c < view->column_count; c++) {
        unsigned wanted = most(widths[c], wrap_width(view->headings[c]));
        if (tested[c])
            out[count++] = (struct column){view->headings[c], least(wanted, CELL_WIDTH), wanted, c};
    }
    if (condition)
        out[count++] = fixed_column(g, "condition", TEXT_CONDITION,
                                    least(CONDITION_WIDTH, g->width - RULE_WIDTH / 2));
    return count;
}

/* Gives room that is left to columns that want it, from the left. */
static void widen(struct grid *g)
{
    unsigned used = 0;
    for (size_t c = 0; c < g->count; c++)
        used += g->columns[c].width + (c ? WRAP_GAP : 0);
    for (size_t c = 0; c < g->count && used < g->width; c++) {
        struct column *column = &g->columns[c];
        unsigned more = least(g->width - used, column->wanted - column->width);
        column->width += more;
        used += more;
    }
}

/* Is there room for all of them, each as wide as it may have to be? */
static bool fit(const struct grid *g)
{
    unsigned used = 0;
    for (size_t c = 0; c < g->count && c < WRAP_COLUMNS; c++)
        used += g->columns[c].width + (c ? WRAP_GAP : 0);
    return used <= g->width && g->count <= WRAP_COLUMNS;
}

/* One column that takes the room that is left. */
static struct column list_column(const struct grid *g)
{
    unsigned used = g->columns[0].width + g->columns[1].width + 2 * WRAP_GAP;
    struct column column = {"where", g->width - used, 0, TEXT_LIST};
    column.wanted = column.width;
    return column;
}

static void print_section(struct grid *g)
{
    g->columns = ARENA_ARRAY(g->arena, struct column, g->view->column_count + 4);
    g->columns[0] = fixed_column(g, "rule", TEXT_RULE, least(RULE_WIDTH, g->width * 3 / 10));
    g->columns[1] = fixed_column(g, "effect", TEXT_EFFECT, least(EFFECT_WIDTH, g->width * 3 / 10));
    g->count = 2 + choose_columns(g, g->columns + 2);
    if (!fit(g)) {
        g->columns[2] = list_column(g);
        g->count = 3;
    }
    widen(g);
    strbuf_printf(g->out, "\n%s\n\n", utf8_visible(g->arena, g->section->title));
    print_headings(g);
    print_rows(g);
}

static void free_work(void *argument)
{
    arena_free(argument);
}

void emit_table_text(const struct table *table, struct arena *arena, unsigned width,
                     struct strbuf *out)
{
    struct grid g = {.view = view_make(table, arena), .arena = arena, .out = out};
    arena_init(&g.work, arena->guard);
    struct cleanup cleanup = {free_work, &g.work, NULL};
    guard_register(arena->guard, &cleanup);
    g.width = width == 0 ? DEFAULT_WIDTH : most(width, LEAST_WIDTH);
    char day[DATE_TEXT];
    date_format(table->meta->dated, day);
    strbuf_printf(out, "%s, dated %s\n",
                  utf8_visible(arena, table_text(table, table->meta->name.offset)), day);
    for (size_t i = 0; i < g.view->sections.count; i++) {
        g.section = &g.view->sections.items[i];
        print_section(&g);
    }
    guard_forget(arena->guard, &cleanup);
    arena_free(&g.work);
}

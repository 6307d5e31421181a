/* table_text.c: the table for a terminal.
 *
 * A table per agreement, with the attributes that its clauses test. Two fixed columns, the
 * rule and its effect, then as many attributes as fit; the rest follow in further blocks
 * that repeat the rule and leave out the clauses that test none of theirs.
 */
#include "emit/table.h"

#include "emit/view.h"
#include "emit/wrap.h"

#include <string.h>

#define DEFAULT_WIDTH 100u
#define LEAST_WIDTH 40u
#define RULE_WIDTH 26u /* what each may take before there is room left */
#define EFFECT_WIDTH 28u
#define CELL_WIDTH 20u
#define CONDITION_WIDTH 44u

/* Columns that are not attributes: numbers above those of the view. */
#define TEXT_RULE (UINT32_MAX - 2)
#define TEXT_EFFECT (UINT32_MAX - 1)
#define TEXT_CONDITION UINT32_MAX

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
    struct column *columns; /* of the block */
    size_t count;
    bool first; /* the section's first block shows every row */
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

static const char *text_of(struct grid *g, const struct view_row *row, uint32_t column)
{
    if (column == TEXT_RULE)
        return arena_printf(&g->work, "%*s%s", (int)indent_of(row), "", row->rule);
    if (column == TEXT_EFFECT)
        return row->effect;
    if (column == TEXT_CONDITION)
        return row->condition;
    return cell_text(row, column);
}

static void print_row(struct grid *g, const struct view_row *row, bool label)
{
    struct arena_mark mark = arena_mark(&g->work);
    struct wrap_column texts[WRAP_COLUMNS];
    for (size_t c = 0; c < g->count; c++)
        texts[c] = (struct wrap_column){text_of(g, row, g->columns[c].id), g->columns[c].width};
    if (label)
        texts[0].text = arena_printf(&g->work, "%s\n%s", texts[0].text, row->label);
    wrap_print(texts, g->count, g->out);
    arena_rewind(&g->work, mark);
}

static void print_headings(struct grid *g)
{
    struct wrap_column texts[WRAP_COLUMNS];
    for (size_t c = 0; c < g->count; c++)
        texts[c] = (struct wrap_column){g->columns[c].heading, g->columns[c].width};
    wrap_print(texts, g->count, g->out);
    for (size_t c = 0; c < g->count; c++) {
        strbuf_repeat(g->out, ' ', c ? (int)WRAP_GAP : 0);
        strbuf_repeat(g->out, '-', (int)g->columns[c].width);
    }
    strbuf_char(g->out, '\n');
}

/* ---- rules ---------------------------------------------------------------------------------- */

/* Does a row have something to say in this block? */
static bool speaks(const struct grid *g, const struct view_row *row)
{
    for (size_t c = 0; c < g->count; c++) {
        uint32_t id = g->columns[c].id;
        if (id == TEXT_CONDITION ? row->condition[0] : id < TEXT_RULE && cell_text(row, id)[0])
            return true;
    }
    return false;
}

/* The rules of one clause, or the readings of one name, with all that is below them. They
 * stay together in every block: alone, an "or" would not tell whose it is. */
static size_t group_end(const struct grid *g, size_t first)
{
    const struct view_row *rows = g->view->rows.items;
    size_t end = first + 1;
    for (; end < g->section->end; end++) {
        bool rule = rows[end].kind == VIEW_NORM && rows[end].clause != rows[first].clause;
        bool name = rows[end].kind == VIEW_MEANING && strcmp(rows[end].rule, rows[first].rule) != 0;
        if (rule || name)
            break;
    }
    return end;
}

static bool print_group(struct grid *g, size_t first, size_t end, bool spaced)
{
    const struct view_row *rows = g->view->rows.items;
    bool any = g->first;
    for (size_t i = first; i < end && !any; i++)
        any = speaks(g, &rows[i]);
    for (size_t i = first; any && i < end; i++) {
        if (g->first && rows[i].kind == VIEW_NORM && (spaced || i > first))
            strbuf_char(g->out, '\n');
        print_row(g, &rows[i], g->first && i == first && rows[i].label[0]);
    }
    return any;
}

static void print_block(struct grid *g)
{
    bool any = false;
    print_headings(g);
    for (size_t first = g->section->first, end; first < g->section->end; first = end) {
        end = group_end(g, first);
        any |= print_group(g, first, end, any);
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

static bool fits(const struct grid *g, unsigned width)
{
    unsigned used = width;
    for (size_t c = 0; c < g->count; c++)
        used += g->columns[c].width + WRAP_GAP;
    return used <= g->width && g->count < WRAP_COLUMNS;
}

static void print_section(struct grid *g)
{
    struct column *all = ARENA_ARRAY(g->arena, struct column, g->view->column_count + 2);
    size_t count = choose_columns(g, all), next = 0;
    struct column rule = fixed_column(g, "rule", TEXT_RULE, least(RULE_WIDTH, g->width / 2));
    struct column effect =
        fixed_column(g, "effect", TEXT_EFFECT, least(EFFECT_WIDTH, g->width / 2 - WRAP_GAP));
    struct column block[WRAP_COLUMNS];
    g->columns = block;
    strbuf_printf(g->out, "\n%s\n", g->section->title);
    g->first = true;
    do {
        g->count = 0;
        block[g->count++] = rule;
        if (g->first)
            block[g->count++] = effect;
        while (next < count && (fits(g, all[next].width) || (!g->first && g->count == 1)))
            block[g->count++] = all[next++];
        widen(g);
        strbuf_char(g->out, '\n');
        print_block(g);
        g->first = false;
    } while (next < count);
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
    strbuf_printf(out, "%s, dated %s\n", table_text(table, table->meta->name.offset), day);
    for (size_t i = 0; i < g.view->sections.count; i++) {
        g.section = &g.view->sections.items[i];
        print_section(&g);
    }
    guard_forget(arena->guard, &cleanup);
    arena_free(&g.work);
}

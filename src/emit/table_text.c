/* table_text.c: the table for a terminal.
 *
 * Two fixed columns, the rule and its effect, then as many attributes as fit in the width;
 * the rest follow in further blocks that repeat the rule and leave out rules that test
 * none of their attributes. Cells wrap at blanks. Widths count code points.
 */
#include "emit/table.h"

#include "base/strbuf.h"
#include "emit/view.h"

#include <string.h>

#define DEFAULT_WIDTH 100u
#define LEAST_WIDTH 40u
#define GAP 2u          /* blanks between columns */
#define RULE_WIDTH 26u  /* at most, of each of these */
#define EFFECT_WIDTH 34u
#define CELL_WIDTH 20u
#define CONDITION_WIDTH 44u

/* Columns that are not attributes: numbers above those of the view. */
#define TEXT_RULE (UINT32_MAX - 2)
#define TEXT_EFFECT (UINT32_MAX - 1)
#define TEXT_CONDITION UINT32_MAX

struct column {
    const char *heading;
    unsigned width, wanted; /* wanted: of the longest text on one line */
    uint32_t id;            /* of the view, or one of the following */
};


struct grid {
    const struct table_view *view;
    struct arena *arena;
    struct strbuf *out;
    unsigned width;
    struct column *columns; /* of the block */
    size_t count;
    bool first; /* the first block shows every row */
};

/* ---- widths ------------------------------------------------------------------------------- */

static unsigned code_points(const char *text, size_t length)
{
    unsigned n = 0;
    for (size_t i = 0; i < length; i++)
        n += ((unsigned char)text[i] & 0xC0) != 0x80;
    return n;
}

static unsigned width_of(const char *text)
{
    return code_points(text, strlen(text));
}

static unsigned least(unsigned x, unsigned y)
{
    return x < y ? x : y;
}

static const char *indented(const struct grid *g, const struct view_row *row)
{
    unsigned depth = row->depth + (row->kind == VIEW_CASE);
    return arena_printf(g->arena, "%*s%s", (int)(2 * depth), "", row->rule);
}

static const char *text_of(const struct grid *g, const struct view_row *row, uint32_t column)
{
    if (column == TEXT_RULE)
        return indented(g, row);
    if (column == TEXT_EFFECT)
        return row->effect;
    if (column == TEXT_CONDITION)
        return row->condition;
    for (size_t i = 0; i < row->cell_count; i++)
        if (row->cells[i].column == column)
            return row->cells[i].text;
    return "";
}

/* The widths that the attributes would like, in one pass over the sparse cells. */
static unsigned *cell_widths(const struct grid *g)
{
    const struct table_view *view = g->view;
    unsigned *widths = ARENA_ARRAY(g->arena, unsigned, view->column_count + 1);
    for (size_t c = 0; c < view->column_count; c++)
        widths[c] = width_of(view->headings[c]);
    for (size_t i = 0; i < view->rows.count; i++) {
        const struct view_row *row = &view->rows.items[i];
        for (size_t c = 0; c < row->cell_count; c++) {
            unsigned width = width_of(row->cells[c].text);
            if (width > widths[row->cells[c].column])
                widths[row->cells[c].column] = width;
        }
    }
    return widths;
}

static struct column fixed_column(const struct grid *g, const char *heading, uint32_t id,
                                  unsigned limit)
{
    struct column column = {heading, 0, width_of(heading), id};
    for (size_t i = 0; i < g->view->rows.count; i++) {
        const struct view_row *row = &g->view->rows.items[i];
        const char *text = id == TEXT_EFFECT ? row->effect : row->condition;
        unsigned width = id == TEXT_RULE ? width_of(row->rule) + 2 * row->depth : width_of(text);
        if (id == TEXT_RULE && width_of(row->label) > width)
            width = width_of(row->label);
        if (width > column.wanted)
            column.wanted = width;
    }
    column.width = least(column.wanted, limit);
    return column;
}

/* ---- lines -------------------------------------------------------------------------------- */

/* The bytes of `text` that go on a line of `width`; *next is where the following begins. */
static size_t line_length(const char *text, unsigned width, size_t *next)
{
    size_t at = 0, blank = 0;
    unsigned n = 0;
    while (text[at] && text[at] != '\n') {
        size_t step = 1;
        while (((unsigned char)text[at + step] & 0xC0) == 0x80)
            step++;
        if (n == width)
            break;
        if (text[at] == ' ' && n > 0)
            blank = at;
        at += step;
        n++;
    }
    bool whole = text[at] == '\0' || text[at] == '\n' || text[at] == ' ';
    size_t length = whole || blank == 0 ? at : blank;
    *next = length;
    while (text[*next] == ' ')
        ++*next;
    if (text[*next] == '\n')
        ++*next;
    return length;
}

/* The blanks that a text begins with: its further lines begin with them too. */
static unsigned indent_of(const char *text)
{
    unsigned n = 0;
    while (text[n] == ' ')
        n++;
    return n;
}

static void print_lines(struct grid *g, const char **texts)
{
    bool more = true;
    unsigned *indents = ARENA_ARRAY(g->arena, unsigned, g->count);
    for (size_t c = 0; c < g->count; c++) {
        indents[c] = least(indent_of(texts[c]), g->columns[c].width / 2);
        texts[c] += indent_of(texts[c]);
    }
    while (more) {
        unsigned pending = 0;
        more = false;
        for (size_t c = 0; c < g->count; c++) {
            size_t next;
            unsigned width = g->columns[c].width;
            size_t length = line_length(texts[c], width - indents[c], &next);
            if (length) {
                strbuf_repeat(g->out, ' ', (int)(pending + indents[c]));
                strbuf_bytes(g->out, texts[c], length);
                pending = width - indents[c] - code_points(texts[c], length);
            } else {
                pending += width;
            }
            pending += GAP;
            texts[c] += next;
            more |= *texts[c] != '\0';
        }
        strbuf_char(g->out, '\n');
    }
}

static void print_row(struct grid *g, const struct view_row *row, bool label)
{
    struct arena_mark mark = arena_mark(g->arena);
    const char **texts = ARENA_ARRAY(g->arena, const char *, g->count);
    for (size_t c = 0; c < g->count; c++)
        texts[c] = text_of(g, row, g->columns[c].id);
    if (label)
        texts[0] = arena_printf(g->arena, "%s\n%s", texts[0], row->label);
    print_lines(g, texts);
    arena_rewind(g->arena, mark);
}

static void print_headings(struct grid *g)
{
    const char **texts = ARENA_ARRAY(g->arena, const char *, g->count);
    for (size_t c = 0; c < g->count; c++)
        texts[c] = g->columns[c].heading;
    print_lines(g, texts);
    for (size_t c = 0; c < g->count; c++) {
        strbuf_repeat(g->out, ' ', c ? (int)GAP : 0);
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
        if (id == TEXT_CONDITION && row->condition[0])
            return true;
        if (id < TEXT_RULE && text_of(g, row, id)[0])
            return true;
    }
    return false;
}

static size_t rule_end(const struct table_view *view, size_t first)
{
    size_t end = first + 1;
    while (end < view->rows.count && view->rows.items[end].kind != VIEW_NORM
           && view->rows.items[end].kind != VIEW_MEANING)
        end++;
    return end;
}

/* Marks the rows of first..end that are printed: those that speak, and what they are below. */
static bool choose_rows(const struct grid *g, size_t first, size_t end, bool *chosen)
{
    const struct view_row *rows = g->view->rows.items;
    bool any = false;
    unsigned wanted = 0; /* depth of the row whose parents are still looked for */
    bool case_wanted = false;
    for (size_t i = end; i-- > first;) {
        bool parent = wanted > rows[i].depth && rows[i].kind != VIEW_CASE;
        bool head = case_wanted && rows[i].kind != VIEW_CASE && rows[i].depth <= wanted;
        chosen[i - first] = g->first || speaks(g, &rows[i]) || parent || head;
        if (!chosen[i - first])
            continue;
        any = true;
        wanted = rows[i].depth;
        case_wanted = rows[i].kind == VIEW_CASE;
    }
    return any;
}

static bool print_rule(struct grid *g, size_t first, size_t end, bool spaced)
{
    const struct view_row *rows = g->view->rows.items;
    struct arena_mark mark = arena_mark(g->arena);
    bool *chosen = ARENA_ARRAY(g->arena, bool, end - first);
    bool any = choose_rows(g, first, end, chosen);
    bool again = first > 0 && rows[first - 1].clause == rows[first].clause
                 && rows[first].kind == VIEW_NORM;
    if (any && spaced)
        strbuf_char(g->out, '\n');
    for (size_t i = first; any && i < end; i++)
        if (chosen[i - first])
            print_row(g, &rows[i], i == first && g->first && rows[i].label[0] && !again);
    arena_rewind(g->arena, mark);
    return any;
}

static void print_block(struct grid *g)
{
    const struct table_view *view = g->view;
    bool any = false;
    print_headings(g);
    for (size_t first = 0, end; first < view->rows.count; first = end) {
        end = rule_end(view, first);
        if (first == view->meanings)
            strbuf_text(g->out, any ? "\nwhere\n" : "where\n");
        bool spaced = any && first != view->meanings && first < view->meanings;
        any |= print_rule(g, first, end, spaced);
    }
}

/* ---- blocks --------------------------------------------------------------------------------- */

/* Gives room that is left to columns that want it, from the left. */
static void widen(struct grid *g)
{
    unsigned used = 0;
    for (size_t c = 0; c < g->count; c++)
        used += g->columns[c].width + (c ? GAP : 0);
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
        used += g->columns[c].width + GAP;
    return used <= g->width;
}

static void print_blocks(struct grid *g, const struct column *all, size_t count)
{
    struct column rule = fixed_column(g, "rule", TEXT_RULE, least(RULE_WIDTH, g->width / 2));
    struct column effect =
        fixed_column(g, "effect", TEXT_EFFECT, least(EFFECT_WIDTH, g->width / 2 - GAP));
    size_t next = 0;
    g->columns = ARENA_ARRAY(g->arena, struct column, count + 2);
    g->first = true;
    do {
        g->count = 0;
        g->columns[g->count++] = rule;
        if (g->first)
            g->columns[g->count++] = effect;
        size_t fixed = g->count;
        while (next < count && (fits(g, all[next].width) || (!g->first && g->count == fixed)))
            g->columns[g->count++] = all[next++];
        widen(g);
        if (!g->first)
            strbuf_char(g->out, '\n');
        print_block(g);
        g->first = false;
    } while (next < count);
}

void emit_table_text(const struct table *table, struct arena *arena, unsigned width,
                     struct strbuf *out)
{
    struct grid g = {.view = view_make(table, arena), .arena = arena, .out = out};
    g.width = width == 0 ? DEFAULT_WIDTH : width < LEAST_WIDTH ? LEAST_WIDTH : width;
    const unsigned *widths = cell_widths(&g);
    struct column *columns = ARENA_ARRAY(arena, struct column, g.view->column_count + 1);
    size_t count = g.view->column_count;
    for (uint32_t c = 0; c < count; c++)
        columns[c] = (struct column){g.view->headings[c], least(widths[c], CELL_WIDTH),
                                     widths[c], c};
    if (g.view->conditions)
        columns[count++] = fixed_column(&g, "condition", TEXT_CONDITION,
                                        least(CONDITION_WIDTH, g.width - RULE_WIDTH / 2));
    char day[DATE_TEXT];
    date_format(table->meta->dated, day);
    strbuf_printf(out, "%s, dated %s\n\n", table_text(table, table->meta->name.offset), day);
    print_blocks(&g, columns, count);
}

/* view.c: which rows and columns a table for people has.
 *
 * Every norm is shown by the condition that its sentence states; what is the same for all
 * rows of an agreement (its being in force) is said once, as a meaning. Worked example,
 * clause 2.1 of docs/semantics.md:
 *
 *   Alliance 2.1   OpenAI must not; owed to Microsoft   model_host: not Azure  api_call: yes
 *     except (a)   lifts the rule                       stage: research
 *       except     applies again                        capacity: > 100 MW
 *   api_call       as read by Microsoft "…"             calls_model: yes
 */
#include "emit/view.h"

#include "emit/say.h"

#include <stdlib.h>
#include <string.h>

/* ---- cells -------------------------------------------------------------------------------- */

/* The variable or name that an axis is shown under; `groups` numbers variables, then names. */
static uint32_t group_of_axis(const struct table *t, uint32_t axis)
{
    if (axis >= t->columns_count)
        return t->vocab.var_count + axis - (uint32_t)t->columns_count;
    return t->columns[axis].var;
}

/* Atoms of one event share a cell: "occurred, not more than 30 days ago". */
static void set_cells(struct view_maker *m, struct view_row *row, const struct table_case *at)
{
    const struct table *t = m->view->table;
    struct view_cell *cells = ARENA_ARRAY(m->view->arena, struct view_cell, at->count + 1);
    struct strbuf text;
    row->cell_count = 0;
    for (uint32_t i = 0; i < at->count; i++) {
        uint32_t group = group_of_axis(t, at->atoms[i].axis);
        bool same = row->cell_count && cells[row->cell_count - 1].column == group;
        strbuf_init(&text, &m->work);
        if (same)
            strbuf_printf(&text, "%s, ", cells[row->cell_count - 1].text);
        say_cells(t, &m->work, &at->atoms[i], &text);
        struct view_cell *cell = same ? &cells[row->cell_count - 1] : &cells[row->cell_count++];
        cell->column = group;
        cell->text = arena_string(m->view->arena, text.items, text.count);
        if (!same)
            cell->values = say_cell_values(t, m->view->arena, &at->atoms[i]);
        if (!m->axes[group])
            m->axes[group] = at->atoms[i].axis + 1;
    }
    row->cells = cells;
}

void view_add_plain(struct view_maker *m, struct view_row row)
{
    VEC_PUSH(m->view->arena, &m->view->rows, row);
}

static const char *condition_words(struct view_maker *m, uint32_t expr, uint32_t also)
{
    struct strbuf text;
    strbuf_init(&text, m->view->arena);
    say_expr(m->view->table, &m->work, expr, &text);
    if (also != IR_NONE) {
        strbuf_text(&text, "; ");
        say_expr(m->view->table, &m->work, also, &text);
    }
    return strbuf_string(&text);
}

void view_add(struct view_maker *m, struct view_row row, uint32_t expr,
              const struct case_known *known)
{
    const struct table *t = m->view->table;
    struct arena_mark mark = arena_mark(&m->work);
    const struct case_known nothing = case_nothing_known();
    known = known ? known : &nothing;
    struct table_cases cases = cases_of(t, &m->work, expr, known);
    row.condition = "";
    if (cases.too_many) {
        row.condition = condition_words(m, expr, known->also);
    } else if (cases.count == 0) {
        row.condition = "never";
    }
    if (cases.too_many || cases.count == 0) {
        view_add_plain(m, row);
    } else {
        for (size_t i = 0; i < cases.count; i++) {
            set_cells(m, &row, &cases.items[i]);
            view_add_plain(m, row);
            row.kind = VIEW_CASE;
            row.rule = "or";
            row.label = row.effect = "";
        }
    }
    arena_rewind(&m->work, mark);
}

/* ---- columns --------------------------------------------------------------------------------- */

struct heading {
    unsigned order;   /* sort of attribute */
    uint32_t group;
    const char *text; /* decides among names, which have no order of their own */
};

static unsigned order_of_var(const struct vocab_var *var)
{
    if (var->kind == VAR_EVENT)
        return 6;
    switch ((enum var_role)var->role) {
    case VAR_ROLE_ACTOR:
    case VAR_ROLE_FACT:
    case VAR_ROLE_CHOICE:
    case VAR_ROLE_ACT:
        return 0;
    case VAR_ROLE_CONSENT:
        return 1;
    case VAR_ROLE_REDACTED:
        return 1;
    case VAR_ROLE_READING:
        return 4;
    case VAR_ROLE_DATE:
        return 5;
    case VAR_ROLE_LEDGER:
        return 6;
    }
    return 6;
}

static struct heading heading_of(struct view_maker *m, uint32_t group)
{
    const struct table *t = m->view->table;
    struct heading heading = {.group = group};
    struct strbuf text;
    strbuf_init(&text, m->view->arena);
    say_axis(t, m->axes[group] - 1, &text);
    heading.text = strbuf_string(&text);
    if (group < t->vocab.var_count)
        heading.order = order_of_var(&t->vocab.vars[group]);
    else
        heading.order = t->named[group - t->vocab.var_count].kind == NAMED_TERM ? 2 : 3;
    return heading;
}

static int compare_headings(const void *x, const void *y)
{
    const struct heading *a = x, *b = y;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    int order = a->order >= 1 && a->order <= 4 ? strcmp(a->text, b->text) : 0;
    return order ? order : (a->group > b->group) - (a->group < b->group);
}

static int compare_cells(const void *x, const void *y)
{
    const struct view_cell *a = x, *b = y;
    return (a->column > b->column) - (a->column < b->column);
}

/* From numbers of groups to numbers of columns, now that it is known which are tested. */
static void make_columns(struct view_maker *m)
{
    struct table_view *view = m->view;
    const struct table *t = view->table;
    size_t groups = t->vocab.var_count + t->named_count;
    struct heading *headings = ARENA_ARRAY(&m->work, struct heading, groups);
    uint32_t *columns = ARENA_ARRAY(&m->work, uint32_t, groups), *shown;
    for (uint32_t g = 0; g < groups; g++)
        if (m->axes[g])
            headings[view->column_count++] = heading_of(m, g);
    qsort(headings, view->column_count, sizeof *headings, compare_headings);
    view->headings = ARENA_ARRAY(view->arena, const char *, view->column_count + 1);
    view->groups = shown = ARENA_ARRAY(view->arena, uint32_t, view->column_count + 1);
    for (uint32_t c = 0; c < view->column_count; c++) {
        view->headings[c] = headings[c].text;
        shown[c] = headings[c].group;
        columns[headings[c].group] = c;
    }
    for (size_t i = 0; i < view->rows.count; i++) {
        struct view_row *row = &view->rows.items[i];
        struct view_cell *cells = arena_copy(&m->work, row->cells,
                                             row->cell_count * sizeof *cells);
        for (size_t c = 0; c < row->cell_count; c++)
            cells[c].column = columns[cells[c].column];
        if (row->cell_count)
            qsort(cells, row->cell_count, sizeof *cells, compare_cells);
        row->cells = arena_copy(view->arena, cells, row->cell_count * sizeof *cells);
    }
}

/* ---- sections -------------------------------------------------------------------------------- */

static const char *section_title(const struct table_view *view, uint32_t clause)
{
    const struct table *t = view->table;
    if (clause == IR_NONE)
        return "What the names stand for";
    const struct table_agreement *agreement = &t->agreements[t->clauses[clause].agreement];
    struct strbuf text;
    strbuf_init(&text, view->arena);
    strbuf_printf(&text, "%s, between ", table_text(t, agreement->name));
    name_nodes(t, agreement->first_party, agreement->party_count, &text);
    return strbuf_string(&text);
}

static bool same_section(const struct table *t, uint32_t x, uint32_t y)
{
    if (x == IR_NONE || y == IR_NONE)
        return x == y;
    return t->clauses[x].agreement == t->clauses[y].agreement;
}

static void make_sections(struct table_view *view)
{
    const struct view_row *rows = view->rows.items;
    for (size_t first = 0, end; first < view->rows.count; first = end) {
        end = first + 1;
        while (end < view->rows.count
               && same_section(view->table, rows[first].clause, rows[end].clause))
            end++;
        struct view_section section = {section_title(view, rows[first].clause), first, end};
        VEC_PUSH(view->arena, &view->sections, section);
    }
}

bool *view_tested(const struct table_view *view, struct arena *arena,
                  const struct view_section *section, bool *condition)
{
    bool *columns = ARENA_ARRAY(arena, bool, view->column_count + 1);
    *condition = false;
    for (size_t i = section->first; i < section->end; i++) {
        const struct view_row *row = &view->rows.items[i];
        *condition |= row->condition[0] != '\0';
        for (size_t c = 0; c < row->cell_count; c++)
            columns[row->cells[c].column] = true;
    }
    return columns;
}

static void free_work(void *argument)
{
    arena_free(argument);
}

const struct table_view *view_make(const struct table *table, struct arena *arena)
{
    struct view_maker m = {.view = ARENA_NEW(arena, struct table_view)};
    arena_init(&m.work, arena->guard);
    struct cleanup cleanup = {free_work, &m.work, NULL};
    guard_register(arena->guard, &cleanup);
    m.view->table = table;
    m.view->arena = arena;
    m.axes = ARENA_ARRAY(arena, uint32_t, table->vocab.var_count + table->named_count);
    view_rules(&m);
    view_meanings(&m);
    make_columns(&m);
    make_sections(m.view);
    guard_forget(arena->guard, &cleanup);
    arena_free(&m.work);
    return m.view;
}

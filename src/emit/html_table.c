/* html_table.c: the decision table on a page: a table for each agreement, a body for each rule.
 *
 * Where few attributes are tested each has a column; where there are many a rule lists its
 * conditions below each other, as in the text. Each row says in `data-f` which values it accepts
 * ("3:0..1,4..4" of column 3), so that the script can hide what cannot apply; an attribute that
 * is not there accepts all.
 */
#include "emit/html_parts.h"
#include "emit/table.h"
#include "emit/view.h"

#include <inttypes.h>
#include <string.h>

#define COLUMNS_SHOWN 6u /* attributes beside each other */
#define DEPTH_SHOWN 6u

struct page {
    const struct table_view *view;
    const struct html_rules *rules;
    const struct table *table;
    struct strbuf *out;
    uint32_t anchored; /* the clause of the last anchor */
    const struct view_section *section;
    const bool *columns; /* that the section tests */
    size_t shown;        /* how many; 0: they are listed in one cell */
    bool condition;      /* some are in words */
};

/* ---- filters ------------------------------------------------------------------------------- */

/* Which columns rules or what takes away from them test. */
static const bool *tested_by_rules(const struct page *p)
{
    bool *tested = ARENA_ARRAY(p->out->arena, bool, p->view->column_count + 1);
    for (size_t i = 0; i < p->view->rows.count; i++) {
        const struct view_row *row = &p->view->rows.items[i];
        for (size_t c = 0; c < row->cell_count && row->clause != IR_NONE; c++)
            tested[row->cells[c].column] |= row->cells[c].values.count > 0;
    }
    return tested;
}

/* Columns stand for variables or, behind these, for names that hold or do not. */
static bool has_filter(const struct page *p, size_t column)
{
    uint32_t group = p->view->groups[column];
    return group >= p->table->vocab.var_count || html_has_control(p->table, group);
}

static void filters(const struct page *p)
{
    const bool *tested = tested_by_rules(p);
    strbuf_printf(p->out,
                  "<form class=\"filters\" id=\"%srule-filters\" hidden=\"hidden\" "
                  "aria-label=\"Filter the rules\">\n<details open=\"open\"><summary>Show the rules "
                  "that may apply where</summary>\n<div class=\"fields\">\n", p->rules->prefix);
    for (size_t c = 0; c < p->view->column_count; c++) {
        if (!tested[c] || !has_filter(p, c))
            continue;
        if (p->view->groups[c] < p->table->vocab.var_count)
            html_control(p->out, p->table, p->view->headings[c], p->view->groups[c], c);
        else
            html_holds_control(p->out, p->view->headings[c], c);
    }
    strbuf_text(p->out,
                "<label><span>effect</span> <select data-effect=\"1\"><option value=\"\">any</option>"
                "<option>prohibits</option><option>permits</option><option>owes</option></select>"
                "</label>\n<label><span>words</span> <input type=\"search\" data-words=\"1\" "
                "placeholder=\"of the rule\"/></label>\n</div>\n"
                "<p class=\"act\"><button type=\"reset\">Clear</button> "
                "<span role=\"status\" class=\"shown\"></span></p>\n</details>\n</form>\n");
}

/* ---- cells --------------------------------------------------------------------------------- */

static void accepted(const struct page *p, const struct view_row *row)
{
    size_t said = 0;
    for (size_t i = 0; i < row->cell_count; i++) {
        const struct view_cell *cell = &row->cells[i];
        uint32_t group = p->view->groups[cell->column];
        struct interval domain = {INT64_MIN, INT64_MAX};
        if (!cell->values.count || !has_filter(p, cell->column))
            continue;
        if (group < p->table->vocab.var_count)
            domain = values_domain(p->table, group);
        strbuf_text(p->out, said++ ? " " : " data-f=\"");
        html_accepts(p->out, cell->column, cell->values, domain);
    }
    strbuf_text(p->out, said ? "\"" : "");
}

static bool says_always(const struct view_row *row)
{
    return !row->cell_count && !row->condition[0] && row->kind != VIEW_YIELDS
           && strncmp(row->effect, "if ", 3) != 0;
}

/* All conditions in one cell. */
static void list_cell(const struct page *p, const struct view_row *row)
{
    strbuf_text(p->out, "<td data-h=\"where\">");
    if (row->cell_count)
        strbuf_text(p->out, "<ul class=\"where\">");
    for (size_t i = 0; i < row->cell_count; i++) {
        strbuf_text(p->out, "<li>");
        html_element(p->out, "span", "k", p->view->headings[row->cells[i].column]);
        strbuf_char(p->out, ' ');
        markup_html(p->out, row->cells[i].text);
        strbuf_text(p->out, "</li>");
    }
    if (row->cell_count)
        strbuf_text(p->out, "</ul>");
    markup_html(p->out, row->condition);
    strbuf_text(p->out, says_always(row) ? "always</td>" : "</td>");
}

static void cell(const struct page *p, const char *heading, const char *text)
{
    strbuf_text(p->out, "<td data-h=\"");
    markup_html(p->out, heading);
    strbuf_text(p->out, "\">");
    markup_html(p->out, text);
    strbuf_text(p->out, "</td>");
}

static void cells(const struct page *p, const struct view_row *row)
{
    const struct view_cell *at = row->cells, *last = row->cells + row->cell_count;
    if (!p->shown) {
        list_cell(p, row);
        return;
    }
    for (size_t c = 0; c < p->view->column_count; c++) {
        bool here = at < last && at->column == c;
        if (p->columns[c])
            cell(p, p->view->headings[c], here ? at->text : "");
        at += here;
    }
    if (p->condition)
        cell(p, "condition", row->condition);
}

/* ---- rows ---------------------------------------------------------------------------------- */

static const char *effect_class(const struct page *p, const struct view_row *row)
{
    return row->norm == IR_NONE ? "meaning"
                                : name_sign((enum norm_sign)p->table->norms[row->norm].sign);
}

static const char *row_class(enum view_kind kind)
{
    switch (kind) {
    case VIEW_NORM:
    case VIEW_MEANING:
        return "rule";
    case VIEW_CASE:
        return "or";
    case VIEW_EXCEPT:
        return "except";
    case VIEW_YIELDS:
        return "yields";
    }
    return "";
}

static void effect_cell(const struct page *p, const struct view_row *row)
{
    if (row->kind != VIEW_NORM) {
        cell(p, "effect", row->effect);
        return;
    }
    const char *class = effect_class(p, row);
    strbuf_printf(p->out, "<td data-h=\"effect\"><span class=\"tag %s\">%s</span> ", class, class);
    markup_html(p->out, row->effect);
    strbuf_text(p->out, "</td>");
}

static void print_row(const struct page *p, const struct view_row *row)
{
    unsigned depth = row->depth + (row->kind == VIEW_CASE);
    strbuf_printf(p->out, "<tr class=\"%s d%u\" data-d=\"%u\"", row_class(row->kind),
                  depth < DEPTH_SHOWN ? depth : DEPTH_SHOWN, row->depth);
    accepted(p, row);
    strbuf_text(p->out, "><th scope=\"row\">");
    markup_html(p->out, row->rule);
    if (row->label[0]) {
        strbuf_char(p->out, ' ');
        html_element(p->out, "span", "label", row->label);
    }
    strbuf_text(p->out, "</th>");
    effect_cell(p, row);
    cells(p, row);
    strbuf_text(p->out, "</tr>\n");
}

/* The words of the contract, across the table. */
static void print_quote(const struct page *p, const struct view_row *row)
{
    const char *text = row->norm == IR_NONE
                           ? "" : table_text(p->table, p->table->norms[row->norm].text);
    size_t columns = 2 + (p->shown ? p->shown : 1);
    if (!text[0])
        return;
    strbuf_printf(p->out, "<tr class=\"quote\"><td colspan=\"%zu\">", columns);
    html_element(p->out, "q", "", text);
    strbuf_text(p->out, "</td></tr>\n");
}

static void begin_rule(struct page *p, const struct view_row *row)
{
    strbuf_printf(p->out, "<tbody class=\"%s\"", effect_class(p, row));
    if (row->clause != IR_NONE && row->clause != p->anchored) {
        strbuf_text(p->out, " id=\"");
        html_anchor(p->out, p->rules->prefix, table_text(p->table, p->table->clauses[row->clause].title));
        strbuf_char(p->out, '"');
        p->anchored = row->clause;
    }
    strbuf_text(p->out, ">\n");
}

/* One rule: its cases, its words, what takes away from it. Behind its last row. */
static size_t print_rule(struct page *p, size_t first)
{
    const struct view_row *rows = p->view->rows.items;
    size_t at = first;
    begin_rule(p, &rows[first]);
    do
        print_row(p, &rows[at++]);
    while (at < p->section->end && rows[at].kind == VIEW_CASE);
    print_quote(p, &rows[first]);
    while (at < p->section->end && rows[at].kind != VIEW_NORM && rows[at].kind != VIEW_MEANING)
        print_row(p, &rows[at++]);
    strbuf_text(p->out, "</tbody>\n");
    return at;
}

/* ---- sections -------------------------------------------------------------------------------- */

static void choose_columns(struct page *p)
{
    p->columns = view_tested(p->view, p->out->arena, p->section, &p->condition);
    p->shown = p->condition;
    for (size_t c = 0; c < p->view->column_count; c++)
        p->shown += p->columns[c];
    if (p->shown > COLUMNS_SHOWN)
        p->shown = 0;
}

static void print_headings(const struct page *p)
{
    strbuf_text(p->out, "<thead><tr><th scope=\"col\">rule</th><th scope=\"col\">effect</th>");
    for (size_t c = 0; c < p->view->column_count && p->shown; c++) {
        if (!p->columns[c])
            continue;
        strbuf_text(p->out, "<th scope=\"col\">");
        markup_html(p->out, p->view->headings[c]);
        strbuf_text(p->out, "</th>");
    }
    if (!p->shown)
        strbuf_text(p->out, "<th scope=\"col\">where</th>");
    else if (p->condition)
        strbuf_text(p->out, "<th scope=\"col\">condition</th>");
    strbuf_text(p->out, "</tr></thead>\n");
}

static void print_section(struct page *p, size_t number)
{
    p->section = &p->view->sections.items[number];
    choose_columns(p);
    const char *prefix = p->rules->prefix;
    strbuf_printf(p->out, "<section class=\"agreement\">\n<h3 id=\"%ss%zu\">", prefix, number + 1);
    markup_html(p->out, p->section->title);
    strbuf_printf(p->out, "</h3>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                          "aria-labelledby=\"%ss%zu\">\n<table class=\"%s\" "
                          "aria-labelledby=\"%ss%zu\">\n",
                  prefix, number + 1, p->shown ? "wide" : "listed", prefix, number + 1);
    print_headings(p);
    for (size_t at = p->section->first; at < p->section->end;)
        at = print_rule(p, at);
    strbuf_text(p->out, "</table>\n</div>\n</section>\n");
}

void html_rules(struct strbuf *out, const struct html_rules *rules)
{
    const struct table *table = rules->table;
    struct page p = {.view = view_make(table, out->arena), .rules = rules, .table = table,
                     .out = out, .anchored = IR_NONE};
    strbuf_printf(out, "<section class=\"rules\" aria-labelledby=\"%srules\">\n"
                       "<h2 id=\"%srules\">%s</h2>\n", rules->prefix, rules->prefix,
                  rules->heading);
    filters(&p);
    for (size_t i = 0; i < p.view->sections.count; i++)
        print_section(&p, i);
    strbuf_text(out, "</section>\n");
}

void emit_table_html(const struct table *table, struct strbuf *out)
{
    html_head(out, table_text(table, table->meta->name.offset), "decision table");
    html_about(out, table, "Decision table");
    html_main(out);
    html_rules(out, &(struct html_rules){table, "", "Rules"});
    html_foot(out);
}

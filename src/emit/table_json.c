/* table_json.c: the table as polc-table/1, docs/polc-table.schema.json.
 *
 * What the rows of the other formats say by standing below each other is nested here: a rule
 * has its cases, its exceptions with theirs, what prevails over it. A cell has the words of the
 * other formats and, unless it is of an event, the same exactly: names of leaves, numbers and
 * days from and to, or whether a name holds.
 */
#include "emit/json.h"
#include "emit/names.h"
#include "emit/say.h"
#include "emit/table.h"
#include "emit/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct writer {
    const struct table_view *view;
    const struct table *table;
    struct strbuf *out;
    struct arena work; /* rewound after each cell */
};

/* The next element of a list of many, on a line of its own. */
static void next_line(struct strbuf *out)
{
    strbuf_text(out, out->items[out->count - 1] == '[' ? "\n  " : ",\n  ");
}

/* ---- attributes ---------------------------------------------------------------------------- */

static const char *sort_of_name(enum ir_named_kind kind)
{
    switch (kind) {
    case NAMED_TERM:
        return "term";
    case NAMED_FORCE:
        return "agreement";
    case NAMED_LIVE:
        return "clause";
    case NAMED_WAIVER:
        return "waiver";
    case NAMED_PHRASE:
        return "phrase";
    }
    return "";
}

static const char *sort_of_var(const struct vocab_var *var)
{
    if (var->kind == VAR_EVENT)
        return "event";
    switch ((enum var_role)var->role) {
    case VAR_ROLE_DATE:
        return "date";
    case VAR_ROLE_ACTOR:
        return "actor";
    case VAR_ROLE_FACT:
        return "fact";
    case VAR_ROLE_CHOICE:
        return "choice";
    case VAR_ROLE_ACT:
        return "act";
    case VAR_ROLE_CONSENT:
        return "consent";
    case VAR_ROLE_LEDGER:
        return "event";
    case VAR_ROLE_READING:
        return "reading";
    case VAR_ROLE_REDACTED:
        return "redacted";
    }
    return "";
}

static void write_attribute(const struct writer *w, size_t column)
{
    const struct vocab *vocab = &w->table->vocab;
    uint32_t group = w->view->groups[column];
    next_line(w->out);
    strbuf_char(w->out, '{');
    json_pair(w->out, "name", w->view->headings[column]);
    if (group >= vocab->var_count) {
        enum ir_named_kind kind = (enum ir_named_kind)w->table->named[group - vocab->var_count].kind;
        json_pair(w->out, "sort", sort_of_name(kind));
    } else {
        const struct vocab_var *var = &vocab->vars[group];
        json_pair(w->out, "sort", sort_of_var(var));
        if (var->gloss.length)
            json_pair(w->out, "gloss", vocab_string(vocab, var->gloss));
        if (var->unit_count)
            json_pair(w->out, "unit", vocab_string(vocab, vocab->units[var->first_unit].name));
    }
    strbuf_char(w->out, '}');
}

/* ---- cells --------------------------------------------------------------------------------- */

static void write_leaves(struct writer *w, uint32_t var, struct values set)
{
    bool without;
    struct cover names = say_leaf_names(w->table, &w->work, var, set, &without);
    json_key(w->out, without ? "not_in" : "in");
    strbuf_char(w->out, '[');
    for (size_t i = 0; i < names.count; i++) {
        json_next(w->out);
        json_string(w->out, cover_name(w->table, names.nodes[i]));
    }
    strbuf_char(w->out, ']');
}

static void write_bound(struct writer *w, const char *key, bool number, int64_t value)
{
    if (!number) {
        json_day(w->out, key, value);
        return;
    }
    json_key(w->out, key);
    strbuf_printf(w->out, "%" PRId64, value);
}

static void write_ranges(struct writer *w, uint32_t var, struct values set)
{
    struct interval domain = values_domain(w->table, var);
    bool number = w->table->vocab.vars[var].kind == VAR_NUMBER;
    json_key(w->out, "ranges");
    strbuf_char(w->out, '[');
    for (size_t i = 0; i < set.count; i++) {
        json_next(w->out);
        strbuf_char(w->out, '{');
        if (set.items[i].low > domain.low)
            write_bound(w, "from", number, set.items[i].low);
        if (set.items[i].high < domain.high)
            write_bound(w, "to", number, set.items[i].high);
        strbuf_char(w->out, '}');
    }
    strbuf_char(w->out, ']');
}

static void write_readings(struct writer *w, uint32_t var, struct values set)
{
    const struct vocab *vocab = &w->table->vocab;
    const struct vocab_term *term = &vocab->terms[vocab->vars[var].term];
    json_key(w->out, "in");
    strbuf_char(w->out, '[');
    for (size_t i = 0; i < set.count; i++) {
        for (int64_t r = set.items[i].low; r <= set.items[i].high; r++) {
            json_next(w->out);
            json_string(w->out, vocab_string(vocab, vocab->readings[term->first_reading + r].label));
        }
    }
    strbuf_char(w->out, ']');
}

static void write_values(struct writer *w, uint32_t group, struct values set)
{
    if (!set.count)
        return;
    if (group >= w->table->vocab.var_count) {
        json_bool(w->out, "holds", set.items[0].low == 1);
        return;
    }
    switch ((enum var_kind)w->table->vocab.vars[group].kind) {
    case VAR_LEAF:
        write_leaves(w, group, set);
        return;
    case VAR_NUMBER:
    case VAR_DAY:
    case VAR_DATE_OF_CASE:
        write_ranges(w, group, set);
        return;
    case VAR_READING:
        write_readings(w, group, set);
        return;
    case VAR_EVENT:
        return;
    }
}

static void write_case(struct writer *w, const struct view_row *row)
{
    json_next(w->out);
    strbuf_char(w->out, '{');
    for (size_t i = 0; i < row->cell_count; i++) {
        const struct view_cell *cell = &row->cells[i];
        struct arena_mark mark = arena_mark(&w->work);
        json_key(w->out, w->view->headings[cell->column]);
        strbuf_char(w->out, '{');
        json_pair(w->out, "words", cell->text);
        write_values(w, w->view->groups[cell->column], cell->values);
        strbuf_char(w->out, '}');
        arena_rewind(&w->work, mark);
    }
    strbuf_char(w->out, '}');
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* The cases of the row at `first`; behind the last of them. */
static size_t write_cases(struct writer *w, size_t first)
{
    const struct view_row *rows = w->view->rows.items;
    bool never = strcmp(rows[first].condition, "never") == 0;
    size_t end = first + 1;
    if (rows[first].condition[0] && !never) {
        json_pair(w->out, "condition", rows[first].condition);
        return end;
    }
    json_key(w->out, "cases");
    strbuf_char(w->out, '[');
    if (!never)
        write_case(w, &rows[first]);
    for (; end < w->view->rows.count && rows[end].kind == VIEW_CASE; end++)
        write_case(w, &rows[end]);
    strbuf_char(w->out, ']');
    return end;
}

/* The rows of this kind right below a row of `depth`, each with its own; behind the last. */
static size_t write_below(struct writer *w, size_t first, enum view_kind kind, unsigned depth)
{
    const struct view_row *rows = w->view->rows.items;
    size_t at = first;
    while (at < w->view->rows.count && rows[at].kind == kind && rows[at].depth == depth + 1) {
        if (at == first) {
            json_key(w->out, kind == VIEW_EXCEPT ? "except" : "yields");
            strbuf_char(w->out, '[');
        }
        json_next(w->out);
        strbuf_char(w->out, '{');
        json_pair(w->out, "rule", rows[at].rule);
        json_pair(w->out, "says", rows[at].effect);
        at = write_below(w, write_cases(w, at), VIEW_EXCEPT, depth + 1);
        strbuf_char(w->out, '}');
    }
    if (at != first)
        strbuf_char(w->out, ']');
    return at;
}

static void write_norm(struct writer *w, const struct view_row *row)
{
    const struct table *t = w->table;
    const struct table_norm *norm = &t->norms[row->norm];
    const struct table_clause *clause = &t->clauses[row->clause];
    const struct table_place *place = &t->places[norm->place];
    json_pair(w->out, "clause", row->rule);
    json_pair(w->out, "agreement", table_text(t, t->agreements[clause->agreement].name));
    json_pair(w->out, "label", table_text(t, clause->label));
    json_true(w->out, "material", clause->material);
    json_true(w->out, "survives", clause->survives);
    json_pair(w->out, "effect", name_sign((enum norm_sign)norm->sign));
    json_pair(w->out, "bearer", name_node(t, norm->bearer));
    json_key(w->out, "holders");
    strbuf_char(w->out, '[');
    for (uint32_t i = 0; i < norm->holder_count; i++) {
        json_next(w->out);
        json_string(w->out, name_node(t, t->ids[norm->first_holder + i]));
    }
    strbuf_char(w->out, ']');
    json_pair(w->out, "says", row->effect);
    json_pair(w->out, "text", table_text(t, norm->text));
    json_pair(w->out, "file", table_text(t, place->file));
    json_count(w->out, "line", place->line);
}

static void write_rules(struct writer *w, bool meanings)
{
    const struct view_row *rows = w->view->rows.items;
    strbuf_printf(w->out, ",\n \"%s\": [", meanings ? "meanings" : "rules");
    for (size_t at = 0; at < w->view->rows.count;) {
        if ((rows[at].clause == IR_NONE) != meanings) {
            at++;
            continue;
        }
        next_line(w->out);
        strbuf_char(w->out, '{');
        if (meanings) {
            json_pair(w->out, "name", rows[at].rule);
            json_pair(w->out, "says", rows[at].effect);
        } else {
            write_norm(w, &rows[at]);
        }
        at = write_cases(w, at);
        at = write_below(w, at, VIEW_EXCEPT, 0);
        at = write_below(w, at, VIEW_YIELDS, 0);
        strbuf_char(w->out, '}');
    }
    strbuf_char(w->out, ']');
}

static void write_table(struct writer *w)
{
    const struct table *t = w->table;
    char hash[17];
    snprintf(hash, sizeof hash, "%016" PRIx64, t->meta->policy_hash);
    strbuf_char(w->out, '{');
    json_pair(w->out, "schema", "polc-table/1");
    json_key(w->out, "policy");
    strbuf_char(w->out, '{');
    json_pair(w->out, "name", table_text(t, t->meta->name.offset));
    json_pair(w->out, "hash", hash);
    json_day(w->out, "dated", t->meta->dated);
    strbuf_text(w->out, "},\n \"attributes\": [");
    for (size_t c = 0; c < w->view->column_count; c++)
        write_attribute(w, c);
    strbuf_char(w->out, ']');
    write_rules(w, false);
    write_rules(w, true);
    strbuf_text(w->out, "}\n");
}

static void free_work(void *argument)
{
    arena_free(argument);
}

void emit_table_json(const struct table *table, struct arena *arena, struct strbuf *out)
{
    struct writer w = {.view = view_make(table, arena), .table = table, .out = out};
    arena_init(&w.work, arena->guard);
    struct cleanup cleanup = {free_work, &w.work, NULL};
    guard_register(arena->guard, &cleanup);
    write_table(&w);
    guard_forget(arena->guard, &cleanup);
    arena_free(&w.work);
}

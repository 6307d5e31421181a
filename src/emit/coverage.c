/* coverage.c: items of coverage in the words of the policy and of its table. */
#include "emit/coverage.h"

#include "emit/names.h"
#include "emit/say.h"

#include <inttypes.h>

size_t cover_tenths(size_t covered, size_t items)
{
    return items ? covered * 1000 / items : 1000;
}

void cover_percent(size_t covered, size_t items, struct strbuf *out)
{
    size_t tenths = cover_tenths(covered, items);
    strbuf_printf(out, "%zu.%zu", tenths / 10, tenths % 10);
}

const char *name_cover_kind(enum cover_kind kind)
{
    switch (kind) {
    case COVER_CLAUSE:
        return "clauses";
    case COVER_EXCEPTION:
        return "exceptions";
    case COVER_READING:
        return "readings";
    case COVER_ROW:
        return "rows";
    case COVER_BOUNDARY:
        return "boundaries";
    }
    return "";
}

/* The tests of an item's first way: of what takes away they name its whole path. */
static const struct cover_test *path_of(const struct coverage *cover, const struct cover_item *item,
                                        uint32_t *count)
{
    const struct cover_way *way = &cover->ways.items[item->first_way];
    *count = 0;
    while (*count < way->count && cover->tests.items[way->first + *count].ask == COVER_MET)
        ++*count;
    return &cover->tests.items[way->first];
}

void cover_heading(const struct coverage *cover, uint32_t number, struct strbuf *out)
{
    const struct cover_item *item = &cover->items.items[number];
    const struct table *t = cover->table;
    uint32_t count;
    if (item->kind == COVER_READING) {
        strbuf_text(out, vocab_string(&t->vocab, t->vocab.terms[item->id].name));
    } else if (item->clause != IR_NONE) {
        strbuf_text(out, name_clause(t, item->clause));
    } else {
        name_defeater(t, path_of(cover, item, &count)->id, out);
    }
}

/* "exception (a)", "an exception to exception (a)". Lifts and waivers stand alone. */
static void say_path(const struct coverage *cover, const struct cover_item *item,
                     struct strbuf *out)
{
    uint32_t count;
    const struct table *t = cover->table;
    const struct cover_test *path = path_of(cover, item, &count);
    if (t->nodes[item->id].kind == NODE_LIFT) {
        strbuf_text(out, "lifting");
        return;
    }
    name_defeater(t, item->id, out);
    for (uint32_t i = count; i-- > 1;) {
        strbuf_text(out, " to ");
        name_defeater(t, path[i].id, out);
    }
}

static void say_child(const struct coverage *cover, const struct cover_item *item, struct strbuf *out)
{
    bool applies = item->what == COVER_APPLIES;
    if (cover->table->nodes[item->id].kind == NODE_LIFT) {
        strbuf_text(out, applies ? "lifts a clause" : "leaves a clause in place");
        return;
    }
    say_path(cover, item, out);
    strbuf_text(out, applies ? " applies" : " does not apply");
}

static void say_row(const struct coverage *cover, const struct cover_item *item, struct strbuf *out)
{
    if (item->what == COVER_ROW_CHILD) {
        say_path(cover, item, out);
        strbuf_text(out, ", ");
    }
    strbuf_printf(out, "row %u: ", item->number + 1);
    if (!item->row)
        strbuf_text(out, "its condition");
    else if (item->row->count == 0)
        strbuf_text(out, "always");
    for (uint32_t i = 0; item->row && i < item->row->count; i++) {
        if (i)
            strbuf_text(out, ", ");
        say_axis(cover->table, item->row->atoms[i].axis, out);
        strbuf_text(out, ": ");
        say_cells(cover->table, cover->work, &item->row->atoms[i], out);
    }
}

static const char *day_of_three(enum cover_what what)
{
    return what == COVER_BEFORE ? "the day before" : what == COVER_ON ? "the day of" : "the day after";
}

/* Of what holds on the day and still later no more: "within 30 days". */
static const char *day_of_past(enum cover_what what)
{
    return what == COVER_BEFORE ? "the last day within"
           : what == COVER_ON   ? "the first day after"
                                : "the second day after";
}

static void say_since(const struct coverage *cover, const struct cover_item *item, struct strbuf *out)
{
    const struct table_column *c = &cover->table->columns[item->id];
    const char *name = name_var(cover->table, c->var);
    strbuf_printf(out, "%s ", c->past ? day_of_past(item->what) : day_of_three(item->what));
    if (c->count)
        strbuf_printf(out, "%" PRId64 " %s after ", c->count,
                      date_unit_word((enum date_unit)c->unit, c->count));
    strbuf_text(out, name);
}

static void say_boundary(const struct coverage *cover, const struct cover_item *item,
                         struct strbuf *out)
{
    const struct table_column *c = &cover->table->columns[item->id];
    const struct vocab_var *v = &cover->table->vocab.vars[c->var];
    char day[DATE_TEXT];
    if (c->kind == COLUMN_SINCE) {
        say_since(cover, item, out);
        return;
    }
    if (v->kind == VAR_NUMBER) {
        bool below = item->what == COVER_BELOW;
        strbuf_printf(out, "%s = ", name_var(cover->table, c->var));
        say_amount(cover->table, c->var, below ? item->value - 1 : item->value, out);
        strbuf_text(out, below ? ", the last before a boundary" : ", the first behind a boundary");
        return;
    }
    date_format(item->value, day);
    if (v->kind == VAR_DAY)
        strbuf_printf(out, "%s ", name_var(cover->table, c->var));
    if (item->what == COVER_ON)
        strbuf_printf(out, v->kind == VAR_DAY ? "on %s" : "%s itself", day);
    else
        strbuf_printf(out, "%s %s", day_of_three(item->what), day);
}

void cover_title(const struct coverage *cover, uint32_t number, struct strbuf *out)
{
    const struct cover_item *item = &cover->items.items[number];
    const struct table *t = cover->table;
    switch (item->what) {
    case COVER_PROHIBITS:
        strbuf_text(out, "prohibits");
        return;
    case COVER_PERMITS:
        strbuf_text(out, "permits");
        return;
    case COVER_DUE:
        strbuf_text(out, "is due");
        return;
    case COVER_APPLIES:
    case COVER_NOT:
        say_child(cover, item, out);
        return;
    case COVER_YIELDS:
        strbuf_printf(out, "yields to %s", name_clause(t, item->id));
        return;
    case COVER_READ: {
        const struct vocab_term *term = &t->vocab.terms[item->id];
        strbuf_printf(out, "as read by %s",
                      vocab_string(&t->vocab,
                                   t->vocab.readings[term->first_reading + item->number].label));
        return;
    }
    case COVER_ROW_NORM:
    case COVER_ROW_CHILD:
        say_row(cover, item, out);
        return;
    case COVER_BELOW:
    case COVER_FROM:
    case COVER_BEFORE:
    case COVER_ON:
    case COVER_AFTER:
        say_boundary(cover, item, out);
        return;
    }
}

/* say.c: sets of cells in the shortest words that say exactly them.
 *
 * A set of leaves is named by inner names and groups; where the rest is shorter it is
 * "not …". Nothing is ever left out with "and others": a table that a contract is read from
 * must be whole. Numbers are in say_number.c.
 */
#include "emit/say.h"

#include "emit/names.h"

#include <inttypes.h>

/* ---- leaves ---------------------------------------------------------------------------- */

static const char *group_of(const struct table *t, uint32_t var, struct values set)
{
    const struct vocab *vocab = &t->vocab;
    const struct vocab_kind *kind = &vocab->kinds[vocab->vars[var].leaf_kind];
    for (uint32_t g = kind->first_group; g < kind->first_group + kind->group_count; g++) {
        const struct vocab_group *group = &vocab->groups[g];
        const struct vocab_range *ranges = vocab->ranges + group->first_range;
        bool same = group->range_count == set.count;
        for (uint32_t r = 0; same && r < group->range_count; r++)
            same = ranges[r].first == set.items[r].low && ranges[r].last == set.items[r].high;
        if (same)
            return vocab_string(vocab, group->name);
    }
    return NULL;
}

/* The highest node that begins with a leaf and ends no later than `last`. Where an inner
 * name has only one name below it, the one below: that is what was granted. */
static uint32_t widest_node(const struct vocab *vocab, uint32_t kind, uint32_t leaf, uint32_t last)
{
    uint32_t best = vocab_leaf_node(vocab, kind, leaf);
    for (uint32_t at = vocab->nodes[best].parent; at != VOCAB_NONE; at = vocab->nodes[at].parent) {
        const struct vocab_node *node = &vocab->nodes[at];
        if (node->first_leaf != leaf || node->leaf_count - 1 > last - leaf)
            break;
        if (node->leaf_count > vocab->nodes[best].leaf_count)
            best = at;
    }
    return best;
}

#define NAMES_LOOKED_AT 32u /* longer lists are not compared, the set itself is listed */

/* The names that make up a set; no more than `limit` + 1 of them. (values_cover looks at
 * all names of the kind, which is too slow for each of many thousand clauses.) */
static struct cover names_of(const struct table *t, struct arena *scratch, uint32_t var,
                             struct values set, size_t limit)
{
    const struct vocab *vocab = &t->vocab;
    const struct vocab_var *v = &vocab->vars[var];
    uint32_t leaves = v->leaf_count - v->or_none;
    VEC(uint32_t) names = {0};
    for (size_t i = 0; i < set.count; i++) {
        uint32_t leaf = (uint32_t)set.items[i].low, last = (uint32_t)set.items[i].high;
        while (leaf <= last && names.count <= limit) {
            uint32_t end = last < leaves ? last : leaves - 1;
            uint32_t node = leaf < leaves ? widest_node(vocab, v->leaf_kind, leaf, end) : VOCAB_NONE;
            VEC_PUSH(scratch, &names, node);
            leaf += node == VOCAB_NONE ? 1 : vocab->nodes[node].leaf_count;
        }
    }
    return (struct cover){names.items, names.count};
}

struct cover say_leaf_names(const struct table *t, struct arena *arena, uint32_t var,
                            struct values set, bool *without)
{
    struct cover names = names_of(t, arena, var, set, NAMES_LOOKED_AT);
    struct values rest = values_rest(arena, t, var, set);
    struct cover others = names_of(t, arena, var, rest, NAMES_LOOKED_AT);
    *without = names.count > NAMES_LOOKED_AT && others.count <= NAMES_LOOKED_AT;
    if (*without)
        return others;
    return names.count > NAMES_LOOKED_AT ? names_of(t, arena, var, set, SIZE_MAX - 1) : names;
}

static void list_names(const struct table *t, struct cover names, const char *last,
                       struct strbuf *out)
{
    for (size_t i = 0; i < names.count; i++) {
        if (i)
            strbuf_text(out, i + 1 == names.count ? last : ", ");
        strbuf_text(out, cover_name(t, names.nodes[i]));
    }
}

/* Is "not" and the rest shorter? Verbs read better when listed. */
static bool rest_is_shorter(const struct table *t, uint32_t var, struct cover names,
                            struct cover without)
{
    if (without.count > NAMES_LOOKED_AT)
        return false;
    if (names.count > NAMES_LOOKED_AT)
        return true;
    bool verb = t->vocab.vars[var].role == VAR_ROLE_ACT;
    return (without.count == 1 && names.count > 1 && !verb) || names.count > without.count + 1;
}

static void leaf_words(const struct table *t, struct arena *scratch, uint32_t var,
                       struct values set, struct strbuf *out)
{
    struct values rest = values_rest(scratch, t, var, set);
    struct cover names = names_of(t, scratch, var, set, NAMES_LOOKED_AT);
    struct cover without = names_of(t, scratch, var, rest, NAMES_LOOKED_AT);
    const char *group = names.count > 1 ? group_of(t, var, set) : NULL;
    const char *other = names.count > 1 && without.count > 1 ? group_of(t, var, rest) : NULL;
    if (group) {
        strbuf_text(out, group);
    } else if (other) {
        strbuf_printf(out, "not %s", other);
    } else if (!rest_is_shorter(t, var, names, without)) {
        if (names.count > NAMES_LOOKED_AT)
            names = names_of(t, scratch, var, set, SIZE_MAX - 1);
        list_names(t, names, " or ", out);
    } else if (without.count == 1) {
        strbuf_printf(out, "not %s", cover_name(t, without.nodes[0]));
    } else {
        strbuf_text(out, "not in (");
        list_names(t, without, ", ", out);
        strbuf_char(out, ')');
    }
}

/* ---- numbers and days --------------------------------------------------------------------- */

static void day_words(struct interval set, struct strbuf *out)
{
    char low[DATE_TEXT], end[DATE_TEXT];
    date_format(set.low, low);
    date_format(set.high < DATE_LAST ? set.high + 1 : DATE_LAST, end);
    if (set.low == set.high)
        strbuf_printf(out, "on %s", low);
    else if (set.low <= DATE_FIRST)
        strbuf_printf(out, "before %s", end);
    else if (set.high >= DATE_LAST)
        strbuf_printf(out, "from %s", low);
    else
        strbuf_printf(out, "from %s until %s", low, end);
}

static void interval_words(const struct table *t, uint32_t var, struct interval set,
                           struct strbuf *out)
{
    if (t->vocab.vars[var].kind == VAR_NUMBER)
        say_number(t, var, set, out);
    else
        day_words(set, out);
}

/* ---- events ---------------------------------------------------------------------------------- */

static const char *unit_word(const struct table_column *c)
{
    return date_unit_word((enum date_unit)c->unit, c->count);
}

/* Cell 1 is `date >= event + count units`, or `>` where the column says past. */
static void since_words(const struct table_column *c, bool holds, struct strbuf *out)
{
    if (c->count == 0 && !c->past)
        strbuf_text(out, holds ? "occurred" : "not occurred");
    else if (c->count == 0)
        strbuf_text(out, holds ? "occurred before that day" : "not occurred before that day");
    else if (c->past)
        strbuf_printf(out, "%smore than %" PRId64 " %s ago", holds ? "" : "not ", c->count,
                      unit_word(c));
    else
        strbuf_printf(out, "%s %" PRId64 " %s ago", holds ? "at least" : "not yet", c->count,
                      unit_word(c));
}

/* ---- cells ------------------------------------------------------------------------------------- */

/* The values of some cells of a column; joined where they touch. */
static struct values values_of_cells(const struct table *t, struct arena *scratch,
                                     const struct case_atom *atom)
{
    const struct table_column *c = &t->columns[atom->axis];
    struct interval *items = arena_alloc(scratch, ((size_t)atom->count + 1) * sizeof *items);
    struct interval domain = values_domain(t, c->var);
    for (uint32_t i = 0; i < atom->count; i++) {
        uint32_t end = atom->ranges[i].high + 1;
        items[i].low = t->cuts[c->first_cut + atom->ranges[i].low];
        items[i].high = end < c->cell_count ? t->cuts[c->first_cut + end] - 1 : domain.high;
    }
    return (struct values){items, atom->count};
}

struct values say_cell_values(const struct table *t, struct arena *arena,
                              const struct case_atom *atom)
{
    bool name = atom->axis >= t->columns_count;
    if (!name && t->columns[atom->axis].kind == COLUMN_SINCE)
        return (struct values){NULL, 0};
    if (!name && t->columns[atom->axis].kind != COLUMN_READING)
        return values_of_cells(t, arena, atom);
    struct interval *items = arena_alloc(arena, ((size_t)atom->count + 1) * sizeof *items);
    for (uint32_t i = 0; i < atom->count; i++)
        items[i] = (struct interval){atom->ranges[i].low, atom->ranges[i].high};
    return (struct values){items, atom->count};
}

static void reading_words(const struct table *t, const struct case_atom *atom, struct strbuf *out)
{
    const struct vocab *vocab = &t->vocab;
    const struct vocab_term *term = &vocab->terms[vocab->vars[t->columns[atom->axis].var].term];
    const char *before = "";
    for (uint32_t i = 0; i < atom->count; i++) {
        for (uint32_t r = atom->ranges[i].low; r <= atom->ranges[i].high; r++) {
            strbuf_printf(out, "%s%s", before,
                          vocab_string(vocab, vocab->readings[term->first_reading + r].label));
            before = " or ";
        }
    }
}

void say_values(const struct table *t, struct arena *scratch, uint32_t var, struct values set,
                struct strbuf *out)
{
    if (t->vocab.vars[var].kind == VAR_LEAF) {
        leaf_words(t, scratch, var, set, out);
        return;
    }
    struct values rest = values_rest(scratch, t, var, set);
    bool negate = set.count > rest.count && rest.count == 1;
    struct values shown = negate ? rest : set;
    strbuf_text(out, negate ? "not " : "");
    for (size_t i = 0; i < shown.count; i++) {
        strbuf_text(out, i == 0 ? "" : i + 1 == shown.count ? " or " : ", ");
        interval_words(t, var, shown.items[i], out);
    }
}

void say_cells(const struct table *t, struct arena *scratch, const struct case_atom *atom,
                 struct strbuf *out)
{
    if (atom->axis >= t->columns_count) {
        strbuf_text(out, atom->ranges[0].low == 1 ? "yes" : "no");
        return;
    }
    const struct table_column *c = &t->columns[atom->axis];
    if (c->kind == COLUMN_SINCE) {
        since_words(c, atom->ranges[0].low == 1, out);
        return;
    }
    if (c->kind == COLUMN_READING) {
        reading_words(t, atom, out);
        return;
    }
    say_values(t, scratch, c->var, values_of_cells(t, scratch, atom), out);
}

static void named_words(const struct table *t, uint32_t id, struct strbuf *out)
{
    const struct ir_named *named = &t->named[id];
    switch ((enum ir_named_kind)named->kind) {
    case NAMED_TERM:
        strbuf_text(out, vocab_string(&t->vocab, t->vocab.terms[named->ref].name));
        return;
    case NAMED_FORCE:
        strbuf_printf(out, "%s in force", table_text(t, t->agreements[named->ref].name));
        return;
    case NAMED_LIVE:
        strbuf_printf(out, "%s in force", table_text(t, t->clauses[named->ref].title));
        return;
    case NAMED_WAIVER:
        strbuf_text(out, table_text(t, t->waivers[named->ref].title));
        return;
    case NAMED_PHRASE:
        strbuf_text(out, table_text(t, named->ref));
        return;
    }
}

void say_axis(const struct table *t, uint32_t axis, struct strbuf *out)
{
    if (axis >= t->columns_count) {
        named_words(t, axis - (uint32_t)t->columns_count, out);
        return;
    }
    const struct table_column *c = &t->columns[axis];
    strbuf_text(out, c->kind == COLUMN_READING ? "reading of " : "");
    strbuf_text(out, name_var(t, c->var));
}

/* ---- whole conditions ---------------------------------------------------------------------------- */

/* The words of dates and of events may be those of a point in time ("2019-07-22"), which
 * is no condition, so these are always made. */
static bool user_words_fit(const struct table *t, const struct table_expr *e)
{
    const struct table_column *c = &t->columns[t->literals[e->a].column];
    return e->b != 0 && (c->kind == COLUMN_LEAF || c->kind == COLUMN_NUMBER)
           && t->vocab.vars[c->var].kind != VAR_DATE_OF_CASE;
}

static void literal_words(const struct table *t, struct arena *scratch,
                          const struct table_expr *e, struct strbuf *out)
{
    if (user_words_fit(t, e)) {
        strbuf_text(out, table_text(t, e->b));
        return;
    }
    const struct ir_literal *l = &t->literals[e->a];
    struct case_atom atom = {l->column, l->range_count, t->ranges + l->first_range};
    say_axis(t, l->column, out);
    strbuf_text(out, t->columns[l->column].kind == COLUMN_LEAF ? " is " : " ");
    say_cells(t, scratch, &atom, out);
}

static void expr_words(const struct table *t, struct arena *scratch, uint32_t id, enum ir_op outer,
                       struct strbuf *out)
{
    const struct table_expr *e = &t->exprs[id];
    bool pair = e->op == IR_AND || e->op == IR_OR;
    bool wrap = pair && (outer == IR_NOT || (outer == IR_AND && e->op == IR_OR));
    strbuf_text(out, wrap ? "(" : "");
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
        strbuf_text(out, "always");
        break;
    case IR_FALSE:
        strbuf_text(out, "never");
        break;
    case IR_LITERAL:
        literal_words(t, scratch, e, out);
        break;
    case IR_NOT:
        strbuf_text(out, "not ");
        expr_words(t, scratch, e->a, IR_NOT, out);
        break;
    case IR_AND:
    case IR_OR:
        expr_words(t, scratch, e->a, (enum ir_op)e->op, out);
        strbuf_text(out, e->op == IR_AND ? " and " : " or ");
        expr_words(t, scratch, e->b, (enum ir_op)e->op, out);
        break;
    case IR_NAMED:
        named_words(t, e->a, out);
        break;
    }
    strbuf_text(out, wrap ? ")" : "");
}

void say_expr(const struct table *t, struct arena *scratch, uint32_t expr, struct strbuf *out)
{
    expr_words(t, scratch, expr, IR_TRUE, out);
}

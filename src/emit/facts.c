/* facts.c: see facts.h. Everything is asked of eval; the walk is that of the reasons that people
 * are told (reasons.c), but for limits and the order of its words.
 */
#include "emit/facts.h"

#include <inttypes.h>

#define DEPTH_WALKED 400 /* of nested conditions, as far as reasons are told */

struct walk {
    const struct asker *asker;
    struct facts *out;
    bool own, decides;
};

static void push(struct walk *w, struct fact fact)
{
    for (size_t i = 0; i < w->out->list.count; i++) {
        struct fact *known = &w->out->list.items[i];
        if (known->var == fact.var && known->column == fact.column) {
            known->own |= fact.own;
            known->decides |= fact.decides;
            return;
        }
    }
    VEC_PUSH(w->out->arena, &w->out->list, fact);
}

/* The days of a period count from the day of the deployment, which no run has in common with the
 * next: that they are over or not begun yet changes the verdict, and that is told. */
static void take_literal(struct walk *w, uint32_t expr)
{
    const struct table *table = w->asker->table;
    uint32_t id = table->literals[table->exprs[expr].a].column;
    const struct table_column *column = &table->columns[id];
    if (column->var == VOCAB_DATE)
        return;
    struct fact fact = {column->var, IR_NONE, TRUTH_MAYBE, w->own, w->decides};
    if (column->kind == COLUMN_SINCE) {
        fact.column = id;
        fact.truth = eval_expr(w->asker->evaluator, w->asker->sets, expr);
    }
    push(w, fact);
}

/* `want`: what the expression is to be for the condition to be what it is, or may be. */
static void walk(struct walk *w, uint32_t expr, bool want, unsigned depth);

static void walk_side(struct walk *w, uint32_t expr, bool want, bool decides, unsigned depth)
{
    bool outside = w->decides;
    w->decides = outside && decides;
    walk(w, expr, want, depth + 1);
    w->decides = outside;
}

/* The sides that settle it alone, if there are any; else both. Of two of which one would do, that
 * which cannot does not decide. */
static void walk_pair(struct walk *w, uint32_t expr, bool want, unsigned depth)
{
    const struct table_expr *e = &w->asker->table->exprs[expr];
    enum eval_truth decisive = e->op == IR_AND ? TRUTH_NO : TRUTH_YES;
    enum eval_truth left = eval_expr(w->asker->evaluator, w->asker->sets, e->a);
    enum eval_truth right = eval_expr(w->asker->evaluator, w->asker->sets, e->b);
    bool either = want == (e->op == IR_OR);
    bool alone = left == decisive || right == decisive;
    bool open = left == TRUTH_MAYBE || right == TRUTH_MAYBE;
    if (left == decisive || !alone)
        walk_side(w, e->a, want, alone || !either || !open || left == TRUTH_MAYBE, depth);
    if (right == decisive || !alone)
        walk_side(w, e->b, want, alone || !either || !open || right == TRUTH_MAYBE, depth);
}

static void walk(struct walk *w, uint32_t expr, bool want, unsigned depth)
{
    const struct table *table = w->asker->table;
    const struct table_expr *e = &table->exprs[expr];
    if (depth > DEPTH_WALKED)
        return;
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return;
    case IR_LITERAL:
        take_literal(w, expr);
        return;
    case IR_NOT:
        walk(w, e->a, !want, depth + 1);
        return;
    case IR_NAMED:
        walk(w, table->named[e->a].expr, want, depth + 1);
        return;
    case IR_AND:
    case IR_OR:
        walk_pair(w, expr, want, depth);
        return;
    }
}

static void walk_condition(struct walk *w, uint32_t expr)
{
    w->decides = true;
    walk(w, expr, eval_expr(w->asker->evaluator, w->asker->sets, expr) != TRUTH_NO, 0);
}

/* A node that is met is decided by what takes away from it as well. */
static void walk_node(struct walk *w, uint32_t node, unsigned depth)
{
    const struct table *table = w->asker->table;
    const struct table_node *n = &table->nodes[node];
    walk_condition(w, n->expr);
    if (depth > DEPTH_WALKED
        || eval_node_met(w->asker->evaluator, w->asker->sets, node) == TRUTH_NO)
        return;
    for (uint32_t i = 0; i < n->child_count; i++)
        walk_node(w, table->children[n->first_child + i], depth + 1);
}

void facts_of_norm(const struct asker *asker, uint32_t norm, struct facts *out)
{
    const struct table *table = asker->table;
    const struct table_norm *n = &table->norms[norm];
    struct walk w = {asker, out, true, true};
    walk_condition(&w, n->applied);
    walk_condition(&w, n->actor);
    w.own = false;
    walk_node(&w, norm, 0);
    for (uint32_t i = 0; i < n->rank_count; i++) {
        const struct table_rank *rank = &table->ranks[n->first_rank + i];
        bool ranked = rank->condition == IR_NONE
                      || eval_node_hit(asker->evaluator, asker->sets, rank->condition) != TRUTH_NO;
        walk_node(&w, ranked ? rank->winner : rank->condition, 0);
    }
}

static const char *truth_text(enum eval_truth truth)
{
    switch (truth) {
    case TRUTH_NO:
        return "no";
    case TRUTH_MAYBE:
        return "?";
    case TRUTH_YES:
        return "yes";
    }
    return "";
}

static void write_value(const struct table *table, const struct vocab_var *var, int64_t value,
                        struct strbuf *out)
{
    const struct vocab *vocab = &table->vocab;
    char day[DATE_TEXT];
    switch ((enum var_kind)var->kind) {
    case VAR_LEAF:
        strbuf_text(out, vocab_leaf_name(vocab, (uint32_t)(var - vocab->vars), (uint32_t)value));
        return;
    case VAR_NUMBER:
        strbuf_printf(out, "%" PRId64, value);
        return;
    case VAR_READING: {
        const struct vocab_term *term = &vocab->terms[var->term];
        strbuf_text(out, vocab_string(vocab, vocab->readings[term->first_reading + value].label));
        return;
    }
    case VAR_DATE_OF_CASE:
    case VAR_DAY:
    case VAR_EVENT:
        date_format(value, day);
        strbuf_text(out, day);
        return;
    }
}

/* Leaves and readings one by one, since where others stand between them is nobody's fact. */
static void write_interval(const struct table *table, const struct vocab_var *var,
                           struct interval interval, struct strbuf *out)
{
    bool single = var->kind == VAR_LEAF || var->kind == VAR_READING;
    for (int64_t value = interval.low; value <= interval.high; value++) {
        strbuf_text(out, value > interval.low ? "|" : "");
        write_value(table, var, value, out);
        if (single || interval.low == interval.high)
            continue;
        strbuf_text(out, "..");
        write_value(table, var, interval.high, out);
        return;
    }
}

void fact_text(const struct asker *asker, const struct fact *fact, struct strbuf *out)
{
    static const char units[] = {'d', 'm', 'y'};
    const struct table *table = asker->table;
    const struct vocab_var *var = &table->vocab.vars[fact->var];
    strbuf_text(out, name_var(table, fact->var));
    if (fact->column != IR_NONE) {
        const struct table_column *column = &table->columns[fact->column];
        strbuf_printf(out, "%s%" PRId64 "%c=%s", column->past ? ">" : ">=", column->count,
                      units[column->unit % 3], truth_text(fact->truth));
        return;
    }
    struct values set = values_of(asker->arena, &asker->sets[fact->var]);
    struct interval domain = values_domain(table, fact->var);
    strbuf_char(out, '=');
    if (set.count == 1 && set.items[0].low <= domain.low && set.items[0].high >= domain.high
        && domain.low < domain.high) {
        strbuf_char(out, '?');
        return;
    }
    for (size_t i = 0; i < set.count; i++) {
        strbuf_text(out, i ? "|" : "");
        write_interval(table, var, set.items[i], out);
    }
}

/* columns.c: which columns there are, and where their cells begin.
 *
 * Every constant that a condition compares a variable with becomes a cut: `x <= 100` cuts
 * before 101, `region is EU` before the first leaf of EU and after its last. What lies
 * between two cuts behaves alike in every condition, so it is one cell. Example: with the
 * single condition `capacity > 100 MW` and the range 0..1000000 the column has the cells
 * 0..100 and 101..1000000.
 */
#include "ir/builder.h"

#include "base/bitset.h"

#include <stdlib.h>
#include <string.h>

struct since {
    int64_t count;
    uint32_t unit;
    uint32_t past;
};

/* Cuts of one variable while they are collected. */
struct cut_set {
    VEC(int64_t) values;
    uint64_t *leaves; /* instead of values for leaf variables: bit i = a cell begins at leaf i */
    VEC(struct since) sinces;
    bool used;
};

struct collector {
    struct ir_builder *b;
    struct cut_set *vars;
};

static void cut_at(struct collector *c, uint32_t var, int64_t value)
{
    struct cut_set *set = &c->vars[var];
    const struct vocab_var *v = &c->b->ir->model->vocab.vars[var];
    set->used = true;
    if (v->kind != VAR_LEAF) {
        VEC_PUSH(c->b->scratch, &set->values, value);
        return;
    }
    if (!set->leaves)
        set->leaves = ARENA_ARRAY(c->b->scratch, uint64_t, bitset_words(v->leaf_count + 1));
    if (value >= 0 && value <= v->leaf_count)
        bitset_add(set->leaves, (size_t)value);
}

static void add_since(struct collector *c, const struct model_expr *expr, uint32_t event)
{
    struct cut_set *set = &c->vars[event];
    struct since since = {expr->count, (uint32_t)expr->unit, expr->past};
    set->used = true;
    for (size_t i = 0; i < set->sinces.count; i++)
        if (memcmp(&set->sinces.items[i], &since, sizeof since) == 0)
            return;
    VEC_PUSH(c->b->scratch, &set->sinces, since);
}

/* Every leaf is told apart from every other. */
static void cut_leaves(struct collector *c, uint32_t var)
{
    for (uint32_t leaf = 1; leaf < c->b->ir->model->vocab.vars[var].leaf_count; leaf++)
        cut_at(c, var, leaf);
    c->vars[var].used = true;
}

static void collect_ranges(struct collector *c, const struct model_expr *expr)
{
    for (size_t i = 0; i < expr->set.count; i++) {
        cut_at(c, expr->var, expr->set.ranges[i].first);
        cut_at(c, expr->var, (int64_t)expr->set.ranges[i].last + 1);
    }
}

/* Of one event, or of the one of a family whose leaf another variable has. */
static void collect_since(struct collector *c, const struct model_expr *expr)
{
    add_since(c, expr, expr->var);
    if (expr->ref == VOCAB_NONE)
        return;
    cut_leaves(c, expr->ref);
    for (uint32_t leaf = 1; leaf < vocab_named_leaves(&c->b->ir->model->vocab, expr->ref); leaf++)
        add_since(c, expr, expr->var + leaf);
}

static void collect_included(struct collector *c, const struct model_expr *expr)
{
    for (size_t i = 0; i < expr->set.count; i++)
        for (uint32_t l = expr->set.ranges[i].first; l <= expr->set.ranges[i].last; l++)
            cut_leaves(c, expr->var + l);
    c->b->atoms += expr->set.count;
}

/* The variables of a family of so many leaves. */
static void cut_family(struct collector *c, uint32_t first, uint32_t count)
{
    for (uint32_t leaf = 0; leaf < count; leaf++)
        cut_leaves(c, first + leaf);
}

static void collect_expr(struct collector *c, const struct model_expr *expr)
{
    if (!expr)
        return;
    const struct vocab *vocab = &c->b->ir->model->vocab;
    c->b->atoms += expr->op == OP_IN || expr->op == OP_RANGE || expr->op == OP_SINCE;
    switch (expr->op) {
    case OP_NOT:
        collect_expr(c, expr->left);
        return;
    case OP_AND:
    case OP_OR:
        collect_expr(c, expr->left);
        collect_expr(c, expr->right);
        return;
    case OP_IN:
        collect_ranges(c, expr);
        return;
    case OP_RANGE:
        cut_at(c, expr->var, expr->low);
        if (expr->high < INT64_MAX)
            cut_at(c, expr->var, expr->high + 1);
        return;
    case OP_SINCE:
        collect_since(c, expr);
        return;
    case OP_INCLUDES:
        collect_included(c, expr);
        return;
    case OP_ONLY:
        cut_family(c, expr->var, expr->ref);
        c->b->atoms += expr->ref;
        return;
    case OP_MEMBER:
        cut_leaves(c, expr->var);
        cut_family(c, expr->ref, vocab_named_leaves(vocab, expr->var));
        c->b->atoms += 2 * vocab_named_leaves(vocab, expr->var);
        return;
    case OP_SAME:
        cut_leaves(c, expr->var);
        cut_leaves(c, expr->ref);
        c->b->atoms += vocab->vars[expr->var].leaf_count;
        return;
    case OP_TRUE:
    case OP_FALSE:
    case OP_DURING:
    case OP_TERM:
    case OP_FORCE:
    case OP_LIVE:
    case OP_WAIVED:
        return; /* what they name is collected where it is declared */
    }
}

static void collect_excepts(struct collector *c, const struct model_except *except)
{
    for (; except; except = except->next) {
        c->b->excepts++;
        collect_expr(c, except->cond);
        collect_excepts(c, except->children);
    }
}

static void collect_period(struct collector *c, const struct model_period *period)
{
    collect_expr(c, period->from);
    collect_expr(c, period->until);
    collect_expr(c, period->whilst);
}

/* The leaves below a party are told apart from the rest of the actor's values. */
static void collect_party(struct collector *c, uint32_t node)
{
    const struct vocab *vocab = &c->b->ir->model->vocab;
    if (vocab->actor == VOCAB_NONE)
        return;
    cut_at(c, vocab->actor, vocab->nodes[node].first_leaf);
    cut_at(c, vocab->actor, (int64_t)vocab->nodes[node].first_leaf + vocab->nodes[node].leaf_count);
}

static void collect_norms(struct collector *c, const struct model *model)
{
    for (size_t i = 0; i < model->norms.count; i++) {
        const struct model_norm *norm = &model->norms.items[i];
        collect_expr(c, norm->cond);
        collect_excepts(c, norm->excepts);
        collect_party(c, norm->bearer);
        for (size_t k = 0; k < norm->creditor_count; k++)
            collect_party(c, norm->creditors[k]);
    }
}

static void collect_rest(struct collector *c, const struct model *model)
{
    for (size_t i = 0; i < model->spans.count; i++)
        collect_period(c, &model->spans.items[i].period);
    for (size_t i = 0; i < model->agreements.count; i++)
        collect_period(c, &model->agreements.items[i].period);
    for (size_t i = 0; i < model->clauses.count; i++) {
        collect_period(c, &model->clauses.items[i].period);
        if (model->clauses.items[i].deleted_on != DATE_NEVER)
            cut_at(c, VOCAB_DATE, model->clauses.items[i].deleted_on);
    }
    for (size_t i = 0; i < model->lifts.count; i++) {
        collect_expr(c, model->lifts.items[i].cond);
        collect_excepts(c, model->lifts.items[i].excepts);
    }
    for (size_t i = 0; i < model->waivers.count; i++) {
        collect_period(c, &model->waivers.items[i].period);
        collect_expr(c, model->waivers.items[i].cond);
        collect_excepts(c, model->waivers.items[i].excepts);
    }
    for (size_t i = 0; i < model->terms.count; i++) {
        if (model->vocab.terms[i].var != VOCAB_NONE)
            c->vars[model->vocab.terms[i].var].used = true;
        for (size_t k = 0; k < model->terms.items[i].meaning_count; k++) {
            collect_expr(c, model->terms.items[i].meanings[k].cond);
            collect_excepts(c, model->terms.items[i].meanings[k].excepts);
        }
    }
    for (size_t i = 0; i < model->ranks.count; i++)
        collect_expr(c, model->ranks.items[i].cond);
    for (size_t i = 0; i < model->asserts.count; i++)
        collect_expr(c, model->asserts.items[i].cond);
}

static int compare_values(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int compare_sinces(const void *a, const void *b)
{
    const struct since *x = a, *y = b;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->count != y->count)
        return x->count < y->count ? -1 : 1;
    return (int)x->past - (int)y->past;
}

/* The values a variable can have at all, both ends included. */
static struct ir_column domain(const struct vocab_var *v, int64_t *low, int64_t *high)
{
    struct ir_column column = {0};
    *low = *high = 0;
    switch ((enum var_kind)v->kind) {
    case VAR_LEAF:
        column.kind = COLUMN_LEAF;
        *low = 0;
        *high = (int64_t)v->leaf_count - 1;
        break;
    case VAR_READING:
        column.kind = COLUMN_READING;
        *low = 0;
        *high = (int64_t)v->leaf_count - 1;
        break;
    case VAR_NUMBER:
        column.kind = COLUMN_NUMBER;
        *low = v->low;
        *high = v->high;
        break;
    case VAR_DATE_OF_CASE:
    case VAR_DAY:
        column.kind = COLUMN_NUMBER;
        *low = DATE_FIRST;
        *high = DATE_LAST;
        break;
    case VAR_EVENT:
        column.kind = COLUMN_SINCE;
        *low = 0;
        *high = 1;
        break;
    }
    return column;
}

static void add_cut(struct ir *ir, struct ir_column *column, int64_t value)
{
    VEC_PUSH(ir->arena, &ir->cuts, value);
    column->cell_count++;
}

static void add_value_column(struct collector *c, uint32_t var, struct cut_set *set)
{
    struct ir *ir = c->b->ir;
    int64_t low, high;
    struct ir_column column = domain(&ir->model->vocab.vars[var], &low, &high);
    column.var = var;
    column.first_cut = (uint32_t)ir->cuts.count;
    add_cut(ir, &column, low);
    if (column.kind == COLUMN_READING) {
        for (int64_t r = 1; r <= high; r++)
            add_cut(ir, &column, r);
    } else if (set->leaves) {
        size_t bits = (size_t)high + 1;
        for (size_t i = bitset_next(set->leaves, bits, 1); i < bits;
             i = bitset_next(set->leaves, bits, i + 1))
            add_cut(ir, &column, (int64_t)i);
    } else if (set->values.count) {
        qsort(set->values.items, set->values.count, sizeof(int64_t), compare_values);
        for (size_t i = 0; i < set->values.count; i++) {
            int64_t value = set->values.items[i];
            if (value > low && value <= high
                && value != ir->cuts.items[ir->cuts.count - 1])
                add_cut(ir, &column, value);
        }
    }
    VEC_PUSH(ir->arena, &ir->columns, column);
}

static void add_since_columns(struct collector *c, uint32_t var, struct cut_set *set)
{
    struct ir *ir = c->b->ir;
    if (set->sinces.count)
        qsort(set->sinces.items, set->sinces.count, sizeof(struct since), compare_sinces);
    for (size_t i = 0; i < set->sinces.count; i++) {
        struct ir_column column = {.kind = COLUMN_SINCE,
                                   .var = var,
                                   .cell_count = 2,
                                   .count = set->sinces.items[i].count,
                                   .unit = set->sinces.items[i].unit,
                                   .past = set->sinces.items[i].past};
        VEC_PUSH(ir->arena, &ir->columns, column);
    }
}

void columns_make(struct ir_builder *b)
{
    struct ir *ir = b->ir;
    uint32_t var_count = ir->model->vocab.var_count;
    struct collector c = {b, ARENA_ARRAY(b->scratch, struct cut_set, var_count)};
    collect_norms(&c, ir->model);
    collect_rest(&c, ir->model);
    ir->var_first_column = ARENA_ARRAY(ir->arena, uint32_t, var_count);
    ir->var_column_count = ARENA_ARRAY(ir->arena, uint32_t, var_count);
    for (uint32_t var = 0; var < var_count; var++) {
        ir->var_first_column[var] = (uint32_t)ir->columns.count;
        if (c.vars[var].used && ir->model->vocab.vars[var].kind == VAR_EVENT)
            add_since_columns(&c, var, &c.vars[var]);
        else if (c.vars[var].used)
            add_value_column(&c, var, &c.vars[var]);
        ir->var_column_count[var] = (uint32_t)ir->columns.count - ir->var_first_column[var];
    }
}

uint32_t columns_since(const struct ir_builder *b, uint32_t var, int64_t count, uint32_t unit,
                       bool past)
{
    const struct ir *ir = b->ir;
    uint32_t first = ir->var_first_column[var];
    for (uint32_t i = first; i < first + ir->var_column_count[var]; i++) {
        const struct ir_column *column = &ir->columns.items[i];
        if (column->count == count && column->unit == unit && (column->past != 0) == past)
            return i;
    }
    return IR_NONE;
}

uint32_t ir_search_cell(const int64_t *cuts, uint32_t count, int64_t value)
{
    uint32_t low = 0, high = count;
    uint64_t guess = (uint64_t)value - (uint64_t)cuts[0];
    if (guess < high && cuts[guess] == value) /* each value has a cell of its own */
        return (uint32_t)guess;
    while (high - low > 1) { /* cuts[low] <= value, or low is 0 */
        uint32_t middle = low + (high - low) / 2;
        if (cuts[middle] <= value)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint32_t ir_cell(const struct ir *ir, uint32_t column, int64_t value)
{
    const struct ir_column *c = &ir->columns.items[column];
    return ir_search_cell(ir->cuts.items + c->first_cut, c->cell_count, value);
}

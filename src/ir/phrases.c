/* phrases.c: atoms that look at several variables at once, as named expressions.
 *
 * `host is backup` of two facts of one kind holds when both have the same leaf:
 *
 *     (host is A and backup is A) or (host is B and backup is B) or …
 *
 * and `host is not backup` when for some leaf one has it and the other has not, which is
 * as short. `cause includes n`: one of the yes/no variables of the leaves below n is yes;
 * `cause is only n`: that, and none of the others. `benchmark_missed of territory has
 * occurred`: territory is A and A's event has occurred, or it is B and B's has, …
 *
 * Each is kept under one name with words for it, so that explanations and tables tell what
 * was written and not what it comes to. What is joined is balanced: no recursion goes deeper
 * than the logarithm of a kind's leaves.
 */
#include "ir/builder.h"

static const struct ir_text no_words = {0, 0};

bool phrase_is(const struct model_expr *expr)
{
    return expr->op == OP_SAME || expr->op == OP_INCLUDES || expr->op == OP_ONLY
           || expr->op == OP_MEMBER || (expr->op == OP_SINCE && expr->ref != VOCAB_NONE);
}

/* ---- parts ------------------------------------------------------------------------------ */

struct parts {
    VEC(uint32_t) list;
};

static uint32_t join_some(struct ir_builder *b, const uint32_t *items, size_t count)
{
    if (count == 1)
        return items[0];
    size_t half = count / 2;
    uint32_t left = join_some(b, items, half);
    return expr_or(b, left, join_some(b, items + half, count - half));
}

static uint32_t any_of(struct ir_builder *b, const struct parts *parts)
{
    return parts->list.count ? join_some(b, parts->list.items, parts->list.count) : EXPR_ID_FALSE;
}

/* `var is the leaf`; false where the variable cannot have it. */
static uint32_t leaf_literal(struct ir_builder *b, uint32_t var, uint32_t leaf)
{
    const struct ir *ir = b->ir;
    if (leaf >= ir->model->vocab.vars[var].leaf_count)
        return LITERAL_EMPTY;
    uint32_t cell = ir_cell(ir, ir->var_first_column[var], leaf);
    struct ir_range range = {cell, cell};
    return literal_make(b, ir->var_first_column[var], &range, 1);
}

static uint32_t leaf_expr(struct ir_builder *b, uint32_t var, uint32_t leaf, bool negated)
{
    uint32_t literal = leaf_literal(b, var, leaf);
    return expr_literal(b, negated ? literal_not(b, literal) : literal, no_words);
}

/* ---- the phrases -------------------------------------------------------------------------- */

/* The variable with `none`, if one has it, has the most leaves: they are gone through. */
static uint32_t same_expr(struct ir_builder *b, const struct model_expr *expr, bool negated)
{
    const struct vocab_var *vars = b->ir->model->vocab.vars;
    uint32_t x = expr->var, y = expr->ref;
    if (vars[y].leaf_count > vars[x].leaf_count) {
        x = expr->ref;
        y = expr->var;
    }
    struct parts parts = {{0}};
    for (uint32_t leaf = 0; leaf < vars[x].leaf_count; leaf++) {
        uint32_t other = leaf_expr(b, y, leaf, negated);
        uint32_t both = x == y && negated ? EXPR_ID_FALSE
                                          : expr_and(b, leaf_expr(b, x, leaf, false), other);
        VEC_PUSH(b->scratch, &parts.list, both);
    }
    return any_of(b, &parts);
}

/* `host is in rival`: host is A and A is on the list, or it is B and B is, … */
static uint32_t member_expr(struct ir_builder *b, const struct model_expr *expr, bool negated)
{
    const struct vocab *vocab = &b->ir->model->vocab;
    struct parts parts = {{0}};
    uint32_t leaves = vocab_named_leaves(vocab, expr->var);
    for (uint32_t leaf = 0; leaf < leaves; leaf++) {
        uint32_t listed = leaf_expr(b, expr->ref + leaf, VOCAB_YES, negated);
        uint32_t both = expr_and(b, leaf_expr(b, expr->var, leaf, false), listed);
        VEC_PUSH(b->scratch, &parts.list, both);
    }
    if (negated && vocab->vars[expr->var].or_none) {
        uint32_t none = leaf_expr(b, expr->var, leaves, false);
        VEC_PUSH(b->scratch, &parts.list, none);
    }
    return any_of(b, &parts);
}

/* Is one of the variables of these leaves yes? */
static uint32_t some_yes(struct ir_builder *b, const struct model_expr *expr)
{
    struct parts parts = {{0}};
    for (size_t i = 0; i < expr->set.count; i++)
        for (uint32_t l = expr->set.ranges[i].first; l <= expr->set.ranges[i].last; l++)
            VEC_PUSH(b->scratch, &parts.list, leaf_expr(b, expr->var + l, VOCAB_YES, false));
    return any_of(b, &parts);
}

static uint32_t other_yes(struct ir_builder *b, const struct model_expr *expr)
{
    struct parts parts = {{0}};
    size_t r = 0;
    for (uint32_t leaf = 0; leaf < expr->ref; leaf++) {
        while (r < expr->set.count && expr->set.ranges[r].last < leaf)
            r++;
        if (r == expr->set.count || expr->set.ranges[r].first > leaf)
            VEC_PUSH(b->scratch, &parts.list, leaf_expr(b, expr->var + leaf, VOCAB_YES, false));
    }
    return any_of(b, &parts);
}

/* The event of the leaf that a fact has; of `none` none has occurred. */
static uint32_t since_expr(struct ir_builder *b, const struct model_expr *expr, bool negated)
{
    const struct vocab *vocab = &b->ir->model->vocab;
    struct ir_range holds = {!negated, !negated};
    struct parts parts = {{0}};
    for (uint32_t leaf = 0; leaf < vocab_named_leaves(vocab, expr->ref); leaf++) {
        uint32_t column =
            columns_since(b, expr->var + leaf, expr->count, (uint32_t)expr->unit, expr->past);
        uint32_t since = expr_literal(b, literal_make(b, column, &holds, 1), no_words);
        uint32_t both = expr_and(b, leaf_expr(b, expr->ref, leaf, false), since);
        VEC_PUSH(b->scratch, &parts.list, both);
    }
    if (negated && vocab->vars[expr->ref].or_none) {
        uint32_t none = leaf_expr(b, expr->ref, vocab->vars[expr->ref].leaf_count - 1, false);
        VEC_PUSH(b->scratch, &parts.list, none);
    }
    return any_of(b, &parts);
}

/* Those of a period are but a point in time, so words that say what is asked are made. */
static struct ir_text since_words(struct ir_builder *b, const struct model_expr *expr,
                                  bool negated)
{
    const struct vocab *vocab = &b->ir->model->vocab;
    const struct vocab_family *family = vocab_family_of(vocab, expr->var);
    const char *event = vocab_string(vocab, family->name);
    const char *of = vocab_string(vocab, vocab->vars[expr->ref].name);
    const char *not = negated ? "not " : "";
    if (expr->count == 0 && !expr->past)
        return words_made(b, arena_printf(b->scratch, "%s of %s has %soccurred", event, of, not));
    return words_made(b, arena_printf(b->scratch, "%s of %s %soccurred %s %lld %s ago", event, of,
                                      not, expr->past ? "more than" : "at least",
                                      (long long)expr->count,
                                      date_unit_word(expr->unit, expr->count)));
}

static uint32_t meaning(struct ir_builder *b, const struct model_expr *expr, bool negated)
{
    if (expr->op == OP_SAME)
        return same_expr(b, expr, negated);
    if (expr->op == OP_SINCE)
        return since_expr(b, expr, negated);
    if (expr->op == OP_MEMBER)
        return member_expr(b, expr, negated);
    uint32_t result = some_yes(b, expr);
    if (expr->op == OP_ONLY)
        result = expr_and(b, result, expr_not(b, other_yes(b, expr)));
    return negated ? expr_not(b, result) : result;
}

/* A constant needs no name, and a single literal has its own words. */
uint32_t phrase_named(struct ir_builder *b, uint32_t expr, struct ir_text words)
{
    struct ir *ir = b->ir;
    enum ir_op op = ir->exprs.items[expr].op;
    if (words.length == 0 || op == IR_TRUE || op == IR_FALSE)
        return expr;
    if (op == IR_LITERAL)
        return expr_literal(b, ir->exprs.items[expr].a, words);
    if (op == IR_NOT && ir->exprs.items[ir->exprs.items[expr].a].op == IR_LITERAL)
        return expr_literal(b, literal_not(b, ir->exprs.items[ir->exprs.items[expr].a].a), words);
    uint64_t key = map_pair(expr, words.offset), id;
    if (!map_get(&b->phrase_ids, key, &id)) {
        struct ir_named named = {NAMED_PHRASE, words.offset, expr};
        id = ir->named.count;
        VEC_PUSH(ir->arena, &ir->named, named);
        map_put(&b->phrase_ids, key, id);
    }
    return expr_named(b, (uint32_t)id, words);
}

uint32_t phrase_lower(struct ir_builder *b, const struct model_expr *expr, bool negated,
                      struct ir_text words)
{
    if (expr->op == OP_SINCE)
        words = since_words(b, expr, negated);
    return phrase_named(b, meaning(b, expr, negated), words);
}

/* expr.c: making expressions and leaf sets. Constants are folded away only where the
 * result is exact; spans stay those of the user's words. */
#include "sema/check.h"

#include <stdlib.h>

struct model_expr *sema_expr(struct sema *s, enum model_op op, struct span span)
{
    struct model_expr *expr = arena_alloc(s->arena, sizeof *expr);
    *expr = (struct model_expr){.op = op, .var = VOCAB_NONE, .ref = VOCAB_NONE, .span = span};
    return expr;
}

struct model_expr *sema_not(struct sema *s, struct model_expr *inner, struct span span)
{
    struct model_expr *expr = sema_expr(s, OP_NOT, span);
    expr->left = inner;
    return expr;
}

static struct model_expr *join(struct sema *s, enum model_op op, struct model_expr *a,
                               struct model_expr *b)
{
    struct model_expr *expr = sema_expr(s, op, span_join(a->span, b->span));
    expr->left = a;
    expr->right = b;
    return expr;
}

struct model_expr *sema_both(struct sema *s, struct model_expr *a, struct model_expr *b)
{
    if (!a || a->op == OP_TRUE)
        return b ? b : s->always;
    if (!b || b->op == OP_TRUE)
        return a;
    return join(s, OP_AND, a, b);
}

struct model_expr *sema_either(struct sema *s, struct model_expr *a, struct model_expr *b)
{
    if (!a || a->op == OP_FALSE)
        return b ? b : sema_expr(s, OP_FALSE, (struct span){SOURCE_NONE, 0, 0});
    if (!b || b->op == OP_FALSE)
        return a;
    return join(s, OP_OR, a, b);
}

struct model_expr *sema_range(struct sema *s, uint32_t var, int64_t low, int64_t high,
                              struct span span)
{
    struct model_expr *expr = sema_expr(s, OP_RANGE, span);
    expr->var = var;
    expr->low = low;
    expr->high = high;
    return expr;
}

struct model_expr *sema_ref_expr(struct sema *s, enum model_op op, uint32_t ref, struct span span)
{
    struct model_expr *expr = sema_expr(s, op, span);
    expr->ref = ref;
    return expr;
}

struct model_expr *sema_since(struct sema *s, struct sema_event event, int64_t count,
                              enum date_unit unit, struct span span)
{
    struct model_expr *expr = sema_expr(s, OP_SINCE, span);
    expr->var = event.var;
    expr->ref = event.by;
    expr->count = count;
    expr->unit = unit;
    return expr;
}

void sema_buffer_add(struct sema *s, uint32_t first, uint32_t count)
{
    if (count == 0)
        return;
    struct vocab_range range = {first, first + count - 1};
    VEC_PUSH(s->scratch, &s->range_buffer, range);
}

static int by_first(const void *a, const void *b)
{
    const struct vocab_range *x = a, *y = b;
    return x->first < y->first ? -1 : x->first > y->first;
}

struct leaf_set sema_buffer_take(struct sema *s)
{
    struct vocab_range *ranges = s->range_buffer.items;
    size_t count = s->range_buffer.count, kept = 0;
    if (count > 1)
        qsort(ranges, count, sizeof *ranges, by_first);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && ranges[i].first <= ranges[kept - 1].last + 1) {
            if (ranges[i].last > ranges[kept - 1].last)
                ranges[kept - 1].last = ranges[i].last;
        } else {
            ranges[kept++] = ranges[i];
        }
    }
    struct leaf_set set = {kept, NULL};
    if (kept > 0)
        set.ranges = arena_copy(s->arena, ranges, kept * sizeof *ranges);
    s->range_buffer.count = 0;
    return set;
}

struct model_expr *sema_in(struct sema *s, uint32_t var, struct span span)
{
    struct model_expr *expr = sema_expr(s, OP_IN, span);
    expr->var = var;
    expr->set = sema_buffer_take(s);
    return expr;
}

/* length.c: is some condition too long once its names are written out?
 *
 * A term that uses another one twice means twice as much, and so on from term to term. A search
 * looks at each name once per box, but whatever tells a condition to people writes it out. So
 * the operations of each condition are bounded. What a condition is made of has a lower id than
 * itself: one pass knows them all.
 */
#include "ir/builder.h"

/* At most one more than the limit. */
static uint64_t length_of(const struct ir *ir, const uint64_t *lengths, uint32_t expr)
{
    const struct ir_expr *e = &ir->exprs.items[expr];
    uint64_t length = 1;
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
    case IR_LITERAL:
        break;
    case IR_NOT:
        length += lengths[e->a];
        break;
    case IR_AND:
    case IR_OR:
        length += lengths[e->a] + lengths[e->b];
        break;
    case IR_NAMED:
        length += lengths[ir->named.items[e->a].expr];
        break;
    }
    return length <= IR_LENGTH_LIMIT ? length : IR_LENGTH_LIMIT + 1;
}

/* The first term that is too long, or nowhere. */
static struct span place_of(const struct ir *ir, const uint64_t *lengths)
{
    for (size_t i = 0; i < ir->named.count; i++) {
        const struct ir_named *named = &ir->named.items[i];
        if (named->kind == NAMED_TERM && lengths[named->expr] > IR_LENGTH_LIMIT)
            return ir->model->terms.items[named->ref].span;
    }
    return (struct span){SOURCE_NONE, 0, 0};
}

bool length_check(struct ir_builder *b)
{
    const struct ir *ir = b->ir;
    uint64_t *lengths = arena_alloc(b->scratch, (ir->exprs.count + 1) * sizeof *lengths);
    bool too_long = false;
    for (uint32_t id = 0; id < ir->exprs.count; id++) {
        lengths[id] = length_of(ir, lengths, id);
        too_long = too_long || lengths[id] > IR_LENGTH_LIMIT;
    }
    if (too_long)
        diag_add(b->diags, DIAG_CONDITION_TOO_LONG, place_of(ir, lengths),
                 "a condition has more than %d operations once what its names mean is written out",
                 IR_LENGTH_LIMIT);
    return !too_long;
}

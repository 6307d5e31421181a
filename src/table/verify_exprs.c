/* verify_exprs.c: do conditions end, and soon enough?
 *
 * What a condition is made of has a lower id than itself, also what it refers to by name:
 * so there is no cycle, and one pass in the order of ids knows the depth (which recursion
 * needs as stack) and the work (operations when nothing is remembered) of each.
 */
#include "table/verify.h"

struct cost {
    uint32_t depth, work;
};

/* The part is lower than `id`; adds it to the whole's cost. */
static bool add_part(const struct cost *costs, uint32_t id, uint32_t part, struct cost *out)
{
    if (part >= id)
        return false;
    if (costs[part].depth >= out->depth)
        out->depth = costs[part].depth + 1;
    out->work += costs[part].work; /* both are at most VERIFY_EXPR_WORK */
    return true;
}

static bool check_parts(const struct verifier *v, const struct cost *costs, uint32_t id,
                        struct cost *out)
{
    const struct table *t = v->table;
    const struct table_expr *e = &t->exprs[id];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return true;
    case IR_LITERAL:
        return e->a < t->literals_count && verify_text(v, e->b);
    case IR_NOT:
        return add_part(costs, id, e->a, out);
    case IR_AND:
    case IR_OR:
        return add_part(costs, id, e->a, out) && add_part(costs, id, e->b, out);
    case IR_NAMED:
        return e->a < t->named_count && verify_text(v, e->b)
               && add_part(costs, id, t->named[e->a].expr, out);
    }
    return false;
}

static bool check_named(struct verifier *v)
{
    const struct table *t = v->table;
    for (size_t id = 0; id < t->named_count; id++) {
        const struct ir_named *named = &t->named[id];
        size_t limit = 0;
        switch ((enum ir_named_kind)named->kind) {
        case NAMED_TERM:
            limit = t->vocab.term_count;
            break;
        case NAMED_FORCE:
            limit = t->agreements_count;
            break;
        case NAMED_LIVE:
            limit = t->clauses_count;
            break;
        case NAMED_WAIVER:
            limit = t->waivers_count;
            break;
        case NAMED_PHRASE:
            limit = verify_text(v, named->ref) ? SIZE_MAX : 0;
            break;
        }
        if (named->ref >= limit || named->expr >= t->exprs_count)
            return verify_fail(v, "name %zu of a condition stands for nothing", id);
    }
    for (size_t id = 0; id < t->asserts_count; id++)
        if (t->asserts[id] >= t->exprs_count)
            return verify_fail(v, "assertion %zu has no condition", id);
    return true;
}

bool verify_exprs(struct verifier *v)
{
    const struct table *t = v->table;
    if (!check_named(v))
        return false;
    struct cost *costs = ARENA_ARRAY(v->scratch, struct cost, t->exprs_count + 1);
    for (uint32_t id = 0; id < t->exprs_count; id++) {
        struct cost cost = {0, 1};
        if (t->exprs[id].op > IR_NAMED || !check_parts(v, costs, id, &cost))
            return verify_fail(v, "condition %u is not made of earlier ones", id);
        if (cost.depth > VERIFY_EXPR_DEPTH || cost.work > VERIFY_EXPR_WORK)
            return verify_fail(v, "condition %u is too deep or too long", id);
        costs[id] = cost;
    }
    return true;
}

/* ended.c: what keeps a clause from ever acting besides its own dates: an amendment that deletes it,
 * clauses that stand in its place.
 *
 * In: a finding about a dead clause that is never in force, or never when its condition is met.
 * That it is live is a conjunction of its agreement's force, its own period, the amendment not yet,
 * and each clause in its place not in force. One of the last two is to blame if all the rest, and
 * the condition, can hold without it. What is not found under the budget is not named.
 */
#include "analysis/clause_parts.h"

struct conjuncts {
    VEC(uint32_t) list; /* expressions */
};

static void flatten(const struct analysis *a, uint32_t expr, struct conjuncts *out)
{
    const struct table_expr *e = &a->table->exprs[expr];
    if (e->op != IR_AND) {
        VEC_PUSH(a->arena, &out->list, expr);
        return;
    }
    flatten(a, e->a, out);
    flatten(a, e->b, out);
}

/* Can all of them but one hold, and these demands be met? */
static bool holds_without(struct search *search, const struct conjuncts *all, size_t without,
                          struct demand *demands, size_t count)
{
    struct query query = {IR_NONE, demands, count};
    for (size_t i = 0; i < all->list.count; i++)
        if (i != without)
            demands[query.demand_count++] = demand_of(ASK_EXPR, all->list.items[i], true);
    return search_world(search, &query, NULL) == SEARCH_FOUND;
}

/* `date is before D`, as a deletion on that day is written. */
static bool is_before(const struct table *t, uint32_t expr, int64_t day)
{
    const struct table_expr *e = &t->exprs[expr];
    if (e->op != IR_LITERAL)
        return false;
    const struct ir_literal *l = &t->literals[e->a];
    const struct table_column *c = &t->columns[l->column];
    if (c->var != VOCAB_DATE || l->range_count != 1)
        return false;
    uint32_t behind = t->ranges[l->first_range].high + 1;
    return t->ranges[l->first_range].low == 0 && behind < c->cell_count
           && t->cuts[c->first_cut + behind] == day;
}

/* `all`: what its being live is a conjunction of; `by`: that the clause in its place is live; IR_NONE. */
struct blame {
    struct conjuncts all;
    const struct table_ending *ending;
    uint32_t by;
};

static bool is_to_blame(struct analysis *a, struct search *search, const struct blame *b,
                        const struct finding *f)
{
    struct demand *d = ARENA_ARRAY(a->arena, struct demand, b->all.list.count + 3);
    size_t count = 0;
    if (f->why == WHY_NOT_THEN) {
        d[count++] = demand_of(ASK_EXPR, a->table->norms[f->norm].applied, true);
        d[count++] = demand_of(ASK_EXPR, a->table->norms[f->norm].actor, true);
    }
    if (b->by != IR_NONE)
        d[count++] = demand_of(ASK_EXPR, b->by, true);
    for (size_t i = 0; i < b->all.list.count; i++)
        if ((b->by != IR_NONE || is_before(a->table, b->all.list.items[i], b->ending->day))
            && holds_without(search, &b->all, i, d, count))
            return true;
    return false;
}

void find_ended(struct analysis *a, struct search *search, struct finding *f)
{
    const struct table *t = a->table;
    VEC(uint32_t) by = {0};
    struct blame blame = {0};
    if (f->why != WHY_NEVER_LIVE && f->why != WHY_NOT_THEN)
        return;
    const uint32_t *lives = finding_lives(a);
    flatten(a, lives[f->clause], &blame.all);
    for (size_t i = 0; i < t->endings_count; i++) {
        const struct table_ending *ending = &t->endings[i];
        blame.ending = ending;
        blame.by = ending->by == IR_NONE ? IR_NONE : lives[ending->by];
        if (ending->clause != f->clause || !is_to_blame(a, search, &blame, f))
            continue;
        if (ending->by == IR_NONE)
            f->deleted = true;
        else
            VEC_PUSH(a->arena, &by, ending->by);
    }
    f->replaced_by = by.items;
    f->replaced_count = by.count;
}

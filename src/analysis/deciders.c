/* deciders.c: what decides wherever an idle clause speaks, so that the reader need not search.
 *
 * A sentence is covered by sentences of other clauses, a prohibition by prohibitions only. What
 * a lift takes away may be gone already, by an exception, a waiver or another lift, or be
 * prohibited all the same by another clause, or be outranked. One that covers everything is looked
 * for first among sentences. Else, as long as there is a world in which the clause speaks and nothing
 * that is named so far holds, something that holds there is added; what turns out not to be
 * needed is dropped. So wherever the clause speaks one of those that are named holds.
 */
#include "analysis/clause_parts.h"

#define COVERS 16 /* that are tried, or named */

struct list {
    struct analysis *a;
    struct search *search;
    const struct parts *parts; /* per clause */
    uint32_t clause;           /* the idle one */
    struct decider items[COVERS];
    size_t count;
};

/* ---- in one world --------------------------------------------------------------------------------- */

static bool holds_in(const struct list *l, const struct witness *w, enum question_kind kind,
                     uint32_t id)
{
    struct demand d = demand_of(kind, id, true);
    struct query query = {IR_NONE, &d, 1};
    return search_replay(l->search->space, &query, w->values);
}

/* Sentences of other clauses that may hold in a world, the first of each clause and sign. A
 * prohibition is covered by prohibitions only; a permission by either, those that permit first. */
static size_t others_in(struct analysis *a, const struct witness *w, uint32_t norm, uint32_t *out)
{
    struct evaluator *ev = a->space->ev;
    const struct table *t = a->table;
    struct arena_mark mark = arena_mark(&ev->work);
    struct value_set *sets = ARENA_ARRAY(&ev->work, struct value_set, t->vocab.var_count);
    for (uint32_t v = 0; v < t->vocab.var_count; v++)
        sets[v].first = (struct interval){w->values[v], w->values[v]};
    struct box *box = box_new(ev, &ev->work);
    struct candidates c = {NULL, 0, 0};
    if (box_from_sets(ev, sets, box))
        c = gather_candidates(ev, box, true, false, &ev->work);
    size_t count = 0;
    for (int same = 1; same >= (t->norms[norm].sign == SIGN_PROHIBIT); same--)
        for (size_t i = 0; i < c.count && count < COVERS; i++) {
            bool known = c.items[i].clause == t->norms[norm].clause
                         || (c.items[i].sign == t->norms[norm].sign) != (same == 1);
            for (size_t k = 0; k < count && !known; k++)
                known = t->norms[out[k]].clause == c.items[i].clause
                        && t->norms[out[k]].sign == c.items[i].sign;
            if (!known)
                out[count++] = c.items[i].norm;
        }
    arena_rewind(&ev->work, mark);
    return count;
}

static bool add(struct list *l, uint32_t norm, uint32_t node, uint32_t clause)
{
    if (l->count == COVERS)
        return false;
    l->items[l->count++] = (struct decider){norm, node, clause};
    return true;
}

/* A sentence that is effective in the world. */
static bool add_norm(struct list *l, const struct witness *w, uint32_t beside)
{
    uint32_t others[COVERS];
    size_t count = others_in(l->a, w, beside, others);
    for (size_t i = 0; i < count; i++) {
        uint32_t clause = l->a->table->norms[others[i]].clause;
        if (clause != l->clause && holds_in(l, w, ASK_NORM, others[i]))
            return add(l, others[i], IR_NONE, clause);
    }
    return false;
}

/* Something else that takes away from what is lifted in the world, or makes it idle as well. */
static bool add_for_lift(struct list *l, const struct witness *w, const struct lifting *lifting)
{
    const struct table *t = l->a->table;
    const struct table_node *target = &t->nodes[lifting->target];
    bool of_norm = lifting->target < t->meta->norm_count;
    uint32_t clause = of_norm ? t->norms[lifting->target].clause : target->info;
    for (uint32_t i = 0; i < target->child_count; i++) {
        uint32_t child = t->children[target->first_child + i];
        bool own = t->nodes[child].kind == NODE_LIFT && t->nodes[child].info == l->clause;
        if (!own && holds_in(l, w, ASK_HIT, child))
            return add(l, IR_NONE, child, clause);
    }
    if (!of_norm)
        return false;
    const struct table_norm *norm = &t->norms[lifting->target];
    for (uint32_t i = 0; i < norm->rank_count; i++) {
        uint32_t winner = t->ranks[norm->first_rank + i].winner;
        if (holds_in(l, w, ASK_NORM, winner))
            return add(l, winner, IR_NONE, t->norms[winner].clause);
    }
    return add_norm(l, w, lifting->target);
}

/* ---- in all worlds -------------------------------------------------------------------------------- */

/* Is there a world that meets the first demands of `d`, room for more behind them, and in which
 * none of the list holds? But for `without`. */
static enum search_found beyond(const struct list *l, uint32_t anchor, struct demand *d,
                                size_t count, size_t without, struct witness *out)
{
    const struct table *t = l->a->table;
    for (size_t i = 0; i < l->count; i++) {
        const struct decider *decider = &l->items[i];
        if (i == without)
            continue;
        if (decider->norm == IR_NONE) {
            d[count++] = demand_of(ASK_HIT, decider->node, false);
            continue;
        }
        const struct parts *by = &l->parts[decider->clause];
        for (size_t k = 0; k < by->norms.count; k++)
            if (t->norms[by->norms.items[k]].sign == t->norms[decider->norm].sign)
                d[count++] = demand_of(ASK_NORM, by->norms.items[k], false);
    }
    struct query query = {anchor, d, count};
    return search_world(l->search, &query, out);
}

static size_t room(const struct list *l)
{
    size_t count = 2;
    for (size_t i = 0; i < l->count; i++)
        count += 1 + l->parts[l->items[i].clause].norms.count;
    return count;
}

/* The same for one sentence or lifting of the clause; NONE where it is nothing that counts. */
static enum search_found beyond_part(const struct list *l, size_t part, size_t without,
                                     struct witness *out)
{
    const struct table *t = l->a->table;
    const struct parts *p = &l->parts[l->clause];
    struct demand *d = ARENA_ARRAY(l->a->arena, struct demand, room(l));
    if (part < p->norms.count) {
        uint32_t norm = p->norms.items[part];
        d[0] = demand_of(ASK_NORM, norm, true);
        return t->norms[norm].sign == SIGN_DUTY ? SEARCH_NONE
                                                : beyond(l, norm, d, 1, without, out);
    }
    const struct lifting *lifting = &p->liftings.items[part - p->norms.count];
    if (lifting->target < t->meta->norm_count && t->norms[lifting->target].sign == SIGN_DUTY)
        return SEARCH_NONE;
    d[0] = demand_of(ASK_MET, lifting->target, true);
    d[1] = demand_of(ASK_HIT, lifting->lift, true);
    return beyond(l, lifting->target, d, 2, without, out);
}

static bool cover_part(struct list *l, size_t part)
{
    const struct parts *p = &l->parts[l->clause];
    for (;;) {
        struct witness w;
        enum search_found found = beyond_part(l, part, COVERS, &w);
        if (found != SEARCH_FOUND)
            return found == SEARCH_NONE;
        bool added = part < p->norms.count
                         ? add_norm(l, &w, p->norms.items[part])
                         : add_for_lift(l, &w, &p->liftings.items[part - p->norms.count]);
        if (!added)
            return false;
    }
}

/* As the policy has them: sentences, then what takes away. */
static bool comes_before(const struct decider *x, const struct decider *y)
{
    return x->norm != y->norm ? x->norm < y->norm : x->node < y->node;
}

static void sort_deciders(struct list *l)
{
    for (size_t i = 1; i < l->count; i++)
        for (size_t k = i; k > 0 && comes_before(&l->items[k], &l->items[k - 1]); k--) {
            struct decider other = l->items[k];
            l->items[k] = l->items[k - 1];
            l->items[k - 1] = other;
        }
}

static bool needed(const struct list *l, size_t index)
{
    const struct parts *p = &l->parts[l->clause];
    for (size_t part = 0; part < p->norms.count + p->liftings.count; part++)
        if (beyond_part(l, part, index, NULL) != SEARCH_NONE)
            return true;
    return false;
}

/* One sentence that covers all of the clause by itself. */
static bool find_single(struct list *l)
{
    const struct parts *p = &l->parts[l->clause];
    uint32_t others[COVERS];
    struct witness w;
    for (size_t i = 0; i < p->norms.count && p->liftings.count == 0; i++) {
        uint32_t norm = p->norms.items[i];
        if (l->a->table->norms[norm].sign == SIGN_DUTY
            || beyond_part(l, i, COVERS, &w) != SEARCH_FOUND)
            continue;
        size_t count = others_in(l->a, &w, norm, others);
        for (size_t k = 0; k < count; k++) {
            l->items[0] = (struct decider){others[k], IR_NONE, l->a->table->norms[others[k]].clause};
            l->count = 1;
            if (!needed(l, COVERS))
                return true;
            l->count = 0;
        }
        return false;
    }
    return false;
}

void find_deciders(struct analysis *a, struct search *search, const struct parts *parts,
                   struct finding *f)
{
    struct list *l = ARENA_NEW(a->arena, struct list);
    const struct parts *p = &parts[f->clause];
    *l = (struct list){.a = a, .search = search, .parts = parts, .clause = f->clause};
    if (!find_single(l)) {
        for (size_t part = 0; part < p->norms.count + p->liftings.count; part++)
            if (!cover_part(l, part))
                return;
        for (size_t i = l->count; i-- > 0;)
            if (!needed(l, i)) {
                l->count--;
                for (size_t k = i; k < l->count; k++)
                    l->items[k] = l->items[k + 1];
            }
    }
    sort_deciders(l);
    f->deciders = l->items;
    f->decider_count = l->count;
}

/* waivers.c: WAIVER_EXPIRED and WAIVER_UNUSED.
 *
 * A waiver is used when in some world it holds and a sentence that it waives would apply but for
 * waivers (its exceptions and lifts leave something to waive); or when it holds and an
 * exception with consent reads it. It has expired when it could hold before the day of the
 * check and cannot on that day or later.
 */
#include "analysis/clause_parts.h"

static bool reads(const struct model_expr *e, uint32_t waiver)
{
    if (!e)
        return false;
    if (e->op == OP_WAIVED)
        return e->ref == waiver;
    if (e->op == OP_NOT)
        return reads(e->left, waiver);
    return (e->op == OP_AND || e->op == OP_OR)
           && (reads(e->left, waiver) || reads(e->right, waiver));
}

static bool excepts_read(const struct model_except *at, uint32_t waiver)
{
    for (; at; at = at->next)
        if (reads(at->cond, waiver) || excepts_read(at->children, waiver))
            return true;
    return false;
}

bool waiver_is_consent(const struct model *m, uint32_t waiver)
{
    for (size_t i = 0; i < m->norms.count; i++)
        if (excepts_read(m->norms.items[i].excepts, waiver))
            return true;
    for (size_t i = 0; i < m->lifts.count; i++)
        if (excepts_read(m->lifts.items[i].excepts, waiver))
            return true;
    for (size_t i = 0; i < m->waivers.count; i++)
        if (excepts_read(m->waivers.items[i].excepts, waiver))
            return true;
    return false;
}

/* All worlds dated low..high. */
static struct space *dated(struct analysis *a, int64_t low, int64_t high)
{
    struct value_set *sets =
        ARENA_ARRAY(a->arena, struct value_set, a->table->vocab.var_count);
    for (uint32_t v = 0; v < a->table->vocab.var_count; v++)
        sets[v] = a->space->sets[v];
    sets[VOCAB_DATE] = (struct value_set){.first = {low, high}};
    return space_of(a->arena, a->space->ev, sets, a->space->near);
}

static enum search_found holds(const struct analysis *a, struct space *space, uint32_t node)
{
    struct search search = search_new(space, a->rule_budget);
    struct demand hit = demand_of(ASK_HIT, node, true);
    struct query query = {node, &hit, 1};
    return search_world(&search, &query, NULL);
}

/* Is there a world in which it holds and the norm would apply but for waivers? */
static enum search_found takes_from(struct analysis *a, struct search *search, uint32_t node,
                                    uint32_t norm)
{
    const struct table *t = a->table;
    const struct table_node *n = &t->nodes[norm];
    struct demand *d = ARENA_ARRAY(a->arena, struct demand, n->child_count + 2);
    size_t count = 0;
    d[count++] = demand_of(ASK_MET, norm, true);
    d[count++] = demand_of(ASK_HIT, node, true);
    for (uint32_t i = 0; i < n->child_count; i++) {
        uint32_t child = t->children[n->first_child + i];
        if (t->nodes[child].kind != NODE_WAIVER)
            d[count++] = demand_of(ASK_HIT, child, false);
    }
    struct query query = {norm, d, count};
    return search_world(search, &query, NULL);
}

static enum search_found takes_away(struct analysis *a, struct search *search, uint32_t node)
{
    const struct parents *parents = finding_parents(a);
    bool open = false;
    for (uint32_t i = parents->first[node]; i < parents->first[node + 1]; i++) {
        enum search_found found = takes_from(a, search, node, parents->nodes[i]);
        if (found == SEARCH_FOUND)
            return found;
        open = open || found == SEARCH_UNRESOLVED;
    }
    return open ? SEARCH_UNRESOLVED : SEARCH_NONE;
}

static void say(struct analysis *a, enum diag_code code, uint32_t node, bool unresolved)
{
    struct finding *f = finding_add(a, code);
    f->node = node;
    f->id = a->table->nodes[node].info;
    f->unresolved = unresolved;
}

void analyse_waivers(struct analysis *a)
{
    const struct table *t = a->table;
    if (t->waivers_count == 0 || a->on <= DATE_FIRST)
        return;
    struct space *before = dated(a, DATE_FIRST, a->on - 1), *after = dated(a, a->on, DATE_LAST);
    steps_begin(a->steps, "waivers", t->nodes_count);
    for (uint32_t i = 0; i < t->nodes_count; i++, steps_done(a->steps)) {
        if (t->nodes[i].kind != NODE_WAIVER)
            continue;
        struct search search = finding_search(a);
        enum search_found used = takes_away(a, &search, i);
        if (used != SEARCH_FOUND && !waiver_is_consent(a->model, t->nodes[i].info))
            say(a, DIAG_WAIVER_UNUSED, i, used == SEARCH_UNRESOLVED);
        else if (holds(a, after, i) == SEARCH_NONE && holds(a, before, i) == SEARCH_FOUND)
            say(a, DIAG_WAIVER_EXPIRED, i, false);
    }
}

/* held.c: what parties hold by a clause that changes no verdict.
 *
 * Two prohibitions of the same that are owed to two parties leave one verdict, yet each party has a
 * right of its own; and a remedy, or a duty that a clause lifts, is in no verdict at all. So each
 * duty is asked for whether it would be another without the clause, and for each party whether it
 * would be owed something, or would have given leave, by any sentence at all. Asked is only what
 * the clause can reach: its sentences, what they outrank, what its lifts take away from, and so on.
 */
#include "analysis/clause_parts.h"

struct reach {
    struct analysis *a;
    struct search *search;
    const struct parts *parts; /* of the clause */
    uint32_t clause;
    bool *nodes; /* that may be another without the clause */
    bool permits; /* some permission may be */
    struct expr_pair *lifts;
};

static bool reaches_more(struct reach *r, uint32_t node)
{
    const struct table *t = r->a->table;
    for (uint32_t i = 0; i < t->nodes[node].child_count; i++)
        if (r->nodes[t->children[t->nodes[node].first_child + i]])
            return true;
    for (uint32_t i = 0; node < t->meta->norm_count && i < t->norms[node].rank_count; i++)
        if (r->nodes[t->ranks[t->norms[node].first_rank + i].winner])
            return true;
    return false;
}

static void mark(struct reach *r)
{
    const struct table *t = r->a->table;
    bool more = true;
    for (size_t i = 0; i < r->parts->norms.count; i++)
        r->nodes[r->parts->norms.items[i]] = true;
    for (size_t i = 0; i < r->parts->lifts.count; i++)
        r->nodes[r->parts->lifts.items[i]] = true;
    while (more) {
        more = false;
        for (uint32_t n = 0; n < t->nodes_count; n++)
            if (!r->nodes[n] && reaches_more(r, n))
                r->nodes[n] = more = true;
    }
    for (uint32_t n = 0; n < t->meta->norm_count; n++)
        r->permits = r->permits || (r->nodes[n] && t->norms[n].sign == SIGN_PERMIT);
}

static bool reaches_duty(const struct reach *r, uint32_t norm)
{
    const struct table *t = r->a->table;
    const struct table_duty *duty = table_duty(t, norm);
    if (r->nodes[norm])
        return true;
    for (uint32_t i = 0; i < duty->breach_count; i++)
        if (r->permits || r->nodes[t->ids[duty->first_breach + i]])
            return true;
    return false;
}

static enum search_found differs(const struct reach *r, const uint32_t *norms, uint32_t count)
{
    struct demand d = demand_of(ASK_HELD, r->clause, true);
    d.question.other = (uint32_t)r->parts->lifts.count;
    d.question.pairs = r->lifts;
    d.question.among = norms;
    d.question.among_count = count;
    return clause_differs(r->search, r->parts, d);
}

static enum search_found any_duty(const struct reach *r)
{
    const struct table *t = r->a->table;
    bool open = false;
    for (uint32_t n = 0; n < t->meta->norm_count; n++) {
        if (t->norms[n].sign != SIGN_DUTY || !reaches_duty(r, n))
            continue;
        enum search_found found = differs(r, &n, 1);
        if (found == SEARCH_FOUND)
            return found;
        open = open || found == SEARCH_UNRESOLVED;
    }
    return open ? SEARCH_UNRESOLVED : SEARCH_NONE;
}

static bool holds(const struct table *t, uint32_t norm, uint32_t party)
{
    for (uint32_t i = 0; i < t->norms[norm].holder_count; i++)
        if (t->ids[t->norms[norm].first_holder + i] == party)
            return true;
    return false;
}

/* All sentences like this one that the party holds; without an actor, of the same bearer. */
static uint32_t alike(const struct table *t, uint32_t norm, uint32_t party, uint32_t *out)
{
    uint32_t count = 0;
    for (uint32_t n = 0; n < t->meta->norm_count; n++)
        if (t->norms[n].sign == t->norms[norm].sign && holds(t, n, party)
            && (t->vocab.actor != VOCAB_NONE || t->norms[n].bearer == t->norms[norm].bearer))
            out[count++] = n;
    return count;
}

void find_held(struct analysis *a, struct search *search, const struct parts *parts,
               uint32_t clause, struct held *out)
{
    const struct table *t = a->table;
    struct reach r = {.a = a, .search = search, .parts = &parts[clause], .clause = clause};
    r.nodes = ARENA_ARRAY(a->arena, bool, t->nodes_count + 1);
    r.lifts = ARENA_ARRAY(a->arena, struct expr_pair, r.parts->lifts.count + 1);
    uint32_t *group = ARENA_ARRAY(a->arena, uint32_t, t->meta->norm_count + 1);
    for (size_t i = 0; i < r.parts->lifts.count; i++)
        r.lifts[i].first = r.parts->lifts.items[i];
    mark(&r);
    out->owed = any_duty(&r);
    for (uint32_t n = 0; n < t->meta->norm_count && out->owed == SEARCH_NONE; n++) {
        if (!r.nodes[n] || t->norms[n].sign == SIGN_DUTY)
            continue;
        for (uint32_t i = 0; i < t->norms[n].holder_count; i++) {
            uint32_t party = t->ids[t->norms[n].first_holder + i];
            enum search_found found = differs(&r, group, alike(t, n, party, group));
            if (found == SEARCH_UNRESOLVED)
                out->owed = found;
            if (found != SEARCH_FOUND)
                continue;
            out->norm = n;
            out->holder = party;
            return;
        }
    }
}

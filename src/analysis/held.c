/* held.c: what parties hold by a clause that changes no verdict.
 *
 * Two prohibitions of the same that are owed to two parties leave one verdict, yet each party has a
 * right of its own; and a remedy, or a duty that a clause lifts, is in no verdict at all. So each
 * duty is asked for whether it would be another without the clause, and for each party whether it
 * would be owed something, or would have given leave, by any sentence at all. Asked is only what
 * the clause can reach: its sentences, what they outrank, what its lifts take away from, and so on.
 * Nothing of this takes longer for a clause because the policy has more sentences that it does not
 * reach.
 */
#include "analysis/clause_parts.h"

#include <stdlib.h>

/* What does not hang on the clause, and what one clause reaches. */
struct holding {
    struct analysis *a;
    const struct parts *parts; /* per clause */
    const struct parents *parents;
    struct parents outranked;  /* of each norm those that it outranks */
    VEC(uint32_t) duties;      /* norms */
    VEC(uint32_t) sole;        /* parties: find_sole */
    bool *marks;               /* per node: it is in `reached` */
    VEC(uint32_t) reached;     /* nodes that may be another without the clause */
    bool permits;              /* some permission is one of them */
};

struct reach {
    struct holding *of;
    struct search *search;
    uint32_t clause;
    struct expr_pair *lifts;
};

/* Counts, then places, as parents_of. */
static struct parents outranked_in(const struct table *t, struct arena *arena)
{
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, t->meta->norm_count + 2), count = 0;
    for (uint32_t n = 0; n < t->meta->norm_count; n++)
        for (uint32_t i = 0; i < t->norms[n].rank_count; i++, count++)
            first[t->ranks[t->norms[n].first_rank + i].winner + 2]++;
    for (uint32_t n = 2; n <= t->meta->norm_count; n++)
        first[n + 1] += first[n];
    uint32_t *norms = ARENA_ARRAY(arena, uint32_t, count + 1);
    for (uint32_t n = 0; n < t->meta->norm_count; n++)
        for (uint32_t i = 0; i < t->norms[n].rank_count; i++)
            norms[first[t->ranks[t->norms[n].first_rank + i].winner + 1]++] = n;
    return (struct parents){first, norms};
}

/* Parties that hold all prohibitions of a policy that permits nothing, of one bearer if there is no
 * actor: what they hold holds where the verdict is prohibited, so it changes with the verdict. */
static void find_sole(struct holding *h)
{
    const struct table *t = h->a->table;
    uint32_t first = IR_NONE;
    bool alike = true;
    for (uint32_t n = t->meta->norm_count; n-- > 0;) {
        alike = alike && t->norms[n].sign != SIGN_PERMIT;
        if (t->norms[n].sign == SIGN_PROHIBIT) {
            alike = alike && (first == IR_NONE || t->vocab.actor != VOCAB_NONE
                              || t->norms[n].bearer == t->norms[first].bearer);
            first = n;
        }
    }
    for (uint32_t i = 0; alike && first != IR_NONE && i < t->norms[first].holder_count; i++) {
        uint32_t party = t->ids[t->norms[first].first_holder + i];
        bool all = true;
        for (uint32_t n = 0; n < t->meta->norm_count && all; n++)
            all = t->norms[n].sign != SIGN_PROHIBIT || table_holds(t, n, party);
        if (all)
            VEC_PUSH(h->a->arena, &h->sole, party);
    }
}

struct holding *holding_new(struct analysis *a, const struct parts *parts)
{
    const struct table *t = a->table;
    struct holding *h = ARENA_NEW(a->arena, struct holding);
    h->a = a;
    h->parts = parts;
    h->parents = finding_parents(a);
    h->outranked = outranked_in(t, a->arena);
    h->marks = ARENA_ARRAY(a->arena, bool, t->nodes_count + 1);
    for (uint32_t n = 0; n < t->meta->norm_count; n++)
        if (t->norms[n].sign == SIGN_DUTY)
            VEC_PUSH(a->arena, &h->duties, n);
    find_sole(h);
    return h;
}

/* ---- what a clause reaches --------------------------------------------------------------- */

static void reach_node(struct holding *h, uint32_t node)
{
    if (h->marks[node])
        return;
    h->marks[node] = true;
    VEC_PUSH(h->a->arena, &h->reached, node);
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

static void mark(struct holding *h, const struct parts *p)
{
    const struct table *t = h->a->table;
    for (size_t i = 0; i < h->reached.count; i++)
        h->marks[h->reached.items[i]] = false;
    h->reached.count = 0;
    h->permits = false;
    for (size_t i = 0; i < p->norms.count; i++)
        reach_node(h, p->norms.items[i]);
    for (size_t i = 0; i < p->lifts.count; i++)
        reach_node(h, p->lifts.items[i]);
    for (size_t i = 0; i < h->reached.count; i++) {
        uint32_t node = h->reached.items[i];
        bool norm = node < t->meta->norm_count;
        for (uint32_t k = h->parents->first[node]; k < h->parents->first[node + 1]; k++)
            reach_node(h, h->parents->nodes[k]);
        for (uint32_t k = norm ? h->outranked.first[node] : 0;
             norm && k < h->outranked.first[node + 1]; k++)
            reach_node(h, h->outranked.nodes[k]);
        h->permits = h->permits || (norm && t->norms[node].sign == SIGN_PERMIT);
    }
    qsort(h->reached.items, h->reached.count, sizeof *h->reached.items, by_number);
}

static bool reaches_duty(const struct holding *h, uint32_t norm)
{
    const struct table *t = h->a->table;
    const struct table_duty *duty = table_duty(t, norm);
    if (h->marks[norm])
        return true;
    for (uint32_t i = 0; i < duty->breach_count; i++)
        if (h->permits || h->marks[t->ids[duty->first_breach + i]])
            return true;
    return false;
}

/* ---- questions --------------------------------------------------------------------------- */

static enum search_found differs(const struct reach *r, uint32_t like, uint32_t holder)
{
    const struct parts *p = &r->of->parts[r->clause];
    struct demand d = demand_of(ASK_HELD, r->clause, true);
    d.question.other = (uint32_t)p->lifts.count;
    d.question.pairs = r->lifts;
    d.question.like = like;
    d.question.holder = holder;
    return clause_differs(r->search, p, d);
}

static enum search_found any_duty(const struct reach *r)
{
    bool open = false;
    for (size_t i = 0; i < r->of->duties.count; i++) {
        uint32_t norm = r->of->duties.items[i];
        if (!reaches_duty(r->of, norm))
            continue;
        enum search_found found = differs(r, norm, IR_NONE);
        if (found == SEARCH_FOUND)
            return found;
        open = open || found == SEARCH_UNRESOLVED;
    }
    return open ? SEARCH_UNRESOLVED : SEARCH_NONE;
}

static bool is_sole(const struct holding *h, uint32_t party)
{
    for (size_t i = 0; i < h->sole.count; i++)
        if (h->sole.items[i] == party)
            return true;
    return false;
}

/* Does one of its holders hold it, or anything like it, by the clause alone? False: go on. */
static bool held_alone(const struct reach *r, uint32_t norm, struct held *out)
{
    const struct table *t = r->of->a->table;
    for (uint32_t i = 0; i < t->norms[norm].holder_count; i++) {
        uint32_t party = t->ids[t->norms[norm].first_holder + i];
        if (is_sole(r->of, party)) /* the verdict does not change */
            continue;
        enum search_found found = differs(r, norm, party);
        if (found == SEARCH_UNRESOLVED)
            out->owed = found;
        if (found != SEARCH_FOUND)
            continue;
        out->norm = norm;
        out->holder = party;
        return true;
    }
    return false;
}

void find_held(struct holding *h, struct search *search, uint32_t clause, struct held *out)
{
    const struct table *t = h->a->table;
    const struct parts *p = &h->parts[clause];
    struct reach r = {h, search, clause,
                      ARENA_ARRAY(h->a->arena, struct expr_pair, p->lifts.count + 1)};
    for (size_t i = 0; i < p->lifts.count; i++)
        r.lifts[i].first = p->lifts.items[i];
    mark(h, p);
    out->owed = any_duty(&r);
    for (size_t i = 0; i < h->reached.count && out->owed == SEARCH_NONE; i++) {
        uint32_t n = h->reached.items[i];
        if (n < t->meta->norm_count && t->norms[n].sign != SIGN_DUTY && held_alone(&r, n, out))
            return;
    }
}

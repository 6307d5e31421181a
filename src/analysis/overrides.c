/* overrides.c: RANK_EMPTY: overrides as they are written that never take effect.
 *
 * One written override may rank many pairs of sentences; it is empty when no pair of it bites:
 * the loser would apply, the winner is effective, and the override's condition holds. The
 * ranks that `rights not granted … are reserved` implies were not written as overrides.
 */
#include "analysis/findings.h"

#include "base/map.h"

struct written {
    uint32_t rank, loser; /* the first of them */
    bool bites, open;
};

struct overriding {
    struct analysis *a;
    struct map places; /* where it is written → written */
    VEC(struct written) list;
};

static struct written *written_at(struct overriding *o, uint32_t rank, uint32_t loser)
{
    const struct span *span =
        &o->a->model->ranks.items[o->a->ir->ranks.items[rank].source].span;
    uint64_t key = map_pair(span->source, span->begin), at;
    if (!map_get(&o->places, key, &at)) {
        struct written fresh = {rank, loser, false, false};
        at = o->list.count;
        map_put(&o->places, key, at);
        VEC_PUSH(o->a->arena, &o->list, fresh);
    }
    return &o->list.items[at];
}

static void look(struct overriding *o, struct search *search, uint32_t rank, uint32_t loser)
{
    struct written *w = written_at(o, rank, loser);
    if (w->bites || o->a->table->ranks[rank].kind == RANKED_RESERVED)
        return;
    struct demand d = demand_of(ASK_LIFTED_BY, loser, true);
    d.question.other = rank;
    d.question.by_rank = true;
    struct query query = {loser, &d, 1};
    enum search_found found = search_world(search, &query, NULL);
    w->bites = found == SEARCH_FOUND;
    w->open = w->open || found == SEARCH_UNRESOLVED;
}

void analyse_overrides(struct analysis *a)
{
    const struct table *t = a->table;
    struct overriding o = {.a = a};
    map_init(&o.places, a->arena);
    steps_begin(a->steps, "ranks", t->meta->norm_count);
    for (uint32_t n = 0; n < t->meta->norm_count; n++, steps_done(a->steps)) {
        struct search search = finding_search(a);
        for (uint32_t i = 0; i < t->norms[n].rank_count; i++)
            look(&o, &search, t->norms[n].first_rank + i, n);
    }
    for (size_t i = 0; i < o.list.count; i++) {
        const struct written *w = &o.list.items[i];
        if (w->bites || t->ranks[w->rank].kind == RANKED_RESERVED)
            continue;
        struct finding *f = finding_add(a, DIAG_RANK_EMPTY);
        f->norm = t->ranks[w->rank].winner;
        f->other_norm = w->loser;
        f->clause = t->norms[f->norm].clause;
        f->other_clause = t->norms[w->loser].clause;
        f->id = w->rank;
        f->unresolved = w->open;
    }
}

/* gaps.c: GAP: a world about which no clause speaks, although some agreement that prohibits or
 * permits the actor something is in force. Duties alone make nobody expect a verdict. */
#include "analysis/findings.h"

#include "base/map.h"

/* The distinct (whom a sentence binds, when its agreement is in force). */
static uint32_t bound_by(struct analysis *a, struct expr_pair *pairs)
{
    const struct table *t = a->table;
    struct map known;
    uint32_t count = 0;
    map_init(&known, a->arena);
    for (uint32_t n = 0; n < t->meta->norm_count; n++) {
        struct expr_pair pair = {t->norms[n].actor,
                                 t->agreements[t->clauses[t->norms[n].clause].agreement].force};
        if (t->norms[n].sign == SIGN_DUTY || map_get(&known, map_pair(pair.first, pair.second), NULL))
            continue;
        map_put(&known, map_pair(pair.first, pair.second), 1);
        pairs[count++] = pair;
    }
    return count;
}

/* A sentence about the actor of an agreement that is in force there. */
static uint32_t bound_there(const struct analysis *a, const struct witness *w)
{
    const struct table *t = a->table;
    for (uint32_t n = 0; n < t->meta->norm_count; n++) {
        struct demand d[2] = {
            demand_of(ASK_EXPR, t->norms[n].actor, true),
            demand_of(ASK_EXPR, t->agreements[t->clauses[t->norms[n].clause].agreement].force, true)};
        struct query query = {IR_NONE, d, 2};
        if (t->norms[n].sign != SIGN_DUTY && search_replay(a->space, &query, w->values))
            return n;
    }
    return IR_NONE;
}

void analyse_gaps(struct analysis *a)
{
    struct expr_pair *pairs =
        ARENA_ARRAY(a->arena, struct expr_pair, a->table->meta->norm_count + 1);
    struct demand d[3] = {{{.kind = ASK_FORCED}, ANSWER_YES},
                          {{.kind = ASK_VERDICT}, WORLD_PERMITTED},
                          {{.kind = ASK_BASIS}, 1}};
    d[0].question.pairs = pairs;
    d[0].question.other = bound_by(a, pairs);
    struct query query = {IR_NONE, d, 3};
    struct search search = finding_search(a);
    struct witness *w = finding_witness(a);
    struct search quiet = search_new(finding_quiet(a), SEARCH_BUDGET);
    search.each = search.total;
    steps_begin(a->steps, "gaps", 1);
    struct search *in = &quiet;
    enum search_found found = search_world(&quiet, &query, w);
    if (found != SEARCH_FOUND) {
        in = &search;
        found = search_world(&search, &query, w);
    }
    if (found == SEARCH_NONE)
        return;
    if (found == SEARCH_FOUND)
        finding_unread(a, in->space, &query, &query, w);
    struct finding *f = finding_add(a, DIAG_GAP);
    f->unresolved = found == SEARCH_UNRESOLVED;
    f->witness = f->unresolved ? NULL : w;
    if (f->witness)
        f->other_norm = bound_there(a, w);
}

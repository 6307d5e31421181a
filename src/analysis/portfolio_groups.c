/* portfolio_groups.c: the groups of values in which something can count for a commitment.
 *
 * A group is a combination of values with which the norm is effective in some world, on some
 * day of the commitment. What its condition or an exception takes out for good is no group: a
 * minimum in each country of a territory is none for the others. `none` is no value, so what
 * has none is in no group.
 */
#include "analysis/portfolio_parts.h"

#include "analysis/search.h"

#include <string.h>

struct grouping {
    struct evaluator *ev;
    const struct table *table;
    const struct table_duty *duty;
    uint32_t norm;
    const uint32_t *vars;
    uint32_t *leaves; /* the combination at hand */
};

static bool step(struct grouping *g)
{
    for (uint32_t i = g->duty->group_count; i-- > 0;) {
        if (++g->leaves[i] < vocab_named_leaves(&g->table->vocab, g->vars[i]))
            return true;
        g->leaves[i] = 0;
    }
    return false;
}

static size_t combinations(const struct grouping *g)
{
    size_t count = 1;
    for (uint32_t i = 0; i < g->duty->group_count; i++)
        count *= vocab_named_leaves(&g->table->vocab, g->vars[i]);
    return count;
}

/* All worlds on the days of the commitment. */
static struct space *days_of(const struct grouping *g, struct arena *arena)
{
    const struct vocab *vocab = &g->table->vocab;
    struct value_set *sets = ARENA_ARRAY(arena, struct value_set, vocab->var_count);
    bool each_year = (g->table->norms[g->norm].flags & NORM_EACH_YEAR) != 0;
    for (uint32_t var = 0; var < vocab->var_count; var++)
        sets[var] = space_domain(arena, vocab, var);
    sets[VOCAB_DATE].first.high = g->duty->by;
    if (each_year)
        sets[VOCAB_DATE].first.low = g->duty->from;
    return space_of(arena, g->ev, sets, g->duty->by);
}

/* Notes for each combination whether something can count in it. */
static void try_all(struct grouping *g, struct arena *arena, bool *can, bool *unresolved)
{
    struct space *space = days_of(g, arena);
    struct demand demand = {{.kind = ASK_NORM, .id = g->norm}, ANSWER_YES};
    struct query query = {g->norm, &demand, 1};
    size_t at = 0;
    do {
        for (uint32_t i = 0; i < g->duty->group_count; i++)
            space_set(space, g->vars[i], (struct interval){g->leaves[i], g->leaves[i]});
        struct search search = search_new(space, evaluator_share(g->ev, SEARCH_BUDGET));
        enum search_found found = search_world(&search, &query, NULL);
        can[at++] = found != SEARCH_NONE;
        *unresolved = *unresolved || found == SEARCH_UNRESOLVED;
    } while (step(g));
}

void portfolio_find_groups(struct arena *arena, struct evaluator *evaluator,
                           const struct table *table, uint32_t norm, struct portfolio_groups *out)
{
    const struct table_duty *duty = table_duty(table, norm);
    struct grouping g = {evaluator, table, duty, norm, table->group_vars + duty->first_group, NULL};
    g.leaves = ARENA_ARRAY(arena, uint32_t, duty->group_count);
    size_t count = combinations(&g), at = 0;
    bool *can = ARENA_ARRAY(arena, bool, count);
    *out = (struct portfolio_groups){
        .leaves = ARENA_ARRAY(arena, uint32_t, count * duty->group_count)};
    struct arena_mark mark = arena_mark(arena);
    try_all(&g, arena, can, &out->unresolved);
    arena_rewind(arena, mark);
    do {
        if (can[at++])
            memcpy(out->leaves + duty->group_count * out->count++, g.leaves,
                   duty->group_count * sizeof *g.leaves);
    } while (step(&g));
}

/* carveouts.c: exceptions and carve-backs that never apply, or that take everything.
 *
 * An exception is reached in a world in which its rule's own condition holds and so do those
 * of the exceptions that it stands in; whether other exceptions apply as well plays no part.
 * One written exception may stand in several norms (`A and B shall not`): it is unreachable
 * only if it is in all of them, and swallows only if it does wherever it is reached.
 */
#include "analysis/findings.h"

#include "base/map.h"

#define DEEPEST 64 /* carve-backs in carve-backs; the grammar allows fewer */

/* What was found of the exceptions written at one place. */
struct carved {
    uint32_t node, norm; /* the first of them */
    bool reached, kept;  /* somewhere it applies; somewhere the rule is left */
    bool met;            /* somewhere its own condition holds; looked for where it is not reached */
    bool meets_parent;   /* where it does not: somewhere it does beside that of the exception around */
    bool open_reached, open_kept;
};

struct carving {
    struct analysis *a;
    struct search search;
    struct map places; /* where it is written → carved */
    VEC(struct carved) list;
    struct demand path[DEEPEST + 2]; /* the norm and the exceptions around */
    uint32_t norm;
};

static struct carved *carved_at(struct carving *c, uint32_t node)
{
    const struct span *span = &c->a->ir->excepts.items[node]->span;
    uint64_t place = map_pair(span->source, span->begin), at;
    if (!map_get(&c->places, place, &at)) {
        struct carved fresh = {.node = node, .norm = c->norm};
        at = c->list.count;
        map_put(&c->places, place, at);
        VEC_PUSH(c->a->arena, &c->list, fresh);
    }
    return &c->list.items[at];
}

/* Of the path with one more demand. */
static enum search_found on_path(struct carving *c, size_t depth, struct demand last)
{
    struct query query = {c->norm, c->path, depth + 1};
    c->path[depth] = last;
    return search_world(&c->search, &query, NULL);
}

/* Of one that is not reached: do its carve-backs take all of it away, or what does it miss? */
static void look_why(struct carving *c, struct carved *carved, uint32_t node, size_t depth)
{
    carved->met = on_path(c, depth, demand_of(ASK_MET, node, true)) == SEARCH_FOUND;
    struct demand both[2] = {c->path[depth - 1], c->path[depth]};
    struct query query = {IR_NONE, both, 2};
    if (!carved->met && depth > 1)
        carved->meets_parent = search_world(&c->search, &query, NULL) == SEARCH_FOUND;
}

static void look(struct carving *c, uint32_t node, size_t depth)
{
    struct carved *carved = carved_at(c, node);
    if (!carved->reached) {
        enum search_found found = on_path(c, depth, demand_of(ASK_HIT, node, true));
        carved->reached = found == SEARCH_FOUND;
        carved->open_reached = carved->open_reached || found == SEARCH_UNRESOLVED;
    }
    if (!carved->reached && !carved->met)
        look_why(c, carved, node, depth);
    if (!carved->kept) {
        enum search_found found = on_path(c, depth, demand_of(ASK_HIT, node, false));
        carved->kept = found == SEARCH_FOUND;
        carved->open_kept = carved->open_kept || found == SEARCH_UNRESOLVED;
    }
}

static void walk(struct carving *c, uint32_t parent, size_t depth)
{
    const struct table *t = c->a->table;
    const struct table_node *node = &t->nodes[parent];
    c->path[depth - 1] = demand_of(ASK_MET, parent, true);
    for (uint32_t i = 0; i < node->child_count && depth <= DEEPEST; i++) {
        uint32_t child = t->children[node->first_child + i];
        if (t->nodes[child].kind != NODE_EXCEPT)
            continue;
        look(c, child, depth);
        walk(c, child, depth + 1);
        c->path[depth - 1] = demand_of(ASK_MET, parent, true);
    }
}

/* ---- findings ------------------------------------------------------------------------------- */

static void say(struct carving *c, const struct carved *carved)
{
    bool unreachable = !carved->reached, swallows = carved->reached && !carved->kept;
    if (!unreachable && !swallows)
        return;
    struct finding *f =
        finding_add(c->a, unreachable ? DIAG_CARVEOUT_UNREACHABLE : DIAG_CARVEOUT_SWALLOWS);
    f->node = carved->node;
    f->norm = carved->norm;
    f->clause = c->a->table->norms[carved->norm].clause;
    f->why = !unreachable ? WHY_NONE : carved->met ? WHY_TAKEN_AWAY : WHY_NEVER_MET;
    f->other_norm = unreachable && carved->meets_parent ? carved->norm : IR_NONE;
    f->unresolved = unreachable ? carved->open_reached : carved->open_kept;
}

void analyse_carveouts(struct analysis *a)
{
    struct carving c = {.a = a};
    map_init(&c.places, a->arena);
    steps_begin(a->steps, "carve-outs", a->table->meta->norm_count);
    for (uint32_t n = 0; n < a->table->meta->norm_count; n++, steps_done(a->steps)) {
        c.search = finding_search(a);
        c.norm = n;
        walk(&c, n, 1);
    }
    for (size_t i = 0; i < c.list.count; i++)
        say(&c, &c.list.items[i]);
    analyse_carved_days(a);
}

/* carveouts.c: exceptions and carve-backs that never apply, or that take everything.
 *
 * An exception of a sentence is reached in a world in which the sentence's own condition holds and
 * so do those of the exceptions that it stands in; whether other exceptions apply as well plays no
 * part. One of a lift or a waiver is a carve-back of what these take away: it is reached where
 * something that its lift or waiver takes away from holds besides. One that names nothing to take
 * away from counts by itself, and so does a waiver that is read as a consent. One written exception
 * may stand in several sentences (`A and B shall not`): it is unreachable only if it is in all of
 * them, and swallows only if it does wherever it is reached.
 */
#include "analysis/clause_parts.h"

#include "base/map.h"

#define DEEPEST 202 /* carve-backs in carve-backs, and what is waived; parentheses may be nested 200 deep */

struct reach {
    bool reached, kept; /* somewhere it applies; somewhere what it stands in is left */
    bool open_reached, open_kept;
};

/* What was found of the exceptions written at one place. */
struct carved {
    uint32_t node, root; /* the first of them; the sentence, lift or waiver that it stands in */
    struct reach alone;  /* of the root by itself */
    struct reach beside; /* where something holds that the root takes away from */
    uint32_t target;     /* the first such thing; IR_NONE: the root alone counts */
    bool met;            /* somewhere its own condition holds; looked for where it is not reached */
    bool meets_parent;   /* where it does not: somewhere it does beside that of the exception around */
};

struct carving {
    struct analysis *a;
    struct search search;
    struct map places; /* where it is written → carved */
    VEC(struct carved) list;
    struct demand path[DEEPEST + 3]; /* what it takes away from, the root and the exceptions around */
    uint32_t root, target; /* IR_NONE: alone */
};

static struct carved *carved_at(struct carving *c, uint32_t node)
{
    const struct span *span = &c->a->ir->excepts.items[node]->span;
    uint64_t place = map_pair(span->source, span->begin), at;
    if (!map_get(&c->places, place, &at)) {
        struct carved fresh = {.node = node, .root = c->root, .target = IR_NONE};
        at = c->list.count;
        map_put(&c->places, place, at);
        VEC_PUSH(c->a->arena, &c->list, fresh);
    }
    return &c->list.items[at];
}

/* Of the path with one more demand. */
static enum search_found on_path(struct carving *c, size_t depth, struct demand last)
{
    struct query query = {c->path[0].question.id, c->path, depth + 1};
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

static void look_for(struct carving *c, uint32_t node, size_t depth, struct reach *reach)
{
    if (!reach->reached) {
        enum search_found found = on_path(c, depth, demand_of(ASK_HIT, node, true));
        reach->reached = found == SEARCH_FOUND;
        reach->open_reached = reach->open_reached || found == SEARCH_UNRESOLVED;
    }
    if (!reach->kept) {
        enum search_found found = on_path(c, depth, demand_of(ASK_HIT, node, false));
        reach->kept = found == SEARCH_FOUND;
        reach->open_kept = reach->open_kept || found == SEARCH_UNRESOLVED;
    }
}

static void look(struct carving *c, uint32_t node, size_t depth)
{
    struct carved *carved = carved_at(c, node);
    if (c->target != IR_NONE) {
        carved->target = carved->target == IR_NONE ? c->target : carved->target;
        if (carved->alone.reached)
            look_for(c, node, depth, &carved->beside);
        return;
    }
    look_for(c, node, depth, &carved->alone);
    if (!carved->alone.reached && !carved->met)
        look_why(c, carved, node, depth);
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

static bool has_exceptions(const struct table *t, uint32_t node)
{
    for (uint32_t i = 0; i < t->nodes[node].child_count; i++)
        if (t->nodes[t->children[t->nodes[node].first_child + i]].kind == NODE_EXCEPT)
            return true;
    return false;
}

/* By itself, then beside each thing that it takes away from. */
static void walk_root(struct carving *c, uint32_t root)
{
    const struct table_node *node = &c->a->table->nodes[root];
    if (!has_exceptions(c->a->table, root))
        return;
    c->search = finding_search(c->a);
    c->root = root;
    c->target = IR_NONE;
    walk(c, root, 1);
    if (node->kind == NODE_NORM
        || (node->kind == NODE_WAIVER && waiver_is_consent(c->a->model, node->info)))
        return;
    const struct parents *parents = finding_parents(c->a);
    for (uint32_t i = parents->first[root]; i < parents->first[root + 1]; i++) {
        c->target = parents->nodes[i];
        c->path[0] = demand_of(ASK_MET, c->target, true);
        walk(c, root, 2);
    }
}

/* ---- findings ------------------------------------------------------------------------------- */

static uint32_t clause_of(const struct table *t, uint32_t root)
{
    const struct table_node *node = &t->nodes[root];
    return node->kind == NODE_NORM ? t->norms[root].clause : node->kind == NODE_LIFT ? node->info : IR_NONE;
}

static void say(struct carving *c, const struct carved *carved)
{
    const struct reach *alone = &carved->alone, *beside = carved->target == IR_NONE ? alone : &carved->beside;
    bool unreachable = !alone->reached || !beside->reached, swallows = !unreachable && !beside->kept;
    if (!unreachable && !swallows)
        return;
    bool missed = unreachable ? alone->reached : alone->kept; /* it is the target that is missed */
    struct finding *f =
        finding_add(c->a, unreachable ? DIAG_CARVEOUT_UNREACHABLE : DIAG_CARVEOUT_SWALLOWS);
    f->node = carved->node;
    f->norm = c->a->table->nodes[carved->root].kind == NODE_NORM ? carved->root : IR_NONE;
    f->clause = clause_of(c->a->table, carved->root);
    f->why = missed ? WHY_NOT_THEN : !unreachable ? WHY_NONE : carved->met ? WHY_TAKEN_AWAY : WHY_NEVER_MET;
    f->id = missed ? carved->target : unreachable && carved->meets_parent ? carved->root : IR_NONE;
    f->unresolved = unreachable ? (missed ? beside : alone)->open_reached : beside->open_kept;
}

void analyse_carveouts(struct analysis *a)
{
    struct carving c = {.a = a};
    map_init(&c.places, a->arena);
    steps_begin(a->steps, "carve-outs", a->table->nodes_count);
    for (uint32_t n = 0; n < a->table->nodes_count; n++, steps_done(a->steps)) {
        uint8_t kind = a->table->nodes[n].kind;
        if (kind == NODE_NORM || kind == NODE_LIFT || kind == NODE_WAIVER)
            walk_root(&c, n);
    }
    for (size_t i = 0; i < c.list.count; i++)
        say(&c, &c.list.items[i]);
    analyse_carved_days(a);
}

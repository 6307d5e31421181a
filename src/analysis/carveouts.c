/* carveouts.c: exceptions and carve-backs that never apply, that take everything, or whose
 * dates miss what they are carved out of; lifts and waivers for the last of these.
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

static void look(struct carving *c, uint32_t node, size_t depth)
{
    struct carved *carved = carved_at(c, node);
    if (!carved->reached) {
        enum search_found found = on_path(c, depth, demand_of(ASK_HIT, node, true));
        carved->reached = found == SEARCH_FOUND;
        carved->open_reached = carved->open_reached || found == SEARCH_UNRESOLVED;
    }
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

/* ---- dates --------------------------------------------------------------------------------- */

struct days {
    int64_t first, last; /* DATE_NEVER, DATE_FIRST - 1: none */
    bool open;           /* not known */
};

/* The part of the day's surroundings in which no condition on the date changes. */
static struct interval cell_around(const struct space *space, int64_t day)
{
    const struct table *t = space->table;
    struct interval cell = {DATE_FIRST, DATE_LAST};
    if (t->var_column_count[VOCAB_DATE] == 0)
        return cell;
    uint32_t column = t->var_first_column[VOCAB_DATE], at = table_cell(t, column, day);
    const struct table_column *c = &t->columns[column];
    if (at > 0)
        cell.low = t->cuts[c->first_cut + at];
    if (at + 1 < c->cell_count)
        cell.high = t->cuts[c->first_cut + at + 1] - 1;
    return cell;
}

/* Takes the days of a witness in. A sampled one stands for the others of its cell. */
static void take_days(const struct space *space, const struct value_set *set, struct days *days)
{
    struct interval all = {set->first.low,
                           set->more_count ? set->more[set->more_count - 1].high : set->first.high};
    if (space->sampled) {
        all.low = cell_around(space, all.low).low;
        all.high = cell_around(space, all.high).high;
    }
    days->first = all.low < days->first ? all.low : days->first;
    days->last = all.high > days->last ? all.high : days->last;
}

/* Some world dated low..high in which the node's own condition holds. */
static bool extend_days(struct carving *c, uint32_t node, bool late, struct days *days)
{
    struct demand met = demand_of(ASK_MET, node, true);
    struct query query = {node, &met, 1};
    struct interval rest = late ? (struct interval){days->last + 1, DATE_LAST}
                                : (struct interval){DATE_FIRST, days->first - 1};
    if (days->first == DATE_NEVER)
        rest = (struct interval){DATE_FIRST, DATE_LAST};
    if (rest.low > rest.high)
        return false;
    struct arena_mark mark = arena_mark(c->a->space->arena);
    struct search search = search_new(
        space_within(c->a->space, rest.low, rest.high,
                     late ? DATE_LAST : space_first_day(c->a->space)),
        c->search.total);
    struct witness w;
    enum search_found found = search_world(&search, &query, &w);
    days->open = days->open || found == SEARCH_UNRESOLVED;
    if (found == SEARCH_FOUND)
        take_days(search.space, &w.sets[VOCAB_DATE], days);
    arena_rewind(c->a->space->arena, mark); /* the part of the space, and the witness */
    return found == SEARCH_FOUND;
}

/* The days on which a node's own condition can hold: outwards, until nothing lies further. */
static struct days days_of(struct carving *c, uint32_t node)
{
    struct days days = {DATE_NEVER, DATE_FIRST - 1, false};
    for (int late = 0; late < 2; late++)
        while (extend_days(c, node, late != 0, &days))
            continue;
    return days;
}

/* Does the node say itself when it begins or ends? Cheap: most do not. */
static bool dated(const struct table *t, uint32_t expr)
{
    const struct table_expr *e = &t->exprs[expr];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return false;
    case IR_LITERAL:
        return t->columns[t->literals[e->a].column].var == VOCAB_DATE;
    case IR_NOT:
        return dated(t, e->a);
    case IR_AND:
    case IR_OR:
        return dated(t, e->a) || dated(t, e->b);
    case IR_NAMED: /* that some agreement is in force says nothing of its own dates */
        return t->named[e->a].kind != NAMED_FORCE && dated(t, t->named[e->a].expr);
    }
    return false;
}

static void compare_days(struct analysis *a, const struct days *own, const struct days *rule,
                         uint32_t node, uint32_t norm)
{
    if (own->open || rule->open || own->last < own->first || rule->last < rule->first)
        return;
    for (int late = 0; late < 2; late++) {
        bool beyond = late ? own->last < DATE_LAST && own->last > rule->last
                           : own->first > DATE_FIRST && own->first < rule->first;
        if (!beyond)
            continue;
        struct finding *f =
            finding_add(a, late ? DIAG_CARVEOUT_OUTLIVES : DIAG_CARVEOUT_PREDATES);
        f->clause = a->table->norms[norm].clause;
        f->norm = norm;
        f->node = node;
        f->day = late ? rule->last : rule->first;
    }
}

/* A node that takes away from several: the widest of their dates counts. */
static void look_dates(struct carving *c, uint32_t node, const uint32_t *norms, size_t count)
{
    const struct table *t = c->a->table;
    if (!dated(t, t->nodes[node].expr))
        return;
    struct days own = days_of(c, node), rule = {DATE_NEVER, DATE_FIRST - 1, false};
    if (own.first == DATE_FIRST && own.last == DATE_LAST)
        return;
    for (size_t i = 0; i < count; i++) {
        struct days days = days_of(c, norms[i]);
        rule.first = days.first < rule.first ? days.first : rule.first;
        rule.last = days.last > rule.last ? days.last : rule.last;
        rule.open = rule.open || days.open;
    }
    compare_days(c->a, &own, &rule, node, norms[0]);
}

/* The exceptions of norms; lifts and waivers, with the norms that they take away from. */
static void look_all_dates(struct carving *c)
{
    const struct table *t = c->a->table;
    const struct parents *parents = finding_parents(c->a);
    for (size_t i = 0; i < c->list.count; i++)
        look_dates(c, c->list.items[i].node, &c->list.items[i].norm, 1);
    for (uint32_t i = 0; i < t->nodes_count; i++) {
        uint32_t first = parents->first[i], end = first;
        while (end < parents->first[i + 1] && parents->nodes[end] < t->meta->norm_count)
            end++;
        if (t->nodes[i].kind != NODE_EXCEPT && end > first)
            look_dates(c, i, parents->nodes + first, end - first);
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
    f->unresolved = unreachable ? carved->open_reached : carved->open_kept;
}

void analyse_carveouts(struct analysis *a)
{
    struct carving c = {.a = a};
    map_init(&c.places, a->arena);
    for (uint32_t n = 0; n < a->table->meta->norm_count; n++) {
        c.search = finding_search(a);
        c.norm = n;
        walk(&c, n, 1);
    }
    for (size_t i = 0; i < c.list.count; i++)
        say(&c, &c.list.items[i]);
    c.search = finding_search(a);
    look_all_dates(&c);
}

/* seen_days.c: see seen.h: carve-outs that outlive or predate what they are carved out of.
 *
 * What is carved out is a norm, an exception around, a lift or a waiver. For each carve-out that
 * names a day, the days on which its own condition can hold are looked for one by one, and those on
 * which it can be that there is something to take away from: at all days that the policy names or
 * that follow from events, and beside them. Between these nothing changes, unless months and days change
 * places; then the weeks around are looked at as well. The table says only which node is what.
 */
#include "seen.h"

#include <stdlib.h>
#include <string.h>

#define CHAIN 8

#define fail_run(run, format, ...) \
    seeds_fail((run)->of, "%s\n" format, (run)->policy, __VA_ARGS__)

/* Nodes that must all hold. */
struct chain {
    uint32_t nodes[CHAIN];
    size_t count;
};

struct hull {
    int64_t first, last; /* DATE_NEVER, DATE_FIRST - 1: no day */
};

struct carve {
    uint32_t node;
    bool names[2]; /* its beginning, its end */
    bool idle; /* all that it stands in is told to be dead, unreachable or unused */
    VEC(struct chain) from; /* what it takes away from, each with all around it */
    struct hull own, rule;
};

struct days {
    struct seen_run *run;
    const struct table *table;
    VEC(struct carve) carves;
    VEC(int64_t) list;
    int64_t early, late; /* outside of these days nothing is named: what holds there goes on */
};

/* ---- nodes ------------------------------------------------------------------------------------- */

static bool holds(const struct days *d, uint32_t node, const int64_t *world)
{
    const struct model *m = d->run->model;
    const struct model_lift *lift;
    const struct model_waiver *waiver;
    switch ((enum ir_node_kind)d->table->nodes[node].kind) {
    case NODE_NORM:
        return oracle_met(m, node, world);
    case NODE_EXCEPT:
        return oracle_expr(m, d->run->e.ir->excepts.items[node]->cond, world);
    case NODE_LIFT:
        lift = &m->lifts.items[seen_lift(d->run, node)];
        return oracle_live(m, lift->clause, world) && oracle_expr(m, lift->cond, world);
    case NODE_WAIVER:
        waiver = &m->waivers.items[seen_waiver(d->run, node)];
        return oracle_expr(m, waiver->period.from, world)
               && oracle_expr(m, waiver->period.whilst, world)
               && !(waiver->period.until && oracle_expr(m, waiver->period.until, world))
               && oracle_expr(m, waiver->cond, world);
    case NODE_RANK_CONDITION:
        break;
    }
    return false;
}

/* A node with all around it, up to a norm, a lift or a waiver. */
static struct chain chain_of(const struct days *d, uint32_t node)
{
    struct chain chain = {{node}, 1};
    while (d->table->nodes[node].kind == NODE_EXCEPT && chain.count < CHAIN) {
        uint32_t around = node;
        for (uint32_t i = 0; i < d->table->nodes_count; i++)
            for (uint32_t k = 0; k < d->table->nodes[i].child_count; k++)
                if (d->table->children[d->table->nodes[i].first_child + k] == node)
                    around = i;
        node = around;
        chain.nodes[chain.count++] = node;
    }
    return chain;
}

static void find_carves(struct days *d)
{
    const struct table *t = d->table;
    for (uint32_t n = 0; n < t->nodes_count; n++) {
        struct carve carve = {.node = n, .names = {seen_names(d->run, n, false), seen_names(d->run, n, true)},
                              .own = {DATE_NEVER, DATE_FIRST - 1},
                              .rule = {DATE_NEVER, DATE_FIRST - 1}};
        if (!carve.names[0] && !carve.names[1])
            continue;
        for (uint32_t i = 0; i < t->nodes_count; i++)
            for (uint32_t k = 0; k < t->nodes[i].child_count; k++)
                if (t->children[t->nodes[i].first_child + k] == n)
                    VEC_PUSH(d->run->arena, &carve.from, chain_of(d, i));
        if (carve.from.count)
            VEC_PUSH(d->run->arena, &d->carves, carve);
    }
}

/* ---- days ---------------------------------------------------------------------------------------- */

static void look_at(struct days *d, int64_t day)
{
    int64_t before = d->run->varies ? 35 : 1;
    if (day <= DATE_FIRST || day > DATE_LAST)
        return; /* an open end is a cut, too */
    d->early = day < d->early ? day : d->early;
    d->late = day > d->late ? day : d->late;
    for (int64_t at = day - before; at <= day + before; at++)
        if (at >= DATE_FIRST && at <= DATE_LAST)
            VEC_PUSH(d->run->arena, &d->list, at);
}

static void find_days(struct days *d)
{
    const struct oracle *oracle = d->run->oracle;
    look_at(d, d->run->on);
    for (size_t i = 0; i < oracle->cuts[VOCAB_DATE].list.count; i++)
        look_at(d, oracle->cuts[VOCAB_DATE].list.items[i]);
    for (size_t i = 0; i < oracle->since.count; i++) {
        const struct oracle_since *since = &oracle->since.items[i];
        int64_t day = d->run->sets[since->event].first.low, sum;
        if (day == DATE_NEVER || day <= DATE_FIRST
            || !date_sum(day, since->count, since->unit, &sum))
            continue;
        look_at(d, sum);
        look_at(d, sum + 1); /* `within` holds on the day itself */
    }
}

static void take(const struct days *d, struct hull *hull, int64_t day)
{
    day = day < d->early ? DATE_FIRST : day >= d->late ? DATE_LAST : day;
    hull->first = day < hull->first ? day : hull->first;
    hull->last = day > hull->last ? day : hull->last;
}

static bool holds_all(const struct days *d, const struct chain *chain, const int64_t *world)
{
    for (size_t i = 0; i < chain->count; i++)
        if (!holds(d, chain->nodes[i], world))
            return false;
    return true;
}

static void see_world(struct days *d, const int64_t *world)
{
    for (size_t i = 0; i < d->carves.count; i++) {
        struct carve *carve = &d->carves.items[i];
        if (holds(d, carve->node, world))
            take(d, &carve->own, world[VOCAB_DATE]);
        for (size_t k = 0; k < carve->from.count; k++)
            if (holds_all(d, &carve->from.items[k], world))
                take(d, &carve->rule, world[VOCAB_DATE]);
    }
}

static bool see_days(struct days *d)
{
    struct seen_run *run = d->run;
    uint32_t vars = run->model->vocab.var_count;
    struct value_set *sets = ARENA_ARRAY(run->arena, struct value_set, vars);
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, vars);
    struct worlds worlds;
    memcpy(sets, run->sets, vars * sizeof *sets);
    for (size_t i = 0; i < d->list.count; i++) {
        struct arena_mark mark = arena_mark(run->arena);
        sets[VOCAB_DATE] = (struct value_set){.first = {d->list.items[i], d->list.items[i]}};
        if (!worlds_of(run->oracle, run->arena, sets, SIZE_MAX, &worlds))
            return false;
        for (size_t w = 0; w < worlds.count; w++) {
            worlds_get(&worlds, w, world);
            see_world(d, world);
        }
        arena_rewind(run->arena, mark);
    }
    return true;
}

/* ---- findings -------------------------------------------------------------------------------------- */

/* One written exception may be several nodes. */
static bool same_place(const struct days *d, uint32_t x, uint32_t y)
{
    const struct model_except *const *excepts =
        (const struct model_except *const *)d->run->e.ir->excepts.items;
    if (x == y || !excepts[x] || !excepts[y])
        return x == y;
    return excepts[x]->span.source == excepts[y]->span.source
           && excepts[x]->span.begin == excepts[y]->span.begin;
}

static bool told(const struct days *d, enum diag_code code, uint32_t node)
{
    const struct findings *findings = &d->run->findings;
    for (size_t i = 0; i < findings->list.count; i++)
        if (findings->list.items[i]->code == code
            && same_place(d, findings->list.items[i]->node, node))
            return true;
    return false;
}

static bool so(const struct carve *c, bool late)
{
    if (c->idle || !c->names[late] || c->own.last < c->own.first
        || c->rule.last < c->rule.first)
        return false;
    return late ? c->own.last < DATE_LAST && c->own.last > c->rule.last
                : c->own.first > DATE_FIRST && c->own.first < c->rule.first;
}

/* Does a finding about another question say that the node never acts? These are held against
 * brute force by seen_compare.c. */
static bool never_acts(const struct days *d, uint32_t node)
{
    const struct findings *findings = &d->run->findings;
    const struct table_node *n = &d->table->nodes[node];
    for (size_t i = 0; i < findings->list.count; i++) {
        const struct finding *f = findings->list.items[i];
        if (f->unresolved)
            continue;
        if ((f->code == DIAG_CLAUSE_DEAD
             && ((n->kind == NODE_NORM && f->clause == d->table->norms[node].clause)
                 || (n->kind == NODE_LIFT && f->clause == n->info)))
            || (f->code == DIAG_WAIVER_UNUSED && n->kind == NODE_WAIVER && f->id == n->info)
            || (f->code == DIAG_CARVEOUT_UNREACHABLE && n->kind == NODE_EXCEPT
                && same_place(d, f->node, node)))
            return true;
    }
    return false;
}

/* Each thing that it takes away from never acts, or stands in something that never does. */
static bool is_idle(const struct days *d, const struct carve *carve)
{
    for (size_t i = 0; i < carve->from.count; i++) {
        bool some = false;
        for (size_t k = 0; k < carve->from.items[i].count; k++)
            some = some || never_acts(d, carve->from.items[i].nodes[k]);
        if (!some)
            return false;
    }
    return true;
}

static void compare(struct days *d, const struct carve *c, bool late)
{
    enum diag_code code = late ? DIAG_CARVEOUT_OUTLIVES : DIAG_CARVEOUT_PREDATES;
    char own[DATE_TEXT], rule[DATE_TEXT];
    bool expected = false;
    for (size_t i = 0; i < d->carves.count; i++)
        expected = expected || (same_place(d, d->carves.items[i].node, c->node)
                                && so(&d->carves.items[i], late));
    date_format(late ? c->own.last : c->own.first, own);
    date_format(late ? c->rule.last : c->rule.first, rule);
    d->run->carved += expected;
    if (expected != told(d, code, c->node))
        fail_run(d->run, "%s of node %u, %s beside %s: brute force says %s\n", diag_code_id(code),
                 c->node, own, rule, expected ? "yes" : "no");
}

void seen_compare_days(struct seen_run *run)
{
    struct days d = {.run = run, .table = run->e.table, .early = DATE_NEVER, .late = DATE_FIRST};
    find_carves(&d);
    find_days(&d);
    if (!d.carves.count || !see_days(&d))
        return;
    for (size_t i = 0; i < d.carves.count; i++)
        d.carves.items[i].idle = is_idle(&d, &d.carves.items[i]);
    for (size_t i = 0; i < d.carves.count; i++) {
        compare(&d, &d.carves.items[i], true);
        compare(&d, &d.carves.items[i], false);
    }
}

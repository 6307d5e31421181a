/* carveout_days.c: exceptions, lifts and waivers whose days miss what they are carved out of.
 *
 * A carve-out that names a day has an end, or a beginning, of its own; one that names no end ends
 * with what its agreement or clause is about, and only its beginning is looked at, and so the other
 * way round. What it is carved out of can apply on days on which its own condition can hold, and
 * those of all exceptions around it, in one world. Where a carve-out goes on behind the last of these
 * days it outlives, where it begins before the first it predates. Of several that it takes away from
 * the widest days count. Of one that stands in something of which another finding says that it never
 * acts nothing is told: the dates are not what has to be mended there.
 */
#include "analysis/findings.h"

#include "base/map.h"

#define CALENDAR_CYCLE 146097 /* days after which months are as long as before */
#define DEEPEST 203 /* exceptions in exceptions, and what is around them; parentheses may be nested 200 deep */

struct days {
    int64_t first, last; /* DATE_NEVER, DATE_FIRST - 1: none */
    bool open;           /* not known */
};

struct dating {
    struct analysis *a;
    struct search search;
    struct map places; /* where an exception is written → the codes that were found, as bits */
    bool *dead, *unused; /* per clause, per waiver: told already that it never acts */
    struct map unreachable; /* where an exception is written of which that was told */
};

/* That all these hold. */
struct chain {
    struct demand met[DEEPEST];
    size_t count;
};

/* ---- days ---------------------------------------------------------------------------------- */

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

static void widen(struct days *days, int64_t first, int64_t last)
{
    days->first = first < days->first ? first : days->first;
    days->last = last > days->last ? last : days->last;
}

/* A world of the chain in a part of the space; takes its days in. */
static bool find(struct dating *d, const struct chain *chain, struct space *space, struct days *days)
{
    struct query query = {chain->met[0].question.id, chain->met, chain->count};
    struct search search = search_new(space, d->search.total);
    struct witness w;
    enum search_found found = search_world(&search, &query, &w);
    days->open = days->open || found == SEARCH_UNRESOLVED;
    if (found != SEARCH_FOUND)
        return false;
    struct value_set set = witness_set(&w, VOCAB_DATE);
    int64_t last = set.more_count ? set.more[set.more_count - 1].high : set.first.high;
    widen(days, set.first.low, last);
    return true;
}

/* Further out than the days that are known; in a sampled space, behind the whole cell of these. */
static bool extend(struct dating *d, const struct chain *chain, bool late, struct days *days)
{
    struct space *space = d->a->space;
    struct interval rest = {DATE_FIRST, DATE_LAST};
    if (days->first != DATE_NEVER && late)
        rest.low = (space->sampled ? cell_around(space, days->last).high : days->last) + 1;
    else if (days->first != DATE_NEVER)
        rest.high = (space->sampled ? cell_around(space, days->first).low : days->first) - 1;
    if (rest.low > rest.high)
        return false;
    struct arena_mark mark = arena_mark(space->arena);
    int64_t near = late ? DATE_LAST : space_first_day(space);
    bool found = find(d, chain, space_within(space, rest.low, rest.high, near), days);
    arena_rewind(space->arena, mark); /* the part of the space, and the witness */
    return found;
}

/* A sampled day stands for others of its cell: is there one in this part of the cell? */
static bool find_inside(struct dating *d, const struct chain *chain, struct interval part,
                        struct days *days)
{
    const struct space *space = d->a->space;
    struct arena_mark mark = arena_mark(space->arena);
    struct value_set *sets =
        ARENA_ARRAY(space->arena, struct value_set, space->table->vocab.var_count + 1);
    for (uint32_t v = 0; v < space->table->vocab.var_count; v++)
        sets[v] = space->sets[v];
    sets[VOCAB_DATE] = (struct value_set){.first = part};
    bool found = find(d, chain, space_of(space->arena, space->ev, sets, part.low), days);
    arena_rewind(space->arena, mark);
    return found;
}

/* Does it go on to the end of the calendar? What is left of the cell otherwise. */
static bool goes_on(struct dating *d, const struct chain *chain, struct interval *part, bool late,
                    struct days *days)
{
    struct interval far = *part;
    if (late ? part->high < DATE_LAST : part->low > DATE_FIRST)
        return false;
    if (late && far.high - far.low > CALENDAR_CYCLE)
        far.low = far.high - CALENDAR_CYCLE;
    if (!late && far.high - far.low > CALENDAR_CYCLE)
        far.high = far.low + CALENDAR_CYCLE;
    if (!find_inside(d, chain, far, days)) {
        *part = late ? (struct interval){part->low, far.low - 1}
                     : (struct interval){far.high + 1, part->high};
        return false;
    }
    days->first = late ? days->first : DATE_FIRST;
    days->last = late ? DATE_LAST : days->last;
    return true;
}

/* The last, or the first, day inside the outermost cell, by halving what is left of it. */
static void settle(struct dating *d, const struct chain *chain, bool late, struct days *days)
{
    struct interval cell = cell_around(d->a->space, late ? days->last : days->first);
    struct interval part = late ? (struct interval){days->last + 1, cell.high}
                                : (struct interval){cell.low, days->first - 1};
    if (part.low > part.high || goes_on(d, chain, &part, late, days))
        return;
    while (part.low <= part.high && !days->open) {
        int64_t middle = part.low + (part.high - part.low) / 2;
        struct interval far = late ? (struct interval){middle, part.high}
                                   : (struct interval){part.low, middle};
        if (!find_inside(d, chain, far, days))
            part = late ? (struct interval){part.low, middle - 1}
                        : (struct interval){middle + 1, part.high};
        else if (late)
            part.low = days->last + 1;
        else
            part.high = days->first - 1;
    }
}

/* The days on which all of the chain can hold. */
static struct days days_of(struct dating *d, const struct chain *chain)
{
    struct days days = {DATE_NEVER, DATE_FIRST - 1, false};
    for (int late = 0; late < 2; late++)
        while (extend(d, chain, late != 0, &days))
            continue;
    for (int late = 0; late < 2 && d->a->space->sampled && days.first != DATE_NEVER; late++)
        settle(d, chain, late != 0, &days);
    return days;
}

/* ---- carve-outs ------------------------------------------------------------------------------ */

/* What a literal on the date, or on how long an event of a known day is past, is at an end of the
 * calendar. */
static enum eval_truth literal_then(const struct space *space, uint32_t literal, bool late)
{
    const struct table *t = space->table;
    const struct table_column *c = &t->columns[t->literals[literal].column];
    const struct value_set *set = &space->sets[c->var];
    if (c->var == VOCAB_DATE)
        return table_literal_has(t, literal, late ? c->cell_count - 1 : 0) ? TRUTH_YES : TRUTH_NO;
    if (c->kind != COLUMN_SINCE || set->more_count || set->first.low != set->first.high)
        return TRUTH_MAYBE;
    return table_literal_has(t, literal, late && set->first.low != DATE_NEVER) ? TRUTH_YES : TRUTH_NO;
}

/* The same of a condition, by its own dates: that some agreement is in force says nothing of these.
 * NO: it says itself when it ends (late), or when it begins. */
static enum eval_truth holds_then(const struct space *space, uint32_t expr, bool late)
{
    const struct table *t = space->table;
    const struct table_expr *e = &t->exprs[expr];
    enum eval_truth x, y;
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
        return TRUTH_YES;
    case IR_FALSE:
        return TRUTH_NO;
    case IR_LITERAL:
        return literal_then(space, e->a, late);
    case IR_NOT:
        return (enum eval_truth)(TRUTH_YES - holds_then(space, e->a, late));
    case IR_AND:
    case IR_OR:
        x = holds_then(space, e->a, late);
        y = holds_then(space, e->b, late);
        return (e->op == IR_AND) == (x < y) ? x : y;
    case IR_NAMED:
        return t->named[e->a].kind == NAMED_FORCE ? TRUTH_MAYBE : holds_then(space, t->named[e->a].expr, late);
    }
    return TRUTH_MAYBE;
}

struct mentions {
    bool day, force; /* the date, or an event of a known day; that some agreement is in force */
};

static void look_into(const struct space *space, uint32_t expr, struct mentions *out)
{
    const struct table *t = space->table;
    const struct table_expr *e = &t->exprs[expr];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return;
    case IR_LITERAL:
        out->day = out->day || literal_then(space, e->a, false) != TRUTH_MAYBE;
        return;
    case IR_NAMED:
        if (t->named[e->a].kind == NAMED_FORCE)
            out->force = true;
        else
            look_into(space, t->named[e->a].expr, out);
        return;
    case IR_AND:
    case IR_OR:
        look_into(space, e->b, out);
        look_into(space, e->a, out);
        return;
    case IR_NOT:
        look_into(space, e->a, out);
        return;
    }
}

/* Does the condition say itself when it begins, and when it ends? Where it asks for no agreement, whatever
 * limits its days does. Cheap: most say neither. */
static void find_named(const struct space *space, uint32_t expr, bool names[2])
{
    struct mentions mentions = {false, false};
    look_into(space, expr, &mentions);
    for (int late = 0; late < 2; late++)
        names[late] = mentions.day && (!mentions.force || holds_then(space, expr, late) == TRUTH_NO);
}

static uint32_t around(const struct dating *d, uint32_t node)
{
    const struct parents *parents = finding_parents(d->a);
    return parents->nodes[parents->first[node]];
}

/* A node and all around it. */
static struct chain chain_of(const struct dating *d, uint32_t node)
{
    struct chain chain = {.count = 0};
    const struct table *t = d->a->table;
    for (;; node = around(d, node)) {
        chain.met[chain.count++] = demand_of(ASK_MET, node, true);
        if (t->nodes[node].kind != NODE_EXCEPT || chain.count == DEEPEST)
            return chain;
    }
}

static uint32_t clause_of(const struct dating *d, uint32_t node)
{
    const struct table *t = d->a->table;
    const struct parents *parents = finding_parents(d->a);
    while (t->nodes[node].kind == NODE_EXCEPT || t->nodes[node].kind == NODE_WAIVER) {
        if (parents->first[node] == parents->first[node + 1])
            return IR_NONE;
        node = around(d, node);
    }
    return t->nodes[node].kind == NODE_LIFT ? t->nodes[node].info : t->norms[node].clause;
}

static uint64_t place_of(const struct dating *d, uint32_t node)
{
    const struct span *span = &d->a->ir->excepts.items[node]->span;
    return map_pair(span->source, span->begin);
}

static void note_told(struct dating *d)
{
    const struct findings *findings = d->a->findings;
    d->dead = ARENA_ARRAY(d->a->arena, bool, d->a->table->clauses_count + 1);
    d->unused = ARENA_ARRAY(d->a->arena, bool, d->a->table->waivers_count + 1);
    map_init(&d->unreachable, d->a->arena);
    for (size_t i = 0; i < findings->list.count; i++) {
        const struct finding *f = findings->list.items[i];
        if (f->unresolved)
            continue;
        if (f->code == DIAG_CLAUSE_DEAD)
            d->dead[f->clause] = true;
        else if (f->code == DIAG_WAIVER_UNUSED)
            d->unused[f->id] = true;
        else if (f->code == DIAG_CARVEOUT_UNREACHABLE)
            map_put(&d->unreachable, place_of(d, f->node), 1);
    }
}

static bool told_of_all_around(const struct dating *d, uint32_t node);

/* Was it told that the node, or what it stands in, never acts? */
static bool told(const struct dating *d, uint32_t node)
{
    const struct table *t = d->a->table;
    uint64_t any;
    switch ((enum ir_node_kind)t->nodes[node].kind) {
    case NODE_NORM:
        return d->dead[t->norms[node].clause];
    case NODE_LIFT:
        return d->dead[t->nodes[node].info];
    case NODE_WAIVER:
        return d->unused[t->nodes[node].info];
    case NODE_EXCEPT:
        return map_get(&d->unreachable, place_of(d, node), &any) || told_of_all_around(d, node);
    case NODE_RANK_CONDITION:
        break;
    }
    return false;
}

static bool told_of_all_around(const struct dating *d, uint32_t node)
{
    const struct parents *parents = finding_parents(d->a);
    for (uint32_t i = parents->first[node]; i < parents->first[node + 1]; i++)
        if (!told(d, parents->nodes[i]))
            return false;
    return true;
}

/* One written exception may be several nodes, of which one is enough. */
static bool is_new(struct dating *d, uint32_t node, unsigned bit)
{
    uint64_t bits = 0;
    if (!d->a->ir->excepts.items[node])
        return true;
    uint64_t place = place_of(d, node);
    map_get(&d->places, place, &bits);
    map_put(&d->places, place, bits | bit);
    return !(bits & bit);
}

static struct finding *add(struct dating *d, enum diag_code code, uint32_t node, uint32_t from)
{
    struct finding *f = finding_add(d->a, code);
    f->clause = clause_of(d, from);
    f->id = from;
    f->node = node;
    return f;
}

/* At the ends that the carve-out names; `names`: its beginning, its end. */
static void compare(struct dating *d, uint32_t node, const bool *names, const struct days *own,
                    const struct days *rule)
{
    const struct parents *parents = finding_parents(d->a);
    uint32_t from = parents->nodes[parents->first[node]];
    if (own->open || rule->open) {
        add(d, DIAG_CARVEOUT_OUTLIVES, node, from)->unresolved = true;
        return;
    }
    if (own->last < own->first || rule->last < rule->first)
        return;
    for (unsigned late = 0; late < 2; late++) {
        bool beyond = late ? own->last < DATE_LAST && own->last > rule->last
                           : own->first > DATE_FIRST && own->first < rule->first;
        if (!beyond || !names[late] || !is_new(d, node, 1u << late))
            continue;
        struct finding *f =
            add(d, late ? DIAG_CARVEOUT_OUTLIVES : DIAG_CARVEOUT_PREDATES, node, from);
        f->day = late ? rule->last : rule->first;
    }
}

static void look(struct dating *d, uint32_t node)
{
    const struct parents *parents = finding_parents(d->a);
    uint32_t first = parents->first[node], end = parents->first[node + 1];
    bool names[2];
    find_named(d->a->space, d->a->table->nodes[node].expr, names);
    if (first == end || (!names[0] && !names[1]) || told_of_all_around(d, node))
        return;
    struct chain self = {{demand_of(ASK_MET, node, true)}, 1};
    struct days own = days_of(d, &self), rule = {DATE_NEVER, DATE_FIRST - 1, false};
    if (own.first == DATE_FIRST && own.last == DATE_LAST)
        return;
    for (uint32_t i = first; i < end; i++) {
        struct chain chain = chain_of(d, parents->nodes[i]);
        struct days days = days_of(d, &chain);
        widen(&rule, days.first, days.last);
        rule.open = rule.open || days.open;
    }
    compare(d, node, names, &own, &rule);
}

void analyse_carved_days(struct analysis *a)
{
    struct dating d = {.a = a, .search = finding_search(a)};
    map_init(&d.places, a->arena);
    note_told(&d);
    steps_begin(a->steps, "days of carve-outs", a->table->nodes_count);
    for (uint32_t n = 0; n < a->table->nodes_count; n++, steps_done(a->steps))
        if (a->table->nodes[n].kind != NODE_NORM && a->table->nodes[n].kind != NODE_RANK_CONDITION)
            look(&d, n);
}

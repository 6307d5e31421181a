/* timeline_together.c: what several conditions make possible together while an event is not known.
 *
 * "notice occurred at least 1 month ago" in one clause and "notice occurred within 30 days" in another: each can
 * be so on every day, and both at once only behind a long month. Or "date is before 2026-05-01 or notice occurred
 * within 30 days" beside "notice occurred within 90 days": from 2026-05-01 on the one is only met where the other is.
 * Whether that changes a verdict depends on all that is known of a deployment, so here is no
 * more than where it can: on a day on which the order of the columns changes that they count from the event, and on
 * one that a condition names which does not change by itself. On no other day can it, because what is
 * possible follows from that order and from the conditions' own days. Events are independent of each other where
 * no condition looks at both, so those that are so linked, directly or not, are looked at as one group.
 */
#include "analysis/timeline_parts.h"

#include "eval/engine.h"

#include <stdlib.h>

struct group {
    struct clock *clock;
    const struct together_asked *asked;
    const struct timeline_policy *policy;
    const struct together_item *items; /* of events that are linked */
    size_t count;
    bool *open, *named; /* per item: on the day, on some day */
    VEC(int64_t) days;
};

static int by_item(const void *a, const void *b)
{
    const struct together_item *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->cause.what != y->cause.what)
        return x->cause.what < y->cause.what ? -1 : 1;
    if (x->cause.id != y->cause.id)
        return x->cause.id < y->cause.id ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

/* Is it another than the one before? An item has a row for each of its columns. */
static bool is_next(const struct group *g, size_t index)
{
    if (index == 0)
        return true;
    const struct timeline_cause *x = &g->items[index].cause, *y = &g->items[index - 1].cause;
    return x->what != y->what || x->id != y->id;
}

/* May it hold and not hold, on the day or on the day before? */
static bool is_open(const struct group *g, const struct together_item *item, int64_t day)
{
    struct clock *clock = g->clock;
    uint32_t clause = item->cause.clause;
    if (clock_truth(clock, item->expr, day - 1) != TRUTH_MAYBE
        && clock_truth(clock, item->expr, day) != TRUTH_MAYBE)
        return false;
    return clause == IR_NONE
           || (clock_truth(clock, g->asked->lives[clause], day - 1) != TRUTH_NO
               && clock_truth(clock, g->asked->lives[clause], day) != TRUTH_NO);
}

/* Does it change by itself on the day, so that it is told anyway? */
static bool is_told(const struct group *g, const struct together_item *item, int64_t day)
{
    const struct timeline_policy *policy = g->policy;
    for (size_t i = 0; i < policy->count; i++)
        if (policy->changes[i].day == day && policy->changes[i].cause.what == item->cause.what
            && policy->changes[i].cause.id == item->cause.id)
            return true;
    return false;
}

static bool has_day(const struct day_list *days, int64_t day)
{
    for (size_t i = 0; i < days->list.count; i++)
        if (days->list.items[i] == day)
            return true;
    return false;
}

/* Do the columns of one of the events come in another order? */
static bool order_changes(const struct group *g, const struct ids *columns, int64_t day)
{
    const struct clock *clock = g->clock;
    for (size_t i = 0; i < columns->list.count; i++) {
        uint32_t var = clock->asker->table->columns[columns->list.items[i]].var;
        if (clock->varies[var] && orders_change(clock, var, columns, day))
            return true;
    }
    return false;
}

static void look_at_day(struct group *g, int64_t day)
{
    struct arena *arena = g->clock->asker->arena;
    struct ids columns = {0};
    size_t items = 0, untold = 0;
    bool own = false; /* one that is not told names the day */
    for (size_t i = 0; i < g->count; i++) {
        bool next = is_next(g, i);
        g->open[i] = next ? is_open(g, &g->items[i], day) : g->open[i - 1];
        if (!g->open[i])
            continue;
        VEC_PUSH(arena, &columns.list, g->items[i].column);
        items += next;
        if (!next || is_told(g, &g->items[i], day))
            continue;
        untold++;
        own = own || has_day(g->items[i].own, day);
    }
    if (items < 2 || !untold
        || (!own && !order_changes(g, &columns, day)))
        return;
    for (size_t i = 0; i < g->count; i++)
        g->named[i] = g->named[i] || g->open[i];
    VEC_PUSH(arena, &g->days, day);
}

static void look_at_days(struct group *g)
{
    struct arena *arena = g->clock->asker->arena;
    const struct interval *ahead = g->asked->ahead;
    struct day_list days = {0};
    for (size_t i = 0; i < g->count; i++)
        for (size_t k = 0; is_next(g, i) && k < g->items[i].own->list.count; k++)
            VEC_PUSH(arena, &days.list, g->items[i].own->list.items[k]);
    for (size_t i = 0; i < g->clock->orders.list.count; i++)
        VEC_PUSH(arena, &days.list, g->clock->orders.list.items[i]);
    days_sort(&days);
    for (size_t i = 0; i < days.list.count; i++) {
        int64_t day = days.list.items[i];
        if (day <= DATE_FIRST || day > DATE_LAST
            || (ahead && (day <= ahead->low || day > ahead->high)))
            continue;
        if (engine_broke(g->clock->asker->evaluator))
            clock_leave(g->clock, day);
        else
            look_at_day(g, day);
    }
}

static struct timeline_together together_of(const struct group *g)
{
    struct arena *arena = g->clock->asker->arena;
    struct timeline_together out = {.days = g->days.items, .day_count = g->days.count};
    struct timeline_cause *causes = ARENA_ARRAY(arena, struct timeline_cause, g->count);
    bool *has = ARENA_ARRAY(arena, bool, g->clock->asker->table->vocab.var_count + 1);
    uint32_t *vars = ARENA_ARRAY(arena, uint32_t, g->count);
    for (size_t i = 0; i < g->count; i++) {
        if (g->named[i] && is_next(g, i))
            causes[out.cause_count++] = g->items[i].cause;
        has[g->items[i].var] = has[g->items[i].var] || g->named[i];
    }
    for (uint32_t v = 0; v < g->clock->asker->table->vocab.var_count; v++)
        if (has[v])
            vars[out.var_count++] = v;
    out.causes = causes;
    out.vars = vars;
    return out;
}

/* ---- events that are linked --------------------------------------------------------------------------- */

/* Gives each item the least event of its group. */
static void link_events(struct arena *arena, uint32_t var_count, const struct together_asked *asked)
{
    struct together_item *items = asked->items;
    uint32_t *groups = ARENA_ARRAY(arena, uint32_t, var_count + 1); /* per event */
    bool more = true;
    for (uint32_t v = 0; v < var_count; v++)
        groups[v] = v;
    while (more) {
        more = false;
        for (size_t i = 1; i < asked->count; i++) { /* rows of one item are neighbours */
            uint32_t *x = &groups[items[i - 1].var], *y = &groups[items[i].var];
            if (items[i - 1].cause.what != items[i].cause.what
                || items[i - 1].cause.id != items[i].cause.id || *x == *y)
                continue;
            *x = *y = *x < *y ? *x : *y;
            more = true;
        }
    }
    for (size_t i = 0; i < asked->count; i++)
        items[i].group = groups[items[i].var];
}

void together_find(struct clock *clock, const struct together_asked *asked,
                   struct timeline_policy *out)
{
    struct arena *arena = clock->asker->arena;
    struct together_item *items = asked->items;
    uint32_t var_count = clock->asker->table->vocab.var_count;
    struct timeline_together *found = ARENA_ARRAY(arena, struct timeline_together, var_count + 1);
    link_events(arena, var_count, asked);
    if (asked->count)
        qsort(items, asked->count, sizeof *items, by_item);
    for (size_t first = 0, end; first < asked->count; first = end) {
        for (end = first; end < asked->count && items[end].group == items[first].group;)
            end++;
        struct group g = {clock, asked, out, &items[first], end - first,
                          ARENA_ARRAY(arena, bool, end - first),
                          ARENA_ARRAY(arena, bool, end - first), {0}};
        look_at_days(&g);
        if (g.days.count)
            found[out->together_count++] = together_of(&g);
    }
    out->together = found;
}

/* timeline_days.c: the days on which a condition can change, and what it is on a day.
 *
 * Let e be an event with the possible days a..b. A column "date >= e + n units" is certainly
 * false before a + n, certainly true from b + n on; in between it is open, and which columns of
 * e may hold together depends on nothing but their order, which is the same on all days unless
 * months meet days (timeline_orders.c). So the ends of e's days, each moved by n units, and the days that
 * conditions on the date name, are all there is to look at.
 */
#include "analysis/timeline_parts.h"

#include "eval/engine.h"

#include <stdlib.h>
#include <string.h>

/* ---- a day ---------------------------------------------------------------------------------- */

/* Any day up to the date, or not yet. */
static bool is_open(const struct value_set *set)
{
    return set->first.low == DATE_FIRST && set->more_count == 1
           && set->more[0].low == DATE_NEVER;
}

const struct value_set *clock_on(struct clock *clock, int64_t day)
{
    const struct table *table = clock->asker->table;
    if (clock->sets[VOCAB_DATE].first.low == day)
        return clock->sets;
    clock->sets[VOCAB_DATE].first = (struct interval){day, day};
    for (uint32_t v = 0; v < table->vocab.var_count; v++)
        if (clock->open[v])
            clock->sets[v].first.high = day;
    return clock->sets;
}

void clock_leave(struct clock *clock, int64_t day)
{
    struct day_list *left = &clock->left;
    clock->unresolved = true;
    if (!left->list.count || left->list.items[left->list.count - 1] != day)
        VEC_PUSH(clock->asker->arena, &left->list, day);
}

void clock_note(struct clock *clock, int64_t day)
{
    if (clock->asker->evaluator->gave_up)
        clock_leave(clock, day);
}

/* Beginning to ask costs as much as the look at so many columns of the box. */
#define COLUMNS_WORK 8

static void charge(const struct clock *clock)
{
    struct evaluator *ev = clock->asker->evaluator;
    ev->worked += clock->asker->table->columns_count / COLUMNS_WORK;
    engine_charge(ev);
}

#define LEFT 4 /* beside a truth that is known: a budget left it open */

enum eval_truth clock_truth(struct clock *clock, uint32_t expr, int64_t day)
{
    uint64_t key = map_pair(expr, (uint32_t)(day - DATE_FIRST)), known;
    if (map_get(&clock->known, key, &known)) {
        if (known & LEFT)
            clock_leave(clock, day);
        return (enum eval_truth)(known & ~(uint64_t)LEFT);
    }
    charge(clock);
    enum eval_truth truth = eval_expr(clock->asker->evaluator, clock_on(clock, day), expr);
    clock_note(clock, day);
    map_put(&clock->known, key, (uint64_t)truth | (clock->asker->evaluator->gave_up ? LEFT : 0));
    return truth;
}

enum eval_truth clock_effective(struct clock *clock, uint32_t norm, int64_t day)
{
    charge(clock);
    enum eval_truth truth = eval_norm_effective(clock->asker->evaluator, clock_on(clock, day), norm);
    clock_note(clock, day);
    return truth;
}

/* ---- days ----------------------------------------------------------------------------------- */

static void add_day(const struct clock *clock, int64_t day, struct day_list *out)
{
    if (day > DATE_FIRST && day <= DATE_LAST)
        VEC_PUSH(clock->asker->arena, &out->list, day);
}

static int by_day(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

void days_sort(struct day_list *days)
{
    size_t n = 0;
    if (!days->list.count)
        return;
    qsort(days->list.items, days->list.count, sizeof *days->list.items, by_day);
    for (size_t i = 0; i < days->list.count; i++)
        if (n == 0 || days->list.items[n - 1] != days->list.items[i])
            days->list.items[n++] = days->list.items[i];
    days->list.count = n;
}

int64_t days_begin(const struct table_column *column, int64_t event)
{
    if (event >= DATE_LAST)
        return DATE_NEVER;
    int64_t day = date_add(event, column->count, (enum date_unit)column->unit);
    return day + (column->past ? 1 : 0);
}

/* The ends of the known days of an event, moved by a column. The past of an open event ends at
 * the beginning of the calendar, which nobody means: what follows from that day only counts
 * behind all other days. */
static void add_ends(const struct clock *clock, const struct table_column *column,
                     struct day_list *out)
{
    const struct value_set *set = &clock->sets[column->var];
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *days = i ? &set->more[i - 1] : &set->first;
        if (!clock->open[column->var] || i || days_begin(column, days->low) > clock->first_day)
            add_day(clock, days_begin(column, days->low), out);
        if (!clock->open[column->var] && days->high != days->low)
            add_day(clock, days_begin(column, days->high), out);
    }
}

bool days_has(const struct clock *clock, uint32_t column, int64_t day)
{
    const struct table_column *c = &clock->asker->table->columns[column];
    const struct value_set *set = &clock->sets[c->var];
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *days = i ? &set->more[i - 1] : &set->first;
        if (days_begin(c, days->low) == day
            || (!clock->open[c->var] && days_begin(c, days->high) == day))
            return true;
    }
    return false;
}

void days_of_column(const struct clock *clock, uint32_t column, struct day_list *out)
{
    const struct table *table = clock->asker->table;
    const struct table_column *c = &table->columns[column];
    if (c->kind == COLUMN_SINCE) {
        add_ends(clock, c, out);
        for (size_t i = 0; clock->varies[c->var] && i < clock->orders.list.count; i++)
            add_day(clock, clock->orders.list.items[i], out);
    } else if (c->var == VOCAB_DATE) {
        for (uint32_t cell = 1; cell < c->cell_count; cell++)
            add_day(clock, table->cuts[c->first_cut + cell], out);
    }
}

/* ---- what a condition mentions ----------------------------------------------------------------- */

static void mentions_of_literal(const struct clock *clock, uint32_t id, struct mentions *out)
{
    const struct table *table = clock->asker->table;
    struct arena *arena = clock->asker->arena;
    const struct ir_literal *literal = &table->literals[id];
    const struct table_column *column = &table->columns[literal->column];
    if (column->kind == COLUMN_SINCE)
        VEC_PUSH(arena, &out->columns, literal->column);
    else if (column->var != VOCAB_DATE)
        VEC_PUSH(arena, &out->facts, column->var);
    for (uint32_t i = 0; column->var == VOCAB_DATE && i < literal->range_count; i++) {
        const struct ir_range *range = &table->ranges[literal->first_range + i];
        if (range->low)
            VEC_PUSH(arena, &out->days, table->cuts[column->first_cut + range->low]);
        if (range->high + 1 < column->cell_count)
            VEC_PUSH(arena, &out->days, table->cuts[column->first_cut + range->high + 1]);
    }
}

static bool has(const uint32_t *ids, size_t count, uint32_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

static void mentions_of_named(struct clock *clock, uint32_t named, struct mentions *out)
{
    struct arena *arena = clock->asker->arena;
    struct mentions *inner = &clock->of_named[named];
    if (!clock->named_known[named]) {
        struct mentions found = {0};
        mentions_of(clock, clock->asker->table->named[named].expr, &found);
        inner->days.items = found.days.items;
        inner->days.count = found.days.count;
        for (size_t i = 0; i < found.columns.count; i++)
            if (!has(inner->columns.items, inner->columns.count, found.columns.items[i]))
                VEC_PUSH(arena, &inner->columns, found.columns.items[i]);
        for (size_t i = 0; i < found.facts.count; i++)
            if (!has(inner->facts.items, inner->facts.count, found.facts.items[i]))
                VEC_PUSH(arena, &inner->facts, found.facts.items[i]);
        clock->named_known[named] = true;
    }
    for (size_t i = 0; i < inner->days.count; i++)
        VEC_PUSH(arena, &out->days, inner->days.items[i]);
    for (size_t i = 0; i < inner->columns.count; i++)
        VEC_PUSH(arena, &out->columns, inner->columns.items[i]);
    for (size_t i = 0; i < inner->facts.count; i++)
        VEC_PUSH(arena, &out->facts, inner->facts.items[i]);
}

void mentions_of(struct clock *clock, uint32_t expr, struct mentions *out)
{
    const struct table_expr *e = &clock->asker->table->exprs[expr];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return;
    case IR_LITERAL:
        mentions_of_literal(clock, e->a, out);
        return;
    case IR_NOT:
        mentions_of(clock, e->a, out);
        return;
    case IR_AND:
    case IR_OR:
        mentions_of(clock, e->a, out);
        mentions_of(clock, e->b, out);
        return;
    case IR_NAMED:
        mentions_of_named(clock, e->a, out);
        return;
    }
}

void days_of_policy(const struct clock *clock, struct day_list *out)
{
    for (uint32_t c = 0; c < clock->asker->table->columns_count; c++)
        days_of_column(clock, c, out);
    days_sort(out);
}

/* The first of the days that do not follow from the beginning of the calendar. */
static int64_t first_day(const struct clock *clock)
{
    struct day_list days = {0};
    days_of_policy(clock, &days);
    return days.list.count && days.list.items[0] < clock->now ? days.list.items[0] : clock->now;
}

void clock_init(struct clock *clock, const struct timeline_asker *asker,
                const struct value_set *sets, const struct interval *window)
{
    const struct table *table = asker->table;
    struct arena *arena = asker->arena;
    uint32_t vars = table->vocab.var_count;
    bool *open = ARENA_ARRAY(arena, bool, vars + 1);
    *clock = (struct clock){.asker = asker, .now = sets[VOCAB_DATE].first.low};
    clock->sets = ARENA_ARRAY(arena, struct value_set, vars + 1);
    memcpy(clock->sets, sets, vars * sizeof *sets);
    for (uint32_t v = 0; v < vars; v++)
        open[v] = table->vocab.vars[v].kind == VAR_EVENT && is_open(&sets[v]);
    clock->open = open;
    clock->varies = ARENA_ARRAY(arena, bool, vars + 1);
    map_init(&clock->known, arena);
    clock->both = clock_both(arena);
    clock->of_named = ARENA_ARRAY(arena, struct mentions, table->named_count + 1);
    clock->named_known = ARENA_ARRAY(arena, bool, table->named_count + 1);
    clock->first_day = DATE_LAST;
    clock->first_day = first_day(clock);
    orders_find(clock, window);
}

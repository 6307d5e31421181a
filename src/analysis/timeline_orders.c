/* timeline_orders.c: days on which months and days that are counted from an event change places.
 *
 * "e occurred within 30 days and at least 1 month ago" can be so on 2026-03-01 (e on 2026-02-01), and on no
 * day e on 2026-03-31. Of an event of no known day that is so for ever, so a window is looked at: what
 * comes in names it, or follows from the days that the policy names.
 */
#include "analysis/timeline_parts.h"

#include "analysis/slices.h"

#define WINDOW_DAYS 3000  /* looked at beyond the other days that matter */
#define WINDOW_MOST 36525 /* from the day of the question */

static struct slice_event *events_of(struct clock *clock, size_t *count)
{
    const struct table *table = clock->asker->table;
    struct arena *arena = clock->asker->arena;
    struct slice_event *events = ARENA_ARRAY(arena, struct slice_event, table->vocab.var_count + 1);
    *count = 0;
    for (uint32_t v = 0; v < table->vocab.var_count; v++) {
        uint32_t columns = table->var_column_count[v];
        if (table->vocab.vars[v].kind != VAR_EVENT || !columns)
            continue;
        const struct table_column **list = arena_alloc(arena, columns * sizeof *list);
        for (uint32_t i = 0; i < columns; i++)
            list[i] = &table->columns[table->var_first_column[v] + i];
        struct slice_event event = {&clock->sets[v], list, columns};
        clock->varies[v] = slices_vary(&event);
        if (clock->varies[v])
            events[(*count)++] = event;
    }
    return events;
}

static int64_t held(int64_t day, int64_t low, int64_t high)
{
    return day < low ? low : day > high ? high : day;
}

/* From a few years before to some years after all other days that matter. */
static struct interval usual_window(const struct clock *clock)
{
    struct day_list days = {0};
    days_of_policy(clock, &days);
    int64_t low = clock->now, high = clock->now;
    if (days.list.count && days.list.items[0] < low)
        low = days.list.items[0];
    if (days.list.count && days.list.items[days.list.count - 1] > high)
        high = days.list.items[days.list.count - 1];
    low = held(low - WINDOW_DAYS, clock->now - WINDOW_MOST, clock->now);
    high = held(high + WINDOW_DAYS, clock->now, clock->now + WINDOW_MOST);
    return (struct interval){held(low, DATE_FIRST, DATE_LAST), held(high, DATE_FIRST, DATE_LAST)};
}

void orders_find(struct clock *clock, const struct interval *window)
{
    struct slicing slicing = {0};
    slicing.events = events_of(clock, &slicing.event_count);
    if (!slicing.event_count)
        return;
    clock->window = window ? *window : usual_window(clock);
    uint64_t before = slices_order(&slicing, clock->window.low);
    for (int64_t day = clock->window.low + 1; day <= clock->window.high; day++) {
        uint64_t order = slices_order(&slicing, day);
        if (order != before)
            VEC_PUSH(clock->asker->arena, &clock->orders.list, day);
        before = order;
    }
}

bool orders_change(const struct clock *clock, uint32_t var, const struct ids *columns,
                   int64_t day)
{
    const struct table *table = clock->asker->table;
    const struct table_column **list =
        arena_alloc(clock->asker->arena, (columns->list.count + 1) * sizeof *list);
    struct slice_event event = {&clock->sets[var], list, 0};
    struct slicing slicing = {.events = &event, .event_count = 1};
    for (size_t i = 0; i < columns->list.count; i++)
        if (table->columns[columns->list.items[i]].var == var)
            list[event.column_count++] = &table->columns[columns->list.items[i]];
    return slices_order(&slicing, day - 1) != slices_order(&slicing, day);
}

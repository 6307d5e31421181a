/* space.c: the days of a space, cut so that events look alike inside each slice. */
#include "analysis/space.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

#define CALENDAR_CYCLE 146097 /* days after which the calendar repeats */
#define CLOSE_DAYS 5          /* by which a number of months may differ from its mean length */
#define MONTH_TENTHS 304369   /* mean days of a month, in 1/10000 */

struct value_set space_domain(struct arena *arena, const struct vocab *vocab, uint32_t var)
{
    const struct vocab_var *v = &vocab->vars[var];
    struct value_set set = {0};
    switch ((enum var_kind)v->kind) {
    case VAR_DATE_OF_CASE:
    case VAR_DAY:
        set.first = (struct interval){DATE_FIRST, DATE_LAST};
        return set;
    case VAR_LEAF:
    case VAR_READING:
        set.first = (struct interval){0, (int64_t)v->leaf_count - 1};
        return set;
    case VAR_NUMBER:
        set.first = (struct interval){v->low, v->high};
        return set;
    case VAR_EVENT:
        break;
    }
    if (v->role == VAR_ROLE_LEDGER && v->has_occurred) {
        set.first = (struct interval){v->occurred, v->occurred};
        set.origin = VALUE_LEDGER;
        return set;
    }
    struct interval *never = ARENA_NEW(arena, struct interval);
    never->low = never->high = DATE_NEVER;
    set.first = (struct interval){DATE_FIRST, DATE_LAST};
    set.more = never;
    set.more_count = 1;
    return set;
}

/* ---- where a slice ends ------------------------------------------------------------------ */

struct cutter {
    struct space *space;
    struct arena *arena;
    VEC(int64_t) days; /* first days of slices */
    int64_t low, high; /* of the space */
};

static void cut(struct cutter *c, int64_t day)
{
    if (day > c->low && day <= c->high)
        VEC_PUSH(c->arena, &c->days, day);
}

static int by_day(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void sort_days(struct cutter *c)
{
    if (c->days.count == 0)
        return;
    qsort(c->days.items, c->days.count, sizeof *c->days.items, by_day);
    size_t n = 0;
    for (size_t i = 0; i < c->days.count; i++)
        if (n == 0 || c->days.items[n - 1] != c->days.items[i])
            c->days.items[n++] = c->days.items[i];
    c->days.count = n;
}

/* The first day after the earliest on which some condition tells days apart. */
static int64_t first_date_cut(const struct table *t)
{
    if (t->var_column_count[VOCAB_DATE] == 0)
        return DATE_LAST;
    const struct table_column *c = &t->columns[t->var_first_column[VOCAB_DATE]];
    return c->cell_count > 1 ? t->cuts[c->first_cut + 1] : DATE_LAST;
}

/* Where the ends of an event's possible days begin to count for one of its columns. In front
 * of the earliest cut of the date nothing is lost by looking at the last day only. */
static void cut_at_ends(struct cutter *c, const struct table_column *column)
{
    const struct value_set *set = &c->space->sets[column->var];
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *days = i ? &set->more[i - 1] : &set->first;
        int64_t ends[2] = {days->low, days->high};
        for (int e = 0; e < (days->low == days->high ? 1 : 2); e++) {
            if (ends[e] == DATE_NEVER)
                continue;
            int64_t day = date_add(ends[e], column->count, (enum date_unit)column->unit)
                          + (column->past ? 1 : 0);
            if (ends[e] > DATE_FIRST || day > first_date_cut(c->space->table))
                cut(c, day);
        }
    }
}

static bool open_event(const struct space *space, uint32_t var)
{
    const struct value_set *set = &space->sets[var];
    return set->more_count > 0 || set->first.low != set->first.high;
}

/* ---- months beside days ------------------------------------------------------------------- */

static int64_t in_months(const struct table_column *c)
{
    return c->unit == DATE_YEARS ? c->count * 12 : c->count;
}

/* Does the order in which two columns of an event begin to hold depend on the date? */
static bool order_varies(const struct table_column *x, const struct table_column *y)
{
    bool x_days = x->unit == DATE_DAYS, y_days = y->unit == DATE_DAYS;
    if (x_days && y_days)
        return false;
    if (!x_days && !y_days)
        return in_months(x) == in_months(y) && x->past != y->past;
    int64_t days = x_days ? x->count : y->count;
    int64_t months = x_days ? in_months(y) : in_months(x);
    if (months > 120000 || days > 3700000)
        return false;
    int64_t apart = days - months * MONTH_TENTHS / 10000;
    return apart >= -CLOSE_DAYS - 1 && apart <= CLOSE_DAYS + 1;
}

static bool event_varies(const struct space *space, const struct event_axis *axis)
{
    const struct table_column *columns = &space->table->columns[axis->first_column];
    if (!open_event(space, axis->var))
        return false;
    for (uint32_t i = 0; i < axis->column_count; i++)
        for (uint32_t k = i + 1; k < axis->column_count; k++)
            if (order_varies(&columns[i], &columns[k]))
                return true;
    return false;
}

static int64_t latest(const struct table_column *c, int64_t date)
{
    return date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
}

/* How all columns of the varying events are ordered on a day, as a number. */
static uint64_t order_on(const struct space *space, int64_t date)
{
    uint64_t order = 0;
    for (uint32_t e = 0; e < space->ev->event_count; e++) {
        const struct event_axis *axis = &space->ev->events[e];
        const struct table_column *columns = &space->table->columns[axis->first_column];
        if (!event_varies(space, axis))
            continue;
        for (uint32_t i = 0; i < axis->column_count; i++)
            for (uint32_t k = i + 1; k < axis->column_count; k++)
                if (order_varies(&columns[i], &columns[k])) {
                    int64_t x = latest(&columns[i], date), y = latest(&columns[k], date);
                    order = hash_word(order * 3 + (x < y ? 0u : x == y ? 1u : 2u) + 1);
                }
    }
    return order;
}

/* One day of low..high for every order that occurs there, looking from the end that is
 * nearer to other days. */
static void sample(struct cutter *c, int64_t low, int64_t high, struct slice *out, size_t *count)
{
    VEC(uint64_t) seen = {0};
    int64_t end = high - low >= CALENDAR_CYCLE ? low + CALENDAR_CYCLE - 1 : high;
    if (low == c->low) { /* not at the beginning of the calendar */
        low = high - (end - low);
        end = high;
    }
    for (int64_t day = low; day <= end; day++) {
        uint64_t order = order_on(c->space, day);
        bool known = false;
        for (size_t i = 0; i < seen.count && !known; i++)
            known = seen.items[i] == order;
        if (known)
            continue;
        VEC_PUSH(c->arena, &seen, order);
        if (out)
            out[*count] = (struct slice){day, day};
        ++*count;
    }
}

/* ---- slices -------------------------------------------------------------------------------- */

static void cut_at_cells(struct cutter *c)
{
    const struct table *t = c->space->table;
    if (t->var_column_count[VOCAB_DATE] == 0)
        return;
    const struct table_column *column = &t->columns[t->var_first_column[VOCAB_DATE]];
    for (uint32_t i = 1; i < column->cell_count; i++)
        cut(c, t->cuts[column->first_cut + i]);
}

static void write_slices(struct cutter *c, bool sampled)
{
    struct space *space = c->space;
    for (int pass = 0; pass < 2; pass++) {
        size_t count = 0;
        for (size_t i = 0; i <= c->days.count; i++) {
            int64_t low = i ? c->days.items[i - 1] : c->low;
            int64_t high = i < c->days.count ? c->days.items[i] - 1 : c->high;
            if (sampled)
                sample(c, low, high, pass ? space->slices : NULL, &count);
            else if (pass)
                space->slices[count++] = (struct slice){low, high};
            else
                count++;
        }
        space->slice_count = count;
        if (!pass)
            space->slices = ARENA_ARRAY(space->arena, struct slice, count);
    }
}

static int64_t apart(const struct slice *s, int64_t day)
{
    return day < s->low ? s->low - day : day > s->high ? day - s->high : 0;
}

/* Nearest first; insertion sort keeps it stable. */
static void order_slices(struct space *space)
{
    for (size_t i = 1; i < space->slice_count; i++) {
        struct slice s = space->slices[i];
        size_t at = i;
        for (; at > 0 && apart(&space->slices[at - 1], space->near) > apart(&s, space->near); at--)
            space->slices[at] = space->slices[at - 1];
        space->slices[at] = s;
    }
}

static void slice_days(struct space *space)
{
    const struct value_set *dates = &space->sets[VOCAB_DATE];
    struct cutter c = {.space = space, .arena = space->arena};
    bool sampled = false;
    c.low = dates->first.low;
    c.high = dates->more_count ? dates->more[dates->more_count - 1].high : dates->first.high;
    for (uint32_t e = 0; e < space->ev->event_count; e++) {
        const struct event_axis *axis = &space->ev->events[e];
        for (uint32_t i = 0; i < axis->column_count; i++)
            cut_at_ends(&c, &space->table->columns[axis->first_column + i]);
        sampled = sampled || event_varies(space, axis);
    }
    for (uint32_t i = 0; i < dates->more_count; i++) { /* gaps between days */
        cut(&c, (i ? dates->more[i - 1].high : dates->first.high) + 1);
        cut(&c, dates->more[i].low);
    }
    if (sampled)
        cut_at_cells(&c);
    sort_days(&c);
    write_slices(&c, sampled);
    order_slices(space);
}

struct space *space_of(struct arena *arena, struct evaluator *ev, const struct value_set *sets,
                       int64_t near)
{
    struct space *space = ARENA_NEW(arena, struct space);
    uint32_t vars = ev->table->vocab.var_count;
    space->arena = arena;
    space->ev = ev;
    space->table = ev->table;
    space->near = near;
    space->sets = ARENA_ARRAY(arena, struct value_set, vars);
    memcpy(space->sets, sets, vars * sizeof *sets);
    slice_days(space);
    return space;
}

struct space *space_new(struct arena *arena, struct evaluator *ev, int64_t near)
{
    const struct vocab *vocab = &ev->table->vocab;
    struct value_set *sets = ARENA_ARRAY(arena, struct value_set, vocab->var_count);
    for (uint32_t var = 0; var < vocab->var_count; var++)
        sets[var] = space_domain(arena, vocab, var);
    return space_of(arena, ev, sets, near);
}

/* Is the slice among the days of the space, not in a gap between them? */
static bool has_days(const struct value_set *dates, const struct slice *slice)
{
    for (uint32_t i = 0; i <= dates->more_count; i++) {
        const struct interval *days = i ? &dates->more[i - 1] : &dates->first;
        if (slice->low >= days->low && slice->high <= days->high)
            return true;
    }
    return false;
}

struct box *space_box(const struct space *space, size_t slice)
{
    struct evaluator *ev = space->ev;
    uint32_t vars = space->table->vocab.var_count;
    const struct slice *days = &space->slices[slice];
    if (!has_days(&space->sets[VOCAB_DATE], days))
        return NULL;
    struct value_set *sets = arena_alloc(&ev->work, vars * sizeof *sets);
    memcpy(sets, space->sets, vars * sizeof *sets);
    sets[VOCAB_DATE] = (struct value_set){.first = {days->low, days->high}};
    struct box *box = box_new(ev, &ev->work);
    return box_from_sets(ev, sets, box) ? box : NULL;
}

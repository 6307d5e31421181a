/* slices.c: where the days of a space are cut.
 *
 * At the days on which the ends of an event's possible days begin to count for a column; and,
 * where offsets in months and in days come close to each other, into single days that show
 * every order of the columns that occurs between two cuts.
 */
#include "analysis/slices.h"

#include "base/hash.h"

#include <stdlib.h>

#define CALENDAR_CYCLE 146097 /* days after which the calendar repeats */
#define CLOSE_DAYS 5          /* by which a number of months may differ from its mean length */
#define MONTH_TENTHS 304369   /* mean days of a month, in 1/10000 */

/* ---- where a slice ends ------------------------------------------------------------------ */

struct cutter {
    const struct slicing *slicing;
    struct arena *arena;
    VEC(struct slice) slices; /* made so far */
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

/* Where the ends of an event's possible days begin to count for one of its columns. In front
 * of the earliest cut of the date nothing is lost by looking at the last day only. */
static void cut_at_ends(struct cutter *c, const struct value_set *set,
                        const struct table_column *column)
{
    int64_t first = c->slicing->cut_count ? c->slicing->cuts[0] : DATE_LAST;
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *days = i ? &set->more[i - 1] : &set->first;
        int64_t ends[2] = {days->low, days->high};
        for (int e = 0; e < (days->low == days->high ? 1 : 2); e++) {
            int64_t day;
            if (!date_sum(ends[e], column->count, (enum date_unit)column->unit, &day)
                || (e && ends[e] == DATE_LAST)) /* never, or on any day to come */
                continue;
            day += column->past ? 1 : 0;
            if (ends[e] > DATE_FIRST || day >= first)
                cut(c, day);
        }
    }
}

static bool open_days(const struct value_set *set)
{
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

bool slices_vary(const struct slice_event *event)
{
    if (!open_days(event->days))
        return false;
    for (size_t i = 0; i < event->column_count; i++)
        for (size_t k = i + 1; k < event->column_count; k++)
            if (order_varies(event->columns[i], event->columns[k]))
                return true;
    return false;
}

static int64_t latest(const struct table_column *c, int64_t date)
{
    return date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
}

uint64_t slices_order(const struct slicing *slicing, int64_t date)
{
    uint64_t order = 0;
    for (size_t e = 0; e < slicing->event_count; e++) {
        const struct slice_event *event = &slicing->events[e];
        if (!open_days(event->days))
            continue;
        for (size_t i = 0; i < event->column_count; i++)
            for (size_t k = i + 1; k < event->column_count; k++)
                if (order_varies(event->columns[i], event->columns[k])) {
                    int64_t x = latest(event->columns[i], date), y = latest(event->columns[k], date);
                    order = hash_word(order * 3 + (x < y ? 0u : x == y ? 1u : 2u) + 1);
                }
    }
    return order;
}

struct orders {
    VEC(uint64_t) list;
};

static void sample_day(struct cutter *c, int64_t day, struct orders *seen)
{
    uint64_t order = slices_order(c->slicing, day);
    for (size_t i = 0; i < seen->list.count; i++)
        if (seen->list.items[i] == order)
            return;
    VEC_PUSH(c->arena, &seen->list, order);
    VEC_PUSH(c->arena, &c->slices, ((struct slice){day, day}));
}

static int64_t month_of(int64_t day)
{
    char text[DATE_TEXT];
    int64_t first = day;
    date_format(day, text);
    text[8] = '0';
    text[9] = '1';
    date_parse(text, 10, &first);
    return first;
}

/* One day of low..high for every order that occurs there, looking from the end that is nearer
 * to other days. Inside a month the order can change only behind its first day and from its
 * 28th on, because only there counting back months skips or repeats a day. */
static void sample(struct cutter *c, int64_t low, int64_t high)
{
    struct orders seen = {{0}};
    int64_t end = high - low >= CALENDAR_CYCLE ? low + CALENDAR_CYCLE - 1 : high;
    if (low == c->low) { /* not at the beginning of the calendar */
        low = high - (end - low);
        end = high;
    }
    sample_day(c, low, &seen);
    for (int64_t month = month_of(low), next; month <= end; month = next) {
        next = date_add(month, 1, DATE_MONTHS);
        if (next <= month)
            break; /* the end of the calendar */
        for (int64_t day = month; day < next && day <= end; day += day == month + 1 ? 26 : 1)
            if (day > low)
                sample_day(c, day, &seen);
    }
    if (high >= DATE_LAST)
        sample_day(c, DATE_LAST, &seen);
}

/* ---- slices -------------------------------------------------------------------------------- */

static void write_slices(struct cutter *c, struct slices *out)
{
    for (size_t i = 0; i <= c->days.count; i++) {
        int64_t low = i ? c->days.items[i - 1] : c->low;
        int64_t high = i < c->days.count ? c->days.items[i] - 1 : c->high;
        if (out->sampled)
            sample(c, low, high);
        else
            VEC_PUSH(c->arena, &c->slices, ((struct slice){low, high}));
    }
    out->items = c->slices.items;
    out->count = c->slices.count;
}

static int64_t apart(const struct slice *s, int64_t day)
{
    return day < s->low ? s->low - day : day > s->high ? day - s->high : 0;
}

/* Insertion keeps it stable. */
void slices_sort(struct slice *slices, size_t count, int64_t near)
{
    for (size_t i = 1; i < count; i++) {
        struct slice s = slices[i];
        size_t at = i;
        for (; at > 0 && apart(&slices[at - 1], near) > apart(&s, near); at--)
            slices[at] = slices[at - 1];
        slices[at] = s;
    }
}

struct slices slices_of(struct arena *arena, const struct slicing *slicing)
{
    const struct value_set *dates = slicing->dates;
    struct cutter c = {.slicing = slicing, .arena = arena};
    struct slices out = {0};
    c.low = dates->first.low;
    c.high = dates->more_count ? dates->more[dates->more_count - 1].high : dates->first.high;
    for (size_t e = 0; e < slicing->event_count; e++) {
        const struct slice_event *event = &slicing->events[e];
        for (size_t i = 0; i < event->column_count; i++)
            cut_at_ends(&c, event->days, event->columns[i]);
        out.sampled = out.sampled || slices_vary(event);
    }
    for (uint32_t i = 0; i < dates->more_count; i++) { /* gaps between days */
        cut(&c, (i ? dates->more[i - 1].high : dates->first.high) + 1);
        cut(&c, dates->more[i].low);
    }
    for (size_t i = 0; i < slicing->cut_count && out.sampled; i++)
        cut(&c, slicing->cuts[i]);
    sort_days(&c);
    write_slices(&c, &out);
    slices_sort(out.items, out.count, slicing->near);
    return out;
}

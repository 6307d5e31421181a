/* region.c: boxes less boxes, column by column.
 *
 * Worked example: whole = {a, b, c} × [0, 9], inner = {b} × [3, 5]. The first column gives the
 * part {a, c} × [0, 9], after which whole is {b} × [0, 9]; the second gives {b} × [0, 2] and
 * {b} × [6, 9]. An event is cut by its alternatives, which any of its columns can tell apart.
 */
#include "analysis/region.h"

struct region region_new(struct evaluator *ev, const bool *over)
{
    return (struct region){.ev = ev, .over = over};
}

static struct box *fresh(struct region *r)
{
    if (r->spare.count)
        return r->spare.items[--r->spare.count];
    return box_new(r->ev, &r->ev->work);
}

void region_add(struct region *r, const struct box *box)
{
    struct box *copy = fresh(r);
    box_copy(r->ev, copy, box);
    VEC_PUSH(&r->ev->work, &r->parts, copy);
}

struct box *region_take(struct region *r)
{
    return r->parts.count ? r->parts.items[--r->parts.count] : NULL;
}

void region_drop(struct region *r, struct box *box)
{
    VEC_PUSH(&r->ev->work, &r->spare, box);
}

/* The part of whole on one side of the split, if there is one; whole keeps the other. */
static void cut_off(struct region *r, struct box *whole, const struct split *kept)
{
    struct box *part = fresh(r);
    box_copy(r->ev, part, whole);
    if (box_narrow(r->ev, part, kept, false))
        VEC_PUSH(&r->ev->work, &r->parts, part);
    else
        region_drop(r, part);
    box_narrow(r->ev, whole, kept, true);
}

/* Keeps the alternatives before `first` of an event; low: those from it on. */
static void cut_event(struct region *r, struct box *whole, uint32_t event, uint32_t first,
                      bool low)
{
    const struct event_axis *axis = &r->ev->events[event];
    for (uint32_t i = 0; i < axis->column_count; i++) {
        uint32_t column = axis->first_column + i;
        if (axis->holds[i] != first)
            continue;
        struct split kept = {.column = column, .small = true};
        kept.cells = UINT64_C(2) << r->ev->table->columns[column].shift; /* holds: before first */
        if (low)
            kept.cells = UINT64_C(1) << r->ev->table->columns[column].shift;
        cut_off(r, whole, &kept);
        return;
    }
}

static void less_event(struct region *r, struct box *whole, const struct box *inner,
                       uint32_t event)
{
    if (inner->event_low[event] > whole->event_low[event])
        cut_event(r, whole, event, inner->event_low[event], true);
    if (inner->event_high[event] < whole->event_high[event])
        cut_event(r, whole, event, inner->event_high[event] + 1, false);
}

static void less_wide(struct region *r, struct box *whole, const struct box *inner,
                      uint32_t column)
{
    uint32_t lane = r->ev->table->columns[column].lane;
    if (inner->cell_low[lane] > whole->cell_low[lane]) {
        struct split kept = {.column = column, .low = inner->cell_low[lane],
                             .high = whole->cell_high[lane]};
        cut_off(r, whole, &kept);
    }
    if (inner->cell_high[lane] < whole->cell_high[lane]) {
        struct split kept = {.column = column, .low = whole->cell_low[lane],
                             .high = inner->cell_high[lane]};
        cut_off(r, whole, &kept);
    }
}

void region_less(struct region *r, struct box *whole, const struct box *inner)
{
    struct evaluator *ev = r->ev;
    for (uint32_t i = 0; i < ev->table->columns_count; i++) {
        const struct table_column *c = &ev->table->columns[i];
        if (c->kind == COLUMN_SINCE || (r->over && r->over[c->var]))
            continue;
        if (!c->small) {
            less_wide(r, whole, inner, i);
            continue;
        }
        struct split kept = {.column = i, .small = true};
        kept.cells = inner->mask[c->word] & ev->field[i];
        if (whole->mask[c->word] & ev->field[i] & ~kept.cells)
            cut_off(r, whole, &kept);
    }
    for (uint32_t e = 0; e < ev->event_count; e++)
        if (!r->over || !r->over[ev->events[e].var])
            less_event(r, whole, inner, e);
    region_drop(r, whole);
}

/* ---- single cells ----------------------------------------------------------------------------- */

void region_fix(struct evaluator *ev, struct box *box, const bool *vars)
{
    for (uint32_t i = 0; i < ev->table->columns_count; i++) {
        const struct table_column *c = &ev->table->columns[i];
        if (!vars[c->var] || c->kind == COLUMN_SINCE)
            continue;
        uint32_t cell = c->small ? (uint32_t)__builtin_ctzll(box->mask[c->word] & ev->field[i])
                                       - c->shift
                                 : box->cell_low[c->lane];
        box_fix_cell(ev, box, i, cell);
    }
    for (uint32_t e = 0; e < ev->event_count; e++)
        if (vars[ev->events[e].var])
            box_fix_alternative(ev, box, e, box->event_low[e]);
}

/* Does the alternative look on the date as that day of the event does? */
static bool alike(const struct evaluator *ev, const struct event_axis *axis, uint32_t alternative,
                  int64_t day, int64_t date)
{
    for (uint32_t i = 0; i < axis->column_count; i++) {
        const struct table_column *c = &ev->table->columns[axis->first_column + i];
        int64_t last =
            date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
        if ((day <= last) != (alternative < axis->holds[i]))
            return false;
    }
    return true;
}

void region_fix_values(struct evaluator *ev, struct box *box, const bool *over,
                       const int64_t *values)
{
    for (uint32_t i = 0; i < ev->table->columns_count; i++) {
        const struct table_column *c = &ev->table->columns[i];
        if (!over[c->var] && c->kind != COLUMN_SINCE)
            box_fix_cell(ev, box, i, table_cell(ev->table, i, values[c->var]));
    }
    for (uint32_t e = 0; e < ev->event_count; e++) {
        const struct event_axis *axis = &ev->events[e];
        for (uint32_t a = 0; a < axis->count && !over[axis->var]; a++)
            if (alike(ev, axis, a, values[axis->var], values[VOCAB_DATE])
                && box_fix_alternative(ev, box, e, a))
                break;
    }
}

bool region_within(const struct evaluator *ev, const struct box *inner, const struct box *box)
{
    for (uint32_t w = 0; w < ev->meta->mask_words; w++)
        if (inner->mask[w] & ~box->mask[w])
            return false;
    for (uint32_t l = 0; l < ev->wide_count; l++)
        if (inner->cell_low[l] < box->cell_low[l] || inner->cell_high[l] > box->cell_high[l])
            return false;
    for (uint32_t e = 0; e < ev->event_count; e++)
        if (inner->event_low[e] < box->event_low[e] || inner->event_high[e] > box->event_high[e])
            return false;
    return true;
}

/* space.c: the worlds of a policy, and the box of one slice of their days. */
#include "analysis/space.h"

#include <string.h>

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

/* ---- slices -------------------------------------------------------------------------------- */

static void slice_days(struct space *space)
{
    const struct table *t = space->table;
    const struct evaluator *ev = space->ev;
    struct slice_event *events = ARENA_ARRAY(space->arena, struct slice_event, ev->event_count);
    for (uint32_t e = 0; e < ev->event_count; e++) {
        const struct event_axis *axis = &ev->events[e];
        const struct table_column **columns =
            arena_alloc(space->arena, axis->column_count * sizeof *columns);
        for (uint32_t i = 0; i < axis->column_count; i++)
            columns[i] = &t->columns[axis->first_column + i];
        events[e] = (struct slice_event){&space->sets[axis->var], columns, axis->column_count};
    }
    struct slicing slicing = {.dates = &space->sets[VOCAB_DATE],
                              .events = events,
                              .event_count = ev->event_count,
                              .near = space->near};
    if (t->var_column_count[VOCAB_DATE]) {
        const struct table_column *c = &t->columns[t->var_first_column[VOCAB_DATE]];
        slicing.cuts = &t->cuts[c->first_cut] + 1;
        slicing.cut_count = c->cell_count - 1;
    }
    struct slices slices = slices_of(space->arena, &slicing);
    space->slices = slices.items;
    space->slice_count = slices.count;
    space->sampled = slices.sampled;
}

/* Are events and holes of the evaluator, which belong to a box as well, none for all slices? */
static bool is_plain(const struct space *space)
{
    const struct evaluator *ev = space->ev;
    bool plain = ev->event_count == 0;
    for (uint32_t l = 0; l < ev->wide_count && plain; l++) {
        uint32_t var = space->table->columns[ev->lane_column[l]].var;
        plain = var == VOCAB_DATE || space->sets[var].more_count == 0;
    }
    return plain;
}

static void keep_boxes(struct space *space)
{
    space->boxes =
        is_plain(space) ? ARENA_ARRAY(space->arena, struct box *, space->slice_count) : NULL;
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
    space->sets = space->own = arena_copy(arena, sets, vars * sizeof *sets);
    slice_days(space);
    keep_boxes(space);
    return space;
}

struct space *space_within(const struct space *space, int64_t low, int64_t high, int64_t near)
{
    struct space *part = ARENA_NEW(space->arena, struct space);
    uint32_t vars = space->table->vocab.var_count;
    *part = *space;
    part->near = near;
    part->sets = part->own = arena_copy(space->arena, space->sets, vars * sizeof *part->own);
    part->own[VOCAB_DATE] = (struct value_set){.first = {low, high}};
    part->slices = ARENA_ARRAY(space->arena, struct slice, space->slice_count + 1);
    part->slice_count = 0;
    for (size_t i = 0; i < space->slice_count; i++) {
        struct slice s = space->slices[i];
        s.low = s.low > low ? s.low : low;
        s.high = s.high < high ? s.high : high;
        if (s.low <= s.high)
            part->slices[part->slice_count++] = s;
    }
    slices_sort(part->slices, part->slice_count, near);
    keep_boxes(part);
    return part;
}

void space_set(struct space *space, uint32_t var, struct interval values)
{
    space->own[var].first = values;
    space->boxes = NULL;
}

int64_t space_first_day(const struct space *space)
{
    const struct evaluator *ev = space->ev;
    const struct slice *first = space->slices;
    for (size_t i = 1; i < space->slice_count; i++)
        if (space->slices[i].low < first->low)
            first = &space->slices[i];
    int64_t result = first->low;
    for (uint32_t e = 0; e < ev->event_count; e++)
        for (uint32_t i = 0; i < ev->events[e].column_count; i++) {
            const struct table_column *c = &space->table->columns[ev->events[e].first_column + i];
            int64_t day = date_add(DATE_FIRST, c->count, (enum date_unit)c->unit)
                          + (c->past ? 1 : 0);
            result = day > result && day <= first->high ? day : result;
        }
    return result;
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

static bool encode(const struct space *space, const struct slice *days, struct box *out)
{
    struct evaluator *ev = space->ev;
    uint32_t vars = space->table->vocab.var_count;
    if (!has_days(&space->sets[VOCAB_DATE], days))
        return false;
    struct value_set *sets = arena_alloc(&ev->work, vars * sizeof *sets);
    memcpy(sets, space->sets, vars * sizeof *sets);
    sets[VOCAB_DATE] = (struct value_set){.first = {days->low, days->high}};
    return box_from_sets(ev, sets, out);
}

struct box *space_box(const struct space *space, size_t slice)
{
    struct evaluator *ev = space->ev;
    struct box *box = box_new(ev, &ev->work), *kept = space->boxes ? space->boxes[slice] : NULL;
    if (kept) {
        box_again(ev, box, kept);
        return box;
    }
    if (!encode(space, &space->slices[slice], box))
        return NULL;
    if (space->boxes) {
        space->boxes[slice] = box_new(ev, space->arena);
        box_copy(ev, space->boxes[slice], box);
    }
    return box;
}

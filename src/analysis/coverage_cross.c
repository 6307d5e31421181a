/* coverage_cross.c: on which days can crossing a boundary change anything at all?
 *
 * A way that crosses wants a norm effective on one side and not on the other. That can only be
 * where two worlds that differ in nothing but the variable that is crossed differ in the norm. So
 * before days are searched one by one, each slice is asked that once, the date being one of its
 * variables, for all ways over this boundary and in both directions. Where it is not so, or the
 * answer takes too long, nothing is lost: the search of the days settles it.
 */
#include "analysis/coverage_search.h"

#define CROSS_BUDGET 4000 /* search nodes of one question */
#define CROSS_NODES 8     /* of them cost as much as one box of the search */
#define CROSS_WINDOW 20   /* days; a boundary is crossed within fewer, months being uneven */

/* The worlds around the boundary. */
static struct value_set around(const struct finder *f, const struct space *space)
{
    const struct cover_cross *cross = &f->way->cross;
    if (cross->since != IR_NONE || f->table->vocab.vars[cross->var].kind == VAR_READING)
        return space->sets[cross->var];
    bool up = cross->at < cross->other;
    return (struct value_set){.first = {up ? cross->at : cross->other,
                                        up ? cross->other : cross->at}};
}

/* Leaves an event the days close to where its column changes on a date; and at least one on
 * either side, which may be that it never happened. */
static void close_in(struct evaluator *ev, uint32_t column, int64_t date, struct box *box)
{
    const struct table_column *c = &ev->table->columns[column];
    const struct event_axis *axis = &ev->events[ev->var_event[c->var]];
    int64_t at =
        date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
    uint32_t holds = axis->holds[column - axis->first_column];
    uint32_t first = 0, last = axis->count - 1;
    while (first + 1 < holds && axis->high[first] < at - CROSS_WINDOW)
        first++;
    while (last > holds && axis->low[last] > at + CROSS_WINDOW)
        last--;
    for (uint32_t i = 0; i < axis->column_count; i++) {
        const struct table_column *of = &ev->table->columns[axis->first_column + i];
        struct split split = {.column = axis->first_column + i, .small = true,
                              .cells = UINT64_C(2) << of->shift};
        if (axis->holds[i] <= first || axis->holds[i] > last)
            box_narrow(ev, box, &split, axis->holds[i] > last);
    }
}

static bool ask(struct finder *f, const struct space *space, size_t slice)
{
    const struct cover_cross *cross = &f->way->cross;
    const struct candidates none = {NULL, 0, 0};
    struct question question = {.kind = ASK_NORM,
                                .id = f->cover->tests.items[f->way->first].id};
    struct evaluator *ev = f->cover->ev;
    struct arena_mark mark = arena_mark(f->cover->work);
    struct space part = *space;
    struct value_set *sets =
        arena_copy(f->cover->work, space->sets, f->vars * sizeof *space->sets);
    sets[cross->var] = around(f, space);
    part.sets = sets;
    part.boxes = NULL;
    session_clear(ev);
    ev->left = evaluator_share(ev, CROSS_BUDGET);
    struct box *box = space_box(&part, slice);
    bool possible = box != NULL;
    if (box && cross->since != IR_NONE)
        close_in(ev, cross->since, space->slices[slice].high, box);
    if (box)
        possible = explore_matters(ev, box, &none, &question, cross->var);
    size_t cost = ev->used / CROSS_NODES;
    f->left -= cost < f->left ? cost : f->left;
    arena_rewind(f->cover->work, mark);
    return possible;
}

bool finder_may_cross(struct finder *f, const struct space *space, size_t slice)
{
    enum { UNASKED, POSSIBLE, IMPOSSIBLE };
    struct cover_border *border = f->way->border;
    if (!border)
        return true;
    uint8_t **known = &border->slices[f->any_day];
    if (!*known)
        *known = ARENA_ARRAY(f->cover->arena, uint8_t, space->slice_count);
    if ((*known)[slice] == UNASKED)
        (*known)[slice] = ask(f, space, slice) ? POSSIBLE : IMPOSSIBLE;
    return (*known)[slice] == POSSIBLE;
}

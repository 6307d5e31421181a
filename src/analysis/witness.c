/* witness.c: from a box of cells to a world that people can read, and back for the proof.
 *
 * Each variable gets the set of values that the box allows inside the space, and of it the one
 * that values.h chooses; the date comes first, since what an event may be depends on it.
 */
#include "analysis/search.h"
#include "analysis/values.h"

#include <string.h>

/* ---- cells to values ------------------------------------------------------------------------- */

/* Adds the values of cells first..last of a column, as far as the set of the space has them. */
static void add_cells(struct values *v, const struct table *t, const struct table_column *c,
                      const struct value_set *all, uint32_t first, uint32_t last)
{
    int64_t low = first ? t->cuts[c->first_cut + first] : INT64_MIN;
    int64_t high = last + 1 < c->cell_count ? t->cuts[c->first_cut + last + 1] - 1 : INT64_MAX;
    values_add_part(v, all, low, high);
}

static bool same_set(const struct value_set *x, const struct value_set *y)
{
    if (x->more_count != y->more_count || x->first.low != y->first.low
        || x->first.high != y->first.high)
        return false;
    return x->more_count == 0
           || memcmp(x->more, y->more, x->more_count * sizeof *x->more) == 0;
}

/* What was put together in scratch, to keep: with no memory of its own where it is one interval
 * or all that the space has, as most sets of most witnesses are. */
static struct value_set kept(const struct space *space, const struct values *v,
                             const struct value_set *all)
{
    struct value_set set = values_set(v, all->origin);
    if (same_set(&set, all))
        set.more = all->more;
    else if (set.more_count)
        set.more = arena_copy(space->arena, set.more, set.more_count * sizeof *set.more);
    else
        set.more = NULL;
    return set;
}

/* The values of a column's cells inside the set of the space: a wide column has all cells from
 * one to another, a small one runs of them. */
static struct value_set cells_as_set(const struct space *space, const struct box *box,
                                     uint32_t column, const struct value_set *all)
{
    const struct table *t = space->table;
    const struct table_column *c = &t->columns[column];
    struct arena_mark mark = arena_mark(&space->ev->work);
    struct values v = {.arena = &space->ev->work};
    if (!c->small)
        add_cells(&v, t, c, all, box->cell_low[c->lane], box->cell_high[c->lane]);
    uint64_t bits =
        c->small ? (box->mask[c->word] & space->ev->field[column]) >> c->shift : 0;
    for (uint32_t cell = 0; cell < c->cell_count && bits; cell++) {
        uint32_t first = cell;
        while (cell < c->cell_count && bits >> cell & 1)
            cell++;
        if (cell > first)
            add_cells(&v, t, c, all, first, cell - 1);
    }
    struct value_set set = kept(space, &v, all);
    arena_rewind(&space->ev->work, mark);
    return set;
}

/* The days of an event that do, on `date`, what the box says of its columns. */
static struct value_set event_as_set(const struct space *space, const struct box *box,
                                     const struct event_axis *axis, int64_t date)
{
    const struct value_set *all = &space->sets[axis->var];
    int64_t low = INT64_MIN, high = DATE_NEVER;
    for (uint32_t i = 0; i < axis->column_count; i++) {
        const struct table_column *c = &space->table->columns[axis->first_column + i];
        int64_t last =
            date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
        bool may_hold = box->mask[c->word] >> c->shift & 2;
        bool may_not = box->mask[c->word] >> c->shift & 1;
        if (!may_not && last < high)
            high = last;
        if (!may_hold && last + 1 > low)
            low = last + 1;
    }
    struct arena_mark mark = arena_mark(&space->ev->work);
    struct values v = {.arena = &space->ev->work};
    values_add_part(&v, all, low, high);
    struct value_set set = kept(space, &v, all);
    arena_rewind(&space->ev->work, mark);
    return set;
}

/* ---- choosing ----------------------------------------------------------------------------------- */

static struct value_set set_of(const struct space *space, const struct box *box, uint32_t var,
                               const struct value_set *all)
{
    const struct table *t = space->table;
    if (t->var_column_count[var] == 0)
        return *all;
    return cells_as_set(space, box, t->var_first_column[var], all);
}

void search_pick(const struct space *space, const struct slice *slice, const struct box *box,
                 struct witness *out)
{
    const struct vocab *vocab = &space->table->vocab;
    uint32_t vars = vocab->var_count;
    struct value_set days = {.first = {slice->low, slice->high}};
    out->values = ARENA_ARRAY(space->arena, int64_t, vars);
    out->sets = ARENA_ARRAY(space->arena, struct value_set, vars);
    out->needed = ARENA_ARRAY(space->arena, bool, vars);
    out->sets[VOCAB_DATE] = set_of(space, box, VOCAB_DATE, &days);
    int64_t near = space->near;
    int64_t date = values_choose(&vocab->vars[VOCAB_DATE], &out->sets[VOCAB_DATE], near, near);
    for (uint32_t var = 0; var < vars; var++) {
        uint32_t event = space->ev->var_event[var];
        if (event != IR_NONE)
            out->sets[var] = event_as_set(space, box, &space->ev->events[event], date);
        else if (var != VOCAB_DATE)
            out->sets[var] = set_of(space, box, var, &space->sets[var]);
        out->values[var] = values_choose(&vocab->vars[var], &out->sets[var], date, near);
        out->needed[var] = !same_set(&out->sets[var], &space->sets[var]);
    }
    values_make_room(vocab, out->sets, out->values);
}

bool search_replay(const struct space *space, const struct query *query, const int64_t *values)
{
    struct evaluator *ev = space->ev;
    uint32_t vars = space->table->vocab.var_count;
    struct arena_mark mark = arena_mark(&ev->work);
    struct value_set *sets = ARENA_ARRAY(&ev->work, struct value_set, vars);
    for (uint32_t var = 0; var < vars; var++)
        sets[var].first = (struct interval){values[var], values[var]};
    struct box *box = box_new(ev, &ev->work);
    bool holds = box_from_sets(ev, sets, box);
    struct candidates c = {NULL, 0, 0};
    if (holds)
        c = search_gather(space, query, box);
    for (size_t i = 0; i < query->demand_count && holds; i++) {
        const struct demand *d = &query->demands[i];
        holds = !(question_bounds(ev, box, &c, &d->question) & ~d->want);
    }
    arena_rewind(&ev->work, mark);
    return holds;
}

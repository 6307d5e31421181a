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

/* Of one interval what the cells first..last have: one interval. */
static struct value_set part_of(const struct table *t, const struct table_column *c,
                                const struct value_set *all, uint32_t first, uint32_t last)
{
    struct value_set set = {.first = all->first, .origin = all->origin};
    if (first && t->cuts[c->first_cut + first] > set.first.low)
        set.first.low = t->cuts[c->first_cut + first];
    if (last + 1 < c->cell_count && t->cuts[c->first_cut + last + 1] - 1 < set.first.high)
        set.first.high = t->cuts[c->first_cut + last + 1] - 1;
    return set;
}

/* The values of a column's cells inside the set of the space, in scratch: a wide column has all
 * cells from one to another, a small one runs of them. */
static struct value_set cells_as_set(const struct space *space, const struct box *box,
                                     uint32_t column, const struct value_set *all)
{
    const struct table *t = space->table;
    const struct table_column *c = &t->columns[column];
    uint64_t bits =
        c->small ? (box->mask[c->word] & space->ev->field[column]) >> c->shift : 0;
    if (all->more_count == 0 && !c->small)
        return part_of(t, c, all, box->cell_low[c->lane], box->cell_high[c->lane]);
    if (all->more_count == 0 && bits && !(bits & (bits + (bits & (~bits + 1))))) /* one run */
        return part_of(t, c, all, (uint32_t)__builtin_ctzll(bits),
                       63 - (uint32_t)__builtin_clzll(bits));
    struct values v = {.arena = &space->ev->work};
    if (!c->small)
        add_cells(&v, t, c, all, box->cell_low[c->lane], box->cell_high[c->lane]);
    for (uint32_t cell = 0; cell < c->cell_count && bits; cell++) {
        uint32_t first = cell;
        while (cell < c->cell_count && bits >> cell & 1)
            cell++;
        if (cell > first)
            add_cells(&v, t, c, all, first, cell - 1);
    }
    return values_set(&v, all->origin);
}

/* The days of an event that do, on `date`, what the box says of its columns; in scratch. */
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
    struct values v = {.arena = &space->ev->work};
    values_add_part(&v, all, low, high);
    return values_set(&v, all->origin);
}

/* Of the columns that hold all over the box the last one to begin to, of those that do not the first. */
static struct witness_since since_of(const struct space *space, const struct box *box,
                                     const struct event_axis *axis, int64_t date)
{
    struct witness_since out = {IR_NONE, IR_NONE};
    int64_t holds = INT64_MAX, not_holds = INT64_MIN;
    for (uint32_t i = 0; i < axis->column_count; i++) {
        uint32_t id = axis->first_column + i;
        const struct table_column *c = &space->table->columns[id];
        int64_t last =
            date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
        uint64_t cells = box->mask[c->word] >> c->shift & 3;
        if (cells == 2 && last < holds) {
            holds = last;
            out.holds = id;
        } else if (cells == 1 && last > not_holds) {
            not_holds = last;
            out.not_holds = id;
        }
    }
    return out;
}

static const struct witness_since *all_since(const struct space *space, const struct box *box,
                                             const struct value_set *dates, int64_t date)
{
    uint32_t vars = space->table->vocab.var_count;
    if (!space->ev->event_count || (!dates->more_count && dates->first.low == dates->first.high))
        return NULL;
    struct witness_since *since = arena_alloc(space->arena, vars * sizeof *since);
    for (uint32_t var = 0; var < vars; var++) {
        uint32_t event = space->ev->var_event[var];
        since[var] = event == IR_NONE ? (struct witness_since){IR_NONE, IR_NONE}
                                      : since_of(space, box, &space->ev->events[event], date);
    }
    return since;
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

/* Keeps the sets that are less than what the space has, by variable, in memory of the space. */
static void keep_parts(const struct space *space, const struct value_set *sets,
                       struct witness *out)
{
    uint32_t vars = space->table->vocab.var_count, count = 0;
    for (uint32_t var = 0; var < vars; var++) {
        out->needed[var] = !same_set(&sets[var], &space->sets[var]);
        count += out->needed[var] ? sets[var].more_count + 1 : 0;
    }
    struct interval *parts = arena_alloc(space->arena, count * sizeof *parts);
    uint32_t *ends = arena_alloc(space->arena, vars * sizeof *ends), end = 0;
    for (uint32_t var = 0; var < vars; var++) {
        const struct value_set *set = &sets[var];
        if (out->needed[var]) {
            parts[end++] = set->first;
            for (uint32_t i = 0; i < set->more_count; i++)
                parts[end++] = set->more[i];
        }
        ends[var] = end;
    }
    out->whole = space->sets;
    out->parts = parts;
    out->ends = ends;
}

void search_pick(const struct space *space, const struct slice *slice, const struct box *box,
                 struct witness *out)
{
    const struct vocab *vocab = &space->table->vocab;
    uint32_t vars = vocab->var_count;
    struct value_set days = {.first = {slice->low, slice->high}};
    struct arena_mark mark = arena_mark(&space->ev->work);
    struct value_set *sets = arena_alloc(&space->ev->work, vars * sizeof *sets);
    out->values = arena_alloc(space->arena, vars * sizeof *out->values);
    out->needed = arena_alloc(space->arena, vars * sizeof *out->needed);
    sets[VOCAB_DATE] = set_of(space, box, VOCAB_DATE, &days);
    out->sampled = space->sampled;
    int64_t near = space->near;
    int64_t date = values_choose(&vocab->vars[VOCAB_DATE], &sets[VOCAB_DATE], near, near);
    for (uint32_t var = 0; var < vars; var++) {
        uint32_t event = space->ev->var_event[var];
        if (event != IR_NONE)
            sets[var] = event_as_set(space, box, &space->ev->events[event], date);
        else if (var != VOCAB_DATE)
            sets[var] = set_of(space, box, var, &space->sets[var]);
        out->values[var] = values_choose(&vocab->vars[var], &sets[var], date, near);
    }
    values_make_room(vocab, sets, out->values);
    keep_parts(space, sets, out);
    out->since = all_since(space, box, &sets[VOCAB_DATE], date);
    arena_rewind(&space->ev->work, mark);
}

struct value_set witness_set(const struct witness *w, uint32_t var)
{
    uint32_t first = w->ends && var ? w->ends[var - 1] : 0;
    if (!w->ends || w->ends[var] == first)
        return w->whole[var];
    return (struct value_set){.first = w->parts[first],
                              .more = w->parts + first + 1,
                              .more_count = w->ends[var] - first - 1,
                              .origin = w->whole[var].origin};
}

const struct witness_since *witness_since(const struct witness *w, uint32_t var)
{
    const struct witness_since *since = w->since ? &w->since[var] : NULL;
    return since && (since->holds != IR_NONE || since->not_holds != IR_NONE) ? since : NULL;
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
    bool holds = box_encode(ev, sets, box);
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

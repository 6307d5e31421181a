/* witness.c: from a box of cells to a world that people can read, and back for the proof.
 *
 * Values are chosen in this order: what is presumed, what did not happen, the day nearest to
 * the day of interest, the first leaf, the least number.
 */
#include "analysis/search.h"

#include <string.h>

/* ---- cells to values ------------------------------------------------------------------------- */

struct values {
    struct arena *arena;
    VEC(struct interval) list;
};

static void add(struct values *v, int64_t low, int64_t high)
{
    if (low > high)
        return;
    if (v->list.count && low != DATE_NEVER && v->list.items[v->list.count - 1].high + 1 == low) {
        v->list.items[v->list.count - 1].high = high;
        return;
    }
    struct interval values = {low, high};
    VEC_PUSH(v->arena, &v->list, values);
}

/* low..high as far as the set has it. */
static void add_part(struct values *v, const struct value_set *set, int64_t low, int64_t high)
{
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *part = i ? &set->more[i - 1] : &set->first;
        add(v, part->low > low ? part->low : low, part->high < high ? part->high : high);
    }
}

static struct value_set as_set(const struct values *v, uint32_t origin)
{
    struct value_set set = {.origin = origin};
    if (v->list.count == 0)
        return set;
    set.first = v->list.items[0];
    set.more = v->list.items + 1;
    set.more_count = (uint32_t)v->list.count - 1;
    return set;
}

static bool has_cell(const struct evaluator *ev, const struct box *box, uint32_t column,
                     uint32_t cell)
{
    const struct table_column *c = &ev->table->columns[column];
    if (c->small)
        return box->mask[c->word] >> (c->shift + cell) & 1;
    return cell >= box->cell_low[c->lane] && cell <= box->cell_high[c->lane];
}

/* The values of a column's cells inside the set of the space. */
static struct value_set cells_as_set(const struct space *space, const struct box *box,
                                     uint32_t column, const struct value_set *all)
{
    const struct table *t = space->table;
    const struct table_column *c = &t->columns[column];
    struct values v = {.arena = space->arena};
    for (uint32_t cell = 0; cell < c->cell_count; cell++) {
        if (!has_cell(space->ev, box, column, cell))
            continue;
        int64_t low = cell ? t->cuts[c->first_cut + cell] : INT64_MIN;
        int64_t high =
            cell + 1 < c->cell_count ? t->cuts[c->first_cut + cell + 1] - 1 : INT64_MAX;
        add_part(&v, all, low, high);
    }
    return as_set(&v, all->origin);
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
    struct values v = {.arena = space->arena};
    add_part(&v, all, low, high);
    return as_set(&v, all->origin);
}

/* ---- choosing ----------------------------------------------------------------------------------- */

static int64_t nearest_day(const struct value_set *set, int64_t near)
{
    int64_t best = set->first.low, distance = INT64_MAX;
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *part = i ? &set->more[i - 1] : &set->first;
        int64_t day = near < part->low ? part->low : near > part->high ? part->high : near;
        int64_t apart = day < near ? near - day : day - near;
        if (day != DATE_NEVER && apart < distance) {
            best = day;
            distance = apart;
        }
    }
    return best;
}

static bool takes(const struct value_set *set, int64_t value)
{
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *part = i ? &set->more[i - 1] : &set->first;
        if (value >= part->low && value <= part->high)
            return true;
    }
    return false;
}

static int64_t choose(const struct space *space, uint32_t var, const struct value_set *set,
                      int64_t date)
{
    const struct vocab_var *v = &space->table->vocab.vars[var];
    switch ((enum var_kind)v->kind) {
    case VAR_DATE_OF_CASE:
        return nearest_day(set, space->near);
    case VAR_DAY:
        return nearest_day(set, date);
    case VAR_EVENT:
        return takes(set, DATE_NEVER) ? DATE_NEVER : nearest_day(set, date);
    case VAR_LEAF:
    case VAR_NUMBER:
    case VAR_READING:
        break;
    }
    for (int64_t p = v->presumed_low; v->has_presumed && p <= v->presumed_high; p++)
        if (takes(set, p))
            return p;
    return set->first.low;
}

static bool same_set(const struct value_set *x, const struct value_set *y)
{
    if (x->more_count != y->more_count || x->first.low != y->first.low
        || x->first.high != y->first.high)
        return false;
    return x->more_count == 0
           || memcmp(x->more, y->more, x->more_count * sizeof *x->more) == 0;
}

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
    uint32_t vars = space->table->vocab.var_count;
    struct value_set days = {.first = {slice->low, slice->high}};
    out->values = ARENA_ARRAY(space->arena, int64_t, vars);
    out->sets = ARENA_ARRAY(space->arena, struct value_set, vars);
    out->needed = ARENA_ARRAY(space->arena, bool, vars);
    out->sets[VOCAB_DATE] = set_of(space, box, VOCAB_DATE, &days);
    int64_t date = choose(space, VOCAB_DATE, &out->sets[VOCAB_DATE], space->near);
    for (uint32_t var = 0; var < vars; var++) {
        uint32_t event = space->ev->var_event[var];
        if (event != IR_NONE)
            out->sets[var] = event_as_set(space, box, &space->ev->events[event], date);
        else if (var != VOCAB_DATE)
            out->sets[var] = set_of(space, box, var, &space->sets[var]);
        out->values[var] = choose(space, var, &out->sets[var], date);
        out->needed[var] = !same_set(&out->sets[var], &space->sets[var]);
    }
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

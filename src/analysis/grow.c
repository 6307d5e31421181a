/* grow.c: a box of worlds that meet some demands, made larger.
 *
 * In: a box all of whose worlds meet them, and the box that it may grow to. Each column in turn
 * gets as many of the limit's cells as it can have with all worlds meeting the demands, readings and
 * events first; what a short search cannot prove is left out. The result is what a witness tells of
 * the values beside its own. Steps that leave the conditions of the demands are most of all steps,
 * and are seen from the cells of the one column at hand.
 */
#include "analysis/search_parts.h"

#define GROW_NODES 300 /* of the search for a world that stands against growing */

/* Is it plain that some world does not meet a demand's own condition? */
static bool sticks_out(const struct space *space, const struct query *query,
                       const struct box *box)
{
    for (size_t i = 0; i < query->demand_count; i++) {
        uint32_t node = search_condition(space, query, i);
        if (node != IR_NONE && defeat_met(space->ev, box, node) != TRUTH_YES)
            return true;
    }
    return false;
}

/* Do all worlds of the box meet the demand? MAYBE: that took too long. */
static enum eval_truth all_meet_one(const struct space *space, const struct demand *demand,
                                    const struct box *box, const struct candidates *c)
{
    struct evaluator *ev = space->ev;
    if (!(question_bounds(ev, box, c, &demand->question) & ~demand->want))
        return TRUTH_YES;
    struct demand against = *demand;
    against.want = (uint8_t)~against.want;
    struct query one = {IR_NONE, &against, 1};
    struct box *work = box_new(ev, &ev->work), *found = box_new(ev, &ev->work);
    struct candidates own = gather_again(ev, box, c, &ev->work);
    box_copy(ev, work, box);
    if (search_box(space, &one, work, &own, found))
        return TRUTH_NO;
    return ev->gave_up ? TRUTH_MAYBE : TRUTH_YES;
}

/* Do all worlds of the box meet all demands? MAYBE: that took too long, or is not plain. */
static enum eval_truth all_meet(const struct space *space, const struct query *query,
                                const struct box *box)
{
    struct evaluator *ev = space->ev;
    if (ev->left == 0 || sticks_out(space, query, box))
        return TRUTH_MAYBE;
    struct arena_mark mark = arena_mark(&ev->work);
    struct candidates c = search_gather(space, query, box);
    const struct demand *open;
    enum eval_truth t = search_judge(ev, query, box, &c, &open);
    uint64_t left = ev->left;
    ev->left = left < GROW_NODES ? left : GROW_NODES;
    left -= ev->left;
    if (t == TRUTH_MAYBE) {
        t = TRUTH_YES;
        for (size_t i = 0; i < query->demand_count && t == TRUTH_YES; i++)
            t = all_meet_one(space, &query->demands[i], box, &c);
    }
    ev->left += left;
    ev->gave_up = false;
    arena_rewind(&ev->work, mark);
    return t;
}

struct growing {
    const struct space *space;
    const struct query *query;
    const struct box *limit;
    const struct box *reach; /* what of the limit meets the demands' own conditions, or more */
    struct box *box, *trial;
};

/* Takes the trial over if all its worlds meet the demands. */
static bool accept(const struct growing *g)
{
    if (all_meet(g->space, g->query, g->trial) != TRUTH_YES)
        return false;
    box_copy(g->space->ev, g->box, g->trial);
    return true;
}

/* Has the column in `inner` no cell that it has not in `outer`? */
static bool cells_within(const struct evaluator *ev, const struct box *inner,
                         const struct box *outer, uint32_t column)
{
    const struct table_column *c = &ev->table->columns[column];
    if (c->small)
        return (inner->mask[c->word] & ~outer->mask[c->word] & ev->field[column]) == 0;
    return inner->cell_low[c->lane] >= outer->cell_low[c->lane]
           && inner->cell_high[c->lane] <= outer->cell_high[c->lane];
}

static bool grow_whole(const struct growing *g, uint32_t column)
{
    struct evaluator *ev = g->space->ev;
    if (!cells_within(ev, g->limit, g->reach, column))
        return false;
    box_copy(ev, g->trial, g->box);
    box_widen(ev, g->trial, g->limit, column);
    return accept(g);
}

/* A small column cell by cell; an event is all or nothing. */
static void grow_small(const struct growing *g, uint32_t column)
{
    struct evaluator *ev = g->space->ev;
    const struct table_column *c = &ev->table->columns[column];
    uint64_t rest = g->reach->mask[c->word] & ev->field[column] & ~g->box->mask[c->word];
    for (; rest; rest &= rest - 1) {
        struct split keep = {.column = column, .small = true};
        keep.cells = (g->box->mask[c->word] & ev->field[column]) | (rest & (~rest + 1));
        box_copy(ev, g->trial, g->box);
        box_widen(ev, g->trial, g->limit, column);
        box_narrow(ev, g->trial, &keep, true);
        accept(g);
    }
}

/* Is it plain that the box cannot even have the next cell of a wide column without holes? Then
 * it cannot have more of them. */
static bool ends_here(const struct growing *g, uint32_t column, bool up)
{
    struct evaluator *ev = g->space->ev;
    uint32_t lane = ev->table->columns[column].lane;
    uint32_t cell = up ? g->box->cell_high[lane] + 1 : g->box->cell_low[lane] - 1;
    struct split next = {.column = column, .low = cell, .high = cell};
    box_copy(ev, g->trial, g->box);
    box_widen(ev, g->trial, g->limit, column);
    return box_narrow(ev, g->trial, &next, true)
           && all_meet(g->space, g->query, g->trial) == TRUTH_NO;
}

/* A wide column to either side, in steps that halve. The ends of a hull move to allowed cells
 * where it has holes, so only without them does a step tell by itself where it leads. */
static void grow_wide(const struct growing *g, uint32_t column, bool up)
{
    struct evaluator *ev = g->space->ev;
    uint32_t lane = ev->table->columns[column].lane;
    bool whole = ev->holes[lane].count == 0;
    if (whole && (up ? g->reach->cell_high[lane] == g->box->cell_high[lane]
                     : g->reach->cell_low[lane] == g->box->cell_low[lane]))
        return;
    if (whole && ends_here(g, column, up))
        return;
    uint32_t room = up ? g->limit->cell_high[lane] - g->box->cell_high[lane]
                       : g->box->cell_low[lane] - g->limit->cell_low[lane];
    for (uint32_t step = room; step > 0; step /= 2) {
        uint32_t low = g->box->cell_low[lane], high = g->box->cell_high[lane];
        if (up ? g->limit->cell_high[lane] - high < step : low - g->limit->cell_low[lane] < step)
            continue;
        if (whole && (up ? g->reach->cell_high[lane] - high < step
                         : low - g->reach->cell_low[lane] < step))
            continue;
        struct split keep = {.column = column,
                             .low = up ? low : low - step,
                             .high = up ? high + step : high};
        box_copy(ev, g->trial, g->box);
        box_widen(ev, g->trial, g->limit, column);
        if (box_narrow(ev, g->trial, &keep, true))
            accept(g);
    }
}

bool search_same_cells(const struct evaluator *ev, const struct box *x, const struct box *y,
                       uint32_t column)
{
    const struct table_column *c = &ev->table->columns[column];
    if (c->small)
        return ((x->mask[c->word] ^ y->mask[c->word]) & ev->field[column]) == 0;
    return x->cell_low[c->lane] == y->cell_low[c->lane]
           && x->cell_high[c->lane] == y->cell_high[c->lane];
}

/* What a condition says of a wide column in several ranges: the box is in one of them, if it is
 * in any, and a larger hull meets the condition only inside this one. */
static void stay_in_range(struct evaluator *ev, const struct ir_literal *l,
                          const struct box *box, struct box *reach)
{
    uint32_t lane = ev->table->columns[l->column].lane;
    for (uint32_t i = 0; i < l->range_count; i++) {
        const struct ir_range *r = &ev->table->ranges[l->first_range + i];
        if (r->low > box->cell_low[lane] || r->high < box->cell_high[lane])
            continue;
        if (r->low > reach->cell_low[lane])
            reach->cell_low[lane] = r->low;
        if (r->high < reach->cell_high[lane])
            reach->cell_high[lane] = r->high;
        box_changed(ev, reach);
    }
}

/* The same of each condition that is one record and says all that it says in a cube. */
static void stay_in_ranges(const struct space *space, const struct query *query,
                           const struct box *box, struct box *reach)
{
    const struct table *t = space->table;
    for (size_t i = 0; i < query->demand_count; i++) {
        uint32_t node = search_condition(space, query, i);
        if (node == IR_NONE || t->nodes[node].residual)
            continue;
        uint32_t cube = record_cube(space->ev, table_record(t, t->nodes[node].first_record));
        for (uint32_t k = 0; cube != IR_NONE && k < t->cubes[cube].count; k++) {
            const struct ir_literal *l = &t->literals[t->cube_literals[t->cubes[cube].first + k]];
            if (!t->columns[l->column].small)
                stay_in_range(space->ev, l, box, reach);
        }
    }
}

bool search_better_open(const struct space *space, uint32_t var)
{
    enum var_role role = (enum var_role)space->table->vocab.vars[var].role;
    return role == VAR_ROLE_READING || role == VAR_ROLE_LEDGER;
}

static void grow_column(const struct growing *g, uint32_t column)
{
    const struct table_column *c = &g->space->table->columns[column];
    if (grow_whole(g, column))
        return;
    if (!c->small) {
        grow_wide(g, column, true);
        grow_wide(g, column, false);
    } else if (c->kind != COLUMN_SINCE) {
        grow_small(g, column);
    }
}

void search_grow(const struct space *space, const struct query *query, const struct box *limit,
                 const bool *keep, struct box *box)
{
    struct evaluator *ev = space->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    struct box *reach = box_new(ev, &ev->work);
    box_copy(ev, reach, limit);
    if (!search_meet(space, query, IR_NONE, reach)) /* the box stands beside it, where it is to be kept */
        box_copy(ev, reach, limit);
    else
        stay_in_ranges(space, query, box, reach);
    struct growing g = {space, query, limit, reach, box, box_new(ev, &ev->work)};
    for (int plain = 1; plain >= 0; plain--)
        for (uint32_t i = 0; i < ev->table->columns_count; i++) {
            uint32_t var = ev->table->columns[i].var;
            if (search_better_open(space, var) == plain && !(keep && keep[var])
                && !search_same_cells(ev, box, limit, i))
                grow_column(&g, i);
        }
    arena_rewind(&ev->work, mark);
}

/* search.c: conjunctions of questions over boxes, depth first, with a witness. */
#include "analysis/search.h"

#include <string.h>

#define GROW_NODES 300 /* of the search for a world that stands against growing */
#define RECORDS_A_NODE 16 /* that are looked at for what a node costs by itself */
#define PROBES 12 /* single worlds that are tried first */
#define MOST_PIECES 64 /* ranges of a literal that are looked at one by one */

struct hunt {
    struct evaluator *ev;
    const struct query *query;
    struct box *out;
};

/* What the demands are over a box; *open is the first one that is undecided. */
static enum eval_truth judge(struct evaluator *ev, const struct query *query,
                             const struct box *box, const struct candidates *candidates,
                             const struct demand **open)
{
    enum eval_truth result = TRUTH_YES;
    for (size_t i = 0; i < query->demand_count; i++) {
        const struct demand *d = &query->demands[i];
        uint8_t bits = question_bounds(ev, box, candidates, &d->question);
        if (!(bits & d->want))
            return TRUTH_NO;
        if (bits & ~d->want && result == TRUTH_YES) {
            result = TRUTH_MAYBE;
            *open = d;
        }
    }
    return result;
}

/* Takes what the look at so many records costs from the budget; more than is left is all. */
static void charge(struct evaluator *ev, size_t records)
{
    uint64_t nodes = records / RECORDS_A_NODE;
    nodes = nodes < ev->left ? nodes : ev->left;
    ev->left -= nodes;
    ev->used += nodes;
}

/* A node, of which the cost grows with the records and defeaters that are looked at. */
static bool spend(struct evaluator *ev, size_t records)
{
    bool some = engine_spend(ev);
    charge(ev, records + ev->looked);
    ev->looked = 0;
    return some;
}

static bool hunt(const struct hunt *h, struct box *box, struct candidates *candidates)
{
    struct evaluator *ev = h->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    bool found = false;
    for (;;) {
        const struct demand *open = NULL;
        enum eval_truth t = judge(ev, h->query, box, candidates, &open);
        if (t == TRUTH_YES) {
            box_copy(ev, h->out, box);
            found = true;
        }
        struct split split;
        if (t != TRUTH_MAYBE || !spend(ev, candidates->count))
            break;
        if (!split_box(ev, box, candidates, &open->question, &split)) {
            box_copy(ev, h->out, box); /* without the clause there is no verdict at all */
            found = true;
            break;
        }
        bool inside = split_inside_first(ev, box, &split);
        struct box *half = box_new(ev, &ev->work);
        box_copy(ev, half, box);
        if (box_narrow(ev, half, &split, inside)) {
            struct candidates less = gather_again(ev, half, candidates, &ev->work);
            found = hunt(h, half, &less);
        }
        arena_rewind(&ev->work, mark);
        if (found || !box_narrow(ev, box, &split, !inside))
            break;
        gather_in_place(ev, box, candidates);
    }
    arena_rewind(&ev->work, mark);
    return found;
}

bool search_box(const struct space *space, const struct query *query, struct box *box,
                struct candidates *candidates, struct box *out)
{
    struct hunt h = {space->ev, query, out};
    return hunt(&h, box, candidates);
}

/* ---- candidates ----------------------------------------------------------------------------- */

static bool needs_candidates(enum question_kind kind)
{
    switch (kind) {
    case ASK_NORM:
    case ASK_HIT:
    case ASK_MET:
    case ASK_EXPR:
    case ASK_FORCED:
        return false;
    case ASK_VERDICT:
    case ASK_EFFECT:
    case ASK_CONTESTED:
    case ASK_DUTY:
    case ASK_BASIS:
    case ASK_LIFTED:
    case ASK_LIFTED_BY:
    case ASK_NORM_CONTESTED:
    case ASK_BLOCKED:
    case ASK_DIFFERS:
        return true;
    }
    return true;
}

struct candidates search_gather(const struct space *space, const struct query *query,
                                const struct box *box)
{
    struct candidates none = {NULL, 0, 0};
    bool some = false, duties = false;
    for (size_t i = 0; i < query->demand_count; i++) {
        some = some || needs_candidates(query->demands[i].question.kind);
        duties = duties || query->demands[i].question.kind == ASK_DUTY;
    }
    if (!some)
        return none;
    struct candidates c = gather_candidates(space->ev, box, true, duties, &space->ev->work);
    charge(space->ev, c.count);
    return c;
}

/* The node whose own condition holds wherever the demand is met; IR_NONE: none is known. */
static uint32_t node_of(const struct demand *d)
{
    switch (d->question.kind) {
    case ASK_NORM:
    case ASK_HIT:
    case ASK_MET:
    case ASK_NORM_CONTESTED:
    case ASK_LIFTED:
    case ASK_LIFTED_BY:
        return d->want == ANSWER_YES ? d->question.id : IR_NONE;
    case ASK_DUTY:
        return d->want & 1 ? IR_NONE : d->question.id;
    case ASK_VERDICT:
    case ASK_EFFECT:
    case ASK_CONTESTED:
    case ASK_BASIS:
    case ASK_EXPR:
    case ASK_BLOCKED:
    case ASK_DIFFERS:
    case ASK_FORCED:
        return IR_NONE;
    }
    return IR_NONE;
}

/* ---- growing ---------------------------------------------------------------------------------- */

/* Is it plain that some world does not meet a demand's own condition? */
static bool sticks_out(const struct space *space, const struct query *query,
                       const struct box *box)
{
    for (size_t i = 0; i < query->demand_count; i++) {
        uint32_t node = node_of(&query->demands[i]);
        if (node != IR_NONE && space->table->nodes[node].record_count == 1
            && defeat_met(space->ev, box, node) != TRUTH_YES)
            return true;
    }
    return false;
}

/* Is no world of the box against some demand? False also when that took too long. */
static bool all_meet(const struct space *space, const struct query *query, const struct box *box)
{
    struct evaluator *ev = space->ev;
    if (ev->left == 0 || sticks_out(space, query, box))
        return false;
    struct arena_mark mark = arena_mark(&ev->work);
    struct candidates c = search_gather(space, query, box);
    const struct demand *open;
    enum eval_truth t = judge(ev, query, box, &c, &open);
    bool all = t == TRUTH_YES;
    uint64_t left = ev->left;
    ev->left = left < GROW_NODES ? left : GROW_NODES;
    left -= ev->left;
    for (size_t i = 0; i < query->demand_count && t == TRUTH_MAYBE; i++) {
        struct demand against = query->demands[i];
        against.want = (uint8_t)~against.want;
        struct query one = {IR_NONE, &against, 1};
        struct box *work = box_new(ev, &ev->work), *found = box_new(ev, &ev->work);
        struct candidates own = gather_again(ev, box, &c, &ev->work);
        box_copy(ev, work, box);
        if (search_box(space, &one, work, &own, found) || ev->gave_up)
            break;
        all = i + 1 == query->demand_count;
    }
    ev->left += left;
    ev->gave_up = false;
    arena_rewind(&ev->work, mark);
    return all;
}

struct growing {
    const struct space *space;
    const struct query *query;
    const struct box *limit;
    struct box *box, *trial;
};

/* Takes the trial over if all its worlds meet the demands. */
static bool accept(const struct growing *g)
{
    if (!all_meet(g->space, g->query, g->trial))
        return false;
    box_copy(g->space->ev, g->box, g->trial);
    return true;
}

static bool grow_whole(const struct growing *g, uint32_t column)
{
    struct evaluator *ev = g->space->ev;
    box_copy(ev, g->trial, g->box);
    box_widen(ev, g->trial, g->limit, column);
    return accept(g);
}

/* A small column cell by cell; an event is all or nothing. */
static void grow_small(const struct growing *g, uint32_t column)
{
    struct evaluator *ev = g->space->ev;
    const struct table_column *c = &ev->table->columns[column];
    uint64_t rest = g->limit->mask[c->word] & ev->field[column] & ~g->box->mask[c->word];
    for (; rest; rest &= rest - 1) {
        struct split keep = {.column = column, .small = true};
        keep.cells = (g->box->mask[c->word] & ev->field[column]) | (rest & (~rest + 1));
        box_copy(ev, g->trial, g->box);
        box_widen(ev, g->trial, g->limit, column);
        box_narrow(ev, g->trial, &keep, true);
        accept(g);
    }
}

/* A wide column to either side, in steps that halve. */
static void grow_wide(const struct growing *g, uint32_t column, bool up)
{
    struct evaluator *ev = g->space->ev;
    uint32_t lane = ev->table->columns[column].lane;
    uint32_t room = up ? g->limit->cell_high[lane] - g->box->cell_high[lane]
                       : g->box->cell_low[lane] - g->limit->cell_low[lane];
    for (uint32_t step = room; step > 0; step /= 2) {
        uint32_t low = g->box->cell_low[lane], high = g->box->cell_high[lane];
        if (up ? g->limit->cell_high[lane] - high < step : low - g->limit->cell_low[lane] < step)
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

static bool same_cells(const struct evaluator *ev, const struct box *x, const struct box *y,
                       uint32_t column)
{
    const struct table_column *c = &ev->table->columns[column];
    if (c->small)
        return ((x->mask[c->word] ^ y->mask[c->word]) & ev->field[column]) == 0;
    return x->cell_low[c->lane] == y->cell_low[c->lane]
           && x->cell_high[c->lane] == y->cell_high[c->lane];
}

void search_grow(const struct space *space, const struct query *query, const struct box *limit,
                 const bool *keep, struct box *box)
{
    struct evaluator *ev = space->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    struct growing g = {space, query, limit, box, box_new(ev, &ev->work)};
    for (uint32_t i = 0; i < ev->table->columns_count; i++) {
        const struct table_column *c = &ev->table->columns[i];
        if ((keep && keep[c->var]) || same_cells(ev, box, limit, i) || grow_whole(&g, i))
            continue;
        if (!c->small) {
            grow_wide(&g, i, true);
            grow_wide(&g, i, false);
        } else if (c->kind != COLUMN_SINCE) {
            grow_small(&g, i);
        }
    }
    arena_rewind(&ev->work, mark);
}

/* ---- queries ------------------------------------------------------------------------------------- */

struct search search_new(struct space *space, uint64_t total)
{
    return (struct search){space, SEARCH_BUDGET, total};
}

bool search_begin(struct search *search)
{
    struct evaluator *ev = search->space->ev;
    session_clear(ev);
    ev->left = search->each < search->total ? search->each : search->total;
    ev->left = ev->left < ev->pool ? ev->left : ev->pool;
    if (ev->left == 0)
        ev->gave_up = true;
    return ev->left > 0;
}

void search_spent(struct search *search)
{
    struct evaluator *ev = search->space->ev;
    search->total = ev->used < search->total ? search->total - ev->used : 0;
    ev->pool = ev->used < ev->pool ? ev->pool - ev->used : 0;
}

static void found_one(const struct search *search, const struct query *query, size_t slice,
                      struct box *box, struct witness *out)
{
    const struct space *space = search->space;
    if (!out)
        return;
    const struct box *limit = space_box(space, slice);
    search_grow(space, query, limit, NULL, box);
    search_pick(space, &space->slices[slice], box, out);
    if (!search_replay(space, query, out->values))
        guard_raise(space->ev->work.guard, FAULT_BUG);
}

/* Leaves of the box what the conditions of all demands have in common, as far as each is one
 * record. False: nothing. */
static bool meet_demands(const struct space *space, const struct query *query, struct box *box)
{
    const struct table *t = space->table;
    for (size_t i = 0; i < query->demand_count; i++) {
        uint32_t node = node_of(&query->demands[i]);
        if (node != IR_NONE && t->nodes[node].record_count == 1
            && !box_meet(space->ev, box, table_record(t, t->nodes[node].first_record)))
            return false;
    }
    return true;
}

/* A few single worlds: where many meet the demands, one of these does. */
static bool probe(const struct search *search, const struct query *query, const struct box *box)
{
    struct evaluator *ev = search->space->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    struct box *world = box_new(ev, &ev->work);
    struct arena_mark each = arena_mark(&ev->work);
    bool found = false;
    for (uint64_t n = 0; n < PROBES && !found && ev->left > 0; n++) {
        const struct demand *open;
        if (probe_pick(ev, box, n, world)) {
            struct candidates c = search_gather(search->space, query, world);
            found = judge(ev, query, world, &c, &open) == TRUTH_YES;
        }
        arena_rewind(&ev->work, each);
    }
    arena_rewind(&ev->work, mark);
    return found;
}

/* In a box of a slice, which it uses up. */
static bool search_part(const struct search *search, const struct query *query, size_t slice,
                        struct box *box, struct witness *out)
{
    struct evaluator *ev = search->space->ev;
    if (!meet_demands(search->space, query, box))
        return false;
    if (!out && probe(search, query, box))
        return true;
    charge(ev, RECORDS_A_NODE);
    struct candidates c = search_gather(search->space, query, box);
    if (!out)
        c = order_by_cover(ev, box, &c, &ev->work);
    struct box *found = box_new(ev, &ev->work);
    if (!search_box(search->space, query, box, &c, found))
        return false;
    found_one(search, query, slice, found, out);
    return true;
}

const struct ir_literal *search_in_pieces(const struct evaluator *ev, const unsigned char *record)
{
    const struct table *t = ev->table;
    uint32_t cube = record_cube(ev, record);
    if (cube == IR_NONE || t->nodes[record_node(ev, record)].residual)
        return NULL;
    for (uint32_t i = 0; i < t->cubes[cube].count; i++) {
        const struct ir_literal *l = &t->literals[t->cube_literals[t->cubes[cube].first + i]];
        if (!t->columns[l->column].small && l->range_count > 1 && l->range_count <= MOST_PIECES)
            return l;
    }
    return NULL;
}

/* The same of the record of some demand that has one, as the anchor need not be the narrowest. */
static const struct ir_literal *demands_in_pieces(const struct evaluator *ev,
                                                  const struct query *query)
{
    const struct table *t = ev->table;
    const struct ir_literal *l = NULL;
    for (size_t i = 0; i < query->demand_count && !l; i++) {
        uint32_t node = node_of(&query->demands[i]);
        if (node != IR_NONE && t->nodes[node].record_count == 1)
            l = search_in_pieces(ev, table_record(t, t->nodes[node].first_record));
    }
    return l;
}

bool search_piece(struct evaluator *ev, const struct ir_literal *l, uint32_t i,
                  const struct box *whole, struct box *out)
{
    const struct ir_range *r = &ev->table->ranges[l->first_range + i];
    uint32_t lane = ev->table->columns[l->column].lane;
    struct split piece = {l->column, false, 0, r->low, r->high};
    box_copy(ev, out, whole);
    return r->low <= whole->cell_high[lane] && r->high >= whole->cell_low[lane]
           && box_narrow(ev, out, &piece, true);
}

/* Inside one record of the anchor, each piece of it, or of another demand's, by itself. */
static bool search_record(const struct search *search, const struct query *query, size_t slice,
                          const unsigned char *record, struct witness *out)
{
    struct evaluator *ev = search->space->ev;
    struct box *whole = space_box(search->space, slice), *box = box_new(ev, &ev->work);
    if (!whole || !box_meet(ev, whole, record))
        return false;
    const struct ir_literal *l = search_in_pieces(ev, record);
    if (!l)
        l = demands_in_pieces(ev, query);
    if (!l)
        return search_part(search, query, slice, whole, out);
    struct arena_mark mark = arena_mark(&ev->work);
    bool found = false;
    for (uint32_t i = 0; i < l->range_count && !found; i++) {
        found = search_piece(ev, l, i, whole, box)
                && search_part(search, query, slice, box, out);
        arena_rewind(&ev->work, mark);
    }
    return found;
}

static bool search_slice(const struct search *search, const struct query *query, size_t slice,
                         struct witness *out)
{
    struct evaluator *ev = search->space->ev;
    if (query->anchor == IR_NONE) {
        struct box *box = space_box(search->space, slice);
        return box && search_part(search, query, slice, box, out);
    }
    const struct table_node *node = &ev->table->nodes[query->anchor];
    for (uint32_t i = 0; i < node->record_count; i++) {
        struct arena_mark mark = arena_mark(&ev->work);
        if (search_record(search, query, slice, table_record(ev->table, node->first_record + i),
                          out))
            return true;
        arena_rewind(&ev->work, mark);
    }
    return false;
}

enum search_found search_world(struct search *search, const struct query *query,
                               struct witness *out)
{
    struct evaluator *ev = search->space->ev;
    bool found = false;
    search_begin(search);
    for (size_t i = 0; i < search->space->slice_count && !found && !ev->gave_up; i++) {
        struct arena_mark mark = arena_mark(&ev->work);
        found = search_slice(search, query, i, out);
        arena_rewind(&ev->work, mark);
    }
    bool open = ev->gave_up;
    search_spent(search);
    return found ? SEARCH_FOUND : open ? SEARCH_UNRESOLVED : SEARCH_NONE;
}

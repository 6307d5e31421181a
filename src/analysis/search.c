/* search.c: conjunctions of questions over boxes, depth first, with a witness. */
#include "analysis/search.h"

#include <string.h>

#define GROW_NODES 300 /* of the search for a world that stands against growing */

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
        if (t != TRUTH_MAYBE || !engine_spend(ev))
            break;
        split_box(ev, box, candidates, &open->question, &split);
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
    return some ? gather_candidates(space->ev, box, true, duties, &space->ev->work) : none;
}

/* ---- growing ---------------------------------------------------------------------------------- */

/* Is no world of the box against some demand? False also when that took too long. */
static bool all_meet(const struct space *space, const struct query *query, const struct box *box)
{
    struct evaluator *ev = space->ev;
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
    if (ev->left == 0)
        ev->gave_up = true;
    return ev->left > 0;
}

void search_spent(struct search *search)
{
    uint64_t used = search->space->ev->used;
    search->total = used < search->total ? search->total - used : 0;
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

/* One slice, inside one record of the anchor when there is one. */
static bool search_part(const struct search *search, const struct query *query, size_t slice,
                        const unsigned char *record, struct witness *out)
{
    struct evaluator *ev = search->space->ev;
    struct box *box = space_box(search->space, slice);
    if (!box || (record && !box_meet(ev, box, record)))
        return false;
    struct candidates c = search_gather(search->space, query, box);
    struct box *found = box_new(ev, &ev->work);
    if (!search_box(search->space, query, box, &c, found))
        return false;
    found_one(search, query, slice, found, out);
    return true;
}

static bool search_slice(const struct search *search, const struct query *query, size_t slice,
                         struct witness *out)
{
    struct evaluator *ev = search->space->ev;
    if (query->anchor == IR_NONE)
        return search_part(search, query, slice, NULL, out);
    const struct table_node *node = &ev->table->nodes[query->anchor];
    for (uint32_t i = 0; i < node->record_count; i++) {
        struct arena_mark mark = arena_mark(&ev->work);
        if (search_part(search, query, slice, table_record(ev->table, node->first_record + i), out))
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

/* search.c: conjunctions of questions over boxes, depth first, with a witness. */
#include "analysis/search_parts.h"

#include <string.h>

#define RECORDS_A_NODE 16 /* that are looked at for what a node costs by itself */
#define PROBES 12 /* single worlds that are tried first */
#define MOST_PIECES 64 /* ranges of a literal that are looked at one by one */

struct hunt {
    struct evaluator *ev;
    const struct query *query;
    struct box *out;
};

enum eval_truth search_judge(struct evaluator *ev, const struct query *query,
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
        enum eval_truth t = search_judge(ev, h->query, box, candidates, &open);
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
    case ASK_HELD:
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
        const struct question *q = &query->demands[i].question;
        duties = duties || q->kind == ASK_DUTY
                 || (q->kind == ASK_HELD && space->table->norms[q->like].sign == SIGN_DUTY);
    }
    if (!some)
        return none;
    struct candidates c = gather_candidates(space->ev, box, true, duties, &space->ev->work);
    charge(space->ev, c.count);
    return c;
}

uint32_t search_node(const struct demand *d)
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
    case ASK_HELD:
    case ASK_FORCED:
        return IR_NONE;
    }
    return IR_NONE;
}

/* ---- queries ------------------------------------------------------------------------------------- */

struct search search_new(struct space *space, uint64_t total)
{
    return (struct search){space, evaluator_share(space->ev, SEARCH_BUDGET), total};
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

enum search_wish { SEARCH_PROOF, SEARCH_AHEAD, SEARCH_WITNESS };

/* Where one query is looked for, and what is wanted of it. */
struct look {
    const struct space *space;
    const struct query *query;
    const struct slice *slice;
    const struct box *limit; /* all worlds of the slice */
    enum search_wish wish;
    const struct query *proved; /* SEARCH_WITNESS: what the witness is asked again */
    struct witness *out;
};

static void found_one(const struct look *look, struct box *box)
{
    if (look->wish != SEARCH_WITNESS)
        return;
    search_grow(look->space, look->query, look->limit, NULL, box);
    search_pick(look->space, look->slice, box, look->out);
    if (!search_replay(look->space, look->proved, look->out->values))
        guard_raise(look->space->ev->work.guard, FAULT_BUG);
}

uint32_t search_condition(const struct space *space, const struct query *query, size_t demand)
{
    uint32_t node = search_node(&query->demands[demand]);
    if (node == IR_NONE || space->table->nodes[node].record_count != 1)
        return IR_NONE;
    for (size_t i = 0; i < demand; i++)
        if (search_node(&query->demands[i]) == node)
            return IR_NONE;
    return node;
}

bool search_meet(const struct space *space, const struct query *query, uint32_t met,
                 struct box *box)
{
    const struct table *t = space->table;
    for (size_t i = 0; i < query->demand_count; i++) {
        uint32_t node = search_condition(space, query, i);
        if (node != IR_NONE && node != met
            && !box_meet(space->ev, box, table_record(t, t->nodes[node].first_record)))
            return false;
    }
    return true;
}

/* A few single worlds: where many meet the demands, one of these does. */
static bool probe(const struct look *look, const struct box *box)
{
    struct evaluator *ev = look->space->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    struct box *world = box_new(ev, &ev->work);
    struct arena_mark each = arena_mark(&ev->work);
    bool found = false;
    for (uint64_t n = 0; n < PROBES && !found && ev->left > 0; n++) {
        const struct demand *open;
        if (probe_pick(ev, box, n, world)) {
            struct candidates c = search_gather(look->space, look->query, world);
            found = search_judge(ev, look->query, world, &c, &open) == TRUTH_YES;
        }
        arena_rewind(&ev->work, each);
    }
    arena_rewind(&ev->work, mark);
    return found;
}

/* In a box of the slice, which it uses up. */
static bool search_part(const struct look *look, struct box *box)
{
    struct evaluator *ev = look->space->ev;
    bool proof = look->wish == SEARCH_PROOF;
    if (!search_meet(look->space, look->query, look->query->anchor, box))
        return false;
    if (proof && probe(look, box))
        return true;
    charge(ev, RECORDS_A_NODE);
    struct candidates c = search_gather(look->space, look->query, box);
    if (proof)
        c = order_by_cover(ev, box, &c, &ev->work);
    struct box *found = box_new(ev, &ev->work);
    if (!search_box(look->space, look->query, box, &c, found))
        return false;
    found_one(look, found);
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
        uint32_t node = search_node(&query->demands[i]);
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
static bool search_record(const struct look *look, const unsigned char *record)
{
    struct evaluator *ev = look->space->ev;
    struct box *whole = box_new(ev, &ev->work), *box = box_new(ev, &ev->work);
    box_copy(ev, whole, look->limit);
    if (!box_meet(ev, whole, record))
        return false;
    const struct ir_literal *l = search_in_pieces(ev, record);
    if (!l)
        l = demands_in_pieces(ev, look->query);
    if (!l)
        return search_part(look, whole);
    struct arena_mark mark = arena_mark(&ev->work);
    bool found = false;
    for (uint32_t i = 0; i < l->range_count && !found; i++) {
        found = search_piece(ev, l, i, whole, box) && search_part(look, box);
        arena_rewind(&ev->work, mark);
    }
    return found;
}

static bool search_slice(const struct look *look)
{
    struct evaluator *ev = look->space->ev;
    if (look->query->anchor == IR_NONE) {
        struct box *box = box_new(ev, &ev->work);
        box_copy(ev, box, look->limit);
        return search_part(look, box);
    }
    const struct table_node *node = &ev->table->nodes[look->query->anchor];
    bool found = false;
    for (uint32_t i = 0; i < node->record_count && !found; i++) {
        struct arena_mark mark = arena_mark(&ev->work);
        found = search_record(look, table_record(ev->table, node->first_record + i));
        arena_rewind(&ev->work, mark);
    }
    return found;
}

static enum search_found search_for(struct search *search, struct look *look)
{
    struct evaluator *ev = search->space->ev;
    bool found = false;
    search_begin(search);
    for (size_t i = 0; i < search->space->slice_count && !found && !ev->gave_up; i++) {
        struct arena_mark mark = arena_mark(&ev->work);
        look->slice = &search->space->slices[i];
        look->limit = space_box(search->space, i);
        found = look->limit && search_slice(look);
        arena_rewind(&ev->work, mark);
    }
    bool open = ev->gave_up;
    search_spent(search);
    return found ? SEARCH_FOUND : open ? SEARCH_UNRESOLVED : SEARCH_NONE;
}

enum search_found search_world(struct search *search, const struct query *query,
                               struct witness *out)
{
    return search_more(search, query, query, out);
}

enum search_found search_more(struct search *search, const struct query *query,
                              const struct query *all, struct witness *out)
{
    struct look look = {.space = search->space, .query = query, .proved = all, .out = out};
    look.wish = out ? SEARCH_WITNESS : SEARCH_PROOF;
    return search_for(search, &look);
}

enum search_found search_ahead(struct search *search, const struct query *query)
{
    struct look look = {.space = search->space, .query = query, .wish = SEARCH_AHEAD};
    return search_for(search, &look);
}

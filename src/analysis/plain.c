/* plain.c: a witness that hangs on no reading.
 *
 * In: demands, and a witness that meets them. Growing takes readings first, so that what is found
 * mostly needs none. Where it does, facts are looked for under which the demands are met however the
 * terms are read: facts under which no reading misses one of them, one demand after the other
 * (quantify.h). Out: a witness at such facts; where none is found soon, the one that there was.
 */
#include "analysis/findings.h"
#include "analysis/quantify.h"
#include "analysis/search_parts.h"

#define PLAIN_BUDGET 4000 /* nodes, to find facts that need no reading */

struct plain {
    const struct analysis *a;
    struct space *space;
    const struct query *sought, *whole;
    const bool *readings;    /* per variable */
    size_t slice;
    const struct box *limit; /* of the slice */
    size_t level;            /* demands that are met, whatever is read, by the boxes at hand */
    struct witness *out;
    bool found;
};

static void look_deeper(struct plain *p, const struct box *box);

static bool take_case(void *context, const struct box *cases)
{
    struct plain *p = context;
    p->level++;
    look_deeper(p, cases);
    p->level--;
    return !p->found && !p->space->ev->gave_up;
}

/* Of facts under which all readings meet the demands up to the level, those where they meet all. */
static void look_deeper(struct plain *p, const struct box *box)
{
    struct evaluator *ev = p->space->ev;
    if (p->level == p->sought->demand_count) {
        struct box *all = box_new(ev, &ev->work);
        box_copy(ev, all, box);
        search_grow(p->space, p->sought, p->limit, NULL, all);
        search_pick(p->space, &p->space->slices[p->slice], all, p->out);
        p->found = true;
        return;
    }
    struct demand missed = p->sought->demands[p->level];
    missed.want = (uint8_t)~missed.want;
    struct query query = {IR_NONE, &missed, 1};
    struct quantifier q = {p->space, p->readings, &query};
    quantify(&q, box, take_case, p);
}

/* A reading that only some of the box have is no longer open. */
static bool all_readings(const struct plain *p, const struct box *box)
{
    for (uint32_t i = 0; i < p->space->table->columns_count; i++)
        if (p->readings[p->space->table->columns[i].var]
            && !search_same_cells(p->space->ev, box, p->limit, i))
            return false;
    return true;
}

static bool find_unread(struct plain *p)
{
    struct evaluator *ev = p->space->ev;
    struct search search = search_new(p->space, PLAIN_BUDGET);
    for (size_t i = 0; i < p->space->slice_count && !p->found && search.total > 0; i++) {
        p->slice = i;
        p->limit = quantify_begin(&search, i);
        struct box *box = p->limit ? box_copy_new(ev, p->limit) : NULL;
        if (box && search_meet(p->space, p->sought, IR_NONE, box) && all_readings(p, box))
            look_deeper(p, box);
        search_spent(&search);
    }
    ev->gave_up = false;
    if (p->found && !search_replay(p->space, p->whole, p->out->values))
        guard_raise(p->a->arena->guard, FAULT_BUG);
    return p->found;
}

void finding_unread(const struct analysis *a, struct space *space, const struct query *sought,
                    const struct query *whole, struct witness *w)
{
    const struct vocab *vocab = &a->table->vocab;
    struct witness *out = finding_witness(a);
    bool *readings = ARENA_ARRAY(a->arena, bool, vocab->var_count);
    struct plain p = {.a = a, .space = space, .sought = sought, .whole = whole, .readings = readings, .out = out};
    if (!finding_needs(a, w, VAR_ROLE_READING))
        return;
    for (uint32_t v = 0; v < vocab->var_count; v++)
        readings[v] = vocab->vars[v].role == VAR_ROLE_READING;
    if (find_unread(&p))
        *w = *out;
}

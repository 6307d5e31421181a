/* quantify.c: one good choice after the other, each with all that it is good for.
 *
 * A box of the fixed variables is searched for a world that meets the demands. There is none:
 * all of the box are cases. There is one: its choice is kept, its surroundings are grown as far
 * as that choice goes on to meet them, and what was grown is taken away from the box. Each round
 * takes away at least one assignment of cells, so it ends; usually it takes away most of what
 * there is. This is counterexample-guided quantifier elimination in its simplest form, see
 * Janota, Klieber, Marques-Silva, Clarke, "Solving QBF with counterexample guided refinement",
 * 2012.
 */
#include "analysis/quantify.h"

bool *quantify_choices(struct arena *arena, const struct table *table)
{
    bool *choices = ARENA_ARRAY(arena, bool, table->vocab.var_count);
    for (uint32_t v = 0; v < table->vocab.var_count; v++) {
        const struct vocab_var *var = &table->vocab.vars[v];
        choices[v] = var->role == VAR_ROLE_CHOICE
                     || (var->role == VAR_ROLE_ACT && var->leaf_count > 1);
    }
    return choices;
}

struct box *quantify_begin(struct search *search, size_t slice)
{
    struct evaluator *ev = search->space->ev;
    session_clear(ev);
    ev->left = search->total < ev->pool ? search->total : ev->pool;
    ev->gave_up = ev->left == 0;
    return ev->gave_up ? NULL : space_box(search->space, slice);
}

bool quantify_some(const struct space *space, const struct query *query, const struct box *box,
                   struct box *out)
{
    struct evaluator *ev = space->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    struct candidates c = search_gather(space, query, box);
    struct box *work = box_new(ev, &ev->work);
    box_copy(ev, work, box);
    bool found = search_box(space, query, work, &c, out);
    arena_rewind(&ev->work, mark);
    return found;
}

bool quantify(const struct quantifier *q, const struct box *box, quantify_case *receive,
              void *context)
{
    struct evaluator *ev = q->space->ev;
    struct region rest = region_new(ev, q->over);
    struct box *good = box_new(ev, &ev->work), *part;
    region_add(&rest, box);
    while (!ev->gave_up && (part = region_take(&rest))) {
        if (quantify_some(q->space, q->meets, part, good)) {
            region_fix(ev, good, q->over);
            search_grow(q->space, q->meets, part, q->over, good);
            region_less(&rest, part, good);
        } else if (!ev->gave_up) {
            bool more = receive(context, part);
            region_drop(&rest, part);
            if (!more)
                return false;
        }
    }
    return true;
}

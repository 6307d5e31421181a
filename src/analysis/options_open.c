/* options_open.c: no choice is permitted whatever the open facts are; for which facts would one be?
 *
 * Quantified once more: of facts and choices together those are wanted that no reading and nothing
 * redacted spoils. Each box of such worlds is grown as far as it stays so; its facts alone are what
 * is told, since some choice does with each of them. So the groups together are exactly the facts
 * with which some choice is permitted. Groups that differ in one fact only become one.
 */
#include "analysis/options.h"

#include "analysis/quantify.h"
#include "analysis/values.h"

struct opener {
    struct arena *arena;
    struct space *space; /* the choices open */
    struct options *out;
    bool *fixed;         /* per variable: that nobody can settle by saying it */
    const struct box *limit;
    VEC(struct value_set *) list; /* each: per fact of out->facts */
};

static bool sayable(const struct vocab_var *v)
{
    switch ((enum var_role)v->role) {
    case VAR_ROLE_ACTOR:
    case VAR_ROLE_FACT:
    case VAR_ROLE_CONSENT:
    case VAR_ROLE_LEDGER:
        return true;
    case VAR_ROLE_DATE:
    case VAR_ROLE_CHOICE:
    case VAR_ROLE_ACT:
    case VAR_ROLE_READING:
    case VAR_ROLE_REDACTED:
        break;
    }
    return false;
}

static void list_facts(struct opener *o, const struct value_set *sets)
{
    const struct table *t = o->space->table;
    uint32_t *facts = ARENA_ARRAY(o->arena, uint32_t, t->vocab.var_count);
    o->fixed = ARENA_ARRAY(o->arena, bool, t->vocab.var_count);
    for (uint32_t v = 0; v < t->vocab.var_count; v++) {
        enum var_role role = (enum var_role)t->vocab.vars[v].role;
        bool open = sets[v].more_count || sets[v].first.low != sets[v].first.high;
        o->fixed[v] = role == VAR_ROLE_READING || role == VAR_ROLE_REDACTED;
        if (open && sayable(&t->vocab.vars[v]) && t->var_column_count[v])
            facts[o->out->fact_count++] = v;
    }
    o->out->facts = facts;
}

/* ---- groups ------------------------------------------------------------------------------------ */

/* Those of `x` take in those of `y`, of all facts but one. */
static bool take_in(const struct opener *o, const struct value_set *x, const struct value_set *y,
                    size_t without)
{
    for (size_t i = 0; i < o->out->fact_count; i++)
        if (i != without && !values_within(&y[i], &x[i]))
            return false;
    return true;
}

/* Joins x and y, which differ in one fact at most, or of which one holds the other. */
static bool join(struct opener *o, struct value_set *x, const struct value_set *y)
{
    size_t count = o->out->fact_count;
    if (take_in(o, x, y, count))
        return true;
    for (size_t i = 0; i < count; i++)
        if (take_in(o, x, y, i) && take_in(o, y, x, i)) {
            x[i] = values_join(o->arena, &x[i], &y[i]);
            return true;
        }
    return false;
}

static void drop(struct opener *o, size_t at)
{
    o->list.count--;
    for (; at < o->list.count; at++)
        o->list.items[at] = o->list.items[at + 1];
}

static void join_all(struct opener *o)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < o->list.count; i++)
            for (size_t k = 0; k < o->list.count; k++)
                if (i != k && join(o, o->list.items[i], o->list.items[k])) {
                    drop(o, k);
                    i -= k < i;
                    k--;
                    again = true;
                }
    }
}

static int compare(const struct opener *o, const struct value_set *x, const struct value_set *y)
{
    for (size_t i = 0; i < o->out->fact_count; i++)
        if (x[i].first.low != y[i].first.low)
            return x[i].first.low < y[i].first.low ? -1 : 1;
    return 0;
}

static void sort(struct opener *o)
{
    for (size_t i = 1; i < o->list.count; i++)
        for (size_t k = i; k > 0 && compare(o, o->list.items[k - 1], o->list.items[k]) > 0; k--) {
            struct value_set *other = o->list.items[k];
            o->list.items[k] = o->list.items[k - 1];
            o->list.items[k - 1] = other;
        }
}

/* ---- finding ----------------------------------------------------------------------------------- */

static bool known(const struct opener *o, const struct value_set *sets)
{
    for (size_t i = 0; i < o->list.count; i++)
        if (take_in(o, o->list.items[i], sets, o->out->fact_count))
            return true;
    return false;
}

static struct value_set *facts_of(const struct opener *o, const struct box *box)
{
    struct value_set *sets = ARENA_ARRAY(o->arena, struct value_set, o->out->fact_count + 1);
    struct witness w;
    search_pick(o->space, &o->space->slices[0], box, &w);
    for (size_t i = 0; i < o->out->fact_count; i++)
        sets[i] = witness_set(&w, o->out->facts[i]);
    return sets;
}

static bool take_good(void *context, const struct box *good)
{
    struct opener *o = context;
    struct demand permitted = {{.kind = ASK_VERDICT}, WORLD_PERMITTED};
    struct query query = {IR_NONE, &permitted, 1};
    struct evaluator *ev = o->space->ev;
    if (known(o, facts_of(o, good)))
        return true;
    if (o->list.count == OPTIONS_LIMIT) {
        o->out->ifs_open = true;
        return false;
    }
    struct arena_mark mark = arena_mark(&ev->work);
    struct box *grown = box_new(ev, &ev->work);
    box_copy(ev, grown, good);
    search_grow(o->space, &query, o->limit, o->fixed, grown);
    VEC_PUSH(o->arena, &o->list, facts_of(o, grown));
    arena_rewind(&ev->work, mark);
    return true;
}

static void hand_out(struct opener *o, const struct value_set *sets)
{
    size_t facts = o->out->fact_count;
    struct option_if *ifs = ARENA_ARRAY(o->arena, struct option_if, o->list.count + 1);
    for (size_t i = 0; i < o->list.count; i++) {
        bool *any = ARENA_ARRAY(o->arena, bool, facts + 1);
        for (size_t k = 0; k < facts; k++)
            any[k] = values_within(&sets[o->out->facts[k]], &o->list.items[i][k]);
        ifs[i] = (struct option_if){o->list.items[i], any};
    }
    o->out->ifs = ifs;
    o->out->if_count = o->list.count;
}

void options_open(struct arena *arena, struct space *space, const struct value_set *sets,
                  uint64_t budget, struct options *out)
{
    struct opener o = {.arena = arena, .space = space, .out = out};
    struct demand spoilt = {{.kind = ASK_VERDICT}, WORLD_CONTESTED | WORLD_PROHIBITED};
    struct query query = {IR_NONE, &spoilt, 1};
    struct search search = search_new(space, budget);
    list_facts(&o, sets);
    o.limit = out->fact_count ? quantify_begin(&search, 0) : NULL;
    if (!o.limit)
        return;
    struct quantifier q = {space, o.fixed, &query};
    quantify(&q, o.limit, take_good, &o);
    out->ifs_open = out->ifs_open || space->ev->gave_up;
    space->ev->gave_up = false;
    join_all(&o);
    sort(&o);
    hand_out(&o, sets);
}

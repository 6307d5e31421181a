/* exclusivities.c: EXCLUSIVE_TWICE: two agreements whose exclusivities meet.
 *
 * Two grants of one attribute, from different agreements: is there a world of all other
 * variables in which no value of the attribute is free of both? Then both apply there: each
 * leaves its own grantees free, so what forbids these is the other one. Such a world is looked
 * for inside the records of the two sentences, the attribute left open; it needs no growing but
 * by readings and events, since the records test only what the sentences say.
 */
#include "analysis/findings.h"
#include "analysis/quantify.h"
#include "analysis/search_parts.h"

struct meeting { /* of two grants */
    struct analysis *a;
    uint32_t norm, other;
    bool *attribute; /* per variable: the granted one */
    struct search search;
    size_t slice;
    const struct box *limit;     /* of the slice */
    const struct query *neither; /* a value that is free of both */
    struct witness *witness;     /* NULL: none yet */
};

/* Widens the box by a reading or an event that is not needed: all of it are cases as before. */
static void open_up(const struct meeting *m, uint32_t var, struct box *box)
{
    const struct table *t = m->a->table;
    struct evaluator *ev = m->a->space->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    struct box *wide = box_copy_new(ev, box), *free = box_new(ev, &ev->work);
    for (uint32_t i = 0; i < t->var_column_count[var]; i++)
        box_widen(ev, wide, m->limit, t->var_first_column[var] + i);
    if (!quantify_some(m->a->space, m->neither, wide, free) && !ev->gave_up)
        box_copy(ev, box, wide);
    arena_rewind(&ev->work, mark);
}

static bool take_case(void *context, const struct box *cases)
{
    struct meeting *m = context;
    struct box *box = box_copy_new(m->a->space->ev, cases);
    for (uint32_t v = 0; v < m->a->table->vocab.var_count; v++)
        if (search_better_open(m->a->space, v))
            open_up(m, v, box);
    m->witness = finding_witness(m->a);
    search_pick(m->a->space, &m->a->space->slices[m->slice], box, m->witness);
    for (uint32_t v = 0; v < m->a->table->vocab.var_count; v++) /* whatever it is */
        m->witness->needed[v] = m->witness->needed[v] && !m->attribute[v];
    return false;
}

/* Takes `none` out of the attribute's cells, where it has a cell of its own. */
static void leave_out_none(const struct meeting *m, uint32_t column, struct box *box)
{
    const struct table *t = m->a->table;
    const struct table_column *c = &t->columns[column];
    const struct vocab_var *v = &t->vocab.vars[c->var];
    uint32_t last = c->cell_count - 1;
    if (!v->or_none || t->cuts[c->first_cut + last] != (int64_t)v->leaf_count - 1)
        return;
    struct split none = {.column = column, .small = c->small != 0, .low = last, .high = last};
    if (c->small)
        none.cells = UINT64_C(1) << (c->shift + last);
    box_narrow(m->a->space->ev, box, &none, false);
}

/* The part of the slice where a record may accept some value of the attribute. */
static bool narrow(const struct meeting *m, uint32_t norm, uint32_t record, const struct box *limit,
                   struct box *box)
{
    const struct table *t = m->a->table;
    struct evaluator *ev = m->a->space->ev;
    if (!box_meet(ev, box, table_record(t, t->nodes[norm].first_record + record)))
        return false;
    for (uint32_t i = 0; i < t->columns_count; i++)
        if (m->attribute[t->columns[i].var]) {
            box_widen(ev, box, limit, i);
            leave_out_none(m, i, box);
        }
    return true;
}

static void look_at_slice(struct meeting *m, size_t slice)
{
    const struct table *t = m->a->table;
    struct evaluator *ev = m->a->space->ev;
    struct demand neither[2] = {demand_of(ASK_NORM, m->norm, false),
                                demand_of(ASK_NORM, m->other, false)};
    struct query query = {IR_NONE, neither, 2};
    struct quantifier q = {m->a->space, m->attribute, &query};
    const struct box *limit = quantify_begin(&m->search, slice);
    uint32_t pairs = t->nodes[m->norm].record_count * (uint32_t)t->nodes[m->other].record_count;
    m->slice = slice;
    m->limit = limit;
    m->neither = &query;
    for (uint32_t p = 0; limit && p < pairs && !m->witness && !ev->gave_up; p++) {
        struct arena_mark mark = arena_mark(&ev->work);
        struct box *box = box_new(ev, &ev->work);
        box_copy(ev, box, limit);
        if (narrow(m, m->norm, p % t->nodes[m->norm].record_count, limit, box)
            && narrow(m, m->other, p / t->nodes[m->norm].record_count, limit, box))
            quantify(&q, box, take_case, m);
        arena_rewind(&ev->work, mark);
    }
    search_spent(&m->search);
}

/* Every value of the attribute that the witness leaves open, one after the other. */
static void prove(const struct meeting *m, uint32_t var)
{
    const struct vocab_var *v = &m->a->table->vocab.vars[var];
    struct demand first = demand_of(ASK_NORM, m->norm, true);
    struct demand second = demand_of(ASK_NORM, m->other, true);
    struct query queries[2] = {{IR_NONE, &first, 1}, {IR_NONE, &second, 1}};
    int64_t value = m->witness->values[var];
    for (uint32_t leaf = 0; leaf < v->leaf_count - v->or_none; leaf++) {
        m->witness->values[var] = leaf;
        if (!search_replay(m->a->space, &queries[0], m->witness->values)
            && !search_replay(m->a->space, &queries[1], m->witness->values))
            guard_raise(m->a->arena->guard, FAULT_BUG);
    }
    m->witness->values[var] = value;
}

static struct meeting meeting_of(struct analysis *a, uint32_t norm, uint32_t other)
{
    struct meeting m = {.a = a, .norm = norm, .other = other};
    m.attribute = ARENA_ARRAY(a->arena, bool, a->table->vocab.var_count);
    m.attribute[a->model->norms.items[norm].attribute] = true;
    return m;
}

/* False: something was not looked at, and nothing found. */
static bool look_at_slices(struct meeting *m)
{
    bool open = false;
    for (size_t s = 0; s < m->a->space->slice_count && !m->witness && !open; s++) {
        look_at_slice(m, s);
        open = m->a->space->ev->gave_up && !m->witness;
    }
    if (m->witness)
        prove(m, m->a->model->norms.items[m->norm].attribute);
    return !open;
}

/* The same without events, where they meet there. */
static void look_without_events(struct meeting *all)
{
    struct analysis quiet = *all->a;
    if (!all->witness || !finding_needs(all->a, all->witness, VAR_ROLE_LEDGER))
        return;
    quiet.space = finding_quiet(all->a);
    struct meeting m = meeting_of(&quiet, all->norm, all->other);
    m.search = search_new(quiet.space, SEARCH_BUDGET);
    look_at_slices(&m);
    if (m.witness)
        all->witness = m.witness;
}

static void look_at(struct analysis *a, uint32_t norm, uint32_t other)
{
    struct meeting m = meeting_of(a, norm, other);
    m.search = finding_search(a);
    bool settled = look_at_slices(&m);
    if (!m.witness && settled)
        return;
    look_without_events(&m);
    struct finding *f = finding_add(a, DIAG_EXCLUSIVE_TWICE);
    f->norm = norm;
    f->other_norm = other;
    f->clause = a->table->norms[norm].clause;
    f->other_clause = a->table->norms[other].clause;
    f->id = a->model->norms.items[norm].attribute;
    f->witness = m.witness;
    f->unresolved = !settled;
}

static bool may_meet(const struct analysis *a, uint32_t norm, uint32_t other)
{
    const struct model_norm *n = &a->model->norms.items[norm], *m = &a->model->norms.items[other];
    const struct model_clause *clauses = a->model->clauses.items;
    return other > norm && m->form == FORM_GRANT && n->attribute == m->attribute
           && clauses[n->clause].agreement != clauses[m->clause].agreement;
}

/* The grants that may hold where this one may, for some value of the attribute. */
static void gather_others(struct analysis *a, uint32_t norm, uint64_t *out)
{
    struct evaluator *ev = a->space->ev;
    struct meeting m = meeting_of(a, norm, norm);
    for (size_t s = 0; s < a->space->slice_count; s++)
        for (uint32_t r = 0; r < a->table->nodes[norm].record_count; r++) {
            session_clear(ev);
            const struct box *limit = space_box(a->space, s);
            struct box *box = box_new(ev, &ev->work);
            if (!limit)
                break;
            box_copy(ev, box, limit);
            if (!narrow(&m, norm, r, limit, box))
                continue;
            struct candidates c = gather_candidates(ev, box, false, false, &ev->work);
            for (size_t i = 0; i < c.count; i++)
                if (may_meet(a, norm, c.items[i].norm))
                    bitset_add(out, c.items[i].norm);
        }
}

void analyse_exclusivities(struct analysis *a)
{
    size_t count = a->model->norms.count;
    steps_begin(a->steps, "exclusivities", count);
    for (uint32_t n = 0; n < count; n++, steps_done(a->steps)) {
        const struct model_norm *norm = &a->model->norms.items[n];
        if (norm->form != FORM_GRANT || norm->attribute == VOCAB_NONE)
            continue;
        uint64_t *others = ARENA_ARRAY(a->arena, uint64_t, bitset_words(count));
        gather_others(a, n, others);
        for (size_t m = 0; (m = bitset_next(others, count, m)) < count; m++)
            look_at(a, n, (uint32_t)m);
    }
}

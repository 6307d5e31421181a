/* dilemmas.c: DILEMMA: facts for which every choice breaches some clause.
 *
 * In: boxes of facts for which no choice is allowed, from quantify.c. At one assignment of
 * facts the clauses are found that together block every choice, as few of them as can be:
 * clauses are added until no choice is free of them, then those that are not needed leave.
 * The facts for which the same clauses block everything are taken away, and the rest is looked
 * at again. Where one clause alone forbids every choice there is no dilemma: it says so itself.
 *
 * What a choice costs is least where no other choice breaches only some of the same clauses.
 */
#include "analysis/findings.h"
#include "analysis/quantify.h"

#include <string.h>

#define DILEMMAS_SHOWN 20 /* findings */
#define LEAST_SETS_SHOWN 12 /* of one of them */

struct blocking { /* clauses that block every choice for some facts */
    uint64_t *set;
    bool shown; /* more than one clause */
};

struct dilemmas {
    struct analysis *a;
    const struct space *space;
    struct search search;
    size_t slice;
    const struct box *limit; /* of the slice */
    bool *choices, *everything; /* per variable */
    size_t clause_words;
    VEC(struct blocking) known;
    struct finding *last;
    size_t shown;
    bool full; /* there are more than are shown */
};

/* ---- who blocks what ------------------------------------------------------------------------- */

static uint64_t *no_clauses(struct dilemmas *d)
{
    return ARENA_ARRAY(d->a->arena, uint64_t, d->clause_words);
}

static struct demand blocked_by(const uint64_t *set, bool yes)
{
    struct demand demand = demand_of(ASK_BLOCKED, 0, yes);
    demand.question.set = set;
    return demand;
}

/* A choice of the box that none of these clauses blocks. */
static bool some_unblocked(struct dilemmas *d, const uint64_t *set, const struct box *box,
                           struct box *out)
{
    struct demand demand = blocked_by(set, false);
    struct query query = {IR_NONE, &demand, 1};
    return quantify_some(d->space, &query, box, out);
}

/* Do they block every choice of the box? Not so where the budget ran out. */
static bool all_blocked(struct dilemmas *d, const uint64_t *set, const struct box *box)
{
    struct evaluator *ev = d->space->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    bool some = some_unblocked(d, set, box, box_new(ev, &ev->work));
    arena_rewind(&ev->work, mark);
    return !some && !ev->gave_up;
}

/* The clauses that block one world, ascending. */
static void blocking_at(struct dilemmas *d, const struct box *world, uint64_t *out)
{
    struct evaluator *ev = d->space->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    struct candidates c = gather_candidates(ev, world, true, false, &ev->work);
    uint64_t *one = ARENA_ARRAY(&ev->work, uint64_t, d->clause_words);
    memset(out, 0, d->clause_words * sizeof *out);
    for (size_t i = 0; i < c.count; i++) {
        uint32_t clause = c.items[i].clause;
        struct demand demand = blocked_by(one, true);
        if (c.items[i].sign != SIGN_PROHIBIT || bitset_has(out, clause))
            continue;
        bitset_add(one, clause);
        if (question_bounds(ev, world, &c, &demand.question) == ANSWER_YES)
            bitset_add(out, clause);
        bitset_remove(one, clause);
    }
    arena_rewind(&ev->work, mark);
}

static void fix_world(struct dilemmas *d, struct box *box)
{
    region_fix(d->space->ev, box, d->everything);
}

/* ---- the clauses that together leave no choice ---------------------------------------------------- */

static bool single_blocks(struct dilemmas *d, const struct box *facts, uint64_t *out)
{
    struct evaluator *ev = d->space->ev;
    struct box *world = box_new(ev, &ev->work);
    uint64_t *first = no_clauses(d);
    box_copy(ev, world, facts);
    fix_world(d, world);
    blocking_at(d, world, first);
    for (size_t c = 0; (c = bitset_next(first, d->a->table->clauses_count, c))
                       < d->a->table->clauses_count; c++) {
        memset(out, 0, d->clause_words * sizeof *out);
        bitset_add(out, c);
        if (all_blocked(d, out, facts))
            return true;
    }
    memset(out, 0, d->clause_words * sizeof *out);
    return false;
}

/* Takes out, the last first, clauses that are not needed to leave no choice. True when it took
 * out some, or the budget ran out. */
static bool thin_out(struct dilemmas *d, const struct box *facts, uint64_t *set)
{
    bool some = false;
    for (size_t c = d->a->table->clauses_count; c-- > 0 && !d->space->ev->gave_up;) {
        if (!bitset_has(set, c))
            continue;
        bitset_remove(set, c);
        bool blocked = all_blocked(d, set, facts);
        some = some || blocked;
        if (!blocked)
            bitset_add(set, c);
    }
    return some || d->space->ev->gave_up;
}

/* Adds a clause for each choice that is still free, then thins them out. False when the budget
 * ran out. */
static bool find_together(struct dilemmas *d, const struct box *facts, uint64_t *out)
{
    struct evaluator *ev = d->space->ev;
    struct box *free = box_new(ev, &ev->work);
    uint64_t *there = no_clauses(d);
    size_t count = d->a->table->clauses_count;
    while (some_unblocked(d, out, facts, free)) {
        fix_world(d, free);
        blocking_at(d, free, there);
        size_t clause = bitset_next(there, count, 0);
        if (clause == count)
            guard_raise(ev->work.guard, FAULT_BUG); /* the facts are no case */
        bitset_add(out, clause);
    }
    thin_out(d, facts, out);
    return !ev->gave_up;
}

/* ---- what has to be breached ---------------------------------------------------------------------- */

struct least {
    struct dilemmas *d;
    const struct box *facts;
    struct box *world;       /* scratch */
    uint64_t *avoided, *others; /* while choices are looked for */
    VEC(uint64_t *) sets;
};

/* Another choice that breaches some of these clauses, not all of them, and no others. */
static bool breaches_less(struct least *l, uint64_t *here)
{
    struct dilemmas *d = l->d;
    size_t count = d->a->table->clauses_count;
    for (size_t c = 0; (c = bitset_next(here, count, c)) < count; c++) {
        for (size_t w = 0; w < d->clause_words; w++)
            l->others[w] = ~here[w];
        bitset_add(l->others, c);
        if (some_unblocked(d, l->others, l->facts, l->world)) {
            fix_world(d, l->world);
            blocking_at(d, l->world, here);
            return true;
        }
    }
    return false;
}

/* From the choice in `world` to one that breaches as little as can be. */
static void shrink(struct least *l)
{
    uint64_t *here = no_clauses(l->d);
    fix_world(l->d, l->world);
    blocking_at(l->d, l->world, here);
    while (breaches_less(l, here))
        ;
    VEC_PUSH(l->d->a->arena, &l->sets, here);
}

/* A choice that breaches none of the sets from `at` on as a whole, and no clause that is
 * avoided: to breach less than a set is to avoid one of its clauses. */
static bool find_other(struct least *l, size_t at)
{
    size_t count = l->d->a->table->clauses_count;
    if (!some_unblocked(l->d, l->avoided, l->facts, l->world))
        return false;
    if (at == l->sets.count)
        return true;
    for (size_t c = 0; (c = bitset_next(l->sets.items[at], count, c)) < count; c++) {
        bool new = !bitset_has(l->avoided, c);
        bitset_add(l->avoided, c);
        bool found = find_other(l, at + 1);
        if (new)
            bitset_remove(l->avoided, c);
        if (found)
            return true;
    }
    return false;
}

static struct clause_set clause_set(struct dilemmas *d, const uint64_t *set)
{
    size_t count = d->a->table->clauses_count;
    VEC(uint32_t) list = {0};
    for (size_t c = 0; (c = bitset_next(set, count, c)) < count; c++)
        VEC_PUSH(d->a->arena, &list, (uint32_t)c);
    return (struct clause_set){list.items, list.count};
}

static void add_breaches(struct dilemmas *d, const struct box *facts, struct finding *f)
{
    struct evaluator *ev = d->space->ev;
    struct least l = {d, facts, box_new(ev, &ev->work), no_clauses(d), no_clauses(d), {0}};
    box_copy(ev, l.world, facts);
    do {
        shrink(&l);
        f->more_breaches = find_other(&l, 0);
    } while (f->more_breaches && l.sets.count < LEAST_SETS_SHOWN);
    f->more_breaches = f->more_breaches || ev->gave_up;
    struct clause_set *sets = ARENA_ARRAY(d->a->arena, struct clause_set, l.sets.count);
    for (size_t i = 0; i < l.sets.count; i++)
        sets[i] = clause_set(d, l.sets.items[i]);
    f->breaches = sets;
    f->breach_count = l.sets.count;
}

/* ---- findings ----------------------------------------------------------------------------------------- */

/* The facts of a world that is easy to read, all choices open. */
static struct box *facts_of(struct dilemmas *d, const struct box *box, struct witness *out)
{
    struct evaluator *ev = d->space->ev;
    struct box *facts = box_new(ev, &ev->work);
    search_pick(d->space, &d->space->slices[d->slice], box, out);
    box_copy(ev, facts, box);
    region_fix_values(ev, facts, d->choices, out->values);
    return facts;
}

/* Are these facts a dilemma of exactly these clauses? They block every choice there. */
static bool shows(struct dilemmas *d, const uint64_t *set, const struct box *facts)
{
    uint64_t *copy = arena_copy(d->a->arena, set, d->clause_words * sizeof *set);
    return !single_blocks(d, facts, no_clauses(d)) && !thin_out(d, facts, copy);
}

/* `all`: what the clauses block around the facts. Of it a world is shown that is easier to read,
 * if it is such a dilemma too. */
static void add_finding(struct dilemmas *d, const uint64_t *set, const struct box *facts,
                        const struct box *all)
{
    struct witness *w = finding_witness(d->a), *wide = finding_witness(d->a);
    const struct box *at = facts_of(d, all, wide);
    if (!shows(d, set, at))
        at = facts_of(d, facts, w);
    else
        w = wide;
    struct clause_set *together = ARENA_NEW(d->a->arena, struct clause_set);
    *together = clause_set(d, set);
    struct finding *f = finding_add(d->a, DIAG_DILEMMA);
    f->clause = together->clauses[0];
    f->other_clause = together->clauses[1];
    f->together = together;
    f->witness = w;
    add_breaches(d, at, f);
    d->last = f;
    d->shown++;
}

static const struct blocking *find_known(struct dilemmas *d, const struct box *facts)
{
    for (size_t i = 0; i < d->known.count; i++)
        if (all_blocked(d, d->known.items[i].set, facts))
            return &d->known.items[i];
    return NULL;
}

/* Which clauses block everything for these facts. NULL: the budget ran out. */
static const struct blocking *learn(struct dilemmas *d, const struct box *facts)
{
    struct blocking b = {no_clauses(d), false};
    if (!single_blocks(d, facts, b.set)) {
        b.shown = true;
        if (!find_together(d, facts, b.set))
            return NULL;
    }
    VEC_PUSH(d->a->arena, &d->known, b);
    return &d->known.items[d->known.count - 1];
}

/* One assignment of facts of the box, and all around it that the same clauses block. */
static bool take_one(struct dilemmas *d, const struct box *box, struct box *out)
{
    struct evaluator *ev = d->space->ev;
    struct arena_mark mark = arena_mark(d->space->arena);
    struct witness picked;
    struct box *facts = facts_of(d, box, &picked);
    arena_rewind(d->space->arena, mark);
    size_t before = d->known.count;
    const struct blocking *b = find_known(d, facts);
    if (!b && !ev->gave_up)
        b = learn(d, facts);
    if (!b || ev->gave_up)
        return false;
    bool new = d->known.count > before && b->shown;
    if (new && d->shown == DILEMMAS_SHOWN) {
        d->full = true;
        return false;
    }
    struct demand demand = blocked_by(b->set, true);
    struct query query = {IR_NONE, &demand, 1};
    box_copy(ev, out, facts);
    search_grow(d->space, &query, new ? d->limit : box, NULL, out);
    if (new) {
        add_finding(d, b->set, facts, out);
        box_copy(ev, out, facts);
        search_grow(d->space, &query, box, NULL, out);
    }
    return true;
}

static bool take_cases(void *context, const struct box *cases)
{
    struct dilemmas *d = context;
    struct evaluator *ev = d->space->ev;
    struct region rest = region_new(ev, d->choices);
    struct box *same = box_new(ev, &ev->work), *part;
    region_add(&rest, cases);
    while ((part = region_take(&rest))) {
        if (!take_one(d, part, same))
            return false;
        region_less(&rest, part, same);
    }
    return true;
}

/* Each witness as a single world: prohibited. The slice is over then. */
static void replay(struct dilemmas *d, size_t first)
{
    struct demand demand = {{.kind = ASK_VERDICT}, WORLD_PROHIBITED};
    struct query query = {IR_NONE, &demand, 1};
    for (size_t i = first; i < d->a->findings->list.count; i++)
        if (!search_replay(d->space, &query, d->a->findings->list.items[i]->witness->values))
            guard_raise(d->space->ev->work.guard, FAULT_BUG);
}

static bool look_at_slice(struct dilemmas *d, size_t slice)
{
    struct demand demand = {{.kind = ASK_VERDICT}, WORLD_PERMITTED | WORLD_CONTESTED};
    struct query allowed = {IR_NONE, &demand, 1};
    struct quantifier q = {d->space, d->choices, &allowed};
    size_t first = d->a->findings->list.count;
    d->slice = slice;
    d->limit = quantify_begin(&d->search, slice);
    if (d->limit)
        quantify(&q, d->limit, take_cases, d);
    bool all = !d->space->ev->gave_up && !d->full;
    search_spent(&d->search);
    replay(d, first);
    return all;
}

void analyse_dilemmas(struct analysis *a)
{
    struct dilemmas d = {.a = a, .space = a->space, .search = finding_search(a)};
    bool some = false, all = true;
    d.choices = quantify_choices(a->arena, a->table);
    d.everything = ARENA_ARRAY(a->arena, bool, a->table->vocab.var_count);
    for (uint32_t v = 0; v < a->table->vocab.var_count; v++) {
        d.everything[v] = true;
        some = some || (d.choices[v] && a->table->var_column_count[v] > 0);
    }
    d.clause_words = bitset_words(a->table->clauses_count);
    steps_begin(a->steps, "dilemmas", a->space->slice_count);
    for (size_t s = 0; s < a->space->slice_count && some && all; s++, steps_done(a->steps))
        all = look_at_slice(&d, s);
    if (d.full)
        d.last->more = true;
    else if (!all)
        finding_add(a, DIAG_DILEMMA)->unresolved = true;
}

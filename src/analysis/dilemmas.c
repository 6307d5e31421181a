/* dilemmas.c: DILEMMA: facts for which every choice breaches some clause.
 *
 * In: boxes of facts for which no choice is allowed, from quantify.c. At one assignment of
 * facts the clauses are found that together block every choice, as few of them as can be:
 * clauses are added until no choice is free of them, then those that are not needed leave.
 * The facts for which the same clauses block everything are taken away, and the rest is looked
 * at again: other clauses are another dilemma, the same ones are told of with the first. Where
 * one clause alone forbids every choice there is no dilemma: it says so itself.
 */
#include "analysis/dilemma_parts.h"

#include <string.h>

#define DILEMMAS_SHOWN 20 /* findings */
#define ELSEWHERE_SHOWN 3 /* other facts, of one of them */
#define ELSEWHERE_TRIED 8

/* ---- who blocks what ------------------------------------------------------------------------- */

uint64_t *dilemma_no_clauses(struct dilemmas *d)
{
    return ARENA_ARRAY(d->a->arena, uint64_t, d->clause_words);
}

static struct demand blocked_by(const uint64_t *set, bool yes)
{
    struct demand demand = demand_of(ASK_BLOCKED, 0, yes);
    demand.question.set = set;
    return demand;
}

bool dilemma_free_choice(struct dilemmas *d, const uint64_t *set, const struct box *box,
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
    bool some = dilemma_free_choice(d, set, box, box_new(ev, &ev->work));
    arena_rewind(&ev->work, mark);
    return !some && !ev->gave_up;
}

void dilemma_blocking_at(struct dilemmas *d, const struct box *world, uint64_t *out)
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

void dilemma_fix_world(struct dilemmas *d, struct box *box)
{
    region_fix(d->space->ev, box, d->everything);
}

/* ---- the clauses that together leave no choice ---------------------------------------------------- */

static bool single_blocks(struct dilemmas *d, const struct box *facts, uint64_t *out)
{
    struct evaluator *ev = d->space->ev;
    struct box *world = box_new(ev, &ev->work);
    uint64_t *first = dilemma_no_clauses(d);
    box_copy(ev, world, facts);
    dilemma_fix_world(d, world);
    dilemma_blocking_at(d, world, first);
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
    uint64_t *there = dilemma_no_clauses(d);
    size_t count = d->a->table->clauses_count;
    while (dilemma_free_choice(d, out, facts, free)) {
        dilemma_fix_world(d, free);
        dilemma_blocking_at(d, free, there);
        size_t clause = bitset_next(there, count, 0);
        if (clause == count)
            guard_raise(ev->work.guard, FAULT_BUG); /* the facts are no case */
        bitset_add(out, clause);
    }
    thin_out(d, facts, out);
    return !ev->gave_up;
}

struct clause_set dilemma_clause_set(struct dilemmas *d, const uint64_t *set)
{
    size_t count = d->a->table->clauses_count;
    VEC(uint32_t) list = {0};
    for (size_t c = 0; (c = bitset_next(set, count, c)) < count; c++)
        VEC_PUSH(d->a->arena, &list, (uint32_t)c);
    return (struct clause_set){list.items, list.count};
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
    return !single_blocks(d, facts, dilemma_no_clauses(d)) && !thin_out(d, facts, copy);
}

/* As far as the clauses block every choice. */
static void grow(struct dilemmas *d, const struct query *blocked, struct box *box)
{
    search_grow(d->space, blocked, d->limit, NULL, box);
}

/* `all`: what the clauses block around the facts. Of it a world is shown that is easier to read,
 * if it is such a dilemma too. */
static struct finding *add_finding(struct dilemmas *d, const uint64_t *set,
                                   const struct box *facts, const struct box *all)
{
    struct witness *w = finding_witness(d->a), *wide = finding_witness(d->a);
    const struct box *at = facts_of(d, all, wide);
    if (!shows(d, set, at))
        at = facts_of(d, facts, w);
    else
        w = wide;
    struct clause_set *together = ARENA_NEW(d->a->arena, struct clause_set);
    *together = dilemma_clause_set(d, set);
    struct finding *f = finding_add(d->a, DIAG_DILEMMA);
    f->clause = together->clauses[0];
    f->other_clause = together->clauses[1];
    f->together = together;
    f->witness = w;
    f->elsewhere = ARENA_ARRAY(d->a->arena, const struct witness *, ELSEWHERE_SHOWN);
    dilemma_add_breaches(d, at, f);
    d->shown++;
    return f;
}

static bool is_told(const struct dilemmas *d, const struct blocking *b, const struct box *facts)
{
    for (size_t i = 0; i < b->told.count; i++)
        if (region_within(d->space->ev, facts, b->told.items[i]))
            return true;
    return false;
}

/* The same clauses at other facts than those that are told of them: what these block around `same`.
 * The ones that are so however a term is read go first. */
static void add_elsewhere(struct dilemmas *d, struct blocking *b, const struct query *blocked,
                          const struct box *same)
{
    struct evaluator *ev = d->space->ev;
    struct finding *f = b->finding;
    bool other_day = d->space->sampled && d->slice != b->slice; /* the one that is told is an example */
    if (!f || other_day || is_told(d, b, same))
        return;
    if (f->elsewhere_count == ELSEWHERE_SHOWN || b->tried == ELSEWHERE_TRIED) {
        f->more_elsewhere = true;
        return;
    }
    struct box *all = box_new(ev, &ev->work);
    struct witness *w = finding_witness(d->a);
    box_copy(ev, all, same);
    grow(d, blocked, all);
    const struct box *at = facts_of(d, all, w);
    b->tried++;
    if (!shows(d, b->set, at))
        return;
    VEC_PUSH(d->a->arena, &b->told, all);
    bool first = finding_needs(d->a, f->witness, VAR_ROLE_READING)
                 && !finding_needs(d->a, w, VAR_ROLE_READING);
    f->elsewhere[f->elsewhere_count++] = first ? f->witness : w;
    if (!first)
        return;
    f->witness = w;
    dilemma_add_breaches(d, at, f);
}

static struct blocking *find_known(struct dilemmas *d, const struct box *facts)
{
    for (size_t i = 0; i < d->known.count; i++)
        if (all_blocked(d, d->known.items[i].set, facts))
            return &d->known.items[i];
    return NULL;
}

/* Which clauses block everything for these facts. NULL: the budget ran out. */
static struct blocking *learn(struct dilemmas *d, const struct box *facts)
{
    struct blocking b = {.set = dilemma_no_clauses(d), .slice = d->slice};
    if (!single_blocks(d, facts, b.set)) {
        b.many = true;
        if (!find_together(d, facts, b.set))
            return NULL;
    }
    VEC_PUSH(d->a->arena, &d->known, b);
    return &d->known.items[d->known.count - 1];
}

/* At these facts, and as far around `same` as the clauses block every choice. */
static void add_new(struct dilemmas *d, struct blocking *b, const struct query *blocked,
                    const struct box *facts, const struct box *same)
{
    struct evaluator *ev = d->space->ev;
    struct box *all = box_new(ev, &ev->work);
    box_copy(ev, all, same);
    grow(d, blocked, all);
    b->finding = add_finding(d, b->set, facts, all);
    VEC_PUSH(d->a->arena, &b->told, all);
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
    struct blocking *b = find_known(d, facts);
    if (!b && !ev->gave_up)
        b = learn(d, facts);
    if (!b || ev->gave_up)
        return false;
    bool new = d->known.count > before && b->many;
    if (new && d->shown == DILEMMAS_SHOWN) {
        d->full = true;
        return false;
    }
    struct demand demand = blocked_by(b->set, true);
    struct query query = {IR_NONE, &demand, 1};
    box_copy(ev, out, facts);
    search_grow(d->space, &query, box, NULL, out);
    if (new)
        add_new(d, b, &query, facts, out);
    else
        add_elsewhere(d, b, &query, out);
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

/* All slices. False when something was not looked at. */
static bool look_at_all(struct dilemmas *d)
{
    bool all = true;
    steps_begin(d->a->steps, "dilemmas", d->space->slice_count);
    for (size_t s = 0; s < d->space->slice_count && all; s++, steps_done(d->a->steps)) {
        for (size_t i = 0; i < d->known.count; i++)
            d->known.items[i].told.count = 0; /* boxes of the slice before */
        all = look_at_slice(d, s);
    }
    return all;
}

static bool same_clauses(const struct clause_set *x, const struct clause_set *y)
{
    return x->count == y->count
           && memcmp(x->clauses, y->clauses, x->count * sizeof *x->clauses) == 0;
}

/* The same dilemmas without events, where there are such: what is shown then is easier to read. */
static void look_without_events(const struct dilemmas *all, size_t first)
{
    struct analysis *a = all->a;
    size_t end = a->findings->list.count;
    bool some = false;
    for (size_t i = first; i < end && !some; i++)
        some = finding_needs(a, a->findings->list.items[i]->witness, VAR_ROLE_LEDGER);
    if (!some)
        return;
    struct dilemmas d = {.a = a, .space = finding_quiet(a), .choices = all->choices,
                         .everything = all->everything,
                         .clause_words = all->clause_words};
    d.search = search_new(finding_quiet(a), SEARCH_BUDGET);
    look_at_all(&d);
    for (size_t i = end; i < a->findings->list.count; i++)
        for (size_t k = first; k < end; k++) {
            const struct finding *quiet = a->findings->list.items[i];
            struct finding *f = a->findings->list.items[k];
            if (same_clauses(f->together, quiet->together))
                *f = *quiet;
        }
    a->findings->list.count = end;
}

void analyse_dilemmas(struct analysis *a)
{
    struct dilemmas d = {.a = a, .space = a->space, .search = finding_search(a)};
    const struct vocab *vocab = &a->table->vocab;
    bool some = false;
    d.choices = quantify_choices(a->arena, a->table);
    d.everything = ARENA_ARRAY(a->arena, bool, vocab->var_count);
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        d.everything[v] = true;
        some = some || (d.choices[v] && a->table->var_column_count[v] > 0);
    }
    d.clause_words = bitset_words(a->table->clauses_count);
    size_t first = a->findings->list.count;
    bool all = !some || look_at_all(&d);
    look_without_events(&d, first);
    if (d.full)
        a->findings->list.items[a->findings->list.count - 1]->more = true;
    else if (!all)
        finding_add(a, DIAG_DILEMMA)->unresolved = true;
}

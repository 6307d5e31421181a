/* choices_dilemmas.c: dilemmas, and exclusivities that meet, against all worlds.
 *
 * For equal facts the sets of blocking clauses of all choices are gathered. They are a dilemma
 * when none is empty and no clause is in all; the clauses that a finding names must hit every
 * set and none of them be idle, and its least breaches be the least of the sets.
 */
#include "choices.h"

#include "boxes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- dilemmas ------------------------------------------------------------------------------ */

struct blocked { /* for some facts, over all choices */
    bool everywhere; /* every choice is prohibited */
    bool by_one;     /* one clause blocks all */
    uint64_t sets[4096];
    size_t count;
};

static void note(struct blocked *b, uint64_t set)
{
    b->everywhere = b->everywhere && set != 0;
    for (size_t i = 0; i < b->count; i++)
        if (b->sets[i] == set)
            return;
    if (b->count < sizeof b->sets / sizeof *b->sets)
        b->sets[b->count++] = set;
}

static void sum_up(struct blocked *b)
{
    uint64_t all = UINT64_MAX;
    for (size_t i = 0; i < b->count; i++)
        all &= b->sets[i];
    b->by_one = all != 0;
}

static void blocked_in(const struct choice_run *run, size_t first, struct blocked *out)
{
    out->everywhere = true;
    out->count = 0;
    for (size_t w = first; w != SIZE_MAX; w = choices_next(run, w, run->choices))
        note(out, run->blocking[w]);
    sum_up(out);
}

static uint64_t bits_of(const struct clause_set *set)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < set->count; i++)
        bits |= UINT64_C(1) << set->clauses[i];
    return bits;
}

static bool hits_all(uint64_t set, const struct blocked *b)
{
    for (size_t i = 0; i < b->count; i++)
        if (!(b->sets[i] & set))
            return false;
    return true;
}

static bool is_covered(const struct choice_run *run, const struct blocked *b)
{
    for (size_t i = 0; i < run->findings.list.count; i++) {
        const struct finding *f = run->findings.list.items[i];
        if (f->code == DIAG_DILEMMA && (f->more || hits_all(bits_of(f->together), b)))
            return true;
    }
    return false;
}

/* All choices at the facts of a witness, whose values need not be the first of their cells. */
static void blocked_at(struct choice_run *run, const int64_t *values, struct blocked *out)
{
    uint32_t vars = run->model->vocab.var_count;
    int64_t *world = arena_copy(run->arena, values, vars * sizeof *world);
    int64_t *cells = ARENA_ARRAY(run->arena, int64_t, vars);
    out->everywhere = true;
    out->count = 0;
    for (size_t w = 0; w != SIZE_MAX; w = choices_next(run, w, run->choices)) {
        worlds_get(&run->worlds, w, cells);
        for (uint32_t v = 0; v < vars; v++)
            world[v] = run->choices[v] ? cells[v] : values[v];
        oracle_evaluate(run->oracle, world, &run->point);
        note(out, choices_blocking(run));
    }
    sum_up(out);
}

static void check_breaches(struct choice_run *run, const struct finding *f, const struct blocked *b)
{
    size_t least = 0;
    for (size_t i = 0; i < b->count; i++) {
        bool minimal = true, found = false;
        for (size_t k = 0; k < b->count; k++)
            minimal = minimal && (k == i || (b->sets[k] & ~b->sets[i]));
        for (size_t k = 0; k < f->breach_count; k++)
            found = found || bits_of(&f->breaches[k]) == b->sets[i];
        least += minimal;
        if (found != minimal && !f->more_breaches)
            choice_fail(run, "a least set of breaches is %s\n", found ? "not least" : "missing");
    }
    if (least != f->breach_count && !f->more_breaches)
        choice_fail(run, "%zu least sets of breaches, not %zu\n", least, f->breach_count);
}

/* Of the facts around the witness the same clauses leave no choice free. */
static void check_box(struct choice_run *run, const struct witness *witness, uint64_t together)
{
    struct blocked *b = ARENA_NEW(run->arena, struct blocked);
    struct box_points points = {run->e.table, witness, 1};
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, run->model->vocab.var_count);
    for (int i = 0; i < BOX_POINTS / 4; i++) {
        if (!box_point(&points, world))
            continue;
        blocked_at(run, world, b);
        if (!hits_all(together, b))
            choice_fail(run, "the clauses of a dilemma leave a choice free around its witness\n");
    }
}

static void check_dilemma(struct choice_run *run, const struct finding *f)
{
    struct blocked *b = ARENA_NEW(run->arena, struct blocked);
    blocked_at(run, f->witness->values, b);
    uint64_t together = bits_of(f->together);
    run->tally->dilemmas++;
    if (!b->everywhere)
        choice_fail(run, "a choice is free in a dilemma\n");
    if (b->by_one)
        choice_fail(run, "one clause alone makes a dilemma\n");
    if (!hits_all(together, b))
        choice_fail(run, "the clauses of a dilemma leave a choice free\n");
    for (uint64_t rest = together; rest; rest &= rest - 1)
        if (hits_all(together & ~(rest & (~rest + 1)), b))
            choice_fail(run, "a clause of a dilemma is not needed\n");
    check_breaches(run, f, b);
    check_box(run, f->witness, together);
    for (size_t i = 0; i < f->elsewhere_count; i++) {
        blocked_at(run, f->elsewhere[i]->values, b);
        if (b->by_one || !hits_all(together, b))
            choice_fail(run, "other facts are no such dilemma\n");
        check_box(run, f->elsewhere[i], together);
        run->tally->elsewhere++;
    }
}

void choices_check_dilemmas(struct choice_run *run)
{
    for (size_t i = 0; i < run->findings.list.count && !run->of->failure; i++)
        if (run->findings.list.items[i]->code == DIAG_DILEMMA)
            check_dilemma(run, run->findings.list.items[i]);
    struct blocked *b = ARENA_NEW(run->arena, struct blocked);
    for (size_t w = 0; w < run->worlds.count && !run->of->failure; w++) {
        if (!choices_first(run, w, run->choices))
            continue;
        blocked_in(run, w, b);
        if (b->everywhere && !b->by_one && !is_covered(run, b))
            choice_fail(run, "a dilemma is missing, at world %zu\n", w);
    }
}

/* ---- exclusivities ------------------------------------------------------------------------- */

static bool meet(struct choice_run *run, uint32_t n, uint32_t m, const int64_t *values, uint32_t var)
{
    int64_t *world = arena_copy(run->arena, values,
                                run->model->vocab.var_count * sizeof *world);
    const struct vocab_var *v = &run->model->vocab.vars[var];
    for (uint32_t leaf = 0; leaf < v->leaf_count - v->or_none; leaf++) {
        world[var] = leaf;
        oracle_evaluate(run->oracle, world, &run->point);
        if (!run->point.effective[n] && !run->point.effective[m])
            return false;
    }
    return true;
}

static bool some_meeting(struct choice_run *run, uint32_t n, uint32_t m, uint32_t var)
{
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, run->model->vocab.var_count);
    bool *over = ARENA_ARRAY(run->arena, bool, run->model->vocab.var_count);
    over[var] = true;
    for (size_t w = 0; w < run->worlds.count; w++) {
        struct arena_mark mark = arena_mark(run->arena);
        if (!choices_first(run, w, over))
            continue;
        worlds_get(&run->worlds, w, world);
        bool met = meet(run, n, m, world, var);
        arena_rewind(run->arena, mark);
        if (met)
            return true;
    }
    return false;
}

static const struct finding *find_twice(const struct choice_run *run, uint32_t n, uint32_t m)
{
    for (size_t i = 0; i < run->findings.list.count; i++) {
        const struct finding *f = run->findings.list.items[i];
        if (f->code == DIAG_EXCLUSIVE_TWICE && f->norm == n && f->other_norm == m)
            return f;
    }
    return NULL;
}

void choices_check_exclusivities(struct choice_run *run)
{
    const struct model *m = run->model;
    for (uint32_t a = 0; a < m->norms.count; a++)
        for (uint32_t b = a + 1; b < m->norms.count; b++) {
            const struct model_norm *x = &m->norms.items[a], *y = &m->norms.items[b];
            if (x->form != FORM_GRANT || y->form != FORM_GRANT || x->attribute != y->attribute
                || m->clauses.items[x->clause].agreement == m->clauses.items[y->clause].agreement)
                continue;
            const struct finding *f = find_twice(run, a, b);
            if (!f && some_meeting(run, a, b, x->attribute))
                choice_fail(run, "two exclusivities meet\n");
            if (f && !meet(run, a, b, f->witness->values, x->attribute))
                choice_fail(run, "two exclusivities do not meet\n");
            run->tally->twice += f != NULL;
        }
}

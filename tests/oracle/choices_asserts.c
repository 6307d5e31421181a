/* choices_asserts.c: assertions against all worlds.
 *
 * A question is asked of groups of worlds: those that differ in the choices for `some choice
 * is permitted`, those that differ in the readings for every other. An assertion must have a
 * finding just when some group refutes it, and its witness stand in such a group.
 */
#include "choices.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static bool party_reads(const struct vocab *vocab, const struct vocab_reading *reading,
                        uint32_t node)
{
    for (uint32_t at = node; at != VOCAB_NONE; at = vocab->nodes[at].parent)
        for (uint32_t p = 0; p < reading->party_count; p++)
            if (vocab->parties[reading->first_party + p] == at)
                return true;
    return false;
}

/* Is the world one of the assertion's: readings as it says, its condition met? */
static bool is_meant(const struct choice_run *run, const struct model_assert *says, const int64_t *world)
{
    const struct vocab *vocab = &run->model->vocab;
    for (uint32_t t = 0; t < vocab->term_count; t++) {
        const struct vocab_term *term = &vocab->terms[t];
        bool some = false, this = false;
        if (term->var == VOCAB_NONE)
            continue;
        for (uint32_t r = 0; r < term->reading_count; r++)
            for (size_t p = 0; p < says->read_count; p++)
                if (party_reads(vocab, &vocab->readings[term->first_reading + r],
                                says->read_by[p])) {
                    some = true;
                    this = this || world[term->var] == (int64_t)r;
                }
        if (some && !this)
            return false;
    }
    return oracle_expr(run->model, says->cond, world);
}

struct group { /* worlds that differ in choices, or in readings, alone: verdicts of those meant */
    bool some, has[ORACLE_WORLD_VERDICTS];
};

static bool refuted_by(const struct model_assert *says, const struct group *g)
{
    bool never = says->kind == ASSERT_NEVER;
    bool all[ORACLE_WORLD_VERDICTS];
    if (!g->some)
        return false;
    for (int v = 0; v < ORACLE_WORLD_VERDICTS; v++) {
        all[v] = g->has[v];
        for (int k = 0; k < ORACLE_WORLD_VERDICTS; k++)
            all[v] = all[v] && (k == v || !g->has[k]);
    }
    if (says->kind == ASSERT_SOME_CHOICE)
        return !g->has[ORACLE_W_PERMITTED];
    switch (says->verdict) {
    case VERDICT_PERMITTED:
        return never ? g->has[ORACLE_W_PERMITTED] : !all[ORACLE_W_PERMITTED];
    case VERDICT_PROHIBITED:
        return never ? g->has[ORACLE_W_PROHIBITED] : !all[ORACLE_W_PROHIBITED];
    case VERDICT_UNDETERMINED:
        return !never;
    case VERDICT_DISPUTED:
        break;
    }
    bool disputed = !all[ORACLE_W_PERMITTED] && !all[ORACLE_W_PROHIBITED];
    return never == disputed;
}

static const bool *grouped_by(struct choice_run *run, const struct model_assert *says)
{
    if (says->kind == ASSERT_SOME_CHOICE)
        return run->choices;
    bool *over = ARENA_ARRAY(run->arena, bool, run->model->vocab.var_count);
    for (uint32_t v = 0; v < run->model->vocab.var_count; v++)
        over[v] = run->model->vocab.vars[v].role == VAR_ROLE_READING;
    return over;
}

static void add_world(const struct choice_run *run, const struct model_assert *says,
                      const int64_t *world, enum oracle_world_verdict verdict, struct group *out)
{
    if (!is_meant(run, says, world))
        return;
    out->some = true;
    out->has[verdict] = true;
}

static bool refuted_somewhere(struct choice_run *run, const struct model_assert *says)
{
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, run->model->vocab.var_count);
    const bool *over = grouped_by(run, says);
    for (size_t first = 0; first < run->worlds.count; first++) {
        struct group g = {0};
        if (!choices_first(run, first, over))
            continue;
        for (size_t w = first; w != SIZE_MAX; w = choices_next(run, w, over)) {
            worlds_get(&run->worlds, w, world);
            add_world(run, says, world, (enum oracle_world_verdict)run->verdicts[w], &g);
        }
        if (refuted_by(says, &g))
            return true;
    }
    return false;
}

static bool refuted_at(struct choice_run *run, const struct model_assert *says, const int64_t *values)
{
    uint32_t vars = run->model->vocab.var_count;
    int64_t *world = arena_copy(run->arena, values, vars * sizeof *world);
    int64_t *cells = ARENA_ARRAY(run->arena, int64_t, vars);
    const bool *over = grouped_by(run, says);
    struct group g = {0};
    for (size_t w = 0; w != SIZE_MAX; w = choices_next(run, w, over)) {
        worlds_get(&run->worlds, w, cells);
        for (uint32_t v = 0; v < vars; v++)
            world[v] = over[v] ? cells[v] : values[v];
        oracle_evaluate(run->oracle, world, &run->point);
        add_world(run, says, world, run->point.verdict, &g);
    }
    return refuted_by(says, &g);
}

/* One bit for each clause with an effective prohibition. */
static uint64_t forbidding(const struct choice_run *run)
{
    uint64_t clauses = 0;
    for (size_t n = 0; n < run->model->norms.count; n++)
        if (run->model->norms.items[n].sign == SIGN_PROHIBIT && run->point.effective[n])
            clauses |= UINT64_C(1) << run->model->norms.items[n].clause;
    return clauses;
}

/* Does each choice that is meant, at the facts of the witness, meet a prohibition of these? */
static bool forbid_all(struct choice_run *run, const struct model_assert *says, const int64_t *values,
                       uint64_t clauses)
{
    uint32_t vars = run->model->vocab.var_count;
    int64_t *world = arena_copy(run->arena, values, vars * sizeof *world);
    int64_t *cells = ARENA_ARRAY(run->arena, int64_t, vars);
    for (size_t w = 0; w != SIZE_MAX; w = choices_next(run, w, run->choices)) {
        worlds_get(&run->worlds, w, cells);
        for (uint32_t v = 0; v < vars; v++)
            world[v] = run->choices[v] ? cells[v] : values[v];
        if (!is_meant(run, says, world))
            continue;
        oracle_evaluate(run->oracle, world, &run->point);
        if (!(forbidding(run) & clauses))
            return false;
    }
    return true;
}

/* The clauses that are marked forbid all choices, and none of them is superfluous; one alone where one does. */
static void check_forbidding(struct choice_run *run, const struct model_assert *says, const struct finding *f)
{
    uint64_t all = 0;
    if (!f->together) {
        choice_fail(run, "an assertion of some choice marks no clause\n");
        return;
    }
    for (size_t i = 0; i < f->together->count; i++)
        all |= UINT64_C(1) << f->together->clauses[i];
    if (!forbid_all(run, says, f->witness->values, all))
        choice_fail(run, "the clauses marked for an assertion leave a choice free\n");
    for (uint64_t rest = all; rest; rest &= rest - 1)
        if (forbid_all(run, says, f->witness->values, all & ~(rest & (~rest + 1))))
            choice_fail(run, "a clause marked for an assertion is superfluous\n");
    for (uint32_t c = 0; f->together->count > 1 && c < run->model->clauses.count; c++)
        if (forbid_all(run, says, f->witness->values, UINT64_C(1) << c))
            choice_fail(run, "one clause would do for an assertion\n");
    run->tally->together += f->together->count > 1;
}

static const struct finding *find_assert(const struct choice_run *run, enum diag_code code,
                                         uint32_t id)
{
    for (size_t i = 0; i < run->findings.list.count; i++)
        if (run->findings.list.items[i]->code == code
            && run->findings.list.items[i]->id == id)
            return run->findings.list.items[i];
    return NULL;
}

static void check_other(struct choice_run *run, const struct finding *f)
{
    const struct vocab *vocab = &run->model->vocab;
    for (uint32_t v = 0; v < vocab->var_count; v++)
        if (vocab->vars[v].role != VAR_ROLE_READING
            && f->other->values[v] != f->witness->values[v])
            choice_fail(run, "the witnesses of a dispute differ in a fact\n");
    oracle_evaluate(run->oracle, f->witness->values, &run->point);
    bool permitted = run->point.verdict == ORACLE_W_PERMITTED;
    oracle_evaluate(run->oracle, f->other->values, &run->point);
    if (!permitted || run->point.verdict != ORACLE_W_PROHIBITED)
        choice_fail(run, "the witnesses of a dispute are not disputed\n");
}

/* Is the assertion about any world? */
static bool means_some(struct choice_run *run, const struct model_assert *says)
{
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, run->model->vocab.var_count);
    for (size_t w = 0; w < run->worlds.count; w++) {
        worlds_get(&run->worlds, w, world);
        if (is_meant(run, says, world))
            return true;
    }
    return false;
}

static void check_empty(struct choice_run *run, uint32_t id, bool holds)
{
    const struct model_assert *says = &run->model->asserts.items[id];
    bool open = says->kind != ASSERT_SOME_CHOICE && says->verdict == VERDICT_UNDETERMINED;
    bool empty = holds && (open || !means_some(run, says));
    if (empty != (find_assert(run, DIAG_ASSERT_EMPTY, id) != NULL))
        choice_fail(run, "assertion %u says %s\n", id, empty ? "nothing" : "something");
    run->tally->empty += empty;
}

void choices_check_asserts(struct choice_run *run)
{
    for (uint32_t i = 0; i < run->model->asserts.count; i++) {
        const struct model_assert *says = &run->model->asserts.items[i];
        const struct finding *f = find_assert(run, DIAG_ASSERT_FAILS, i);
        if (!f && refuted_somewhere(run, says))
            choice_fail(run, "assertion %u is refuted by some world\n", i);
        if (f && !refuted_at(run, says, f->witness->values))
            choice_fail(run, "assertion %u is not refuted by its witness\n", i);
        if (f && f->other)
            check_other(run, f);
        if (f && says->kind == ASSERT_SOME_CHOICE)
            check_forbidding(run, says, f);
        check_empty(run, i, !f);
        if (f)
            run->tally->refuted++;
        else
            run->tally->proved++;
    }
}

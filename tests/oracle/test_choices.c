/* test_choices.c: what quantifies over choices and readings, against brute force.
 *
 * Dilemmas, exclusivities that meet and assertions of random policies are held against the
 * interpreter, which visits every world, the date and the events open. Every finding's witness
 * must be one to the interpreter too (so nothing is invented), and whatever the worlds show must
 * have been found (so nothing is missing). That a world is missed on a day on which a month is
 * clamped makes brute force see less, never more, so both checks hold for every policy.
 * POLC_SEEDS, POLC_FIRST_SEED, POLC_LONG as in test_agree.
 */
#include "analysis/findings.h"
#include "analysis/options.h"
#include "analysis/quantify.h"
#include "case.h"
#include "engine.h"
#include "generate_parts.h"
#include "worlds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS 2000
#define LONG_SEEDS 60000
#define WORLD_LIMIT 40000
#define ASSERTS 4

#define QUESTIONS 8
static const char *const questions[QUESTIONS] = {
    "never permitted",  "never prohibited",  "never disputed",  "some choice is permitted",
    "always permitted", "always prohibited", "always disputed", "some choice is permitted"};

struct tally {
    size_t compared, dilemmas, twice, refuted, proved, options, waits;
};

struct run {
    struct guard guard;
    struct arena arena;
    uint64_t seed;
    struct tally *tally;
    const char *policy;
    char *failure;
    struct engine e;
    struct model *model;
    struct oracle *oracle;
    struct worlds worlds;
    bool *choices;          /* per variable */
    uint8_t *verdicts;      /* per world: enum oracle_world_verdict */
    uint64_t *blocking;     /* per world: clauses with an effective, uncontested prohibition */
    struct oracle_point point;
    struct findings findings;
};

static void fail_run(struct run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void fail_run(struct run *run, const char *format, ...)
{
    struct strbuf text;
    va_list arguments;
    if (run->failure)
        return;
    strbuf_init(&text, &run->arena);
    strbuf_printf(&text, "seed %llu\n%s\n", (unsigned long long)run->seed, run->policy);
    va_start(arguments, format);
    strbuf_vprintf(&text, format, arguments);
    va_end(arguments);
    run->failure = strdup(strbuf_string(&text));
}

/* ---- brute force ------------------------------------------------------------------------------ */

static uint64_t blocking_of(const struct run *run)
{
    uint64_t clauses = 0;
    for (size_t n = 0; n < run->model->norms.count; n++)
        if (run->model->norms.items[n].sign == SIGN_PROHIBIT && run->point.effective[n]
            && !run->point.contested[n])
            clauses |= UINT64_C(1) << run->model->norms.items[n].clause;
    return clauses;
}

/* False when some world has a circle: such a policy is refused elsewhere. */
static bool see_all(struct run *run)
{
    int64_t *world = ARENA_ARRAY(&run->arena, int64_t, run->model->vocab.var_count);
    run->verdicts = arena_alloc(&run->arena, run->worlds.count + 1);
    run->blocking = ARENA_ARRAY(&run->arena, uint64_t, run->worlds.count + 1);
    oracle_point_init(run->oracle, &run->arena, &run->point);
    for (size_t w = 0; w < run->worlds.count; w++) {
        worlds_get(&run->worlds, w, world);
        oracle_evaluate(run->oracle, world, &run->point);
        if (run->point.cycle)
            return false;
        run->verdicts[w] = (uint8_t)run->point.verdict;
        run->blocking[w] = blocking_of(run);
    }
    return true;
}

/* Of the worlds that differ from w only in the variables told by `over`: is w the first? */
static bool is_first(const struct run *run, size_t w, const bool *over)
{
    for (size_t a = 0; a < run->worlds.axes.axis_count; a++) {
        const struct oracle_axis *axis = &run->worlds.axes.axes[a];
        if (over[axis->var] && w / axis->stride % axis->count)
            return false;
    }
    return true;
}

/* The next one after w, from `first`; SIZE_MAX behind the last. */
static size_t next_of(const struct run *run, size_t w, const bool *over)
{
    for (size_t a = run->worlds.axes.axis_count; a-- > 0;) {
        const struct oracle_axis *axis = &run->worlds.axes.axes[a];
        if (!over[axis->var])
            continue;
        size_t at = w / axis->stride % axis->count;
        if (at + 1 < axis->count)
            return w + axis->stride;
        w -= at * axis->stride;
    }
    return SIZE_MAX;
}

/* ---- dilemmas --------------------------------------------------------------------------------------- */

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

static void blocked_in(const struct run *run, size_t first, struct blocked *out)
{
    out->everywhere = true;
    out->count = 0;
    for (size_t w = first; w != SIZE_MAX; w = next_of(run, w, run->choices))
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

static bool is_covered(const struct run *run, const struct blocked *b)
{
    for (size_t i = 0; i < run->findings.list.count; i++) {
        const struct finding *f = run->findings.list.items[i];
        if (f->code == DIAG_DILEMMA && (f->more || hits_all(bits_of(f->together), b)))
            return true;
    }
    return false;
}

/* All choices at the facts of a witness, whose values need not be the first of their cells. */
static void blocked_at(struct run *run, const int64_t *values, struct blocked *out)
{
    uint32_t vars = run->model->vocab.var_count;
    int64_t *world = arena_copy(&run->arena, values, vars * sizeof *world);
    int64_t *cells = ARENA_ARRAY(&run->arena, int64_t, vars);
    out->everywhere = true;
    out->count = 0;
    for (size_t w = 0; w != SIZE_MAX; w = next_of(run, w, run->choices)) {
        worlds_get(&run->worlds, w, cells);
        for (uint32_t v = 0; v < vars; v++)
            world[v] = run->choices[v] ? cells[v] : values[v];
        oracle_evaluate(run->oracle, world, &run->point);
        note(out, blocking_of(run));
    }
    sum_up(out);
}

static void check_breaches(struct run *run, const struct finding *f, const struct blocked *b)
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
            fail_run(run, "a least set of breaches is %s\n", found ? "not least" : "missing");
    }
    if (least != f->breach_count && !f->more_breaches)
        fail_run(run, "%zu least sets of breaches, not %zu\n", least, f->breach_count);
}

static void check_dilemma(struct run *run, const struct finding *f)
{
    struct blocked *b = ARENA_NEW(&run->arena, struct blocked);
    blocked_at(run, f->witness->values, b);
    uint64_t together = bits_of(f->together);
    run->tally->dilemmas++;
    if (!b->everywhere)
        fail_run(run, "a choice is free in a dilemma\n");
    if (b->by_one)
        fail_run(run, "one clause alone makes a dilemma\n");
    if (!hits_all(together, b))
        fail_run(run, "the clauses of a dilemma leave a choice free\n");
    for (uint64_t rest = together; rest; rest &= rest - 1)
        if (hits_all(together & ~(rest & (~rest + 1)), b))
            fail_run(run, "a clause of a dilemma is not needed\n");
    check_breaches(run, f, b);
}

static void compare_dilemmas(struct run *run)
{
    struct blocked *b = ARENA_NEW(&run->arena, struct blocked);
    for (size_t w = 0; w < run->worlds.count && !run->failure; w++) {
        if (!is_first(run, w, run->choices))
            continue;
        blocked_in(run, w, b);
        if (b->everywhere && !b->by_one && !is_covered(run, b))
            fail_run(run, "a dilemma is missing, at world %zu\n", w);
    }
}

/* ---- exclusivities ------------------------------------------------------------------------------------ */

static bool meet(struct run *run, uint32_t n, uint32_t m, const int64_t *values, uint32_t var)
{
    int64_t *world = arena_copy(&run->arena, values,
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

static bool some_meeting(struct run *run, uint32_t n, uint32_t m, uint32_t var)
{
    int64_t *world = ARENA_ARRAY(&run->arena, int64_t, run->model->vocab.var_count);
    bool *over = ARENA_ARRAY(&run->arena, bool, run->model->vocab.var_count);
    over[var] = true;
    for (size_t w = 0; w < run->worlds.count; w++) {
        struct arena_mark mark = arena_mark(&run->arena);
        if (!is_first(run, w, over))
            continue;
        worlds_get(&run->worlds, w, world);
        bool met = meet(run, n, m, world, var);
        arena_rewind(&run->arena, mark);
        if (met)
            return true;
    }
    return false;
}

static const struct finding *find_twice(const struct run *run, uint32_t n, uint32_t m)
{
    for (size_t i = 0; i < run->findings.list.count; i++) {
        const struct finding *f = run->findings.list.items[i];
        if (f->code == DIAG_EXCLUSIVE_TWICE && f->norm == n && f->other_norm == m)
            return f;
    }
    return NULL;
}

static void compare_exclusivities(struct run *run)
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
                fail_run(run, "two exclusivities meet\n");
            if (f && !meet(run, a, b, f->witness->values, x->attribute))
                fail_run(run, "two exclusivities do not meet\n");
            run->tally->twice += f != NULL;
        }
}

/* ---- assertions ---------------------------------------------------------------------------------------- */

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
static bool is_meant(const struct run *run, const struct model_assert *says, const int64_t *world)
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

static const bool *grouped_by(struct run *run, const struct model_assert *says)
{
    if (says->kind == ASSERT_SOME_CHOICE)
        return run->choices;
    bool *over = ARENA_ARRAY(&run->arena, bool, run->model->vocab.var_count);
    for (uint32_t v = 0; v < run->model->vocab.var_count; v++)
        over[v] = run->model->vocab.vars[v].role == VAR_ROLE_READING;
    return over;
}

static void add_world(const struct run *run, const struct model_assert *says,
                      const int64_t *world, enum oracle_world_verdict verdict, struct group *out)
{
    if (!is_meant(run, says, world))
        return;
    out->some = true;
    out->has[verdict] = true;
}

static bool refuted_somewhere(struct run *run, const struct model_assert *says)
{
    int64_t *world = ARENA_ARRAY(&run->arena, int64_t, run->model->vocab.var_count);
    const bool *over = grouped_by(run, says);
    for (size_t first = 0; first < run->worlds.count; first++) {
        struct group g = {0};
        if (!is_first(run, first, over))
            continue;
        for (size_t w = first; w != SIZE_MAX; w = next_of(run, w, over)) {
            worlds_get(&run->worlds, w, world);
            add_world(run, says, world, (enum oracle_world_verdict)run->verdicts[w], &g);
        }
        if (refuted_by(says, &g))
            return true;
    }
    return false;
}

static bool refuted_at(struct run *run, const struct model_assert *says, const int64_t *values)
{
    uint32_t vars = run->model->vocab.var_count;
    int64_t *world = arena_copy(&run->arena, values, vars * sizeof *world);
    int64_t *cells = ARENA_ARRAY(&run->arena, int64_t, vars);
    const bool *over = grouped_by(run, says);
    struct group g = {0};
    for (size_t w = 0; w != SIZE_MAX; w = next_of(run, w, over)) {
        worlds_get(&run->worlds, w, cells);
        for (uint32_t v = 0; v < vars; v++)
            world[v] = over[v] ? cells[v] : values[v];
        oracle_evaluate(run->oracle, world, &run->point);
        add_world(run, says, world, run->point.verdict, &g);
    }
    return refuted_by(says, &g);
}

static const struct finding *find_assert(const struct run *run, uint32_t id)
{
    for (size_t i = 0; i < run->findings.list.count; i++)
        if (run->findings.list.items[i]->code == DIAG_ASSERT_FAILS
            && run->findings.list.items[i]->id == id)
            return run->findings.list.items[i];
    return NULL;
}

static void check_other(struct run *run, const struct finding *f)
{
    const struct vocab *vocab = &run->model->vocab;
    for (uint32_t v = 0; v < vocab->var_count; v++)
        if (vocab->vars[v].role != VAR_ROLE_READING
            && f->other->values[v] != f->witness->values[v])
            fail_run(run, "the witnesses of a dispute differ in a fact\n");
    oracle_evaluate(run->oracle, f->witness->values, &run->point);
    bool permitted = run->point.verdict == ORACLE_W_PERMITTED;
    oracle_evaluate(run->oracle, f->other->values, &run->point);
    if (!permitted || run->point.verdict != ORACLE_W_PROHIBITED)
        fail_run(run, "the witnesses of a dispute are not disputed\n");
}

static void compare_asserts(struct run *run)
{
    for (uint32_t i = 0; i < run->model->asserts.count; i++) {
        const struct model_assert *says = &run->model->asserts.items[i];
        const struct finding *f = find_assert(run, i);
        if (!f && refuted_somewhere(run, says))
            fail_run(run, "assertion %u is refuted by some world\n", i);
        if (f && !refuted_at(run, says, f->witness->values))
            fail_run(run, "assertion %u is not refuted by its witness\n", i);
        if (f && f->other)
            check_other(run, f);
        if (f)
            run->tally->refuted++;
        else
            run->tally->proved++;
    }
}

/* ---- options ------------------------------------------------------------------------------------------------ */

/* A deployment on one day: each variable a cell, or open. */
struct described {
    uint64_t state;
    size_t *cell; /* per axis; SIZE_MAX: open */
    struct value_set *sets;
};

static void describe(struct run *run, struct described *d)
{
    const struct oracle_result *axes = &run->worlds.axes;
    d->sets = worlds_domain(&run->arena, &run->model->vocab);
    d->cell = ARENA_ARRAY(&run->arena, size_t, axes->axis_count);
    for (size_t a = 0; a < axes->axis_count; a++) {
        const struct oracle_axis *axis = &axes->axes[a];
        enum var_role role = (enum var_role)run->model->vocab.vars[axis->var].role;
        bool fixed = axis->var == VOCAB_DATE || gen_next(&d->state) % 3;
        d->cell[a] = SIZE_MAX;
        if (role == VAR_ROLE_READING || !fixed)
            continue;
        d->cell[a] = (size_t)(gen_next(&d->state) % axis->count);
        if (axis->var == VOCAB_DATE && axis->cells[d->cell[a]].low == DATE_LAST)
            d->cell[a]--;
        int64_t value = axis->cells[d->cell[a]].low;
        if (value == DATE_LAST) { /* sums of days end there: nothing is said of that day */
            d->cell[a] = SIZE_MAX;
            continue;
        }
        d->sets[axis->var] = (struct value_set){.first = {value, value}};
    }
}

static bool inside(const struct run *run, const struct described *d, size_t w, const bool *free)
{
    for (size_t a = 0; a < run->worlds.axes.axis_count; a++) {
        const struct oracle_axis *axis = &run->worlds.axes.axes[a];
        if (!free[axis->var] && d->cell[a] != SIZE_MAX
            && w / axis->stride % axis->count != d->cell[a])
            return false;
    }
    return true;
}

/* Of the worlds of the description, `free` apart: a number that those with equal values of
 * `free` share. */
static size_t key_of(const struct run *run, size_t w, const bool *free)
{
    size_t key = 0;
    for (size_t a = 0; a < run->worlds.axes.axis_count; a++) {
        const struct oracle_axis *axis = &run->worlds.axes.axes[a];
        if (free[axis->var])
            key += w / axis->stride % axis->count * axis->stride;
    }
    return key;
}

static bool takes(const struct value_set *set, int64_t value)
{
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *part = i ? &set->more[i - 1] : &set->first;
        if (value >= part->low && value <= part->high)
            return true;
    }
    return false;
}

static const struct option *listed(const struct options *options, const int64_t *world)
{
    for (size_t i = 0; i < options->count; i++) {
        bool all = true;
        for (size_t c = 0; c < options->choice_count; c++)
            all = all && takes(&options->list[i].values[c], world[options->choices[c]]);
        if (all)
            return &options->list[i];
    }
    return NULL;
}

static enum eval_status as_status(enum oracle_duty_status status)
{
    switch (status) {
    case ORACLE_NO_DUTY:
        return DUTY_NOT_DUE;
    case ORACLE_DUTY_DISPUTED:
        return DUTY_DISPUTED;
    case ORACLE_DUTY_UNDETERMINED:
        return DUTY_UNDETERMINED;
    case ORACLE_DUTY_DUE:
        break;
    }
    return DUTY_DUE;
}

/* What an option says of a duty; `now` where it says nothing. */
static enum eval_status said_of(const struct option *option, uint32_t norm, enum eval_status now)
{
    for (size_t i = 0; i < option->duty_count; i++)
        if (option->duties[i].norm == norm)
            return option->duties[i].then;
    return now;
}

static void check_duties(struct run *run, const struct described *d,
                         const struct options *options, const struct option *option,
                         const int64_t *world)
{
    struct arena_mark mark = arena_mark(&run->arena);
    struct oracle_options limit = {WORLD_LIMIT, ORACLE_PICK_LOW};
    struct oracle_result now, then;
    uint32_t vars = run->model->vocab.var_count;
    struct value_set *sets = arena_copy(&run->arena, d->sets, vars * sizeof *sets);
    for (size_t c = 0; c < options->choice_count; c++) {
        int64_t value = world[options->choices[c]];
        sets[options->choices[c]] = (struct value_set){.first = {value, value}};
    }
    oracle_box(run->oracle, &run->arena, d->sets, &limit, &now);
    oracle_box(run->oracle, &run->arena, sets, &limit, &then);
    for (uint32_t n = 0; n < run->model->norms.count && !now.too_many && !then.too_many; n++) {
        if (run->model->norms.items[n].form != FORM_OWES)
            continue;
        enum eval_status said = said_of(option, n, as_status(now.duties[n]));
        if ((said == DUTY_DUE || said == DUTY_NOT_DUE) && said != as_status(then.duties[n]))
            fail_run(run, "a duty of clause %s under another choice is said wrongly\n",
                     run->model->clauses.items[run->model->norms.items[n].clause].title);
    }
    arena_rewind(&run->arena, mark);
}

static void check_order(struct run *run, const struct options *options)
{
    for (size_t i = 1; i < options->count; i++)
        if (options->list[i].changes < options->list[i - 1].changes)
            fail_run(run, "a nearer option comes later\n");
}

/* Every assignment of the choices: listed iff nothing that is open spoils it. */
static void compare_options(struct run *run, const struct described *d)
{
    struct options options;
    size_t checked = 0;
    bool *spoilt = ARENA_ARRAY(&run->arena, bool, run->worlds.count + 1);
    int64_t *world = ARENA_ARRAY(&run->arena, int64_t, run->model->vocab.var_count);
    options_find(&run->arena, run->e.evaluator, d->sets, &options);
    if (options.unresolved || options.more)
        fail_run(run, "options are unresolved\n");
    check_order(run, &options);
    for (size_t w = 0; w < run->worlds.count; w++)
        if (run->verdicts[w] != ORACLE_W_PERMITTED && inside(run, d, w, run->choices))
            spoilt[key_of(run, w, run->choices)] = true;
    for (size_t w = 0; w != SIZE_MAX; w = next_of(run, w, run->choices)) {
        worlds_get(&run->worlds, w, world);
        const struct option *option = listed(&options, world);
        bool good = !spoilt[key_of(run, w, run->choices)];
        if (good != (option != NULL)) {
            fail_run(run, "a choice is %s, yet %slisted\n", good ? "permitted" : "not permitted",
                     option ? "" : "not ");
            return;
        }
        if (option && checked++ < 3)
            check_duties(run, d, &options, option, world);
        run->tally->options += option != NULL;
    }
}

/* The first days on which nothing spoils the choices as they are. */
static void compare_wait(struct run *run, const struct described *d)
{
    struct options options = {0};
    uint32_t vars = run->model->vocab.var_count;
    bool *date = ARENA_ARRAY(&run->arena, bool, vars);
    bool *spoilt = ARENA_ARRAY(&run->arena, bool, run->worlds.count + 1);
    int64_t *world = ARENA_ARRAY(&run->arena, int64_t, vars);
    date[VOCAB_DATE] = true;
    options_wait(&run->arena, run->e.evaluator, d->sets, &options);
    if (options.wait_open)
        return;
    for (size_t w = 0; w < run->worlds.count; w++)
        if (run->verdicts[w] != ORACLE_W_PERMITTED && inside(run, d, w, date))
            spoilt[key_of(run, w, date)] = true;
    for (size_t w = 0; w != SIZE_MAX; w = next_of(run, w, date)) {
        worlds_get(&run->worlds, w, world);
        int64_t day = world[VOCAB_DATE];
        bool good = !spoilt[key_of(run, w, date)];
        if (day <= d->sets[VOCAB_DATE].first.low || day == DATE_LAST)
            continue;
        bool said = options.waits && day >= options.days.low && day <= options.days.high;
        if ((said && !good) || (good && (!options.waits || day < options.days.low))
            || (good && day == options.days.high + 1))
            fail_run(run, "waiting until day %lld is %s\n", (long long)day,
                     good ? "missing" : "said wrongly");
    }
    run->tally->waits += options.waits;
}

static void compare_deployments(struct run *run)
{
    struct described d = {.state = run->seed * 31 + 7};
    for (int i = 0; i < 3 && !run->failure; i++) {
        describe(run, &d);
        compare_options(run, &d);
        compare_wait(run, &d);
    }
}

/* ---- policies full of choices --------------------------------------------------------------------------- */

struct writer {
    uint64_t state;
    struct strbuf *out;
};

static size_t below(struct writer *w, size_t n)
{
    return (size_t)(gen_next(&w->state) % n);
}

static void put_atom(struct writer *w)
{
    static const char *const atoms[] = {
        "host is A",        "host is not B",   "host is in (A, C)", "host is other",
        "mode is slow",     "mode is fast",    "region is us",      "region is not uk",
        "flag",             "near",            "not near",          "size > 3",
        "size <= 5",        "sold has occurred", "date is before 2027-01-01", "host is C"};
    strbuf_text(w->out, atoms[below(w, sizeof atoms / sizeof *atoms)]);
}

static void put_condition(struct writer *w)
{
    put_atom(w);
    for (size_t i = below(w, 3); i > 0; i--) {
        strbuf_text(w->out, " and ");
        put_atom(w);
    }
}

static void put_sentence(struct writer *w)
{
    static const char *const grantees[] = {"A", "B", "C", "A and B"};
    switch (below(w, 6)) {
    case 0:
        strbuf_text(w->out, "    Acme may deploy where ");
        break;
    case 3:
        strbuf_text(w->out, "    Acme owes Bolt and Crane \"a report\" where ");
        break;
    case 1:
        strbuf_printf(w->out, "    Acme grants %s exclusive host where ", grantees[below(w, 4)]);
        break;
    case 2:
        strbuf_text(w->out, "    Acme shall deploy only if ");
        put_condition(w);
        strbuf_text(w->out, " where ");
        break;
    default:
        strbuf_text(w->out, "    Acme shall not deploy where ");
        break;
    }
    put_condition(w);
    if (below(w, 3) == 0) {
        strbuf_text(w->out, " except where ");
        put_condition(w);
    }
    strbuf_text(w->out, ".\n");
}

static void put_agreement(struct writer *w, const char *name, const char *other)
{
    strbuf_printf(w->out, "agreement %s between Acme and %s in force from 2026-01-01:\n", name,
                  other);
    for (size_t c = 0, count = 2 + below(w, 3); c < count; c++) {
        strbuf_printf(w->out, "  clause %zu:\n", c + 1);
        put_sentence(w);
    }
}

static const char *put_policy(struct arena *arena, uint64_t seed)
{
    struct strbuf out;
    struct writer w = {seed * 7919 + 3, &out};
    strbuf_init(&out, arena);
    strbuf_text(&out, "policy \"choices\" dated 2026-03-20.\n"
                      "kind party: Acme, Bolt, Crane.\n"
                      "kind cloud: A, B, C, other.\n"
                      "choice host: cloud.\nchoice mode: (slow, fast).\n"
                      "fact region: (us, uk, de).\nfact flag: yes/no.\n"
                      "fact size: number from 0 to 9.\nevents sold.\n"
                      "term near:\n  as read by Acme means region is us;\n"
                      "  as read by Bolt means region is in (us, uk).\n");
    put_agreement(&w, "AB", "Bolt");
    put_agreement(&w, "AC", "Crane");
    for (size_t i = 0; i < ASSERTS; i++) {
        strbuf_printf(&out, "assert \"%zu\": %s where ", i, questions[below(&w, QUESTIONS)]);
        put_condition(&w);
        strbuf_text(&out, ".\n");
    }
    return strbuf_string(&out);
}

/* ---- a policy ------------------------------------------------------------------------------------------- */

static void add_asserts(struct generated *g)
{
    for (size_t i = 0; i < ASSERTS; i++) {
        const char *readers = "";
        if (gen_chance(g, 15))
            readers = arena_printf(g->arena, " as read by %s",
                                   g->parties.items[gen_below(g, g->parties.count)].name);
        gen_add(g, &g->others, arena_printf(g->arena, "assert \"%zu\": %s%s%s.", i,
                                            questions[gen_below(g, QUESTIONS)], readers, gen_where(g)));
    }
}

static void analyse(struct run *run)
{
    run->findings = (struct findings){.arena = &run->arena};
    struct analysis a = {.arena = &run->arena, .model = run->model, .ir = run->e.ir,
                         .table = run->e.table, .findings = &run->findings,
                         .on = run->model->dated, .rule_budget = ANALYSIS_RULE_BUDGET};
    a.space = space_new(&run->arena, run->e.evaluator, run->model->dated);
    run->choices = quantify_choices(&run->arena, run->e.table);
    analyse_dilemmas(&a);
    analyse_exclusivities(&a);
    analyse_asserts(&a);
}

static void compare_all(struct run *run)
{
    for (size_t i = 0; i < run->findings.list.count && !run->failure; i++) {
        const struct finding *f = run->findings.list.items[i];
        if (f->unresolved)
            fail_run(run, "%s is unresolved\n", diag_code_id(f->code));
        else if (f->code == DIAG_DILEMMA)
            check_dilemma(run, f);
    }
    if (run->failure)
        return;
    compare_dilemmas(run);
    compare_exclusivities(run);
    compare_asserts(run);
    compare_deployments(run);
    run->tally->compared++;
}

static const char *any_policy(struct arena *arena, uint64_t seed)
{
    struct generated *generated = generate_policy(arena, seed);
    struct generate_form form = {0, false, false};
    struct strbuf text;
    strbuf_init(&text, arena);
    add_asserts(generated);
    generate_print(generated, &form, &text);
    return strbuf_string(&text);
}

static void one_policy(struct run *run)
{
    struct case_policy checked;
    struct table_layout layout = table_layout_default();
    run->policy = run->seed % 4 ? any_policy(&run->arena, run->seed)
                                : put_policy(&run->arena, run->seed);
    case_read(&run->arena, run->policy, &checked);
    if (checked.errors || checked.model->clauses.count > 64)
        return;
    run->model = checked.model;
    run->oracle = oracle_new(&run->arena, run->model);
    if (!worlds_of(run->oracle, &run->arena, worlds_domain(&run->arena, &run->model->vocab),
                   WORLD_LIMIT, &run->worlds))
        return;
    if (run->seed % 2)
        layout.small_cells = 2;
    engine_new(&run->arena, run->model, checked.diags, &layout, &run->e);
    if (run->e.table && see_all(run)) {
        analyse(run);
        compare_all(run);
    }
    engine_free(&run->e);
}

static void release(void *arena)
{
    arena_free(arena);
}

static void job(void *argument)
{
    struct run *run = argument;
    arena_init(&run->arena, &run->guard);
    struct cleanup cleanup = {release, &run->arena, NULL};
    guard_register(&run->guard, &cleanup);
    one_policy(run);
    guard_forget(&run->guard, &cleanup);
    arena_free(&run->arena);
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static void choices_and_brute_force_agree(void **state)
{
    (void)state;
    struct tally tally = {0};
    uint64_t first = number_of("POLC_FIRST_SEED", 1);
    uint64_t seeds = number_of("POLC_SEEDS", getenv("POLC_LONG") ? LONG_SEEDS : SEEDS);
    for (uint64_t seed = first; seed < first + seeds; seed++) {
        struct run run = {.seed = seed, .tally = &tally};
        enum fault fault = guard_run(&run.guard, heap_default(), job, &run);
        if (fault != FAULT_NONE)
            fail_msg("seed %llu: fault %d", (unsigned long long)seed, (int)fault);
        if (run.failure) {
            fputs(run.failure, stderr);
            free(run.failure);
            fail();
        }
    }
    printf("%zu policies: %zu dilemmas, %zu double exclusivities, assertions %zu refuted, "
           "%zu proved; %zu choices permitted, %zu deployments may wait\n",
           tally.compared, tally.dilemmas, tally.twice, tally.refuted, tally.proved,
           tally.options, tally.waits);
    assert_true(tally.compared > seeds / 20);
    assert_true(seeds < SEEDS || (tally.dilemmas && tally.twice && tally.refuted && tally.proved));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(choices_and_brute_force_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

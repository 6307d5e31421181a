/* choices_options.c: the options of a deployment against all worlds.
 *
 * Deployments of one day are made by chance: each variable a cell, or open. An assignment of
 * the choices is listed just when every world of the rest is permitted; the same for the days
 * on which the choices as they are become permitted.
 */
#include "choices.h"

#include "analysis/options.h"
#include "generate_parts.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A deployment on one day: each variable a cell, or open. */
struct described {
    uint64_t state;
    size_t *cell; /* per axis; SIZE_MAX: open */
    struct value_set *sets;
};

static void describe(struct choice_run *run, struct described *d)
{
    const struct oracle_result *axes = &run->worlds.axes;
    d->sets = worlds_domain(run->arena, &run->model->vocab);
    d->cell = ARENA_ARRAY(run->arena, size_t, axes->axis_count);
    for (size_t a = 0; a < axes->axis_count; a++) {
        const struct oracle_axis *axis = &axes->axes[a];
        enum var_role role = (enum var_role)run->model->vocab.vars[axis->var].role;
        bool fixed = axis->var == VOCAB_DATE || gen_next(&d->state) % 3;
        d->cell[a] = SIZE_MAX;
        if (role == VAR_ROLE_READING || !fixed)
            continue;
        d->cell[a] = (size_t)(gen_next(&d->state) % axis->count);
        int64_t value = axis->cells[d->cell[a]].low;
        d->sets[axis->var] = (struct value_set){.first = {value, value}};
    }
}

static bool inside(const struct choice_run *run, const struct described *d, size_t w, const bool *free)
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
static size_t key_of(const struct choice_run *run, size_t w, const bool *free)
{
    size_t key = 0;
    for (size_t a = 0; a < run->worlds.axes.axis_count; a++) {
        const struct oracle_axis *axis = &run->worlds.axes.axes[a];
        if (free[axis->var])
            key += w / axis->stride % axis->count * axis->stride;
    }
    return key;
}

static const struct option *listed(const struct options *options, const int64_t *world)
{
    for (size_t i = 0; i < options->count; i++) {
        bool all = true;
        for (size_t c = 0; c < options->choice_count; c++)
            all = all && value_set_has(&options->list[i].values[c], world[options->choices[c]]);
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

static void check_duties(struct choice_run *run, const struct described *d,
                         const struct options *options, const struct option *option,
                         const int64_t *world)
{
    struct arena_mark mark = arena_mark(run->arena);
    struct oracle_options limit = {CHOICE_WORLDS, ORACLE_PICK_LOW};
    struct oracle_result now, then;
    uint32_t vars = run->model->vocab.var_count;
    struct value_set *sets = arena_copy(run->arena, d->sets, vars * sizeof *sets);
    for (size_t c = 0; c < options->choice_count; c++) {
        int64_t value = world[options->choices[c]];
        sets[options->choices[c]] = (struct value_set){.first = {value, value}};
    }
    oracle_box(run->oracle, run->arena, d->sets, &limit, &now);
    oracle_box(run->oracle, run->arena, sets, &limit, &then);
    for (uint32_t n = 0; n < run->model->norms.count && !now.too_many && !then.too_many; n++) {
        if (run->model->norms.items[n].form != FORM_OWES)
            continue;
        enum eval_status said = said_of(option, n, as_status(now.duties[n]));
        if ((said == DUTY_DUE || said == DUTY_NOT_DUE) && said != as_status(then.duties[n]))
            choice_fail(run, "a duty of clause %s under another choice is said wrongly\n",
                     run->model->clauses.items[run->model->norms.items[n].clause].title);
    }
    arena_rewind(run->arena, mark);
}

static void check_order(struct choice_run *run, const struct options *options)
{
    for (size_t i = 1; i < options->count; i++)
        if (options->list[i].changes < options->list[i - 1].changes)
            choice_fail(run, "a nearer option comes later\n");
}

/* ---- where no choice is permitted --------------------------------------------------------------- */

static bool any_if(const struct options *options, const int64_t *world)
{
    for (size_t i = 0; i < options->if_count; i++) {
        bool all = true;
        for (size_t f = 0; f < options->fact_count; f++)
            all = all && value_set_has(&options->ifs[i].values[f], world[options->facts[f]]);
        if (all)
            return true;
    }
    return false;
}

/* With which facts would some choice be permitted, whatever is read or redacted? */
static void compare_ifs(struct choice_run *run, const struct described *d,
                        const struct options *options)
{
    uint32_t vars = run->model->vocab.var_count;
    bool *facts = ARENA_ARRAY(run->arena, bool, vars), *said = ARENA_ARRAY(run->arena, bool, vars);
    bool *spoilt = ARENA_ARRAY(run->arena, bool, run->worlds.count + 1);
    bool *good = ARENA_ARRAY(run->arena, bool, run->worlds.count + 1);
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, vars);
    for (uint32_t v = 0; v < vars; v++) {
        enum var_role role = (enum var_role)run->model->vocab.vars[v].role;
        facts[v] = !run->choices[v] && role != VAR_ROLE_READING && role != VAR_ROLE_REDACTED;
        said[v] = facts[v] || run->choices[v];
    }
    if (options->ifs_open)
        choice_fail(run, "facts that would permit a choice are unresolved\n");
    for (size_t w = 0; w < run->worlds.count; w++)
        if (run->verdicts[w] != ORACLE_W_PERMITTED && inside(run, d, w, run->choices))
            spoilt[key_of(run, w, said)] = true;
    for (size_t w = 0; w < run->worlds.count; w++)
        if (inside(run, d, w, run->choices) && !spoilt[key_of(run, w, said)])
            good[key_of(run, w, facts)] = true;
    for (size_t w = 0; w < run->worlds.count; w++) {
        worlds_get(&run->worlds, w, world);
        if (!inside(run, d, w, run->choices))
            continue;
        bool is_good = good[key_of(run, w, facts)];
        if (is_good != any_if(options, world)) {
            choice_fail(run, "facts with which some choice is permitted are %s\n",
                        is_good ? "missing" : "said wrongly");
            return;
        }
        run->tally->ifs += is_good;
    }
}

/* ---- the choices --------------------------------------------------------------------------------- */

/* Every assignment of the choices: listed iff nothing that is open spoils it. */
static void compare_options(struct choice_run *run, const struct described *d)
{
    struct options options;
    size_t checked = 0;
    bool *spoilt = ARENA_ARRAY(run->arena, bool, run->worlds.count + 1);
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, run->model->vocab.var_count);
    options_find(run->arena, run->e.evaluator, d->sets, &options);
    if (options.unresolved || options.more)
        choice_fail(run, "options are unresolved\n");
    check_order(run, &options);
    if (options.count == 0 && options.choice_count)
        compare_ifs(run, d, &options);
    for (size_t w = 0; w < run->worlds.count; w++)
        if (run->verdicts[w] != ORACLE_W_PERMITTED && inside(run, d, w, run->choices))
            spoilt[key_of(run, w, run->choices)] = true;
    for (size_t w = 0; w != SIZE_MAX; w = choices_next(run, w, run->choices)) {
        worlds_get(&run->worlds, w, world);
        const struct option *option = listed(&options, world);
        bool good = !spoilt[key_of(run, w, run->choices)];
        if (good != (option != NULL)) {
            choice_fail(run, "a choice is %s, yet %slisted\n", good ? "permitted" : "not permitted",
                     option ? "" : "not ");
            return;
        }
        if (option && checked++ < 3)
            check_duties(run, d, &options, option, world);
        run->tally->options += option != NULL;
    }
}

/* ---- waiting ------------------------------------------------------------------------------------ */

/* The first days on which nothing spoils the choices as they are. */
static void compare_wait(struct choice_run *run, const struct described *d)
{
    struct options options = {0};
    uint32_t vars = run->model->vocab.var_count;
    bool *date = ARENA_ARRAY(run->arena, bool, vars);
    bool *spoilt = ARENA_ARRAY(run->arena, bool, run->worlds.count + 1);
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, vars);
    date[VOCAB_DATE] = true;
    options_wait(run->arena, run->e.evaluator, d->sets, &options);
    if (options.wait_open)
        return;
    for (size_t w = 0; w < run->worlds.count; w++)
        if (run->verdicts[w] != ORACLE_W_PERMITTED && inside(run, d, w, date))
            spoilt[key_of(run, w, date)] = true;
    for (size_t w = 0; w != SIZE_MAX; w = choices_next(run, w, date)) {
        worlds_get(&run->worlds, w, world);
        int64_t day = world[VOCAB_DATE];
        bool good = !spoilt[key_of(run, w, date)];
        if (day <= d->sets[VOCAB_DATE].first.low )
            continue;
        bool said = options.waits && day >= options.days.low && day <= options.days.high;
        if ((said && !good) || (good && (!options.waits || day < options.days.low))
            || (good && day == options.days.high + 1))
            choice_fail(run, "waiting until day %lld is %s\n", (long long)day,
                     good ? "missing" : "said wrongly");
    }
    run->tally->waits += options.waits;
}

void choices_check_options(struct choice_run *run)
{
    struct described d = {.state = run->of->seed * 31 + 7};
    for (int i = 0; i < 3 && !run->of->failure; i++) {
        describe(run, &d);
        compare_options(run, &d);
        compare_wait(run, &d);
    }
}

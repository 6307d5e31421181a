/* test_duties.c: what single deployments bring, against all worlds.
 *
 * For each placement of a random portfolio: the duties and their statuses; the terms and facts
 * on which each of them turns, and no others; of these facts the values that settle it, and no
 * others; the rows of readings; and for every other value of every choice whether each
 * duty that changes is told with what it becomes, and no other. Standing duties must have
 * their status under any facts.
 */
#include "analysis/owed.h"
#include "promises.h"
#include "worlds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WORLDS 20000 /* of a placement */

struct tally {
    size_t duties, changes, matters, settles, skipped;
    size_t by_leaf, several; /* of what matters: events by leaf, values of a fact of several */
};

/* ---- duties ------------------------------------------------------------------------------------------ */

static enum oracle_duty_status as_oracle(enum eval_status status)
{
    static const enum oracle_duty_status of[] = {
        [DUTY_NOT_DUE] = ORACLE_NO_DUTY,
        [DUTY_DISPUTED] = ORACLE_DUTY_DISPUTED,
        [DUTY_UNDETERMINED] = ORACLE_DUTY_UNDETERMINED,
        [DUTY_DUE] = ORACLE_DUTY_DUE,
    };
    return of[status];
}

/* Statuses by norm; NULL when there are too many worlds. */
static const enum oracle_duty_status *oracle_duties(struct promise_run *run, const struct value_set *sets)
{
    struct oracle_result result;
    struct oracle_options options = {WORLDS, ORACLE_PICK_LOW};
    size_t size = run->model->norms.count * sizeof *result.duties;
    enum oracle_duty_status *out = arena_alloc(run->arena, size);
    struct arena_mark mark = arena_mark(run->arena);
    oracle_box(run->oracle, run->arena, sets, &options, &result);
    bool usable = !result.too_many && !result.cycle;
    if (usable)
        memcpy(out, result.duties, size);
    arena_rewind(run->arena, mark);
    return usable ? out : NULL;
}

static struct value_set *with(struct promise_run *run, const struct value_set *sets, uint32_t var,
                              int64_t value)
{
    struct value_set *copy =
        arena_copy(run->arena, sets, run->model->vocab.var_count * sizeof *sets);
    copy[var] = (struct value_set){.first = {value, value}, .origin = VALUE_GIVEN};
    return copy;
}

/* What each duty is in each world of a placement. */
struct known {
    struct worlds worlds;
    size_t norms;
    uint8_t *duties; /* per world and norm */
};

static bool visit_all(struct promise_run *run, const struct value_set *sets, struct known *out)
{
    struct oracle_point point = {0};
    if (!worlds_of(run->oracle, run->arena, sets, WORLDS, &out->worlds))
        return false;
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, run->model->vocab.var_count);
    oracle_point_init(run->oracle, run->arena, &point);
    out->norms = run->model->norms.count;
    out->duties = arena_alloc(run->arena, out->worlds.count * out->norms);
    for (size_t w = 0; w < out->worlds.count; w++) {
        worlds_get(&out->worlds, w, world);
        oracle_evaluate(run->oracle, world, &point);
        for (size_t n = 0; n < out->norms; n++)
            out->duties[w * out->norms + n] = (uint8_t)point.duties[n];
    }
    return true;
}

/* Do two worlds that differ on this axis only differ in whether the duty is due? */
static bool axis_matters(const struct known *known, const struct oracle_axis *axis, uint32_t norm)
{
    for (size_t w = 0; w < known->worlds.count; w++) {
        size_t first = w - w / axis->stride % axis->count * axis->stride;
        if (known->duties[w * known->norms + norm] != known->duties[first * known->norms + norm])
            return true;
    }
    return false;
}

static const struct owed_matter *matter_of(const struct owed_duty *d, uint32_t var)
{
    for (size_t i = 0; i < d->fact_count; i++)
        if (d->facts[i].var == var)
            return &d->facts[i];
    return NULL;
}

static bool has_term(const struct promise_run *run, const struct owed_duty *d, uint32_t var)
{
    for (size_t i = 0; i < d->term_count; i++)
        if (run->model->vocab.terms[d->terms[i]].var == var)
            return true;
    return false;
}

/* Each cell of a fact alone: listed with its status, or not at all where facts stay open. */
static void check_settles(struct promise_run *run, const struct value_set *sets,
                          const struct owed_duty *d, const struct oracle_axis *axis)
{
    const struct owed_matter *matter = matter_of(d, axis->var);
    struct tally *tally = run->tally;
    for (size_t i = 0; i < axis->count; i++) {
        int64_t value = axis->cells[i].low;
        const struct owed_settles *listed = NULL;
        for (size_t k = 0; k < matter->settle_count; k++)
            if (value >= matter->settles[k].values.low && value <= matter->settles[k].values.high)
                listed = &matter->settles[k];
        const enum oracle_duty_status *then =
            oracle_duties(run, with(run, sets, axis->var, value));
        if (!then)
            continue;
        tally->settles += listed != NULL;
        if (listed ? then[d->norm] != as_oracle(listed->status)
                   : then[d->norm] != ORACLE_DUTY_UNDETERMINED)
            promise_fail(run, "norm %u: %lld of variable %u is told to %s", d->norm,
                         (long long)value, axis->var, listed ? "settle it otherwise" : "leave it open");
    }
}

/* On what a duty turns; of one that only readings leave open, no facts are listed. */
static void check_matters(struct promise_run *run, const struct value_set *sets,
                          const struct known *known, const struct owed_duty *d)
{
    struct tally *tally = run->tally;
    for (size_t a = 0; a < known->worlds.axes.axis_count; a++) {
        const struct oracle_axis *axis = &known->worlds.axes.axes[a];
        const struct vocab_var *var = &run->model->vocab.vars[axis->var];
        bool reading = var->kind == VAR_READING, due = d->status == DUTY_DUE;
        bool listed = reading ? has_term(run, d, axis->var) : matter_of(d, axis->var) != NULL;
        bool matters = axis_matters(known, axis, d->norm);
        if (matters != listed && !due && (reading || d->status == DUTY_UNDETERMINED))
            promise_fail(run, "norm %u: variable %u is %s", d->norm, axis->var,
                         listed ? "listed, but does not matter" : "not listed, but matters");
        if (!listed || reading)
            continue;
        const char *name = vocab_string(&run->model->vocab, var->name);
        tally->matters++;
        tally->by_leaf += strncmp(name, "bad.", 4) == 0;
        tally->several += strncmp(name, "flaw.", 5) == 0;
        check_settles(run, sets, d, axis);
    }
}

static void check_duty(struct promise_run *run, const struct value_set *sets,
                       const struct known *known, const struct owed_duty *d)
{
    check_matters(run, sets, known, d);
    for (size_t r = 0; r < d->reading_count; r++) {
        struct value_set *fixed = with(run, sets, VOCAB_DATE, sets[VOCAB_DATE].first.low);
        for (size_t t = 0; t < d->term_count; t++)
            fixed = with(run, fixed, run->model->vocab.terms[d->terms[t]].var,
                         d->readings[r].readings[t]);
        const enum oracle_duty_status *then = oracle_duties(run, fixed);
        if (then && then[d->norm] != as_oracle(d->readings[r].status))
            promise_fail(run, "norm %u: a reading's row is wrong", d->norm);
    }
    if (d->status == DUTY_UNDETERMINED && d->fact_count == 0)
        promise_fail(run, "norm %u: undetermined, but no fact matters", d->norm);
    if (d->status == DUTY_DISPUTED && d->term_count == 0
        && !run->model->norms.items[d->norm].if_in_breach)
        promise_fail(run, "norm %u: disputed, but no term matters", d->norm);
}

static bool has_value(const struct owed_change *change, int64_t value)
{
    for (size_t i = 0; i < change->value_count; i++)
        if (value >= change->values[i].low && value <= change->values[i].high)
            return true;
    return false;
}

static bool owed_to_actor(const struct promise_run *run, const struct value_set *sets, uint32_t norm)
{
    const struct model_norm *n = &run->model->norms.items[norm];
    for (size_t i = 0; i < n->creditor_count; i++) {
        const struct vocab_node *node = &run->model->vocab.nodes[n->creditors[i]];
        for (uint32_t leaf = 0; leaf < node->leaf_count; leaf++)
            if (promise_allows(&sets[run->model->vocab.actor], node->first_leaf + leaf))
                return true;
    }
    return false;
}

/* A placement with what both sides say of its duties. */
struct placed {
    const struct value_set *sets;
    const bool *standing;
    const struct owed *owed;
    const enum oracle_duty_status *duties;
};

/* One value of one choice: each duty that changes is listed with what it becomes, no other. */
static void check_change(struct promise_run *run, const struct placed *placed, uint32_t var, int64_t value)
{
    const struct value_set *sets = placed->sets;
    const enum oracle_duty_status *now = placed->duties;
    const struct owed *owed = placed->owed;
    struct tally *tally = run->tally;
    const enum oracle_duty_status *then = oracle_duties(run, with(run, sets, var, value));
    for (uint32_t n = 0; then && n < run->model->norms.count; n++) {
        if (run->model->norms.items[n].form != FORM_OWES || placed->standing[n])
            continue;
        bool lost = now[n] == ORACLE_DUTY_DUE && then[n] != ORACLE_DUTY_DUE;
        bool added = now[n] == ORACLE_NO_DUTY && then[n] != ORACLE_NO_DUTY;
        size_t listed = 0;
        for (size_t i = 0; i < owed->change_count; i++) {
            const struct owed_change *c = &owed->changes[i];
            if (c->norm != n || c->var != var || !has_value(c, value))
                continue;
            enum owed_change_kind kind = added                            ? OWED_ADDED
                                         : owed_to_actor(run, sets, n) ? OWED_FORFEITED
                                                                       : OWED_ENDED;
            listed++;
            if (c->kind != kind || as_oracle(c->then) != then[n])
                promise_fail(run, "norm %u: the change with variable %u at %lld is told wrongly", n,
                         var, (long long)value);
        }
        tally->changes += lost || added;
        if (listed != (size_t)(lost || added))
            promise_fail(run, "norm %u: %zu changes with variable %u at %lld", n, listed, var,
                     (long long)value);
    }
}

static void check_owed(struct promise_run *run, const bool *standing, const struct value_set *sets)
{
    struct owed_asker asker = {run->engine.table, run->engine.evaluator, standing, run->arena};
    const struct vocab *vocab = &run->model->vocab;
    const enum oracle_duty_status *duties = oracle_duties(run, sets);
    struct owed owed;
    struct tally *tally = run->tally;
    struct placed placed = {sets, standing, &owed, duties};
    struct known known;
    if (!duties || !visit_all(run, sets, &known)) {
        tally->skipped++;
        return;
    }
    owed_find(&asker, sets, &owed);
    size_t expected = 0;
    for (uint32_t n = 0; n < run->model->norms.count; n++)
        expected += run->model->norms.items[n].form == FORM_OWES && !standing[n]
                    && duties[n] != ORACLE_NO_DUTY;
    if (owed.duty_count != expected || owed.unresolved)
        promise_fail(run, "%zu duties, worlds say %zu", owed.duty_count, expected);
    for (size_t i = 0; i < owed.duty_count; i++) {
        tally->duties++;
        if (as_oracle(owed.duties[i].status) != duties[owed.duties[i].norm])
            promise_fail(run, "norm %u: status %d", owed.duties[i].norm, (int)owed.duties[i].status);
        check_duty(run, sets, &known, &owed.duties[i]);
    }
    for (uint32_t v = 0; v < vocab->var_count; v++)
        for (int64_t value = 0;
             vocab->vars[v].role == VAR_ROLE_CHOICE && value < vocab->vars[v].leaf_count; value++)
            if (!promise_allows(&sets[v], value))
                check_change(run, &placed, v, value);
}

/* Standing duties are the same whatever is deployed: with the placement's facts, and with the
 * bearer acting, each has the status that it has with any other facts. */
static void check_standing(struct promise_run *run, const bool *standing, const struct value_set *sets)
{
    struct owed_asker asker = {run->engine.table, run->engine.evaluator, standing, run->arena};
    for (uint32_t n = 0; n < run->model->norms.count; n++) {
        const struct model_norm *norm = &run->model->norms.items[n];
        struct owed_duty duty;
        bool unresolved = false;
        if (!standing[n])
            continue;
        int64_t leaf = run->model->vocab.nodes[norm->bearer].first_leaf;
        const struct value_set *as = with(run, sets, run->model->vocab.actor, leaf);
        const enum oracle_duty_status *here = oracle_duties(run, as);
        owed_judge(&asker, as, n, &duty, &unresolved);
        if (here && (unresolved || here[n] != as_oracle(duty.status)))
            promise_fail(run, "standing norm %u: status %d", n, (int)duty.status);
        for (uint32_t v = 0; v < run->model->vocab.var_count; v++) {
            uint32_t role = run->model->vocab.vars[v].role;
            if ((role == VAR_ROLE_FACT || role == VAR_ROLE_CHOICE)
                && eval_duty_matters(run->engine.evaluator, as, n, v, &unresolved))
                promise_fail(run, "standing norm %u turns on variable %u", n, v);
        }
    }
}

static void check_portfolio(struct promise_run *run)
{
    const bool *standing = owed_standing(run->arena, run->engine.table);
    for (size_t p = 0; p < run->count; p++) {
        struct arena_mark mark = arena_mark(run->arena);
        check_owed(run, standing, run->sets[p]);
        check_standing(run, standing, run->sets[p]);
        arena_rewind(run->arena, mark);
    }
}

static void duties_and_worlds_agree(void **state)
{
    (void)state;
    struct tally tally = {0};
    uint64_t seeds = promise_runs(check_portfolio, &tally);
    printf("%zu duties on %zu facts (%zu events by leaf, %zu values of several) that %zu cells settle; "
           "%zu changes, %zu skipped\n",
           tally.duties, tally.matters, tally.by_leaf, tally.several, tally.settles, tally.changes,
           tally.skipped);
    assert_true(tally.duties > seeds && tally.changes > seeds / 2);
    assert_true(seeds < 800 || (tally.by_leaf > 50 && tally.several > 50));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(duties_and_worlds_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

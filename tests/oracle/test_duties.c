/* test_duties.c: what single deployments bring, against all worlds.
 *
 * For each placement of a random portfolio: the duties and their statuses, the values that
 * settle them, the rows of readings, and for every other value of every choice whether each
 * duty that changes is told with what it becomes, and no other. Standing duties must have
 * their status under any facts.
 */
#include "analysis/owed.h"
#include "promises.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct tally {
    size_t duties, changes;
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
    struct oracle_options options = {5000, ORACLE_PICK_LOW};
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

static void check_duty(struct promise_run *run, const struct value_set *sets, const struct owed_duty *d)
{
    for (size_t i = 0; i < d->fact_count; i++)
        for (size_t k = 0; k < d->facts[i].settle_count; k++) {
            const struct owed_settles *s = &d->facts[i].settles[k];
            const enum oracle_duty_status *then =
                oracle_duties(run, with(run, sets, d->facts[i].var, s->values.low));
            if (then && then[d->norm] != as_oracle(s->status))
                promise_fail(run, "norm %u: a value of variable %u does not settle it so", d->norm,
                         d->facts[i].var);
        }
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
    if (!duties)
        return;
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
        check_duty(run, sets, &owed.duties[i]);
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
    printf("%zu duties, %zu changes\n", tally.duties, tally.changes);
    assert_true(tally.duties > seeds && tally.changes > seeds / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(duties_and_worlds_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

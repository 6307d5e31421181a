/* test_commitments.c: commitments over portfolios, against all worlds.
 *
 * The interpreter says what holds in each world; this file adds nothing to it but the
 * definition of docs/semantics.md § 7: a reading vector and the days of the unknown events are
 * the same for all placements, their other facts are free. For each of these combinations the
 * set of all sums that the portfolio can reach is built up placement by placement, so nothing
 * rests on minima.
 */
#include "analysis/portfolio.h"
#include "promises.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define WORK_LIMIT 200000 /* worlds of one portfolio that are visited */
#define REACH 512         /* sums from -REACH/2 on */

struct tally {
    size_t portfolios, skipped, commitments;
    size_t later_years; /* of these: not the first, and something may count */
    size_t statuses[4];
};

/* ---- all worlds --------------------------------------------------------------------------------- */

static bool shared(const struct vocab_var *var)
{
    return var->role == VAR_ROLE_READING || var->role == VAR_ROLE_LEDGER;
}

static struct interval interval_of(const struct value_set *set, uint32_t i)
{
    return i ? set->more[i - 1] : set->first;
}

struct values {
    VEC(int64_t) list;
};

/* Every value of a small set; of an event that is open, every day that conditions could tell
 * apart on the days of the portfolio, one long before, and never. */
static void all_values(struct promise_run *run, const struct value_set *set, bool event,
                       struct values *out)
{
    if (!event || (!set->more_count && set->first.low == set->first.high)) {
        for (uint32_t i = 0; i <= set->more_count; i++) {
            struct interval values = interval_of(set, i); /* its end may be DATE_NEVER */
            VEC_PUSH(run->arena, &out->list, values.low);
            for (int64_t v = values.low; v < values.high; v++)
                VEC_PUSH(run->arena, &out->list, v + 1);
        }
        return;
    }
    int64_t first;
    date_parse("2026-01-12", 10, &first);
    for (int64_t day = first; day <= first + 17; day++)
        VEC_PUSH(run->arena, &out->list, day);
    VEC_PUSH(run->arena, &out->list, DATE_NEVER);
}

/* A walk through the combinations of some variables of a world. */
struct walk {
    uint32_t vars[16];
    struct values values[16];
    size_t at[16], count;
    bool dated; /* of a placement: in the commitment's year */
};

static void add_var(struct promise_run *run, struct walk *walk, uint32_t var, const struct value_set *set)
{
    walk->vars[walk->count] = var;
    walk->values[walk->count] = (struct values){0};
    all_values(run, set, run->model->vocab.vars[var].kind == VAR_EVENT,
               &walk->values[walk->count]);
    walk->at[walk->count++] = 0;
}

static void set_world(const struct walk *walk, int64_t *world)
{
    for (size_t i = 0; i < walk->count; i++)
        world[walk->vars[i]] = walk->values[i].list.items[walk->at[i]];
}

static bool next(struct walk *walk)
{
    for (size_t i = walk->count; i-- > 0;) {
        if (++walk->at[i] < walk->values[i].list.count)
            return true;
        walk->at[i] = 0;
    }
    return false;
}

static size_t size_of(const struct walk *walk)
{
    size_t size = 1;
    for (size_t i = 0; i < walk->count; i++)
        size *= walk->values[i].list.count;
    return size;
}

/* In which year of the commitment a day is: how often the day of the month on which it begins
 * has come round. One sum for all days is year 0. Negative: in none. */
static int64_t year_of(const struct model_norm *n, int64_t day)
{
    char first[DATE_TEXT], other[DATE_TEXT];
    int64_t year = 0;
    if (day > n->by || (n->each_year && day < n->from))
        return -1;
    date_format(n->from, first);
    for (int64_t d = n->from + 1; n->each_year && d <= day; d++) {
        date_format(d, other);
        year += strcmp(first + 4, other + 4) == 0;
    }
    return year;
}

/* The sums that the placements can reach under the shared values of the world. */
static void reach_sums(struct promise_run *run, const struct portfolio_commitment *c,
                       struct walk *own, int64_t *world, bool *reached)
{
    const struct model_norm *n = &run->model->norms.items[c->norm];
    bool more[REACH];
    memset(reached, 0, REACH);
    reached[REACH / 2] = true;
    for (size_t p = 0; p < run->count; p++) {
        bool amounts[64] = {false};
        memset(more, 0, sizeof more);
        do {
            set_world(&own[p], world);
            bool counts = own[p].dated && oracle_applies(run->model, c->norm, world);
            amounts[32 + (counts ? world[n->amount_var] : 0)] = true;
        } while (next(&own[p]));
        for (int amount = 0; amount < 64; amount++)
            for (int sum = 0; amounts[amount] && sum < REACH; sum++)
                if (reached[sum])
                    more[sum + amount - 32] = true;
        memcpy(reached, more, sizeof more);
    }
}

/* What is known of one reading vector, or of all. */
struct outcome {
    bool met, missed;
    int64_t low, high;
};

static void widen(struct outcome *o, const bool *reached, const struct model_norm *n)
{
    for (int sum = 0; sum < REACH; sum++) {
        int64_t value = sum - REACH / 2;
        if (!reached[sum])
            continue;
        bool meets = n->at_most ? value <= n->amount : value >= n->amount;
        o->met = o->met || meets;
        o->missed = o->missed || !meets;
        o->low = value < o->low ? value : o->low;
        o->high = value > o->high ? value : o->high;
    }
}

static void join(struct outcome *o, const struct outcome *by)
{
    o->met = o->met || by->met;
    o->missed = o->missed || by->missed;
    o->low = by->low < o->low ? by->low : o->low;
    o->high = by->high > o->high ? by->high : o->high;
}

static const struct outcome nothing = {false, false, INT64_MAX, INT64_MIN};

static enum portfolio_status status_of(const struct outcome *o)
{
    return o->met && o->missed ? PORTFOLIO_UNDETERMINED
           : o->met            ? PORTFOLIO_MET
                               : PORTFOLIO_MISSED;
}

/* ---- commitments ---------------------------------------------------------------------------------- */

static bool same_sum(const struct portfolio_sum *sum, const struct outcome *o)
{
    return sum->low == o->low && sum->high == o->high;
}

/* The row of a reading vector: terms that do not matter may have any reading. */
static const struct portfolio_reading *row_of(const struct promise_run *run,
                                              const struct portfolio_commitment *c,
                                              const int64_t *world)
{
    for (size_t r = 0; r < c->reading_count; r++) {
        bool same = true;
        for (size_t t = 0; t < c->term_count; t++) {
            uint32_t var = run->model->vocab.terms[c->terms[t]].var;
            same = same && c->readings[r].readings[t] == world[var];
        }
        if (same)
            return &c->readings[r];
    }
    return NULL;
}

static void check_vector(struct promise_run *run, const struct portfolio_commitment *c,
                         const struct outcome *o, const int64_t *world)
{
    const struct portfolio_reading *row = row_of(run, c, world);
    if (!c->reading_count)
        return;
    if (!row)
        promise_fail(run, "norm %u: no row for some reading", c->norm);
    else if (row->status != status_of(o) || !same_sum(&row->sum, o))
        promise_fail(run, "norm %u: a row says status %d, %lld to %lld; worlds say %d, %lld to %lld",
                 c->norm, (int)row->status, (long long)row->sum.low, (long long)row->sum.high,
                 (int)status_of(o), (long long)o->low, (long long)o->high);
}

static void check_commitment(struct promise_run *run, const struct portfolio_commitment *c)
{
    struct tally *tally = run->tally;
    const struct vocab *vocab = &run->model->vocab;
    const struct model_norm *n = &run->model->norms.items[c->norm];
    struct walk readings = {0}, events = {0}, own[PLACEMENTS] = {0};
    size_t work = 0;
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        if (shared(&vocab->vars[v]))
            add_var(run, vocab->vars[v].kind == VAR_READING ? &readings : &events, v,
                    &run->sets[0][v]);
        for (size_t p = 0; p < run->count && !shared(&vocab->vars[v]); p++)
            add_var(run, &own[p], v, &run->sets[p][v]);
    }
    for (size_t p = 0; p < run->count; p++) {
        own[p].dated = year_of(n, run->sets[p][VOCAB_DATE].first.low) == c->year;
        work += size_of(&own[p]);
    }
    if (work * size_of(&readings) * size_of(&events) > WORK_LIMIT) {
        tally->skipped++;
        return;
    }
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, vocab->var_count);
    struct outcome all = nothing;
    bool undetermined = false, met = false, missed = false;
    do {
        struct outcome vector = nothing;
        set_world(&readings, world);
        do {
            bool reached[REACH];
            struct outcome one = nothing;
            set_world(&events, world);
            reach_sums(run, c, own, world, reached);
            widen(&one, reached, n);
            join(&vector, &one);
        } while (next(&events));
        check_vector(run, c, &vector, world);
        undetermined = undetermined || (vector.met && vector.missed);
        met = met || vector.met;
        missed = missed || vector.missed;
        join(&all, &vector);
    } while (next(&readings));
    enum portfolio_status status = undetermined    ? PORTFOLIO_UNDETERMINED
                                   : met && missed ? PORTFOLIO_DISPUTED
                                   : met           ? PORTFOLIO_MET
                                                   : PORTFOLIO_MISSED;
    tally->commitments++;
    tally->statuses[status]++;
    tally->later_years += c->year > 0 && c->rows.count > 0;
    if (c->unresolved)
        promise_fail(run, "norm %u: a budget ran out", c->norm);
    if (c->status != status || !same_sum(&c->sum, &all))
        promise_fail(run, "norm %u: status %d, %lld to %lld; worlds say %d, %lld to %lld", c->norm,
                 (int)c->status, (long long)c->sum.low, (long long)c->sum.high, (int)status,
                 (long long)all.low, (long long)all.high);
}

/* All years of a norm, each once, and each placement in one of them or in none. */
static void check_years(struct promise_run *run, const struct portfolio_commitment *first)
{
    const struct model_norm *n = &run->model->norms.items[first->norm];
    size_t placements = 0, late = 0, early = 0;
    if (first->years != year_of(n, n->by) + 1)
        promise_fail(run, "norm %u: %u years", first->norm, first->years);
    for (uint32_t year = 0; year < first->years; year++) {
        const struct portfolio_commitment *c = &first[year];
        if (c->norm != first->norm || c->year != year || c->years != first->years)
            promise_fail(run, "norm %u: year %u is that of another", first->norm, year);
        placements += c->rows.count + c->late + c->early + c->outside;
        late += c->late;
        early += c->early;
    }
    for (size_t p = 0; p < run->count; p++) {
        int64_t day = run->sets[p][VOCAB_DATE].first.low;
        late -= late && day > n->by;
        early -= early && n->each_year && day < n->from;
    }
    if (placements != run->count || late || early)
        promise_fail(run, "norm %u: %zu placements, late %zu, early %zu", first->norm, placements,
                     late, early);
}

static void check_portfolio(struct promise_run *run)
{
    struct tally *tally = run->tally;
    if (!run->count)
        return;
    struct portfolio *portfolio =
        portfolio_new(run->arena, run->engine.table, run->engine.evaluator);
    struct portfolio_place place = {"d", "d.yaml", "", 1};
    for (size_t p = 0; p < run->count; p++)
        portfolio_add(portfolio, &place, run->sets[p], &run->of->scratch);
    portfolio_close(portfolio);
    tally->portfolios++;
    for (size_t i = 0; i < portfolio->commitment_count; i++)
        check_commitment(run, &portfolio->commitments[i]);
    for (size_t i = 0; i < portfolio->commitment_count; i += portfolio->commitments[i].years)
        check_years(run, &portfolio->commitments[i]);
}

static void commitments_and_worlds_agree(void **state)
{
    (void)state;
    struct tally tally = {0};
    uint64_t seeds = promise_runs(check_portfolio, &tally);
    printf("%zu portfolios, %zu commitments (%zu met, %zu missed, %zu disputed, %zu undetermined), "
           "%zu of later years, %zu skipped\n",
           tally.portfolios, tally.commitments, tally.statuses[PORTFOLIO_MET],
           tally.statuses[PORTFOLIO_MISSED], tally.statuses[PORTFOLIO_DISPUTED],
           tally.statuses[PORTFOLIO_UNDETERMINED], tally.later_years, tally.skipped);
    assert_true(seeds < 1000 || tally.later_years > 100);
    for (size_t i = 0; i < 4; i++)
        assert_true(seeds < 1000 || tally.statuses[i] > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(commitments_and_worlds_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

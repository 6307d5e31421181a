/* test_commitments.c: commitments over portfolios, against all worlds.
 *
 * The interpreter says what holds in each world; this file adds nothing to it but the
 * definition of docs/semantics.md § 7: a reading vector, the days of the unknown events and what
 * is on redacted lists are the same for all placements, their other facts are free. For each of these combinations the
 * set of all sums that the portfolio can reach is built up placement by placement, so nothing
 * rests on minima: of a share, the set of all pairs of part and rest. Whether a group is one is
 * asked of worlds picked at random, many of them. What is listed of each placement is compared
 * as the report prints it (promise_rows.c).
 */
#include "emit/duties.h"
#include "generate_parts.h"
#include "promise_worlds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define REACH 512         /* sums from -REACH/2 on */
#define PARTS 20          /* of a share: least part and least rest that cannot be reached */
#define TRIES 3000000     /* worlds in which a group is looked for */

struct tally {
    size_t portfolios, skipped, commitments;
    size_t later_years; /* of these: not the first, and something may count */
    size_t groups, no_groups; /* of these: one group of several; combinations that are none */
    size_t statuses[4], shares[4]; /* shares: of these, too */
    size_t rows;                   /* placements that are listed under these */
};

/* ---- all worlds --------------------------------------------------------------------------------- */

/* What is reached: sums, or parts with rests. */
union reached {
    bool sums[REACH];
    bool parts[PARTS][PARTS];
};

/* What one placement can bring: amounts, or parts and rests. */
union brought {
    bool amounts[64];
    bool parts[2][PARTS];
};

static void add_amounts(const union brought *brought, union reached *reached)
{
    bool more[REACH] = {false};
    for (int amount = 0; amount < 64; amount++)
        for (int sum = 0; brought->amounts[amount] && sum < REACH; sum++)
            if (reached->sums[sum])
                more[sum + amount - 32] = true;
    memcpy(reached->sums, more, sizeof more);
}

static void add_parts(const union brought *brought, union reached *reached)
{
    bool more[PARTS][PARTS] = {{false}};
    for (int side = 0; side < 2; side++)
        for (int amount = 0; amount < PARTS; amount++)
            for (int part = 0; brought->parts[side][amount] && part < PARTS; part++)
                for (int rest = 0; rest < PARTS; rest++)
                    if (reached->parts[part][rest])
                        more[part + (side ? amount : 0)][rest + (side ? 0 : amount)] = true;
    memcpy(reached->parts, more, sizeof more);
}

/* What the placements can reach under the shared values of the world. */
static void reach_sums(struct promise_run *run, const struct portfolio_commitment *c,
                       struct walk *own, int64_t *world, union reached *reached)
{
    const struct model_norm *n = &run->model->norms.items[c->norm];
    bool share = n->share_var != VOCAB_NONE;
    memset(reached, 0, sizeof *reached);
    if (share)
        reached->parts[0][0] = true;
    else
        reached->sums[REACH / 2] = true;
    for (size_t p = 0; p < run->count; p++) {
        union brought brought;
        memset(&brought, 0, sizeof brought);
        do {
            walk_set(&own[p], world);
            int64_t amount = promise_counts(run, c, &own[p], world) ? world[n->amount_var] : 0;
            if (share)
                brought.parts[promise_in_share(n, world)][amount] = true;
            else
                brought.amounts[32 + amount] = true;
        } while (walk_next(&own[p]));
        if (share)
            add_parts(&brought, reached);
        else
            add_amounts(&brought, reached);
    }
}

/* What is known of one reading vector, or of all. The share's least and greatest are parts of a
 * total, and of nothing where nothing counts. */
struct outcome {
    bool met, missed;
    int64_t low, high;
    bool nothing;       /* nothing counts in some world */
    bool some;          /* something counts in some world: the share is least to most */
    int64_t least[2], most[2];
};

static void take(struct outcome *o, int64_t value, bool meets)
{
    o->met = o->met || meets;
    o->missed = o->missed || !meets;
    o->low = value < o->low ? value : o->low;
    o->high = value > o->high ? value : o->high;
}

static void take_share(struct outcome *o, int64_t part, int64_t total)
{
    if (total == 0) {
        o->nothing = true;
        return;
    }
    if (!o->some || part * o->least[1] < o->least[0] * total) {
        o->least[0] = part;
        o->least[1] = total;
    }
    if (!o->some || part * o->most[1] > o->most[0] * total) {
        o->most[0] = part;
        o->most[1] = total;
    }
    o->some = true;
}

static void widen(struct outcome *o, const union reached *reached, const struct model_norm *n)
{
    for (int sum = 0; n->share_var == VOCAB_NONE && sum < REACH; sum++) {
        int64_t value = sum - REACH / 2;
        if (reached->sums[sum])
            take(o, value, n->at_most ? value <= n->amount : value >= n->amount);
    }
    for (int64_t part = 0; n->share_var != VOCAB_NONE && part < PARTS; part++)
        for (int64_t rest = 0; rest < PARTS; rest++) {
            int64_t due = n->amount * (part + rest);
            if (!reached->parts[part][rest])
                continue;
            take(o, part + rest, n->at_most ? 100 * part <= due : 100 * part >= due);
            take_share(o, part, part + rest);
        }
}

static void join(struct outcome *o, const struct outcome *by)
{
    o->met = o->met || by->met;
    o->missed = o->missed || by->missed;
    o->low = by->low < o->low ? by->low : o->low;
    o->high = by->high > o->high ? by->high : o->high;
    o->nothing = o->nothing || by->nothing;
    if (by->some) {
        take_share(o, by->least[0], by->least[1]);
        take_share(o, by->most[0], by->most[1]);
    }
}

static const struct outcome nothing = {.low = INT64_MAX, .high = INT64_MIN};

static enum portfolio_status status_of(const struct outcome *o)
{
    return o->met && o->missed ? PORTFOLIO_UNDETERMINED
           : o->met            ? PORTFOLIO_MET
                               : PORTFOLIO_MISSED;
}

/* ---- commitments ---------------------------------------------------------------------------------- */

static bool same_share(const struct portfolio_share *share, const int64_t *of)
{
    return share->total && share->part * of[1] == of[0] * share->total;
}

static bool same_ends(const struct portfolio_sum *sum, const struct outcome *o)
{
    if (!o->some)
        return sum->low == 0 && !sum->least.total && !sum->most.total;
    return (sum->low == 0) == o->nothing && same_share(&sum->least, o->least)
           && same_share(&sum->most, o->most);
}

static bool same_sum(const struct portfolio_sum *sum, const struct outcome *o,
                     const struct model_norm *n)
{
    return sum->low == o->low && sum->high == o->high
           && (n->share_var == VOCAB_NONE || same_ends(sum, o));
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
    else if (row->status != status_of(o)
             || !same_sum(&row->sum, o, &run->model->norms.items[c->norm]))
        promise_fail(run, "norm %u: a row says status %d, %lld to %lld; worlds say %d, %lld to %lld",
                 c->norm, (int)row->status, (long long)row->sum.low, (long long)row->sum.high,
                 (int)status_of(o), (long long)o->low, (long long)o->high);
}

/* The placements that are listed, and how the report prints them: the end of its line. */
static void check_rows(struct promise_run *run, const struct portfolio_commitment *c,
                       const char *line)
{
    struct tally *tally = run->tally;
    struct strbuf json;
    size_t length = strcspn(line, "\n");
    strbuf_init(&json, run->arena);
    promise_check_rows(run, c, &json);
    const char *expected =
        arena_printf(run->arena, "\"placements\": [%s]},", strbuf_string(&json));
    if (length > 2 && line[length - 2] == ']') /* of the last commitment */
        expected = arena_printf(run->arena, "\"placements\": [%s]}],", strbuf_string(&json));
    size_t end = strlen(expected);
    if (end > length || memcmp(line + length - end, expected, end) != 0)
        promise_fail(run, "norm %u, year %u, group %u: the report says\n%.*s\nand not\n%s", c->norm,
                     c->year, c->group, (int)length, line, expected);
    tally->rows += c->rows.count;
}

static void check_commitment(struct promise_run *run, const struct portfolio_commitment *c,
                             const char *line)
{
    struct tally *tally = run->tally;
    const struct vocab *vocab = &run->model->vocab;
    const struct model_norm *n = &run->model->norms.items[c->norm];
    struct walk readings = {0}, events = {0}, own[PLACEMENTS] = {0};
    size_t work = 0;
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        if (promise_shared(vocab, v))
            walk_add(run, vocab->vars[v].kind == VAR_READING ? &readings : &events, v,
                    &run->sets[0][v]);
        for (size_t p = 0; p < run->count && !promise_shared(vocab, v); p++)
            walk_add(run, &own[p], v, &run->sets[p][v]);
    }
    for (size_t p = 0; p < run->count; p++) {
        own[p].dated = promise_year(n, run->sets[p][VOCAB_DATE].first.low) == c->year;
        work += walk_size(&own[p]);
    }
    if (work * walk_size(&readings) * walk_size(&events) > WORK_LIMIT) {
        tally->skipped++;
        return;
    }
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, vocab->var_count);
    struct outcome all = nothing;
    bool undetermined = false, met = false, missed = false;
    do {
        struct outcome vector = nothing;
        walk_set(&readings, world);
        do {
            union reached reached;
            struct outcome one = nothing;
            walk_set(&events, world);
            reach_sums(run, c, own, world, &reached);
            widen(&one, &reached, n);
            join(&vector, &one);
        } while (walk_next(&events));
        check_vector(run, c, &vector, world);
        undetermined = undetermined || (vector.met && vector.missed);
        met = met || vector.met;
        missed = missed || vector.missed;
        join(&all, &vector);
    } while (walk_next(&readings));
    enum portfolio_status status = undetermined    ? PORTFOLIO_UNDETERMINED
                                   : met && missed ? PORTFOLIO_DISPUTED
                                   : met           ? PORTFOLIO_MET
                                                   : PORTFOLIO_MISSED;
    tally->commitments++;
    tally->statuses[status]++;
    tally->shares[status] += n->share_var != VOCAB_NONE;
    tally->groups += c->groups > 1 && c->rows.count > 0;
    tally->later_years += c->year > 0 && c->rows.count > 0;
    if (c->unresolved)
        promise_fail(run, "norm %u: a budget ran out", c->norm);
    if (c->status != status || !same_sum(&c->sum, &all, n))
        promise_fail(run, "norm %u: status %d, %lld to %lld; worlds say %d, %lld to %lld", c->norm,
                 (int)c->status, (long long)c->sum.low, (long long)c->sum.high, (int)status,
                 (long long)all.low, (long long)all.high);
    check_rows(run, c, line);
}

/* ---- years and groups ------------------------------------------------------------------------- */

static size_t sums_of(const struct portfolio_commitment *c)
{
    return (size_t)c->years * c->groups;
}

/* All years of a norm, each once, and each placement in one of them or in none; there it is in
 * all groups in which it can be. */
static void check_years(struct promise_run *run, const struct portfolio_commitment *first)
{
    const struct model_norm *n = &run->model->norms.items[first->norm];
    size_t placements = 0, late = 0, early = 0, years = first->years;
    bool placed[PLACEMENTS] = {false};
    if (first->years != promise_year(n, n->by) + 1)
        promise_fail(run, "norm %u: %zu years", first->norm, years);
    for (size_t i = 0; i < sums_of(first); i++) {
        const struct portfolio_commitment *c = &first[i];
        if (c->norm != first->norm || c->years != first->years || c->groups != first->groups
            || c->year != i / c->groups || c->group != i % c->groups)
            promise_fail(run, "norm %u: sum %zu is that of another", first->norm, i);
        for (size_t r = 0; r < c->rows.count; r++)
            placed[c->rows.items[r].place.line - 1] = true;
        placements += c->late + c->early + c->outside;
        late += c->late;
        early += c->early;
    }
    for (size_t p = 0; p < run->count; p++) {
        int64_t day = run->sets[p][VOCAB_DATE].first.low;
        late -= late && day > n->by;
        early -= early && n->each_year && day < n->from;
        placements += placed[p];
    }
    if (placements != run->count || late || early)
        promise_fail(run, "norm %u: %zu placements, late %zu, early %zu", first->norm, placements,
                     late, early);
}

/* A world on a day of the commitment, with these values of the facts by which it is grouped. */
static void any_world(struct promise_run *run, const struct model_norm *n, const uint32_t *leaves,
                      int64_t *world)
{
    const struct vocab *vocab = &run->model->vocab;
    int64_t first;
    date_parse("2026-01-18", 10, &first);
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        const struct vocab_var *var = &vocab->vars[v];
        uint64_t any = gen_next(&run->tries);
        if (var->kind == VAR_EVENT)
            world[v] = any % 5 == 0 ? DATE_NEVER : first - 12 + (int64_t)(any / 5 % 24);
        else if (var->kind == VAR_NUMBER)
            world[v] = var->low + (int64_t)(any % (uint64_t)(var->high - var->low + 1));
        else if (v != VOCAB_DATE)
            world[v] = (int64_t)(any % var->leaf_count);
    }
    int64_t last = n->by < first + 14 ? n->by : first + 14;
    int64_t from = n->each_year && n->from > first ? n->from : first;
    world[VOCAB_DATE] = from + (int64_t)(gen_next(&run->tries) % (uint64_t)(last - from + 1));
    for (size_t i = 0; i < n->group_count; i++)
        world[n->groups[i]] = leaves[i];
}

static bool can_count(struct promise_run *run, const struct portfolio_commitment *c,
                      const uint32_t *leaves, size_t tries)
{
    const struct model_norm *n = &run->model->norms.items[c->norm];
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, run->model->vocab.var_count);
    for (size_t i = 0; i < tries; i++) {
        any_world(run, n, leaves, world);
        if (oracle_applies(run->model, c->norm, world))
            return true;
    }
    return false;
}

/* The groups are the combinations with which something can count, in their order. */
static void check_groups(struct promise_run *run, const struct portfolio_commitment *first)
{
    const struct model_norm *n = &run->model->norms.items[first->norm];
    struct tally *tally = run->tally;
    uint32_t leaves[4] = {0}, group = 0;
    for (size_t i = 0; n->group_count && i != SIZE_MAX;) {
        bool listed = first->leaves && group < first->groups
                      && memcmp(first[group].leaves, leaves, n->group_count * sizeof *leaves) == 0;
        if (can_count(run, first, leaves, listed ? TRIES : 2000) != listed)
            promise_fail(run, "norm %u: group %u %u is %s", first->norm, leaves[0], leaves[1],
                         listed ? "none" : "left out");
        group += listed;
        tally->no_groups += !listed;
        for (i = n->group_count - 1; i != SIZE_MAX; i--) {
            if (++leaves[i] < vocab_named_leaves(&run->model->vocab, n->groups[i]))
                break;
            leaves[i] = 0;
        }
    }
    if (group != (first->leaves ? first->groups : 0))
        promise_fail(run, "norm %u: %u groups of %u", first->norm, group, first->groups);
}

/* The end of the JSON report, on a day on which everything is told: each commitment on a line,
 * the first behind the second line. */
static const char *report_of(struct promise_run *run, const struct portfolio *portfolio)
{
    struct strbuf out;
    struct emit_duties report = {
        .table = run->engine.table, .evaluator = run->engine.evaluator, .on = DATE_LAST,
        .counted = true, .portfolio = portfolio,
        .in_force = ARENA_ARRAY(run->arena, enum eval_truth, portfolio->commitment_count + 1),
        .presumed = ARENA_ARRAY(run->arena, size_t, run->model->vocab.var_count),
        .sets = ARENA_ARRAY(run->arena, struct value_set, run->model->vocab.var_count)};
    strbuf_init(&out, run->arena);
    emit_duties_json_end(&report, &out);
    return strchr(strbuf_string(&out), '\n') + 1;
}

static void check_portfolio(struct promise_run *run)
{
    struct tally *tally = run->tally;
    if (!run->count)
        return;
    struct portfolio *portfolio =
        portfolio_new(run->arena, run->engine.table, run->engine.evaluator);
    struct portfolio_place place = {"d", "d.yaml", "", 1};
    for (size_t p = 0; p < run->count; p++) {
        place.line = (uint32_t)p + 1;
        portfolio_add(portfolio, &place, run->sets[p], &run->of->scratch);
    }
    portfolio_close(portfolio);
    tally->portfolios++;
    const char *line = report_of(run, portfolio);
    for (size_t i = 0; i < portfolio->commitment_count; i++) {
        struct arena_mark mark = arena_mark(run->arena);
        line = strchr(line, '\n') + 1;
        check_commitment(run, &portfolio->commitments[i], line);
        arena_rewind(run->arena, mark);
    }
    for (size_t i = 0; i < portfolio->commitment_count; i += sums_of(&portfolio->commitments[i])) {
        check_years(run, &portfolio->commitments[i]);
        check_groups(run, &portfolio->commitments[i]);
    }
}

static void commitments_and_worlds_agree(void **state)
{
    (void)state;
    struct tally tally = {0};
    uint64_t seeds = promise_runs(check_portfolio, &tally);
    printf("%zu portfolios, %zu commitments (%zu met, %zu missed, %zu disputed, %zu undetermined), "
           "shares %zu, %zu, %zu, %zu; %zu of later years, %zu in groups, %zu that are none, "
           "%zu skipped; %zu placements listed\n",
           tally.portfolios, tally.commitments, tally.statuses[PORTFOLIO_MET],
           tally.statuses[PORTFOLIO_MISSED], tally.statuses[PORTFOLIO_DISPUTED],
           tally.statuses[PORTFOLIO_UNDETERMINED], tally.shares[PORTFOLIO_MET],
           tally.shares[PORTFOLIO_MISSED], tally.shares[PORTFOLIO_DISPUTED],
           tally.shares[PORTFOLIO_UNDETERMINED], tally.later_years, tally.groups,
           tally.no_groups, tally.skipped, tally.rows);
    assert_true(seeds < 800 || (tally.groups > 100 && tally.no_groups > 20));
    assert_true(seeds < 800 || tally.later_years > 100);
    for (size_t i = 0; i < 4; i++)
        assert_true(seeds < 800 || (tally.statuses[i] > 5 && tally.shares[i] > 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(commitments_and_worlds_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

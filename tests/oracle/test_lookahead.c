/* test_lookahead.c: what `polc check --lookahead` tells of random policies, day by day.
 *
 * For each policy some days of the question and numbers of days ahead are picked, near the days
 * that the policy names. On each of the days ahead the interpreter says of each agreement,
 * clause, waiver, exception, condition and rank in which worlds it holds (ahead.h). What differs
 * from the day before must be told, and what is told must differ. Facts and readings stay as
 * they are, and events as the policy knows them, as docs/timeline.md says. Of some pairs of these
 * it says which may hold at once: where that differs and neither of them does, both together must be
 * told.
 * POLC_FIRST_SEED, POLC_SEEDS and POLC_LONG as in seeds.h.
 */
#include "ahead.h"
#include "analysis/findings.h"
#include "case.h"
#include "generate.h"
#include "generate_parts.h"
#include "months.h"
#include "seeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS 250
#define LONG_SEEDS 20000
#define WINDOWS 2
#define MOST_DAYS 60
#define PAIRS 2 /* in each window */

struct tally {
    size_t policies, windows, told, allows, commitments, differ, days, skipped;
    size_t together, pairs_told; /* days on which two items together differ; findings of such */
};

struct run {
    struct seed_run *of;
    struct arena *arena;
    uint64_t state, pairs; /* of random choices */
    struct tally *tally;
    const char *policy;
    struct engine engine;
    const struct model *model;
    struct ahead ahead;
    VEC(int64_t) named; /* days on which something may begin or end */
    int64_t on, last;
    int64_t from; /* brute force looks at the days after this one */
    struct findings findings;
};

#define fail_run(run, format, ...)                                                       \
    seeds_fail((run)->of, "%s\non %s, through %s: " format "\n", (run)->policy,              \
               day_text(run, (run)->on), day_text(run, (run)->last), __VA_ARGS__)

static const char *day_text(struct run *run, int64_t day)
{
    char *text = arena_alloc(run->arena, DATE_TEXT);
    date_format(day, text);
    return text;
}

static const char *item_text(struct run *run, const struct ahead_item *item)
{
    static const char *const words[] = {
        [TIMELINE_AGREEMENT] = "agreement", [TIMELINE_CLAUSE] = "clause",
        [TIMELINE_WAIVER] = "waiver", [TIMELINE_EXCEPTION] = "exception",
        [TIMELINE_CONDITION] = "condition", [TIMELINE_RANK] = "rank",
        [TIMELINE_COMMITMENT] = "commitment", [TIMELINE_DAY] = "day"};
    return arena_printf(run->arena, "%s %u%s%s", words[item->what], item->id,
                        item->clause == IR_NONE ? "" : " of ",
                        item->clause == IR_NONE ? ""
                                                : run->model->clauses.items[item->clause].title);
}

/* ---- days ------------------------------------------------------------------------------------------ */

static void name_day(struct run *run, int64_t day)
{
    if (day > DATE_FIRST + 800 && day < DATE_LAST - 800)
        VEC_PUSH(run->arena, &run->named, day);
}

static void name_days(struct run *run)
{
    const struct oracle *oracle = run->ahead.oracle;
    name_day(run, run->model->dated);
    for (size_t i = 0; i < oracle->cuts[VOCAB_DATE].list.count; i++)
        name_day(run, oracle->cuts[VOCAB_DATE].list.items[i]);
    for (size_t i = 0; i < run->model->allows.count; i++)
        name_day(run, run->model->allows.items[i].until);
    for (size_t i = 0; i < run->model->norms.count; i++)
        if (run->model->norms.items[i].form == FORM_COMMITS) {
            name_day(run, run->model->norms.items[i].by + 1);
            name_day(run, run->model->norms.items[i].from);
        }
    for (size_t i = 0; i < oracle->since.count; i++) {
        const struct oracle_since *since = &oracle->since.items[i];
        int64_t event = run->ahead.sets[since->event].first.low;
        if (!run->ahead.unknown[since->event] && event != DATE_NEVER)
            name_day(run, date_add(event, since->count, since->unit));
    }
}

/* A named day is the first, the last, the one after the last or one inside. */
static void pick_window(struct run *run)
{
    int64_t days = 1 + (int64_t)(gen_next(&run->state) % MOST_DAYS);
    int64_t named = run->named.items[gen_next(&run->state) % run->named.count];
    switch (gen_next(&run->state) % 5) {
    case 0:
        run->on = named - 1;
        break;
    case 1:
        run->on = named - days;
        break;
    case 2:
        run->on = named - days - 1;
        break;
    case 3:
        run->on = named;
        break;
    case 4:
        run->on = named - (int64_t)(gen_next(&run->state) % (uint64_t)days);
        break;
    }
    run->last = run->on + days;
    run->from = run->on;
}

/* Months from now, and sometimes many years, of which the last days alone are looked at. */
static void pick_far(struct run *run)
{
    pick_window(run);
    run->on += (int64_t)(gen_next(&run->state) % 900);
    run->last = run->on + 1 + (int64_t)(gen_next(&run->state) % MOST_DAYS);
    run->from = run->on;
    if (gen_next(&run->state) % 4 != 0)
        return;
    run->last += (int64_t)(gen_next(&run->state) % 20000);
    run->from = run->last - MOST_DAYS > run->on ? run->last - MOST_DAYS : run->on;
}

/* ---- what is told ------------------------------------------------------------------------------------ */

static void analyse(struct run *run)
{
    struct analysis a = {.arena = run->arena, .model = run->model, .ir = run->engine.ir,
                         .table = run->engine.table, .findings = &run->findings, .on = run->on,
                         .rule_budget = ANALYSIS_RULE_BUDGET};
    run->findings = (struct findings){.arena = run->arena};
    a.space = space_new(run->arena, run->engine.evaluator, run->model->dated);
    analyse_lookahead(&a, run->last - run->on);
}

static const struct timeline_cause *told(const struct run *run, enum timeline_what what,
                                         uint32_t id, int64_t day)
{
    for (size_t i = 0; i < run->findings.list.count; i++) {
        const struct finding *f = run->findings.list.items[i];
        if (!f->change || f->change->cause.what != what || f->change->cause.id != id)
            continue;
        if (f->day == day)
            return &f->change->cause;
        for (size_t k = 0; k < f->again_count; k++)
            if (f->again[k]->day == day)
                return &f->again[k]->cause;
    }
    return NULL;
}

static bool lists(const struct timeline_cause *agreement, uint32_t clause)
{
    for (size_t i = 0; agreement && i < agreement->clause_count; i++)
        if (agreement->clauses[i] == clause)
            return true;
    return false;
}

/* With its agreement, or by the clause that begins in its place. */
static bool told_clause(const struct run *run, uint32_t id, bool in_some, int64_t day)
{
    const struct model_clause *clause = &run->model->clauses.items[id];
    const struct timeline_cause *with = told(run, TIMELINE_AGREEMENT, clause->agreement, day);
    if (lists(with, id) || (with && in_some))
        return true;
    for (size_t i = 0; i < clause->replaced_count; i++) {
        const struct timeline_cause *other =
            told(run, TIMELINE_CLAUSE, clause->replaced_by[i], day);
        if (other && other->before == TRUTH_NO)
            return true;
    }
    return false;
}

/* By a waiver that it asks about, or an exception of that. */
static bool told_waiver(const struct run *run, const struct ahead_item *item, int64_t day)
{
    for (uint32_t w = 0; w < run->model->waivers.count; w++)
        if (item->waivers[w] && told(run, TIMELINE_WAIVER, run->engine.ir->waiver_nodes[w], day))
            return true;
    for (size_t i = 0; i < run->ahead.items.count; i++) {
        const struct ahead_item *other = &run->ahead.items.items[i];
        if (other->what == TIMELINE_EXCEPTION && other->waiver != VOCAB_NONE
            && item->waivers[other->waiver] && told(run, TIMELINE_EXCEPTION, other->id, day))
            return true;
    }
    return false;
}

/* That some agreement or clause begins or ends. */
static bool told_life(const struct run *run, int64_t day)
{
    for (uint32_t a = 0; a < run->model->agreements.count; a++)
        if (told(run, TIMELINE_AGREEMENT, a, day))
            return true;
    for (uint32_t c = 0; c < run->model->clauses.count; c++)
        if (told(run, TIMELINE_CLAUSE, c, day))
            return true;
    return false;
}

/* `in_some`: what differs are single worlds, not whether it holds in all, some or none. */
static bool is_told(const struct run *run, const struct ahead_item *item, bool in_some, int64_t day)
{
    if (told(run, item->what, item->id, day))
        return true;
    switch (item->what) {
    case TIMELINE_CLAUSE:
        return told_clause(run, item->id, in_some, day);
    case TIMELINE_EXCEPTION:
    case TIMELINE_CONDITION:
        return told_waiver(run, item, day);
    case TIMELINE_RANK: /* one that only follows an agreement's force or a clause's life */
        return told_life(run, day) || told_waiver(run, item, day);
    case TIMELINE_AGREEMENT:
    case TIMELINE_WAIVER:
    case TIMELINE_COMMITMENT:
    case TIMELINE_DAY:
        break;
    }
    return false;
}

/* ---- the days, one by one --------------------------------------------------------------------------- */

/* May the clause be live on both days? unknown: what to say where there are too many worlds. */
static bool live_on(struct run *run, uint32_t clause, int64_t before, int64_t after, bool unknown)
{
    if (clause == IR_NONE)
        return true;
    const struct ahead_item *item = ahead_find(&run->ahead, TIMELINE_CLAUSE, clause);
    const unsigned char *early = ahead_states(&run->ahead, item, before);
    const unsigned char *late = ahead_states(&run->ahead, item, after);
    if (!early || !late)
        return unknown;
    return ahead_truth(item, early) != TRUTH_NO && ahead_truth(item, late) != TRUTH_NO;
}

/* A clause without sentences has nothing to tell. */
static bool speaks(const struct run *run, const struct ahead_item *item)
{
    if (item->what != TIMELINE_CLAUSE)
        return true;
    for (size_t i = 0; i < run->ahead.items.count; i++)
        if (run->ahead.items.items[i].clause == item->id)
            return true;
    return false;
}

static void check_item(struct run *run, const struct ahead_item *item)
{
    const unsigned char *states = ahead_states(&run->ahead, item, run->from);
    if (!states)
        run->tally->skipped++;
    for (int64_t day = run->from + 1; states && day <= run->last && !run->of->failure; day++) {
        const unsigned char *next = ahead_states(&run->ahead, item, day);
        run->tally->days++;
        if (next && memcmp(states, next, item->outer.count) != 0
            && live_on(run, item->clause, day - 1, day, false)) {
            enum eval_truth before = ahead_truth(item, states), after = ahead_truth(item, next);
            run->tally->differ++;
            if (!is_told(run, item, before == after, day))
                fail_run(run, "%s goes from %d to %d on %s, which is not told",
                         item_text(run, item), (int)before, (int)after, day_text(run, day));
        }
        states = next;
    }
}

/* ---- two items together ------------------------------------------------------------------------------ */

static bool lists_item(const struct timeline_together *ahead, enum timeline_what what, uint32_t id)
{
    for (size_t i = 0; i < ahead->cause_count; i++)
        if (ahead->causes[i].what == what && ahead->causes[i].id == id)
            return true;
    return false;
}

/* A clause that has no period of its own by its agreement. */
static bool is_of(const struct run *run, const struct timeline_together *ahead,
                  const struct ahead_item *item)
{
    return lists_item(ahead, item->what, item->id)
           || (item->what == TIMELINE_CLAUSE
               && lists_item(ahead, TIMELINE_AGREEMENT,
                             run->model->clauses.items[item->id].agreement));
}

static bool told_together(const struct run *run, const struct ahead_pair *pair, int64_t day)
{
    for (size_t i = 0; i < run->findings.list.count; i++) {
        const struct timeline_together *ahead = run->findings.list.items[i]->ahead;
        if (!ahead || !is_of(run, ahead, pair->items[0])
            || !is_of(run, ahead, pair->items[1]))
            continue;
        for (size_t k = 0; k < ahead->day_count; k++)
            if (ahead->days[k] == day)
                return true;
    }
    return false;
}

/* What two items may be at once is another on a day than on the day before: one of them is told, or
 * both together are. */
static void check_pair(struct run *run, const struct ahead_pair *pair)
{
    const struct ahead_item *one = pair->items[0], *other = pair->items[1];
    const unsigned char *states = ahead_pair_states(&run->ahead, pair, run->from);
    for (int64_t day = run->from + 1; states && day <= run->last && !run->of->failure; day++) {
        const unsigned char *next = ahead_pair_states(&run->ahead, pair, day);
        if (next && memcmp(states, next, pair->laid.outer.count) != 0
            && live_on(run, one->clause, day - 1, day, false)
            && live_on(run, other->clause, day - 1, day, false)
            && !is_told(run, one, true, day) && !is_told(run, other, true, day)) {
            run->tally->together++;
            if (!told_together(run, pair, day))
                fail_run(run, "what %s and %s may be at once is another on %s, which is not told",
                         item_text(run, one), item_text(run, other), day_text(run, day));
        }
        states = next;
    }
}

static void check_pairs(struct run *run)
{
    size_t count = run->ahead.items.count;
    for (int i = 0; i < PAIRS && count && !run->of->failure; i++) {
        size_t one = gen_next(&run->pairs) % count, other = gen_next(&run->pairs) % count;
        struct arena_mark mark = arena_mark(run->arena);
        struct ahead_pair pair;
        if (one != other
            && ahead_pair(&run->ahead, &run->ahead.items.items[one], &run->ahead.items.items[other], &pair))
            check_pair(run, &pair);
        arena_rewind(run->arena, mark);
    }
}

/* Told are two things or more that look at the event, on days of these. */
static void check_together(struct run *run, const struct finding *f)
{
    const struct timeline_together *ahead = f->ahead;
    run->tally->pairs_told++;
    if (ahead->cause_count < 2 || ahead->day_count == 0 || ahead->days[0] != f->day)
        fail_run(run, "%s", "nothing together");
    for (size_t i = 0; i < ahead->cause_count; i++) {
        const struct ahead_item *item =
            ahead_find(&run->ahead, ahead->causes[i].what, ahead->causes[i].id);
        bool looks = false;
        for (size_t k = 0; item && k < ahead->var_count; k++)
            looks = looks || item->mentions[ahead->vars[k]];
        if (!looks)
            fail_run(run, "%d of %u looks at no such event", (int)ahead->causes[i].what,
                     ahead->causes[i].id);
    }
    for (size_t i = 0; i < ahead->day_count; i++)
        if (ahead->days[i] <= run->on || ahead->days[i] > run->last)
            fail_run(run, "%s is none of these days", day_text(run, ahead->days[i]));
}

/* ---- the findings, one by one ------------------------------------------------------------------------ */

/* The year of a commitment in which a day counts, from 1; 0: in none. */
static int64_t year_of(const struct model_norm *norm, int64_t day)
{
    int64_t year = 1;
    if (day > norm->by || (norm->each_year && day < norm->from))
        return 0;
    while (norm->each_year && day >= date_add(norm->from, year, DATE_YEARS))
        year++;
    return year;
}

/* Does another year of it begin on the day, or end? `unknown`: with too many worlds. */
static bool turns(struct run *run, const struct model_norm *norm, int64_t day, bool unknown)
{
    int64_t before = year_of(norm, day - 1), after = year_of(norm, day);
    return before != after
           && ((before && live_on(run, norm->clause, day - 1, day - 1, unknown))
               || (after && live_on(run, norm->clause, day, day, unknown)));
}

static void check_commitment(struct run *run, const struct finding *f)
{
    uint32_t id = f->change->cause.id;
    const struct model_norm *norm = &run->model->norms.items[id];
    run->tally->commitments++;
    if (norm->form != FORM_COMMITS || !turns(run, norm, f->day, true))
        fail_run(run, "commitment %u turns on %s", id, day_text(run, f->day));
}

static void check_change(struct run *run, const struct timeline_change *change)
{
    const struct timeline_cause *cause = &change->cause;
    const struct ahead_item *item = ahead_find(&run->ahead, cause->what, cause->id);
    if (!item) {
        fail_run(run, "there is no change %d of %u", (int)cause->what, cause->id);
        return;
    }
    const unsigned char *early = ahead_states(&run->ahead, item, change->day - 1);
    const unsigned char *late = ahead_states(&run->ahead, item, change->day);
    if (!early || !late) {
        run->tally->skipped++;
        return;
    }
    enum eval_truth before = ahead_truth(item, early), after = ahead_truth(item, late);
    if (before != cause->before || after != cause->after)
        fail_run(run, "%s is told to go from %d to %d on %s, but goes from %d to %d",
                 item_text(run, item), (int)cause->before, (int)cause->after,
                 day_text(run, change->day), (int)before, (int)after);
    else if (memcmp(early, late, item->outer.count) == 0)
        fail_run(run, "%s is told to change on %s, but is %d in the same worlds",
                 item_text(run, item), day_text(run, change->day), (int)before);
    else if (!live_on(run, item->clause, change->day - 1, change->day, true))
        fail_run(run, "%s changes on %s, when its clause is not live", item_text(run, item),
                 day_text(run, change->day));
}

static void check_allow(struct run *run, const struct finding *f)
{
    run->tally->allows++;
    if (f->id >= run->model->allows.count || run->model->allows.items[f->id].until != f->day)
        fail_run(run, "no acceptance ends on %s", day_text(run, f->day));
}

static void check_findings(struct run *run)
{
    for (size_t i = 0; i < run->findings.list.count && !run->of->failure; i++) {
        const struct finding *f = run->findings.list.items[i];
        run->tally->told++;
        if (f->unresolved || f->day <= run->on || f->day > run->last)
            fail_run(run, "%s", "unresolved, or not of these days");
        else if (f->change && f->change->day != f->day)
            fail_run(run, "%s", "two days of one finding");
        else if (f->change && told(run, f->change->cause.what, f->change->cause.id, f->day)
                                  != &f->change->cause)
            fail_run(run, "told twice on %s", day_text(run, f->day));
        else if (f->ahead)
            check_together(run, f);
        else if (!f->change)
            check_allow(run, f);
        else if (f->change->cause.what == TIMELINE_COMMITMENT)
            check_commitment(run, f);
        else
            check_change(run, f->change);
        for (size_t k = f->again_count - (f->again_count < 3 ? f->again_count : 3);
             k < f->again_count && !run->of->failure; k++)
            check_change(run, f->again[k]); /* the last of them: brute force looks there, too */
    }
}

/* Each acceptance that ends is told once, and each year of a commitment that begins or ends. */
static void check_ends(struct run *run)
{
    for (uint32_t i = 0; i < run->model->allows.count; i++) {
        int64_t until = run->model->allows.items[i].until;
        size_t found = 0;
        for (size_t k = 0; k < run->findings.list.count; k++)
            found += run->findings.list.items[k]->code == DIAG_CHANGE_AHEAD
                     && !run->findings.list.items[k]->change && run->findings.list.items[k]->id == i;
        if (found != (until > run->on && until <= run->last))
            fail_run(run, "acceptance %u is told %zu times", i, found);
    }
    for (uint32_t n = 0; n < run->model->norms.count; n++) {
        const struct model_norm *norm = &run->model->norms.items[n];
        for (int64_t day = run->on + 1; norm->form == FORM_COMMITS && day <= run->last; day++)
            if (turns(run, norm, day, false) && !told(run, TIMELINE_COMMITMENT, n, day))
                fail_run(run, "of commitment %u %s is not told", n, day_text(run, day));
    }
}

/* ---- runs ------------------------------------------------------------------------------------------------ */

static void check_window(struct run *run)
{
    analyse(run);
    run->tally->windows++;
    check_findings(run);
    if (!run->of->failure)
        check_ends(run);
    for (size_t i = 0; i < run->ahead.items.count && !run->of->failure; i++) {
        const struct ahead_item *item = &run->ahead.items.items[i];
        struct arena_mark mark = arena_mark(run->arena);
        if (item->mentions[VOCAB_DATE] && speaks(run, item))
            check_item(run, item);
        arena_rewind(run->arena, mark);
    }
    check_pairs(run);
}

static void check_policy(struct run *run, void (*pick)(struct run *))
{
    struct case_policy checked;
    case_read(run->arena, run->policy, &checked);
    if (checked.errors)
        return;
    engine_new(run->arena, checked.model, checked.diags, NULL, &run->engine);
    if (!run->engine.table)
        return;
    run->model = checked.model;
    run->tally->policies++;
    ahead_init(&run->ahead, run->arena, &run->engine, oracle_new(run->arena, checked.model));
    name_days(run);
    for (int i = 0; i < WINDOWS && !run->of->failure; i++) {
        pick(run);
        check_window(run);
    }
    engine_free(&run->engine);
}

static void any_policy(struct seed_run *seed)
{
    struct run run = {.of = seed, .arena = &seed->arena, .state = seed->seed * 57 + 3,
                      .pairs = seed->seed * 91 + 7, .tally = seed->context};
    struct strbuf text = strbuf_new(run.arena);
    struct generate_form form = {0};
    generate_print(generate_policy(run.arena, seed->seed), &form, &text);
    run.policy = strbuf_string(&text);
    check_policy(&run, pick_window);
}

static void months_beside_days(struct seed_run *seed)
{
    struct run run = {.of = seed, .arena = &seed->arena, .state = seed->seed * 57 + 3,
                      .pairs = seed->seed * 91 + 7, .tally = seed->context};
    run.policy = months_policy(run.arena, seed->seed);
    check_policy(&run, pick_far);
}

static uint64_t each(seed_job *job, struct tally *tally, uint64_t usual, uint64_t longer)
{
    uint64_t seeds = seeds_each(job, tally, usual, longer);
    printf("%zu policies, %zu windows, %zu changes told, %zu of acceptances, %zu of commitments; "
           "%zu differences on %zu days, %zu too many worlds; %zu days of two together, %zu told\n",
           tally->policies, tally->windows, tally->told, tally->allows, tally->commitments,
           tally->differ, tally->days, tally->skipped, tally->together, tally->pairs_told);
    assert_true(seeds < 200 || tally->policies > seeds / 2);
    assert_true(seeds < 200 || (tally->told > seeds / 5 && tally->differ > seeds / 5));
    return seeds;
}

static void changes_ahead_and_worlds_agree(void **state)
{
    (void)state;
    struct tally tally = {0};
    uint64_t seeds = each(any_policy, &tally, SEEDS, LONG_SEEDS);
    assert_true(seeds < 200 || (tally.allows && tally.commitments));
}

static void months_beside_days_are_told(void **state)
{
    (void)state;
    struct tally tally = {0};
    uint64_t seeds = each(months_beside_days, &tally, SEEDS, LONG_SEEDS);
    assert_true(seeds < 200 || (tally.together && tally.pairs_told));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(changes_ahead_and_worlds_agree),
                                       cmocka_unit_test(months_beside_days_are_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_timeline.c: timelines of random deployments under random policies, against all worlds.
 *
 * The interpreter says what holds on single days; this file adds the days to look at, found in
 * the model by itself: each day that the policy or the deployment names, each that follows from
 * an event, the days around them, and some in between. On each the answer must be that of the
 * period it lies in, the answers of neighbouring periods must differ, and what a cause or a
 * change of the policy says of an agreement, a clause or a waiver must be so in the worlds. The
 * policies of months.c have conditions that hang on how long the months are.
 * POLC_FIRST_SEED, POLC_SEEDS and POLC_LONG as in seeds.h.
 */
#include "analysis/timeline.h"
#include "case.h"
#include "engine.h"
#include "generate.h"
#include "generate_parts.h"
#include "months.h"
#include "seeds.h"
#include "worlds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SEEDS 500
#define LONG_SEEDS 20000
#define MONTHS_SEEDS 60 /* their timelines are long */
#define LONG_MONTHS_SEEDS 3000
#define CASES 2
#define WORLDS 6000
#define BETWEEN 4 /* days inside each period */

struct tally {
    size_t policies, refused, timelines, periods, days, causes, changes, ifs, skipped, open, repeats, idle;
};

struct run {
    struct seed_run *of;
    struct arena *arena;
    uint64_t state;
    struct tally *tally;
    const struct generated *generated; /* NULL: of months.c */
    const char *policy, *box;
    struct engine engine;
    const struct model *model;
    struct oracle *oracle;
    struct value_set *sets; /* of the case */
    const bool *open;       /* per variable: open up to the date */
    VEC(int64_t) days;
};

#define fail_run(run, format, ...)                                                      \
    seeds_fail((run)->of, "%s\nbox: %s\n" format "\n", (run)->policy,                      \
               (run)->box ? (run)->box : "", __VA_ARGS__)

static const char *day_text(struct run *run, int64_t day)
{
    char *text = arena_alloc(run->arena, DATE_TEXT);
    date_format(day, text);
    return text;
}

/* ---- a day --------------------------------------------------------------------------------------- */

static struct value_set *sets_on(struct run *run, int64_t day)
{
    uint32_t vars = run->model->vocab.var_count;
    struct value_set *sets = ARENA_ARRAY(run->arena, struct value_set, vars);
    memcpy(sets, run->sets, vars * sizeof *sets);
    sets[VOCAB_DATE].first = (struct interval){day, day};
    for (uint32_t v = 0; v < vars; v++)
        if (run->open[v])
            sets[v].first.high = day;
    return sets;
}

/* All that the oracle says of a day but the days of events that would settle it. */
static const char *answer_on(struct run *run, int64_t day, enum oracle_verdict *verdict)
{
    struct oracle_options options = {WORLDS, ORACLE_PICK_LOW};
    struct oracle_result result;
    struct strbuf out;
    oracle_box(run->oracle, run->arena, sets_on(run, day), &options, &result);
    if (result.too_many || result.cycle)
        return NULL;
    size_t kept = 0;
    for (size_t i = 0; i < result.settles.count; i++)
        if (run->model->vocab.vars[result.settles.items[i].var].kind != VAR_EVENT)
            result.settles.items[kept++] = result.settles.items[i];
    result.settles.count = kept;
    strbuf_init(&out, run->arena);
    oracle_dump(run->oracle, &result, &out);
    *verdict = result.verdict;
    return strbuf_string(&out);
}

/* What something of the model is in the worlds of a day. */
typedef bool truth_of(const struct model *model, uint32_t id, const int64_t *world);

static bool truth_on(struct run *run, int64_t day, truth_of *of, uint32_t id, enum eval_truth *out)
{
    struct worlds worlds;
    struct value_set *sets = sets_on(run, day);
    bool yes = false, no = false;
    if (!worlds_of(run->oracle, run->arena, sets, WORLDS, &worlds))
        return false;
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, run->model->vocab.var_count + 1);
    for (size_t i = 0; i < worlds.count && !(yes && no); i++) {
        worlds_get(&worlds, i, world);
        if (of(run->model, id, world))
            yes = true;
        else
            no = true;
    }
    *out = yes && no ? TRUTH_MAYBE : yes ? TRUTH_YES : TRUTH_NO;
    return true;
}

/* ---- the days to look at ------------------------------------------------------------------------- */

static void look_at(struct run *run, int64_t day)
{
    if (day <= DATE_FIRST || day > DATE_LAST) /* an open end is a cut too */
        return;
    for (int64_t d = day - 1; d <= day + 1; d++)
        if (d >= DATE_FIRST + 800 && d <= DATE_LAST)
            VEC_PUSH(run->arena, &run->days, d);
}

static void look_at_event(struct run *run, const struct oracle_since *since)
{
    const struct value_set *set = &run->sets[since->event];
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *days = i ? &set->more[i - 1] : &set->first;
        if (days->low != DATE_NEVER && days->low > DATE_FIRST)
            look_at(run, date_add(days->low, since->count, since->unit));
        if (days->high != DATE_NEVER && !run->open[since->event])
            look_at(run, date_add(days->high, since->count, since->unit));
    }
}

static int by_day(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* Where months and days of an open event change places, the timeline says up to which days it
 * looked. */
static void find_days(struct run *run, const struct timeline *timeline)
{
    run->days.count = 0;
    for (size_t i = 0; i < run->oracle->cuts[VOCAB_DATE].list.count; i++)
        look_at(run, run->oracle->cuts[VOCAB_DATE].list.items[i]);
    for (size_t i = 0; i < run->oracle->since.count; i++)
        look_at_event(run, &run->oracle->since.items[i]);
    for (size_t i = 0; i < timeline->count; i++) {
        const struct timeline_period *p = &timeline->periods[i];
        int64_t low = p->from == DATE_FIRST ? p->until - 400 : p->from;
        int64_t high = p->until == DATE_NEVER ? p->from + 400 : p->until;
        if (timeline->count == 1) {
            low = run->sets[VOCAB_DATE].first.low - 200;
            high = low + 400;
        }
        for (int k = 0; k < BETWEEN && high > low; k++)
            look_at(run, low + (int64_t)(gen_next(&run->state) % (uint64_t)(high - low)));
    }
    if (run->days.count)
        qsort(run->days.items, run->days.count, sizeof *run->days.items, by_day);
    size_t n = 0;
    for (size_t i = 0; i < run->days.count; i++) {
        int64_t day = run->days.items[i];
        bool told = !timeline->repeats || (day >= timeline->window.low && day <= timeline->window.high);
        if (told && (n == 0 || run->days.items[n - 1] != day))
            run->days.items[n++] = day;
    }
    run->days.count = n;
}

/* ---- a timeline ------------------------------------------------------------------------------------ */

static void check_shape(struct run *run, const struct timeline *t)
{
    int64_t now = run->sets[VOCAB_DATE].first.low;
    if (!t->count || t->periods[0].from != DATE_FIRST
        || t->periods[t->count - 1].until != DATE_NEVER || t->current >= t->count
        || now < t->periods[t->current].from || now >= t->periods[t->current].until
        || t->periods[t->current].day != now)
        fail_run(run, "%s", "the periods do not cover all days, or the current one is another");
    for (size_t i = 0; i < t->count; i++) {
        const struct timeline_period *p = &t->periods[i];
        if ((i && p->from != t->periods[i - 1].until) || p->until <= p->from || p->day < p->from
            || p->day >= p->until || p->sets[VOCAB_DATE].first.low != p->day)
            fail_run(run, "period %zu from %s is out of place", i, day_text(run, p->from));
        if ((i != 0) != (p->cause_count != 0))
            fail_run(run, "period %zu from %s has %zu causes", i, day_text(run, p->from),
                     p->cause_count);
    }
}

static void check_day(struct run *run, const struct timeline_period *p, const char *expected,
                      int64_t day)
{
    enum oracle_verdict verdict;
    const char *found = answer_on(run, day, &verdict);
    run->tally->days++;
    if (found && (strcmp(found, expected) != 0 || verdict != engine_verdict(p->result->verdict)))
        fail_run(run, "on %s, in the period from %s, asked about on %s\n--- oracle then\n%s--- in the period\n%s",
                 day_text(run, day), day_text(run, p->from), day_text(run, p->day), found, expected);
}

static bool check_answers(struct run *run, const struct timeline *t)
{
    const char *before = NULL;
    size_t at = 0;
    for (size_t i = 0; i < t->count && !run->of->failure; i++) {
        const struct timeline_period *p = &t->periods[i];
        enum oracle_verdict verdict;
        struct arena_mark mark = arena_mark(run->arena);
        const char *answer = answer_on(run, p->day, &verdict);
        if (!answer)
            return false;
        if (before && strcmp(before, answer) == 0)
            fail_run(run, "periods from %s and before are alike:\n%s", day_text(run, p->from), answer);
        for (; at < run->days.count && run->days.items[at] < p->until && !run->of->failure; at++) {
            struct arena_mark inner = arena_mark(run->arena);
            check_day(run, p, answer, run->days.items[at]);
            arena_rewind(run->arena, inner);
        }
        char *kept = strdup(answer);
        arena_rewind(run->arena, mark);
        before = arena_string(run->arena, kept, strlen(kept));
        free(kept);
    }
    return true;
}

/* ---- causes and changes ------------------------------------------------------------------------------ */

static bool truth_of_cause(struct run *run, const struct timeline_cause *cause, int64_t day,
                           enum eval_truth *out)
{
    switch (cause->what) {
    case TIMELINE_AGREEMENT:
        return truth_on(run, day, oracle_force, cause->id, out);
    case TIMELINE_CLAUSE:
        return truth_on(run, day, oracle_live, cause->id, out);
    case TIMELINE_WAIVER:
    case TIMELINE_EXCEPTION:
    case TIMELINE_CONDITION:
    case TIMELINE_RANK:
    case TIMELINE_COMMITMENT:
    case TIMELINE_DAY:
        break;
    }
    return false;
}

static void check_cause(struct run *run, const struct timeline_cause *cause, int64_t day)
{
    enum eval_truth before, after;
    struct arena_mark mark = arena_mark(run->arena);
    run->tally->causes++;
    if (truth_of_cause(run, cause, day - 1, &before) && truth_of_cause(run, cause, day, &after)
        && (before != cause->before || after != cause->after))
        fail_run(run, "cause %d %u on %s: %d to %d, in the worlds %d to %d", (int)cause->what,
                 cause->id, day_text(run, day), (int)cause->before, (int)cause->after, (int)before,
                 (int)after);
    arena_rewind(run->arena, mark);
}

static const struct timeline_change *change_of(const struct timeline_policy *policy,
                                               enum timeline_what what, uint32_t id, int64_t day)
{
    for (size_t i = 0; i < policy->count; i++) {
        const struct timeline_change *c = &policy->changes[i];
        if (c->day == day && c->cause.what == what && c->cause.id == id)
            return c;
    }
    return NULL;
}

/* Is the clause in the list of its agreement's change? */
static bool goes_along(const struct timeline_change *change, uint32_t clause)
{
    for (size_t i = 0; change && i < change->cause.clause_count; i++)
        if (change->cause.clauses[i] == clause)
            return true;
    return false;
}

static void check_agreement(struct run *run, const struct timeline_policy *policy, uint32_t id,
                            int64_t day)
{
    enum eval_truth before, after;
    const struct timeline_change *change = change_of(policy, TIMELINE_AGREEMENT, id, day);
    if (!truth_on(run, day - 1, oracle_force, id, &before)
        || !truth_on(run, day, oracle_force, id, &after))
        return;
    if (before != after && !change)
        fail_run(run, "on %s the agreement %u goes from %d to %d, which is not told",
                 day_text(run, day), id, (int)before, (int)after);
    if (change)
        check_cause(run, &change->cause, day);
}

static bool has_norm(const struct model *model, uint32_t clause)
{
    for (size_t i = 0; i < model->norms.count; i++)
        if (model->norms.items[i].clause == clause)
            return true;
    return false;
}

/* What is owed for a breach of its own clause is owed where another sentence speaks. */
static bool only_follows(const struct model *model, const struct model_norm *norm)
{
    bool own = norm->if_in_breach;
    for (size_t i = 0; i < norm->breach_count; i++)
        own = own && model->norms.items[norm->breach_of[i]].clause == norm->clause;
    return own;
}

/* Of one that is said not to speak of the cases in which it changes: each sentence is met as before. */
static void check_idle(struct run *run, uint32_t clause, int64_t day)
{
    run->tally->idle++;
    for (uint32_t n = 0; n < run->model->norms.count; n++) {
        enum eval_truth before, after;
        if (run->model->norms.items[n].clause != clause
            || only_follows(run->model, &run->model->norms.items[n])
            || !truth_on(run, day - 1, oracle_met, n, &before)
            || !truth_on(run, day, oracle_met, n, &after) || before == after)
            continue;
        fail_run(run, "on %s sentence %u of clause %u goes from %d to %d, which is said not to change",
                 day_text(run, day), n, clause, (int)before, (int)after);
    }
}

static void check_clause(struct run *run, const struct timeline_policy *policy, uint32_t id,
                         int64_t day)
{
    enum eval_truth before, after;
    uint32_t agreement = run->model->clauses.items[id].agreement;
    const struct timeline_change *own = change_of(policy, TIMELINE_CLAUSE, id, day);
    const struct timeline_change *with = change_of(policy, TIMELINE_AGREEMENT, agreement, day);
    if (!has_norm(run->model, id) || !truth_on(run, day - 1, oracle_live, id, &before)
        || !truth_on(run, day, oracle_live, id, &after))
        return;
    if (before != after && !own && !goes_along(with, id))
        fail_run(run, "on %s the clause %u goes from %d to %d, which is not told",
                 day_text(run, day), id, (int)before, (int)after);
    if (before == after && goes_along(with, id))
        fail_run(run, "on %s the clause %u is told, and nothing changes", day_text(run, day), id);
    if (own)
        check_cause(run, &own->cause, day);
    if (own && own->cause.idle)
        check_idle(run, id, day);
}

static void check_policy_on(struct run *run, const struct timeline_policy *policy, int64_t day)
{
    for (uint32_t a = 0; a < run->model->agreements.count && !run->of->failure; a++)
        check_agreement(run, policy, a, day);
    for (uint32_t c = 0; c < run->model->clauses.count && !run->of->failure; c++)
        check_clause(run, policy, c, day);
}

/* With the event on the day of the question, and without. */
static void check_if(struct run *run, const struct timeline_if *event)
{
    struct value_set *sets = run->sets;
    int64_t now = sets[VOCAB_DATE].first.low;
    uint32_t vars = run->model->vocab.var_count;
    const bool *open = run->open;
    struct value_set *with = ARENA_ARRAY(run->arena, struct value_set, vars);
    bool *known = ARENA_ARRAY(run->arena, bool, vars);
    memcpy(with, sets, vars * sizeof *with);
    memcpy(known, open, vars * sizeof *known);
    with[event->var] = (struct value_set){.first = {now, now}};
    known[event->var] = false;
    run->sets = with;
    run->open = known;
    for (size_t i = 0; i < event->count && !run->of->failure; i++)
        check_cause(run, &event->changes[i].cause, event->changes[i].day);
    run->sets = sets;
    run->open = open;
    run->tally->ifs += event->count;
}

static void check_policy_timeline(struct run *run)
{
    struct timeline_asker asker = {run->engine.table, run->engine.evaluator, run->arena};
    struct timeline_policy policy;
    timeline_of_policy(&asker, run->sets, NULL, &policy);
    for (size_t i = 0; i < policy.count && !run->of->failure; i++) {
        if (i && policy.changes[i].day < policy.changes[i - 1].day)
            fail_run(run, "%s", "the changes are not in order");
        check_cause(run, &policy.changes[i].cause, policy.changes[i].day);
        run->tally->changes++;
    }
    for (size_t i = 0; i < run->days.count && !run->of->failure; i += 1 + i % 3) {
        struct arena_mark mark = arena_mark(run->arena);
        check_policy_on(run, &policy, run->days.items[i]);
        arena_rewind(run->arena, mark);
    }
    for (size_t i = 0; i < policy.if_count && !run->of->failure; i++)
        check_if(run, &policy.ifs[i]);
}

/* ---- runs ----------------------------------------------------------------------------------------------- */

static void find_open(struct run *run)
{
    uint32_t vars = run->model->vocab.var_count;
    bool *open = ARENA_ARRAY(run->arena, bool, vars);
    for (uint32_t v = 0; v < vars; v++)
        open[v] = run->model->vocab.vars[v].kind == VAR_EVENT
                  && run->sets[v].first.low == DATE_FIRST && run->sets[v].more_count == 1;
    run->open = open;
}

/* The box with one event unknown, which some norm looks at, if the box says the day of such a one. */
static const char *with_open_event(struct run *run, const char *box)
{
    const struct vocab *vocab = &run->model->vocab;
    uint32_t first = (uint32_t)(run->of->seed % vocab->var_count);
    for (uint32_t i = 0; i < vocab->var_count; i++) {
        const struct vocab_var *v = &vocab->vars[(first + i) % vocab->var_count];
        const char *said = arena_printf(run->arena, "; %s = ", vocab_string(vocab, v->name));
        const char *at = v->kind == VAR_EVENT && v->mentioned ? strstr(box, said) : NULL;
        if (at)
            return arena_printf(run->arena, "%.*s%sunknown%s", (int)(at - box), box, said,
                                at + strlen(said) + strcspn(at + strlen(said), ";"));
    }
    return box;
}

/* Three of four deployments leave an event open, where they name one. */
static const char *box_of(struct run *run, uint64_t index)
{
    struct generated_case deployment;
    if (!run->generated)
        return months_box(run->arena, run->of->seed + index);
    generate_case(run->arena, run->generated, index, false, &deployment);
    return (run->of->seed + index) % 4 ? with_open_event(run, deployment.box) : deployment.box;
}

static void check_case(struct run *run, uint64_t index)
{
    struct timeline timeline;
    enum oracle_verdict verdict;
    const char *error = NULL;
    struct timeline_asker asker = {run->engine.table, run->engine.evaluator, run->arena};
    run->box = box_of(run, index);
    run->sets = case_box(run->arena, &run->model->vocab, run->box, &error);
    if (!run->sets) {
        fail_run(run, "%s", error);
        return;
    }
    find_open(run);
    if (!answer_on(run, run->sets[VOCAB_DATE].first.low, &verdict)) {
        run->tally->skipped++;
        return;
    }
    timeline_find(&asker, run->sets, &timeline);
    run->tally->timelines++;
    run->tally->periods += timeline.count;
    run->tally->open += timeline.open_count > 0;
    run->tally->repeats += timeline.repeats;
    if (timeline.unresolved)
        fail_run(run, "%s", "unresolved");
    check_shape(run, &timeline);
    find_days(run, &timeline);
    if (!run->of->failure && !check_answers(run, &timeline))
        run->tally->skipped++;
    for (size_t i = 0; i < timeline.count && !run->of->failure; i++)
        for (size_t k = 0; k < timeline.periods[i].cause_count; k++)
            check_cause(run, &timeline.periods[i].causes[k], timeline.periods[i].from);
    if (!run->of->failure)
        check_policy_timeline(run);
}

static void check_policy(struct run *run)
{
    struct case_policy checked;
    case_read(run->arena, run->policy, &checked);
    run->tally->policies++;
    if (!checked.errors)
        engine_new(run->arena, checked.model, checked.diags, NULL, &run->engine);
    if (checked.errors || !run->engine.table) {
        run->tally->refused++;
        return;
    }
    run->model = checked.model;
    run->oracle = oracle_new(run->arena, checked.model);
    for (uint64_t i = 0; i < CASES && !run->of->failure; i++)
        check_case(run, i);
    engine_free(&run->engine);
}

static void job(struct seed_run *seed)
{
    struct run run = {.of = seed, .arena = &seed->arena, .state = seed->seed * 31 + 7,
                      .tally = seed->context};
    struct generate_form form = {0};
    struct strbuf text = strbuf_new(run.arena);
    struct generated *generated = generate_policy(run.arena, seed->seed);
    generate_print(generated, &form, &text);
    run.generated = generated;
    run.policy = strbuf_string(&text);
    check_policy(&run);
}

static void job_of_months(struct seed_run *seed)
{
    struct run run = {.of = seed, .arena = &seed->arena, .state = seed->seed * 31 + 7,
                      .tally = seed->context, .policy = months_policy(&seed->arena, seed->seed)};
    check_policy(&run);
}

static void print_tally(const struct tally *tally)
{
    printf("%zu policies, %zu refused, %zu timelines of %zu periods, %zu skipped, %zu on open "
           "events, %zu over months and days; %zu days, %zu causes, %zu changes, %zu of them "
           "idle, %zu of events\n",
           tally->policies, tally->refused, tally->timelines, tally->periods, tally->skipped,
           tally->open, tally->repeats, tally->days, tally->causes, tally->changes, tally->idle,
           tally->ifs);
}

static void timelines_and_worlds_agree(void **state)
{
    (void)state;
    struct tally tally = {0};
    uint64_t seeds = seeds_each(job, &tally, SEEDS, LONG_SEEDS);
    print_tally(&tally);
    assert_true(seeds < 200 || tally.timelines > seeds / 2);
    assert_true(seeds < 200 || (tally.periods > 2 * tally.timelines && tally.open > 20));
}

static void they_agree_on_months_beside_days(void **state)
{
    (void)state;
    struct tally tally = {0};
    uint64_t seeds = seeds_each(job_of_months, &tally, MONTHS_SEEDS, LONG_MONTHS_SEEDS);
    print_tally(&tally);
    assert_true(seeds < 50 || (tally.timelines > seeds && tally.repeats > seeds / 5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(timelines_and_worlds_agree),
                                       cmocka_unit_test(they_agree_on_months_beside_days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

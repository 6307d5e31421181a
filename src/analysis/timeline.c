/* timeline.c: the periods of a placement.
 *
 * The answer is asked for on each candidate day; neighbours that are answered alike become one
 * period. The day of the question comes first, so that an empty purse leaves open other days. Worked example, trap 8 of the tests: a waiver from 2026-05-01 until 2026-08-01 of a
 * clause in force from 2019-07-22; the candidates are these three days, and there are four
 * periods: permitted, prohibited, permitted, prohibited.
 */
#include "analysis/timeline_parts.h"

#include "eval/engine.h"

#include <string.h>

/* ---- equal answers ---------------------------------------------------------------------------- */

static bool same_clauses(const struct eval_result *a, const struct eval_result *b)
{
    if (a->clause_count != b->clause_count)
        return false;
    for (size_t i = 0; i < a->clause_count; i++) {
        const struct eval_clause *x = &a->clauses[i], *y = &b->clauses[i];
        if (x->clause != y->clause || x->sign != y->sign || x->when != y->when
            || x->contested != y->contested)
            return false;
    }
    return true;
}

static bool same_lifted(const struct eval_result *a, const struct eval_result *b)
{
    if (a->lifted_count != b->lifted_count)
        return false;
    for (size_t i = 0; i < a->lifted_count; i++) {
        const struct eval_lifted *x = &a->lifted[i], *y = &b->lifted[i];
        if (x->norm != y->norm || x->by_node != y->by_node || x->by_norm != y->by_norm)
            return false;
    }
    return true;
}

static bool same_duties(const struct eval_result *a, const struct eval_result *b)
{
    if (a->duty_count != b->duty_count)
        return false;
    for (size_t i = 0; i < a->duty_count; i++)
        if (a->duties[i].norm != b->duties[i].norm || a->duties[i].status != b->duties[i].status)
            return false;
    return true;
}

static bool same_readings(const struct eval_result *a, const struct eval_result *b)
{
    if (a->term_count != b->term_count || a->reading_count != b->reading_count)
        return false;
    for (size_t i = 0; i < a->term_count; i++)
        if (a->terms[i] != b->terms[i])
            return false;
    for (size_t r = 0; r < a->reading_count; r++) {
        if (a->readings[r].verdict != b->readings[r].verdict)
            return false;
        for (size_t i = 0; i < a->term_count; i++)
            if (a->readings[r].readings[i] != b->readings[r].readings[i])
                return false;
    }
    return true;
}

static bool same_matter(const struct eval_matter *a, const struct eval_matter *b)
{
    if (a->var != b->var || a->settle_count != b->settle_count)
        return false;
    for (size_t i = 0; i < a->settle_count; i++) {
        const struct eval_settles *x = &a->settles[i], *y = &b->settles[i];
        if (x->values.low != y->values.low || x->values.high != y->values.high
            || x->verdict != y->verdict)
            return false;
    }
    return true;
}

/* The days of an open event that settle it are told from the date, so they move with it. */
static bool same_facts(const struct clock *clock, const struct eval_result *a,
                       const struct eval_result *b)
{
    if (a->fact_count != b->fact_count)
        return false;
    for (size_t i = 0; i < a->fact_count; i++)
        if (a->facts[i].var != b->facts[i].var
            || (clock->asker->table->vocab.vars[a->facts[i].var].kind != VAR_EVENT
                && !same_matter(&a->facts[i], &b->facts[i])))
            return false;
    return true;
}

static bool same_answer(const struct clock *clock, const struct eval_result *a,
                        const struct eval_result *b)
{
    return a->verdict == b->verdict && a->possible == b->possible
           && a->unresolved == b->unresolved && a->basis == b->basis && same_clauses(a, b)
           && same_lifted(a, b) && same_duties(a, b) && same_readings(a, b)
           && same_facts(clock, a, b);
}

/* ---- periods ------------------------------------------------------------------------------------ */

struct finder {
    struct clock clock;
    const uint32_t *lives;
    bool *seen;
    bool *turns; /* per variable: an open event on which some period turns */
    VEC(struct timeline_period) periods;
};

static const struct value_set *kept_sets(struct finder *f, int64_t day)
{
    const struct timeline_asker *asker = f->clock.asker;
    uint32_t vars = asker->table->vocab.var_count;
    struct value_set *sets = ARENA_ARRAY(asker->arena, struct value_set, vars + 1);
    memcpy(sets, clock_on(&f->clock, day), vars * sizeof *sets);
    return sets;
}

/* The answer on a day, as `eval` has it; NULL: the purse is empty. */
static const struct eval_result *ask(struct finder *f, int64_t day)
{
    const struct timeline_asker *asker = f->clock.asker;
    struct evaluator *ev = asker->evaluator;
    if (engine_broke(ev))
        return NULL;
    uint64_t purse = ev->purse;
    evaluator_purse(ev, evaluator_share(ev, EVAL_PURSE));
    ev->purse = ev->purse < purse ? ev->purse : purse;
    const struct eval_result *result = eval_box(ev, clock_on(&f->clock, day), asker->arena);
    ev->purse = purse;
    return result;
}

/* Of days that were not asked about. */
static const struct eval_result *nothing_known(const struct finder *f)
{
    struct eval_result *result = ARENA_NEW(f->clock.asker->arena, struct eval_result);
    result->verdict = EVAL_UNDETERMINED;
    result->possible = WORLD_PERMITTED | WORLD_CONTESTED | WORLD_PROHIBITED;
    result->unresolved = result->verdict_open = result->turns_open = true;
    result->budget = f->clock.asker->evaluator->budget;
    result->basis = BASIS_NONE;
    return result;
}

/* From a candidate day up to the next it is answered so; `day` is the one of them that was asked about,
 * if one was. */
static void add_stretch(struct finder *f, int64_t from, int64_t day, const struct eval_result *result)
{
    struct timeline_period *last =
        f->periods.count ? &f->periods.items[f->periods.count - 1] : NULL;
    bool unasked = !result, current = day == f->clock.now;
    if (last && last->unasked && unasked)
        return;
    if (unasked)
        result = nothing_known(f);
    for (size_t i = 0; i < result->fact_count; i++)
        if (f->clock.open[result->facts[i].var])
            f->turns[result->facts[i].var] = true;
    if (last && !last->unasked && !unasked && same_answer(&f->clock, last->result, result)) {
        if (current) {
            last->day = day;
            last->result = result;
        }
        return;
    }
    struct timeline_period period = {.from = from, .until = DATE_NEVER, .day = day,
                                     .result = result, .unasked = unasked};
    if (last)
        last->until = from;
    VEC_PUSH(f->clock.asker->arena, &f->periods, period);
}

static void find_causes(struct finder *f, struct timeline_period *period,
                        const struct timeline_period *before)
{
    struct causes causes = {.clock = &f->clock, .day = period->from, .seen = f->seen,
                            .lives = f->lives};
    f->clock.unresolved = false;
    causes_of_results(&causes, before->result, period->result);
    period->causes = causes.list.items;
    period->cause_count = causes.list.count;
    period->causes_open = f->clock.unresolved;
}

static void list_open(struct finder *f, struct timeline *out)
{
    uint32_t vars = f->clock.asker->table->vocab.var_count;
    uint32_t *open = ARENA_ARRAY(f->clock.asker->arena, uint32_t, vars + 1);
    for (uint32_t v = 0; v < vars; v++)
        if (f->turns[v])
            open[out->open_count++] = v;
    out->open = open;
}

static void find_periods(struct finder *f, const struct day_list *days)
{
    int64_t now = f->clock.now;
    const struct eval_result *today = ask(f, now);
    for (size_t i = 0; i <= days->list.count; i++) {
        int64_t from = i ? days->list.items[i - 1] : DATE_FIRST;
        int64_t next = i < days->list.count ? days->list.items[i] : DATE_NEVER;
        bool current = now >= from && now < next;
        int64_t day = current ? now : i ? from : next - 1;
        add_stretch(f, from, day, current ? today : ask(f, day));
    }
}

/* What days ask for beside the purse: of an ordinary policy each is settled with less. */
static void add_to_purse(const struct finder *f, size_t days)
{
    struct evaluator *ev = f->clock.asker->evaluator;
    uint64_t each = TIMELINE_DAY_WORK + f->clock.asker->table->nodes_count * TIMELINE_NODE_WORK;
    evaluator_purse_more(ev, evaluator_share(ev, (days + 1) * each));
}

void timeline_find(const struct timeline_asker *asker, const struct value_set *sets,
                   struct timeline *out)
{
    const struct table *table = asker->table;
    struct finder f = {0};
    struct day_list days = {0};
    *out = (struct timeline){0};
    clock_init(&f.clock, asker, sets, NULL);
    f.lives = timeline_lives(asker->arena, table);
    f.seen = ARENA_ARRAY(asker->arena, bool, table->nodes_count + 1);
    f.turns = ARENA_ARRAY(asker->arena, bool, table->vocab.var_count + 1);
    days_of_policy(&f.clock, &days);
    add_to_purse(&f, days.list.count);
    find_periods(&f, &days);
    for (size_t i = 0; i < f.periods.count; i++) {
        struct timeline_period *period = &f.periods.items[i];
        if (i && !period->unasked && !period[-1].unasked)
            find_causes(&f, period, period - 1);
        period->sets = kept_sets(&f, period->day);
        if (f.clock.now >= period->from && f.clock.now < period->until)
            out->current = i;
        out->unresolved =
            out->unresolved || period->result->unresolved || period->causes_open;
    }
    out->periods = f.periods.items;
    out->count = f.periods.count;
    out->repeats = f.clock.orders.list.count > 0;
    out->window = f.clock.window;
    list_open(&f, out);
}

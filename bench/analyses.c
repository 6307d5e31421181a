/* analyses.c: how long the questions to all worlds take, each by itself.
 *
 * Compiling and opening are not part of any figure; the space of all worlds is. Conflicts need
 * permissions, so they are looked for in a policy in which one grant in 500 is a permission;
 * everything else in the policy of all other figures. For the difference one grant in a
 * hundred has lost a condition. What a budget left open is counted. Conflicts are measured
 * twice: with the witness of each, and with as many witnesses as `polc check` shows.
 */
#include "bench.h"

#include "analysis/diff.h"
#include "analysis/findings.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS 5
#define ENOUGH_MS 3000 /* of one figure: then no further round */
/* Beyond so many rules a row takes minutes, and is measured only with BENCH_LONG=1. */
#define MOST_DIFF_RULES 100000
#define MOST_CONFLICT_RULES 100000

struct look {
    const char *name;
    enum figure figure;
    void (*ask[2])(struct analysis *analysis);
    size_t seen; /* findings that get their witness, at most */
};

static void ask_dead(struct analysis *a)
{
    analyse_dead(a, ARENA_ARRAY(a->arena, bool, a->table->clauses_count + 1));
}

static void ask_idle(struct analysis *a)
{
    bool *alive = ARENA_ARRAY(a->arena, bool, a->table->clauses_count + 1);
    for (size_t c = 0; c < a->table->clauses_count; c++)
        alive[c] = true;
    analyse_idle(a, alive);
}

static const struct look looks[] = {
    {"gap", ANALYSE_GAP, {analyse_gaps, NULL}, DIAG_LIMIT},
    {"dead", ANALYSE_DEAD, {ask_dead, analyse_carveouts}, DIAG_LIMIT},
    {"idle", ANALYSE_IDLE, {ask_idle, NULL}, DIAG_LIMIT},
};
static const struct look conflicts[] = {
    {"conflicts", ANALYSE_CONFLICTS, {analyse_conflicts, NULL}, SIZE_MAX},
    {"conflicts", ANALYSE_CONFLICTS_SHOWN, {analyse_conflicts, NULL}, DIAG_LIMIT},
};

struct asking {
    struct subject *subject;
    struct compiled of;
    const struct look *look;
    double ms;
    uint32_t found, open;
};

/* Once, in memory of its own. */
static void ask(void *argument)
{
    struct asking *q = argument;
    struct arena arena;
    arena_init(&arena, &q->subject->guard);
    double before = used_ms();
    struct findings findings = {.arena = &arena};
    struct evaluator *ev = evaluator_new(&arena, q->of.table);
    struct analysis a = {.arena = &arena, .model = q->of.model, .ir = q->of.ir,
                         .table = q->of.table, .findings = &findings,
                         .on = q->of.model->dated};
    a.rule_budget = ANALYSIS_RULE_BUDGET;
    a.space = space_new(&arena, ev, q->of.model->dated);
    for (int i = 0; i < 2 && q->look->ask[i]; i++)
        q->look->ask[i](&a);
    for (size_t i = 0; i < findings.list.count && i < q->look->seen; i++)
        finding_see(&a, findings.list.items[i]);
    q->ms = used_ms() - before;
    q->found = q->open = 0;
    for (size_t i = 0; i < findings.list.count; i++) {
        q->found++;
        q->open += findings.list.items[i]->unresolved;
    }
    evaluator_free(ev);
    arena_free(&arena);
}

static void put(struct asking *q)
{
    double samples[ROUNDS], total = 0;
    int rounds = 0;
    for (; rounds < ROUNDS && total < ENOUGH_MS; rounds++) {
        ask(q);
        samples[rounds] = q->ms;
        total += q->ms;
    }
    struct spread spread = spread_of(samples, (size_t)rounds);
    q->subject->report.values[q->look->figure] =
        (struct value){.known = true, .value = spread.median, .least = spread.least,
                       .findings = q->found, .open = q->open};
}

static bool of_text(struct asking *q, struct arena *arena, enum workload_variant variant)
{
    size_t length;
    double phases[MOST_PHASES];
    char *text = workload_variant(q->subject->workload, variant, &length);
    q->of = compile_all(arena, text, length, phases);
    free(text);
    return q->of.table != NULL;
}

static void measure_diff(struct subject *s, const struct table *old, const struct table *new)
{
    double samples[ROUNDS], total = 0;
    int rounds = 0;
    struct value *value = &s->report.values[ANALYSE_DIFF];
    for (; rounds < ROUNDS && total < ENOUGH_MS; rounds++) {
        struct arena arena;
        arena_init(&arena, &s->guard);
        double before = used_ms();
        struct diff_options options = {.near = 20454};
        struct evaluator *engines[DIFF_SIDES] = {evaluator_new(&arena, old),
                                                 evaluator_new(&arena, new)};
        struct diff *diff = diff_policies(&arena, engines[DIFF_OLD], engines[DIFF_NEW], &options);
        samples[rounds] = used_ms() - before;
        total += samples[rounds];
        value->findings = (uint32_t)diff->regions.count;
        value->open = diff_open(diff);
        evaluator_free(engines[DIFF_OLD]);
        evaluator_free(engines[DIFF_NEW]);
        arena_free(&arena);
    }
    struct spread spread = spread_of(samples, (size_t)rounds);
    value->known = true;
    value->value = spread.median;
    value->least = spread.least;
}

static bool wanted(const struct subject *s, const char *name, uint32_t most_rules)
{
    if (s->only)
        return strcmp(s->only, name) == 0;
    return s->report.rules <= most_rules || getenv("BENCH_LONG") != NULL;
}

bool measure_analyses(struct subject *s)
{
    struct asking q = {.subject = s};
    struct arena arena;
    arena_init(&arena, &s->guard);
    bool done = of_text(&q, &arena, WORKLOAD_PLAIN);
    const struct table *plain = q.of.table;
    for (size_t i = 0; i < sizeof looks / sizeof *looks && done; i++) {
        q.look = &looks[i];
        if (wanted(s, q.look->name, UINT32_MAX))
            put(&q);
    }
    if (done && wanted(s, "diff", MOST_DIFF_RULES)
        && (done = of_text(&q, &arena, WORKLOAD_CHANGED)))
        measure_diff(s, plain, q.of.table);
    if (done && wanted(s, "conflicts", MOST_CONFLICT_RULES)
        && (done = of_text(&q, &arena, WORKLOAD_PERMITS))) {
        for (size_t i = 0; i < sizeof conflicts / sizeof *conflicts; i++) {
            q.look = &conflicts[i];
            put(&q);
        }
    }
    arena_free(&arena);
    return done;
}

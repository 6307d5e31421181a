/* test_findings.c: the findings of `polc check` against brute force over all worlds.
 *
 * For each random policy every world is visited with the interpreter, the date and the events
 * open (other domains are narrowed until there are few enough), and what the analyses claim is checked both ways: nothing missing, nothing invented,
 * and every witness a world that the interpreter finds so too. Where a policy counts in
 * months, brute force misses days on which months are clamped: there only what it finds is
 * held against the analyses.
 */
#include "analysis/findings.h"
#include "base/hash.h"
#include "case.h"
#include "engine.h"
#include "generate.h"
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

#define SEEDS 250
#define LONG_SEEDS 40000
#define WORLD_LIMIT 600

/* What brute force sees, all worlds together. Pairs are [first * n + second]. */
struct seen {
    bool *conflict, *conflict_open; /* per pair of clauses; some world is contested */
    bool *overlap;                  /* per pair of clauses */
    bool *acts;                     /* per clause */
    bool *differs;                  /* per clause: without it some world is judged otherwise */
    bool *bites;                    /* per rank */
    bool *reached, *kept, *rule;    /* per exception of norms, in the order of visiting */
    bool *used, *held_before, *held_after; /* per waiver */
    bool *turns;                    /* per variable */
    bool gap;
};

struct run {
    struct seed_run *of;
    struct arena *arena;
    uint64_t seed;
    const char *policy;
    bool exact;
    struct engine e;
    struct model *model;
    struct oracle *oracle;
    struct worlds worlds;
    struct seen seen;
    struct findings findings;
    struct value_set *sets; /* the worlds that are compared */
    int64_t on;
};

#define fail_run(run, format, ...) seeds_fail((run)->of, "%s\n" format, (run)->policy, __VA_ARGS__)

/* ---- brute force -------------------------------------------------------------------------- */

static bool answers(const struct model *m, uint32_t grant, uint32_t against)
{
    const struct model_norm *g = &m->norms.items[grant], *n = &m->norms.items[against];
    uint32_t own = m->clauses.items[n->clause].agreement;
    bool held = false;
    for (size_t i = 0; i < g->holder_count; i++)
        for (size_t k = 0; k < n->holder_count; k++)
            held = held || g->holders[i] == n->holders[k];
    if (g->sign != SIGN_PERMIT || !held
        || (m->agreements.items[own].stricter && m->clauses.items[g->clause].agreement == own))
        return false;
    return m->vocab.actor != VOCAB_NONE || model_same_bearer(m, grant, against);
}

static void see_pairs(struct run *run, const struct oracle_point *p)
{
    const struct model *m = run->model;
    size_t clauses = m->clauses.count;
    for (uint32_t n = 0; n < m->norms.count; n++)
        for (uint32_t k = 0; k < m->norms.count; k++) {
            if (n == k || !p->effective[n] || !p->effective[k])
                continue;
            size_t a = m->norms.items[n].clause, b = m->norms.items[k].clause;
            if (m->norms.items[n].sign == SIGN_PROHIBIT && p->contested[n] && answers(m, k, n)) {
                run->seen.conflict[a * clauses + b] = true;
                if (p->verdict == ORACLE_W_CONTESTED)
                    run->seen.conflict_open[a * clauses + b] = true;
            }
            if (m->norms.items[n].sign == m->norms.items[k].sign && a < b
                && m->norms.items[n].sign != SIGN_DUTY)
                run->seen.overlap[a * clauses + b] = true;
        }
}

static bool lifts_something(const struct model *m, uint32_t lift, const int64_t *world)
{
    for (uint32_t n = 0; n < m->norms.count; n++)
        for (size_t i = 0; i < m->norms.items[n].lift_count; i++)
            if (m->norms.items[n].lifts[i] == lift && oracle_met(m, n, world))
                return true;
    for (size_t l = 0; l < m->lifts.count; l++)
        for (size_t i = 0; i < m->lifts.items[l].lift_count; i++)
            if (m->lifts.items[l].lifts[i] == lift
                && oracle_live(m, m->lifts.items[l].clause, world)
                && oracle_expr(m, m->lifts.items[l].cond, world))
                return true;
    return false;
}

static void see_clauses(struct run *run, const struct oracle_point *p, const int64_t *world)
{
    const struct model *m = run->model;
    for (uint32_t n = 0; n < m->norms.count; n++) {
        const struct model_norm *norm = &m->norms.items[n];
        bool acts = norm->sign != SIGN_DUTY   ? p->effective[n]
                    : norm->if_in_breach      ? p->duties[n] != ORACLE_D_NOT_DUE
                                              : p->applies[n];
        run->seen.acts[norm->clause] = run->seen.acts[norm->clause] || acts;
    }
    for (uint32_t l = 0; l < m->lifts.count; l++)
        if (oracle_lifted(m, l, world) && lifts_something(m, l, world))
            run->seen.acts[m->lifts.items[l].clause] = true;
    for (size_t r = 0; r < m->ranks.count; r++) {
        const struct model_rank *rank = &m->ranks.items[r];
        if (p->applies[rank->loser] && p->effective[rank->winner]
            && oracle_expr(m, rank->cond, world))
            run->seen.bites[r] = true;
    }
}

static void see_excepts(struct run *run, const struct model_except *at, const int64_t *world,
                        bool inside, size_t *next)
{
    for (; at; at = at->next) {
        size_t i = (*next)++;
        bool hit = oracle_excepted(run->model, at, world);
        run->seen.reached[i] = run->seen.reached[i] || (inside && hit);
        run->seen.kept[i] = run->seen.kept[i] || (inside && !hit);
        see_excepts(run, at->children, world,
                    inside && oracle_expr(run->model, at->cond, world), next);
    }
}

static void see_waivers(struct run *run, const int64_t *world)
{
    const struct model *m = run->model;
    for (uint32_t w = 0; w < m->waivers.count; w++) {
        if (!oracle_waived(m, w, world))
            continue;
        if (world[VOCAB_DATE] < run->on)
            run->seen.held_before[w] = true;
        else
            run->seen.held_after[w] = true;
        for (uint32_t n = 0; n < m->norms.count; n++)
            for (size_t i = 0; i < m->norms.items[n].waiver_count; i++)
                if (m->norms.items[n].waivers[i] == w && oracle_met(m, n, world))
                    run->seen.used[w] = true;
    }
}

static void see_gap(struct run *run, const struct oracle_point *p, const int64_t *world)
{
    const struct model *m = run->model;
    if (p->verdict != ORACLE_W_PERMITTED || p->basis != ORACLE_NOTHING_SPEAKS)
        return;
    for (uint32_t n = 0; n < m->norms.count; n++) {
        const struct model_norm *norm = &m->norms.items[n];
        const struct vocab_node *b = &m->vocab.nodes[norm->bearer];
        int64_t actor = m->vocab.actor == VOCAB_NONE ? (int64_t)b->first_leaf
                                                     : world[m->vocab.actor];
        bool binds = actor >= (int64_t)b->first_leaf
                     && actor < (int64_t)b->first_leaf + (int64_t)b->leaf_count;
        if (binds && norm->sign != SIGN_DUTY
            && oracle_force(m, m->clauses.items[norm->clause].agreement, world))
            run->seen.gap = true;
    }
}

/* The model as if one clause had no sentences. */
static struct oracle *without(struct run *run, uint32_t clause)
{
    struct model *m = ARENA_NEW(run->arena, struct model);
    struct model_expr *never = ARENA_NEW(run->arena, struct model_expr);
    never->op = OP_FALSE;
    *m = *run->model;
    m->norms.items = arena_alloc(run->arena, (m->norms.count + 1) * sizeof *m->norms.items);
    m->lifts.items = arena_alloc(run->arena, (m->lifts.count + 1) * sizeof *m->lifts.items);
    for (size_t i = 0; i < m->norms.count; i++) {
        m->norms.items[i] = run->model->norms.items[i];
        if (m->norms.items[i].clause == clause)
            m->norms.items[i].cond = never;
    }
    for (size_t i = 0; i < m->lifts.count; i++) {
        m->lifts.items[i] = run->model->lifts.items[i];
        if (m->lifts.items[i].clause == clause)
            m->lifts.items[i].cond = never;
    }
    return oracle_new(run->arena, m);
}

/* Verdict and kind of reason of a world as one number. */
static uint8_t judgement(const struct oracle_point *p)
{
    bool nobody = p->basis == ORACLE_NO_CLAUSE_BINDS;
    enum oracle_basis basis = nobody ? ORACLE_NOTHING_SPEAKS : p->basis;
    return (uint8_t)(p->verdict == ORACLE_W_PERMITTED ? 8 + (int)basis : (int)p->verdict);
}

static void see_differences(struct run *run, const uint8_t *judged)
{
    const struct model *m = run->model;
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, m->vocab.var_count);
    struct oracle_point less = {0};
    for (uint32_t c = 0; c < m->clauses.count; c++) {
        struct oracle *other = without(run, c);
        oracle_point_init(other, run->arena, &less);
        for (size_t w = 0; w < run->worlds.count && !run->seen.differs[c]; w++) {
            worlds_get(&run->worlds, w, world);
            oracle_evaluate(other, world, &less);
            run->seen.differs[c] = judgement(&less) != judged[w];
        }
    }
}

static void see_turns(struct run *run, const uint8_t *verdicts)
{
    const struct oracle_result *axes = &run->worlds.axes;
    for (size_t a = 0; a < axes->axis_count; a++) {
        const struct oracle_axis *axis = &axes->axes[a];
        for (size_t w = 0; w < run->worlds.count; w++) {
            size_t first = w - w / axis->stride % axis->count * axis->stride;
            if (verdicts[w] != verdicts[first])
                run->seen.turns[axis->var] = true;
        }
    }
}

static size_t count_excepts(const struct model_except *at)
{
    size_t count = 0;
    for (; at; at = at->next)
        count += 1 + count_excepts(at->children);
    return count;
}

static bool *flags(struct run *run, size_t count)
{
    return ARENA_ARRAY(run->arena, bool, count + 1);
}

/* False when some world has a circle: such a policy is refused elsewhere. */
static bool see_all(struct run *run)
{
    const struct model *m = run->model;
    size_t clauses = m->clauses.count, excepts = 0;
    for (size_t n = 0; n < m->norms.count; n++)
        excepts += count_excepts(m->norms.items[n].excepts);
    run->seen = (struct seen){
        flags(run, clauses * clauses), flags(run, clauses * clauses),
        flags(run, clauses * clauses), flags(run, clauses), flags(run, clauses),
        flags(run, m->ranks.count), flags(run, excepts), flags(run, excepts), flags(run, excepts),
        flags(run, m->waivers.count), flags(run, m->waivers.count), flags(run, m->waivers.count),
        flags(run, m->vocab.var_count), false};
    uint8_t *verdicts = arena_alloc(run->arena, run->worlds.count + 1);
    uint8_t *judged = arena_alloc(run->arena, run->worlds.count + 1);
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, m->vocab.var_count);
    struct oracle_point p = {0};
    oracle_point_init(run->oracle, run->arena, &p);
    for (size_t w = 0; w < run->worlds.count; w++) {
        size_t next = 0;
        worlds_get(&run->worlds, w, world);
        oracle_evaluate(run->oracle, world, &p);
        if (p.cycle)
            return false;
        verdicts[w] = (uint8_t)p.verdict;
        judged[w] = judgement(&p);
        see_pairs(run, &p);
        see_clauses(run, &p, world);
        for (uint32_t n = 0; n < m->norms.count; n++)
            see_excepts(run, m->norms.items[n].excepts, world, oracle_met(m, n, world), &next);
        see_waivers(run, world);
        see_gap(run, &p, world);
    }
    see_turns(run, verdicts);
    see_differences(run, judged);
    return true;
}

/* ---- comparing ------------------------------------------------------------------------------- */

static const struct finding *find(const struct run *run, enum diag_code code, uint32_t clause,
                                  uint32_t other, uint32_t id)
{
    for (size_t i = 0; i < run->findings.list.count; i++) {
        const struct finding *f = run->findings.list.items[i];
        if (f->code == code && f->clause == clause && f->other_clause == other && f->id == id)
            return f;
    }
    return NULL;
}

/* `claimed` by the analysis and `so` by brute force. A claim that a world exists is proved by
 * brute force only where that is exact; one that none exists is refuted always. */
static void compare(struct run *run, bool claimed, bool so, bool exists, const char *what,
                    const char *name)
{
    if (claimed == so)
        return;
    bool world_found = exists ? so : !so; /* brute force saw a world that the analysis denies */
    if (run->exact || world_found)
        fail_run(run, "%s of %s: analysis %s, brute force %s\n", what, name, claimed ? "yes" : "no",
                 so ? "yes" : "no");
}

static void compare_pairs(struct run *run)
{
    const struct model *m = run->model;
    for (uint32_t a = 0; a < m->clauses.count; a++)
        for (uint32_t b = 0; b < m->clauses.count; b++) {
            size_t at = a * m->clauses.count + b;
            const char *name = m->clauses.items[a].title;
            const struct finding *f = find(run, DIAG_CONFLICT, a, b, IR_NONE);
            compare(run, f != NULL, run->seen.conflict[at], true, "conflict", name);
            if (f)
                compare(run, !f->masked, run->seen.conflict_open[at], true, "open conflict", name);
            if (a < b)
                compare(run, find(run, DIAG_OVERLAP, a, b, IR_NONE) != NULL, run->seen.overlap[at],
                        true, "overlap", name);
        }
}

static void compare_clauses(struct run *run)
{
    const struct model *m = run->model;
    for (uint32_t c = 0; c < m->clauses.count; c++) {
        bool sentences = false, speaks = false;
        for (size_t n = 0; n < m->norms.count; n++) {
            sentences = sentences || m->norms.items[n].clause == c;
            speaks = speaks || (m->norms.items[n].clause == c
                                && m->norms.items[n].sign != SIGN_DUTY);
        }
        for (size_t l = 0; l < m->lifts.count; l++)
            sentences = sentences || m->lifts.items[l].clause == c;
        if (!sentences)
            continue;
        const char *name = m->clauses.items[c].title;
        bool dead = find(run, DIAG_CLAUSE_DEAD, c, IR_NONE, IR_NONE) != NULL;
        bool idle = find(run, DIAG_CLAUSE_IDLE, c, IR_NONE, IR_NONE) != NULL;
        compare(run, dead, !run->seen.acts[c], false, "dead clause", name);
        if (!dead && speaks)
            compare(run, idle, !run->seen.differs[c], false, "idle clause", name);
        if (idle && run->seen.differs[c])
            fail_run(run, "idle clause %s: brute force sees a difference\n", name);
    }
}

static bool same_span(struct span x, struct span y)
{
    return x.source == y.source && x.begin == y.begin && x.end == y.end;
}

static void compare_ranks(struct run *run)
{
    const struct model *m = run->model;
    for (size_t r = 0; r < m->ranks.count; r++) {
        bool bites = false, empty = false;
        if (m->ranks.items[r].kind == RANKED_RESERVED)
            continue;
        for (size_t k = 0; k < m->ranks.count; k++)
            if (same_span(m->ranks.items[k].span, m->ranks.items[r].span)
                && m->ranks.items[k].kind != RANKED_RESERVED)
                bites = bites || run->seen.bites[k];
        for (size_t i = 0; i < run->findings.list.count; i++) {
            const struct finding *f = run->findings.list.items[i];
            if (f->code == DIAG_RANK_EMPTY)
                empty = empty
                        || same_span(m->ranks.items[run->e.ir->ranks.items[f->id].source].span,
                                     m->ranks.items[r].span);
        }
        compare(run, empty, !bites, false, "empty override", "a rank");
    }
}

struct carved {
    struct span span;
    bool reached, kept;
};

static void gather(struct run *run, const struct model_except *at, struct carved *list,
                   size_t *count, size_t *next)
{
    for (; at; at = at->next) {
        size_t i = (*next)++, k = 0;
        while (k < *count && !same_span(list[k].span, at->span))
            k++;
        if (k == *count)
            list[(*count)++] = (struct carved){at->span, false, false};
        list[k].reached = list[k].reached || run->seen.reached[i];
        list[k].kept = list[k].kept || run->seen.kept[i];
        gather(run, at->children, list, count, next);
    }
}

static bool found_at(const struct run *run, enum diag_code code, struct span span)
{
    for (size_t i = 0; i < run->findings.list.count; i++) {
        const struct finding *f = run->findings.list.items[i];
        if (f->code == code && f->node != IR_NONE && run->e.ir->excepts.items[f->node]
            && same_span(run->e.ir->excepts.items[f->node]->span, span))
            return true;
    }
    return false;
}

static void compare_carveouts(struct run *run)
{
    const struct model *m = run->model;
    size_t count = 0, next = 0, all = 0;
    for (size_t n = 0; n < m->norms.count; n++)
        all += count_excepts(m->norms.items[n].excepts);
    struct carved *list = ARENA_ARRAY(run->arena, struct carved, all + 1);
    for (size_t n = 0; n < m->norms.count; n++)
        gather(run, m->norms.items[n].excepts, list, &count, &next);
    for (size_t i = 0; i < count; i++) {
        bool unreachable = found_at(run, DIAG_CARVEOUT_UNREACHABLE, list[i].span);
        bool swallows = found_at(run, DIAG_CARVEOUT_SWALLOWS, list[i].span);
        compare(run, unreachable, !list[i].reached, false, "unreachable", "an exception");
        if (!unreachable && list[i].reached)
            compare(run, swallows, !list[i].kept, false, "swallowing", "an exception");
    }
}

static void compare_rest(struct run *run)
{
    const struct model *m = run->model;
    for (uint32_t w = 0; w < m->waivers.count; w++) {
        bool unused = find(run, DIAG_WAIVER_UNUSED, IR_NONE, IR_NONE, w) != NULL;
        bool expired = find(run, DIAG_WAIVER_EXPIRED, IR_NONE, IR_NONE, w) != NULL;
        const char *name = m->waivers.items[w].title;
        if (unused && run->seen.used[w])
            fail_run(run, "%s is used\n", name);
        if (expired && (run->seen.held_after[w] || (run->exact && !run->seen.held_before[w])))
            fail_run(run, "%s has not expired\n", name);
        if (run->exact && !expired && run->seen.used[w] && run->seen.held_before[w]
            && !run->seen.held_after[w])
            fail_run(run, "%s has expired\n", name);
    }
    for (uint32_t t = 0; t < m->terms.count; t++) {
        uint32_t var = m->vocab.terms[t].var;
        if (var != VOCAB_NONE && m->terms.items[t].mentioned)
            compare(run, find(run, DIAG_DISPUTE_MOOT, IR_NONE, IR_NONE, t) != NULL,
                    !run->seen.turns[var], false, "moot dispute", "a term");
    }
    compare(run, find(run, DIAG_GAP, IR_NONE, IR_NONE, IR_NONE) != NULL, run->seen.gap, true, "gap",
            "the policy");
}

/* Each witness shows what it is a witness of. */
static void replay(struct run *run, const struct finding *f)
{
    struct oracle_point p = {0};
    if (!f->witness)
        return;
    oracle_point_init(run->oracle, run->arena, &p);
    oracle_evaluate(run->oracle, f->witness->values, &p);
    bool shows = true;
    if (f->code == DIAG_CONFLICT)
        shows = p.effective[f->norm] && p.contested[f->norm] && p.effective[f->other_norm]
                && (f->masked || p.verdict == ORACLE_W_CONTESTED);
    else if (f->code == DIAG_OVERLAP)
        shows = p.effective[f->norm] && p.effective[f->other_norm];
    else if (f->code == DIAG_GAP)
        shows = p.verdict == ORACLE_W_PERMITTED && p.basis == ORACLE_NOTHING_SPEAKS;
    if (p.cycle || !shows)
        fail_run(run, "the witness of a %s does not show it\n", diag_code_id(f->code));
}

static void compare_all(struct run *run)
{
    for (size_t i = 0; i < run->findings.list.count; i++) {
        if (run->findings.list.items[i]->unresolved)
            fail_run(run, "%s is unresolved\n", diag_code_id(run->findings.list.items[i]->code));
        replay(run, run->findings.list.items[i]);
    }
    compare_pairs(run);
    compare_clauses(run);
    compare_ranks(run);
    compare_carveouts(run);
    compare_rest(run);
}

/* ---- a policy ----------------------------------------------------------------------------------- */

static void analyse(struct run *run)
{
    run->findings = (struct findings){.arena = run->arena};
    struct analysis a = {.arena = run->arena, .model = run->model, .ir = run->e.ir,
                         .table = run->e.table, .findings = &run->findings, .on = run->on,
                         .rule_budget = ANALYSIS_RULE_BUDGET};
    a.space = space_of(run->arena, run->e.evaluator, run->sets, run->model->dated);
    analyse_conflicts(&a);
    analyse_clauses(&a);
    analyse_carveouts(&a);
    analyse_overrides(&a);
    analyse_terms(&a);
    analyse_waivers(&a);
    analyse_gaps(&a);
    analyse_overlaps(&a);
}

/* A smaller domain of one variable: a leaf or two, one day, part of the numbers. */
static void narrow(struct run *run, struct value_set *set, uint32_t var, uint64_t random)
{
    const struct vocab_var *v = &run->model->vocab.vars[var];
    int64_t low = set->first.low, high = set->first.high, at;
    switch ((enum var_kind)v->kind) {
    case VAR_LEAF:
    case VAR_READING:
        at = low + (int64_t)(random % (uint64_t)(high - low + 1));
        *set = (struct value_set){.first = {at, at < high && random % 3 ? at + 1 : at}};
        return;
    case VAR_NUMBER:
        at = low + (high - low) / 2;
        *set = (struct value_set){.first = {random % 2 ? low : at, random % 2 ? at : high}};
        return;
    case VAR_DAY:
    case VAR_EVENT:
        at = run->on - 40 + (int64_t)(random % 200);
        *set = (struct value_set){.first = {at, at}};
        if (random % 5 == 0 && v->kind == VAR_EVENT)
            set->first.low = set->first.high = DATE_NEVER;
        return;
    case VAR_DATE_OF_CASE:
        return;
    }
}

/* All days, with a boundary at the day of the question, and so much of the rest that all
 * worlds can be visited. */
static bool enough_worlds(struct run *run)
{
    struct value_set *sets = worlds_domain(run->arena, &run->model->vocab);
    struct interval *later = ARENA_NEW(run->arena, struct interval);
    *later = (struct interval){run->on, DATE_LAST};
    sets[VOCAB_DATE] = (struct value_set){.first = {DATE_FIRST, run->on - 1},
                                          .more = later, .more_count = 1};
    uint64_t random = run->seed;
    for (int i = 0; i < 60; i++) {
        if (worlds_of(run->oracle, run->arena, sets, WORLD_LIMIT, &run->worlds)) {
            run->sets = sets;
            return true;
        }
        random = hash_word(random + 1);
        uint32_t var = (uint32_t)(random % run->model->vocab.var_count);
        narrow(run, &sets[var], var, random >> 20);
    }
    return false;
}

static void one_policy(struct seed_run *seed)
{
    struct run run = {.of = seed, .arena = &seed->arena, .seed = seed->seed};
    struct generated *generated = generate_policy(run.arena, run.seed);
    struct generate_form form = {0, false, false};
    struct strbuf text;
    struct case_policy checked;
    struct table_layout layout = table_layout_default();
    strbuf_init(&text, run.arena);
    generate_print(generated, &form, &text);
    run.policy = strbuf_string(&text);
    case_read(run.arena, run.policy, &checked);
    if (checked.errors)
        return;
    run.model = checked.model;
    run.on = checked.model->dated;
    run.exact = !strstr(run.policy, "month") && !strstr(run.policy, "year");
    run.oracle = oracle_new(run.arena, run.model);
    if (!enough_worlds(&run))
        return;
    if (run.seed % 2)
        layout.small_cells = 2;
    engine_new(run.arena, run.model, checked.diags, &layout, &run.e);
    if (run.e.table && see_all(&run)) {
        analyse(&run);
        compare_all(&run);
        ++*(size_t *)seed->context;
    }
    engine_free(&run.e);
}

static void findings_and_brute_force_agree(void **state)
{
    (void)state;
    size_t compared = 0;
    uint64_t seeds = seeds_each(one_policy, &compared, SEEDS, LONG_SEEDS);
    printf("%zu policies compared of %llu\n", compared, (unsigned long long)seeds);
    assert_true(compared > seeds / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(findings_and_brute_force_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* seen_compare.c: see seen.h: findings against what was seen.
 *
 * Where a policy counts in months, brute force misses days on which months are clamped: there
 * only what it finds is held against the analyses. A witness is replayed in any case.
 */
#include "seen.h"

#include "boxes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define fail_run(run, format, ...) \
    seeds_fail((run)->of, "%s\n" format, (run)->policy, __VA_ARGS__)

static const struct finding *find(const struct seen_run *run, enum diag_code code, uint32_t clause,
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
static void compare(struct seen_run *run, bool claimed, bool so, bool exists, const char *what,
                    const char *name)
{
    if (claimed == so)
        return;
    bool world_found = exists ? so : !so; /* brute force saw a world that the analysis denies */
    if (run->exact || world_found)
        fail_run(run, "%s of %s: analysis %s, brute force %s\n", what, name, claimed ? "yes" : "no",
                 so ? "yes" : "no");
}

static void compare_pairs(struct seen_run *run)
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

static void compare_clauses(struct seen_run *run)
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
        if (!dead && speaks && !run->seen.circles[c])
            compare(run, idle, !run->seen.differs[c], false, "idle clause", name);
        const struct finding *f = find(run, DIAG_CLAUSE_IDLE, c, IR_NONE, IR_NONE);
        if (f && !run->seen.circles[c])
            compare(run, f->holder != IR_NONE, run->seen.held[c], true, "what is held by", name);
        if (idle && run->seen.differs[c])
            fail_run(run, "idle clause %s: brute force sees a difference\n", name);
    }
}

static bool same_span(struct span x, struct span y)
{
    return x.source == y.source && x.begin == y.begin && x.end == y.end;
}

static void compare_ranks(struct seen_run *run)
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

static void gather(struct seen_run *run, const struct model_except *at, struct carved *list,
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

static bool found_at(const struct seen_run *run, enum diag_code code, struct span span)
{
    for (size_t i = 0; i < run->findings.list.count; i++) {
        const struct finding *f = run->findings.list.items[i];
        if (f->code == code && f->node != IR_NONE && run->e.ir->excepts.items[f->node]
            && same_span(run->e.ir->excepts.items[f->node]->span, span))
            return true;
    }
    return false;
}

static void compare_carveouts(struct seen_run *run)
{
    const struct model *m = run->model;
    size_t count = 0, next = 0, all = 0;
    for (size_t n = 0; n < m->norms.count; n++)
        all += seen_excepts(m->norms.items[n].excepts);
    for (size_t l = 0; l < m->lifts.count; l++)
        all += seen_excepts(m->lifts.items[l].excepts);
    for (size_t w = 0; w < m->waivers.count; w++)
        all += seen_excepts(m->waivers.items[w].excepts);
    struct carved *list = ARENA_ARRAY(run->arena, struct carved, all + 1);
    for (size_t n = 0; n < m->norms.count; n++)
        gather(run, m->norms.items[n].excepts, list, &count, &next);
    for (size_t l = 0; l < m->lifts.count; l++)
        gather(run, m->lifts.items[l].excepts, list, &count, &next);
    for (size_t w = 0; w < m->waivers.count; w++)
        gather(run, m->waivers.items[w].excepts, list, &count, &next);
    for (size_t i = 0; i < count; i++) {
        bool unreachable = found_at(run, DIAG_CARVEOUT_UNREACHABLE, list[i].span);
        bool swallows = found_at(run, DIAG_CARVEOUT_SWALLOWS, list[i].span);
        compare(run, unreachable, !list[i].reached, false, "unreachable", "an exception");
        if (!unreachable && list[i].reached)
            compare(run, swallows, !list[i].kept, false, "swallowing", "an exception");
    }
}

/* A term that no norm uses is told where an assertion does. */
static void compare_terms(struct seen_run *run)
{
    const struct model *m = run->model;
    for (uint32_t t = 0; t < m->terms.count; t++) {
        uint32_t var = m->vocab.terms[t].var;
        const struct finding *f = find(run, DIAG_DISPUTE_MOOT, IR_NONE, IR_NONE, t);
        if (var == VOCAB_NONE)
            continue;
        if (m->terms.items[t].mentioned || run->seen.asked[t])
            compare(run, f != NULL, !run->seen.turns[var], false, "moot dispute", "a term");
        else if (f)
            fail_run(run, "a term that nothing uses is %s\n", diag_code_id(f->code));
        if (f && !run->seen.turns[var])
            compare(run, f->assertion != IR_NONE, run->seen.holds_as_read[var], true,
                    "an assertion that holds as read", "a term");
    }
}

static void compare_rest(struct seen_run *run)
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
    compare_terms(run);
    compare(run, find(run, DIAG_GAP, IR_NONE, IR_NONE, IR_NONE) != NULL, run->seen.gap, true, "gap",
            "the policy");
}

/* Does the world show what the finding says? */
static bool shows(struct seen_run *run, const struct finding *f, const int64_t *world,
                  struct oracle_point *p)
{
    oracle_evaluate(run->oracle, world, p);
    if (p->cycle)
        return false;
    if (f->code == DIAG_CONFLICT)
        return p->effective[f->norm] && p->contested[f->norm] && p->effective[f->other_norm]
               && (f->masked || p->verdict == ORACLE_W_CONTESTED);
    if (f->code == DIAG_OVERLAP)
        return p->effective[f->norm] && p->effective[f->other_norm];
    if (f->code == DIAG_GAP)
        return p->verdict == ORACLE_W_PERMITTED && p->basis == ORACLE_NOTHING_SPEAKS
               && seen_bound(run->model, world);
    return true;
}

/* ---- what a witness needs --------------------------------------------------------------------- */

struct needs {
    bool event, reading;
};

static bool presumed(const struct seen_run *run, uint32_t var)
{
    const struct vocab_var *v = &run->model->vocab.vars[var];
    const struct value_set *set = &run->sets[var];
    int64_t last = set->more_count ? set->more[set->more_count - 1].high : set->first.high;
    return v->role == VAR_ROLE_LEDGER && !v->unknown && last == DATE_NEVER;
}

/* No event has occurred that is presumed not to have. */
static bool is_quiet(const struct seen_run *run, const int64_t *world)
{
    for (uint32_t v = 0; v < run->model->vocab.var_count; v++)
        if (presumed(run, v) && world[v] <= world[VOCAB_DATE])
            return false;
    return true;
}

/* The least that some world needs to show the finding: no event goes before no reading. */
static struct needs least_needs(struct seen_run *run, const struct finding *f, struct oracle_point *p)
{
    const struct oracle_result *axes = &run->worlds.axes;
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, run->model->vocab.var_count);
    bool *shown = ARENA_ARRAY(run->arena, bool, run->worlds.count + 1), *quiet, *found;
    struct needs least = {true, true};
    quiet = ARENA_ARRAY(run->arena, bool, run->worlds.count + 1);
    found = ARENA_ARRAY(run->arena, bool, 4);
    for (size_t w = 0; w < run->worlds.count; w++) {
        worlds_get(&run->worlds, w, world);
        shown[w] = shows(run, f, world, p);
        quiet[w] = is_quiet(run, world);
        found[quiet[w] ? 1 : 0] |= shown[w];
    }
    for (size_t a = 0; a < axes->axis_count; a++) { /* under all readings, the facts being the same */
        const struct oracle_axis *axis = &axes->axes[a];
        for (size_t w = 0; w < run->worlds.count; w++) {
            bool all = true, first = w / axis->stride % axis->count == 0;
            if (run->model->vocab.vars[axis->var].role != VAR_ROLE_READING || !first)
                continue;
            for (size_t k = 0; k < axis->count; k++)
                all = all && shown[w + k * axis->stride];
            for (size_t k = 0; k < axis->count; k++)
                shown[w + k * axis->stride] = all;
        }
    }
    for (size_t w = 0; w < run->worlds.count; w++)
        found[quiet[w] ? 3 : 2] |= shown[w];
    least.event = !found[1];
    least.reading = !found[least.event ? 2 : 3];
    return least;
}

/* Does the witness hang on an event, or a reading, that is not needed? */
static void compare_needs(struct seen_run *run, const struct finding *f, struct oracle_point *p)
{
    struct needs own = {false, false};
    for (uint32_t v = 0; v < run->model->vocab.var_count; v++) {
        own.event = own.event || (f->witness->needed[v] && presumed(run, v));
        own.reading = own.reading || (f->witness->needed[v] && run->model->vocab.vars[v].role == VAR_ROLE_READING);
    }
    if (!own.event && !own.reading)
        return;
    struct needs least = least_needs(run, f, p);
    run->needed += own.event || own.reading;
    if (own.event > least.event || (own.event == least.event && own.reading > least.reading))
        fail_run(run, "the witness of a %s needs %s, without which there is one\n", diag_code_id(f->code),
                 own.event > least.event ? "an event" : "a reading");
}

/* Each witness shows what it is a witness of, and so do the worlds around it. */
static void replay(struct seen_run *run, const struct finding *f)
{
    struct oracle_point p = {0};
    if (!f->witness) {
        if (f->code == DIAG_CONFLICT || f->code == DIAG_OVERLAP)
            fail_run(run, "a %s has no witness\n", diag_code_id(f->code));
        return;
    }
    oracle_point_init(run->oracle, run->arena, &p);
    if (!shows(run, f, f->witness->values, &p))
        fail_run(run, "the witness of a %s does not show it\n", diag_code_id(f->code));
    if (f->code == DIAG_CONFLICT || f->code == DIAG_OVERLAP || f->code == DIAG_GAP)
        compare_needs(run, f, &p);
    struct box_points points = {run->e.table, f->witness, run->seed};
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, run->model->vocab.var_count);
    for (int i = 0; i < BOX_POINTS; i++) {
        if (!box_point(&points, world))
            continue;
        run->around++;
        if (!shows(run, f, world, &p))
            fail_run(run, "a world around the witness of a %s does not show it\n",
                     diag_code_id(f->code));
    }
}

void seen_compare(struct seen_run *run)
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

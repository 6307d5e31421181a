/* seen.c: see seen.h: the visit of all worlds.
 *
 * Each see_... notes what one world shows, in the words of the language rules and from the
 * model alone; what follows from all worlds together (a clause without which nothing differs,
 * a term that nothing turns on) is looked at when all verdicts are there.
 */
#include "seen.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One is the other, or a part of it. */
static bool share_leaf(const struct model *m, uint32_t x, uint32_t y)
{
    const struct vocab_node *a = &m->vocab.nodes[x], *b = &m->vocab.nodes[y];
    return a->first_leaf < b->first_leaf + b->leaf_count && b->first_leaf < a->first_leaf + a->leaf_count;
}

static bool answers(const struct model *m, uint32_t grant, uint32_t against, const int64_t *world)
{
    const struct model_norm *g = &m->norms.items[grant], *n = &m->norms.items[against];
    uint32_t own = m->clauses.items[n->clause].agreement;
    bool held = false;
    for (size_t i = 0; i < g->holder_count; i++)
        for (size_t k = 0; k < n->holder_count; k++)
            held = held || share_leaf(m, g->holders[i], n->holders[k]);
    if (g->sign != SIGN_PERMIT || !held
        || (m->clauses.items[g->clause].agreement == own && oracle_stricter(m, own, world)))
        return false;
    return m->vocab.actor != VOCAB_NONE || model_same_bearer(m, grant, against);
}

static void see_pairs(struct seen_run *run, const struct oracle_point *p, const int64_t *world)
{
    const struct model *m = run->model;
    size_t clauses = m->clauses.count;
    for (uint32_t n = 0; n < m->norms.count; n++)
        for (uint32_t k = 0; k < m->norms.count; k++) {
            if (n == k || !p->effective[n] || !p->effective[k])
                continue;
            size_t a = m->norms.items[n].clause, b = m->norms.items[k].clause;
            if (m->norms.items[n].sign == SIGN_PROHIBIT && p->contested[n] && answers(m, k, n, world)) {
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

/* Is there nothing that it names, and so nothing to lift? */
static bool lifts_nothing(const struct model *m, uint32_t lift)
{
    for (uint32_t n = 0; n < m->norms.count; n++)
        for (size_t i = 0; i < m->norms.items[n].lift_count; i++)
            if (m->norms.items[n].lifts[i] == lift)
                return false;
    for (size_t l = 0; l < m->lifts.count; l++)
        for (size_t i = 0; i < m->lifts.items[l].lift_count; i++)
            if (m->lifts.items[l].lifts[i] == lift)
                return false;
    return true;
}

static void see_clauses(struct seen_run *run, const struct oracle_point *p, const int64_t *world)
{
    const struct model *m = run->model;
    for (uint32_t n = 0; n < m->norms.count; n++) {
        const struct model_norm *norm = &m->norms.items[n];
        bool acts = norm->sign != SIGN_DUTY   ? p->effective[n]
                    : norm->form == FORM_COMMITS
                        ? p->applies[n] && world[VOCAB_DATE] <= norm->by
                              && (!norm->each_year || world[VOCAB_DATE] >= norm->from)
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

static void see_excepts(struct seen_run *run, const struct model_except *at, const int64_t *world,
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

static bool applies_but_for_waivers(const struct model *m, uint32_t n, const int64_t *world)
{
    const struct model_norm *norm = &m->norms.items[n];
    for (const struct model_except *at = norm->excepts; at; at = at->next)
        if (oracle_excepted(m, at, world))
            return false;
    for (size_t i = 0; i < norm->lift_count; i++)
        if (oracle_lifted(m, norm->lifts[i], world))
            return false;
    return oracle_met(m, n, world);
}

static void see_waivers(struct seen_run *run, const int64_t *world)
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
                if (m->norms.items[n].waivers[i] == w && applies_but_for_waivers(m, n, world))
                    run->seen.used[w] = true;
    }
}

static bool consents(const struct model_expr *e, uint32_t waiver)
{
    if (!e || e->op == OP_WAIVED)
        return e && e->ref == waiver;
    if (e->op == OP_NOT)
        return consents(e->left, waiver);
    return (e->op == OP_AND || e->op == OP_OR) && (consents(e->left, waiver) || consents(e->right, waiver));
}

static bool consents_in(const struct model_except *at, uint32_t waiver)
{
    for (; at; at = at->next)
        if (consents(at->cond, waiver) || consents_in(at->children, waiver))
            return true;
    return false;
}

/* Does some exception read the waiver as a consent? Then its own exceptions matter wherever it holds. */
static bool is_consent(const struct model *m, uint32_t waiver)
{
    bool found = false;
    for (size_t i = 0; i < m->norms.count; i++)
        found = found || consents_in(m->norms.items[i].excepts, waiver);
    for (size_t i = 0; i < m->lifts.count; i++)
        found = found || consents_in(m->lifts.items[i].excepts, waiver);
    for (size_t i = 0; i < m->waivers.count; i++)
        found = found || consents_in(m->waivers.items[i].excepts, waiver);
    return found;
}

/* Does its own condition hold, and something besides that it takes away from? */
static bool waives_something(const struct model *m, uint32_t waiver, const int64_t *world)
{
    const struct model_waiver *w = &m->waivers.items[waiver];
    if (!oracle_expr(m, w->period.from, world) || !oracle_expr(m, w->period.whilst, world)
        || (w->period.until && oracle_expr(m, w->period.until, world)) || !oracle_expr(m, w->cond, world))
        return false;
    bool nothing = true;
    for (uint32_t n = 0; n < m->norms.count; n++)
        for (size_t i = 0; i < m->norms.items[n].waiver_count; i++) {
            if (m->norms.items[n].waivers[i] == waiver && oracle_met(m, n, world))
                return true;
            nothing = nothing && m->norms.items[n].waivers[i] != waiver;
        }
    return nothing || is_consent(m, waiver);
}

/* All exceptions, in the order of norms, lifts and waivers. */
static void see_all_excepts(struct seen_run *run, const int64_t *world)
{
    const struct model *m = run->model;
    size_t next = 0;
    for (uint32_t n = 0; n < m->norms.count; n++)
        see_excepts(run, m->norms.items[n].excepts, world, oracle_met(m, n, world), &next);
    for (uint32_t l = 0; l < m->lifts.count; l++) {
        const struct model_lift *lift = &m->lifts.items[l];
        bool lifting = lift->excepts && oracle_live(m, lift->clause, world) && oracle_expr(m, lift->cond, world)
                       && (lifts_nothing(m, l) || lifts_something(m, l, world));
        see_excepts(run, lift->excepts, world, lifting, &next);
    }
    for (uint32_t w = 0; w < m->waivers.count; w++)
        see_excepts(run, m->waivers.items[w].excepts, world,
                    m->waivers.items[w].excepts && waives_something(m, w, world), &next);
}

bool seen_bound(const struct model *m, const int64_t *world)
{
    for (uint32_t n = 0; n < m->norms.count; n++) {
        const struct model_norm *norm = &m->norms.items[n];
        const struct vocab_node *b = &m->vocab.nodes[norm->bearer];
        int64_t actor = m->vocab.actor == VOCAB_NONE ? (int64_t)b->first_leaf
                                                     : world[m->vocab.actor];
        bool binds = actor >= (int64_t)b->first_leaf
                     && actor < (int64_t)b->first_leaf + (int64_t)b->leaf_count;
        if (binds && norm->sign != SIGN_DUTY
            && oracle_force(m, m->clauses.items[norm->clause].agreement, world))
            return true;
    }
    return false;
}

static void see_gap(struct seen_run *run, const struct oracle_point *p, const int64_t *world)
{
    if (p->verdict == ORACLE_W_PERMITTED && p->basis == ORACLE_NOTHING_SPEAKS
        && seen_bound(run->model, world))
        run->seen.gap = true;
}

/* The model as if one clause had no sentences. */
static struct oracle *without(struct seen_run *run, uint32_t clause)
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

/* Is some duty another? Commitments are owed where they apply. */
static bool owes_other(const struct model *m, const struct oracle_point *x,
                       const struct oracle_point *y)
{
    for (uint32_t n = 0; n < m->norms.count; n++) {
        const struct model_norm *norm = &m->norms.items[n];
        if (norm->sign == SIGN_DUTY
            && (norm->form == FORM_COMMITS ? x->applies[n] != y->applies[n]
                                           : x->duties[n] != y->duties[n]))
            return true;
    }
    return false;
}

/* Does the party hold a sentence like this one? */
static bool holds_alike(const struct model *m, const struct oracle_point *p, uint32_t norm,
                        uint32_t party)
{
    const struct model_norm *like = &m->norms.items[norm];
    for (uint32_t n = 0; n < m->norms.count; n++) {
        const struct model_norm *other = &m->norms.items[n];
        bool held = p->effective[n] && other->sign == like->sign
                    && (m->vocab.actor != VOCAB_NONE || other->bearer == like->bearer);
        for (size_t i = 0; i < other->holder_count && held; i++)
            if (other->holders[i] == party)
                return true;
    }
    return false;
}

static bool holds_other(const struct model *m, const struct oracle_point *x,
                        const struct oracle_point *y)
{
    for (uint32_t n = 0; n < m->norms.count; n++) {
        const struct model_norm *norm = &m->norms.items[n];
        if (norm->sign == SIGN_DUTY || x->effective[n] == y->effective[n])
            continue;
        for (size_t i = 0; i < norm->holder_count; i++)
            if (holds_alike(m, x, n, norm->holders[i]) != holds_alike(m, y, n, norm->holders[i]))
                return true;
    }
    return false;
}

static void see_differences(struct seen_run *run, const uint8_t *judged)
{
    const struct model *m = run->model;
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, m->vocab.var_count);
    struct oracle_point less = {0}, all = {0};
    oracle_point_init(run->oracle, run->arena, &all);
    for (uint32_t c = 0; c < m->clauses.count; c++) {
        struct oracle *other = without(run, c);
        oracle_point_init(other, run->arena, &less);
        for (size_t w = 0; w < run->worlds.count && !run->seen.differs[c]; w++) {
            worlds_get(&run->worlds, w, world);
            oracle_evaluate(other, world, &less);
            if (less.cycle) /* which may leave a verdict, or none */
                run->seen.circles[c] = true;
            else
                run->seen.differs[c] = judgement(&less) != judged[w];
            if (less.cycle || run->seen.differs[c])
                continue;
            oracle_evaluate(run->oracle, world, &all);
            run->seen.differs[c] = owes_other(m, &all, &less);
            run->seen.held[c] = run->seen.held[c] || holds_other(m, &all, &less);
        }
    }
}

static void see_turns(struct seen_run *run, const uint8_t *verdicts)
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

static void see_asked(struct seen_run *run, const struct model_expr *e);

static void see_asked_excepts(struct seen_run *run, const struct model_except *at)
{
    for (; at; at = at->next) {
        see_asked(run, at->cond);
        see_asked_excepts(run, at->children);
    }
}

/* Terms that an assertion uses, and those that these use. */
static void see_asked(struct seen_run *run, const struct model_expr *e)
{
    if (!e)
        return;
    if (e->op == OP_AND || e->op == OP_OR)
        see_asked(run, e->right);
    if (e->op == OP_AND || e->op == OP_OR || e->op == OP_NOT)
        see_asked(run, e->left);
    if (e->op != OP_TERM || run->seen.asked[e->ref])
        return;
    const struct model_term *term = &run->model->terms.items[e->ref];
    run->seen.asked[e->ref] = true;
    for (size_t i = 0; i < term->meaning_count; i++) {
        see_asked(run, term->meanings[i].cond);
        see_asked_excepts(run, term->meanings[i].excepts);
    }
}

/* `never prohibited where C`: for which values of each variable does it hold? */
static void see_assertion(struct seen_run *run, const struct model_assert *says, const uint8_t *verdicts)
{
    const struct oracle_result *axes = &run->worlds.axes;
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, run->model->vocab.var_count);
    if (says->kind != ASSERT_NEVER || says->verdict != VERDICT_PROHIBITED || says->read_count)
        return;
    for (size_t a = 0; a < axes->axis_count; a++) {
        const struct oracle_axis *axis = &axes->axes[a];
        size_t refuted = 0;
        bool *fails = ARENA_ARRAY(run->arena, bool, axis->count + 1);
        for (size_t w = 0; w < run->worlds.count; w++) {
            worlds_get(&run->worlds, w, world);
            if (verdicts[w] == ORACLE_W_PROHIBITED && oracle_expr(run->model, says->cond, world))
                fails[w / axis->stride % axis->count] = true;
        }
        for (size_t i = 0; i < axis->count; i++)
            refuted += fails[i];
        if (refuted > 0 && refuted < axis->count)
            run->seen.holds_as_read[axis->var] = true;
    }
}

size_t seen_excepts(const struct model_except *at)
{
    size_t count = 0;
    for (; at; at = at->next)
        count += 1 + seen_excepts(at->children);
    return count;
}

static bool *flags(struct seen_run *run, size_t count)
{
    return ARENA_ARRAY(run->arena, bool, count + 1);
}

bool seen_all(struct seen_run *run)
{
    const struct model *m = run->model;
    size_t clauses = m->clauses.count, excepts = 0;
    for (size_t n = 0; n < m->norms.count; n++)
        excepts += seen_excepts(m->norms.items[n].excepts);
    for (size_t l = 0; l < m->lifts.count; l++)
        excepts += seen_excepts(m->lifts.items[l].excepts);
    for (size_t w = 0; w < m->waivers.count; w++)
        excepts += seen_excepts(m->waivers.items[w].excepts);
    run->seen = (struct seen){
        flags(run, clauses * clauses), flags(run, clauses * clauses),
        flags(run, clauses * clauses), flags(run, clauses), flags(run, clauses),
        flags(run, clauses), flags(run, clauses), flags(run, m->ranks.count), flags(run, excepts), flags(run, excepts),
        flags(run, m->waivers.count), flags(run, m->waivers.count), flags(run, m->waivers.count),
        flags(run, m->vocab.var_count), flags(run, m->terms.count), flags(run, m->vocab.var_count), false};
    uint8_t *verdicts = arena_alloc(run->arena, run->worlds.count + 1);
    uint8_t *judged = arena_alloc(run->arena, run->worlds.count + 1);
    int64_t *world = ARENA_ARRAY(run->arena, int64_t, m->vocab.var_count);
    struct oracle_point p = {0};
    oracle_point_init(run->oracle, run->arena, &p);
    for (size_t w = 0; w < run->worlds.count; w++) {
        worlds_get(&run->worlds, w, world);
        oracle_evaluate(run->oracle, world, &p);
        if (p.cycle)
            return false;
        verdicts[w] = (uint8_t)p.verdict;
        judged[w] = judgement(&p);
        see_pairs(run, &p, world);
        see_clauses(run, &p, world);
        see_all_excepts(run, world);
        see_waivers(run, world);
        see_gap(run, &p, world);
    }
    see_turns(run, verdicts);
    for (size_t i = 0; i < m->asserts.count; i++) {
        see_asked(run, m->asserts.items[i].cond);
        see_assertion(run, &m->asserts.items[i], verdicts);
    }
    see_differences(run, judged);
    return true;
}

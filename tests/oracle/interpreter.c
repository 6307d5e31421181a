/* interpreter.c: one world: is each norm live, hit, applicable, effective, contested?
 *
 * In: the model and a world. Out: struct oracle_point. Each function is one line of
 * docs/semantics.md § 2, in its order, and evaluates that line from the facts every time; a
 * condition that is missing holds. Nothing is remembered from world to world.
 */
#include "interpreter.h"

/* ---- conditions -------------------------------------------------------------------- */

static bool waived(const struct model *model, uint32_t waiver, const int64_t *world);
static bool inside(const struct model *model, const struct model_period *period,
                   const int64_t *world);

static bool in_set(const struct leaf_set *set, int64_t value)
{
    for (size_t i = 0; i < set->count; i++)
        if (value >= (int64_t)set->ranges[i].first && value <= (int64_t)set->ranges[i].last)
            return true;
    return false;
}

/* hit(e,w) = [cond_e](w) and no child c of e with hit(c,w); true if any in the list is. */
static bool any_hit(const struct model *model, const struct model_except *list,
                    const int64_t *world)
{
    for (const struct model_except *e = list; e; e = e->next)
        if (oracle_expr(model, e->cond, world) && !any_hit(model, e->children, world))
            return true;
    return false;
}

static bool term_holds(const struct model *model, uint32_t term, const int64_t *world)
{
    const struct vocab_term *entry = &model->vocab.terms[term];
    size_t reading = 0;
    if (entry->ruled != VOCAB_NONE)
        reading = entry->ruled;
    else if (entry->var != VOCAB_NONE)
        reading = (size_t)world[entry->var];
    const struct model_meaning *meaning = &model->terms.items[term].meanings[reading];
    return oracle_expr(model, meaning->cond, world) && !any_hit(model, meaning->excepts, world);
}

/* A fact of several values is the set of the leaves whose variable is yes. */
static bool includes(const struct model_expr *expr, const int64_t *world)
{
    for (size_t i = 0; i < expr->set.count; i++)
        for (uint32_t leaf = expr->set.ranges[i].first; leaf <= expr->set.ranges[i].last; leaf++)
            if (world[expr->var + leaf] == VOCAB_YES)
                return true;
    return false;
}

static bool nothing_else(const struct model_expr *expr, const int64_t *world)
{
    for (uint32_t leaf = 0; leaf < expr->ref; leaf++)
        if (world[expr->var + leaf] == VOCAB_YES && !in_set(&expr->set, leaf))
            return false;
    return true;
}

/* date >= event + count unit, and never while the event has not happened on any day. */
static bool since(const struct model *model, const struct model_expr *expr, const int64_t *world)
{
    int64_t event = world[expr->var];
    if (expr->ref != VOCAB_NONE) { /* the event of the leaf that a fact has; `none` has none */
        const struct vocab_var *by = &model->vocab.vars[expr->ref];
        int64_t leaf = world[expr->ref];
        event = by->or_none && leaf == (int64_t)by->leaf_count - 1 ? DATE_NEVER
                                                                   : world[expr->var + leaf];
    }
    if (event == DATE_NEVER)
        return false;
    int64_t day;
    if (!date_sum(event, expr->count, expr->unit, &day))
        return false; /* behind the end of the calendar */
    return expr->past ? world[VOCAB_DATE] > day : world[VOCAB_DATE] >= day;
}

bool oracle_expr(const struct model *model, const struct model_expr *expr, const int64_t *world)
{
    if (!expr)
        return true;
    switch (expr->op) {
    case OP_TRUE:
        return true;
    case OP_FALSE:
        return false;
    case OP_NOT:
        return !oracle_expr(model, expr->left, world);
    case OP_AND:
        return oracle_expr(model, expr->left, world) && oracle_expr(model, expr->right, world);
    case OP_OR:
        return oracle_expr(model, expr->left, world) || oracle_expr(model, expr->right, world);
    case OP_IN:
        return in_set(&expr->set, world[expr->var]);
    case OP_RANGE:
        return world[expr->var] >= expr->low && world[expr->var] <= expr->high;
    case OP_SINCE:
        return since(model, expr, world);
    case OP_SAME: /* `none` has the same number in all variables of a kind */
        return world[expr->var] == world[expr->ref];
    case OP_INCLUDES:
        return includes(expr, world);
    case OP_ONLY:
        return includes(expr, world) && nothing_else(expr, world);
    case OP_MEMBER: {
        const struct vocab_var *fact = &model->vocab.vars[expr->var];
        int64_t leaf = world[expr->var];
        bool none = fact->or_none && leaf == (int64_t)fact->leaf_count - 1;
        return !none && world[expr->ref + leaf] == VOCAB_YES;
    }
    case OP_DURING:
        return inside(model, &model->spans.items[expr->ref].period, world);
    case OP_TERM:
        return term_holds(model, expr->ref, world);
    case OP_FORCE:
        return oracle_force(model, expr->ref, world);
    case OP_LIVE:
        return oracle_live(model, expr->ref, world);
    case OP_WAIVED:
        return waived(model, expr->ref, world);
    }
    return false;
}

/* ---- force and life ------------------------------------------------------------------ */

static bool begun(const struct model *model, const struct model_period *period,
                  const int64_t *world)
{
    return oracle_expr(model, period->from, world);
}

static bool inside(const struct model *model, const struct model_period *period,
                   const int64_t *world)
{
    bool ended = period->until && oracle_expr(model, period->until, world);
    return begun(model, period, world) && !ended && oracle_expr(model, period->whilst, world);
}

bool oracle_force(const struct model *model, uint32_t agreement, const int64_t *world)
{
    return inside(model, &model->agreements.items[agreement].period, world);
}

static bool replaced(const struct model *model, const struct model_clause *clause,
                     const int64_t *world)
{
    for (size_t i = 0; i < clause->replaced_count; i++)
        if (inside(model, &model->clauses.items[clause->replaced_by[i]].period, world))
            return true;
    return false;
}

bool oracle_live(const struct model *model, uint32_t id, const int64_t *world)
{
    const struct model_clause *clause = &model->clauses.items[id];
    const struct model_agreement *agreement = &model->agreements.items[clause->agreement];
    bool in_force = clause->survives ? begun(model, &agreement->period, world)
                                     : oracle_force(model, clause->agreement, world);
    bool deleted = clause->deleted_on <= world[VOCAB_DATE];
    return in_force && inside(model, &clause->period, world) && !deleted
           && !replaced(model, clause, world);
}

bool oracle_stricter(const struct model *model, uint32_t agreement, const int64_t *world)
{
    const struct model_expr *said = model->agreements.items[agreement].stricter;
    return said && oracle_expr(model, said, world);
}

/* ---- what takes away: waivers and lifts ---------------------------------------------- */

static bool waived(const struct model *model, uint32_t id, const int64_t *world)
{
    const struct model_waiver *waiver = &model->waivers.items[id];
    return inside(model, &waiver->period, world) && oracle_expr(model, waiver->cond, world)
           && !any_hit(model, waiver->excepts, world);
}

/* A lift but for the lifts aimed at it. */
static bool lift_applies(const struct model *model, uint32_t id, const int64_t *world)
{
    const struct model_lift *lift = &model->lifts.items[id];
    return oracle_live(model, lift->clause, world) && oracle_expr(model, lift->cond, world)
           && !any_hit(model, lift->excepts, world);
}

/* Ends because oracle_evaluate has found no circle of lifts in this world. */
static bool lifted(const struct model *model, uint32_t id, const int64_t *world)
{
    if (!lift_applies(model, id, world))
        return false;
    const struct model_lift *lift = &model->lifts.items[id];
    for (size_t i = 0; i < lift->lift_count; i++)
        if (lifted(model, lift->lifts[i], world))
            return false;
    return true;
}

/* ---- norms ----------------------------------------------------------------------------- */

static bool below(const struct model *model, uint32_t node, int64_t leaf)
{
    int64_t first = model->vocab.nodes[node].first_leaf;
    return leaf >= first && leaf < first + (int64_t)model->vocab.nodes[node].leaf_count;
}

/* Is the actor the bearer? Without an actor in the policy every norm applies. */
static bool bears(const struct model *model, const struct model_norm *norm, const int64_t *world)
{
    uint32_t actor = model->vocab.actor;
    return actor == VOCAB_NONE || below(model, norm->bearer, world[actor]);
}

static bool concerns(const struct model *model, const struct model_norm *norm,
                     const int64_t *world)
{
    if (bears(model, norm, world))
        return true;
    if (norm->sign == SIGN_DUTY)
        for (size_t i = 0; i < norm->creditor_count; i++)
            if (below(model, norm->creditors[i], world[model->vocab.actor]))
                return true;
    return false;
}

static bool hit(const struct model *model, const struct model_norm *norm, const int64_t *world)
{
    if (!oracle_expr(model, norm->cond, world) || any_hit(model, norm->excepts, world))
        return false;
    for (size_t i = 0; i < norm->lift_count; i++)
        if (lifted(model, norm->lifts[i], world))
            return false;
    for (size_t i = 0; i < norm->waiver_count; i++)
        if (waived(model, norm->waivers[i], world))
            return false;
    return true;
}

bool oracle_applies(const struct model *model, uint32_t id, const int64_t *world)
{
    const struct model_norm *norm = &model->norms.items[id];
    return oracle_live(model, norm->clause, world) && hit(model, norm, world)
           && concerns(model, norm, world);
}

/* ---- rank ------------------------------------------------------------------------------- */

static bool opposite(const struct model *model, uint32_t m, uint32_t n)
{
    enum norm_sign a = model->norms.items[m].sign, b = model->norms.items[n].sign;
    return (a == SIGN_PROHIBIT && b == SIGN_PERMIT) || (a == SIGN_PERMIT && b == SIGN_PROHIBIT);
}

/* winner ≻ loser in this world, between opposite signs. */
static bool ranks(const struct model *model, const struct model_rank *rank, const int64_t *world)
{
    return opposite(model, rank->winner, rank->loser) && oracle_expr(model, rank->cond, world);
}

/* eff(n,w) = app(n,w) and no m with m ≻ n and eff(m,w). */
static bool effective(const struct model *model, uint32_t n, const bool *applies,
                      const int64_t *world)
{
    if (!applies[n])
        return false;
    for (size_t i = 0; i < model->ranks.count; i++) {
        const struct model_rank *rank = &model->ranks.items[i];
        if (rank->loser == n && ranks(model, rank, world)
            && effective(model, rank->winner, applies, world))
            return false;
    }
    return true;
}

/* Takes away, again and again, what nothing that is left stands above. What stays is in
 * a circle or below one. stays[] comes in as the applicable ones. */
static bool circle_of_norms(const struct model *model, bool *stays, const int64_t *world)
{
    bool changed = true, any = false;
    while (changed) {
        changed = any = false;
        for (uint32_t n = 0; n < model->norms.count; n++) {
            bool ranked_low = false;
            for (size_t i = 0; i < model->ranks.count && stays[n]; i++) {
                const struct model_rank *rank = &model->ranks.items[i];
                if (rank->loser == n && stays[rank->winner] && ranks(model, rank, world))
                    ranked_low = true;
            }
            changed = changed || (stays[n] && !ranked_low);
            stays[n] = stays[n] && ranked_low;
            any = any || stays[n];
        }
    }
    return any;
}

static bool circle_of_lifts(const struct model *model, bool *stays)
{
    bool changed = true, any = false;
    while (changed) {
        changed = any = false;
        for (uint32_t n = 0; n < model->lifts.count; n++) {
            const struct model_lift *lift = &model->lifts.items[n];
            bool lifted_by_one = false;
            for (size_t i = 0; i < lift->lift_count; i++)
                lifted_by_one = lifted_by_one || stays[lift->lifts[i]];
            changed = changed || (stays[n] && !lifted_by_one);
            stays[n] = stays[n] && lifted_by_one;
            any = any || stays[n];
        }
    }
    return any;
}

/* ---- contested, duties, why ---------------------------------------------------------------- */

/* Is permission m one to the bearer of prohibition n? Both are effective here: with an
 * actor both have it as bearer. */
static bool to_that_bearer(const struct model *model, const struct model_norm *m,
                           const struct model_norm *n)
{
    if (model->vocab.actor != VOCAB_NONE)
        return true;
    const struct vocab_node *wide = &model->vocab.nodes[m->bearer];
    const struct vocab_node *narrow = &model->vocab.nodes[n->bearer];
    return narrow->first_leaf >= wide->first_leaf
           && narrow->first_leaf + narrow->leaf_count <= wide->first_leaf + wide->leaf_count;
}

/* Is this leaf of the parties one for which a holder of the norm speaks? */
static bool held_for(const struct model *model, const struct model_norm *norm, uint32_t leaf)
{
    for (size_t i = 0; i < norm->holder_count; i++) {
        const struct vocab_node *holder = &model->vocab.nodes[norm->holders[i]];
        if (leaf >= holder->first_leaf && leaf < holder->first_leaf + holder->leaf_count)
            return true;
    }
    return false;
}

/* Is for this leaf an effective permission granted to the bearer of prohibition n? */
static bool granted_for(const struct model *model, const struct model_norm *n, uint32_t leaf,
                        const struct oracle_point *point, const int64_t *world)
{
    uint32_t own = model->clauses.items[n->clause].agreement;
    const bool *is_effective = point->effective;
    bool stricter = oracle_stricter(model, own, world);
    for (uint32_t id = 0; id < model->norms.count; id++) {
        const struct model_norm *m = &model->norms.items[id];
        bool counts = !stricter || model->clauses.items[m->clause].agreement != own;
        if (m->sign == SIGN_PERMIT && is_effective[id] && counts && held_for(model, m, leaf)
            && to_that_bearer(model, m, n))
            return true;
    }
    return false;
}

static bool contested(const struct model *model, uint32_t id, const struct oracle_point *point,
                      const int64_t *world)
{
    const struct model_norm *norm = &model->norms.items[id];
    if (norm->sign != SIGN_PROHIBIT || !point->effective[id] || norm->holder_count == 0)
        return false;
    const struct vocab_kind *parties = &model->vocab.kinds[model->vocab.party_kind];
    const struct vocab_node *nodes = model->vocab.nodes + parties->first_node;
    for (uint32_t i = 0; i < parties->node_count; i++)
        if (nodes[i].is_leaf && held_for(model, norm, nodes[i].first_leaf)
            && !granted_for(model, norm, nodes[i].first_leaf, point, world))
            return false;
    return true;
}

static enum oracle_duty duty(const struct model_norm *norm, uint32_t id,
                             const struct oracle_point *point)
{
    if (norm->sign != SIGN_DUTY || norm->form == FORM_COMMITS || !point->applies[id])
        return ORACLE_D_NOT_DUE;
    if (!norm->if_in_breach)
        return ORACLE_D_DUE;
    enum oracle_duty value = ORACLE_D_NOT_DUE;
    for (size_t i = 0; i < norm->breach_count; i++) {
        uint32_t breach = norm->breach_of[i];
        if (point->effective[breach] && !point->contested[breach])
            return ORACLE_D_DUE;
        if (point->effective[breach])
            value = ORACLE_D_CONTESTED;
    }
    return value;
}

/* Would the prohibition apply but for this? Its scope holds, and this one takes it away;
 * ranks are asked only where it applies. */
static bool takes_away(const struct oracle *oracle, const struct oracle_cause *cause,
                       const struct oracle_point *point, const int64_t *world)
{
    const struct model *model = oracle->model;
    const struct model_norm *norm = &model->norms.items[cause->norm];
    if (!oracle_live(model, norm->clause, world) || !bears(model, norm, world)
        || !oracle_expr(model, norm->cond, world))
        return false;
    switch (cause->kind) {
    case ORACLE_BY_EXCEPT: {
        const struct model_except *e = norm->excepts;
        for (uint32_t i = 0; i < cause->id; i++)
            e = e->next;
        return oracle_expr(model, e->cond, world) && !any_hit(model, e->children, world);
    }
    case ORACLE_BY_LIFT:
        return lifted(model, cause->id, world);
    case ORACLE_BY_WAIVER:
        return waived(model, cause->id, world);
    case ORACLE_BY_RANK:
        break;
    }
    if (!point->applies[cause->norm] || !point->effective[cause->id])
        return false;
    for (size_t i = 0; i < model->ranks.count; i++) {
        const struct model_rank *rank = &model->ranks.items[i];
        if (rank->loser == cause->norm && rank->winner == cause->id && ranks(model, rank, world))
            return true;
    }
    return false;
}

static enum oracle_world_verdict verdict(const struct model *model,
                                         const struct oracle_point *point)
{
    enum oracle_world_verdict v = ORACLE_W_PERMITTED;
    for (size_t n = 0; n < model->norms.count; n++) {
        if (model->norms.items[n].sign != SIGN_PROHIBIT || !point->effective[n])
            continue;
        if (!point->contested[n])
            return ORACLE_W_PROHIBITED;
        v = ORACLE_W_CONTESTED;
    }
    return v;
}

static enum oracle_basis basis(const struct oracle *oracle, const struct oracle_point *point,
                               const int64_t *world)
{
    const struct model *model = oracle->model;
    bool bound = false;
    for (size_t n = 0; n < model->norms.count; n++) {
        if (model->norms.items[n].sign == SIGN_PERMIT && point->effective[n])
            return ORACLE_GRANTED;
        bound = bound || bears(model, &model->norms.items[n], world);
    }
    for (size_t c = 0; c < oracle->causes.count; c++)
        if (point->lifted[c])
            return ORACLE_LIFTED;
    return bound ? ORACLE_NOTHING_SPEAKS : ORACLE_NO_CLAUSE_BINDS;
}

/* ---- a world ---------------------------------------------------------------------------------- */

void oracle_point_init(const struct oracle *oracle, struct arena *arena, struct oracle_point *out)
{
    size_t norms = oracle->model->norms.count;
    out->circular = ARENA_ARRAY(arena, bool, norms + oracle->model->lifts.count);
    out->applies = ARENA_ARRAY(arena, bool, norms);
    out->effective = ARENA_ARRAY(arena, bool, norms);
    out->contested = ARENA_ARRAY(arena, bool, norms);
    out->duties = ARENA_ARRAY(arena, enum oracle_duty, norms);
    out->lifted = ARENA_ARRAY(arena, bool, oracle->causes.count);
}

void oracle_evaluate(const struct oracle *oracle, const int64_t *world, struct oracle_point *out)
{
    const struct model *model = oracle->model;
    uint32_t norms = (uint32_t)model->norms.count;
    for (uint32_t l = 0; l < model->lifts.count; l++)
        out->circular[norms + l] = lift_applies(model, l, world);
    out->cycle = circle_of_lifts(model, out->circular + norms);
    if (out->cycle)
        return;
    for (uint32_t n = 0; n < norms; n++)
        out->circular[n] = out->applies[n] = oracle_applies(model, n, world);
    out->cycle = circle_of_norms(model, out->circular, world);
    if (out->cycle)
        return;
    for (uint32_t n = 0; n < norms; n++)
        out->effective[n] = effective(model, n, out->applies, world);
    for (uint32_t n = 0; n < norms; n++)
        out->contested[n] = contested(model, n, out, world);
    for (uint32_t n = 0; n < norms; n++)
        out->duties[n] = duty(&model->norms.items[n], n, out);
    for (size_t c = 0; c < oracle->causes.count; c++)
        out->lifted[c] = takes_away(oracle, &oracle->causes.items[c], out, world);
    out->verdict = verdict(model, out);
    out->basis = basis(oracle, out, world);
}

/* ---- parts, for tests of the analyses ------------------------------------------------------- */

bool oracle_waived(const struct model *model, uint32_t waiver, const int64_t *world)
{
    return waived(model, waiver, world);
}

bool oracle_lifted(const struct model *model, uint32_t lift, const int64_t *world)
{
    return lifted(model, lift, world);
}

bool oracle_met(const struct model *model, uint32_t id, const int64_t *world)
{
    const struct model_norm *norm = &model->norms.items[id];
    return oracle_live(model, norm->clause, world) && oracle_expr(model, norm->cond, world)
           && concerns(model, norm, world);
}

bool oracle_excepted(const struct model *model, const struct model_except *except,
                     const int64_t *world)
{
    return oracle_expr(model, except->cond, world) && !any_hit(model, except->children, world);
}

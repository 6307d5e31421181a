/* findings_causes.c: findings that only follow from another one, which says more.
 *
 * A clause whose condition nobody can meet has exceptions that nobody can reach, waivers that
 * take nothing away and ranks that never bite; to tell all of these hides the one thing that is
 * to be mended. What follows from a finding that the policy accepts is accepted with it. Of
 *
 *   a dead clause and an exception that leaves nothing of its rule    the exception is told,
 *   a dead clause and a warning about its dates                       the warning,
 *   what no deployment meets, by a comparison that P0215 is about     the comparison,
 *   a dilemma and two exclusivities that make it                      the exclusivities.
 */
#include "emit/findings.h"

#include "analysis/timeline.h"

struct clause_state {
    const struct finding *dead; /* settled; NULL */
    bool swallowed;             /* an exception leaves nothing of one of its sentences or lifts */
    bool dated;                 /* its dates are objected to already */
};

struct causes {
    const struct analysis *a;
    const struct diags *diags; /* what was told before the analysis */
    struct clause_state *clauses;
    bool *unreachable, *swallows; /* per node */
    bool *emptied;                /* per node: an exception leaves nothing of it */
};

static void see_finding(struct causes *c, const struct finding *f)
{
    if (f->unresolved)
        return;
    if (f->code == DIAG_CLAUSE_DEAD)
        c->clauses[f->clause].dead = f;
    else if (f->code == DIAG_CARVEOUT_UNREACHABLE || f->code == DIAG_WAIVER_UNUSED)
        c->unreachable[f->node] = true;
    else if (f->code == DIAG_CARVEOUT_SWALLOWS) {
        uint32_t parent = finding_parent(c->a, f->node);
        c->swallows[f->node] = c->emptied[parent] = true;
        if (f->clause != IR_NONE && c->a->table->nodes[parent].kind != NODE_EXCEPT)
            c->clauses[f->clause].swallowed = true;
    }
}

/* A diagnostic on the head of a clause that says why it is never in force. */
static void see_dates(struct causes *c, const struct diags *diags)
{
    for (size_t i = 0; i < diags->list.count; i++) {
        const struct diag *d = diags->list.items[i];
        if (d->code != DIAG_PERIOD_UNREACHABLE)
            continue;
        for (size_t k = 0; k < c->a->model->clauses.count; k++) {
            const struct span *head = &c->a->model->clauses.items[k].span;
            if (head->source == d->span.source && head->begin <= d->span.begin
                && d->span.end <= head->end)
                c->clauses[k].dated = true;
        }
    }
}

struct causes *causes_new(const struct analysis *a, const struct diags *diags)
{
    struct causes *c = ARENA_NEW(a->arena, struct causes);
    size_t nodes = a->table->nodes_count + 1;
    c->a = a;
    c->diags = diags;
    c->clauses = ARENA_ARRAY(a->arena, struct clause_state, a->table->clauses_count + 1);
    c->unreachable = ARENA_ARRAY(a->arena, bool, nodes);
    c->swallows = ARENA_ARRAY(a->arena, bool, nodes);
    c->emptied = ARENA_ARRAY(a->arena, bool, nodes);
    for (size_t i = 0; i < a->findings->list.count; i++)
        see_finding(c, a->findings->list.items[i]);
    see_dates(c, diags);
    return c;
}

/* ---- comparisons that the declared range decides -------------------------------------------------- */

/* Is there a P0215 about this? */
static bool is_told(const struct causes *c, const struct span *span)
{
    for (size_t i = 0; i < c->diags->list.count; i++) {
        const struct diag *d = c->diags->list.items[i];
        if (d->code == DIAG_CONSTANT_OUT_OF_RANGE && d->span.source == span->source
            && d->span.begin == span->begin && d->span.end == span->end)
            return true;
    }
    return false;
}

/* What such comparisons alone make of a condition. */
static enum eval_truth decided(const struct causes *c, const struct model_expr *e)
{
    if (e->op == OP_NOT)
        return (enum eval_truth)(TRUTH_YES - decided(c, e->left));
    if (e->op == OP_AND || e->op == OP_OR) {
        enum eval_truth x = decided(c, e->left), y = decided(c, e->right);
        return (e->op == OP_AND) == (x < y) ? x : y;
    }
    if ((e->op != OP_RANGE && e->op != OP_FALSE) || !is_told(c, &e->span))
        return TRUTH_MAYBE;
    const struct vocab_var *v = &c->a->table->vocab.vars[e->op == OP_RANGE ? e->var : VOCAB_DATE];
    return e->op == OP_RANGE && e->low <= v->low && e->high >= v->high ? TRUTH_YES : TRUTH_NO;
}

/* Are all sentences of the clause without effect for that reason, and its lifts? */
static bool all_decided(const struct causes *c, uint32_t clause)
{
    bool any = false;
    for (size_t i = 0; i < c->a->model->lifts.count; i++) {
        const struct model_lift *lift = &c->a->model->lifts.items[i];
        if (lift->clause == clause && decided(c, lift->cond) != TRUTH_NO)
            return false;
        any = any || lift->clause == clause;
    }
    for (size_t n = 0; n < c->a->model->norms.count; n++) {
        const struct model_norm *norm = &c->a->model->norms.items[n];
        if (norm->clause != clause)
            continue;
        if (decided(c, norm->cond) != TRUTH_NO)
            return false;
        any = true;
    }
    return any;
}

/* ---- what follows --------------------------------------------------------------------------------- */

/* No sentence of the clause ever applies, whatever takes away from it or outranks it. */
static bool never_applies(const struct causes *c, uint32_t clause)
{
    const struct finding *dead = c->clauses[clause].dead;
    return dead && (dead->why == WHY_NEVER_LIVE || dead->why == WHY_NEVER_MET
                    || dead->why == WHY_NOT_THEN);
}

/* Does everything that a lift or a waiver takes away from belong to dead clauses? */
static bool all_targets_dead(const struct causes *c, enum ir_node_kind kind, uint32_t info)
{
    const struct table *t = c->a->table;
    bool any = false;
    const struct parents *parents = finding_parents(c->a);
    for (uint32_t node = 0; node < t->nodes_count; node++) {
        if (t->nodes[node].kind != kind || t->nodes[node].info != info)
            continue;
        for (uint32_t i = parents->first[node]; i < parents->first[node + 1]; i++) {
            uint32_t from = parents->nodes[i];
            uint32_t target = from < t->meta->norm_count ? t->norms[from].clause
                                                         : t->nodes[from].info;
            if (!c->clauses[target].dead)
                return false;
            any = true;
        }
    }
    return any;
}

/* Is each clause for whose breach it is owed dead by itself? */
static bool all_breaches_dead(const struct causes *c, uint32_t norm)
{
    const struct table *t = c->a->table;
    const struct table_duty *duty = table_duty(t, norm);
    for (uint32_t i = 0; i < duty->breach_count; i++) {
        uint32_t clause = t->norms[t->ids[duty->first_breach + i]].clause;
        if (!c->clauses[clause].dead || clause == t->norms[norm].clause)
            return false;
    }
    return true;
}

static bool dead_follows(const struct causes *c, const struct finding *f)
{
    const struct clause_state *state = &c->clauses[f->clause];
    switch (f->why) {
    case WHY_NONE:
        return state->swallowed || all_targets_dead(c, NODE_LIFT, f->clause);
    case WHY_NEVER_LIVE:
        return state->dated || (f->deleted && c->a->model->clauses.items[f->clause].deleted_early);
    case WHY_TAKEN_AWAY:
        return state->swallowed;
    case WHY_NEVER_MET:
        return all_decided(c, f->clause);
    case WHY_NO_BREACH:
        return all_breaches_dead(c, f->norm);
    case WHY_NO_AMOUNT:
        return state->dated || all_decided(c, f->clause);
    case WHY_NOT_THEN:
    case WHY_OUTRANKED:
    case WHY_UNSETTLED:
        break;
    }
    return false;
}

static bool is_dead_lift(const struct causes *c, uint32_t node)
{
    const struct table_node *n = &c->a->table->nodes[node];
    return n->kind == NODE_LIFT && c->clauses[n->info].dead;
}

/* Does an exception stand, at any depth, in something that can never apply, not for the exception's
 * neighbour leaving nothing of that? */
static bool inside_unreachable(const struct causes *c, uint32_t node)
{
    while (c->a->table->nodes[node].kind == NODE_EXCEPT) {
        node = finding_parent(c->a, node);
        if (!c->emptied[node] && (c->unreachable[node] || is_dead_lift(c, node)))
            return true;
    }
    return false;
}

/* An exception in what cannot apply, or all of which a carve-back takes away. */
static bool unreachable_follows(const struct causes *c, const struct finding *f)
{
    const struct table_node *node = &c->a->table->nodes[f->node];
    if (decided(c, c->a->ir->excepts.items[f->node]->cond) == TRUTH_NO)
        return true;
    if ((f->clause != IR_NONE && never_applies(c, f->clause)) || inside_unreachable(c, f->node))
        return true;
    for (uint32_t k = 0; k < node->child_count; k++)
        if (c->swallows[c->a->table->children[node->first_child + k]])
            return true;
    return false;
}

static bool same_pair(const struct finding *pair, const struct clause_set *set)
{
    return set && set->count == 2
           && ((pair->clause == set->clauses[0] && pair->other_clause == set->clauses[1])
               || (pair->clause == set->clauses[1] && pair->other_clause == set->clauses[0]));
}

/* Does the clause prohibit nothing but what its exclusivity does? */
static bool one_prohibition(const struct causes *c, uint32_t clause)
{
    size_t count = 0;
    for (size_t n = 0; n < c->a->model->norms.count; n++)
        count += c->a->model->norms.items[n].clause == clause
                 && c->a->model->norms.items[n].sign == SIGN_PROHIBIT;
    return count == 1;
}

static bool dilemma_follows(const struct causes *c, const struct finding *f)
{
    const struct findings *all = c->a->findings;
    for (size_t i = 0; i < all->list.count; i++) {
        const struct finding *pair = all->list.items[i];
        if (pair->code == DIAG_EXCLUSIVE_TWICE && !pair->unresolved && same_pair(pair, f->together)
            && one_prohibition(c, pair->clause) && one_prohibition(c, pair->other_clause))
            return true;
    }
    return false;
}

/* A clause that begins or ends in cases of which it does not speak, each time. */
static bool changes_nothing(const struct finding *f)
{
    bool idle = f->change && f->change->cause.idle;
    for (size_t i = 0; i < f->again_count && idle; i++)
        idle = f->again[i]->cause.idle;
    return idle;
}

bool causes_follows(const struct causes *c, const struct finding *f)
{
    if (f->unresolved)
        return false;
    if (f->code == DIAG_CLAUSE_DEAD)
        return dead_follows(c, f);
    if (f->code == DIAG_CARVEOUT_UNREACHABLE)
        return unreachable_follows(c, f);
    if (f->code == DIAG_CARVEOUT_OUTLIVES || f->code == DIAG_CARVEOUT_PREDATES)
        return c->unreachable[f->node] || c->unreachable[f->id] || is_dead_lift(c, f->node);
    if (f->code == DIAG_WAIVER_UNUSED)
        return c->emptied[f->node] || all_targets_dead(c, NODE_WAIVER, f->id);
    if (f->code == DIAG_RANK_EMPTY)
        return c->clauses[f->clause].dead || c->clauses[f->other_clause].dead;
    if (f->code == DIAG_ASSERT_EMPTY)
        return decided(c, c->a->model->asserts.items[f->id].cond) == TRUTH_NO;
    if (f->code == DIAG_CHANGE_AHEAD)
        return changes_nothing(f);
    return f->code == DIAG_DILEMMA && !f->more && dilemma_follows(c, f);
}

/* seen_named.c: see seen.h: does a carve-out say itself when it begins, and when it ends?
 *
 * From the model alone. Where it asks for no agreement to be in force, whatever limits its days it names
 * itself. Else it names an end where its own dates alone make it false at the end of the calendar, and a
 * beginning where they do at its beginning. Of facts, of events of no known day and of whether an
 * agreement is in force nothing is known then.
 */
#include "seen.h"

struct far_day {
    const struct seen_run *run;
    bool late;
};

static enum eval_truth then(const struct far_day *day, const struct model_expr *expr);

static enum eval_truth least(enum eval_truth x, enum eval_truth y)
{
    return x < y ? x : y;
}

static enum eval_truth turned(enum eval_truth x)
{
    return (enum eval_truth)(TRUTH_YES - x);
}

static enum eval_truth both(const struct far_day *day, const struct model_expr *x, const struct model_expr *y)
{
    return least(then(day, x), then(day, y));
}

static enum eval_truth excepts_then(const struct far_day *day, const struct model_except *at)
{
    enum eval_truth left = TRUTH_YES;
    for (; at; at = at->next)
        left = least(left, turned(least(then(day, at->cond), excepts_then(day, at->children))));
    return left;
}

static enum eval_truth period_then(const struct far_day *day, const struct model_period *p)
{
    enum eval_truth inside = both(day, p->from, p->whilst);
    return p->until ? least(inside, turned(then(day, p->until))) : inside;
}

static enum eval_truth clause_then(const struct far_day *day, uint32_t id)
{
    const struct model *m = day->run->model;
    const struct model_clause *c = &m->clauses.items[id];
    enum eval_truth live = least(c->deleted_on != DATE_NEVER && day->late ? TRUTH_NO : TRUTH_YES,
                                 period_then(day, &c->period));
    live = least(live, c->survives ? then(day, m->agreements.items[c->agreement].period.from) : TRUTH_MAYBE);
    for (size_t i = 0; i < c->replaced_count; i++)
        live = least(live, turned(period_then(day, &m->clauses.items[c->replaced_by[i]].period)));
    return live;
}

/* A ruling leaves one of its meanings. Of several it is not known which. */
static enum eval_truth term_then(const struct far_day *day, uint32_t id)
{
    const struct model_term *term = &day->run->model->terms.items[id];
    uint32_t ruled = day->run->model->vocab.terms[id].ruled;
    enum eval_truth found = TRUTH_NO;
    for (size_t i = 0; i < term->meaning_count; i++) {
        enum eval_truth x = least(then(day, term->meanings[i].cond), excepts_then(day, term->meanings[i].excepts));
        if (ruled == VOCAB_NONE && term->meaning_count > 1)
            x = least(x, TRUTH_MAYBE);
        if (ruled == VOCAB_NONE || i == ruled)
            found = x > found ? x : found;
    }
    return found;
}

static enum eval_truth waiver_then(const struct far_day *day, uint32_t id)
{
    const struct model_waiver *w = &day->run->model->waivers.items[id];
    return least(period_then(day, &w->period), then(day, w->cond));
}

/* All or none of its values fit. */
static enum eval_truth leaves_then(const struct far_day *day, const struct model_expr *expr)
{
    uint32_t leaves = 0;
    for (size_t i = 0; i < expr->set.count; i++)
        leaves += expr->set.ranges[i].last - expr->set.ranges[i].first + 1;
    return leaves == 0                                                   ? TRUTH_NO
           : leaves == day->run->model->vocab.vars[expr->var].leaf_count ? TRUTH_YES
                                                                         : TRUTH_MAYBE;
}

static enum eval_truth event_then(const struct far_day *day, uint32_t event)
{
    const struct value_set *set = &day->run->sets[event];
    if (set->more_count || set->first.low != set->first.high)
        return TRUTH_MAYBE;
    return day->late && set->first.low != DATE_NEVER ? TRUTH_YES : TRUTH_NO;
}

/* Of events by leaf nobody says which leaf. */
static enum eval_truth since_then(const struct far_day *day, const struct model_expr *expr)
{
    return expr->ref == VOCAB_NONE ? event_then(day, expr->var) : TRUTH_MAYBE;
}

static enum eval_truth then(const struct far_day *day, const struct model_expr *expr)
{
    bool holds;
    if (!expr)
        return TRUTH_YES;
    switch (expr->op) {
    case OP_TRUE:
        return TRUTH_YES;
    case OP_FALSE:
        return TRUTH_NO;
    case OP_NOT:
        return turned(then(day, expr->left));
    case OP_AND:
        return both(day, expr->left, expr->right);
    case OP_OR:
        return turned(least(turned(then(day, expr->left)), turned(then(day, expr->right))));
    case OP_RANGE:
        holds = day->late ? expr->high >= DATE_LAST : expr->low <= DATE_FIRST;
        return expr->var != VOCAB_DATE ? TRUTH_MAYBE : holds ? TRUTH_YES : TRUTH_NO;
    case OP_IN:
        return leaves_then(day, expr);
    case OP_SINCE:
        return since_then(day, expr);
    case OP_DURING:
        return period_then(day, &day->run->model->spans.items[expr->ref].period);
    case OP_TERM:
        return term_then(day, expr->ref);
    case OP_LIVE:
        return clause_then(day, expr->ref);
    case OP_WAIVED:
        return least(waiver_then(day, expr->ref),
                     excepts_then(day, day->run->model->waivers.items[expr->ref].excepts));
    case OP_SAME:
    case OP_INCLUDES:
    case OP_ONLY:
    case OP_MEMBER:
    case OP_FORCE: /* that an agreement is in force says nothing of its own */
        break;
    }
    return TRUTH_MAYBE;
}

enum { OF_DAYS = 1, OF_FORCE = 2 };

static unsigned asks(const struct seen_run *run, const struct model_expr *expr);

static unsigned period_asks(const struct seen_run *run, const struct model_period *p)
{
    return asks(run, p->from) | asks(run, p->until) | asks(run, p->whilst);
}

static unsigned excepts_ask(const struct seen_run *run, const struct model_except *at)
{
    unsigned bits = 0;
    for (; at; at = at->next)
        bits |= asks(run, at->cond) | excepts_ask(run, at->children);
    return bits;
}

static unsigned clause_asks(const struct seen_run *run, uint32_t id)
{
    const struct model_clause *c = &run->model->clauses.items[id];
    unsigned bits = period_asks(run, &c->period) | (c->deleted_on != DATE_NEVER ? OF_DAYS : 0u);
    bits |= c->survives ? asks(run, run->model->agreements.items[c->agreement].period.from) : OF_FORCE;
    for (size_t i = 0; i < c->replaced_count; i++)
        bits |= period_asks(run, &run->model->clauses.items[c->replaced_by[i]].period);
    return bits;
}

static unsigned term_asks(const struct seen_run *run, uint32_t id)
{
    const struct model_term *term = &run->model->terms.items[id];
    unsigned bits = 0;
    for (size_t i = 0; i < term->meaning_count; i++)
        bits |= asks(run, term->meanings[i].cond) | excepts_ask(run, term->meanings[i].excepts);
    return bits;
}

static unsigned waiver_asks(const struct seen_run *run, uint32_t id)
{
    const struct model_waiver *w = &run->model->waivers.items[id];
    return period_asks(run, &w->period) | asks(run, w->cond);
}

/* What a condition asks for, whatever comes of it. */
static unsigned asks(const struct seen_run *run, const struct model_expr *expr)
{
    if (!expr)
        return 0;
    switch (expr->op) {
    case OP_NOT:
        return asks(run, expr->left);
    case OP_AND:
    case OP_OR:
        return asks(run, expr->left) | asks(run, expr->right);
    case OP_RANGE:
        return expr->var == VOCAB_DATE ? OF_DAYS : 0;
    case OP_SINCE:
        return OF_DAYS;
    case OP_DURING:
        return period_asks(run, &run->model->spans.items[expr->ref].period);
    case OP_TERM:
        return term_asks(run, expr->ref);
    case OP_LIVE:
        return clause_asks(run, expr->ref);
    case OP_WAIVED:
        return waiver_asks(run, expr->ref) | excepts_ask(run, run->model->waivers.items[expr->ref].excepts);
    case OP_FORCE:
        return OF_FORCE;
    case OP_TRUE:
    case OP_FALSE:
    case OP_IN:
    case OP_SAME:
    case OP_INCLUDES:
    case OP_ONLY:
    case OP_MEMBER:
        break;
    }
    return 0;
}

/* ---- nodes ------------------------------------------------------------------------------------- */

static uint32_t index_of(const uint32_t *nodes, size_t count, uint32_t node)
{
    for (uint32_t i = 0; i < count; i++)
        if (nodes[i] == node)
            return i;
    return 0;
}

uint32_t seen_lift(const struct seen_run *run, uint32_t node)
{
    return index_of(run->e.ir->lift_nodes, run->model->lifts.count, node);
}

uint32_t seen_waiver(const struct seen_run *run, uint32_t node)
{
    return index_of(run->e.ir->waiver_nodes, run->model->waivers.count, node);
}

bool seen_names(const struct seen_run *run, uint32_t node, bool late)
{
    const struct far_day day = {run, late};
    const struct model_expr *cond;
    const struct model_lift *lift;
    uint32_t waiver;
    enum eval_truth far = TRUTH_MAYBE;
    unsigned bits = 0;
    switch ((enum ir_node_kind)run->e.table->nodes[node].kind) {
    case NODE_EXCEPT:
        cond = run->e.ir->excepts.items[node]->cond;
        bits = asks(run, cond);
        far = then(&day, cond);
        break;
    case NODE_LIFT:
        lift = &run->model->lifts.items[seen_lift(run, node)];
        bits = clause_asks(run, lift->clause) | asks(run, lift->cond);
        far = least(clause_then(&day, lift->clause), then(&day, lift->cond));
        break;
    case NODE_WAIVER:
        waiver = seen_waiver(run, node);
        bits = waiver_asks(run, waiver);
        far = waiver_then(&day, waiver);
        break;
    case NODE_NORM:
    case NODE_RANK_CONDITION:
        break;
    }
    return bits & OF_DAYS && (!(bits & OF_FORCE) || far == TRUTH_NO);
}

/* mentioned.c: which variables any norm's application can look at, directly or through
 * terms, agreements, lifts, waivers and ranks. Only presumptions of these are printed. */
#include "sema/check.h"

struct mention {
    struct sema *s;
    const struct model *model;
    bool *terms, *agreements, *clauses, *waivers, *lifts;
};

static void mention_expr(struct mention *m, const struct model_expr *expr);

static void mention_excepts(struct mention *m, const struct model_except *at)
{
    for (; at; at = at->next) {
        mention_expr(m, at->cond);
        mention_excepts(m, at->children);
    }
}

static void mention_period(struct mention *m, const struct model_period *period)
{
    mention_expr(m, period->from);
    mention_expr(m, period->until);
    mention_expr(m, period->whilst);
}

/* Of a term that a ruling fixes, only the reading that it fixes. */
static void mention_term(struct mention *m, uint32_t id)
{
    if (m->terms[id])
        return;
    m->terms[id] = true;
    const struct vocab_term *term = &m->s->terms.items[id];
    const struct model_term *t = &m->model->terms.items[id];
    if (term->var != VOCAB_NONE)
        m->s->vars.items[term->var].mentioned = 1;
    for (uint32_t i = 0; i < t->meaning_count; i++) {
        if (term->ruled != VOCAB_NONE && term->ruled != i)
            continue;
        mention_expr(m, t->meanings[i].cond);
        mention_excepts(m, t->meanings[i].excepts);
    }
}

static void mention_agreement(struct mention *m, uint32_t id)
{
    if (m->agreements[id])
        return;
    m->agreements[id] = true;
    mention_period(m, &m->model->agreements.items[id].period);
}

static void mention_clause(struct mention *m, uint32_t id)
{
    if (m->clauses[id])
        return;
    m->clauses[id] = true;
    const struct model_clause *clause = &m->model->clauses.items[id];
    mention_agreement(m, clause->agreement);
    mention_period(m, &clause->period);
    for (size_t i = 0; i < clause->replaced_count; i++)
        mention_period(m, &m->model->clauses.items[clause->replaced_by[i]].period);
}

static void mention_waiver(struct mention *m, uint32_t id)
{
    if (m->waivers[id])
        return;
    m->waivers[id] = true;
    const struct model_waiver *waiver = &m->model->waivers.items[id];
    mention_period(m, &waiver->period);
    mention_expr(m, waiver->cond);
    mention_excepts(m, waiver->excepts);
}

static void mention_var(void *context, uint32_t var)
{
    const struct mention *m = context;
    m->s->vars.items[var].mentioned = 1;
}

/* Of the events of a kind only that of one leaf is looked at, whichever it is. */
static void mention_of_leaf(const struct mention *m, const struct model_expr *expr)
{
    struct vocab_var *vars = m->s->vars.items;
    vars[expr->ref].mentioned = 1;
    for (uint32_t leaf = 0; leaf < vocab_named_leaves(&m->model->vocab, expr->ref); leaf++)
        if (!vars[expr->var + leaf].mentioned)
            vars[expr->var + leaf].mentioned = 2;
}

static void mention_expr(struct mention *m, const struct model_expr *expr)
{
    if (!expr)
        return;
    switch (expr->op) {
    case OP_TRUE:
    case OP_FALSE:
        return;
    case OP_AND:
    case OP_OR:
        mention_expr(m, expr->right);
        mention_expr(m, expr->left);
        return;
    case OP_NOT:
        mention_expr(m, expr->left);
        return;
    case OP_SINCE:
        if (expr->ref != VOCAB_NONE) {
            mention_of_leaf(m, expr);
            return;
        }
        mention_var(m, expr->var);
        return;
    case OP_IN:
    case OP_RANGE:
    case OP_SAME:
    case OP_MEMBER:
    case OP_INCLUDES:
    case OP_ONLY:
        model_atom_vars(&m->model->vocab, expr, mention_var, m);
        return;
    case OP_DURING:
        mention_period(m, &m->model->spans.items[expr->ref].period);
        return;
    case OP_TERM:
        mention_term(m, expr->ref);
        return;
    case OP_FORCE:
        mention_agreement(m, expr->ref);
        return;
    case OP_LIVE:
        mention_clause(m, expr->ref);
        return;
    case OP_WAIVED:
        mention_waiver(m, expr->ref);
        return;
    }
}

/* Lifts may be aimed at each other in chains of any length, so they are queued. */
static void mention_lifts(struct mention *m, const uint32_t *ids, size_t count)
{
    VEC(uint32_t) queue = {NULL, 0, 0};
    for (size_t i = 0; i < count; i++)
        VEC_PUSH(m->s->scratch, &queue, ids[i]);
    for (size_t i = 0; i < queue.count; i++) {
        uint32_t id = queue.items[i];
        if (m->lifts[id])
            continue;
        m->lifts[id] = true;
        const struct model_lift *lift = &m->model->lifts.items[id];
        mention_clause(m, lift->clause);
        mention_expr(m, lift->cond);
        mention_excepts(m, lift->excepts);
        for (size_t l = 0; l < lift->lift_count; l++)
            VEC_PUSH(m->s->scratch, &queue, lift->lifts[l]);
    }
}

static void mention_norm(struct mention *m, const struct model_norm *norm)
{
    mention_clause(m, norm->clause);
    mention_expr(m, norm->cond);
    mention_excepts(m, norm->excepts);
    for (size_t i = 0; i < norm->lift_count; i++)
        if (!m->lifts[norm->lifts[i]])
            mention_lifts(m, &norm->lifts[i], 1);
    for (size_t i = 0; i < norm->waiver_count; i++)
        mention_waiver(m, norm->waivers[i]);
    if (norm->amount_var != VOCAB_NONE)
        m->s->vars.items[norm->amount_var].mentioned = 1;
    if (norm->share_var != VOCAB_NONE)
        m->s->vars.items[norm->share_var].mentioned = 1;
    for (size_t i = 0; i < norm->group_count; i++)
        m->s->vars.items[norm->groups[i]].mentioned = 1;
}

void sema_mark_mentioned(struct sema *s)
{
    struct mention m = {.s = s, .model = s->model};
    m.terms = ARENA_ARRAY(s->scratch, bool, s->model->terms.count);
    m.agreements = ARENA_ARRAY(s->scratch, bool, s->model->agreements.count);
    m.clauses = ARENA_ARRAY(s->scratch, bool, s->model->clauses.count);
    m.waivers = ARENA_ARRAY(s->scratch, bool, s->model->waivers.count);
    m.lifts = ARENA_ARRAY(s->scratch, bool, s->model->lifts.count);
    s->vars.items[VOCAB_DATE].mentioned = 1;
    if (s->model->vocab.actor != VOCAB_NONE && s->model->norms.count > 0)
        s->vars.items[s->model->vocab.actor].mentioned = 1;
    for (size_t n = 0; n < s->model->norms.count; n++)
        mention_norm(&m, &s->model->norms.items[n]);
    for (size_t r = 0; r < s->model->ranks.count; r++)
        mention_expr(&m, s->model->ranks.items[r].cond);
    for (size_t t = 0; t < s->model->terms.count; t++)
        s->model->terms.items[t].mentioned = m.terms[t];
}

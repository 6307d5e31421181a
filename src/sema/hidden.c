/* hidden.c: every place where a sentence may use something redacted, visited in turn.
 *
 * The variables through which redactions are read must exist before conditions are made,
 * and their numbers must not depend on the order of clauses: so the syntax trees are gone
 * through once, and redactions.c sorts what is found.
 */
#include "sema/check.h"

static void visit_expr(const struct sema_hidden_visitor *v, const struct ast_expr *expr)
{
    if (!expr)
        return;
    switch (expr->kind) {
    case EXPR_NOT:
        visit_expr(v, expr->left);
        return;
    case EXPR_AND:
    case EXPR_OR:
        visit_expr(v, expr->left);
        visit_expr(v, expr->right);
        return;
    case EXPR_COMPARE_TO:
        v->compare(v->context, &expr->name, expr->values);
        return;
    case EXPR_POISON: case EXPR_ALWAYS: case EXPR_NEVER: case EXPR_NAME: case EXPR_IS:
    case EXPR_IS_IN: case EXPR_IS_MEMBER: case EXPR_ONLY: case EXPR_INCLUDES:
    case EXPR_COMPARE: case EXPR_DATE: case EXPR_DURING: case EXPR_IN_FORCE:
    case EXPR_OCCURRED: case EXPR_WITHIN: case EXPR_AGO:
        return;
    }
}

/* `hidden`: the redacted time that is counted from the point. */
static void visit_point(const struct sema_hidden_visitor *v, const struct ast_point *point,
                        const struct ast_name *hidden)
{
    for (; point; point = point->next) {
        switch (point->kind) {
        case POINT_DATE:
        case POINT_EVENT:
            if (hidden)
                v->after(v->context, hidden, point);
            break;
        case POINT_AFTER:
            visit_point(v, point->inner, point->hidden.atom ? &point->hidden : NULL);
            break;
        case POINT_EARLIER:
        case POINT_LATER:
            visit_point(v, point->inner, hidden);
            break;
        }
    }
}

static void visit_period(const struct sema_hidden_visitor *v, const struct ast_period *period)
{
    visit_point(v, period->from, NULL);
    visit_point(v, period->until, NULL);
    visit_expr(v, period->whilst);
}

static void visit_excepts(const struct sema_hidden_visitor *v, const struct ast_except *at)
{
    for (; at; at = at->next) {
        visit_expr(v, at->cond);
        visit_excepts(v, at->carve_backs);
    }
}

static void visit_sentences(const struct sema_hidden_visitor *v, const struct ast_sentence *at)
{
    for (; at; at = at->next) {
        visit_expr(v, at->where);
        visit_excepts(v, at->excepts);
        if (at->kind == SENTENCE_ONLY_IF)
            visit_expr(v, at->only_if);
    }
}

void sema_visit_hidden(struct sema *s, const struct sema_hidden_visitor *v)
{
    for (size_t i = 0; i < s->of.terms.count; i++)
        for (const struct ast_reading *r = s->of.terms.items[i]->readings; r; r = r->next) {
            visit_expr(v, r->means);
            visit_excepts(v, r->excepts);
        }
    for (size_t i = 0; i < s->of.periods.count; i++)
        visit_period(v, &s->of.periods.items[i]->period);
    for (size_t i = 0; i < s->of.agreements.count; i++)
        visit_period(v, &s->of.agreements.items[i]->period);
    for (size_t i = 0; i < s->of.clauses.count; i++) {
        visit_period(v, &s->of.clauses.items[i].statement->period);
        visit_sentences(v, s->of.clauses.items[i].statement->sentences);
    }
    for (size_t i = 0; i < s->of.ranks.count; i++)
        visit_sentences(v, s->of.ranks.items[i].statement->sentences);
    for (size_t i = 0; i < s->of.waivers.count; i++) {
        visit_period(v, &s->of.waivers.items[i]->period);
        visit_expr(v, s->of.waivers.items[i]->where);
        visit_excepts(v, s->of.waivers.items[i]->excepts);
    }
    for (size_t i = 0; i < s->of.asserts.count; i++)
        visit_expr(v, s->of.asserts.items[i]->where);
}

/* nesting.c: terms use terms and ask for agreements, agreements hold while others do: one graph
 * (circles.h). Its first nodes are the terms, then come the agreements.
 */
#include "sema/circles.h"

static void collect(struct sema_graph *g, const struct model_expr *expr)
{
    if (!expr)
        return;
    switch (expr->op) {
    case OP_NOT:
        collect(g, expr->left);
        return;
    case OP_AND:
    case OP_OR:
        collect(g, expr->left);
        collect(g, expr->right);
        return;
    case OP_TERM:
        sema_graph_edge(g, expr->ref, expr->span);
        return;
    case OP_FORCE:
        sema_graph_edge(g, (uint32_t)g->s->model->terms.count + expr->ref, expr->span);
        return;
    case OP_TRUE: case OP_FALSE: case OP_IN: case OP_RANGE: case OP_SINCE: case OP_SAME:
    case OP_INCLUDES: case OP_ONLY: case OP_MEMBER: case OP_DURING: case OP_LIVE: case OP_WAIVED:
        return;
    }
}

static void collect_excepts(struct sema_graph *g, const struct model_except *at)
{
    for (; at; at = at->next) {
        collect(g, at->cond);
        collect_excepts(g, at->children);
    }
}

static const struct ast_name *node_name(const struct sema *s, uint32_t node)
{
    uint32_t terms = (uint32_t)s->model->terms.count;
    return node < terms ? &s->of.terms.items[node]->name : &s->of.agreements.items[node - terms]->name;
}

static void report(struct sema *s, const uint32_t *circle, size_t length,
                   const struct sema_edge *back)
{
    const char *to = sema_text(s, node_name(s, back->to)->atom);
    bool terms_only = true;
    struct strbuf chain;
    strbuf_init(&chain, s->diags->arena);
    for (size_t i = 0; i < length; i++) {
        strbuf_printf(&chain, "`%s` → ", sema_text(s, node_name(s, circle[i])->atom));
        terms_only = terms_only && circle[i] < s->model->terms.count;
    }
    strbuf_printf(&chain, "`%s`", to);
    struct diag *diag =
        diag_add(s->diags, terms_only ? DIAG_TERM_CYCLE : DIAG_FORCE_CYCLE, back->span,
                 terms_only ? "term `%s` uses itself" : "whether `%s` holds rests on itself", to);
    diag_note(s->diags, diag, "%s", strbuf_string(&chain));
}

static void collect_all(struct sema_graph *g)
{
    const struct model *model = g->s->model;
    for (size_t t = 0; t < model->terms.count; t++) {
        sema_graph_node(g, (uint32_t)t);
        const struct model_term *term = &model->terms.items[t];
        for (size_t m = 0; m < term->meaning_count; m++) {
            collect(g, term->meanings[m].cond);
            collect_excepts(g, term->meanings[m].excepts);
        }
    }
    for (size_t a = 0; a < model->agreements.count; a++) {
        sema_graph_node(g, (uint32_t)(model->terms.count + a));
        collect(g, model->agreements.items[a].period.whilst);
    }
}

void sema_nesting(struct sema *s)
{
    struct sema_graph graph = {.report = report};
    sema_graph_init(&graph, s, (uint32_t)(s->model->terms.count + s->model->agreements.count));
    collect_all(&graph);
    uint32_t deep = sema_graph_check(&graph);
    if (deep != VOCAB_NONE)
        diag_add(s->diags, DIAG_NESTING_TOO_DEEP, node_name(s, deep)->span,
                 "terms and agreements rest on each other more than %u deep", SEMA_NESTING_LIMIT);
}

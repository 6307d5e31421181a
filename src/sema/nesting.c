/* nesting.c: terms use terms and ask for agreements, agreements hold while others do:
 * one graph, which must be acyclic and not too deep.
 *
 * Edges are collected first and searched after, so that the depth of conditions and the
 * depth of the graph add up on the stack and do not multiply.
 */
#include "sema/check.h"

struct edge {
    uint32_t to;
    struct span span;
};

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

struct graph {
    struct sema *s;
    uint32_t terms; /* nodes below are terms, from here on agreements */
    VEC(struct edge) edges;
    size_t *first; /* by node, one more at the end */
    enum mark *marks;
    unsigned *heights;
    uint32_t path[SEMA_NESTING_LIMIT + 1];
    bool too_deep;
};

static void collect(struct graph *g, const struct model_expr *expr)
{
    if (!expr)
        return;
    struct edge edge = {expr->ref, expr->span};
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
        VEC_PUSH(g->s->scratch, &g->edges, edge);
        return;
    case OP_FORCE:
        edge.to += g->terms;
        VEC_PUSH(g->s->scratch, &g->edges, edge);
        return;
    case OP_TRUE: case OP_FALSE: case OP_IN: case OP_RANGE: case OP_SINCE: case OP_SAME:
    case OP_INCLUDES: case OP_ONLY: case OP_MEMBER: case OP_DURING: case OP_LIVE: case OP_WAIVED:
        return;
    }
}

static void collect_excepts(struct graph *g, const struct model_except *at)
{
    for (; at; at = at->next) {
        collect(g, at->cond);
        collect_excepts(g, at->children);
    }
}

static const char *node_name(const struct graph *g, uint32_t node)
{
    const struct sema *s = g->s;
    return node < g->terms ? sema_text(s, s->of.terms.items[node]->name.atom)
                           : sema_text(s, s->of.agreements.items[node - g->terms]->name.atom);
}

static void report_cycle(struct graph *g, const struct edge *edge, unsigned depth)
{
    struct sema *s = g->s;
    unsigned start = depth;
    bool terms_only = true;
    while (g->path[start] != edge->to)
        start--;
    struct strbuf chain;
    strbuf_init(&chain, s->diags->arena);
    for (unsigned i = start; i <= depth; i++) {
        strbuf_printf(&chain, "`%s` → ", node_name(g, g->path[i]));
        terms_only = terms_only && g->path[i] < g->terms;
    }
    strbuf_printf(&chain, "`%s`", node_name(g, edge->to));
    struct diag *diag =
        diag_add(s->diags, terms_only ? DIAG_TERM_CYCLE : DIAG_FORCE_CYCLE, edge->span,
                 terms_only ? "term `%s` uses itself" : "whether `%s` holds rests on itself",
                 node_name(g, edge->to));
    diag_note(s->diags, diag, "%s", strbuf_string(&chain));
}

static void visit(struct graph *g, uint32_t node, unsigned depth)
{
    if (depth >= SEMA_NESTING_LIMIT) {
        g->too_deep = true;
        return;
    }
    g->marks[node] = MARK_OPEN;
    g->path[depth] = node;
    unsigned height = 0;
    for (size_t e = g->first[node]; e < g->first[node + 1] && !g->too_deep; e++) {
        const struct edge *edge = &g->edges.items[e];
        if (g->marks[edge->to] == MARK_OPEN)
            report_cycle(g, edge, depth);
        else if (g->marks[edge->to] == MARK_NEW)
            visit(g, edge->to, depth + 1);
        if (g->heights[edge->to] > height)
            height = g->heights[edge->to];
    }
    g->heights[node] = height + 1;
    if (height + 1 > SEMA_NESTING_LIMIT)
        g->too_deep = true;
    g->marks[node] = MARK_DONE;
}

static void collect_all(struct graph *g)
{
    const struct model *model = g->s->model;
    for (size_t t = 0; t < model->terms.count; t++) {
        g->first[t] = g->edges.count;
        const struct model_term *term = &model->terms.items[t];
        for (size_t m = 0; m < term->meaning_count; m++) {
            collect(g, term->meanings[m].cond);
            collect_excepts(g, term->meanings[m].excepts);
        }
    }
    for (size_t a = 0; a < model->agreements.count; a++) {
        g->first[g->terms + a] = g->edges.count;
        collect(g, model->agreements.items[a].period.whilst);
    }
}

void sema_nesting(struct sema *s)
{
    struct graph *g = ARENA_NEW(s->scratch, struct graph);
    size_t nodes = s->model->terms.count + s->model->agreements.count;
    g->s = s;
    g->terms = (uint32_t)s->model->terms.count;
    g->first = ARENA_ARRAY(s->scratch, size_t, nodes + 1);
    g->marks = ARENA_ARRAY(s->scratch, enum mark, nodes);
    g->heights = ARENA_ARRAY(s->scratch, unsigned, nodes);
    collect_all(g);
    g->first[nodes] = g->edges.count;
    for (uint32_t n = 0; n < nodes && !g->too_deep; n++) {
        if (g->marks[n] == MARK_NEW)
            visit(g, n, 0);
        if (g->too_deep)
            diag_add(s->diags, DIAG_NESTING_TOO_DEEP,
                     n < g->terms ? s->of.terms.items[n]->name.span
                                  : s->of.agreements.items[n - g->terms]->name.span,
                     "terms and agreements rest on each other more than %u deep",
                     SEMA_NESTING_LIMIT);
    }
}

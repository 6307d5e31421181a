/* living.c: clauses that live only while others do: `clause 7 while 2.b is in force`.
 *
 * A clause asks whether another one is live, and a clause that is replaced asks for the
 * period of the one in its place, which may ask in turn: a graph (circles.h).
 */
#include "sema/circles.h"

struct asking {
    struct sema *s;
    VEC(struct sema_edge) *edges; /* by clause: those that it asks for in its own period */
};

/* What the reference asks for: a clause to be live or an agreement to be in force. */
static struct model_expr *asked(struct asking *g, uint32_t clause, const struct ast_ref *ref)
{
    struct sema *s = g->s;
    struct sema_scope here = sema_clause_scope(s, clause);
    struct sema_target target;
    if (!sema_resolve_ref(s, ref, &here, false, &target))
        return NULL;
    if (target.clause != VOCAB_NONE) {
        struct sema_edge edge = {target.clause, ref->span};
        VEC_PUSH(s->scratch, &g->edges[clause], edge);
        return sema_ref_expr(s, OP_LIVE, target.clause, ref->span);
    }
    if (target.scope.document == VOCAB_NONE)
        return sema_ref_expr(s, OP_FORCE, target.scope.agreement, ref->span);
    struct diag *diag = diag_add(s->diags, DIAG_WHILE_DOCUMENT, ref->span,
                                 "a document is not in force by itself");
    diag_help(s->diags, diag, "name a clause of it, or its agreement `%s`",
              sema_agreement_text(s, target.scope.agreement));
    return NULL;
}

static void report(struct sema *s, const uint32_t *circle, size_t length,
                   const struct sema_edge *back)
{
    const struct model_clause *clauses = s->model->clauses.items;
    struct strbuf chain;
    strbuf_init(&chain, s->diags->arena);
    for (size_t i = 0; i < length; i++)
        strbuf_printf(&chain, "%s → ", clauses[circle[i]].title);
    strbuf_printf(&chain, "%s", clauses[back->to].title);
    struct diag *diag = diag_add(s->diags, DIAG_LIVE_CYCLE, back->span,
                                 "whether %s is in force rests on itself", clauses[back->to].title);
    diag_note(s->diags, diag, "%s", strbuf_string(&chain));
}

/* The clauses whose life the period of `clause` looks at. */
static void add_edges(struct sema_graph *graph, const struct asking *g, uint32_t clause)
{
    for (size_t e = 0; e < g->edges[clause].count; e++)
        sema_graph_edge(graph, g->edges[clause].items[e].to, g->edges[clause].items[e].span);
}

static void check_graph(const struct asking *g, uint32_t count)
{
    struct sema *s = g->s;
    struct sema_graph graph = {.report = report};
    sema_graph_init(&graph, s, count);
    for (uint32_t c = 0; c < count; c++) {
        const struct model_clause *clause = &s->model->clauses.items[c];
        sema_graph_node(&graph, c);
        add_edges(&graph, g, c);
        for (size_t i = 0; i < clause->replaced_count; i++)
            add_edges(&graph, g, clause->replaced_by[i]);
    }
    uint32_t deep = sema_graph_check(&graph);
    if (deep != VOCAB_NONE)
        diag_add(s->diags, DIAG_NESTING_TOO_DEEP, s->model->clauses.items[deep].span,
                 "clauses rest on each other more than %u deep", SEMA_NESTING_LIMIT);
}

void sema_while_live(struct sema *s)
{
    uint32_t count = (uint32_t)s->of.clauses.count;
    struct asking *g = NULL;
    for (uint32_t c = 0; c < count; c++) {
        struct model_clause *clause = &s->model->clauses.items[c];
        const struct ast_ref *ref = s->of.clauses.items[c].statement->while_live;
        if (ref && !g) {
            g = ARENA_NEW(s->scratch, struct asking);
            g->s = s;
            g->edges = arena_zero(s->scratch, count, sizeof *g->edges);
        }
        for (; ref; ref = ref->next) {
            struct model_expr *live = asked(g, c, ref);
            if (live)
                clause->period.whilst =
                    clause->period.whilst ? sema_both(s, clause->period.whilst, live) : live;
        }
    }
    if (g)
        check_graph(g, count);
}

/* living.c: clauses that live only while others do: `clause 7 while 2.b is in force`.
 *
 * A clause asks whether another one is live, and a clause that is replaced asks for the
 * period of the one in its place, which may ask in turn. That graph must have no circle and
 * no long chain, since whoever evaluates it goes down every edge.
 */
#include "sema/check.h"

struct edge {
    uint32_t to;
    struct span span;
};

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

struct graph {
    struct sema *s;
    VEC(struct edge) *edges; /* by clause: those that it asks for in its own period */
    enum mark *marks;
    uint32_t path[SEMA_NESTING_LIMIT + 1];
    bool too_deep;
};

/* What the reference asks for: a clause to be live or an agreement to be in force. */
static struct model_expr *asked(struct graph *g, uint32_t clause, const struct ast_ref *ref)
{
    struct sema *s = g->s;
    struct sema_scope here = sema_clause_scope(s, clause);
    struct sema_target target;
    if (!sema_resolve_ref(s, ref, &here, false, &target))
        return NULL;
    if (target.clause != VOCAB_NONE) {
        struct edge edge = {target.clause, ref->span};
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

static void report_circle(struct graph *g, const struct edge *edge, unsigned depth)
{
    struct sema *s = g->s;
    const struct model_clause *clauses = s->model->clauses.items;
    unsigned start = depth;
    while (g->path[start] != edge->to)
        start--;
    struct strbuf chain;
    strbuf_init(&chain, s->diags->arena);
    for (unsigned i = start; i <= depth; i++)
        strbuf_printf(&chain, "%s → ", clauses[g->path[i]].title);
    strbuf_printf(&chain, "%s", clauses[edge->to].title);
    struct diag *diag = diag_add(s->diags, DIAG_LIVE_CYCLE, edge->span,
                                 "whether %s is in force rests on itself", clauses[edge->to].title);
    diag_note(s->diags, diag, "%s", strbuf_string(&chain));
}

static void visit(struct graph *g, uint32_t clause, unsigned depth);

/* The clauses whose life the period of `asking` looks at. */
static void follow(struct graph *g, uint32_t asking, unsigned depth)
{
    for (size_t e = 0; e < g->edges[asking].count && !g->too_deep; e++) {
        const struct edge *edge = &g->edges[asking].items[e];
        if (g->marks[edge->to] == MARK_OPEN)
            report_circle(g, edge, depth);
        else if (g->marks[edge->to] == MARK_NEW)
            visit(g, edge->to, depth + 1);
    }
}

static void visit(struct graph *g, uint32_t clause, unsigned depth)
{
    if (depth >= SEMA_NESTING_LIMIT) {
        g->too_deep = true;
        return;
    }
    const struct model_clause *c = &g->s->model->clauses.items[clause];
    g->marks[clause] = MARK_OPEN;
    g->path[depth] = clause;
    follow(g, clause, depth);
    for (size_t i = 0; i < c->replaced_count; i++)
        follow(g, c->replaced_by[i], depth);
    g->marks[clause] = MARK_DONE;
}

/* The longest chain from a clause on, of a graph without circles. */
static unsigned height(struct graph *g, uint32_t clause, unsigned *heights)
{
    if (heights[clause])
        return heights[clause];
    const struct model_clause *c = &g->s->model->clauses.items[clause];
    unsigned most = 0;
    for (size_t i = 0; i <= c->replaced_count; i++) {
        uint32_t asking = i < c->replaced_count ? c->replaced_by[i] : clause;
        for (size_t e = 0; e < g->edges[asking].count; e++) {
            unsigned below = height(g, g->edges[asking].items[e].to, heights);
            most = below > most ? below : most;
        }
    }
    return heights[clause] = most + 1;
}

static void check_graph(struct graph *g, uint32_t count)
{
    struct sema *s = g->s;
    size_t errors = s->diags->errors;
    unsigned *heights = ARENA_ARRAY(s->scratch, unsigned, count);
    for (uint32_t c = 0; c < count && !g->too_deep; c++) {
        if (g->marks[c] == MARK_NEW)
            visit(g, c, 0);
        if (!g->too_deep && s->diags->errors == errors)
            g->too_deep = height(g, c, heights) > SEMA_NESTING_LIMIT;
        if (g->too_deep)
            diag_add(s->diags, DIAG_NESTING_TOO_DEEP, s->model->clauses.items[c].span,
                     "clauses rest on each other more than %u deep", SEMA_NESTING_LIMIT);
    }
}

void sema_while_live(struct sema *s)
{
    uint32_t count = (uint32_t)s->of.clauses.count;
    struct graph *g = NULL;
    for (uint32_t c = 0; c < count; c++) {
        struct model_clause *clause = &s->model->clauses.items[c];
        const struct ast_ref *ref = s->of.clauses.items[c].statement->while_live;
        if (ref && !g) {
            g = ARENA_NEW(s->scratch, struct graph);
            g->s = s;
            g->edges = arena_zero(s->scratch, count, sizeof *g->edges);
            g->marks = ARENA_ARRAY(s->scratch, enum mark, count);
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

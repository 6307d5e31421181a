/* circles.c: depth first, with the path at hand; see circles.h. */
#include "sema/circles.h"

enum mark { MARK_NEW, MARK_OPEN, MARK_DONE };

struct search {
    const struct sema_graph *graph;
    enum mark *marks;
    unsigned *heights; /* of what is done: the longest chain from there on */
    uint32_t path[SEMA_NESTING_LIMIT + 1];
    bool too_deep;
};

void sema_graph_init(struct sema_graph *graph, struct sema *s, uint32_t count)
{
    graph->s = s;
    graph->count = count;
    graph->first = ARENA_ARRAY(s->scratch, size_t, (size_t)count + 1);
}

void sema_graph_node(struct sema_graph *graph, uint32_t node)
{
    graph->first[node] = graph->edges.count;
}

void sema_graph_edge(struct sema_graph *graph, uint32_t to, struct span span)
{
    struct sema_edge edge = {to, span};
    VEC_PUSH(graph->s->scratch, &graph->edges, edge);
}

static void report(const struct search *search, const struct sema_edge *back, unsigned depth)
{
    unsigned start = depth;
    while (search->path[start] != back->to)
        start--;
    search->graph->report(search->graph->s, search->path + start, depth - start + 1, back);
}

static void visit(struct search *search, uint32_t node, unsigned depth)
{
    const struct sema_graph *graph = search->graph;
    unsigned height = 0;
    if (depth >= SEMA_NESTING_LIMIT) {
        search->too_deep = true;
        return;
    }
    search->marks[node] = MARK_OPEN;
    search->path[depth] = node;
    for (size_t e = graph->first[node]; e < graph->first[node + 1] && !search->too_deep; e++) {
        const struct sema_edge *edge = &graph->edges.items[e];
        if (search->marks[edge->to] == MARK_OPEN)
            report(search, edge, depth);
        else if (search->marks[edge->to] == MARK_NEW)
            visit(search, edge->to, depth + 1);
        if (search->heights[edge->to] > height)
            height = search->heights[edge->to];
    }
    search->heights[node] = height + 1;
    if (height + 1 > SEMA_NESTING_LIMIT)
        search->too_deep = true;
    search->marks[node] = MARK_DONE;
}

uint32_t sema_graph_check(struct sema_graph *graph)
{
    struct search *search = ARENA_NEW(graph->s->scratch, struct search);
    search->graph = graph;
    search->marks = ARENA_ARRAY(graph->s->scratch, enum mark, graph->count);
    search->heights = ARENA_ARRAY(graph->s->scratch, unsigned, graph->count);
    graph->first[graph->count] = graph->edges.count;
    for (uint32_t node = 0; node < graph->count; node++) {
        if (search->marks[node] == MARK_NEW)
            visit(search, node, 0);
        if (search->too_deep)
            return node;
    }
    return VOCAB_NONE;
}

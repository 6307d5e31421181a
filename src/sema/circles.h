/* circles.h: graphs of what rests on what, which must have no circle and no long chain.
 *
 * In: the edges of each node, added node by node before anything is searched, so that the depth of
 * conditions and the depth of the graph add up on the stack and do not multiply. Out: each circle
 * once, reported with its nodes in order; and the first node from which a chain is too long, since
 * whoever evaluates it goes down every edge.
 */
#ifndef POLC_SEMA_CIRCLES_H
#define POLC_SEMA_CIRCLES_H

#include "sema/check.h"

struct sema_edge {
    uint32_t to;
    struct span span; /* the words that make it */
};

struct sema_graph {
    struct sema *s;
    uint32_t count; /* nodes */
    VEC(struct sema_edge) edges;
    size_t *first;  /* per node, one more at the end */
    /* A circle: its nodes in order; the edge leads from the last one back to the first. */
    void (*report)(struct sema *s, const uint32_t *circle, size_t length,
                   const struct sema_edge *back);
};

void sema_graph_init(struct sema_graph *graph, struct sema *s, uint32_t count);
/* What is added from here on are edges of this node; nodes come in their order, each once. */
void sema_graph_node(struct sema_graph *graph, uint32_t node);
void sema_graph_edge(struct sema_graph *graph, uint32_t to, struct span span);
/* Reports all circles. The first node with a chain of more than SEMA_NESTING_LIMIT; VOCAB_NONE. */
uint32_t sema_graph_check(struct sema_graph *graph);

#endif

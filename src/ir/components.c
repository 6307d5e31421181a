/* components.c: Tarjan's algorithm over "is defeated by", without recursion.
 *
 * Components come out defeaters first, which is the order in which a table resolves them.
 * A component of several nodes is legal as long as no world realises a cycle in it.
 */
#include "ir/builder.h"

struct frame {
    uint32_t node, next; /* next: defeater to look at */
};

struct tarjan {
    struct ir *ir;
    uint32_t *index, *low; /* 0: not visited */
    bool *on_stack;
    uint32_t *stack;
    struct frame *frames;
    uint32_t stack_count, visited, placed;
    struct components *out;
};

uint32_t components_degree(const struct ir *ir, uint32_t node)
{
    uint32_t ranks = node < ir->norms.count ? ir->norms.items[node].rank_count : 0;
    return ir->nodes.items[node].child_count + ranks;
}

uint32_t components_defeater(const struct ir *ir, uint32_t node, uint32_t i)
{
    const struct ir_node *n = &ir->nodes.items[node];
    if (i < n->child_count)
        return ir->children.items[n->first_child + i];
    return ir->ranks.items[ir->norms.items[node].first_rank + i - n->child_count].winner;
}

static void enter(struct tarjan *t, uint32_t node)
{
    t->index[node] = t->low[node] = ++t->visited;
    t->stack[t->stack_count++] = node;
    t->on_stack[node] = true;
}

static void close_component(struct tarjan *t, uint32_t root)
{
    struct components *out = t->out;
    uint32_t node;
    do {
        node = t->stack[--t->stack_count];
        t->on_stack[node] = false;
        t->ir->nodes.items[node].component = out->count;
        out->order[t->placed++] = node;
    } while (node != root);
    out->starts[++out->count] = t->placed;
}

static void visit(struct tarjan *t, uint32_t start)
{
    uint32_t depth = 0;
    t->frames[depth] = (struct frame){start, 0};
    enter(t, start);
    for (;;) {
        struct frame *frame = &t->frames[depth];
        if (frame->next < components_degree(t->ir, frame->node)) {
            uint32_t to = components_defeater(t->ir, frame->node, frame->next++);
            if (!t->index[to]) {
                enter(t, to);
                t->frames[++depth] = (struct frame){to, 0};
            } else if (t->on_stack[to] && t->index[to] < t->low[frame->node]) {
                t->low[frame->node] = t->index[to];
            }
            continue;
        }
        if (t->low[frame->node] == t->index[frame->node])
            close_component(t, frame->node);
        if (depth == 0)
            return;
        depth--;
        if (t->low[frame->node] < t->low[t->frames[depth].node])
            t->low[t->frames[depth].node] = t->low[frame->node];
    }
}

/* Nodes on the longest chain of defeaters; a component counts with all its nodes. */
static uint32_t deepest(struct ir_builder *b, const struct components *c)
{
    const struct ir *ir = b->ir;
    uint32_t *depth = ARENA_ARRAY(b->scratch, uint32_t, c->count + 1), result = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t below = 0;
        for (uint32_t k = c->starts[i]; k < c->starts[i + 1]; k++) {
            for (uint32_t d = 0; d < components_degree(ir, c->order[k]); d++) {
                uint32_t to = ir->nodes.items[components_defeater(ir, c->order[k], d)].component;
                if (to != i && depth[to] > below)
                    below = depth[to];
            }
        }
        depth[i] = below + (c->starts[i + 1] - c->starts[i]);
        if (depth[i] > result)
            result = depth[i];
    }
    return result;
}

struct components components_find(struct ir_builder *b)
{
    size_t n = b->ir->nodes.count;
    struct components out = {0};
    out.starts = ARENA_ARRAY(b->scratch, uint32_t, n + 1);
    out.order = ARENA_ARRAY(b->scratch, uint32_t, n + 1);
    struct tarjan t = {.ir = b->ir, .out = &out};
    t.index = ARENA_ARRAY(b->scratch, uint32_t, n + 1);
    t.low = ARENA_ARRAY(b->scratch, uint32_t, n + 1);
    t.on_stack = ARENA_ARRAY(b->scratch, bool, n + 1);
    t.stack = ARENA_ARRAY(b->scratch, uint32_t, n + 1);
    t.frames = ARENA_ARRAY(b->scratch, struct frame, n + 1);
    for (uint32_t node = 0; node < n; node++)
        if (!t.index[node])
            visit(&t, node);
    out.deepest = deepest(b, &out);
    return out;
}

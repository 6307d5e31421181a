/* verify_nodes.c: is the defeat graph what evaluation expects?
 *
 * A defeater stands in the same or an earlier component (exceptions and waivers in an
 * earlier one), an exception has one parent, and no chain is longer than
 * IR_DEPTH_LIMIT when a component counts with all its nodes: that bounds the recursion
 * of whoever resolves a node.
 */
#include "table/verify.h"

static bool check_info(const struct verifier *v, uint32_t id)
{
    const struct table *t = v->table;
    const struct table_node *node = &t->nodes[id];
    switch ((enum ir_node_kind)node->kind) {
    case NODE_NORM:
    case NODE_RANK_CONDITION:
        return true;
    case NODE_EXCEPT:
        return node->info < t->exceptions_count;
    case NODE_LIFT:
        return node->info < t->clauses_count;
    case NODE_WAIVER:
        return node->info < t->waivers_count;
    }
    return false;
}

static bool check_nodes(struct verifier *v)
{
    const struct table *t = v->table;
    uint64_t children = 0;
    uint32_t residuals = 0;
    if (t->meta->norm_count != t->norms_count || t->norms_count > t->nodes_count
        || t->nodes_count >= UINT32_MAX)
        return verify_fail(v, "not a node for each norm");
    for (uint32_t id = 0; id < t->nodes_count; id++) {
        const struct table_node *node = &t->nodes[id];
        children += node->child_count;
        residuals += node->residual;
        if (node->kind > NODE_RANK_CONDITION || !check_info(v, id)
            || (node->kind == NODE_NORM) != (id < t->norms_count))
            return verify_fail(v, "node %u is of no known sort", id);
        if (node->expr >= t->exprs_count || node->residual > 1
            || node->component >= t->nodes_count)
            return verify_fail(v, "node %u has no condition", id);
        if (!verify_list(node->first_child, node->child_count, t->children_count)
            || children > t->children_count)
            return verify_fail(v, "node %u has no exceptions", id);
    }
    return residuals == t->meta->residuals || verify_fail(v, "another number of residuals");
}

/* What may stand below what: the carve-backs of an exception are its own, a waiver has
 * exceptions only, and lifts are aimed at norms and lifts. */
static bool may_hold(enum ir_node_kind parent, enum ir_node_kind child)
{
    switch (child) {
    case NODE_EXCEPT:
        return parent != NODE_RANK_CONDITION;
    case NODE_LIFT:
        return parent == NODE_NORM || parent == NODE_LIFT;
    case NODE_WAIVER:
        return parent == NODE_NORM;
    case NODE_NORM:
    case NODE_RANK_CONDITION:
        return false;
    }
    return false;
}

static bool check_children(struct verifier *v)
{
    const struct table *t = v->table;
    bool *taken = ARENA_ARRAY(v->scratch, bool, t->nodes_count + 1);
    for (uint32_t id = 0; id < t->nodes_count; id++) {
        const struct table_node *node = &t->nodes[id];
        for (uint32_t i = 0; i < node->child_count; i++) {
            uint32_t to = t->children[node->first_child + i];
            if (to >= t->nodes_count
                || !may_hold((enum ir_node_kind)node->kind, (enum ir_node_kind)t->nodes[to].kind))
                return verify_fail(v, "node %u has no exception %u", id, to);
            if (t->nodes[to].kind == NODE_EXCEPT && taken[to])
                return verify_fail(v, "exception %u stands twice", to);
            taken[to] = true;
        }
    }
    return true;
}

static bool check_ranks(struct verifier *v)
{
    const struct table *t = v->table;
    uint64_t ranks = 0;
    for (size_t id = 0; id < t->ranks_count; id++) {
        const struct table_rank *rank = &t->ranks[id];
        bool conditional = rank->condition != IR_NONE;
        if (rank->winner >= t->norms_count || rank->kind > RANKED_RESERVED
            || rank->place >= t->places_count
            || (conditional && (rank->condition >= t->nodes_count
                                || t->nodes[rank->condition].kind != NODE_RANK_CONDITION)))
            return verify_fail(v, "rank %zu has no winner", id);
    }
    for (uint32_t id = 0; id < t->norms_count; id++) {
        const struct table_norm *norm = &t->norms[id];
        ranks += norm->rank_count;
        if (norm->sign >= TABLE_SIGNS
            || !verify_list(norm->first_rank, norm->rank_count, t->ranks_count)
            || ranks > t->ranks_count)
            return verify_fail(v, "norm %u has no ranks", id);
    }
    return true;
}

/* Only a permission and a prohibition can outrank each other. */
static bool opposite(const struct table *t, uint32_t loser, uint32_t winner)
{
    unsigned x = t->norms[loser].sign, y = t->norms[winner].sign;
    return (x == SIGN_PROHIBIT && y == SIGN_PERMIT) || (x == SIGN_PERMIT && y == SIGN_PROHIBIT);
}

/* The depth of the deepest defeater in an earlier component; false on a forward edge. */
static bool check_edges(struct verifier *v, uint32_t id, const uint32_t *depths, uint32_t *below)
{
    const struct table *t = v->table;
    const struct table_node *node = &t->nodes[id];
    const struct table_norm *norm = id < t->norms_count ? &t->norms[id] : NULL;
    uint32_t ranks = norm ? norm->rank_count : 0;
    for (uint32_t i = 0; i < node->child_count + ranks; i++) {
        uint32_t to;
        if (i < node->child_count) {
            to = t->children[node->first_child + i];
        } else {
            to = t->ranks[norm->first_rank + i - node->child_count].winner;
            if (!opposite(t, id, to))
                return verify_fail(v, "norm %u yields to one of its own sort", id);
        }
        uint32_t component = t->nodes[to].component;
        bool tree = t->nodes[to].kind == NODE_EXCEPT || t->nodes[to].kind == NODE_WAIVER;
        if (component > node->component || (tree && component == node->component))
            return verify_fail(v, "node %u is settled before its exceptions", id);
        if (component < node->component && depths[component] > *below)
            *below = depths[component];
    }
    return true;
}

static bool check_depth(struct verifier *v)
{
    const struct table *t = v->table;
    size_t n = t->nodes_count;
    uint32_t *starts = ARENA_ARRAY(v->scratch, uint32_t, n + 2);
    uint32_t *order = ARENA_ARRAY(v->scratch, uint32_t, n + 1);
    uint32_t *depths = ARENA_ARRAY(v->scratch, uint32_t, n + 1);
    for (size_t id = 0; id < n; id++)
        starts[t->nodes[id].component + 2]++;
    for (size_t c = 1; c < n + 2; c++)
        starts[c] += starts[c - 1];
    for (uint32_t id = 0; id < n; id++) /* leaves starts[c + 1] at the end of component c */
        order[starts[t->nodes[id].component + 1]++] = id;
    for (size_t c = 0; c < n; c++) {
        uint32_t below = 0, size = starts[c + 1] - starts[c];
        for (uint32_t k = starts[c]; k < starts[c + 1]; k++)
            if (!check_edges(v, order[k], depths, &below))
                return false;
        if (size > IR_DEPTH_LIMIT || below + size > IR_DEPTH_LIMIT)
            return verify_fail(v, "exceptions and ranks form a chain of more than %d",
                               IR_DEPTH_LIMIT);
        depths[c] = below + size;
    }
    return true;
}

bool verify_nodes(struct verifier *v)
{
    return check_nodes(v) && check_children(v) && check_ranks(v) && check_depth(v);
}

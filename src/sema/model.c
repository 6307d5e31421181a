/* model.c: what readers of the model and of the vocabulary ask again and again. */
#include "sema/model.h"

#include <string.h>

uint32_t vocab_leaf_node(const struct vocab *vocab, uint32_t kind, uint32_t leaf)
{
    /* Nodes stand in preorder, so their first leaves never fall, and of the nodes that
     * begin with one leaf the leaf itself stands last. */
    const struct vocab_kind *k = &vocab->kinds[kind];
    uint32_t low = k->first_node, high = k->first_node + k->node_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (vocab->nodes[middle].first_leaf <= leaf)
            low = middle;
        else
            high = middle;
    }
    return low;
}

const char *vocab_leaf_name(const struct vocab *vocab, uint32_t var, uint32_t leaf)
{
    const struct vocab_var *v = &vocab->vars[var];
    if (v->or_none && leaf + 1 == v->leaf_count)
        return "none";
    return vocab_string(vocab, vocab->nodes[vocab_leaf_node(vocab, v->leaf_kind, leaf)].name);
}

const struct vocab_family *vocab_family_of(const struct vocab *vocab, uint32_t var)
{
    for (uint32_t f = 0; f < vocab->family_count; f++)
        if (var - vocab->families[f].first_var < vocab->families[f].var_count)
            return &vocab->families[f];
    return NULL;
}

uint32_t vocab_named_leaves(const struct vocab *vocab, uint32_t var)
{
    return vocab->vars[var].leaf_count - vocab->vars[var].or_none;
}

void model_atom_vars(const struct vocab *vocab, const struct model_expr *atom,
                     void (*visit)(void *context, uint32_t var), void *context)
{
    switch (atom->op) {
    case OP_TRUE: case OP_FALSE: case OP_NOT: case OP_AND: case OP_OR: case OP_DURING: case OP_TERM:
    case OP_FORCE: case OP_LIVE: case OP_WAIVED:
        return;
    case OP_IN:
    case OP_RANGE:
        visit(context, atom->var);
        return;
    case OP_SINCE:
        visit(context, atom->var);
        if (atom->ref == VOCAB_NONE)
            return;
        visit(context, atom->ref);
        for (uint32_t leaf = 1; leaf < vocab_named_leaves(vocab, atom->ref); leaf++)
            visit(context, atom->var + leaf);
        return;
    case OP_MEMBER:
        visit(context, atom->var);
        for (uint32_t leaf = 0; leaf < vocab_named_leaves(vocab, atom->var); leaf++)
            visit(context, atom->ref + leaf);
        return;
    case OP_SAME:
        visit(context, atom->var);
        visit(context, atom->ref);
        return;
    case OP_INCLUDES:
        for (size_t r = 0; r < atom->set.count; r++)
            for (uint32_t l = atom->set.ranges[r].first; l <= atom->set.ranges[r].last; l++)
                visit(context, atom->var + l);
        return;
    case OP_ONLY:
        for (uint32_t leaf = 0; leaf < atom->ref; leaf++)
            visit(context, atom->var + leaf);
        return;
    }
}

bool model_same_bearer(const struct model *model, uint32_t m, uint32_t n)
{
    const struct vocab_node *a = &model->vocab.nodes[model->norms.items[m].bearer];
    const struct vocab_node *b = &model->vocab.nodes[model->norms.items[n].bearer];
    if (model->vocab.actor != VOCAB_NONE)
        return a->first_leaf < b->first_leaf + b->leaf_count
               && b->first_leaf < a->first_leaf + a->leaf_count;
    return a->first_leaf <= b->first_leaf
           && b->first_leaf + b->leaf_count <= a->first_leaf + a->leaf_count;
}

bool vocab_overlap(const struct vocab_node *nodes, uint32_t a, uint32_t b)
{
    const struct vocab_node *x = &nodes[a], *y = &nodes[b];
    return x->first_leaf < y->first_leaf + y->leaf_count
           && y->first_leaf < x->first_leaf + x->leaf_count;
}

uint32_t vocab_reach(const struct vocab_node *nodes, uint32_t at, const uint32_t *by, size_t count)
{
    uint32_t end = at;
    for (size_t i = 0; i < count; i++) {
        const struct vocab_node *n = &nodes[by[i]];
        if (n->first_leaf <= at && n->first_leaf + n->leaf_count > end)
            end = n->first_leaf + n->leaf_count;
    }
    return end;
}

bool vocab_covered(const struct vocab_node *nodes, uint32_t node, const uint32_t *by, size_t count)
{
    uint32_t at = nodes[node].first_leaf;
    const uint32_t end = at + nodes[node].leaf_count;
    while (at < end) {
        uint32_t reach = vocab_reach(nodes, at, by, count);
        if (reach == at)
            return false;
        at = reach;
    }
    return true;
}

uint32_t vocab_var_named(const struct vocab *vocab, const char *name)
{
    for (uint32_t v = 0; v < vocab->var_count; v++)
        if (vocab->vars[v].kind != VAR_READING
            && strcmp(vocab_string(vocab, vocab->vars[v].name), name) == 0)
            return v;
    return VOCAB_NONE;
}

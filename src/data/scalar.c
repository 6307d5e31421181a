/* scalar.c: one scalar of a description as the values it stands for.
 *
 * `unknown` is handled by the caller, since it stands alone. Yes/no facts take the words
 * of both worlds: yes and no, true and false, the latter also as YAML writes them.
 */
#include "data/binder.h"

static void add(struct binding *binding, struct intervals *out, int64_t low, int64_t high)
{
    struct interval interval = {low, high};
    VEC_PUSH(binding->arena, out, interval);
}

/* The leaf of a yes/no fact that a word without quotes means besides yes and no. */
static bool yaml_boolean(const struct node *node, int64_t *leaf)
{
    if (node->kind != NODE_PLAIN)
        return false;
    if (node_text_is(node, "True") || node_text_is(node, "TRUE")) {
        *leaf = VOCAB_YES;
        return true;
    }
    *leaf = VOCAB_NO;
    return node_text_is(node, "False") || node_text_is(node, "FALSE");
}

/* The choice a name stands for, or NULL. */
static const struct choice *find_choice(const struct binder *binder, uint32_t var,
                                        const struct node *node)
{
    uint32_t index;
    if (!lookup_find(&binder->lookup, BIND_KIND(binder_var(binder, var)->leaf_kind), node->text,
                     node->length, &index)
        || index == BIND_UNKNOWN)
        return NULL;
    return &binder->choices.items[index];
}

static bool bind_leaf(struct binding *binding, uint32_t var, const struct node *node,
                      struct intervals *out, const char **label)
{
    const struct vocab_var *v = binder_var(binding->binder, var);
    int64_t leaf;
    if (!node_is_scalar(node)) {
        complain_type(binding, var, node);
        return false;
    }
    const struct choice *choice = find_choice(binding->binder, var, node);
    if (choice) {
        add(binding, out, choice->first.low, choice->first.high);
        for (uint32_t i = 0; i < choice->more_count; i++)
            add(binding, out, choice->more[i].low, choice->more[i].high);
        *label = choice->name;
        return true;
    }
    if (v->or_none && node_text_is(node, "none")) {
        add(binding, out, (int64_t)v->leaf_count - 1, (int64_t)v->leaf_count - 1);
        *label = "none";
        return true;
    }
    if (v->leaf_kind == VOCAB_YES_NO && yaml_boolean(node, &leaf)) {
        add(binding, out, leaf, leaf);
        *label = leaf == VOCAB_YES ? "yes" : "no";
        return true;
    }
    complain_value(binding, var, node);
    return false;
}

static bool bind_number(struct binding *binding, uint32_t var, const struct node *node,
                        struct intervals *out, const char **label)
{
    int64_t value;
    if (!number_bind(binding, var, node, &value))
        return false;
    add(binding, out, value, value);
    *label = node->text;
    return true;
}

static bool bind_day(struct binding *binding, uint32_t var, const struct node *node,
                     struct intervals *out, const char **label)
{
    int64_t day;
    if (!value_day(binding, binder_name(binding->binder, var), node, &day))
        return false;
    add(binding, out, day, day);
    *label = node->text;
    return true;
}

static bool bind_event(struct binding *binding, uint32_t var, const struct node *node,
                       struct intervals *out, const char **label)
{
    if (node_text_is(node, "never")) {
        add(binding, out, DATE_NEVER, DATE_NEVER);
        *label = "never";
        return true;
    }
    if (!node_is_scalar(node) || *node->text < '0' || *node->text > '9') {
        complain_type(binding, var, node);
        return false;
    }
    return bind_day(binding, var, node, out, label);
}

bool scalar_bind(struct binding *binding, uint32_t var, const struct node *node,
                 struct intervals *out, const char **label)
{
    switch ((enum var_kind)binder_var(binding->binder, var)->kind) {
    case VAR_LEAF:
        return bind_leaf(binding, var, node, out, label);
    case VAR_NUMBER:
        return bind_number(binding, var, node, out, label);
    case VAR_DAY:
    case VAR_DATE_OF_CASE:
        return bind_day(binding, var, node, out, label);
    case VAR_EVENT:
        return bind_event(binding, var, node, out, label);
    case VAR_READING:
        break;
    }
    complain_type(binding, var, node);
    return false;
}

bool scalar_leaves(struct binding *binding, uint32_t var, const struct node *node,
                   const struct choice **out)
{
    *out = NULL;
    if (binder_var(binding->binder, var)->kind != VAR_LEAF || !node_is_scalar(node)) {
        complain_type(binding, var, node);
        return false;
    }
    *out = find_choice(binding->binder, var, node);
    if (!*out)
        complain_value(binding, var, node);
    return *out != NULL;
}

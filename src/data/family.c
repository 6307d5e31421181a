/* family.c: a fact of several values: the list of a description is the set itself.
 *
 *   cause: [flood, strike]   these and no others
 *   cause: flood             the same of one
 *   cause: none, cause: []   nothing (where no value of the kind is called none)
 *   cause: unknown           anything; missing means the same
 *   cause.flood: yes         what is known of one value, the others stay open
 *
 * A name above several leaves would say that one of them is meant and not which: that is
 * no box, so it is refused.
 */
#include "data/binder.h"

static void give(struct binding *binding, const struct vocab_family *family,
                 struct value_set *sets, struct alternatives *given)
{
    const char **label = ARENA_NEW(binding->arena, const char *);
    *label = "";
    for (uint32_t leaf = 0; leaf < family->var_count; leaf++) {
        bool known = sets[leaf].first.low == sets[leaf].first.high;
        sets[leaf].origin = known ? VALUE_GIVEN : VALUE_UNKNOWN;
        given[family->first_var + leaf] = (struct alternatives){&sets[leaf], label, 1};
    }
}

/* Adds one name of a list: it stands where it is first said, what the set has not where the whole
 * does. */
static bool add_member(struct binding *binding, const struct vocab_family *family,
                       const struct node *node, struct value_set *sets)
{
    const struct binder *binder = binding->binder;
    const char *name = vocab_string(binder->vocab, family->name);
    uint32_t index;
    if (node->kind == NODE_NULL) {
        complain_null(binding, name, node->span);
        return false;
    }
    if (!node_is_scalar(node)) {
        complain(binding, DIAG_VALUE_TYPE, node->span, "`%s` takes a list of its values, not %s",
                 name, node_kind_text(node));
        return false;
    }
    if (!lookup_find(&binder->lookup, BIND_KIND(family->leaf_kind), node->text, node->length,
                     &index)) {
        complain_member(binding, family, node);
        return false;
    }
    if (index == BIND_UNKNOWN) {
        complain(binding, DIAG_VALUE_FORM, node->span, "`unknown` stands alone, not in a list");
        return false;
    }
    const struct choice *choice = &binder->choices.items[index];
    if (choice->more_count || choice->first.low != choice->first.high) {
        struct diag *diag = complain(binding, DIAG_VALUE_FORM, node->span,
                                     "`%s` stands for several values of `%s`", node->text, name);
        diag_help(binder->diags, diag, "list those that it includes; what is known of one value "
                  "alone is said as `%s.VALUE: yes`, `no` or `unknown`", name);
        return false;
    }
    struct value_set *set = &sets[choice->first.low];
    if (set->first.low != VOCAB_YES)
        set->span = node->span;
    set->first = (struct interval){VOCAB_YES, VOCAB_YES};
    return true;
}

static bool is_empty_set(const struct binder *binder, const struct vocab_family *family,
                         const struct node *node)
{
    uint32_t index;
    return node_text_is(node, "none")
           && !lookup_find(&binder->lookup, BIND_KIND(family->leaf_kind), "none", 4, &index);
}

bool family_bind(struct binding *binding, const struct vocab_family *family,
                 const struct node *node, struct alternatives *given)
{
    const struct binder *binder = binding->binder;
    struct value_set *sets = ARENA_ARRAY(binding->arena, struct value_set, family->var_count);
    bool fine = true;
    for (uint32_t leaf = 0; leaf < family->var_count; leaf++)
        sets[leaf].span = node->span;
    if (node_text_is(node, "unknown")) {
        for (uint32_t leaf = 0; leaf < family->var_count; leaf++)
            sets[leaf].first.high = VOCAB_YES;
    } else if (node->kind == NODE_LIST) {
        for (size_t i = 0; i < node->count; i++)
            fine = add_member(binding, family, node->entries[i].value, sets) && fine;
    } else if (!is_empty_set(binder, family, node)) {
        fine = add_member(binding, family, node, sets);
    }
    if (fine)
        give(binding, family, sets, given);
    return fine;
}

/* acts.c: verbs as sets of values of the variable `act`. */
#include "sema/check.h"

static void unknown_act(struct sema *s, const struct ast_name *verb)
{
    const struct vocab_kind *kind = &s->kinds.items[s->act_kind];
    struct diag *diag = diag_add(s->diags, DIAG_ACT_UNKNOWN, verb->span,
                                 "no act is called `%s`", sema_text(s, verb->atom));
    struct nearest nearest;
    nearest_init(&nearest, sema_text(s, verb->atom), atom_length(s->names, verb->atom));
    for (uint32_t n = 0; n < kind->node_count; n++)
        nearest_offer(&nearest, sema_text(s, s->node_info.items[kind->first_node + n].name));
    nearest_offer(&nearest, "act");
    if (nearest_result(&nearest))
        diag_help(s->diags, diag, "did you mean `%s`?", nearest_result(&nearest));
    else if (s->of.acts.count == 0)
        diag_help(s->diags, diag, "declare it: acts deploy, %s.", sema_text(s, verb->atom));
    else
        diag_label(s->diags, diag, s->of.acts.items[0]->span, "the acts of this policy");
}

struct model_expr *sema_acts(struct sema *s, const struct ast_name *verbs)
{
    if (!verbs)
        return s->always;
    struct span span = {SOURCE_NONE, 0, 0};
    bool every = false, ok = true;
    for (const struct ast_name *at = verbs; at; at = at->next) {
        uint64_t found;
        span = span_join(span, at->span);
        if (at->atom == s->word_act) {
            every = true;
        } else if (map_get(&s->values, map_pair(s->act_kind, at->atom), &found)) {
            const struct vocab_node *node = &s->nodes.items[found / 2];
            sema_buffer_add(s, node->first_leaf, node->leaf_count);
        } else {
            unknown_act(s, at);
            ok = false;
        }
    }
    struct model_expr *in = sema_in(s, s->model->vocab.act, span);
    if (!ok || every)
        return s->always;
    uint32_t leaves = s->kinds.items[s->act_kind].leaf_count;
    if (in->set.count == 1 && in->set.ranges[0].first == 0 && in->set.ranges[0].last + 1 == leaves)
        return s->always;
    return in;
}

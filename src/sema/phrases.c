/* phrases.c: conditions that look at several variables at once.
 *
 * `host is backup`: two facts or choices of one kind have the same value. The name after
 * `is` is looked up among the values of the first one's kind before it is a fact, as every
 * name is resolved by where it stands. Such a condition tells every leaf of the kind from
 * every other, which has a limit. `cause includes n`, `cause is only n`: what a fact of
 * several values has among them.
 */
#include "sema/check.h"

/* The entry of a name that stands after `is` and is no value of the variable's kind. */
static struct sema_entry other_side(struct sema *s, const struct vocab_var *var,
                                    const struct ast_name *name)
{
    struct sema_entry none = {ENTRY_NONE, VOCAB_NONE};
    if ((var->or_none && name->atom == s->word_none)
        || map_get(&s->values, map_pair(var->leaf_kind, name->atom), NULL))
        return none;
    struct sema_entry entry = sema_find(s, name->atom);
    return entry.kind == ENTRY_VAR && s->vars.items[entry.id].kind == VAR_LEAF ? entry : none;
}

bool sema_small_kind(struct sema *s, uint32_t kind, struct span span)
{
    if (s->kinds.items[kind].leaf_count <= SEMA_LEAF_LIMIT)
        return true;
    struct diag *diag = diag_add(s->diags, DIAG_KIND_TOO_LARGE, span,
                                 "%s has %u values, too many to be told one by one here",
                                 sema_kind_title(s, kind), s->kinds.items[kind].leaf_count);
    diag_note(s->diags, diag, "the limit is %u", SEMA_LEAF_LIMIT);
    return false;
}

struct model_expr *sema_same(struct sema *s, const struct ast_expr *expr, uint32_t var)
{
    const struct vocab_var *v = &s->vars.items[var];
    if (expr->kind != EXPR_IS)
        return NULL;
    struct sema_entry entry = other_side(s, v, expr->values);
    if (entry.kind == ENTRY_NONE)
        return NULL;
    if (s->var_info.items[entry.id].poisoned)
        return s->always;
    const struct vocab_var *other = &s->vars.items[entry.id];
    if (other->leaf_kind != v->leaf_kind) {
        struct diag *diag = diag_add(s->diags, DIAG_KINDS_DIFFER, expr->span,
                                     "`%s` and `%s` have different values and are never compared",
                                     sema_text(s, expr->name.atom),
                                     sema_text(s, expr->values->atom));
        diag_label(s->diags, diag, s->var_spans.items[var], "declared here");
        diag_label(s->diags, diag, s->var_spans.items[entry.id], "declared here");
        diag_help(s->diags, diag, "declare both of one kind: kind …: …");
        return s->always;
    }
    if (!sema_small_kind(s, v->leaf_kind, expr->span))
        return s->always;
    struct model_expr *same = sema_expr(s, OP_SAME, expr->span);
    same->var = var;
    same->ref = entry.id;
    return expr->negated ? sema_not(s, same, expr->span) : same;
}

struct model_expr *sema_members(struct sema *s, const struct ast_expr *expr)
{
    struct sema_entry entry = sema_resolve(s, &expr->name);
    if (entry.kind == ENTRY_NONE)
        return s->always;
    if (entry.kind != ENTRY_FAMILY || s->families.items[entry.id].role != FAMILY_SEVERAL)
        return sema_wrong_type(s, expr, entry);
    const struct vocab_family *family = &s->families.items[entry.id];
    bool ok = sema_resolve_value(s, family->leaf_kind, false, expr->values);
    struct model_expr *members =
        sema_expr(s, expr->kind == EXPR_ONLY ? OP_ONLY : OP_INCLUDES, expr->span);
    members->var = family->first_var;
    members->ref = family->var_count;
    members->set = sema_buffer_take(s);
    if (!ok)
        return s->always;
    return expr->negated ? sema_not(s, members, expr->span) : members;
}

/* grants.c: `G grants H exclusive a among D`: what a grant prohibits to its grantor.
 *
 * Outside the leaves of the grantees, and of the grantor where the grant is sole, and
 * where the attribute is not absent. The attribute may be of any kind: its values are
 * named then (`OpenAI grants Nvidia exclusive chip` forbids every other chip). A party
 * named for an attribute of another kind would have no leaves in it; what a drafter means
 * by "exclusive territory" is said with an attribute of kind party, so that is an error.
 */
#include "sema/check.h"

void sema_refuse_attribute(struct sema *s, const struct ast_name *name, struct sema_entry entry,
                           const char *want)
{
    if (entry.kind == ENTRY_VAR && s->var_info.items[entry.id].poisoned)
        return;
    struct diag *diag = diag_add(s->diags, DIAG_GRANT_ATTRIBUTE, name->span,
                                 "`%s` is %s, but this takes %s", sema_text(s, name->atom),
                                 sema_describe(s, entry), want);
    diag_label(s->diags, diag, sema_declared_at(s, entry), "declared here");
}

bool sema_grant_attribute(struct sema *s, const struct ast_sentence *sentence, uint32_t *var)
{
    struct sema_entry entry = sema_resolve(s, &sentence->attribute);
    if (entry.kind == ENTRY_NONE)
        return false;
    bool number = sentence->kind == SENTENCE_COMMITS;
    *var = entry.id;
    if (entry.kind == ENTRY_VAR && !s->var_info.items[entry.id].poisoned) {
        const struct vocab_var *v = &s->vars.items[entry.id];
        if (number ? v->kind == VAR_NUMBER
                   : v->kind == VAR_LEAF && v->leaf_kind != VOCAB_YES_NO)
            return true;
    }
    sema_refuse_attribute(s, &sentence->attribute, entry,
                     number ? "a number" : "a fact or choice with named values");
    return false;
}

static bool party_of_other_kind(struct sema *s, const struct ast_name *name, uint32_t var)
{
    const struct vocab_var *v = &s->vars.items[var];
    uint32_t party = s->model->vocab.party_kind;
    if (party == VOCAB_NONE || v->leaf_kind == party
        || map_get(&s->values, map_pair(v->leaf_kind, name->atom), NULL)
        || !map_get(&s->values, map_pair(party, name->atom), NULL))
        return false;
    struct diag *diag = diag_add(s->diags, DIAG_GRANT_GRANTEE, name->span,
                                 "`%s` is a party, but `%s` has no parties among its values",
                                 sema_text(s, name->atom),
                                 sema_text(s, s->var_info.items[var].name));
    diag_label(s->diags, diag, s->var_spans.items[var], "declared here");
    for (size_t i = 0; i < s->vars.count; i++) {
        if (s->vars.items[i].kind != VAR_LEAF || s->vars.items[i].leaf_kind != party
            || s->vars.items[i].role == VAR_ROLE_ACTOR)
            continue;
        diag_help(s->diags, diag, "grant who does it and say where: `grants %s exclusive %s where %s is …`",
                  sema_text(s, name->atom), sema_text(s, s->var_info.items[i].name),
                  sema_text(s, s->var_info.items[var].name));
        return true;
    }
    diag_help(s->diags, diag, "write `shall not … where %s is …`, or declare who does it: `choice seller: party.`",
              sema_text(s, s->var_info.items[var].name));
    return true;
}

static bool check_words(struct sema *s, const struct ast_sentence *sentence)
{
    if (!sentence->sole || !sentence->exclusive)
        return true;
    struct diag *diag = diag_add(s->diags, DIAG_SOLE_EXCLUSIVE, sentence->head,
                                 "a grant is sole or exclusive, not both");
    diag_note(s->diags, diag, "exclusive: nobody but the grantee, not even the grantor");
    diag_note(s->diags, diag, "sole: nobody but the grantee and the grantor");
    return false;
}

/* `among D`: a term, or a name of the attribute's kind. */
static struct model_expr *among(struct sema *s, const struct ast_name *name, uint32_t var)
{
    const struct vocab_var *v = &s->vars.items[var];
    struct sema_entry entry = sema_find(s, name->atom);
    bool value = map_get(&s->values, map_pair(v->leaf_kind, name->atom), NULL);
    if (value && entry.kind == ENTRY_TERM) {
        struct diag *diag = diag_add(s->diags, DIAG_AMONG_UNKNOWN, name->span,
                                     "`%s` is a term and also a value of %s",
                                     sema_text(s, name->atom), sema_kind_title(s, v->leaf_kind));
        diag_label(s->diags, diag, sema_declared_at(s, entry), "the term");
        diag_help(s->diags, diag, "rename one of them");
        return s->always;
    }
    if (entry.kind == ENTRY_TERM)
        return sema_ref_expr(s, OP_TERM, entry.id, name->span);
    if (value) {
        sema_resolve_value(s, v->leaf_kind, v->or_none, name);
        return sema_in(s, var, name->span);
    }
    struct diag *diag = diag_add(s->diags, DIAG_AMONG_UNKNOWN, name->span,
                                 "`%s` is no term and no value of %s", sema_text(s, name->atom),
                                 sema_kind_title(s, v->leaf_kind));
    uint64_t other;
    if (map_get(&s->kind_of_value, name->atom, &other))
        diag_note(s->diags, diag, "`%s` is a value of %s", sema_text(s, name->atom),
                  sema_kind_title(s, (uint32_t)other));
    struct nearest nearest;
    nearest_init(&nearest, sema_text(s, name->atom), atom_length(s->names, name->atom));
    for (size_t t = 0; t < s->of.terms.count && sema_hints(s); t++)
        nearest_offer(&nearest, sema_text(s, s->of.terms.items[t]->name.atom));
    const struct vocab_kind *kind = &s->kinds.items[v->leaf_kind];
    for (uint32_t n = 0; n < kind->node_count && sema_hints(s); n++)
        nearest_offer(&nearest, sema_text(s, s->node_info.items[kind->first_node + n].name));
    if (nearest_result(&nearest))
        diag_help(s->diags, diag, "did you mean `%s`?", nearest_result(&nearest));
    return s->always;
}

struct model_expr *sema_grant_condition(struct sema *s, const struct ast_sentence *sentence,
                                        uint32_t bearer, uint32_t *attribute)
{
    uint32_t var;
    if (!check_words(s, sentence) || !sema_grant_attribute(s, sentence, &var))
        return s->always;
    *attribute = var;
    const struct vocab_var *v = &s->vars.items[var];
    bool ok = true;
    struct span span = sentence->attribute.span;
    for (const struct ast_name *at = sentence->grantees; at; at = at->next) {
        span = span_join(span, at->span);
        ok &= !party_of_other_kind(s, at, var)
              && sema_resolve_value(s, v->leaf_kind, v->or_none, at);
    }
    if (sentence->sole && v->leaf_kind == s->model->vocab.party_kind) {
        const struct vocab_node *own = &s->nodes.items[bearer];
        sema_buffer_add(s, own->first_leaf, own->leaf_count);
    } else if (sentence->sole && ok) {
        struct diag *diag = diag_add(s->diags, DIAG_GRANT_ATTRIBUTE, sentence->attribute.span,
                                     "`%s` cannot be granted as sole: its values are no parties",
                                     sema_text(s, sentence->attribute.atom));
        diag_label(s->diags, diag, s->var_spans.items[var], "declared here");
        diag_help(s->diags, diag, "write `exclusive`, or `shall not … where %s is …`",
                  sema_text(s, sentence->attribute.atom));
    }
    if (v->or_none)
        sema_buffer_add(s, v->leaf_count - 1, 1);
    struct model_expr *inside = sema_in(s, var, span);
    if (!ok)
        return s->always;
    struct model_expr *result = sema_not(s, inside, span);
    if (sentence->among.atom)
        result = sema_both(s, result, among(s, &sentence->among, var));
    return result;
}

/* holders.c: who is bound by a norm and to whom it is owed.
 *
 * A grantee's or creditor's right is held by the one of the agreement's parties that contains
 * him: a grant to Azure is owed to Microsoft. `to H` names the holder himself. The bearer's own
 * party never holds a norm against itself.
 */
#include "sema/check.h"

uint32_t sema_own_party(const struct sema *s, uint32_t node, uint32_t agreement)
{
    const struct model_agreement *a = &s->model->agreements.items[agreement];
    for (size_t p = 0; p < a->party_count; p++)
        if (sema_node_inside(s, node, a->parties[p]))
            return a->parties[p];
    return VOCAB_NONE;
}

bool sema_bearer(struct sema *s, const struct ast_name *name, uint32_t agreement, uint32_t *out)
{
    *out = sema_resolve_party(s, name, "bound by a clause");
    if (*out == VOCAB_NONE)
        return false;
    if (sema_own_party(s, *out, agreement) != VOCAB_NONE)
        return true;
    const struct model_agreement *a = &s->model->agreements.items[agreement];
    for (size_t p = 0; p < a->party_count; p++) {
        if (!sema_node_inside(s, a->parties[p], *out))
            continue;
        struct diag *diag = diag_add(s->diags, DIAG_BEARER_ABOVE, name->span,
                                     "`%s` stands above the party `%s` and is not bound by `%s`",
                                     sema_text(s, name->atom),
                                     sema_text(s, s->node_info.items[a->parties[p]].name),
                                     sema_agreement_text(s, agreement));
        diag_label(s->diags, diag, a->span, "the parties");
        diag_help(s->diags, diag, "name `%s`, or make `%s` the party",
                  sema_text(s, s->node_info.items[a->parties[p]].name), sema_text(s, name->atom));
        return false;
    }
    if (a->party_count == 0)
        return true; /* its parties were refused */
    struct diag *diag = diag_add(s->diags, DIAG_BEARER_OUTSIDE, name->span,
                                 "`%s` belongs to no party of `%s`", sema_text(s, name->atom),
                                 sema_agreement_text(s, agreement));
    diag_label(s->diags, diag, a->span, "the parties");
    diag_note(s->diags, diag, "the clause binds it all the same, and it stands for itself");
    return true;
}

struct holder_list {
    struct sema *s;
    uint32_t own;   /* the bearer's party, which holds nothing against itself */
    bool own_named; /* it was named all the same (persons.c) */
    uint32_t *items;
    size_t count;
};

static void add(struct holder_list *list, uint32_t holder)
{
    if (holder == list->own) {
        list->own_named = true;
        return;
    }
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == holder)
            return;
    list->items[list->count++] = holder;
}

static size_t length_of(const struct ast_name *names)
{
    size_t count = 0;
    for (; names; names = names->next)
        count++;
    return count;
}

/* Names that must lie below a party: grantees and creditors. False when one is none. */
static bool add_containing(struct holder_list *list, const struct ast_name *names,
                           uint32_t agreement)
{
    struct sema *s = list->s;
    bool ok = true;
    for (const struct ast_name *at = names; at; at = at->next) {
        uint64_t found;
        if (!map_get(&s->values, map_pair(s->model->vocab.party_kind, at->atom), &found)
            || found % 2 != 0) {
            ok = false; /* reported where the name was resolved */
            continue;
        }
        uint32_t party = sema_own_party(s, (uint32_t)(found / 2), agreement);
        if (party != VOCAB_NONE)
            add(list, party);
    }
    return ok;
}

/* `to H`: who is named, be he a part of a party or an outsider; then only he can waive. */
static bool add_named(struct holder_list *list, const struct ast_name *names, uint32_t agreement)
{
    struct sema *s = list->s;
    bool ok = true;
    for (const struct ast_name *at = names; at; at = at->next) {
        uint32_t node = sema_resolve_party(s, at, "owed anything");
        if (node == VOCAB_NONE) {
            ok = false;
            continue;
        }
        uint32_t party = sema_own_party(s, node, agreement);
        add(list, party == list->own ? party : node);
        if (party != VOCAB_NONE || s->model->agreements.items[agreement].party_count == 0)
            continue;
        struct diag *diag = diag_add(s->diags, DIAG_HOLDER_OUTSIDE, at->span,
                                     "`%s` belongs to no party of `%s`", sema_text(s, at->atom),
                                     sema_agreement_text(s, agreement));
        diag_note(s->diags, diag, "it holds this right all the same, and only it can waive it");
    }
    return ok;
}

static void report_missing(struct sema *s, const struct ast_sentence *sentence,
                           const struct model_norm *norm, uint32_t agreement)
{
    const struct model_agreement *a = &s->model->agreements.items[agreement];
    struct diag *diag = diag_add(s->diags, DIAG_HOLDER_MISSING, sentence->head,
                                 norm->sign == SIGN_DUTY ? "this duty is owed to nobody"
                                                         : "this prohibition is owed to nobody");
    diag_label(s->diags, diag, a->span, "the parties");
    if (sentence->kind == SENTENCE_GRANT)
        diag_note(s->diags, diag, "a grant is held by the other party that contains the grantee");
    else if (sentence->kind == SENTENCE_OWES)
        diag_note(s->diags, diag, "a duty is held by the other party that contains the creditor");
    else
        diag_help(s->diags, diag, "name a second party of `%s`, or say `to` whom it is owed",
                  sema_agreement_text(s, agreement));
}

/* A grant of an attribute that holds parties is owed to the grantee's party. One of
 * another attribute (`grants Nvidia exclusive chip`) names values, not people: it is owed
 * like any prohibition to all other parties. */
static bool held_by_grantee(const struct sema *s, const struct ast_sentence *sentence)
{
    struct sema_entry entry = sema_find(s, sentence->attribute.atom);
    return entry.kind == ENTRY_VAR && s->vars.items[entry.id].kind == VAR_LEAF
           && s->vars.items[entry.id].leaf_kind == s->model->vocab.party_kind;
}

void sema_holders(struct sema *s, const struct ast_sentence *sentence, struct model_norm *norm)
{
    uint32_t agreement = s->model->clauses.items[norm->clause].agreement;
    const struct model_agreement *a = &s->model->agreements.items[agreement];
    const struct ast_name *names = sentence->holders;
    bool ok = true;
    if (sentence->kind == SENTENCE_OWES)
        names = sentence->creditors;
    if (sentence->kind == SENTENCE_GRANT && held_by_grantee(s, sentence))
        names = sentence->grantees;
    struct holder_list list = {s, sema_own_party(s, norm->bearer, agreement), false, NULL, 0};
    if (list.own == VOCAB_NONE)
        list.own = norm->bearer;
    size_t most = names ? length_of(names) : a->party_count;
    list.items = most ? ARENA_ARRAY(s->arena, uint32_t, most) : NULL;
    if (names && names == sentence->holders) {
        ok = add_named(&list, names, agreement);
    } else if (names) {
        ok = add_containing(&list, names, agreement);
    } else {
        for (size_t p = 0; p < a->party_count; p++)
            add(&list, a->parties[p]);
    }
    norm->holders = list.items;
    norm->holder_count = list.count;
    bool by_itself = list.own_named && sentence->kind != SENTENCE_GRANT && names;
    if (list.count == 0 && ok && !by_itself && norm->sign != SIGN_PERMIT && a->party_count > 0)
        report_missing(s, sentence, norm, agreement);
}

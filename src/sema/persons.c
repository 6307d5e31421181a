/* persons.c: who is named in a sentence: nobody twice, nobody against himself.
 *
 * Of several bearers each has a norm of its own, so `A and B owe A and B` is a debt of each
 * to the other and names nobody against himself; `A owes A and B` does. A name that stands
 * twice changes nothing, but often another name was meant. Names that are no parties were
 * reported where they were resolved, and are passed over here.
 */
#include "sema/check.h"

/* The party node of a name, VOCAB_NONE when it is none. */
static uint32_t node_of(const struct sema *s, const struct ast_name *name)
{
    uint64_t found;
    bool known = map_get(&s->values, map_pair(s->model->vocab.party_kind, name->atom), &found);
    return known && found % 2 == 0 ? (uint32_t)(found / 2) : VOCAB_NONE;
}

static uint32_t own_or_self(const struct sema *s, uint32_t node, uint32_t agreement)
{
    uint32_t party = sema_own_party(s, node, agreement);
    return party == VOCAB_NONE ? node : party;
}

/* ---- named twice ------------------------------------------------------------------------------- */

static void report_twice(struct sema *s, const struct ast_name *at, const struct ast_name *old,
                         bool overlapping)
{
    struct diag *diag = diag_add(s->diags, DIAG_PARTY_REPEATED, at->span,
                                 overlapping ? "`%s` and `%s` are one party, named twice"
                                             : "`%s` is named twice in one sentence",
                                 sema_text(s, at->atom), sema_text(s, old->atom));
    diag_label(s->diags, diag, old->span, "named here");
    if (overlapping)
        diag_note(s->diags, diag, "a party stands for everything below it");
    else
        diag_help(s->diags, diag, "delete one of the two, or name whom else you meant");
}

/* `below`: a name below another one is a repetition, too. */
static void check_twice(struct sema *s, const struct ast_name *list, bool below)
{
    for (const struct ast_name *at = list; at; at = at->next) {
        for (const struct ast_name *old = list; old != at; old = old->next) {
            uint32_t a = below ? node_of(s, at) : VOCAB_NONE;
            uint32_t b = below ? node_of(s, old) : VOCAB_NONE;
            bool overlapping = at->atom != old->atom && a != VOCAB_NONE && b != VOCAB_NONE
                               && sema_nodes_overlap(s, a, b);
            if (at->atom != old->atom && !overlapping)
                continue;
            report_twice(s, at, old, overlapping);
            break;
        }
    }
}

/* ---- against himself --------------------------------------------------------------------------- */

static void report_self(struct sema *s, const struct ast_sentence *sentence,
                        const struct ast_name *name, uint32_t agreement)
{
    const char *what = sentence->kind == SENTENCE_OWES  ? "be owed anything by"
                       : sentence->kind == SENTENCE_MAY ? "give leave to"
                                                        : "hold a right against";
    const struct ast_name *bearer = sentence->parties;
    while (bearer->atom != name->atom && bearer->next)
        bearer = bearer->next;
    bool same = bearer->atom == name->atom;
    struct diag *diag = diag_add(s->diags, DIAG_HOLDER_SELF, name->span, "`%s` cannot %s %s",
                                 sema_text(s, name->atom), what,
                                 same ? "itself" : "its own party");
    if (same || !sentence->parties->next)
        diag_label(s->diags, diag, bearer->span, "the bearer of this sentence");
    diag_help(s->diags, diag, "name another party of `%s`, or leave it out",
              sema_agreement_text(s, agreement));
}

/* Is the name no other party for any bearer; or for one whose norm nobody else holds? */
static bool is_self(const struct sema *s, uint32_t node, struct sema_run norms,
                    uint32_t agreement)
{
    uint32_t party = own_or_self(s, node, agreement);
    bool all = true, alone = false;
    for (uint32_t n = norms.first; n < norms.first + norms.count; n++) {
        const struct model_norm *norm = &s->model->norms.items[n];
        bool own = own_or_self(s, norm->bearer, agreement) == party;
        all = all && own;
        alone = alone || (own && norm->holder_count == 0);
    }
    return norms.count > 0 && (all || alone);
}

void sema_named_twice(struct sema *s, const struct ast_name *list)
{
    check_twice(s, list, false);
}

void sema_persons(struct sema *s, const struct ast_sentence *sentence, struct sema_run norms,
                  uint32_t agreement)
{
    bool owes = sentence->kind == SENTENCE_OWES, grants = sentence->kind == SENTENCE_GRANT;
    const struct ast_name *names = owes ? sentence->creditors : sentence->holders;
    if (s->model->vocab.party_kind == VOCAB_NONE)
        return;
    check_twice(s, sentence->parties, true);
    check_twice(s, grants ? sentence->grantees : names, false);
    if (grants || s->model->agreements.items[agreement].party_count == 0)
        return;
    for (const struct ast_name *at = names; at; at = at->next) {
        uint32_t node = node_of(s, at);
        if (node == VOCAB_NONE || !is_self(s, node, norms, agreement))
            continue;
        report_self(s, sentence, at, agreement);
        return;
    }
}

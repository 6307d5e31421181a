/* refs.c: references to clauses, documents and agreements.
 *
 * A bare number belongs to the document it is said in, else to the body of its agreement.
 * Outside agreements the scope said before carries over ("of Alliance 2.1 and 3").
 * `2(a)` names only the clause declared so: numbers are compared as they are written.
 */
#include "sema/check.h"

#define SCOPE_POISONED (VOCAB_NONE - 1) /* a scope that does not exist was said; reported */

struct sema_scope sema_clause_scope(const struct sema *s, uint32_t clause)
{
    const struct model_clause *c = &s->model->clauses.items[clause];
    return (struct sema_scope){c->agreement, c->document};
}

static uint32_t find_clause(const struct sema *s, struct sema_scope scope, atom_t number)
{
    uint64_t found;
    uint32_t agreements = (uint32_t)s->of.agreements.count;
    if (scope.document != VOCAB_NONE
        && map_get(&s->clause_numbers, map_pair(agreements + scope.document, number), &found))
        return (uint32_t)found;
    return VOCAB_NONE;
}

static uint32_t find_in_body(const struct sema *s, uint32_t agreement, atom_t number)
{
    uint64_t found;
    if (map_get(&s->clause_numbers, map_pair(agreement, number), &found))
        return (uint32_t)found;
    return VOCAB_NONE;
}

static struct diag *unknown_scope(struct sema *s, const struct ast_name *name)
{
    struct diag *diag = diag_add(s->diags, DIAG_AGREEMENT_UNKNOWN, name->span,
                                 "no agreement or document is called `%s`",
                                 sema_text(s, name->atom));
    if (!sema_hints(s))
        return diag;
    struct nearest nearest;
    nearest_init(&nearest, sema_text(s, name->atom), atom_length(s->names, name->atom));
    for (size_t a = 0; a < s->of.agreements.count; a++)
        nearest_offer(&nearest, sema_text(s, s->of.agreements.items[a]->name.atom));
    for (size_t d = 0; d < s->of.documents.count; d++)
        nearest_offer(&nearest, sema_text(s, s->of.documents.items[d].statement->name.atom));
    if (nearest_result(&nearest))
        diag_help(s->diags, diag, "did you mean `%s`?", nearest_result(&nearest));
    return diag;
}

uint32_t sema_resolve_agreement(struct sema *s, const struct ast_name *name)
{
    struct sema_scope scope;
    if (!sema_find_scope(s, name->atom, &scope)) {
        struct diag *diag = unknown_scope(s, name);
        struct sema_entry entry = sema_find(s, name->atom);
        if (entry.kind != ENTRY_NONE)
            diag_note(s->diags, diag, "`%s` is %s", sema_text(s, name->atom),
                      sema_describe(s, entry));
        return VOCAB_NONE;
    }
    if (scope.document == VOCAB_NONE)
        return scope.agreement;
    struct diag *diag = diag_add(s->diags, DIAG_AGREEMENT_UNKNOWN, name->span,
                                 "`%s` is a document, not an agreement",
                                 sema_text(s, name->atom));
    diag_help(s->diags, diag, "it shares the period of its agreement: name `%s`",
              sema_agreement_text(s, scope.agreement));
    return VOCAB_NONE;
}

/* Nearest number among the clauses of the agreement, else a few of them; and where else
 * the number exists. */
static void unknown_clause(struct sema *s, const struct ast_ref *ref, struct sema_scope scope)
{
    const char *number = sema_text(s, ref->number.atom);
    const char *where = scope.document == VOCAB_NONE
                            ? sema_agreement_text(s, scope.agreement)
                            : sema_text(s, s->model->documents.items[scope.document].name);
    struct diag *diag = diag_add(s->diags, DIAG_CLAUSE_UNKNOWN, ref->span,
                                 "`%s` has no clause %s", where, number);
    if (!sema_hints(s))
        return;
    struct nearest nearest;
    nearest_init(&nearest, number, atom_length(s->names, ref->number.atom));
    struct sema_run run = s->agreement_clauses[scope.agreement];
    struct strbuf list;
    strbuf_init(&list, s->diags->arena);
    for (uint32_t c = run.first; c < run.first + run.count; c++) {
        const struct model_clause *clause = &s->model->clauses.items[c];
        if (clause->number == ref->number.atom) {
            diag_help(s->diags, diag, "did you mean `%s`?", clause->title);
            return;
        }
        if (clause->document != scope.document)
            continue;
        nearest_offer(&nearest, sema_text(s, clause->number));
        bool again = false; /* a number that was given twice is another error */
        for (uint32_t k = run.first; k < c; k++)
            again |= s->model->clauses.items[k].number == clause->number
                     && s->model->clauses.items[k].document == scope.document;
        if (run.count <= 12 && !again)
            strbuf_printf(&list, "%s%s", list.count ? ", " : "", sema_text(s, clause->number));
    }
    if (nearest_result(&nearest))
        diag_help(s->diags, diag, "did you mean %s?", nearest_result(&nearest));
    else if (list.count)
        diag_note(s->diags, diag, "its clauses are %s", strbuf_string(&list));
}

bool sema_resolve_ref(struct sema *s, const struct ast_ref *ref, struct sema_scope *here,
                      bool carry, struct sema_target *out)
{
    struct sema_scope scope = *here;
    out->clause = VOCAB_NONE;
    if (ref->scope.atom) {
        if (!sema_find_scope(s, ref->scope.atom, &scope)) {
            unknown_scope(s, &ref->scope);
            if (carry)
                here->agreement = SCOPE_POISONED; /* what follows has an unknown scope too */
            return false;
        }
        if (carry)
            *here = scope;
    }
    out->scope = scope;
    if (!ref->number.atom)
        return true;
    if (scope.agreement == SCOPE_POISONED)
        return false;
    if (scope.agreement == VOCAB_NONE) {
        struct diag *diag = diag_add(s->diags, DIAG_REF_SCOPE, ref->span,
                                     "clause %s of which agreement?",
                                     sema_text(s, ref->number.atom));
        diag_help(s->diags, diag, "put the agreement's or document's name before the number");
        return false;
    }
    if (scope.document != VOCAB_NONE)
        out->clause = find_clause(s, scope, ref->number.atom);
    /* a bare number may belong to the body; one after a document's name may not */
    if (out->clause == VOCAB_NONE && (scope.document == VOCAB_NONE || !ref->scope.atom))
        out->clause = find_in_body(s, scope.agreement, ref->number.atom);
    if (out->clause != VOCAB_NONE)
        return true;
    unknown_clause(s, ref, scope);
    return false;
}

uint32_t sema_resolve_clause(struct sema *s, const struct ast_ref *ref, struct sema_scope *here,
                             bool carry)
{
    struct sema_target target;
    if (!sema_resolve_ref(s, ref, here, carry, &target))
        return VOCAB_NONE;
    if (target.clause == VOCAB_NONE) {
        struct diag *diag = diag_add(s->diags, DIAG_REF_SCOPE, ref->span,
                                     "a clause number is missing after `%s`",
                                     sema_text(s, ref->scope.atom));
        diag_help(s->diags, diag, "name each clause, as in `%s 2.1 and 3`",
                  sema_text(s, ref->scope.atom));
    }
    return target.clause;
}

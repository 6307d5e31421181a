/* agreements.c: agreements, documents and their clauses by name and number; periods;
 * what a clause stands in place of; amendments.
 *
 * Agreements and documents share one set of names, since either may stand before a clause
 * number. A clause's number is unique in its document, or in the body of its agreement.
 */
#include "sema/check.h"

#include <string.h>

static struct span scope_span(const struct sema *s, uint64_t value)
{
    return value % 2 ? s->of.documents.items[value / 2].statement->name.span
                     : s->of.agreements.items[value / 2]->name.span;
}

static void declare_scope(struct sema *s, const struct ast_name *name, uint64_t value)
{
    uint64_t old;
    if (!map_get(&s->scopes, name->atom, &old)) {
        map_put(&s->scopes, name->atom, value);
        return;
    }
    struct diag *diag = diag_add(s->diags, DIAG_NAME_TAKEN, name->span,
                                 "`%s` is declared twice", sema_text(s, name->atom));
    diag_label(s->diags, diag, scope_span(s, old), "first declared here");
    diag_note(s->diags, diag, "agreements and documents share one set of names");
}

bool sema_find_scope(const struct sema *s, atom_t name, struct sema_scope *out)
{
    uint64_t value;
    if (!map_get(&s->scopes, name, &value))
        return false;
    uint32_t id = (uint32_t)(value / 2);
    out->document = value % 2 ? id : VOCAB_NONE;
    out->agreement = value % 2 ? s->of.documents.items[id].agreement : id;
    return true;
}

const char *sema_agreement_text(const struct sema *s, uint32_t agreement)
{
    return sema_text(s, s->model->agreements.items[agreement].name);
}

static void report_alone(struct sema *s, const struct ast_statement *statement)
{
    const char *party = sema_text(s, statement->names->atom);
    struct diag *diag = diag_add(s->diags, DIAG_PARTY_ALONE, statement->names->span,
                                 "`%s` is the only party of `%s`", party,
                                 sema_text(s, statement->name.atom));
    diag_help(s->diags, diag, "name the other side: `between %s and …`", party);
}

static void check_parties(struct sema *s, const struct ast_statement *statement)
{
    if (!statement->names->next)
        report_alone(s, statement);
    for (const struct ast_name *at = statement->names; at; at = at->next) {
        uint64_t a, b;
        uint32_t kind = s->model->vocab.party_kind;
        if (!map_get(&s->values, map_pair(kind, at->atom), &a) || a % 2 != 0)
            continue;
        for (const struct ast_name *old = statement->names; old != at; old = old->next) {
            if (!map_get(&s->values, map_pair(kind, old->atom), &b) || b % 2 != 0
                || !sema_nodes_overlap(s, (uint32_t)(a / 2), (uint32_t)(b / 2)))
                continue;
            struct diag *diag = diag_add(s->diags, DIAG_PARTIES_OVERLAP, at->span,
                                         at->atom == old->atom
                                             ? "`%s` is named twice as a party"
                                             : "`%s` overlaps with another party",
                                         sema_text(s, at->atom));
            diag_label(s->diags, diag, old->span, "the other one");
            if (at->atom != old->atom)
                diag_help(s->diags, diag, "name the outer one only; it stands for all below it");
            break;
        }
    }
}

void sema_declare_agreements(struct sema *s)
{
    for (size_t i = 0; i < s->of.agreements.count; i++) {
        const struct ast_statement *at = s->of.agreements.items[i];
        struct model_agreement agreement = {.name = at->name.atom, .span = at->span};
        declare_scope(s, &at->name, (uint64_t)i * 2);
        size_t errors = s->diags->errors;
        sema_resolve_parties(s, at->names, "a party of an agreement", &agreement.parties,
                             &agreement.party_count);
        if (s->model->vocab.party_kind != VOCAB_NONE)
            check_parties(s, at);
        if (s->diags->errors > errors)
            agreement.party_count = 0; /* none: nobody reports what follows from it */
        VEC_PUSH(s->arena, &s->model->agreements, agreement);
    }
    for (size_t i = 0; i < s->of.documents.count; i++) {
        const struct sema_owned *at = &s->of.documents.items[i];
        struct model_document document = {at->statement->name.atom, at->agreement,
                                          at->statement->span};
        declare_scope(s, &at->statement->name, (uint64_t)i * 2 + 1);
        VEC_PUSH(s->arena, &s->model->documents, document);
    }
}

void sema_agreements(struct sema *s)
{
    for (size_t i = 0; i < s->of.agreements.count; i++)
        s->model->agreements.items[i].period =
            sema_period(s, &s->of.agreements.items[i]->period, "this agreement");
}

/* ---- clauses ---------------------------------------------------------------------------- */

/* "Alliance 2.1"; made 100 000 times, so without printf. */
static const char *title_of(struct sema *s, atom_t scope, atom_t number)
{
    size_t a = atom_length(s->names, scope), b = atom_length(s->names, number);
    char *title = arena_alloc(s->arena, a + b + 2);
    memcpy(title, sema_text(s, scope), a);
    title[a] = ' ';
    memcpy(title + a + 1, sema_text(s, number), b + 1);
    return title;
}

static const char *joined_texts(struct sema *s, const struct ast_sentence *sentences)
{
    const struct ast_sentence *only = NULL;
    size_t count = 0;
    for (const struct ast_sentence *at = sentences; at; at = at->next) {
        if (!at->text.text)
            continue;
        only = at;
        count++;
    }
    if (count <= 1)
        return only ? only->text.text : "";
    struct strbuf text;
    strbuf_init(&text, s->arena);
    for (const struct ast_sentence *at = sentences; at; at = at->next) {
        if (!at->text.text)
            continue;
        if (text.count)
            strbuf_char(&text, '\n');
        strbuf_bytes(&text, at->text.text, at->text.length);
    }
    return strbuf_string(&text);
}

static uint32_t scope_number(const struct sema *s, struct sema_scope scope)
{
    return scope.document == VOCAB_NONE
               ? scope.agreement
               : (uint32_t)s->of.agreements.count + scope.document;
}

static void declare_number(struct sema *s, const struct sema_owned *owned, uint32_t id)
{
    struct sema_scope scope = {owned->agreement, owned->document};
    uint64_t key = map_pair(scope_number(s, scope), owned->statement->number.atom);
    uint64_t old;
    if (!map_get(&s->clause_numbers, key, &old)) {
        map_put(&s->clause_numbers, key, id);
        return;
    }
    struct diag *diag = diag_add(s->diags, DIAG_CLAUSE_TAKEN, owned->statement->number.span,
                                 "clause %s stands twice in `%s`",
                                 sema_text(s, owned->statement->number.atom),
                                 sema_text(s, scope.document == VOCAB_NONE
                                                  ? s->model->agreements.items[scope.agreement].name
                                                  : s->model->documents.items[scope.document].name));
    diag_label(s->diags, diag, s->of.clauses.items[old].statement->number.span, "the first one");
}

static struct span later(struct span a, struct span b)
{
    return b.source != SOURCE_NONE && b.end > a.end ? b : a;
}

/* From the word `clause` to its colon, which is the first one after all that may stand
 * before it. */
static struct span head_of(const struct sema *s, const struct ast_statement *at)
{
    struct span last = later(later(at->number.span, at->text.span),
                             later(at->material, at->survives));
    last = later(last, at->period.span);
    for (const struct ast_ref *ref = at->in_place_of; ref; ref = ref->next)
        last = later(last, ref->span);
    for (const struct ast_ref *ref = at->while_live; ref; ref = ref->next)
        last = later(last, ref->span);
    const struct source *source = sources_get(s->diags->sources, at->span.source);
    uint32_t end = last.end;
    while (end < at->span.end && source->text[end] != ':')
        end++;
    return (struct span){at->span.source, at->span.begin, end < at->span.end ? end + 1 : end};
}

void sema_declare_clauses(struct sema *s)
{
    size_t count = s->of.clauses.count;
    s->model->clauses.items = ARENA_ARRAY(s->arena, struct model_clause, count);
    s->model->clauses.count = s->model->clauses.capacity = count;
    s->clause_waivers = ARENA_ARRAY(s->scratch, struct sema_ids, count);
    s->clause_norms = ARENA_ARRAY(s->scratch, struct sema_run, count);
    s->clause_lifts = ARENA_ARRAY(s->scratch, struct sema_run, count);
    for (size_t c = 0; c < count; c++) {
        const struct sema_owned *owned = &s->of.clauses.items[c];
        const struct ast_statement *at = owned->statement;
        struct model_clause *clause = &s->model->clauses.items[c];
        clause->agreement = owned->agreement;
        clause->document = owned->document;
        clause->number = at->number.atom;
        clause->title = title_of(s, owned->document == VOCAB_NONE
                                        ? s->model->agreements.items[owned->agreement].name
                                        : s->model->documents.items[owned->document].name,
                                 at->number.atom);
        clause->label = at->text.text ? at->text.text : "";
        clause->text = joined_texts(s, at->sentences);
        clause->material = at->material.source != SOURCE_NONE;
        clause->survives = at->survives.source != SOURCE_NONE;
        clause->deleted_on = DATE_NEVER;
        clause->span = head_of(s, at);
        declare_number(s, owned, (uint32_t)c);
    }
}

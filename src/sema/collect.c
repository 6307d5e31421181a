/* collect.c: statements sorted by kind, clauses given to the agreement above them.
 *
 * A clause, document or rank statement belongs to the agreement above it in its own
 * file, a clause after `document D:` to D until the next document or agreement. Counting
 * first lets the lists of a large policy be allocated once.
 */
#include "sema/check.h"

static void add_owned(struct sema *s, const struct ast_statement *statement,
                      struct sema_scope *above)
{
    struct sema_owned owned = {statement, above->agreement, above->document};
    if (owned.agreement == VOCAB_NONE) {
        struct diag *diag = diag_add(s->diags, DIAG_CLAUSE_HOMELESS, statement->span,
                                     "this belongs to no agreement");
        diag_help(s->diags, diag, "write it below an `agreement … between … and …:`");
        return;
    }
    switch (statement->kind) {
    case STATEMENT_DOCUMENT:
        above->document = (uint32_t)s->of.documents.count;
        owned.document = VOCAB_NONE;
        VEC_PUSH(s->scratch, &s->of.documents, owned);
        return;
    case STATEMENT_CLAUSE:
        VEC_PUSH(s->scratch, &s->of.clauses, owned);
        return;
    case STATEMENT_RANK:
        VEC_PUSH(s->scratch, &s->of.ranks, owned);
        return;
    case STATEMENT_POISON: case STATEMENT_POLICY: case STATEMENT_USES: case STATEMENT_KIND:
    case STATEMENT_GROUP: case STATEMENT_ATTRIBUTE: case STATEMENT_EVENTS:
    case STATEMENT_REDACTED: case STATEMENT_PERIOD: case STATEMENT_OCCURRED: case STATEMENT_ACTS: case STATEMENT_TERM:
    case STATEMENT_AGREEMENT: case STATEMENT_WAIVER: case STATEMENT_AMENDMENT:
    case STATEMENT_RULING: case STATEMENT_ASSERT: case STATEMENT_ALLOW:
    case STATEMENT_INPUT:
        return;
    }
}

static sema_statements *list_of(struct sema_statement_lists *of, enum ast_statement_kind kind)
{
    switch (kind) {
    case STATEMENT_POLICY: return &of->policies;
    case STATEMENT_KIND: return &of->kinds;
    case STATEMENT_GROUP: return &of->groups;
    case STATEMENT_ATTRIBUTE: return &of->attributes;
    case STATEMENT_EVENTS: return &of->events;
    case STATEMENT_OCCURRED: return &of->occurred;
    case STATEMENT_PERIOD: return &of->periods;
    case STATEMENT_REDACTED: return &of->redacted;
    case STATEMENT_ACTS: return &of->acts;
    case STATEMENT_TERM: return &of->terms;
    case STATEMENT_AGREEMENT: return &of->agreements;
    case STATEMENT_WAIVER: return &of->waivers;
    case STATEMENT_AMENDMENT: return &of->amendments;
    case STATEMENT_RULING: return &of->rulings;
    case STATEMENT_ASSERT: return &of->asserts;
    case STATEMENT_ALLOW: return &of->allows;
    case STATEMENT_INPUT: return &of->inputs;
    case STATEMENT_POISON: case STATEMENT_USES: case STATEMENT_DOCUMENT:
    case STATEMENT_CLAUSE: case STATEMENT_RANK:
        return NULL;
    }
    return NULL;
}

static void collect_file(struct sema *s, const struct ast_file *file)
{
    struct sema_scope above = {VOCAB_NONE, VOCAB_NONE};
    bool poisoned = false; /* an unreadable statement above may have been the agreement */
    for (const struct ast_statement *at = file->statements; at; at = at->next) {
        sema_statements *list = list_of(&s->of, at->kind);
        if (list)
            VEC_PUSH(s->scratch, list, at);
        if (at->kind == STATEMENT_AGREEMENT) {
            above.agreement = (uint32_t)s->of.agreements.count - 1;
            above.document = VOCAB_NONE;
        } else if (at->kind == STATEMENT_POISON) {
            poisoned = true;
        } else if (!list && at->kind != STATEMENT_USES
                   && (above.agreement != VOCAB_NONE || !poisoned)) {
            add_owned(s, at, &above);
        }
    }
}

/* Clauses of one agreement or document are neighbours, since it is declared once. */
static void note_runs(struct sema *s)
{
    s->agreement_clauses = ARENA_ARRAY(s->scratch, struct sema_run, s->of.agreements.count);
    s->document_clauses = ARENA_ARRAY(s->scratch, struct sema_run, s->of.documents.count);
    for (size_t c = 0; c < s->of.clauses.count; c++) {
        const struct sema_owned *owned = &s->of.clauses.items[c];
        struct sema_run *run = &s->agreement_clauses[owned->agreement];
        if (run->count++ == 0)
            run->first = (uint32_t)c;
        if (owned->document == VOCAB_NONE)
            continue;
        run = &s->document_clauses[owned->document];
        if (run->count++ == 0)
            run->first = (uint32_t)c;
    }
}

void sema_collect(struct sema *s)
{
    for (size_t i = 0; i < s->files->files.count; i++)
        collect_file(s, s->files->files.items[i]);
    note_runs(s);
}

/* Exactly one `policy` statement over all files. */
void sema_policy(struct sema *s)
{
    const sema_statements *policies = &s->of.policies;
    if (policies->count == 0) {
        if (s->files->files.count == 0 || s->files->unreadable || s->diags->errors > 0)
            return; /* it may stand in what could not be read */
        struct span start = {s->files->files.items[0]->source, 0, 0};
        struct diag *diag =
            diag_add(s->diags, DIAG_POLICY_MISSING, start, "no file has a `policy` statement");
        diag_help(s->diags, diag, "begin with: policy \"Name of the policy\" dated 2026-01-01.");
        return;
    }
    const struct ast_statement *first = policies->items[0];
    s->model->name = first->text.text ? first->text.text : "";
    s->model->dated = first->date.day;
    for (size_t i = 1; i < policies->count; i++) {
        struct diag *diag = diag_add(s->diags, DIAG_POLICY_TWICE, policies->items[i]->span,
                                     "a second `policy` statement");
        diag_label(s->diags, diag, first->span, "the first one");
        diag_help(s->diags, diag,
                  "a policy of several files has one `policy` statement; the other files have none");
    }
}

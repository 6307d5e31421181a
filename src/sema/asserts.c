/* asserts.c: questions to the analysis, and findings that are accepted in advance. */
#include "sema/check.h"

#include <string.h>

/* A party narrows an assertion only when it reads some term. */
static void check_reader(struct sema *s, const struct ast_name *name, uint32_t party)
{
    for (size_t p = 0; p < s->parties.count; p++)
        if (sema_node_inside(s, party, s->parties.items[p]))
            return;
    struct diag *diag = diag_add(s->diags, DIAG_READING_UNKNOWN, name->span,
                                 "`%s` reads no term, so `as read by` cannot narrow this",
                                 sema_text(s, name->atom));
    for (size_t p = 0, told = 0; p < s->parties.count && told < DIAG_NOTES; p++) {
        bool again = false; /* who reads several terms is named once */
        for (size_t k = 0; k < p; k++)
            again |= s->parties.items[k] == s->parties.items[p];
        if (again)
            continue;
        diag_note(s->diags, diag, "`%s` reads one",
                  sema_text(s, s->node_info.items[s->parties.items[p]].name));
        told++;
    }
}

void sema_asserts(struct sema *s)
{
    for (size_t i = 0; i < s->of.asserts.count; i++) {
        const struct ast_statement *at = s->of.asserts.items[i];
        struct model_assert result = {.text = at->text.text ? at->text.text : "",
                                      .kind = at->assertion, .verdict = at->verdict,
                                      .span = at->span};
        result.cond = sema_condition(s, at->where);
        if (sema_resolve_parties(s, at->names, "a reader of a term", &result.read_by,
                                 &result.read_count))
            for (const struct ast_name *name = at->names; name; name = name->next)
                check_reader(s, name, sema_resolve_party(s, name, "a reader of a term"));
        VEC_PUSH(s->arena, &s->model->asserts, result);
    }
}

/* Only findings of the analysis can be accepted; errors and other warnings are mended. */
static bool check_code(struct sema *s, const struct ast_name *name)
{
    enum diag_code code;
    const char *text = sema_text(s, name->atom);
    if (!diag_code_find(text, &code)) {
        struct diag *diag = diag_add(s->diags, DIAG_ALLOW_CODE, name->span,
                                     "no finding has the code `%s`", text);
        struct nearest nearest;
        nearest_init(&nearest, text, strlen(text));
        for (int c = 0; c < DIAG_CODE_COUNT; c++)
            if (strncmp(diag_code_id((enum diag_code)c), "P03", 3) == 0)
                nearest_offer(&nearest, diag_code_id((enum diag_code)c));
        if (nearest_result(&nearest))
            diag_help(s->diags, diag, "did you mean `%s`?", nearest_result(&nearest));
        return false;
    }
    if (strncmp(text, "P03", 3) == 0)
        return true;
    struct diag *diag = diag_add(s->diags, DIAG_ALLOW_CODE, name->span,
                                 "`%s` is no finding of the analysis: %s", text,
                                 diag_code_title(code));
    diag_help(s->diags, diag, "mend what it reports; codes P0301 to P0399 can be allowed");
    return false;
}

static void allow_clauses(struct sema *s, const struct ast_statement *at,
                          struct model_allow *allow)
{
    size_t most = 0;
    for (const struct ast_ref *ref = at->refs; ref; ref = ref->next)
        most++;
    allow->clauses = most ? ARENA_ARRAY(s->arena, uint32_t, most) : NULL;
    struct sema_scope here = {VOCAB_NONE, VOCAB_NONE};
    for (const struct ast_ref *ref = at->refs; ref; ref = ref->next) {
        uint32_t clause = sema_resolve_clause(s, ref, &here, true);
        if (clause != VOCAB_NONE)
            allow->clauses[allow->clause_count++] = clause;
    }
}

void sema_allows(struct sema *s)
{
    for (size_t i = 0; i < s->of.allows.count; i++) {
        const struct ast_statement *at = s->of.allows.items[i];
        struct model_allow allow = {.code = sema_text(s, at->target.atom),
                                    .until = at->date.present ? at->date.day : DATE_NEVER,
                                    .reason = at->gloss.text ? at->gloss.text : "",
                                    .span = at->span};
        check_code(s, &at->target);
        allow_clauses(s, at, &allow);
        VEC_PUSH(s->arena, &s->model->allows, allow);
    }
}

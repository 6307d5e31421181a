/* consequences.c: errors that may only follow from text that could not be read.
 *
 * When a statement could not be parsed, or a file not be read, names that it declares are
 * missing. An unknown name with a near match is still worth saying, since it is probably
 * misspelt; one without may well be declared in what is missing, so it is taken back.
 */
#include "sema/check.h"

#include <string.h>

static bool may_follow(enum diag_code code)
{
    static const enum diag_code codes[] = {
        DIAG_KIND_UNKNOWN, DIAG_VALUE_UNKNOWN, DIAG_ATTRIBUTE_UNKNOWN, DIAG_PARTY_KIND_MISSING,
        DIAG_PARTY_UNKNOWN, DIAG_EVENT_UNDECLARED, DIAG_ACT_UNKNOWN, DIAG_TERM_UNKNOWN,
        DIAG_READING_UNKNOWN, DIAG_READING_ALONE, DIAG_READER_OUTSIDE, DIAG_AGREEMENT_UNKNOWN,
        DIAG_CLAUSE_UNKNOWN, DIAG_AMONG_UNKNOWN, DIAG_HOLDER_MISSING,
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (codes[i] == code)
            return true;
    return false;
}

static bool near_match(const struct diag *diag)
{
    for (size_t n = 0; n < diag->note_count; n++)
        if (diag->notes[n].help && strncmp(diag->notes[n].text, "did you mean", 12) == 0)
            return true;
    return false;
}

static bool text_is_missing(const struct sema *s)
{
    if (s->files->unreadable)
        return true;
    for (size_t f = 0; f < s->files->files.count; f++)
        for (const struct ast_statement *at = s->files->files.items[f]->statements; at;
             at = at->next)
            if (at->kind == STATEMENT_POISON)
                return true;
    return false;
}

void sema_drop_consequences(struct sema *s, size_t first)
{
    struct diags *diags = s->diags;
    if (diags->errors == 0 || !text_is_missing(s))
        return;
    size_t kept = first < diags->list.count ? first : diags->list.count;
    for (size_t i = kept; i < diags->list.count; i++) {
        struct diag *diag = diags->list.items[i];
        if (!may_follow(diag->code) || near_match(diag))
            diags->list.items[kept++] = diag;
        else if (diag->severity == DIAG_ERROR)
            diags->errors--;
    }
    diags->list.count = kept;
}

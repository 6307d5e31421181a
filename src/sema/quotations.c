/* quotations.c: `source "file"`: is every quotation still in the document, and has every
 * numbered clause of the document a clause here?
 *
 * White space is folded: any run of it counts as one blank. A text that begins with
 * "(paraphrase)" says itself that it is no quotation and is not looked for. A line of the
 * document begins with a clause number when its first word, or the word after `Section`
 * or `Clause`, is one; the number is encoded when the agreement has a clause of that
 * number in its body or in one of its documents.
 */
#include "sema/check.h"

#include "base/io.h"

#include <ctype.h>
#include <string.h>

static bool blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Runs of white space as one blank, none at the ends. */
static struct io_text fold(struct arena *arena, const char *text, size_t length)
{
    char *out = arena_alloc(arena, length + 1);
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        if (!blank(text[i]))
            out[count++] = text[i];
        else if (count > 0 && out[count - 1] != ' ')
            out[count++] = ' ';
    }
    if (count > 0 && out[count - 1] == ' ')
        count--;
    return (struct io_text){out, count};
}

static void check_quotation(struct sema *s, const struct ast_sentence *sentence,
                            struct io_text document, const char *name)
{
    static const char paraphrase[] = "(paraphrase)";
    struct arena_mark mark = arena_mark(s->scratch);
    struct io_text quote = fold(s->scratch, sentence->text.text, sentence->text.length);
    if ((quote.length < sizeof paraphrase - 1
         || memcmp(quote.data, paraphrase, sizeof paraphrase - 1) != 0)
        && !memmem(document.data, document.length, quote.data, quote.length))
        diag_add(s->diags, DIAG_QUOTATION_GONE, sentence->text.span,
                 "this quotation does not occur in \"%s\"", name);
    arena_rewind(s->scratch, mark);
}

/* The end of `2.1` or `5.11.d` or `2(a)` at p; p itself when there is none. */
static const char *number_end(const char *p, const char *end)
{
    const char *at = p;
    if (at == end || !isdigit((unsigned char)*at))
        return p;
    while (at < end && isalnum((unsigned char)*at))
        at++;
    while (at + 1 < end && *at == '.' && isalnum((unsigned char)at[1])) {
        at++;
        while (at < end && isalnum((unsigned char)*at))
            at++;
    }
    while (at + 2 < end && *at == '(') {
        const char *close = at + 1;
        while (close < end && isalnum((unsigned char)*close))
            close++;
        if (close == end || *close != ')' || close == at + 1)
            break;
        at = close + 1;
    }
    const char *after = at;
    while (after < end && (*after == '.' || *after == ':' || *after == ')'))
        after++;
    return after == end || blank(*after) ? at : p;
}

static const char *skip_word(const char *p, const char *end, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(end - p) > length && strncasecmp(p, word, length) == 0 && blank(p[length])) {
        p += length;
        while (p < end && blank(*p))
            p++;
    }
    return p;
}

static bool encoded(const struct sema *s, uint32_t agreement, const char *number, size_t length)
{
    atom_t atom = intern_find(s->names, number, length);
    struct sema_run run = s->agreement_clauses[agreement];
    uint64_t found;
    if (atom == 0)
        return false;
    if (map_get(&s->clause_numbers, map_pair(agreement, atom), &found))
        return true;
    for (uint32_t d = 0; run.count > 0 && d < s->of.documents.count; d++)
        if (s->of.documents.items[d].agreement == agreement
            && map_get(&s->clause_numbers,
                       map_pair((uint32_t)s->of.agreements.count + d, atom), &found))
            return true;
    return false;
}

static void check_lines(struct sema *s, uint32_t agreement, uint32_t source, struct io_text text)
{
    const char *end = text.data + text.length;
    for (const char *line = text.data; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        if (!stop)
            stop = end;
        const char *at = line;
        while (at < stop && blank(*at))
            at++;
        at = skip_word(skip_word(at, stop, "Section"), stop, "Clause");
        const char *after = number_end(at, stop);
        if (after != at && !encoded(s, agreement, at, (size_t)(after - at))) {
            struct span span = {source, (uint32_t)(at - text.data), (uint32_t)(after - text.data)};
            struct diag *diag = diag_add(s->diags, DIAG_CLAUSE_WITHOUT_NORM, span,
                                         "no clause of `%s` encodes %.*s",
                                         sema_agreement_text(s, agreement), (int)(after - at), at);
            diag_label(s->diags, diag, s->of.agreements.items[agreement]->source.span,
                       "the document of this agreement");
        }
        line = stop < end ? stop + 1 : end;
    }
}

static void check_document(struct sema *s, uint32_t agreement)
{
    const struct ast_text *named = &s->of.agreements.items[agreement]->source;
    const struct source *file = sources_get(s->diags->sources, named->span.source);
    const char *path = io_beside(s->arena, file->name, named->text);
    if (strcmp(path, "-") == 0)
        path = "./-"; /* a file of that name, never standard input */
    struct io_text text;
    const char *error;
    if (!io_read(s->arena, path, PARSE_FILE_LIMIT, &text, &error)) {
        diag_add(s->diags, strncmp(error, "larger", 6) == 0 ? DIAG_FILE_TOO_LARGE
                                                            : DIAG_FILE_UNREADABLE,
                 named->span, "cannot read `%s`: %s", path, error);
        return;
    }
    uint32_t source = sources_add(s->diags->sources, path, text.data, text.length);
    struct io_text folded = fold(s->scratch, text.data, text.length);
    struct sema_run run = s->agreement_clauses[agreement];
    for (uint32_t c = run.first; c < run.first + run.count; c++)
        for (const struct ast_sentence *at = s->of.clauses.items[c].statement->sentences; at;
             at = at->next)
            if (at->text.text)
                check_quotation(s, at, folded, named->text);
    check_lines(s, agreement, source, text);
}

void sema_quotations(struct sema *s)
{
    for (uint32_t a = 0; a < s->of.agreements.count; a++)
        if (s->of.agreements.items[a]->source.text)
            check_document(s, a);
}

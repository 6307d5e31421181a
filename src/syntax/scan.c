/* scan.c: the values of tokens, from the text that flex has found.
 *
 * A wrong date or number is reported and read as if it were right, so that the sentence
 * around it is still checked; only what is no token at all sends the parser into error
 * recovery. A quoted text may run over line ends: each line's end, with the white space
 * around it, reads as one space, so that a paraphrase can be wrapped at will.
 */
#include "syntax/build.h"
#include "polc.tab.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

int64_t scan_number(struct parser *parser, const char *text, struct span span)
{
    errno = 0;
    long long value = strtoll(text, NULL, 10);
    if (errno == ERANGE) {
        struct diag *diag = diag_add(parser->diags, DIAG_NUMBER_TOO_LARGE, span,
                                     "this number does not fit into 64 bits");
        diag_note(parser->diags, diag, "the largest is %" PRId64, INT64_MAX);
    }
    return value;
}

int64_t scan_date(struct parser *parser, const char *text, struct span span)
{
    size_t length = span.end - span.begin;
    int64_t day = 0;
    if (date_parse(text, length, &day))
        return day;
    bool shaped = length == 10 && text[4] == '-' && text[7] == '-';
    struct diag *diag;
    if (shaped) {
        diag = diag_add(parser->diags, DIAG_BAD_DATE, span, "`%.10s` is no day of the calendar",
                        text);
    } else {
        diag = diag_add(parser->diags, DIAG_BAD_DATE, span,
                        "a date has four digits, two and two: year, month and day");
        diag_help(parser->diags, diag, "write it like 2026-03-20");
    }
    return 0;
}

struct ast_name scan_name(struct parser *parser, const char *text, struct span span)
{
    size_t length = span.end - span.begin;
    if (length > PARSE_NAME_LIMIT)
        diag_add(parser->diags, DIAG_TOO_LONG, span,
                 "this name has %zu bytes, and a name may have %d", length, PARSE_NAME_LIMIT);
    return (struct ast_name){.atom = intern(parser->names, text, length), .span = span};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The end of the white space that begins at i; *folds when it holds a line's end. */
static size_t blank_end(const char *text, size_t i, bool *folds)
{
    *folds = false;
    for (; is_blank(text[i]); i++)
        *folds = *folds || text[i] == '\n';
    return i;
}

/* Resolves escapes and folds line ends of text[0..length) into out; returns its length. */
static size_t resolve(struct parser *parser, const char *text, size_t length, char *out)
{
    size_t count = 0;
    for (size_t i = 0; i < length;) {
        bool folds = false;
        size_t end = is_blank(text[i]) ? blank_end(text, i, &folds) : i;
        if (folds) {
            out[count++] = ' ';
            i = end;
        } else if (end > i) {
            memcpy(out + count, text + i, end - i);
            count += end - i;
            i = end;
        } else if (text[i] == '\\' && text[i + 1] != '"' && text[i + 1] != '\\') {
            uint32_t place = (uint32_t)(text - parser->base + (ptrdiff_t)i);
            struct diag *diag =
                diag_add(parser->diags, DIAG_BAD_ESCAPE,
                         (struct span){parser->source, place, place + 1},
                         "a backslash in a quoted text stands before a quote or a backslash");
            diag_help(parser->diags, diag, "write \\\\ for one backslash");
            i++;
        } else {
            i += text[i] == '\\';
            out[count++] = text[i++];
        }
    }
    return count;
}

struct ast_text scan_text(struct parser *parser, struct span span)
{
    size_t length = span.end - span.begin - 2;
    const char *inside = parser->base + span.begin + 1;
    struct ast_text result = {.length = length, .span = span};
    if (length > PARSE_TEXT_LIMIT) {
        diag_add(parser->diags, DIAG_TOO_LONG,
                 (struct span){span.source, span.begin, span.begin + 1},
                 "the quoted text that begins here has %zu bytes, and a text may have %zu",
                 length, PARSE_TEXT_LIMIT);
        length = result.length = 0;
    }
    bool folds = memchr(inside, '\n', length) != NULL;
    if (folds)
        parser->long_text = span;
    if (!folds && !memchr(inside, '\\', length)) {
        result.text = arena_string(parser->names->arena, inside, length);
        return result;
    }
    char *copy = arena_alloc(parser->names->arena, length + 1);
    result.length = resolve(parser, inside, length, copy);
    copy[result.length] = '\0';
    result.text = copy;
    return result;
}

void scan_open_text(struct parser *parser, struct span span)
{
    struct diag *diag =
        diag_add(parser->diags, DIAG_TEXT_OPEN,
                 (struct span){span.source, span.begin, span.begin + 1},
                 "the quoted text that begins here has no closing quote");
    diag_note(parser->diags, diag,
              "if it should have one, an earlier text may lack its closing quote");
}

/* What to write instead of a character that the language does not know. */
static const char *instead_of(const char *text, size_t length)
{
    static const struct {
        const char *wrong, *right;
    } table[] = {
        {"≤", "write <="},
        {"≥", "write >="},
        {"≠", "write !="},
        {"“", "write straight double quotes"},
        {"”", "write straight double quotes"},
        {"„", "write straight double quotes"},
        {"‘", "texts and names stand in double quotes"},
        {"’", "texts and names stand in double quotes"},
        {"'", "texts and names stand in double quotes"},
        {"!", "write `not` before a condition, `!=` between numbers"},
        {"&", "write `and`"},
        {"|", "write `or`"},
        {"§", "write the number alone"},
        {"#", "comments begin with --"},
        {"/", "comments begin with --"},
        {"-", "comments begin with --"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        size_t wrong = strlen(table[i].wrong);
        if (length >= wrong && memcmp(text, table[i].wrong, wrong) == 0)
            return table[i].right;
    }
    return NULL;
}

static bool has_ascii(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 0x80)
            return true;
    return false;
}

/* U+00C0 to U+024F without × and ÷: Latin letters that belong to a word. */
static bool is_latin_letter(const char *text)
{
    unsigned char lead = (unsigned char)text[0], next = (unsigned char)text[1];
    return lead >= 0xC3 && lead <= 0xC9 && !(lead == 0xC3 && (next == 0x97 || next == 0xB7));
}

void scan_unknown(struct parser *parser, const char *text, struct span span)
{
    if (parser->recovering)
        return; /* the sentence was reported already */
    size_t length = span.end - span.begin;
    const char *instead = instead_of(text, length);
    bool word = length > 1 && !instead && (has_ascii(text, length) || is_latin_letter(text));
    struct diag *diag;
    if (length == 1 || !word) {
        size_t shown = 1;
        while (shown < length && ((unsigned char)text[shown] & 0xC0) == 0x80)
            shown++;
        span.end = span.begin + (uint32_t)shown;
        diag = diag_add(parser->diags, DIAG_UNKNOWN_CHARACTER, span,
                        "the character `%.*s` has no meaning here", (int)shown, text);
        if (*text == '/' && parser->since_opening > 0 && parser->opening.kind == TOK_INPUT)
            instead = "paths stand in double quotes";
        if (instead)
            diag_help(parser->diags, diag, "%s", instead);
    } else {
        int shown = length < 60 ? (int)length : 0;
        diag = diag_add(parser->diags, DIAG_UNKNOWN_CHARACTER, span,
                        "a name outside quotes has only the letters a to z, digits and `_`");
        if (shown)
            diag_help(parser->diags, diag, "write \"%.*s\"", shown, text);
    }
}

bool parse_first_on_line(const struct parser *parser, struct span span)
{
    const char *text = parser->base;
    uint32_t i = span.begin;
    while (i > 0 && (text[i - 1] == ' ' || text[i - 1] == '\t'))
        i--;
    return i <= parser->first || text[i - 1] == '\n';
}

bool parse_blank_above(const struct parser *parser, uint32_t offset)
{
    const char *text = parser->base;
    uint32_t i = offset;
    int lines = 0;
    for (; i > 0 && is_blank(text[i - 1]); i--)
        lines += text[i - 1] == '\n';
    return lines >= 2 && i > parser->first;
}

void scan_comment(struct parser *parser, const char *text, struct span span)
{
    while (span.end > span.begin && is_blank(text[span.end - span.begin - 1]))
        span.end--;
    struct ast_comment *comment = ARENA_NEW(parser->arena, struct ast_comment);
    comment->span = span;
    comment->text = arena_string(parser->arena, text, span.end - span.begin);
    const struct span before = parser->since_opening > 0 ? parser->previous.span : (struct span){0};
    comment->after = arena_string(parser->arena, parser->base + before.begin, before.end - before.begin);
    comment->after_end = before.end;
    comment->own_line = parse_first_on_line(parser, span);
    comment->blank_before = comment->own_line && parse_blank_above(parser, span.begin);
    if (parser->last_comment)
        parser->last_comment->next = comment;
    else
        parser->file->comments = comment;
    parser->last_comment = comment;
}

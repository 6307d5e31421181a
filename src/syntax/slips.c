/* slips.c: what is usually meant by a token that does not fit, so that the message can say
 * what to write.
 *
 * In: the token, what would have fitted, the two tokens before it. Out: the line of help,
 * or, where the fault lies in the words before the token (`region = US`, `is not before`),
 * the whole diagnostic. Nothing here decides whether a sentence is right; a slip that is
 * not known costs a line of help only.
 */
#include "syntax/unexpected.h"
#include "polc.tab.h"

#include <string.h>

#define SHOWN_LENGTH 60 /* longer words are not repeated */
#define HELP_STRICTER                                                                     \
    "`otherwise the stricter prevails` stands behind a rank and a `;`, as in `1 prevails over 2; otherwise " \
    "…`, and holds for the whole agreement"

static bool found(const struct unexpected *unexpected, const char *name)
{
    return strcmp(unexpected->found, name) == 0;
}

static int length_of(struct span span)
{
    return (int)(span.end - span.begin);
}

static const char *text_of(const struct parser *parser, struct span span)
{
    return parser->text->text + span.begin;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Is this the next word from *at on? Then *at is moved behind it. */
static bool follows(const struct parser *parser, uint32_t *at, const char *word)
{
    const char *text = parser->text->text;
    size_t i = *at, end = parser->text->length, length = strlen(word);
    while (i < end && strchr(" \t\r\n", text[i]))
        i++;
    if (end - i < length || memcmp(text + i, word, length) != 0
        || (end - i > length && is_letter(text[i + length])))
        return false;
    *at = (uint32_t)(i + length);
    return true;
}

/* ---- slips with a message of their own ---------------------------------------------------- */

/* The comparison of days that says the opposite of the one from *at on, which is moved
 * behind it; NULL when none stands there, "" when there is no such comparison. */
static const char *opposite(const struct parser *parser, uint32_t *at)
{
    if (follows(parser, at, "before"))
        return "is on or after";
    if (follows(parser, at, "after"))
        return "is on or before";
    if (!follows(parser, at, "on"))
        return NULL;
    if (!follows(parser, at, "or"))
        return "";
    if (follows(parser, at, "before"))
        return "is after";
    return follows(parser, at, "after") ? "is before" : NULL;
}

/* `signed is not before D`. */
static bool report_not_before(struct parser *parser, const struct unexpected *unexpected)
{
    struct span place = unexpected->span;
    struct span fact = parser->earlier.span;
    uint32_t at = place.end;
    if (parser->before.kind == TOK_NOT && parser->earlier.kind == TOK_IS) {
        at = place.begin;
        place.begin = parser->before.span.begin;
        fact = parser->earliest.span;
    } else if (parser->before.kind != TOK_IS || !found(unexpected, "not")) {
        return false;
    }
    const char *instead = opposite(parser, &at);
    if (!instead || length_of(fact) > SHOWN_LENGTH)
        return false;
    place.end = at;
    struct diag *diag = diag_add(parser->diags, DIAG_SYNTAX, place,
                                 "days are not compared with `is not`");
    if (*instead)
        diag_help(parser->diags, diag, "write `%s`", instead);
    else
        diag_help(parser->diags, diag, "`not` stands before the fact: `not %.*s is on …`",
                  length_of(fact), text_of(parser, fact));
    return true;
}

static const struct sign {
    int kind;
    const char *values, *days; /* the words for it; NULL: there are none */
} SIGNS[] = {
    {TOK_EQUAL, "is", "is on"},
    {TOK_NOT_EQUAL, "is not", NULL},
    {TOK_LESS, NULL, "is before"},
    {TOK_AT_MOST, NULL, "is on or before"},
    {TOK_GREATER, NULL, "is after"},
    {TOK_AT_LEAST, NULL, "is on or after"},
};

static const struct sign *sign_of(int kind)
{
    for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++)
        if (SIGNS[i].kind == kind)
            return &SIGNS[i];
    return NULL;
}

/* `region = US`, `signed >= 2026-01-01`; the conversions of a unit have `=` as well. */
static bool report_sign(struct parser *parser, const struct unexpected *unexpected)
{
    const struct sign *sign = sign_of(parser->before.kind);
    struct span fact = parser->earlier.span, value = unexpected->span;
    bool yes = found(unexpected, "yes"), no = found(unexpected, "no");
    bool day = found(unexpected, "a date");
    bool named = yes || no || found(unexpected, "none") || found(unexpected, "a name")
                 || found(unexpected, "a quoted text");
    if (!sign || (parser->earlier.kind != TOK_NAME && parser->earlier.kind != TOK_TEXT)
        || parser->opening.kind == TOK_FACT || parser->opening.kind == TOK_CHOICE
        || length_of(fact) > SHOWN_LENGTH || length_of(value) > SHOWN_LENGTH)
        return false;
    const char *words = day ? sign->days : named ? sign->values : NULL;
    if (!words)
        return false;
    struct diag *diag = diag_add(parser->diags, DIAG_SYNTAX, parser->before.span,
                                 "`%.*s` compares numbers, and `%.*s` is none",
                                 length_of(parser->before.span),
                                 text_of(parser, parser->before.span), length_of(value),
                                 text_of(parser, value));
    if (yes || no)
        diag_help(parser->diags, diag, "write `%s%.*s`",
                  yes == (parser->before.kind == TOK_EQUAL) ? "" : "not ", length_of(fact),
                  text_of(parser, fact));
    else
        diag_help(parser->diags, diag, "write `%.*s %s %.*s`", length_of(fact),
                  text_of(parser, fact), words, length_of(value), text_of(parser, value));
    return true;
}

#define HELP_PARTIES "the parties are names of a kind: `kind party: A, B.`"
#define HELP_KIND "write `kind NAME: VALUE, VALUE.`"
#define HELP_TERM "write `term NAME means …`"
#define HELP_FACT "write `fact NAME: TYPE.`"
#define HELP_CLAUSE "write `clause NUMBER:`, inside an agreement"

/* Words by which contracts and other languages begin what begins otherwise here. */
static const struct opening {
    const char *word, *help;
} OPENINGS[] = {
    {"party", HELP_PARTIES},
    {"parties", HELP_PARTIES},
    {"contract", "write `agreement NAME between A and B:`"},
    {"section", HELP_CLAUSE},
    {"article", HELP_CLAUSE},
    {"paragraph", HELP_CLAUSE},
    {"rule", HELP_CLAUSE},
    {"type", HELP_KIND},
    {"enum", HELP_KIND},
    {"define", HELP_TERM},
    {"definition", HELP_TERM},
    {"attribute", HELP_FACT},
    {"variable", HELP_FACT},
    {"field", HELP_FACT},
    {"action", "write `acts NAME, NAME.`"},
    {"actions", "write `acts NAME, NAME.`"},
    {"import", "write `uses \"FILE\".`"},
    {"include", "write `uses \"FILE\".`"},
    {"exception", "an exception stands at the end of its sentence: `except where …`"},
};

const char *slip_opening(const struct parser *parser)
{
    uint32_t at = parser->opening.span.begin;
    bool stricter = follows(parser, &at, "Otherwise") && follows(parser, &at, "the")
                    && follows(parser, &at, "stricter");
    if (stricter)
        return HELP_STRICTER;
    for (size_t i = 0; i < sizeof OPENINGS / sizeof OPENINGS[0]; i++) {
        at = parser->opening.span.begin;
        if (follows(parser, &at, OPENINGS[i].word))
            return OPENINGS[i].help;
    }
    return NULL;
}

bool slip_report(struct parser *parser, const struct unexpected *unexpected)
{
    if (parser->opening.kind == TOK_INPUT)
        return slip_input_report(parser, unexpected);
    return report_not_before(parser, unexpected) || report_sign(parser, unexpected);
}

/* ---- help ---------------------------------------------------------------------------------- */

/* By the token and what would fit. */
static const struct slip {
    const char *found, *fits, *help;
} SLIPS[] = {
    {"a clause number", "a number", "numbers are whole: choose a smaller unit"},
    {"event", "a statement", "write `events NAME \"…\".`"},
    {"subject", "a sentence",
     "a rank stands once, before the first sentence of the clause, and holds for all"},
    {"notwithstanding", "a sentence",
     "a rank stands once, before the first sentence of the clause, and holds for all"},
    {"otherwise", "a sentence", HELP_STRICTER},
    {"otherwise", ";", HELP_STRICTER},
    {"otherwise", "policy", HELP_STRICTER},
    {"if", "where", "a condition follows `where` or `when`"},
    {"unless", "except", "write `except where`"},
    {"and", "or", "acts are joined by `or`"},
    {"in", "a comparison", "write `is in`"},
    {"where", "a condition", "`where` stands once, before the whole condition"},
    {"where", "if", "write `only if`"},
    {"where", "not", NULL}, /* after `is`, which takes `only` as well */
    {"where", "only", "write `shall … only if`, or `shall not … where`"},
    {"from", "a condition",
     "write `date is on or after …`; or name the period, `period p: from … until ….`, and `during p`"},
    {"until", "a condition",
     "write `date is before …`; or name the period, `period p: from … until ….`, and `during p`"},
};

static const char *help_by_token(const struct unexpected *unexpected,
                                 const struct token_list *expected,
                                 const struct token_list *phrases)
{
    for (size_t i = 0; i < sizeof SLIPS / sizeof SLIPS[0]; i++)
        if (found(unexpected, SLIPS[i].found)
            && (tokens_have(expected, SLIPS[i].fits) || tokens_have(phrases, SLIPS[i].fits)))
            return SLIPS[i].help;
    return NULL;
}

/* `where x until 2027-01-01`: behind a condition. */
static const char *help_by_period(const struct unexpected *unexpected,
                                  const struct token_list *expected)
{
    if (!tokens_have(expected, "and") || !tokens_have(expected, "or"))
        return NULL;
    if (found(unexpected, "until"))
        return "write `and date is before …`, or name the period, `period p: from … until ….`, and "
               "write `and during p`";
    return found(unexpected, "from")
               ? "write `and date is on or after …`, or name the period, `period p: from … until ….`, "
                 "and write `and during p`"
               : NULL;
}

/* `A is not allowed to deploy`, `A is prohibited from`. */
static const char *help_by_is(const struct parser *parser, const struct unexpected *unexpected)
{
    uint32_t at = unexpected->span.begin;
    if (!follows(parser, &at, "is") && !follows(parser, &at, "are"))
        return NULL;
    bool no = follows(parser, &at, "not");
    if (follows(parser, &at, "allowed") || follows(parser, &at, "permitted")
        || follows(parser, &at, "entitled"))
        return no ? "write `shall not`" : "write `may`";
    return follows(parser, &at, "prohibited") || follows(parser, &at, "forbidden")
               ? "write `shall not`"
               : NULL;
}

/* Verbs of contracts that the language says otherwise: `must not`, `cannot`. */
static const char *help_by_verb(const struct parser *parser, const struct unexpected *unexpected)
{
    static const char *const forbids = "write `shall not`";
    uint32_t at = unexpected->span.begin;
    if (follows(parser, &at, "cannot"))
        return forbids;
    bool can = follows(parser, &at, "can");
    if (!can && !follows(parser, &at, "must") && !follows(parser, &at, "will")
        && !follows(parser, &at, "should"))
        return NULL;
    if (follows(parser, &at, "not"))
        return forbids;
    return can ? "write `may`" : "write `shall … only if`, or `owes` for what is to be done";
}

static const char *help_by_comma(const struct parser *parser, const struct unexpected *unexpected,
                                 const struct token_list *expected)
{
    uint32_t at = unexpected->span.end;
    if (follows(parser, &at, "otherwise") && tokens_have(expected, ";"))
        return HELP_STRICTER;
    if (follows(parser, &at, "except"))
        return "no comma stands before `except`";
    if (follows(parser, &at, "where") || follows(parser, &at, "when"))
        return "no comma stands before a condition";
    if (follows(parser, &at, "unless"))
        return "write `except where`, without a comma";
    if (parser->earlier.kind == TOK_IS || parser->earlier.kind == TOK_NOT)
        return "several values stand in a list: `is in (…, …)`";
    return tokens_have(expected, ";") ? "the sentences of a clause are joined by `;`" : NULL;
}

static const char *help_after_is(const struct parser *parser, const struct unexpected *unexpected)
{
    bool is = parser->before.kind == TOK_IS
              || (parser->before.kind == TOK_NOT && parser->earlier.kind == TOK_IS);
    if (is && (found(unexpected, "a number") || found(unexpected, "a negative number")))
        return "numbers are compared with <, <=, =, !=, > or >=";
    return is && found(unexpected, "a date")
               ? "dates are compared with `is before`, `is after`, `is on or before`, …"
               : NULL;
}

/* `is in US`. */
static const char *help_after_in(const struct parser *parser, const struct unexpected *unexpected,
                                 const struct token_list *expected)
{
    bool named = unexpected->is_name || found(unexpected, "a quoted text");
    if (!named || !tokens_have(expected, "force") || length_of(unexpected->span) > SHOWN_LENGTH)
        return NULL;
    const char *is = parser->earlier.kind == TOK_NOT ? "is not" : "is";
    int length = length_of(unexpected->span);
    const char *text = text_of(parser, unexpected->span);
    return arena_printf(parser->scratch, "write `%s %.*s`, or for several `%s in (%.*s, …)`", is,
                        length, text, is, length, text);
}

/* `wherever notified`. */
static const char *help_by_where(const struct parser *parser, const struct unexpected *unexpected,
                                 const struct token_list *expected)
{
    uint32_t at = unexpected->span.begin;
    bool meant = unexpected->is_name && tokens_have(expected, "where")
                 && (follows(parser, &at, "wherever") || follows(parser, &at, "whenever"));
    return meant ? "write `where`" : NULL;
}

/* Bytes of the words from here on that are meant as what is owed: to the end of the sentence, a period
 * or a condition. */
static int owed_length(const struct parser *parser, uint32_t begin)
{
    static const char *const ends[] = {"within", "when", "where", "except", "if"};
    const char *text = parser->text->text;
    uint32_t end = begin, last = begin;
    for (; end < parser->text->length && !strchr(";,\"\n", text[end]); end++) {
        uint32_t at = end;
        bool over = text[end] == '.' && !(text[end + 1] >= '0' && text[end + 1] <= '9');
        for (size_t i = 0; i < sizeof ends / sizeof *ends && (end == begin || text[end] == ' '); i++)
            over |= follows(parser, &at, ends[i]);
        if (over)
            break;
        if (text[end] != ' ')
            last = end + 1;
    }
    return text[end] == '"' ? 0 : (int)(last - begin);
}

/* `A owes B fee`, `A owes fee to B`. */
static const char *help_by_owing(const struct parser *parser, const struct unexpected *unexpected,
                                 const struct token_list *expected)
{
    if (expected->count != 2 || !tokens_have(expected, "a quoted text")
        || !tokens_have(expected, "and"))
        return NULL;
    int length = owed_length(parser, unexpected->span.begin);
    if (found(unexpected, "to") || length == 0 || length > SHOWN_LENGTH)
        return "first whom it is owed to, then one quoted text: `owes NAME \"what\"`";
    return arena_printf(parser->scratch, "what is owed stands in quotes: `\"%.*s\"`", length,
                        text_of(parser, unexpected->span));
}

/* By the token before. */
static const char *help_by_place(const struct parser *parser, const struct unexpected *unexpected,
                                 const struct token_list *expected)
{
    char first = *text_of(parser, unexpected->span);
    switch (parser->before.kind) {
    case TOK_IS:
    case TOK_NOT:
        return help_after_is(parser, unexpected);
    case TOK_DATE_WORD:
        return tokens_have(expected, "is")
                   ? "dates are compared with `is before`, `is after`, `is on or before`, …"
                   : NULL;
    case TOK_EQUAL:
        if (found(unexpected, "="))
            return "equality is written with one `=`";
        break;
    case TOK_OF:
        if (expected->count == 1 && tokens_have(expected, "("))
            return "nested points take parentheses: `the earlier of (A, B)`";
        break;
    case TOK_IN:
        return help_after_in(parser, unexpected, expected);
    case TOK_OCCURRED:
        if (tokens_have(expected, "within"))
            return "write `has occurred`, or `has not occurred`";
        break;
    case TOK_EXCEPT:
        if (tokens_have(expected, "where"))
            return "write `except where`";
        break;
    case TOK_RIGHT:
        if (parser->opening.kind == TOK_CLAUSE && tokens_have(expected, "where")
            && tokens_have(expected, "with"))
            return "write `where` after the label of an exception";
        break;
    case TOK_MAY:
        if (found(unexpected, "not"))
            return "write `shall not`";
        break;
    default:
        break;
    }
    if (!unexpected->is_name || !tokens_have(expected, "a number"))
        return NULL;
    if (first >= '0' && first <= '9')
        return "a space stands between a number and its unit";
    return sign_of(parser->before.kind) && parser->opening.kind == TOK_CLAUSE
               ? "a fact is compared with a number, never with another fact"
               : NULL;
}

const char *slip_help(struct parser *parser, const struct unexpected *unexpected,
                      const struct token_list *expected, const struct token_list *phrases)
{
    const char *help = NULL;
    if (parser->opening.kind == TOK_INPUT)
        return slip_input_help(parser, unexpected, expected);
    if (found(unexpected, ","))
        return help_by_comma(parser, unexpected, expected);
    if (tokens_have(expected, "shall"))
        help = unexpected->is_name ? help_by_verb(parser, unexpected)
                                   : help_by_is(parser, unexpected);
    if (!help)
        help = help_by_token(unexpected, expected, phrases);
    if (!help)
        help = help_by_period(unexpected, expected);
    if (!help)
        help = help_by_where(parser, unexpected, expected);
    if (!help)
        help = help_by_owing(parser, unexpected, expected);
    if (!help)
        help = help_by_place(parser, unexpected, expected);
    if (!help && tokens_have(expected, "only") && tokens_have(expected, "or"))
        help = "what is to be done is a duty: `owes`; else write `shall … only if`";
    return help;
}

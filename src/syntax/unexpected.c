/* unexpected.c: says in few words what was expected where a token does not fit.
 *
 * bison knows exactly which tokens would fit (look-ahead correction), often a dozen. They
 * are told as what a reader would call them: where `not`, `always` and a name fit, a
 * condition is expected. Then come the usual slips: a word one letter off, a word of the
 * language as a name, a full stop forgotten on the line above, decimals.
 */
#include "syntax/unexpected.h"
#include "polc.tab.h"

#include <string.h>

#define SHOWN_LIMIT 6

/* All of `needs` are expected: then `takes` are told as `phrase`. */
struct phrase {
    const char *phrase;
    const char *needs[4];
    const char *takes[12];
};

/* In this order: a wider phrase takes its tokens before a narrower one asks. */
static const struct phrase PHRASES[] = {
    {"a period such as `from`", {"from", "until", "while", "survives"},
     {"from", "until", "through", "while"}},
    {"in place of", {"in", "survives"}, {"in"}},
    {"a sentence", {"rights", "if", "no"},
     {"a name", "a quoted text", "rights", "if", "no", "order", "a number", "a clause number",
      "subject", "notwithstanding"}},
    {"a condition", {"always", "never", "a name"},
     {"a name", "a quoted text", "not", "always", "never", "(", "date",
      "during"}},
    {"a type", {"yes/no", "number", "event"},
     {"a name", "a quoted text", "yes/no", "number", "event", "(", "date",
      "several"}},
    {"a value", {"yes", "no", "none"},
     {"a name", "a quoted text", "yes", "no", "none"}},
    {"a point in time", {"the", "a date", "a name"},
     {"the", "a date", "a name", "a quoted text", "a number"}},
    {"a reference", {"a clause number", "a name"},
     {"a clause number", "a number", "a name", "a quoted text"}},
    {"a clause number", {"a clause number"}, {"a clause number", "a number"}},
    {"a unit", {"days", "a name"}, {"days", "months", "years", "a name", "a quoted text"}},
    {"a comparison", {"<", ">="}, {"<", "<=", "=", "!=", ">", ">="}},
    {"a verb such as `shall`", {"grants", "shall", "owes"},
     {"grants", "shall", "may", "owes", "commits", "prevails"}},
    {"what it includes", {"includes", "does"}, {"includes", "does"}},
    {"a number", {"a number", "a negative number"}, {"a number", "a negative number"}},
    {"a name", {"a name"}, {"a name", "a quoted text"}},
};

/* Left out where enough else is expected. */
static const char *const SELDOM[] = {"(", "has", "occurred", "in", "with", "only", "of",
                                     "what it includes"};

static size_t find(const struct token_list *list, const char *item)
{
    size_t i = 0;
    while (i < list->count && strcmp(list->items[i], item) != 0)
        i++;
    return i;
}

bool tokens_have(const struct token_list *list, const char *item)
{
    return find(list, item) < list->count;
}

static void take_out(struct token_list *list, const char *item)
{
    size_t i = find(list, item);
    if (i == list->count)
        return;
    memmove(list->items + i, list->items + i + 1, (list->count - i - 1) * sizeof *list->items);
    list->count--;
}

static bool applies(const struct phrase *phrase, const struct token_list *list)
{
    for (size_t i = 0; i < 4 && phrase->needs[i]; i++)
        if (!tokens_have(list, phrase->needs[i]))
            return false;
    return true;
}

/* Tells the tokens of list in phrases, which come first. */
static void rephrase(struct token_list *list, struct token_list *out)
{
    for (size_t p = 0; p < sizeof PHRASES / sizeof PHRASES[0]; p++) {
        const struct phrase *phrase = &PHRASES[p];
        if (!applies(phrase, list))
            continue;
        for (size_t i = 0; i < 12 && phrase->takes[i]; i++)
            take_out(list, phrase->takes[i]);
        out->items[out->count++] = phrase->phrase;
    }
    for (size_t i = 0; i < list->count; i++)
        out->items[out->count++] = list->items[i];
    for (size_t i = 0; i < sizeof SELDOM / sizeof SELDOM[0] && out->count > 3; i++)
        take_out(out, SELDOM[i]);
}

/* Is this the name of a class of tokens or a phrase, not a word or a sign itself? */
static bool is_class(const char *name)
{
    return strncmp(name, "a ", 2) == 0 || strcmp(name, "the end of the file") == 0;
}

static void say(struct strbuf *out, const struct token_list *list)
{
    size_t count = list->count < SHOWN_LIMIT ? list->count : SHOWN_LIMIT;
    for (size_t i = 0; i < count; i++) {
        const char *before = i == 0 ? "" : i + 1 < count ? ", " : " or ";
        const char *mark = is_class(list->items[i]) ? "" : "`";
        strbuf_printf(out, "%s%s%s%s", i + 1 == count && count < list->count ? ", " : before, mark,
                      list->items[i], mark);
    }
    strbuf_text(out, count < list->count ? " or others" : "");
}

/* The token as the user wrote it, or what it is when that would be long. */
static const char *found_text(struct parser *parser, const struct unexpected *unexpected)
{
    struct span span = unexpected->span;
    size_t length = span.end - span.begin;
    if (strcmp(unexpected->found, "the end of the file") == 0
        || strcmp(unexpected->found, "a quoted text") == 0 || length > 60)
        return unexpected->found;
    return arena_printf(parser->scratch, "`%.*s`", (int)length,
                        parser->text->text + span.begin);
}

static bool is_word(const char *name)
{
    return name[0] >= 'a' && name[0] <= 'z' && !is_class(name);
}

/* Words that are hardly meant as names where one is expected. */
static bool is_joining(const char *name)
{
    static const char *const words[] = {"and", "or", "where", "except", "is",   "in",
                                        "not", "if", "of",    "to",     "by",   "with",
                                        "as",  "means", "between", "from", "until"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(name, words[i]) == 0)
            return true;
    return false;
}

/* The nearest of the words, or NULL. */
static const char *nearest_word(struct parser *parser, struct span span,
                                const char *const *words, size_t count)
{
    struct nearest nearest;
    nearest_init(&nearest, parser->text->text + span.begin, span.end - span.begin);
    for (size_t i = 0; i < count; i++)
        if (is_word(words[i]))
            nearest_offer(&nearest, words[i]);
    return nearest_result(&nearest);
}

/* `notwithstandng 1,`: the name before a clause number was to be the word of a rank. */
static void help_rank(struct parser *parser, const struct unexpected *unexpected,
                      struct diag *diag)
{
    static const char *const words[] = {"notwithstanding", "subject"};
    struct span name = parser->earlier.span;
    bool number = parser->before.kind == TOK_NUMBER || parser->before.kind == TOK_CLAUSE_NUMBER;
    if (strcmp(unexpected->found, ",") != 0 || !number || parser->earlier.kind != TOK_NAME)
        return;
    const char *word = nearest_word(parser, name, words, sizeof words / sizeof *words);
    if (word)
        diag_help(parser->diags, diag, "did you mean `%s` instead of `%.*s`?", word,
                  (int)(name.end - name.begin), parser->text->text + name.begin);
}

/* A word one letter off: the token itself, or the name before it that should have been a
 * word of the language; there only with the same first letter, since any name may stand
 * before a slip of another kind. True when the token itself is the word. */
static bool help_spelling(struct parser *parser, const struct unexpected *unexpected,
                          struct diag *diag)
{
    struct span previous = parser->before.span;
    const char *text = parser->text->text;
    if (unexpected->is_name) {
        const char *word = nearest_word(parser, unexpected->span, unexpected->expected,
                                        unexpected->expected_count);
        if (word) {
            diag_help(parser->diags, diag, "did you mean `%s`?", word);
            return true;
        }
    }
    bool documents = parser->opening.kind == TOK_INPUT; /* that name is no word */
    if (unexpected->previous_is_name && !documents && previous.end - previous.begin >= 4) {
        const char *word =
            nearest_word(parser, previous, unexpected->all, unexpected->all_count);
        if (word && word[0] == (text[previous.begin] | 0x20))
            diag_help(parser->diags, diag, "did you mean `%s` instead of `%.*s`?", word,
                      (int)(previous.end - previous.begin), text + previous.begin);
    }
    help_rank(parser, unexpected, diag);
    return false;
}

/* Is a name the only thing that fits, or nearly? After `is`, words fit too. */
static bool wants_name(const struct token_list *phrases)
{
    return tokens_have(phrases, "a value")
           || (phrases->count == 1
               && (tokens_have(phrases, "a name") || tokens_have(phrases, "a type")
                   || tokens_have(phrases, "a reference")
                   || tokens_have(phrases, "a condition")));
}

/* Does it begin a statement where its line begins? Then it is not meant as a name. */
static bool begins_statement(struct parser *parser, const struct unexpected *unexpected)
{
    return unexpected->opens_statement && parse_first_on_line(parser, unexpected->span);
}

static void help_name(struct parser *parser, const struct unexpected *unexpected,
                      const struct token_list *phrases, struct diag *diag)
{
    const char *found = unexpected->found;
    const char *word = parser->text->text + unexpected->span.begin;
    int length = (int)(unexpected->span.end - unexpected->span.begin);
    if (!is_word(found) || !wants_name(phrases) || is_joining(found)
        || begins_statement(parser, unexpected))
        return;
    if (length == 7 && memcmp(word, "unknown", 7) == 0) /* as a value not even in quotes */
        diag_help(parser->diags, diag,
                  "descriptions say `unknown` of what is not known; choose another name, such as "
                  "`unspecified`");
    else
        diag_help(parser->diags, diag,
                  "a word of the language is a name only in quotes: \"%.*s\"", length, word);
}

/* A statement begins where the one above it has no full stop yet. */
static bool lacks_stop(struct parser *parser, const struct unexpected *unexpected,
                       const struct token_list *expected)
{
    if (!tokens_have(expected, ".") || !begins_statement(parser, unexpected))
        return false;
    uint32_t end = parser->before.span.end;
    struct diag *diag = diag_add(parser->diags, DIAG_SYNTAX,
                                 (struct span){parser->source, end, end},
                                 "the sentence that ends here has no full stop");
    diag_label(parser->diags, diag, unexpected->span, "the next statement begins here");
    return true;
}

/* A name opens a sentence that turns out to be none: most likely it was to be a word. */
static bool opens_nothing(struct parser *parser, const struct unexpected *unexpected,
                          const struct token_list *expected)
{
    struct token_info opening = parser->opening;
    if (opening.kind != TOK_NAME || parser->since_opening > 3
        || !tokens_have(expected, "prevails") || tokens_have(expected, "shall")
        || tokens_have(expected, "do"))
        return false;
    int length = (int)(opening.span.end - opening.span.begin);
    const char *text = parser->text->text + opening.span.begin;
    struct diag *diag = diag_add(parser->diags, DIAG_SYNTAX, opening.span,
                                 "no statement begins with the name `%.*s`", length, text);
    const char *word =
        nearest_word(parser, opening.span, unexpected->all, unexpected->opening_count);
    const char *slip = slip_opening(parser);
    if (slip)
        diag_help(parser->diags, diag, "%s", slip);
    else if (word)
        diag_help(parser->diags, diag, "did you mean `%s`?", word);
    return true;
}

static void report(struct parser *parser, const struct unexpected *unexpected,
                   const struct token_list *expected, const struct token_list *phrases)
{
    bool name_wanted = phrases->count == 1 && strcmp(phrases->items[0], "a name") == 0;
    const char *slip = slip_help(parser, unexpected, expected, phrases);
    bool reserved = !slip && name_wanted && is_word(unexpected->found)
                    && !begins_statement(parser, unexpected);
    struct strbuf words;
    strbuf_init(&words, parser->scratch);
    if (phrases->count > 0) {
        strbuf_text(&words, "expected ");
        say(&words, phrases);
        strbuf_text(&words, ", found ");
    } else {
        strbuf_text(&words, "unexpected ");
    }
    strbuf_text(&words, found_text(parser, unexpected));
    struct diag *diag =
        diag_add(parser->diags, reserved ? DIAG_RESERVED_WORD : DIAG_SYNTAX, unexpected->span,
                 "%s", strbuf_string(&words));
    if (help_spelling(parser, unexpected, diag))
        slip = NULL;
    if (slip)
        diag_help(parser->diags, diag, "%s", slip);
    else
        help_name(parser, unexpected, phrases, diag);
    if (parser->long_text.source != SOURCE_NONE
        && (parser->before.kind == TOK_TEXT || parser->previous.kind == TOK_TEXT)
        && parser->long_text.end >= parser->before.span.begin)
        diag_label(parser->diags, diag,
                   (struct span){parser->source, parser->long_text.begin,
                                 parser->long_text.begin + 1},
                   "this text runs over several lines; is its closing quote missing?");
}

void parse_unexpected(struct parser *parser, const struct unexpected *unexpected)
{
    size_t count = unexpected->expected_count;
    struct token_list expected = {ARENA_ARRAY(parser->scratch, const char *, count + 1), count};
    struct token_list rest = {ARENA_ARRAY(parser->scratch, const char *, count + 1), count};
    struct token_list phrases = {ARENA_ARRAY(parser->scratch, const char *, count + 1), 0};
    for (size_t i = 0; i < count; i++)
        expected.items[i] = rest.items[i] = unexpected->expected[i];
    if (tokens_have(&expected, "policy")) {
        phrases.items[phrases.count++] = "a statement";
    } else {
        rephrase(&rest, &phrases);
    }
    if (!slip_report(parser, unexpected) && !lacks_stop(parser, unexpected, &expected)
        && !opens_nothing(parser, unexpected, &expected))
        report(parser, unexpected, &expected, &phrases);
    parser->recovering = strcmp(unexpected->found, ".") != 0; /* that one ends it at once */
    if (begins_statement(parser, unexpected))
        parse_resume_before(parser);
}

void parse_too_deep(struct parser *parser, struct span span, bool parentheses)
{
    if (parentheses)
        diag_add(parser->diags, DIAG_TOO_DEEP, span,
                 "parentheses may be nested %d deep, and this is deeper", PARSE_DEPTH_LIMIT);
    else
        diag_add(parser->diags, DIAG_TOO_DEEP, span, "this is nested deeper than polc reads");
}

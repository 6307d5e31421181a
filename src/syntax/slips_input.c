/* slips_input.c: what is usually meant by a token that does not fit into an `input` statement. */
#include "syntax/unexpected.h"
#include "polc.tab.h"

#include <string.h>

#define LINES "the lines of an input are joined by `;`"
#define TESTS "tests are joined by `and`; `or` stands between patterns: `\"/…\" is \"…\" or \"…\"`"
#define NO_CONDITION "a fact has no condition here: which deployments there are is said by `each \"/…\" where`"

/* By the token and what would fit. */
static const struct slip {
    const char *found, *fits, *help;
} SLIPS[] = {
    {"not", "no", "write `no \"/…\"`, or `\"/…\" is not \"…\"`"},
    {"if", "where", "write `where`"},
    {"or", "is", TESTS},
    {"in", "is", "write `is \"…\" or \"…\"`"},
    {"as", "is", "patterns are joined by commas, not by `;`"},
    {"=", "is", "write `is`"},
    {"from", "is", "write `is`"},
    {"or", "as", "each pattern has its own `as`, and commas stand between them"},
    {"is", "as", "write `as`"},
    {"=", "as", "write `as`"},
    {"is", "at", "`unknown` begins a line only in `unknown at \"/…\" for \"/…\"`"},
    {".", "each", "no `;` stands before the full stop"},
    {".", "for", "say which values these marks are for: `unknown at \"/…\" for \"/…\"`"},
    {"presumed", "otherwise", "what is presumed stands where the fact is declared"},
    {"where", "otherwise", NO_CONDITION},
    {"if", "otherwise", NO_CONDITION},
    {"unless", "otherwise", NO_CONDITION},
    {"a quoted text", "otherwise", "patterns follow `with`; paths are joined by `or`"},
};

static bool found(const struct unexpected *unexpected, const char *name)
{
    return strcmp(unexpected->found, name) == 0;
}

static bool says(const struct parser *parser, const struct unexpected *unexpected, const char *word)
{
    size_t length = unexpected->span.end - unexpected->span.begin;
    return strlen(word) == length
           && memcmp(parser->text->text + unexpected->span.begin, word, length) == 0;
}

const char *slip_input_help(const struct parser *parser, const struct unexpected *unexpected,
                            const struct token_list *expected)
{
    bool otherwise = tokens_have(expected, "otherwise");
    if (found(unexpected, ","))
        return tokens_have(expected, "and") && !tokens_have(expected, ";") ? TESTS
               : tokens_have(expected, ";")                               ? LINES
                                                                          : NULL;
    if (found(unexpected, "is") && tokens_have(expected, "and"))
        return TESTS;
    if (otherwise && (says(parser, unexpected, "else") || says(parser, unexpected, "default")))
        return "write `otherwise`";
    if (otherwise && parser->before.kind == TOK_COMMA)
        return LINES;
    for (size_t i = 0; i < sizeof SLIPS / sizeof SLIPS[0]; i++)
        if (found(unexpected, SLIPS[i].found) && tokens_have(expected, SLIPS[i].fits))
            return SLIPS[i].help;
    return NULL;
}

/* `input plan for document with`: `documents` is no word of its own. */
bool slip_input_report(struct parser *parser, const struct unexpected *unexpected)
{
    if (parser->opening.kind != TOK_INPUT || parser->before.kind != TOK_FOR
        || parser->since_opening != 4)
        return false;
    struct diag *diag = diag_add(parser->diags, DIAG_SYNTAX, unexpected->span,
                                 "expected `documents`, found %s%s%s",
                                 found(unexpected, "a quoted text") ? "" : "`", unexpected->found,
                                 found(unexpected, "a quoted text") ? "" : "`");
    diag_help(parser->diags, diag, "write `for documents with \"/…\"`");
    return true;
}

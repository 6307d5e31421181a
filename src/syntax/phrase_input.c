/* phrase_input.c: the parts of an `input` statement as flat text. */
#include "syntax/phrase.h"

/* Paths or patterns joined by `or`. */
static void put_quotes(struct phrase *words, const struct ast_quote *quotes)
{
    for (const struct ast_quote *quote = quotes; quote; quote = quote->next) {
        phrase_text(words, &quote->text, false);
        if (!quote->next)
            return;
        phrase_add(words, "or");
        strbuf_char(words->out, PHRASE_SOFT);
    }
}

static void phrase_test(struct phrase *words, const struct ast_input_test *test)
{
    if (test->negated && !test->patterns)
        strbuf_text(words->out, "no ");
    phrase_text(words, &test->path, false);
    if (!test->patterns)
        return;
    phrase_add(words, test->negated ? "is not " : "is ");
    put_quotes(words, test->patterns);
}

void phrase_tests(struct phrase *words, const struct ast_input_test *tests)
{
    for (const struct ast_input_test *test = tests; test; test = test->next) {
        phrase_test(words, test);
        if (!test->next)
            return;
        phrase_add(words, "and");
        strbuf_char(words->out, PHRASE_SOFT);
    }
}

void phrase_input_case(struct phrase *words, const struct ast_input_case *item)
{
    phrase_text(words, &item->pattern, false);
    strbuf_text(words->out, " as ");
    phrase_constant(words, &item->value);
}

void phrase_line(struct phrase *words, const struct ast_input_line *line)
{
    switch (line->kind) {
    case LINE_EACH:
        strbuf_text(words->out, "each ");
        break;
    case LINE_NAME:
    case LINE_FACT:
        phrase_name(words, &line->fact);
        strbuf_text(words->out, " is ");
        if (!line->paths)
            phrase_constant(words, &line->value);
        break;
    case LINE_MARKS:
        strbuf_text(words->out, "unknown at ");
        break;
    }
    put_quotes(words, line->paths);
    if (line->kind != LINE_MARKS)
        return;
    phrase_add(words, "for ");
    phrase_text(words, &line->values, false);
}

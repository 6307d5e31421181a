/* build_input.c: `input` statements from their parts.
 *
 * The words `documents` and `name` have no tokens of their own, so that facts may be called so:
 * they are told here by where they stand. The lines of an input may stand in any order after
 * `each`; what stands twice, and what does not fit the deployment's name, is reported here.
 */
#include "syntax/build.h"

#include <string.h>

struct ast_constant *build_constant_unknown(struct parser *parser, struct span span)
{
    struct ast_constant *constant = ARENA_NEW(parser->scratch, struct ast_constant);
    constant->kind = CONSTANT_UNKNOWN;
    constant->span = span;
    return constant;
}

struct ast_quote *build_quote(struct parser *parser, struct ast_text text)
{
    struct ast_quote *quote = ARENA_NEW(parser->arena, struct ast_quote);
    quote->text = text;
    return quote;
}

struct ast_input_test *build_input_test(struct parser *parser, struct ast_text path, bool negated,
                                        struct ast_quote *ring, struct span span)
{
    struct ast_input_test *test = ARENA_NEW(parser->arena, struct ast_input_test);
    test->path = path;
    test->negated = negated;
    test->patterns = quotes_end(ring);
    test->span = span;
    return test;
}

struct ast_input_case *build_input_case(struct parser *parser, struct ast_text pattern,
                                        const struct ast_constant *value)
{
    struct ast_input_case *item = ARENA_NEW(parser->arena, struct ast_input_case);
    item->pattern = pattern;
    item->value = *value;
    return item;
}

static struct ast_input_line *new_line(struct parser *parser, enum ast_input_line_kind kind,
                                       struct span head)
{
    struct ast_input_line *line = ARENA_NEW(parser->arena, struct ast_input_line);
    line->kind = kind;
    line->head = head;
    return line;
}

struct ast_input_line *build_each(struct parser *parser, struct ast_text path, struct span word)
{
    struct ast_input_line *line = new_line(parser, LINE_EACH, word);
    line->paths = build_quote(parser, path);
    return line;
}

struct ast_input_line *build_each_where(struct parser *parser, struct ast_input_line *line,
                                        struct ast_input_test *ring, struct span word)
{
    line->tests = tests_end(ring);
    line->said_when = memcmp(parser->base + word.begin, "when", 4) == 0;
    return line;
}

struct ast_input_line *build_marks(struct parser *parser, struct ast_text marks,
                                   struct ast_text values, struct span word)
{
    struct ast_input_line *line = new_line(parser, LINE_MARKS, word);
    line->paths = build_quote(parser, marks);
    line->values = values;
    return line;
}

struct ast_input_line *build_input_fact(struct parser *parser, struct ast_name fact,
                                        struct ast_quote *ring)
{
    bool is_name = !fact.quoted && fact.atom == intern_string(parser->names, "name");
    struct ast_input_line *line = new_line(parser, is_name ? LINE_NAME : LINE_FACT, fact.span);
    line->paths = quotes_end(ring);
    line->fact = fact;
    return line;
}

/* The deployment's name is the text at one path. */
static void refuse_name(struct parser *parser, struct span span)
{
    struct diag *diag = diag_add(parser->diags, DIAG_INPUT_STATEMENT, span,
                                 "the name of a deployment is the text at one path, and no more");
    diag_help(parser->diags, diag, "write `name is \"/…\"`; a fact called so is written \"name\"");
}

struct ast_input_line *build_cases(struct ast_input_line *line, struct ast_input_case *ring)
{
    line->cases = cases_end(ring);
    return line;
}

struct ast_input_line *build_unit(struct ast_input_line *line, struct ast_name unit)
{
    line->unit = unit;
    return line;
}

struct ast_input_line *build_value(struct ast_input_line *line, const struct ast_constant *value)
{
    if (value)
        line->value = *value;
    return line;
}

struct ast_input_line *build_line(struct parser *parser, struct ast_input_line *line,
                                  struct span span)
{
    line->span = span;
    if (line->kind == LINE_NAME
        && (!line->paths || line->paths->next || line->cases || line->unit.atom
            || line->value.kind != CONSTANT_NOTHING))
        refuse_name(parser, span);
    return line;
}

/* ---- the statement ------------------------------------------------------------------- */

static void check_documents(struct parser *parser, const struct ast_name *word)
{
    if (word->atom == intern_string(parser->names, "documents"))
        return;
    diag_add(parser->diags, DIAG_SYNTAX, word->span, "expected `documents`, found `%s`",
             atom_text(parser->names, word->atom));
}

/* `each` stands first, and it and `name` stand once. */
static void check_lines(struct parser *parser, const struct ast_input *input, struct span name)
{
    const struct ast_input_line *each = NULL, *called = NULL;
    for (const struct ast_input_line *line = input->lines; line; line = line->next) {
        const struct ast_input_line **first = line->kind == LINE_EACH   ? &each
                                              : line->kind == LINE_NAME ? &called
                                                                        : NULL;
        if (!first)
            continue;
        if (*first)
            build_twice(parser, (*first)->head, line->head,
                        line->kind == LINE_EACH ? "`each`" : "the name of a deployment");
        else
            *first = line;
    }
    if (each == input->lines)
        return;
    struct diag *diag =
        each ? diag_add(parser->diags, DIAG_INPUT_STATEMENT, each->head,
                        "`each` stands before the other lines of an input")
             : diag_add(parser->diags, DIAG_INPUT_STATEMENT, name,
                        "this input does not say where in a document the deployments are");
    if (each)
        diag_label(parser->diags, diag, input->lines->head, "its path begins where `each` leads to");
    else
        diag_help(parser->diags, diag, "begin with `each \"/path/*\"`, or with `each \"\"` where the document is one");
}

struct ast_statement *build_input(struct parser *parser, struct ast_name name,
                                  struct ast_name documents, struct ast_input_test *guards,
                                  struct ast_input_line *lines)
{
    struct ast_statement *statement = build_statement(parser, STATEMENT_INPUT, name);
    struct ast_input *input = ARENA_NEW(parser->arena, struct ast_input);
    input->guards = tests_end(guards);
    input->lines = lines_end(lines);
    statement->input = input;
    check_documents(parser, &documents);
    check_lines(parser, input, name.span);
    return statement;
}

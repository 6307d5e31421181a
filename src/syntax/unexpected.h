/* unexpected.h: what unexpected.c and slips.c share: a list of expected tokens, and what
 * is usually meant where a token does not fit.
 */
#ifndef POLC_SYNTAX_UNEXPECTED_H
#define POLC_SYNTAX_UNEXPECTED_H

#include "syntax/build.h"

/* English names of tokens, or phrases for several of them. */
struct token_list {
    const char **items;
    size_t count;
};

bool tokens_have(const struct token_list *list, const char *item);

/* Reports a slip that has a message and a place of its own; false when it is none. */
bool slip_report(struct parser *parser, const struct unexpected *unexpected);
/* What is meant by the name that opens no statement, or NULL. */
const char *slip_opening(const struct parser *parser);
/* What to write instead, or NULL. `phrases`: the expected tokens as they are told. */
const char *slip_help(struct parser *parser, const struct unexpected *unexpected,
                      const struct token_list *expected, const struct token_list *phrases);

/* The same inside an `input` statement (slips_input.c). */
bool slip_input_report(struct parser *parser, const struct unexpected *unexpected);
const char *slip_input_help(const struct parser *parser, const struct unexpected *unexpected,
                            const struct token_list *expected);

#endif

/* syntax_fixture.h: a policy text parsed, for the tests of the front end. */
#ifndef POLC_TESTS_SYNTAX_FIXTURE_H
#define POLC_TESTS_SYNTAX_FIXTURE_H

#include "syntax/parse.h"
#include "syntax/print.h"

struct parsed {
    struct arena arena;
    struct sources sources;
    struct diags diags;
    struct interner names;
    struct ast_file *file;
    uint32_t source;
};

/* Parses a copy of the text, which ends exactly at its last byte and a zero, and runs `use`
 * with the result, under a guard; false when a fault was raised. */
bool syntax_fixture(const char *text, size_t length, struct heap heap,
                    void (*use)(struct parsed *parsed, void *context), void *context);

/* Parses another text with the names of the first. */
struct ast_file *syntax_again(struct parsed *parsed, const char *text);

/* The rendered diagnostics, the canonical form, and the dump with or without places. */
const char *syntax_report(struct parsed *parsed);
const char *syntax_form(struct parsed *parsed, const struct ast_file *file);
const char *syntax_dump(struct parsed *parsed, const struct ast_file *file, bool places);

/* Of a text without errors: its canonical form parses to an equal tree, and is its own
 * canonical form. NULL, or what is wrong. */
const char *syntax_round_trip(struct parsed *parsed);

#endif

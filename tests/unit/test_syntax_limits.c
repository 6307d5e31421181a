/* test_syntax_limits.c: what is too deep, too long or too large is named, and memory that
 * runs out at any point leaks nothing. */
#include "unit/unit.h"

#include "base/io.h"
#include "unit/syntax_fixture.h"

#include <stdio.h>
#include <string.h>

/* ---- building texts --------------------------------------------------------------------- */

struct text {
    struct unit_arena unit;
    struct strbuf out;
};

static void begin(struct text *text, const char *start)
{
    unit_arena_open(&text->unit);
    strbuf_init(&text->out, &text->unit.arena);
    strbuf_text(&text->out, start);
}

static void repeat(struct text *text, const char *part, int count)
{
    for (int i = 0; i < count; i++)
        strbuf_text(&text->out, part);
}

struct outcome {
    char report[400]; /* the first lines */
    size_t errors, dropped;
};

static void look(struct parsed *parsed, void *context)
{
    struct outcome *outcome = context;
    outcome->errors = parsed->diags.errors;
    outcome->report[0] = '\0';
    if (parsed->diags.list.count > 0)
        snprintf(outcome->report, sizeof outcome->report, "%s %s",
                 diag_code_id(parsed->diags.list.items[0]->code),
                 parsed->diags.list.items[0]->message);
    if (parsed->diags.errors == 0)
        assert_null(syntax_round_trip(parsed));
}

static struct outcome outcome_of(struct text *text)
{
    struct outcome outcome = {0};
    assert_true(syntax_fixture(text->out.items, text->out.count, heap_default(), look, &outcome));
    unit_arena_close(&text->unit);
    return outcome;
}

/* ---- depth -------------------------------------------------------------------------------- */

static struct outcome nested(const char *start, const char *open, int count, const char *inside,
                             const char *end)
{
    struct text text;
    begin(&text, start);
    repeat(&text, open, count);
    strbuf_text(&text.out, inside);
    repeat(&text, ")", count);
    strbuf_text(&text.out, end);
    strbuf_text(&text.out, "\nfact after: yes/no no.\n");
    return outcome_of(&text);
}

static void parentheses(void **state)
{
    (void)state;
    struct outcome fits = nested("term t means ", "(", PARSE_DEPTH_LIMIT, "x", ".");
    assert_int_equal(fits.errors, 1); /* the sentence after it */
    struct outcome deep = nested("term t means ", "(", PARSE_DEPTH_LIMIT + 1, "x", ".");
    unit_assert_text(deep.report,
                     "P0109 parentheses may be nested 200 deep, and this is deeper");
    assert_int_equal(deep.errors, 2);
    assert_int_equal(nested("term t means ", "(", 500000, "x", ".").errors, 2);
    assert_int_equal(nested("term t means ", "not (", 500000, "x", ".").errors, 2);
}

static void carve_backs(void **state)
{
    (void)state;
    const char *start = "clause 1: A may act except where x ";
    assert_int_equal(nested(start, "(except where x ", PARSE_DEPTH_LIMIT, "", ".").errors, 1);
    assert_int_equal(nested(start, "(except where x ", PARSE_DEPTH_LIMIT + 1, "", ".").errors, 2);
    assert_int_equal(nested("kind k: a ", "(a ", PARSE_DEPTH_LIMIT, "", ".").errors, 1);
    assert_int_equal(nested("kind k: a ", "(a ", PARSE_DEPTH_LIMIT + 1, "", ".").errors, 2);
    struct outcome points = nested("agreement A between B and C from ", "the earlier of (",
                                   PARSE_DEPTH_LIMIT + 1, "e", ":");
    unit_assert_text(points.report,
                     "P0109 parentheses may be nested 200 deep, and this is deeper");
}

/* What nests without parentheses is bounded by the parser's stack, and ends the parse. */
static void chains_of_points(void **state)
{
    (void)state;
    struct text text;
    begin(&text, "agreement A between B and C from ");
    repeat(&text, "1 day after ", 1000);
    strbuf_text(&text.out, "e:");
    assert_int_equal(outcome_of(&text).errors, 0);
    begin(&text, "agreement A between B and C from ");
    repeat(&text, "1 day after ", 1000000);
    strbuf_text(&text.out, "e:");
    struct outcome outcome = outcome_of(&text);
    unit_assert_text(outcome.report, "P0109 this is nested deeper than polc reads");
    assert_int_equal(outcome.errors, 1);
}

/* ---- lengths ------------------------------------------------------------------------------ */

static struct outcome long_name(int length, bool quoted)
{
    struct text text;
    begin(&text, quoted ? "fact \"" : "fact ");
    repeat(&text, "a", length);
    strbuf_text(&text.out, quoted ? "\": yes/no." : ": yes/no.");
    return outcome_of(&text);
}

static void names(void **state)
{
    (void)state;
    assert_int_equal(long_name(PARSE_NAME_LIMIT, false).errors, 0);
    assert_int_equal(long_name(PARSE_NAME_LIMIT, true).errors, 0);
    unit_assert_text(long_name(PARSE_NAME_LIMIT + 1, false).report,
                     "P0110 this name has 257 bytes, and a name may have 256");
    unit_assert_text(long_name(PARSE_NAME_LIMIT + 1, true).report,
                     "P0110 this name has 257 bytes, and a name may have 256");
}

static struct outcome long_text(int length)
{
    struct text text;
    begin(&text, "policy \"");
    repeat(&text, "a", length);
    strbuf_text(&text.out, "\" dated 2026-01-01.");
    return outcome_of(&text);
}

static void texts(void **state)
{
    (void)state;
    assert_int_equal(long_text((int)PARSE_TEXT_LIMIT).errors, 0);
    unit_assert_text(long_text((int)PARSE_TEXT_LIMIT + 1).report,
                     "P0110 the quoted text that begins here has 65537 bytes, and a text may have "
                     "65536");
}

/* ---- the window that the scanner reads through ------------------------------------------- */

#define WINDOW 16384 /* bytes of it; see grammar/polc.l */

static void look_behind_padding(struct parsed *parsed, void *context)
{
    const uint32_t *padding = context;
    const struct ast_statement *policy = parsed->file->statements;
    assert_int_equal(parsed->diags.errors, 0);
    assert_string_equal(policy->text.text, "A policy");
    assert_int_equal(policy->span.begin, *padding);
    assert_int_equal(policy->text.span.begin, *padding + strlen("policy "));
    assert_int_equal(policy->date.span.begin, *padding + strlen("policy \"A policy\" dated "));
    assert_int_equal(policy->span.end, *padding + strlen("policy \"A policy\" dated 2026-01-01."));
}

/* The window ends at each byte of a statement in turn. */
static void tokens_across_the_window(void **state)
{
    (void)state;
    for (uint32_t padding = WINDOW - 40; padding < WINDOW + 3; padding++) {
        struct text text;
        begin(&text, "--");
        repeat(&text, "-", (int)padding - 3);
        strbuf_text(&text.out, "\npolicy \"A policy\" dated 2026-01-01.");
        assert_true(syntax_fixture(text.out.items, text.out.count, heap_default(),
                                   look_behind_padding, &padding));
        unit_arena_close(&text.unit);
    }
}

/* Nobody waits for the end of a text that has none. */
static void an_open_text_over_many_windows(void **state)
{
    (void)state;
    struct text text;
    begin(&text, "policy \"");
    repeat(&text, "a word and a word and ", 60 * 1000);
    struct outcome outcome = outcome_of(&text);
    unit_assert_text(outcome.report, "P0104 the quoted text that begins here has no closing quote");
    assert_int_equal(outcome.errors, 1);
}

/* Only the length is looked at: nothing of a file that is too large is read. */
static void add_large(struct parsed *parsed, void *context)
{
    (void)context;
    struct parse_context parse = {&parsed->arena, &parsed->names, &parsed->diags};
    uint32_t large = sources_add(&parsed->sources, "large.pol", "", PARSE_FILE_LIMIT + 1);
    assert_null(parse_file(&parse, large)->statements);
    assert_int_equal(parsed->diags.errors, 1);
    unit_assert_text(parsed->diags.list.items[0]->message,
                     "this file has 268435457 bytes, and a policy file may have 268435456");
}

static void files(void **state)
{
    (void)state;
    assert_true(syntax_fixture("", 0, heap_default(), add_large, NULL));
}

/* More errors than are kept: all are counted, and the parse comes to its end. */
static void many_errors(void **state)
{
    (void)state;
    struct text text;
    begin(&text, "");
    repeat(&text, "fact fact.\n", 5000);
    assert_int_equal(outcome_of(&text).errors, 5000);
}

/* ---- memory -------------------------------------------------------------------------------- */

static void print_all(struct parsed *parsed, void *context)
{
    (void)context;
    syntax_form(parsed, parsed->file);
    syntax_dump(parsed, parsed->file, true);
    struct strbuf out;
    strbuf_init(&out, &parsed->arena);
    struct parse_context parse = {&parsed->arena, &parsed->names, &parsed->diags};
    parse_dump_tokens(&parse, parsed->source, &out);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    struct text text;
    begin(&text, "fact fact.\nclause 1: A may act where x (except where y. term t means \xC3\x96. ");
    struct io_text example;
    const char *error;
    assert_true(io_read(&text.unit.arena, "tests/spec/example.pol", (size_t)1 << 20, &example,
                        &error));
    strbuf_bytes(&text.out, example.data, example.length);
    repeat(&text, "term t means ", 1);
    repeat(&text, "(", 150); /* grows the parser's stacks */
    strbuf_text(&text.out, "x");
    repeat(&text, ")", 150);
    strbuf_text(&text.out, ".");
    bool done = false;
    for (size_t n = 1; !done; n++) {
        struct unit_heap heap = {.fail_at = n};
        done = syntax_fixture(text.out.items, text.out.count, unit_heap(&heap), print_all, NULL);
        assert_int_equal(heap.live, 0);
        assert_true(n < 1000);
    }
    unit_arena_close(&text.unit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parentheses), cmocka_unit_test(carve_backs),
        cmocka_unit_test(chains_of_points), cmocka_unit_test(names),
        cmocka_unit_test(texts), cmocka_unit_test(tokens_across_the_window),
        cmocka_unit_test(an_open_text_over_many_windows), cmocka_unit_test(files), cmocka_unit_test(many_errors),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests_name("syntax limits", tests, NULL, NULL);
}

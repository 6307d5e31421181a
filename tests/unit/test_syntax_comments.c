/* test_syntax_comments.c: comments stay between the words where they were written.
 *
 * The words of each policy in the tree are written anew with comments strewn between them, some
 * behind a word, some on a line of their own. The canonical form must hold all of them, in
 * order, behind as many names and quoted texts as before, and be its own canonical form.
 */
#include "unit/unit.h"

#include "base/hash.h"
#include "base/io.h"
#include "unit/syntax_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 60

struct strewn {
    const char *path;
    const char *text;
    uint64_t seed;
    VEC(size_t) names; /* before each comment */
};

static size_t roll(struct strewn *strewn, size_t sides)
{
    strewn->seed += UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(hash_word(strewn->seed) % sides);
}

static const char *tokens_of(struct parsed *parsed, const char *text)
{
    struct strbuf out;
    strbuf_init(&out, &parsed->arena);
    uint32_t source = sources_add(&parsed->sources, "tokens", text, strlen(text));
    struct parse_context context = {&parsed->arena, &parsed->names, &parsed->diags};
    parse_dump_tokens(&context, source, &out);
    return strbuf_string(&out);
}

/* What every form of a policy has alike and in the same order. */
static bool is_name(const char *kind)
{
    return strncmp(kind, "a name", 6) == 0 || strncmp(kind, "a quoted text", 13) == 0;
}

/* The words of a policy again, one comment in about `scarcity` gaps. */
static const char *strew(struct parsed *parsed, struct strewn *strewn, size_t scarcity)
{
    struct strbuf out;
    size_t names = 0;
    strbuf_init(&out, &parsed->arena);
    strewn->names.count = 0;
    for (const char *line = tokens_of(parsed, strewn->text); *line;) {
        const char *kind = strchr(line, '\t') + 1, *end = strchr(line, '\n');
        const char *word = memchr(kind, '\t', (size_t)(end - kind));
        word = word ? word + 1 : kind;
        strbuf_bytes(&out, word, (size_t)(end - word));
        names += is_name(kind);
        line = end + 1;
        for (bool again = true; again && roll(strewn, scarcity) == 0; again = roll(strewn, 2)) {
            strbuf_printf(&out, roll(strewn, 3) ? " -- c%zu\n" : "\n -- c%zu\n",
                          strewn->names.count);
            VEC_PUSH(&parsed->arena, &strewn->names, names);
        }
        strbuf_char(&out, roll(strewn, 9) ? ' ' : '\n');
    }
    return strbuf_string(&out);
}

/* How many names stand on the lines up to `last`. */
static size_t names_until(const char *tokens, long last)
{
    size_t names = 0;
    for (const char *line = tokens; *line && strtol(line, NULL, 10) <= last;
         line = strchr(line, '\n') + 1)
        names += is_name(strchr(line, '\t') + 1);
    return names;
}

static void comments_stay(struct parsed *parsed, struct strewn *strewn, const char *text)
{
    const char *form = syntax_form(parsed, syntax_again(parsed, text));
    const char *tokens = tokens_of(parsed, form), *from = form;
    long line = 1;
    for (size_t i = 0; i < strewn->names.count; i++) {
        char wanted[40];
        snprintf(wanted, sizeof wanted, "-- c%zu\n", i);
        const char *found = strstr(from, wanted);
        if (!found)
            fail_msg("%s: comment %zu is not there, or not in its order:\n%s", strewn->path, i, form);
        for (; from < found; from++)
            line += *from == '\n';
        if (names_until(tokens, line) != strewn->names.items[i])
            fail_msg("%s: comment %zu is behind %zu names, not %zu\n%s\n%s", strewn->path, i,
                     names_until(tokens, line), strewn->names.items[i], text, form);
    }
}

static void same(struct parsed *parsed, void *context)
{
    const char *wrong = syntax_round_trip(parsed);
    (void)context;
    if (wrong)
        fail_msg("%s", wrong);
}

static void strew_and_print(struct parsed *parsed, void *context)
{
    struct strewn *strewn = context;
    static const size_t scarcities[] = {2, 5, 20, 100};
    assert_int_equal(parsed->diags.errors, 0);
    const char *text = strew(parsed, strewn, scarcities[roll(strewn, 4)]);
    comments_stay(parsed, strewn, text);
    assert_true(syntax_fixture(text, strlen(text), heap_default(), same, NULL));
}

static void try(const char *path, uint64_t seed)
{
    struct unit_arena unit;
    struct io_text text;
    const char *error;
    unit_arena_open(&unit);
    assert_true(io_read(&unit.arena, path, (size_t)1 << 26, &text, &error));
    struct strewn strewn = {.path = path, .text = text.data, .seed = seed};
    assert_true(syntax_fixture(text.data, text.length, heap_default(), strew_and_print, &strewn));
    unit_arena_close(&unit);
}

static void comments_between_any_words(void **state)
{
    static const char *const paths[] = {
        "tests/spec/example.pol",           "policies/distribution/kestrel.pol",
        "policies/inputs/kubernetes.pol",   "policies/inputs/terraform.pol",
        "policies/openai-cloud/policy.pol", "policies/openai-cloud/alliance.pol",
        "policies/openai-cloud/jca.pol",    "policies/openai-cloud/terms.pol",
        "policies/sponsorship/league.pol",  "policies/sponsorship/vocabulary.pol",
    };
    (void)state;
    for (size_t p = 0; p < sizeof paths / sizeof *paths; p++)
        for (uint64_t seed = 0; seed < (getenv("POLC_SHORT") ? (ROUNDS + 9) / 10 : ROUNDS); seed++)
            try(paths[p], seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(comments_between_any_words)};
    return cmocka_run_group_tests_name("syntax comments", tests, NULL, NULL);
}

/* test_syntax_mutations.c: no text makes the front end fail, and what it accepts it prints.
 *
 * The example and a text with the rest of the language are changed at random: bytes, and
 * whole words moved, doubled and dropped. Whatever comes out is parsed; a text without
 * errors must survive printing and parsing. The sequence is fixed by its seed.
 */
#include "unit/unit.h"

#include "base/hash.h"
#include "base/io.h"
#include "unit/syntax_fixture.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS 10000

static const char rest[] =
    "clause 1 survives until the later of (1 day after e, 2026-01-01): subject to 2(a), \"t\" A "
    "and B shall act to C only if x or y where z except (a) where w (except where v) except with "
    "consent of H as n; rights not granted to A are reserved; if in breach of 2 A owes B \"w\" "
    "within 5 days; A commits to at most 5 MW of c by 2030-01-01; 2 and X 3 do not apply; no "
    "clause applies; order: A, B and C unless stated; otherwise the stricter prevails.\n"
    "waiver W by H of X 2 from e where date is before 2030-01-01. allow P0301 on X.\n"
    "assert \"a\": some choice is permitted as read by A where e occurred within 3 days.\n"
    "-- note\nacts a, b (c). uses \"x\". group g of k: a, b. x occurred on 2026-01-01.\n"
    "input a for \"b\": each \"c\". ruling \"r\" dated 2026-01-01: t as read by A.\n"
    "term t means not (a or b is none) and c > -5 MW and x has not occurred. document D:\n"
    "amendment A of B dated 2026-01-01: deletes 1. fact n: number in a (1 b = 2 a) from 1 to 2.\n";

struct dice {
    uint64_t seed;
};

static size_t roll(struct dice *dice, size_t sides)
{
    dice->seed += UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(hash_word(dice->seed) % sides);
}

struct corpus {
    const char *text;
    size_t length;
    struct span words[2000]; /* begin and end of each run without blanks */
    size_t count;
};

static void find_words(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->length;) {
        while (i < corpus->length && strchr(" \n", corpus->text[i]))
            i++;
        size_t end = i;
        while (end < corpus->length && !strchr(" \n", corpus->text[end]))
            end++;
        if (end > i && corpus->count < 2000)
            corpus->words[corpus->count++] = (struct span){1, (uint32_t)i, (uint32_t)end};
        i = end;
    }
}

/* A piece of the corpus, `count` words long from a random place, into out. */
static size_t take_words(const struct corpus *corpus, struct dice *dice, size_t count, char *out)
{
    size_t first = roll(dice, corpus->count - count);
    size_t begin = corpus->words[first].begin, end = corpus->words[first + count - 1].end;
    memcpy(out, corpus->text + begin, end - begin);
    out[end - begin] = ' ';
    return end - begin + 1;
}

static size_t mutate_words(const struct corpus *corpus, struct dice *dice, char *out)
{
    size_t length = 0;
    for (size_t parts = 1 + roll(dice, 6); parts > 0; parts--)
        length += take_words(corpus, dice, 1 + roll(dice, roll(dice, 3) ? 12 : 60), out + length);
    return length;
}

static size_t mutate_bytes(const struct corpus *corpus, struct dice *dice, char *out)
{
    static const char signs[] = ".:,;()\"\\-<>=! \n\r\tax0\xC3\xA9\xFF";
    size_t length = take_words(corpus, dice, 1 + roll(dice, 150), out);
    for (size_t changes = 1 + roll(dice, 4); changes > 0; changes--) {
        char sign = roll(dice, 8) ? signs[roll(dice, sizeof signs)] : (char)roll(dice, 256);
        out[roll(dice, length)] = sign;
    }
    return length;
}

struct tally {
    size_t accepted, refused;
};

static void check(struct parsed *parsed, void *context)
{
    struct tally *tally = context;
    syntax_report(parsed);
    syntax_dump(parsed, parsed->file, true);
    struct strbuf tokens;
    strbuf_init(&tokens, &parsed->arena);
    if (parsed->diags.errors > 0) {
        tally->refused++;
        syntax_form(parsed, parsed->file);
        struct parse_context again = {&parsed->arena, &parsed->names, &parsed->diags};
        parse_dump_tokens(&again, parsed->source, &tokens);
        return;
    }
    tally->accepted++;
    const char *wrong = syntax_round_trip(parsed);
    if (wrong)
        fail_msg("%s", wrong);
}

static void run(size_t (*mutate)(const struct corpus *, struct dice *, char *), uint64_t seed,
                size_t accepted_at_least)
{
    struct unit_arena unit;
    struct io_text example;
    const char *error;
    static struct corpus corpus;
    unit_arena_open(&unit);
    assert_true(io_read(&unit.arena, "tests/spec/example.pol", (size_t)1 << 20, &example, &error));
    char *both = arena_printf(&unit.arena, "%s%s", example.data, rest);
    corpus = (struct corpus){.text = both, .length = strlen(both)};
    find_words(&corpus);
    char *out = arena_alloc(&unit.arena, corpus.length * 8);
    struct dice dice = {seed};
    struct tally tally = {0};
    for (int i = 0; i < ROUNDS; i++) {
        size_t length = mutate(&corpus, &dice, out);
        assert_true(syntax_fixture(out, length, heap_default(), check, &tally));
    }
    assert_int_equal(tally.accepted + tally.refused, ROUNDS);
    assert_true(tally.accepted >= accepted_at_least);
    assert_true(tally.refused > ROUNDS / 2);
    unit_arena_close(&unit);
}

static void bytes(void **state)
{
    (void)state;
    run(mutate_bytes, 1, 10);
}

static void words(void **state)
{
    (void)state;
    run(mutate_words, 2, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bytes), cmocka_unit_test(words)};
    return cmocka_run_group_tests_name("syntax mutations", tests, NULL, NULL);
}

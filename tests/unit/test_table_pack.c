/* test_table_pack.c: what is packed is unpacked again, and nothing else is taken for packed. */
#include "table/pack.h"
#include "unit.h"

#include <string.h>

static void round_trip(struct pack_shape shape, const uint32_t *words, size_t expected)
{
    unsigned char packed[512];
    uint32_t again[64];
    size_t length = pack(shape, words, SIZE_MAX, packed);
    assert_true(length + PACK_MOST <= sizeof packed);
    assert_true(pack(shape, words, length, packed) >= length); /* no shorter than that */
    assert_true(pack(shape, words, 1, packed) >= (shape.count ? 1 : 0));
    assert_int_equal(pack(shape, words, length + 1, packed), length);
    if (expected)
        assert_int_equal(length, expected);
    memset(again, 0xA5, sizeof again);
    assert_true(unpack(shape, packed, length, again));
    assert_memory_equal(again, words, shape.words * shape.count * sizeof *words);
    for (size_t cut = 0; cut < length; cut++)
        assert_false(unpack(shape, packed, cut, again));
    packed[length] = 0;
    assert_false(unpack(shape, packed, length + 1, again));
}

static void test_places(void **state)
{
    (void)state;
    static const uint32_t places[] = {9, 4, 3, 9, 6, 3};
    round_trip((struct pack_shape){3, 2}, places, 6);
}

static void test_extremes(void **state)
{
    (void)state;
    static const uint32_t words[] = {0, UINT32_MAX, 0x80000000u, 0x7FFFFFFFu, 1, UINT32_MAX - 1,
                                     63, 64, 127, 128, 0x3FFF, 0x4000};
    for (size_t width = 1; width <= 6; width++)
        if (12 % width == 0)
            round_trip((struct pack_shape){width, 12 / width}, words, 0);
    round_trip((struct pack_shape){12, 1}, words, 0);
    round_trip((struct pack_shape){5, 0}, words, 0);
}

static void test_all_words(void **state)
{
    (void)state;
    uint32_t words[64];
    for (uint32_t i = 0; i < 64; i++)
        words[i] = i * 0x9E3779B9u;
    round_trip((struct pack_shape){PACK_WORDS, 2}, words, 0);
}

/* One array has one form. */
static void test_other_forms(void **state)
{
    (void)state;
    static const struct {
        size_t words, count, length;
        unsigned char bytes[6];
    } cases[] = {
        {1, 1, 2, {0x80, 0x00}},                   /* longer than need be */
        {1, 1, 2, {0x82, 0x00}},
        {1, 1, 5, {0xFF, 0xFF, 0xFF, 0xFF, 0x1F}}, /* more than 32 bits */
        {1, 1, 6, {0x80, 0x80, 0x80, 0x80, 0x80, 0x01}},
        {1, 1, 1, {0x80}},                         /* goes on behind the end */
        {4, 1, 2, {0x10, 0x02}},                   /* a fifth word of four */
        {4, 1, 2, {0x01, 0x00}},                   /* a word that differs by nothing */
    };
    uint32_t out[4];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_false(unpack((struct pack_shape){cases[i].words, cases[i].count}, cases[i].bytes,
                            cases[i].length, out));
    static const unsigned char most[] = {0xFF, 0xFF, 0xFF, 0xFF, 0x0F};
    assert_true(unpack((struct pack_shape){1, 1}, most, sizeof most, out));
    assert_int_equal(out[0], 0x80000000u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_extremes),
        cmocka_unit_test(test_all_words),
        cmocka_unit_test(test_other_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_base_strbuf.c: formatted texts against the C library's. */
#include "unit/unit.h"

#include "base/strbuf.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

static void same_as_the_library(struct arena *arena, const char *format, ...)
{
    char expected[200];
    va_list arguments, again;
    struct strbuf out = strbuf_new(arena);
    va_start(arguments, format);
    va_copy(again, arguments);
    vsnprintf(expected, sizeof expected, format, again);
    va_end(again);
    strbuf_text(&out, "before ");
    strbuf_vprintf(&out, format, arguments);
    va_end(arguments);
    unit_assert_text(strbuf_string(&out) + 7, expected);
}

static void conversions(void **state)
{
    struct unit_arena unit;
    (void)state;
    unit_arena_open(&unit);
    struct arena *arena = &unit.arena;
    same_as_the_library(arena, "%s", "");
    same_as_the_library(arena, "no conversion");
    same_as_the_library(arena, "%%, %s and %s%%", "one", "a text that is longer than the others");
    same_as_the_library(arena, "%c%c", 'a', '\n');
    same_as_the_library(arena, "%u %u %u", 0u, 10u, UINT_MAX);
    same_as_the_library(arena, "%d %d %d %d", 0, -1, INT_MAX, INT_MIN);
    same_as_the_library(arena, "%zu %zu", (size_t)0, SIZE_MAX);
    same_as_the_library(arena, "%" PRIu64 " %" PRId64 " %" PRId64, UINT64_MAX, INT64_MIN, INT64_MAX);
    same_as_the_library(arena, "%ld %lu", LONG_MIN, ULONG_MAX);
    same_as_the_library(arena, "%5d|%-5s|%05.1f|%x|%zd|%.*s", 42, "ab", 3.14159, 255u, (ssize_t)-3, 2,
                        "abc");
    same_as_the_library(arena, "%s %3u %s", "plain", 7u, "and not");
    same_as_the_library(arena, "%016" PRIx64, UINT64_C(0x123456789abcdef));
    unit_arena_close(&unit);
}

static void numbers(void **state)
{
    struct unit_arena unit;
    char expected[32];
    (void)state;
    unit_arena_open(&unit);
    for (unsigned bits = 0; bits < 64; bits++) {
        for (uint64_t by = 0; by < 3; by++) {
            struct strbuf out = strbuf_new(&unit.arena);
            uint64_t number = (UINT64_C(1) << bits) - 1 + by;
            strbuf_number(&out, number);
            snprintf(expected, sizeof expected, "%" PRIu64, number);
            unit_assert_text(strbuf_string(&out), expected);
        }
    }
    unit_arena_close(&unit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(conversions), cmocka_unit_test(numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

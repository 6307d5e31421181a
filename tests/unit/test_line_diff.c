/* test_line_diff.c: unified diffs: exact ones; and for random texts that the diff turns the old
 * text into the new one, and has as few lines as the longest common subsequence allows. */
#include "base/line_diff.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *diff_of(struct arena *arena, const char *old, const char *new)
{
    struct strbuf out;
    struct line_text a = {"old", old, strlen(old)}, b = {"new", new, strlen(new)};
    strbuf_init(&out, arena);
    line_diff(arena, &a, &b, &out);
    return strbuf_string(&out);
}

static void expect(const char *old, const char *new, const char *diff)
{
    struct unit_arena unit;
    unit_arena_open(&unit);
    unit_assert_text(diff_of(&unit.arena, old, new), diff);
    unit_arena_close(&unit);
}

static void equal_texts_have_none(void **state)
{
    (void)state;
    expect("", "", "");
    expect("a\nb\n", "a\nb\n", "");
}

static void empty_texts(void **state)
{
    (void)state;
    expect("", "a\n", "--- old\n+++ new\n@@ -0,0 +1 @@\n+a\n");
    expect("a\nb\n", "", "--- old\n+++ new\n@@ -1,2 +0,0 @@\n-a\n-b\n");
}

static void removed_before_added(void **state)
{
    (void)state;
    expect("a\nb\nc\n", "a\nx\nc\n", "--- old\n+++ new\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
}

static void a_last_line_without_newline(void **state)
{
    (void)state;
    expect("a\nb", "a\nb\n",
           "--- old\n+++ new\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
    expect("a\nb", "b", "--- old\n+++ new\n@@ -1,2 +1 @@\n-a\n b\n\\ No newline at end of file\n");
}

static void six_lines_between_join_two_changes(void **state)
{
    (void)state;
    expect("A\n1\n2\n3\n4\n5\n6\nB\n", "1\n2\n3\n4\n5\n6\n",
           "--- old\n+++ new\n@@ -1,8 +1,6 @@\n-A\n 1\n 2\n 3\n 4\n 5\n 6\n-B\n");
    expect("A\n1\n2\n3\n4\n5\n6\n7\nB\n", "1\n2\n3\n4\n5\n6\n7\n",
           "--- old\n+++ new\n@@ -1,4 +1,3 @@\n-A\n 1\n 2\n 3\n@@ -6,4 +5,3 @@\n 5\n 6\n 7\n-B\n");
}

/* ---- random texts -------------------------------------------------------------------------- */

static uint64_t random_word(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

/* Lines of one letter, the last one perhaps without a newline. */
static char *random_text(uint64_t *seed, size_t lines, unsigned letters)
{
    char *text = calloc(2 * lines + 1, 1);
    assert_non_null(text);
    for (size_t i = 0; i < lines; i++) {
        text[2 * i] = (char)('a' + random_word(seed) % letters);
        text[2 * i + 1] = i + 1 == lines && random_word(seed) % 4 == 0 ? '\0' : '\n';
    }
    return text;
}

/* The old text with its hunks applied; the numbers of their ranges are checked on the way. */
static char *apply(const char *old, const char *diff, size_t *signs)
{
    size_t at = 0, row = 0, used = 0;
    char *result = calloc(strlen(old) + strlen(diff) + 1, 1);
    assert_non_null(result);
    const char *p = diff;
    *signs = 0;
    if (*p)
        p = strstr(p, "\n@@") + 1;
    while (*p) {
        unsigned long first = 0, count = 1, first_new = 0, count_new = 1, rows = 0;
        char *end;
        first = strtoul(p + 4, &end, 10);
        if (*end == ',')
            count = strtoul(end + 1, &end, 10);
        first_new = strtoul(end + 2, &end, 10);
        if (*end == ',')
            count_new = strtoul(end + 1, &end, 10);
        assert_true(strncmp(end, " @@\n", 4) == 0);
        p = end + 4;
        for (; row + (count ? 1 : 0) < first; row++, used++) {
            size_t length = strcspn(old + at, "\n") + 1;
            strncat(result, old + at, length);
            at += length;
        }
        assert_int_equal(used + (count_new ? 1 : 0), first_new);
        while (*p && *p != '@') {
            size_t length = strcspn(p, "\n") + 1;
            bool open = p[length] == '\\';
            size_t bytes = length - 1 - open;
            if (*p != '+') {
                assert_true(strncmp(old + at, p + 1, bytes) == 0);
                at += bytes;
                rows++;
                row++;
            }
            if (*p != '-') {
                strncat(result, p + 1, bytes);
                used++;
                count_new--;
            }
            *signs += *p != ' ';
            p += length;
            if (open)
                p += strcspn(p, "\n") + 1;
        }
        assert_int_equal(rows, count);
        assert_int_equal(count_new, 0);
    }
    strcat(result, old + at);
    return result;
}

/* Lines that are not in the longest common subsequence. */
static size_t fewest(const char *old, const char *new)
{
    size_t table[64][64] = {{0}}, rows = 0, columns = 0;
    for (const char *a = old; *a; rows++)
        a += strcspn(a, "\n") + (strchr(a, '\n') != NULL);
    for (const char *b = new; *b; columns++)
        b += strcspn(b, "\n") + (strchr(b, '\n') != NULL);
    for (size_t i = rows; i-- > 0;)
        for (size_t j = columns; j-- > 0;) {
            bool same = old[2 * i] == new[2 * j] && old[2 * i + 1] == new[2 * j + 1];
            size_t skip = table[i + 1][j] > table[i][j + 1] ? table[i + 1][j] : table[i][j + 1];
            table[i][j] = same ? table[i + 1][j + 1] + 1 : skip;
        }
    return rows + columns - 2 * table[0][0];
}

static void check_pair(const char *old, const char *new, bool shortest)
{
    struct unit_arena unit;
    unit_arena_open(&unit);
    size_t signs;
    char *result = apply(old, diff_of(&unit.arena, old, new), &signs);
    unit_assert_text(result, new);
    if (shortest)
        assert_int_equal(signs, fewest(old, new));
    free(result);
    unit_arena_close(&unit);
}

static void random_texts(void **state)
{
    (void)state;
    uint64_t seed = 20260101;
    for (unsigned i = 0; i < 4000; i++) {
        unsigned letters = 1 + (unsigned)(random_word(&seed) % 6);
        char *old = random_text(&seed, random_word(&seed) % 40, letters);
        char *new = random_text(&seed, random_word(&seed) % 40, letters);
        check_pair(old, new, true);
        free(old);
        free(new);
    }
}

/* More lines differ than one search looks for. */
static void long_texts(void **state)
{
    (void)state;
    uint64_t seed = 5;
    char *old = random_text(&seed, 3000, 26), *new = random_text(&seed, 2500, 26);
    char *none = random_text(&seed, 2500, 1);
    check_pair(old, new, false);
    check_pair(old, none, false);
    check_pair(none, old, false);
    free(old);
    free(new);
    free(none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts_have_none),
        cmocka_unit_test(empty_texts),
        cmocka_unit_test(removed_before_added),
        cmocka_unit_test(a_last_line_without_newline),
        cmocka_unit_test(six_lines_between_join_two_changes),
        cmocka_unit_test(random_texts),
        cmocka_unit_test(long_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

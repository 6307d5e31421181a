/* test_data_json.c: which documents are JSON. The walk over simdjson's index (json.h) and
 * the tree builder (json_tree.h) are written apart from each other, so they must agree:
 * on our own list of documents that readers tend to get wrong, and on thousands of
 * mutations of them, alone and indexed together with their neighbours.
 */
#include "unit/unit.h"

#include "data/json.h"
#include "data/json_tree.h"
#include "data/node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH 512

static const char *const accepted[] = {
    "{}", "[]", "0", "-0", "true", "null", "\"\"", " {} ", "\t[\r\n]\n", "[1]", "[1,2]",
    "{\"a\":1}", "{\"a\" : 1 , \"b\":[ ]}", "[0.5]", "[-0.0e+0]", "[1E400]", "[1e-7]",
    "[123456789012345678901234567890]", "[\"\\u0041\\n\\\"\\\\\\/\\b\\f\\r\\t\"]",
    "[\"\\ud83d\\ude00\"]", "[\"\\u0000\"]", "[\"\xC3\xBC \xF0\x9F\x98\x80\"]", "[\"\x7F\"]",
    "[[],{},[{}]]", "{\"\":\"\"}", "{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":1}}", "[null,false]",
    "{\"a\":\"}\"}", "[\"]\",\"[\"]", "[\"//\",\"#\"]", "[{\"a\":1},{\"a\":1}]", "\"alone\"",
    "[\"\xEF\xBF\xBF\"]", "[\"\xF4\x8F\xBF\xBF\"]", "[\"a\\\\\",\"b\"]", "[\"\\\\\\\"\"]",
};

static const char *const refused[] = {
    "", " ", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]", "{\"a\"}",
    "{\"a\":}", "{\"a\" 1}", "{\"a\":1,}", "{,}", "{:1}", "{a:1}", "{'a':1}", "{\"a\":1 \"b\":2}",
    "{\"a\":1;\"b\":2}", "{\"a\":1]", "[1}", "[[1]", "{\"a\":[1}", "[1]]", "{}}", "{} {}", "[] 1",
    "{\"a\":tru}", "[nul]", "[TRUE]", "[True]", "[nulll]", "[true1]", "[truefalse]", "[NaN]",
    "[Infinity]", "[-Infinity]", "[+1]", "[01]", "[-01]", "[1.]", "[.5]", "[1.e3]", "[1e]", "[1e+]",
    "[-]", "[--1]", "[1-2]", "[0x10]", "[1_000]", "[1,000.5.5]", "[\"]", "[\"a]", "[\"\\\"]",
    "[\"\\x41\"]", "[\"\\u12\"]", "[\"\\u123g\"]", "[\"\\uD800\"]", "[\"\\uDC00\"]",
    "[\"\\uD800\\u0041\"]", "[\"\\uD800\\uD800\"]", "[\"\\'\"]", "[\"a\nb\"]", "[\"a\tb\"]",
    "[\"\x01\"]", "[\"a\"\"b\"]", "[\"a\"b]", "[a\"b\"]", "[1\"a\"]", "{\"a\":\"b\":\"c\"}",
    "{\"a\":1:2}", "[\"a\":1]", "{\"a\",\"b\"}", "{1:2}", "{null:1}", "{[]:1}", "[\"\xFF\"]",
    "[\"\xC0\x80\"]", "[\"\xED\xA0\x80\"]", "[\"\xF4\x90\x80\x80\"]", "[\"\xC3\"]", "\xC3\xBC",
    "// c\n{}", "{} # c", "[1]/**/", "/**/[1]", "[\x0B]", "[\x0C]", "[\xC2\xA0]", "\\", "[\\]",
    "[1\\]", "{}\\", "\\{}", "\"a\" \"b\"", "1 2", "true false", "\"", "'a'", "[\"a\",\n\"b]", "{\"a\":1}x",
    "\"a\"x", "x{}", "[1]0", "-", "[\"\\", "[\"\\u", "[\"\\ud83d\\", "{\"a\\\":1}", "{\"\\q\":1}",
};

/* ---- the C++ runtime's heap, which this program makes fail at will ------------------------- */

#if defined(__LP64__)
static size_t news_left = SIZE_MAX;

static void *new_or_fail(size_t size)
{
    if (news_left == 0)
        return NULL;
    news_left--;
    return malloc(size ? size : 1);
}

/* operator new and delete under the names that the C++ ABI gives them, for simdjson's
 * shared library too */
#pragma GCC visibility push(default)
void *_ZnwmRKSt9nothrow_t(size_t size, const void *nothrow);
void *_ZnamRKSt9nothrow_t(size_t size, const void *nothrow);
void *_Znwm(size_t size);
void *_Znam(size_t size);
void _ZdlPv(void *block);
void _ZdaPv(void *block);
void _ZdlPvm(void *block, size_t size);
#pragma GCC visibility pop

void *_ZnwmRKSt9nothrow_t(size_t size, const void *nothrow)
{
    (void)nothrow;
    return new_or_fail(size);
}

void *_ZnamRKSt9nothrow_t(size_t size, const void *nothrow)
{
    (void)nothrow;
    return new_or_fail(size);
}

/* those that would throw are used by the runtime alone and never fail here */
void *_Znwm(size_t size)
{
    return malloc(size ? size : 1);
}

void *_Znam(size_t size)
{
    return malloc(size ? size : 1);
}

void _ZdlPv(void *block)
{
    free(block);
}

void _ZdaPv(void *block)
{
    free(block);
}

void _ZdlPvm(void *block, size_t size)
{
    (void)size;
    free(block);
}

static void failing_new(void **state)
{
    char *big = malloc(20000 + JSON_PADDING);
    size_t n = 0, finished = 0;
    (void)state;
    memset(big, ' ', 20000 + JSON_PADDING);
    memcpy(big, "[1]", 3);
    for (; !finished && n < 100; n++) {
        news_left = n;
        struct json_reader *one = json_reader_new(DEPTH);
        enum json_status status = one ? json_index(one, big, 3) : JSON_NO_MEMORY;
        if (status == JSON_FINE) /* and once more, when it has to grow */
            status = json_index(one, big, 20000);
        finished = status == JSON_FINE;
        assert_true(finished || status == JSON_NO_MEMORY);
        json_reader_free(one);
    }
    news_left = SIZE_MAX;
    assert_true(finished && n > 3);
    free(big);
}
#endif

static struct unit_arena unit;
static struct sources sources;
static struct diags diags;
static struct json_reader *reader;

static int open_all(void **state)
{
    (void)state;
    unit_arena_open(&unit);
    reader = json_reader_new(DEPTH);
    return reader ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    json_reader_free(reader);
    unit_arena_close(&unit);
    return 0;
}

/* The bytes with padding that would finish many an open document, were it looked at. */
static char *padded(const char *data, size_t length)
{
    char *copy = malloc(length + JSON_PADDING);
    memcpy(copy, data, length);
    memset(copy + length, ' ', JSON_PADDING);
    memcpy(copy + length, "\n}]\"1", 5);
    return copy;
}

static enum json_status walk(const char *data, size_t length)
{
    const struct json_member *members;
    size_t count;
    enum json_status status = json_index(reader, data, length);
    return status == JSON_FINE ? json_walk(reader, 0, length, &members, &count) : status;
}

/* The tree builder's verdict; *twice when a key there twice is its only objection. */
static bool tree(const char *data, size_t length, bool *twice)
{
    struct arena_mark mark = arena_mark(&unit.arena);
    sources_init(&sources, &unit.arena);
    diags_init(&diags, &unit.arena, &sources);
    uint32_t source = sources_add(&sources, "x.json", data, length);
    struct span span = {source, 0, (uint32_t)length};
    struct json_text text = {source, data, 0, length, DEPTH, NULL, false, NULL};
    bool fine = text_check(&diags, span, data) && json_tree(&unit.arena, &diags, &text);
    *twice = !fine;
    for (size_t i = 0; i < diags.list.count; i++)
        *twice = *twice && diags.list.items[i]->code == DIAG_KEY_TWICE;
    assert_int_equal(fine, diags.errors == 0);
    arena_rewind(&unit.arena, mark);
    return fine;
}

/* Whether a document is accepted; fails the test when the two readers disagree. */
static bool accepts(const char *data, size_t length)
{
    char *copy = padded(data, length);
    enum json_status status = walk(copy, length);
    bool twice;
    bool fine = tree(copy, length, &twice);
    bool agree = status == JSON_FINE ? fine || twice : status == JSON_MALFORMED ? !fine && !twice
                                                                                 : fine || twice;
    if (!agree)
        print_error("walk says %d, tree says %d of `%.*s`\n", (int)status, fine, (int)length, data);
    assert_true(agree);
    free(copy);
    return fine;
}

static void the_list(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        if (!accepts(accepted[i], strlen(accepted[i])))
            print_error("refused: %s\n", accepted[i]);
        assert_true(accepts(accepted[i], strlen(accepted[i])));
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (accepts(refused[i], strlen(refused[i])))
            print_error("accepted: %s\n", refused[i]);
        assert_false(accepts(refused[i], strlen(refused[i])));
    }
    assert_false(accepts("[\0]", 3));
    assert_false(accepts("[\"\0\"]", 5));
    assert_false(accepts("[]\0", 3));
}

static void depth(void **state)
{
    (void)state;
    char text[4 * DEPTH];
    for (size_t levels = DEPTH - 1; levels <= DEPTH + 1; levels++) {
        memset(text, '[', levels);
        memset(text + levels, ']', levels);
        assert_int_equal(accepts(text, 2 * levels), levels <= DEPTH);
        assert_false(accepts(text, 2 * levels - 1));
    }
}

static void keys_twice(void **state)
{
    static const char *const twice[] = {
        "{\"a\":1,\"a\":1}", "[{\"a\":1,\"b\":2,\"a\":3}]", "{\"n\":{\"k\":1,\"\\u006b\":2}}",
        "[{\"\":1,\"\":2}]", "[{\"12345678\":1,\"12345678\":2}]",
    };
    (void)state;
    for (size_t i = 0; i < sizeof twice / sizeof *twice; i++) {
        bool only;
        char *copy = padded(twice[i], strlen(twice[i]));
        assert_false(tree(copy, strlen(twice[i]), &only));
        assert_true(only);
        /* the walk may leave it open, but below the root it never calls it fine */
        if (twice[i][0] == '[')
            assert_int_equal(walk(copy, strlen(twice[i])), JSON_NOT_SURE);
        free(copy);
    }
    /* more keys in one object than the walk keeps: sorted by the tree */
    char big[4096] = "[{";
    for (int i = 0; i < 200; i++)
        snprintf(big + strlen(big), sizeof big - strlen(big), "\"k%d\":%d,", i, i);
    strcat(big, "\"k7\":0}]");
    assert_false(accepts(big, strlen(big)));
    big[strlen(big) - 6] = 'z';
    assert_true(accepts(big, strlen(big)));
}

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* Replaces, removes or inserts a few bytes that matter to JSON. */
static size_t mutate(uint64_t *random, char *text, size_t length, size_t room)
{
    static const char bytes[] = "{}[]:,\"\\ \n\t0123456789-+.eEtruefalsnu/'\x01\xC3\xBC\xFF";
    for (uint64_t n = next_random(random) % 3 + 1; n > 0; n--) {
        uint64_t r = next_random(random);
        char byte = bytes[(r >> 8) % (sizeof bytes - 1)];
        size_t at = length ? (size_t)(r >> 16) % length : 0;
        if (r % 3 == 0 && length > 0) {
            text[at] = byte;
        } else if (r % 3 == 1 && length > 0) {
            memmove(text + at, text + at + 1, length - at - 1);
            length--;
        } else if (length < room) {
            memmove(text + at + 1, text + at, length - at);
            text[at] = byte;
            length++;
        }
    }
    return length;
}

static void mutations(void **state)
{
    uint64_t random = 1;
    size_t count = sizeof accepted / sizeof *accepted, fine = 0;
    (void)state;
    for (int i = 0; i < 40000; i++) {
        char text[128];
        const char *from = accepted[next_random(&random) % count];
        size_t length = strlen(from);
        memcpy(text, from, length);
        length = mutate(&random, text, length, sizeof text);
        fine += accepts(text, length);
    }
    assert_in_range(fine, 1000, 39000);
}

/* Lines indexed together are judged as each of them alone, unless none of them can be. */
static void batches(void **state)
{
    uint64_t random = 7;
    size_t judged = 0;
    (void)state;
    for (int i = 0; i < 4000; i++) {
        char text[1024 + JSON_PADDING];
        size_t length = 0, ends[8];
        for (size_t line = 0; line < 8; line++) {
            const char *from = accepted[next_random(&random) % (sizeof accepted / sizeof *accepted)];
            char one[128];
            size_t n = strlen(from);
            memcpy(one, from, n);
            if (next_random(&random) % 4 == 0)
                n = mutate(&random, one, n, sizeof one);
            for (size_t k = 0; k < n; k++)
                text[length++] = one[k] == '\n' ? ' ' : one[k];
            ends[line] = length;
            text[length++] = '\n';
        }
        memset(text + length, 0, JSON_PADDING);
        bool alone[8];
        for (size_t line = 0, at = 0; line < 8; at = ends[line++] + 1)
            alone[line] = walk(text + at, ends[line] - at) != JSON_MALFORMED;
        if (json_index(reader, text, length) != JSON_FINE)
            continue;
        judged++;
        for (size_t line = 0, at = 0; line < 8; at = ends[line++] + 1) {
            const struct json_member *members;
            size_t count;
            bool together =
                json_walk(reader, at, ends[line], &members, &count) != JSON_MALFORMED;
            assert_int_equal(together, alone[line]);
        }
    }
    assert_true(judged > 100);
}

static void members(void **state)
{
    const char *text = " {\"a\" : \"x\\\"y\" , \"bc\":[1,{}] ,\"\":-5}";
    const struct json_member *found;
    size_t count;
    (void)state;
    char *copy = padded(text, strlen(text));
    assert_int_equal(json_index(reader, copy, strlen(text)), JSON_FINE);
    assert_int_equal(json_walk(reader, 0, strlen(text), &found, &count), JSON_FINE);
    assert_int_equal(count, 3);
    assert_memory_equal(copy + found[0].key, "a", found[0].key_length);
    assert_memory_equal(copy + found[0].begin, "\"x\\\"y\"", found[0].end - found[0].begin);
    assert_true(found[0].escaped);
    assert_memory_equal(copy + found[1].begin, "[1,{}]", found[1].end - found[1].begin);
    assert_int_equal(found[1].end - found[1].begin, 6);
    assert_int_equal(found[1].first, '[');
    assert_int_equal(found[2].key_length, 0);
    assert_memory_equal(copy + found[2].begin, "-5", found[2].end - found[2].begin);
    free(copy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list), cmocka_unit_test(depth),     cmocka_unit_test(keys_twice),
        cmocka_unit_test(mutations), cmocka_unit_test(batches), cmocka_unit_test(members),
#if defined(__LP64__)
        cmocka_unit_test(failing_new),
#endif
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}

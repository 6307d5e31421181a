/* test_fuzz_replay.c: the fuzz targets without libFuzzer: every file of the corpus, then changes
 * of it in a fixed sequence. The same run gives the same inputs, on every machine.
 *
 * POLC_FUZZ_SECONDS=N goes on for N seconds per target; else the number is fixed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/io.h"
#include "fuzz/targets.h"

#include <dirent.h>
#include <time.h>

#define FILES 64
#define LENGTH_LIMIT ((size_t)1 << 16)
#define CHANGES 200 /* of each file */

struct seed {
    unsigned char *data;
    size_t length;
};

struct corpus {
    struct seed seeds[FILES];
    size_t count;
};

struct target {
    const char *name;
    int (*run)(const unsigned char *data, size_t size);
    const char *const *words; /* what is put in at times; NULL at the end */
};

static uint64_t state;

static size_t draw(size_t limit)
{
    return limit ? (size_t)(hash_word(++state) % limit) : 0;
}

/* ---- the corpus -------------------------------------------------------------------------- */

static int compare_names(const void *x, const void *y)
{
    return strcmp(*(char *const *)x, *(char *const *)y);
}

static struct seed read_seed(const char *folder, const char *name)
{
    char path[512];
    struct seed seed = {malloc(LENGTH_LIMIT), 0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_non_null(seed.data);
    seed.length = fread(seed.data, 1, LENGTH_LIMIT, file);
    fclose(file);
    return seed;
}

static void read_corpus(const char *target, struct corpus *corpus)
{
    char folder[256], *names[FILES];
    size_t count = 0;
    snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s", target);
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (struct dirent *entry; (entry = readdir(directory)) && count < FILES;)
        if (entry->d_name[0] != '.')
            names[count++] = strdup(entry->d_name);
    closedir(directory);
    qsort(names, count, sizeof *names, compare_names);
    corpus->count = 0;
    for (size_t i = 0; i < count; i++) {
        corpus->seeds[corpus->count++] = read_seed(folder, names[i]);
        free(names[i]);
    }
    assert_true(corpus->count > 0);
}

static void free_corpus(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->count; i++)
        free(corpus->seeds[i].data);
}

/* ---- changes ------------------------------------------------------------------------------- */

struct input {
    unsigned char data[LENGTH_LIMIT];
    size_t length;
};

static void insert(struct input *input, size_t at, const void *data, size_t length)
{
    if (input->length + length > sizeof input->data)
        return;
    memmove(input->data + at + length, input->data + at, input->length - at);
    memcpy(input->data + at, data, length);
    input->length += length;
}

static void delete(struct input *input, size_t at, size_t length)
{
    memmove(input->data + at, input->data + at + length, input->length - at - length);
    input->length -= length;
}

static void overwrite_word(struct input *input)
{
    static const uint32_t words[] = {0, 1, 2, 64, 0xFFFF, 0x7FFFFFFF, 0x80000000, UINT32_MAX};
    uint32_t word = words[draw(sizeof words / sizeof *words)];
    if (input->length >= 4)
        memcpy(input->data + draw(input->length / 4) * 4, &word, 4);
}

static void insert_words(struct input *input, const char *const *words)
{
    size_t count = 0;
    while (words[count])
        count++;
    const char *word = words[draw(count)];
    insert(input, draw(input->length + 1), word, strlen(word));
}

static void change(struct input *input, const struct corpus *corpus, const struct target *target)
{
    const struct seed *other = &corpus->seeds[draw(corpus->count)];
    unsigned char byte = (unsigned char)draw(256);
    size_t at = draw(input->length), length = draw(32);
    if (at + length > input->length)
        length = input->length - at;
    switch (draw(7)) {
    case 0:
        if (input->length)
            input->data[at] ^= (unsigned char)(1u << draw(8));
        break;
    case 1:
        if (input->length)
            input->data[at] = byte;
        break;
    case 2:
        delete(input, at, length);
        break;
    case 3: {
        unsigned char copy[32];
        memcpy(copy, input->data + at, length);
        insert(input, draw(input->length + 1), copy, length);
        break;
    }
    case 4:
        overwrite_word(input);
        break;
    case 5:
        insert_words(input, target->words);
        break;
    default:
        at = draw(other->length);
        length = draw(other->length - at < 200 ? other->length - at + 1 : 200);
        insert(input, draw(input->length + 1), other->data + at, length);
        break;
    }
}

/* ---- the replay ---------------------------------------------------------------------------- */

static void replay(const struct target *target)
{
    static struct input input;
    struct corpus corpus;
    const char *seconds = getenv("POLC_FUZZ_SECONDS");
    time_t end = time(NULL) + (seconds ? atoi(seconds) : 0);
    read_corpus(target->name, &corpus);
    for (size_t i = 0; i < corpus.count; i++)
        target->run(corpus.seeds[i].data, corpus.seeds[i].length);
    state = 1;
    for (size_t n = 0; seconds ? time(NULL) < end : n < CHANGES * corpus.count; n++) {
        const struct seed *seed = &corpus.seeds[n % corpus.count];
        memcpy(input.data, seed->data, seed->length);
        input.length = seed->length;
        for (size_t k = 0; k <= draw(4); k++)
            change(&input, &corpus, target);
        target->run(input.data, input.length);
    }
    free_corpus(&corpus);
}

static const char *const policy_words[] = {
    " and ", " or ", " not ", "(", ")", ".", ";", ",", ":", " where ", " except ", "except where ",
    " is ", " is in (", " occurred at least 30 days ago", "subject to 1, ", "notwithstanding 1, ",
    " do not apply", " prevails over ", "order: ", " in place of 1", "waiver W by Globex of ",
    " as read by ", " is in force", "\"", "--", "\xC3\xA9", "9223372036854775807", "0001-01-01",
    "9999-12-31", " from 2026-01-01 until ", "the later of (", " 400 months after ",
    "input i for documents with \"/a\": each \"\"; ", "\"/a~1b/*/[k=v]\"", " with \"*\" as ",
    " otherwise unknown", NULL};
static const char *const json_words[] = {"{", "}", "[", "]", ",", ":", "\"", "\\u0000", "\\ud800",
                                         "null", "true", "1e999", "-0", "{\"oneof\":[", "\n",
                                         "{\"each\":", "\"notes\":", "\xFF", NULL};
static const char *const yaml_words[] = {"{", "}", "[", "]", ": ", "- ", "&a ", "*a", "<<: ",
                                         "---\n", "...\n", "|\n", ">\n", "!!str ", "\t", "#",
                                         "each: ", "{from: 1, to: ", "\n  ", "%YAML 1.1\n", NULL};
static const char *const input_words[] = {
    "{\"changes\": [", "\"version\": 1", "\"after\": {", "\"marks\": {\"region\": true}", "\"zone\": [",
    "{\"Ref\": \"AWS::NoValue\"}", "{\"Fn::If\": []}", "\"Resources\": {", "\"Type\": \"Box\"",
    "\"Tags\": [{\"Key\": \"region\", \"Value\": ", "!Ref ", "!GetAtt a.b", "null", "1.5e3", ",", "\"", "\r\n",
    "}", "]", NULL};
static const char *const image_words[] = {"polcpdt\n", "\1", "\xFF\xFF\xFF\xFF", "abc\1def", NULL};

static void replay_image(void **unused)
{
    (void)unused;
    replay(&(struct target){"image", fuzz_image, image_words});
}

static void replay_policy(void **unused)
{
    (void)unused;
    replay(&(struct target){"policy", fuzz_policy, policy_words});
}

static void replay_yaml(void **unused)
{
    (void)unused;
    replay(&(struct target){"yaml", fuzz_yaml, yaml_words});
}

static void replay_json(void **unused)
{
    (void)unused;
    replay(&(struct target){"json", fuzz_json, json_words});
}

static void replay_input(void **unused)
{
    (void)unused;
    replay(&(struct target){"input", fuzz_input, input_words});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replay_image),
        cmocka_unit_test(replay_policy),
        cmocka_unit_test(replay_yaml),
        cmocka_unit_test(replay_json),
        cmocka_unit_test(replay_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

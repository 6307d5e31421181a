/* test_data_stream.c: NDJSON part by part. However the bytes arrive, deployments and messages are
 * those of the lines; places are those in the file; a line that is too long spoils no other.
 */
#include "unit/unit.h"

#include "unit/data_case.h"

#include "data/window.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

/* Lines of which one in a thousand is bad; about `size` bytes. */
static char *make_lines(size_t size, size_t *length)
{
    char *text = calloc(size + 512, 1);
    *length = 0;
    assert_non_null(text);
    for (unsigned n = 1; *length < size; n++) {
        const char *host = n % 1000 == 500 ? "AWZ" : n % 3 ? "AWS" : "Azure";
        if (n % 77 == 0)
            text[(*length)++] = '\n';
        *length += (size_t)sprintf(text + *length,
                                   "{\"deployment\":\"d%u\",\"host\":\"%s\",\"notes\":{\"n\":\"%0*u\"}}\n", n,
                                   host, (int)(n % 200), n);
    }
    return text;
}

/* The place, in lines, of each bad line of make_lines. */
static bool is_told(const char *out, const char *text, size_t length, const char *name)
{
    uint64_t line = 1;
    size_t told = 0;
    for (const char *at = text, *feed; at < text + length; at = feed + 1, line++) {
        char place[64];
        feed = memchr(at, '\n', (size_t)(text + length - at));
        if (!memmem(at, (size_t)(feed - at), "\"AWZ\"", 5))
            continue;
        size_t column = (size_t)((char *)memmem(at, (size_t)(feed - at), "\"AWZ\"", 5) - at) + 1;
        snprintf(place, sizeof place, "\n%s:%" PRIu64 ":%zu: error[P0512]", name, line, column);
        if (!strstr(out, place) || ++told == 20)
            return told == 20;
    }
    return told > 3;
}

static void places_in_all_windows(void **state)
{
    size_t length;
    char *text = make_lines(5 * WINDOW_SIZE / 2, &length);
    (void)state;
    struct case_input input = {.name = "x.ndjson", .data = text, .length = length, .quiet = true};
    char *whole = case_read(&input);
    assert_true(is_told(whole, text, length, "x.ndjson"));
    /* without the last line feed, so that the end is copied */
    input.length--;
    char *open = case_read(&input);
    unit_assert_text(open, whole);
    free(open);
    free(whole);
    free(text);
}

/* ---- files and pipes ------------------------------------------------------------------------ */

struct feeder {
    const char *path, *data;
    size_t length, piece;
};

static void *feed(void *argument)
{
    const struct feeder *feeder = argument;
    int fd = open(feeder->path, O_WRONLY);
    for (size_t at = 0, n; fd >= 0 && at < feeder->length; at += n) {
        n = feeder->length - at < feeder->piece ? feeder->length - at : feeder->piece;
        ssize_t put = write(fd, feeder->data + at, n);
        if (put < 0)
            break;
        n = (size_t)put;
    }
    close(fd);
    return NULL;
}

/* What a named pipe, written in pieces of this size, comes to. */
static char *read_pipe(const char *path, const char *text, size_t length, size_t piece)
{
    struct feeder feeder = {path, text, length, piece};
    pthread_t thread;
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(pthread_create(&thread, NULL, feed, &feeder), 0);
    struct case_input input = {.name = path, .quiet = true};
    char *out = case_read(&input);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(unlink(path), 0);
    return out;
}

static void write_file(const char *path, const char *text, size_t length)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static char *read_file(const char *path, const char *text, size_t length)
{
    struct case_input input = {.name = path, .quiet = true};
    write_file(path, text, length);
    char *out = case_read(&input);
    assert_int_equal(unlink(path), 0);
    return out;
}

static void however_it_arrives(void **state)
{
    char folder[] = "/tmp/polc-stream-XXXXXX", path[64];
    size_t length;
    char *text = make_lines(5 * WINDOW_SIZE / 2, &length);
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/x", folder); /* no extension: told by the first bytes */
    struct case_input input = {.name = path, .data = text, .length = length, .quiet = true};
    char *bytes = case_read(&input), *file = read_file(path, text, length);
    unit_assert_text(file, bytes);
    static const size_t pieces[] = {97, 4096, 1 << 20};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        char *pipe = read_pipe(path, text, length, pieces[i]);
        unit_assert_text(pipe, bytes);
        free(pipe);
    }
    rmdir(folder);
    free(file);
    free(bytes);
    free(text);
}

/* One byte after the other, so that each format is told as early as it can be. */
static void formats_of_pipes(void **state)
{
    static const char *const texts[] = {
        "{\"host\":\"AWS\"}\n{\"host\":\"Azure\"}\n",
        "{\"host\":\"AWS\"}",
        " {\"host\":\"AWS\"}\n\n",
        "\xEF\xBB\xBF{\"host\":\"AWS\"}\n{\"host\":\"Azure\"}",
        "[{\"host\":\"AWS\"},\n{\"host\":\"Azure\"}]\n",
        "{\n\"host\":\"AWS\"}\n",
        "host: AWS\n---\nhost: Azure\n",
        "\n\nhost: AWS\n",
        "x",
        "",
        "{}\n}\n",
        "{\"host\":1}\r\n\r\n{\"host\":\"Azure\"}\r\n",
        "\xFF\xFE{\0\n\0",
    };
    char folder[] = "/tmp/polc-stream-XXXXXX", path[64];
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/x", folder);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t length = i + 1 == sizeof texts / sizeof *texts ? 6 : strlen(texts[i]);
        char *file = read_file(path, texts[i], length);
        char *pipe = read_pipe(path, texts[i], length, 1);
        unit_assert_text(pipe, file);
        free(pipe);
        free(file);
    }
    rmdir(folder);
}

/* ---- bounds ----------------------------------------------------------------------------------- */

static char *long_line(size_t middle, size_t *length)
{
    static const char before[] = "{\"deployment\":\"a\"}\n{\"notes\":\"", after[] = "\"}\n{\"deployment\":\"z\"}\n";
    char *text = malloc(sizeof before + middle + sizeof after);
    assert_non_null(text);
    memcpy(text, before, sizeof before - 1);
    memset(text + sizeof before - 1, 'n', middle);
    memcpy(text + sizeof before - 1 + middle, after, sizeof after - 1);
    *length = sizeof before - 1 + middle + sizeof after - 1;
    return text;
}

/* Lines of the longest length and one byte more; from memory and from a file. */
static void a_line_that_is_too_long(void **state)
{
    char folder[] = "/tmp/polc-stream-XXXXXX", path[64];
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/x.ndjson", folder);
    for (size_t over = 0; over < 2; over++) {
        size_t length;
        char *text = long_line(WINDOW_LINE_LIMIT - 13 + over, &length); /* {"notes":"..."} takes 12 */
        struct case_input input = {.name = path, .data = text, .length = length, .quiet = true};
        char *bytes = case_read(&input), *file = read_file(path, text, length);
        unit_assert_text(file, bytes);
        assert_non_null(strstr(bytes, "a /tmp"));
        assert_non_null(strstr(bytes, ":3"));
        assert_non_null(strstr(bytes, "\nz /tmp"));
        assert_int_equal(strstr(bytes, "refused 1") != NULL, over == 1);
        assert_int_equal(strstr(bytes, ":2:1: error[P0002]: this line is longer") != NULL, over == 1);
        assert_int_equal(strstr(bytes, "#2 ") != NULL, over == 0);
        free(bytes);
        free(file);
        free(text);
    }
    rmdir(folder);
}

/* Messages quote and show long lines, but what is kept of them is bounded. */
static void what_is_kept_is_bounded(void **state)
{
    static const size_t middle = 24 << 20;
    size_t length = 0;
    char *text = malloc(4 * (middle + 64));
    (void)state;
    assert_non_null(text);
    for (int i = 0; i < 4; i++) {
        length += (size_t)sprintf(text + length, "{\"host\":1,\"notes\":\"");
        memset(text + length, 'n', middle);
        length += middle;
        length += (size_t)sprintf(text + length, "\"}\n");
    }
    struct case_input input = {.name = "x.ndjson", .data = text, .length = length, .quiet = true};
    char *out = case_read(&input);
    assert_non_null(strstr(out, "refused 4"));
    assert_non_null(strstr(out, "x.ndjson:2:9: error[P0512]"));
    assert_null(strstr(out, "x.ndjson:3:"));
    assert_non_null(strstr(out, "2 more diagnostics are not shown"));
    free(out);
    free(text);
}

/* ---- lines that are like the line before ---------------------------------------------------- */

static const char *const models[] = {
    "{\"deployment\":\"d1\",\"host\":\"AWS\",\"notes\":{\"a\":[1,{\"b\":\"\\u00e9\\n\"},-0.5e3],\"b\":{}},\"capacity\":12}",
    "{ \"host\": \"unknown\", \"calls_model\": true, \"signed\": \"2026-02-28\",\t\"notes\": \"\xC3\xBC\xF0\x9F\x98\x80\"} \r",
    "{\"notice\":\"never\",\"date\":\"2027-01-01\",\"balance\":-7,\"region\":\"EU\",\"notes\":[[],[null,false]]}",
    "{\"region\":\"us-east-1\"}",
    "{\"memory\":\"stateful\",\"deployer\":\"Microsoft\",\"notes\":{\"aaaaaaaaa\":1,\"aaaaaaaab\":\"x\\\\\"}}",
};

#define MODELS (sizeof models / sizeof *models)
static const char bytes[] = "\"\\{}[],: \t0-.e\x01\x7F\xC3\xFFna\r";

/* Writes the n-th mutation of a line: a byte replaced, left out, put in, or bytes of another model
 * behind it; false when there is none. */
static bool mutate(const char *model, size_t n, char *out)
{
    size_t length = strlen(model), kinds = sizeof bytes - 1, at = n / (2 * kinds + 1 + MODELS);
    size_t what = n % (2 * kinds + 1 + MODELS);
    if (at >= length)
        return false;
    memcpy(out, model, at);
    if (what < 2 * kinds) {
        out[at] = bytes[what / 2];
        strcpy(out + at + 1, model + at + what % 2);
    } else if (what == 2 * kinds) {
        strcpy(out + at, model + at + 1);
    } else {
        const char *other = models[what - 2 * kinds - 1];
        strcpy(out + at, at < strlen(other) ? other + at : "");
    }
    return true;
}

/* Behind a line that was plain a line is read by what stood there; trees know nothing of it. */
static void like_the_line_before(void **state)
{
    char mutant[512], *text = malloc(1 << 20);
    size_t read = 0;
    (void)state;
    assert_non_null(text);
    for (size_t m = 0; m < MODELS; m++) {
        bool more = true;
        for (size_t n = 0; more; ) {
            size_t length = 0;
            for (int i = 0; i < 40 && (more = mutate(models[m], n, mutant)); i++, n += 3)
                length += (size_t)sprintf(text + length, "%s\n%s\n", models[m], mutant);
            struct case_input input = {.name = "x.ndjson", .data = text, .length = length, .quiet = true};
            if (length == 0)
                break;
            char *quick = case_read(&input);
            input.trees = true;
            char *trees = case_read(&input);
            assert_string_equal(quick, trees);
            read += length;
            free(quick);
            free(trees);
        }
    }
    assert_true(read > 100000);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_in_all_windows), cmocka_unit_test(however_it_arrives),
        cmocka_unit_test(formats_of_pipes),      cmocka_unit_test(a_line_that_is_too_long),
        cmocka_unit_test(what_is_kept_is_bounded), cmocka_unit_test(like_the_line_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_data_golden.c: documents under tests/golden/data and all that is made of them.
 *
 * Each NAME.yaml, .json, .ndjson or .csv there is read against the vocabulary of data_case.h,
 * those called input-… with the inputs of input_case.h;
 * the boxes and the diagnostics, carets included, must equal NAME.EXTENSION.expected. With
 * POLC_UPDATE set in the environment the expected files are written anew instead.
 */
#include "unit/input_case.h"

#include "base/io.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define FOLDER "tests/golden/data"

static int is_input(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot
           && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".json") == 0
               || strcmp(dot, ".ndjson") == 0 || strcmp(dot, ".csv") == 0);
}

static char *slurp(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = calloc((size_t)size + 1, 1);
    *length = fread(text, 1, (size_t)size, file);
    fclose(file);
    return text;
}

static bool check(const char *name)
{
    char path[512], expected_path[600];
    snprintf(path, sizeof path, FOLDER "/%s", name);
    snprintf(expected_path, sizeof expected_path, "%s.expected", path);
    size_t length = 0, expected_length = 0;
    char *data = slurp(path, &length);
    struct case_input input = {.name = name, .data = data, .length = length, .quiet = true};
    if (strncmp(name, "input-", 6) == 0)
        input.inputs = input_case_add;
    char *actual = case_read(&input);
    bool same = true;
    if (getenv("POLC_UPDATE")) {
        FILE *file = fopen(expected_path, "wb");
        fputs(actual, file);
        fclose(file);
    } else {
        char *expected = slurp(expected_path, &expected_length);
        same = expected && strcmp(expected, actual) == 0;
        if (!same)
            print_error("%s differs; it is now\n%s", expected_path, actual);
        free(expected);
    }
    free(actual);
    free(data);
    return same;
}

static void goldens(void **state)
{
    (void)state;
    struct dirent **entries;
    int count = scandir(FOLDER, &entries, is_input, alphasort);
    int bad = 0;
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        bad += !check(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(goldens)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

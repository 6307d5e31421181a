/* test_data_input.c: patterns; and that a document of an input comes to the same when it is read
 * as JSON, of which a filter keeps what paths can reach, and as YAML, which is kept whole. What
 * inputs make of documents is in tests/golden/data/input-*. */
#include "unit/unit.h"

#include "unit/input_case.h"

#include "base/io.h"
#include "data/pointer.h"

static bool glob(const char *pattern, const char *text)
{
    return pointer_glob(pattern, strlen(pattern), text, strlen(text));
}

static void patterns(void **state)
{
    (void)state;
    assert_true(glob("", ""));
    assert_true(glob("*", ""));
    assert_true(glob("*", "any/thing"));
    assert_true(glob("*/aws", "registry/hashicorp/aws"));
    assert_true(glob("*.dkr.ecr.*", "1.dkr.ecr.us"));
    assert_true(glob("a*b*c", "abbbc"));
    assert_true(glob("a*b*c", "a*bc"));
    assert_true(glob("**a", "a"));
    assert_false(glob("", "a"));
    assert_false(glob("*/aws", "registry/aws/x"));
    assert_false(glob("a*b*c", "acb"));
    assert_false(glob("AWS", "aws"));
    assert_false(glob("?", "a"));
    assert_false(glob("a.c", "abc"));
}

static char *read_as(const char *path, struct io_text text, enum bind_format format)
{
    struct case_input input = {.name = path, .data = text.data, .length = text.length,
                               .format = format, .quiet = true, .inputs = input_case_add};
    return case_read(&input);
}

static void filtered_or_whole(void **state)
{
    (void)state;
    static const char *const paths[] = {"tests/golden/data/input-plan.json",
                                        "tests/golden/data/input-marks.json",
                                        "tests/golden/data/input-errors.json"};
    struct unit_arena unit;
    unit_arena_open(&unit);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct io_text text;
        const char *error;
        assert_true(io_read(&unit.arena, paths[i], 1 << 20, &text, &error));
        char *json = read_as(paths[i], text, BIND_JSON);
        char *yaml = read_as(paths[i], text, BIND_YAML);
        unit_assert_text(json, yaml);
        free(json);
        free(yaml);
    }
    unit_arena_close(&unit);
}

/* Elements are read one by one where nothing else looks into them: it comes to the same. */
static void one_by_one(void **state)
{
    (void)state;
    static const char *const documents[] = {
        "{\"items\": [{\"Ref\": \"P\", \"host\": \"AWS\"}, {\"host\": \"AWS\"}]}",
        "{\"items\": [{ \"Ref\" : \"P\"}, {\"host\": \"AWS\"}]}",
        "{\"items\": [{\"Ref\": \"AWS::NoValue\"}, {\"host\": \"AWS\"}]}",
        "{\"items\": [{\"Fn::If\": [\"c\", 1, 2]}]}",
        "{\"items\": [{\"Ref\": \"P\"}], \"tags\": [{\"Key\": \"host\", \"Value\": \"AWS\"}]}",
        "{\"items\": [{\"Ref\": \"P\", \"b\": 1}], \"tags\": [{\"Key\": \"host\", \"Value\": \"AWS\"}]}",
        "{\"items\": [\"x\", {\"host\": \"A\\\"}W]{S\"}, {\"host\": [\"AWS\", \"Azure\"]}, [], {}, null]}",
        "{\"items\": {\"k\": {\"host\": \"AWS\"}}}",
        "{\"items\": \"x\"}",
        "{\"rows\": [{\"kind\": \"y\", \"host\": \"AWS\"}, {\"host\": \"\\u0041WS\"}]}",
        "{\"rows\": [{\"kind\": \"z\", \"host\": \"AWS\"}]}",
        "{\"rows\": {\"r1\": {\"kind\": \"y\", \"host\": 3}}}",
        "{\"outer\": 1, \"a\": [{\"b\": [{\"host\": \"AWS\"}, {\"host\": \"Azure\"}]}, {\"b\": []}]}",
        "{\"a\": [{\"b\": [{\"host\": \"AWS\"}, {\"host\": \"??\"}]}, {\"b\": {\"n\": {\"host\": \"AWS\"}}}]}",
        "{\"tags\": [{\"Key\": \"host\", \"Value\": \"AWS\"}, {\"Key\": \"x\", \"Value\": \"Azure\"}]}",
        "{\"tags\": [{\"Key\": {\"Ref\": \"P\"}, \"Value\": \"AWS\"}]}",
        "[{\"items\": [\"x\", {\"host\": \"AWS\"}]}, {\"host\": \"AWS\"}]",
    };
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        struct case_input input = {.name = "d", .data = documents[i], .quiet = true,
                                   .inputs = input_case_add_shared, .format = BIND_JSON};
        char *json = case_read(&input);
        input.format = BIND_YAML;
        char *yaml = case_read(&input);
        unit_assert_text(json, yaml);
        free(json);
        free(yaml);
    }
}

static void forced(void **state)
{
    (void)state;
    struct case_input input = {.name = "d.yaml", .quiet = true, .no_spans = true,
                               .inputs = input_case_add,
                               .data = "Resources: {x: {Type: Box, Balance: 3}}\n"};
    input.options.input = "plan"; /* for which this is nothing */
    char *text = case_read(&input);
    unit_assert_text(text, "documents 1, empty 1, left out 0\n");
    free(text);
    input.options.input = "plain";
    text = case_read(&input);
    unit_assert_text(text, "refused 1\n"
                           "d.yaml:1:1: error[P0508]: `Resources` is no fact or choice of the policy\n"
                           " 1 | Resources: {x: {Type: Box, Balance: 3}}\n"
                           "   | ^^^^^^^^^\n"
                           "  help: put what the policy does not speak of under `notes`\n");
    free(text);
    input.options.input = "plann";
    input.data = NULL;
    input.name = NULL;
    text = case_read(&input);
    unit_assert_text(text, "--input:1:1: error[P0525]: the policy has no input called `plann`\n"
                           " 1 | plann\n"
                           "   | ^^^^^\n"
                           "  help: did you mean `plan`?\n");
    free(text);
}

/* A guard that a description in the plain form may fit too decides before the quick way does. */
static void lookalike(void **state)
{
    (void)state;
    static const enum bind_format formats[] = {BIND_NDJSON, BIND_JSON, BIND_YAML};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct case_input input = {.name = "d", .format = formats[i], .quiet = true,
                                   .no_spans = true, .inputs = input_case_add_lookalike,
                                   .data = "{\"region\": \"US\"}\n"};
        char *text = case_read(&input);
        unit_assert_text(text, "d#1 d:1 today\n"
                               "  []\n"
                               "    host = 3 given\n"
                               "documents 1, empty 0, left out 0\n");
        free(text);
    }
}

/* A heap that fails at any call leaks nothing and ends nothing. */
static void failing_heap(void **state)
{
    (void)state;
    struct case_input input = {.name = "d.json", .quiet = true, .inputs = input_case_add,
                               .data = "{\"Resources\": {\"x\": {\"Type\": \"Box\", \"Balance\": 3,"
                                       " \"Tags\": [{\"Key\": \"region\", \"Value\": \"??\"}]}}}"};
    enum fault fault = FAULT_MEMORY;
    for (size_t at = 1; fault == FAULT_MEMORY; at++) {
        struct unit_heap heap = {0, 0, at};
        free(case_read_with(&input, unit_heap(&heap), &fault));
        assert_int_equal(heap.live, 0);
    }
    assert_int_equal(fault, FAULT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns),
        cmocka_unit_test(filtered_or_whole),
        cmocka_unit_test(one_by_one),
        cmocka_unit_test(forced),
        cmocka_unit_test(lookalike),
        cmocka_unit_test(failing_heap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_data_bind.c: the command line's part of a box, the ledger, containers and formats;
 * that the quick way into a box and the way by the tree end in the same box; and that a
 * heap which fails at any call leaks nothing and ends nothing.
 */
#include "unit/unit.h"

#include "unit/data_case.h"

static void expect(const struct case_input *input, const char *text)
{
    char *actual = case_read(input);
    unit_assert_text(actual, text);
    free(actual);
}

static void defaults(void **state)
{
    (void)state;
    struct case_input input = {.name = "d.yaml", .data = "deployment: d\n"};
    expect(&input,
           "d d.yaml:1 today\n"
           "  []\n"
           "    date = 2026-03-19 presumed\n"
           "    act = 0 presumed\n"
           "    deployer = 0 presumed\n"
           "    host = 0..6 missing\n"
           "    region = 0..4 missing\n"
           "    memory = 0..1 missing\n"
           "    calls_model = 0..1 missing\n"
           "    capacity = 0..1000000 missing\n"
           "    balance = -9223372036854775808..9223372036854775807 missing\n"
           "    signed = 0001-01-01..9999-12-31 missing\n"
           "    notice = 0001-01-01..2026-03-19 never missing\n"
           "    consent_of_Amazon = 0..1 missing\n"
           "    ipo = never presumed\n"
           "    milestones_met = 0001-01-01..2026-03-19 never missing\n"
           "    jca_terminated = 2027-03-01 ledger\n"
           "    api_call = 0..1 missing\n");
}

static void date_of_the_command_line(void **state)
{
    (void)state;
    /* a date of its own wins over --on, --set over both */
    struct case_input input = {.name = "d.ndjson", .quiet = true, .no_spans = true,
                               .options = {.has_date = true},
                               .data = "{\"date\":\"2026-01-01\",\"notice\":\"unknown\"}\n"
                                       "{\"notice\":\"unknown\"}\n"};
    date_parse("2025-05-05", 10, &input.options.date);
    expect(&input,
           "d.ndjson#1 d.ndjson:1\n"
           "  []\n"
           "    date = 2026-01-01 given\n"
           "    notice = 0001-01-01..2026-01-01 never unknown\n"
           "d.ndjson#2 d.ndjson:2\n"
           "  []\n"
           "    date = 2025-05-05 given\n"
           "    notice = 0001-01-01..2025-05-05 never unknown\n");
    struct bind_setting set = {"date", "2024-02-29"};
    input.options.settings = &set;
    input.options.setting_count = 1;
    expect(&input,
           "d.ndjson#1 d.ndjson:1\n"
           "  []\n"
           "    date = 2024-02-29 given\n"
           "    notice = 0001-01-01..2024-02-29 never unknown\n"
           "d.ndjson#2 d.ndjson:2\n"
           "  []\n"
           "    date = 2024-02-29 given\n"
           "    notice = 0001-01-01..2024-02-29 never unknown\n");
}

static void settings(void **state)
{
    (void)state;
    const struct bind_setting set[] = {{"host", "[AWS, Azure]"}, {"deployer", "unknown"},
                                       {"capacity", "{from: 1 GW}"}, {"notice", "unknown"}};
    struct case_input input = {.name = "d.json", .quiet = true,
                               .data = "{\"deployment\":\"d\",\"host\":\"Google\",\"region\":\"US\"}",
                               .options = {.settings = set, .setting_count = 4}};
    expect(&input,
           "d d.json:1 today\n"
           "  [host = AWS]\n"
           "    deployer = 0..5 unknown at 1:10 `unknown`\n"
           "    host = 3 given at 1:7 `AWS`\n"
           "    region = 4 given at 1:44 `\"US\"`\n"
           "    capacity = 1000..1000000 given at 1:10 `{from: 1 GW}`\n"
           "    notice = 0001-01-01..2026-03-19 never unknown at 1:8 `unknown`\n"
           "  [host = Azure]\n"
           "    deployer = 0..5 unknown at 1:10 `unknown`\n"
           "    host = 1 given at 1:12 `Azure`\n"
           "    region = 4 given at 1:44 `\"US\"`\n"
           "    capacity = 1000..1000000 given at 1:10 `{from: 1 GW}`\n"
           "    notice = 0001-01-01..2026-03-19 never unknown at 1:8 `unknown`\n");
}

static void bad_settings(void **state)
{
    (void)state;
    const struct bind_setting set[] = {{"hots", "AWS"}, {"host", "AWZ"}, {"ipo", "2026-01-01"},
                                       {"notes", "x"}, {"region", ""}, {"date", "unknown"},
                                       {"memory", "[a"}};
    struct case_input input = {.options = {.settings = set, .setting_count = 6}};
    expect(&input,
           "--set:1:1: error[P0508]: `hots` is no fact or choice of the policy\n"
           " 1 | hots=AWS\n"
           "   | ^^^^\n"
           "  help: did you mean `host`?\n"
           "\n"
           "--set:1:6: error[P0512]: `AWZ` is no value of `host`\n"
           " 1 | host=AWZ\n"
           "   |      ^^^\n"
           "  help: did you mean `AWS`?\n"
           "\n"
           "--set:1:1: error[P0509]: `ipo` is an event of the ledger\n"
           " 1 | ipo=2026-01-01\n"
           "   | ^^^\n"
           "  help: give its day with --event ipo=DATE\n"
           "\n"
           "--set:1:1: error[P0508]: `notes` is no fact, so it cannot be set\n"
           " 1 | notes=x\n"
           "   | ^^^^^\n"
           "\n"
           "--set:1:8: error[P0510]: `region` has no value\n"
           " 1 | region=\n"
           "   |        ^\n"
           "  help: leave the key out, or write `unknown` for what must not be presumed\n"
           "\n"
           "--set:1:6: error[P0516]: `date` takes a day such as 2026-03-20, not `unknown`\n"
           " 1 | date=unknown\n"
           "   |      ^^^^^^^\n");
    /* the words and the place are libfyaml's, and differ from one version to the next */
    input.options.setting_count = 7;
    char *text = case_read(&input);
    assert_non_null(strstr(text, "error[P0503]: this is no YAML: "));
    free(text);
}

static void ledger(void **state)
{
    (void)state;
    const struct case_event events[] = {{"ipo", "2026-01-01"}, {"jca_terminated", "unknown"},
                                        {"milestones_met", "never"}, {"ipo", "2030-01-01"}};
    struct case_input input = {.name = "d.yaml", .data = "{date: 2026-02-02}", .quiet = true,
                               .events = events, .event_count = 4};
    expect(&input,
           "d.yaml#1 d.yaml:1\n"
           "  []\n"
           "    date = 2026-02-02 given at 1:8 `2026-02-02`\n"
           "    ipo = 2030-01-01 ledger at 1:5 `2030-01-01`\n"
           "    milestones_met = never ledger at 1:16 `never`\n"
           "    jca_terminated = 0001-01-01..2026-02-02 never unknown at 1:16 `unknown`\n");
}

static void bad_ledger(void **state)
{
    (void)state;
    const struct case_event events[] = {{"ipos", "2026-01-01"}, {"notice", "2026-01-01"},
                                        {"ipo", "soon"}, {"ipo", ""}, {"host", "unknown"},
                                        {"notes", "unknown"}};
    struct case_input input = {.events = events, .event_count = 6};
    expect(&input,
           "--event:1:1: error[P0521]: `ipos` is no event of the policy\n"
           " 1 | ipos=2026-01-01\n"
           "   | ^^^^\n"
           "  help: did you mean `ipo`?\n"
           "\n"
           "--event:1:1: error[P0509]: `notice` is no event of the ledger, it belongs to one "
           "deployment\n"
           " 1 | notice=2026-01-01\n"
           "   | ^^^^^^\n"
           "  help: write it into the descriptions, or give it with --set\n"
           "\n"
           "--event:1:5: error[P0516]: `ipo` takes a day such as 2026-03-20, not `soon`\n"
           " 1 | ipo=soon\n"
           "   |     ^^^^\n"
           "\n"
           "--event:1:5: error[P0510]: `ipo` has no value\n"
           " 1 | ipo=\n"
           "   |     ^\n"
           "  help: leave the key out, or write `unknown` for what must not be presumed\n"
           "\n"
           "--event:1:1: error[P0521]: `host` is no event, it belongs into the description of a "
           "deployment\n"
           " 1 | host=unknown\n"
           "   | ^^^^\n"
           "\n"
           "--event:1:1: error[P0521]: `notes` is no event of the policy\n"
           " 1 | notes=unknown\n"
           "   | ^^^^^\n");
}

/* A file under the system's folder for such; its name is in `path`. */
static void write_file(char *path, const char *text)
{
    int fd = mkstemps(path, (int)strlen(strrchr(path, '.')));
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "wb");
    fputs(text, file);
    fclose(file);
}

static void ledger_file(void **state)
{
    (void)state;
    char yaml[] = "/tmp/polc-ledger-XXXXXX.yaml", json[] = "/tmp/polc-ledger-XXXXXX.json";
    write_file(yaml, "ipo: 2026-01-05\nmilestones_met: unknown\n---\nipo: 2026-01-06\n");
    write_file(json, "{\"ipo\": \"2026-01-07\"}");
    struct case_input input = {.name = "d.yaml", .data = "date: 2026-02-02", .quiet = true,
                               .no_spans = true, .ledger = yaml};
    expect(&input,
           "d.yaml#1 d.yaml:1\n"
           "  []\n"
           "    date = 2026-02-02 given\n"
           "    ipo = 2026-01-06 ledger\n"
           "    milestones_met = 0001-01-01..2026-02-02 never unknown\n");
    input.ledger = json;
    expect(&input,
           "d.yaml#1 d.yaml:1\n"
           "  []\n"
           "    date = 2026-02-02 given\n"
           "    ipo = 2026-01-07 ledger\n");
    remove(yaml);
    remove(json);
    input.data = NULL;
    input.name = NULL;
    input.ledger = "/no/such/ledger.yaml";
    expect(&input, "error[P0001]: `/no/such/ledger.yaml` cannot be read: no such file or directory\n");
}

static void readings(void **state)
{
    (void)state;
    struct case_input input = {.name = "d.yaml", .data = "{}", .options = {.reading_party = "Amazon"}};
    char *text = case_read(&input);
    assert_non_null(strstr(text, "    api_call = 0 given\n"));
    free(text);
    input.options.reading_party = "Microsoft";
    text = case_read(&input);
    assert_non_null(strstr(text, "    api_call = 1 given\n"));
    free(text);
    input.options.reading_party = "Amzon";
    input.name = NULL;
    input.data = NULL;
    expect(&input,
           "--reading:1:1: error[P0522]: `Amzon` is no party of the policy\n"
           " 1 | Amzon\n"
           "   | ^^^^^\n"
           "  note: terms are read by OpenAI, Amazon, Microsoft\n"
           "  help: did you mean `Amazon`?\n");
}

/* Formats told by the first byte, as for standard input. */
static void formats(void **state)
{
    static const struct {
        const char *data, *names;
    } cases[] = {
        {"{\"deployment\":\"a\"}", "a"},
        {"{\"deployment\":\"a\"}\n{\"deployment\":\"b\"}\n", "a b"},
        {"{\"deployment\":\"a\"}\r\n\r\n{\"deployment\":\"b\"}", "a b"},
        {"{\n\"deployment\":\n\"a\"}", "a"},
        {"[\n{\"deployment\":\"a\"},{\"deployment\":\"b\"}]\n", "a b"},
        {"[{\"deployment\":\"a\"},\n{\"deployment\":\"b\"}\n]", "a b"},
        {"{\"deployments\":[{\"deployment\":\"a\"}]\n}", "a"},
        {" \n {\"deployments\": [ {\"deployment\":\"a\", \"notes\":{\"\\u0061\":1}} ] }", "a"},
        {"deployment: a\n---\ndeployment: b", "a b"},
        {"- {deployment: a}\n- {deployment: b}", "a b"},
        {"deployments:\n- deployment: a\n", "a"},
        {"[]", ""}, {"", ""}, {"\n\n", ""}, {"# nothing", ""}, {"{\"deployments\":[]}", ""},
        {"---\n---\n", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct case_input input = {.name = "<stdin>", .data = cases[i].data, .quiet = true};
        char names[64] = "";
        char *text = case_read(&input);
        for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
            if (*line == ' ')
                continue;
            strncat(names, *names ? " " : "", 2);
            strncat(names, line, strcspn(line, " "));
        }
        assert_string_equal(names, cases[i].names);
        free(text);
    }
}

static void stopping(void **state)
{
    static const char *const texts[] = {
        "{\"deployment\":\"a\"}\n{\"deployment\":\"b\"}\n{\"deployment\":\"c\"}\n",
        "[{\"deployment\":\"a\"},{\"deployment\":\"b\"},{\"deployment\":\"c\"}]",
        "deployment: a\n---\ndeployment: b\n---\ndeployment: c\n",
        "deployments: [{deployment: a}, {deployment: b}, {deployment: c}]",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct case_input input = {.name = "x", .data = texts[i], .quiet = true, .stop_after = 2};
        char *text = case_read(&input);
        assert_non_null(strstr(text, "b x"));
        assert_null(strstr(text, "c x"));
        free(text);
    }
}

static void aliases_bounded(void **state)
{
    (void)state;
    struct case_input input = {.name = "bomb.yaml"};
    char data[1024] = "notes:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n";
    for (char c = 'b'; c < 'k'; c++)
        snprintf(data + strlen(data), sizeof data - strlen(data),
                 "  %c: &%c [*%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c, *%c]\n", c, c, c - 1, c - 1,
                 c - 1, c - 1, c - 1, c - 1, c - 1, c - 1, c - 1, c - 1);
    input.data = data;
    char *text = case_read(&input);
    assert_non_null(strstr(text, "refused 1\n"));
    assert_non_null(strstr(text, "error[P0506]: the aliases of this document stand for more than "
                                 "1000000 values"));
    free(text);
}

static void depth_bounded(void **state)
{
    (void)state;
    for (int levels = 62; levels <= 65; levels++) {
        char data[256] = "notes: ";
        for (int i = 0; i < levels; i++)
            strcat(data, "[");
        for (int i = 0; i < levels; i++)
            strcat(data, "]");
        struct case_input input = {.name = "deep.yaml", .data = data, .quiet = true};
        char *text = case_read(&input);
        bool refused = strstr(text, "error[P0505]: the document is nested deeper than 64 levels");
        assert_int_equal(refused, levels > 63); /* the description itself is one */
        free(text);
    }
}

/* ---- the quick way and the way by the tree ----------------------------------------------- */

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static void random_line(uint64_t *random, char *out, size_t room)
{
    static const char *const keys[] = {"deployment", "date", "act", "deployer", "host", "region",
                                       "memory", "calls_model", "capacity", "balance", "signed",
                                       "notice", "consent_of_Amazon", "notes", "ipo", "hots"};
    static const char *const values[] = {
        "\"AWS\"", "\"Microsoft\"", "\"google-cloud\"", "\"none\"", "\"unknown\"", "\"emea\"",
        "\"Gulf\"", "\"stateful\"", "true", "false", "\"yes\"", "\"true\"", "40", "-7", "0", "1000001",
        "999999999999999999", "1000000000000000000", "9223372036854775807", "-9223372036854775808",
        "\"2026-02-28\"", "\"2026-02-30\"", "\"never\"", "\"40 GW\"", "1.5", "null", "\"sell\"",
        "[\"AWS\"]", "{\"oneof\":[1,2]}", "\"A\\u0057S\"", "\"\"", "-0", "00", "\"deploy\""};
    size_t count = next_random(random) % 6;
    snprintf(out, room, "{");
    for (size_t i = 0; i < count; i++) {
        const char *key = keys[next_random(random) % (sizeof keys / sizeof *keys)];
        const char *value = values[next_random(random) % (sizeof values / sizeof *values)];
        snprintf(out + strlen(out), room - strlen(out), "%s\"%s\":%s", i ? "," : "", key, value);
    }
    strncat(out, "}", 2);
}

static void quick_way_agrees(void **state)
{
    uint64_t random = 3;
    size_t quick = 0;
    (void)state;
    for (int i = 0; i < 4000; i++) {
        char line[1024], list[1100];
        random_line(&random, line, sizeof line);
        /* an escaped key in an extra sends the whole document by the tree */
        snprintf(list, sizeof list, "[%s, {\"notes\":{\"\\u0061\":1}}]", line);
        struct case_input one = {.name = "x", .data = line, .format = BIND_NDJSON, .no_spans = true};
        struct case_input tree = {.name = "x", .data = list, .format = BIND_JSON, .no_spans = true};
        char *a = case_read(&one), *b = case_read(&tree);
        char *second = strstr(b, "x#2");
        bool malformed = strstr(b, "P0502") || strstr(b, "P0504");
        if (malformed) {
            assert_non_null(strstr(a, "refused 1"));
        } else {
            assert_non_null(second);
            assert_int_equal(strncmp(a, b, (size_t)(second - b)), 0);
            assert_int_equal(!strstr(a, "refused"), !strstr(b, "refused"));
            quick += !strstr(a, "refused");
        }
        free(a);
        free(b);
    }
    assert_true(quick > 400);
}

/* ---- out of memory ------------------------------------------------------------------------ */

static void failing_heap(void **state)
{
    static const char *const texts[] = {
        "{\"deployment\":\"a\",\"host\":\"AWS\"}\n{\"host\":[\"AWS\",\"Azure\"],\"notes\":{}}\n{\"x\":1}\n[",
        "[{\"deployment\":\"a\",\"host\":\"AWS\"},{\"region\":{\"each\":\"EU\"}}]",
        "deployment: a\nhost: [AWS, &z Azure]\nnotes: {<<: {a: *z}}\n---\nhots: AWS\n--- [",
    };
    (void)state;
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        bool finished = false;
        for (size_t n = 1; !finished && n < 1000; n++) {
            struct unit_heap heap = {.fail_at = n};
            struct case_input input = {.name = "x", .data = texts[t]};
            enum fault fault;
            char *text = case_read_with(&input, unit_heap(&heap), &fault);
            finished = fault == FAULT_NONE;
            assert_int_equal(text != NULL, finished);
            assert_true(finished || fault == FAULT_MEMORY);
            assert_int_equal(heap.live, 0);
            free(text);
        }
        assert_true(finished);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults),        cmocka_unit_test(date_of_the_command_line),
        cmocka_unit_test(settings),        cmocka_unit_test(bad_settings),
        cmocka_unit_test(ledger),          cmocka_unit_test(bad_ledger),
        cmocka_unit_test(ledger_file),     cmocka_unit_test(readings),
        cmocka_unit_test(formats),         cmocka_unit_test(stopping),
        cmocka_unit_test(aliases_bounded), cmocka_unit_test(depth_bounded),
        cmocka_unit_test(quick_way_agrees), cmocka_unit_test(failing_heap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

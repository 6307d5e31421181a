/* large.c: inputs larger than any cache, judged by `polc eval` as a program of its own.
 *
 * A stream of NDJSON comes through a pipe, made while it is read: the deployments of the workload
 * over and over, STREAM_MB of them (200 unless told). Beside it stand jq, which only reads and
 * writes the same bytes, and the hand-written pass over them in memory. Then a Terraform plan of
 * PLAN_MB (100) in a file, made of the resources below, through policies/inputs/terraform.pol.
 * Outputs are thrown away while the clock runs. One further run, whose output is read, compares
 * the verdicts on the workload's deployments with the reference, and those on the plan.
 */
#include "bench.h"
#include "process.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HAND_ROUNDS 5
#define LINE_VERDICT "\"verdict\": \""

static uint64_t bytes_of(const char *variable, uint64_t mega)
{
    const char *text = getenv(variable);
    uint64_t wanted = text ? strtoull(text, NULL, 10) : 0;
    return (wanted ? wanted : mega) * 1000000;
}

/* ---- verdicts ----------------------------------------------------------------------- */

struct verdicts {
    const char *(*expected)(const void *context, uint32_t number);
    const void *context;
    uint32_t count, bad;
};

static void read_verdicts(void *context, FILE *output)
{
    struct verdicts *v = context;
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, output) > 0) {
        const char *found = strstr(line, LINE_VERDICT);
        const char *expected = v->expected(v->context, v->count);
        if (!found)
            continue; /* not about a deployment */
        found += strlen(LINE_VERDICT);
        v->bad += strncmp(found, expected, strlen(expected)) != 0;
        v->count++;
    }
    free(line);
}

/* Every deployment counts, also one that got no verdict. */
static bool check(struct process process, struct verdicts *v, uint32_t wanted, struct value *out)
{
    struct process_result result;
    process.read = read_verdicts;
    process.context = v;
    if (!process_run(&process, &result))
        return false;
    out->checked = wanted;
    out->bad = v->bad + (v->count < wanted ? wanted - v->count : v->count - wanted);
    return true;
}

/* ---- the stream --------------------------------------------------------------------- */

static const char *expect_point(const void *context, uint32_t number)
{
    const struct workload *w = context;
    if (number >= w->point_count)
        return "no further verdict";
    return w->breaches[number] ? "prohibited" : "permitted";
}

static double hand_speed(const struct subject *s)
{
    double samples[HAND_ROUNDS];
    uint32_t bad = 0;
    struct hand_reader *reader = hand_reader_new(s->workload, s->hand);
    for (int i = 0; i < HAND_ROUNDS; i++) {
        double begin = used_ms();
        bad += hand_read(reader, s->documents, s->documents_length, s->workload->breaches);
        samples[i] = used_ms() - begin;
    }
    hand_reader_free(reader);
    double median = spread_of(samples, HAND_ROUNDS).median;
    return bad ? 0 : (double)s->documents_length / 1e3 / median;
}

/* One run, and both figures of it; `row` is followed by the one of memory. */
static bool measure(const struct process *process, double mega, struct value *row)
{
    struct process_result result;
    if (!process_run(process, &result))
        return false;
    if (result.status == 2 || result.status > 4 || result.status < 0) {
        fprintf(stderr, "bench: %s ended with status %d\n", process->command[0], result.status);
        return false;
    }
    row[0].known = row[1].known = true;
    row[0].value = mega / result.seconds;
    row[1].value = result.peak_mb;
    return true;
}

static bool measure_polc(struct subject *s, struct process process, const char *jobs,
                         struct value *row)
{
    struct verdicts v = {.expected = expect_point, .context = s->workload};
    process.command[4] = (char *)jobs;
    bool fine = measure(&process, (double)process.feed.total / 1e6, row);
    process.feed.total = process.feed.length;
    return fine && check(process, &v, s->workload->point_count, row);
}

static bool measure_jq(struct process process, struct value *values)
{
    struct process_result result;
    char *version[] = {"jq", "--version", NULL}, *copy[] = {"jq", "-c", ".", NULL};
    struct process ask = {.self = process.self, .command = version};
    if (!process_run(&ask, &result))
        return false;
    if (result.status != 0) {
        values[STREAM_JQ] = (struct value){.known = true, .note = "jq is not installed"};
        return true;
    }
    process.command = copy;
    if (!measure(&process, (double)process.feed.total / 1e6, &values[STREAM_JQ]))
        return false;
    values[STREAM_TIMES] = (struct value){
        .known = true, .value = values[STREAM_ONE].value / values[STREAM_JQ].value};
    return true;
}

static bool measure_stream(struct subject *s, const struct programs *programs)
{
    struct value *values = s->report.values;
    char policy[] = "/tmp/polc-bench-XXXXXX.pol";
    int file = mkstemps(policy, 4);
    if (file < 0)
        return false;
    bool fine = write(file, s->policy, s->policy_length) == (ssize_t)s->policy_length;
    close(file);
    char *command[] = {(char *)programs->polc, "eval", "--no-project", "--jobs", "1", "--format",
                       "ndjson", "--from", "ndjson", "--on", "2026-01-01", policy, "-", NULL};
    struct process process = {
        .self = programs->self,
        .command = command,
        .feed = {s->documents, s->documents_length, bytes_of("STREAM_MB", 200)}};
    double hand = hand_speed(s);
    fine = fine && measure_polc(s, process, "1", &values[STREAM_ONE])
           && measure_polc(s, process, "2", &values[STREAM_TWO]) && measure_jq(process, values);
    unlink(policy);
    values[STREAM_ONE].hand = values[STREAM_TWO].hand = hand;
    if (values[STREAM_JQ].value > 0)
        values[STREAM_JQ].hand = hand;
    s->report.deployments = (uint32_t)((double)process.feed.total / (double)s->documents_length
                                       * s->workload->point_count);
    return fine && hand > 0;
}

/* ---- the plan ----------------------------------------------------------------------- */

#define AFTER                                                                                      \
    "\"ami\":\"ami-0f1e2d3c\",\"availability_zone\":\"eu-west-1b\",\"ebs_optimized\":true,"        \
    "\"monitoring\":false,\"subnet_id\":\"subnet-0a1b2c3d4e5f60718\",\"user_data\":null,"          \
    "\"root_block_device\":[{\"delete_on_termination\":true,\"encrypted\":true,\"iops\":3000,"     \
    "\"volume_size\":200,\"volume_type\":\"gp3\"}],\"vpc_security_group_ids\":"                    \
    "[\"sg-0123456789abcdef0\",\"sg-0fedcba9876543210\"],\"timeouts\":null"
#define UNKNOWN                                                                                    \
    "\"id\":true,\"arn\":true,\"private_ip\":true,\"root_block_device\":[{\"device_name\":true,"   \
    "\"volume_id\":true}],\"vpc_security_group_ids\":[false,false]"

/* The kinds of resources that samples/plan.json has; verdict NULL: no deployment. */
static const struct {
    const char *type, *mode, *provider, *actions, *tags, *unknown, *verdict;
} resources[] = {
    {"aws_instance", "managed", "aws", "\"create\"",
     "\"product\":\"Frontier\",\"customer\":\"HP\",\"model_host\":\"AWS\",\"memory\":\"stateless\","
     "\"calls_model\":\"true\",\"via_api\":\"true\",\"stage\":\"preview\",\"capacity_mw\":\"1500\"",
     "", "prohibited"},
    {"aws_ecs_service", "managed", "aws", "\"delete\",\"create\"",
     "\"product\":\"Frontier\",\"stage\":\"production\",\"calls_model\":\"true\"",
     "\"model_host\":true", "undetermined"},
    {"azurerm_linux_virtual_machine", "managed", "azurerm", "\"update\"",
     "\"product\":\"model_api\",\"model_host\":\"Azure\",\"stage\":\"prod\"", "", "permitted"},
    {"aws_s3_bucket", "managed", "aws", "\"no-op\"", "\"team\":\"logs\"", "", NULL},
    {"aws_region", "data", "aws", "\"read\"", "", "", NULL},
};

#define RESOURCES (sizeof resources / sizeof *resources)
#define RESOURCE_DEPLOYMENTS 3 /* the first ones */

static const char *expect_resource(const void *context, uint32_t number)
{
    (void)context;
    return resources[number % RESOURCE_DEPLOYMENTS].verdict;
}

/* Returns how many deployments the plan has; whole rounds of resources, to at least `total`. */
static uint32_t write_plan(FILE *out, uint64_t total, uint64_t *length)
{
    uint32_t rounds = 0;
    int n = fprintf(out, "{\"format_version\":\"1.2\",\"terraform_version\":\"1.9.5\","
                         "\"planned_values\":{\"root_module\":{\"resources\":[]}},"
                         "\"resource_changes\":[");
    for (*length = (uint64_t)n; *length < total; rounds++)
        for (size_t i = 0; i < RESOURCES; i++) {
            n = fprintf(out,
                        "%s{\"address\":\"module.m%u.%s.r\",\"module_address\":\"module.m%u\","
                        "\"mode\":\"%s\",\"type\":\"%s\",\"name\":\"r\",\"provider_name\":"
                        "\"registry.terraform.io/hashicorp/%s\",\"change\":{\"actions\":[%s],"
                        "\"before\":{" AFTER "},\"after\":{" AFTER ",\"tags\":{%s}},"
                        "\"after_unknown\":{" UNKNOWN ",\"tags\":{%s}}}}",
                        rounds + i ? "," : "", rounds, resources[i].type, rounds,
                        resources[i].mode, resources[i].type, resources[i].provider,
                        resources[i].actions, resources[i].tags, resources[i].unknown);
            *length += (uint64_t)n;
        }
    *length += (uint64_t)fprintf(out, "]}\n");
    return rounds * RESOURCE_DEPLOYMENTS;
}

static bool measure_plan(struct subject *s, const struct programs *programs)
{
    char plan[] = "/tmp/polc-bench-XXXXXX.json";
    int file = mkstemps(plan, 5);
    FILE *out = file < 0 ? NULL : fdopen(file, "w");
    if (!out)
        return false;
    uint64_t length;
    uint32_t deployments = write_plan(out, bytes_of("PLAN_MB", 100), &length);
    bool fine = fclose(out) == 0;
    char *command[] = {(char *)programs->polc, "eval", "--no-project", "--format", "ndjson",
                       "--on", "2026-06-01", "policies/openai-cloud/policy.pol",
                       "policies/inputs/terraform.pol", plan, NULL};
    struct process process = {.self = programs->self, .command = command};
    struct verdicts v = {.expected = expect_resource};
    fine = fine && measure(&process, (double)length / 1e6, &s->report.values[PLAN_MB])
           && check(process, &v, deployments, &s->report.values[PLAN_MB]);
    unlink(plan);
    return fine;
}

bool measure_large(struct subject *s, const struct programs *programs)
{
    return measure_stream(s, programs) && measure_plan(s, programs);
}

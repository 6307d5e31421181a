/* data_read.c: how fast NDJSON becomes boxes, on one core.
 *
 * Usage: data_read [lines] [rounds]. Makes lines of about 350 bytes with eight attributes and
 * decoys under `notes`, reads them from memory, and prints the median of the rounds in
 * megabytes a second. Beside it, as a yardstick that drifts with the machine alike,
 * the same bytes only validated (json_index and json_walk), and the slow way, by trees.
 */
#include "data/bind.h"
#include "data/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define KINDS 6
#define ROUNDS 31

static const struct {
    const char *fact, *stem;
    uint32_t leaves;
} kinds[KINDS] = {{"provider", "supplier", 12}, {"product", "model-atlas", 258},
                  {"interface", "interface", 6}, {"hosting", "party", 2},
                  {"region", "territory-west", 30}, {"customer_segment", "segment", 8}};

enum { V_CAPACITY = KINDS + 2, V_EFFECTIVE, V_ACT, V_COUNT };

struct bench_vocab {
    struct vocab vocab;
    char text[16384];
    struct vocab_var vars[V_COUNT];
    struct vocab_kind kinds[KINDS + 2];
    struct vocab_node nodes[512];
};

static struct vocab_text add_text(struct bench_vocab *v, const char *text)
{
    struct vocab_text result = {(uint32_t)v->vocab.text_length, (uint32_t)strlen(text)};
    memcpy(v->text + result.offset, text, result.length + 1);
    v->vocab.text_length += result.length + 1;
    return result;
}

static void leaf_name(char out[64], const char *stem, uint32_t leaf)
{
    snprintf(out, 64, "%s-%05u", stem, leaf);
}

static void add_var(struct bench_vocab *v, uint32_t id, const char *name, enum var_kind kind)
{
    v->vars[id].name = add_text(v, name);
    v->vars[id].kind = kind;
    v->vars[id].role = VAR_ROLE_FACT;
}

static void add_kind(struct bench_vocab *v, uint32_t id, const char *stem, uint32_t leaves)
{
    char name[64];
    v->kinds[id].first_node = v->vocab.node_count;
    v->kinds[id].node_count = v->kinds[id].leaf_count = leaves;
    for (uint32_t i = 0; i < leaves; i++) {
        struct vocab_node *node = &v->nodes[v->vocab.node_count++];
        leaf_name(name, stem, i);
        *node = (struct vocab_node){add_text(v, name), {0, 0}, VOCAB_NONE, i, 1, 1};
    }
}

static struct bench_vocab *make_vocab(void)
{
    struct bench_vocab *v = calloc(1, sizeof *v);
    if (!v)
        exit(1);
    add_text(v, "");
    add_kind(v, VOCAB_YES_NO, "answer", 2);
    add_kind(v, KINDS + 1, "act", 1);
    add_var(v, VOCAB_DATE, "date", VAR_DATE_OF_CASE);
    for (uint32_t i = 0; i < KINDS; i++) {
        add_kind(v, i + 1, kinds[i].stem, kinds[i].leaves);
        add_var(v, i + 1, kinds[i].fact, VAR_LEAF);
        v->vars[i + 1].leaf_kind = i + 1;
        v->vars[i + 1].leaf_count = kinds[i].leaves;
    }
    add_var(v, V_CAPACITY, "capacity_mw", VAR_NUMBER);
    v->vars[V_CAPACITY].high = 1000000;
    add_var(v, V_EFFECTIVE, "effective", VAR_DAY);
    add_var(v, V_ACT, "act", VAR_LEAF);
    v->vars[V_ACT].leaf_kind = KINDS + 1;
    v->vars[V_ACT].leaf_count = 1;
    v->vars[V_ACT].role = VAR_ROLE_ACT;
    /* variable KINDS + 1 is a further number, so that not every line says everything */
    add_var(v, KINDS + 1, "replicas", VAR_NUMBER);
    v->vars[KINDS + 1].high = 1000;
    v->vocab.text = v->text;
    v->vocab.vars = v->vars;
    v->vocab.kinds = v->kinds;
    v->vocab.nodes = v->nodes;
    v->vocab.var_count = V_COUNT;
    v->vocab.kind_count = KINDS + 2;
    v->vocab.party_kind = v->vocab.actor = VOCAB_NONE;
    v->vocab.act = V_ACT;
    return v;
}

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

static size_t make_line(char *out, size_t room, size_t number, uint64_t *random)
{
    char value[64], day[DATE_TEXT];
    size_t n = (size_t)snprintf(out, room, "{\"deployment\":\"dep-%07zu\"", number);
    for (uint32_t i = 0; i < KINDS; i++) {
        leaf_name(value, kinds[i].stem, (uint32_t)(next_random(random) % kinds[i].leaves));
        n += (size_t)snprintf(out + n, room - n, ",\"%s\":\"%s\"", kinds[i].fact, value);
        if (i == 2)
            n += (size_t)snprintf(out + n, room - n,
                                  ",\"notes\":{\"region\":\"decoy\",\"tags\":[\"tier-1\",%u],"
                                  "\"note\":\"\"}",
                                  (unsigned)(next_random(random) % 1000));
    }
    date_format(20089 + (int64_t)(next_random(random) % 2900), day);
    return n + (size_t)snprintf(out + n, room - n, ",\"capacity_mw\":%u,\"effective\":\"%s\"}\n",
                                (unsigned)(next_random(random) % 2000), day);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

enum way { WAY_VALIDATE, WAY_QUICK, WAY_TREE, WAY_COUNT };

struct job {
    const struct bench_vocab *vocab;
    const char *data; /* followed by JSON_PADDING bytes */
    size_t length;
    enum way way;
    struct guard guard;
    struct arena arena;
    struct cleanup cleanup;
    int64_t sum; /* of all capacities: the work must not be for nothing */
    struct bind_result result;
};

static bool receive(void *context, const struct deployment *deployment)
{
    struct job *job = context;
    job->sum += deployment->placements[0].sets[V_CAPACITY].first.low;
    return true;
}

static void release(void *argument)
{
    struct job *job = argument;
    arena_free(&job->arena);
}

static void bind_all(void *argument)
{
    struct job *job = argument;
    struct sources sources;
    struct diags diags;
    /* a setting of the command line is known to the tree alone */
    struct bind_setting setting = {"replicas", "1"};
    struct bind_options options = {.today = 20531, .settings = &setting,
                                   .setting_count = job->way == WAY_TREE ? 1 : 0};
    guard_register(&job->guard, &job->cleanup);
    sources_init(&sources, &job->arena);
    diags_init(&diags, &job->arena, &sources);
    struct binder *binder = binder_new(&job->arena, &job->vocab->vocab, &diags, &options);
    struct bind_bytes bytes = {"bench", job->data, job->length, BIND_NDJSON};
    struct bind_target target = {receive, job, NULL};
    binder_read_padded(binder, &bytes, &target, &job->result);
}

static void validate_all(struct job *job)
{
    const size_t batch = 65536;
    struct json_reader *reader = json_reader_new(512);
    for (const char *at = job->data, *end = at + job->length, *stop; reader && at < end; at = stop) {
        stop = (size_t)(end - at) > batch ? memrchr(at, '\n', batch) : NULL;
        stop = stop ? stop + 1 : end;
        if (json_index(reader, at, (size_t)(stop - at)) != JSON_FINE)
            job->result.refused++;
        for (const char *line = at, *feed; line < stop; line = feed + 1) {
            const struct json_member *members;
            size_t count;
            feed = memchr(line, '\n', (size_t)(stop - line));
            if (json_walk(reader, (size_t)(line - at), (size_t)(feed - at), &members, &count)
                == JSON_FINE)
                job->result.deployments++;
        }
    }
    json_reader_free(reader);
}

static double run(struct job *job)
{
    memset(&job->result, 0, sizeof job->result);
    job->guard.heap = heap_default();
    arena_init(&job->arena, &job->guard);
    job->cleanup.run = release;
    job->cleanup.argument = job;
    double begin = now();
    if (job->way == WAY_VALIDATE)
        validate_all(job);
    else if (guard_run(&job->guard, heap_default(), bind_all, job) != FAULT_NONE)
        exit(1);
    return (double)job->length / 1e6 / (now() - begin);
}

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

int main(int argc, char **argv)
{
    static const char *const names[WAY_COUNT] = {"validated only", "to boxes", "by trees"};
    size_t lines = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
    int rounds = argc > 2 ? atoi(argv[2]) : 9;
    double speeds[WAY_COUNT][ROUNDS];
    size_t room = lines * 512 + 1024;
    uint64_t random = 1;
    char *data = calloc(room, 1);
    struct job job = {.vocab = make_vocab(), .data = data};
    if (!data || lines == 0)
        return 1;
    for (size_t i = 0; i < lines; i++)
        job.length += make_line(data + job.length, room - job.length, i, &random);
    rounds = rounds < 1 ? 1 : rounds > ROUNDS ? ROUNDS : rounds;
    for (int r = 0; r < rounds; r++) {
        for (int way = 0; way < WAY_COUNT; way++) {
            job.way = (enum way)way;
            speeds[way][r] = run(&job);
            if (job.result.deployments != lines || job.result.refused)
                return 1;
        }
    }
    printf("%zu lines of %zu bytes, median of %d rounds\n", lines, job.length / lines, rounds);
    for (int way = 0; way < WAY_COUNT; way++) {
        qsort(speeds[way], (size_t)rounds, sizeof(double), ascending);
        printf("%-15s %6.0f MB/s (best %.0f)\n", names[way], speeds[way][rounds / 2],
               speeds[way][rounds - 1]);
    }
    free(data);
    free((void *)(uintptr_t)job.vocab);
    return 0;
}

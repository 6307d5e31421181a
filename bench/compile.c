/* compile.c: from policy text to a table, phase by phase, and the peak memory of it.
 *
 * Memory is measured in a process of its own, since what this one had before stays in its
 * peak.
 */
#include "bench.h"

#include "base/hash.h"
#include "base/io.h"
#include "ir/ir.h"
#include "sema/sema.h"
#include "syntax/load.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PHASES MOST_PHASES

struct clock {
    double *phases;
    double last;
};

static void lap(struct clock *clock)
{
    double now = used_ms();
    *clock->phases++ = now - clock->last;
    clock->last = now;
}

static struct compiled complain(struct diags *diags)
{
    struct strbuf out;
    strbuf_init(&out, diags->arena);
    diags_render(diags, false, &out);
    fprintf(stderr, "bench: the policy does not compile\n%.2000s\n", strbuf_string(&out));
    return (struct compiled){NULL, NULL, NULL};
}

const struct table *compile(struct arena *arena, const char *text, size_t length, double *phases)
{
    return compile_all(arena, text, length, phases).table;
}

struct compiled compile_all(struct arena *arena, const char *text, size_t length, double *phases)
{
    struct sources sources;
    struct diags diags;
    struct interner names;
    struct policy_files files = {0};
    struct sema_options options = {false};
    struct clock clock = {phases, used_ms()};
    const char *error;
    sources_init(&sources, arena);
    diags_init(&diags, arena, &sources);
    interner_init(&names, arena);
    struct arena trees;
    arena_init(&trees, arena->guard);
    struct parse_context context = {&trees, &names, &diags};
    struct ast_file *file = parse_file(&context, sources_add(&sources, "bench", text, length));
    VEC_PUSH(arena, &files.files, file);
    lap(&clock);
    struct model *model = sema_check(arena, &files, &names, &diags, &options);
    arena_free(&trees); /* also where it failed: messages need the text alone */
    if (diags.errors)
        return complain(&diags);
    lap(&clock);
    struct ir *ir = ir_lower(arena, model, &diags);
    if (diags.errors)
        return complain(&diags);
    lap(&clock);
    struct table_image image = table_build(arena, ir, hash_bytes(text, length), NULL);
    lap(&clock);
    const struct table *table = table_open(arena, image.data, image.length, &error);
    lap(&clock);
    if (!table)
        fprintf(stderr, "bench: %s\n", error);
    return (struct compiled){model, ir, table};
}

/* ---- time --------------------------------------------------------------------------- */

static int rounds_of(uint32_t rules)
{
    return rules <= 1000 ? MOST_ROUNDS : rules <= 10000 ? 7 : 3;
}

static void put(struct subject *s, enum figure figure, double *samples, int rounds)
{
    struct spread spread = spread_of(samples, (size_t)rounds);
    s->report.values[figure] =
        (struct value){.known = true, .value = spread.median, .least = spread.least};
}

static bool measure_time(struct subject *s)
{
    double samples[PHASES + 1][MOST_ROUNDS], phases[PHASES];
    int rounds = rounds_of(s->report.rules);
    for (int r = 0; r < rounds; r++) {
        struct arena arena;
        arena_init(&arena, &s->guard);
        bool last = r + 1 == rounds;
        const struct table *table =
            compile(last ? &s->arena : &arena, s->policy, s->policy_length, phases);
        arena_free(&arena);
        if (!table)
            return false;
        s->table = table; /* of an earlier round: not looked at */
        samples[PHASES][r] = 0;
        for (int p = 0; p < PHASES; p++)
            samples[p][r] = phases[p];
        for (int p = 0; p < PHASES - 1; p++) /* opening counts apart */
            samples[PHASES][r] += phases[p];
    }
    put(s, COMPILE_MS, samples[PHASES], rounds);
    for (int p = 0; p < PHASES; p++)
        put(s, (enum figure)(COMPILE_PARSE + p), samples[p], rounds);
    s->report.values[IMAGE_SIZE] = (struct value){.known = true,
                                                  .value = (double)s->table->image_length / 1e6,
                                                  .hand = (double)hand_size(s->hand) / 1e6};
    return true;
}

/* ---- memory ------------------------------------------------------------------------- */

struct file_job {
    struct guard guard;
    struct arena arena;
    const char *path;
    bool done;
};

static void compile_read(void *argument)
{
    struct file_job *job = argument;
    struct io_text text;
    const char *error;
    double phases[PHASES];
    arena_init(&job->arena, &job->guard);
    if (io_read(&job->arena, job->path, PARSE_FILE_LIMIT, &text, &error))
        job->done = compile(&job->arena, text.data, text.length, phases) != NULL;
}

/* Not getrusage: what it says of a child includes the process that it was forked from. */
int compile_file(const char *path)
{
    struct file_job job = {.path = path};
    char line[256];
    if (guard_run(&job.guard, heap_default(), compile_read, &job) != FAULT_NONE || !job.done)
        return 1;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", 6) == 0)
            printf("%ld\n", strtol(line + 6, NULL, 10));
    if (status)
        fclose(status);
    arena_free(&job.arena);
    return 0;
}

static long child_peak(const char *self, const char *path)
{
    int ends[2], status = 1;
    char text[32] = {0};
    if (pipe(ends) != 0)
        return 0;
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        execl(self, self, "--compile", path, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], text, sizeof text - 1);
    close(ends[0]);
    waitpid(child, &status, 0);
    return status == 0 && got > 0 ? strtol(text, NULL, 10) : 0;
}

static bool measure_memory(struct subject *s, const char *self)
{
    char path[] = "/tmp/polc-bench-XXXXXX";
    int file = mkstemp(path);
    if (file < 0)
        return false;
    FILE *out = fdopen(file, "w");
    bool written = out && fwrite(s->policy, 1, s->policy_length, out) == s->policy_length;
    if (out)
        fclose(out);
    long peak = written ? child_peak(self, path) : 0;
    unlink(path);
    s->report.values[COMPILE_PEAK] =
        (struct value){.known = true, .value = (double)peak * 1024 / 1e6};
    return peak > 0;
}

bool measure_compile(struct subject *s, const char *self)
{
    return measure_time(s) && measure_memory(s, self);
}

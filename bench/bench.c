/* bench.c: how fast and how small, beside hand-written code for the same rules.
 *
 * Usage: bench [--json] [--analyses | --only ANALYSIS | --large POLC] [RULES...]; --analyses:
 * these alone, --only: one of gap, dead, idle, diff, conflicts, --large: large inputs alone, read
 * by the program POLC under 1000 rules; from the top of the repository. For each rule count (or those of BENCH_RULES;
 * 10 to 100 000 unless told) a workload is made, compiled, and judged in every way; every
 * verdict is compared with a reference, and one that differs makes the exit status 1.
 */
#include "bench.h"
#include "process.h"

#include <stdlib.h>
#include <string.h>

#define DEPLOYMENTS 100000
#define MOST_SIZES 16

struct choice { /* of the command line */
    bool json, analyses;
    const char *only;
    const char *large; /* the program polc; NULL: no large inputs */
};

struct job {
    struct subject *subject;
    struct programs programs;
    bool analyses; /* alone */
    bool done;
};

static bool find_vars(struct subject *s)
{
    const struct vocab *vocab = &s->table->vocab;
    for (int a = 0; a < ATTRIBUTES; a++) {
        uint32_t id = 0;
        while (id < vocab->var_count
               && strcmp(vocab_string(vocab, vocab->vars[id].name), attribute_names[a]) != 0)
            id++;
        if (id == vocab->var_count)
            return false;
        s->vars[a] = id;
    }
    return true;
}

static void run(void *argument)
{
    struct job *job = argument;
    struct subject *s = job->subject;
    arena_init(&s->arena, &s->guard);
    if (job->analyses) {
        job->done = measure_analyses(s);
        return;
    }
    if (job->programs.polc) {
        job->done = measure_large(s, &job->programs);
        return;
    }
    if (!measure_compile(s, job->programs.self) || !find_vars(s) || !bind_nothing(s))
        return;
    s->evaluator = evaluator_new(&s->arena, s->table);
    evaluator_budget(s->evaluator, UINT64_MAX); /* every verdict is to be exact */
    job->done = measure_verdicts(s) && measure_documents(s);
    if (job->done)
        measure_unknowns(s);
    evaluator_free(s->evaluator);
    job->done = job->done && measure_analyses(s);
}

/* The number of wrong verdicts, or a large number when something did not work. */
static uint32_t bench(uint32_t rules, const struct choice *choice)
{
    bool analyses = choice->analyses || choice->only;
    struct workload *w = workload_new(rules, analyses ? 1 : DEPLOYMENTS);
    struct hand *hand = hand_new(w);
    struct subject *s = must(calloc(1, sizeof *s));
    struct job job = {s, {"/proc/self/exe", choice->large}, analyses, false};
    s->only = choice->only;
    s->workload = w;
    s->hand = hand;
    s->policy = workload_policy(w, &s->policy_length);
    s->documents = workload_documents(w, &s->documents_length);
    s->report.rules = rules;
    s->report.deployments = w->point_count;
    bool fine = guard_run(&s->guard, heap_default(), run, &job) == FAULT_NONE && job.done;
    report_print(&s->report, choice->json, stdout);
    uint32_t bad = fine ? report_bad(&s->report) : UINT32_MAX;
    arena_free(&s->arena);
    hand_free(hand);
    free(s->policy);
    free(s->documents);
    free(s);
    workload_free(w);
    return bad;
}

/* Rule counts from "10 100, 1000". */
static int sizes_of(const char *text, uint32_t *sizes, int count)
{
    while (*text && count < MOST_SIZES) {
        char *end;
        unsigned long size = strtoul(text, &end, 10);
        if (end == text) {
            text++;
            continue;
        }
        if (size >= 1 && size <= 1000000)
            sizes[count++] = (uint32_t)size;
        text = end;
    }
    return count;
}

int main(int argc, char **argv)
{
    uint32_t sizes[MOST_SIZES], bad = 0;
    int count = 0;
    struct choice choice = {false, false, NULL, NULL};
    if (argc == 3 && strcmp(argv[1], "--compile") == 0)
        return compile_file(argv[2]);
    if (argc > 3 && strcmp(argv[1], "--process") == 0)
        return process_child(atoi(argv[2]), argv + 3);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--json") == 0)
            choice.json = true;
        else if (strcmp(argv[i], "--analyses") == 0)
            choice.analyses = true;
        else if (strcmp(argv[i], "--only") == 0 && i + 1 < argc)
            choice.only = argv[++i];
        else if (strcmp(argv[i], "--large") == 0 && i + 1 < argc)
            choice.large = argv[++i];
        else
            count = sizes_of(argv[i], sizes, count);
    }
    const char *wanted = getenv("BENCH_RULES");
    if (count == 0 && choice.large)
        sizes[count++] = 1000;
    if (count == 0)
        count = sizes_of(wanted && *wanted ? wanted : "10 100 1000 10000 100000", sizes, 0);
    for (int i = 0; i < count; i++)
        bad |= bench(sizes[i], &choice);
    if (bad)
        fputs("bench: some verdict is wrong, or something did not work\n", stderr);
    return bad != 0;
}

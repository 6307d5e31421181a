/* bench.h: what the parts of the benchmark share: one workload, compiled. */
#ifndef POLC_BENCH_BENCH_H
#define POLC_BENCH_BENCH_H

#include "hand.h"
#include "measure.h"

#include "eval/eval.h"

#define MOST_ROUNDS 31
#define MOST_PHASES 5
#define BATCH 64 /* deployments that are timed together; their sets fit into the nearest cache */

struct subject {
    const struct workload *workload;
    const struct hand *hand;
    char *policy, *documents; /* as text; documents are followed by 64 zero bytes */
    size_t policy_length, documents_length;
    struct guard guard;
    struct arena arena;
    const struct table *table;
    struct evaluator *evaluator;
    const struct value_set *defaults; /* of a description that says nothing */
    uint32_t vars[ATTRIBUTES];        /* variables of the vocabulary */
    const char *only; /* the one analysis that is measured: gap, dead, idle, diff, conflicts; or NULL */
    struct report report;
};

/* compile.c. Compiles a text and opens the image, all in `arena`; phases[0..4] are the
 * milliseconds from COMPILE_PARSE to COMPILE_OPEN. NULL, and the reason on standard error. */
const struct table *compile(struct arena *arena, const char *text, size_t length,
                            double *phases);
struct compiled {
    const struct model *model;
    const struct ir *ir;
    const struct table *table; /* NULL: it did not work */
};
struct compiled compile_all(struct arena *arena, const char *text, size_t length, double *phases);
/* Fills subject->table and the figures of compiling. `self` is this program's file. */
bool measure_compile(struct subject *subject, const char *self);
/* What the child does: compiles a file and prints its peak memory in kB. */
int compile_file(const char *path);

/* verdict.c */
bool measure_verdicts(struct subject *subject);
/* Writes the point's values into sets that hold the defaults. */
void put_point(const struct subject *subject, const struct point *point, struct value_set *sets);
struct value_set *new_sets(const struct subject *subject);

/* unknown.c */
void measure_unknowns(struct subject *subject);

/* analyses.c */
bool measure_analyses(struct subject *subject);

/* documents.c */
bool measure_documents(struct subject *subject);
/* The sets of a description that says nothing, bound as any other. */
bool bind_nothing(struct subject *subject);

/* large.c. The rows of large inputs, which `polc` reads as a process. */
struct programs {
    const char *self, *polc; /* files: this program, and the one that is measured */
};
bool measure_large(struct subject *subject, const struct programs *programs);

#endif

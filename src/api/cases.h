/* cases.h: a run over the cases of one file; shared by cases.c, expect.c and suite*.c. */
#ifndef POLC_API_CASES_H
#define POLC_API_CASES_H

#include "analysis/coverage.h"
#include "api/api.h"
#include "data/node.h"

struct case_run {
    const polc_table *table;
    const char *path;
    polc_case_receiver *receiver;
    void *context;
    polc_case_counts *out;
    struct arena arena; /* the file, its tree, what is wrong with it */
    struct arena work;  /* of one case */
    struct polc_diagnostics problems;
    struct evaluator *engine;
    struct coverage *coverage; /* what the boxes are marked in; NULL: nothing is counted */
    bool generated; /* a case that was made: under the evaluator's purse, and marked only if all of
                     * its result is settled */
    /* of the case at hand */
    struct bind_place place;
    const char *name;
    const struct eval_result *result; /* of the first worst placement */
    VEC(polc_difference) differences;
    bool broken;  /* the case itself has an error */
    bool stopped; /* the receiver wants no more */
};

/* Prepares memory; the rest of the run is zero but for table, path, receiver. */
void case_run_init(struct case_run *run, struct heap heap);
void case_run_free(struct case_run *run);
/* Runs the cases of run->path, under a guard of all its arenas. */
void case_run_file(struct case_run *run);
/* The status of a run, and its problems as text. */
polc_status case_run_status(struct case_run *run, const struct api_call *call, polc_status status,
                            polc_text **problems);

/* Binds and evaluates the case, with the reading it says, or with `reading` when that is not
 * NULL: run->result and run->name. False after an error. */
bool case_evaluate(struct case_run *run, const struct node *node, const char *reading,
                   const struct span *at);

/* An error in the case file. */
void case_complain(struct case_run *run, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* `what` has these keys: "a case". */
void case_check_keys(struct case_run *run, const struct node *map, const char *what,
                     const char *const *keys, size_t count);

/* expect.c: adds a difference for each thing that is not as `expect` says. */
void expect_compare(struct case_run *run, const struct node *node, const struct node *expect);
/* What the result says, sorted: joined by commas, or "none". */
enum expect_set { EXPECT_CLAUSES, EXPECT_DUTIES, EXPECT_TURNS_ON };
struct expect_names {
    VEC(const char *) list;
};
void expect_found(struct case_run *run, enum expect_set set, struct expect_names *out);
/* "Alliance 2.1 prohibits (some readings)", or why it is permitted. */
const char *expect_decided_by(struct case_run *run);

#endif

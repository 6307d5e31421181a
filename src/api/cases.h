/* cases.h: a run over the cases of one file; shared by cases.c and expect.c. */
#ifndef POLC_API_CASES_H
#define POLC_API_CASES_H

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
    /* of the case at hand */
    const char *name;
    const struct eval_result *result; /* of the first worst placement */
    bool broken;                      /* the case itself has an error */
    bool stopped;                     /* the receiver wants no more */
};

/* An error in the case file. */
void case_complain(struct case_run *run, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* `what` has these keys: "a case". */
void case_check_keys(struct case_run *run, const struct node *map, const char *what,
                     const char *const *keys, size_t count);

/* Adds a line for each thing that is not as `expect` says; lines are joined by line feeds. */
void expect_compare(struct case_run *run, const struct node *expect, struct strbuf *out);

#endif

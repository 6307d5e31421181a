/* polc/cases.h: scenarios with expected verdicts, run against a policy, and what they cover.
 *
 * A case file is a YAML or JSON list of {deployment, on, events, reading, expect: {verdict,
 * clauses, duties, turns_on, readings}, why, review}; all but deployment and the verdict may
 * be left out, and what `expect` does not mention is not compared. What it does mention is
 * compared whole: `clauses` are all that speak, `turns_on` all terms and facts, `duties` all
 * that are due; `Alliance 4.1: undetermined` (or disputed) in place of a name is a duty of
 * that status. `readings` maps a party to the verdict when every term is taken as it reads
 * it. `review: yes` marks a case that nobody has looked at yet. The list may also stand under
 * `cases` beside `policy`, the path of the policy.
 *
 * What counts as covered is defined in docs/testing.md.
 */
#ifndef POLC_CASES_H
#define POLC_CASES_H

#include <polc/policy.h>
#include <polc/remarks.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Something that is not as the case expects. */
typedef struct polc_difference {
    const char *what; /* "verdict", "clauses", "duties", "turns_on", "as read by Microsoft" */
    const char *expected, *found;
} polc_difference;

/* One case that was run; what a budget left open is as expected by nobody. Valid during the call of the receiver only. */
typedef struct polc_case {
    const char *name; /* of its deployment, else "case N" */
    const char *file; /* as it was given, and where in it the case begins */
    uint32_t line;
    int passed;          /* not 0: all is as expected */
    const char *why;     /* the case's own words; "" when none */
    const char *failure; /* lines "verdict: expected X, got Y", line feeds between; "" if passed */
    int review;          /* not 0: marked `review: yes` */
    const char *verdict; /* found */
    const char *decided_by; /* "Alliance 2.1 prohibits (some readings)", or why it is permitted */
    const polc_difference *differences; /* the same as failure, one by one */
    size_t difference_count;
    uint32_t column, end_column; /* of what stands on its first line */
} polc_case;

typedef int polc_case_receiver(void *context, const polc_case *result); /* 0 to go on */

typedef struct polc_case_counts {
    size_t passed, failed;
    size_t refused; /* cases that could not be read */
    size_t review;  /* of those run, still to be reviewed */
} polc_case_counts;

/* Runs every case of a file. POLC_ERROR_INPUT when the file, or some case in it, cannot be
 * read: *problems (may be NULL) then holds the messages as text for people; the readable cases
 * were run. *out is set under every status. */
POLC_API polc_status polc_cases_run(const polc_table *table, const char *path,
                                    polc_case_receiver *receiver, void *context,
                                    polc_case_counts *out, polc_text **problems);

/* The policy that a case file names, as a path from where the file's own path starts. *out is
 * NULL when it names none, also when the file cannot be read, which polc_cases_run tells, and
 * *problems beforehand, where that is not NULL and something is wrong. The heap may be NULL. Both
 * are freed by the caller. */
POLC_API polc_status polc_cases_policy(const char *path, const polc_heap *heap, polc_text **out,
                                       polc_text **problems);

/* ---- suites: several files, and what they cover together --------------------------------- */

/* Keeps what was run and what of the policies it covered. An item that two policies share (one
 * is a variant of the other) is one item, covered when a case of either covers it. */
typedef struct polc_suite polc_suite;

typedef struct polc_suite_options {
    size_t size;
    const polc_heap *heap; /* NULL: the C library's. Copied */
    int coverage;          /* not 0: count what is covered; else the functions below see nothing */
    polc_remarks *remarks; /* gets every case that is run or refused, and must outlive the suite;
                              NULL: none */
    polc_progress *progress; /* of running cases and of looking for coverage; NULL: nobody watches */
    void *context;           /* its own */
    uint64_t budget;         /* search nodes of one question about a case; 0: the default, 200 000. All that is
                              * looked for beside grows and shrinks with it */
} polc_suite_options;

POLC_API polc_status polc_suite_new(const polc_suite_options *options, polc_suite **out);
POLC_API void polc_suite_free(polc_suite *suite);

/* As polc_cases_run. The table must outlive the suite. */
POLC_API polc_status polc_suite_run(polc_suite *suite, const polc_table *table, const char *path,
                                    polc_case_receiver *receiver, void *context,
                                    polc_case_counts *out, polc_text **problems);

typedef enum polc_coverage_kind {
    POLC_COVERAGE_CLAUSES,
    POLC_COVERAGE_EXCEPTIONS, /* exceptions, carve-backs, lifts, waivers, ranks */
    POLC_COVERAGE_READINGS,
    POLC_COVERAGE_ROWS,
    POLC_COVERAGE_BOUNDARIES
} polc_coverage_kind;
#define POLC_COVERAGE_KINDS 5

typedef struct polc_coverage {
    size_t covered, items;   /* items: those that some case could cover */
    size_t out_of_reach;     /* those that no case can; not among the items */
    size_t unresolved;       /* of the items not covered: a budget ran out before it was settled whether
                              * a case covers them, or some case could */
} polc_coverage;

/* By polc_coverage_kind. Looks, for each item that is not covered, for a world that would
 * cover it, under a budget; where that runs out the item counts as one that could be. */
POLC_API polc_status polc_suite_coverage(polc_suite *suite, polc_coverage out[POLC_COVERAGE_KINDS]);
/* For people: the numbers, then what is not covered, clause by clause with its place. */
POLC_API polc_status polc_suite_text(polc_suite *suite, polc_text **out);
/* Every case and the coverage as one JSON object of the schema polc-test/1. */
POLC_API polc_status polc_suite_json(polc_suite *suite, polc_text **out);
/* The same as NDJSON: each case on a line, then a line with the summary and the coverage. */
POLC_API polc_status polc_suite_ndjson(polc_suite *suite, polc_text **out);
/* The same as one page of HTML that needs nothing else; with the decision table where all cases
 * are of one policy. */
POLC_API polc_status polc_suite_html(polc_suite *suite, polc_text **out);

/* Cases for what of a policy is not covered yet, as a case file in YAML: each with the verdict
 * found and `review: yes`. They count as run from then on; `*count` is how many they are.
 * POLC_ERROR_BUDGET: so it is, and what was left open stands behind them, in comments. */
POLC_API polc_status polc_suite_generate(polc_suite *suite, const polc_table *table,
                                         polc_text **out, size_t *count);

#ifdef __cplusplus
}
#endif

#endif

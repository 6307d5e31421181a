/* polc/cases.h: scenarios with expected verdicts, run against a policy.
 *
 * A case file is a YAML or JSON list of {deployment, on, events, reading, expect: {verdict,
 * clauses, duties, turns_on}, why}; all but deployment and the verdict may be left out, and
 * what `expect` does not mention is not compared. What it does mention is compared whole:
 * `clauses` are all that speak, `turns_on` all terms and facts, `duties` all that are due;
 * `Alliance 4.1: undetermined` (or disputed) in place of a name is a duty of that status. The
 * list may also stand under `cases` beside `policy`, the path of the policy.
 */
#ifndef POLC_CASES_H
#define POLC_CASES_H

#include <polc/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One case that was run; valid during the call of the receiver only. */
typedef struct polc_case {
    const char *name; /* of its deployment, else "case N" */
    const char *file;
    uint32_t line;
    int passed;
    const char *why;     /* the case's own words; "" when none */
    const char *failure; /* lines "verdict: expected X, got Y", joined by line feeds; "" if passed */
} polc_case;

typedef int polc_case_receiver(void *context, const polc_case *result); /* 0 to go on */

typedef struct polc_case_counts {
    size_t passed, failed;
    size_t refused; /* cases that could not be read */
} polc_case_counts;

/* Runs every case of a file. POLC_ERROR_INPUT when the file, or some case in it, cannot be
 * read: *problems (may be NULL) then holds the messages as text for people; the readable cases
 * were run. *out is set under every status. */
POLC_API polc_status polc_cases_run(const polc_table *table, const char *path,
                                    polc_case_receiver *receiver, void *context,
                                    polc_case_counts *out, polc_text **problems);

/* The policy that a case file names, as a path from where the file's own path starts. *out is
 * NULL when it names none, also when the file cannot be read, which polc_cases_run tells. The
 * heap may be NULL. Freed by the caller. */
POLC_API polc_status polc_cases_policy(const char *path, const polc_heap *heap, polc_text **out);

#ifdef __cplusplus
}
#endif

#endif

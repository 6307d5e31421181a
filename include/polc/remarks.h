/* polc/remarks.h: what a run has to say, in the formats that pipelines show.
 *
 * Remarks are collected while results come, and printed once all are there: a file of such a format
 * is one document with a head that counts what follows. At most 100 000 remarks are kept, and
 * as many cases with and without remarks; what is beyond is counted, and the documents say how
 * much that is. Text, JSON and NDJSON need none of this: of verdicts they are written as results come (polc/emit.h).
 *
 * What each format holds is told in docs/reports.md. Equal input gives equal bytes.
 */
#ifndef POLC_REMARKS_H
#define POLC_REMARKS_H

#include <polc/diff.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct polc_remarks polc_remarks;

typedef enum polc_remarks_format {
    POLC_REMARKS_SARIF,  /* SARIF 2.1.0, for code scanning (docs/polc-sarif.schema.json) */
    POLC_REMARKS_GITHUB, /* commands of a workflow, which become annotations */
    POLC_REMARKS_GITLAB, /* a code quality report (docs/polc-gitlab.schema.json) */
    POLC_REMARKS_JUNIT,  /* a test suite with a case for each deployment */
    POLC_REMARKS_MARKDOWN
} polc_remarks_format;

/* Verdicts that were known when a baseline was made, and that a person may have given a reason
 * and an end (docs/reports.md). They are told in every format, and fail nothing. */
typedef struct polc_baseline polc_baseline;

/* Reads one; JSON by its extension, else YAML. `on` is the day by which an entry has expired or
 * not; NULL: the current day. The heap may be NULL. POLC_ERROR_INPUT when it cannot be read or is
 * none; then too *out is set, for its diagnostics; free it. */
POLC_API polc_status polc_baseline_open(const char *path, const char *on, const polc_heap *heap,
                                        polc_baseline **out);
POLC_API void polc_baseline_free(polc_baseline *baseline);
POLC_API polc_diagnostics *polc_baseline_diagnostics(polc_baseline *baseline);

typedef struct polc_remarks_options {
    size_t size;
    const polc_heap *heap;   /* NULL: the C library's. Copied */
    const char *command;     /* "eval": what was run; required */
    const char *policy;      /* its name; NULL: unknown */
    const char *policy_file; /* NULL: unknown */
    const char *folder;      /* absolute: paths in it are told relative to it; NULL: all stay */
    const char *root;        /* the root of the repository, absolute, the folder or one above: SARIF,
                                GitHub and GitLab get paths relative to it; NULL: to the folder */
    unsigned fail;           /* verdicts that fail, as bits 1 << polc_verdict */
    polc_baseline *baseline; /* must outlive the remarks; NULL: none */
    int accept;              /* not 0: a baseline is being made, of what is open and not expired */
    int brief;               /* not 0: nothing will be printed, so that only the last deployment
                                is kept */
} polc_remarks_options;

/* The options and their texts are copied. POLC_ERROR_USAGE without a command. */
POLC_API polc_status polc_remarks_new(const polc_remarks_options *options, polc_remarks **out);
POLC_API void polc_remarks_free(polc_remarks *remarks);

/* Adds what there is to say about a deployment. Only during the receiver's call that got it. */
POLC_API polc_status polc_remarks_add(polc_remarks *remarks, const polc_result *result);
/* What is open of the deployment that was added last: not 0, and the worst verdict that fails and
 * is not in the baseline, nor in the one that is being made; 0 when there is none. */
POLC_API int polc_remarks_open(const polc_remarks *remarks, polc_verdict *out);
/* Adds what was refused of the document that was read last, each with its errors as a case; `refused`
 * is how many there were. Nothing when there are none. */
POLC_API polc_status polc_remarks_refused(polc_remarks *remarks, const char *path,
                                          polc_diagnostics *diagnostics, size_t refused);

/* Adds what was found in a policy, as one case of this name. */
POLC_API polc_status polc_remarks_policy(polc_remarks *remarks, const char *name,
                                         polc_diagnostics *diagnostics);
/* Adds what two policies say differently, as one case of this name, and one for each deployment
 * that gets another verdict. `fail`: POLC_DIFF_ bits of what fails. */
POLC_API polc_status polc_remarks_diff(polc_remarks *remarks, const char *name, polc_diff *diff,
                                       unsigned fail);
/* Cases that are run come from their suite: polc_suite_options. */

/* When all was added: entries of the baseline that have expired become warnings among its
 * diagnostics and are told in the documents; those that fit nothing as well, if `all` is not 0:
 * nothing was left out that they could fit. Nothing without a baseline. */
POLC_API polc_status polc_remarks_settle(polc_remarks *remarks, int all);
/* A baseline of all that fails; what the one in use says of `until` and `reason` is kept. `json`
 * not 0: as JSON, else as YAML. */
POLC_API polc_status polc_remarks_baseline(polc_remarks *remarks, int json, polc_text **out);

/* One whole document of all that was added. `exit_status` is what the program will end with and
 * `exit_text` what that means (NULL: nothing); some formats hold them. */
POLC_API polc_status polc_remarks_print(polc_remarks *remarks, polc_remarks_format format,
                                        int exit_status, const char *exit_text, polc_text **out);

#ifdef __cplusplus
}
#endif

#endif

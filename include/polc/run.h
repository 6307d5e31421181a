/* polc/run.h: many deployments evaluated by several threads, into reports.
 *
 * Lines of NDJSON, and whole documents of other forms, are shared out to threads with an
 * evaluator each (polc_evaluator_clone). Everything is handed out in the order of the input, and
 * by the calling thread alone: the reports' bytes, the diagnostics and the calls are those of
 * polc_evaluator_read with polc_report_add, whatever the number of threads. Memory stays bounded
 * by a few parts of the input for each thread. The heap of the table is used by all threads at
 * once.
 */
#ifndef POLC_RUN_H
#define POLC_RUN_H

#include <polc/emit.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What is known of a deployment when its result is gone. Texts are valid during the call. */
typedef struct polc_met {
    const char *name;
    uint64_t line;
    polc_verdict verdict;
    int unresolved;
} polc_met;

/* The most threads of a run. */
#define POLC_JOBS_LIMIT 256

typedef struct polc_run_options {
    size_t size;
    unsigned jobs; /* threads that evaluate; 0: one for each processor; 1: the calling one alone */
    polc_report *const *reports; /* of the run's evaluator, without `remarks`; each deployment
                                     goes into all */
    size_t report_count;
    /* Each deployment, behind its text in the reports; may be NULL. Not 0: stop. */
    int (*met)(void *context, const polc_met *met);
    /* The index-th document has been read, with a status as of polc_evaluator_read; the diagnostics
     * of the run's evaluator are about it. May be NULL. Not 0: stop. */
    int (*read)(void *context, size_t index, polc_status status, const polc_counts *counts);
    void *context; /* handed to both */
} polc_run_options;

/* Evaluates all deployments of these documents. POLC_ERROR_INPUT as for polc_evaluator_read, where
 * any document had errors; POLC_ERROR_IO when a report's writer refused. *out (may be NULL) is set
 * under every status. */
POLC_API polc_status polc_run(polc_evaluator *evaluator, const polc_document *documents,
                              size_t count, const polc_run_options *options, polc_counts *out);

#ifdef __cplusplus
}
#endif

#endif

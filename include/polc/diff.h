/* polc/diff.h: what two policies say differently, exactly.
 *
 * Every deployment whose verdict differs is in one region; regions are disjoint, each with a
 * deployment that was evaluated under both policies. Where there is none, and nothing is
 * unresolved, that is a proof. Real deployments can be compared as well.
 */
#ifndef POLC_DIFF_H
#define POLC_DIFF_H

#include <polc/emit.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct polc_diff polc_diff;

typedef struct polc_diff_options {
    size_t size;
    const polc_heap *heap; /* NULL: the C library's. Copied */
    const char *on;  /* the day near which examples are dated; NULL: the current day */
    uint64_t budget; /* search nodes for verdicts, for clauses and for duties; 0: 2 000 000 each. A larger one
                      * raises what all questions together may take as well */
    polc_progress *progress; /* of polc_diff_new; NULL: nobody watches */
    void *context;           /* its own */
} polc_diff_options;

/* Compares. Both tables must outlive it. */
POLC_API polc_status polc_diff_new(const polc_table *old_table, const polc_table *new_table,
                                   const polc_diff_options *options, polc_diff **out);
POLC_API void polc_diff_free(polc_diff *diff);

enum { /* what was found, as bits of a set */
    POLC_DIFF_TIGHTENED = 1,  /* permitted, now prohibited */
    POLC_DIFF_LOOSENED = 2,   /* prohibited, now permitted */
    POLC_DIFF_DISPUTED = 4,   /* permitted or prohibited, now disputed */
    POLC_DIFF_SETTLED = 8,    /* disputed, now permitted or prohibited */
    POLC_DIFF_DUTIES = 16,    /* a duty is due where it was not, or the other way round */
    POLC_DIFF_CLAUSES = 32,   /* other clauses act under an equal verdict */
    POLC_DIFF_VOCABULARY = 64,
    POLC_DIFF_FLIPPED = 128,  /* a deployment of polc_diff_against gets another verdict */
    POLC_DIFF_UNRESOLVED = 256 /* the budget ran out: there may be more */
};
POLC_API unsigned polc_diff_found(const polc_diff *diff);
/* Regions of verdicts with one of the first four tags. */
POLC_API size_t polc_diff_count(const polc_diff *diff, unsigned tag);

/* Evaluates each deployment of a document with both evaluators, which are of the tables compared,
 * and keeps those whose verdicts differ. One that either refuses is left out, and the status
 * is POLC_ERROR_INPUT; the evaluators' diagnostics say why. */
POLC_API polc_status polc_diff_against(polc_diff *diff, polc_evaluator *old_evaluator,
                                       polc_evaluator *new_evaluator,
                                       const polc_document *document);

/* All of it, for people or as polc-diff/1 (docs/polc-diff.schema.json): POLC_REPORT_TEXT,
 * POLC_REPORT_HTML, POLC_REPORT_JSON or POLC_REPORT_NDJSON (a line for each element of its lists, then
 * one with the rest), else POLC_ERROR_USAGE. `width` in columns; 0: 100. `colour` not 0: with ANSI
 * escapes. */
POLC_API polc_status polc_diff_print(polc_diff *diff, polc_report_format format, unsigned width,
                                     int colour, polc_text **out);

#ifdef __cplusplus
}
#endif

#endif

/* polc/emit.h: results as text for people and as JSON for machines.
 *
 * A report is written piece by piece to a function of yours: begin, one call a result, end.
 * JSON is the stable interface polc-eval/1 (docs/polc-eval.schema.json): one object with all
 * results. NDJSON is one result a line. Text is for people, and ends in a summary when there
 * was more than one result. HTML is for people too: one page with all results and the decision
 * table, which asks nothing of any network. Equal input gives equal bytes.
 */
#ifndef POLC_EMIT_H
#define POLC_EMIT_H

#include <polc/eval.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct polc_report polc_report;

typedef enum polc_report_format {
    POLC_REPORT_TEXT,
    POLC_REPORT_JSON,
    POLC_REPORT_NDJSON,
    POLC_REPORT_EXPLAIN, /* text in full: every clause that speaks, its condition, exceptions */
    POLC_REPORT_OPTIONS, /* text: which other choices are permitted, the nearest change first */
    POLC_REPORT_OPTIONS_JSON, /* the same as polc-options/1 (docs/polc-options.schema.json) */
    POLC_REPORT_HTML /* one page that needs nothing else: every clause, and the decision table */
} polc_report_format;

/* Returns 0 when all of it was written. */
typedef int polc_writer(void *context, const char *data, size_t length);

typedef struct polc_report_options {
    size_t size;
    polc_report_format format;
    int colour;     /* text: not 0 for ANSI escapes */
    unsigned width; /* text: columns of the terminal; 0: 100 */
    polc_writer *write; /* required */
    void *context;      /* handed to write */
    const struct polc_remarks *remarks; /* to which each result was added before: what of it is in
                                           their baseline is told. NULL: none */
    int all; /* text of polc/timeline.h: not 0 to list also each change that comes and goes with the
                length of the months */
} polc_report_options;

/* Begins a report about deployments of one evaluator, which must outlive it. Options are
 * copied. POLC_ERROR_IO here and below: `write` refused. */
POLC_API polc_status polc_report_new(polc_evaluator *evaluator, const polc_report_options *options,
                                     polc_report **out);
/* Writes one result of that evaluator. */
POLC_API polc_status polc_report_add(polc_report *report, const polc_result *result);
/* Writes the end: the rest of the JSON object, or the summary. `refused` is how many
 * deployments were left out because of errors. Once. */
POLC_API polc_status polc_report_end(polc_report *report, size_t refused);
POLC_API void polc_report_free(polc_report *report);

/* One result as a text of its own. Only during the receiver's call that got it. */
POLC_API polc_status polc_result_text(const polc_result *result, int colour, unsigned width,
                                      polc_text **out);
POLC_API polc_status polc_result_explain(const polc_result *result, int colour, unsigned width,
                                         polc_text **out);
POLC_API polc_status polc_result_json(const polc_result *result, polc_text **out);

/* ---- what documents are read as ------------------------------------------------------- */

/* For people and, as polc-read/1 (docs/polc-read.schema.json), for machines: which input of the
 * policy read each document, of each deployment every fact with its value and the place that it
 * comes from, or that it is presumed or missing, and the elements that an input left out. There
 * are no verdicts. The formats are POLC_REPORT_TEXT and POLC_REPORT_JSON. */
typedef struct polc_reading polc_reading;

POLC_API polc_status polc_reading_new(polc_evaluator *evaluator, const polc_report_options *options,
                                      polc_reading **out);
/* Reads as polc_evaluator_read does; *out (may be NULL) counts deployments. */
POLC_API polc_status polc_reading_add(polc_reading *reading, const polc_document *document,
                                      polc_counts *out);
POLC_API polc_status polc_reading_end(polc_reading *reading);
POLC_API void polc_reading_free(polc_reading *reading);

#ifdef __cplusplus
}
#endif

#endif

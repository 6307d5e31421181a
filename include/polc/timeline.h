/* polc/timeline.h: on which days something changes.
 *
 * A verdict is of one day. This goes through all days: for a deployment the periods in which its
 * answer stays the same, each with what began or ended; for a whole policy the days on which
 * agreements, clauses and waivers begin or end, and what events without a day would do.
 *
 * Periods are exact: no day outside them is answered otherwise (docs/timeline.md).
 */
#ifndef POLC_TIMELINE_H
#define POLC_TIMELINE_H

#include <polc/emit.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct polc_timeline polc_timeline;

/* Begins a report with an evaluator, which must outlive it and is used for nothing else until
 * its end. `options` are copied; the format is POLC_REPORT_TEXT or POLC_REPORT_JSON
 * (polc-timeline/1, docs/polc-timeline.schema.json), anything else POLC_ERROR_USAGE. What is
 * marked as now is the day of each deployment, else that of the evaluator. POLC_ERROR_IO here
 * and below: `write` refused. */
POLC_API polc_status polc_timeline_new(polc_evaluator *evaluator,
                                       const polc_report_options *options, polc_timeline **out);

/* How far it is, from here on; NULL: nobody watches. */
POLC_API void polc_timeline_watch(polc_timeline *timeline, polc_progress *progress, void *context);

/* Takes every deployment of a document, and writes the timeline of each. A bad one is left out,
 * counted and in the evaluator's diagnostics; the rest go on, and the status is
 * POLC_ERROR_INPUT, also when the document cannot be read at all. *out (may be NULL) is set under
 * every status. */
POLC_API polc_status polc_timeline_read(polc_timeline *timeline, const polc_document *document,
                                        polc_counts *out);

/* Writes the rest of the report. Once. Without any document before it: the timeline of the
 * whole policy. */
POLC_API polc_status polc_timeline_end(polc_timeline *timeline);
POLC_API void polc_timeline_free(polc_timeline *timeline);

/* Not 0 when a budget ran out for some period. Complete after polc_timeline_end. */
POLC_API int polc_timeline_unresolved(const polc_timeline *timeline);

#ifdef __cplusplus
}
#endif

#endif

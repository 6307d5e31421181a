/* polc/duties.h: what is owed, and commitments over many deployments.
 *
 * A verdict looks at one deployment. This looks at what deployments bring with them: duties
 * that are due or may be, what another choice would forfeit or add, and commitments that add
 * up over all of them (`commits to at least 2000 MW of capacity by …`). Documents go in one
 * after the other; memory grows only with the deployments that count for a commitment.
 *
 * Everything is exact: unknown facts of each deployment vary freely, readings of disputed
 * words and unknown days of events are the same for all (docs/semantics.md § 7).
 */
#ifndef POLC_DUTIES_H
#define POLC_DUTIES_H

#include <polc/emit.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct polc_duties polc_duties;

/* Begins a report with an evaluator, which must outlive it and is used for nothing else until
 * its end. `options` are copied; the format is POLC_REPORT_TEXT or POLC_REPORT_JSON
 * (polc-duties/1, docs/polc-duties.schema.json), anything else POLC_ERROR_USAGE. The day of the
 * question is the evaluator's. POLC_ERROR_IO here and below: `write` refused. */
POLC_API polc_status polc_duties_new(polc_evaluator *evaluator, const polc_report_options *options,
                                     polc_duties **out);

/* Takes every deployment of a document, and writes what each brings. A bad one is left out,
 * counted and in the evaluator's diagnostics; the rest go on, and the status is
 * POLC_ERROR_INPUT, also when the document cannot be read at all. *out (may be NULL) is set under
 * every status. */
POLC_API polc_status polc_duties_read(polc_duties *duties, const polc_document *document,
                                      polc_counts *out);

/* Adds up the commitments and writes the rest of the report. Once. Without any document
 * before it the commitments are named, not counted. */
POLC_API polc_status polc_duties_end(polc_duties *duties);
POLC_API void polc_duties_free(polc_duties *duties);

enum { /* what was met, as bits of a set */
    POLC_DUTIES_MISSED = 1,       /* a commitment short after its date, or over its limit */
    POLC_DUTIES_DISPUTED = 2,     /* a commitment, or whether a duty is due */
    POLC_DUTIES_UNDETERMINED = 4, /* the same, and a fact can settle it */
    POLC_DUTIES_UNRESOLVED = 8    /* a budget ran out */
};
/* Complete after polc_duties_end. */
POLC_API unsigned polc_duties_found(const polc_duties *duties);

#ifdef __cplusplus
}
#endif

#endif

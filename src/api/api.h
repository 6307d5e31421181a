/* api.h: what stands behind the opaque types of include/polc/.
 *
 * Each object owns one heap block for its handle and the arenas in it, so that freeing it
 * is freeing those. An arena raises on the guard of the call that is running: api_run sets
 * that guard for the arenas that a call uses, and puts the old one back, so that a receiver
 * may call the library again from inside a call.
 */
#ifndef POLC_API_API_H
#define POLC_API_API_H

#include "emit/baseline.h"
#include "emit/findings.h"
#include "emit/verdict.h"
#include "ir/ir.h"
#include "data/bind.h"
#include "sema/sema.h"
#include "syntax/load.h"

#include "base/io.h"

#include <polc/polc.h>

/* ---- call.c: one guarded call ------------------------------------------------------- */

#define API_ARENAS 6

struct api_call {
    struct heap heap;
    struct arena *arenas[API_ARENAS]; /* those that may grow; the rest NULL */
    struct evaluator *engine;         /* whose scratch may grow, or NULL */
    struct guard *before;             /* of the engine, to be put back; NULL: none */
};

/* Runs the job with its memory under guard. */
polc_status api_run(const struct api_call *call, void (*job)(void *argument), void *argument);

struct heap api_heap(const polc_heap *heap);
/* An arena that belongs to no call yet. */
void api_arena(struct arena *arena, struct heap heap);
/* A zeroed handle; NULL when memory ran out. */
void *api_handle(struct heap heap, size_t size);
void api_release(struct heap heap, void *handle);

/* Copies a caller's options, which may be of an older or newer shape and begin with their
 * size; `known` is the size of the shape that is known here. False when they have no size. */
bool api_options(const void *given, size_t known, void *out);

/* Fills *error when there is one; returns the status. */
polc_status api_fail(polc_error *error, polc_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A message for a status that has no better one. */
const char *api_status_text(polc_status status);

/* Runs `write` under guard and hands out what it wrote. */
typedef void api_writer(void *argument, struct strbuf *out);
polc_status api_text(const struct api_call *call, api_writer *write, void *argument,
                     polc_text **out);

struct polc_text {
    struct heap heap;
    size_t length;
    char data[];
};

/* Where numbers of the interface are used as those of a stage, this proves that they are. */
#define API_SAME(public, ours) _Static_assert((int)(public) == (int)(ours), #public " is " #ours)

/* ---- objects ---------------------------------------------------------------------------- */

struct polc_diagnostics {
    struct heap heap;
    struct arena *arena; /* its owner's */
    struct sources sources;
    struct diags diags;
};
void api_diagnostics_init(struct polc_diagnostics *diagnostics, struct arena *arena);
/* All of them as text, in the buffer's arena. */
void api_diagnostics_write(struct polc_diagnostics *diagnostics, polc_selection selection,
                           bool colour, struct strbuf *out);

struct polc_policy {
    struct heap heap;
    struct arena arena;
    struct arena trees; /* freed when the model is there */
    struct polc_diagnostics problems;
    struct interner names;
    struct parse_context context;
    struct policy_files *files;
    bool treeless; /* the files' trees have been freed */
    size_t given; /* paths on the call */
    struct model *model;
    struct ir *ir; /* NULL unless everything is right */
    polc_table *table; /* of the last analysis; NULL: there was none */
    struct findings_aside aside; /* of the same */
};

struct polc_table {
    struct heap heap;
    struct arena arena;
    struct io_mapping mapping; /* of a file; zero when the image is in the arena */
    const struct table *table;
};

struct polc_evaluator {
    struct heap heap;
    struct arena arena;   /* binder, engine, diagnostics; texts of the document being read */
    struct arena results; /* of one deployment */
    const polc_table *table;
    struct polc_diagnostics problems;
    struct binder *binder;
    struct evaluator *engine;
    int64_t on; /* the day of deployments that say none */
    bool on_given;
    polc_watch *watch; /* of reading, or NULL */
    void *watch_context;
    struct io_watch reads; /* tells it */
    char *remark; /* on the document that was read last, or NULL */
    uint64_t budget; /* 0: the default */
    struct api_start {
        struct arena_mark mark;
        struct diags diags;
        struct sources sources;
        struct source *list; /* a copy of the sources' */
    } start; /* where reading a document begins, to return to before the next */
};

struct polc_result {
    polc_evaluator *evaluator;
    struct emit_case view;     /* of a placement: its one box */
    char date[DATE_TEXT];
    struct polc_result *placements;
    size_t placement_count;
};

struct polc_baseline {
    struct heap heap;
    struct arena arena;
    struct polc_diagnostics problems;
    struct baseline baseline;
};

struct polc_remarks {
    struct heap heap;
    struct arena arena;
    polc_baseline *baseline; /* NULL: none */
    bool brief, accept;
    struct arena_mark start; /* of brief ones: before the first deployment */
    struct remarks empty;    /* and what they were then */
    bool last_known;         /* there was room for the last deployment */
    bool last_unresolved;
    polc_verdict last_verdict;
    struct remarks remarks;
    unsigned fail; /* verdicts, 1 << enum eval_verdict */
    enum { REMARKS_DEPLOYMENTS, REMARKS_POLICY, REMARKS_CHANGES, REMARKS_CASES } about;
    struct emit_summary summary; /* of deployments */
    size_t found[3];             /* in a policy, by enum diag_severity */
    polc_case_counts cases;
};
/* remarks.c: adds a case for each thing that was refused of a document. In a call that guards the
 * remarks' arena. */
void api_remarks_refused(polc_remarks *remarks, const char *path, polc_diagnostics *diagnostics,
                         size_t refused);
/* What of the deployment that was added last is in the baseline. */
void api_remarks_known(const polc_remarks *remarks, struct arena *arena, struct emit_case *out);
/* Would it have failed without? */
bool api_remarks_baselined(const polc_remarks *remarks);

/* A call about an evaluator or one of its results. */
struct api_call api_evaluator_call(polc_evaluator *evaluator);

/* Whom a document's deployments go to; the arena, which may be NULL, may grow meanwhile. */
struct api_reading {
    bind_receiver *receive;
    void *context;
    struct arena *arena;
    const struct bind_watcher *watcher; /* or NULL */
};
/* Reads a document as polc_evaluator_read does. *refused is set under every status. */
polc_status api_read(polc_evaluator *evaluator, const polc_document *document,
                     const struct api_reading *reading, size_t *refused);
/* What was said of the document before is forgotten. */
void api_return_to_start(polc_evaluator *evaluator);
enum bind_format api_document_format(polc_document_format format);

/* A part of a document, whose results the receiver gets; see binder_read_part. */
struct api_part {
    struct bind_part part;
    polc_receiver *receiver;
    void *context;
    size_t *index;
};
polc_status api_read_part(polc_evaluator *evaluator, const struct api_part *part,
                          struct bind_result *out);
/* What is to be said of a document that was read, whatever its parts. */
void api_remark(polc_evaluator *evaluator, const struct bind_result *result);

/* ---- report.c: what polc_report_add does, in steps that several threads can share --------- */

/* The text of a result. With the first one of a report its head is written and fixed; the others
 * may be written by other threads after that. */
void report_render(polc_report *report, const polc_result *result, bool first,
                   struct strbuf *out);
/* Hands a text out; POLC_ERROR_IO when the writer refuses. */
polc_status report_put(polc_report *report, const char *data, size_t length);
void report_count(polc_report *report, enum eval_verdict verdict, bool unresolved);
/* Without a baseline, which must see the results themselves. */
bool report_is_of(const polc_report *report, const polc_evaluator *evaluator);
/* Has it no result yet? */
bool report_is_empty(const polc_report *report);

#endif

/* polc/eval.h: verdicts about deployments.
 *
 * An evaluator holds the scratch of one thread and what is said about all deployments: the
 * date, the events, facts set from outside. Documents go in, one result a deployment comes
 * out through a callback, in the order of the input, so that memory stays bounded by one
 * document however many deployments it holds.
 *
 * Verdicts are exact: a fact that is not said stays open, and the verdict quantifies over
 * all its values; nothing is guessed.
 */
#ifndef POLC_EVAL_H
#define POLC_EVAL_H

#include <polc/diag.h>
#include <polc/document.h>
#include <polc/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct polc_evaluator polc_evaluator;
typedef struct polc_result polc_result;

typedef struct polc_eval_options {
    size_t size;
    const char *on;    /* the day of deployments that do not say one; NULL: `today` */
    const char *today; /* NULL: the current day. Results then say that it was taken */
    const char *reading;            /* a party: every disputed term as it reads it; or NULL */
    const char *const *event_files; /* ledgers: a name, then a day or `unknown` */
    size_t event_file_count;
    const polc_setting *events;     /* single events; later ones and these win over files */
    size_t event_count;
    const polc_setting *settings;   /* facts set for every deployment */
    size_t setting_count;
    uint64_t budget; /* search nodes of one question; 0: the default, 200 000 */
    const char *input; /* the input of the policy that reads every document, or "plain" for none;
                          NULL: the first that a document fits, else the plain form */
} polc_eval_options;

/* POLC_OK, or POLC_ERROR_INPUT where an option does not fit the policy (a name it does not
 * know, a ledger that cannot be read); then too *out is set, for its diagnostics alone; free it.
 * Takes memory from the table's heap; the table must outlive it. Options are copied. */
POLC_API polc_status polc_evaluator_new(const polc_table *table, const polc_eval_options *options,
                                        polc_evaluator **out);
/* Another evaluator for another thread, with the same options; what this one read of them is
 * shared, so it must outlive the other, and both take memory from the table's heap, at the same
 * time. The original must have been POLC_OK. */
POLC_API polc_status polc_evaluator_clone(polc_evaluator *evaluator, polc_evaluator **out);
POLC_API void polc_evaluator_free(polc_evaluator *evaluator);
POLC_API const polc_table *polc_evaluator_table(const polc_evaluator *evaluator);
/* Errors in the options, or in the document that was read last. */
POLC_API polc_diagnostics *polc_evaluator_diagnostics(polc_evaluator *evaluator);

/* Called with each deployment's result, which is valid during the call only. Returns 0 to go
 * on, anything else to stop reading. May call any function of this library; may not leave by
 * longjmp or an exception. */
typedef int polc_receiver(void *context, const polc_result *result);

typedef struct polc_counts {
    size_t evaluated; /* results handed to the receiver */
    size_t refused;   /* deployments left out because of errors in them */
} polc_counts;

/* Evaluates every deployment of a document. A bad deployment is left out, counted and in the
 * diagnostics; the rest go on, and the status is POLC_ERROR_INPUT at the end, also when the
 * document cannot be read at all. *out (may be NULL) is set under every status. */
POLC_API polc_status polc_evaluator_read(polc_evaluator *evaluator, const polc_document *document,
                                         polc_receiver *receiver, void *context, polc_counts *out);

/* Told while a document is read, by polc_evaluator_read of this evaluator and by polc_run: how
 * many of its bytes are done with, and whether reading on may have to wait for input, so that what
 * was written until now had better go out first. Called before each piece of a file is read and before
 * each deployment is evaluated; by polc_run before each document and behind each part; only by the
 * calling thread. In polc_run no bytes of a document that is no NDJSON count before all of it is done.
 * What a polc_receiver may not do, this may not do either. */
typedef void polc_watch(void *context, uint64_t bytes, int waits);

/* From the next document on; NULL: nobody is told. Clones are not watched. */
POLC_API void polc_evaluator_watch(polc_evaluator *evaluator, polc_watch *watch, void *context);

/* What inputs of the policy read of the last document without finding a deployment, one line such
 * as "2 of 5 documents for input kubernetes hold no deployment"; NULL when there was nothing of
 * the kind. Valid until the next one is read. */
POLC_API const char *polc_evaluator_remark(const polc_evaluator *evaluator);

/* ---- a result ----------------------------------------------------------------------- */

typedef enum polc_verdict { /* rising badness */
    POLC_PERMITTED,
    POLC_DISPUTED,     /* only people can settle it: readings, or clauses that contradict */
    POLC_UNDETERMINED, /* a fact can settle it */
    POLC_PROHIBITED
} polc_verdict;

/* "permitted", … Static. */
POLC_API const char *polc_verdict_name(polc_verdict verdict);

/* Verdicts of single worlds, as bits of a set. */
enum { POLC_WORLD_PERMITTED = 1, POLC_WORLD_CONTESTED = 2, POLC_WORLD_PROHIBITED = 4 };

/* Texts and structs got from a result are its own: valid as long as it, never freed. */

/* The deployment's name, and where its description begins. */
POLC_API const char *polc_result_name(const polc_result *result);
POLC_API const char *polc_result_file(const polc_result *result);
POLC_API uint64_t polc_result_line(const polc_result *result);
/* The day of the deployment; `*today` (may be NULL) is set to 1 when none was said anywhere. */
POLC_API const char *polc_result_date(const polc_result *result, int *today);
POLC_API polc_verdict polc_result_verdict(const polc_result *result);
POLC_API unsigned polc_result_possible(const polc_result *result); /* POLC_WORLD_ bits */
/* Not 0 when the budget ran out: the verdict is then the worst that cannot be excluded. */
POLC_API int polc_result_unresolved(const polc_result *result);
/* Why it is permitted: "granted", "lifted", "nothing speaks", "no clause binds"; else NULL. */
POLC_API const char *polc_result_basis(const polc_result *result);

/* A description with lists is several placements, each a result of its own; 0 without lists.
 * The result itself repeats the first worst one; what is owed in the others, ask these. */
POLC_API size_t polc_result_placement_count(const polc_result *result);
/* NULL behind the last. */
POLC_API const polc_result *polc_result_placement(const polc_result *result, size_t index);
/* "customer = HP": what tells a placement from the others; "" when it is no placement. */
POLC_API const char *polc_result_label(const polc_result *result);

typedef enum polc_effect { POLC_PROHIBITS, POLC_PERMITS } polc_effect;
typedef enum polc_when {
    POLC_ALWAYS,
    POLC_SOME_READINGS,
    POLC_SOME_FACTS,
    POLC_SOME_READINGS_AND_FACTS
} polc_when;

/* A clause that speaks, always or in some of the worlds that are left open. */
typedef struct polc_clause {
    const char *title; /* "Alliance 2.1" */
    const char *label; /* "API exclusivity"; "" when none */
    const char *text;  /* the words quoted from the contract; "" when none */
    polc_effect effect;
    polc_when when;
    int contested; /* not 0: its own holders also permit it, and neither ranks above */
    int material;
    const char *bearer;  /* whom it prohibits or permits; who is in breach */
    const char *holders; /* to whom it is owed, or who permits; joined by " and " */
    const char *file;    /* of the policy, and where in it the clause begins */
    uint32_t line;
} polc_clause;

/* NULL behind the last, or when memory ran out. */
POLC_API size_t polc_result_clause_count(const polc_result *result);
POLC_API const polc_clause *polc_result_clause(const polc_result *result, size_t index);

typedef enum polc_duty_status {
    POLC_DUTY_DISPUTED,
    POLC_DUTY_UNDETERMINED,
    POLC_DUTY_DUE
} polc_duty_status;

typedef struct polc_duty {
    const char *title; /* of its clause */
    polc_duty_status status;
    const char *by;
    const char *to;      /* several joined by " and " */
    const char *what;    /* is owed: "revenue share" */
    const char *within; /* "90 days"; "" when none */
} polc_duty;

/* As for clauses. A duty that is surely not due is not listed. */
POLC_API size_t polc_result_duty_count(const polc_result *result);
POLC_API const polc_duty *polc_result_duty(const polc_result *result, size_t index);

/* What a disputed or undetermined verdict turns on: names of terms, then of facts.
 * NULL behind the last. */
POLC_API size_t polc_result_term_count(const polc_result *result);
POLC_API const char *polc_result_term(const polc_result *result, size_t index);
POLC_API size_t polc_result_fact_count(const polc_result *result);
POLC_API const char *polc_result_fact(const polc_result *result, size_t index);

#ifdef __cplusplus
}
#endif

#endif

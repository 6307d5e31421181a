/* polc/diag.h: what is wrong with a policy or a document, as data and as text.
 *
 * A polc_diagnostics belongs to the policy, evaluator or case run that it was asked of; it
 * grows while more is read and lives as long as its owner. All of one are in the order of
 * their places once polc_diagnostics_text or _get was called.
 */
#ifndef POLC_DIAG_H
#define POLC_DIAG_H

#include <polc/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct polc_diagnostics polc_diagnostics;

typedef enum polc_severity {
    POLC_SEVERITY_ERROR,
    POLC_SEVERITY_WARNING,
    POLC_SEVERITY_HINT
} polc_severity;

typedef struct polc_diagnostic {
    const char *code;    /* "P0217" */
    polc_severity severity;
    const char *message; /* one line */
    const char *file;    /* "" when it has no place */
    uint64_t line; /* of its first character; 0 without a place */
    uint32_t column;
    uint32_t end_column; /* behind its last character */
    uint64_t end_line;
} polc_diagnostic;

/* Which of them: everything, or errors alone. */
typedef enum polc_selection { POLC_SELECT_ALL, POLC_SELECT_ERRORS } polc_selection;

/* Where the value of an option was said, when the caller has it from somewhere else. */
typedef struct polc_origin {
    const char *option; /* "--set": what messages call it */
    size_t index;       /* of several of that option, from 0 */
    const char *name;   /* "polc.yaml", "POLC_READING": what they shall call it */
    uint32_t line, column; /* of the value, from 1; 0: it has no place */
    size_t before;      /* bytes before the value: of NAME=VALUE those of `NAME=` */
    uint32_t name_line, name_column; /* of NAME; 0: right before the value */
} polc_origin;
/* From here on its diagnostics tell that place. The name must live as long. */
POLC_API void polc_diagnostics_said(polc_diagnostics *diagnostics, const polc_origin *origin);

/* The name of the index-th text that they may be about, in the order in which these were read: of a
 * policy all of its files. NULL behind the last. */
POLC_API const char *polc_diagnostics_file(const polc_diagnostics *diagnostics, size_t index);

/* How many are kept, and how many errors were found (also those no longer kept). */
POLC_API size_t polc_diagnostics_count(const polc_diagnostics *diagnostics);
POLC_API size_t polc_diagnostics_errors(const polc_diagnostics *diagnostics);

/* The index-th. POLC_ERROR_USAGE when there is none. */
POLC_API polc_status polc_diagnostics_get(polc_diagnostics *diagnostics, size_t index,
                                          polc_diagnostic *out);

/* All as text for people: file:line:column: severity[CODE]: message, the source line, what
 * is meant underlined, notes. `colour` not 0: with ANSI escapes. Empty when there are none. */
POLC_API polc_status polc_diagnostics_text(polc_diagnostics *diagnostics, polc_selection selection,
                                           int colour, polc_text **out);

/* All as one JSON object of the schema polc-check/1. */
POLC_API polc_status polc_diagnostics_json(polc_diagnostics *diagnostics, polc_text **out);
/* The same as NDJSON: each diagnostic on a line, then a line with the summary. */
POLC_API polc_status polc_diagnostics_ndjson(polc_diagnostics *diagnostics, polc_text **out);

/* What a code such as "P0217" means: one line; a paragraph; a small policy that provokes it
 * ("" where no policy can). NULL when there is no such code. Static. */
POLC_API const char *polc_code_title(const char *code);
POLC_API const char *polc_code_text(const char *code);
POLC_API const char *polc_code_example(const char *code);
/* POLC_SEVERITY_ERROR also when there is no such code. */
POLC_API polc_severity polc_code_severity(const char *code);
/* The codes in rising order, by index; NULL behind the last. */
POLC_API const char *polc_code_at(size_t index);

#ifdef __cplusplus
}
#endif

#endif

/* diag.h: what is wrong with a user's text, collected and printed later.
 *
 * A diagnostic has a code from codes.def, one main span (the cause, ^^^^) and up to
 * DIAG_LABELS further spans (what it clashes with, ~~~~, each with a label), notes and
 * helps. The message is one lower-case line without a full stop, user names in
 * `backticks`. Reporting never fails and never stops the caller: put a poisoned value
 * in the tree and go on. At most DIAG_LIMIT are kept; the rest are counted.
 */
#ifndef POLC_DIAG_DIAG_H
#define POLC_DIAG_DIAG_H

#include "base/strbuf.h"
#include "diag/source.h"

enum diag_code {
#define CODE(id, severity, name, ...) DIAG_##name,
#include "diag/codes.def"
#undef CODE
    DIAG_CODE_COUNT
};

enum diag_severity { DIAG_ERROR, DIAG_WARNING, DIAG_HINT };

#define DIAG_LABELS 4
#define DIAG_NOTES 8
#define DIAG_LIMIT 200
#define REFUSAL_LIMIT 100000
#define DIAG_MESSAGE 2000 /* bytes of a message */

struct diag_label {
    struct span span;
    const char *text;
};

struct diag_note {
    bool help; /* "help:" instead of "note:" */
    const char *text;
};

struct diag {
    enum diag_code code;
    enum diag_severity severity;
    struct span span;
    const char *message;
    struct diag_label labels[DIAG_LABELS];
    size_t label_count;
    struct diag_note notes[DIAG_NOTES];
    size_t note_count;
    size_t refusal;           /* of diags->refusals, from 1; 0: none was refused for it */
    const char *witness;      /* lines of a deployment that shows it, or NULL */
    const char *witness_json; /* the same as one JSON object */
    const char *accepted;     /* where and why, of a finding that fails nothing; else NULL */
};

/* What was left out because of errors, such as a description of many. */
struct refusal {
    const char *name;
    uint64_t line; /* in its file; 0: its diagnostics tell */
};

struct diags {
    struct arena *arena;
    struct sources *sources;
    VEC(struct diag *) list;
    size_t errors;   /* severity DIAG_ERROR, also those over the limit */
    size_t dropped;
    VEC(struct refusal) refusals; /* the first REFUSAL_LIMIT */
    const enum diag_severity *graded; /* per code, where not as codes.def has it; NULL */
    struct diag *spare; /* handed out when the list is full; never printed */
};

void diags_init(struct diags *diags, struct arena *arena, struct sources *sources);

/* Adds one with the severity that `graded`, or else codes.def, gives its code. The result is valid until
 * the diags are freed and never NULL; add labels and notes to it. */
struct diag *diag_add(struct diags *diags, enum diag_code code, struct span span,
                      const char *format, ...) __attribute__((format(printf, 4, 5)));
/* May one of this code still be kept? Others are counted, whatever is in them. */
bool diags_keeps(const struct diags *diags, enum diag_code code);
void diag_label(struct diags *diags, struct diag *diag, struct span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void diag_note(struct diags *diags, struct diag *diag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_help(struct diags *diags, struct diag *diag, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Something is left out because of the errors since the last such call. The name is copied. */
void diags_refuse(struct diags *diags, const char *name, uint64_t line);

/* Adds what another collection holds, as if each had been added here; texts are copied, so that the
 * other one may go. Its first `known` sources are also the first of this one. */
void diags_merge(struct diags *diags, const struct diags *other, uint32_t known);

/* By source, then place, then code, then message; exact repetitions are removed. */
void diags_sort(struct diags *diags);

/* Prints all, sorted, as file:line:col: severity[CODE]: message with source lines and
 * carets; colour by ANSI escapes when asked. */
void diags_render(struct diags *diags, bool colour, struct strbuf *out);

/* "P0217" of a code, its one-line title, and its long text for `polc explain CODE`. */
const char *diag_code_id(enum diag_code code);
const char *diag_code_title(enum diag_code code);
const char *diag_code_text(enum diag_code code);
/* A small policy that provokes it ("" if none can). */
const char *diag_code_example(enum diag_code code);
enum diag_severity diag_code_severity(enum diag_code code);
/* "error", "warning" or "hint". Static. */
const char *diag_severity_name(enum diag_severity severity);
bool diag_code_find(const char *id, enum diag_code *out);

/* The candidate nearest to a misspelt name by edit distance (with transpositions), or
 * NULL when none is near enough to help (more than a third of its letters). */
struct nearest {
    const char *name; /* what the user wrote */
    size_t length;
    const char *best;
    size_t distance;
};
void nearest_init(struct nearest *nearest, const char *name, size_t length);
void nearest_offer(struct nearest *nearest, const char *candidate);
const char *nearest_result(const struct nearest *nearest);

#endif

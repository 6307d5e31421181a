/* polc/policy.h: from policy text to a decision table.
 *
 * polc_policy_load reads and checks; polc_policy_compile makes a table, which no longer
 * needs the policy. A table is immutable: any number of threads may use one at once. The
 * same policy text gives the same bytes of table.
 */
#ifndef POLC_POLICY_H
#define POLC_POLICY_H

#include <polc/diag.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct polc_policy polc_policy;
typedef struct polc_table polc_table;

typedef struct polc_policy_options {
    size_t size;
    const polc_heap *heap; /* NULL: the C library's. Copied */
    int check_sources;     /* not 0: compare quotations with the documents named by `source` */
} polc_policy_options;

/* Reads files and those that they use as one policy, and checks it. "-" is standard input.
 * POLC_OK, POLC_ERROR_POLICY (errors in it), POLC_ERROR_INPUT (a file cannot be read) and
 * POLC_ERROR_BUDGET set *out, for its diagnostics; free it. Other statuses leave it NULL. */
POLC_API polc_status polc_policy_load(const char *const *paths, size_t path_count,
                                      const polc_policy_options *options, polc_policy **out);
POLC_API void polc_policy_free(polc_policy *policy);

/* Errors, warnings and hints about it. Never NULL. */
POLC_API polc_diagnostics *polc_policy_diagnostics(polc_policy *policy);

typedef struct polc_analysis_options {
    size_t size;
    const char *on;          /* the day of the question, YYYY-MM-DD; NULL: today */
    int gaps;                /* not 0: deployments about which no clause speaks */
    int overlaps;            /* not 0: clauses that say the same */
    uint32_t lookahead_days; /* changes within so many days are findings; 0: none */
    uint64_t budget;         /* search nodes for the questions about one rule; 0: the default */
    const char *const *deny, *const *warn, *const *allow; /* codes that are errors, warnings, */
    size_t deny_count, warn_count, allow_count;           /* nothing */
    polc_progress *progress; /* NULL: nobody watches */
    void *context;           /* its own */
} polc_analysis_options;

/* Adds to its diagnostics what the policy implies: conflicts, clauses that never bite, carve-outs
 * that take everything, and so on, each with a deployment that shows it. POLC_ERROR_POLICY when
 * it did not load with POLC_OK; POLC_ERROR_USAGE when `on` is no day or a code does not exist;
 * POLC_ERROR_BUDGET when something was left open, which is then among the diagnostics. The
 * codes apply to warnings and hints of loading as well. */
POLC_API polc_status polc_policy_analyse(polc_policy *policy, const polc_analysis_options *options);

/* All diagnostics, those that `allow` accepts and what was left open as one page of HTML that needs
 * nothing else, with the decision table where the policy has no errors. */
POLC_API polc_status polc_policy_html(polc_policy *policy, polc_text **out);

/* A table of a policy that loaded with POLC_OK; else POLC_ERROR_POLICY. Takes its memory from the
 * policy's heap. Freed by the caller; the policy may be freed before. */
POLC_API polc_status polc_policy_compile(polc_policy *policy, polc_table **out);

typedef enum polc_stage {
    POLC_STAGE_TOKENS, /* the words of the files given */
    POLC_STAGE_AST,    /* their syntax trees */
    POLC_STAGE_IR,     /* conditions over cells, and what defeats what */
    POLC_STAGE_TABLE   /* the sections of the table */
} polc_stage;

/* A readable, deterministic listing of one stage of the pipeline. Tokens and syntax trees also
 * of a policy with errors; the others give POLC_ERROR_POLICY for that. */
POLC_API polc_status polc_policy_dump(polc_policy *policy, polc_stage stage, polc_text **out);

/* One policy file in its canonical form, comments kept: *out, and *changed not 0 when it differs.
 * "-" is standard input. A text with syntax errors is left alone: POLC_ERROR_POLICY, and
 * *problems holds the messages as text (colour as asked); POLC_ERROR_INPUT likewise. With `diff`,
 * *out is what changes, as a unified diff for patch -p0; empty when nothing does. */
typedef struct polc_format_options {
    size_t size;
    const polc_heap *heap;
    int colour;
    int diff;
} polc_format_options;
POLC_API polc_status polc_policy_format(const char *path, const polc_format_options *options,
                                        int *changed, polc_text **out, polc_text **problems);

/* ---- tables ----------------------------------------------------------------------- */

/* Is this file a compiled table, by its first bytes? 0 also when it cannot be read. */
POLC_API int polc_table_is(const char *path);

/* Opens a compiled table. Everything in it is checked first: a damaged file is
 * POLC_ERROR_INPUT with a message, never a crash. `heap` may be NULL. */
POLC_API polc_status polc_table_open(const char *path, const polc_heap *heap, polc_table **out,
                                     polc_error *error);
/* The same from bytes, which are copied. */
POLC_API polc_status polc_table_open_bytes(const void *data, size_t length, const polc_heap *heap,
                                           polc_table **out, polc_error *error);
/* No evaluator of it may be in use any more. */
POLC_API void polc_table_free(polc_table *table);

/* The bytes of the file that polc_table_open reads, as long as the table lives. */
POLC_API const void *polc_table_bytes(const polc_table *table, size_t *length);
/* Writes them under a temporary name and renames: nobody ever sees half a table. */
POLC_API polc_status polc_table_save(const polc_table *table, const char *path,
                                     polc_error *error);

POLC_API const char *polc_table_name(const polc_table *table); /* the policy's */
/* The hash of the policy's text, as 16 hexadecimal digits and a NUL. */
POLC_API void polc_table_hash(const polc_table *table, char out[17]);
POLC_API size_t polc_table_clause_count(const polc_table *table);

typedef enum polc_table_format {
    POLC_TABLE_TEXT,
    POLC_TABLE_MARKDOWN,
    POLC_TABLE_CSV,
    POLC_TABLE_JSON, /* polc-table/1 (docs/polc-table.schema.json) */
    POLC_TABLE_HTML  /* one page that needs nothing else */
} polc_table_format;

/* The decision table for people. `width` is of the terminal in columns, for text; 0: 100. */
POLC_API polc_status polc_table_print(const polc_table *table, polc_table_format format,
                                      unsigned width, polc_text **out);

#ifdef __cplusplus
}
#endif

#endif

/* remarks.h: what a command has to say, for the formats that pipelines show.
 *
 * In: results, findings, changes or cases, turned into remarks by one builder for each command
 * (remarks_eval.c, …). Out: bytes of one format, by one writer for each (sarif.c, junit.c, …). A
 * writer knows nothing of policies; a builder knows nothing of formats. Everything lives in one
 * arena; the order is that of the input; no text is NULL.
 *
 * A *case* is something that was judged: a deployment, a scenario of `polc test`, a policy. A
 * *remark* is one thing to tell about it at one place: a clause in breach, a finding. A case
 * without remarks that are open is in order. A *notice* is about the run itself, not about a
 * case: an entry of the baseline that fits nothing, what was left out.
 */
#ifndef POLC_EMIT_REMARKS_H
#define POLC_EMIT_REMARKS_H

#include "base/intern.h"
#include "base/map.h"
#include "base/strbuf.h"

enum remark_level { REMARK_ERROR, REMARK_WARNING, REMARK_NOTE };
/* "error", "warning", "note". */
const char *remark_level_name(enum remark_level level);

enum remark_state {
    REMARK_OPEN,
    REMARK_WAIVED,   /* a holder's leave: told, fails nothing */
    REMARK_BASELINED /* known when the baseline was made: told, fails nothing */
};

struct remark_place {
    const char *file;              /* below the working folder where it lies there; "" for none */
    uint32_t line, column;         /* from 1, in code points; 0: the file as a whole */
    uint32_t end_line, end_column; /* behind the last character; 0: the end of the line */
};

/* Another place that belongs to a remark, such as the clause. */
struct remark_related {
    struct remark_place place;
    const char *message;
};

struct baseline_entry; /* baseline.h */

/* What remarks of one sort have in common: a clause ("Alliance 2.1") or a code ("P0301"). */
#define REMARK_TAGS 4
struct remark_rule {
    const char *id;
    const char *title; /* one line: "API exclusivity" */
    const char *text;  /* one paragraph without markup: the words of the clause; may be "" */
    const char *help;  /* markdown: what it means, its text, what to do */
    const char *tags[REMARK_TAGS]; /* "contract", the agreement; for filters */
    size_t tag_count;
    enum remark_level level;
};

struct remark {
    uint32_t rule; /* in rules */
    enum remark_level level;
    enum remark_state state;
    const char *reason;  /* of its state: which waiver, which entry; "" when open */
    const struct baseline_entry *entry; /* of the baseline that fits it, even if it has expired */
    const char *subject; /* the deployment, case or policy that it is about */
    const char *verdict; /* "prohibited"; "waived"; "" where there is none, as of a finding */
    const char *message; /* one sentence on one line, which remarks_add sees to */
    const char *detail;  /* lines for people, as the text format says it; may be "" */
    struct remark_place place;
    const struct remark_related *related; /* the clause first */
    size_t related_count;
    uint64_t fingerprint[2]; /* the same while subject, rule and facts are, wherever they stand */
    uint32_t twin; /* from 1: how many before it, itself included, have this fingerprint */
};

enum case_outcome {
    CASE_PASSED,  /* nothing is open that --fail-on names; perhaps only by a waiver */
    CASE_FAILED,  /* some remark is open, and --fail-on names what it says */
    CASE_SKIPPED, /* it would have failed, but all of that is in the baseline */
    CASE_REFUSED  /* could not be read */
};

struct remark_case {
    const char *name;
    const char *suite;   /* the policy that it is judged by */
    const char *verdict; /* "prohibited", "passed", "refused", … */
    const char *text;    /* lines for people */
    struct remark_place place;
    enum case_outcome outcome;
    size_t first_remark, remark_count; /* in remarks */
};

struct remark_notice {
    enum remark_level level;
    const char *id; /* a code, or "" */
    const char *message;
    struct remark_place place;
};

struct remarks {
    struct arena *arena;
    const char *folder;      /* the working folder, absolute; "" when unknown */
    const char *root;        /* of the repository, absolute: the folder or one above; "" for none */
    const char *command;     /* "eval" */
    const char *policy;      /* its name */
    const char *suite;       /* that of the cases to come; "": the same */
    const char *policy_file; /* "" when unknown */
    const char *summary;     /* "12 deployments: 9 permitted, 3 prohibited" */
    const char *version;     /* of polc */
    int exit_status;         /* that the program will end with */
    const char *exit_text;   /* what it means; "" when it is 0 */
    VEC(struct remark_rule) rules;
    VEC(struct remark) remarks;
    VEC(struct remark_case) cases;
    VEC(struct remark_notice) notices;
    size_t plain_cases; /* of the cases */
    size_t left_out; /* remarks and cases over REMARKS_LIMIT: counted in the summary alone */
    struct interner rule_ids; /* the atom is the rule's number plus 1 */
    struct map twins;         /* fingerprints met */
};

/* So many remarks are kept, and so many cases with something to tell, and so many without, of
 * which the first have no claim on the room of the others: some hundred megabytes at worst. */
#define REMARKS_LIMIT ((size_t)100000)

/* ---- remarks.c: for builders ---------------------------------------------------------------- */

void remarks_init(struct remarks *remarks, struct arena *arena);
/* The number of the rule with this id; *fresh when it is new, all but its id to be filled in. */
uint32_t remarks_rule(struct remarks *remarks, const char *id, bool *fresh);
/* Adds one, and counts its twins. */
void remarks_add(struct remarks *remarks, struct remark remark);
/* Begins a case, whose remarks follow. NULL where there is no room: then no remarks either. */
struct remark_case *remarks_case(struct remarks *remarks, const char *name);
/* The same for a case about which there is nothing to tell, which goes where room is short. */
struct remark_case *remarks_plain_case(struct remarks *remarks, const char *name);
void remarks_notice(struct remarks *remarks, struct remark_notice notice);
/* A path as it is told: below the folder if it lies there, without `./`; else as it is. "" of
 * standard input, where nobody can go. */
const char *remarks_path(struct arena *arena, const char *folder, const char *path);
/* A path that is told, for a service that knows the repository alone: below its root (below the
 * folder, where there is none) if it lies there, and then *inside; else from the root of the file
 * system on, or as it is where no folder is known. "" is not inside. */
const char *remarks_repository_path(const struct remarks *remarks, struct arena *arena,
                                    const char *path, bool *inside);
/* The same for fingerprints, which are not to change with the working folder: as it is told where there
 * is no repository, for then nothing else is known of where it belongs. */
const char *remarks_lasting_path(const struct remarks *remarks, struct arena *arena,
                                 const char *path);
/* A name for fingerprints: one that is made of the file and a number has such a path in it. */
const char *remarks_lasting_name(const struct remarks *remarks, struct arena *arena,
                                 const char *name, const char *file);
/* Where a service that takes nothing but paths of the repository can show a remark: its place, or
 * else the first related one that lies there; NULL where there is none. */
const struct remark_place *remarks_shown_place(const struct remarks *remarks,
                                               const struct remark *remark);
/* "file:line". */
const char *remarks_place_text(struct arena *arena, const struct remark_place *place);
/* Of a text that says all that makes a remark what it is. */
void remarks_fingerprint(const char *text, size_t length, uint64_t out[2]);
/* 32 hexadecimal digits. */
#define REMARK_FINGERPRINT 33
void remarks_fingerprint_text(const uint64_t fingerprint[2], char out[REMARK_FINGERPRINT]);

/* ---- writers: append one whole document ------------------------------------------------------ */

void emit_sarif(const struct remarks *remarks, struct strbuf *out);
void emit_junit(const struct remarks *remarks, struct strbuf *out);
void emit_github(const struct remarks *remarks, struct strbuf *out);
void emit_gitlab(const struct remarks *remarks, struct strbuf *out);
void emit_markdown(const struct remarks *remarks, struct strbuf *out);

#endif

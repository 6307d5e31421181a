/* remarks.h: what a command has to say, for the formats that pipelines show.
 *
 * In: results, findings, changes or cases, turned into remarks by one builder for each command
 * (remarks_eval.c, …). Out: bytes of one format, by one writer for each (sarif.c, junit.c, …). A
 * writer knows nothing of policies; a builder knows nothing of formats. Everything lives in one
 * arena; the order is that of the input; no text is NULL.
 *
 * A *case* is something that was judged: a deployment, a scenario of `polc test`, a policy. A
 * *remark* is one thing to tell about it at one place: a clause in breach, a finding. A case
 * without remarks that are open is in order.
 */
#ifndef POLC_EMIT_REMARKS_H
#define POLC_EMIT_REMARKS_H

#include "base/strbuf.h"

#include <stdint.h>

enum remark_level { REMARK_ERROR, REMARK_WARNING, REMARK_NOTE };

enum remark_state {
    REMARK_OPEN,
    REMARK_WAIVED,   /* a holder's leave: told, fails nothing */
    REMARK_BASELINED /* known when the baseline was made: told, fails nothing */
};

struct remark_place {
    const char *file;              /* as the user gave it; "" when there is none */
    uint32_t line, column;         /* from 1, in code points; 0: the file as a whole */
    uint32_t end_line, end_column; /* behind the last character */
};

/* Another place that belongs to a remark, such as the clause. */
struct remark_related {
    struct remark_place place;
    const char *message;
};

/* What remarks of one sort have in common: a clause ("Alliance 2.1") or a code ("P0301"). */
struct remark_rule {
    const char *id;
    const char *title;
    const char *help; /* markdown: what it means, its text, what to do */
    enum remark_level level;
};

struct remark {
    uint32_t rule; /* in rules */
    enum remark_level level;
    enum remark_state state;
    const char *reason;  /* of its state: which waiver, which entry; "" when open */
    const char *subject; /* the deployment, case or policy that it is about */
    const char *message; /* one sentence, no line feed */
    const char *detail;  /* lines for people, as the text format says it; may be "" */
    struct remark_place place;
    const struct remark_related *related;
    size_t related_count;
    uint64_t fingerprint[2]; /* the same while subject, rule and facts are, wherever they stand */
};

enum case_outcome {
    CASE_PASSED,
    CASE_FAILED,  /* some remark is open, and --fail-on names what it says */
    CASE_SKIPPED, /* only waived or baselined remarks */
    CASE_REFUSED  /* could not be read */
};

struct remark_case {
    const char *name;
    const char *verdict; /* "prohibited", "passed", … */
    const char *text;    /* lines for people */
    struct remark_place place;
    enum case_outcome outcome;
    size_t first_remark, remark_count; /* in remarks */
};

struct remarks {
    struct arena *arena;
    const char *command;     /* "eval" */
    const char *policy;      /* its name */
    const char *policy_file; /* "" when unknown */
    const char *summary;     /* "12 deployments: 9 permitted, 3 prohibited" */
    VEC(struct remark_rule) rules;
    VEC(struct remark) remarks;
    VEC(struct remark_case) cases;
};

/* sarif.c, junit.c, github.c, gitlab.c, markdown.c: append one whole document. */
void emit_sarif(const struct remarks *remarks, struct strbuf *out);
void emit_junit(const struct remarks *remarks, struct strbuf *out);
void emit_github(const struct remarks *remarks, struct strbuf *out);
void emit_gitlab(const struct remarks *remarks, struct strbuf *out);
void emit_markdown(const struct remarks *remarks, struct strbuf *out);

#endif

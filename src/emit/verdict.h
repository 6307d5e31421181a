/* verdict.h: verdicts as text and as JSON.
 *
 * In: a table, an evaluator to ask further questions, boxes and what eval said about them.
 * Out: bytes appended to a string buffer. Emitters decide nothing: whatever they state
 * about a world they asked eval for. Equal results give equal bytes.
 */
#ifndef POLC_EMIT_VERDICT_H
#define POLC_EMIT_VERDICT_H

#include "eval/eval.h"

/* One box and its result. */
struct emit_box {
    const struct value_set *sets;
    const struct eval_result *result;
    const char *label; /* which placement; "" when there is one only */
};

/* A deployment, with a box for each of its placements. */
struct emit_case {
    const struct table *table;
    struct evaluator *evaluator; /* its scratch is used, its results are not */
    const struct deployment *deployment;
    const struct emit_box *boxes;
    size_t box_count; /* at least 1 */
    size_t worst;     /* the first of the worst boxes */
    uint8_t possible; /* WORLD_ bits of all boxes together */
    const struct emit_known *known; /* what of it is in a baseline */
    size_t known_count;
};

/* An entry of a baseline that holds. */
struct emit_known {
    const char *clause, *verdict, *fingerprint;
    const char *reason; /* never empty */
};

/* The object of one deployment in polc-eval/1, without a line feed. `on` is the day that
 * the report names: a deployment of another day says its own; DATE_NEVER: each does. */
void emit_json_case(const struct emit_case *c, int64_t on, struct strbuf *out);
/* Its first members, which say what it is about. */
void emit_json_case_head(const struct emit_case *c, int64_t on, struct strbuf *out);

/* Everything before the first and behind the last result of an object of that schema. */
struct emit_summary {
    size_t verdicts[4]; /* by enum eval_verdict */
    size_t unresolved, refused;
    size_t baselined; /* of those that would have failed */
};
void emit_json_head(const struct table *table, const char *schema, int64_t on,
                    struct strbuf *out);
void emit_json_tail(const struct emit_summary *summary, struct strbuf *out);

struct emit_style {
    bool colour;    /* ANSI escapes */
    unsigned width; /* columns of the terminal */
};

/* The verdict for people: what it is, why, and what it turns on. */
void emit_text_case(const struct emit_case *c, const struct emit_style *style, struct strbuf *out);
/* The same in full: each clause that speaks, its text, its condition as a tree. */
void emit_explain_case(const struct emit_case *c, const struct emit_style *style,
                       struct strbuf *out);
/* "12 deployments: 9 permitted, 2 prohibited, 1 disputed". */
void emit_text_summary(const struct emit_summary *summary, struct strbuf *out);

#endif

/* timeline.h: on which days something changes, as text and as JSON.
 *
 * A report is a head, a part for each deployment or one for the whole policy, and an end.
 * Emitters decide nothing; equal input gives equal bytes.
 */
#ifndef POLC_EMIT_TIMELINE_H
#define POLC_EMIT_TIMELINE_H

#include "analysis/timeline.h"
#include "emit/names.h"
#include "emit/verdict.h"

/* What all parts of a report know. */
struct emit_timeline {
    const struct table *table;
    struct evaluator *evaluator; /* its scratch is used, its results are not */
    int64_t on;                  /* the day of the question */
    bool all; /* text: also each of the changes that come and go with the length of the months */
    size_t deployments, changing, refused; /* at the end */
    bool unresolved;
};

/* A deployment; a timeline for each of its placements. */
struct emit_timeline_box {
    const char *label;
    struct timeline timeline;
};
struct emit_timeline_case {
    const struct deployment *deployment;
    const struct emit_timeline_box *boxes;
    size_t count; /* at least 1 */
};

/* timeline_periods.c */
void emit_timeline_text_case(const struct emit_timeline *t, const struct emit_timeline_case *c,
                             const struct emit_style *style, struct strbuf *out);
void emit_timeline_text_policy(const struct emit_timeline *t, const struct timeline_policy *policy,
                               const struct emit_style *style, struct strbuf *out);
/* What comes and goes with the length of the months; nothing where no open event has such. */
void emit_timeline_text_months(const struct emit_timeline *t, const struct timeline_policy *policy,
                               const struct emit_style *style, struct strbuf *out);
/* What several conditions together may change; nothing where they cannot. */
void emit_timeline_text_together(const struct emit_timeline *t, const struct timeline_policy *policy,
                                 const struct emit_style *style, struct strbuf *out);
void emit_timeline_text_end(const struct emit_timeline *t, struct strbuf *out);

/* polc-timeline/1, docs/polc-timeline.schema.json. */
void emit_timeline_json_head(const struct emit_timeline *t, struct strbuf *out);
void emit_timeline_json_policy(const struct emit_timeline *t, const struct timeline_policy *policy,
                               struct strbuf *out);
void emit_timeline_json_begin(struct strbuf *out); /* of the deployments */
void emit_timeline_json_case(const struct emit_timeline *t, const struct emit_timeline_case *c,
                             struct strbuf *out);
void emit_timeline_json_end(const struct emit_timeline *t, struct strbuf *out);

/* ---- timeline_words.c: what all of them say alike ------------------------------------------ */

/* "begins", "ends", "changes"; of what does so with some values of an open fact only, as with these. */
const char *timeline_change_word(const struct timeline_cause *cause);
/* "Alliance 2.1", "waiver W1", "exception (a) of Alliance 2.1": what changes. */
void timeline_name(const struct table *table, const struct timeline_cause *cause,
                   struct strbuf *out);
/* "Alliance ends (90 days after ipo)": the change in one clause of a sentence. `day` is its day. */
void timeline_say(const struct table *table, const struct timeline_cause *cause, int64_t day,
                  struct strbuf *out);
/* "`Alliance` ends": the same without the reason, names between such quotes. */
void timeline_say_bare(const struct table *table, const struct timeline_cause *cause,
                       const char *quote, struct strbuf *out);
/* "ipo occurred and JCA ends", "90 days after ipo": why, with the words of a condition about the
 * day when `words`; nothing where it is the period's own day. */
void timeline_say_why(const struct table *table, const struct timeline_cause *cause, bool words,
                      struct strbuf *out);
/* "notice is not known", "notice and reply are not known". */
void timeline_say_unknown(const struct table *table, const struct timeline_together *together,
                          struct strbuf *out);
/* "the condition of Alliance 2.1 and waiver W1": what looks at one event, names between such quotes. */
void timeline_say_items(const struct table *table, const struct timeline_together *together,
                        const char *quote, struct strbuf *out);
/* The ids of clauses by name; no more than `limit`. */
void timeline_say_clauses(const struct table *table, const uint32_t *clauses, size_t count,
                          size_t limit, struct strbuf *out);

#endif

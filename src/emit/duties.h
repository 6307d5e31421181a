/* duties.h: what is owed, and commitments over many deployments, as text and as JSON.
 *
 * A report has three parts, so that deployments pass one by one: what is owed whatever is
 * deployed, then each deployment, then the commitments with what they add up to. Emitters
 * decide nothing; equal input gives equal bytes.
 */
#ifndef POLC_EMIT_DUTIES_H
#define POLC_EMIT_DUTIES_H

#include "analysis/owed.h"
#include "analysis/portfolio.h"
#include "emit/verdict.h"

/* What all parts of a report know. */
struct emit_duties {
    const struct table *table;
    struct evaluator *evaluator; /* its scratch is used, its results are not */
    int64_t on;                  /* the day of the question */
    bool today;                  /* none was given: it is today */
    bool counted;                /* deployments are given: commitments are added up */
    const struct owed_duty *standing; /* also those that are not due */
    const struct value_set *const *standing_sets; /* of each: the day, its bearer acting */
    size_t standing_count;
    bool standing_open; /* of some of these a budget ran out */
    const struct portfolio *portfolio;
    const enum eval_truth *in_force; /* per commitment: its clause, on the day of the question */
    size_t deployments, refused; /* at the end */
    size_t silent;               /* deployments under which no duty is owed or may be */
    const size_t *presumed;      /* per variable: in how many placements it was presumed */
    const struct value_set *sets; /* what holds of every deployment that says nothing else */
    bool unresolved;             /* some search about duties ran out of its budget */
};

/* A deployment; a result for each of its placements. */
struct emit_owed_box {
    const struct value_set *sets;
    const char *label;
    struct owed owed;
};
struct emit_owed {
    const struct deployment *deployment;
    const struct emit_owed_box *boxes;
    size_t count; /* at least 1 */
};

void emit_duties_text_head(const struct emit_duties *d, const struct emit_style *style,
                           struct strbuf *out);
/* Nothing where nothing is owed and no choice would change that. */
void emit_duties_text_case(const struct emit_duties *d, const struct emit_owed *owed,
                           const struct emit_style *style, struct strbuf *out);
void emit_duties_text_end(const struct emit_duties *d, const struct emit_style *style,
                          struct strbuf *out);

/* polc-duties/1, docs/polc-duties.schema.json. */
void emit_duties_json_head(const struct emit_duties *d, struct strbuf *out);
void emit_duties_json_case(const struct emit_duties *d, const struct emit_owed *owed,
                           struct strbuf *out);
void emit_duties_json_end(const struct emit_duties *d, struct strbuf *out);

/* ---- duties_words.c: what both formats say alike ------------------------------------------ */

/* How a commitment stands. */
struct duties_standing {
    const char *word; /* "met", "short", "over", "undetermined", "disputed" */
    bool missed;
    bool so_far;      /* deployments to come may still change it */
    bool has_gap;
    struct portfolio_sum gap; /* short by, over by; not of a share, and only when missed */
};
struct duties_standing duties_standing(const struct emit_duties *d,
                                       const struct portfolio_commitment *c,
                                       enum portfolio_status status,
                                       const struct portfolio_sum *sum);

/* A sum as digits. */
void duties_digits(portfolio_amount amount, struct strbuf *out);
/* Does some amount that is not known make the sum as great as one likes, since its variable was
 * declared without a range? Half of what a number can be is nobody's amount. */
bool duties_unbounded(const struct table *table, uint32_t var, const struct portfolio_sum *sum);
/* "140 to 200 MW", "at least 140 MW", in the base unit of the variable. */
void duties_sum(const struct table *table, uint32_t var, const struct portfolio_sum *sum,
                struct strbuf *out);
/* "60 to 75.5 percent of 100 to 140 MW" */
void duties_say_share(const struct table *table, uint32_t norm, const struct portfolio_sum *sum,
                      struct strbuf *out);
/* "sku = can, country = DE" */
void duties_say_group(const struct table *table, const struct portfolio_commitment *c,
                      struct strbuf *out);
/* "`api_call` as read by Microsoft, `third_party` as read by …" */
void duties_say_readings(const struct table *table, const uint32_t *terms, size_t count,
                         const uint32_t *readings, struct strbuf *out);

#endif

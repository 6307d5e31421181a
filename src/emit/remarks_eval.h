/* remarks_eval.h: the remarks about a deployment that was evaluated; private to emit/ but for
 * remarks_of_deployment.
 */
#ifndef POLC_EMIT_REMARKS_EVAL_H
#define POLC_EMIT_REMARKS_EVAL_H

#include "emit/remarks.h"
#include "emit/speech.h"

/* What is waived has no verdict of its own. */
enum remark_verdict {
    SAID_PERMITTED = EVAL_PERMITTED,
    SAID_DISPUTED = EVAL_DISPUTED,
    SAID_UNDETERMINED = EVAL_UNDETERMINED,
    SAID_PROHIBITED = EVAL_PROHIBITED,
    SAID_WAIVED
};
const char *remark_verdict_name(enum remark_verdict verdict);

struct remark_deployment {
    const struct emit_case *c;
    struct sources *sources; /* of the document that it stands in */
    unsigned fail;           /* 1 << enum eval_verdict: --fail-on */
    struct arena *work;      /* everything but what is kept */
};

/* A case, and its remarks: for each verdict of a placement and each clause that decides it one;
 * one for each clause that a waiver takes away. */
void remarks_of_deployment(struct remarks *remarks, const struct remark_deployment *deployment);

/* ---- what one remark is about -------------------------------------------------------------- */

struct remark_ground {
    enum remark_verdict verdict;
    uint32_t clause;  /* IR_NONE: none decides */
    uint32_t norm;    /* of the first box: the first of the clause that speaks */
    uint32_t waiver;  /* node; SAID_WAIVED */
    bool sure;        /* in its first box it does so in every world; SAID_WAIVED: no budget ran out */
    enum eval_verdict unwaived; /* SAID_WAIVED: in its first box, but for the waivers */
    size_t box;       /* the first one */
    VEC(const char *) placements; /* label and facts of each */
};

/* ---- remarks_words.c ------------------------------------------------------------------------- */

/* A speech about one box whose layout writes to `out`, 100 columns wide. */
struct speech remark_speech(const struct remark_deployment *deployment, size_t box,
                            struct strbuf *out);
void remark_message(const struct remark_deployment *deployment, const struct remark_ground *ground,
                    struct strbuf *out);
void remark_detail(const struct remark_deployment *deployment, const struct remark_ground *ground,
                   struct strbuf *out);
/* "waiver W1 (openai.pol:81)" */
void remark_waiver(const struct table *table, uint32_t waiver, struct strbuf *out);
/* The number of the rule of a clause. */
uint32_t remark_clause_rule(struct remarks *remarks, const struct table *table, uint32_t norm);
/* Of a verdict that no clause decides. */
uint32_t remark_plain_rule(struct remarks *remarks, enum remark_verdict verdict);
uint32_t remark_unresolved_rule(struct remarks *remarks);

/* ---- remarks_place.c ------------------------------------------------------------------------- */

/* The value that made the norm speak, or may do so: of a choice that it tests, else of a fact;
 * where none is given in the document, the line of the deployment. */
struct remark_place remark_place_of(struct remarks *remarks,
                                    const struct remark_deployment *deployment,
                                    const struct remark_ground *ground);
struct remark_place remark_case_place(struct remarks *remarks,
                                      const struct remark_deployment *deployment);
/* A place in a policy file. */
struct remark_place remark_table_place(struct remarks *remarks, const struct table *table,
                                       const struct table_place *place);
struct remark_place remark_span_place(struct remarks *remarks, struct sources *sources,
                                      struct span span);

#endif

/* eval.h: verdicts on boxes, and everything that an output says about them.
 *
 * A *world* gives every variable one value; its world verdict is permitted, contested or
 * prohibited. A *box* (value sets, deployment.h) is many worlds; its verdict is exact
 * quantification over them as docs/semantics.md defines: no value is ever guessed. When
 * the budget of search nodes runs out, `unresolved` is set, `possible` is a sound superset,
 * and a verdict that was not settled is undetermined.
 *
 * Scratch belongs to the evaluator, one per thread; the table is never written to.
 */
#ifndef POLC_EVAL_EVAL_H
#define POLC_EVAL_EVAL_H

#include "base/steps.h"
#include "data/deployment.h"
#include "table/table.h"

#define EVAL_BUDGET UINT64_C(200000) /* search nodes of one question, by default */

/* Work of all questions about one deployment: records that are looked at, of a table with many columns
 * each as several; two for an exception, one for a part of a condition, and sixteen or more for each
 * node. About ten nanoseconds each. A budget other than EVAL_BUDGET changes it as much. */
#define EVAL_PURSE UINT64_C(160000000)

/* In the order of badness among placements. */
enum eval_verdict { EVAL_PERMITTED, EVAL_DISPUTED, EVAL_UNDETERMINED, EVAL_PROHIBITED };

enum eval_world { /* bits of a set of world verdicts */
    WORLD_PERMITTED = 1,
    WORLD_CONTESTED = 2,
    WORLD_PROHIBITED = 4
};

enum eval_status { /* of a duty; bits of what its worlds say are not due 1, disputed 2, due 4 */
    DUTY_NOT_DUE,
    DUTY_DISPUTED,
    DUTY_UNDETERMINED,
    DUTY_DUE
};

enum eval_when { /* what the effect of a clause depends on */
    WHEN_ALWAYS,
    WHEN_SOME_READINGS,
    WHEN_SOME_FACTS,
    WHEN_SOME_READINGS_AND_FACTS
};

enum eval_basis { /* why something is permitted, weakest first */
    BASIS_NO_CLAUSE_BINDS, /* no norm has the actor as bearer */
    BASIS_NOTHING_SPEAKS,
    BASIS_LIFTED,
    BASIS_GRANTED,
    BASIS_NONE /* the verdict is not permitted */
};

/* One effective clause and effect. */
struct eval_clause {
    uint32_t clause;
    uint32_t norm; /* the first of its norms that is effective somewhere in the box */
    enum norm_sign sign; /* prohibit or permit */
    enum eval_when when;
    bool contested; /* somewhere in the box */
};

/* A prohibition that would apply in some world of the box but for `by`. */
struct eval_lifted {
    uint32_t norm;
    uint32_t by_node; /* an exception, lift or waiver that is hit; IR_NONE for a rank */
    uint32_t by_norm; /* the effective norm that outranks it; IR_NONE otherwise */
};

struct eval_duty {
    uint32_t norm;
    enum eval_status status; /* never DUTY_NOT_DUE */
};

/* The verdict under one combination of the readings that matter. */
struct eval_reading {
    const uint32_t *readings; /* one per entry of result->terms: reading number */
    enum eval_verdict verdict;
};

/* Values of a variable that settle the question, and the verdict they lead to. */
struct eval_settles {
    struct interval values; /* leaves, numbers, days; events: days, or never */
    enum eval_verdict verdict;
};

/* A fact (or choice, event) that is open and matters. */
struct eval_matter {
    uint32_t var;
    const struct eval_settles *settles; /* in ascending order of values; may be empty */
    size_t settle_count;
};

struct eval_result {
    enum eval_verdict verdict;
    uint8_t possible; /* WORLD_ bits */
    bool unresolved;  /* of something a budget ran out */
    bool verdict_open; /* of the verdict itself, which is undetermined only for that */
    bool turns_open;  /* of what matters: terms and facts are a superset */
    uint64_t budget;  /* of each question */
    uint64_t nodes;   /* search nodes used in all */
    enum eval_basis basis;
    const struct eval_clause *clauses; /* by clause as declared, prohibitions first */
    size_t clause_count;
    const struct eval_lifted *lifted;
    size_t lifted_count;
    const struct eval_duty *duties; /* by norm */
    size_t duty_count;
    const uint32_t *terms; /* term ids that matter */
    size_t term_count;
    const struct eval_reading *readings; /* every combination of them; none if no term matters */
    size_t reading_count;
    const struct eval_matter *facts;
    size_t fact_count;
    const uint32_t *presumed; /* variables with VALUE_PRESUMED that some norm mentions */
    size_t presumed_count;
};

struct evaluator;

/* Lives in the arena; its scratch has an arena of its own, which evaluator_free gives back.
 * Safe to call where a job was left half-way: the next call starts afresh. */
struct evaluator *evaluator_new(struct arena *arena, const struct table *table);
void evaluator_free(struct evaluator *evaluator);
/* The guard that the next calls run under, when it is not the one of evaluator_new. */
void evaluator_guard(struct evaluator *evaluator, struct guard *guard);
/* Told by what asks many questions of it; NULL: nobody watches. They outlive it. */
void evaluator_watch(struct evaluator *evaluator, struct steps *steps);
struct steps *evaluator_steps(const struct evaluator *evaluator);
void evaluator_budget(struct evaluator *evaluator, uint64_t nodes);
/* As much of `usual` as the evaluator's budget is of EVAL_BUDGET; at least 1, and so little that sums
 * of some do not overflow. */
uint64_t evaluator_share(const struct evaluator *evaluator, uint64_t usual);
/* What all that is asked from now on may take together, and a little more for each node of the
 * table; UINT64_MAX: no limit, as at first. Behind it every search gives up at once. */
void evaluator_purse(struct evaluator *evaluator, uint64_t work);
/* So much more of it, unless it has no limit. */
void evaluator_purse_more(struct evaluator *evaluator, uint64_t work);
/* From how many posted records on eval_verdict tries worlds before it gathers the records: it
 * changes no verdict. The tests set it to 0, so that small policies take that way too. */
void evaluator_try_from(struct evaluator *evaluator, uint64_t records);

/* The verdict alone. *unresolved (may be NULL) when the budget ran out. */
enum eval_verdict eval_verdict(struct evaluator *evaluator, const struct value_set *sets,
                               bool *unresolved);

/* The clauses that decide one world: all effective prohibitions, or, where there is none, all
 * effective permissions. Norm ids in the table's order of finding, each once; the list
 * belongs to the evaluator and holds until its next call. */
struct eval_deciding {
    enum eval_world world;
    const uint32_t *norms;
    size_t count;
};
/* False when the sets leave more than one world open: ask eval_box then. */
bool eval_deciding(struct evaluator *evaluator, const struct value_set *sets,
                   struct eval_deciding *out);

/* Everything about one box; the result lives in `arena`. */
const struct eval_result *eval_box(struct evaluator *evaluator, const struct value_set *sets,
                                   struct arena *arena);

/* The same where boxes repeat each other: it may be the result of an earlier box with the same sets. It lives
 * in `arena` or in the evaluator; there until eval_recall_trim, which is called now and then so that not
 * too much is kept. */
const struct eval_result *eval_box_recalled(struct evaluator *evaluator, const struct value_set *sets,
                                            struct arena *arena);
void eval_recall_trim(struct evaluator *evaluator);

/* The same without the values that would settle it. */
const struct eval_result *eval_box_brief(struct evaluator *evaluator, const struct value_set *sets,
                                         struct arena *arena);

/* One world: a value for every variable. Its WORLD_ verdict. */
enum eval_world eval_world(struct evaluator *evaluator, const int64_t *values);

/* What a condition is over a box: certainly false, open, certainly true. Exact. */
enum eval_truth { TRUTH_NO, TRUTH_MAYBE, TRUTH_YES };
enum eval_truth eval_expr(struct evaluator *evaluator, const struct value_set *sets,
                          uint32_t expr);

/* Is a norm's base condition met, is a node hit, is a norm effective, over the box? */
enum eval_truth eval_node_met(struct evaluator *evaluator, const struct value_set *sets,
                              uint32_t node);  /* its own condition */
enum eval_truth eval_node_hit(struct evaluator *evaluator, const struct value_set *sets,
                              uint32_t node);  /* and no child hit */
enum eval_truth eval_norm_effective(struct evaluator *evaluator, const struct value_set *sets,
                                    uint32_t norm);

/* The verdict, were this prohibition the only one and no waiver given of it: what its waivers are
 * worth. *unresolved when the budget ran out. */
enum eval_verdict eval_unwaived(struct evaluator *evaluator, const struct value_set *sets,
                                uint32_t norm, bool *unresolved);

#endif

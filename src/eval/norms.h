/* norms.h: questions about single norms over a box, for those who add up many boxes.
 *
 * Each takes the value sets of a description, as the functions of eval.h do, and each search
 * has the evaluator's budget to itself. Where it runs out `*unresolved` is set (it is never
 * cleared) and the answer is the sound side: MAYBE, a range that is too wide, "matters".
 */
#ifndef POLC_EVAL_NORMS_H
#define POLC_EVAL_NORMS_H

#include "eval/eval.h"

/* The number `var` in those worlds of the box in which the norm is effective: the least and
 * greatest value that it has there, both taken in some world. */
struct eval_range {
    enum eval_truth effective;
    int64_t low, high; /* unless effective is TRUTH_NO */
};
struct eval_range eval_norm_range(struct evaluator *evaluator, const struct value_set *sets,
                                  uint32_t norm, uint32_t var, bool *unresolved);

/* Do two worlds of the box that differ only in `var` differ in whether the norm is effective? */
bool eval_norm_matters(struct evaluator *evaluator, const struct value_set *sets, uint32_t norm,
                       uint32_t var, bool *unresolved);

/* The duties (form `owes`) that are not surely not due, by norm; the list lives in `arena`. */
size_t eval_duties(struct evaluator *evaluator, const struct value_set *sets, struct arena *arena,
                   const struct eval_duty **out, bool *unresolved);

/* One of them; and whether a variable matters for it. */
enum eval_status eval_duty(struct evaluator *evaluator, const struct value_set *sets,
                           uint32_t norm, bool *unresolved);
bool eval_duty_matters(struct evaluator *evaluator, const struct value_set *sets, uint32_t norm,
                       uint32_t var, bool *unresolved);

/* The values of a variable in pieces that no condition of the policy tells apart on the day of
 * the sets, ascending; a variable that no condition tests is one piece. Lives in `arena`. */
size_t eval_pieces(struct evaluator *evaluator, const struct value_set *sets, uint32_t var,
                   struct arena *arena, const struct value_set **out);

/* The part of a set that lies in low..high; false when there is none. */
bool eval_set_within(const struct value_set *set, struct interval within, struct arena *arena,
                     struct value_set *out);

#endif

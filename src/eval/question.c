/* question.c: what the worlds of a box may answer, from bounds on its norms.
 *
 * Answers are bits. The result always contains the answer of every world of the box; when
 * it is a single bit the question is settled for the whole box.
 */
#include "eval/engine.h"

bool question_among(const struct question *question, uint32_t norm)
{
    for (uint32_t i = 0; i < question->among_count; i++)
        if (question->among[i] == norm)
            return true;
    return !question->among;
}

bool question_concerns(const struct question *question, const struct candidate *candidate)
{
    switch (question->kind) {
    case ASK_VERDICT:
        return candidate->sign == SIGN_PROHIBIT;
    case ASK_BASIS:
        return candidate->sign != SIGN_DUTY;
    case ASK_EFFECT:
        return candidate->clause == question->id && candidate->sign == (uint8_t)question->sign
               && question_among(question, candidate->norm);
    case ASK_CONTESTED:
        return candidate->clause == question->id && candidate->sign == SIGN_PROHIBIT;
    case ASK_DUTY:
        return question->among ? question_among(question, candidate->norm)
                               : candidate->norm == question->id;
    case ASK_LIFTED:
    case ASK_LIFTED_BY:
    case ASK_NORM:
        return candidate->norm == question->id;
    case ASK_HIT:
    case ASK_MET:
    case ASK_EXPR:
    case ASK_FORCED:
    case ASK_HELD: /* question_held_by */
        return false;
    case ASK_NORM_CONTESTED:
        return candidate->norm == question->id;
    case ASK_BLOCKED:
        return candidate->sign == SIGN_PROHIBIT
               && (!question->set || bitset_has(question->set, candidate->clause));
    case ASK_DIFFERS:
        return candidate->sign != SIGN_DUTY;
    }
    return false;
}

/* What a prohibition adds to the answers, or takes from them. */
static uint8_t add_prohibition(struct evaluator *ev, const struct box *box,
                               const struct candidates *c, const struct candidate *k,
                               uint8_t answers)
{
    enum eval_truth e = defeat_effective_if(ev, box, k->norm, (enum eval_truth)k->truth);
    if (e == TRUTH_NO)
        return answers;
    enum eval_truth contested = defeat_contested(ev, box, c, k->norm);
    if (e == TRUTH_YES && contested == TRUTH_NO)
        return WORLD_PROHIBITED;
    if (e == TRUTH_YES)
        answers &= (uint8_t)~WORLD_PERMITTED;
    if (contested != TRUTH_YES)
        answers |= WORLD_PROHIBITED;
    if (contested != TRUTH_NO)
        answers |= WORLD_CONTESTED;
    return answers;
}

/* Only what surely applies can settle the question, so it is looked at first; of the others
 * only those that may say something new. */
uint8_t question_verdict(struct evaluator *ev, const struct box *box,
                         const struct candidates *c)
{
    uint8_t answers = WORLD_PERMITTED;
    for (size_t i = 0; i < c->permits; i++) {
        const struct candidate *k = &c->items[i];
        if (k->sign != SIGN_PROHIBIT || k->truth != TRUTH_YES)
            continue;
        answers = add_prohibition(ev, box, c, k, answers);
        if (answers == WORLD_PROHIBITED)
            return answers;
    }
    for (size_t i = 0; i < c->permits; i++) {
        const struct candidate *k = &c->items[i];
        unsigned may = ev->traits[k->norm] & TRAIT_CONTEST ? WORLD_PROHIBITED | WORLD_CONTESTED
                                                           : WORLD_PROHIBITED;
        if (k->sign == SIGN_PROHIBIT && k->truth != TRUTH_YES && (may & ~(unsigned)answers))
            answers = add_prohibition(ev, box, c, k, answers);
    }
    return answers;
}

/* Its own condition holds, yet it is not effective. */
static enum eval_truth lifted(struct evaluator *ev, const struct box *box,
                              const struct candidate *k)
{
    enum eval_truth met = (enum eval_truth)k->truth;
    enum eval_truth e = defeat_effective_if(ev, box, k->norm, met);
    if (e == TRUTH_YES)
        return TRUTH_NO;
    return met == TRUTH_YES && e == TRUTH_NO ? TRUTH_YES : TRUTH_MAYBE;
}

/* What a candidate that the question concerns says to it. */
static enum eval_truth truth_for(struct evaluator *ev, const struct box *box,
                                 const struct candidates *c, const struct candidate *k,
                                 enum question_kind kind)
{
    if (kind == ASK_LIFTED_BY)
        return (enum eval_truth)k->truth;
    if (kind == ASK_LIFTED)
        return lifted(ev, box, k);
    enum eval_truth e = defeat_effective_if(ev, box, k->norm, (enum eval_truth)k->truth);
    if (e != TRUTH_NO && kind == ASK_CONTESTED)
        e = truth_least(e, defeat_contested(ev, box, c, k->norm));
    return e;
}

/* Some candidate that the question concerns. */
static enum eval_truth most_of(struct evaluator *ev, const struct box *box,
                               const struct candidates *c, const struct question *question)
{
    enum eval_truth most = TRUTH_NO;
    for (size_t i = 0; i < c->count && most != TRUTH_YES; i++) {
        const struct candidate *k = &c->items[i];
        if (!question_concerns(question, k))
            continue;
        enum eval_truth t = truth_for(ev, box, c, k, question->kind);
        most = t > most ? t : most;
    }
    return most;
}

/* Some prohibition that a breach duty names is effective: bits 1 none, 2 only contested
 * ones, 4 an uncontested one. */
static uint8_t bounds_breach(struct evaluator *ev, const struct box *box,
                             const struct candidates *c, const struct table_duty *duty)
{
    uint8_t answers = 1;
    for (uint32_t i = 0; i < duty->breach_count; i++) {
        uint32_t norm = ev->table->ids[duty->first_breach + i];
        enum eval_truth e = defeat_effective(ev, box, norm);
        if (e == TRUTH_NO)
            continue;
        enum eval_truth contested = defeat_contested(ev, box, c, norm);
        if (e == TRUTH_YES && contested == TRUTH_NO)
            return 4;
        if (e == TRUTH_YES)
            answers &= (uint8_t)~1u;
        if (contested != TRUTH_YES)
            answers |= 4;
        if (contested != TRUTH_NO)
            answers |= 2;
    }
    return answers;
}

uint8_t question_duty(struct evaluator *ev, const struct box *box, const struct candidates *c,
                      uint32_t norm, enum eval_truth effective)
{
    if (effective == TRUTH_NO)
        return 1;
    uint8_t answers = 4;
    if (ev->table->norms[norm].flags & NORM_IN_BREACH)
        answers = bounds_breach(ev, box, c, table_duty(ev->table, norm));
    return effective == TRUTH_YES ? answers : answers | 1;
}

/* What the larger of two answers may be. */
static uint8_t larger(uint8_t x, uint8_t y)
{
    unsigned least_x = x & (0u - x), least_y = y & (0u - y);
    unsigned least = least_x > least_y ? least_x : least_y;
    return (uint8_t)((x | y) & (0u - least));
}

static uint8_t bounds_duty(struct evaluator *ev, const struct box *box,
                           const struct candidates *c, const struct question *question)
{
    uint8_t answers = 1;
    for (size_t i = 0; i < c->count && answers != 4; i++) {
        const struct candidate *k = &c->items[i];
        if (question_concerns(question, k))
            answers = larger(answers, question_duty(ev, box, c, k->norm,
                                                    truth_for(ev, box, c, k, ASK_DUTY)));
    }
    return answers;
}

uint8_t question_basis(struct evaluator *ev, const struct box *box,
                       const struct candidates *c)
{
    enum eval_truth granted = TRUTH_NO, lift = TRUTH_NO;
    for (size_t i = c->permits; i < c->count && granted != TRUTH_YES; i++) {
        const struct candidate *k = &c->items[i];
        enum eval_truth e = defeat_effective_if(ev, box, k->norm, (enum eval_truth)k->truth);
        granted = e > granted ? e : granted;
    }
    if (granted == TRUTH_YES)
        return 4;
    for (size_t i = 0; i < c->permits && lift != TRUTH_YES; i++) {
        const struct candidate *k = &c->items[i];
        if (k->sign != SIGN_PROHIBIT || k->clause == ev->disabled)
            continue;
        enum eval_truth t = lifted(ev, box, k);
        lift = t > lift ? t : lift;
    }
    uint8_t rest = lift == TRUTH_YES ? 2 : lift == TRUTH_NO ? 1 : 3;
    return granted == TRUTH_NO ? rest : rest | 4;
}

static enum eval_truth lifted_by(struct evaluator *ev, const struct box *box,
                                 const struct question *question)
{
    const struct table_rank *rank = &ev->table->ranks[question->other];
    if (!question->by_rank)
        return defeat_hit(ev, box, question->other);
    enum eval_truth holds =
        rank->condition == IR_NONE ? TRUTH_YES : defeat_met(ev, box, rank->condition);
    if (holds != TRUTH_NO) /* a rank defeats only what no exception has taken away */
        holds = truth_least(holds, defeat_unhit(ev, box, question->id));
    return holds == TRUTH_NO ? TRUTH_NO
                             : truth_least(holds, defeat_effective(ev, box, rank->winner));
}

static uint8_t bounds_lifted(struct evaluator *ev, const struct box *box,
                             const struct candidates *c, const struct question *question)
{
    enum eval_truth most = most_of(ev, box, c, question);
    if (question->kind == ASK_LIFTED_BY && most != TRUTH_NO)
        most = truth_least(most, lifted_by(ev, box, question));
    return truth_answers(most);
}

uint8_t question_bounds(struct evaluator *ev, const struct box *box,
                        const struct candidates *candidates, const struct question *question)
{
    defeat_begin(ev);
    switch (question->kind) {
    case ASK_VERDICT:
        return question_verdict(ev, box, candidates);
    case ASK_EFFECT:
    case ASK_CONTESTED:
        return truth_answers(most_of(ev, box, candidates, question));
    case ASK_DUTY:
        return bounds_duty(ev, box, candidates, question);
    case ASK_BASIS:
        return question_basis(ev, box, candidates);
    case ASK_LIFTED:
    case ASK_LIFTED_BY:
        return bounds_lifted(ev, box, candidates, question);
    case ASK_NORM:
        return truth_answers(defeat_effective(ev, box, question->id));
    case ASK_HIT:
        return truth_answers(defeat_hit(ev, box, question->id));
    case ASK_MET:
        return truth_answers(defeat_met(ev, box, question->id));
    case ASK_EXPR:
        return truth_answers(truth_of_expr(ev, box, question->id));
    case ASK_NORM_CONTESTED:
    case ASK_BLOCKED:
    case ASK_DIFFERS:
    case ASK_HELD:
    case ASK_FORCED:
        return question_rest(ev, box, candidates, question);
    }
    return ANSWER_NO | ANSWER_YES;
}

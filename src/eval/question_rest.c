/* question_rest.c: questions that only the analyses ask, as bounds over a box.
 *
 * "Would it be another verdict without this clause?" is asked by looking twice, once as if
 * the clause had no sentences. Both looks are bounds; only where both are certain, or where
 * nothing of the clause speaks in the box, is the answer.
 */
#include "eval/engine.h"

static enum eval_truth effective_and_contested(struct evaluator *ev, const struct box *box,
                                               const struct candidates *candidates, uint32_t norm)
{
    enum eval_truth effective = defeat_effective(ev, box, norm);
    if (effective == TRUTH_NO)
        return TRUTH_NO;
    return truth_least(effective, defeat_contested(ev, box, candidates, norm));
}

static enum eval_truth blocked(struct evaluator *ev, const struct box *box,
                               const struct candidates *c, const struct question *question)
{
    enum eval_truth best = TRUTH_NO;
    for (size_t i = 0; i < c->permits && best != TRUTH_YES; i++) {
        const struct candidate *k = &c->items[i];
        if (!question_concerns(question, k))
            continue;
        enum eval_truth t = defeat_effective_if(ev, box, k->norm, (enum eval_truth)k->truth);
        if (t > best)
            t = truth_least(t, (enum eval_truth)(TRUTH_YES
                                                 - defeat_contested(ev, box, c, k->norm)));
        best = t > best ? t : best;
    }
    return best;
}

/* Can nothing of the clause hold in the box? */
static bool silent(struct evaluator *ev, const struct box *box, const struct candidates *c,
                   const struct question *question)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->items[i].clause == question->id)
            return false;
    for (uint32_t i = 0; i < question->other; i++)
        if (defeat_hit(ev, box, question->pairs[i].first) != TRUTH_NO)
            return false;
    return true;
}

/* Does nothing of the clause act in the box? Then other clauses hold as they would without it. */
static bool inactive(struct evaluator *ev, const struct box *box, const struct candidates *c,
                     const struct question *question)
{
    for (size_t i = 0; i < c->count; i++) {
        const struct candidate *k = &c->items[i];
        if (k->clause == question->id
            && defeat_effective_if(ev, box, k->norm, (enum eval_truth)k->truth) != TRUTH_NO)
            return false;
    }
    for (uint32_t i = 0; i < question->other; i++)
        if (defeat_hit(ev, box, question->pairs[i].first) != TRUTH_NO)
            return false;
    return true;
}

/* Do two certain or uncertain answers agree? */
static enum eval_truth differ(uint8_t x, uint8_t y)
{
    if (!(x & y))
        return TRUTH_YES;
    return answers_in(x) <= 1 && answers_in(y) <= 1 ? TRUTH_NO : TRUTH_MAYBE;
}

static void disable(struct evaluator *ev, uint32_t clause)
{
    ev->disabled = clause;
    defeat_begin(ev);
}

/* Is the basis certain, and the same without the clause? */
static bool same_basis(struct evaluator *ev, const struct box *box, const struct candidates *c,
                       uint32_t clause)
{
    uint8_t with = question_basis(ev, box, c);
    if (answers_in(with) > 1)
        return false;
    disable(ev, clause);
    uint8_t without = question_basis(ev, box, c);
    disable(ev, IR_NONE);
    return with == without;
}

static enum eval_truth differs(struct evaluator *ev, const struct box *box,
                               const struct candidates *c, const struct question *question)
{
    if (silent(ev, box, c, question))
        return TRUTH_NO;
    if (inactive(ev, box, c, question) && same_basis(ev, box, c, question->id))
        return TRUTH_NO; /* so is the verdict */
    uint8_t with = question_verdict(ev, box, c), basis_without = 0;
    disable(ev, question->id);
    uint8_t without = question_verdict(ev, box, c);
    bool permitted = with == WORLD_PERMITTED && without == WORLD_PERMITTED;
    if (permitted) /* only then the basis counts, which takes a look at all that may hold */
        basis_without = question_basis(ev, box, c);
    disable(ev, IR_NONE);
    return permitted ? differ(question_basis(ev, box, c), basis_without) : differ(with, without);
}

bool question_held_by(const struct evaluator *ev, const struct question *question,
                      const struct candidate *candidate)
{
    const struct table *t = ev->table;
    const struct table_norm *like = &t->norms[question->like];
    const struct table_norm *norm = &t->norms[candidate->norm];
    if (candidate->norm == question->like)
        return true;
    if (like->sign == SIGN_DUTY || norm->sign != like->sign
        || (t->vocab.actor == VOCAB_NONE && norm->bearer != like->bearer))
        return false;
    return table_holds(t, candidate->norm, question->holder);
}

/* What a party holds: some norm is effective; of a duty for a breach, what it comes to. */
static uint8_t held(struct evaluator *ev, const struct box *box, const struct candidates *c,
                    const struct question *question)
{
    enum eval_truth best = TRUTH_NO;
    for (size_t i = 0; i < c->count && best != TRUTH_YES; i++) {
        const struct candidate *k = &c->items[i];
        if (!question_held_by(ev, question, k))
            continue;
        enum eval_truth t = defeat_effective_if(ev, box, k->norm, (enum eval_truth)k->truth);
        best = t > best ? t : best;
    }
    if (ev->table->norms[question->like].flags & NORM_IN_BREACH)
        return question_duty(ev, box, c, question->like, best);
    return truth_answers(best);
}

static enum eval_truth held_differs(struct evaluator *ev, const struct box *box,
                                    const struct candidates *c, const struct question *question)
{
    if (inactive(ev, box, c, question))
        return TRUTH_NO;
    uint8_t with = held(ev, box, c, question);
    disable(ev, question->id);
    uint8_t without = held(ev, box, c, question);
    disable(ev, IR_NONE);
    return differ(with, without);
}

static enum eval_truth forced(struct evaluator *ev, const struct box *box,
                              const struct question *question)
{
    enum eval_truth best = TRUTH_NO;
    for (uint32_t i = 0; i < question->other && best != TRUTH_YES; i++) {
        enum eval_truth t = truth_of_expr(ev, box, question->pairs[i].first);
        if (t > best)
            t = truth_least(t, truth_of_expr(ev, box, question->pairs[i].second));
        best = t > best ? t : best;
    }
    return best;
}

uint8_t question_rest(struct evaluator *ev, const struct box *box,
                      const struct candidates *candidates, const struct question *question)
{
    if (question->kind == ASK_NORM_CONTESTED)
        return truth_answers(effective_and_contested(ev, box, candidates, question->id));
    if (question->kind == ASK_BLOCKED)
        return truth_answers(blocked(ev, box, candidates, question));
    if (question->kind == ASK_DIFFERS)
        return truth_answers(differs(ev, box, candidates, question));
    if (question->kind == ASK_HELD)
        return truth_answers(held_differs(ev, box, candidates, question));
    return truth_answers(forced(ev, box, question));
}

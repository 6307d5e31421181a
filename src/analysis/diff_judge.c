/* diff_judge.c: bounds of what two policies say over a joint box.
 *
 * What one policy says at f is one of three things over all its readings. Over a box it is a
 * set of them, found by cutting the readings alone: halves that are certain join to a certain
 * answer, as where one reading permits and another prohibits whatever the facts. Where no
 * changed sentence can make a difference the verdicts agree without being known.
 */
#include "analysis/diff_judge.h"

#include <string.h>

static bool single(uint8_t bits)
{
    return (bits & (bits - 1)) == 0;
}

/* ---- candidates ----------------------------------------------------------------------------- */

uint64_t judge_effort(const struct judge *judge, const struct joint_box *box)
{
    uint64_t work = 0;
    for (int s = 0; s < DIFF_SIDES; s++)
        work += gather_effort(judge->joint->ev[s], box->box[s]);
    return work;
}

static struct candidates gather_side(const struct judge *judge, int side,
                                     const struct joint_box *box)
{
    struct joint *j = judge->joint;
    return gather_candidates(j->ev[side], box->box[side], judge->comparison->permits,
                             judge->comparison->duties, &j->work);
}

struct sides judge_gather(struct judge *judge, const struct joint_box *box)
{
    struct sides out;
    for (int s = 0; s < DIFF_SIDES; s++)
        out.of[s] = gather_side(judge, s, box);
    judge->work += judge_effort(judge, box);
    return out;
}

struct sides judge_within(struct judge *judge, const struct joint_box *box,
                          const struct joint_box *whole, const struct sides *from)
{
    struct joint *j = judge->joint;
    struct sides out;
    for (int s = 0; s < DIFF_SIDES; s++)
        out.of[s] = gather_alike(j->ev[s], box->box[s], whole->box[s])
                        ? gather_again(j->ev[s], box->box[s], &from->of[s], &j->work)
                        : gather_side(judge, s, box);
    judge->work += judge_effort(judge, box);
    return out;
}

struct sides judge_again(struct judge *judge, const struct joint_box *box,
                         const struct sides *from)
{
    struct joint *j = judge->joint;
    struct sides out;
    for (int s = 0; s < DIFF_SIDES; s++)
        out.of[s] = gather_again(j->ev[s], box->box[s], &from->of[s], &j->work);
    judge->work += from->of[0].count + from->of[1].count;
    return out;
}

void judge_thin(const struct judge *judge, const struct joint_box *box, struct sides *sides)
{
    for (int s = 0; s < DIFF_SIDES; s++)
        gather_in_place(judge->joint->ev[s], box->box[s], &sides->of[s]);
}

/* ---- what one side says --------------------------------------------------------------------- */

/* What two halves of the readings say, together. */
static uint8_t join(uint8_t x, uint8_t y)
{
    uint8_t out = (uint8_t)(x & y & (SAYS_NO | SAYS_YES));
    if ((x | y) & SAYS_MIXED || (x & SAYS_NO && y & SAYS_YES) || (x & SAYS_YES && y & SAYS_NO))
        out |= SAYS_MIXED;
    return out;
}

/* The answers of worlds as what is said: yes/no questions answer 1 and 2. */
static uint8_t as_said(const struct question *question, uint8_t answers)
{
    if (question->kind == ASK_VERDICT || question->kind == ASK_DUTY)
        return answers;
    return (uint8_t)((answers & ANSWER_NO ? SAYS_NO : 0) | (answers & ANSWER_YES ? SAYS_YES : 0));
}

static uint8_t says(struct judge *judge, enum diff_side side, const struct box *box,
                    const struct candidates *candidates, const struct question *question)
{
    struct joint *j = judge->joint;
    struct evaluator *ev = j->ev[side];
    uint8_t said = as_said(question, question_bounds(ev, box, candidates, question));
    struct split split;
    if (single(said) || !box_reading_open(ev, box))
        return said;
    if (!split_find(ev, box, candidates, question, SPLIT_READINGS, &split))
        return said | SAYS_MIXED;
    uint8_t halves[2] = {0, 0};
    for (int inside = 0; inside < 2; inside++) {
        if (!judge_spend(judge))
            return SAYS_NO | SAYS_MIXED | SAYS_YES;
        engine_charge(ev);
        struct arena_mark mark = arena_mark(&j->work);
        struct box *half = box_new(ev, &j->work);
        box_copy(ev, half, box);
        if (box_narrow(ev, half, &split, inside != 0)) {
            struct candidates less = gather_again(ev, half, candidates, &j->work);
            halves[inside] = says(judge, side, half, &less, question);
        }
        arena_rewind(&j->work, mark);
        if (halves[inside] == SAYS_MIXED)
            return SAYS_MIXED;
    }
    if (!halves[0] || !halves[1])
        return halves[0] | halves[1];
    return join(halves[0], halves[1]);
}

static uint8_t side_says(struct judge *judge, enum diff_side side, const struct joint_box *box,
                         const struct sides *sides, const struct question *question)
{
    return says(judge, side, box->box[side], &sides->of[side], question);
}

/* ---- changed sentences ------------------------------------------------------------------------ */

static enum eval_truth effective(const struct joint *j, enum diff_side side,
                                 const struct joint_box *box, uint32_t norm)
{
    defeat_begin(j->ev[side]);
    return defeat_effective(j->ev[side], box->box[side], norm);
}

/* May the candidate make a difference? Its effect, to *truth. */
static bool acts(const struct joint *j, enum diff_side side, const struct joint_box *box,
                 const struct candidate *k, enum eval_truth *truth)
{
    uint32_t pair = j->pairing.pair[side][k->norm];
    if (!j->pairing.changed[side][k->norm] || k->sign == SIGN_DUTY)
        return false;
    *truth = effective(j, side, box, k->norm);
    if (pair == IR_NONE)
        return *truth != TRUTH_NO;
    enum eval_truth other = effective(j, (enum diff_side)(1 - side), box, pair);
    return *truth == TRUTH_MAYBE || *truth != other;
}

struct actor { /* a changed sentence that may make a difference */
    enum diff_side side;
    uint32_t norm;
    bool open; /* its effect, or that of its counterpart, is not certain */
};

static bool find_actor(const struct judge *judge, const struct joint_box *box,
                       const struct sides *sides, struct actor *out)
{
    const struct joint *j = judge->joint;
    bool found = false;
    for (int s = 0; s < DIFF_SIDES; s++)
        for (size_t i = 0; i < sides->of[s].count; i++) {
            const struct candidate *k = &sides->of[s].items[i];
            enum eval_truth truth;
            if (!acts(j, (enum diff_side)s, box, k, &truth))
                continue;
            uint32_t pair = j->pairing.pair[s][k->norm];
            *out = (struct actor){(enum diff_side)s, k->norm, truth == TRUTH_MAYBE};
            if (pair != IR_NONE && truth != TRUTH_MAYBE)
                out->open = effective(j, (enum diff_side)(1 - s), box, pair) == TRUTH_MAYBE;
            found = true;
            if (out->open)
                return true;
        }
    return found;
}

/* ---- where to cut -------------------------------------------------------------------------------- */

static bool cut_on(struct judge *judge, enum diff_side side, const struct joint_box *box,
                   const struct sides *sides, const struct question *question)
{
    struct joint *j = judge->joint;
    struct split split;
    defeat_begin(j->ev[side]);
    return split_find(j->ev[side], box->box[side], &sides->of[side], question, SPLIT_FACTS, &split)
           && joint_cells(j, box, side, &split, &judge->axis, judge->cells);
}

enum eval_truth judge_effective(const struct judge *judge, enum diff_side side,
                                const struct joint_box *box, uint32_t norm)
{
    return effective(judge->joint, side, box, norm);
}

bool judge_cut_norm(struct judge *judge, enum diff_side side, const struct joint_box *box,
                    uint32_t norm)
{
    static const struct sides none;
    struct question question = {.kind = ASK_NORM, .id = norm};
    return cut_on(judge, side, box, &none, &question);
}

static bool cut_actor(struct judge *judge, const struct joint_box *box, const struct sides *sides,
                      const struct actor *actor)
{
    struct question question = {.kind = ASK_NORM, .id = actor->norm};
    uint32_t pair = judge->joint->pairing.pair[actor->side][actor->norm];
    if (!actor->open)
        return false;
    if (cut_on(judge, actor->side, box, sides, &question))
        return true;
    question.id = pair;
    return pair != IR_NONE
           && cut_on(judge, (enum diff_side)(1 - actor->side), box, sides, &question);
}

/* Cuts for a question that is open on these sides. */
static void cut_open(struct judge *judge, const struct joint_box *box, const struct sides *sides,
                     const struct question *const question[DIFF_SIDES])
{
    for (int s = 0; s < DIFF_SIDES; s++)
        if (question[s] && cut_on(judge, (enum diff_side)s, box, sides, question[s]))
            return;
    for (int s = 0; s < DIFF_SIDES; s++)
        if (question[s]
            && joint_halve(judge->joint, box, (enum diff_side)s, &judge->axis, judge->cells))
            return;
    if (!judge->exhausted) /* one f, yet no answer */
        guard_raise(judge->joint->work.guard, FAULT_BUG);
    judge->axis = IR_NONE;
}

/* ---- a box ------------------------------------------------------------------------------------------ */

/* Two questions, one for each side: what they say, and whether that is settled. */
static bool settled(struct judge *judge, const struct joint_box *box, const struct sides *sides,
                    const struct question *const question[DIFF_SIDES], uint8_t said[DIFF_SIDES])
{
    const struct question *open[DIFF_SIDES] = {NULL, NULL};
    for (int s = 0; s < DIFF_SIDES; s++) {
        said[s] = SAYS_NO;
        if (question[s])
            said[s] = side_says(judge, (enum diff_side)s, box, sides, question[s]);
        if (!single(said[s]))
            open[s] = question[s];
    }
    if (!open[0] && !open[1])
        return true;
    cut_open(judge, box, sides, open);
    return false;
}

static enum judgement judge_verdict(struct judge *judge, const struct joint_box *box,
                                    const struct sides *sides, struct told *out)
{
    static const struct question verdict = {.kind = ASK_VERDICT};
    const struct question *const both[DIFF_SIDES] = {&verdict, &verdict};
    struct actor actor;
    uint8_t said[DIFF_SIDES];
    if (!find_actor(judge, box, sides, &actor))
        return JUDGED_SAME;
    for (int s = 0; s < DIFF_SIDES; s++)
        said[s] = side_says(judge, (enum diff_side)s, box, sides, &verdict);
    bool open = !single(said[0]) || !single(said[1]);
    if (!open && said[0] == said[1])
        return JUDGED_SAME;
    if (open && cut_actor(judge, box, sides, &actor))
        return JUDGED_OPEN;
    if (open && !settled(judge, box, sides, both, said))
        return JUDGED_OPEN;
    *out = (struct told){said[0], said[1], 0};
    return said[0] == said[1] ? JUDGED_SAME : JUDGED_DIFFERENT;
}

enum judgement judge_box(struct judge *judge, const struct joint_box *box,
                         const struct sides *sides, struct told *out)
{
    const struct comparison *c = judge->comparison;
    static const struct question verdict = {.kind = ASK_VERDICT};
    const struct question *const both[DIFF_SIDES] = {&verdict, &verdict};
    const struct question *asked[DIFF_SIDES] = {NULL, NULL};
    uint8_t said[DIFF_SIDES], verdicts[DIFF_SIDES];
    judge->work += sides->of[0].count + sides->of[1].count + 1;
    judge->joint->worked += sides->of[0].count + sides->of[1].count;
    for (int s = 0; s < DIFF_SIDES; s++) {
        engine_charge(judge->joint->ev[s]);
        if (c->asked[s])
            asked[s] = &c->question[s];
    }
    if (asked[0] && asked[0]->kind == ASK_VERDICT)
        return judge_verdict(judge, box, sides, out);
    if (!settled(judge, box, sides, asked, said))
        return JUDGED_OPEN;
    if (said[0] == said[1])
        return JUDGED_SAME;
    *out = (struct told){said[0], said[1], 0};
    if (!c->equal_verdict)
        return JUDGED_DIFFERENT;
    if (!settled(judge, box, sides, both, verdicts))
        return JUDGED_OPEN;
    out->verdict = verdicts[0];
    return verdicts[0] == verdicts[1] ? JUDGED_DIFFERENT : JUDGED_SAME;
}

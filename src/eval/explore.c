/* explore.c: exact answers by searching boxes depth first.
 *
 * A box whose bounds give one answer is done. Else it is cut where split.c says; the part
 * that can nest deeply is searched in a loop, the other by recursion, so the depth of the
 * stack grows with the logarithm of a column's cells and with the number of columns. Every
 * box looked at costs one node of the budget.
 *
 * Worked example: x → permitted, not x → permitted with x unknown. The bounds of the whole
 * box leave both answers open; cut at x, each half is permitted, and so is the box.
 */
#include "eval/engine.h"

#include <string.h>

static int answers_in(uint8_t bits)
{
    return __builtin_popcount(bits);
}

static uint8_t search(struct evaluator *ev, struct box *box, struct candidates *candidates,
                      const struct question *question, uint8_t found, int enough)
{
    struct arena_mark mark = arena_mark(&ev->work);
    for (;;) {
        uint8_t bounds = question_bounds(ev, box, candidates, question);
        if (!(bounds & ~found) || answers_in(bounds) == 1 || !engine_spend(ev)) {
            found |= bounds;
            break;
        }
        struct split split;
        if (!split_box(ev, box, candidates, question, &split)) {
            ev->gave_up = true;
            found |= bounds;
            break;
        }
        bool inside = split_inside_first(ev, box, &split);
        struct box *half = box_new(ev, &ev->work);
        box_copy(ev, half, box);
        if (box_narrow(ev, half, &split, inside)) {
            struct candidates less = gather_again(ev, half, candidates, &ev->work);
            found = search(ev, half, &less, question, found, enough);
        }
        arena_rewind(&ev->work, mark);
        if (answers_in(found) >= enough || !box_narrow(ev, box, &split, !inside))
            break;
        gather_in_place(ev, box, candidates);
    }
    arena_rewind(&ev->work, mark);
    return found;
}

/* Searches use up their box and candidates: they get copies. */
static struct box *copy_box(struct evaluator *ev, const struct box *box)
{
    struct box *copy = box_new(ev, &ev->work);
    box_copy(ev, copy, box);
    return copy;
}

uint8_t explore_answers(struct evaluator *ev, const struct box *box,
                        const struct candidates *candidates, const struct question *question,
                        int enough)
{
    if (!box_open(ev, box)) { /* one world, which needs no copies */
        uint8_t bounds = question_bounds(ev, box, candidates, question);
        if (answers_in(bounds) == 1)
            return bounds;
    }
    struct arena_mark mark = arena_mark(&ev->work);
    struct candidates own = gather_again(ev, box, candidates, &ev->work);
    uint8_t found = search(ev, copy_box(ev, box), &own, question, 0, enough);
    arena_rewind(&ev->work, mark);
    return found;
}

/* ---- readings ------------------------------------------------------------------------------- */

static void by_reading(struct evaluator *ev, const struct box *box,
                       const struct candidates *candidates, const struct question *question,
                       bool stop_when_varies, struct by_reading *out)
{
    uint8_t bounds = question_bounds(ev, box, candidates, question);
    struct split split;
    if (answers_in(bounds) == 1 || !engine_spend(ev)) {
        out->answers |= bounds;
        return;
    }
    if (!box_reading_open(ev, box)
        || !split_find(ev, box, candidates, question, SPLIT_READINGS, &split)) {
        /* what is still open depends on no open reading: one vector stands for all */
        uint8_t answers =
            explore_answers(ev, box, candidates, question, stop_when_varies ? 2 : 8);
        out->answers |= answers;
        out->varies = out->varies || answers_in(answers) > 1;
        return;
    }
    for (int inside = 1; inside >= 0 && !(stop_when_varies && out->varies); inside--) {
        struct arena_mark mark = arena_mark(&ev->work);
        struct box *half = copy_box(ev, box);
        if (box_narrow(ev, half, &split, inside != 0)) {
            struct candidates less = gather_again(ev, half, candidates, &ev->work);
            by_reading(ev, half, &less, question, stop_when_varies, out);
        }
        arena_rewind(&ev->work, mark);
    }
}

struct by_reading explore_readings(struct evaluator *ev, const struct box *box,
                                   const struct candidates *candidates,
                                   const struct question *question, bool stop_when_varies)
{
    struct by_reading out = {0, false};
    by_reading(ev, box, candidates, question, stop_when_varies, &out);
    return out;
}

/* Is some world not permitted? Each prohibition is looked for by itself, where its own record
 * holds and with nothing but what takes away from it: whichever is effective in a world, that
 * world is not permitted, whatever the others say of it. */
static bool some_prohibited(struct evaluator *ev, const struct box *box,
                            const struct candidates *candidates)
{
    const struct question question = {.kind = ASK_VERDICT};
    struct arena_mark mark = arena_mark(&ev->work);
    size_t grants = candidates->count - candidates->permits;
    uint8_t found = WORLD_PERMITTED;
    for (size_t i = 0; i < candidates->permits && answers_in(found) == 1; i++) {
        const struct candidate *k = &candidates->items[i];
        if (k->sign != SIGN_PROHIBIT)
            continue;
        struct box *part = copy_box(ev, box);
        if (box_meet(ev, part, k->record)) {
            bool contest = ev->traits[k->norm] & TRAIT_CONTEST;
            struct candidates own = {NULL, contest ? grants + 1 : 1, 1};
            own.items = arena_alloc(&ev->work, own.count * sizeof *own.items);
            own.items[0] = *k;
            if (contest)
                memcpy(own.items + 1, candidates->items + candidates->permits,
                       grants * sizeof *own.items);
            gather_in_place(ev, part, &own);
            found = search(ev, part, &own, &question, found, 2);
        }
        arena_rewind(&ev->work, mark);
    }
    return answers_in(found) > 1;
}

/* Is some world not prohibited? */
static bool other_than_prohibited(struct evaluator *ev, const struct box *box,
                                  const struct candidates *candidates)
{
    const struct question question = {.kind = ASK_VERDICT};
    struct candidates own = order_by_cover(ev, box, candidates, &ev->work);
    return answers_in(search(ev, copy_box(ev, box), &own, &question, WORLD_PROHIBITED, 2)) > 1;
}

enum eval_verdict explore_verdict_of(const struct by_reading *worlds)
{
    if (worlds->varies)
        return EVAL_UNDETERMINED;
    if (worlds->answers == WORLD_PERMITTED)
        return EVAL_PERMITTED;
    if (worlds->answers == WORLD_PROHIBITED)
        return EVAL_PROHIBITED;
    return EVAL_DISPUTED;
}

enum eval_verdict explore_verdict(struct evaluator *ev, const struct box *box,
                                  const struct candidates *candidates)
{
    struct question question = {.kind = ASK_VERDICT};
    if (answers_in(question_bounds(ev, box, candidates, &question)) > 1
        && !box_reading_open(ev, box)) {
        uint8_t seen = probe_worlds(ev, box, candidates);
        if (answers_in(seen) > 1)
            return EVAL_UNDETERMINED;
        if (seen == WORLD_PERMITTED)
            return some_prohibited(ev, box, candidates) ? EVAL_UNDETERMINED : EVAL_PERMITTED;
        if (seen == WORLD_PROHIBITED)
            return other_than_prohibited(ev, box, candidates) ? EVAL_UNDETERMINED
                                                              : EVAL_PROHIBITED;
    }
    struct by_reading r = explore_readings(ev, box, candidates, &question, true);
    enum eval_verdict verdict = explore_verdict_of(&r);
    return verdict == EVAL_DISPUTED && ev->gave_up ? EVAL_UNDETERMINED : verdict;
}

/* ---- what matters ------------------------------------------------------------------------------ */

/* All other columns first: where nothing but the variable is left open, two answers are two
 * worlds that differ only in it. Uses up its box and candidates. */
static bool matters_in(struct evaluator *ev, struct box *box, struct candidates *candidates,
                       const struct question *question)
{
    struct arena_mark mark = arena_mark(&ev->work);
    bool result = false;
    for (;;) {
        struct split split;
        if (answers_in(question_bounds(ev, box, candidates, question)) == 1)
            break;
        if (!engine_spend(ev)) {
            result = true;
            break;
        }
        if (!split_find(ev, box, candidates, question, SPLIT_ANY, &split)) {
            uint32_t frozen = ev->frozen;
            ev->frozen = IR_NONE;
            result = answers_in(explore_answers(ev, box, candidates, question, 2)) > 1;
            ev->frozen = frozen;
            break;
        }
        bool inside = split_inside_first(ev, box, &split);
        struct box *half = copy_box(ev, box);
        if (box_narrow(ev, half, &split, inside)) {
            struct candidates less = gather_again(ev, half, candidates, &ev->work);
            result = matters_in(ev, half, &less, question);
        }
        arena_rewind(&ev->work, mark);
        if (result || !box_narrow(ev, box, &split, !inside))
            break;
        gather_in_place(ev, box, candidates);
    }
    arena_rewind(&ev->work, mark);
    return result;
}

bool explore_matters(struct evaluator *ev, const struct box *box,
                     const struct candidates *candidates, const struct question *question,
                     uint32_t var)
{
    struct arena_mark mark = arena_mark(&ev->work);
    struct candidates own = gather_again(ev, box, candidates, &ev->work);
    ev->frozen = var;
    bool result = matters_in(ev, copy_box(ev, box), &own, question);
    ev->frozen = IR_NONE;
    arena_rewind(&ev->work, mark);
    return result;
}

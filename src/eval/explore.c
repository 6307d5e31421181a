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
    uint8_t found = search(ev, box_copy_new(ev, box), &own, question, 0, enough);
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
        out->varies = out->varies || answers_in(bounds) > 1; /* a budget ran out: facts may matter */
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
        struct box *half = box_copy_new(ev, box);
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
        if (engine_spent(ev)) {
            ev->gave_up = true;
            return true;
        }
        struct box *part = box_copy_new(ev, box);
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
    return answers_in(search(ev, box_copy_new(ev, box), &own, &question, WORLD_PROHIBITED, 2)) > 1;
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

/* Where no reading is open and the bounds leave several answers. */
static enum eval_verdict verdict_as_read(struct evaluator *ev, const struct box *box,
                                         const struct candidates *candidates)
{
    const struct question question = {.kind = ASK_VERDICT};
    uint8_t seen = probe_worlds(ev, box, candidates);
    if (answers_in(seen) > 1)
        return EVAL_UNDETERMINED;
    if (seen == WORLD_PERMITTED)
        return some_prohibited(ev, box, candidates) ? EVAL_UNDETERMINED : EVAL_PERMITTED;
    if (seen == WORLD_PROHIBITED)
        return other_than_prohibited(ev, box, candidates) ? EVAL_UNDETERMINED : EVAL_PROHIBITED;
    struct by_reading r = explore_readings(ev, box, candidates, &question, true);
    enum eval_verdict verdict = explore_verdict_of(&r);
    return verdict == EVAL_DISPUTED && ev->gave_up ? EVAL_UNDETERMINED : verdict;
}

#define GLANCE 1000 /* nodes */

/* Do the facts matter as one of the vectors of readings has it? One such is enough; a short look at
 * the first of them mostly finds it. False: not seen. */
static bool facts_matter_soon(struct evaluator *ev, const struct box *box,
                              const struct candidates *candidates)
{
    const struct question question = {.kind = ASK_VERDICT};
    const struct vocab *vocab = &ev->table->vocab;
    struct arena_mark mark = arena_mark(&ev->work);
    struct box *part = box_copy_new(ev, box);
    for (uint32_t i = 0; i < vocab->term_count; i++) {
        uint32_t var = vocab->terms[i].var;
        for (uint32_t cell = 0; var != VOCAB_NONE && cell < vocab->terms[i].reading_count; cell++)
            if (box_fix_cell(ev, part, ev->table->var_first_column[var], cell))
                break;
    }
    struct candidates own = gather_again(ev, part, candidates, &ev->work);
    uint64_t all = ev->left, some = all < GLANCE ? all : GLANCE;
    bool before = ev->gave_up;
    ev->left = some;
    ev->gave_up = false;
    bool matter = answers_in(question_bounds(ev, part, &own, &question)) > 1
                  && verdict_as_read(ev, part, &own) == EVAL_UNDETERMINED && !ev->gave_up;
    ev->gave_up = before;
    ev->left += all - some;
    arena_rewind(&ev->work, mark);
    return matter;
}

enum eval_verdict explore_verdict(struct evaluator *ev, const struct box *box,
                                  const struct candidates *candidates)
{
    const struct question question = {.kind = ASK_VERDICT};
    if (answers_in(question_bounds(ev, box, candidates, &question)) > 1) {
        if (!box_reading_open(ev, box))
            return verdict_as_read(ev, box, candidates);
        if (facts_matter_soon(ev, box, candidates))
            return EVAL_UNDETERMINED;
    }
    struct by_reading r = explore_readings(ev, box, candidates, &question, true);
    enum eval_verdict verdict = explore_verdict_of(&r);
    return verdict == EVAL_DISPUTED && ev->gave_up ? EVAL_UNDETERMINED : verdict;
}

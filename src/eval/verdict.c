/* verdict.c: the verdict alone, and single questions about a box. */
#include "eval/engine.h"

#define FEW_WORLDS 6     /* up to which a box is tried whole */
#define SOME_WORLDS 32   /* the same, with many records */

static enum eval_verdict verdict_of_world(enum eval_world world)
{
    switch (world) {
    case WORLD_PERMITTED:
        return EVAL_PERMITTED;
    case WORLD_CONTESTED:
        return EVAL_DISPUTED;
    case WORLD_PROHIBITED:
        return EVAL_PROHIBITED;
    }
    return EVAL_PROHIBITED;
}

void session_clear(struct evaluator *ev)
{
    if (ev->keep.block) {
        arena_rewind(&ev->work, ev->keep);
    } else { /* the first block stays from call to call */
        arena_alloc(&ev->work, 1);
        ev->keep = arena_mark(&ev->work);
    }
    ev->left = ev->budget;
    ev->used = 0;
    ev->gave_up = false;
    ev->frozen = ev->unwaived = IR_NONE;
}

struct box *session_begin(struct evaluator *ev, const struct value_set *sets)
{
    session_clear(ev);
    struct box *box = box_new(ev, &ev->work);
    return box_encode(ev, sets, box) ? box : NULL;
}

/* Prohibited by one of these wild prohibitions alone, which nobody may contest? Without the
 * grants, what may be contested counts as not prohibited here. */
static bool surely_prohibited(struct evaluator *ev, const struct box *box,
                              const struct candidates *wild)
{
    defeat_begin(ev);
    for (size_t i = 0; i < wild->count; i++)
        if (wild->items[i].truth == TRUTH_YES
            && !(ev->traits[wild->items[i].norm] & TRAIT_CONTEST)
            && defeat_effective_if(ev, box, wild->items[i].norm, TRUTH_YES) == TRUTH_YES)
            return true;
    return false;
}

static bool one_of(uint8_t worlds)
{
    return worlds && !(worlds & (worlds - 1));
}

/* What can be told of an open box by trying worlds, before its records are gathered. */
static bool quick_verdict(struct evaluator *ev, const struct box *box, bool many,
                          enum eval_verdict *out)
{
    uint8_t worlds = probe_all(ev, box, many ? SOME_WORLDS : FEW_WORLDS);
    bool all = worlds != 0;
    if (!all && many)
        worlds = probe_worlds(ev, box, NULL);
    *out = one_of(worlds) ? verdict_of_world((enum eval_world)worlds) : EVAL_UNDETERMINED;
    return all || (worlds && !one_of(worlds));
}

/* The verdict of an open box. */
static enum eval_verdict open_verdict(struct evaluator *ev, const struct box *box)
{
    enum eval_verdict verdict;
    bool many = gather_effort(ev, box) > ev->try_from;
    if (!box_reading_open(ev, box) && quick_verdict(ev, box, many, &verdict))
        return verdict;
    struct candidates wild = gather_wild_only(ev, box, &ev->work);
    if (surely_prohibited(ev, box, &wild))
        return EVAL_PROHIBITED;
    struct gather_signs signs = {false, false};
    struct candidates c = gather_rest(ev, box, &wild, signs, &ev->work);
    return explore_verdict(ev, box, &c);
}

enum eval_verdict eval_verdict(struct evaluator *ev, const struct value_set *sets,
                               bool *unresolved)
{
    if (unresolved)
        *unresolved = false;
    if (point_from_sets(ev, sets)) {
        session_clear(ev);
        return verdict_of_world(point_world(ev, ev->point));
    }
    struct box *box = session_begin(ev, sets);
    if (!box)
        return EVAL_PERMITTED;
    if (!box_open(ev, box))
        return verdict_of_world(point_world(ev, box));
    enum eval_verdict verdict = open_verdict(ev, box);
    if (unresolved)
        *unresolved = ev->gave_up;
    return verdict;
}

bool eval_deciding(struct evaluator *ev, const struct value_set *sets, struct eval_deciding *out)
{
    if (point_from_sets(ev, sets)) {
        session_clear(ev);
        point_deciding(ev, ev->point, out);
        return true;
    }
    struct box *box = session_begin(ev, sets);
    if (!box || box_open(ev, box))
        return false;
    point_deciding(ev, box, out);
    return true;
}

enum eval_world eval_world(struct evaluator *ev, const int64_t *values)
{
    uint32_t n = ev->table->vocab.var_count;
    session_clear(ev);
    struct value_set *sets = ARENA_ARRAY(&ev->work, struct value_set, n);
    for (uint32_t i = 0; i < n; i++)
        sets[i].first.low = sets[i].first.high = values[i];
    if (point_from_sets(ev, sets))
        return point_world(ev, ev->point);
    struct box *box = box_new(ev, &ev->work);
    if (!box_from_sets(ev, sets, box))
        return WORLD_PERMITTED;
    return point_world(ev, box);
}

/* ---- single questions --------------------------------------------------------------------------- */

static enum eval_truth ask(struct evaluator *ev, const struct value_set *sets,
                           enum question_kind kind, uint32_t id)
{
    struct candidates none = {NULL, 0, 0};
    struct question question = {.kind = kind, .id = id};
    session_clear(ev);
    const struct box *box = box_asked(ev, sets);
    if (!box)
        return TRUTH_NO;
    uint8_t answers = explore_answers(ev, box, &none, &question, 2);
    return answers == ANSWER_NO ? TRUTH_NO : answers == ANSWER_YES ? TRUTH_YES : TRUTH_MAYBE;
}

enum eval_truth eval_expr(struct evaluator *ev, const struct value_set *sets, uint32_t expr)
{
    return ask(ev, sets, ASK_EXPR, expr);
}

enum eval_truth eval_node_met(struct evaluator *ev, const struct value_set *sets, uint32_t node)
{
    return ask(ev, sets, ASK_MET, node);
}

enum eval_truth eval_node_hit(struct evaluator *ev, const struct value_set *sets, uint32_t node)
{
    return ask(ev, sets, ASK_HIT, node);
}

enum eval_truth eval_norm_effective(struct evaluator *ev, const struct value_set *sets,
                                    uint32_t norm)
{
    return ask(ev, sets, ASK_NORM, norm);
}

/* ---- without waivers ---------------------------------------------------------------------------- */

/* Of what is gathered, this prohibition and all grants, which may contest it. */
static struct candidates alone(struct evaluator *ev, const struct box *box, uint32_t norm)
{
    struct candidates all = gather_candidates(ev, box, true, false, &ev->work), out = all;
    out.count = out.permits = 0;
    for (size_t i = 0; i < all.count; i++)
        if (i >= all.permits || all.items[i].norm == norm) {
            out.permits += i < all.permits;
            out.items[out.count++] = all.items[i];
        }
    return out;
}

enum eval_verdict eval_unwaived(struct evaluator *ev, const struct value_set *sets, uint32_t norm,
                                bool *unresolved)
{
    const struct question question = {.kind = ASK_VERDICT};
    struct box *box = session_begin(ev, sets);
    *unresolved = false;
    if (!box)
        return EVAL_PERMITTED;
    struct candidates c = alone(ev, box, norm);
    ev->unwaived = norm;
    struct by_reading r = explore_readings(ev, box, &c, &question, false);
    ev->unwaived = IR_NONE;
    *unresolved = ev->gave_up;
    return explore_verdict_of(&r);
}

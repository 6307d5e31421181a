/* diff_witness.c: regions in terms of variables, a world of each, and the proof by point.
 *
 * A world is chosen that is easy to read (values.h). It is evaluated with both tables as any
 * deployment would be, its readings open, and must show what the region says. For that there is a reserve
 * beside the purse; where even this does not suffice, the region is left out, and `open` is set: nobody
 * sees an example that was not replayed.
 */
#include "analysis/diff_parts.h"
#include "analysis/values.h"

#include <string.h>

#define REPLAY_SHARE 16    /* of what is left of the purse, for one look at an example */
#define REPLAY_WORK 40000  /* at least, and more for large tables: regions that were found are few */

struct shower {
    struct joint *joint;
    const struct comparison *comparison;
    struct diff_regions *regions;
};

/* ---- sets of values ----------------------------------------------------------------------------- */

static struct value_set leaf_set(const struct joint *j, const struct axis *axis,
                                 enum diff_side side, const uint64_t *cells)
{
    uint32_t count = j->t[side]->vocab.vars[axis->var[side]].leaf_count;
    uint64_t *leaves = ARENA_ARRAY(j->arena, uint64_t, bitset_words(count) + 1);
    struct values v = {.arena = j->arena};
    for (size_t c = bitset_next(cells, axis->count, 0); c < axis->count;
         c = bitset_next(cells, axis->count, c + 1))
        for (uint32_t i = axis->first[c]; i < axis->first[c + 1]; i++)
            bitset_add(leaves, axis->leaves[i].leaf[side]);
    for (size_t l = bitset_next(leaves, count, 0), end; l < count;
         l = bitset_next(leaves, count, end)) {
        end = bitset_end(leaves, count, l);
        values_add(&v, (int64_t)l, (int64_t)end - 1);
    }
    return values_set(&v, VALUE_MISSING);
}

struct value_set axis_values(const struct joint *j, const struct axis *axis, enum diff_side side,
                             const uint64_t *cells)
{
    struct values v = {.arena = j->arena};
    if (axis->kind == AXIS_LEAVES)
        return leaf_set(j, axis, side, cells);
    for (size_t c = bitset_next(cells, axis->count, 0), last; c < axis->count;
         c = bitset_next(cells, axis->count, last + 1)) {
        for (last = c; last + 1 < axis->count && bitset_has(cells, last + 1)
                       && axis->high[last] + 1 == axis->low[last + 1];)
            last++;
        values_add(&v, axis->low[c], axis->high[last]);
    }
    return values_set(&v, VALUE_MISSING);
}

/* The side whose names say more: the new policy's, if it has the variable. */
static enum diff_side side_of(const struct axis *axis)
{
    return axis->var[DIFF_NEW] == VOCAB_NONE ? DIFF_OLD : DIFF_NEW;
}

static bool is_all(const struct joint *j, const struct axis *axis, const uint64_t *region)
{
    const uint64_t *cells = axis_cells(axis, region);
    if (axis->kind == AXIS_EVENT)
        return event_complete(j, axis, cells, axis_cells(&j->axes[0], region));
    return bitset_count(cells, axis->words) == axis->count;
}

static void make_parts(struct joint *j, struct diff_region *region)
{
    VEC(struct diff_part) parts = {0};
    for (size_t i = 0; i < j->axis_count; i++) {
        const struct axis *axis = &j->axes[i];
        const uint64_t *cells = axis_cells(axis, region->cells);
        if (is_all(j, axis, region->cells))
            continue;
        struct diff_part part = {.side = side_of(axis)};
        part.var = axis->var[part.side];
        if (axis->kind == AXIS_EVENT)
            part.run_count = event_runs(j, axis, cells, axis_cells(&j->axes[0], region->cells),
                                        &part.runs);
        else
            part.values = axis_values(j, axis, part.side, cells);
        VEC_PUSH(j->arena, &parts, part);
    }
    region->parts = parts.items;
    region->part_count = parts.count;
}

/* ---- choosing a world --------------------------------------------------------------------------------- */

/* The other side's leaf for a chosen one, inside the region. */
static int64_t leaf_beside(const struct axis *axis, const uint64_t *cells, enum diff_side side,
                           int64_t leaf)
{
    for (size_t c = bitset_next(cells, axis->count, 0); c < axis->count;
         c = bitset_next(cells, axis->count, c + 1))
        for (uint32_t i = axis->first[c]; i < axis->first[c + 1]; i++)
            if (axis->leaves[i].leaf[side] == leaf)
                return axis->leaves[i].leaf[1 - side];
    return 0;
}

/* A region whose world is being chosen. */
struct choosing {
    struct joint *joint;
    struct diff_region *region;
    struct value_set *sets[DIFF_SIDES]; /* per variable: those of the witnesses */
};

static void choose_on_axis(const struct choosing *c, const struct axis *axis, int64_t date)
{
    struct joint *j = c->joint;
    struct diff_region *region = c->region;
    const uint64_t *cells = axis_cells(axis, region->partly ? region->sample : region->cells);
    enum diff_side side = side_of(axis);
    struct value_set sets[DIFF_SIDES] = {{.origin = 0}, {.origin = 0}};
    for (int s = 0; s < DIFF_SIDES; s++)
        if (axis->var[s] != VOCAB_NONE)
            sets[s] = axis->kind == AXIS_EVENT ? event_days(j, axis, cells, date)
                                               : axis_values(j, axis, (enum diff_side)s, cells);
    int64_t value =
        values_choose(&j->t[side]->vocab.vars[axis->var[side]], &sets[side], date, j->near);
    for (int s = 0; s < DIFF_SIDES; s++) {
        struct witness *w = &region->witness[s];
        uint32_t var = axis->var[s];
        if (var == VOCAB_NONE)
            continue;
        w->values[var] = value;
        if (axis->kind == AXIS_LEAVES && (enum diff_side)s != side)
            w->values[var] = leaf_beside(axis, cells, side, value);
        c->sets[s][var] = sets[s];
        w->needed[var] = !is_all(j, axis, region->partly ? region->sample : region->cells);
    }
}

/* What no axis settles: any value does; an event of the ledger has not happened. */
static void choose_rest(struct choosing *c, enum diff_side side)
{
    const struct joint *j = c->joint;
    const struct vocab *vocab = &j->t[side]->vocab;
    struct witness *w = &c->region->witness[side];
    struct value_set *sets = ARENA_ARRAY(j->arena, struct value_set, vocab->var_count);
    w->values = ARENA_ARRAY(j->arena, int64_t, vocab->var_count);
    w->needed = ARENA_ARRAY(j->arena, bool, vocab->var_count);
    w->whole = c->sets[side] = sets;
    for (uint32_t var = 0; var < vocab->var_count; var++) {
        sets[var] = space_domain(j->arena, vocab, var);
        w->values[var] = values_choose(&vocab->vars[var], &sets[var], j->near, j->near);
    }
}

/* ---- the proof ------------------------------------------------------------------------------------------ */

static uint8_t said_of_clause(const struct eval_result *result, const struct question *question)
{
    for (size_t i = 0; i < result->clause_count; i++) {
        const struct eval_clause *c = &result->clauses[i];
        if (c->clause == question->id && c->sign == question->sign)
            return c->when == WHEN_ALWAYS ? SAYS_YES : SAYS_MIXED;
    }
    return SAYS_NO;
}

/* Some of these sentences; `expected` where each holds under some readings, which together may be all. */
static uint8_t said_of_some(struct evaluator *ev, const struct value_set *sets,
                            const struct question *question, uint8_t expected)
{
    uint32_t open = 0;
    for (uint32_t i = 0; i < question->among_count; i++) {
        enum eval_truth truth = eval_norm_effective(ev, sets, question->among[i]);
        if (truth == TRUTH_YES)
            return SAYS_YES;
        if (ev->gave_up) /* nobody knows */
            return SAYS_MIXED;
        open += truth == TRUTH_MAYBE;
    }
    if (open > 1)
        return expected == SAYS_NO ? SAYS_MIXED : expected;
    return open ? SAYS_MIXED : SAYS_NO;
}

/* By any of its sentences; `expected` as above. */
static uint8_t said_of_duty(const struct eval_result *result, const struct question *question,
                            uint8_t expected)
{
    uint32_t open = 0;
    for (size_t i = 0; i < result->duty_count; i++) {
        if (!question_among(question, result->duties[i].norm))
            continue;
        if (result->duties[i].status == DUTY_DUE)
            return SAYS_YES;
        open++;
    }
    if (open > 1)
        return expected == SAYS_NO ? SAYS_MIXED : expected;
    return open ? SAYS_MIXED : SAYS_NO;
}

static uint8_t said_of_verdict(enum eval_verdict verdict)
{
    return verdict == EVAL_PERMITTED ? SAYS_NO : verdict == EVAL_DISPUTED ? SAYS_MIXED : SAYS_YES;
}

/* Gives each look a share of what is left, as eval_box gives each question of its own. */
static void open_purse(const struct joint *j, enum diff_side side)
{
    uint64_t rest = joint_rest(j), share = (rest + j->reserve) / REPLAY_SHARE;
    evaluator_purse(j->ev[side], share > REPLAY_WORK ? share : REPLAY_WORK);
}

/* What a look took of the reserve. */
static void charge_reserve(struct joint *j, uint64_t began, uint64_t rest)
{
    uint64_t used = joint_worked(j) - began, beyond = used > rest ? used - rest : 0;
    j->reserve -= beyond < j->reserve ? beyond : j->reserve;
}

/* Verdicts do not list commitments, which are about many deployments. */
static uint8_t said_of_commitment(struct evaluator *ev, const struct value_set *sets, uint32_t norm)
{
    static const uint8_t says[] = {SAYS_NO, SAYS_MIXED, SAYS_YES};
    return says[eval_norm_effective(ev, sets, norm)];
}

static uint8_t said_at(const struct shower *s, enum diff_side side, const struct value_set *sets,
                       const struct eval_result *result, uint8_t expected)
{
    struct joint *j = s->joint;
    const struct question *q = &s->comparison->question[side];
    if (!s->comparison->asked[side])
        return SAYS_NO;
    if (q->kind == ASK_VERDICT)
        return said_of_verdict(result->verdict);
    if (q->kind != ASK_DUTY)
        return q->among ? said_of_some(j->ev[side], sets, q, expected) : said_of_clause(result, q);
    if (j->t[side]->norms[q->id].form == FORM_COMMITS)
        return said_of_commitment(j->ev[side], sets, q->id);
    return said_of_duty(result, q, expected);
}

/* The witness, its readings open. */
static const struct value_set *sets_of(const struct joint *j, enum diff_side side,
                                       const struct diff_region *region)
{
    const struct vocab *vocab = &j->t[side]->vocab;
    struct value_set *sets = ARENA_ARRAY(j->arena, struct value_set, vocab->var_count);
    for (uint32_t var = 0; var < vocab->var_count; var++) {
        int64_t value = region->witness[side].values[var];
        sets[var] = (struct value_set){.first = {value, value}, .origin = VALUE_GIVEN};
        if (vocab->vars[var].kind == VAR_READING)
            sets[var] = space_domain(j->arena, vocab, var);
    }
    return sets;
}

/* Must show what the region says; false: that was left open. */
static bool prove(const struct shower *s, enum diff_side side, struct diff_region *region)
{
    struct joint *j = s->joint;
    struct evaluator *ev = j->ev[side];
    const struct value_set *sets = sets_of(j, side, region);
    uint64_t purse = ev->purse, began = joint_worked(j), rest = joint_rest(j);
    bool unresolved;
    open_purse(j, side);
    const struct eval_result *result = eval_box(ev, sets, j->arena);
    open_purse(j, side);
    enum eval_verdict quick = eval_verdict(ev, sets, &unresolved);
    open_purse(j, side);
    ev->gave_up = false;
    uint8_t expected = side == DIFF_OLD ? region->was : region->now;
    bool verdict = s->comparison->question[side].kind == ASK_VERDICT;
    uint8_t said = verdict ? said_of_verdict(quick) : said_at(s, side, sets, result, expected);
    bool settled = !unresolved && !ev->gave_up && (verdict || !result->unresolved);
    bool right = (!s->comparison->asked[side] ? expected == SAYS_NO : said == expected)
                 && (result->unresolved || quick == result->verdict)
                 && (!region->verdict || said_of_verdict(quick) == region->verdict);
    ev->purse = purse;
    charge_reserve(j, began, rest);
    region->results[side] = result;
    s->regions->open = s->regions->open || !settled || result->unresolved;
    if (!right && settled)
        guard_raise(j->work.guard, FAULT_BUG);
    return settled;
}

/* What days an event may have depends on the date: where some are told, the witness has one date.
 * Of one of the ledger that has not occurred none are. */
static void one_date(const struct choosing *c, enum diff_side side)
{
    const struct joint *j = c->joint;
    struct witness *w = &c->region->witness[side];
    int64_t date = w->values[VOCAB_DATE];
    bool counts = false;
    for (size_t i = 0; i < j->axis_count && !counts; i++) {
        uint32_t var = j->axes[i].var[side];
        if (j->axes[i].kind == AXIS_EVENT && var != VOCAB_NONE && w->needed[var])
            counts = w->values[var] != DATE_NEVER
                     || j->t[side]->vocab.vars[var].role != VAR_ROLE_LEDGER;
    }
    if (counts)
        c->sets[side][VOCAB_DATE] = (struct value_set){.first = {date, date}};
}

void show_regions(struct joint *j, const struct comparison *comparison,
                  struct diff_regions *regions)
{
    struct shower s = {j, comparison, regions};
    size_t kept = 0;
    for (size_t i = 0; i < regions->count; i++) {
        struct diff_region *region = &regions->items[kept];
        bool proved = true;
        *region = regions->items[i];
        struct choosing c = {j, region, {NULL, NULL}};
        make_parts(j, region);
        for (int side = 0; side < DIFF_SIDES; side++)
            choose_rest(&c, (enum diff_side)side);
        choose_on_axis(&c, &j->axes[0], j->near);
        for (size_t a = 1; a < j->axis_count; a++)
            choose_on_axis(&c, &j->axes[a], region->witness[DIFF_NEW].values[VOCAB_DATE]);
        for (int side = 0; side < DIFF_SIDES; side++) {
            one_date(&c, (enum diff_side)side);
            proved = prove(&s, (enum diff_side)side, region) && proved;
        }
        kept += proved;
    }
    regions->count = kept;
}

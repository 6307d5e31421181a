/* interpret_box.c: all worlds of a box, and what can be said about them together.
 *
 * In: a value set per variable. Out: struct oracle_result. All worlds are evaluated once and
 * their outcomes kept in one row each; every question is then a loop over the rows. Worlds
 * are numbered so that the readings run fastest: world = facts * |R| + readings.
 */
#include "interpret_box.h"

#include <string.h>

/* What is kept of each world: its verdict, then for each clause and sign whether it is
 * effective, then the duty value of each norm. */
struct rows {
    const struct oracle *oracle;
    struct oracle_result *result;
    size_t clauses, norms;
    uint8_t *verdicts; /* per world */
    uint8_t *effects;  /* per world and clause: [prohibits], [permits] */
    uint8_t *duties;   /* per world and norm */
    size_t unbound; /* worlds in which no clause binds the actor */
};

/* ---- axes -------------------------------------------------------------------------------- */

static bool is_reading(const struct oracle *oracle, uint32_t var)
{
    return oracle->model->vocab.vars[var].kind == VAR_READING;
}

static void add_axis(const struct oracle *oracle, struct arena *arena,
                     const struct value_set *sets, uint32_t var, struct oracle_result *out)
{
    struct oracle_axis *axis = &out->axes[out->axis_count++];
    struct cut_list cuts = {0};
    axis->var = var;
    switch ((enum var_kind)oracle->model->vocab.vars[var].kind) {
    case VAR_LEAF:
    case VAR_READING:
        oracle_cells(arena, &sets[var], NULL, axis);
        return;
    case VAR_DATE_OF_CASE:
        oracle_date_cuts(oracle, arena, sets, &cuts);
        break;
    case VAR_EVENT:
        oracle_event_cuts(oracle, arena, var, &out->axes[0], &cuts);
        break;
    case VAR_NUMBER:
    case VAR_DAY:
        break;
    }
    for (size_t i = 0; i < oracle->cuts[var].list.count; i++)
        VEC_PUSH(arena, &cuts, oracle->cuts[var].list.items[i]);
    oracle_cells(arena, &sets[var], &cuts, axis);
}

bool oracle_lay_out(const struct oracle *oracle, struct arena *arena,
                    const struct value_set *sets, size_t limit, struct oracle_result *out)
{
    uint32_t vars = oracle->model->vocab.var_count;
    out->axes = ARENA_ARRAY(arena, struct oracle_axis, vars);
    for (uint32_t v = 0; v < vars; v++)
        if (!is_reading(oracle, v))
            add_axis(oracle, arena, sets, v, out);
    for (uint32_t v = 0; v < vars; v++)
        if (is_reading(oracle, v))
            add_axis(oracle, arena, sets, v, out);
    out->worlds = out->reading_vectors = 1;
    for (size_t a = out->axis_count; a-- > 0;) {
        struct oracle_axis *axis = &out->axes[a];
        axis->stride = out->worlds;
        if (axis->count > limit / out->worlds)
            return false;
        out->worlds *= axis->count;
        if (is_reading(oracle, axis->var))
            out->reading_vectors *= axis->count;
    }
    return true;
}

static size_t place_on(const struct oracle_axis *axis, size_t world)
{
    return world / axis->stride % axis->count;
}

/* ---- worlds ------------------------------------------------------------------------------- */

static void keep(struct rows *rows, size_t world, const struct oracle_point *point)
{
    const struct model *model = rows->oracle->model;
    struct oracle_result *result = rows->result;
    rows->verdicts[world] = (uint8_t)point->verdict;
    result->possible[point->verdict] = true;
    /* a stranger's world in a box with others is one in which nothing speaks */
    enum oracle_basis basis = point->basis;
    if (basis == ORACLE_NO_CLAUSE_BINDS) {
        basis = ORACLE_NOTHING_SPEAKS;
        rows->unbound++;
    }
    if (basis > result->basis)
        result->basis = basis;
    for (size_t n = 0; n < rows->norms; n++) {
        const struct model_norm *norm = &model->norms.items[n];
        rows->duties[world * rows->norms + n] = (uint8_t)point->duties[n];
        if (norm->sign == SIGN_DUTY || !point->effective[n])
            continue;
        rows->effects[(world * rows->clauses + norm->clause) * 2 + norm->sign] = 1;
        if (point->contested[n])
            result->effects[norm->clause][norm->sign].contested = true;
    }
    for (size_t c = 0; c < rows->oracle->causes.count; c++)
        result->lifted[c] = result->lifted[c] || point->lifted[c];
}

static void visit_all(struct rows *rows, struct arena *arena, enum oracle_pick pick)
{
    struct oracle_result *result = rows->result;
    struct oracle_point point = {0};
    oracle_point_init(rows->oracle, arena, &point);
    int64_t *world = ARENA_ARRAY(arena, int64_t, rows->oracle->model->vocab.var_count);
    for (size_t w = 0; w < result->worlds; w++) {
        for (size_t a = 0; a < result->axis_count; a++) {
            const struct oracle_axis *axis = &result->axes[a];
            const struct oracle_cell *cell = &axis->cells[place_on(axis, w)];
            world[axis->var] = pick == ORACLE_PICK_LOW ? cell->low : cell->high;
        }
        oracle_evaluate(rows->oracle, world, &point);
        if (point.cycle) {
            result->cycle = true;
            return;
        }
        keep(rows, w, &point);
    }
    if (rows->unbound == result->worlds)
        result->basis = ORACLE_NO_CLAUSE_BINDS;
}

/* ---- verdicts of boxes ---------------------------------------------------------------------- */

#define FREE SIZE_MAX

static bool inside(const struct oracle_result *result, const size_t *fixed, size_t world)
{
    for (size_t a = 0; a < result->axis_count; a++)
        if (fixed[a] != FREE && place_on(&result->axes[a], world) != fixed[a])
            return false;
    return true;
}

/* The four verdicts over a part of the box: fixed[axis] is a cell of it, or FREE. Two
 * completions of the facts differ iff one differs from the first, reading by reading. */
static enum oracle_verdict verdict_of(const struct rows *rows, const size_t *fixed)
{
    const struct oracle_result *result = rows->result;
    size_t readings = result->reading_vectors, first = FREE;
    bool all_permitted = true, all_prohibited = true, facts_differ = false;
    for (size_t f = 0; f < result->worlds; f += readings)
        for (size_t r = 0; r < readings; r++) {
            if (!inside(result, fixed, f + r))
                continue;
            if (first == FREE)
                first = f;
            uint8_t v = rows->verdicts[f + r];
            all_permitted = all_permitted && v == ORACLE_W_PERMITTED;
            all_prohibited = all_prohibited && v == ORACLE_W_PROHIBITED;
            facts_differ = facts_differ || v != rows->verdicts[first + r];
        }
    if (all_prohibited)
        return ORACLE_PROHIBITED;
    if (all_permitted)
        return ORACLE_PERMITTED;
    return facts_differ ? ORACLE_UNDETERMINED : ORACLE_DISPUTED;
}

/* Do two worlds that differ only on this axis differ in their verdict? */
static bool axis_matters(const struct rows *rows, const struct oracle_axis *axis)
{
    for (size_t w = 0; w < rows->result->worlds; w++) {
        size_t first = w - place_on(axis, w) * axis->stride;
        if (rows->verdicts[w] != rows->verdicts[first])
            return true;
    }
    return false;
}

static size_t *free_axes(struct arena *arena, const struct oracle_result *result)
{
    size_t *fixed = ARENA_ARRAY(arena, size_t, result->axis_count + 1);
    for (size_t a = 0; a < result->axis_count; a++)
        fixed[a] = FREE;
    return fixed;
}

/* Neighbouring cells with the same verdict are one run; leaves stay single. */
static void settle_axis(const struct rows *rows, struct arena *arena, size_t *fixed, size_t a)
{
    struct oracle_result *result = rows->result;
    const struct oracle_axis *axis = &result->axes[a];
    bool leaves = rows->oracle->model->vocab.vars[axis->var].kind == VAR_LEAF;
    size_t begun = result->settles.count;
    for (fixed[a] = 0; fixed[a] < axis->count; fixed[a]++) {
        const struct oracle_cell *cell = &axis->cells[fixed[a]];
        struct oracle_settle settle = {axis->var, cell->low, cell->high, verdict_of(rows, fixed)};
        struct oracle_settle *last =
            result->settles.count > begun ? &result->settles.items[result->settles.count - 1] : NULL;
        if (last && !leaves && last->verdict == settle.verdict && last->high + 1 == settle.low)
            last->high = settle.high;
        else
            VEC_PUSH(arena, &result->settles, settle);
    }
    fixed[a] = FREE;
}

static void settle_facts(const struct rows *rows, struct arena *arena)
{
    struct oracle_result *result = rows->result;
    size_t *fixed = free_axes(arena, result);
    for (size_t a = 0; a < result->axis_count; a++)
        if (!is_reading(rows->oracle, result->axes[a].var) && result->matters[result->axes[a].var])
            settle_axis(rows, arena, fixed, a);
}

/* One row per combination of the readings that matter; the last such term runs fastest. */
static void split_readings(const struct rows *rows, struct arena *arena)
{
    struct oracle_result *result = rows->result;
    uint32_t vars = rows->oracle->model->vocab.var_count;
    size_t combinations = 1;
    bool any = false;
    for (size_t a = 0; a < result->axis_count; a++)
        if (is_reading(rows->oracle, result->axes[a].var) && result->matters[result->axes[a].var]) {
            combinations *= result->axes[a].count;
            any = true;
        }
    for (size_t c = 0; any && c < combinations; c++) {
        size_t *fixed = free_axes(arena, result), rest = c;
        struct oracle_row row = {ARENA_ARRAY(arena, uint32_t, vars), ORACLE_PERMITTED};
        memset(row.readings, 0xFF, vars * sizeof *row.readings);
        for (size_t a = result->axis_count; a-- > 0;) {
            const struct oracle_axis *axis = &result->axes[a];
            if (!is_reading(rows->oracle, axis->var) || !result->matters[axis->var])
                continue;
            fixed[a] = rest % axis->count;
            rest /= axis->count;
            row.readings[axis->var] = (uint32_t)axis->cells[fixed[a]].low;
        }
        row.verdict = verdict_of(rows, fixed);
        VEC_PUSH(arena, &result->rows, row);
    }
}

/* ---- effects and duties ---------------------------------------------------------------------- */

/* Some value of each world, `step` bytes apart: does it ever differ between two facts under
 * one reading vector, and between two reading vectors under one completion of the facts? */
struct spread {
    bool all, any; /* never 0; somewhere not 0 */
    bool by_facts, by_readings;
    bool all_top; /* everywhere `top` */
};

static struct spread spread_of(const struct oracle_result *result, const uint8_t *values,
                               size_t step, uint8_t top)
{
    struct spread spread = {.all = true, .all_top = true};
    size_t readings = result->reading_vectors;
    for (size_t w = 0; w < result->worlds; w++) {
        uint8_t value = values[w * step];
        spread.all = spread.all && value;
        spread.any = spread.any || value;
        spread.all_top = spread.all_top && value == top;
        spread.by_facts = spread.by_facts || value != values[w % readings * step];
        spread.by_readings = spread.by_readings || value != values[(w - w % readings) * step];
    }
    return spread;
}

static enum oracle_when when_of(struct spread spread)
{
    if (!spread.any)
        return ORACLE_NEVER_EFFECTIVE;
    if (spread.all)
        return ORACLE_ALWAYS;
    if (spread.by_facts && spread.by_readings)
        return ORACLE_SOME_READINGS_AND_FACTS;
    return spread.by_facts ? ORACLE_SOME_FACTS : ORACLE_SOME_READINGS;
}

static enum oracle_duty_status status_of(struct spread spread)
{
    if (!spread.any)
        return ORACLE_NO_DUTY;
    if (spread.all_top)
        return ORACLE_DUTY_DUE;
    return spread.by_facts ? ORACLE_DUTY_UNDETERMINED : ORACLE_DUTY_DISPUTED;
}

static void judge_effects(const struct rows *rows)
{
    struct oracle_result *result = rows->result;
    for (size_t c = 0; c < rows->clauses; c++)
        for (size_t sign = 0; sign < 2; sign++)
            result->effects[c][sign].when =
                when_of(spread_of(result, rows->effects + c * 2 + sign, rows->clauses * 2, 1));
    for (size_t n = 0; n < rows->norms; n++)
        result->duties[n] =
            status_of(spread_of(result, rows->duties + n, rows->norms, ORACLE_D_DUE));
}

/* ---- all of it ---------------------------------------------------------------------------------- */

void oracle_box(const struct oracle *oracle, struct arena *arena, const struct value_set *sets,
                const struct oracle_options *options, struct oracle_result *out)
{
    const struct model *model = oracle->model;
    *out = (struct oracle_result){0};
    out->too_many = !oracle_lay_out(oracle, arena, sets, options->world_limit, out);
    if (out->too_many)
        return;
    struct rows rows = {.oracle = oracle, .result = out};
    rows.clauses = model->clauses.count;
    rows.norms = model->norms.count;
    rows.verdicts = ARENA_ARRAY(arena, uint8_t, out->worlds);
    rows.effects = ARENA_ARRAY(arena, uint8_t, out->worlds * rows.clauses * 2 + 1);
    rows.duties = ARENA_ARRAY(arena, uint8_t, out->worlds * rows.norms + 1);
    out->effects = arena_zero(arena, rows.clauses + 1, sizeof *out->effects);
    out->duties = ARENA_ARRAY(arena, enum oracle_duty_status, rows.norms + 1);
    out->lifted = ARENA_ARRAY(arena, bool, oracle->causes.count + 1);
    out->matters = ARENA_ARRAY(arena, bool, model->vocab.var_count);
    visit_all(&rows, arena, options->pick);
    if (out->cycle)
        return;
    for (size_t a = 0; a < out->axis_count; a++)
        out->matters[out->axes[a].var] = axis_matters(&rows, &out->axes[a]);
    out->verdict = verdict_of(&rows, free_axes(arena, out));
    settle_facts(&rows, arena);
    split_readings(&rows, arena);
    judge_effects(&rows);
}

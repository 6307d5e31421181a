/* diff_boxes.c: boxes of the joint space, and the box of each table that contains them. */
#include "analysis/diff_parts.h"

#include <string.h>

struct joint_box *joint_new(struct joint *j, struct arena *arena)
{
    struct joint_box *box = arena_alloc(arena, sizeof *box);
    box->cells = arena_alloc(arena, j->words * sizeof *box->cells);
    for (int s = 0; s < DIFF_SIDES; s++)
        box->box[s] = box_new(j->ev[s], arena);
    return box;
}

void joint_copy(const struct joint *j, struct joint_box *to, const struct joint_box *from)
{
    memcpy(to->cells, from->cells, j->words * sizeof *to->cells);
    for (int s = 0; s < DIFF_SIDES; s++)
        box_copy(j->ev[s], to->box[s], from->box[s]);
}

/* ---- cells of a side ------------------------------------------------------------------------ */

/* The first joint cell whose cell on a side is `cell` or above; of a rising axis. */
static uint32_t first_at(const struct axis *axis, enum diff_side side, uint32_t cell)
{
    uint32_t low = 0, high = axis->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (axis->cell[side][middle] < cell)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The joint cells whose cell on a side is in low..high. */
static void cells_between(const struct axis *axis, enum diff_side side, uint32_t low, uint32_t high,
                          uint64_t *out)
{
    memset(out, 0, axis->words * sizeof *out);
    if (axis->rising[side]) {
        uint32_t first = first_at(axis, side, low), end = first_at(axis, side, high + 1);
        bitset_add_range(out, first, end - first);
        return;
    }
    for (uint32_t i = 0; i < axis->count; i++)
        if (axis->cell[side][i] >= low && axis->cell[side][i] <= high)
            bitset_add(out, i);
}

/* Those whose bit is set in the field of a small column. */
static void cells_of_bits(const struct axis *axis, enum diff_side side,
                          const struct table_column *column, uint64_t bits, uint64_t *out)
{
    memset(out, 0, axis->words * sizeof *out);
    for (uint32_t i = 0; i < axis->count; i++)
        if (bits >> (column->shift + axis->cell[side][i]) & 1)
            bitset_add(out, i);
}

/* The interval of alternatives that a set of patterns needs, by the columns at its ends. */
static void narrow_event(struct joint *j, const struct axis *axis, enum diff_side side,
                         const uint64_t *cells, struct box *box)
{
    struct evaluator *ev = j->ev[side];
    const struct event_axis *event = &ev->events[ev->var_event[axis->var[side]]];
    uint32_t low = UINT32_MAX, high = 0;
    for (size_t p = bitset_next(cells, axis->count, 0); p < axis->count;
         p = bitset_next(cells, axis->count, p + 1)) {
        uint32_t a = axis->alternative[side][p];
        low = a < low ? a : low;
        high = a > high ? a : high;
    }
    for (uint32_t c = 0; c < event->column_count; c++) {
        const struct table_column *column = &j->t[side]->columns[event->first_column + c];
        struct split split = {.column = event->first_column + c, .small = true};
        split.cells = UINT64_C(2) << column->shift;
        if (event->holds[c] == high + 1)
            box_narrow(ev, box, &split, true);
        if (event->holds[c] == low)
            box_narrow(ev, box, &split, false);
    }
}

static void narrow_side(struct joint *j, const struct axis *axis, enum diff_side side,
                        const uint64_t *cells, struct box *box)
{
    if (axis->column[side] == IR_NONE)
        return;
    if (axis->kind == AXIS_EVENT) {
        narrow_event(j, axis, side, cells, box);
        return;
    }
    const struct table_column *c = &j->t[side]->columns[axis->column[side]];
    const uint32_t *cell = axis->cell[side];
    struct split split = {.column = axis->column[side], .small = c->small != 0};
    uint32_t first = (uint32_t)bitset_next(cells, axis->count, 0);
    uint32_t last = (uint32_t)bitset_last(cells, axis->words);
    if (first == last) {
        box_fix_cell(j->ev[side], box, split.column, cell[first]);
        return;
    }
    split.low = cell[first];
    split.high = cell[last];
    for (size_t i = first; i <= last && (c->small || !axis->rising[side]);
         i = bitset_next(cells, axis->count, i + 1)) {
        if (c->small)
            split.cells |= UINT64_C(1) << (c->shift + cell[i]);
        split.low = cell[i] < split.low ? cell[i] : split.low;
        split.high = cell[i] > split.high ? cell[i] : split.high;
    }
    box_narrow(j->ev[side], box, &split, true);
}

/* ---- narrowing ------------------------------------------------------------------------------ */

bool joint_keep(struct joint *j, struct joint_box *box, uint32_t a, const uint64_t *cells)
{
    const struct axis *axis = &j->axes[a];
    uint64_t *mine = box->cells + axis->word;
    bool any = false, less = false;
    for (uint32_t w = 0; w < axis->words; w++) {
        less = less || mine[w] & ~cells[w];
        mine[w] &= cells[w];
        any = any || mine[w];
    }
    for (int s = 0; s < DIFF_SIDES && any && less; s++)
        narrow_side(j, axis, (enum diff_side)s, mine, box->box[s]);
    return any;
}

void joint_set(struct joint *j, struct joint_box *box, const struct joint_box *from, uint32_t a,
               const uint64_t *cells)
{
    const struct axis *axis = &j->axes[a];
    memcpy(box->cells + axis->word, cells, axis->words * sizeof *cells);
    for (int s = 0; s < DIFF_SIDES; s++) {
        if (axis->column[s] == IR_NONE)
            continue;
        box_widen(j->ev[s], box->box[s], from->box[s], axis->column[s]);
        narrow_side(j, axis, (enum diff_side)s, cells, box->box[s]);
    }
}

static bool has_bits(const struct evaluator *ev, const struct box *x, const struct box *y,
                     const struct table_column *c, uint32_t column)
{
    if (c->small)
        return ((x->mask[c->word] ^ y->mask[c->word]) & ev->field[column]) == 0;
    return x->cell_low[c->lane] == y->cell_low[c->lane]
           && x->cell_high[c->lane] == y->cell_high[c->lane];
}

/* The joint cells of an axis that a side's box allows. */
static void allowed(const struct joint *j, const struct axis *axis, enum diff_side side,
                    const struct box *box, uint64_t *out)
{
    const struct evaluator *ev = j->ev[side];
    const struct table_column *c = &j->t[side]->columns[axis->column[side]];
    if (axis->kind != AXIS_EVENT && c->small) {
        cells_of_bits(axis, side, c, box->mask[c->word] & ev->field[axis->column[side]], out);
        return;
    }
    if (axis->kind != AXIS_EVENT) {
        cells_between(axis, side, box->cell_low[c->lane], box->cell_high[c->lane], out);
        return;
    }
    uint32_t event = ev->var_event[axis->var[side]];
    memset(out, 0, axis->words * sizeof *out);
    for (uint32_t p = 0; p < axis->count; p++) {
        uint32_t a = axis->alternative[side][p];
        if (a != IR_NONE && a >= box->event_low[event] && a <= box->event_high[event])
            bitset_add(out, p);
    }
}

/* A record's lanes are hulls; its cube knows the cells of a wide column that it accepts. */
static bool meet_cube(struct joint *j, struct joint_box *box, enum diff_side side, uint32_t cube)
{
    const struct table *t = j->t[side];
    const struct ir_cube *c = &t->cubes[cube];
    for (uint32_t i = 0; i < c->count; i++) {
        const struct ir_literal *l = &t->literals[t->cube_literals[c->first + i]];
        uint32_t a = j->var_axis[side][t->columns[l->column].var];
        if (t->columns[l->column].small || a == IR_NONE) /* a reading is no axis */
            continue;
        const struct axis *axis = &j->axes[a];
        uint64_t *all = ARENA_ARRAY(&j->work, uint64_t, axis->words);
        uint64_t *some = arena_alloc(&j->work, axis->words * sizeof *some);
        for (uint32_t r = 0; r < l->range_count; r++) {
            const struct ir_range *range = &t->ranges[l->first_range + r];
            cells_between(axis, side, range->low, range->high, some);
            for (uint32_t w = 0; w < axis->words; w++)
                all[w] |= some[w];
        }
        if (!joint_keep(j, box, a, all))
            return false;
    }
    return true;
}

bool joint_meet(struct joint *j, struct joint_box *box, enum diff_side side,
                const unsigned char *record)
{
    struct evaluator *ev = j->ev[side];
    struct arena_mark mark = arena_mark(&j->work);
    struct box *less = box_new(ev, &j->work);
    box_copy(ev, less, box->box[side]);
    bool some = box_meet(ev, less, record);
    for (uint32_t a = 0; a < j->axis_count && some; a++) {
        const struct axis *axis = &j->axes[a];
        if (axis->column[side] == IR_NONE)
            continue;
        const struct table_column *c = &j->t[side]->columns[axis->column[side]];
        if (axis->kind != AXIS_EVENT && has_bits(ev, less, box->box[side], c, axis->column[side]))
            continue;
        uint64_t *cells = arena_alloc(&j->work, axis->words * sizeof *cells);
        allowed(j, axis, side, less, cells);
        some = joint_keep(j, box, a, cells);
    }
    uint32_t cube = record_cube(ev, record);
    if (some && cube != IR_NONE && !j->t[side]->nodes[record_node(ev, record)].residual)
        some = meet_cube(j, box, side, cube);
    arena_rewind(&j->work, mark);
    return some;
}

/* ---- cutting --------------------------------------------------------------------------------- */

/* Do the cells leave both a part of the box's and the rest? Reduces them to that part. */
static bool cuts(const struct axis *axis, const uint64_t *mine, uint64_t *cells)
{
    bool inside = false, outside = false;
    for (uint32_t w = 0; w < axis->words; w++) {
        cells[w] &= mine[w];
        inside = inside || cells[w];
        outside = outside || mine[w] & ~cells[w];
    }
    return inside && outside;
}

static bool halve(const struct axis *axis, const uint64_t *mine, uint64_t *cells)
{
    size_t count = bitset_count(mine, axis->words), at = axis->count;
    memset(cells, 0, axis->words * sizeof *cells);
    for (size_t i = 0; i < count / 2; i++) {
        at = bitset_next(mine, axis->count, i ? at + 1 : 0);
        bitset_add(cells, at);
    }
    return count > 1;
}

bool joint_cells(const struct joint *j, const struct joint_box *box, enum diff_side side,
                 const struct split *split, uint32_t *a, uint64_t *cells)
{
    const struct table_column *c = &j->t[side]->columns[split->column];
    *a = j->var_axis[side][c->var];
    if (*a == IR_NONE)
        return false;
    const struct axis *axis = &j->axes[*a];
    const uint64_t *mine = axis_cells(axis, box->cells);
    if (axis->kind == AXIS_EVENT) {
        const struct evaluator *ev = j->ev[side];
        const struct event_axis *event = &ev->events[ev->var_event[c->var]];
        uint32_t holds = event->holds[split->column - event->first_column];
        memset(cells, 0, axis->words * sizeof *cells);
        for (uint32_t p = 0; p < axis->count; p++)
            if (bitset_has(mine, p) && axis->alternative[side][p] < holds)
                bitset_add(cells, p);
    } else if (split->small) {
        cells_of_bits(axis, side, c, split->cells, cells);
    } else {
        cells_between(axis, side, split->low, split->high, cells);
    }
    return cuts(axis, mine, cells) || halve(axis, mine, cells);
}

bool joint_halve(const struct joint *j, const struct joint_box *box, enum diff_side side,
                 uint32_t *a, uint64_t *cells)
{
    for (*a = 0; *a < j->axis_count; ++*a) {
        const struct axis *axis = &j->axes[*a];
        if (axis->column[side] != IR_NONE && halve(axis, axis_cells(axis, box->cells), cells))
            return true;
    }
    return false;
}

/* ---- a slice ----------------------------------------------------------------------------------- */

static bool slice_box(struct joint *j, enum diff_side side, size_t slice, struct box *box)
{
    struct evaluator *ev = j->ev[side];
    const struct vocab *vocab = &j->t[side]->vocab;
    session_clear(ev);
    struct value_set *sets = ARENA_ARRAY(&ev->work, struct value_set, vocab->var_count);
    for (uint32_t var = 0; var < vocab->var_count; var++)
        sets[var] = event_presumed(j, side, var)
                        ? (struct value_set){.first = {DATE_NEVER, DATE_NEVER}}
                        : space_domain(&ev->work, vocab, var);
    sets[VOCAB_DATE] = (struct value_set){
        .first = {j->slices.items[slice].low, j->slices.items[slice].high}};
    return box_from_sets(ev, sets, box);
}

static void all_cells(const struct joint *j, const struct axis *axis, size_t slice, uint64_t *out)
{
    const struct slice *days = &j->slices.items[slice];
    memset(out, 0, axis->words * sizeof *out);
    if (axis->kind == AXIS_EVENT)
        memcpy(out, axis->present + (size_t)axis->words * slice, axis->words * sizeof *out);
    else if (axis != j->axes)
        bitset_add_range(out, 0, axis->count);
    for (uint32_t i = 0; i < axis->count && axis == j->axes; i++)
        if (axis->low[i] >= days->low && axis->high[i] <= days->high)
            bitset_add(out, i);
}

struct joint_box *joint_slice(struct joint *j, size_t slice)
{
    struct joint_box *box = joint_new(j, &j->work);
    for (int s = 0; s < DIFF_SIDES; s++)
        if (!slice_box(j, (enum diff_side)s, slice, box->box[s]))
            return NULL;
    events_enter(j, slice);
    for (size_t i = 0; i < j->axis_count; i++) {
        const struct axis *axis = &j->axes[i];
        uint64_t *cells = box->cells + axis->word;
        all_cells(j, axis, slice, cells);
        for (int s = 0; s < DIFF_SIDES; s++)
            narrow_side(j, axis, (enum diff_side)s, cells, box->box[s]);
    }
    return box;
}

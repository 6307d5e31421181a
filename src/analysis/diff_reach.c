/* diff_reach.c: where differences can be, from the records of the sentences in question alone.
 *
 * Policies differ at a world only where some sentence acts and its counterpart does not. So of
 * its records only that part is searched: nothing of a sentence that became wider, but all that
 * was added of its counterpart.
 *
 * And a region around a world can have on each axis only cells in which the record of some
 * sentence in question holds, the world's other values kept. The joint cells of all records are
 * noted once for each slice; then one pass over them tells the cells of every axis: a record
 * that leaves out the world on two axes counts for none, on one axis for that axis alone. What
 * passes is tried at the world itself, moved to the first and to the last of the cells: a
 * verdict of one world is quickly told. Both spare the judgement of boxes in which growing
 * fails, as most of it does, and refuse nothing that would have been accepted. Too many records
 * to note: nothing is spared.
 */
#include "analysis/diff_hunt.h"

#include <string.h>

#define MOST_WORDS ((size_t)1 << 22) /* of memory for the cells of all records */

static void note_norm(struct hunter *h, enum diff_side side, uint32_t norm, struct joint_box *box)
{
    struct joint *j = h->joint;
    struct reach *reach = &h->reach;
    const struct table_node *node = &j->t[side]->nodes[norm];
    j->worked += node->record_count;
    for (uint32_t r = 0; r < node->record_count; r++) {
        joint_copy(j, box, h->limit);
        if (joint_meet(j, box, side, table_record(j->t[side], (size_t)node->first_record + r)))
            memcpy(reach->records + j->words * reach->count++, box->cells,
                   j->words * sizeof *box->cells);
    }
}

/* The index of a sentence in an ascending list; its count when it is not there. */
static size_t index_of(const struct norm_list *list, uint32_t norm)
{
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->norms[middle] < norm)
            low = middle + 1;
        else
            high = middle;
    }
    return low < list->count && list->norms[low] == norm ? low : list->count;
}

/* Is each record from..end inside one of the records of the sentence `other` of a side? */
static bool inside(const struct hunter *h, size_t from, size_t end, enum diff_side side,
                   size_t other)
{
    const struct reach *reach = &h->reach;
    size_t words = h->joint->words;
    for (; from < end; from++) {
        bool in_one = false;
        for (size_t r = reach->first[side][other]; r < reach->first[side][other + 1] && !in_one; r++)
            in_one = bitset_subset(reach->records + words * from, reach->records + words * r, words);
        if (!in_one)
            return false;
    }
    return true;
}

/* A pair from which the same takes away acts alike where both conditions hold. Cells tell
 * where, if conditions are cells alone: nothing is disputed, and the counterpart's records are
 * all of its condition. */
static bool can_compare(const struct joint *j, enum diff_side side, uint32_t norm)
{
    uint32_t pair = j->pairing.pair[side][norm];
    return j->pairing.plain && pair != IR_NONE && j->pairing.steady[side][norm]
           && !j->t[1 - side]->nodes[pair].residual;
}

static void compare_pairs(struct hunter *h, const struct norm_list search[DIFF_SIDES])
{
    const struct joint *j = h->joint;
    struct reach *reach = &h->reach;
    for (int s = 0; s < DIFF_SIDES; s++)
        for (size_t i = 0; i < search[s].count; i++) {
            uint32_t n = search[s].norms[i];
            if (!can_compare(j, (enum diff_side)s, n))
                continue;
            size_t other = index_of(&search[1 - s], j->pairing.pair[s][n]);
            if (other < search[1 - s].count)
                reach->within[s][i] = inside(h, reach->first[s][i], reach->first[s][i + 1],
                                             (enum diff_side)(1 - s), other);
        }
}

/* Takes a record's cells from the box's where one box is left; false when nothing is. */
static bool subtract(struct joint *j, struct joint_box *box, const uint64_t *record)
{
    size_t out = j->axis_count;
    for (size_t a = 0; a < j->axis_count; a++) {
        const struct axis *axis = &j->axes[a];
        const uint64_t *mine = axis_cells(axis, box->cells), *its = axis_cells(axis, record);
        if (!bitset_intersects(mine, its, axis->words))
            return true; /* apart */
        if (bitset_subset(mine, its, axis->words))
            continue;
        if (out < j->axis_count)
            return true; /* several boxes */
        out = a;
    }
    if (out == j->axis_count)
        return false;
    const struct axis *axis = &j->axes[out];
    uint64_t *rest = arena_alloc(&j->work, axis->words * sizeof *rest);
    for (uint32_t w = 0; w < axis->words; w++)
        rest[w] = ~axis_cells(axis, record)[w];
    return joint_keep(j, box, (uint32_t)out, rest);
}

bool reach_alone(struct hunter *h, enum diff_side side, uint32_t norm, struct joint_box *box)
{
    struct joint *j = h->joint;
    const struct reach *reach = &h->reach;
    const struct norm_list *others = &h->judge.search[1 - side];
    uint32_t pair = j->pairing.pair[side][norm];
    if (!reach->cells || !can_compare(j, side, norm))
        return true;
    size_t other = index_of(others, pair);
    if (other == others->count)
        return true;
    for (size_t r = reach->first[1 - side][other]; r < reach->first[1 - side][other + 1]; r++)
        if (!subtract(j, box, reach->records + j->words * r))
            return false;
    return true;
}

void reach_note(struct hunter *h, const struct norm_list search[DIFF_SIDES])
{
    struct joint *j = h->joint;
    struct reach *reach = &h->reach;
    size_t records = 0;
    *reach = (struct reach){.cells = NULL};
    for (int s = 0; s < DIFF_SIDES; s++) {
        reach->first[s] = ARENA_ARRAY(&j->work, size_t, search[s].count + 1);
        reach->within[s] = ARENA_ARRAY(&j->work, bool, search[s].count + 1);
        for (size_t i = 0; i < search[s].count; i++)
            records += j->t[s]->nodes[search[s].norms[i]].record_count;
    }
    if (records > MOST_WORDS / (j->words + 1))
        return;
    reach->records = arena_alloc(&j->work, (records * j->words + 1) * sizeof(uint64_t));
    reach->cells = arena_alloc(&j->work, j->words * sizeof(uint64_t));
    reach->tried = arena_alloc(&j->work, j->words * sizeof(uint64_t));
    reach->refused = arena_alloc(&j->work, j->words * sizeof(uint64_t));
    struct arena_mark mark = arena_mark(&j->work);
    struct joint_box *box = joint_new(j, &j->work);
    for (int s = 0; s < DIFF_SIDES; s++) {
        for (size_t i = 0; i < search[s].count; i++) {
            reach->first[s][i] = reach->count;
            note_norm(h, (enum diff_side)s, search[s].norms[i], box);
        }
        reach->first[s][search[s].count] = reach->count;
    }
    arena_rewind(&j->work, mark);
    compare_pairs(h, search);
}

static void add_cells(uint64_t *to, const uint64_t *from, const struct axis *axis)
{
    for (uint32_t w = axis->word; w < axis->word + axis->words; w++)
        to[w] |= from[w];
}

/* Adds the cells of a record, given the world's cell on each axis. */
static void add_record(struct hunter *h, const uint64_t *record, const size_t *world)
{
    const struct joint *j = h->joint;
    size_t out = j->axis_count;
    for (size_t a = 0; a < j->axis_count; a++) {
        if (bitset_has(axis_cells(&j->axes[a], record), world[a]))
            continue;
        if (out < j->axis_count)
            return;
        out = a;
    }
    for (size_t a = 0; a < j->axis_count; a++)
        if (out == j->axis_count || out == a)
            add_cells(h->reach.cells, record, &j->axes[a]);
}

/* One f of the box; a single world on both sides, unless readings are open. */
static void fix_world(struct hunter *h, const struct joint_box *box, size_t *cell)
{
    struct joint *j = h->joint;
    struct reach *reach = &h->reach;
    reach->world = joint_new(j, &j->work);
    reach->moved = joint_new(j, &j->work);
    joint_copy(j, reach->world, box);
    for (uint32_t a = 0; a < j->axis_count; a++) {
        const struct axis *axis = &j->axes[a];
        uint64_t *one = ARENA_ARRAY(&j->work, uint64_t, axis->words);
        cell[a] = bitset_next(axis_cells(axis, box->cells), axis->count, 0);
        bitset_add(one, cell[a]);
        joint_keep(j, reach->world, a, one);
    }
    reach->single = !box_open(j->ev[DIFF_OLD], reach->world->box[DIFF_OLD])
                    && !box_open(j->ev[DIFF_NEW], reach->world->box[DIFF_NEW]);
}

void reach_from(struct hunter *h, const struct joint_box *box)
{
    struct joint *j = h->joint;
    if (!h->reach.cells)
        return;
    size_t *world = arena_alloc(&j->work, j->axis_count * sizeof *world);
    fix_world(h, box, world);
    memset(h->reach.cells, 0, j->words * sizeof *h->reach.cells);
    memset(h->reach.tried, 0, j->words * sizeof *h->reach.tried);
    memset(h->reach.refused, 0, j->words * sizeof *h->reach.refused);
    for (size_t i = 0; i < h->reach.count; i++)
        add_record(h, h->reach.records + j->words * i, world);
}

/* ---- the world, moved ------------------------------------------------------------------------ */

static uint8_t verdict_at(const struct joint *j, enum diff_side side, const struct joint_box *world)
{
    struct evaluator *ev = j->ev[side];
    struct arena_mark mark = arena_mark(&ev->work);
    uint8_t verdict = (uint8_t)point_world(ev, world->box[side]);
    arena_rewind(&ev->work, mark);
    return verdict;
}

/* Does some sentence in question act where it should not, or none act at all? */
static bool acts_otherwise(const struct hunter *h, const struct joint_box *world,
                           const struct told *told)
{
    const struct norm_list *search = h->judge.search;
    bool none = true;
    h->joint->worked += search[0].count + search[1].count;
    for (int s = 0; s < DIFF_SIDES; s++)
        for (size_t i = 0; i < search[s].count; i++) {
            if (judge_effective(&h->judge, (enum diff_side)s, world, search[s].norms[i])
                == TRUTH_NO)
                continue;
            none = false;
            if ((s == DIFF_OLD ? told->was : told->now) == SAYS_NO)
                return true;
        }
    return none;
}

/* Is it plain that what differs in the moved world is not what was told? */
static bool tells_otherwise(const struct hunter *h, const struct told *told)
{
    const struct joint_box *world = h->reach.moved;
    const struct comparison *c = h->judge.comparison;
    bool clauses = c->equal_verdict;
    if (!clauses && c->question[DIFF_OLD].kind != ASK_VERDICT)
        return false;
    if (clauses && acts_otherwise(h, world, told))
        return true;
    return verdict_at(h->joint, DIFF_OLD, world) != (clauses ? told->verdict : told->was)
           || verdict_at(h->joint, DIFF_NEW, world) != (clauses ? told->verdict : told->now);
}

/* Gives the moved world this cell of the axis. */
static void move_to(struct hunter *h, uint32_t a, size_t cell)
{
    struct joint *j = h->joint;
    const struct axis *axis = &j->axes[a];
    struct joint_box *moved = h->reach.moved;
    joint_copy(j, moved, h->reach.world);
    if (axis->kind == AXIS_EVENT) {
        struct arena_mark mark = arena_mark(&j->work);
        uint64_t *one = ARENA_ARRAY(&j->work, uint64_t, axis->words);
        bitset_add(one, cell);
        joint_set(j, moved, h->limit, a, one);
        arena_rewind(&j->work, mark);
        return;
    }
    for (int s = 0; s < DIFF_SIDES; s++) {
        if (axis->column[s] == IR_NONE)
            continue;
        box_widen(j->ev[s], moved->box[s], h->limit->box[s], axis->column[s]);
        box_fix_cell(j->ev[s], moved->box[s], axis->column[s], axis->cell[s][cell]);
    }
}

static bool refused_at(struct hunter *h, uint32_t a, size_t cell, const struct told *told)
{
    size_t bit = (size_t)h->joint->axes[a].word * 64 + cell;
    if (bitset_has(h->reach.tried, bit))
        return bitset_has(h->reach.refused, bit);
    move_to(h, a, cell);
    bool refused = tells_otherwise(h, told);
    bitset_add(h->reach.tried, bit);
    if (refused)
        bitset_add(h->reach.refused, bit);
    return refused;
}

bool reach_within(const struct hunter *h, enum diff_side side, uint32_t norm)
{
    size_t i = index_of(&h->judge.search[side], norm);
    return i < h->judge.search[side].count && h->reach.within[side][i];
}

bool reach_refuses(struct hunter *h, uint32_t a, const uint64_t *cells, const struct told *told)
{
    const struct axis *axis = &h->joint->axes[a];
    if (!h->reach.cells)
        return false;
    if (!bitset_subset(cells, axis_cells(axis, h->reach.cells), axis->words))
        return true;
    size_t first = bitset_next(cells, axis->count, 0), last = bitset_last(cells, axis->words);
    return h->reach.single
           && (refused_at(h, a, first, told) || (last != first && refused_at(h, a, last, told)));
}

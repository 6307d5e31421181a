/* diff_grow.c: the largest region found around a box that differs.
 *
 * A box is widened along one axis after the other, as long as all of it differs in the same
 * way and no other region has it. That costs nodes of its own, and work of the record at
 * hand; a region that was grown too little is still right.
 */
#include "analysis/diff_hunt.h"

#include <string.h>

#define GROW_NODES 64 /* for one step of growing */
#define GROW_CELLS 64 /* of an axis that are tried one by one */
#define REGIONS_WORK 16 /* of which a look at their marks is as much work as at a record */
#define ALONG_FROM 1  /* slabs along an axis, from which what they share is gathered once */

/* ---- regions that are there --------------------------------------------------------------------- */

/* Short axes first: they tell most boxes apart at once. */
static bool meet(const struct joint *j, const uint64_t *a, const uint64_t *b)
{
    for (int wide = 0; wide < 2; wide++)
        for (size_t i = 0; i < j->axis_count; i++) {
            const struct axis *axis = &j->axes[i];
            if ((axis->words > 1) == (wide == 1)
                && !bitset_intersects(axis_cells(axis, a), axis_cells(axis, b), axis->words))
                return false;
        }
    return true;
}

/* Sets of cells with nothing in common mostly have marks with nothing in common. */
static uint64_t mark_cells(const struct hunter *h, const uint64_t *cells)
{
    const struct axis *axis = &h->joint->axes[h->longest];
    uint64_t mark = 0;
    for (uint32_t w = 0; w < axis->words; w++) {
        uint64_t word = axis_cells(axis, cells)[w];
        unsigned by = w * 11 % 64;
        mark |= by ? word << by | word >> (64 - by) : word;
    }
    return mark;
}

size_t meets_region(const struct hunter *h, const uint64_t *cells, size_t from)
{
    uint64_t mark = mark_cells(h, cells);
    h->joint->worked += 1 + (h->regions.count - from) / REGIONS_WORK;
    while (from < h->regions.count
           && (!(h->marks.items[from] & mark)
               || !meet(h->joint, h->regions.items[from].cells, cells)))
        from++;
    return from;
}

/* ---- a box ----------------------------------------------------------------------------------- */

/* Is everything in the box different in just this way? Uses up box and candidates. */
static bool all_told(struct hunter *h, struct joint_box *box, struct sides *sides,
                     const struct told *wanted)
{
    struct joint *j = h->joint;
    for (;;) {
        struct told told;
        enum judgement judged = judge_box(&h->judge, box, sides, &told);
        if (judged == JUDGED_SAME)
            return false;
        if (judged == JUDGED_DIFFERENT)
            return told.was == wanted->was && told.now == wanted->now
                   && told.verdict == wanted->verdict;
        if (h->judge.work > h->work_end || !judge_spend(&h->judge) || h->judge.axis == IR_NONE)
            return false;
        uint32_t axis = h->judge.axis;
        struct joint_box *half = cut_off(h, box);
        uint64_t *rest = saved_cells(h);
        struct arena_mark mark = arena_mark(&j->work);
        struct sides less = judge_again(&h->judge, half, sides);
        if (!all_told(h, half, &less, wanted))
            return false;
        arena_rewind(&j->work, mark);
        keep_rest(h, box, axis, rest, sides);
    }
}

/* Does a look at the box fit into what work is left? */
static bool affordable(const struct hunter *h, uint64_t effort)
{
    return h->judge.work + effort <= h->work_end;
}

/* Has a column of the axis postings? Without them a slab along it is as much work as the box. */
static bool is_posted(const struct hunter *h, uint32_t a)
{
    const struct joint *j = h->joint;
    for (int s = 0; s < DIFF_SIDES; s++) {
        const struct evaluator *ev = j->ev[s];
        uint32_t column = j->axes[a].column[s];
        for (uint32_t i = 0; i < ev->posting_count && column != IR_NONE; i++)
            if (!j->t[s]->columns[column].small
                && ev->postings[i].lane == j->t[s]->columns[column].lane)
                return true;
    }
    return false;
}

/* ---- growing -------------------------------------------------------------------------------------- */

/* What a look at the region at hand would cost; the same until it grows. */
static uint64_t effort_of(struct hunter *h, const struct joint_box *box)
{
    if (h->along.effort == 0)
        h->along.effort = judge_effort(&h->judge, box);
    return h->along.effort;
}

/* What fails without a look is charged what it cost on average to fail at the first: how far regions grow, and
 * when a record is told as one, does not depend on how soon a failure is seen. */
static void charge_refused(struct hunter *h, const struct joint_box *box)
{
    uint64_t effort = effort_of(h, box);
    uint64_t usual = h->failed ? h->failed_work / h->failed : 0;
    if (affordable(h, effort))
        h->judge.work += usual > effort + 1 ? usual : effort + 1;
}

/* From here on the box grows along this axis alone. */
static void begin_along(struct hunter *h, uint32_t a)
{
    h->along = (struct along){.axis = a};
}

/* Gathers once what slabs along an axis have in common; not where it has postings, which a slab is
 * narrowed to. */
static void gather_along(struct hunter *h, const struct joint_box *box)
{
    struct joint *j = h->joint;
    struct along *along = &h->along;
    uint64_t work = h->judge.work;
    const struct axis *axis = &j->axes[along->axis];
    const uint64_t *all = h->reach.cells ? h->reach.cells : h->limit->cells;
    uint64_t *cells = arena_copy(&j->work, axis_cells(axis, all), axis->words * sizeof *cells);
    struct joint_box *whole = joint_new(j, &j->work);
    joint_copy(j, whole, box);
    joint_set(j, whole, h->limit, along->axis, cells);
    for (int s = 0; s < DIFF_SIDES; s++)
        if (!gather_alike(j->ev[s], box->box[s], whole->box[s]))
            return;
    along->sides = judge_gather(&h->judge, whole);
    along->box = whole;
    h->judge.work = work;
}

/* The records that may hold in a slab beside the box. */
static struct sides gather_slab(struct hunter *h, const struct joint_box *slab)
{
    return h->along.box ? judge_within(&h->judge, slab, h->along.box, &h->along.sides)
                        : judge_gather(&h->judge, slab);
}

/* Has another region something of the box, given these cells of an axis? */
static bool is_taken(const struct hunter *h, const struct joint_box *box, const struct axis *axis,
                     const uint64_t *cells)
{
    struct joint *j = h->joint;
    struct arena_mark mark = arena_mark(&j->work);
    uint64_t *slab = arena_copy(&j->work, box->cells, j->words * sizeof *slab);
    memcpy(slab + axis->word, cells, axis->words * sizeof *cells);
    bool taken = meets_region(h, slab, h->first) < h->regions.count;
    arena_rewind(&j->work, mark);
    return taken;
}

/* Adds these cells of an axis when that keeps the region what it is. */
static bool grow_by(struct hunter *h, struct joint_box *box, uint32_t a, const uint64_t *cells,
                    const struct told *told)
{
    struct joint *j = h->joint;
    const struct axis *axis = &j->axes[a];
    if (h->judge.work > h->work_end || joint_spent(j))
        return false;
    if (reach_refuses(h, a, cells, told)) {
        charge_refused(h, box);
        return false;
    }
    if (h->grow_pool == 0
        || (!is_posted(h, a) && !affordable(h, effort_of(h, box)))
        || is_taken(h, box, axis, cells))
        return false;
    if (h->along.slabs == ALONG_FROM)
        gather_along(h, box);
    struct arena_mark mark = arena_mark(&j->work);
    uint64_t pool = h->grow_pool < GROW_NODES ? h->grow_pool : GROW_NODES, before = pool;
    uint64_t *old_pool = h->judge.pool;
    bool exhausted = h->judge.exhausted;
    struct joint_box *slab = joint_new(j, &j->work);
    joint_copy(j, slab, box);
    joint_set(j, slab, h->limit, a, cells);
    bool fits = affordable(h, judge_effort(&h->judge, slab));
    if (fits) {
        uint64_t work = h->judge.work;
        h->judge.pool = &pool;
        struct sides sides = gather_slab(h, slab);
        h->along.slabs++;
        fits = all_told(h, slab, &sides, told);
        h->judge.pool = old_pool;
        h->judge.exhausted = exhausted;
        h->grow_pool -= before - pool;
        if (!fits && pool == before) {
            h->failed++;
            h->failed_work += h->judge.work - work;
        }
    }
    if (fits) {
        uint64_t *all = arena_copy(&j->work, cells, axis->words * sizeof *all);
        for (uint32_t w = 0; w < axis->words; w++)
            all[w] |= axis_cells(axis, box->cells)[w];
        joint_set(j, box, h->limit, a, all);
        h->along.effort = 0;
    }
    arena_rewind(&j->work, mark);
    return fits;
}

/* The cells of the slice that the box does not have; false when there is none. */
static bool missing(const struct hunter *h, const struct joint_box *box, uint32_t a, uint64_t *out)
{
    const struct axis *axis = &h->joint->axes[a];
    bool any = false;
    for (uint32_t w = 0; w < axis->words; w++) {
        out[w] = axis_cells(axis, h->limit->cells)[w] & ~axis_cells(axis, box->cells)[w];
        any = any || out[w];
    }
    return any;
}

static bool grow_one(struct hunter *h, struct joint_box *box, uint32_t a, size_t cell,
                     const struct told *told)
{
    const struct axis *axis = &h->joint->axes[a];
    uint64_t *one = ARENA_ARRAY(&h->joint->work, uint64_t, axis->words);
    bitset_add(one, cell);
    return grow_by(h, box, a, one, told);
}

/* All at once; when many are missing, after a look at the first and the last. */
static bool grow_whole(struct hunter *h, struct joint_box *box, uint32_t a, const struct told *told)
{
    const struct axis *axis = &h->joint->axes[a];
    uint64_t *cells = arena_alloc(&h->joint->work, axis->words * sizeof *cells);
    if (!missing(h, box, a, cells))
        return true;
    if (bitset_count(cells, axis->words) > 2) {
        size_t first = bitset_next(cells, axis->count, 0), last = bitset_last(cells, axis->words);
        if (!grow_one(h, box, a, first, told) || !grow_one(h, box, a, last, told))
            return false;
        if (!missing(h, box, a, cells))
            return true;
    }
    return grow_by(h, box, a, cells, told);
}

static void grow_each(struct hunter *h, struct joint_box *box, uint32_t a, const struct told *told)
{
    const struct axis *axis = &h->joint->axes[a];
    uint64_t *cells = arena_alloc(&h->joint->work, axis->words * sizeof *cells);
    if (!missing(h, box, a, cells) || bitset_count(cells, axis->words) > GROW_CELLS)
        return;
    for (size_t i = bitset_next(cells, axis->count, 0); i < axis->count;
         i = bitset_next(cells, axis->count, i + 1))
        grow_one(h, box, a, i, told);
}

/* Numbers and days to either side, in steps that halve. */
static void grow_range(struct hunter *h, struct joint_box *box, uint32_t a, bool up,
                       const struct told *told)
{
    const struct axis *axis = &h->joint->axes[a];
    uint64_t *cells = arena_alloc(&h->joint->work, axis->words * sizeof *cells);
    for (size_t step = axis->count; step > 0; step /= 2) {
        const uint64_t *mine = axis_cells(axis, box->cells);
        size_t end = up ? bitset_last(mine, axis->words) : bitset_next(mine, axis->count, 0);
        if (up ? end + step >= axis->count : end < step)
            continue;
        memset(cells, 0, axis->words * sizeof *cells);
        bitset_add_range(cells, up ? end + 1 : end - step, step);
        if (bitset_subset(cells, axis_cells(axis, h->limit->cells), axis->words))
            grow_by(h, box, a, cells, told);
    }
}

static void grow(struct hunter *h, struct joint_box *box, const struct told *told)
{
    struct joint *j = h->joint;
    bool *whole = ARENA_ARRAY(&j->work, bool, j->axis_count);
    reach_from(h, box);
    for (uint32_t a = 0; a < j->axis_count; a++) {
        begin_along(h, a);
        whole[a] = grow_whole(h, box, a, told);
    }
    for (uint32_t a = 0; a < j->axis_count; a++) {
        if (whole[a])
            continue;
        begin_along(h, a);
        if (j->axes[a].kind == AXIS_NUMBERS) {
            grow_range(h, box, a, true, told);
            grow_range(h, box, a, false, told);
        } else {
            grow_each(h, box, a, told);
        }
    }
}

void add_region(struct hunter *h, struct joint_box *box, const struct told *told)
{
    struct joint *j = h->joint;
    struct diff_region region = {.was = told->was, .now = told->now, .verdict = told->verdict};
    grow(h, box, told);
    region.cells = arena_copy(j->arena, box->cells, j->words * sizeof *box->cells);
    VEC_PUSH(j->arena, &h->regions, region);
    VEC_PUSH(j->arena, &h->marks, mark_cells(h, region.cells));
}

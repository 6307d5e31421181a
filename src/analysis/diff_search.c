/* diff_search.c: all regions in which two policies differ, disjoint and large.
 *
 * In each slice of days the search goes through the records of the sentences that may act
 * differently, cuts joint boxes until each is the same or different throughout, and grows
 * what differs into the largest box it finds around it, over parts that no region has yet.
 * Growing has nodes of its own; a region that was grown too little is still right.
 */
#include "analysis/diff_judge.h"

#include <string.h>

#define GROW_NODES 64 /* for one step of growing */
#define GROW_CELLS 64  /* of an axis that are tried one by one */
#define FREE_NODES 5000 /* for each piece of the limit, before pieces are told as one */
#define SCATTERED 64   /* runs of cells that are searched one by one */
#define NOTE_NODES 40  /* for each piece of the limit, to learn which kinds of difference there are */

struct hunter {
    struct joint *joint;
    struct judge judge;
    const struct joint_box *limit; /* the slice at hand */
    uint64_t grow_pool;
    VEC(struct diff_region) regions;
    size_t first; /* of the slice */
    VEC(const uint64_t *) anchors; /* boxes that were searched, of the slice */
    VEC(uint64_t) marks;           /* per region, of its cells on the longest axis */
    uint32_t longest;
    size_t limit_at; /* regions from which on pieces are only noted */
    uint64_t note_pool, begun; /* nodes left for that; used before the comparison */
    VEC(struct diff_region) noted; /* one of each kind of difference, of the record at hand */
};

/* ---- boxes as cells --------------------------------------------------------------------------- */

static bool within(const struct joint *j, const uint64_t *a, const uint64_t *b)
{
    return bitset_subset(a, b, j->words);
}

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

/* The first region from an index on that meets the cells; the count when there is none. */
static size_t meets_region(const struct hunter *h, const uint64_t *cells, size_t from)
{
    uint64_t mark = mark_cells(h, cells);
    while (from < h->regions.count
           && (!(h->marks.items[from] & mark) || h->regions.items[from].partly
               || !meet(h->joint, h->regions.items[from].cells, cells)))
        from++;
    return from;
}

static struct joint_box *box_of(const struct hunter *h, const uint64_t *cells)
{
    struct joint *j = h->joint;
    struct joint_box *box = joint_new(j, &j->work);
    joint_copy(j, box, h->limit);
    for (uint32_t a = 0; a < j->axis_count; a++)
        joint_keep(j, box, a, axis_cells(&j->axes[a], cells));
    return box;
}

/* ---- going through a box ----------------------------------------------------------------------- */

static size_t cells_in(const struct joint *j, const struct joint_box *box, uint32_t axis)
{
    return bitset_count(axis_cells(&j->axes[axis], box->cells), j->axes[axis].words);
}

/* Cuts `box` in two: the smaller part goes to *half. */
static struct joint_box *cut_off(struct hunter *h, struct joint_box *box)
{
    struct joint *j = h->joint;
    uint32_t a = h->judge.axis;
    const struct axis *axis = &j->axes[a];
    uint64_t *cells = h->judge.cells;
    const uint64_t *mine = axis_cells(axis, box->cells);
    struct joint_box *half = joint_new(j, &j->work);
    uint64_t *rest = arena_alloc(&j->work, axis->words * sizeof *rest);
    for (uint32_t w = 0; w < axis->words; w++)
        rest[w] = mine[w] & ~cells[w];
    bool smaller = bitset_count(cells, axis->words) * 2 <= cells_in(j, box, a);
    joint_copy(j, half, box);
    joint_keep(j, half, a, smaller ? cells : rest);
    memcpy(cells, smaller ? rest : cells, axis->words * sizeof *cells);
    return half;
}

/* Keeps what cut_off left. The judge's cells were used meanwhile, so they come along. */
static void keep_rest(struct hunter *h, struct joint_box *box, uint32_t axis, const uint64_t *cells,
                      struct sides *sides)
{
    joint_keep(h->joint, box, axis, cells);
    judge_thin(&h->judge, box, sides);
}

static uint64_t *saved_cells(const struct hunter *h)
{
    return arena_copy(&h->joint->work, h->judge.cells,
                      h->joint->axes[h->judge.axis].words * sizeof(uint64_t));
}

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
        if (!judge_spend(&h->judge) || h->judge.axis == IR_NONE)
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

/* ---- growing -------------------------------------------------------------------------------------- */

/* Adds these cells of an axis when that keeps the region what it is. */
static bool grow_by(struct hunter *h, struct joint_box *box, uint32_t a, const uint64_t *cells,
                    const struct told *told)
{
    struct joint *j = h->joint;
    const struct axis *axis = &j->axes[a];
    struct arena_mark mark = arena_mark(&j->work);
    uint64_t pool = h->grow_pool < GROW_NODES ? h->grow_pool : GROW_NODES, before = pool;
    uint64_t *old_pool = h->judge.pool;
    bool exhausted = h->judge.exhausted;
    struct joint_box *slab = joint_new(j, &j->work);
    joint_copy(j, slab, box);
    joint_set(j, slab, h->limit, a, cells);
    bool fits = pool > 0 && meets_region(h, slab->cells, h->first) == h->regions.count;
    if (fits) {
        h->judge.pool = &pool;
        struct sides sides = judge_gather(&h->judge, slab);
        fits = all_told(h, slab, &sides, told);
        h->judge.pool = old_pool;
        h->judge.exhausted = exhausted;
        h->grow_pool -= before - pool;
    }
    if (fits) {
        uint64_t *all = arena_copy(&j->work, cells, axis->words * sizeof *all);
        for (uint32_t w = 0; w < axis->words; w++)
            all[w] |= axis_cells(axis, box->cells)[w];
        joint_set(j, box, h->limit, a, all);
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
        size_t first = bitset_next(cells, axis->count, 0), last = first;
        for (size_t i = first; i < axis->count; i = bitset_next(cells, axis->count, i + 1))
            last = i;
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
        size_t end = bitset_next(mine, axis->count, 0);
        if (up)
            for (size_t i = end; i < axis->count; i = bitset_next(mine, axis->count, i + 1))
                end = i;
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
    for (uint32_t a = 0; a < j->axis_count; a++)
        whole[a] = grow_whole(h, box, a, told);
    for (uint32_t a = 0; a < j->axis_count; a++) {
        if (whole[a])
            continue;
        if (j->axes[a].kind == AXIS_NUMBERS) {
            grow_range(h, box, a, true, told);
            grow_range(h, box, a, false, told);
        } else {
            grow_each(h, box, a, told);
        }
    }
}

/* ---- what is found ---------------------------------------------------------------------------------- */

static void add_region(struct hunter *h, struct joint_box *box, const struct told *told)
{
    struct joint *j = h->joint;
    struct diff_region region = {.was = told->was, .now = told->now, .verdict = told->verdict};
    grow(h, box, told);
    region.cells = arena_copy(j->arena, box->cells, j->words * sizeof *box->cells);
    VEC_PUSH(j->arena, &h->regions, region);
    VEC_PUSH(j->arena, &h->marks, mark_cells(h, region.cells));
}

/* Too many pieces, too much work? */
static bool limited(const struct hunter *h)
{
    uint64_t used = h->joint->diff->nodes - h->begun;
    return h->regions.count >= h->limit_at && used > FREE_NODES * h->judge.comparison->pieces;
}

/* Remembers one of each kind. */
static void note(struct hunter *h, const uint64_t *cells, const struct told *told)
{
    struct joint *j = h->joint;
    struct diff_region region = {told->was, told->now, told->verdict, .partly = true};
    for (size_t i = 0; i < h->noted.count; i++) {
        const struct diff_region *r = &h->noted.items[i];
        if (r->was == told->was && r->now == told->now && r->verdict == told->verdict)
            return;
    }
    region.sample = arena_copy(j->arena, cells, j->words * sizeof *cells);
    VEC_PUSH(j->arena, &h->noted, region);
}

/* Adds what no region from index `from` on has of these cells. They are used up. */
static void add_rest(struct hunter *h, uint64_t *cells, size_t from, const struct told *told)
{
    struct joint *j = h->joint;
    from = meets_region(h, cells, from);
    if (from == h->regions.count && limited(h)) {
        note(h, cells, told);
        return;
    }
    if (from == h->regions.count) {
        struct arena_mark mark = arena_mark(&j->work);
        add_region(h, box_of(h, cells), told);
        arena_rewind(&j->work, mark);
        return;
    }
    const uint64_t *taken = h->regions.items[from].cells;
    for (size_t i = 0; i < j->axis_count; i++) {
        const struct axis *axis = &j->axes[i];
        struct arena_mark mark = arena_mark(&j->work);
        uint64_t *piece = arena_copy(&j->work, cells, j->words * sizeof *cells);
        bool any = false;
        for (uint32_t w = axis->word; w < axis->word + axis->words; w++) {
            piece[w] &= ~taken[w];
            cells[w] &= taken[w];
            any = any || piece[w];
        }
        if (any)
            add_rest(h, piece, from + 1, told);
        arena_rewind(&j->work, mark);
    }
}

/* Pieces that are only noted get fewer nodes. */
static bool go_on(struct hunter *h)
{
    if (limited(h)) {
        if (h->note_pool == 0) {
            h->judge.exhausted = true;
            return false;
        }
        h->note_pool--;
    }
    return judge_spend(&h->judge);
}

static void hunt(struct hunter *h, struct joint_box *box, struct sides *sides)
{
    struct joint *j = h->joint;
    struct arena_mark mark = arena_mark(&j->work);
    for (;;) {
        struct told told;
        enum judgement judged = judge_box(&h->judge, box, sides, &told);
        if (judged == JUDGED_DIFFERENT)
            add_rest(h, arena_copy(&j->work, box->cells, j->words * sizeof *box->cells), h->first,
                     &told);
        if (judged != JUDGED_OPEN || !go_on(h) || h->judge.axis == IR_NONE)
            break;
        uint32_t axis = h->judge.axis;
        struct joint_box *half = cut_off(h, box);
        uint64_t *rest = saved_cells(h);
        struct sides less = judge_again(&h->judge, half, sides);
        hunt(h, half, &less);
        keep_rest(h, box, axis, rest, sides);
        arena_rewind(&j->work, mark);
    }
    arena_rewind(&j->work, mark);
}

/* ---- where to look ------------------------------------------------------------------------------------ */

static bool searched(const struct hunter *h, const uint64_t *cells)
{
    for (size_t i = 0; i < h->anchors.count; i++)
        if (within(h->joint, cells, h->anchors.items[i]))
            return true;
    return false;
}

/* Takes back the regions from an index on: the record's cells stand for all of its pieces. */
static void tell_as_one(struct hunter *h, size_t from, const uint64_t *cells)
{
    struct joint *j = h->joint;
    for (size_t i = from; i < h->regions.count; i++) {
        const struct diff_region *r = &h->regions.items[i];
        note(h, r->cells, &(struct told){r->was, r->now, r->verdict});
    }
    h->regions.count = h->marks.count = from;
    for (size_t i = 0; i < h->noted.count; i++) {
        struct diff_region region = h->noted.items[i];
        region.cells = arena_copy(j->arena, cells, j->words * sizeof *cells);
        VEC_PUSH(j->arena, &h->regions, region);
        VEC_PUSH(j->arena, &h->marks, 0);
    }
}

static void search_anchor(struct hunter *h, struct joint_box *box)
{
    struct joint *j = h->joint;
    struct arena *shelf = &j->ev[DIFF_OLD]->work; /* nobody else uses it in a slice */
    struct arena_mark mark = arena_mark(&j->work);
    if (!searched(h, box->cells)) {
        struct sides sides = judge_gather(&h->judge, box);
        const uint64_t *cells = arena_copy(shelf, box->cells, j->words * sizeof *box->cells);
        size_t before = h->regions.count;
        h->limit_at = before + h->judge.comparison->pieces;
        h->note_pool = NOTE_NODES * h->judge.comparison->pieces;
        h->noted.count = 0;
        hunt(h, box, &sides);
        if (h->noted.count)
            tell_as_one(h, before, cells);
        VEC_PUSH(shelf, &h->anchors, cells);
    }
    arena_rewind(&j->work, mark);
}

/* The next run of neighbours in a set of cells, from `at` on; false when there is none. */
static bool next_run(const struct axis *axis, const uint64_t *cells, size_t *at, uint64_t *run)
{
    size_t first = bitset_next(cells, axis->count, *at), end = first;
    memset(run, 0, axis->words * sizeof *run);
    for (; end < axis->count && bitset_has(cells, end); end++)
        bitset_add(run, end);
    *at = end;
    return first < axis->count;
}

static size_t count_runs(const struct axis *axis, const uint64_t *cells)
{
    size_t runs = 0;
    for (uint32_t w = 0; w < axis->words; w++) {
        uint64_t before = cells[w] << 1 | (w ? cells[w - 1] >> 63 : 0);
        runs += (size_t)__builtin_popcountll(cells[w] & ~before);
    }
    return runs;
}

/* A few scattered cells of the longest axis are looked at run by run: a table's box would
 * hold everything between them. What is equal in all is joined in the end. */
static void search_runs(struct hunter *h, struct joint_box *box)
{
    struct joint *j = h->joint;
    const struct axis *axis = &j->axes[h->longest];
    size_t runs = count_runs(axis, axis_cells(axis, box->cells)), at = 0;
    if (runs < 2 || runs > SCATTERED || axis->count <= 64) {
        search_anchor(h, box);
        return;
    }
    struct joint_box *part = joint_new(j, &j->work);
    uint64_t *run = arena_alloc(&j->work, axis->words * sizeof *run);
    while (next_run(axis, axis_cells(axis, box->cells), &at, run)) {
        joint_copy(j, part, box);
        joint_keep(j, part, h->longest, run);
        search_anchor(h, part);
    }
}

static void search_record(struct hunter *h, enum diff_side side, const unsigned char *record)
{
    struct joint *j = h->joint;
    struct arena_mark mark = arena_mark(&j->work);
    struct joint_box *box = joint_new(j, &j->work);
    joint_copy(j, box, h->limit);
    if (joint_meet(j, box, side, record))
        search_runs(h, box);
    arena_rewind(&j->work, mark);
}

static void search_slice(struct hunter *h, size_t slice, const bool *const search[DIFF_SIDES])
{
    struct joint *j = h->joint;
    struct arena_mark mark = arena_mark(&j->work);
    h->limit = joint_slice(j, slice);
    h->anchors.items = NULL;
    h->anchors.count = h->anchors.capacity = 0;
    h->first = h->regions.count;
    for (int s = 0; s < DIFF_SIDES && h->limit; s++) {
        const struct table *t = j->t[s];
        for (uint32_t n = 0; n < t->norms_count; n++)
            for (uint32_t r = 0; search[s][n] && r < t->nodes[n].record_count; r++)
                search_record(h, (enum diff_side)s,
                              table_record(t, (size_t)t->nodes[n].first_record + r));
    }
    arena_rewind(&j->work, mark);
}

void compare_regions(struct joint *j, const struct comparison *comparison,
                     const bool *const search[DIFF_SIDES], struct diff_regions *out)
{
    struct hunter h = {.joint = j, .grow_pool = j->left, .begun = j->diff->nodes};
    h.judge = (struct judge){.joint = j, .comparison = comparison, .pool = &j->left};
    h.judge.cells = ARENA_ARRAY(j->arena, uint64_t, j->words);
    for (uint32_t a = 1; a < j->axis_count; a++)
        if (j->axes[a].words > j->axes[h.longest].words)
            h.longest = a;
    for (size_t s = 0; s < j->slices.count; s++)
        search_slice(&h, s, search);
    out->items = h.regions.items;
    out->count = h.regions.count;
    out->open = h.judge.exhausted;
    merge_regions(j, out);
}

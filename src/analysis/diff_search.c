/* diff_search.c: all regions in which two policies differ, disjoint and large.
 *
 * In each slice of days the search goes through the records of the sentences that may act
 * differently, cuts joint boxes until each is the same or different throughout, and grows
 * what differs into the largest box it finds around it, over parts that no region has yet.
 * A record in which that makes many pieces, or much work, is told as one region for each kind
 * of difference in it: all of its cells, in parts of which it is so. Where the purse is empty before
 * a record, a slice or a piece of a region was looked at, that is open.
 */
#include "analysis/diff_hunt.h"

#include <string.h>

#define SCATTERED 64      /* runs of cells that are searched one by one */
#define LEAST_WORK 4000   /* for the pieces of a record */
#define SHARE_OF_WORK 8   /* of what is left, for one record */
#define FREE_WORK 20000   /* of a record, before its pieces are counted */
#define LEAST_PIECES 4    /* of a record, however many there are */
#define SLICE_WORK 64     /* of the purse, for a slice by itself */

/* ---- boxes as cells --------------------------------------------------------------------------- */

static bool within(const struct joint *j, const uint64_t *a, const uint64_t *b)
{
    return bitset_subset(a, b, j->words);
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

struct joint_box *cut_off(struct hunter *h, struct joint_box *box)
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

void keep_rest(struct hunter *h, struct joint_box *box, uint32_t axis, const uint64_t *cells,
               struct sides *sides)
{
    joint_keep(h->joint, box, axis, cells);
    if (sides)
        judge_thin(&h->judge, box, sides);
}

uint64_t *saved_cells(const struct hunter *h)
{
    return arena_copy(&h->joint->work, h->judge.cells,
                      h->joint->axes[h->judge.axis].words * sizeof(uint64_t));
}

/* Is nothing left for what comes now? Then it stays open. */
static bool purse_empty(struct hunter *h)
{
    bool empty = joint_spent(h->joint);
    h->judge.exhausted = h->judge.exhausted || empty;
    return empty;
}

/* ---- pieces -------------------------------------------------------------------------------- */

/* Adds what no region from index `from` on has of these cells. They are used up. */
static void add_rest(struct hunter *h, uint64_t *cells, size_t from, const struct told *told)
{
    struct joint *j = h->joint;
    from = meets_region(h, cells, from);
    if (from == h->regions.count) {
        struct arena_mark mark = arena_mark(&j->work);
        h->scattered = h->scattered || (from >= h->limit_at && h->judge.work > h->free_end);
        if (!h->scattered)
            add_region(h, box_of(h, cells), told);
        arena_rewind(&j->work, mark);
        return;
    }
    const uint64_t *taken = h->regions.items[from].cells;
    for (size_t i = 0; i < j->axis_count && !h->scattered && !purse_empty(h); i++) {
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

static void hunt(struct hunter *h, struct joint_box *box, struct sides *sides)
{
    struct joint *j = h->joint;
    struct arena_mark mark = arena_mark(&j->work);
    while (!h->scattered) {
        struct told told;
        enum judgement judged = judge_box(&h->judge, box, sides, &told);
        if (judged == JUDGED_DIFFERENT)
            add_rest(h, arena_copy(&j->work, box->cells, j->words * sizeof *box->cells), h->first,
                     &told);
        if (judged == JUDGED_OPEN && h->judge.work > h->work_end)
            h->scattered = true;
        if (judged != JUDGED_OPEN || h->scattered || !judge_spend(&h->judge)
            || h->judge.axis == IR_NONE)
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

/* Memory that lasts as long as a slice: nobody else uses it meanwhile. */
static struct arena *shelf(const struct hunter *h)
{
    return &h->joint->ev[DIFF_OLD]->work;
}

static const uint64_t *shelve(const struct hunter *h, const uint64_t *cells)
{
    return arena_copy(shelf(h), cells, h->joint->words * sizeof *cells);
}

static bool searched(const struct hunter *h, const uint64_t *cells)
{
    for (size_t i = 0; i < h->anchors.count; i++)
        if (within(h->joint, cells, h->anchors.items[i]))
            return true;
    return false;
}

static void search_anchor(struct hunter *h, struct joint_box *box)
{
    struct joint *j = h->joint;
    struct arena_mark mark = arena_mark(&j->work);
    if (h->scattered || searched(h, box->cells))
        return;
    if (h->judge.work + judge_effort(&h->judge, box) > h->work_end) {
        h->scattered = true;
        return;
    }
    struct sides sides = judge_gather(&h->judge, box);
    const uint64_t *cells = shelve(h, box->cells);
    hunt(h, box, &sides);
    if (!h->scattered)
        VEC_PUSH(shelf(h), &h->anchors, cells);
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

/* Takes back the regions from an index on: the record's cells stand for all of its pieces. */
static void tell_as_one(struct hunter *h, struct joint_box *box, size_t from)
{
    struct joint *j = h->joint;
    const uint64_t *cells = shelve(h, box->cells);
    struct found_kinds kinds = {.hunter = h};
    for (size_t i = from; i < h->regions.count; i++) {
        const struct diff_region *r = &h->regions.items[i];
        uint64_t *inside = arena_copy(&j->work, r->cells, j->words * sizeof *inside);
        for (uint32_t w = 0; w < j->words; w++)
            inside[w] &= cells[w];
        kinds_note(&kinds, inside, &(struct told){r->was, r->now, r->verdict});
    }
    h->regions.count = h->marks.count = from;
    kinds_seek(h, box, &kinds);
    for (size_t i = 0; i < kinds.list.count; i++) {
        struct diff_region region = kinds.list.items[i];
        region.cells = arena_copy(j->arena, cells, j->words * sizeof *cells);
        VEC_PUSH(j->arena, &h->regions, region);
        VEC_PUSH(j->arena, &h->marks, 0);
    }
    VEC_PUSH(shelf(h), &h->anchors, cells);
}

/* What the pieces of a record may cost is a share of what is left for all, so that a few
 * changes are told exactly and many are told at all. */
static void search_record(struct hunter *h, enum diff_side side, uint32_t norm,
                          const unsigned char *record)
{
    struct joint *j = h->joint;
    if (purse_empty(h))
        return;
    struct arena_mark mark = arena_mark(&j->work);
    struct joint_box *box = joint_new(j, &j->work), *whole = joint_new(j, &j->work);
    size_t before = h->regions.count;
    uint64_t begun = h->judge.work, share = j->spare / SHARE_OF_WORK;
    h->scattered = false;
    h->limit_at = before + h->pieces;
    h->free_end = begun + FREE_WORK;
    h->work_end = begun + (share > LEAST_WORK ? share : LEAST_WORK);
    joint_copy(j, whole, h->limit);
    if (joint_meet(j, whole, side, record) && reach_alone(h, side, norm, whole)) {
        joint_copy(j, box, whole);
        search_runs(h, box);
    }
    uint64_t used = h->judge.work - begun;
    j->spare -= used < j->spare ? used : j->spare;
    if (h->scattered && !searched(h, whole->cells))
        tell_as_one(h, whole, before);
    arena_rewind(&j->work, mark);
}

static void search_slice(struct hunter *h, size_t slice, const struct norm_list search[DIFF_SIDES])
{
    struct joint *j = h->joint;
    struct arena_mark mark = arena_mark(&j->work);
    if (purse_empty(h))
        return;
    j->worked += SLICE_WORK;
    h->limit = joint_slice(j, slice);
    h->anchors.items = NULL;
    h->anchors.count = h->anchors.capacity = 0;
    h->first = h->regions.count;
    if (h->limit)
        reach_note(h, search);
    for (int s = 0; s < DIFF_SIDES && h->limit; s++) {
        const struct table *t = j->t[s];
        for (size_t i = 0; i < search[s].count; i++, steps_done(j->ev[DIFF_OLD]->steps)) {
            const struct table_node *node = &t->nodes[search[s].norms[i]];
            for (uint32_t r = 0; r < node->record_count; r++)
                search_record(h, (enum diff_side)s, search[s].norms[i],
                              table_record(t, (size_t)node->first_record + r));
        }
    }
    arena_rewind(&j->work, mark);
}

static size_t pieces_of_each(const struct joint *j, const struct comparison *comparison,
                             const struct norm_list search[DIFF_SIDES])
{
    size_t records = 1;
    for (int s = 0; s < DIFF_SIDES; s++)
        for (size_t i = 0; i < search[s].count; i++)
            records += j->t[s]->nodes[search[s].norms[i]].record_count;
    size_t each = comparison->all_pieces / records;
    each = each < comparison->pieces ? each : comparison->pieces;
    return each > LEAST_PIECES ? each : LEAST_PIECES;
}

void compare_regions(struct joint *j, const struct comparison *comparison,
                     const struct norm_list search[DIFF_SIDES], struct diff_regions *out)
{
    struct hunter h = {.joint = j, .grow_pool = j->left};
    h.pieces = pieces_of_each(j, comparison, search);
    h.judge = (struct judge){.joint = j, .comparison = comparison, .pool = &j->left};
    h.judge.search = search;
    h.judge.cells = ARENA_ARRAY(j->arena, uint64_t, j->words);
    for (uint32_t a = 1; a < j->axis_count; a++)
        if (j->axes[a].words > j->axes[h.longest].words)
            h.longest = a;
    for (size_t s = 0; s < j->slices.count && search[0].count + search[1].count > 0; s++)
        search_slice(&h, s, search);
    out->items = h.regions.items;
    out->count = h.regions.count;
    out->open = h.judge.exhausted;
    merge_regions(j, out);
}

/* gather.c: from a box to the records that may hold in it.
 *
 * For each pivot the lists of the cells that the box allows are neighbours in the table; of
 * the wild records, those whose bit is left after ANDing the rows (ORed over the allowed
 * cells) of the row columns. Every one of them is then checked itself.
 */
#include "eval/engine.h"

#include <string.h>

struct list {
    struct evaluator *ev;
    const struct box *box;
    struct arena *arena;
    VEC(struct candidate) items;
};

static void consider(struct list *list, const unsigned char *record, enum norm_sign sign)
{
    list->ev->worked += list->ev->record_work;
    enum eval_truth t = truth_of_record(list->ev, list->box, record);
    if (t == TRUTH_NO)
        return;
    uint32_t id = record_node(list->ev, record);
    struct candidate c = {record, id, IR_NONE, (uint8_t)sign, (uint8_t)t};
    VEC_PUSH(list->arena, &list->items, c);
}

/* A cube posted under several of the cells at hand is one candidate: its norm's own record,
 * which is that of the whole cube where the norm has no other. */
static void consider_once(struct list *list, const unsigned char *record, enum norm_sign sign)
{
    struct evaluator *ev = list->ev;
    uint32_t id = record_node(ev, record);
    if (ev->traits[id] & TRAIT_CUBES) {
        consider(list, record, sign);
        return;
    }
    if (ev->memos[id].visit == ev->visit)
        return;
    ev->memos[id].visit = ev->visit;
    consider(list, table_record(ev->table, ev->table->nodes[id].first_record), sign);
}

static void gather_posted(struct list *list, enum norm_sign sign)
{
    const struct table *t = list->ev->table;
    list->ev->visit++;
    for (size_t i = 0; i < t->pivots_count; i++) {
        const struct table_pivot *pivot = &t->pivots[i];
        if (pivot->sign != (uint32_t)sign)
            continue;
        uint32_t lane = t->columns[pivot->column].lane;
        const uint32_t *offsets = t->offsets + pivot->first_offset;
        uint32_t first = offsets[list->box->cell_low[lane]];
        uint32_t end = offsets[list->box->cell_high[lane] + 1];
        bool one_cell = list->box->cell_low[lane] == list->box->cell_high[lane];
        for (uint32_t r = first; r < end; r++) {
            if (one_cell)
                consider(list, table_record(t, r), sign);
            else
                consider_once(list, table_record(t, r), sign);
        }
    }
}

/* The rows of a row column that the box allows. */
struct allowed {
    const uint64_t *rows;
    uint32_t first, last;
    uint64_t cells; /* small: those of first..last that are allowed; wide: all */
};

static struct allowed allowed_rows(const struct list *list, const struct table_row_column *row)
{
    const struct table_column *c = &list->ev->table->columns[row->column];
    struct allowed a = {.rows = list->ev->table->rows + row->first_word, .cells = UINT64_MAX};
    if (c->small) {
        a.cells = (list->box->mask[c->word] & list->ev->field[row->column]) >> c->shift;
        a.first = (uint32_t)__builtin_ctzll(a.cells);
        a.last = 63u - (uint32_t)__builtin_clzll(a.cells);
    } else {
        a.first = (uint32_t)list->box->low[c->lane] >> row->bucket_shift;
        a.last = (uint32_t)list->box->high[c->lane] >> row->bucket_shift;
    }
    return a;
}

/* Every record accepts some cell, so a column of which all are allowed rules nothing out. */
static bool rules_out(const struct table_row_column *row, const struct allowed *a)
{
    uint64_t all = row->row_count >= 64 ? UINT64_MAX : (UINT64_C(1) << row->row_count) - 1;
    return a->first != 0 || a->last + 1 != row->row_count || (all & ~a->cells);
}

/* ANDs eight words of one row column into block. */
static void and_rows(const struct allowed *a, uint32_t row_words, uint32_t word, uint64_t *block)
{
    const uint64_t *row = a->rows + (size_t)a->first * row_words + word;
    uint64_t any[8];
    memcpy(any, row, sizeof any);
    for (uint32_t r = a->first + 1; r <= a->last; r++) {
        row += row_words;
        if (!(a->cells >> (r & 63) & 1))
            continue;
        for (int k = 0; k < 8; k++)
            any[k] |= row[k];
    }
    for (int k = 0; k < 8; k++)
        block[k] &= any[k];
}

/* The wild records whose bits are left in eight words. */
static void consider_block(struct list *list, enum norm_sign sign, const unsigned char *first,
                           const uint64_t *block)
{
    size_t size = list->ev->meta->record_size;
    for (uint32_t k = 0; k < 8; k++)
        for (uint64_t bits = block[k]; bits; bits &= bits - 1)
            consider(list, first + (k * 64u + (unsigned)__builtin_ctzll(bits)) * size, sign);
}

static void gather_wild(struct list *list, enum norm_sign sign)
{
    const struct table *t = list->ev->table;
    const struct table_wild *wild = &t->wilds[sign];
    struct allowed allowed[TABLE_ROW_COLUMNS];
    uint32_t count = 0;
    for (uint32_t i = 0; i < wild->row_column_count; i++) {
        const struct table_row_column *row = &t->row_columns[wild->first_row_column + i];
        allowed[count] = allowed_rows(list, row);
        count += rules_out(row, &allowed[count]);
    }
    if (count == 0) {
        for (uint32_t i = 0; i < wild->record_count; i++)
            consider(list, table_record(t, wild->first_record + i), sign);
        return;
    }
    for (uint32_t word = 0; word < wild->row_words; word += 8) {
        uint64_t block[8];
        memset(block, 0xFF, sizeof block);
        for (uint32_t i = 0; i < count; i++)
            and_rows(&allowed[i], wild->row_words, word, block);
        consider_block(list, sign, table_record(t, wild->first_record + word * 64u), block);
    }
}

static bool any_may_be_contested(const struct list *list)
{
    for (size_t i = 0; i < list->items.count; i++)
        if (list->ev->traits[list->items.items[i].norm] & TRAIT_CONTEST)
            return true;
    return false;
}

struct candidates gather_candidates(struct evaluator *ev, const struct box *box, bool permits,
                                    bool duties, struct arena *arena)
{
    struct candidates wild = gather_wild_only(ev, box, arena);
    struct gather_signs signs = {permits, duties};
    struct candidates out = gather_rest(ev, box, &wild, signs, arena);
    for (size_t i = 0; i < out.count; i++)
        out.items[i].clause = ev->table->norms[out.items[i].norm].clause;
    return out;
}

struct candidates gather_rest(struct evaluator *ev, const struct box *box,
                              const struct candidates *wild, struct gather_signs signs,
                              struct arena *arena)
{
    struct list list = {ev, box, arena, {0}};
    gather_posted(&list, SIGN_PROHIBIT);
    VEC_RESERVE(arena, &list.items, list.items.count + wild->count);
    for (size_t i = 0; i < wild->count; i++)
        VEC_PUSH(arena, &list.items, wild->items[i]);
    bool permits = signs.permits || any_may_be_contested(&list);
    if (signs.duties) {
        gather_posted(&list, SIGN_DUTY);
        gather_wild(&list, SIGN_DUTY);
    }
    struct candidates out = {NULL, 0, list.items.count};
    if (permits) {
        gather_posted(&list, SIGN_PERMIT);
        gather_wild(&list, SIGN_PERMIT);
    }
    out.items = list.items.items;
    out.count = list.items.count;
    return out;
}

struct candidates gather_wild_only(struct evaluator *ev, const struct box *box,
                                   struct arena *arena)
{
    struct list list = {ev, box, arena, {0}};
    gather_wild(&list, SIGN_PROHIBIT);
    return (struct candidates){list.items.items, list.items.count, list.items.count};
}

bool gather_alike(const struct evaluator *ev, const struct box *x, const struct box *y)
{
    const struct table *t = ev->table;
    for (size_t i = 0; i < t->pivots_count; i++) {
        uint32_t lane = t->columns[t->pivots[i].column].lane;
        if (x->cell_low[lane] != y->cell_low[lane] || x->cell_high[lane] != y->cell_high[lane])
            return false;
    }
    return true;
}

uint64_t gather_effort(const struct evaluator *ev, const struct box *box)
{
    uint64_t records = ev->table->wilds[SIGN_PROHIBIT].record_count / 8; /* rows pass few */
    for (uint32_t i = 0; i < ev->posting_count; i++) {
        const struct posting_index *index = &ev->postings[i];
        records += index->offsets[box->cell_high[index->lane] + 1]
                   - index->offsets[box->cell_low[index->lane]];
    }
    return records;
}

/* Writes those that still may hold to `to`, which may be where they came from. */
static struct candidates thin(struct evaluator *ev, const struct box *box,
                              const struct candidates *from, struct candidate *to)
{
    struct candidates out = {to, 0, 0};
    ev->worked += from->count * ev->record_work;
    for (size_t i = 0; i < from->count; i++) {
        struct candidate c = from->items[i];
        if (i == from->permits)
            out.permits = out.count;
        if (c.truth != TRUTH_YES) {
            c.truth = (uint8_t)truth_of_record(ev, box, c.record);
            if (c.truth == TRUTH_NO)
                continue;
        }
        to[out.count++] = c;
    }
    if (from->permits >= from->count)
        out.permits = out.count;
    return out;
}

struct candidates gather_again(struct evaluator *ev, const struct box *box,
                               const struct candidates *from, struct arena *arena)
{
    return thin(ev, box, from, arena_alloc(arena, from->count * sizeof(struct candidate)));
}

void gather_in_place(struct evaluator *ev, const struct box *box, struct candidates *candidates)
{
    *candidates = thin(ev, box, candidates, candidates->items);
}

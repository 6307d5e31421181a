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

static void consider(struct list *list, size_t record)
{
    const unsigned char *at = table_record(list->ev->table, record);
    enum eval_truth t = truth_of_record(list->ev, list->box, at);
    if (t == TRUTH_NO)
        return;
    uint32_t id = record_node(list->ev, at);
    const struct table_norm *norm = &list->ev->table->norms[id];
    struct candidate c = {at, id, norm->clause, norm->sign, (uint8_t)t};
    VEC_PUSH(list->arena, &list->items, c);
}

static void gather_posted(struct list *list, enum norm_sign sign)
{
    const struct table *t = list->ev->table;
    for (size_t i = 0; i < t->pivots_count; i++) {
        const struct table_pivot *pivot = &t->pivots[i];
        if (pivot->sign != (uint32_t)sign)
            continue;
        uint32_t lane = t->columns[pivot->column].lane;
        const uint32_t *offsets = t->offsets + pivot->first_offset;
        uint32_t first = offsets[list->box->cell_low[lane]];
        uint32_t end = offsets[list->box->cell_high[lane] + 1];
        for (uint32_t r = first; r < end; r++)
            consider(list, r);
    }
}

/* The row numbers of a row column that the box allows, as first..last. */
static void allowed_rows(const struct list *list, const struct table_row_column *row,
                         uint32_t *first, uint32_t *last)
{
    const struct table_column *c = &list->ev->table->columns[row->column];
    if (c->small) {
        uint64_t cells = (list->box->mask[c->word] & list->ev->field[row->column]) >> c->shift;
        *first = (uint32_t)__builtin_ctzll(cells);
        *last = 63u - (uint32_t)__builtin_clzll(cells);
    } else {
        *first = (uint32_t)list->box->low[c->lane] >> row->bucket_shift;
        *last = (uint32_t)list->box->high[c->lane] >> row->bucket_shift;
    }
}

/* ANDs eight words of one row column into block. */
static void and_rows(const struct list *list, const struct table_wild *wild,
                     const struct table_row_column *row, uint32_t word, uint64_t *block)
{
    const uint64_t *rows = list->ev->table->rows + row->first_word + word;
    uint32_t first, last;
    allowed_rows(list, row, &first, &last);
    if (first == last) {
        const uint64_t *one = rows + (size_t)first * wild->row_words;
        for (int k = 0; k < 8; k++)
            block[k] &= one[k];
        return;
    }
    uint64_t any[8] = {0};
    const struct table_column *c = &list->ev->table->columns[row->column];
    for (uint32_t r = first; r <= last; r++) {
        if (c->small && !(list->box->mask[c->word] >> (c->shift + r) & 1))
            continue;
        const uint64_t *one = rows + (size_t)r * wild->row_words;
        for (int k = 0; k < 8; k++)
            any[k] |= one[k];
    }
    for (int k = 0; k < 8; k++)
        block[k] &= any[k];
}

static void gather_wild(struct list *list, enum norm_sign sign)
{
    const struct table *t = list->ev->table;
    const struct table_wild *wild = &t->wilds[sign];
    if (wild->row_column_count == 0) {
        for (uint32_t i = 0; i < wild->record_count; i++)
            consider(list, wild->first_record + i);
        return;
    }
    for (uint32_t word = 0; word < wild->row_words; word += 8) {
        uint64_t block[8];
        memset(block, 0xFF, sizeof block);
        for (uint32_t i = 0; i < wild->row_column_count; i++)
            and_rows(list, wild, &t->row_columns[wild->first_row_column + i], word, block);
        for (uint32_t k = 0; k < 8; k++)
            for (uint64_t bits = block[k]; bits; bits &= bits - 1)
                consider(list, (size_t)wild->first_record + (word + k) * 64u
                                   + (unsigned)__builtin_ctzll(bits));
    }
}

static bool any_may_be_contested(const struct list *list)
{
    for (size_t i = 0; i < list->items.count; i++)
        if (list->ev->table->norms[list->items.items[i].norm].flags & NORM_MAY_CONTEST)
            return true;
    return false;
}

struct candidates gather_candidates(struct evaluator *ev, const struct box *box, bool permits,
                                    bool duties, struct arena *arena)
{
    struct list list = {ev, box, arena, {0}};
    gather_posted(&list, SIGN_PROHIBIT);
    gather_wild(&list, SIGN_PROHIBIT);
    permits = permits || any_may_be_contested(&list);
    if (duties) {
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

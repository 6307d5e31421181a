/* index.c: how a point finds the records that may accept it.
 *
 * Per sign, each cube of a norm goes to one of two places. If it tests a wide column with
 * few cells (a product out of thousands), it is posted under each of these cells, and a
 * point looks only at its own cell's list. Else it is wild: rows of bits, one per cell of
 * the most selective columns, are ANDed, and what is left is checked. Worked example: of
 * 700 grants 665 name a product and are posted; a point meets about three of them, and the
 * 35 others are one 512-bit block.
 */
#include "table/build.h"

#include "base/bitset.h"

#include <stdlib.h>
#include <string.h>


/* Wild records that may be left at a point: no further column's rows make that cheaper. */
#define FEW_LEFT 0.25

/* A cube of a norm that is to stand in the index. */
struct posting {
    uint32_t node, cube, literal; /* literal IR_NONE: wild */
    bool only;                    /* it is posted under one cell alone */
};

/* The postings of a cell are found by counting, since cubes come in ascending order anyway:
 * cells of all wide columns are numbered through, those of a column from first_cell on. */
struct sorter {
    struct table_builder *b;
    uint32_t sign;
    VEC(struct posting) posted;
    VEC(struct posting) wild;
    uint32_t *first_cell; /* by column, and after the last one how many there are */
    uint32_t *starts;     /* by cell: of its entries; while they are counted, how many */
    uint32_t *entries;    /* indices of posted, by cell */
};

static uint32_t cells_of(const struct ir *ir, const struct ir_literal *literal)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < literal->range_count; i++)
        n += ir->ranges.items[literal->first_range + i].high
             - ir->ranges.items[literal->first_range + i].low + 1;
    return n;
}

static bool may_pivot(const struct table_column *column)
{
    return !column->small && !column->lane_shift;
}

/* The literal of a cube under whose cells it is best posted, or IR_NONE. */
static uint32_t choose_pivot(const struct table_builder *b, const struct ir_cube *cube)
{
    uint32_t best = IR_NONE, fewest = b->layout.pivot_cells + 1;
    for (uint32_t i = 0; i < cube->count; i++) {
        uint32_t id = b->ir->cube_literals.items[cube->first + i];
        const struct ir_literal *literal = &b->ir->literals.items[id];
        const struct table_column *column = &b->columns.items[literal->column];
        if (!may_pivot(column))
            continue;
        uint32_t n = cells_of(b->ir, literal);
        if (n < fewest && n * b->layout.pivot_share <= column->cell_count) {
            best = id;
            fewest = n;
        }
    }
    return best;
}

static void sort_cube(struct sorter *s, uint32_t node, uint32_t cube)
{
    struct table_builder *b = s->b;
    uint32_t id = choose_pivot(b, &b->ir->cubes.items[cube]);
    struct posting posting = {node, cube, id, true};
    if (id == IR_NONE) {
        VEC_PUSH(b->arena, &s->wild, posting);
        return;
    }
    const struct ir_literal *literal = &b->ir->literals.items[id];
    posting.only = cells_of(b->ir, literal) == 1;
    VEC_PUSH(b->arena, &s->posted, posting);
}

/* Calls for each posting of each cell, in the order of cubes. */
static void each_cell(struct sorter *s, void (*visit)(struct sorter *s, uint32_t cell, uint32_t entry))
{
    const struct ir *ir = s->b->ir;
    for (uint32_t i = 0; i < s->posted.count; i++) {
        const struct ir_literal *literal = &ir->literals.items[s->posted.items[i].literal];
        uint32_t first = s->first_cell[literal->column];
        for (uint32_t k = 0; k < literal->range_count; k++) {
            struct ir_range r = ir->ranges.items[literal->first_range + k];
            for (uint32_t cell = r.low; cell <= r.high; cell++)
                visit(s, first + cell, i);
        }
    }
}

static void count_entry(struct sorter *s, uint32_t cell, uint32_t entry)
{
    (void)entry;
    s->starts[cell]++;
}

/* Moves the start of the cell on, to that of the next one in the end. */
static void place_entry(struct sorter *s, uint32_t cell, uint32_t entry)
{
    s->entries[s->starts[cell]++] = entry;
}

static void number_cells(struct sorter *s)
{
    struct table_builder *b = s->b;
    uint32_t cells = 0;
    s->first_cell = arena_alloc(b->arena, (b->columns.count + 1) * sizeof *s->first_cell);
    for (uint32_t i = 0; i < b->columns.count; i++) {
        const struct table_column *column = &b->columns.items[i];
        s->first_cell[i] = cells;
        cells += may_pivot(column) ? column->cell_count : 0;
    }
    s->first_cell[b->columns.count] = cells;
}

/* Afterwards the entries of cell c are those up to starts[c], from starts[c - 1] on. Returns
 * how many there are. */
static uint32_t sort_postings(struct sorter *s)
{
    uint32_t cells, next = 0;
    number_cells(s);
    cells = s->first_cell[s->b->columns.count];
    s->starts = ARENA_ARRAY(s->b->arena, uint32_t, cells);
    each_cell(s, count_entry);
    for (uint32_t i = 0; i < cells; i++) {
        uint32_t count = s->starts[i];
        s->starts[i] = next;
        next += count;
    }
    s->entries = arena_alloc(s->b->arena, next * sizeof *s->entries);
    each_cell(s, place_entry);
    return next;
}

/* Appends the record. Of a norm with one cube that stands in one place it is the norm's own
 * as well. */
static void append(struct table_builder *b, const struct posting *p, uint32_t cell)
{
    struct table_node *node = &b->nodes.items[p->node];
    if (p->only && node->record_count == 1)
        node->first_record = (uint32_t)b->record_count;
    record_append(b, p->node, p->cube, p->literal, cell);
}

/* The column's part of the index, if something is posted there. */
static void post_column(struct sorter *s, uint32_t id)
{
    struct table_builder *b = s->b;
    uint32_t first = s->first_cell[id], end = s->first_cell[id + 1];
    uint32_t next = first ? s->starts[first - 1] : 0;
    if (first == end || s->starts[end - 1] == next)
        return;
    struct table_pivot pivot = {s->sign, id, (uint32_t)b->offsets.count};
    VEC_PUSH(b->arena, &b->pivots, pivot);
    for (uint32_t cell = first; cell < end; cell++) {
        VEC_PUSH(b->arena, &b->offsets, (uint32_t)b->record_count);
        for (; next < s->starts[cell]; next++)
            append(b, &s->posted.items[s->entries[next]], cell - first);
    }
    VEC_PUSH(b->arena, &b->offsets, (uint32_t)b->record_count);
}

/* ---- rows of the wild records ------------------------------------------------------------ */

/* Row indices of a column that a wild record may accept: first..last of it as a hull, with
 * *cells the exact set for a small column. */
static uint64_t small_cells(const struct table_builder *b, size_t record,
                            const struct table_column *column)
{
    uint64_t word;
    memcpy(&word, b->records.items + record * b->meta.record_size + (size_t)column->word * 8, 8);
    uint64_t all = column->cell_count == 64 ? UINT64_MAX : (UINT64_C(1) << column->cell_count) - 1;
    return word >> column->shift & all;
}

static void lane_hull(const struct table_builder *b, size_t record,
                      const struct table_column *column, uint16_t *low, uint16_t *high)
{
    const unsigned char *lanes = b->records.items + record * b->meta.record_size
                                 + (size_t)b->meta.mask_words * 8;
    memcpy(low, lanes + (size_t)column->lane * 2, 2);
    memcpy(high, lanes + ((size_t)b->meta.lanes + column->lane) * 2, 2);
}

struct candidate {
    uint32_t column, bucket_shift, rows;
    double accepted; /* share of (record, row) pairs that are set: less is more selective */
};

static struct candidate rate_column(const struct table_builder *b, const struct table_wild *wild,
                                    uint32_t id)
{
    const struct table_column *column = &b->columns.items[id];
    struct candidate c = {id, 0, column->cell_count, 0};
    uint32_t top = (column->cell_count - 1) >> column->lane_shift;
    while (!column->small && top >> c.bucket_shift >= b->layout.buckets)
        c.bucket_shift++;
    if (!column->small)
        c.rows = (top >> c.bucket_shift) + 1;
    double set = 0;
    for (uint32_t i = 0; i < wild->record_count; i++) {
        if (column->small) {
            set += __builtin_popcountll(small_cells(b, wild->first_record + i, column));
        } else {
            uint16_t low, high;
            lane_hull(b, wild->first_record + i, column, &low, &high);
            if (high > top)
                high = (uint16_t)top;
            set += (high >> c.bucket_shift) - (low >> c.bucket_shift) + 1;
        }
    }
    c.accepted = set / ((double)wild->record_count * c.rows);
    return c;
}

static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->accepted != y->accepted)
        return x->accepted < y->accepted ? -1 : 1;
    return x->column < y->column ? -1 : x->column > y->column;
}

static void fill_rows(struct table_builder *b, const struct table_wild *wild,
                      const struct candidate *c)
{
    const struct table_column *column = &b->columns.items[c->column];
    struct table_row_column row = {c->column, c->bucket_shift, c->rows, (uint32_t)b->rows.count};
    VEC_PUSH(b->arena, &b->row_columns, row);
    VEC_RESERVE(b->arena, &b->rows, b->rows.count + (size_t)c->rows * wild->row_words);
    for (size_t i = 0; i < (size_t)c->rows * wild->row_words; i++)
        VEC_PUSH(b->arena, &b->rows, 0);
    uint64_t *rows = b->rows.items + row.first_word;
    for (uint32_t i = 0; i < wild->record_count; i++) {
        uint16_t low = 0, high = 0;
        uint64_t cells = 0;
        if (column->small)
            cells = small_cells(b, wild->first_record + i, column);
        else
            lane_hull(b, wild->first_record + i, column, &low, &high);
        for (uint32_t r = 0; r < c->rows; r++) {
            bool accepts = column->small ? cells >> r & 1
                                         : r >= (uint32_t)low >> c->bucket_shift
                                               && r <= (uint32_t)high >> c->bucket_shift;
            if (accepts)
                bitset_add(rows + (size_t)r * wild->row_words, i);
        }
    }
}

static void index_wild(struct sorter *s)
{
    struct table_builder *b = s->b;
    struct table_wild wild = {.first_record = (uint32_t)b->record_count,
                              .record_count = (uint32_t)s->wild.count,
                              .row_words = (uint32_t)((s->wild.count + 511) / 512 * 8),
                              .first_row_column = (uint32_t)b->row_columns.count};
    for (size_t i = 0; i < s->wild.count; i++)
        append(b, &s->wild.items[i], 0);
    if (wild.record_count >= b->layout.rows_worth_it) {
        VEC(struct candidate) candidates = {0};
        for (uint32_t i = 0; i < b->columns.count; i++) {
            struct candidate c = rate_column(b, &wild, i);
            if (c.accepted < 0.9)
                VEC_PUSH(b->arena, &candidates, c);
        }
        if (candidates.count)
            qsort(candidates.items, candidates.count, sizeof *candidates.items,
                  compare_candidates);
        double left = wild.record_count;
        for (size_t i = 0; i < candidates.count && i < TABLE_ROW_COLUMNS && left > FEW_LEFT; i++) {
            fill_rows(b, &wild, &candidates.items[i]);
            left *= candidates.items[i].accepted;
        }
    }
    wild.row_column_count = (uint32_t)b->row_columns.count - wild.first_row_column;
    VEC_PUSH(b->arena, &b->wilds, wild);
}

/* For the records of this sign, and for those that nodes have of their own. */
static void make_room(struct sorter *s, size_t posted)
{
    struct table_builder *b = s->b;
    size_t records = posted + s->wild.count + b->ir->cubes.count;
    VEC_RESERVE(b->arena, &b->records, b->records.count + records * b->meta.record_size);
}

void index_build(struct table_builder *b)
{
    const struct ir *ir = b->ir;
    for (uint32_t sign = 0; sign < TABLE_SIGNS; sign++) {
        struct sorter s = {.b = b, .sign = sign};
        for (uint32_t i = 0; i < ir->norms.count; i++) {
            if (ir->model->norms.items[i].sign != (enum norm_sign)sign)
                continue;
            const struct ir_node *node = &ir->nodes.items[i];
            for (uint32_t k = 0; k < node->cube_count; k++)
                sort_cube(&s, i, node->first_cube + k);
        }
        make_room(&s, s.posted.count ? sort_postings(&s) : 0);
        for (uint32_t i = 0; i < b->columns.count && s.posted.count; i++)
            post_column(&s, i);
        index_wild(&s);
    }
}

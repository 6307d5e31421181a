/* layout.c: where each column's cells are kept in a record: as bits of a mask word when
 * they are few, as a 16-bit lane otherwise. First fit: a column never straddles words. */
#include "table/build.h"

#include "base/bitset.h"

static void place_small(struct table_builder *b, struct table_column *column, uint32_t *used)
{
    uint32_t word = 0;
    while (word < b->meta.mask_words && used[word] + column->cell_count > 64)
        word++;
    if (word == b->meta.mask_words)
        b->meta.mask_words++;
    column->small = 1;
    column->word = word;
    column->shift = used[word];
    used[word] += column->cell_count;
}

static void place_wide(const struct table_builder *b, struct table_column *column,
                       uint32_t *lanes)
{
    column->lane = (*lanes)++;
    while ((column->cell_count - 1) >> column->lane_shift > b->layout.lane_limit)
        column->lane_shift++;
}

void layout_columns(struct table_builder *b)
{
    const struct ir *ir = b->ir;
    uint32_t *used = ARENA_ARRAY(b->arena, uint32_t, ir->columns.count + 1);
    uint32_t lanes = 0;
    b->meta.mask_words = 1;
    for (size_t i = 0; i < ir->columns.count; i++) {
        const struct ir_column *from = &ir->columns.items[i];
        struct table_column column = {.kind = from->kind,
                                      .var = from->var,
                                      .cell_count = from->cell_count,
                                      .first_cut = from->first_cut,
                                      .count = from->count,
                                      .unit = from->unit,
                                      .past = from->past};
        if (column.cell_count <= b->layout.small_cells)
            place_small(b, &column, used);
        else
            place_wide(b, &column, &lanes);
        VEC_PUSH(b->arena, &b->columns, column);
    }
    b->meta.lanes = (lanes + 3) / 4 * 4;
    b->meta.record_size = b->meta.mask_words * 8 + b->meta.lanes * 4 + 8;
}

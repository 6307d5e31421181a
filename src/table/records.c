/* records.c: cubes as records (table.h tells their shape).
 *
 * A record is a filter that is exact unless it says otherwise: a wide set with holes, or
 * one that begins inside a lane's bucket, is stored as its hull and marked, with the cube
 * beside it. When the marked column is the pivot the hull is one cell, so nothing is
 * marked for it. */
#include "table/build.h"

#include <string.h>

struct draft {
    uint64_t *mask;
    uint16_t *low, *high;
    bool exact; /* the record decides */
};

static void put_small(const struct table_builder *b, const struct ir_literal *literal,
                      const struct table_column *column, struct draft *draft)
{
    uint64_t all = column->cell_count == 64 ? UINT64_MAX : (UINT64_C(1) << column->cell_count) - 1;
    uint64_t cells = 0;
    for (uint32_t i = 0; i < literal->range_count; i++) {
        const struct ir_range *r = &b->ir->ranges.items[literal->first_range + i];
        uint32_t width = r->high - r->low + 1;
        uint64_t bits = width == 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1;
        cells |= bits << r->low;
    }
    draft->mask[column->word] &= ~((all & ~cells) << column->shift);
}

static void put_wide(const struct table_builder *b, const struct ir_literal *literal,
                     const struct table_column *column, struct draft *draft)
{
    const struct ir_range *ranges = &b->ir->ranges.items[literal->first_range];
    uint32_t low = ranges[0].low, high = ranges[literal->range_count - 1].high;
    uint32_t bucket = (UINT32_C(1) << column->lane_shift) - 1;
    bool whole = (low & bucket) == 0
                 && (((high + 1) & bucket) == 0 || high + 1 == column->cell_count);
    draft->low[column->lane] = (uint16_t)(low >> column->lane_shift);
    draft->high[column->lane] = (uint16_t)(high >> column->lane_shift);
    if (literal->range_count > 1 || !whole)
        draft->exact = false;
}

static uint32_t keep_cube(struct table_builder *b, const struct ir_cube *cube)
{
    struct ir_cube out = {(uint32_t)b->cube_literals.count, cube->count};
    for (uint32_t i = 0; i < cube->count; i++)
        VEC_PUSH(b->arena, &b->cube_literals, b->ir->cube_literals.items[cube->first + i]);
    VEC_PUSH(b->arena, &b->cubes, out);
    return (uint32_t)b->cubes.count - 1;
}

static unsigned char *new_record(struct table_builder *b)
{
    size_t size = b->meta.record_size;
    while (b->records.count + size > b->records.capacity)
        b->records.items = arena_grow(b->arena, b->records.items, 1, b->records.count,
                                      &b->records.capacity);
    unsigned char *record = b->records.items + b->records.count;
    b->records.count += size;
    b->record_count++;
    return record;
}

void record_append(struct table_builder *b, uint32_t node, uint32_t cube, uint32_t pivot,
                   uint32_t cell)
{
    const struct ir_cube *c = &b->ir->cubes.items[cube];
    unsigned char *record = new_record(b);
    struct draft draft;
    draft.mask = (uint64_t *)(void *)record;
    draft.low = (uint16_t *)(void *)(record + (size_t)b->meta.mask_words * 8);
    draft.high = draft.low + b->meta.lanes;
    draft.exact = !b->ir->nodes.items[node].residual;
    memset(draft.mask, 0xFF, (size_t)b->meta.mask_words * 8);
    memset(draft.low, 0, (size_t)b->meta.lanes * 2);
    memset(draft.high, 0xFF, (size_t)b->meta.lanes * 2);
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t id = b->ir->cube_literals.items[c->first + i];
        const struct ir_literal *literal = &b->ir->literals.items[id];
        const struct table_column *column = &b->columns.items[literal->column];
        if (column->small)
            put_small(b, literal, column, &draft);
        else if (id != pivot)
            put_wide(b, literal, column, &draft);
        else
            draft.low[column->lane] = draft.high[column->lane] =
                (uint16_t)(cell >> column->lane_shift);
    }
    uint32_t tail[2] = {node, draft.exact ? IR_NONE : keep_cube(b, c)};
    memcpy(record + b->meta.record_size - sizeof tail, tail, sizeof tail);
}

void nodes_make(struct table_builder *b)
{
    const struct ir *ir = b->ir;
    VEC_RESERVE(b->arena, &b->nodes, ir->nodes.count);
    for (uint32_t i = 0; i < ir->nodes.count; i++) {
        const struct ir_node *from = &ir->nodes.items[i];
        struct table_node node = {.kind = (uint8_t)from->kind,
                                  .residual = from->residual != 0,
                                  .record_count = (uint16_t)from->cube_count,
                                  .first_record = IR_NONE,
                                  .expr = from->expr,
                                  .first_child = from->first_child,
                                  .child_count = from->child_count,
                                  .component = from->component,
                                  .info = IR_NONE};
        b->meta.residuals += from->residual;
        VEC_PUSH(b->arena, &b->nodes, node);
    }
}

void records_of_nodes(struct table_builder *b)
{
    for (uint32_t i = 0; i < b->nodes.count; i++) {
        struct table_node *node = &b->nodes.items[i];
        if (node->first_record != IR_NONE)
            continue;
        node->first_record = (uint32_t)b->record_count;
        for (uint32_t k = 0; k < node->record_count; k++)
            record_append(b, i, b->ir->nodes.items[i].first_cube + k, IR_NONE, 0);
    }
}

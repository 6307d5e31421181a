/* verify_records.c: do records belong to their nodes, and do the indices lead to records?
 *
 * A record is found in three ways: as a node's own, posted under a pivot's cell, or wild.
 * Each must name a node for which that way makes sense; a row must not have a bit beyond
 * its wild records.
 */
#include "table/verify.h"

#include <string.h>

struct tail { /* the last bytes of a record */
    uint32_t node, exact;
};

static struct tail tail_of(const struct table *t, size_t record)
{
    struct tail tail;
    memcpy(&tail, table_record(t, record + 1) - sizeof tail, sizeof tail);
    return tail;
}

/* The bits of a record's mask that belong to no column, which it accepts: a box has them all. */
static uint64_t *unused_bits(const struct verifier *v)
{
    const struct table *t = v->table;
    uint64_t *unused = ARENA_ARRAY(v->scratch, uint64_t, t->meta->mask_words);
    memset(unused, 0xFF, t->meta->mask_words * sizeof *unused);
    for (uint32_t i = 0; i < t->columns_count; i++) {
        const struct table_column *column = &t->columns[i];
        if (column->small)
            unused[column->word] &= ~(UINT64_MAX >> (64 - column->cell_count) << column->shift);
    }
    return unused;
}

static bool accepts(const struct verifier *v, size_t record, const uint64_t *bits)
{
    const unsigned char *at = table_record(v->table, record);
    for (uint32_t w = 0; w < v->table->meta->mask_words; w++) {
        uint64_t mask;
        memcpy(&mask, at + w * sizeof mask, sizeof mask);
        if (bits[w] & ~mask)
            return false;
    }
    return true;
}

static bool check_records(struct verifier *v)
{
    const struct table *t = v->table;
    const uint64_t *unused = unused_bits(v);
    if (t->records_count % t->meta->record_size != 0
        || t->records_count / t->meta->record_size > UINT32_MAX)
        return verify_fail(v, "records of %zu bytes", t->records_count);
    v->record_count = t->records_count / t->meta->record_size;
    for (size_t i = 0; i < v->record_count; i++) {
        struct tail tail = tail_of(t, i);
        if (tail.node >= t->nodes_count || (tail.exact != IR_NONE && tail.exact >= t->cubes_count))
            return verify_fail(v, "record %zu is of no node", i);
        if (!accepts(v, i, unused))
            return verify_fail(v, "record %zu tests bits of no column", i);
    }
    uint64_t own = 0;
    for (uint32_t id = 0; id < t->nodes_count; id++) {
        const struct table_node *node = &t->nodes[id];
        own += node->record_count;
        if (!verify_list(node->first_record, node->record_count, v->record_count)
            || own > v->record_count)
            return verify_fail(v, "node %u has no records", id);
        for (uint32_t i = 0; i < node->record_count; i++)
            if (tail_of(t, node->first_record + i).node != id)
                return verify_fail(v, "node %u has records of others", id);
    }
    return true;
}

/* Are all of them of norms of the sign? */
static bool of_sign(const struct verifier *v, uint32_t first, uint32_t count, uint32_t sign)
{
    const struct table *t = v->table;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t node = tail_of(t, first + i).node;
        if (node >= t->norms_count || t->norms[node].sign != sign)
            return false;
    }
    return true;
}

static bool check_pivot(struct verifier *v, size_t id, uint64_t *next_offset,
                        uint64_t *next_record)
{
    const struct table *t = v->table;
    const struct table_pivot *pivot = &t->pivots[id];
    if (pivot->sign >= TABLE_SIGNS || pivot->column >= t->columns_count
        || t->columns[pivot->column].small || pivot->first_offset < *next_offset)
        return verify_fail(v, "pivot %zu has no column", id);
    uint32_t cells = t->columns[pivot->column].cell_count;
    if (!verify_list(pivot->first_offset, (uint64_t)cells + 1, t->offsets_count))
        return verify_fail(v, "pivot %zu has no offsets", id);
    *next_offset = (uint64_t)pivot->first_offset + cells + 1;
    const uint32_t *offsets = t->offsets + pivot->first_offset;
    if (offsets[0] < *next_record || offsets[cells] > v->record_count)
        return verify_fail(v, "pivot %zu leads to no records", id);
    for (uint32_t i = 0; i < cells; i++)
        if (offsets[i] > offsets[i + 1])
            return verify_fail(v, "the offsets of pivot %zu are out of order", id);
    *next_record = offsets[cells];
    return of_sign(v, offsets[0], offsets[cells] - offsets[0], pivot->sign)
           || verify_fail(v, "pivot %zu leads to records of another sign", id);
}

/* No bit of a row stands for a record beyond the last. */
static bool clean_rows(const struct table *t, const struct table_wild *wild,
                       const struct table_row_column *column)
{
    uint64_t stray = 0;
    uint32_t full = wild->record_count / 64, rest = wild->record_count % 64;
    for (uint32_t r = 0; r < column->row_count; r++) {
        const uint64_t *row = t->rows + column->first_word + (size_t)r * wild->row_words;
        for (uint32_t w = full; w < wild->row_words; w++)
            stray |= w > full ? row[w] : row[w] >> rest;
    }
    return stray == 0;
}

/* As many rows as the column's cells or lane buckets need. */
static bool check_row_column(struct verifier *v, const struct table_wild *wild, size_t id,
                             uint64_t *next_word)
{
    const struct table *t = v->table;
    const struct table_row_column *row = &t->row_columns[id];
    if (row->column >= t->columns_count || row->bucket_shift >= 16
        || row->first_word < *next_word
        || !verify_list(row->first_word, (uint64_t)row->row_count * wild->row_words,
                        t->rows_count))
        return verify_fail(v, "rows %zu are of no column", id);
    *next_word = row->first_word + (uint64_t)row->row_count * wild->row_words;
    const struct table_column *column = &t->columns[row->column];
    uint32_t last = column->cell_count - 1;
    if (!column->small)
        last = last >> column->lane_shift >> row->bucket_shift;
    if (row->row_count != last + 1 || (column->small && row->bucket_shift != 0))
        return verify_fail(v, "a cell of rows %zu has no row", id);
    return clean_rows(t, wild, row) || verify_fail(v, "rows %zu lead to no record", id);
}

static bool check_wild(struct verifier *v, uint32_t sign, uint64_t *next_word)
{
    const struct table *t = v->table;
    const struct table_wild *wild = &t->wilds[sign];
    uint64_t bits = (uint64_t)wild->row_words * 64;
    if (!verify_list(wild->first_record, wild->record_count, v->record_count)
        || !of_sign(v, wild->first_record, wild->record_count, sign))
        return verify_fail(v, "wild records %u are of another sign", sign);
    if (wild->row_words % 8 != 0 || bits < wild->record_count
        || bits >= (uint64_t)wild->record_count + 512
        || wild->row_column_count > TABLE_ROW_COLUMNS
        || !verify_list(wild->first_row_column, wild->row_column_count, t->row_columns_count))
        return verify_fail(v, "wild records %u have no rows", sign);
    for (uint32_t i = 0; i < wild->row_column_count; i++)
        if (!check_row_column(v, wild, wild->first_row_column + i, next_word))
            return false;
    return true;
}

bool verify_records(struct verifier *v)
{
    const struct table *t = v->table;
    uint64_t next_offset = 0, next_record = 0, next_word = 0;
    if (!check_records(v))
        return false;
    for (size_t id = 0; id < t->pivots_count; id++)
        if (!check_pivot(v, id, &next_offset, &next_record))
            return false;
    if (t->wilds_count != TABLE_SIGNS)
        return verify_fail(v, "not one index per sign");
    for (uint32_t sign = 0; sign < TABLE_SIGNS; sign++)
        if (!check_wild(v, sign, &next_word))
            return false;
    return true;
}

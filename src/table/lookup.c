/* lookup.c: from values to cells, and from cells to literals. */
#include "table/table.h"

uint32_t table_search_cell(const struct table *table, uint32_t column, int64_t value)
{
    const struct table_column *c = &table->columns[column];
    return ir_search_cell(table->cuts + c->first_cut, c->cell_count, value);
}

bool table_literal_has(const struct table *table, uint32_t literal, uint32_t cell)
{
    const struct ir_literal *l = &table->literals[literal];
    const struct ir_range *ranges = table->ranges + l->first_range;
    uint32_t low = 0, high = l->range_count;
    while (low < high) { /* ranges before low end below the cell */
        uint32_t middle = low + (high - low) / 2;
        if (ranges[middle].high < cell)
            low = middle + 1;
        else
            high = middle;
    }
    return low < l->range_count && ranges[low].low <= cell;
}

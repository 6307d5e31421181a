/* verify_columns.c: do the cells of every column cover its variable's values, each once, and
 * are literals and cubes sets of such cells?
 */
#include "table/verify.h"

static bool kinds_match(const struct table_column *column, const struct vocab_var *var)
{
    switch ((enum var_kind)var->kind) {
    case VAR_LEAF:
        return column->kind == COLUMN_LEAF;
    case VAR_DATE_OF_CASE:
    case VAR_NUMBER:
    case VAR_DAY:
        return column->kind == COLUMN_NUMBER;
    case VAR_EVENT:
        return column->kind == COLUMN_SINCE;
    case VAR_READING:
        return column->kind == COLUMN_READING;
    }
    return false;
}

static void domain_of(const struct vocab_var *var, int64_t *low, int64_t *high)
{
    bool leaves = var->kind == VAR_LEAF || var->kind == VAR_READING;
    bool number = var->kind == VAR_NUMBER;
    *low = leaves ? 0 : number ? var->low : DATE_FIRST;
    *high = leaves ? (int64_t)var->leaf_count - 1 : number ? var->high : DATE_LAST;
}

/* Ascending from the least value; *next_cut is the end of the columns' cuts before. */
static bool check_cuts(struct verifier *v, uint32_t id, uint64_t *next_cut)
{
    const struct table *t = v->table;
    const struct table_column *column = &t->columns[id];
    int64_t low, high;
    domain_of(&t->vocab.vars[column->var], &low, &high);
    if (column->first_cut < *next_cut
        || !verify_list(column->first_cut, column->cell_count, t->cuts_count))
        return verify_fail(v, "column %u has no cells", id);
    *next_cut = (uint64_t)column->first_cut + column->cell_count;
    const int64_t *cuts = t->cuts + column->first_cut;
    bool ascending = cuts[0] == low;
    for (uint32_t i = 1; i < column->cell_count; i++)
        ascending &= cuts[i] > cuts[i - 1];
    if (!ascending || cuts[column->cell_count - 1] > high)
        return verify_fail(v, "the cells of column %u are out of order", id);
    return column->kind != COLUMN_READING || column->cell_count == (uint64_t)(high - low) + 1
           || verify_fail(v, "column %u misses a reading", id);
}

static bool check_since(struct verifier *v, uint32_t id)
{
    const struct table_column *column = &v->table->columns[id];
    if (column->cell_count != 2 || column->unit > DATE_YEARS || column->past > 1
        || column->count < 0 || !column->small)
        return verify_fail(v, "column %u is no distance from an event", id);
    return true;
}

/* Small columns have bits of their own, wide ones a lane of their own. */
static bool check_place(struct verifier *v, uint32_t id, uint64_t *bits, bool *lanes)
{
    const struct table_meta *meta = v->table->meta;
    const struct table_column *column = &v->table->columns[id];
    if (column->small) {
        if (column->small > 1 || column->cell_count > TABLE_SMALL_CELLS || column->shift >= 64
            || column->shift + column->cell_count > 64 || column->word >= meta->mask_words)
            return verify_fail(v, "column %u has no bits", id);
        uint64_t own = (UINT64_MAX >> (64 - column->cell_count)) << column->shift;
        if (bits[column->word] & own)
            return verify_fail(v, "column %u shares its bits", id);
        bits[column->word] |= own;
        return true;
    }
    if (column->lane >= meta->lanes || lanes[column->lane] || column->lane_shift >= 32
        || (column->cell_count - 1) >> column->lane_shift > UINT16_MAX)
        return verify_fail(v, "column %u has no lane", id);
    lanes[column->lane] = true;
    return true;
}

static bool check_columns(struct verifier *v)
{
    const struct table *t = v->table;
    uint64_t *bits = ARENA_ARRAY(v->scratch, uint64_t, t->meta->mask_words);
    bool *lanes = ARENA_ARRAY(v->scratch, bool, t->meta->lanes + 1);
    uint64_t next_cut = 0, leaf_cells = 0;
    if (t->columns_count > IR_COLUMN_LIMIT)
        return verify_fail(v, "%zu columns", t->columns_count);
    for (uint32_t id = 0; id < t->columns_count; id++) {
        const struct table_column *column = &t->columns[id];
        if (column->var >= t->vocab.var_count || column->cell_count == 0
            || !kinds_match(column, &t->vocab.vars[column->var]))
            return verify_fail(v, "column %u does not fit its variable", id);
        bool same = id > 0 && column->var == column[-1].var;
        if (id > 0 && (column->var < column[-1].var || (same && column->kind != COLUMN_SINCE)))
            return verify_fail(v, "column %u is out of order", id);
        if (column->kind == COLUMN_SINCE ? !check_since(v, id) : !check_cuts(v, id, &next_cut))
            return false;
        if (!check_place(v, id, bits, lanes))
            return false;
        if (column->kind == COLUMN_LEAF)
            leaf_cells += t->vocab.vars[column->var].leaf_count;
    }
    return leaf_cells <= VERIFY_LEAF_CELLS || verify_fail(v, "too many leaves to number");
}

/* Sorted, disjoint, not adjacent, neither none nor all of the column's cells. */
static bool check_literals(struct verifier *v)
{
    const struct table *t = v->table;
    uint64_t next_range = 0;
    for (size_t id = 0; id < t->literals_count; id++) {
        const struct ir_literal *literal = &t->literals[id];
        if (literal->column >= t->columns_count || literal->range_count == 0
            || literal->first_range < next_range
            || !verify_list(literal->first_range, literal->range_count, t->ranges_count))
            return verify_fail(v, "literal %zu has no cells", id);
        next_range = (uint64_t)literal->first_range + literal->range_count;
        uint32_t cells = t->columns[literal->column].cell_count;
        const struct ir_range *ranges = t->ranges + literal->first_range;
        uint64_t least = 0;
        for (uint32_t i = 0; i < literal->range_count; i++) {
            if (ranges[i].low < least || ranges[i].high < ranges[i].low
                || ranges[i].high >= cells)
                return verify_fail(v, "the cells of literal %zu are out of order", id);
            least = (uint64_t)ranges[i].high + 2;
        }
        if (ranges[0].low == 0 && ranges[0].high == cells - 1)
            return verify_fail(v, "literal %zu says nothing", id);
    }
    return true;
}

static bool check_cubes(struct verifier *v)
{
    const struct table *t = v->table;
    for (size_t i = 0; i < t->cube_literals_count; i++)
        if (t->cube_literals[i] >= t->literals_count)
            return verify_fail(v, "cubes use literal %u", t->cube_literals[i]);
    uint64_t next = 0;
    for (size_t id = 0; id < t->cubes_count; id++) {
        const struct ir_cube *cube = &t->cubes[id];
        if (cube->first < next || !verify_list(cube->first, cube->count, t->cube_literals_count))
            return verify_fail(v, "cube %zu has no literals", id);
        next = (uint64_t)cube->first + cube->count;
        const uint32_t *literals = t->cube_literals + cube->first;
        for (uint32_t i = 1; i < cube->count; i++)
            if (t->literals[literals[i]].column <= t->literals[literals[i - 1]].column)
                return verify_fail(v, "the literals of cube %zu are out of order", id);
    }
    return true;
}

bool verify_columns(struct verifier *v)
{
    return check_columns(v) && check_literals(v) && check_cubes(v);
}

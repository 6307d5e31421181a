/* truth.c: what a record, a literal or an expression is over a box.
 *
 * NO and YES are certain. MAYBE may hide a certainty that only splitting shows: a
 * disjunction of two parts that together cover the box is MAYBE here.
 */
#include "eval/engine.h"

#include <string.h>

typedef uint16_t lanes4 __attribute__((vector_size(8)));

static enum eval_truth truth_of_ranges(const struct evaluator *ev, const struct box *box,
                                       const struct ir_literal *literal)
{
    const struct table_column *c = &ev->table->columns[literal->column];
    uint32_t low = box->cell_low[c->lane], high = box->cell_high[c->lane];
    const struct ir_range *ranges = &ev->table->ranges[literal->first_range];
    uint32_t first = 0, end = literal->range_count; /* the first range that ends at low or above */
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (ranges[middle].high < low)
            first = middle + 1;
        else
            end = middle;
    }
    if (first == literal->range_count || ranges[first].low > high)
        return TRUTH_NO;
    return ranges[first].low <= low && ranges[first].high >= high ? TRUTH_YES : TRUTH_MAYBE;
}

static uint64_t literal_bits(const struct evaluator *ev, const struct ir_literal *literal)
{
    const struct table_column *c = &ev->table->columns[literal->column];
    uint64_t bits = 0;
    for (uint32_t i = 0; i < literal->range_count; i++) {
        const struct ir_range *r = &ev->table->ranges[literal->first_range + i];
        uint32_t width = r->high - r->low + 1;
        bits |= (width == 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1) << r->low << c->shift;
    }
    return bits;
}

enum eval_truth truth_of_literal(const struct evaluator *ev, const struct box *box,
                                 uint32_t literal)
{
    const struct ir_literal *l = &ev->table->literals[literal];
    const struct table_column *c = &ev->table->columns[l->column];
    if (!c->small)
        return truth_of_ranges(ev, box, l);
    uint64_t bits = literal_bits(ev, l), mine = box->mask[c->word] & ev->field[l->column];
    if (!(mine & bits))
        return TRUTH_NO;
    return mine & ~bits ? TRUTH_MAYBE : TRUTH_YES;
}

static enum eval_truth look_at_name(const struct evaluator *ev, const struct box *box,
                                    uint32_t named)
{
    struct named_memo *memo = &ev->names[named];
    if (memo->serial != box->serial) {
        memo->truth = truth_of_expr(ev, box, ev->table->named[named].expr);
        memo->serial = box->serial;
    }
    return memo->truth;
}

enum eval_truth truth_of_expr(const struct evaluator *ev, const struct box *box, uint32_t expr)
{
    const struct table_expr *e = &ev->table->exprs[expr];
    enum eval_truth x, y;
    ++*ev->parts;
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
        return TRUTH_YES;
    case IR_FALSE:
        return TRUTH_NO;
    case IR_LITERAL:
        return truth_of_literal(ev, box, e->a);
    case IR_NOT:
        return (enum eval_truth)(TRUTH_YES - truth_of_expr(ev, box, e->a));
    case IR_AND:
        x = truth_of_expr(ev, box, e->a);
        if (x == TRUTH_NO)
            return TRUTH_NO;
        y = truth_of_expr(ev, box, e->b);
        return x < y ? x : y;
    case IR_OR:
        x = truth_of_expr(ev, box, e->a);
        if (x == TRUTH_YES)
            return TRUTH_YES;
        y = truth_of_expr(ev, box, e->b);
        return x > y ? x : y;
    case IR_NAMED:
        return look_at_name(ev, box, e->a);
    }
    return TRUTH_MAYBE;
}

/* The wide literals of a cube by their exact cells, the small ones being settled by the
 * record's mask. */
static enum eval_truth truth_of_cube(const struct evaluator *ev, const struct box *box,
                                     uint32_t cube)
{
    const struct ir_cube *c = &ev->table->cubes[cube];
    enum eval_truth result = TRUTH_YES;
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t literal = ev->table->cube_literals[c->first + i];
        const struct ir_literal *l = &ev->table->literals[literal];
        if (ev->table->columns[l->column].small)
            continue;
        enum eval_truth t = truth_of_ranges(ev, box, l);
        if (t == TRUTH_NO)
            return TRUTH_NO;
        if (t == TRUTH_MAYBE)
            result = TRUTH_MAYBE;
    }
    return result;
}

/* Of each column in a word that has none of its bits, some bit. The columns are told apart
 * without a loop: to the bits below a column's highest are added as many ones, which carries
 * into the highest exactly when one of them is set, and never beyond it. */
static inline uint64_t empty_columns(const struct word_columns *columns, uint64_t bits)
{
    uint64_t some = ((bits & columns->rest) + columns->rest) | bits;
    return ~some & columns->highest;
}

/* The part of truth_of_record that only unusual records need, kept out of its way. */
static __attribute__((noinline)) enum eval_truth refine(const struct evaluator *ev, const struct box *box,
                              const unsigned char *record, enum eval_truth small)
{
    const struct table_node *node = &ev->table->nodes[record_node(ev, record)];
    if (node->residual)
        return truth_of_expr(ev, box, node->expr);
    enum eval_truth wide = truth_of_cube(ev, box, record_cube(ev, record));
    return wide < small ? wide : small;
}

static inline lanes4 four(const uint16_t *lanes)
{
    lanes4 v;
    memcpy(&v, lanes, sizeof v);
    return v;
}

static inline bool any(lanes4 which)
{
    uint64_t all;
    memcpy(&all, &which, sizeof all);
    return all != 0;
}

enum eval_truth truth_of_record(const struct evaluator *ev, const struct box *box,
                                const unsigned char *record)
{
    const uint64_t *mask = (const uint64_t *)(const void *)record;
    uint32_t words = ev->meta->mask_words, lanes = ev->meta->lanes;
    uint64_t outside = 0, empty = 0;
    for (uint32_t w = 0; w < words; w++) {
        outside |= box->mask[w] & ~mask[w];
        empty |= empty_columns(&ev->word_columns[w], box->mask[w] & mask[w]);
    }
    if (empty)
        return TRUTH_NO;
    enum eval_truth small = outside ? TRUTH_MAYBE : TRUTH_YES;
    lanes4 sticks_out = {0};
    const uint16_t *low = (const uint16_t *)(const void *)(mask + words);
    const uint16_t *high = low + lanes;
    for (uint32_t l = 0; l < lanes; l += 4) { /* those of no column are the same in all */
        lanes4 least = four(low + l), most = four(high + l);
        lanes4 from = four(box->low + l), to = four(box->high + l);
        if (any((lanes4)(from > most) | (lanes4)(to < least)))
            return TRUTH_NO;
        sticks_out |= (lanes4)(from < least) | (lanes4)(to > most);
    }
    if (record_cube(ev, record) != IR_NONE)
        return refine(ev, box, record, small);
    return any(sticks_out) ? TRUTH_MAYBE : small;
}

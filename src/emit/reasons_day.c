/* reasons_day.c: since when a condition fails, and from when on it will hold.
 *
 * Everything else being as it is, a condition changes only on the days that it names and on
 * those that follow from an event's day; so it is asked about on each of these and on the day
 * before. A condition that names very many days is asked about on the first of them only.
 */
#include "emit/reasons.h"

#include <stdlib.h>

#define DAYS_ASKED 100
#define DEPTH_LOOKED_AT 60

struct days {
    int64_t items[DAYS_ASKED];
    size_t count;
};

static void add_day(struct days *days, int64_t day)
{
    for (size_t i = 0; i < days->count; i++)
        if (days->items[i] == day)
            return;
    if (days->count < DAYS_ASKED && day > DATE_FIRST && day < DATE_LAST)
        days->items[days->count++] = day;
}

static void literal_days(const struct asker *asker, uint32_t id, struct days *out)
{
    const struct table *table = asker->table;
    const struct ir_literal *literal = &table->literals[id];
    const struct table_column *column = &table->columns[literal->column];
    if (column->kind == COLUMN_SINCE) {
        const struct value_set *set = &asker->sets[column->var];
        int64_t day = set->first.low;
        if (!set->more_count && day == set->first.high && day != DATE_NEVER)
            add_day(out, date_add(day, column->count, (enum date_unit)column->unit)
                             + (column->past ? 1 : 0));
        return;
    }
    for (uint32_t i = 0; column->var == VOCAB_DATE && i < literal->range_count; i++) {
        const struct ir_range *range = &table->ranges[literal->first_range + i];
        add_day(out, table->cuts[column->first_cut + range->low]);
        if (range->high + 1 < column->cell_count)
            add_day(out, table->cuts[column->first_cut + range->high + 1]);
    }
}

static void expr_days(const struct asker *asker, uint32_t expr, unsigned depth, struct days *out)
{
    const struct table_expr *e = &asker->table->exprs[expr];
    if (depth == DEPTH_LOOKED_AT)
        return;
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return;
    case IR_LITERAL:
        literal_days(asker, e->a, out);
        return;
    case IR_NOT:
        expr_days(asker, e->a, depth + 1, out);
        return;
    case IR_AND:
    case IR_OR:
        expr_days(asker, e->a, depth + 1, out);
        expr_days(asker, e->b, depth + 1, out);
        return;
    case IR_NAMED:
        expr_days(asker, asker->table->named[e->a].expr, depth + 1, out);
        return;
    }
}

static int compare_days(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

/* Ascending. */
static void find_days(const struct asker *asker, uint32_t expr, struct days *out)
{
    expr_days(asker, expr, 0, out);
    qsort(out->items, out->count, sizeof *out->items, compare_days);
}

static enum eval_truth on_day(const struct asker *asker, int64_t day, uint32_t expr)
{
    struct asker then = ask_within(asker, VOCAB_DATE, day, day);
    return eval_expr(then.evaluator, then.sets, expr);
}

bool reason_ended_on(const struct asker *asker, uint32_t expr, enum eval_truth least,
                     int64_t *out)
{
    struct days days = {.count = 0};
    int64_t today = asker->sets[VOCAB_DATE].first.low;
    find_days(asker, expr, &days);
    for (size_t i = days.count; i > 0; i--) {
        *out = days.items[i - 1];
        if (*out <= today && on_day(asker, *out - 1, expr) >= least)
            return true;
    }
    return false;
}

bool reason_begins_on(const struct asker *asker, uint32_t expr, int64_t *out)
{
    struct days days = {.count = 0};
    int64_t today = asker->sets[VOCAB_DATE].first.low;
    find_days(asker, expr, &days);
    for (size_t i = 0; i < days.count; i++) {
        *out = days.items[i];
        if (*out > today && on_day(asker, *out, expr) == TRUTH_YES)
            return true;
    }
    return false;
}

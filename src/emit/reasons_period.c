/* reasons_period.c: why an agreement or a clause is not in force, or may not be.
 *
 * A period is mostly a conjunction of days, of events that have not ended it, and of other
 * periods that it hangs on. Said literal by literal it is a tautology ("not in force because
 * the date is before the day on which it begins"); so the days are told as what they are,
 * its begin and its end.
 */
#include "emit/reasons.h"

#include <string.h>

#define DEPTH_LOOKED_AT 60

static const struct table_column *column_of(const struct table *table, uint32_t expr)
{
    return &table->columns[table->literals[table->exprs[expr].a].column];
}

/* The days that a literal about the date accepts, where they are one run. */
static bool days_of(const struct asker *asker, uint32_t expr, bool holds, struct interval *out)
{
    const struct table *table = asker->table;
    const struct table_column *column = column_of(table, expr);
    const struct ir_literal *literal = &table->literals[table->exprs[expr].a];
    if (column->kind == COLUMN_SINCE || column->var != VOCAB_DATE || literal->range_count != 1)
        return false;
    struct ir_range cells = table->ranges[literal->first_range];
    const int64_t *cuts = table->cuts + column->first_cut;
    bool first = cells.low == 0, last = cells.high + 1 == column->cell_count;
    if (!holds && !first && !last)
        return false; /* two runs */
    out->low = first ? DATE_FIRST : cuts[cells.low];
    out->high = last ? DATE_LAST : cuts[cells.high + 1] - 1;
    if (!holds) {
        struct interval rest = {first ? out->high + 1 : DATE_FIRST,
                                first ? DATE_LAST : out->low - 1};
        *out = rest;
    }
    return true;
}

/* Takes apart whatever is a conjunction; false when something was none. */
static bool parts_of(const struct asker *asker, uint32_t expr, bool holds, unsigned depth,
                     struct period *out)
{
    const struct table_expr *e = &asker->table->exprs[expr];
    struct interval days;
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return (e->op == IR_TRUE) == holds;
    case IR_LITERAL:
        if (!days_of(asker, expr, holds, &days)) {
            VEC_PUSH(asker->arena, &out->literals, expr);
            return true;
        }
        out->days.low = days.low > out->days.low ? days.low : out->days.low;
        out->days.high = days.high < out->days.high ? days.high : out->days.high;
        return true;
    case IR_NOT:
        return parts_of(asker, e->a, !holds, depth, out);
    case IR_AND:
    case IR_OR: {
        if ((e->op == IR_AND) != holds || depth == DEPTH_LOOKED_AT)
            return false;
        bool left = parts_of(asker, e->a, holds, depth + 1, out);
        return parts_of(asker, e->b, holds, depth + 1, out) && left;
    }
    case IR_NAMED:
        VEC_PUSH(asker->arena, &out->inner, expr);
        return holds;
    }
    return false;
}

bool reason_period(const struct asker *asker, uint32_t expr, struct period *out)
{
    *out = (struct period){.days = {DATE_FIRST, DATE_LAST}};
    return parts_of(asker, expr, true, 0, out);
}

/* The parts of a period and of the periods that it hangs on; false where one has others. */
static bool deep_parts(const struct asker *asker, uint32_t expr, unsigned depth,
                       struct period *out)
{
    const struct table *table = asker->table;
    struct period period;
    bool whole = reason_period(asker, expr, &period) && depth < DEPTH_LOOKED_AT;
    for (size_t i = 0; i < period.literals.count; i++)
        VEC_PUSH(asker->arena, &out->literals, period.literals.items[i]);
    for (size_t i = 0; i < period.inner.count && whole; i++) {
        uint32_t named = table->exprs[period.inner.items[i]].a;
        whole = table->named[named].kind == NAMED_FORCE
                && deep_parts(asker, table->named[named].expr, depth + 1, out);
    }
    return whole;
}

/* Would it be in force if no event whose day is open had happened? */
static bool but_for_events(const struct asker *asker, const struct period *period, uint32_t expr)
{
    struct asker without = *asker;
    for (size_t i = 0; i < period->literals.count; i++) {
        uint32_t var = column_of(asker->table, period->literals.items[i])->var;
        const struct value_set *set = &without.sets[var];
        bool event = asker->table->vocab.vars[var].kind == VAR_EVENT;
        if (event && (set->more_count || set->first.low != set->first.high))
            without = ask_within(&without, var, DATE_NEVER, DATE_NEVER);
    }
    return eval_expr(without.evaluator, without.sets, expr) == TRUTH_YES;
}

/* "whether Side is still in force: ended is not known". */
static bool open_period(const struct asker *asker, uint32_t expr, const char *name,
                        struct strbuf *out)
{
    struct period period = {.days = {DATE_FIRST, DATE_LAST}};
    VEC(const char *) said = {0};
    if (!deep_parts(asker, expr, 0, &period))
        return false;
    strbuf_printf(out, "whether %s is %sin force: ", name,
                  but_for_events(asker, &period, expr) ? "still " : "");
    for (size_t i = 0; i < period.literals.count; i++) {
        uint32_t literal = period.literals.items[i];
        if (eval_expr(asker->evaluator, asker->sets, literal) != TRUTH_MAYBE)
            continue;
        struct strbuf phrase;
        strbuf_init(&phrase, asker->arena);
        reason_literal(asker, literal, &phrase);
        const char *text = strbuf_string(&phrase);
        size_t k = 0;
        while (k < said.count && strcmp(said.items[k], text) != 0)
            k++;
        if (k < said.count)
            continue;
        strbuf_printf(out, "%s%s", k ? " and " : "", text);
        VEC_PUSH(asker->arena, &said, text);
    }
    return true;
}

static bool before_or_after(int64_t date, const struct period *period, const char *name,
                            struct strbuf *out)
{
    char day[DATE_TEXT], bound[DATE_TEXT];
    date_format(date, day);
    if (date < period->days.low) {
        date_format(period->days.low, bound);
        strbuf_printf(out, "the date %s is before %s is in force (from %s)", day, name, bound);
        return true;
    }
    if (date > period->days.high) {
        date_format(period->days.high, bound);
        strbuf_printf(out, "the date %s is after %s was in force (through %s)", day, name, bound);
        return true;
    }
    return false;
}

bool reason_no_period(const struct asker *asker, uint32_t named, const char *name,
                      enum eval_truth truth, struct strbuf *out)
{
    uint32_t expr = asker->table->named[named].expr;
    struct period period;
    if (truth == TRUTH_YES)
        return false;
    reason_period(asker, expr, &period);
    if (before_or_after(asker->sets[VOCAB_DATE].first.low, &period, name, out))
        return true;
    return truth == TRUTH_MAYBE && open_period(asker, expr, name, out);
}

void reason_node(const struct asker *asker, uint32_t node, const char *between, struct strbuf *out)
{
    const struct table_node *n = &asker->table->nodes[node];
    struct period period;
    reason_period(asker, n->expr, &period);
    if (n->kind == NODE_WAIVER
        && before_or_after(asker->sets[VOCAB_DATE].first.low, &period, "it", out))
        return;
    reason_expr(asker, n->expr, between, out);
}

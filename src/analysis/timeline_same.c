/* timeline_same.c: does a condition that may hold before a day and after it change at all?
 *
 * "date >= 2026-05-01 or date >= 2028-02-29, where site is UK" may hold on both sides of the second day,
 * and for each site it is what it was before. So the facts are cut into halves until
 * both days are settled or differ; only a fact on which the condition still hangs on one of the
 * days is cut, so most halves settle soon. An event that may have any day is
 * no fact: with it a condition that may hold stays so. Where the steps run out, or an event has
 * some days only, the condition is taken to change.
 */
#include "analysis/timeline_parts.h"

#include "eval/engine.h"

#define STEPS_MOST 2000

struct halving {
    struct clock *clock;
    uint32_t expr;
    int64_t day;
    bool *facts; /* per variable: of the condition, and not fixed */
    bool loose; /* mentions an event that has some days only */
    uint32_t steps;
};

static bool is_fixed(const struct value_set *set)
{
    return !set->more_count && set->first.low == set->first.high;
}

static enum eval_truth truth_on(struct halving *h, int64_t day)
{
    struct clock *clock = h->clock;
    enum eval_truth truth = eval_expr(clock->asker->evaluator, clock_on(clock, day), h->expr);
    clock->unresolved = clock->unresolved || clock->asker->evaluator->gave_up;
    return truth;
}

/* The first value from which on the upper half goes: a cut of the variable, as near to the
 * middle as there is one. False when no cut is inside. */
static bool middle(const struct table *table, uint32_t var, const struct interval *in, int64_t *out)
{
    int64_t half = in->low + (in->high - in->low) / 2 + 1, best = 0;
    bool found = false;
    enum var_kind kind = (enum var_kind)table->vocab.vars[var].kind;
    if (kind == VAR_LEAF || kind == VAR_READING) {
        *out = half;
        return in->low < in->high;
    }
    for (size_t c = 0; c < table->columns_count; c++) {
        const struct table_column *column = &table->columns[c];
        for (uint32_t i = 1; column->var == var && i < column->cell_count; i++) {
            int64_t cut = table->cuts[column->first_cut + i];
            int64_t distance = cut > half ? cut - half : half - cut;
            if (cut <= in->low || cut > in->high)
                continue;
            if (!found || distance < (best > half ? best - half : half - best))
                best = cut;
            found = true;
        }
    }
    *out = best;
    return found;
}

/* A fact of the condition that leaves it open in the box; IR_NONE: none does. */
static uint32_t open_fact(const struct halving *h, const struct box *box, uint32_t expr)
{
    const struct evaluator *ev = h->clock->asker->evaluator;
    const struct table_expr *e = &ev->table->exprs[expr];
    if (truth_of_expr(ev, box, expr) != TRUTH_MAYBE)
        return IR_NONE;
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return IR_NONE;
    case IR_LITERAL: {
        uint32_t var = ev->table->columns[ev->table->literals[e->a].column].var;
        return h->facts[var] ? var : IR_NONE;
    }
    case IR_NOT:
        return open_fact(h, box, e->a);
    case IR_AND:
    case IR_OR: {
        uint32_t var = open_fact(h, box, e->a);
        return var != IR_NONE ? var : open_fact(h, box, e->b);
    }
    case IR_NAMED:
        return open_fact(h, box, ev->table->named[e->a].expr);
    }
    return IR_NONE;
}

static uint32_t next_fact(struct halving *h)
{
    uint32_t var = IR_NONE;
    for (int64_t day = h->day - 1; day <= h->day && var == IR_NONE; day++) {
        const struct box *box =
            session_begin(h->clock->asker->evaluator, clock_on(h->clock, day));
        if (box)
            var = open_fact(h, box, h->expr);
    }
    return var;
}

static bool differs(struct halving *h);

/* One half of a fact. */
static bool differs_in(struct halving *h, uint32_t var, struct value_set half)
{
    struct value_set all = h->clock->sets[var];
    h->clock->sets[var] = half;
    bool found = differs(h);
    h->clock->sets[var] = all;
    return found;
}

static bool differs(struct halving *h)
{
    if (h->steps++ >= STEPS_MOST) {
        h->clock->unresolved = true;
        return true;
    }
    enum eval_truth before = truth_on(h, h->day - 1), after = truth_on(h, h->day);
    if (before != after)
        return true;
    uint32_t var = before == TRUTH_MAYBE ? next_fact(h) : IR_NONE;
    if (var == IR_NONE)
        return before == TRUTH_MAYBE && h->loose;
    struct value_set low = h->clock->sets[var], high = low;
    int64_t from;
    if (low.more_count) {
        low.more_count = 0;
        high.first = high.more[0];
        high.more++;
        high.more_count--;
    } else if (middle(h->clock->asker->table, var, &low.first, &from)) {
        low.first.high = from - 1;
        high.first.low = from;
    } else { /* open, though no condition tells its values apart */
        h->clock->unresolved = true;
        return true;
    }
    return differs_in(h, var, low) || differs_in(h, var, high);
}

bool clock_differs(struct clock *clock, uint32_t expr, int64_t day)
{
    struct halving h = {.clock = clock, .expr = expr, .day = day};
    const struct table *table = clock->asker->table;
    struct mentions mentions = {0};
    h.facts = ARENA_ARRAY(clock->asker->arena, bool, table->vocab.var_count + 1);
    mentions_of(clock, expr, &mentions);
    for (size_t i = 0; i < mentions.facts.count; i++) {
        uint32_t var = mentions.facts.items[i];
        h.facts[var] = !is_fixed(&clock->sets[var]);
    }
    for (size_t i = 0; i < mentions.columns.count; i++) {
        uint32_t var = table->columns[mentions.columns.items[i]].var;
        h.loose = h.loose || (!clock->open[var] && !is_fixed(&clock->sets[var]));
    }
    return differs(&h);
}

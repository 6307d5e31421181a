/* timeline_same.c: does a condition that may hold before a day and after it change at all?
 *
 * "date >= 2026-05-01 or date >= 2028-02-29, where site is UK" may hold on both sides of the second day,
 * and for each site it is what it was before. So the facts are cut into halves until both days are
 * settled or differ. The condition is looked at on both days at once, literal by literal: where only literals
 * of the date differ, and what they say does not come through, no further cut is needed; and only a fact on
 * which a difference hangs is cut. An event that may have any day is no fact: with it a condition that may
 * hold stays so. Where the steps run out, or an event has some days only, the condition is taken to change.
 */
#include "analysis/timeline_parts.h"

#include "eval/engine.h"

#include <string.h>

#define STEPS_MOST 2000 /* with the usual budget of a question */

/* What is known of a condition on both days; used again for the next one, as there are many. */
struct both {
    VEC(uint32_t) literals;     /* of the condition */
    bool *listed;               /* per literal: it is one of them */
    enum eval_truth *truths[2]; /* per literal: on the day before, on the day */
    bool *steady;               /* per variable: an event that may be the same on both */
    uint32_t *shapes[2];        /* of the events, one behind the other */
    uint8_t *named;             /* per named condition: what it may be on both; 0 not looked at */
};

struct halving {
    struct clock *clock;
    uint32_t expr;
    int64_t day;
    bool *facts; /* per variable: of the condition, and not fixed */
    bool loose; /* mentions an event that has some days only */
    uint64_t steps;  /* left */
    struct both *both; /* the clock's */
};

static bool is_fixed(const struct value_set *set)
{
    return !set->more_count && set->first.low == set->first.high;
}

static enum eval_truth truth_on(struct halving *h, int64_t day)
{
    struct clock *clock = h->clock;
    enum eval_truth truth = eval_expr(clock->asker->evaluator, clock_on(clock, day), h->expr);
    clock_note(clock, day);
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

/* ---- both days at once ------------------------------------------------------------------------------- */

/* What something may be on the day before and on the day, as a set of four: bit 2a + b for a before and b after. */
#define SAME 0x9u  /* 00 and 11 */
#define OTHER 0x6u /* 01 and 10 */

static unsigned both_of(unsigned x, unsigned y, bool any)
{
    unsigned set = 0;
    for (unsigned i = 0; i < 4; i++)
        for (unsigned k = 0; k < 4; k++)
            if (x >> i & 1 && y >> k & 1)
                set |= 1u << (any ? i | k : i & k);
    return set;
}

static unsigned negated(unsigned x)
{
    return (x >> 3 & 1) | (x >> 1 & 2) | (x << 1 & 4) | (x << 3 & 8);
}

/* A fact is the same on both days, and so is what a steady event may be; the date is another. */
static unsigned of_literal(const struct halving *h, uint32_t literal)
{
    const struct table *table = h->clock->asker->table;
    uint32_t var = table->columns[table->literals[literal].column].var;
    enum eval_truth before = h->both->truths[0][literal], after = h->both->truths[1][literal];
    unsigned set = 0;
    for (unsigned i = 0; i < 4; i++) {
        enum eval_truth not_before = i & 2 ? TRUTH_NO : TRUTH_YES, not_after = i & 1 ? TRUTH_NO : TRUTH_YES;
        if (before != not_before && after != not_after)
            set |= 1u << i;
    }
    return h->facts[var] || h->both->steady[var] ? set & SAME : set;
}

static unsigned look(struct halving *h, uint32_t expr)
{
    const struct table *table = h->clock->asker->table;
    ++*h->clock->asker->evaluator->parts;
    const struct table_expr *e = &table->exprs[expr];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
        return 8;
    case IR_FALSE:
        return 1;
    case IR_LITERAL:
        return of_literal(h, e->a);
    case IR_NOT:
        return negated(look(h, e->a));
    case IR_AND:
    case IR_OR:
        return both_of(look(h, e->a), look(h, e->b), e->op == IR_OR);
    case IR_NAMED:
        if (!h->both->named[e->a])
            h->both->named[e->a] = (uint8_t)look(h, table->named[e->a].expr);
        return h->both->named[e->a];
    }
    return SAME | OTHER;
}

/* Which columns of an event may hold together, as the last session knows it, in its place of `out`. */
static size_t shape_of(const struct event_axis *axis, uint32_t *out)
{
    out[0] = axis->count;
    memcpy(out + 1, axis->holds, axis->column_count * sizeof *out);
    return 1u + axis->column_count;
}

/* An event is steady if its columns can hold together in the same ways on both days: then a world of the one day
 * has one of the other day in which every column of the event is what it was. */
static void compare_events(struct halving *h, int side)
{
    const struct evaluator *ev = h->clock->asker->evaluator;
    uint32_t *shapes[2] = {h->both->shapes[0], h->both->shapes[1]};
    for (uint32_t i = 0; i < ev->event_count; i++) {
        size_t size = shape_of(&ev->events[i], shapes[side]);
        h->both->steady[ev->events[i].var] =
            side == 1 && memcmp(shapes[0], shapes[1], size * sizeof *shapes[0]) == 0;
        shapes[0] += size;
        shapes[1] += size;
    }
}

/* What the condition may be on both days, for the facts as they are now: all that it may be, and perhaps more. */
static unsigned look_at_both(struct halving *h)
{
    struct clock *clock = h->clock;
    const struct table *table = clock->asker->table;
    for (int i = 0; i < 2; i++) {
        const struct box *box = session_begin(clock->asker->evaluator, clock_on(clock, h->day - 1 + i));
        if (!box)
            return SAME; /* no world has these days */
        for (size_t k = 0; k < h->both->literals.count; k++)
            h->both->truths[i][h->both->literals.items[k]] =
                truth_of_literal(clock->asker->evaluator, box, h->both->literals.items[k]);
        compare_events(h, i);
    }
    memset(h->both->named, 0, table->named_count);
    return look(h, h->expr);
}

/* Of a condition that may differ, a fact on which that hangs; IR_NONE: on none. What differs itself is looked at
 * before what is only combined with it. */
static uint32_t open_fact(struct halving *h, uint32_t expr)
{
    const struct table *table = h->clock->asker->table;
    const struct table_expr *e = &table->exprs[expr];
    unsigned set = look(h, expr);
    if (!(set & (set - 1)))
        return IR_NONE;
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return IR_NONE;
    case IR_LITERAL: {
        uint32_t var = table->columns[table->literals[e->a].column].var;
        return h->facts[var] ? var : IR_NONE;
    }
    case IR_NOT:
        return open_fact(h, e->a);
    case IR_AND:
    case IR_OR: {
        bool second = !(look(h, e->a) & OTHER) && look(h, e->b) & OTHER;
        uint32_t var = open_fact(h, second ? e->b : e->a);
        return var != IR_NONE ? var : open_fact(h, second ? e->a : e->b);
    }
    case IR_NAMED:
        return open_fact(h, table->named[e->a].expr);
    }
    return IR_NONE;
}

/* The literals of the condition, each once. */
static void find_literals(struct halving *h, uint32_t expr)
{
    struct arena *arena = h->clock->asker->arena;
    const struct table *table = h->clock->asker->table;
    const struct table_expr *e = &table->exprs[expr];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        break;
    case IR_LITERAL:
        if (!h->both->listed[e->a])
            VEC_PUSH(arena, &h->both->literals, e->a);
        h->both->listed[e->a] = true;
        break;
    case IR_AND:
    case IR_OR:
        find_literals(h, e->b);
        find_literals(h, e->a);
        break;
    case IR_NOT:
        find_literals(h, e->a);
        break;
    case IR_NAMED:
        if (!h->both->named[e->a]) {
            h->both->named[e->a] = 1;
            find_literals(h, table->named[e->a].expr);
        }
    }
}

/* ---- halving ----------------------------------------------------------------------------------------- */

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
    struct evaluator *ev = h->clock->asker->evaluator;
    *ev->parts += 2 * h->both->literals.count;
    engine_charge(ev);
    if (h->steps-- == 0 || engine_broke(ev)) {
        clock_leave(h->clock, h->day);
        return true;
    }
    if (!(look_at_both(h) & OTHER))
        return false;
    uint32_t var = open_fact(h, h->expr);
    enum eval_truth before = truth_on(h, h->day - 1), after = truth_on(h, h->day);
    if (before != after)
        return true;
    if (before != TRUTH_MAYBE)
        return false;
    if (var == IR_NONE)
        return h->loose;
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
        clock_leave(h->clock, h->day);
        return true;
    }
    return differs_in(h, var, low) || differs_in(h, var, high);
}

struct both *clock_both(struct arena *arena)
{
    return ARENA_NEW(arena, struct both);
}

static void make_room(struct both *both, struct arena *arena, const struct table *table)
{
    both->listed = ARENA_ARRAY(arena, bool, table->literals_count + 1);
    both->named = ARENA_ARRAY(arena, uint8_t, table->named_count + 1);
    both->steady = ARENA_ARRAY(arena, bool, table->vocab.var_count + 1);
    for (int i = 0; i < 2; i++) {
        both->shapes[i] = ARENA_ARRAY(arena, uint32_t, table->columns_count + table->vocab.var_count + 1);
        both->truths[i] = ARENA_ARRAY(arena, enum eval_truth, table->literals_count + 1);
    }
}

/* Forgets the condition before, and lists the literals of this one. */
static void begin(struct halving *h)
{
    const struct table *table = h->clock->asker->table;
    struct both *both = h->both;
    if (!both->listed)
        make_room(both, h->clock->asker->arena, table);
    for (size_t i = 0; i < both->literals.count; i++)
        both->listed[both->literals.items[i]] = false;
    both->literals.count = 0;
    memset(both->named, 0, table->named_count);
    find_literals(h, h->expr);
}

bool clock_differs(struct clock *clock, uint32_t expr, int64_t day)
{
    struct halving h = {.clock = clock, .expr = expr, .day = day, .both = clock->both};
    h.steps = evaluator_share(clock->asker->evaluator, STEPS_MOST);
    const struct table *table = clock->asker->table;
    struct mentions mentions = {0};
    h.facts = ARENA_ARRAY(clock->asker->arena, bool, table->vocab.var_count + 1);
    begin(&h);
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

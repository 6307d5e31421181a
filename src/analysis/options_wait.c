/* options_wait.c: does time alone make it permitted, with the choices as they are?
 *
 * The days after the placement's are quantified over: which of them does nothing that is open
 * spoil? Events keep the days that they have, or have not. Where months beside days leave only
 * samples of the calendar, days are asked one by one.
 */
#include "analysis/options.h"

#include "analysis/quantify.h"

#include <string.h>

#define DAYS_TRIED 1500 /* one by one */

struct waiter {
    struct arena *arena;
    struct space *space;
    size_t slice;
    VEC(struct interval) days; /* permitted; ascending, not adjacent */
};

static void add_days(struct waiter *w, struct interval days)
{
    size_t at = w->days.count;
    VEC_PUSH(w->arena, &w->days, days);
    for (; at > 0 && w->days.items[at - 1].low > days.low; at--)
        w->days.items[at] = w->days.items[at - 1];
    w->days.items[at] = days;
    size_t n = 0;
    for (size_t i = 0; i < w->days.count; i++) {
        if (n && w->days.items[n - 1].high + 1 >= w->days.items[i].low)
            w->days.items[n - 1].high = w->days.items[i].high;
        else
            w->days.items[n++] = w->days.items[i];
    }
    w->days.count = n;
}

static bool take_days(void *context, const struct box *good)
{
    struct waiter *w = context;
    struct witness picked;
    search_pick(w->space, &w->space->slices[w->slice], good, &picked);
    struct value_set days = witness_set(&picked, VOCAB_DATE);
    for (uint32_t i = 0; i <= days.more_count; i++)
        add_days(w, i ? days.more[i - 1] : days.first);
    return true;
}

/* Do the slices, which come in order here, leave out no day? */
static bool has_all_days(const struct space *space)
{
    for (size_t i = 1; i < space->slice_count; i++)
        if (space->slices[i].low != space->slices[i - 1].high + 1)
            return false;
    return true;
}

/* Slice by slice, until the first run of permitted days has ended. */
static bool by_slices(struct waiter *w)
{
    const struct table *t = w->space->table;
    struct evaluator *ev = w->space->ev;
    struct demand spoilt = {{.kind = ASK_VERDICT}, WORLD_CONTESTED | WORLD_PROHIBITED};
    struct query query = {IR_NONE, &spoilt, 1};
    bool *over = ARENA_ARRAY(w->arena, bool, t->vocab.var_count);
    struct quantifier q = {w->space, over, &query};
    struct search search = search_new(w->space, evaluator_share(ev, OPTIONS_BUDGET));
    for (uint32_t v = 0; v < t->vocab.var_count; v++)
        over[v] = v != VOCAB_DATE;
    for (size_t i = 0; i < w->space->slice_count; i++) {
        if (w->days.count && w->days.items[0].high + 1 < w->space->slices[i].low)
            break;
        const struct box *box = quantify_begin(&search, i);
        w->slice = i;
        if (box)
            quantify(&q, box, take_days, w);
        search_spent(&search);
        if (ev->gave_up) { /* an earlier day may have been missed */
            w->days.count = 0;
            return false;
        }
    }
    return true;
}

static bool by_days(struct waiter *w, int64_t from)
{
    uint32_t vars = w->space->table->vocab.var_count;
    struct value_set *sets = arena_copy(w->arena, w->space->sets, vars * sizeof *sets);
    bool unresolved = false;
    for (int64_t day = from; day < from + DAYS_TRIED && day <= DATE_LAST && !unresolved; day++) {
        sets[VOCAB_DATE] = (struct value_set){.first = {day, day}};
        if (eval_verdict(w->space->ev, sets, &unresolved) == EVAL_PERMITTED && !unresolved)
            add_days(w, (struct interval){day, day});
        else if (w->days.count)
            break;
    }
    /* the last day that was tried tells nothing of the next one */
    return !unresolved && w->days.count && w->days.items[0].high + 1 < from + DAYS_TRIED;
}

void options_wait(struct arena *arena, struct evaluator *ev, const struct value_set *sets,
                  struct options *out)
{
    int64_t from = sets[VOCAB_DATE].first.high + 1;
    struct value_set *later =
        arena_copy(arena, sets, ev->table->vocab.var_count * sizeof *later);
    if (from > DATE_LAST)
        return;
    later[VOCAB_DATE] = (struct value_set){.first = {from, DATE_LAST}};
    struct waiter w = {.arena = arena, .space = space_of(arena, ev, later, from)};
    bool whole = has_all_days(w.space);
    out->wait_open = !(whole ? by_slices(&w) : by_days(&w, from));
    out->waits = w.days.count > 0;
    if (out->waits)
        out->days = w.days.items[0];
}

/* diff_events.c: events of two policies at once.
 *
 * What conditions can see of an event on a day is which of their columns hold. The columns of
 * both policies together give the *patterns* that some day of the event shows on some day of
 * the calendar; inside a slice the same ones show on every day. A pattern belongs to one
 * alternative of each table's event axis. The more columns hold, the earlier the event was.
 */
#include "analysis/diff_parts.h"
#include "analysis/values.h"

#include <string.h>

bool event_fixed(const struct vocab_var *v)
{
    return v->kind == VAR_EVENT && v->role == VAR_ROLE_LEDGER && v->has_occurred;
}

bool event_presumed(const struct joint *j, enum diff_side side, uint32_t var)
{
    const struct vocab_var *v = &j->t[side]->vocab.vars[var];
    uint32_t other = j->var_pair[side][var];
    return v->kind == VAR_EVENT && v->role == VAR_ROLE_LEDGER && !v->has_occurred && !v->unknown
           && other != VOCAB_NONE && event_fixed(&j->t[1 - side]->vocab.vars[other]);
}

static int64_t latest(const struct table_column *c, int64_t date)
{
    return date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
}

/* ---- slices -------------------------------------------------------------------------------- */

static uint32_t add_columns(const struct joint *j, enum diff_side side, uint32_t var,
                            const struct table_column **out)
{
    const struct table *t = j->t[side];
    uint32_t count = var == VOCAB_NONE ? 0 : t->var_column_count[var];
    for (uint32_t i = 0; i < count && out; i++)
        out[i] = &t->columns[t->var_first_column[var] + i];
    return count;
}

static void take_columns(struct joint *j, struct axis *axis)
{
    uint32_t old = add_columns(j, DIFF_OLD, axis->var[DIFF_OLD], NULL);
    uint32_t new = add_columns(j, DIFF_NEW, axis->var[DIFF_NEW], NULL);
    axis->columns = arena_alloc(j->arena, (old + new) * sizeof *axis->columns);
    axis->old_columns = add_columns(j, DIFF_OLD, axis->var[DIFF_OLD], axis->columns);
    axis->column_count = old + add_columns(j, DIFF_NEW, axis->var[DIFF_NEW], axis->columns + old);
    axis->hold_words = (uint32_t)bitset_words(axis->column_count);
    enum diff_side side = axis->var[DIFF_NEW] == VOCAB_NONE ? DIFF_OLD : DIFF_NEW;
    axis->days = space_domain(j->arena, &j->t[side]->vocab, axis->var[side]);
}

struct slice_list {
    struct arena *arena;
    VEC(struct slice_event) events;
    VEC(int64_t) cuts;
};

/* An event that has a day is no axis, yet its day cuts the calendar. */
static void add_fixed(const struct joint *j, enum diff_side side, struct slice_list *list)
{
    const struct vocab *vocab = &j->t[side]->vocab;
    for (uint32_t var = 0; var < vocab->var_count; var++) {
        uint32_t count = j->t[side]->var_column_count[var];
        if (!event_fixed(&vocab->vars[var]) || count == 0)
            continue;
        struct slice_event event = {.column_count = count};
        struct value_set *days = ARENA_NEW(list->arena, struct value_set);
        const struct table_column **columns = arena_alloc(list->arena, count * sizeof *columns);
        *days = space_domain(list->arena, vocab, var);
        add_columns(j, side, var, columns);
        event.days = days;
        event.columns = columns;
        VEC_PUSH(list->arena, &list->events, event);
    }
}

/* Both tables' cuts of the date; ascending is enough, equal ones may stand side by side. */
static void add_date_cuts(const struct joint *j, struct slice_list *list)
{
    const int64_t *cuts[DIFF_SIDES] = {NULL, NULL};
    size_t count[DIFF_SIDES] = {0, 0};
    for (int s = 0; s < DIFF_SIDES; s++) {
        if (j->axes[0].column[s] == IR_NONE)
            continue;
        const struct table_column *c = &j->t[s]->columns[j->axes[0].column[s]];
        cuts[s] = j->t[s]->cuts + c->first_cut + 1;
        count[s] = c->cell_count - 1;
    }
    for (size_t i = 0, k = 0; i < count[0] || k < count[1];) {
        bool old = k == count[1] || (i < count[0] && cuts[0][i] <= cuts[1][k]);
        VEC_PUSH(list->arena, &list->cuts, old ? cuts[0][i] : cuts[1][k]);
        if (old)
            i++;
        else
            k++;
    }
}

void events_slice(struct joint *j)
{
    struct slice_list list = {.arena = j->arena};
    struct value_set dates = {.first = {DATE_FIRST, DATE_LAST}};
    for (size_t i = 0; i < j->axis_count; i++) {
        struct axis *axis = &j->axes[i];
        if (axis->kind != AXIS_EVENT)
            continue;
        take_columns(j, axis);
        struct slice_event event = {&axis->days, axis->columns, axis->column_count};
        VEC_PUSH(list.arena, &list.events, event);
    }
    add_fixed(j, DIFF_OLD, &list);
    add_fixed(j, DIFF_NEW, &list);
    add_date_cuts(j, &list);
    struct slicing slicing = {&dates,          list.events.items, list.events.count,
                              list.cuts.items, list.cuts.count,   j->near};
    j->slices = slices_of(j->arena, &slicing);
    j->diff->sampled = j->slices.sampled;
}

/* ---- patterns ------------------------------------------------------------------------------ */

/* Is some day of low..high one that the event may have? The first of them, to *day. */
static bool some_day(const struct value_set *set, int64_t low, int64_t high, int64_t *day)
{
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *part = i ? &set->more[i - 1] : &set->first;
        if (part->low <= high && part->high >= low) {
            *day = part->low > low ? part->low : low;
            return true;
        }
    }
    return false;
}

/* The pattern that the event shows on a date when it has this day. */
static void pattern_of(const struct axis *axis, int64_t date, int64_t day, uint64_t *out)
{
    memset(out, 0, axis->hold_words * sizeof *out);
    for (uint32_t i = 0; i < axis->column_count; i++)
        if (day <= latest(axis->columns[i], date))
            bitset_add(out, i);
}

/* The next day above `day` from which on fewer columns hold; false when there is none. */
static bool next_day(const struct axis *axis, int64_t date, int64_t day, int64_t *out)
{
    bool found = false;
    for (uint32_t i = 0; i < axis->column_count; i++) {
        int64_t next = latest(axis->columns[i], date) + 1;
        if (next > day && (!found || next < *out)) {
            *out = next;
            found = true;
        }
    }
    return found;
}

struct patterns {
    struct joint *joint;
    struct axis *axis;
    VEC(uint64_t) holds;
    VEC(uint32_t) shown; /* slice, pattern, one after the other */
};

static uint32_t find_pattern(struct patterns *p, const uint64_t *holds)
{
    uint32_t words = p->axis->hold_words;
    for (uint32_t i = 0; i < p->axis->count; i++)
        if (memcmp(p->holds.items + (size_t)i * words, holds, words * sizeof *holds) == 0)
            return i;
    for (uint32_t w = 0; w < words; w++)
        VEC_PUSH(p->joint->arena, &p->holds, holds[w]);
    return p->axis->count++;
}

/* Calls for each pattern of a date, from the earliest days on. */
static void patterns_on(struct patterns *p, int64_t date, uint32_t slice)
{
    uint64_t *holds = ARENA_ARRAY(&p->joint->work, uint64_t, p->axis->hold_words + 1);
    int64_t low = INT64_MIN, next, day;
    for (bool more = true; more; low = next) {
        more = next_day(p->axis, date, low, &next);
        if (!more)
            next = DATE_NEVER;
        if (!some_day(&p->axis->days, low, more ? next - 1 : DATE_NEVER, &day))
            continue;
        pattern_of(p->axis, date, day, holds);
        uint32_t pattern = find_pattern(p, holds);
        VEC_PUSH(&p->joint->work, &p->shown, slice);
        VEC_PUSH(&p->joint->work, &p->shown, pattern);
    }
}

static void make_patterns(struct joint *j, struct axis *axis)
{
    struct patterns p = {.joint = j, .axis = axis};
    for (size_t s = 0; s < j->slices.count; s++)
        patterns_on(&p, j->slices.items[s].high, (uint32_t)s);
    axis->holds = p.holds.items;
    size_t words = bitset_words(axis->count);
    axis->present = ARENA_ARRAY(j->arena, uint64_t, words * j->slices.count + 1);
    for (size_t i = 0; i < p.shown.count; i += 2)
        bitset_add(axis->present + words * p.shown.items[i], p.shown.items[i + 1]);
    for (int s = 0; s < DIFF_SIDES; s++)
        axis->alternative[s] = ARENA_ARRAY(j->arena, uint32_t, axis->count + 1);
}

void events_patterns(struct joint *j)
{
    for (size_t i = 0; i < j->axis_count; i++)
        if (j->axes[i].kind == AXIS_EVENT)
            make_patterns(j, &j->axes[i]);
}

/* ---- in a slice ----------------------------------------------------------------------------- */

/* The alternative of a side's event whose columns hold as the pattern says. */
static uint32_t alternative_of(const struct joint *j, const struct axis *axis,
                               enum diff_side side, uint32_t pattern)
{
    const struct evaluator *ev = j->ev[side];
    const struct event_axis *event = &ev->events[ev->var_event[axis->var[side]]];
    const uint64_t *holds = axis->holds + (size_t)pattern * axis->hold_words;
    uint32_t first = side == DIFF_OLD ? 0 : axis->old_columns;
    for (uint32_t a = 0; a < event->count; a++) {
        bool same = true;
        for (uint32_t c = 0; c < event->column_count && same; c++)
            same = (a < event->holds[c]) == bitset_has(holds, first + c);
        if (same)
            return a;
    }
    return IR_NONE;
}

void events_enter(struct joint *j, size_t slice)
{
    for (size_t i = 0; i < j->axis_count; i++) {
        struct axis *axis = &j->axes[i];
        if (axis->kind != AXIS_EVENT)
            continue;
        const uint64_t *present = axis->present + (size_t)axis->words * slice;
        for (int s = 0; s < DIFF_SIDES; s++) {
            bool tests = axis->column[s] != IR_NONE;
            for (uint32_t p = 0; p < axis->count; p++)
                axis->alternative[s][p] = tests && bitset_has(present, p)
                                              ? alternative_of(j, axis, (enum diff_side)s, p)
                                              : IR_NONE;
        }
    }
}

/* ---- back to days and words ---------------------------------------------------------------- */

struct value_set event_days(const struct joint *j, const struct axis *axis,
                            const uint64_t *cells, int64_t date)
{
    uint64_t *holds = ARENA_ARRAY(j->arena, uint64_t, axis->hold_words + 1);
    struct values days = {.arena = j->arena};
    int64_t low = INT64_MIN, next, day;
    for (bool more = true; more; low = next) {
        more = next_day(axis, date, low, &next);
        if (!more)
            next = DATE_NEVER;
        int64_t last = more ? next - 1 : DATE_NEVER;
        if (!some_day(&axis->days, low, last, &day))
            continue;
        pattern_of(axis, date, day, holds);
        bool in = false;
        for (uint32_t p = 0; p < axis->count && !in; p++)
            in = bitset_has(cells, p)
                 && memcmp(axis->holds + (size_t)p * axis->hold_words, holds,
                           axis->hold_words * sizeof *holds) == 0;
        if (in)
            values_add_part(&days, &axis->days, low, last);
    }
    return values_set(&days, VALUE_MISSING);
}

static const uint64_t *holds_of(const struct axis *axis, uint32_t pattern)
{
    return axis->holds + (size_t)pattern * axis->hold_words;
}

/* Patterns that occur in some slice of these dates. */
static uint64_t *occurring(const struct joint *j, const struct axis *axis, const uint64_t *dates)
{
    uint64_t *all = ARENA_ARRAY(j->arena, uint64_t, axis->words + 1);
    const struct axis *date = &j->axes[0];
    for (size_t s = 0; s < j->slices.count; s++) {
        bool in = false;
        for (size_t d = bitset_next(dates, date->count, 0); d < date->count && !in;
             d = bitset_next(dates, date->count, d + 1))
            in = date->low[d] >= j->slices.items[s].low && date->high[d] <= j->slices.items[s].high;
        for (uint32_t w = 0; w < axis->words && in; w++)
            all[w] |= axis->present[(size_t)axis->words * s + w];
    }
    return all;
}

bool event_complete(const struct joint *j, const struct axis *axis, const uint64_t *cells,
                    const uint64_t *dates)
{
    return bitset_subset(occurring(j, axis, dates), cells, axis->words);
}

/* The strongest column that holds all through a run, and the weakest that does not: of all
 * that do, the one that holds for the fewest of the patterns, or for the most. */
static void bound_run(const struct joint *j, const struct axis *axis, const uint64_t *run,
                      const uint64_t *all, struct diff_run *out)
{
    size_t fewest = SIZE_MAX, most = 0;
    uint32_t total = (uint32_t)bitset_count(all, axis->words);
    *out = (struct diff_run){IR_NONE, IR_NONE, DIFF_NEW, DIFF_NEW};
    for (uint32_t k = axis->column_count; k-- > 0;) { /* the new policy's columns first */
        size_t inside = 0, holding = 0, members = bitset_count(run, axis->words);
        for (uint32_t p = 0; p < axis->count; p++) {
            bool holds = bitset_has(all, p) && bitset_has(holds_of(axis, p), k);
            holding += holds;
            inside += holds && bitset_has(run, p);
        }
        enum diff_side side = k < axis->old_columns ? DIFF_OLD : DIFF_NEW;
        uint32_t column = (uint32_t)(axis->columns[k] - j->t[side]->columns);
        if (inside == members && holding < total && holding < fewest) {
            fewest = holding;
            out->since = column;
            out->since_side = side;
        }
        if (inside == 0 && holding > most) {
            most = holding;
            out->not_since = column;
            out->not_since_side = side;
        }
    }
}

/* The patterns of a set from the earliest days on: the more columns hold, the earlier. */
static uint32_t in_time(const struct joint *j, const struct axis *axis, const uint64_t *all,
                        uint32_t **out)
{
    uint32_t *order = ARENA_ARRAY(j->arena, uint32_t, axis->count + 1);
    uint32_t count = 0;
    for (uint32_t p = 0; p < axis->count; p++) {
        if (!bitset_has(all, p))
            continue;
        uint32_t at = count++;
        size_t held = bitset_count(holds_of(axis, p), axis->hold_words);
        for (; at > 0 && bitset_count(holds_of(axis, order[at - 1]), axis->hold_words) < held; at--)
            order[at] = order[at - 1];
        order[at] = p;
    }
    *out = order;
    return count;
}

bool event_chain(const struct joint *j, const struct axis *axis, const uint64_t *dates,
                 const uint64_t *more)
{
    uint32_t words = j->axes[0].words, *order;
    uint64_t *both = ARENA_ARRAY(j->arena, uint64_t, words + 1);
    for (uint32_t w = 0; w < words; w++)
        both[w] = dates[w] | more[w];
    uint32_t count = in_time(j, axis, occurring(j, axis, both), &order);
    for (uint32_t i = 1; i < count; i++)
        if (!bitset_subset(holds_of(axis, order[i]), holds_of(axis, order[i - 1]),
                           axis->hold_words))
            return false;
    return true;
}

size_t event_runs(const struct joint *j, const struct axis *axis, const uint64_t *cells,
                  const uint64_t *dates, const struct diff_run **out)
{
    const uint64_t *all = occurring(j, axis, dates);
    uint32_t *order, count = in_time(j, axis, all, &order);
    VEC(struct diff_run) runs = {0};
    for (uint32_t i = 0; i < count;) {
        uint64_t *run = ARENA_ARRAY(j->arena, uint64_t, axis->words + 1);
        uint32_t first = i;
        for (; i < count && bitset_has(cells, order[i]); i++)
            bitset_add(run, order[i]);
        if (i == first) {
            i++;
            continue;
        }
        struct diff_run bounds;
        bound_run(j, axis, run, all, &bounds);
        VEC_PUSH(j->arena, &runs, bounds);
    }
    *out = runs.items;
    return runs.count;
}

/* box.c: descriptions as sets of cells, and narrowing them. */
#include "eval/engine.h"

#include <string.h>

/* ---- memory ---------------------------------------------------------------------------- */

struct box *box_new(struct evaluator *ev, struct arena *arena)
{
    size_t words = ev->meta->mask_words, lanes = ev->meta->lanes;
    unsigned char *at = arena_alloc(arena, sizeof(struct box) + ev->box_size);
    struct box *box = (struct box *)(void *)at;
    at += sizeof(struct box);
    box->mask = (uint64_t *)(void *)at;
    box->fixed = box->mask + words;
    box->low = (uint16_t *)(void *)(box->fixed + words);
    box->high = box->low + lanes;
    box->cell_low = (uint32_t *)(void *)(box->high + lanes);
    box->cell_high = box->cell_low + lanes;
    box->event_low = box->cell_high + lanes;
    box->event_high = box->event_low + ev->event_count;
    box_changed(ev, box);
    return box;
}

void box_copy(const struct evaluator *ev, struct box *to, const struct box *from)
{
    memcpy(to->mask, from->mask, ev->box_size);
    to->serial = from->serial;
}

struct box *box_copy_new(struct evaluator *ev, const struct box *from)
{
    struct box *copy = box_new(ev, &ev->work);
    box_copy(ev, copy, from);
    return copy;
}

/* ---- keeping the derived parts right ------------------------------------------------------ */

static void set_small(struct evaluator *ev, struct box *box, uint32_t column, uint64_t bits)
{
    const struct table_column *c = &ev->table->columns[column];
    uint64_t field = ev->field[column];
    box->mask[c->word] = (box->mask[c->word] & ~field) | bits;
    box->fixed[c->word] &= ~field;
    if (bits && !(bits & (bits - 1)))
        box->fixed[c->word] |= field;
    box_changed(ev, box);
}

/* Moves the ends of a hull inwards to allowed cells; false when none is left. */
static bool set_wide(struct evaluator *ev, struct box *box, uint32_t column, uint32_t low,
                     uint32_t high)
{
    const struct table_column *c = &ev->table->columns[column];
    const struct holes *holes = &ev->holes[c->lane];
    for (uint32_t i = 0; i < holes->count; i++) {
        if (holes->ranges[i].high < low)
            continue;
        if (holes->ranges[i].low > low)
            low = holes->ranges[i].low;
        break;
    }
    for (uint32_t i = holes->count; i-- > 0;) {
        if (holes->ranges[i].low > high)
            continue;
        if (holes->ranges[i].high < high)
            high = holes->ranges[i].high;
        break;
    }
    if (low > high
        || (holes->count
            && (low > holes->ranges[holes->count - 1].high || high < holes->ranges[0].low)))
        return false;
    box->cell_low[c->lane] = low;
    box->cell_high[c->lane] = high;
    box->low[c->lane] = (uint16_t)(low >> c->lane_shift);
    box->high[c->lane] = (uint16_t)(high >> c->lane_shift);
    box_changed(ev, box);
    return true;
}

static void set_event(struct evaluator *ev, struct box *box, uint32_t event)
{
    const struct event_axis *axis = &ev->events[event];
    for (uint32_t i = 0; i < axis->column_count; i++) {
        uint32_t column = axis->first_column + i;
        uint32_t shift = ev->table->columns[column].shift;
        uint64_t bits = 0;
        if (box->event_low[event] < axis->holds[i]) /* the earliest holds */
            bits |= UINT64_C(2) << shift;
        if (box->event_high[event] >= axis->holds[i])
            bits |= UINT64_C(1) << shift;
        set_small(ev, box, column, bits);
    }
}

/* ---- from value sets ------------------------------------------------------------------------ */

static const struct interval *set_interval(const struct value_set *set, uint32_t i)
{
    return i == 0 ? &set->first : &set->more[i - 1];
}

static int64_t column_last(const struct evaluator *ev, const struct table_column *c)
{
    const struct vocab_var *v = &ev->table->vocab.vars[c->var];
    if (c->kind == COLUMN_LEAF || c->kind == COLUMN_READING)
        return (int64_t)v->leaf_count - 1;
    return v->kind == VAR_NUMBER ? v->high : DATE_LAST;
}

/* The cells of one interval of values; false when it lies outside the domain. */
static bool interval_cells(const struct evaluator *ev, uint32_t column,
                           const struct interval *values, struct ir_range *out)
{
    const struct table_column *c = &ev->table->columns[column];
    int64_t first = ev->table->cuts[c->first_cut], last = column_last(ev, c);
    int64_t low = values->low > first ? values->low : first;
    int64_t high = values->high < last ? values->high : last;
    if (low > high)
        return false;
    /* the ends of the domain are seldom worth a search */
    out->low = low == first ? 0 : table_cell(ev->table, column, low);
    out->high = low == high   ? out->low
                : high == last ? c->cell_count - 1
                               : table_cell(ev->table, column, high);
    return true;
}

static bool small_from_set(struct evaluator *ev, const struct value_set *set, uint32_t column,
                           struct box *box)
{
    const struct table_column *c = &ev->table->columns[column];
    uint64_t bits = 0;
    struct ir_range r;
    for (uint32_t i = 0; i <= set->more_count; i++) {
        if (!interval_cells(ev, column, set_interval(set, i), &r))
            continue;
        uint32_t width = r.high - r.low + 1;
        uint64_t run = width == 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1;
        bits |= run << r.low << c->shift;
    }
    set_small(ev, box, column, bits);
    return bits != 0;
}

static bool wide_from_set(struct evaluator *ev, const struct value_set *set, uint32_t column,
                          struct box *box)
{
    const struct table_column *c = &ev->table->columns[column];
    struct holes *holes = &ev->holes[c->lane];
    struct ir_range r;
    holes->count = 0;
    holes->ranges = NULL;
    if (set->more_count == 0)
        return interval_cells(ev, column, &set->first, &r)
               && set_wide(ev, box, column, r.low, r.high);
    struct ir_range *ranges = arena_alloc(&ev->work, (set->more_count + 1) * sizeof *ranges);
    uint32_t n = 0;
    for (uint32_t i = 0; i <= set->more_count; i++) {
        if (!interval_cells(ev, column, set_interval(set, i), &r))
            continue;
        if (n && ranges[n - 1].high + 1 >= r.low)
            ranges[n - 1].high = r.high;
        else
            ranges[n++] = r;
    }
    if (n == 0)
        return false;
    uint32_t low = ranges[0].low, high = ranges[n - 1].high;
    if (n > 1) {
        holes->ranges = ranges;
        holes->count = n;
    }
    return set_wide(ev, box, column, low, high);
}

/* The days after which one more column stops to hold, ascending and distinct. */
static uint32_t thresholds(const struct evaluator *ev, const struct event_axis *axis, int64_t date,
                           int64_t *out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < axis->column_count; i++) {
        const struct table_column *c = &ev->table->columns[axis->first_column + i];
        int64_t t =
            date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
        uint32_t at = n;
        while (at > 0 && out[at - 1] > t)
            at--;
        if (at > 0 && out[at - 1] == t)
            continue;
        memmove(out + at + 1, out + at, (n - at) * sizeof *out);
        out[at] = t;
        n++;
    }
    return n;
}

static void add_alternative(struct event_axis *axis, const struct value_set *set, int64_t low,
                            int64_t high)
{
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *values = set_interval(set, i);
        if (values->low <= high && values->high >= low) {
            axis->low[axis->count] = values->low > low ? values->low : low;
            const struct interval *last = set_interval(set, set->more_count);
            axis->high[axis->count] = high < last->high ? high : last->high;
            axis->count++;
            return;
        }
    }
}

/* The alternatives of an event at a date, from the days that it may have. */
static bool event_from_set(struct evaluator *ev, const struct value_set *set, int64_t date,
                           uint32_t event, struct box *box)
{
    struct event_axis *axis = &ev->events[event];
    int64_t *cuts = arena_alloc(&ev->work, (axis->column_count + 1) * sizeof *cuts);
    uint32_t n = thresholds(ev, axis, date, cuts);
    axis->count = 0;
    int64_t low = INT64_MIN;
    for (uint32_t i = 0; i < n; i++) {
        add_alternative(axis, set, low, cuts[i]);
        low = cuts[i] + 1;
    }
    add_alternative(axis, set, low, DATE_NEVER);
    for (uint32_t i = 0; i < axis->column_count; i++) {
        const struct table_column *c = &ev->table->columns[axis->first_column + i];
        int64_t t =
            date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
        axis->holds[i] = 0;
        while (axis->holds[i] < axis->count && axis->low[axis->holds[i]] <= t)
            axis->holds[i]++;
    }
    if (axis->count == 0)
        return false;
    box->event_low[event] = 0;
    box->event_high[event] = axis->count - 1;
    set_event(ev, box, event);
    return true;
}

bool box_from_sets(struct evaluator *ev, const struct value_set *sets, struct box *box)
{
    const struct table *t = ev->table;
    ev->asked_holds = false;
    memset(box->mask, 0xFF, ev->meta->mask_words * sizeof *box->mask);
    memset(box->fixed, 0xFF, ev->meta->mask_words * sizeof *box->fixed);
    memset(box->low, 0, ev->meta->lanes * sizeof *box->low);
    memset(box->high, 0, ev->meta->lanes * sizeof *box->high);
    memset(box->cell_low, 0, ev->meta->lanes * sizeof *box->cell_low);
    memset(box->cell_high, 0, ev->meta->lanes * sizeof *box->cell_high);
    for (uint32_t i = 0; i < t->columns_count; i++) {
        const struct table_column *c = &t->columns[i];
        if (c->kind == COLUMN_SINCE)
            continue;
        bool some = c->small ? small_from_set(ev, &sets[c->var], i, box)
                             : wide_from_set(ev, &sets[c->var], i, box);
        if (!some)
            return false;
    }
    /* One day in a description. The days of an analysis' slice treat events alike; the last one of
     * them leaves them the most room. */
    int64_t latest = sets[VOCAB_DATE].first.high;
    for (uint32_t i = 0; i < ev->event_count; i++)
        if (!event_from_set(ev, &sets[ev->events[i].var], latest, i, box))
            return false;
    return true;
}

void box_again(struct evaluator *ev, struct box *to, const struct box *from)
{
    ev->asked_holds = false;
    for (uint32_t l = 0; l < ev->wide_count; l++)
        ev->holes[l].count = 0;
    box_copy(ev, to, from);
    box_changed(ev, to); /* what is known of the other one was found under other assumptions */
}

/* ---- narrowing ---------------------------------------------------------------------------------- */

/* An event's column as a split of its alternatives: those for which it holds come first. */
static bool narrow_event(struct evaluator *ev, struct box *box, uint32_t event, uint32_t column,
                         bool holds)
{
    const struct event_axis *axis = &ev->events[event];
    uint32_t first_without = axis->holds[column - axis->first_column];
    uint32_t low = box->event_low[event], high = box->event_high[event];
    if (holds && high >= first_without) {
        if (first_without == 0)
            return false;
        high = first_without - 1;
    }
    if (!holds && low < first_without)
        low = first_without;
    if (low > high)
        return false;
    box->event_low[event] = low;
    box->event_high[event] = high;
    set_event(ev, box, event);
    return true;
}

bool box_narrow(struct evaluator *ev, struct box *box, const struct split *split, bool inside)
{
    const struct table_column *c = &ev->table->columns[split->column];
    if (c->kind == COLUMN_SINCE) {
        bool holds = (split->cells >> c->shift & 2) != 0;
        return narrow_event(ev, box, ev->var_event[c->var], split->column, holds == inside);
    }
    if (split->small) {
        uint64_t bits = box->mask[c->word] & ev->field[split->column];
        bits &= inside ? split->cells : ~split->cells;
        if (!bits)
            return false;
        set_small(ev, box, split->column, bits);
        return true;
    }
    uint32_t low = box->cell_low[c->lane], high = box->cell_high[c->lane];
    if (inside)
        return set_wide(ev, box, split->column, split->low > low ? split->low : low,
                        split->high < high ? split->high : high);
    /* question.c gives wide splits that reach to one end of the hull */
    if (split->low <= low)
        return split->high < high && set_wide(ev, box, split->column, split->high + 1, high);
    return set_wide(ev, box, split->column, low, split->low - 1);
}

static bool meet_masks(struct evaluator *ev, struct box *box, const uint64_t *mask)
{
    for (uint32_t w = 0; w < ev->meta->mask_words; w++) {
        uint64_t outside;
        while ((outside = box->mask[w] & ~mask[w]) != 0) {
            uint32_t column = ev->bit_column[w * 64u + (unsigned)__builtin_ctzll(outside)];
            struct split split = {column, true, mask[w] & ev->field[column], 0, 0};
            if (!(box->mask[w] & split.cells) || !box_narrow(ev, box, &split, true))
                return false;
        }
    }
    return true;
}

bool box_meet(struct evaluator *ev, struct box *box, const unsigned char *record)
{
    const uint64_t *mask = (const uint64_t *)(const void *)record;
    const uint16_t *low = (const uint16_t *)(const void *)(mask + ev->meta->mask_words);
    const uint16_t *high = low + ev->meta->lanes;
    for (uint32_t l = 0; l < ev->wide_count; l++) {
        uint32_t shift = ev->table->columns[ev->lane_column[l]].lane_shift;
        struct split split = {ev->lane_column[l], false, 0, (uint32_t)low[l] << shift,
                              (((uint32_t)high[l] + 1) << shift) - 1};
        if (split.low <= box->cell_low[l] && split.high >= box->cell_high[l])
            continue; /* most records leave most columns alone */
        if (split.low > box->cell_high[l] || split.high < box->cell_low[l]
            || !box_narrow(ev, box, &split, true))
            return false;
    }
    return meet_masks(ev, box, mask);
}

void box_widen(struct evaluator *ev, struct box *box, const struct box *from, uint32_t column)
{
    const struct table_column *c = &ev->table->columns[column];
    if (c->kind == COLUMN_SINCE) {
        uint32_t event = ev->var_event[c->var];
        box->event_low[event] = from->event_low[event];
        box->event_high[event] = from->event_high[event];
        set_event(ev, box, event);
    } else if (c->small) {
        set_small(ev, box, column, from->mask[c->word] & ev->field[column]);
    } else {
        set_wide(ev, box, column, from->cell_low[c->lane], from->cell_high[c->lane]);
    }
}

bool box_open(const struct evaluator *ev, const struct box *box)
{
    for (uint32_t w = 0; w < ev->meta->mask_words; w++)
        if (~box->fixed[w])
            return true;
    for (uint32_t l = 0; l < ev->wide_count; l++)
        if (box->cell_low[l] != box->cell_high[l])
            return true;
    return false;
}

bool box_var_open(const struct evaluator *ev, const struct box *box, uint32_t var)
{
    if (ev->var_event[var] != IR_NONE)
        return box->event_low[ev->var_event[var]] != box->event_high[ev->var_event[var]];
    if (ev->table->var_column_count[var] == 0)
        return false;
    uint32_t column = ev->table->var_first_column[var];
    const struct table_column *c = &ev->table->columns[column];
    if (c->small)
        return (box->fixed[c->word] & ev->field[column]) == 0;
    return box->cell_low[c->lane] != box->cell_high[c->lane];
}

bool box_reading_open(const struct evaluator *ev, const struct box *box)
{
    const struct vocab *vocab = &ev->table->vocab;
    for (uint32_t i = 0; i < vocab->term_count; i++)
        if (vocab->terms[i].var != VOCAB_NONE && box_var_open(ev, box, vocab->terms[i].var))
            return true;
    return false;
}

static bool allows(const struct evaluator *ev, const struct box *box, uint32_t column, uint32_t cell)
{
    const struct table_column *c = &ev->table->columns[column];
    if (c->small)
        return box->mask[c->word] >> (c->shift + cell) & 1;
    if (cell < box->cell_low[c->lane] || cell > box->cell_high[c->lane])
        return false;
    const struct holes *holes = &ev->holes[c->lane];
    for (uint32_t i = 0; i < holes->count; i++)
        if (cell >= holes->ranges[i].low && cell <= holes->ranges[i].high)
            return true;
    return holes->count == 0;
}

bool box_fix_cell(struct evaluator *ev, struct box *box, uint32_t column, uint32_t cell)
{
    const struct table_column *c = &ev->table->columns[column];
    if (!allows(ev, box, column, cell))
        return false;
    if (!c->small)
        return set_wide(ev, box, column, cell, cell);
    set_small(ev, box, column, UINT64_C(1) << (c->shift + cell));
    return true;
}

bool box_fix_alternative(struct evaluator *ev, struct box *box, uint32_t event, uint32_t a)
{
    if (a < box->event_low[event] || a > box->event_high[event])
        return false;
    box->event_low[event] = box->event_high[event] = a;
    set_event(ev, box, event);
    return true;
}

/* encode.c: descriptions that are one world, as a point of cells.
 *
 * Most descriptions say everything. For them box.c's detour over intervals, hulls and
 * alternatives is spared: each variable has one value, a table says its cell, and the
 * cell is a bit of a mask or the content of a lane. Columns with postings go first, so that
 * the records of their cells are on the way from memory while the rest is encoded.
 */
#include "eval/engine.h"

#include <string.h>

static bool has_postings(const struct table *t, uint32_t column)
{
    for (size_t i = 0; i < t->pivots_count; i++)
        if (t->pivots[i].column == column && t->pivots[i].sign == SIGN_PROHIBIT)
            return true;
    return false;
}

static struct encoder encoder_of(const struct table *t, uint32_t column)
{
    const struct table_column *c = &t->columns[column];
    const struct vocab_var *v = &t->vocab.vars[c->var];
    struct encoder e = {.set = c->var * sizeof(struct value_set),
                        .cells = t->cells[column],
                        .shift = c->shift,
                        .lane = c->lane,
                        .lane_shift = c->lane_shift,
                        .column = column,
                        .first = t->cuts[c->first_cut]};
    if (c->kind == COLUMN_LEAF || c->kind == COLUMN_READING)
        e.last = (int64_t)v->leaf_count - 1;
    else
        e.last = v->kind == VAR_NUMBER ? v->high : DATE_LAST;
    return e;
}

void encode_prepare(struct evaluator *ev)
{
    const struct table *t = ev->table;
    uint32_t n = 0, words = ev->meta->mask_words;
    ev->encoders = ARENA_ARRAY(ev->arena, struct encoder, t->columns_count + 1);
    ev->word_end = ARENA_ARRAY(ev->arena, uint32_t, words);
    for (int posted = 1; posted >= 0; posted--) {
        for (uint32_t i = 0; i < t->columns_count; i++)
            if (!t->columns[i].small && has_postings(t, i) == (posted == 1))
                ev->encoders[n++] = encoder_of(t, i);
        if (posted)
            ev->posted_end = n;
    }
    ev->wide_end = n;
    for (uint32_t w = 0; w < words; w++) {
        for (uint32_t i = 0; i < t->columns_count; i++)
            if (t->columns[i].small && t->columns[i].word == w
                && t->columns[i].kind != COLUMN_SINCE)
                ev->encoders[n++] = encoder_of(t, i);
        ev->word_end[w] = n;
    }
    ev->point = box_new(ev, ev->arena);
    memset(ev->point->mask, 0, ev->box_size);
    memset(ev->point->fixed, 0xFF, words * sizeof *ev->point->fixed);
    ev->asked = box_new(ev, ev->arena);
    ev->asked_sets = ARENA_ARRAY(ev->arena, struct value_set, t->vocab.var_count + 1);
}

/* A value beyond those that are numbered; *open is set when it is outside the domain. */
static uint32_t far_cell(const struct evaluator *ev, const struct encoder *e, int64_t value,
                         uint64_t *open)
{
    *open |= value < e->first || value > e->last;
    if (!e->cells.cells)
        return table_search_cell(ev->table, e->column, value);
    return value < e->cells.base ? 0 : e->cells.last;
}

/* The cell of the one value of a set; *open is set when there are more, or none. */
static inline uint32_t encode(const struct evaluator *ev, const struct encoder *e,
                              const struct value_set *sets, uint64_t *open)
{
    const struct value_set *set =
        (const struct value_set *)(const void *)((const char *)sets + e->set);
    int64_t value = set->first.low;
    uint64_t at = (uint64_t)value - (uint64_t)e->cells.base;
    *open |= (uint64_t)(value ^ set->first.high) | set->more_count;
    if (at < e->cells.span && e->cells.cells)
        return e->cells.cells[at];
    return far_cell(ev, e, value, open);
}

/* Encoders from..end - 1, which are of wide columns. */
static void encode_wide(const struct evaluator *ev, const struct value_set *sets, uint32_t from,
                        uint32_t end, uint64_t *open)
{
    struct box *p = ev->point;
    for (const struct encoder *e = ev->encoders + from; e < ev->encoders + end; e++) {
        uint32_t cell = encode(ev, e, sets, open);
        p->cell_low[e->lane] = p->cell_high[e->lane] = cell;
        p->low[e->lane] = p->high[e->lane] = (uint16_t)(cell >> e->lane_shift);
    }
}

static void fetch_postings(const struct evaluator *ev, const struct box *p)
{
    for (uint32_t i = 0; i < ev->posting_count; i++) {
        const struct posting_index *index = &ev->postings[i];
        const unsigned char *at = table_record(ev->table, index->offsets[p->cell_low[index->lane]]);
        __builtin_prefetch(at);
        __builtin_prefetch(at + 64);
        __builtin_prefetch(at + 128);
    }
}

/* The days on which an event's columns still hold depend on the date alone, and
 * descriptions of one run mostly share it. */
static void date_event(const struct evaluator *ev, struct event_axis *axis, int64_t date)
{
    for (uint32_t i = 0; i < axis->column_count; i++) {
        const struct table_column *c = &ev->table->columns[axis->first_column + i];
        axis->latest[i] =
            date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
    }
    axis->dated = date;
}

static bool encode_event(const struct evaluator *ev, struct event_axis *axis,
                         const struct value_set *sets, struct box *p)
{
    const struct value_set *set = &sets[axis->var];
    int64_t date = sets[VOCAB_DATE].first.low, day = set->first.low;
    if (day != set->first.high || set->more_count || sets[VOCAB_DATE].first.high != date)
        return false;
    if (axis->dated != date)
        date_event(ev, axis, date);
    const struct table_column *c = &ev->table->columns[axis->first_column];
    for (uint32_t i = 0; i < axis->column_count; i++, c++)
        p->mask[c->word] |= UINT64_C(1) << (c->shift + (day <= axis->latest[i]));
    return true;
}

bool point_from_sets(struct evaluator *ev, const struct value_set *sets)
{
    struct box *p = ev->point;
    uint64_t open = 0;
    encode_wide(ev, sets, 0, ev->posted_end, &open);
    fetch_postings(ev, p);
    encode_wide(ev, sets, ev->posted_end, ev->wide_end, &open);
    const struct encoder *e = ev->encoders + ev->wide_end;
    for (uint32_t w = 0; w < ev->meta->mask_words; w++) {
        uint64_t bits = 0;
        for (const struct encoder *end = ev->encoders + ev->word_end[w]; e < end; e++)
            bits |= UINT64_C(1) << (e->shift + encode(ev, e, sets, &open));
        p->mask[w] = bits;
    }
    for (uint32_t i = 0; i < ev->event_count; i++)
        open |= !encode_event(ev, &ev->events[i], sets, p);
    box_changed(ev, p);
    return open == 0;
}

/* An event's one alternative is the day itself. */
static void fix_event(struct event_axis *axis, int64_t day)
{
    axis->count = 1;
    axis->low[0] = axis->high[0] = day;
    for (uint32_t i = 0; i < axis->column_count; i++)
        axis->holds[i] = day <= axis->latest[i];
}

/* Of ev->point: what box_from_sets makes of the same sets, bit by bit. */
static void box_from_point(struct evaluator *ev, const struct value_set *sets, struct box *box)
{
    ev->asked_holds = false;
    box_copy(ev, box, ev->point);
    for (uint32_t w = 0; w < ev->meta->mask_words; w++) /* of no column: set in a box */
        box->mask[w] |= ~(ev->word_columns[w].highest | ev->word_columns[w].rest);
    for (uint32_t l = 0; l < ev->wide_count; l++)
        ev->holes[l] = (struct holes){0};
    for (uint32_t i = 0; i < ev->event_count; i++) {
        fix_event(&ev->events[i], sets[ev->events[i].var].first.low);
        box->event_low[i] = box->event_high[i] = 0;
    }
}

bool box_encode(struct evaluator *ev, const struct value_set *sets, struct box *box)
{
    if (!point_from_sets(ev, sets))
        return box_from_sets(ev, sets, box);
    box_from_point(ev, sets, box);
    return true;
}

/* Sets of more than one interval are not compared: a caller may have changed them in place. */
static bool same_sets(const struct value_set *a, const struct value_set *b, uint32_t count)
{
    for (uint32_t v = 0; v < count; v++)
        if (a[v].more_count || b[v].more_count || a[v].first.low != b[v].first.low
            || a[v].first.high != b[v].first.high)
            return false;
    return true;
}

const struct box *box_asked(struct evaluator *ev, const struct value_set *sets)
{
    uint32_t count = ev->table->vocab.var_count;
    bool whole = true;
    if (ev->asked_holds && same_sets(ev->asked_sets, sets, count))
        return ev->asked;
    if (!box_encode(ev, sets, ev->asked))
        return NULL;
    for (uint32_t v = 0; v < count; v++)
        whole = whole && sets[v].more_count == 0;
    if (whole)
        memcpy(ev->asked_sets, sets, count * sizeof *sets);
    ev->asked_holds = whole;
    return ev->asked;
}

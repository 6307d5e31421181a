/* probe.c: a few worlds of a box, tried one by one.
 *
 * A box with two verdicts is undetermined whatever the others are, and two verdicts are
 * mostly found by a handful of worlds, each of which costs less than one step of a search.
 * Every other world is taken inside a record that may match, the rest anywhere. They are
 * picked by a fixed sequence, so the same box is always probed alike. What probing does
 * not find proves nothing: then explore.c searches. A box of very few worlds is tried whole.
 */
#include "eval/engine.h"

#include "base/hash.h"

#define LEAST_WORLDS 4
#define MOST_WORLDS 12

struct probe {
    struct evaluator *ev;
    const struct box *box;
    struct box *world;
    uint64_t step; /* of the fixed sequence */
    uint32_t *open; /* columns to be fixed, which are not of events */
    uint32_t open_count;
};

static struct probe probe_of(struct evaluator *ev, const struct box *box, uint64_t step)
{
    struct probe p = {.ev = ev, .box = box, .world = box_new(ev, &ev->work), .step = step};
    p.open = arena_alloc(&ev->work, (ev->table->columns_count + 1) * sizeof *p.open);
    for (uint32_t i = 0; i < ev->table->columns_count; i++) {
        const struct table_column *c = &ev->table->columns[i];
        bool open = c->small ? (box->fixed[c->word] & ev->field[i]) == 0
                             : box->cell_low[c->lane] != box->cell_high[c->lane];
        if (c->kind != COLUMN_SINCE && open)
            p.open[p.open_count++] = i;
    }
    return p;
}

static uint32_t pick(struct probe *p, uint32_t count)
{
    return (uint32_t)((hash_word(++p->step) >> 32) * count >> 32);
}

static uint64_t pick_bit(struct probe *p, uint64_t bits)
{
    for (uint32_t n = pick(p, (uint32_t)__builtin_popcountll(bits)); n > 0; n--)
        bits &= bits - 1;
    return bits & (~bits + 1);
}

static void fix_small(struct probe *p, uint32_t column, const unsigned char *record)
{
    const struct table_column *c = &p->ev->table->columns[column];
    uint64_t bits = p->box->mask[c->word] & p->ev->field[column];
    uint64_t inside = bits;
    if (record)
        inside &= ((const uint64_t *)(const void *)record)[c->word];
    uint64_t bit = pick_bit(p, inside ? inside : bits);
    box_fix_cell(p->ev, p->world, column, (uint32_t)__builtin_ctzll(bit) - c->shift);
}

static void fix_wide(struct probe *p, uint32_t column, const unsigned char *record)
{
    const struct table_column *c = &p->ev->table->columns[column];
    uint32_t low = p->box->cell_low[c->lane], high = p->box->cell_high[c->lane];
    uint32_t from = low, to = high;
    if (record) {
        const struct table_meta *meta = p->ev->meta;
        const uint16_t *lows = (const uint16_t *)(const void *)(record + meta->mask_words * 8u);
        uint64_t first = (uint64_t)lows[c->lane] << c->lane_shift;
        uint64_t end = ((uint64_t)lows[meta->lanes + c->lane] + 1) << c->lane_shift;
        from = first > low ? (uint32_t)first : low;
        to = end - 1 < high ? (uint32_t)(end - 1) : high;
    }
    if (from > to || !box_fix_cell(p->ev, p->world, column, from + pick(p, to - from + 1)))
        box_fix_cell(p->ev, p->world, column, low); /* the ends of a hull are allowed */
}

/* Makes p->world one of the box, inside the record as far as both allow. */
static void pick_world(struct probe *p, const unsigned char *record)
{
    struct evaluator *ev = p->ev;
    box_copy(ev, p->world, p->box);
    for (uint32_t i = 0; i < p->open_count; i++) {
        if (ev->table->columns[p->open[i]].small)
            fix_small(p, p->open[i], record);
        else
            fix_wide(p, p->open[i], record);
    }
    for (uint32_t i = 0; i < ev->event_count; i++) {
        uint32_t low = p->box->event_low[i];
        box_fix_alternative(ev, p->world, i, low + pick(p, p->box->event_high[i] - low + 1));
    }
}

static enum eval_world try_world(struct probe *p, const unsigned char *record)
{
    struct evaluator *ev = p->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    pick_world(p, record);
    enum eval_world verdict = point_world(ev, p->world);
    arena_rewind(&ev->work, mark);
    return verdict;
}

static bool two(uint8_t worlds)
{
    return (worlds & (worlds - 1)) != 0;
}

uint8_t probe_worlds(struct evaluator *ev, const struct box *box,
                     const struct candidates *candidates)
{
    struct arena_mark mark = arena_mark(&ev->work);
    struct probe p = probe_of(ev, box, candidates ? 0 : MOST_WORLDS << 16);
    size_t next = 0, aims = candidates ? candidates->permits : 0;
    size_t worlds = LEAST_WORLDS + aims / 2; /* the more there is to search, the more */
    uint8_t seen = 0;
    if (!candidates || worlds > MOST_WORLDS)
        worlds = MOST_WORLDS;
    for (size_t n = 0; n < worlds && !two(seen); n++) {
        const unsigned char *record = NULL;
        if (n % 2 == 1 && aims > 0)
            record = candidates->items[next++ % aims].record;
        seen |= (uint8_t)try_world(&p, record);
    }
    arena_rewind(&ev->work, mark);
    return seen;
}

bool probe_pick(struct evaluator *ev, const struct box *box, uint64_t n, struct box *world)
{
    struct arena_mark mark = arena_mark(&ev->work);
    struct probe p = probe_of(ev, box, n << 20);
    p.world = world;
    pick_world(&p, NULL);
    arena_rewind(&ev->work, mark);
    return !box_open(ev, world);
}

/* ---- all worlds ------------------------------------------------------------------------- */

/* The cells of a column, or the alternatives of an event, that a box leaves. */
static uint64_t choices_of(const struct evaluator *ev, const struct box *box, uint32_t column)
{
    const struct table_column *c = &ev->table->columns[column];
    if (!c->small)
        return (uint64_t)box->cell_high[c->lane] - box->cell_low[c->lane] + 1;
    uint64_t count = 0;
    for (uint64_t bits = box->mask[c->word] & ev->field[column]; bits; bits &= bits - 1)
        count++;
    return count;
}

/* How many worlds the box has, holes not counted out; limit + 1 when more than limit. */
static uint64_t count_worlds(const struct evaluator *ev, const struct box *box, uint64_t limit)
{
    uint64_t worlds = 1;
    for (uint32_t i = 0; i < ev->table->columns_count && worlds <= limit; i++) {
        const struct table_column *c = &ev->table->columns[i];
        if (c->kind != COLUMN_SINCE && !(c->small && box->fixed[c->word] & ev->field[i]))
            worlds *= choices_of(ev, box, i);
    }
    for (uint32_t i = 0; i < ev->event_count && worlds <= limit; i++)
        worlds *= (uint64_t)box->event_high[i] - box->event_low[i] + 1;
    return worlds <= limit ? worlds : limit + 1;
}

/* Fixes a column to its n-th choice; false when that is a hole. */
static bool fix_choice(struct probe *p, uint32_t column, uint64_t n)
{
    const struct table_column *c = &p->ev->table->columns[column];
    if (!c->small)
        return box_fix_cell(p->ev, p->world, column, p->box->cell_low[c->lane] + (uint32_t)n);
    uint64_t bits = p->box->mask[c->word] & p->ev->field[column];
    for (; n > 0; n--)
        bits &= bits - 1;
    return box_fix_cell(p->ev, p->world, column, (uint32_t)__builtin_ctzll(bits) - c->shift);
}

/* Makes p->world the n-th world, its choices being the digits of n. */
static bool fix_world(struct probe *p, uint64_t n)
{
    const struct evaluator *ev = p->ev;
    box_copy(ev, p->world, p->box);
    for (uint32_t i = 0; i < p->open_count; i++) {
        uint64_t choices = choices_of(ev, p->box, p->open[i]);
        if (!fix_choice(p, p->open[i], n % choices))
            return false;
        n /= choices;
    }
    for (uint32_t i = 0; i < ev->event_count; i++) {
        uint32_t choices = p->box->event_high[i] - p->box->event_low[i] + 1;
        box_fix_alternative(p->ev, p->world, i, p->box->event_low[i] + (uint32_t)(n % choices));
        n /= choices;
    }
    return true;
}

uint8_t probe_all(struct evaluator *ev, const struct box *box, uint64_t limit)
{
    uint64_t worlds = count_worlds(ev, box, limit);
    uint8_t seen = 0;
    if (worlds > limit)
        return 0;
    struct arena_mark mark = arena_mark(&ev->work);
    struct probe p = probe_of(ev, box, 0);
    struct arena_mark each = arena_mark(&ev->work);
    for (uint64_t n = 0; n < worlds && !two(seen); n++) {
        if (fix_world(&p, n))
            seen |= (uint8_t)point_world(ev, p.world);
        arena_rewind(&ev->work, each);
    }
    arena_rewind(&ev->work, mark);
    return seen;
}

/* diff_merge.c: joins regions that say the same and differ in one axis only; then has those
 * that touch cut anew (diff_recut.c), until neither makes them fewer.
 *
 * Regions of several slices join along the date. What their patterns of an event cannot show
 * in the other's slice does not count: the joined region names the patterns of both, as long
 * as that adds nothing to either in its own slices.
 */
#include "analysis/diff_parts.h"

#include "base/hash.h"
#include "base/map.h"

#include <string.h>

struct merger {
    struct joint *joint;
    struct diff_regions *regions;
    uint64_t **cells;   /* per region, its own copy; NULL: it was joined to another */
    uint32_t *slice_of; /* per cell of the date */
};

/* Is the axis compared exactly when regions are joined along `along`? */
static bool counts(const struct joint *j, size_t axis, size_t along)
{
    return axis != along && !(along == 0 && j->axes[axis].kind == AXIS_EVENT);
}

static uint64_t key_of(const struct merger *m, size_t region, size_t along)
{
    const struct joint *j = m->joint;
    const struct diff_region *r = &m->regions->items[region];
    uint64_t key = hash_word(r->partly * 512u + r->was * 64u + r->now * 8u + r->verdict);
    for (size_t a = 0; a < j->axis_count; a++)
        if (counts(j, a, along))
            for (uint32_t w = 0; w < j->axes[a].words; w++)
                key = hash_word(key ^ m->cells[region][j->axes[a].word + w]) + a;
    return key == MAP_NO_KEY ? 0 : key;
}

/* Does a region with these patterns of an event stay what it is with those of `more`, too? */
static bool keeps(const struct merger *m, const struct axis *axis, const uint64_t *cells,
                  const uint64_t *more)
{
    const struct axis *date = &m->joint->axes[0];
    for (size_t d = bitset_next(cells, date->count, 0); d < date->count;
         d = bitset_next(cells, date->count, d + 1)) {
        const uint64_t *present = axis->present + (size_t)axis->words * m->slice_of[d];
        for (uint32_t w = 0; w < axis->words; w++)
            if (axis_cells(axis, more)[w] & present[w] & ~axis_cells(axis, cells)[w])
                return false;
    }
    return true;
}

static bool can_join(const struct merger *m, size_t x, size_t y, size_t along)
{
    const struct joint *j = m->joint;
    const struct diff_region *a = &m->regions->items[x], *b = &m->regions->items[y];
    if (a->partly != b->partly || a->was != b->was || a->now != b->now || a->verdict != b->verdict)
        return false;
    for (size_t i = 0; i < j->axis_count; i++) {
        const struct axis *axis = &j->axes[i];
        if (counts(j, i, along)
            && memcmp(axis_cells(axis, m->cells[x]), axis_cells(axis, m->cells[y]),
                      axis->words * sizeof(uint64_t)) != 0)
            return false;
        if (i != along && !counts(j, i, along)
            && (!keeps(m, axis, m->cells[x], m->cells[y])
                || !keeps(m, axis, m->cells[y], m->cells[x])
                || !event_chain(j, axis, axis_cells(&j->axes[0], m->cells[x]),
                                axis_cells(&j->axes[0], m->cells[y]))))
            return false;
    }
    return true;
}

/* One pass along an axis; true when something was joined. */
static bool join_along(struct merger *m, size_t along)
{
    struct joint *j = m->joint;
    struct arena_mark mark = arena_mark(&j->work);
    uint64_t *next = arena_alloc(&j->work, (m->regions->count + 1) * sizeof *next);
    struct map heads;
    bool joined = false;
    map_init(&heads, &j->work);
    for (size_t i = 0; i < m->regions->count; i++) {
        uint64_t at = SIZE_MAX, key;
        if (!m->cells[i])
            continue;
        key = key_of(m, i, along);
        map_get(&heads, key, &at);
        while (at != SIZE_MAX && !can_join(m, at, i, along))
            at = next[at];
        if (at == SIZE_MAX) {
            next[i] = SIZE_MAX;
            map_get(&heads, key, &next[i]);
            map_put(&heads, key, i);
            continue;
        }
        for (uint32_t w = 0; w < j->words; w++)
            m->cells[at][w] |= m->cells[i][w];
        m->cells[i] = NULL;
        joined = true;
    }
    arena_rewind(&j->work, mark);
    return joined;
}

static void join(struct merger *m)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t a = 0; a < m->joint->axis_count; a++)
            again = join_along(m, a) || again;
    }
}

static void find_slices(struct merger *m)
{
    const struct joint *j = m->joint;
    const struct axis *date = &j->axes[0];
    m->slice_of = ARENA_ARRAY(j->arena, uint32_t, date->count + 1);
    for (uint32_t d = 0; d < date->count; d++)
        for (uint32_t s = 0; s < j->slices.count; s++)
            if (date->low[d] >= j->slices.items[s].low && date->high[d] <= j->slices.items[s].high)
                m->slice_of[d] = s;
}

void merge_regions(struct joint *j, struct diff_regions *regions)
{
    struct merger m = {.joint = j, .regions = regions};
    if (regions->count < 2)
        return;
    find_slices(&m);
    m.cells = arena_alloc(j->arena, regions->count * sizeof *m.cells);
    for (size_t i = 0; i < regions->count; i++)
        m.cells[i] = arena_copy(j->arena, regions->items[i].cells, j->words * sizeof(uint64_t));
    do {
        join(&m);
    } while (recut_regions(j, regions, m.cells));
    size_t kept = 0;
    for (size_t i = 0; i < regions->count; i++) {
        if (!m.cells[i])
            continue;
        regions->items[kept] = regions->items[i];
        regions->items[kept++].cells = m.cells[i];
    }
    regions->count = kept;
}

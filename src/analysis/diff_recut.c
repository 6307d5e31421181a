/* diff_recut.c: fewer disjoint regions where joining two at a time finds none.
 *
 * Regions that say the same and touch each other are one shape, which the search has cut as it
 * went along. Here the shape is cut anew: a box is grown from each of its pieces as far as the
 * shape reaches, the one that leaves the fewest pieces is kept, and what it covers is taken
 * away from the others; so on until nothing is left. Only a cut with fewer boxes replaces the old
 * one. Nothing is evaluated: a union of boxes is the same set however it is cut.
 *
 * A shape is looked at in its own small coordinates: cells that all of its pieces treat
 * alike are one *atom*, and axes on which its pieces do not differ are left out, so that
 * a box is a word for each axis. Of an event axis the cells must be equal throughout, or complete.
 */
#include "analysis/diff_parts.h"

#include "base/bitset.h"
#include "base/hash.h"

#include <string.h>

#define MOST_PIECES 64 /* of a shape; larger ones stay as they are */
#define MOST_ATOMS 64  /* of an axis: they are bits of a word */
#define MOST_AXES 24   /* on which the pieces of a shape differ */

/* Boxes, `axes` words each: the atoms of each axis. */
struct pile {
    uint64_t *sides;
    size_t count, capacity;
};

struct shape {
    struct joint *joint;
    uint64_t **cells;    /* per region; NULL: it is gone */
    size_t *pieces;      /* regions */
    size_t count;
    uint32_t *axis;      /* those on which the pieces differ */
    size_t axes;
    uint64_t **atoms;    /* per such axis its atoms, each a set of cells, one after the other */
    uint32_t *atom_count;
    bool spent;          /* joint.recut ran out */
};

static uint64_t *side_of(const struct shape *s, const struct pile *pile, size_t box)
{
    return pile->sides + box * s->axes;
}

static uint64_t *push(struct shape *s, struct pile *pile, const uint64_t *box)
{
    if (pile->count == pile->capacity) {
        size_t capacity = pile->capacity ? pile->capacity * 2 : 16;
        uint64_t *sides = arena_alloc(&s->joint->work, capacity * s->axes * sizeof *sides);
        if (pile->count)
            memcpy(sides, pile->sides, pile->count * s->axes * sizeof *sides);
        pile->sides = sides;
        pile->capacity = capacity;
    }
    uint64_t *at = side_of(s, pile, pile->count++);
    memcpy(at, box, s->axes * sizeof *at);
    return at;
}

static bool meets(struct shape *s, const uint64_t *a, const uint64_t *b)
{
    if (s->joint->recut == 0)
        s->spent = true;
    else
        s->joint->recut--;
    for (size_t x = 0; x < s->axes; x++)
        if (!(a[x] & b[x]))
            return false;
    return true;
}

/* What of a box lies outside another that it meets, as disjoint boxes. */
static void push_outside(struct shape *s, const uint64_t *box, const uint64_t *other,
                         struct pile *out)
{
    uint64_t rest[MOST_AXES];
    memcpy(rest, box, s->axes * sizeof *rest);
    for (size_t x = 0; x < s->axes; x++) {
        uint64_t inside = rest[x] & other[x];
        if (rest[x] != inside) {
            rest[x] &= ~inside;
            push(s, out, rest);
        }
        rest[x] = inside;
    }
}

/* Is all of the box in the pile's boxes, from one on? */
static bool covered(struct shape *s, const uint64_t *box, const struct pile *pile, size_t from)
{
    while (from < pile->count && !s->spent && !meets(s, box, side_of(s, pile, from)))
        from++;
    if (from == pile->count || s->spent)
        return false;
    struct arena_mark mark = arena_mark(&s->joint->work);
    struct pile outside = {0};
    bool all = true;
    push_outside(s, box, side_of(s, pile, from), &outside);
    for (size_t i = 0; i < outside.count && all; i++)
        all = covered(s, side_of(s, &outside, i), pile, from + 1);
    arena_rewind(&s->joint->work, mark);
    return all;
}

/* Adds atoms to a box as long as it stays inside the pile; the axes from `first` on, round. */
static void grow(struct shape *s, const struct pile *pile, size_t first, uint64_t *box)
{
    uint64_t slab[MOST_AXES];
    for (size_t i = 0; i < s->axes; i++) {
        size_t x = (first + i) % s->axes;
        memcpy(slab, box, s->axes * sizeof *slab);
        for (uint32_t atom = 0; atom < s->atom_count[x]; atom++) {
            slab[x] = UINT64_C(1) << atom;
            if (!(box[x] & slab[x]) && covered(s, slab, pile, 0))
                box[x] |= slab[x];
        }
    }
}

static void push_rest(struct shape *s, const struct pile *pile, const uint64_t *taken,
                      struct pile *out)
{
    for (size_t i = 0; i < pile->count; i++)
        if (meets(s, side_of(s, pile, i), taken))
            push_outside(s, side_of(s, pile, i), taken, out);
        else
            push(s, out, side_of(s, pile, i));
}

static size_t size_of(const struct shape *s, const uint64_t *box)
{
    size_t size = 1;
    for (size_t x = 0; x < s->axes; x++)
        size *= (size_t)__builtin_popcountll(box[x]);
    return size;
}

/* Of all boxes that can be grown, the one that leaves the fewest; of these the largest. */
static void choose(struct shape *s, const struct pile *pile, uint64_t *best)
{
    size_t least = SIZE_MAX, largest = 0;
    for (size_t i = 0; i < pile->count; i++)
        for (size_t first = 0; first < s->axes && !s->spent; first++) {
            struct arena_mark mark = arena_mark(&s->joint->work);
            uint64_t box[MOST_AXES];
            struct pile rest = {0};
            memcpy(box, side_of(s, pile, i), s->axes * sizeof *box);
            grow(s, pile, first, box);
            push_rest(s, pile, box, &rest);
            size_t size = size_of(s, box);
            if (rest.count < least || (rest.count == least && size > largest)) {
                least = rest.count;
                largest = size;
                memcpy(best, box, s->axes * sizeof *best);
            }
            arena_rewind(&s->joint->work, mark);
        }
}

/* False when that takes as many boxes as the shape has now. */
static bool cut(struct shape *s, struct pile *pile, struct pile *out)
{
    while (pile->count > 0) {
        uint64_t best[MOST_AXES] = {0};
        struct pile rest = {0};
        if (out->count + 1 >= s->count)
            return false;
        choose(s, pile, best);
        if (s->spent)
            return false;
        push(s, out, best);
        push_rest(s, pile, best, &rest);
        *pile = rest;
    }
    return true;
}

/* ---- a shape's coordinates ------------------------------------------------------------------- */

/* Splits an axis into atoms; false when there are too many. */
static bool find_atoms(struct shape *s, uint32_t a, uint64_t *atoms, uint32_t *count)
{
    const struct axis *axis = &s->joint->axes[a];
    uint32_t words = axis->words, n = 1;
    memset(atoms, 0, words * sizeof *atoms);
    for (size_t i = 0; i < s->count; i++)
        for (uint32_t w = 0; w < words; w++)
            atoms[w] |= axis_cells(axis, s->cells[s->pieces[i]])[w];
    for (size_t i = 0; i < s->count; i++) {
        const uint64_t *cells = axis_cells(axis, s->cells[s->pieces[i]]);
        for (uint32_t old = 0, end = n; old < end; old++) {
            uint64_t *atom = atoms + (size_t)words * old, *fresh = atoms + (size_t)words * n;
            if (!bitset_intersects(atom, cells, words) || bitset_subset(atom, cells, words))
                continue;
            if (n == MOST_ATOMS)
                return false;
            for (uint32_t w = 0; w < words; w++) {
                fresh[w] = atom[w] & ~cells[w];
                atom[w] &= cells[w];
            }
            n++;
        }
    }
    *count = n;
    return true;
}

static bool find_axes(struct shape *s)
{
    struct joint *j = s->joint;
    s->axis = arena_alloc(&j->work, MOST_AXES * sizeof *s->axis);
    s->atoms = arena_alloc(&j->work, MOST_AXES * sizeof *s->atoms);
    s->atom_count = arena_alloc(&j->work, MOST_AXES * sizeof *s->atom_count);
    for (uint32_t a = 0; a < j->axis_count; a++) {
        if (j->axes[a].kind == AXIS_EVENT)
            continue;
        uint64_t *atoms = arena_alloc(&j->work, MOST_ATOMS * j->axes[a].words * sizeof *atoms);
        uint32_t count;
        if (s->axes == MOST_AXES || !find_atoms(s, a, atoms, &count))
            return false;
        if (count == 1)
            continue;
        s->axis[s->axes] = a;
        s->atoms[s->axes] = atoms;
        s->atom_count[s->axes++] = count;
    }
    return true;
}

static void push_piece(struct shape *s, const uint64_t *cells, struct pile *out)
{
    uint64_t box[MOST_AXES] = {0};
    for (size_t x = 0; x < s->axes; x++) {
        const struct axis *axis = &s->joint->axes[s->axis[x]];
        for (uint32_t atom = 0; atom < s->atom_count[x]; atom++)
            if (bitset_intersects(s->atoms[x] + (size_t)axis->words * atom,
                                  axis_cells(axis, cells), axis->words))
                box[x] |= UINT64_C(1) << atom;
    }
    push(s, out, box);
}

/* Gives a region the cells of a box; of the axes that are left out it has its own, of events
 * those of all pieces: see same_events(). */
static void set_piece(struct shape *s, size_t region, const uint64_t *events, const uint64_t *box)
{
    const struct joint *j = s->joint;
    uint64_t *cells = s->cells[region];
    for (uint32_t a = 0; a < j->axis_count; a++)
        if (j->axes[a].kind == AXIS_EVENT)
            memcpy(cells + j->axes[a].word, axis_cells(&j->axes[a], events),
                   j->axes[a].words * sizeof *cells);
    for (size_t x = 0; x < s->axes; x++) {
        const struct axis *axis = &j->axes[s->axis[x]];
        memset(cells + axis->word, 0, axis->words * sizeof *cells);
        for (uint32_t atom = 0; atom < s->atom_count[x]; atom++)
            for (uint32_t w = 0; w < axis->words && box[x] >> atom & 1; w++)
                cells[axis->word + w] |= s->atoms[x][(size_t)axis->words * atom + w];
    }
}

/* Does the box reach the day to which witnesses are to be near? Where the shape's pieces do not
 * differ in their dates, all of them do or none. */
static bool is_near(const struct shape *s, const uint64_t *box)
{
    const struct axis *date = &s->joint->axes[0];
    for (uint32_t atom = 0; s->axis[0] == 0 && atom < s->atom_count[0]; atom++)
        for (uint32_t d = 0; d < date->count && box[0] >> atom & 1; d++)
            if (bitset_has(s->atoms[0] + (size_t)date->words * atom, d)
                && date->low[d] <= s->joint->near && s->joint->near <= date->high[d])
                return true;
    return false;
}

/* All cells that some piece has. */
static uint64_t *hull(struct shape *s)
{
    const struct joint *j = s->joint;
    uint64_t *all = arena_alloc(&s->joint->work, j->words * sizeof *all);
    memset(all, 0, j->words * sizeof *all);
    for (size_t i = 0; i < s->count; i++)
        for (uint32_t w = 0; w < j->words; w++)
            all[w] |= s->cells[s->pieces[i]][w];
    return all;
}

/* Can runs of an event tell its patterns apart on all days of the shape? Where they are complete,
 * nothing needs to be told. */
static bool chains(struct shape *s, const uint64_t *all)
{
    const struct joint *j = s->joint;
    const uint64_t *dates = axis_cells(&j->axes[0], all);
    for (uint32_t a = 0; a < j->axis_count; a++) {
        const struct axis *axis = &j->axes[a];
        if (axis->kind == AXIS_EVENT && !event_complete(j, axis, axis_cells(axis, all), dates)
            && !event_chain(j, axis, dates, dates))
            return false;
    }
    return true;
}

static bool recut(struct shape *s)
{
    struct arena_mark mark = arena_mark(&s->joint->work);
    struct pile pile = {0}, boxes = {0};
    uint64_t *all = hull(s);
    bool better = chains(s, all) && find_axes(s) && s->axes > 0;
    for (size_t i = 0; i < s->count && better; i++)
        push_piece(s, s->cells[s->pieces[i]], &pile);
    better = better && cut(s, &pile, &boxes);
    size_t used = 0;
    for (int near = 1; near >= 0 && better; near--) /* the first gives the example that is shown */
        for (size_t i = 0; i < boxes.count; i++)
            if (is_near(s, side_of(s, &boxes, i)) == near)
                set_piece(s, s->pieces[used++], all, side_of(s, &boxes, i));
    while (better && used < s->count)
        s->cells[s->pieces[used++]] = NULL;
    arena_rewind(&s->joint->work, mark);
    return better;
}

/* ---- which regions are one shape -------------------------------------------------------------- */

struct touch {
    struct joint *joint;
    const struct diff_regions *regions;
    uint64_t **cells;
    uint64_t *kind;  /* per region: what has to be equal, hashed; 0: it takes no part */
    bool *complete;  /* per region and axis: of an event, all its patterns that occur there */
    uint32_t *shape; /* per region: the first one found of its shape, through others */
};

static bool *complete_of(const struct touch *t, size_t region)
{
    return t->complete + region * t->joint->axis_count;
}

static uint64_t kind_of(const struct touch *t, size_t region)
{
    const struct joint *j = t->joint;
    const struct diff_region *r = &t->regions->items[region];
    const uint64_t *cells = t->cells[region];
    if (!cells || r->partly)
        return 0;
    uint64_t kind = hash_word(r->was * 64u + r->now * 8u + r->verdict);
    for (uint32_t a = 0; a < j->axis_count; a++) {
        const struct axis *axis = &j->axes[a];
        bool *complete = &complete_of(t, region)[a];
        *complete = axis->kind == AXIS_EVENT
                    && event_complete(j, axis, axis_cells(axis, cells),
                                      axis_cells(&j->axes[0], cells));
        for (uint32_t w = 0; w < axis->words && axis->kind == AXIS_EVENT && !*complete; w++)
            kind = hash_word(kind ^ axis_cells(axis, cells)[w]) + a;
    }
    return kind ? kind : 1;
}

/* Of each event: complete in both, or the same in both. */
static bool same_events(const struct touch *t, size_t x, size_t y)
{
    const struct joint *j = t->joint;
    for (uint32_t a = 0; a < j->axis_count; a++) {
        const struct axis *axis = &j->axes[a];
        if (axis->kind != AXIS_EVENT)
            continue;
        bool complete = complete_of(t, x)[a];
        if (complete != complete_of(t, y)[a]
            || (!complete
                && memcmp(axis_cells(axis, t->cells[x]), axis_cells(axis, t->cells[y]),
                          axis->words * sizeof(uint64_t)) != 0))
            return false;
    }
    return true;
}

/* Are two regions apart on one axis only? */
static bool touching(const struct touch *t, size_t x, size_t y)
{
    const struct joint *j = t->joint;
    const struct diff_region *a = &t->regions->items[x], *b = &t->regions->items[y];
    int apart = 0;
    if (t->kind[x] != t->kind[y] || a->was != b->was || a->now != b->now
        || a->verdict != b->verdict)
        return false;
    for (uint32_t i = 0; i < j->axis_count && apart < 2; i++) {
        const struct axis *axis = &j->axes[i];
        apart += axis->kind != AXIS_EVENT
                 && !bitset_intersects(axis_cells(axis, t->cells[x]), axis_cells(axis, t->cells[y]),
                                       axis->words);
    }
    return apart == 1 && same_events(t, x, y);
}

static uint32_t first_of(struct touch *t, uint32_t region)
{
    while (t->shape[region] != region)
        region = t->shape[region] = t->shape[t->shape[region]];
    return region;
}

static void find_shapes(struct touch *t)
{
    size_t n = t->regions->count;
    for (uint32_t i = 0; i < n; i++) {
        t->kind[i] = kind_of(t, i);
        t->shape[i] = i;
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < i && t->kind[i]; k++) {
            if (t->kind[k] != t->kind[i])
                continue;
            uint32_t a = first_of(t, i), b = first_of(t, k);
            if (a != b && touching(t, i, k))
                t->shape[a > b ? a : b] = a > b ? b : a;
        }
}

bool recut_regions(struct joint *j, const struct diff_regions *regions, uint64_t **cells)
{
    struct arena_mark mark = arena_mark(&j->work);
    size_t n = regions->count;
    struct touch t = {.joint = j, .regions = regions, .cells = cells};
    bool better = false;
    t.kind = arena_alloc(&j->work, (n + 1) * sizeof *t.kind);
    t.shape = arena_alloc(&j->work, (n + 1) * sizeof *t.shape);
    t.complete = arena_alloc(&j->work, (n + 1) * j->axis_count * sizeof *t.complete);
    find_shapes(&t);
    for (uint32_t i = 0; i < n; i++) {
        size_t pieces[MOST_PIECES], count = 0, all = 0;
        for (uint32_t k = i; k < n && t.kind[i] && t.shape[i] == i; k++)
            if (t.kind[k] && first_of(&t, k) == i && all++ < MOST_PIECES)
                pieces[count++] = k;
        struct shape shape = {.joint = j, .cells = cells, .pieces = pieces, .count = count};
        if (count > 2 && all == count)
            better = recut(&shape) || better;
    }
    arena_rewind(&j->work, mark);
    return better;
}

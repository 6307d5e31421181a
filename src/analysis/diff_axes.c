/* diff_axes.c: two vocabularies matched by name, and the axes of the worlds they share.
 *
 * A leaf corresponds to the leaf of its name; where the other policy has none, to the leaf
 * that bears the name of an inner name above it: a value that was divided is compared part by
 * part. Cells are numbered in the order of the old policy's values, so that intervals of the
 * joint axis are nearly always intervals of both tables.
 */
#include "analysis/diff_parts.h"

#include "base/hash.h"
#include "base/map.h"

#include <string.h>

static const struct vocab_var *var_of(const struct joint *j, enum diff_side side, uint32_t var)
{
    return &j->t[side]->vocab.vars[var];
}

static const char *text_of(const struct joint *j, enum diff_side side, struct vocab_text text)
{
    return vocab_string(&j->t[side]->vocab, text);
}

/* ---- leaves --------------------------------------------------------------------------------- */

/* The leaves of a variable by name. */
struct by_name {
    const struct vocab *vocab;
    uint32_t var;
    struct map map;
};

static uint64_t name_key(const char *name)
{
    uint64_t key = hash_bytes(name, strlen(name));
    return key == MAP_NO_KEY ? 0 : key;
}

static void index_leaves(struct arena *arena, const struct vocab *vocab, uint32_t var,
                         struct by_name *out)
{
    out->vocab = vocab;
    out->var = var;
    map_init(&out->map, arena);
    map_reserve(&out->map, vocab->vars[var].leaf_count);
    for (uint32_t leaf = 0; leaf < vocab->vars[var].leaf_count; leaf++)
        map_put(&out->map, name_key(vocab_leaf_name(vocab, var, leaf)), leaf);
}

static uint32_t leaf_named(const struct by_name *index, const char *name)
{
    uint64_t leaf;
    if (!map_get(&index->map, name_key(name), &leaf)
        || strcmp(vocab_leaf_name(index->vocab, index->var, (uint32_t)leaf), name) != 0)
        return IR_NONE;
    return (uint32_t)leaf;
}

/* The other policy's leaf for one of this; an inner name above it serves, too. */
static uint32_t counterpart(const struct vocab *vocab, uint32_t var, uint32_t leaf,
                            const struct by_name *other)
{
    const struct vocab_var *v = &vocab->vars[var];
    uint32_t found = leaf_named(other, vocab_leaf_name(vocab, var, leaf));
    if (found != IR_NONE || (v->or_none && leaf == v->leaf_count - 1))
        return found;
    uint32_t node = vocab->nodes[vocab_leaf_node(vocab, v->leaf_kind, leaf)].parent;
    for (; node != VOCAB_NONE && found == IR_NONE; node = vocab->nodes[node].parent)
        found = leaf_named(other, vocab_string(vocab, vocab->nodes[node].name));
    return found;
}

struct leaf_pairs {
    struct arena *arena;
    VEC(struct joint_leaf) list;
};

static void add_pair(struct leaf_pairs *pairs, uint32_t old, uint32_t new)
{
    struct joint_leaf pair = {{old, new}};
    VEC_PUSH(pairs->arena, &pairs->list, pair);
}

/* In the order of the old leaves, parts of a divided one in that of the new. */
static void pair_leaves(struct joint *j, uint32_t old, uint32_t new, struct leaf_pairs *out)
{
    const struct vocab *from = &j->t[DIFF_OLD]->vocab, *to = &j->t[DIFF_NEW]->vocab;
    struct by_name olds, news;
    index_leaves(&j->work, from, old, &olds);
    index_leaves(&j->work, to, new, &news);
    uint32_t count = to->vars[new].leaf_count;
    VEC(struct joint_leaf) parts = {0}; /* new leaves below a name that is an old leaf */
    for (uint32_t leaf = 0; leaf < count; leaf++) {
        struct joint_leaf pair = {{counterpart(to, new, leaf, &olds), leaf}};
        if (pair.leaf[DIFF_OLD] != IR_NONE
            && leaf_named(&news, vocab_leaf_name(from, old, pair.leaf[DIFF_OLD])) == IR_NONE)
            VEC_PUSH(&j->work, &parts, pair);
    }
    for (uint32_t leaf = 0; leaf < from->vars[old].leaf_count; leaf++) {
        uint32_t found = counterpart(from, old, leaf, &news);
        if (found != IR_NONE)
            add_pair(out, leaf, found);
        for (size_t i = 0; i < parts.count && found == IR_NONE; i++)
            if (parts.items[i].leaf[DIFF_OLD] == leaf)
                VEC_PUSH(out->arena, &out->list, parts.items[i]);
    }
}

size_t joint_leaves(struct joint *j, uint32_t old, uint32_t new, const struct joint_leaf **out)
{
    struct leaf_pairs pairs = {.arena = &j->work};
    pair_leaves(j, old, new, &pairs);
    *out = pairs.list.items;
    return pairs.list.count;
}

static uint32_t cell_of(const struct joint *j, enum diff_side side, uint32_t column, int64_t value)
{
    return column == IR_NONE ? 0 : table_cell(j->t[side], column, value);
}

/* Numbers the cells of the pairs as they come and sorts the pairs by them. */
static void make_leaf_cells(struct joint *j, struct axis *axis, const struct leaf_pairs *pairs)
{
    struct map seen;
    size_t n = pairs->list.count;
    uint32_t *of = arena_alloc(&j->work, n * sizeof *of);
    map_init(&seen, &j->work);
    for (size_t i = 0; i < n; i++) {
        const struct joint_leaf *p = &pairs->list.items[i];
        uint64_t cell;
        uint64_t key = map_pair(cell_of(j, DIFF_OLD, axis->column[DIFF_OLD], p->leaf[DIFF_OLD]),
                                cell_of(j, DIFF_NEW, axis->column[DIFF_NEW], p->leaf[DIFF_NEW]));
        if (!map_get(&seen, key, &cell))
            map_put(&seen, key, cell = axis->count++);
        of[i] = (uint32_t)cell;
    }
    axis->first = ARENA_ARRAY(j->arena, uint32_t, axis->count + 1);
    axis->leaves = arena_alloc(j->arena, n * sizeof *axis->leaves);
    uint32_t *next = ARENA_ARRAY(&j->work, uint32_t, axis->count + 1);
    for (size_t i = 0; i < n; i++)
        axis->first[of[i] + 1]++;
    for (uint32_t c = 0; c < axis->count; c++)
        next[c + 1] = axis->first[c + 1] += axis->first[c];
    next[0] = 0;
    for (size_t i = 0; i < n; i++)
        axis->leaves[next[of[i]]++] = pairs->list.items[i];
}

/* ---- numbers and days -------------------------------------------------------------------- */

static struct interval range_of(const struct vocab_var *v)
{
    if (v->kind == VAR_NUMBER)
        return (struct interval){v->low, v->high};
    return (struct interval){DATE_FIRST, DATE_LAST};
}

static struct interval joint_range(const struct joint *j, const uint32_t var[DIFF_SIDES])
{
    struct interval out = {INT64_MIN, INT64_MAX};
    for (int s = 0; s < DIFF_SIDES; s++) {
        if (var[s] == VOCAB_NONE)
            continue;
        struct interval r = range_of(var_of(j, (enum diff_side)s, var[s]));
        out.low = r.low > out.low ? r.low : out.low;
        out.high = r.high < out.high ? r.high : out.high;
    }
    return out;
}

struct bounds {
    struct arena *arena;
    VEC(int64_t) list; /* ascending */
};

static void add_bound(struct bounds *bounds, int64_t value)
{
    size_t at = bounds->list.count;
    while (at > 0 && bounds->list.items[at - 1] > value)
        at--;
    if (at > 0 && bounds->list.items[at - 1] == value)
        return;
    VEC_PUSH(bounds->arena, &bounds->list, value);
    memmove(bounds->list.items + at + 1, bounds->list.items + at,
            (bounds->list.count - 1 - at) * sizeof *bounds->list.items);
    bounds->list.items[at] = value;
}

/* Merges the ascending cuts of a column. */
static void add_cuts(struct bounds *bounds, const struct table *t, uint32_t column)
{
    const struct table_column *c = &t->columns[column];
    struct bounds old = *bounds;
    size_t i = 0;
    bounds->list.items = NULL;
    bounds->list.count = bounds->list.capacity = 0;
    for (uint32_t k = 1; k < c->cell_count; k++) {
        int64_t value = t->cuts[c->first_cut + k];
        for (; i < old.list.count && old.list.items[i] < value; i++)
            VEC_PUSH(bounds->arena, &bounds->list, old.list.items[i]);
        if (i < old.list.count && old.list.items[i] == value)
            i++;
        VEC_PUSH(bounds->arena, &bounds->list, value);
    }
    for (; i < old.list.count; i++)
        VEC_PUSH(bounds->arena, &bounds->list, old.list.items[i]);
}

static void make_number_cells(struct joint *j, struct axis *axis, struct bounds *bounds)
{
    struct interval range = joint_range(j, axis->var);
    axis->low = arena_alloc(j->arena, (bounds->list.count + 1) * sizeof *axis->low);
    axis->high = arena_alloc(j->arena, (bounds->list.count + 1) * sizeof *axis->high);
    axis->low[0] = range.low;
    for (size_t i = 0; i < bounds->list.count; i++) {
        int64_t cut = bounds->list.items[i];
        if (cut <= range.low || cut > range.high)
            continue;
        axis->high[axis->count++] = cut - 1;
        axis->low[axis->count] = cut;
    }
    axis->high[axis->count++] = range.high;
}

static void add_column_cuts(const struct joint *j, const struct axis *axis, struct bounds *bounds)
{
    for (int s = 0; s < DIFF_SIDES; s++)
        if (axis->column[s] != IR_NONE)
            add_cuts(bounds, j->t[s], axis->column[s]);
}

/* ---- cells of both sides -------------------------------------------------------------------- */

static void map_cells(struct joint *j, struct axis *axis)
{
    for (int s = 0; s < DIFF_SIDES; s++) {
        axis->rising[s] = true;
        if (axis->column[s] == IR_NONE || axis->kind == AXIS_EVENT)
            continue;
        axis->cell[s] = arena_alloc(j->arena, axis->count * sizeof(uint32_t));
        for (uint32_t i = 0; i < axis->count; i++) {
            int64_t value = axis->kind == AXIS_LEAVES ? axis->leaves[axis->first[i]].leaf[s]
                                                      : axis->low[i];
            axis->cell[s][i] = table_cell(j->t[s], axis->column[s], value);
            if (i && axis->cell[s][i] < axis->cell[s][i - 1])
                axis->rising[s] = false;
        }
    }
}

/* ---- variables ------------------------------------------------------------------------------ */

static bool same_unit(const struct joint *j, const struct vocab_var *x, const struct vocab_var *y)
{
    if (!x->unit_count || !y->unit_count)
        return x->unit_count == y->unit_count;
    const struct vocab *a = &j->t[DIFF_OLD]->vocab, *b = &j->t[DIFF_NEW]->vocab;
    return strcmp(vocab_string(a, a->units[x->first_unit].name),
                  vocab_string(b, b->units[y->first_unit].name)) == 0;
}

/* Can their values be compared at all? */
static bool comparable(struct joint *j, uint32_t old, uint32_t new)
{
    const struct vocab_var *x = var_of(j, DIFF_OLD, old), *y = var_of(j, DIFF_NEW, new);
    uint32_t both[DIFF_SIDES] = {old, new};
    if (x->kind != y->kind)
        return false;
    if (x->kind == VAR_LEAF) {
        const struct joint_leaf *pairs;
        return joint_leaves(j, old, new, &pairs) > 0;
    }
    struct interval range = joint_range(j, both);
    return x->kind != VAR_NUMBER || (same_unit(j, x, y) && range.low <= range.high);
}

static void pair_variables(struct joint *j)
{
    const struct vocab *old = &j->t[DIFF_OLD]->vocab, *new = &j->t[DIFF_NEW]->vocab;
    for (uint32_t x = 0; x < old->var_count; x++) {
        if (old->vars[x].kind == VAR_READING)
            continue;
        const char *name = text_of(j, DIFF_OLD, old->vars[x].name);
        for (uint32_t y = 0; y < new->var_count; y++) {
            if (new->vars[y].kind == VAR_READING
                || strcmp(text_of(j, DIFF_NEW, new->vars[y].name), name) != 0
                || !comparable(j, x, y))
                continue;
            j->var_pair[DIFF_OLD][x] = y;
            j->var_pair[DIFF_NEW][y] = x;
            break;
        }
    }
}

static struct axis *add_axis(struct joint *j, uint32_t old, uint32_t new)
{
    struct axis *axis = &j->axes[j->axis_count];
    uint32_t var[DIFF_SIDES] = {old, new};
    for (int s = 0; s < DIFF_SIDES; s++) {
        axis->var[s] = var[s];
        axis->column[s] = IR_NONE;
        if (var[s] == VOCAB_NONE)
            continue;
        if (j->t[s]->var_column_count[var[s]])
            axis->column[s] = j->t[s]->var_first_column[var[s]];
        j->var_axis[s][var[s]] = (uint32_t)j->axis_count;
    }
    j->axis_count++;
    return axis;
}

static bool tested(const struct joint *j, enum diff_side side, uint32_t var)
{
    return var != VOCAB_NONE && j->t[side]->var_column_count[var] > 0;
}

static void add_event_axes(struct joint *j, uint32_t old, uint32_t new)
{
    bool old_open = old != VOCAB_NONE && !event_fixed(var_of(j, DIFF_OLD, old))
                    && !event_presumed(j, DIFF_OLD, old);
    bool new_open = new != VOCAB_NONE && !event_fixed(var_of(j, DIFF_NEW, new))
                    && !event_presumed(j, DIFF_NEW, new);
    struct axis *axis = NULL;
    if ((old_open && tested(j, DIFF_OLD, old)) || (new_open && tested(j, DIFF_NEW, new)))
        axis = add_axis(j, old_open ? old : VOCAB_NONE, new_open ? new : VOCAB_NONE);
    if (axis)
        axis->kind = AXIS_EVENT;
}

static void add_leaf_axis(struct joint *j, uint32_t old, uint32_t new)
{
    struct axis *axis = add_axis(j, old, new);
    struct leaf_pairs pairs = {.arena = &j->work};
    axis->kind = AXIS_LEAVES;
    if (old != VOCAB_NONE && new != VOCAB_NONE) {
        pair_leaves(j, old, new, &pairs);
    } else {
        enum diff_side side = new == VOCAB_NONE ? DIFF_OLD : DIFF_NEW;
        uint32_t count = var_of(j, side, new == VOCAB_NONE ? old : new)->leaf_count;
        for (uint32_t leaf = 0; leaf < count; leaf++)
            add_pair(&pairs, leaf, leaf);
    }
    make_leaf_cells(j, axis, &pairs);
}

static void add_number_axis(struct joint *j, uint32_t old, uint32_t new)
{
    struct axis *axis = add_axis(j, old, new);
    struct bounds bounds = {.arena = &j->work};
    axis->kind = AXIS_NUMBERS;
    add_column_cuts(j, axis, &bounds);
    make_number_cells(j, axis, &bounds);
}

static void add_variable(struct joint *j, uint32_t old, uint32_t new)
{
    enum diff_side side = old == VOCAB_NONE ? DIFF_NEW : DIFF_OLD;
    switch ((enum var_kind)var_of(j, side, old == VOCAB_NONE ? new : old)->kind) {
    case VAR_EVENT:
        add_event_axes(j, old, new);
        return;
    case VAR_LEAF:
        if (tested(j, DIFF_OLD, old) || tested(j, DIFF_NEW, new))
            add_leaf_axis(j, old, new);
        return;
    case VAR_NUMBER:
    case VAR_DAY:
        if (tested(j, DIFF_OLD, old) || tested(j, DIFF_NEW, new))
            add_number_axis(j, old, new);
        return;
    case VAR_DATE_OF_CASE:
    case VAR_READING:
        return;
    }
}

/* The date's cells are cut at the ends of slices as well. */
static void make_date_axis(struct joint *j)
{
    struct bounds bounds = {.arena = &j->work};
    add_column_cuts(j, &j->axes[0], &bounds);
    for (size_t i = 0; i < j->slices.count; i++) {
        add_bound(&bounds, j->slices.items[i].low);
        add_bound(&bounds, j->slices.items[i].high + 1);
    }
    make_number_cells(j, &j->axes[0], &bounds);
}

static uint32_t *none_each(struct joint *j, uint32_t count)
{
    uint32_t *ids = arena_alloc(j->arena, (count + 1) * sizeof *ids);
    memset(ids, 0xFF, (count + 1) * sizeof *ids);
    return ids;
}

void joint_match(struct joint *j)
{
    size_t vars[DIFF_SIDES];
    for (int s = 0; s < DIFF_SIDES; s++) {
        vars[s] = j->t[s]->vocab.var_count;
        j->var_axis[s] = none_each(j, (uint32_t)vars[s]);
        j->var_pair[s] = none_each(j, (uint32_t)vars[s]);
    }
    j->axes = ARENA_ARRAY(j->arena, struct axis, vars[0] + vars[1] + 1);
    pair_variables(j);
    add_axis(j, VOCAB_DATE, VOCAB_DATE)->kind = AXIS_NUMBERS;
    for (uint32_t x = 0; x < vars[DIFF_OLD]; x++)
        add_variable(j, x, j->var_pair[DIFF_OLD][x]);
    for (uint32_t y = 0; y < vars[DIFF_NEW]; y++)
        if (j->var_pair[DIFF_NEW][y] == VOCAB_NONE)
            add_variable(j, VOCAB_NONE, y);
    events_slice(j);
    make_date_axis(j);
    events_patterns(j);
    for (size_t i = 0; i < j->axis_count; i++) {
        struct axis *axis = &j->axes[i];
        axis->words = (uint32_t)bitset_words(axis->count);
        axis->word = j->words;
        j->words += axis->words;
        map_cells(j, axis);
    }
}

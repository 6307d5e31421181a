/* cases.c: conditions multiplied out, with names left as they are.
 *
 * Like ir/cubes.c, but for reading: a name is not written out, cases that differ in one
 * axis become one row ("AWS or GCP"), and more than a handful is given up, since nobody
 * reads forty rows for one clause. The order of cases is that of the policy's words.
 */
#include "table/cases.h"

#include <string.h>

struct maker {
    const struct table *table;
    struct arena *arena;
    const struct case_known *known;
};

static const struct ir_range cell_no[] = {{0, 0}}, cell_yes[] = {{1, 1}};

static uint32_t cells_of_axis(const struct table *t, uint32_t axis)
{
    return axis < t->columns_count ? t->columns[axis].cell_count : 2;
}

/* ---- sets of cells ---------------------------------------------------------------------- */

struct cells {
    uint32_t count;
    struct ir_range *ranges;
};

static void push(struct cells *set, uint32_t low, uint32_t high)
{
    if (set->count && set->ranges[set->count - 1].high + 1 >= low) {
        if (high > set->ranges[set->count - 1].high)
            set->ranges[set->count - 1].high = high;
        return;
    }
    set->ranges[set->count++] = (struct ir_range){low, high};
}

static struct cells room(const struct maker *m, uint32_t count)
{
    struct cells set = {0, arena_alloc(m->arena, ((size_t)count + 1) * sizeof *set.ranges)};
    return set;
}

static struct cells meet(const struct maker *m, const struct case_atom *x,
                         const struct case_atom *y)
{
    struct cells set = room(m, x->count + y->count);
    for (uint32_t i = 0, k = 0; i < x->count && k < y->count;) {
        const struct ir_range *a = &x->ranges[i], *b = &y->ranges[k];
        uint32_t low = a->low > b->low ? a->low : b->low;
        uint32_t high = a->high < b->high ? a->high : b->high;
        if (low <= high)
            push(&set, low, high);
        if (a->high < b->high)
            i++;
        else
            k++;
    }
    return set;
}

static struct cells join(const struct maker *m, const struct case_atom *x,
                         const struct case_atom *y)
{
    struct cells set = room(m, x->count + y->count);
    for (uint32_t i = 0, k = 0; i < x->count || k < y->count;) {
        bool first = k == y->count || (i < x->count && x->ranges[i].low <= y->ranges[k].low);
        const struct ir_range *r = first ? &x->ranges[i++] : &y->ranges[k++];
        push(&set, r->low, r->high);
    }
    return set;
}

static struct cells others(const struct maker *m, const struct ir_range *ranges, uint32_t count,
                           uint32_t cells)
{
    struct cells set = room(m, count + 1);
    uint32_t next = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (ranges[i].low > next)
            push(&set, next, ranges[i].low - 1);
        next = ranges[i].high + 1;
    }
    if (next < cells)
        push(&set, next, cells - 1);
    return set;
}

static bool within(const struct case_atom *x, const struct case_atom *y)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < x->count; i++) {
        while (k < y->count && y->ranges[k].high < x->ranges[i].low)
            k++;
        if (k == y->count || y->ranges[k].low > x->ranges[i].low
            || y->ranges[k].high < x->ranges[i].high)
            return false;
    }
    return true;
}

/* ---- cases --------------------------------------------------------------------------------- */

/* x and y; false when they exclude each other. */
static bool meet_cases(const struct maker *m, const struct table_case *x,
                       const struct table_case *y, struct table_case *out)
{
    struct case_atom *atoms = ARENA_ARRAY(m->arena, struct case_atom, x->count + y->count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0, k = 0; i < x->count || k < y->count;) {
        uint32_t ax = i < x->count ? x->atoms[i].axis : IR_NONE;
        uint32_t ay = k < y->count ? y->atoms[k].axis : IR_NONE;
        if (ax == ay) {
            struct cells set = meet(m, &x->atoms[i], &y->atoms[k]);
            if (set.count == 0)
                return false;
            atoms[count++] = (struct case_atom){ax, set.count, set.ranges};
        } else {
            atoms[count++] = ax < ay ? x->atoms[i] : y->atoms[k];
        }
        i += ax <= ay;
        k += ay <= ax;
    }
    *out = (struct table_case){count, atoms};
    return true;
}

static bool case_within(const struct table_case *x, const struct table_case *y)
{
    uint32_t i = 0;
    for (uint32_t k = 0; k < y->count; k++) {
        while (i < x->count && x->atoms[i].axis < y->atoms[k].axis)
            i++;
        if (i == x->count || x->atoms[i].axis != y->atoms[k].axis
            || !within(&x->atoms[i], &y->atoms[k]))
            return false;
    }
    return true;
}

static bool same_set(const struct case_atom *x, const struct case_atom *y)
{
    return x->count == y->count
           && memcmp(x->ranges, y->ranges, x->count * sizeof *x->ranges) == 0;
}

/* Joins y into x when they test the same axes and differ in one. */
static bool join_cases(const struct maker *m, struct table_case *x, const struct table_case *y)
{
    uint32_t different = IR_NONE;
    if (x->count != y->count)
        return false;
    for (uint32_t i = 0; i < x->count; i++) {
        if (x->atoms[i].axis != y->atoms[i].axis)
            return false;
        if (same_set(&x->atoms[i], &y->atoms[i]))
            continue;
        if (different != IR_NONE)
            return false;
        different = i;
    }
    if (different == IR_NONE)
        return true;
    struct cells set = join(m, &x->atoms[different], &y->atoms[different]);
    struct case_atom *atoms = arena_copy(m->arena, x->atoms, x->count * sizeof *atoms);
    uint32_t last = cells_of_axis(m->table, atoms[different].axis) - 1;
    atoms[different].count = set.count;
    atoms[different].ranges = set.ranges;
    if (set.count == 1 && set.ranges[0].low == 0 && set.ranges[0].high == last) {
        x->count--;
        memmove(atoms + different, atoms + different + 1,
                (x->count - different) * sizeof *atoms);
    }
    x->atoms = atoms;
    return true;
}

static void remove_case(struct table_cases *list, size_t at)
{
    list->count--;
    memmove(list->items + at, list->items + at + 1, (list->count - at) * sizeof *list->items);
}

static void add_case(const struct maker *m, struct table_cases *list, struct table_case new)
{
    for (size_t i = 0; i < list->count; i++)
        if (case_within(&new, &list->items[i]))
            return;
    for (size_t i = 0; i < list->count; i++) {
        struct table_case old = list->items[i];
        if (case_within(&old, &new)) {
            remove_case(list, i);
        } else if (join_cases(m, &old, &new)) {
            remove_case(list, i);
            new = old;
        } else {
            continue;
        }
        add_case(m, list, new);
        return;
    }
    if (list->count == CASES_LIMIT)
        list->too_many = true;
    else
        list->items[list->count++] = new;
}

static struct table_cases no_cases(const struct maker *m)
{
    return (struct table_cases){0, ARENA_ARRAY(m->arena, struct table_case, CASES_LIMIT), false};
}

static struct table_cases constant(const struct maker *m, bool truth)
{
    struct table_cases list = no_cases(m);
    list.count = truth;
    return list;
}

static struct table_cases one_atom(const struct maker *m, struct case_atom atom)
{
    struct table_cases list = constant(m, true);
    list.items[0] = (struct table_case){1, arena_copy(m->arena, &atom, sizeof atom)};
    return list;
}

static struct table_cases combine(const struct maker *m, struct table_cases x,
                                  struct table_cases y, bool both)
{
    struct table_cases list = no_cases(m);
    list.too_many = x.too_many || y.too_many;
    for (size_t i = 0; i < x.count && !list.too_many; i++) {
        for (size_t k = 0; both && k < y.count && !list.too_many; k++) {
            struct table_case met;
            if (meet_cases(m, &x.items[i], &y.items[k], &met))
                add_case(m, &list, met);
        }
        if (!both)
            add_case(m, &list, x.items[i]);
    }
    for (size_t k = 0; !both && k < y.count && !list.too_many; k++)
        add_case(m, &list, y.items[k]);
    return list;
}

static struct table_cases literal_cases(const struct maker *m, uint32_t id, bool positive)
{
    const struct table *t = m->table;
    const struct ir_literal *l = &t->literals[id];
    const struct table_column *column = &t->columns[l->column];
    if (column->kind == COLUMN_READING && column->var == m->known->reading_var)
        return constant(m, table_literal_has(t, id, m->known->reading) == positive);
    struct case_atom atom = {l->column, l->range_count, t->ranges + l->first_range};
    if (!positive) {
        struct cells set = others(m, atom.ranges, atom.count, column->cell_count);
        atom.count = set.count;
        atom.ranges = set.ranges;
    }
    return one_atom(m, atom);
}

static struct table_cases multiply(const struct maker *m, uint32_t id, bool positive)
{
    const struct table *t = m->table;
    const struct table_expr *e = &t->exprs[id];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
        return constant(m, positive);
    case IR_FALSE:
        return constant(m, !positive);
    case IR_LITERAL:
        return literal_cases(m, e->a, positive);
    case IR_NOT:
        return multiply(m, e->a, !positive);
    case IR_AND:
    case IR_OR: {
        struct table_cases x = multiply(m, e->a, positive);
        if (x.too_many)
            return x;
        return combine(m, x, multiply(m, e->b, positive), (e->op == IR_AND) == positive);
    }
    case IR_NAMED:
        if (e->a == m->known->named[0] || e->a == m->known->named[1])
            return constant(m, positive);
        return one_atom(m, (struct case_atom){(uint32_t)t->columns_count + e->a, 1,
                                              positive ? cell_yes : cell_no});
    }
    return constant(m, false);
}

struct table_cases cases_of(const struct table *table, struct arena *arena, uint32_t expr,
                            const struct case_known *known)
{
    const struct maker m = {table, arena, known};
    struct table_cases cases = multiply(&m, expr, true);
    if (cases.too_many || known->also == IR_NONE)
        return cases;
    return combine(&m, cases, multiply(&m, known->also, true), true);
}

/* ---- what a row need not say -------------------------------------------------------------- */

const uint32_t *cases_forces(const struct table *table, struct arena *arena)
{
    uint32_t *forces = ARENA_ARRAY(arena, uint32_t, table->agreements_count);
    for (size_t i = 0; i < table->agreements_count; i++)
        forces[i] = IR_NONE;
    for (uint32_t i = 0; i < table->named_count; i++)
        if (table->named[i].kind == NAMED_FORCE)
            forces[table->named[i].ref] = i;
    return forces;
}

struct case_known cases_known_of_life(const struct table *table, const uint32_t *forces,
                                      uint32_t clause, uint32_t life)
{
    struct case_known known = case_nothing_known();
    known.named[0] = forces[table->clauses[clause].agreement];
    if (table->exprs[life].op != IR_NAMED)
        return known;
    const struct ir_named *named = &table->named[table->exprs[life].a];
    if (named->kind == NAMED_LIVE && named->ref == clause) {
        known.named[1] = table->exprs[life].a;
        known.also = named->expr;
    }
    return known;
}

struct case_known cases_known_of_child(const struct table *table, const uint32_t *forces,
                                       uint32_t node)
{
    const struct table_node *n = &table->nodes[node];
    const struct table_expr *e = &table->exprs[n->expr];
    if (n->kind != NODE_LIFT)
        return case_nothing_known();
    return cases_known_of_life(table, forces, n->info, e->op == IR_AND ? e->a : n->expr);
}

/* cubes.c: every node's expression as a disjunction of cubes.
 *
 * Negations are pushed to the literals, conjunctions are multiplied out. Cubes that
 * another one covers are dropped, and two cubes that differ in one column only become one
 * with the union there, so `x is A or x is B` stays a single cube. A node that would need
 * more than IR_CUBE_LIMIT cubes keeps one hull that covers it and is marked residual:
 * whoever matches the hull must evaluate the expression too, so nothing is approximated.
 *
 * Worked example: (host is AWS or stage is ga) and not (host is AWS and api)
 *   = (AWS or ga) and (not AWS or not api)
 *   → {AWS, not api}, {not AWS, ga}, {ga, not api};  {AWS, not AWS} is empty and dropped.
 */
#include "ir/builder.h"

#include <string.h>

struct cube {
    uint32_t count;
    uint32_t *literals; /* ascending columns */
};

struct cubes {
    size_t count; /* 0: false; one cube without literals: true */
    struct cube *items;
    bool too_many;
};

struct pass {
    struct ir_builder *b;
    struct arena work; /* rewound after each node */
    struct cubes *named[2]; /* per named expression: its cubes, negated in [0] */
    bool *named_known[2];
    struct hull *hulls[2]; /* the same of their hulls */
};

struct hull {
    bool known, has; /* has: it is not false for sure */
    struct cube cube;
};

static uint32_t column_of(const struct pass *p, uint32_t literal)
{
    return p->b->ir->literals.items[literal].column;
}

/* ---- one cube ------------------------------------------------------------------------- */

/* x and y; false when they exclude each other. */
static bool cube_meet(struct pass *p, const struct cube *x, const struct cube *y,
                      struct arena *arena, struct cube *out)
{
    out->literals = arena_alloc(arena, (x->count + y->count) * sizeof(uint32_t));
    out->count = 0;
    for (uint32_t i = 0, k = 0; i < x->count || k < y->count;) {
        uint32_t cx = i < x->count ? column_of(p, x->literals[i]) : IR_NONE;
        uint32_t cy = k < y->count ? column_of(p, y->literals[k]) : IR_NONE;
        uint32_t literal;
        if (cx == cy)
            literal = literal_meet(p->b, x->literals[i], y->literals[k]);
        else
            literal = cx < cy ? x->literals[i] : y->literals[k];
        if (literal == LITERAL_EMPTY)
            return false;
        i += cx <= cy;
        k += cy <= cx;
        out->literals[out->count++] = literal;
    }
    return true;
}

/* Every world of x is one of y. */
static bool cube_within(const struct pass *p, const struct cube *x, const struct cube *y)
{
    uint32_t i = 0;
    for (uint32_t k = 0; k < y->count; k++) {
        uint32_t column = column_of(p, y->literals[k]);
        while (i < x->count && column_of(p, x->literals[i]) < column)
            i++;
        if (i == x->count || column_of(p, x->literals[i]) != column
            || !literal_within(p->b->ir, x->literals[i], y->literals[k]))
            return false;
    }
    return true;
}

/* Joins y into x when they differ in exactly one column that both test. */
static bool cube_join(struct pass *p, struct cube *x, const struct cube *y)
{
    if (x->count != y->count)
        return false;
    uint32_t different = IR_NONE;
    for (uint32_t i = 0; i < x->count; i++) {
        if (x->literals[i] == y->literals[i])
            continue;
        if (column_of(p, x->literals[i]) != column_of(p, y->literals[i]) || different != IR_NONE)
            return false;
        different = i;
    }
    if (different == IR_NONE)
        return true;
    uint32_t *literals = arena_copy(&p->work, x->literals, x->count * sizeof(uint32_t));
    uint32_t literal = literal_join(p->b, x->literals[different], y->literals[different]);
    if (literal == LITERAL_ALL)
        memmove(literals + different, literals + different + 1,
                (x->count - different - 1) * sizeof(uint32_t));
    else
        literals[different] = literal;
    x->count -= literal == LITERAL_ALL;
    x->literals = literals;
    return true;
}

/* ---- lists of cubes ------------------------------------------------------------------- */

static void add_cube(struct pass *p, struct cubes *list, struct cube cube, size_t *capacity)
{
    for (size_t i = 0; i < list->count; i++)
        if (cube_within(p, &cube, &list->items[i]))
            return;
    for (size_t i = 0; i < list->count; i++) {
        if (cube_within(p, &list->items[i], &cube) || cube_join(p, &cube, &list->items[i])) {
            list->items[i] = list->items[--list->count];
            add_cube(p, list, cube, capacity);
            return;
        }
    }
    if (list->count == IR_CUBE_LIMIT) {
        list->too_many = true;
        return;
    }
    if (list->count == *capacity)
        list->items = arena_grow(&p->work, list->items, sizeof cube, list->count, capacity);
    list->items[list->count++] = cube;
}

static struct cubes cubes_true(struct pass *p)
{
    struct cubes result = {1, ARENA_NEW(&p->work, struct cube), false};
    return result;
}

static struct cubes cubes_and(struct pass *p, struct cubes x, struct cubes y)
{
    struct cubes result = {0, NULL, x.too_many || y.too_many};
    size_t capacity = 0;
    for (size_t i = 0; i < x.count && !result.too_many; i++) {
        for (size_t k = 0; k < y.count && !result.too_many; k++) {
            struct cube cube;
            if (cube_meet(p, &x.items[i], &y.items[k], &p->work, &cube))
                add_cube(p, &result, cube, &capacity);
        }
    }
    return result;
}

static struct cubes cubes_or(struct pass *p, struct cubes x, struct cubes y)
{
    struct cubes result = {0, NULL, x.too_many || y.too_many};
    size_t capacity = 0;
    for (size_t i = 0; i < x.count && !result.too_many; i++)
        add_cube(p, &result, x.items[i], &capacity);
    for (size_t k = 0; k < y.count && !result.too_many; k++)
        add_cube(p, &result, y.items[k], &capacity);
    return result;
}

static struct cubes cubes_of(struct pass *p, uint32_t expr, bool positive);

/* The cubes of a named expression are computed once and kept for the whole pass. */
static struct cubes cubes_of_named(struct pass *p, uint32_t named, bool positive)
{
    if (!p->named_known[positive][named]) {
        struct cubes list = cubes_of(p, p->b->ir->named.items[named].expr, positive);
        struct arena *keep = p->b->scratch;
        list.items = arena_copy(keep, list.items, list.count * sizeof *list.items);
        for (size_t i = 0; i < list.count; i++)
            list.items[i].literals = arena_copy(keep, list.items[i].literals,
                                                list.items[i].count * sizeof(uint32_t));
        p->named[positive][named] = list;
        p->named_known[positive][named] = true;
    }
    return p->named[positive][named];
}

static struct cubes cubes_of(struct pass *p, uint32_t expr, bool positive)
{
    struct ir_expr e = p->b->ir->exprs.items[expr];
    struct cubes none = {0, NULL, false};
    switch ((enum ir_op)e.op) {
    case IR_TRUE:
        return positive ? cubes_true(p) : none;
    case IR_FALSE:
        return positive ? none : cubes_true(p);
    case IR_LITERAL: {
        uint32_t literal = positive ? e.a : literal_not(p->b, e.a);
        struct cubes one = cubes_true(p);
        one.items[0].count = 1;
        one.items[0].literals = arena_copy(&p->work, &literal, sizeof literal);
        return one;
    }
    case IR_NOT:
        return cubes_of(p, e.a, !positive);
    case IR_AND:
    case IR_OR: {
        struct cubes x = cubes_of(p, e.a, positive);
        struct cubes y = cubes_of(p, e.b, positive);
        return (e.op == IR_AND) == positive ? cubes_and(p, x, y) : cubes_or(p, x, y);
    }
    case IR_NAMED:
        return cubes_of_named(p, e.a, positive);
    }
    return none;
}

/* ---- hulls ------------------------------------------------------------------------------ */

static bool hull_of(struct pass *p, uint32_t expr, bool positive, struct cube *out);

/* Found once: terms that use each other twice would take twice as long from one to the next. */
static bool hull_of_named(struct pass *p, uint32_t named, bool positive, struct cube *out)
{
    struct hull *hull = &p->hulls[positive][named];
    if (!hull->known) {
        hull->has = hull_of(p, p->b->ir->named.items[named].expr, positive, out);
        hull->known = true;
        if (hull->has)
            hull->cube = (struct cube){out->count, arena_copy(p->b->scratch, out->literals,
                                                              out->count * sizeof(uint32_t))};
    }
    *out = hull->cube;
    return hull->has;
}

/* One cube that covers the expression; false when the expression is false for sure. */
static bool hull_of(struct pass *p, uint32_t expr, bool positive, struct cube *out)
{
    struct ir_expr e = p->b->ir->exprs.items[expr];
    struct cubes simple;
    struct cube x, y;
    switch ((enum ir_op)e.op) {
    case IR_TRUE:
    case IR_FALSE:
    case IR_LITERAL:
        simple = cubes_of(p, expr, positive);
        if (simple.count)
            *out = simple.items[0];
        return simple.count != 0;
    case IR_NOT:
        return hull_of(p, e.a, !positive, out);
    case IR_NAMED:
        return hull_of_named(p, e.a, positive, out);
    case IR_AND:
    case IR_OR:
        break;
    }
    bool has_x = hull_of(p, e.a, positive, &x), has_y = hull_of(p, e.b, positive, &y);
    if ((e.op == IR_AND) == positive)
        return has_x && has_y && cube_meet(p, &x, &y, &p->work, out);
    if (!has_x || !has_y) {
        *out = has_x ? x : y;
        return has_x || has_y;
    }
    out->count = 0;
    out->literals = arena_alloc(&p->work, x.count * sizeof(uint32_t));
    for (uint32_t i = 0, k = 0; i < x.count && k < y.count;) {
        uint32_t cx = column_of(p, x.literals[i]), cy = column_of(p, y.literals[k]);
        uint32_t literal = cx == cy ? literal_join(p->b, x.literals[i], y.literals[k]) : LITERAL_ALL;
        if (literal != LITERAL_ALL)
            out->literals[out->count++] = literal;
        i += cx <= cy;
        k += cy <= cx;
    }
    return true;
}

/* ---- the pass --------------------------------------------------------------------------- */

/* The frequent case without any list: a conjunction of literals and of named expressions
 * that are a single cube. False: take the general way. */
static bool conjunction(struct pass *p, uint32_t expr, struct cube *cube, bool *empty)
{
    struct ir_expr e = p->b->ir->exprs.items[expr];
    struct cube met;
    switch ((enum ir_op)e.op) {
    case IR_TRUE:
        return true;
    case IR_AND:
        return conjunction(p, e.a, cube, empty) && conjunction(p, e.b, cube, empty);
    case IR_LITERAL: {
        struct cube one = {1, &e.a};
        if (!*empty && cube_meet(p, cube, &one, &p->work, &met))
            *cube = met;
        else
            *empty = true;
        return true;
    }
    case IR_NAMED: {
        struct cubes list = cubes_of_named(p, e.a, true);
        if (list.too_many || list.count != 1)
            return false;
        if (!*empty && cube_meet(p, cube, &list.items[0], &p->work, &met))
            *cube = met;
        else
            *empty = true;
        return true;
    }
    case IR_FALSE:
    case IR_NOT:
    case IR_OR:
        return false;
    }
    return false;
}

static void emit_cube(struct ir *ir, const struct cube *cube)
{
    struct ir_cube out = {(uint32_t)ir->cube_literals.count, cube->count};
    for (uint32_t i = 0; i < cube->count; i++)
        VEC_PUSH(ir->arena, &ir->cube_literals, cube->literals[i]);
    VEC_PUSH(ir->arena, &ir->cubes, out);
}

static void node_cubes(struct pass *p, struct ir_node *node)
{
    struct ir *ir = p->b->ir;
    struct cube cube = {0, NULL};
    bool empty = false;
    node->first_cube = (uint32_t)ir->cubes.count;
    if (conjunction(p, node->expr, &cube, &empty)) {
        if (!empty)
            emit_cube(ir, &cube);
    } else {
        struct cubes list = cubes_of(p, node->expr, true);
        if (!list.too_many) {
            for (size_t i = 0; i < list.count; i++)
                emit_cube(ir, &list.items[i]);
        } else {
            node->residual = 1;
            ir->residual_count++;
            if (hull_of(p, node->expr, true, &cube))
                emit_cube(ir, &cube);
        }
    }
    node->cube_count = (uint32_t)ir->cubes.count - node->first_cube;
}

static void free_work(void *argument)
{
    arena_free(argument);
}

void cubes_make(struct ir_builder *b)
{
    struct pass p = {.b = b};
    arena_init(&p.work, b->scratch->guard);
    struct cleanup cleanup = {free_work, &p.work, NULL};
    guard_register(b->scratch->guard, &cleanup);
    arena_alloc(&p.work, 1); /* so that rewinding keeps the first block */
    for (int positive = 0; positive < 2; positive++) {
        p.named[positive] = ARENA_ARRAY(b->scratch, struct cubes, b->ir->named.count + 1);
        p.named_known[positive] = ARENA_ARRAY(b->scratch, bool, b->ir->named.count + 1);
        p.hulls[positive] = ARENA_ARRAY(b->scratch, struct hull, b->ir->named.count + 1);
    }
    for (size_t i = 0; i < b->ir->nodes.count; i++) {
        struct arena_mark mark = arena_mark(&p.work);
        node_cubes(&p, &b->ir->nodes.items[i]);
        arena_rewind(&p.work, mark);
    }
    guard_forget(b->scratch->guard, &cleanup);
    arena_free(&p.work);
}

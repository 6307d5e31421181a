/* diff_hash.c: see diff_hash.h.
 *
 * A literal is the sum of a number for each joint cell that it accepts, from prefix sums over
 * the cells of its column; all cells are TRUE, none FALSE. `and` and `or` are sums over their
 * parts, so order and brackets do not matter; names are looked through. What the other policy
 * has no counterpart for (an event whose day only one knows, a term with other readings) is
 * marked with the side and equals nothing of the other.
 */
#include "analysis/diff_hash.h"

#include "base/hash.h"
#include "base/map.h"

#include <string.h>

enum salt { /* of what is hashed */
    SALT_TRUE = 1,
    SALT_FALSE,
    SALT_NOT,
    SALT_AND,
    SALT_OR,
    SALT_CELL,
    SALT_EVENT,
    SALT_READING,
    SALT_CIRCLE,
    SALT_CHILD
};

struct mark mark_of(uint64_t word)
{
    return (struct mark){hash_word(word + 1), hash_word(word ^ UINT64_C(0x9E3779B97F4A7C15))};
}

struct mark mark_text(const char *text)
{
    return mark_of(hash_bytes(text, strlen(text)));
}

struct mark mark_mix(struct mark x, struct mark y)
{
    return (struct mark){hash_word(x.a * 3 + y.a * 5 + 7) ^ hash_word(y.b + 11),
                         hash_word(x.b * 7 + y.b * 3 + 13) ^ hash_word(y.a + 17)};
}

struct mark mark_add(struct mark x, struct mark y)
{
    return (struct mark){x.a + y.a, x.b + y.b};
}

static struct mark minus(struct mark x, struct mark y)
{
    return (struct mark){x.a - y.a, x.b - y.b};
}

static struct mark salted(enum salt salt, struct mark x)
{
    return mark_mix(mark_of((uint64_t)salt), x);
}

static bool unset(struct mark x)
{
    return x.a == 0 && x.b == 0;
}

/* ---- literals -------------------------------------------------------------------------------- */

static void sum_cells(struct hasher *h, uint32_t a)
{
    struct joint *j = h->joint;
    const struct axis *axis = &j->axes[a];
    if (axis->column[h->side] == IR_NONE || axis->kind == AXIS_EVENT)
        return;
    uint32_t cells = j->t[h->side]->columns[axis->column[h->side]].cell_count;
    struct mark *sums = ARENA_ARRAY(&j->work, struct mark, cells + 1);
    for (uint32_t i = 0; i < axis->count; i++) {
        struct mark *at = &sums[axis->cell[h->side][i] + 1];
        *at = mark_add(*at, mark_of((uint64_t)(a + 1) << 32 | i));
    }
    for (uint32_t c = 0; c < cells; c++)
        sums[c + 1] = mark_add(sums[c], sums[c + 1]);
    h->cells[a] = sums;
}

static struct mark truth(const struct hasher *h, bool value)
{
    return h->truth[value];
}

void hasher_init(struct hasher *h, struct joint *j, enum diff_side side)
{
    const struct table *t = j->t[side];
    *h = (struct hasher){.joint = j, .side = side};
    h->truth[false] = mark_of(SALT_FALSE);
    h->truth[true] = mark_of(SALT_TRUE);
    h->exprs = ARENA_ARRAY(&j->work, struct mark, t->exprs_count + 1);
    h->nodes = ARENA_ARRAY(&j->work, struct mark, t->nodes_count + 1);
    h->busy = ARENA_ARRAY(&j->work, uint8_t, t->nodes_count + 1);
    h->cells = ARENA_ARRAY(&j->work, struct mark *, j->axis_count + 1);
    for (uint32_t a = 0; a < j->axis_count; a++)
        sum_cells(h, a);
}

static struct mark own(const struct hasher *h, struct mark x)
{
    return mark_mix(mark_of(UINT64_C(1000) + h->side), x);
}

static struct mark hash_cells(const struct hasher *h, const struct ir_literal *l, uint32_t a)
{
    const struct table *t = h->joint->t[h->side];
    const struct mark *sums = h->cells[a];
    uint32_t cells = t->columns[l->column].cell_count;
    struct mark sum = {0, 0};
    for (uint32_t i = 0; i < l->range_count; i++) {
        const struct ir_range *r = &t->ranges[l->first_range + i];
        sum = mark_add(sum, minus(sums[r->high + 1], sums[r->low]));
    }
    if (unset(sum))
        return truth(h, false);
    if (mark_same(sum, sums[cells]))
        return truth(h, true);
    return salted(SALT_CELL, sum);
}

/* Which term both policies dispute with as many readings; the numbering of readings serves
 * for both, since verdicts quantify over all of them. */
static struct mark hash_reading(const struct hasher *h, const struct vocab_var *v)
{
    const struct vocab *mine = &h->joint->t[h->side]->vocab;
    const struct vocab *other = &h->joint->t[1 - h->side]->vocab;
    const char *name = vocab_string(mine, mine->terms[v->term].name);
    struct mark mark = mark_text(name);
    for (uint32_t i = 0; i < other->term_count; i++)
        if (strcmp(vocab_string(other, other->terms[i].name), name) == 0
            && other->terms[i].var != VOCAB_NONE
            && other->terms[i].reading_count == mine->terms[v->term].reading_count)
            return mark;
    return own(h, mark);
}

static struct mark hash_event(const struct hasher *h, uint32_t column)
{
    const struct table_column *c = &h->joint->t[h->side]->columns[column];
    const struct vocab *vocab = &h->joint->t[h->side]->vocab;
    const struct vocab_var *v = &vocab->vars[c->var];
    uint32_t other = h->joint->var_pair[h->side][c->var];
    struct mark mark = mark_text(vocab_string(vocab, v->name));
    mark = mark_mix(mark, mark_of((uint64_t)c->count));
    mark = mark_mix(mark, mark_of(c->unit * 2u + c->past));
    if (event_fixed(v))
        mark = mark_mix(mark, mark_of((uint64_t)v->occurred));
    bool alone = other == VOCAB_NONE
                 || event_fixed(v) != event_fixed(&h->joint->t[1 - h->side]->vocab.vars[other]);
    return alone ? own(h, mark) : mark;
}

static struct mark hash_literal(const struct hasher *h, uint32_t literal)
{
    const struct table *t = h->joint->t[h->side];
    const struct ir_literal *l = &t->literals[literal];
    const struct table_column *c = &t->columns[l->column];
    struct mark mark;
    uint32_t a = h->joint->var_axis[h->side][c->var];
    if (c->kind == COLUMN_READING)
        mark = salted(SALT_READING, hash_reading(h, &t->vocab.vars[c->var]));
    else if (c->kind == COLUMN_SINCE)
        mark = salted(SALT_EVENT, hash_event(h, l->column));
    else
        return hash_cells(h, l, a);
    for (uint32_t i = 0; i < l->range_count; i++) {
        const struct ir_range *r = &t->ranges[l->first_range + i];
        mark = mark_mix(mark, mark_of(map_pair(r->low, r->high)));
    }
    return mark;
}

/* ---- expressions ------------------------------------------------------------------------------ */

static uint32_t named(const struct table *t, uint32_t expr)
{
    while (t->exprs[expr].op == IR_NAMED)
        expr = t->named[t->exprs[expr].a].expr;
    return expr;
}

/* As a summand. */
static struct mark part_of(struct mark x)
{
    return (struct mark){hash_word(x.a + 3), hash_word(x.b + 5)};
}

/* The parts of a nested `and` or `or`, added up; *count of those that are neither neutral nor
 * decide the whole. */
static struct mark hash_parts(struct hasher *h, uint32_t expr, enum ir_op op, bool *decided,
                              uint32_t *count)
{
    const struct table *t = h->joint->t[h->side];
    expr = named(t, expr);
    const struct table_expr *e = &t->exprs[expr];
    struct mark zero = {0, 0};
    if (e->op == op) {
        struct mark x = hash_parts(h, e->a, op, decided, count);
        return mark_add(x, hash_parts(h, e->b, op, decided, count));
    }
    struct mark mark = hash_expr(h, expr);
    if (mark_same(mark, truth(h, op == IR_AND)))
        return zero;
    *decided = *decided || mark_same(mark, truth(h, op == IR_OR));
    ++*count;
    return part_of(mark);
}

static struct mark hash_joined(struct hasher *h, uint32_t expr, enum ir_op op)
{
    bool decided = false;
    uint32_t count = 0;
    struct mark sum = hash_parts(h, expr, op, &decided, &count);
    if (decided)
        return truth(h, op == IR_OR);
    if (count == 0)
        return truth(h, op == IR_AND);
    return salted(op == IR_AND ? SALT_AND : SALT_OR, sum);
}

struct mark hash_expr(struct hasher *h, uint32_t expr)
{
    const struct table *t = h->joint->t[h->side];
    struct mark *memo = &h->exprs[expr], mark = {0, 0};
    if (!unset(*memo))
        return *memo;
    const struct table_expr *e = &t->exprs[expr];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        mark = truth(h, e->op == IR_TRUE);
        break;
    case IR_LITERAL:
        mark = hash_literal(h, e->a);
        break;
    case IR_NOT:
        mark = hash_expr(h, e->a);
        if (mark_same(mark, truth(h, true)) || mark_same(mark, truth(h, false)))
            mark = truth(h, mark_same(mark, truth(h, false)));
        else
            mark = salted(SALT_NOT, mark);
        break;
    case IR_AND:
    case IR_OR:
        mark = hash_joined(h, expr, (enum ir_op)e->op);
        break;
    case IR_NAMED:
        mark = hash_expr(h, t->named[e->a].expr);
        break;
    }
    return *memo = mark;
}

/* ---- nodes -------------------------------------------------------------------------------------- */

struct mark hash_children(struct hasher *h, uint32_t node)
{
    const struct table *t = h->joint->t[h->side];
    const struct table_node *n = &t->nodes[node];
    struct mark sum = {0, 0};
    for (uint32_t i = 0; i < n->child_count; i++)
        sum = mark_add(sum, salted(SALT_CHILD, hash_node(h, t->children[n->first_child + i])));
    return sum;
}

struct mark hash_node(struct hasher *h, uint32_t node)
{
    struct mark *memo = &h->nodes[node];
    if (!unset(*memo))
        return *memo;
    if (h->busy[node])
        return own(h, salted(SALT_CIRCLE, mark_of(node)));
    h->busy[node] = 1;
    struct mark mark = hash_expr(h, h->joint->t[h->side]->nodes[node].expr);
    mark = mark_mix(mark, hash_children(h, node));
    h->busy[node] = 0;
    return *memo = mark;
}

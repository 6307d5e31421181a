/* coverage_boundaries.c: boundaries and readings as items: what is crossed, and who can tell.
 *
 * A norm *touches* a boundary when its condition, or what may defeat it, tests the column
 * there. Only such a norm can become effective, or cease to be, by crossing it (a norm that
 * outranks it touches it itself), so an item has a way for each of them and direction.
 */
#include "analysis/coverage.h"

#include <stdlib.h>
#include <string.h>

struct touch {
    uint32_t column, cell; /* the first cell behind the boundary; of readings 0 */
    uint32_t norm;
    struct cover_border *border;
};

struct lister {
    struct coverage *cover;
    const struct table *table;
    VEC(struct touch) touches;
    uint32_t *seen_exprs, *seen_nodes; /* stamps */
    uint32_t stamp;
};

static void touch(struct lister *l, uint32_t column, uint32_t cell, uint32_t norm)
{
    struct touch new = {column, cell, norm, NULL};
    VEC_PUSH(l->cover->work, &l->touches, new);
}

static void touch_literal(struct lister *l, uint32_t literal, uint32_t norm)
{
    const struct ir_literal *lit = &l->table->literals[literal];
    const struct table_column *c = &l->table->columns[lit->column];
    if (c->kind == COLUMN_LEAF)
        return;
    if (c->kind == COLUMN_READING) {
        touch(l, lit->column, 0, norm);
        return;
    }
    for (uint32_t i = 0; i < lit->range_count; i++) {
        const struct ir_range *r = &l->table->ranges[lit->first_range + i];
        if (r->low > 0)
            touch(l, lit->column, r->low, norm);
        if (r->high + 1 < c->cell_count)
            touch(l, lit->column, r->high + 1, norm);
    }
}

static void touch_expr(struct lister *l, uint32_t expr, uint32_t norm)
{
    const struct table_expr *e = &l->table->exprs[expr];
    if (l->seen_exprs[expr] == l->stamp)
        return;
    l->seen_exprs[expr] = l->stamp;
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return;
    case IR_LITERAL:
        touch_literal(l, e->a, norm);
        return;
    case IR_NOT:
        touch_expr(l, e->a, norm);
        return;
    case IR_AND:
    case IR_OR:
        touch_expr(l, e->a, norm);
        touch_expr(l, e->b, norm);
        return;
    case IR_NAMED:
        touch_expr(l, l->table->named[e->a].expr, norm);
        return;
    }
}

static void touch_node(struct lister *l, uint32_t node, uint32_t norm)
{
    const struct table_node *n = &l->table->nodes[node];
    if (l->seen_nodes[node] == l->stamp)
        return;
    l->seen_nodes[node] = l->stamp;
    touch_expr(l, n->expr, norm);
    for (uint32_t i = 0; i < n->child_count; i++)
        touch_node(l, l->table->children[n->first_child + i], norm);
}

static int compare_touches(const void *x, const void *y)
{
    const struct touch *a = x, *b = y;
    if (a->column != b->column)
        return a->column < b->column ? -1 : 1;
    if (a->cell != b->cell)
        return a->cell < b->cell ? -1 : 1;
    return (a->norm > b->norm) - (a->norm < b->norm);
}

static void touch_all(struct lister *l, struct coverage *cover)
{
    const struct table *t = cover->table;
    *l = (struct lister){.cover = cover, .table = t};
    l->seen_exprs = ARENA_ARRAY(l->cover->work, uint32_t, t->exprs_count + 1);
    l->seen_nodes = ARENA_ARRAY(l->cover->work, uint32_t, t->nodes_count + 1);
    for (uint32_t i = 0; i < t->norms_count; i++) {
        l->stamp++;
        touch_node(l, i, i);
        for (uint32_t k = 0; k < t->norms[i].rank_count; k++) {
            uint32_t condition = t->ranks[t->norms[i].first_rank + k].condition;
            if (condition != IR_NONE)
                touch_node(l, condition, i);
        }
    }
    if (l->touches.count)
        qsort(l->touches.items, l->touches.count, sizeof *l->touches.items, compare_touches);
    for (size_t i = 0; i < l->touches.count; i++)
        if (t->columns[l->touches.items[i].column].var != VOCAB_DATE)
            l->touches.items[i].border = ARENA_NEW(cover->arena, struct cover_border);
}

/* A way for each norm and direction: effective here and not there, or the reverse. */
static void crossing_ways(struct lister *l, size_t first, size_t end, struct cover_cross cross)
{
    for (size_t i = first; i < end; i++) {
        uint32_t norm = l->touches.items[i].norm;
        if (i > first && norm == l->touches.items[i - 1].norm)
            continue;
        for (int here = 1; here >= 0; here--) {
            cover_begin_way(l->cover, cross, l->touches.items[i].border);
            cover_add_test(l->cover, (struct cover_test){.ask = COVER_EFFECTIVE, .holds = here, .id = norm});
            cover_add_test(l->cover, (struct cover_test){
                            .ask = COVER_EFFECTIVE, .holds = !here, .crossed = true, .id = norm});
        }
    }
}

static void list_term(struct lister *l, uint32_t term)
{
    const struct vocab_term *t = &l->table->vocab.terms[term];
    size_t first = 0, end;
    while (first < l->touches.count
           && l->table->columns[l->touches.items[first].column].var != t->var)
        first++;
    end = first;
    while (end < l->touches.count
           && l->table->columns[l->touches.items[end].column].var == t->var)
        end++;
    for (uint32_t r = 0; r < t->reading_count; r++) {
        cover_begin_item(l->cover, (struct cover_item){.kind = COVER_READING, .what = COVER_READ,
                                          .clause = IR_NONE, .id = term, .number = r,
                                          .place = IR_NONE});
        for (uint32_t other = 0; other < t->reading_count; other++)
            if (other != r)
                crossing_ways(l, first, end, (struct cover_cross){t->var, IR_NONE, r, other});
    }
}

static void boundary_item(struct lister *l, size_t first, size_t end, enum cover_what what,
                          struct cover_cross cross)
{
    const struct touch *touch = &l->touches.items[first];
    const struct table_column *c = &l->table->columns[touch->column];
    const struct table_norm *norm = &l->table->norms[touch->norm];
    struct cover_item item = {.kind = COVER_BOUNDARY, .what = what, .clause = norm->clause,
                              .id = touch->column, .number = touch->cell, .place = norm->place};
    if (c->kind != COLUMN_SINCE)
        item.value = l->table->cuts[c->first_cut + touch->cell];
    cover_begin_item(l->cover, item);
    crossing_ways(l, first, end, cross);
}

static void list_boundary(struct lister *l, size_t first, size_t end)
{
    uint32_t column = l->touches.items[first].column;
    const struct table_column *c = &l->table->columns[column];
    bool since = c->kind == COLUMN_SINCE;
    struct cover_cross cross = {c->var, since ? column : IR_NONE, 0, 0};
    int64_t on = since ? 0 : l->table->cuts[c->first_cut + l->touches.items[first].cell];
    bool number = l->table->vocab.vars[c->var].kind == VAR_NUMBER;
    cross.at = on - 1;
    cross.other = on;
    boundary_item(l, first, end, number ? COVER_BELOW : COVER_BEFORE, cross);
    cross.at = on;
    cross.other = on - 1;
    boundary_item(l, first, end, number ? COVER_FROM : COVER_ON, cross);
    if (number || on == DATE_LAST)
        return;
    cross.at = on + 1;
    boundary_item(l, first, end, COVER_AFTER, cross);
}

/* ---- all of them ------------------------------------------------------------------------------ */

void cover_list_readings(struct coverage *cover)
{
    struct arena_mark mark = arena_mark(cover->work);
    const struct vocab *vocab = &cover->table->vocab;
    struct lister l;
    touch_all(&l, cover);
    for (uint32_t term = 0; term < vocab->term_count; term++)
        if (vocab->terms[term].var != VOCAB_NONE)
            list_term(&l, term);
    arena_rewind(cover->work, mark);
}

void cover_list_boundaries(struct coverage *cover)
{
    struct arena_mark mark = arena_mark(cover->work);
    struct lister l;
    touch_all(&l, cover);
    const struct touch *touches = l.touches.items;
    for (size_t first = 0, end; first < l.touches.count; first = end) {
        end = first + 1;
        while (end < l.touches.count && touches[end].column == touches[first].column
               && touches[end].cell == touches[first].cell)
            end++;
        if (cover->table->columns[touches[first].column].kind != COLUMN_READING)
            list_boundary(&l, first, end);
    }
    arena_rewind(cover->work, mark);
}

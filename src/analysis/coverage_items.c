/* coverage_items.c: what can be covered, and how.
 *
 * Worked example, clause 2.1 of docs/semantics.md with its exception (a) and the carve-back
 * from that. Items: 2.1 prohibits; (a) applies, and does not, where 2.1's own condition is
 * met; the carve-back applies, and does not, where those of 2.1 and of (a) are met; each row
 * of the three in `polc table`; capacity 100 MW and 101 MW, where crossing from one to the
 * other changes whether 2.1 is effective.
 *
 * What two bearers share was written once and is one item with a way for each.
 */
#include "analysis/coverage.h"

#include <stdlib.h>
#include <string.h>

/* An exception, lift or waiver below a rule. */
struct child {
    uint32_t node, clause;
    const uint32_t *chain; /* nodes from the rule down to its parent */
    uint32_t chain_count;
    bool done;
};

struct lister {
    struct coverage *cover;
    const struct table *table;
    const uint32_t *forces;
    VEC(struct child) children;
};

/* ---- putting items together ------------------------------------------------------------------- */

static const struct cover_cross no_cross = {IR_NONE, IR_NONE, 0, 0};

void cover_begin_item(struct coverage *cover, struct cover_item item)
{
    item.first_way = (uint32_t)cover->ways.count;
    item.way_count = 0;
    VEC_PUSH(cover->arena, &cover->items, item);
}

void cover_begin_way(struct coverage *cover, struct cover_cross cross,
                     struct cover_border *border)
{
    struct cover_way way = {(uint32_t)cover->tests.count, 0, cross, border};
    VEC_PUSH(cover->arena, &cover->ways, way);
    cover->items.items[cover->items.count - 1].way_count++;
}

void cover_add_test(struct coverage *cover, struct cover_test test)
{
    VEC_PUSH(cover->arena, &cover->tests, test);
    cover->ways.items[cover->ways.count - 1].count++;
}

static void test_node(struct lister *l, enum cover_ask ask, uint32_t id, bool holds)
{
    cover_add_test(l->cover, (struct cover_test){.ask = (uint8_t)ask, .holds = holds, .id = id});
}

static void test_atoms(struct lister *l, const struct table_case *row)
{
    for (uint32_t i = 0; row && i < row->count; i++)
        cover_add_test(l->cover, (struct cover_test){
                        .ask = COVER_ATOM, .holds = true, .atom = &row->atoms[i]});
}

/* ---- clauses ------------------------------------------------------------------------------------ */

static enum cover_what what_of(uint8_t sign)
{
    return sign == SIGN_PROHIBIT ? COVER_PROHIBITS
           : sign == SIGN_PERMIT ? COVER_PERMITS
                                 : COVER_DUE;
}

static void add_norm_ways(struct lister *l, uint32_t norm)
{
    const struct table_norm *n = &l->table->norms[norm];
    if (!(n->flags & NORM_IN_BREACH)) {
        cover_begin_way(l->cover, no_cross, NULL);
        test_node(l, COVER_EFFECTIVE, norm, true);
        return;
    }
    const struct table_duty *duty = table_duty(l->table, norm);
    for (uint32_t i = 0; i < duty->breach_count; i++) {
        cover_begin_way(l->cover, no_cross, NULL);
        test_node(l, COVER_EFFECTIVE, norm, true);
        test_node(l, COVER_EFFECTIVE, l->table->ids[duty->first_breach + i], true);
    }
}

static void list_clauses(struct lister *l)
{
    const struct table *t = l->table;
    bool *done = ARENA_ARRAY(l->cover->work, bool, t->norms_count + 1);
    for (uint32_t i = 0; i < t->norms_count; i++) {
        const struct table_norm *n = &t->norms[i];
        if (done[i])
            continue;
        cover_begin_item(l->cover, (struct cover_item){.kind = COVER_CLAUSE, .what = what_of(n->sign),
                                          .clause = n->clause, .id = i, .place = n->place});
        for (uint32_t k = i; k < t->norms_count; k++) {
            if (t->norms[k].clause != n->clause) /* those of a clause are neighbours */
                break;
            if (t->norms[k].sign != n->sign)
                continue;
            done[k] = true;
            add_norm_ways(l, k);
        }
    }
}

/* ---- what takes away ------------------------------------------------------------------------------ */

static void collect(struct lister *l, uint32_t clause, const uint32_t *chain, uint32_t count)
{
    const struct table *t = l->table;
    const struct table_node *parent = &t->nodes[chain[count - 1]];
    for (uint32_t i = 0; i < parent->child_count; i++) {
        uint32_t node = t->children[parent->first_child + i];
        bool except = t->nodes[node].kind == NODE_EXCEPT;
        struct child child = {node, clause, chain, count, false};
        if (t->nodes[node].kind == NODE_LIFT)
            child.clause = t->nodes[node].info;
        VEC_PUSH(l->cover->work, &l->children, child);
        if (!except)
            continue; /* lifts and waivers are roots of their own */
        uint32_t *below = ARENA_ARRAY(l->cover->work, uint32_t, count + 1);
        memcpy(below, chain, count * sizeof *below);
        below[count] = node;
        collect(l, clause, below, count + 1);
    }
}

static void collect_all(struct lister *l)
{
    const struct table *t = l->table;
    for (uint32_t i = 0; i < t->nodes_count; i++) {
        const struct table_node *n = &t->nodes[i];
        uint32_t clause = n->kind == NODE_NORM   ? t->norms[i].clause
                          : n->kind == NODE_LIFT ? n->info
                                                 : IR_NONE;
        if (n->kind == NODE_EXCEPT || n->child_count == 0)
            continue;
        uint32_t *chain = ARENA_ARRAY(l->cover->work, uint32_t, 1);
        chain[0] = i;
        collect(l, clause, chain, 1);
    }
}

static uint32_t place_of(const struct table *t, uint32_t node)
{
    const struct table_node *n = &t->nodes[node];
    switch ((enum ir_node_kind)n->kind) {
    case NODE_EXCEPT:
        return t->exceptions[n->info].place;
    case NODE_LIFT:
        return t->clauses[n->info].place;
    case NODE_WAIVER:
        return t->waivers[n->info].place;
    case NODE_NORM:
        return t->norms[node].place;
    case NODE_RANK_CONDITION:
        return IR_NONE;
    }
    return IR_NONE;
}

/* Were they written as one? */
static bool same_child(const struct table *t, uint32_t x, uint32_t y)
{
    if (t->nodes[x].kind != NODE_EXCEPT || t->nodes[y].kind != NODE_EXCEPT)
        return x == y;
    const struct table_place *a = &t->places[place_of(t, x)], *b = &t->places[place_of(t, y)];
    return a->line == b->line && a->column == b->column
           && strcmp(table_text(t, a->file), table_text(t, b->file)) == 0;
}

static void child_way(struct lister *l, const struct child *child, bool hit,
                      const struct table_case *row)
{
    cover_begin_way(l->cover, no_cross, NULL);
    for (uint32_t i = 0; i < child->chain_count; i++)
        test_node(l, COVER_MET, child->chain[i], true);
    test_node(l, COVER_HIT, child->node, hit);
    test_atoms(l, row);
}

static void child_item(struct lister *l, size_t first, struct cover_item item, bool hit)
{
    const struct child *children = l->children.items;
    item.clause = children[first].clause;
    item.id = children[first].node;
    item.place = place_of(l->table, children[first].node);
    cover_begin_item(l->cover, item);
    for (size_t i = first; i < l->children.count; i++)
        if (same_child(l->table, children[i].node, children[first].node))
            child_way(l, &children[i], hit, item.row);
}

/* Is it the first of those that were written as one? */
static bool begins(struct lister *l, size_t at)
{
    struct child *children = l->children.items;
    if (children[at].done)
        return false;
    for (size_t i = at; i < l->children.count; i++)
        children[i].done = children[i].done
                           || same_child(l->table, children[i].node, children[at].node);
    return true;
}

static void list_children(struct lister *l)
{
    for (size_t i = 0; i < l->children.count; i++) {
        if (!begins(l, i))
            continue;
        struct cover_item item = {.kind = COVER_EXCEPTION, .what = COVER_APPLIES};
        child_item(l, i, item, true);
        item.what = COVER_NOT;
        child_item(l, i, item, false);
    }
    for (size_t i = 0; i < l->children.count; i++)
        l->children.items[i].done = false;
}

/* ---- ranks ----------------------------------------------------------------------------------------- */

struct yield {
    uint32_t loser, winner; /* clauses */
    uint32_t norm, rank;
};

static int compare_yields(const void *x, const void *y)
{
    const struct yield *a = x, *b = y;
    if (a->loser != b->loser)
        return a->loser < b->loser ? -1 : 1;
    if (a->winner != b->winner)
        return a->winner < b->winner ? -1 : 1;
    if (a->norm != b->norm)
        return a->norm < b->norm ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

static void list_yields(struct lister *l)
{
    const struct table *t = l->table;
    VEC(struct yield) yields = {0};
    for (uint32_t i = 0; i < t->norms_count; i++) {
        for (uint32_t k = 0; k < t->norms[i].rank_count; k++) {
            uint32_t rank = t->norms[i].first_rank + k;
            struct yield yield = {t->norms[i].clause, t->norms[t->ranks[rank].winner].clause, i,
                                  rank};
            VEC_PUSH(l->cover->work, &yields, yield);
        }
    }
    if (yields.count)
        qsort(yields.items, yields.count, sizeof *yields.items, compare_yields);
    for (size_t i = 0; i < yields.count; i++) {
        const struct yield *y = &yields.items[i];
        const struct table_rank *rank = &t->ranks[y->rank];
        if (i == 0 || y->loser != y[-1].loser || y->winner != y[-1].winner)
            cover_begin_item(l->cover, (struct cover_item){.kind = COVER_EXCEPTION, .what = COVER_YIELDS,
                                              .clause = y->loser, .id = y->winner,
                                              .place = t->norms[y->norm].place});
        cover_begin_way(l->cover, no_cross, NULL);
        test_node(l, COVER_HIT, y->norm, true);
        if (rank->condition != IR_NONE)
            test_node(l, COVER_HIT, rank->condition, true);
        test_node(l, COVER_EFFECTIVE, rank->winner, true);
    }
}

/* ---- rows ------------------------------------------------------------------------------------------- */

/* The rows of a condition as `polc table` shows them, in the cover's arena. */
static struct table_cases rows_of(struct lister *l, uint32_t expr, struct case_known known)
{
    return cases_of(l->table, l->cover->arena, expr, &known);
}

static void list_norm_rows(struct lister *l, uint32_t norm)
{
    const struct table_norm *n = &l->table->norms[norm];
    struct table_cases rows = rows_of(
        l, n->applied, cases_known_of_life(l->table, l->forces, n->clause, n->live));
    size_t count = rows.too_many ? 1 : rows.count;
    for (uint32_t i = 0; i < count; i++) {
        const struct table_case *row = rows.too_many ? NULL : &rows.items[i];
        cover_begin_item(l->cover, (struct cover_item){.kind = COVER_ROW, .what = COVER_ROW_NORM,
                                          .clause = n->clause, .id = norm, .number = i,
                                          .place = n->place, .row = row});
        cover_begin_way(l->cover, no_cross, NULL);
        test_node(l, COVER_EFFECTIVE, norm, true);
        test_atoms(l, row);
    }
}

static void list_rows(struct lister *l)
{
    for (uint32_t i = 0; i < l->table->norms_count; i++)
        list_norm_rows(l, i);
    for (size_t i = 0; i < l->children.count; i++) {
        uint32_t node = l->children.items[i].node;
        if (!begins(l, i))
            continue;
        struct table_cases rows = rows_of(l, l->table->nodes[node].expr,
                                          cases_known_of_child(l->table, l->forces, node));
        size_t count = rows.too_many ? 1 : rows.count;
        for (uint32_t k = 0; k < count; k++) {
            struct cover_item item = {.kind = COVER_ROW, .what = COVER_ROW_CHILD, .number = k,
                                      .row = rows.too_many ? NULL : &rows.items[k]};
            child_item(l, i, item, true);
        }
    }
}

void cover_list(struct coverage *cover)
{
    struct arena_mark mark = arena_mark(cover->work);
    struct lister l = {.cover = cover, .table = cover->table,
                       .forces = cases_forces(cover->table, cover->work)};
    collect_all(&l);
    list_clauses(&l);
    list_children(&l);
    list_yields(&l);
    cover_list_readings(cover);
    list_rows(&l);
    cover_list_boundaries(cover);
    arena_rewind(cover->work, mark);
}

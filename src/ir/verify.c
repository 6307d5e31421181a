/* verify.c: do the invariants of ir.h hold? For tests and debug builds.
 *
 * Ids and orders are checked exactly. That a node's cubes are its expression is checked on
 * worlds: one inside each cube, and some that a fixed sequence draws, half of them moved
 * into a cube in all columns but one, because that is where a wrong cube shows.
 */
#include "ir/ir.h"

#include "base/hash.h"
#include "base/strbuf.h"

#define WORLDS_PER_NODE 24

struct check {
    const struct ir *ir;
    struct arena *scratch;
    uint32_t *world; /* a cell per column */
    uint64_t draw;
};

#define HOLDS(c, condition, ...)                             \
    do {                                                     \
        if (!(condition))                                    \
            return arena_printf((c)->scratch, __VA_ARGS__);  \
    } while (0)

/* ---- ids and orders --------------------------------------------------------------------- */

static const char *check_columns(const struct check *c)
{
    const struct ir *ir = c->ir;
    for (size_t i = 0; i < ir->columns.count; i++) {
        const struct ir_column *column = &ir->columns.items[i];
        HOLDS(c, column->var < ir->model->vocab.var_count && column->cell_count > 0,
              "column %zu has no variable or no cells", i);
        HOLDS(c, i == 0 || column[-1].var <= column->var, "column %zu is out of order", i);
        if (column->kind == COLUMN_SINCE)
            continue;
        HOLDS(c, column->first_cut + (size_t)column->cell_count <= ir->cuts.count,
              "column %zu has no cuts", i);
        for (uint32_t k = 1; k < column->cell_count; k++)
            HOLDS(c, ir->cuts.items[column->first_cut + k - 1]
                         < ir->cuts.items[column->first_cut + k],
                  "the cuts of column %zu are out of order", i);
    }
    return NULL;
}

static const char *check_literals(const struct check *c)
{
    const struct ir *ir = c->ir;
    for (size_t i = 0; i < ir->literals.count; i++) {
        const struct ir_literal *l = &ir->literals.items[i];
        HOLDS(c, l->column < ir->columns.count && l->range_count > 0
                     && l->first_range + (size_t)l->range_count <= ir->ranges.count,
              "literal %zu is empty", i);
        const struct ir_range *r = ir->ranges.items + l->first_range;
        uint32_t cells = ir->columns.items[l->column].cell_count;
        for (uint32_t k = 0; k < l->range_count; k++)
            HOLDS(c, r[k].low <= r[k].high && r[k].high < cells
                         && (k == 0 || r[k].low > r[k - 1].high + 1),
                  "the ranges of literal %zu are out of order", i);
        HOLDS(c, r[0].low > 0 || r[0].high < cells - 1, "literal %zu is all cells", i);
    }
    return NULL;
}

static bool parts_exist(const struct ir *ir, uint32_t id)
{
    const struct ir_expr *e = &ir->exprs.items[id];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return true;
    case IR_LITERAL:
        return e->a < ir->literals.count;
    case IR_NOT:
        return e->a < id;
    case IR_AND:
    case IR_OR:
        return e->a < id && e->b < id;
    case IR_NAMED:
        return e->a < ir->named.count && ir->named.items[e->a].expr < id;
    }
    return false;
}

static const char *check_exprs(const struct check *c)
{
    const struct ir *ir = c->ir;
    for (uint32_t i = 0; i < ir->exprs.count; i++)
        HOLDS(c, parts_exist(ir, i), "expression %u has parts that come later", i);
    for (size_t i = 0; i < ir->named.count; i++)
        HOLDS(c, ir->named.items[i].expr < ir->exprs.count, "name %zu stands for nothing", i);
    for (size_t i = 0; i < ir->cubes.count; i++) {
        const struct ir_cube *cube = &ir->cubes.items[i];
        HOLDS(c, cube->first + (size_t)cube->count <= ir->cube_literals.count,
              "cube %zu has no literals", i);
        for (uint32_t k = 0; k < cube->count; k++) {
            const uint32_t *id = &ir->cube_literals.items[cube->first + k];
            HOLDS(c, *id < ir->literals.count
                         && (k == 0 || ir->literals.items[id[-1]].column
                                           < ir->literals.items[*id].column),
                  "the literals of cube %zu are out of order", i);
        }
    }
    return NULL;
}

static const char *check_nodes(const struct check *c)
{
    const struct ir *ir = c->ir;
    HOLDS(c, ir->norms.count == ir->model->norms.count && ir->norms.count <= ir->nodes.count,
          "not a node for each norm");
    for (size_t i = 0; i < ir->nodes.count; i++) {
        const struct ir_node *n = &ir->nodes.items[i];
        HOLDS(c, (n->kind == NODE_NORM) == (i < ir->norms.count), "node %zu is misplaced", i);
        HOLDS(c, n->expr < ir->exprs.count
                     && n->first_cube + (size_t)n->cube_count <= ir->cubes.count
                     && n->cube_count <= IR_CUBE_LIMIT
                     && n->first_child + (size_t)n->child_count <= ir->children.count,
              "node %zu has no condition, cubes or children", i);
        for (uint32_t k = 0; k < n->child_count; k++) {
            uint32_t child = ir->children.items[n->first_child + k];
            HOLDS(c, child >= ir->norms.count && child < ir->nodes.count
                         && ir->nodes.items[child].component <= n->component,
                  "node %zu comes before its child %u", i, child);
        }
    }
    for (size_t i = 0; i < ir->norms.count; i++) {
        const struct ir_norm *norm = &ir->norms.items[i];
        HOLDS(c, norm->first_rank + (size_t)norm->rank_count <= ir->ranks.count,
              "norm %zu has no ranks", i);
        for (uint32_t k = 0; k < norm->rank_count; k++) {
            const struct ir_rank *rank = &ir->ranks.items[norm->first_rank + k];
            HOLDS(c, rank->winner < ir->norms.count
                         && ir->nodes.items[rank->winner].component
                                <= ir->nodes.items[i].component
                         && (rank->condition == IR_NONE || rank->condition < ir->nodes.count),
                  "norm %zu yields to nobody", i);
        }
    }
    return NULL;
}

/* ---- cubes against expressions ------------------------------------------------------------ */

static bool literal_holds(const struct check *c, uint32_t literal)
{
    const struct ir_literal *l = &c->ir->literals.items[literal];
    uint32_t cell = c->world[l->column];
    for (uint32_t i = 0; i < l->range_count; i++)
        if (c->ir->ranges.items[l->first_range + i].low <= cell
            && cell <= c->ir->ranges.items[l->first_range + i].high)
            return true;
    return false;
}

static bool expr_holds(const struct check *c, uint32_t id)
{
    const struct ir_expr *e = &c->ir->exprs.items[id];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
        return true;
    case IR_FALSE:
        return false;
    case IR_LITERAL:
        return literal_holds(c, e->a);
    case IR_NOT:
        return !expr_holds(c, e->a);
    case IR_AND:
        return expr_holds(c, e->a) && expr_holds(c, e->b);
    case IR_OR:
        return expr_holds(c, e->a) || expr_holds(c, e->b);
    case IR_NAMED:
        return expr_holds(c, c->ir->named.items[e->a].expr);
    }
    return false;
}

static bool some_cube_holds(const struct check *c, const struct ir_node *node)
{
    for (uint32_t i = 0; i < node->cube_count; i++) {
        const struct ir_cube *cube = &c->ir->cubes.items[node->first_cube + i];
        bool holds = true;
        for (uint32_t k = 0; k < cube->count && holds; k++)
            holds = literal_holds(c, c->ir->cube_literals.items[cube->first + k]);
        if (holds)
            return true;
    }
    return false;
}

static uint32_t draw_below(struct check *c, uint32_t limit)
{
    c->draw++;
    return (uint32_t)(hash_word(c->draw) % limit);
}

/* A drawn world, moved into a cube but for one of its literals. */
static void draw_world(struct check *c, const struct ir_node *node, bool inside)
{
    for (size_t i = 0; i < c->ir->columns.count; i++)
        c->world[i] = draw_below(c, c->ir->columns.items[i].cell_count);
    if (!inside || node->cube_count == 0)
        return;
    const struct ir_cube *cube =
        &c->ir->cubes.items[node->first_cube + draw_below(c, node->cube_count)];
    uint32_t skipped = draw_below(c, cube->count + 1);
    for (uint32_t k = 0; k < cube->count; k++) {
        uint32_t literal = c->ir->cube_literals.items[cube->first + k];
        const struct ir_literal *l = &c->ir->literals.items[literal];
        const struct ir_range *r =
            &c->ir->ranges.items[l->first_range + draw_below(c, l->range_count)];
        if (k != skipped)
            c->world[l->column] = r->low + draw_below(c, r->high - r->low + 1);
    }
}

static const char *check_cubes(struct check *c)
{
    for (size_t i = 0; i < c->ir->nodes.count; i++) {
        const struct ir_node *node = &c->ir->nodes.items[i];
        for (unsigned n = 0; n < WORLDS_PER_NODE; n++) {
            draw_world(c, node, n % 2 == 0);
            bool expected = expr_holds(c, node->expr), covered = some_cube_holds(c, node);
            HOLDS(c, covered || !expected, "node %zu holds outside its cubes", i);
            HOLDS(c, expected || !covered || node->residual,
                  "a cube of node %zu holds where its expression does not", i);
        }
    }
    return NULL;
}

const char *ir_verify(const struct ir *ir, struct arena *scratch)
{
    struct check c = {ir, scratch, ARENA_ARRAY(scratch, uint32_t, ir->columns.count + 1), 0};
    const char *error = check_columns(&c);
    if (!error)
        error = check_literals(&c);
    if (!error)
        error = check_exprs(&c);
    if (!error)
        error = check_nodes(&c);
    return error ? error : check_cubes(&c);
}

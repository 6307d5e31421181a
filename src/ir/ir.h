/* ir.h: the policy as conditions over cells, and the graph of what defeats what.
 *
 * In: a checked model. Out: columns, literals, expressions, cubes, nodes and ranks, all flat
 * arrays addressed by 32-bit ids, from which table/ lays out an image.
 *
 * A *column* is what conditions test. Most variables have one. The values of a leaf, number
 * or day column are cut at every boundary that some condition uses; the pieces are its
 * *cells*, numbered from 0, and no condition can tell two values of one cell apart. An event
 * has one two-cell column per atom `date >= event + n units` (cell 1: holds), because what a
 * condition can see of an event is only which of these hold on the deployment's day.
 *
 * A *literal* is a set of cells of one column. An *expression* joins literals; equal
 * expressions have equal ids. A *cube* is a conjunction of literals of distinct columns.
 * A *node* is a condition with children that defeat it: norms, exceptions, lifts, waivers,
 * and the conditions of ranks.
 *
 * Invariants after ir_lower: every id is in range; a literal is neither empty nor all cells;
 * literals of a cube are in ascending order of columns; node ids of norms are 0..norm_count-1
 * and equal the model's; the cubes of a node cover its expression exactly, unless it is
 * marked residual: then they cover at least it and the expression decides.
 */
#ifndef POLC_IR_IR_H
#define POLC_IR_IR_H

#include "base/map.h"
#include "diag/diag.h"
#include "sema/model.h"

#define IR_NONE UINT32_MAX
#define IR_CUBE_LIMIT 64       /* cubes of one node before it becomes a hull with a residual */
#define IR_COLUMN_LIMIT 60000  /* columns of a policy */
#define IR_DEPTH_LIMIT 1000    /* longest chain of nodes that defeat each other */
#define IR_LENGTH_LIMIT 16000000 /* operations of a condition, names written out */
#define IR_CYCLE_BUDGET 2000000 /* nodes of the search for a rank cycle that some world realises */

struct ir_text {
    uint32_t offset, length; /* in ir.text; a NUL follows */
};

enum ir_column_kind {
    COLUMN_LEAF,   /* a cell is a run of leaves */
    COLUMN_NUMBER, /* a cell is an interval of numbers or days */
    COLUMN_SINCE,  /* cell 1: date >= event + count units (past: date > …); cell 0: not */
    COLUMN_READING /* a cell is a reading */
};

struct ir_column {
    uint32_t kind; /* enum ir_column_kind */
    uint32_t var;
    uint32_t cell_count;
    uint32_t first_cut; /* in ir.cuts: the least value of each cell; not for SINCE */
    int64_t count;      /* SINCE */
    uint32_t unit;      /* SINCE: enum date_unit */
    uint32_t past;      /* SINCE */
};

struct ir_range { /* cells low..high, both included */
    uint32_t low, high;
};

struct ir_literal {
    uint32_t column;
    uint32_t first_range, range_count; /* sorted, disjoint, not adjacent */
};

enum ir_op {
    IR_TRUE,
    IR_FALSE,
    IR_LITERAL, /* a: literal */
    IR_NOT,     /* a */
    IR_AND,     /* a, b */
    IR_OR,      /* a, b */
    IR_NAMED    /* a: named expression (term, force, live, waiver) */
};

struct ir_expr {
    uint32_t op; /* enum ir_op */
    uint32_t a, b;
    struct ir_text words; /* the user's words for it; length 0 when sema added it */
};

enum ir_named_kind { NAMED_TERM, NAMED_FORCE, NAMED_LIVE, NAMED_WAIVER, NAMED_PHRASE };

/* What an expression may refer to by name; the expression is its whole meaning. */
struct ir_named {
    uint32_t kind; /* enum ir_named_kind */
    uint32_t ref;  /* term, agreement, clause or waiver id of the model; of a phrase, one atom
                      of the user's that looks at several variables, its words' offset in text */
    uint32_t expr;
};

struct ir_cube {
    uint32_t first, count; /* literal ids in ir.cube_literals */
};

enum ir_node_kind { NODE_NORM, NODE_EXCEPT, NODE_LIFT, NODE_WAIVER, NODE_RANK_CONDITION };

struct ir_node {
    uint32_t kind; /* enum ir_node_kind */
    uint32_t expr; /* its own condition: of a norm live, actor and cond; children apart */
    uint32_t first_cube, cube_count;
    uint32_t residual; /* 1: a world in a cube must also satisfy expr */
    uint32_t first_child, child_count; /* node ids in ir.children; hit children defeat it */
    uint32_t component; /* strongly connected component of the defeat graph, defeaters first */
};

/* What ir adds to the model's norm. Same id as the norm's node. */
struct ir_norm {
    uint32_t first_rank, rank_count; /* in ir.ranks: those that it loses */
    uint32_t applied; /* expr of S alone, for explanations (model cond) */
    uint32_t actor;   /* expr: actor below the bearer; IR_TRUE's id without an actor */
    uint32_t live;    /* expr: live(clause) */
};

/* The losing side is the norm whose list holds it. */
struct ir_rank {
    uint32_t winner;    /* norm */
    uint32_t condition; /* node, or IR_NONE: always */
    uint32_t source;    /* rank id of the model */
};

struct ir {
    struct arena *arena;
    const struct model *model;
    struct strbuf text;
    VEC(struct ir_column) columns;
    VEC(int64_t) cuts;
    VEC(struct ir_literal) literals;
    VEC(struct ir_range) ranges;
    VEC(struct ir_expr) exprs;
    VEC(struct ir_named) named;
    VEC(struct ir_cube) cubes;
    VEC(uint32_t) cube_literals;
    VEC(struct ir_node) nodes;
    VEC(uint32_t) children;
    VEC(struct ir_norm) norms;
    VEC(struct ir_rank) ranks;
    VEC(uint32_t) asserts; /* per assertion of the model: its condition, an expression */
    VEC(uint32_t) stricter; /* per agreement: where the stricter prevails, an expression; IR_NONE: nowhere */
    uint32_t *var_first_column, *var_column_count; /* columns of a variable are neighbours */
    uint32_t *lift_nodes, *waiver_nodes;           /* node ids by the model's ids */
    VEC(const struct model_except *) excepts; /* per node: what a NODE_EXCEPT was, else NULL */
    size_t residual_count;
    bool unresolved; /* the cycle search ran out of its budget (a diagnostic was added) */
};

/* Lowers the model. Reports cycles that some world realises, chains over the limit and
 * cycle searches that ran out of budget; usable only when no error was added. */
struct ir *ir_lower(struct arena *arena, const struct model *model, struct diags *diags);

/* The cell of a value: the last one whose least value is not above it; 0 for what is below
 * all. `cuts` holds the least value of each of `count` cells, ascending. */
uint32_t ir_search_cell(const int64_t *cuts, uint32_t count, int64_t value);

/* The cell of a value of a column that is not SINCE. */
uint32_t ir_cell(const struct ir *ir, uint32_t column, int64_t value);

/* A readable, deterministic listing: `polc dump --stage ir`. */
void ir_print(const struct ir *ir, struct strbuf *out);

/* Checks the invariants above; returns NULL or a description of the first violation.
 * Run by the tests and the fuzzers. */
const char *ir_verify(const struct ir *ir, struct arena *scratch);

#endif

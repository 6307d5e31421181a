/* builder.h: what the passes of ir/ share while an ir is being made; private to ir/.
 *
 * Literals and expressions are interned: made twice, they get the same id. Nothing here
 * knows the semantics of the language; lower.c does.
 */
#ifndef POLC_IR_BUILDER_H
#define POLC_IR_BUILDER_H

#include "ir/ir.h"

#define LITERAL_EMPTY (IR_NONE - 1) /* no cell: the condition is false */
#define LITERAL_ALL (IR_NONE - 2)   /* every cell: the condition is true */
#define EXPR_ID_TRUE 0u
#define EXPR_ID_FALSE 1u

struct ir_builder {
    struct ir *ir;
    struct diags *diags;
    struct arena *scratch; /* freed when lowering ends */
    struct map literal_ids, word_ids, meet_ids, join_ids, phrase_ids;
    uint32_t *expr_slots; /* ids of interned expressions by their hash, IR_NONE where empty */
    size_t expr_mask;     /* slots - 1 */
    uint32_t *named_terms, *named_force, *named_live, *named_waivers; /* by model id; IR_NONE */
    size_t atoms, excepts; /* of the whole model, counted by columns_make */
    uint32_t *begun; /* per agreement: expr of `date >= from`; IR_NONE until asked for */
    VEC(struct ir_range) ranges; /* reused while a literal is put together */
};

/* columns.c: makes the columns and cuts of every variable that a condition tests. */
void columns_make(struct ir_builder *b);
/* The column of an event's atom. */
uint32_t columns_since(const struct ir_builder *b, uint32_t var, int64_t count, uint32_t unit,
                       bool past);

/* exprs.c. Ranges must be sorted and disjoint; adjacent ones are joined. */
uint32_t literal_make(struct ir_builder *b, uint32_t column, const struct ir_range *ranges,
                      size_t count);
uint32_t literal_not(struct ir_builder *b, uint32_t literal);
/* Intersection and union of two literals of one column. */
uint32_t literal_meet(struct ir_builder *b, uint32_t x, uint32_t y);
uint32_t literal_join(struct ir_builder *b, uint32_t x, uint32_t y);
/* Every cell of x is one of y. */
bool literal_within(const struct ir *ir, uint32_t x, uint32_t y);

/* Room for so many expressions, which are interned; once before the first. */
void exprs_reserve(struct ir_builder *b, size_t count);
uint32_t expr_literal(struct ir_builder *b, uint32_t literal, struct ir_text words);
uint32_t expr_not(struct ir_builder *b, uint32_t x);
uint32_t expr_and(struct ir_builder *b, uint32_t x, uint32_t y);
uint32_t expr_or(struct ir_builder *b, uint32_t x, uint32_t y);
uint32_t expr_named(struct ir_builder *b, uint32_t named, struct ir_text words);
/* The user's words at a span, white space folded, once in ir.text; empty without a source. */
struct ir_text words_at(struct ir_builder *b, struct span span);
/* A text of ours, kept in the same way. */
struct ir_text words_made(struct ir_builder *b, const char *text);

/* phrases.c: atoms that look at several variables, such as `host is backup`, as one named
 * expression each. `negated`: the user wrote the opposite as one atom. */
bool phrase_is(const struct model_expr *expr);
uint32_t phrase_lower(struct ir_builder *b, const struct model_expr *expr, bool negated,
                      struct ir_text words);
/* An expression under one name with the user's words for it. */
uint32_t phrase_named(struct ir_builder *b, uint32_t expr, struct ir_text words);

/* length.c: false, and a diagnostic, when a condition is too long with its names written out. */
bool length_check(struct ir_builder *b);

/* cubes.c: gives every node its cubes. */
void cubes_make(struct ir_builder *b);

/* components.c: the strongly connected components of the defeat graph, and its depth.
 * Component c holds order[starts[c]] … order[starts[c + 1] - 1]; defeaters come first. */
struct components {
    uint32_t count;
    uint32_t *starts; /* count + 1 */
    uint32_t *order;  /* node ids */
    uint32_t deepest; /* nodes on the longest chain */
};
struct components components_find(struct ir_builder *b);
/* The i-th node that may defeat a node: its children, then of a norm the winners. */
uint32_t components_degree(const struct ir *ir, uint32_t node);
uint32_t components_defeater(const struct ir *ir, uint32_t node, uint32_t i);

/* cycles.c: refuses the policy when some world realises a cycle. */
void cycles_check(struct ir_builder *b);

#endif

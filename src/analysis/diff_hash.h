/* diff_hash.h: what conditions mean, as numbers that are equal for equal meanings.
 *
 * Conditions of two tables are hashed by the joint cells that they accept, not by ids, so
 * shuffled, renumbered and renamed policies give equal numbers. 128 bits: a chance of two
 * different conditions meeting is left out of account.
 */
#ifndef POLC_ANALYSIS_DIFF_HASH_H
#define POLC_ANALYSIS_DIFF_HASH_H

#include "analysis/diff_parts.h"

struct mark {
    uint64_t a, b;
};

static inline bool mark_same(struct mark x, struct mark y)
{
    return x.a == y.a && x.b == y.b;
}

/* Order matters in mark_mix, not in mark_add. */
struct mark mark_of(uint64_t word);
struct mark mark_text(const char *text);
struct mark mark_mix(struct mark x, struct mark y);
struct mark mark_add(struct mark x, struct mark y);

struct hasher {
    struct joint *joint;
    enum diff_side side;
    struct mark *exprs;  /* per expression; zero: not yet */
    struct mark *nodes;  /* per node, its condition with what defeats it; zero: not yet */
    struct mark **cells; /* per axis: sums over the joint cells of the side's cells below */
    uint8_t *busy;       /* per node: on the stack */
    struct mark truth[2]; /* of what is never so, always so */
};

void hasher_init(struct hasher *hasher, struct joint *joint, enum diff_side side);
/* A condition. */
struct mark hash_expr(struct hasher *hasher, uint32_t expr);
/* A node: its condition, and what takes away from it, with what takes away from that. A circle
 * equals nothing. */
struct mark hash_node(struct hasher *hasher, uint32_t node);
/* What takes away from a node, whatever its own condition. */
struct mark hash_children(struct hasher *hasher, uint32_t node);

#endif

/* cycle_world.h: the boxes of worlds that cycles.c searches; private to ir/.
 *
 * A box is a set of cells per column. The columns of one event are not independent, and all
 * events share the deployment's date: a box counts as realisable only when one date and one
 * day per event give exactly one of its combinations.
 */
#ifndef POLC_IR_CYCLE_WORLD_H
#define POLC_IR_CYCLE_WORLD_H

#include "ir/ir.h"

struct cycle_box {
    const struct ir *ir;
    uint64_t **cells; /* per column */
};

/* Every world. The sets live in the arena. */
void cycle_box_init(struct cycle_box *box, const struct ir *ir, struct arena *arena);
/* Does some / does every cell of the literal's column that is in the box satisfy it? */
void cycle_box_literal(const struct cycle_box *box, uint32_t literal, bool *some, bool *all);
/* Narrows the column to the literal's cells (or to the others). Returns what to give to
 * cycle_box_restore, or NULL when nothing would be left (the box is then unchanged). */
uint64_t *cycle_box_narrow(struct cycle_box *box, uint32_t literal, bool inside,
                           struct arena *arena);
void cycle_box_restore(struct cycle_box *box, uint32_t literal, uint64_t *saved);
/* Is there a date, and a day for each event, that lie in the box? */
bool cycle_box_realisable(const struct cycle_box *box);
/* "host = AWS and stage = research", the columns that are not whole. */
const char *cycle_box_describe(const struct cycle_box *box, struct arena *arena);

#endif

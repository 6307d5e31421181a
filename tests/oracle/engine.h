/* engine.h: the table's answers in the interpreter's form, so that both dump alike.
 *
 * A policy goes through the whole pipeline: ir, verified; table, laid out, opened again
 * from its bytes. What the evaluator says of a box is then written as an oracle_result.
 */
#ifndef POLC_ORACLE_ENGINE_H
#define POLC_ORACLE_ENGINE_H

#include "eval/eval.h"
#include "interpreter.h"

struct engine {
    struct ir *ir;
    const struct table *table;
    struct evaluator *evaluator;
    bool refused;        /* rank cycle or limit: the policy has no table */
    const char *message; /* what was wrong, NULL when nothing */
};

/* Everything lives in the arena; free with engine_free first. layout as for table_build. */
void engine_new(struct arena *arena, struct model *model, struct diags *diags,
                const struct table_layout *layout, struct engine *out);
void engine_free(struct engine *engine);

enum oracle_verdict engine_verdict(enum eval_verdict verdict);

/* The same fields that oracle_box fills and oracle_dump prints. NULL, or what is wrong. */
const char *engine_box(struct engine *engine, const struct oracle *oracle, struct arena *arena,
                       const struct value_set *sets, struct oracle_result *out);

#endif

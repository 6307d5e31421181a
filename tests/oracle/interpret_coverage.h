/* interpret_coverage.h: what a box covers, by the definition of docs/testing.md, world by world.
 *
 * An *alternative* is one way in which an item may be covered, found in the model and not in
 * the table: every norm of a clause, every place of an exception, and for a boundary every norm
 * of the policy, whether or not it looks at what is crossed. An alternative covers its item when
 * under some combination of the readings it holds in every world of the facts.
 */
#ifndef POLC_ORACLE_INTERPRET_COVERAGE_H
#define POLC_ORACLE_INTERPRET_COVERAGE_H

#include "analysis/coverage.h"
#include "engine.h"

struct slow_coverage;

/* The alternatives of all items but rows. */
struct slow_coverage *slow_coverage_new(struct arena *arena, const struct engine *engine,
                                        const struct oracle *oracle,
                                        const struct coverage *coverage);

/* Per item: does the box cover it? NULL: too many worlds, or a circle in one of them. */
bool *slow_coverage_of(struct slow_coverage *slow, struct arena *arena,
                       const struct value_set *sets);

#endif

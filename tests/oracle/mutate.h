/* mutate.h: policies that differ a little from a generated one, as text.
 *
 * Some changes change nothing that a verdict shows (another order, agreements in two halves,
 * another number for a clause), others do: a line left out, a day, a word, a value. What
 * comes out need not be a policy; the caller skips it then.
 */
#ifndef POLC_ORACLE_MUTATE_H
#define POLC_ORACLE_MUTATE_H

#include "generate.h"

/* Prints the policy and changes it; *harmless when no verdict can be another. */
const char *mutate_policy(struct arena *arena, const struct generated *policy, uint64_t seed,
                          bool *harmless);

#endif

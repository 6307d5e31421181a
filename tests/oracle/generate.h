/* generate.h: random policies and deployments over tiny domains, from a seed.
 *
 * Out: policy text in which every construct of the language turns up, and deployments as
 * boxes, as YAML and as the short form of case.h. Equal seeds give equal bytes. Most of the
 * policies obey the static rules (privity, holders, acyclic terms); some do not, and are
 * to be skipped by the caller. A generated policy can be printed again in ways that must
 * not change its meaning: statements in another order, other names for all values, each
 * agreement cut into two of the same parties.
 */
#ifndef POLC_ORACLE_GENERATE_H
#define POLC_ORACLE_GENERATE_H

#include "base/strbuf.h"

struct generated; /* a policy in parts */

struct generated *generate_policy(struct arena *arena, uint64_t seed);

struct generate_form {
    uint64_t shuffle; /* seed of another order of agreements, clauses and statements; 0: as made */
    bool rename;      /* other names for all values of kinds */
    bool split;       /* each agreement in two halves; only if generate_splittable */
};

void generate_print(const struct generated *policy, const struct generate_form *form,
                    struct strbuf *out);

/* False where the policy says something that looks at an agreement as a whole: reserved,
 * stricter, no clause applies, order, in place of, agreements or documents in a rank. */
bool generate_splittable(const struct generated *policy);

struct generated_case {
    const char *box;    /* short form: "host = A | B; size = 0..5"; the ledger included */
    const char *yaml;   /* the deployment alone */
    const char *ledger; /* YAML; "" when it says nothing */
};

/* The deployment numbered `index` of a policy. It has few enough worlds to visit them all
 * (WORLD_BUDGET in generate_case.c). With `rename`, in the names that generate_print gives under it. */
void generate_case(struct arena *arena, const struct generated *policy, uint64_t index,
                   bool rename, struct generated_case *out);

#endif

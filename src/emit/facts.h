/* facts.h: the facts that account for what a clause does to a deployment.
 *
 * Of a condition that holds, what makes it hold; of one that fails, what fails it; of one that is
 * open, all of it. For a clause that is its own condition, and what keeps its exceptions, lifts,
 * waivers and the clauses that outrank it from helping, or lets them help. A fact that is not
 * among them could have been otherwise, and nothing would be different about that clause.
 */
#ifndef POLC_EMIT_FACTS_H
#define POLC_EMIT_FACTS_H

#include "emit/reasons.h"

struct fact {
    uint32_t var;
    uint32_t column;       /* where only that is known of an event: whether this holds; IR_NONE */
    enum eval_truth truth; /* of that */
    bool own;              /* in the clause's own condition */
    bool decides;          /* stands where the condition gets what it is from, or may get it; not in
                              a side of an `or` that fails beside one that is open */
};

/* In the order in which they are met, each once. The day of the deployment is not among them. */
struct facts {
    struct arena *arena;
    VEC(struct fact) list;
};

/* Adds those of one norm over the asker's box. */
void facts_of_norm(const struct asker *asker, uint32_t norm, struct facts *out);

/* "host=AWS", "capacity=100..200", "ipo>=0=yes": names and exact values, the same for equal facts
 * in any version of a policy; "host=?" where any value is possible. */
void fact_text(const struct asker *asker, const struct fact *fact, struct strbuf *out);

#endif

/* clause_parts.h: a clause as sentences and lifts; private to analysis/. */
#ifndef POLC_ANALYSIS_CLAUSE_PARTS_H
#define POLC_ANALYSIS_CLAUSE_PARTS_H

#include "analysis/findings.h"

struct lifting {
    uint32_t lift, target; /* nodes */
};

struct parts { /* the sentences of a clause */
    VEC(uint32_t) norms;
    VEC(uint32_t) lifts;          /* nodes */
    VEC(struct lifting) liftings; /* each lift with each node that it lifts */
    bool speaks;                  /* of something else than duties */
};

/* ---- clauses.c */
/* Is there a world in which the demand about the clause's absence is met? Where the clause makes
 * a difference one of its sentences speaks, or one of its lifts takes something away that would
 * hold. */
enum search_found clause_differs(struct search *search, const struct parts *parts,
                                 struct demand differs);

/* ---- ended.c */
/* Of a finding about a dead clause: what ends it before it could act. */
void find_ended(struct analysis *analysis, struct search *search, struct finding *finding);

/* ---- held.c */
/* What else changes without a clause that changes no verdict. */
struct held {
    enum search_found owed; /* some duty */
    uint32_t norm, holder;  /* a sentence that the party holds, or would hold, by it alone; IR_NONE */
};
/* For questions about many clauses of a policy; `parts`: per clause. */
struct holding *holding_new(struct analysis *analysis, const struct parts *parts);
void find_held(struct holding *holding, struct search *search, uint32_t clause, struct held *out);

/* ---- waivers.c: does some exception read it as a consent? */
bool waiver_is_consent(const struct model *model, uint32_t waiver);

/* ---- unused.c: marks the terms that the assertion uses, directly or not */
void assert_terms(const struct analysis *analysis, uint32_t assertion, bool *terms);

/* ---- asserts.c: does the assertion hold where the variable is what the set says? YES also where the
 * assertion looks at none of these values. MAYBE: not settled. */
enum eval_truth assert_holds(struct analysis *analysis, uint32_t assertion, uint32_t var,
                             const struct value_set *set);

/* ---- asserts_forbidding.c: of the facts of a witness that refutes that some choice is permitted, the
 * clauses that forbid the choices; NULL: not settled. */
const struct clause_set *assert_forbidding(struct analysis *analysis, uint32_t assertion,
                                           const struct witness *witness);

/* ---- deciders.c */
/* Of a finding about an idle clause: what decides already wherever the clause speaks. `parts`: per
 * clause. Nothing is named where that is not found; that the clause is idle is known. */
void find_deciders(struct analysis *analysis, struct search *search, const struct parts *parts,
                   struct finding *finding);

#endif

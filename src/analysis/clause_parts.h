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

/* ---- deciders.c */
/* Of a finding about an idle clause: what decides already wherever the clause speaks. `parts`: per
 * clause. Nothing is named where that is not found; that the clause is idle is known. */
void find_deciders(struct analysis *analysis, struct search *search, const struct parts *parts,
                   struct finding *finding);

#endif

/* dilemma_parts.h: what the files of the dilemmas share; private to analysis/. */
#ifndef POLC_ANALYSIS_DILEMMA_PARTS_H
#define POLC_ANALYSIS_DILEMMA_PARTS_H

#include "analysis/findings.h"
#include "analysis/quantify.h"

struct blocking { /* clauses that block every choice for some facts */
    uint64_t *set;
    bool many;               /* more than one clause */
    struct finding *finding; /* that tells of them; NULL */
    size_t slice;            /* in which they were found */
    size_t tried;            /* other facts that were looked at */
    VEC(struct box *) told;  /* in this slice */
};

struct dilemmas {
    struct analysis *a;
    const struct space *space;
    struct search search;
    size_t slice;
    const struct box *limit; /* of the slice */
    bool *choices, *everything; /* per variable */
    size_t clause_words;
    VEC(struct blocking) known;
    size_t shown;
    bool full; /* there are more than are shown */
};

/* ---- dilemmas.c */
/* A choice of the box that none of these clauses blocks. */
bool dilemma_free_choice(struct dilemmas *d, const uint64_t *set, const struct box *box,
                         struct box *out);
/* The clauses that block one world, ascending. */
void dilemma_blocking_at(struct dilemmas *d, const struct box *world, uint64_t *out);
/* Leaves one world of the box. */
void dilemma_fix_world(struct dilemmas *d, struct box *box);
uint64_t *dilemma_no_clauses(struct dilemmas *d);
struct clause_set dilemma_clause_set(struct dilemmas *d, const uint64_t *set);

/* ---- dilemma_breaches.c */
/* The least sets of clauses that a choice at these facts breaches. */
void dilemma_add_breaches(struct dilemmas *d, const struct box *facts, struct finding *f);

#endif

/* generate_parts.h: what the files of the generator share.
 *
 * Texts hold marks instead of names that may be printed in several ways: \1 N \2 is the
 * name numbered N; \3 N \2 a reference to clause N that names its agreement or document;
 * \4 N \2 one that is bare where that is possible. generate_print resolves them.
 */
#ifndef POLC_ORACLE_GENERATE_PARTS_H
#define POLC_ORACLE_GENERATE_PARTS_H

#include "generate.h"

#define GEN_PARTIES 4
#define GEN_DATES 8 /* days at which things begin and end */

struct texts {
    const char **items;
    size_t count, capacity;
};

enum gen_type { GEN_LEAF, GEN_YES_NO, GEN_NUMBER, GEN_DATE, GEN_EVENT, GEN_LEDGER,
                GEN_SEVERAL, /* the variables name.LEAF */
                GEN_EVENTS_BY /* events of the ledger called name.LEAF */ };

struct gen_var {
    const char *name;
    enum gen_type type;
    struct texts values;  /* GEN_LEAF, GEN_SEVERAL: marks of all nodes and groups, and "none" */
    struct texts leaves;  /* the same and GEN_EVENTS_BY: marks of leaves alone */
    bool party;      /* GEN_LEAF, GEN_EVENTS_BY: of the kind party; else of product or inline */
    bool presumed;
    size_t cells;    /* estimate of how many worlds it makes when open */
};

struct gen_term {
    const char *name;
    size_t readings; /* 0 when undisputed or ruled */
};

struct gen_party {
    const char *name;
    struct texts below; /* marks of its own names, itself first */
};

struct gen_clause {
    const char *number, *flags;
    size_t agreement;
    size_t document; /* index of its document + 1; 0: body */
    const char *ranks; /* "subject to …, " or "" */
    struct texts sentences;
    unsigned holders;   /* parties that hold some norm of it, bit by bit */
    unsigned binding;   /* those that hold a prohibition or a duty */
    bool prohibits, permits, lifts;
    bool second_half;   /* where it goes when agreements are split */
};

struct gen_agreement {
    const char *name, *period;
    unsigned parties;
    const char *part[GEN_PARTIES]; /* of a party: the only name below it that signs; NULL: all of it */
    unsigned whole;                /* the parties that sign for all below them */
    size_t documents; /* named NAME_xN */
    struct texts ranks;    /* statements of the body */
};

struct gen_amendment {
    const char *name, *date;
    size_t agreement;
    VEC(size_t) clauses;
};

struct generated {
    struct arena *arena;
    uint64_t seed, state;
    VEC(const char *) names; /* of values, by number of their mark */
    VEC(struct gen_var) vars;
    VEC(struct gen_term) terms;
    VEC(struct gen_party) parties;
    VEC(struct gen_agreement) agreements;
    VEC(struct gen_clause) clauses;
    VEC(struct gen_amendment) amendments;
    struct texts first, others; /* statements before and after the agreements */
    struct texts verbs;         /* acts as the second half of `shall not …` */
    size_t act_leaves;
    struct texts act_names;
    bool has_period; /* one called `pause` */
    bool has_cap, has_tail, has_rivals; /* redactions of these names */
    size_t hidden_worlds;               /* estimate of how many worlds they make */
    bool parts; /* parties may sign for, and rights belong to, a name below a party */
    bool has_actor, splittable;
    const char *number_unit; /* " MW" or "" */
    const char *dates[GEN_DATES];
    bool in_force_allowed; /* conditions may ask for agreements */
    size_t terms_allowed;  /* conditions may use the first so many terms */
};

/* splitmix64, Vigna's public-domain constants. */
uint64_t gen_next(uint64_t *state);
size_t gen_below(struct generated *g, size_t n); /* 0 … n - 1; n > 0 */
bool gen_chance(struct generated *g, unsigned percent);

const char *gen_name(struct generated *g, const char *name); /* a mark for a new name */
void gen_add(struct generated *g, struct texts *list, const char *text);
const char *gen_one(struct generated *g, const struct texts *list);

/* generate_print.c: the name behind the mark of that number. */
const char *gen_value_name(const struct generated *g, struct arena *arena, size_t number,
                           bool rename);

/* generate_conditions.c */
const char *gen_condition(struct generated *g, unsigned depth);
const char *gen_where(struct generated *g); /* " where C", now and then "" */
const char *gen_point(struct generated *g);
void gen_period(struct generated *g); /* declares the period `pause` */
const char *gen_excepts(struct generated *g, unsigned holders);

/* generate_norms.c: agreements and clauses; one party of a set, names joined by `and`, the
 * mark of a reference. */
void gen_agreements(struct generated *g);
size_t gen_one_party(struct generated *g, unsigned set);
/* "A and B", as the agreement names them; NULL: the whole parties. */
const char *gen_party_names(struct generated *g, const struct gen_agreement *agreement,
                            unsigned set);
/* One party as the agreement names it. */
const char *gen_party_name(const struct generated *g, const struct gen_agreement *agreement,
                           size_t party);
const char *gen_reference(struct generated *g, size_t clause);

/* generate_links.c */
void gen_links(struct generated *g);

#endif

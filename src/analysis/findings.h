/* findings.h: what the analyses say of a policy, as data; emit/findings.c puts it in words.
 *
 * A finding names the things of the model that it is about and, where it is about some
 * deployment, shows one: a witness that was evaluated as a single world before it got here.
 * Ids are of the model, which norms, clauses and terms share with the table; nodes are of the
 * table. What an analysis could not settle under its budget is a finding as well, with
 * `unresolved` set, so that silence always means proof.
 */
#ifndef POLC_ANALYSIS_FINDINGS_H
#define POLC_ANALYSIS_FINDINGS_H

#include "analysis/search.h"
#include "ir/ir.h"

enum finding_why { /* of a clause, sentence or exception that never acts */
    WHY_NONE,
    WHY_NEVER_LIVE,   /* no day on which the clause is in force */
    WHY_NEVER_MET,    /* no deployment meets its condition */
    WHY_NOT_THEN,     /* none does while the clause is in force; of an exception of a lift or a waiver:
                       * none does where something holds that these take away from */
    WHY_TAKEN_AWAY,   /* exceptions, lifts and waivers leave nothing */
    WHY_OUTRANKED,    /* whatever is left is outranked */
    WHY_NO_BREACH,    /* it is owed for a breach that cannot be */
    WHY_NO_AMOUNT,    /* a commitment towards which nothing can count */
    WHY_UNSETTLED     /* which of these: the budget ran out */
};

/* A sentence that is effective, or a node that is hit, wherever an idle clause speaks. */
struct decider {
    uint32_t norm, node; /* one of them is IR_NONE */
    uint32_t clause;     /* of the sentence; that the node takes away from */
};

struct finding {
    enum diag_code code;
    uint32_t clause, other_clause; /* what `allow CODE on` may name; IR_NONE */
    uint32_t norm, other_norm;     /* sentences; IR_NONE */
    uint32_t node;                 /* exception, lift or waiver; IR_NONE */
    uint32_t assertion;            /* moot dispute: one that holds or not as the term is read; IR_NONE */
    uint32_t id;                   /* by code: term, variable, waiver, assert, allow, rank (of the model),
                                    * what a carve-out outlives or predates (a node); of one that is
                                    * unreachable or swallows what else it misses (a node) */
    enum finding_why why;
    int64_t day;                   /* by code: an end, a beginning; DATE_NEVER */
    bool masked;                   /* conflict: a third prohibition holds wherever it shows */
    bool answered;                 /* conflict: the permission answers whatever is beside it */
    bool of_term;                  /* unused vocabulary: id is a term, not a variable */
    bool unresolved;               /* the budget ran out: not known whether it is so */
    const struct witness *witness; /* NULL when there is nothing to show; first finding_see */
    const struct witness *other;   /* an assertion about `disputed`: the same facts, read otherwise */
    bool more;                     /* the last of its code that is listed: there are others */
    const struct clause_set *together; /* dilemma: clauses of which each choice breaches one; assertion
                                        * of some choice: of which each meets a prohibition; change
                                        * ahead or together: what it is about, in no order */
    const struct clause_set *breaches; /* dilemma: the least sets of clauses to breach */
    size_t breach_count;
    bool more_breaches;            /* there are further such sets */
    const struct witness **elsewhere; /* dilemma: other facts for which the same clauses make it */
    size_t elsewhere_count;
    bool more_elsewhere;           /* there may be further ones */
    bool deleted;                  /* dead clause: an amendment deletes it before it could act */
    const uint32_t *replaced_by;   /* dead clause: those in its place, without which it could act */
    size_t replaced_count;
    uint32_t holder;               /* idle clause: who holds what goes away with it; IR_NONE */
    const struct decider *deciders; /* idle clause: wherever it speaks one of them decides; dead one:
                                     * what takes away from it somewhere, or outranks it */
    size_t decider_count;           /* 0: not found */
    const struct timeline_change *change; /* change ahead; NULL where an `allow` ends */
    const struct timeline_change **again; /* later ones of the same, if the length of months is all */
    size_t again_count;
    const struct timeline_together *ahead; /* change together */
    const int64_t *left; /* change ahead, unresolved: the days of which it is left open, ascending */
    size_t left_count;
};

struct clause_set {
    const uint32_t *clauses; /* ascending */
    size_t count;
};

/* Of each node those that it takes away from, ascending: from nodes[first[node]] up to, not
 * with, nodes[first[node + 1]]. Exceptions have one; lifts and waivers any number. */
struct parents {
    const uint32_t *first, *nodes;
};

struct findings {
    struct arena *arena;
    struct parents parents;     /* finding_parents */
    struct space *quiet;        /* finding_quiet */
    const uint32_t *lives;      /* finding_lives */
    VEC(struct finding *) list; /* in the order of the analyses; emit sorts by place */
};

/* What a user may ask for beyond the findings that are always looked for. */
struct analysis_wish {
    bool gaps;      /* worlds about which no clause speaks */
    bool overlaps;  /* clauses that say the same about some world */
    int64_t lookahead_days; /* 0: none */
};

/* What all analyses of a policy work with. */
struct analysis {
    struct arena *arena;
    const struct model *model;
    const struct ir *ir;       /* of that model: where exceptions are written */
    const struct table *table; /* of that model */
    struct space *space;       /* all worlds */
    struct findings *findings;
    int64_t on;                /* the day of the question: --on, or today */
    struct analysis_wish wish; /* what was looked for on request; of analyse_policy */
    uint64_t rule_budget;      /* nodes for all queries about one rule */
    bool spent;                /* the purse of all questions together ran out */
    struct steps *steps;       /* each analysis is a phase; NULL: nobody watches */
};

#define ANALYSIS_RULE_BUDGET UINT64_C(2000000)
/* What all questions about a policy may take together, as EVAL_PURSE counts; with another budget of
 * a rule more or less. */
#define ANALYSIS_PURSE UINT64_C(300000000)

/* Adds one with every id IR_NONE and the day DATE_NEVER. */
struct finding *finding_add(struct analysis *analysis, enum diag_code code);

/* Found when first asked for. */
const struct parents *finding_parents(const struct analysis *analysis);

/* Per clause: the condition of its being live. */
const uint32_t *finding_lives(const struct analysis *analysis);
/* The worlds in which no event has occurred that is presumed not to have: what can be shown there is
 * easier to read. Made when first asked for. */
struct space *finding_quiet(const struct analysis *analysis);
struct space *finding_quiet_of(const struct analysis *analysis, const struct space *space);
/* Does the witness hang on some variable of the role: on an event that it occurred or did not, on a reading? */
bool finding_needs(const struct analysis *analysis, const struct witness *witness, enum var_role role);

/* An empty one in the arena; what all queries about one rule may spend; a yes/no demand. */
struct witness *finding_witness(const struct analysis *analysis);
struct search finding_search(const struct analysis *analysis);
/* In place of a witness that hangs on a reading one that does not, where that is found soon: a world of
 * the space that meets `sought`, and with it `whole`, as search_more has it (plain.c). */
void finding_unread(const struct analysis *analysis, struct space *space, const struct query *sought,
                    const struct query *whole, struct witness *witness);
struct demand demand_of(enum question_kind kind, uint32_t id, bool yes);

/* There may be more conflicts and overlaps than anybody can read, and to make a witness takes
 * longer than to prove that there is one: it is made here, for one that is to be shown. */
void finding_see(const struct analysis *analysis, struct finding *finding); /* pairs.c */

/* All of them, in this order. */
void analyse_policy(struct analysis *analysis, const struct analysis_wish *wish);

/* One file of analysis/ each. */
void analyse_conflicts(struct analysis *analysis);      /* pairs.c: CONFLICT, OVERLAP */
void analyse_clauses(struct analysis *analysis);        /* clauses.c: CLAUSE_DEAD, CLAUSE_IDLE */
void analyse_dead(struct analysis *analysis, bool *alive); /* its parts; alive: per clause */
void analyse_idle(struct analysis *analysis, const bool *alive);
void analyse_carveouts(struct analysis *analysis);      /* carveouts.c: unreachable, swallowing */
void analyse_carved_days(struct analysis *analysis);    /* its part: CARVEOUT_OUTLIVES, _PREDATES */
void analyse_overrides(struct analysis *analysis);      /* overrides.c: RANK_EMPTY */
void analyse_terms(struct analysis *analysis);          /* terms.c: DISPUTE_MOOT */
void analyse_unused(struct analysis *analysis);         /* unused.c: vocabulary nobody uses */
void analyse_waivers(struct analysis *analysis);        /* waivers.c: expired, never used */
void analyse_gaps(struct analysis *analysis);           /* gaps.c: GAP */
void analyse_overlaps(struct analysis *analysis);
void analyse_exclusivities(struct analysis *analysis);  /* exclusivities.c: EXCLUSIVE_TWICE */
void analyse_dilemmas(struct analysis *analysis);       /* dilemmas.c: DILEMMA */
void analyse_asserts(struct analysis *analysis);        /* asserts.c: ASSERT_FAILS, _EMPTY */
void analyse_lookahead(struct analysis *analysis, int64_t days); /* lookahead.c: CHANGE_AHEAD, _TOGETHER */

#endif

/* diff.h: what two policies say differently, region by region.
 *
 * For every assignment f of the facts, choices, days and events that both policies know, each
 * has a verdict V(f) over all its own readings: permitted, prohibited, or disputed (readings
 * differ, or what prohibits is contested). A *region* is a product of sets, one for each axis,
 * on all of which the old verdict is one and the new verdict another. Regions are disjoint and
 * cover every f whose verdict changes, unless `open` tells that a budget ran out; where other
 * clauses cut a difference into very many pieces, one region that is larger stands for them. Clauses
 * that act under an equal verdict and duties have regions of their own, made the same way.
 *
 * Everything is matched by name. What only one policy knows is listed in `words`: a variable
 * that only one has is an axis that the other ignores; a value that only one has is compared
 * with nothing; an event whose day only one says has not happened in the other.
 */
#ifndef POLC_ANALYSIS_DIFF_H
#define POLC_ANALYSIS_DIFF_H

#include "analysis/search.h"

enum diff_side { DIFF_OLD, DIFF_NEW };
#define DIFF_SIDES 2

/* What one policy says at one f, as a bit. */
enum diff_says {
    SAYS_NO = 1,    /* permitted; a duty that is not due; a clause without effect */
    SAYS_MIXED = 2, /* disputed; an effect under some readings only */
    SAYS_YES = 4    /* prohibited; due; an effect under every reading */
};

enum diff_tag { DIFF_TIGHTENED, DIFF_LOOSENED, DIFF_DISPUTED, DIFF_SETTLED };
#define DIFF_TAGS 4

/* A run of an event's possible days, seen from the date: `since` holds and `not_since` does
 * not. IR_NONE: nothing is said. Columns of the table of the part. */
struct diff_run {
    uint32_t since, not_since;
    enum diff_side since_side, not_since_side;
};

/* What a region says of one variable. */
struct diff_part {
    enum diff_side side; /* whose variable, values and columns these are */
    uint32_t var;
    struct value_set values;     /* not of an event */
    const struct diff_run *runs; /* of an event; any of them */
    size_t run_count;
};

/* Where in a region a clause has an effect. */
enum diff_when {
    DIFF_ALWAYS,        /* everywhere */
    DIFF_SOME_READINGS, /* everywhere, under some reading or all */
    DIFF_SOMEWHERE      /* not everywhere, as far as is known */
};

struct diff_clause {
    uint32_t clause;
    uint32_t norm;       /* one of it that has the effect somewhere */
    enum norm_sign sign; /* prohibit or permit */
    enum diff_when when;
    bool contested;      /* somewhere */
};

/* What the verdict of one policy comes from, all over a region. */
struct diff_reasons {
    bool known; /* false: not all over it, but at its witness */
    const struct diff_clause *clauses; /* prohibitions first, by clause */
    size_t clause_count;
    enum eval_basis basis;             /* where it is permitted: the weakest that occurs */
    const struct eval_lifted *lifted;  /* there: so everywhere; NULL: nothing is known to be */
    const struct eval_lifted *in_parts; /* else: all that is lifted somewhere, by norm */
    size_t in_parts_count;              /* 0: not known, or too many to tell */
    const uint32_t *terms;  /* where it is disputed: those that it turns on somewhere */
    size_t term_count;
    bool each_term;         /* on all of them everywhere */
    bool contested;         /* somewhere it turns on none: what prohibits is contested */
};

struct diff_region {
    uint8_t was, now; /* enum diff_says */
    uint8_t verdict;  /* of both; only where clauses are compared under an equal verdict */
    bool partly; /* not all of it: it holds whatever differs in it so, which is in many pieces */
    const uint64_t *cells; /* see diff_parts.h */
    const uint64_t *sample; /* partly: a piece of it */
    const struct diff_part *parts; /* what it does not leave free, by axis */
    size_t part_count;
    struct witness witness[DIFF_SIDES]; /* the same world in the numbers of each table */
    const struct eval_result *results[DIFF_SIDES]; /* there */
    struct diff_reasons reasons[DIFF_SIDES]; /* of regions of verdicts */
};

struct diff_regions {
    struct diff_region *items;
    size_t count;
    bool open; /* the budget or the purse ran out: there may be more */
};

/* A clause's effect, or a duty. IR_NONE on a side: that policy has none such. Where not all sentences
 * of the clause have the same bearer and holders in both policies, its effect for some of them. */
struct diff_change {
    uint32_t id[DIFF_SIDES]; /* clauses; or norms of duties */
    uint32_t party[DIFF_SIDES]; /* a clause: a norm with the bearer and holders; IR_NONE: there is
                                 * none such, or all have the same */
    enum norm_sign sign;
    struct diff_regions regions;
};

struct diff_changes {
    struct diff_change *items;
    size_t count, capacity;
};

struct diff_clause_name {
    uint32_t clause[DIFF_SIDES];
};

enum diff_word_kind {
    WORD_VARIABLE, /* that only one policy has, or tests as another type */
    WORD_VALUE,    /* of a kind */
    WORD_SPLIT,    /* a value that is divided in the other policy */
    WORD_PRESUMED,
    WORD_RANGE,
    WORD_DAY,      /* of an event of the ledger */
    WORD_TERM,     /* a disputed term */
    WORD_READINGS  /* its readings are others */
};

struct diff_word {
    enum diff_word_kind kind;
    bool in[DIFF_SIDES]; /* who has it; both where it is not the same */
    uint32_t id[DIFF_SIDES];   /* variable or term */
    uint32_t leaf[DIFF_SIDES]; /* VALUE, SPLIT */
};

struct diff {
    struct arena *arena;
    const struct table *table[DIFF_SIDES];
    struct diff_regions regions;
    struct diff_changes clauses; /* by clause of the new policy, then those that are gone */
    struct diff_changes duties;
    VEC(struct diff_clause_name) renamed; /* clauses that say the same under another title */
    VEC(struct diff_word) words;
    bool sampled; /* regions name single days, which stand for others: see slices.h */
    size_t changed_norms[DIFF_SIDES]; /* sentences that have no equal in the other policy */
    uint64_t nodes;
};

struct diff_options {
    int64_t near;    /* witnesses are dated as near to this day as they can be */
    uint64_t budget; /* nodes for each question: verdicts, clauses, duties; 0: DIFF_BUDGET */
    uint64_t purse;  /* work of all questions together, as EVAL_PURSE counts; 0: DIFF_PURSE and more for
                      * large policies, and as many times that as the budget is DIFF_BUDGET */
};

#define DIFF_BUDGET UINT64_C(2000000)
#define DIFF_PURSE UINT64_C(300000000)

/* Both evaluators' scratch is used. Everything lives in the arena. */
struct diff *diff_policies(struct arena *arena, struct evaluator *old, struct evaluator *new,
                           const struct diff_options *options);

/* What a region of verdicts is called. */
enum diff_tag diff_tag_of(const struct diff_region *region);

/* Is anything left open? */
bool diff_open(const struct diff *diff);

#endif

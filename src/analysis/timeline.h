/* timeline.h: on which days something changes, and why.
 *
 * In: the value sets of a placement, or none. Out: the periods over all days in which its answer
 * stays the same (verdict, clauses, what is lifted, duties, on what it turns), each with the
 * causes of its beginning; or, of a whole policy, the days on which agreements, clauses and
 * waivers begin or end.
 *
 * A condition changes only on days that it names and on those that follow from the known days
 * of an event ("ipo + 90 days"): these are the *candidates*. The answer is asked for on each of
 * them, so periods are exact and maximal. The readings and open facts of a placement stay as
 * they are; an event whose day is not known is open on every day.
 */
#ifndef POLC_ANALYSIS_TIMELINE_H
#define POLC_ANALYSIS_TIMELINE_H

#include "eval/eval.h"

/* Work (eval.h) of all questions about a deployment, or about a policy; what is added for each day or
 * change that is asked about, beside what evaluator_purse adds for the size of the table. */
#define TIMELINE_PURSE (2 * EVAL_PURSE)
#define TIMELINE_DAY_WORK UINT64_C(20000)
#define TIMELINE_NODE_WORK UINT64_C(100) /* the same for each node of the table */
#define TIMELINE_CHANGE_WORK UINT64_C(2000)

/* Whom to ask, under the evaluator's purse, to which what the timeline needs is added. Results live
 * in `arena`. */
struct timeline_asker {
    const struct table *table;
    struct evaluator *evaluator;
    struct arena *arena;
};

enum timeline_what {
    TIMELINE_AGREEMENT, /* begins or ceases to be in force; id: agreement */
    TIMELINE_CLAUSE,    /* begins or ceases to be live; id: clause */
    TIMELINE_WAIVER,    /* id: its node */
    TIMELINE_EXCEPTION, /* id: its node */
    TIMELINE_CONDITION, /* of a sentence or a lift; id: its node */
    TIMELINE_RANK,      /* of a rank; id: its node */
    TIMELINE_COMMITMENT, /* days begin or cease to count, or the next of its years does; id: norm */
    TIMELINE_DAY        /* nothing that has a name: an event's possible days */
};

/* An agreement or a clause that begins or ends on the day. */
struct timeline_hang {
    uint32_t id;
    bool ends;
};

/* A value of an open fact with which something certainly begins or ends on the day. */
struct timeline_leaf {
    uint32_t var, leaf;
    bool ends;
};

/* Something whose truth is another on a day than on the day before. */
struct timeline_cause {
    enum timeline_what what;
    uint32_t id;
    uint32_t clause;              /* that it belongs to; IR_NONE */
    enum eval_truth before, after;
    bool dated;                   /* a day that the policy names begins or ends it */
    bool idle;                    /* of a clause in a policy: no sentence of it holds for other facts than before */
    bool again;                   /* of a clause that begins: it was live before, and ended */
    const uint32_t *since;        /* columns of events that count from this day on */
    size_t since_count;
    const uint32_t *reordered;    /* events whose months and days change places on it */
    size_t reordered_count;
    const struct timeline_hang *agreements; /* that it hangs on */
    size_t agreement_count;
    const struct timeline_hang *others;     /* clauses that it hangs on */
    size_t other_count;
    const struct timeline_leaf *leaves; /* where it does so, if not everywhere: events by leaf */
    size_t leaf_count;
    uint32_t words;               /* of a condition about the day; offset in text, 0: none */
    uint32_t in_place;            /* of a clause that ends: the one that takes its place; IR_NONE */
    uint32_t amendment;           /* the name of the one that deletes it; 0 */
    const uint32_t *clauses;      /* of an agreement or waiver: what it takes along, waives */
    size_t clause_count;
    const uint32_t *survivors;    /* of an agreement that ends: clauses that stay */
    size_t survivor_count;
};

struct timeline_period {
    int64_t from;  /* DATE_FIRST: always so before */
    int64_t until; /* the first day after it; DATE_NEVER: it does not end */
    int64_t day;   /* the day of it that was asked about: the day of the question if that is in it */
    const struct value_set *sets; /* on that day */
    const struct eval_result *result;
    bool unasked; /* the purse was empty: of its days nothing is known, and the result says no more */
    const struct timeline_cause *causes; /* of its beginning */
    size_t cause_count;
    bool causes_open; /* a budget ran out: there may be others */
};

struct timeline {
    const struct timeline_period *periods; /* ascending, without gaps */
    size_t count;                          /* at least 1 */
    size_t current;                        /* the one with the day of the question */
    const uint32_t *open;                  /* events of no known day on which some period turns */
    size_t open_count;
    bool repeats; /* months and days of an open event change places: looked for in the window only */
    struct interval window;
    bool unresolved; /* of some period, or of why one begins */
};

/* The date in the sets is the day of the question. */
void timeline_find(const struct timeline_asker *asker, const struct value_set *sets,
                   struct timeline *out);

/* ---- a whole policy ---------------------------------------------------------------------- */

struct timeline_change {
    int64_t day;
    struct timeline_cause cause;
};

/* What an event that has no day would do if it occurred on the day of the question. */
struct timeline_if {
    uint32_t var;
    const struct timeline_change *changes; /* that there are not without it, or not on that day */
    size_t count;
    bool unresolved; /* a budget ran out: some may be missing, or change nothing */
};

/* Of events of no known day, mostly one: conditions that look at them, and days on which what they make possible
 * together can be other than on the day before, though one of them by itself is not. */
struct timeline_together {
    const uint32_t *vars; /* at least one; several where some condition looks at more than one */
    size_t var_count;
    const struct timeline_cause *causes; /* at least two; only what they are: `what`, `id`, `clause` */
    size_t cause_count;
    const int64_t *days;                 /* ascending, at least one */
    size_t day_count;
};

struct timeline_policy {
    const struct timeline_change *changes; /* by day */
    size_t count;
    const uint32_t *in_force;              /* agreements, on the day of the question */
    size_t in_force_count;
    const struct timeline_if *ifs;         /* that change something */
    size_t if_count;                       /* or may, as a budget ran out */
    const uint32_t *open;                  /* events of the ledger that are not known */
    size_t open_count;
    const uint32_t *varying;               /* open events whose months and days change places */
    size_t varying_count;
    const struct timeline_together *together; /* by the first event */
    size_t together_count;
    struct interval window;                /* on which days that was looked for */
    const int64_t *left;                   /* days of which a budget left open what changes, ascending */
    size_t left_count;
    bool unresolved;
};

/* `sets`: what a placement of the policy may be, mostly everything; its date is the day of the
 * question. `ahead`: tell of these days alone; NULL: of all, and what events without a day would do. */
void timeline_of_policy(const struct timeline_asker *asker, const struct value_set *sets,
                        const struct interval *ahead, struct timeline_policy *out);

/* Is it nothing but the length of the months that changes it? */
bool timeline_recurs(const struct timeline_cause *cause);

/* Is a change told by another one of the same day: a clause that gives way to one that begins? */
bool timeline_told(const struct timeline_cause *cause, const struct timeline_cause *other);

/* All facts open, events as in `ledger` (one set per variable), on a day. */
struct value_set *timeline_everything(struct arena *arena, const struct vocab *vocab,
                                      const struct value_set *ledger, int64_t on);

#endif

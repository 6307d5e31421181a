/* interpreter.h: the meaning of a policy, evaluated the slow and plain way.
 *
 * The oracle of the whole project: docs/semantics.md § 2 and 3 written down as functions over the
 * checked model, with nothing precomputed that the definition does not name. Whatever the
 * table, the explorer or a table read back from disk say is compared with this.
 *
 * A *world* is one int64 per variable of the vocabulary (vocab.h). A *box* is one value
 * set per variable (data/deployment.h). Over a box every world is visited: numbers, days
 * and events by one representative of each cell between the constants of the policy.
 *
 * Exactness: with one day in the box (as in every deployment) the cells are exact. With
 * the date open they are exact as long as open events are offset by days only; offsets by
 * months meet the clamping at month ends on some dates only, and those are not searched.
 */
#ifndef POLC_ORACLE_INTERPRETER_H
#define POLC_ORACLE_INTERPRETER_H

#include "base/strbuf.h"
#include "data/deployment.h"
#include "sema/model.h"

enum oracle_world_verdict { ORACLE_W_PERMITTED, ORACLE_W_CONTESTED, ORACLE_W_PROHIBITED };
#define ORACLE_WORLD_VERDICTS 3

enum oracle_verdict {
    ORACLE_PERMITTED,
    ORACLE_DISPUTED,
    ORACLE_UNDETERMINED,
    ORACLE_PROHIBITED
}; /* rising: the worst placement wins */

enum oracle_duty { ORACLE_D_NOT_DUE, ORACLE_D_CONTESTED, ORACLE_D_DUE };

enum oracle_duty_status {
    ORACLE_NO_DUTY, /* not due in any world */
    ORACLE_DUTY_DISPUTED,
    ORACLE_DUTY_UNDETERMINED,
    ORACLE_DUTY_DUE
};

/* Why a world is permitted; a larger one is weaker. */
enum oracle_basis {
    ORACLE_GRANTED,        /* some permission is effective */
    ORACLE_LIFTED,         /* a prohibition would apply but for something */
    ORACLE_NOTHING_SPEAKS,
    ORACLE_NO_CLAUSE_BINDS /* no norm has the actor as bearer */
};

enum oracle_when {
    ORACLE_NEVER_EFFECTIVE,
    ORACLE_ALWAYS,
    ORACLE_SOME_READINGS,
    ORACLE_SOME_FACTS,
    ORACLE_SOME_READINGS_AND_FACTS
};

/* One reason for which one prohibition may fail to be effective. */
enum oracle_cause_kind { ORACLE_BY_EXCEPT, ORACLE_BY_LIFT, ORACLE_BY_WAIVER, ORACLE_BY_RANK };
struct oracle_cause {
    enum oracle_cause_kind kind;
    uint32_t norm; /* the prohibition */
    uint32_t id;   /* EXCEPT: its place below the root, from 0; LIFT, WAIVER: id; RANK: winner */
};

/* The days and numbers at which some condition on a variable may change. */
struct oracle_since {
    uint32_t event;
    int64_t count;
    enum date_unit unit;
};

struct oracle {
    struct arena *arena;
    const struct model *model;
    VEC(struct oracle_cause) causes;
    VEC(struct oracle_since) since;
    struct oracle_cuts { /* per variable: values below and from a cut on may differ */
        VEC(int64_t) list;
    } *cuts;
};

/* Reads nothing but the model, which must outlive it. */
struct oracle *oracle_new(struct arena *arena, const struct model *model);

/* ---- one world ------------------------------------------------------------------- */

bool oracle_expr(const struct model *model, const struct model_expr *expr, const int64_t *world);
bool oracle_force(const struct model *model, uint32_t agreement, const int64_t *world);
/* Is what stays contested inside the agreement prohibited there? */
bool oracle_stricter(const struct model *model, uint32_t agreement, const int64_t *world);
bool oracle_live(const struct model *model, uint32_t clause, const int64_t *world);
/* app of docs/semantics.md § 2. */
bool oracle_applies(const struct model *model, uint32_t norm, const int64_t *world);
/* Is a norm's own condition met, is one exception hit, a waiver, a lift (no circle there)? */
bool oracle_met(const struct model *model, uint32_t norm, const int64_t *world);
bool oracle_excepted(const struct model *model, const struct model_except *except,
                     const int64_t *world);
bool oracle_waived(const struct model *model, uint32_t waiver, const int64_t *world);
bool oracle_lifted(const struct model *model, uint32_t lift, const int64_t *world);

/* Everything about one world. The arrays are made once and filled by each evaluation. */
struct oracle_point {
    bool cycle; /* ranks or lifts run in a circle here: nothing else is filled */
    bool *circular;  /* per norm, then per lift: part of that circle, or ranked below it */
    bool *applies, *effective, *contested; /* per norm */
    enum oracle_duty *duties;              /* per norm; of a duty that is no commitment */
    bool *lifted;                          /* per cause of the oracle */
    enum oracle_world_verdict verdict;
    enum oracle_basis basis; /* of a permitted world */
};

void oracle_point_init(const struct oracle *oracle, struct arena *arena, struct oracle_point *out);
void oracle_evaluate(const struct oracle *oracle, const int64_t *world, struct oracle_point *out);

/* ---- a box ------------------------------------------------------------------------ */

struct oracle_cell { /* values which no condition of the policy tells apart */
    int64_t low, high;
};

struct oracle_axis {
    uint32_t var;
    struct oracle_cell *cells;
    size_t count;
    size_t stride; /* worlds between one cell and the next */
};

struct oracle_row { /* one combination of the readings that matter */
    uint32_t *readings; /* per variable; VOCAB_NONE where it is no reading that matters */
    enum oracle_verdict verdict;
};

struct oracle_settle { /* this fact fixed to low..high gives this verdict */
    uint32_t var;
    int64_t low, high;
    enum oracle_verdict verdict; /* UNDETERMINED: it does not settle */
};

struct oracle_effect {
    enum oracle_when when;
    bool contested; /* in some world */
};

struct oracle_result {
    bool too_many; /* more worlds than the limit: nothing else is filled */
    bool cycle;    /* in some world of the box: nothing else is filled */
    size_t worlds;
    struct oracle_axis *axes; /* facts by variable, then readings; the last runs fastest */
    size_t axis_count;
    size_t reading_vectors;   /* |R| */
    enum oracle_verdict verdict;
    bool possible[ORACLE_WORLD_VERDICTS];
    bool *matters; /* per variable */
    VEC(struct oracle_row) rows; /* empty when no reading matters */
    VEC(struct oracle_settle) settles; /* facts that matter, of an undetermined box */
    struct oracle_effect (*effects)[2]; /* per clause: [SIGN_PROHIBIT], [SIGN_PERMIT] */
    enum oracle_duty_status *duties;    /* per norm */
    /* Of a permitted box: the weakest of all worlds, where a stranger's world is one in which
     * nothing speaks; NO_CLAUSE_BINDS only if no clause binds in any of them. */
    enum oracle_basis basis;
    bool *lifted;            /* per cause: in some world */
};

enum oracle_pick { ORACLE_PICK_LOW, ORACLE_PICK_HIGH }; /* which value stands for a cell */

struct oracle_options {
    size_t world_limit;
    enum oracle_pick pick;
};

/* sets: one per variable. The result lives in `arena`. */
void oracle_box(const struct oracle *oracle, struct arena *arena, const struct value_set *sets,
                const struct oracle_options *options, struct oracle_result *out);

/* The result as lines of text in which equal results are equal bytes, whichever engine
 * they came from: numbers and days as runs, no counts of worlds. */
void oracle_dump(const struct oracle *oracle, const struct oracle_result *result,
                 struct strbuf *out);

const char *oracle_verdict_name(enum oracle_verdict verdict);
const char *oracle_when_name(enum oracle_when when);
const char *oracle_basis_name(enum oracle_basis basis);
const char *oracle_duty_status_name(enum oracle_duty_status status);
/* "exception (a)", "Alliance 7.3", "waiver W1". */
void oracle_cause_name(const struct oracle *oracle, const struct oracle_cause *cause,
                       struct strbuf *out);

#endif

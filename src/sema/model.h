/* model.h: the checked policy: every name resolved, every sentence a norm.
 *
 * In: the syntax trees of all files of a policy. Out: this model and its vocabulary
 * (vocab.h), or diagnostics. It is what the semantics of the language is defined on:
 * the slow interpreter of the tests evaluates it directly, ir/ lowers it for the table.
 *
 * Invariants when no error was reported: all ids are in range; terms, agreements' `while`
 * and kinds are acyclic; every prohibition and duty has a holder; every rank joins norms
 * of opposite sign and passed the privity rule; every waiver's givers may give it. Rank
 * cycles are NOT excluded here: that needs worlds, ir/ checks it.
 */
#ifndef POLC_SEMA_MODEL_H
#define POLC_SEMA_MODEL_H

#include "base/intern.h"
#include "diag/diag.h"
#include "sema/vocab.h"
#include "syntax/ast.h"

/* A set of leaves of one variable: sorted, disjoint, not adjacent ranges. */
struct leaf_set {
    size_t count;
    struct vocab_range *ranges;
};

/* A day as a comparison with the deployment's date is always "date >= point": */
enum model_op {
    OP_TRUE,
    OP_FALSE,
    OP_NOT,   /* left */
    OP_AND,   /* left, right */
    OP_OR,    /* left, right */
    OP_IN,    /* var's leaf is in set */
    OP_RANGE, /* low <= var <= high; VAR_NUMBER, VAR_DAY, VAR_DATE_OF_CASE */
    OP_SINCE, /* event var: date >= var + count unit (> when past); false while it is never.
                 Where ref is no VOCAB_NONE, var is the event of the first leaf of a kind and
                 that of the leaf of variable ref is meant; `none` has none */
    OP_SAME,  /* var and ref, two variables of one kind, have the same leaf; `none` is one */
    OP_INCLUDES, /* of the yes/no variables from var on, one per leaf, one in set is yes */
    OP_ONLY,  /* the same, and of the other leaves none; ref is how many leaves there are */
    OP_MEMBER, /* of the yes/no variables from ref on, one per leaf, that of var's leaf is yes;
                  `none` has none */
    OP_DURING, /* inside the named period in ref */
    OP_TERM,  /* term id in ref, under the world's reading or the ruling */
    OP_FORCE, /* agreement id in ref is in force */
    OP_LIVE,  /* clause id in ref is live (docs/semantics.md § 2) */
    OP_WAIVED /* waiver id in ref is hit: how a waiver meets a consent exception */
};

struct model_expr {
    enum model_op op;
    bool past;
    enum date_unit unit;
    uint32_t var;
    uint32_t ref;
    struct span span; /* the user's words; SOURCE_NONE for what sema added */
    union {
        struct {
            struct model_expr *left, *right;
        };
        struct leaf_set set;
        struct {
            int64_t low, high; /* INT64_MIN / INT64_MAX when open */
        };
        int64_t count;
    };
};

/* An exception below a norm, a lift or a waiver; or a carve-back below an exception.
 * Hit when cond holds and no child is hit. */
struct model_except {
    const char *label; /* "a", or NULL */
    struct model_expr *cond; /* the consent atom included */
    struct model_except *children, *next;
    struct span span;
};

/* from: date >= its point (NULL: always begun). until: date >= its end (NULL: never ends).
 * Inside the period: from holds, until does not, whilst holds (NULL: true). */
struct model_period {
    struct model_expr *from, *until, *whilst;
};

/* A period with a name of its own; `whilst` is NULL. */
struct model_span {
    atom_t name;
    struct model_period period;
    struct span span;
};

struct model_agreement {
    atom_t name;
    struct span span;
    uint32_t *parties; /* node ids of the kind party */
    size_t party_count;
    struct model_period period;
    struct model_expr *stricter; /* where `otherwise the stricter prevails` is in force; NULL: nowhere */
};

struct model_document {
    atom_t name;
    uint32_t agreement;
    struct span span;
};

struct model_clause {
    uint32_t agreement;
    uint32_t document;      /* VOCAB_NONE: the body */
    atom_t number;
    const char *title;      /* "Alliance 2.1", "Exhibit_A 2": how it prints */
    const char *label;      /* "" when none */
    const char *text;       /* the quoted texts of its sentences, joined by a line feed; "" */
    bool material, survives;
    struct model_period period; /* its own from/until; whilst: other clauses are live */
    int64_t deleted_on;     /* DATE_NEVER when no amendment deletes it */
    const char *deleted_by; /* the name of that amendment, or NULL */
    struct span deleted_at; /* where it names the clause */
    bool deleted_early;     /* before the agreement begins, which is objected to there */
    uint32_t *replaced_by;  /* clauses that are `in place of` this one */
    size_t replaced_count;
    struct span span;       /* of its head: the word clause to the colon */
};

enum norm_sign { SIGN_PROHIBIT, SIGN_PERMIT, SIGN_DUTY };

enum norm_form {
    FORM_GRANT,
    FORM_SHALL_NOT,
    FORM_ONLY_IF,
    FORM_MAY,
    FORM_RESERVED,
    FORM_OWES,
    FORM_COMMITS
};

#define MODEL_YEARS_LIMIT 100  /* of a commitment in each year */
#define MODEL_SUMS_LIMIT 10000 /* of a commitment by groups: years times groups */

struct model_norm {
    enum norm_sign sign;
    enum norm_form form;
    uint32_t clause;
    uint32_t bearer;    /* node id of the kind party */
    uint32_t *holders;  /* node ids: parties to whom it is owed, or who granted it */
    size_t holder_count;
    uint32_t *creditors; /* duties: node ids as written */
    size_t creditor_count;
    /* What makes it apply besides live(clause) and the actor: S, the attribute outside
     * the grantees, `among`, the acts. Never NULL. */
    struct model_expr *cond;
    struct model_except *excepts;
    uint32_t *lifts;    /* lifts aimed at it, children of its root */
    size_t lift_count;
    uint32_t *waivers;  /* waivers aimed at it by all its holders, children of its root */
    size_t waiver_count;
    const char *text;   /* quoted text before the sentence, "" when none */
    uint32_t attribute; /* FORM_GRANT: the variable whose values are granted; VOCAB_NONE */
    struct span span, head;
    /* FORM_OWES */
    const char *what;
    bool has_within;
    int64_t within;
    enum date_unit within_unit;
    bool if_in_breach;       /* due only where one of breach_of is effective */
    uint32_t *breach_of;     /* norm ids of prohibitions */
    size_t breach_count;
    /* FORM_COMMITS */
    uint32_t amount_var;
    uint32_t amount_unit; /* in which it is written: from its variable's first_unit */
    int64_t amount;       /* base unit; of a share: percent */
    uint32_t share_var;   /* a share of the sum: of those with a value of this variable in… */
    struct leaf_set share; /* …these; VOCAB_NONE where the sum itself is meant */
    uint32_t *groups;     /* variables: a sum for each group of their values */
    size_t group_count;
    int64_t by;           /* the last day that counts */
    int64_t from;         /* each_year: the day on which the first year begins */
    bool each_year;       /* a sum for each year, else one */
    bool at_most;
};

/* `… do not apply where C except …`: hit when its clause is live, cond holds, no child and
 * no lift aimed at it is hit. */
struct model_lift {
    uint32_t clause;
    struct model_expr *cond; /* never NULL */
    struct model_except *excepts;
    uint32_t *lifts; /* lifts aimed at it */
    size_t lift_count;
    struct span span;
};

/* Hit when inside its period, cond holds and no child is hit. */
struct model_waiver {
    const char *name;
    const char *title; /* "waiver W1" */
    uint32_t *givers;  /* node ids */
    size_t giver_count;
    struct model_period period;
    struct model_expr *cond; /* never NULL */
    struct model_except *excepts;
    struct span span;
};

enum model_rank_kind { RANKED_SUBJECT_TO, RANKED_NOTWITHSTANDING, RANKED_PREVAILS, RANKED_ORDER,
                       RANKED_RESERVED };

/* winner ≻ loser in the worlds where cond holds (NULL: all). cond already holds the
 * agreement's force or the clause's life where a prevails or order sentence ranks. */
struct model_rank {
    enum model_rank_kind kind;
    uint32_t winner, loser; /* norm ids, of opposite sign (+/−) */
    struct model_expr *cond;
    struct span span;
};

struct model_term {
    struct model_meaning {
        struct model_expr *cond;
        struct model_except *excepts; /* the meaning holds when cond does and none is hit */
        struct span span;
    } *meanings; /* one, or one per reading in vocab's order */
    size_t meaning_count;
    struct span span;
    bool mentioned; /* by a norm's application, directly or not */
};

struct model_assert {
    const char *text;
    enum ast_assert_kind kind;
    enum ast_verdict_word verdict;
    uint32_t *read_by; /* party node ids */
    size_t read_count;
    struct model_expr *cond; /* never NULL */
    struct span span;
};

struct model_allow {
    const char *code; /* "P0301" */
    uint32_t *clauses;
    size_t clause_count;
    int64_t until; /* DATE_NEVER when open */
    const char *reason;
    struct span span;
};

struct model {
    struct arena *arena;
    struct interner *names;
    struct sources *sources;
    const char *name; /* of the policy statement */
    int64_t dated;
    struct vocab vocab;
    struct span *var_spans; /* where each variable is declared */
    VEC(uint32_t) beside_redacted; /* facts that a redacted number is compared with, one perhaps twice */
    VEC(struct model_span) spans; /* same ids as vocab.spans */
    VEC(struct model_agreement) agreements;
    VEC(struct model_document) documents;
    VEC(struct model_clause) clauses;
    VEC(struct model_norm) norms;
    VEC(struct model_lift) lifts;
    VEC(struct model_waiver) waivers;
    VEC(struct model_rank) ranks;
    VEC(struct model_term) terms; /* same ids as vocab.terms */
    VEC(struct model_assert) asserts;
    VEC(struct model_allow) allows;
};

/* Calls `visit` for each variable that a condition without parts (no NOT, AND, OR) looks at
 * by itself: nothing for constants and for what has a name. */
void model_atom_vars(const struct vocab *vocab, const struct model_expr *atom,
                     void (*visit)(void *context, uint32_t var), void *context);

/* Does norm m bind whoever norm n binds? With an actor in the policy: some leaf is below
 * both bearers. Without: every leaf below n's bearer is below m's. Used for "to that
 * bearer" (contested) and "no + for G" (reserved). */
bool model_same_bearer(const struct model *model, uint32_t m, uint32_t n);

#endif

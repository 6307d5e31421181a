/* ast.h: the syntax tree of one policy file, exactly as it was written.
 *
 * Names are atoms and stay unresolved here; nothing is checked but the grammar. Every
 * node carries the span of its own words, down to each atom of a condition. A file is
 * a flat list of statements in their order: which clause belongs to which agreement or
 * document ("the one above it") is decided in sema. Lists are singly linked in source
 * order. A statement that could not be parsed is a STATEMENT_POISON, and a diagnostic was
 * reported.
 *
 * Expressions, excepts, sentences and statements share the room of fields that different
 * kinds use (anonymous unions), and a node is only as large as its kind needs: read a
 * field only in the kinds named beside it, and never copy such a node by value.
 *
 * Invariant after parse: ast_print(file) parses to an equal tree (spans aside), comments
 * included.
 */
#ifndef POLC_SYNTAX_AST_H
#define POLC_SYNTAX_AST_H

#include "base/date.h"
#include "base/intern.h"
#include "diag/source.h"

/* A word of the user's: a name as written, quoted or not. */
struct ast_name {
    atom_t atom; /* 0 where an optional name is missing */
    bool quoted; /* was "in quotes" */
    struct span span;
    struct ast_name *next; /* in lists of names */
};

/* A quoted text (label, gloss, clause text). text is NULL where it is missing. */
struct ast_text {
    const char *text; /* NUL-terminated, escapes resolved */
    size_t length;
    struct span span; /* quotes included */
};

/* A whole number with an optional unit: 100 MW. */
struct ast_amount {
    int64_t value;
    struct ast_name unit; /* atom 0 when none was written */
    struct span span;
};

/* A day, or a missing one when present is false. */
struct ast_date {
    bool present;
    int64_t day;
    struct span span;
};

/* `Alliance 2.1`, `2.1`, `Exhibit_A 2`, or `Alliance` alone (where a rank may name one). */
struct ast_ref {
    struct ast_name scope;  /* agreement or document; atom 0 when bare */
    struct ast_name number; /* clause number as one atom ("2.1", "2(a)"); atom 0 when only scope */
    struct span span;
    struct ast_ref *next;
};

/* ---- points in time and periods ------------------------------------------------- */

enum ast_point_kind {
    POINT_DATE,    /* 2026-03-20 */
    POINT_EVENT,   /* a name */
    POINT_AFTER,   /* n days/months/years after inner */
    POINT_EARLIER, /* the earlier of (a, b, …) */
    POINT_LATER    /* the later of (a, b, …) */
};

struct ast_point {
    enum ast_point_kind kind;
    struct span span;
    int64_t day;           /* POINT_DATE */
    struct ast_name event; /* POINT_EVENT */
    struct ast_name of;    /* POINT_EVENT: whose, where there is one for each value; atom 0 */
    struct ast_name hidden; /* POINT_AFTER: a redacted time instead of count; atom 0: none */
    int64_t count;         /* POINT_AFTER */
    enum date_unit unit;   /* POINT_AFTER */
    struct ast_point *inner; /* POINT_AFTER: the start; EARLIER/LATER: list of arguments */
    struct ast_point *next;
};

/* from P, until P or through D, while C; every part optional. */
struct ast_period {
    struct ast_point *from;
    struct ast_point *until;   /* exclusive */
    struct ast_date through;   /* inclusive; not together with until */
    struct ast_expr *whilst;
    struct span span;
};

/* ---- conditions ------------------------------------------------------------------ */

enum ast_expr_kind {
    EXPR_POISON,   /* could not be parsed; sema stays silent about it */
    EXPR_ALWAYS,
    EXPR_NEVER,
    EXPR_NOT,      /* left */
    EXPR_AND,      /* left, right */
    EXPR_OR,       /* left, right */
    EXPR_NAME,     /* name: a yes/no fact or a term */
    EXPR_IS,       /* name is [not] values (one) */
    EXPR_IS_IN,    /* name is [not] in (values) */
    EXPR_ONLY,     /* name is [not] only values (one) */
    EXPR_INCLUDES, /* name includes values (one), name does not include values */
    EXPR_IS_MEMBER, /* name is [not] in values (one, a redacted list) */
    EXPR_COMPARE_TO, /* name op values (one, a redacted number) */
    EXPR_COMPARE,  /* name op amount */
    EXPR_DATE,     /* name ("date" or a date fact) when day */
    EXPR_DURING,   /* during name: a period */
    EXPR_IN_FORCE, /* name is in force */
    EXPR_OCCURRED, /* name has [not] occurred; negated says which */
    EXPR_WITHIN,   /* name occurred within count unit */
    EXPR_AGO       /* name occurred at least count unit ago */
};

enum ast_compare { COMPARE_LT, COMPARE_LE, COMPARE_EQ, COMPARE_NE, COMPARE_GT, COMPARE_GE };

enum ast_when { WHEN_BEFORE, WHEN_AFTER, WHEN_ON, WHEN_ON_OR_BEFORE, WHEN_ON_OR_AFTER };

struct ast_expr {
    enum ast_expr_kind kind;
    bool negated;       /* IS, IS_IN, IS_MEMBER, ONLY, INCLUDES, OCCURRED */
    bool parenthesised; /* the user wrote ( ) around it; kept for fmt */
    bool said_when;     /* the whole condition was opened by `when`, not `where`; kept for fmt */
    struct span span;
    union {
        enum ast_compare compare; /* COMPARE, COMPARE_TO */
        enum ast_when when;       /* DATE */
        enum date_unit unit;      /* WITHIN, AGO */
    };
    union {
        struct {
            struct ast_expr *left, *right; /* NOT, AND, OR */
        };
        struct {
            struct ast_name name; /* all the others but ALWAYS and NEVER */
            union {
                struct ast_name *values; /* IS, ONLY, INCLUDES, …_MEMBER, …_TO: one; IS_IN: one or more; yes, no, none too */
                struct ast_amount amount; /* COMPARE */
                int64_t day;              /* DATE */
                struct {
                    struct ast_name of;   /* OCCURRED, WITHIN, AGO: whose event; atom 0: not said */
                    int64_t count;        /* WITHIN, AGO */
                };
            };
        };
    };
};

/* except [(label)] [where cond] [with consent of holder [as fact]] (except …)* */
struct ast_except {
    struct ast_name label;   /* atom 0 when none */
    struct ast_expr *cond;   /* NULL when none was written */
    struct ast_except *carve_backs;
    struct ast_except *next;
    struct span span;
    bool consent;            /* read holder and as_fact only when set */
    struct ast_name holder;  /* of the consent */
    struct ast_name as_fact; /* atom 0: consent_of_HOLDER */
};

/* ---- vocabulary -------------------------------------------------------------------- */

/* A further outside spelling of a name. */
struct ast_spelling {
    struct ast_text text;
    struct ast_spelling *next;
};

/* One name of a tree, with what it may be called outside and what lies below it. */
struct ast_tree {
    struct ast_name name;
    struct ast_text spelling;  /* first outside spelling; text NULL when none */
    struct ast_spelling *more; /* the second and later ones */
    struct ast_tree *children; /* NULL: a leaf */
    struct span span;
    struct ast_tree *next;
};

enum ast_type_kind {
    TYPE_KIND,    /* name [or none] */
    TYPE_INLINE,  /* (a, b (c, d)) [or none] */
    TYPE_TIME,    /* redacted: a number of days, months or years */
    TYPE_LIST,    /* redacted: list of name */
    TYPE_SEVERAL, /* several of name, or of (a, b (c, d)) */
    TYPE_YES_NO,
    TYPE_NUMBER,
    TYPE_DATE,
    TYPE_EVENT    /* a case event */
};

/* 1 GW = 1000 MW: `factor` of `unit` make one `name`. */
struct ast_conversion {
    struct ast_amount large; /* 1 GW */
    struct ast_amount small; /* 1000 MW */
    struct span span;
    struct ast_conversion *next;
};

struct ast_type {
    enum ast_type_kind kind;
    enum date_unit time;   /* TYPE_TIME */
    struct ast_name name;  /* TYPE_KIND, TYPE_LIST; TYPE_SEVERAL: atom 0 where the kind stands in place */
    struct ast_tree *tree; /* TYPE_INLINE, TYPE_SEVERAL */
    bool or_none;
    struct ast_name unit;  /* TYPE_NUMBER; atom 0 when none */
    struct ast_conversion *conversions;
    bool has_from, has_to;
    struct ast_amount from, to;
    struct span span;
};

/* A value as it is written: what is presumed, what an input says. */
enum ast_constant_kind {
    CONSTANT_NOTHING,
    CONSTANT_NAME,
    CONSTANT_AMOUNT,
    CONSTANT_DATE,
    CONSTANT_UNKNOWN /* of inputs alone */
};

struct ast_constant {
    enum ast_constant_kind kind;
    struct ast_name name; /* yes, no, none and never too */
    struct ast_amount amount;
    int64_t day;
    struct span span;
};

/* ---- inputs ---------------------------------------------------------------------------- */

/* Paths joined by `or`, patterns joined by `or`. */
struct ast_quote {
    struct ast_text text;
    struct ast_quote *next;
};

/* "/p", no "/p", "/p" is "a" or "b", "/p" is not "a" or "b" */
struct ast_input_test {
    struct ast_text path;
    bool negated;               /* no, is not */
    struct ast_quote *patterns; /* NULL: does it lead to something? */
    struct span span;
    struct ast_input_test *next;
};

/* "pattern" as value */
struct ast_input_case {
    struct ast_text pattern;
    struct ast_constant value;
    struct ast_input_case *next;
};

enum ast_input_line_kind {
    LINE_EACH, /* each paths (one) where tests */
    LINE_NAME, /* name is paths (one); may be read like a FACT */
    LINE_FACT, /* fact is paths with cases in unit otherwise value; without paths: fact is value */
    LINE_MARKS /* unknown at paths (one) for values */
};

struct ast_input_line {
    enum ast_input_line_kind kind;
    bool said_when;          /* EACH: `when` stands before the tests, not `where` */
    struct span span;
    struct span head;        /* FACT: the name; else the first word */
    struct ast_quote *paths;
    union {
        struct ast_input_test *tests; /* EACH */
        struct ast_text values;       /* MARKS */
        struct {                      /* FACT */
            struct ast_name fact;
            struct ast_input_case *cases;
            struct ast_name unit;     /* atom 0 when none */
            struct ast_constant value; /* otherwise, or what the fact is */
        };
    };
    struct ast_input_line *next;
};

/* input name for documents with guards: lines */
struct ast_input {
    struct ast_input_test *guards;
    struct ast_input_line *lines;
};

/* ---- sentences of a clause ----------------------------------------------------------- */

enum ast_sentence_kind {
    SENTENCE_GRANT,     /* parties grants grantees exclusive|sole attribute [among] [for verbs] */
    SENTENCE_SHALL_NOT, /* parties shall not verbs [to holders] */
    SENTENCE_ONLY_IF,   /* parties shall verbs only if only_if [to holders] */
    SENTENCE_MAY,       /* parties may verbs [with leave of holders] */
    SENTENCE_RESERVED,  /* rights not granted to parties are reserved [to holders] */
    SENTENCE_OWES,      /* parties owes creditors what [within]; breach when if_in_breach */
    SENTENCE_COMMITS,   /* parties commits to at least|at most amount of attribute [from names
                         [as attribute]] [by facts] by day, or in each year from day through
                         day */
    SENTENCE_LIFT,      /* refs do not apply, or no clause applies when all_clauses */
    SENTENCE_PREVAILS,  /* refs prevails over losers */
    SENTENCE_ORDER,     /* order: levels */
    SENTENCE_STRICTER   /* otherwise the stricter prevails; follows PREVAILS or ORDER */
};

enum ast_rank_kind { RANK_SUBJECT_TO, RANK_NOTWITHSTANDING };

struct ast_rank {
    enum ast_rank_kind kind;
    struct ast_ref *refs;
    struct span span;
    struct ast_rank *next;
};

/* One level of an order: names that rank equally. */
struct ast_level {
    struct ast_ref *refs;
    struct ast_level *next;
};

struct ast_sentence {
    enum ast_sentence_kind kind;
    struct span span;      /* from its first word to its last, excepts included */
    struct span head;      /* the words before the condition: what a caret points at */
    struct ast_text text;  /* the quoted text before it; text NULL when none */
    struct ast_name *parties; /* bearer(s) */
    struct ast_name *holders; /* to H / with leave of H; NULL when not said */
    struct ast_name *verbs;   /* acts; NULL: every act (grant) */
    struct ast_expr *where;   /* NULL when none was written */
    struct ast_except *excepts;
    struct ast_sentence *next; /* joined by ; */
    union {
        struct ast_expr *only_if; /* ONLY_IF */
        struct { /* GRANT, COMMITS */
            struct ast_name attribute;
            union {
                struct { /* GRANT */
                    struct ast_name *grantees;
                    bool sole;             /* else exclusive */
                    bool exclusive;        /* both when both words were written */
                    struct ast_name among; /* atom 0 when none */
                };
                struct { /* COMMITS */
                    bool at_most;
                    struct ast_amount amount;
                    struct ast_name *share_from; /* NULL: a sum, else a share */
                    struct ast_name *share_as;   /* whose values these are; NULL: not said */
                    struct ast_name *groups;     /* by facts; NULL: all together */
                    struct ast_date from; /* in each year from; not present: one sum */
                    struct ast_date by;   /* or through */
                };
            };
        };
        struct { /* OWES */
            struct ast_ref *breach_of; /* NULL: the clause itself */
            struct ast_name *creditors;
            struct ast_text what;
            bool if_in_breach;
            bool has_within;
            enum date_unit within_unit;
            int64_t within;
        };
        struct { /* LIFT, PREVAILS, ORDER */
            struct ast_ref *refs;    /* lifted clauses, or the winners */
            struct ast_ref *losers;
            struct ast_ref *not_for; /* `except REFS` of a prevails sentence */
            struct ast_level *levels;
            bool all_clauses;
            bool unless_stated;
        };
    };
};

/* ---- statements ------------------------------------------------------------------------ */

enum ast_statement_kind {
    STATEMENT_POISON,
    STATEMENT_POLICY,    /* policy "text" dated date. */
    STATEMENT_USES,      /* uses "text". */
    STATEMENT_KIND,      /* kind name: tree. */
    STATEMENT_GROUP,     /* group name of target: names. */
    STATEMENT_ATTRIBUTE, /* actor|fact|choice name: type presumed gloss. */
    STATEMENT_EVENTS,    /* events … . */
    STATEMENT_OCCURRED,  /* name [of target] occurred on date. */
    STATEMENT_PERIOD,    /* period name: from point until point. */
    STATEMENT_REDACTED,  /* redacted name: type gloss. */
    STATEMENT_ACTS,      /* acts tree. */
    STATEMENT_TERM,      /* term name: readings. or term name means … . */
    STATEMENT_AGREEMENT, /* agreement name between names … : */
    STATEMENT_DOCUMENT,  /* document name: */
    STATEMENT_CLAUSE,
    STATEMENT_RANK,      /* a PREVAILS or ORDER sentence of its own (with STRICTER after it) */
    STATEMENT_WAIVER,
    STATEMENT_AMENDMENT,
    STATEMENT_RULING,
    STATEMENT_ASSERT,
    STATEMENT_ALLOW,
    STATEMENT_INPUT      /* input name for documents with … : */
};

enum ast_role { ROLE_ACTOR, ROLE_FACT, ROLE_CHOICE };

struct ast_event {
    struct ast_name name;
    struct ast_name by; /* one event for each value of this kind; atom 0: one event */
    struct ast_text gloss;
    bool unknown;
    struct ast_event *next;
};

struct ast_reading {
    struct ast_name *parties; /* NULL: the one meaning of an undisputed term */
    struct ast_text gloss;
    struct ast_expr *means;
    struct ast_except *excepts;
    struct span span;
    struct ast_reading *next;
};

enum ast_verdict_word {
    VERDICT_PERMITTED,
    VERDICT_PROHIBITED,
    VERDICT_DISPUTED,
    VERDICT_UNDETERMINED
};
/* As it is written: "permitted". */
const char *ast_verdict_name(enum ast_verdict_word verdict);

enum ast_assert_kind { ASSERT_NEVER, ASSERT_ALWAYS, ASSERT_SOME_CHOICE };

/* What was written above a statement or inside it, kept for fmt. Ordered by offset. */
struct ast_comment {
    struct span span;      /* from -- to the end of the line, exclusive */
    const char *text;      /* without the dashes' line end; starts with -- */
    const char *after;     /* the word or sign of its statement that it stands behind, of any line; or "" */
    uint32_t after_end;    /* where that ended */
    bool own_line;         /* nothing but white space before it on its line */
    bool blank_before;     /* an empty line stands above it */
    struct ast_comment *next;
};

struct ast_statement {
    enum ast_statement_kind kind;
    bool blank_before; /* an empty line stands above it (fmt keeps one) */
    struct span span;  /* from the first word to the final . or : */
    struct ast_statement *next;
    union {
        struct ast_name name;   /* what it declares; of an amendment or waiver its own name */
        struct ast_name number; /* clause */
    };
    union {
        struct ast_text text;  /* policy, uses, ruling, assert: the quoted text; clause: label */
        struct ast_text gloss; /* attribute; allow: the reason */
    };
    union {
        struct ast_tree *tree;          /* kind, acts */
        struct ast_event *events;       /* events */
        struct ast_reading *readings;   /* term */
        struct ast_sentence *sentences; /* clause, rank */
        struct ast_input *input;        /* input */
    };
    union {
        struct {
            struct ast_date date;   /* policy, occurred, amendment, ruling; allow: until */
            struct ast_name target; /* group: kind; amendment: agreement; ruling: term;
                                       allow: code */
        };
        struct ast_period period; /* agreement, clause (from D, until E), waiver, period */
    };
    union {
        struct { /* clause */
            struct span material, survives; /* source SOURCE_NONE: the flag is not there */
            struct ast_ref *in_place_of;
            struct ast_ref *while_live; /* while they are in force */
            struct ast_rank *ranks;
        };
        struct {
            struct ast_name *names; /* group: members; agreement: parties; waiver: holders;
                                       ruling and assert: as read by; NULL when none */
            struct ast_ref *refs;       /* waiver, amendment (deletes), allow (on) */
            struct ast_expr *where;     /* waiver, assert */
            struct ast_except *excepts; /* waiver */
            union {
                struct ast_text source; /* agreement */
                struct {                /* assert */
                    enum ast_assert_kind assertion;
                    enum ast_verdict_word verdict;
                };
            };
        };
        struct { /* attribute; redacted: type */
            enum ast_role role;
            struct ast_type type;
            struct ast_constant presumed;
        };
    };
};

struct ast_file {
    uint32_t source; /* number in sources */
    struct ast_statement *statements;
    struct ast_comment *comments; /* all of the file, in order */
};

#endif

/* build.h: what the grammar's actions call, and the state of one parse.
 *
 * The grammar says what a sentence looks like; every node is made here, in the arena of
 * the context. Lists grow as rings: the value of an open list is its last item, whose
 * `next` is the first, so that adding is one step and no list needs two pointers;
 * X_end() opens the ring and returns the first item. Nothing below checks a meaning.
 * What the tree does not keep has arenas of its own.
 */
#ifndef POLC_SYNTAX_BUILD_H
#define POLC_SYNTAX_BUILD_H

#include "syntax/parse.h"

struct token_info {
    int kind;
    struct span span;
};

struct parser {
    struct arena *arena;   /* the tree */
    struct arena *lasting; /* the scanner's window, bison's stacks: until the parse ends */
    struct arena *scratch; /* until the statement ends */
    struct arena_mark scratch_start;
    struct interner *names;
    struct diags *diags;
    const struct source *text;
    uint32_t source;
    void *scanner;
    const char *base; /* the text; offsets count from here */
    uint32_t first;   /* offset of the first character, after a byte order mark */
    uint32_t at;      /* where the next token is looked for */
    uint32_t taken;   /* bytes that the scanner has read, with those before `first` */
    struct ast_file *file;
    struct ast_statement *last_statement;
    struct ast_comment *last_comment;
    size_t depth;               /* open parentheses of the current sentence */
    bool recovering;            /* an error was reported and no full stop read since */
    bool stopping;              /* a full stop is to be put in before `replay` */
    bool replaying;             /* `replay` is to be handed out again */
    struct token_info replay;
    struct token_info previous; /* the last token handed out: the one that does not fit */
    struct token_info before;   /* the one before it, */
    struct token_info earlier;  /* and before that, */
    struct token_info earliest; /* and before that */
    struct token_info opening;  /* the first of the statement */
    size_t since_opening;       /* tokens handed out since, with it; 0 between statements */
    struct span long_text;      /* the last quoted text that ran over a line's end */
};

#define RING(T, name)                                                          \
    static inline struct T *name##_one(struct T *item)                         \
    {                                                                          \
        item->next = item;                                                     \
        return item;                                                           \
    }                                                                          \
    static inline struct T *name##_add(struct T *ring, struct T *item)         \
    {                                                                          \
        item->next = ring->next;                                               \
        ring->next = item;                                                     \
        return item;                                                           \
    }                                                                          \
    static inline struct T *name##_end(struct T *ring)                         \
    {                                                                          \
        if (!ring)                                                             \
            return NULL;                                                       \
        struct T *first = ring->next;                                          \
        ring->next = NULL;                                                     \
        return first;                                                          \
    }

RING(ast_name, names)
RING(ast_ref, refs)
RING(ast_point, points)
RING(ast_except, excepts)
RING(ast_tree, trees)
RING(ast_spelling, spellings)
RING(ast_conversion, conversions)
RING(ast_event, events)
RING(ast_reading, readings)
RING(ast_rank, ranks)
RING(ast_level, levels)
RING(ast_sentence, sentences)
RING(ast_quote, quotes)
RING(ast_input_test, tests)
RING(ast_input_case, cases)
RING(ast_input_line, lines)

/* The span of a rule: from its first to its last part that is not empty. As span_join,
 * for parts that are known to follow each other in one source. */
static inline struct span parse_span(const struct span *parts, int count)
{
    int first = 0, last = count - 1;
    while (first < last && parts[first].source == SOURCE_NONE)
        first++;
    while (last > first && parts[last].source == SOURCE_NONE)
        last--;
    return (struct span){parts[first].source, parts[first].begin, parts[last].end};
}

/* ---- words (build_word.c) ---------------------------------------------------------- */

struct ast_name build_name(struct parser *parser, struct ast_text text);
/* The source text of a span as a name: clause numbers, units, `yes`. */
struct ast_name build_word(struct parser *parser, struct span span);
struct ast_name *build_item(struct parser *parser, struct ast_name name);
struct ast_amount *build_amount(struct parser *parser, int64_t value, struct ast_name unit,
                                struct span span);
struct ast_date build_date(int64_t day, struct span span);
struct ast_ref *build_ref(struct parser *parser, struct ast_name scope, struct ast_name number,
                          struct span span);
/* A ring of names as a ring of references to agreements or documents. */
struct ast_ref *build_refs(struct parser *parser, struct ast_name *names);
struct ast_point *build_point_day(struct parser *parser, int64_t day, struct span span);
/* An event and, where there is one for each value of a kind, whose (atom 0: not said). */
struct happening {
    struct ast_name name, of;
};
const struct happening *build_event_of(struct parser *parser, struct ast_name name,
                                       struct ast_name of);
struct ast_point *build_point_event(struct parser *parser, const struct happening *event,
                                    struct span span);
struct ast_point *build_point_after(struct parser *parser, int64_t count, enum date_unit unit,
                                    struct ast_point *start, struct span span);
/* A redacted time after `start`. */
struct ast_point *build_point_hidden(struct parser *parser, struct ast_name hidden,
                                     struct ast_point *start, struct span span);
struct ast_point *build_point_of(struct parser *parser, enum ast_point_kind kind,
                                 struct ast_point *ring, struct span span);
/* Reports that something stands twice. */
void build_twice(struct parser *parser, struct span first, struct span second, const char *what);

/* ---- conditions (build_expr.c) -------------------------------------------------------- */

/* Operands of one `and` or `or`, joined from the left so far. */
struct expr_chain {
    struct ast_expr *expr;
    size_t count;
};

struct ast_expr *build_expr(struct parser *parser, enum ast_expr_kind kind, struct span span);
struct ast_expr *build_name_expr(struct parser *parser, enum ast_expr_kind kind,
                                 struct ast_name name, struct span span);
struct ast_expr *build_is(struct parser *parser, struct ast_name name, bool negated,
                          struct ast_name value, struct span span);
struct ast_expr *build_is_in(struct parser *parser, struct ast_name name, bool negated,
                             struct ast_name *ring, struct span span);
struct ast_expr *build_is_member(struct parser *parser, struct ast_name name, bool negated,
                                 struct ast_name list, struct span span);
struct ast_expr *build_compare_to(struct parser *parser, struct ast_name name,
                                  enum ast_compare compare, struct ast_name other,
                                  struct span span);
struct ast_expr *build_only(struct parser *parser, struct ast_name name, bool negated,
                            struct ast_name value, struct span span);
struct ast_expr *build_includes(struct parser *parser, struct ast_name name, bool negated,
                                struct ast_name value, struct span span);
struct ast_expr *build_compare(struct parser *parser, struct ast_name name,
                               enum ast_compare compare, struct ast_amount amount,
                               struct span span);
struct ast_expr *build_when(struct parser *parser, struct ast_name name, enum ast_when when,
                            int64_t day, struct span span);
struct ast_expr *build_in_force(struct parser *parser, struct ast_name agreement, bool negated,
                                struct span span);
struct ast_expr *build_happening(struct parser *parser, enum ast_expr_kind kind,
                                 const struct happening *event, struct span span);
struct ast_expr *build_occurred(struct parser *parser, const struct happening *event, bool negated,
                                struct span span);
/* The count and unit of a WITHIN or AGO are set by the caller. */
struct ast_expr *build_elapsed(struct ast_expr *expr, int64_t count, enum date_unit unit);
struct ast_expr *build_not(struct parser *parser, struct ast_expr *operand, struct span span);
struct ast_expr *build_parenthesised(struct ast_expr *expr, struct span span);
struct expr_chain build_chain(struct ast_expr *first);
struct expr_chain build_chain_add(struct parser *parser, enum ast_expr_kind kind,
                                  struct expr_chain chain, struct ast_expr *operand);
/* The finished condition. A long chain is balanced, so that no recursion over a tree goes
 * deeper than the nesting that the user wrote and a small bound. */
struct ast_expr *build_chain_end(struct parser *parser, struct expr_chain chain);
/* Remembers whether the word before the condition was `when`. */
struct ast_expr *build_where(struct parser *parser, struct ast_expr *expr, struct span word);

struct ast_except *build_except(struct parser *parser, struct ast_expr *cond);
struct ast_except *build_consent(struct parser *parser, struct ast_name holder,
                                 struct ast_name as_fact);
/* Adds the condition, which may be NULL. */
struct ast_except *build_except_where(struct ast_except *except, struct ast_expr *cond);
struct ast_except *build_except_end(struct ast_except *except, struct ast_name label,
                                    struct ast_except *ring, struct span span);
/* A ring, one more, and another ring that may be empty. */
struct ast_except *build_carve_backs(struct ast_except *ring, struct ast_except *first,
                                     struct ast_except *rest);

/* ---- vocabulary (build_vocabulary.c) --------------------------------------------------- */

struct ast_tree *build_tree(struct parser *parser, struct ast_name name,
                            struct ast_spelling *spellings, struct ast_tree *children,
                            struct span span);
struct ast_spelling *build_spelling(struct parser *parser, struct ast_text text);
struct ast_type *build_type(struct parser *parser, enum ast_type_kind kind, struct span span);
struct ast_type *build_type_kind(struct parser *parser, struct ast_name name, bool or_none,
                                 struct span span);
struct ast_type *build_type_inline(struct parser *parser, struct ast_tree *ring, bool or_none,
                                   struct span span);
struct ast_type *build_type_time(struct parser *parser, enum date_unit unit, struct span span);
struct ast_type *build_type_list(struct parser *parser, struct ast_name name, struct span span);
/* name or ring: the kind, or its tree where it stands in place. */
struct ast_type *build_type_several(struct parser *parser, struct ast_name name,
                                    struct ast_tree *ring, struct span span);
struct ast_type *build_type_number(struct parser *parser, struct ast_name unit,
                                   struct ast_conversion *ring);
/* Adds the range; either end may be NULL. */
struct ast_type *build_type_range(struct ast_type *type, const struct ast_amount *from,
                                  const struct ast_amount *to, struct span span);
struct ast_conversion *build_conversion(struct parser *parser, const struct ast_amount *large,
                                        const struct ast_amount *small, struct span span);
struct ast_constant *build_constant_name(struct parser *parser, struct ast_name name,
                                         struct span span);
struct ast_constant *build_constant_amount(struct parser *parser,
                                           const struct ast_amount *amount, struct span span);
struct ast_constant *build_constant_date(struct parser *parser, int64_t day, struct span span);
struct ast_event *build_event(struct parser *parser, struct ast_name name, struct ast_name by);
struct ast_event *build_event_gloss(struct ast_event *event, struct ast_text gloss, bool unknown);
struct ast_reading *build_reading(struct parser *parser, struct ast_text gloss,
                                  struct ast_expr *means, struct ast_except *ring,
                                  struct span span);
/* Adds who reads the term so. */
struct ast_reading *build_reading_by(struct ast_reading *reading, struct ast_name *parties,
                                     struct span span);

/* ---- inputs (build_input.c) --------------------------------------------------------------- */

struct ast_constant *build_constant_unknown(struct parser *parser, struct span span);
struct ast_quote *build_quote(struct parser *parser, struct ast_text text);
/* ring NULL: the path alone. */
struct ast_input_test *build_input_test(struct parser *parser, struct ast_text path, bool negated,
                                        struct ast_quote *ring, struct span span);
struct ast_input_case *build_input_case(struct parser *parser, struct ast_text pattern,
                                        const struct ast_constant *value);
/* `word`: the first of the line. */
struct ast_input_line *build_each(struct parser *parser, struct ast_text path, struct span word);
/* `word`: the one before the tests. */
struct ast_input_line *build_each_where(struct parser *parser, struct ast_input_line *line,
                                        struct ast_input_test *ring, struct span word);
struct ast_input_line *build_marks(struct parser *parser, struct ast_text marks,
                                   struct ast_text values, struct span word);
/* Of a fact, or of the name where that is the word `name` without quotes. ring NULL: it is the
 * value that build_value gives. */
struct ast_input_line *build_input_fact(struct parser *parser, struct ast_name fact,
                                        struct ast_quote *ring);
struct ast_input_line *build_cases(struct ast_input_line *line, struct ast_input_case *ring);
struct ast_input_line *build_unit(struct ast_input_line *line, struct ast_name unit);
/* value NULL: nothing is said. */
struct ast_input_line *build_value(struct ast_input_line *line, const struct ast_constant *value);
/* The line is complete. */
struct ast_input_line *build_line(struct parser *parser, struct ast_input_line *line,
                                  struct span span);
struct ast_statement *build_input(struct parser *parser, struct ast_name name,
                                  struct ast_name documents, struct ast_input_test *guards,
                                  struct ast_input_line *lines);

/* ---- sentences (build_sentence.c) ------------------------------------------------------- */

/* How a grant binds and what it is narrowed to. */
struct grant_scope {
    bool sole, exclusive;
    struct ast_name among;
    struct ast_name *verbs;
};

struct grant_scope *build_scope(struct parser *parser, bool exclusive, bool sole);
struct grant_scope *build_scope_of(struct parser *parser, struct ast_name among,
                                   struct ast_name *verbs);
/* What the first says of exclusivity and the second of the rest. */
struct grant_scope *build_scope_join(struct grant_scope *exclusivity,
                                     const struct grant_scope *rest);
struct ast_sentence *build_grant(struct parser *parser, struct ast_name *parties,
                                 struct ast_name *grantees, struct ast_name attribute,
                                 const struct grant_scope *scope);
struct ast_sentence *build_acting(struct parser *parser, enum ast_sentence_kind kind,
                                  struct ast_name *parties, struct ast_name *verbs,
                                  struct ast_name *holders);
struct ast_sentence *build_only_if(struct parser *parser, struct ast_sentence *sentence,
                                   struct ast_expr *only_if, struct ast_name *holders);
struct ast_sentence *build_owes(struct parser *parser, struct ast_name *parties,
                                struct ast_name *creditors, struct ast_text what);
struct ast_sentence *build_within(struct ast_sentence *sentence, int64_t count,
                                  enum date_unit unit);
struct ast_sentence *build_breach(struct ast_sentence *sentence, struct ast_ref *ring);
struct ast_sentence *build_commits(struct parser *parser, struct ast_name *parties,
                                   bool at_most, const struct ast_amount *amount,
                                   struct ast_name attribute);
/* `from names as attribute`; attribute.atom 0 where it is not said. */
struct ast_sentence *build_share(struct parser *parser, struct ast_sentence *sentence,
                                 struct ast_name *names, struct ast_name attribute);
struct ast_sentence *build_groups(struct ast_sentence *sentence, struct ast_name *facts);
struct ast_sentence *build_commits_end(struct ast_sentence *sentence, struct ast_date by);
struct ast_sentence *build_each_year(struct ast_sentence *sentence, struct ast_date from,
                                     struct ast_date through);
/* ring NULL: no clause applies. */
struct ast_sentence *build_lift(struct parser *parser, struct ast_ref *ring);
struct ast_sentence *build_prevails(struct parser *parser, struct ast_ref *winners,
                                    struct ast_ref *losers, struct span head);
struct ast_sentence *build_prevails_end(struct ast_sentence *sentence, struct ast_expr *where,
                                        struct ast_ref *not_for, struct span span);
struct ast_sentence *build_order(struct parser *parser, struct ast_level *ring,
                                 struct span head);
struct ast_sentence *build_order_end(struct ast_sentence *sentence, struct ast_expr *where,
                                     bool unless_stated, struct span span);
struct ast_sentence *build_stricter(struct parser *parser, struct span span);
struct ast_sentence *build_text(struct ast_sentence *sentence, struct ast_text text);
struct ast_sentence *build_sentence_end(struct ast_sentence *sentence, struct ast_expr *where,
                                        struct ast_except *ring, struct span head,
                                        struct span span);
struct ast_rank *build_rank(struct parser *parser, enum ast_rank_kind kind, struct ast_ref *ring,
                            struct span span);
struct ast_level *build_level(struct parser *parser, struct ast_ref *ring);

/* ---- statements (build_statement.c) ------------------------------------------------------ */

enum period_part_kind { PART_FROM, PART_UNTIL, PART_THROUGH, PART_WHILE };

/* One part of a period, before it is known whose. */
struct period_part {
    enum period_part_kind kind;
    union {
        struct ast_point *point;
        struct ast_expr *cond;
        int64_t day;
    };
    struct span word; /* a day's own place */
};

struct ast_statement *build_statement(struct parser *parser, enum ast_statement_kind kind,
                                      struct ast_name name);
struct ast_statement *build_policy(struct parser *parser, struct ast_text text,
                                   struct ast_date date);
struct ast_statement *build_uses(struct parser *parser, struct ast_text text);
struct ast_statement *build_kind(struct parser *parser, struct ast_name name,
                                 struct ast_tree *ring);
struct ast_statement *build_group(struct parser *parser, struct ast_name name,
                                  struct ast_name kind, struct ast_name *ring);
struct ast_statement *build_attribute(struct parser *parser, enum ast_role role,
                                      struct ast_name name, const struct ast_type *type);
struct ast_statement *build_attribute_end(struct ast_statement *statement,
                                          const struct ast_constant *presumed,
                                          struct ast_text gloss);
struct ast_statement *build_redacted(struct parser *parser, struct ast_name name,
                                     const struct ast_type *type, struct ast_text gloss);
struct ast_statement *build_events(struct parser *parser, struct ast_event *ring);
struct ast_statement *build_occurrence(struct parser *parser, const struct happening *event,
                                       struct ast_date date);
struct ast_statement *build_acts(struct parser *parser, struct ast_tree *ring);
struct ast_statement *build_term(struct parser *parser, struct ast_name name,
                                 struct ast_reading *ring);
struct ast_statement *build_agreement(struct parser *parser, struct ast_name name,
                                      struct ast_name *ring);
struct ast_statement *build_source(struct parser *parser, struct ast_statement *statement,
                                   struct ast_text source);
struct ast_statement *build_period(struct parser *parser, struct ast_statement *statement,
                                   struct period_part part, struct span span);
struct ast_statement *build_clause(struct parser *parser, struct ast_name number,
                                   struct ast_text label);
struct ast_statement *build_material(struct parser *parser, struct ast_statement *clause,
                                     struct span span);
struct ast_statement *build_survives(struct parser *parser, struct ast_statement *clause,
                                     struct span span);
struct ast_statement *build_in_place(struct parser *parser, struct ast_statement *clause,
                                     struct ast_ref *ring, struct span span);
/* `while 2.b is in force` */
struct ast_statement *build_while_live(struct parser *parser, struct ast_statement *clause,
                                       struct ast_ref *ring, struct span span);
struct ast_statement *build_clause_body(struct parser *parser, struct ast_statement *clause,
                                        struct ast_rank *ranks, struct ast_sentence *ring,
                                        struct ast_text text);
struct ast_statement *build_rank_statement(struct parser *parser, struct ast_sentence *ring);
struct ast_statement *build_waiver(struct parser *parser, struct ast_name name,
                                   struct ast_name *holders, struct ast_ref *refs);
struct ast_statement *build_waiver_end(struct ast_statement *waiver, struct ast_expr *where,
                                       struct ast_except *ring);
struct ast_statement *build_amendment(struct parser *parser, struct ast_name name,
                                      struct ast_name agreement, struct ast_date date,
                                      struct ast_ref *deletes);
struct ast_statement *build_ruling(struct parser *parser, struct ast_text text,
                                   struct ast_date date, struct ast_name term,
                                   struct ast_name *parties);
struct ast_statement *build_assert(struct parser *parser, enum ast_assert_kind assertion,
                                   enum ast_verdict_word verdict);
struct ast_statement *build_assert_end(struct ast_statement *statement, struct ast_text text,
                                       struct ast_name *parties, struct ast_expr *where);
struct ast_statement *build_allow(struct parser *parser, struct ast_name code,
                                  struct ast_ref *refs, struct ast_date until,
                                  struct ast_text reason);
/* The statement is complete: its place, the line above it, and into the file. */
void build_statement_end(struct parser *parser, struct ast_statement *statement,
                         struct span span);
void build_poison(struct parser *parser, struct span span);

/* ---- tokens, errors (scan.c, unexpected.c) ----------------------------------------------- */

/* Makes the scanner over a copy of the text; scans from its byte `skip` on. */
void parse_scan_open(struct parser *parser, size_t skip);

/* The values of tokens, and what only the text of one token can tell to be wrong. */
int64_t scan_number(struct parser *parser, const char *text, struct span span);
int64_t scan_date(struct parser *parser, const char *text, struct span span);
struct ast_name scan_name(struct parser *parser, const char *text, struct span span);
struct ast_text scan_text(struct parser *parser, struct span span);
void scan_open_text(struct parser *parser, struct span span);
void scan_unknown(struct parser *parser, const char *text, struct span span);
void scan_comment(struct parser *parser, const char *text, struct span span);
/* False, and reported, when the text is no UTF-8 or holds control characters. *skip is
 * the length of its byte order mark. */
bool scan_encoding(struct parser *parser, size_t *skip);

/* What the grammar knows when a token does not fit. */
struct unexpected {
    const char *found;           /* the token's English name */
    struct span span;
    const char *const *expected; /* English names of what would fit */
    size_t expected_count;
    const char *const *all;      /* English names of all words, those that begin a */
    size_t all_count;            /* statement first; how many they are */
    size_t opening_count;
    bool is_name;                /* the token is an unquoted name */
    bool previous_is_name;
    bool opens_statement;        /* the token can only begin a statement */
};
void parse_unexpected(struct parser *parser, const struct unexpected *unexpected);
/* `parentheses`: there are too many; else bison's stack may not grow further. */
void parse_too_deep(struct parser *parser, struct span span, bool parentheses);
/* Puts a full stop before the last token, and hands that out again. */
void parse_resume_before(struct parser *parser);
/* Is this the first word of its line? */
bool parse_first_on_line(const struct parser *parser, struct span span);
/* Is there an empty line above this place, and something above that? */
bool parse_blank_above(const struct parser *parser, uint32_t offset);

#endif

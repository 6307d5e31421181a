/* check.h: what the files of sema share: the state of one check and their entry points.
 *
 * The order of the phases is in check.c. Every phase reads the statements that
 * collect.c sorted by kind, fills its part of the model, and reports what is wrong; a
 * declaration that is wrong still gets its id, so that later phases can go on, but is
 * marked poisoned or left out of the lookup maps, so that nothing is reported twice.
 * `arena` holds what the model keeps, `scratch` what ends with the check.
 */
#ifndef POLC_SEMA_CHECK_H
#define POLC_SEMA_CHECK_H

#include "base/map.h"
#include "sema/sema.h"

#define SEMA_PAIR_LIMIT 4000000u /* ranked pairs, and pairs of a lift and a norm, each */
#define SEMA_LEAF_LIMIT 1000u      /* leaves of a kind that are told one by one */
#define SEMA_NESTING_LIMIT 100u  /* terms and agreements that rest on each other */

/* A statement of an agreement and where it stands. VOCAB_NONE: in none. */
struct sema_owned {
    const struct ast_statement *statement;
    uint32_t agreement, document;
};

/* Ids first, first + 1, …, first + count - 1. */
struct sema_run {
    uint32_t first, count;
};

struct sema_var_info {
    atom_t name;
    bool poisoned; /* its declaration was refused: stay silent about its uses */
};

struct sema_node_info {
    atom_t name;
    struct span span;
};

/* What a name of the condition namespace (facts, events, terms, consents) stands for. */
enum sema_entry_kind { ENTRY_NONE, ENTRY_VAR, ENTRY_TERM, ENTRY_FAMILY, ENTRY_PERIOD, ENTRY_REDACTED };

struct sema_entry {
    enum sema_entry_kind kind;
    uint32_t id; /* variable, term, family, period or redaction */
};

/* What a scope's name stands for; document is VOCAB_NONE for an agreement. */
struct sema_scope {
    uint32_t agreement, document;
};

/* An event of the ledger as declared: one variable, or those of a family. */
struct sema_event_plan {
    const struct ast_event *at;
    uint32_t family; /* VOCAB_NONE: one event */
    bool poisoned;
};

/* An event that a condition or a point in time names. With `by`, a fact or choice, var is
 * the event of the kind's first leaf and that of the leaf which `by` has is meant. */
struct sema_event {
    uint32_t var; /* VOCAB_NONE after a diagnostic */
    uint32_t by;  /* VOCAB_NONE: var is the event */
};

typedef VEC(const struct ast_statement *) sema_statements;

struct sema_ids {
    VEC(uint32_t) list;
};

struct sema {
    struct arena *arena;
    struct arena *scratch;
    struct interner *names;
    struct diags *diags;
    struct model *model;
    const struct policy_files *files;
    const struct sema_options *options;

    /* collect.c: statements by kind, in the order of files and lines */
    struct sema_statement_lists {
        sema_statements policies, kinds, groups, attributes, events, periods, redacted, occurred, acts,
            terms,
            agreements, waivers, amendments, rulings, asserts, allows, inputs;
        VEC(struct sema_owned) documents, clauses, ranks;
    } of;
    struct sema_run *agreement_clauses, *document_clauses; /* by agreement, by document */

    /* the vocabulary while it grows; vocab_build.c points model->vocab at it */
    VEC(struct vocab_var) vars;
    VEC(struct sema_var_info) var_info;
    VEC(struct span) var_spans;
    VEC(struct vocab_kind) kinds;
    VEC(atom_t) kind_names; /* 0: an inline one */
    VEC(struct vocab_node) nodes;
    VEC(struct sema_node_info) node_info;
    VEC(struct vocab_group) groups;
    VEC(struct sema_node_info) group_info;
    VEC(struct vocab_range) ranges;
    VEC(struct vocab_unit) units;
    VEC(atom_t) unit_names;
    VEC(struct vocab_term) terms;
    VEC(struct vocab_reading) readings;
    VEC(uint32_t) parties; /* of readings */
    VEC(struct vocab_spelling) more_spellings;
    VEC(struct vocab_family) families;
    VEC(struct sema_node_info) family_info;
    VEC(struct vocab_span) spans;
    VEC(struct vocab_input) inputs;
    VEC(struct vocab_input_test) input_tests;
    VEC(struct vocab_input_fact) input_facts;
    VEC(struct vocab_input_pattern) input_patterns;
    VEC(struct vocab_input_mark) input_marks;
    VEC(struct vocab_input_path) input_paths;
    VEC(struct vocab_input_step) input_steps;
    uint32_t *redacted_lists; /* by redaction: its family, or VOCAB_NONE */
    struct map hidden;        /* title → variable that a redaction is read through */
    struct strbuf text;

    struct map kind_of_name;   /* atom → kind */
    struct map values;         /* (kind, atom) → node * 2, or group * 2 + 1 */
    struct map kind_of_value;  /* atom → some kind that has it, for messages */
    struct map spellings;      /* (kind, atom) → node */
    struct map conditions;     /* atom → entry, see names.c */
    struct map scopes;         /* atom → agreement * 2, or document * 2 + 1 */
    struct map clause_numbers; /* (scope number, atom) → clause */

    uint32_t act_kind;
    uint32_t first_event;  /* variable of the first ledger event */
    VEC(struct span) event_spans; /* by index, before they are variables */
    VEC(struct sema_event_plan) event_plans;
    bool party_kind_reported;
    atom_t word_date, word_act, word_none, word_unknown, word_party;
    struct model_expr *always;
    VEC(struct vocab_range) range_buffer; /* see expr.c */
    uint32_t reach_work; /* see input_reach.c */

    struct sema_run *clause_norms, *clause_lifts; /* by clause */
    struct sema_ids *clause_waivers;              /* by clause: waivers that name it */
    VEC(const struct ast_sentence *) norm_sentences;
    VEC(const struct ast_sentence *) lift_sentences;
};

/* ---- collect.c, load of statements ------------------------------------------------ */
void sema_collect(struct sema *s);
void sema_policy(struct sema *s);

/* ---- names.c ------------------------------------------------------------------------ */
const char *sema_text(const struct sema *s, atom_t atom);
/* Registers a name of conditions; reports a clash and returns false when it is taken. */
bool sema_declare(struct sema *s, const struct ast_name *name, enum sema_entry_kind kind,
                  uint32_t id);
/* Ledger events are declared before their variables are numbered. */
bool sema_declare_event(struct sema *s, const struct ast_name *name, uint32_t index);
struct sema_entry sema_find(const struct sema *s, atom_t name);
/* "a yes/no fact", "an event", … for messages. */
const char *sema_describe(const struct sema *s, struct sema_entry entry);
/* Where a name of conditions was declared. */
struct span sema_declared_at(const struct sema *s, struct sema_entry entry);
/* A variable or term by name, with the diagnostic when there is none. */
struct sema_entry sema_resolve(struct sema *s, const struct ast_name *name);
/* A helper for nearest-name hints; false once so many diagnostics exist that one more
 * hint would not be shown. */
bool sema_hints(const struct sema *s);

/* ---- values.c: values, and sets of party nodes compared by their leaves ---------------- */
/* A node of the kind party; VOCAB_NONE after a diagnostic. `as` says what for. */
uint32_t sema_resolve_party(struct sema *s, const struct ast_name *name, const char *as);
/* All of a list, without repetitions; false when one failed. */
bool sema_resolve_parties(struct sema *s, const struct ast_name *names, const char *as,
                          uint32_t **ids, size_t *count);
/* Adds the leaves of a value of a kind to the range buffer; false after a diagnostic. */
bool sema_resolve_value(struct sema *s, uint32_t kind, bool or_none, const struct ast_name *name);
/* "`a`, `b` and `c`" of party nodes. */
const char *sema_party_list(struct sema *s, const uint32_t *nodes, size_t count);
/* "kind `region`", or "`stage`" for an inline kind, "yes/no", "the acts". */
const char *sema_kind_title(struct sema *s, uint32_t kind);
bool sema_node_inside(const struct sema *s, uint32_t inner, uint32_t outer);
bool sema_nodes_overlap(const struct sema *s, uint32_t a, uint32_t b);
/* Is every leaf of the node below one of these? */
bool sema_covered(const struct sema *s, uint32_t node, const uint32_t *by, size_t count);

/* ---- kinds.c -------------------------------------------------------------------------- */
void sema_kinds(struct sema *s);
/* Adds one kind and its tree; returns its id. name 0: inline. */
uint32_t sema_add_kind(struct sema *s, atom_t name, const struct ast_tree *tree);
/* groups.c */
void sema_groups(struct sema *s);

/* ---- attributes.c, events.c, units.c ----------------------------------------------------- */
void sema_attributes(struct sema *s);
void sema_acts_statement(struct sema *s);
void sema_declare_events(struct sema *s);
void sema_events(struct sema *s);
void sema_consents(struct sema *s);
uint32_t sema_add_var(struct sema *s, struct vocab_var var, atom_t name, struct span span);
bool sema_reserved_name(struct sema *s, const struct ast_name *name, bool fact);
/* False, and told, where descriptions mean something else by the name; `what` it is called. */
bool sema_sayable(struct sema *s, atom_t name, struct span span, const char *what);
/* False when a unit or the range was refused. */
bool sema_units(struct sema *s, const struct ast_type *type, struct vocab_var *var);
/* Which of the variable's units an amount names, from its first; 0 for one without a unit. */
uint32_t sema_amount_unit(const struct sema *s, const struct vocab_var *var,
                          const struct ast_amount *amount);
/* A constant in the base unit of var; false after a diagnostic. */
bool sema_amount(struct sema *s, const struct vocab_var *var, const struct ast_amount *amount,
                 int64_t *out);
/* presumed.c */
void sema_presumed(struct sema *s, const struct ast_statement *statement, struct vocab_var *var);

/* ---- vocab_build.c, mentioned.c -------------------------------------------------------------- */
struct vocab_text sema_add_text(struct sema *s, const char *text, size_t length);
struct vocab_text sema_add_atom(struct sema *s, atom_t atom);
/* Points model->vocab at the arrays as they are now. */
void sema_publish_vocab(struct sema *s);
void sema_mark_mentioned(struct sema *s);

/* ---- expr.c: making expressions ------------------------------------------------------------- */
struct model_expr *sema_expr(struct sema *s, enum model_op op, struct span span);
struct model_expr *sema_not(struct sema *s, struct model_expr *inner, struct span span);
/* OP_AND or OP_OR; a NULL side or a constant one is left out where that is exact. */
struct model_expr *sema_both(struct sema *s, struct model_expr *a, struct model_expr *b);
struct model_expr *sema_either(struct sema *s, struct model_expr *a, struct model_expr *b);
struct model_expr *sema_range(struct sema *s, uint32_t var, int64_t low, int64_t high,
                              struct span span);
struct model_expr *sema_ref_expr(struct sema *s, enum model_op op, uint32_t ref, struct span span);
struct model_expr *sema_since(struct sema *s, struct sema_event event, int64_t count,
                              enum date_unit unit, struct span span);
/* var in what the range buffer holds; sorts and empties the buffer. */
struct model_expr *sema_in(struct sema *s, uint32_t var, struct span span);
void sema_buffer_add(struct sema *s, uint32_t first, uint32_t count);
/* Sorts, joins and copies the buffer's ranges; empties it. */
struct leaf_set sema_buffer_take(struct sema *s);

/* ---- conditions.c, points.c, excepts.c --------------------------------------------------------- */
/* NULL means no condition was written: always true. Never returns NULL. */
struct model_expr *sema_condition(struct sema *s, const struct ast_expr *expr);
/* Reports that what the condition speaks of does not fit it; returns `always`. */
struct model_expr *sema_wrong_type(struct sema *s, const struct ast_expr *expr,
                                   struct sema_entry entry);
/* A count of days, months or years that fits the calendar; else a diagnostic. */
bool sema_count_fits(struct sema *s, int64_t count, enum date_unit unit, struct span span);
/* Days that a point in time can fall on; high is DATE_NEVER when it may never come. */
struct sema_bounds {
    int64_t low, high;
};
struct model_period sema_period(struct sema *s, const struct ast_period *period,
                                const char *whose);
struct sema_bounds sema_begin_bounds(const struct sema *s, const struct ast_period *period);
struct sema_bounds sema_end_bounds(const struct sema *s, const struct ast_period *period);
/* clause: whose waivers meet a consent exception; VOCAB_NONE for none. */
struct model_except *sema_excepts(struct sema *s, const struct ast_except *list, uint32_t clause);
/* Does the tree ask for consent of a party that these givers cover? */
bool sema_excepts_ask(struct sema *s, const struct ast_except *list, const uint32_t *givers,
                      size_t count);

/* ---- happenings.c ---------------------------------------------------------------------------- */
/* An event of the ledger or of the case, `of` a value or a fact where there is one for each
 * value of a kind (atom 0: not said). */
struct sema_event sema_resolve_event(struct sema *s, const struct ast_name *name,
                                     const struct ast_name *of);

/* ---- redactions.c, hidden.c ------------------------------------------------------------------ */
void sema_declare_redactions(struct sema *s);
/* Makes the variables that redactions are read through, wherever a sentence uses one. */
void sema_redactions(struct sema *s);
/* `x > cap` and `x is in rival`. */
struct model_expr *sema_compare_hidden(struct sema *s, const struct ast_expr *expr);
struct model_expr *sema_member_hidden(struct sema *s, const struct ast_expr *expr);
/* Has the redacted time after this event, day or period passed? NULL after a diagnostic. */
struct model_expr *sema_time_hidden(struct sema *s, const struct ast_name *hidden,
                                    const struct ast_point *start);
/* Calls `pair` for each comparison with and each time after something, by their names. */
struct sema_hidden_visitor {
    void (*compare)(void *context, const struct ast_name *fact, const struct ast_name *redacted);
    void (*after)(void *context, const struct ast_name *redacted, const struct ast_point *start);
    void *context;
};
void sema_visit_hidden(struct sema *s, const struct sema_hidden_visitor *visitor);

/* ---- periods.c ------------------------------------------------------------------------------- */
void sema_declare_periods(struct sema *s);
void sema_periods(struct sema *s);
struct model_expr *sema_during(struct sema *s, const struct ast_expr *expr);

/* ---- families.c ------------------------------------------------------------------------------ */
/* The name NAME.LEAF of the variable of a leaf node. */
struct ast_name sema_member_name(struct sema *s, const struct ast_name *name, uint32_t node);
/* Adds the variables NAME.LEAF of all leaves of a kind, each like `var`, and declares NAME. */
void sema_add_family(struct sema *s, enum family_role role, uint32_t kind, struct vocab_var var,
                     const struct ast_name *name);

/* ---- phrases.c ------------------------------------------------------------------------------- */
/* `x is y` where y is a fact and no value of x's kind; NULL where it is no such thing. */
struct model_expr *sema_same(struct sema *s, const struct ast_expr *expr, uint32_t var);
/* `x includes n` and `x is only n`. */
struct model_expr *sema_members(struct sema *s, const struct ast_expr *expr);
/* May the leaves of a kind be told one by one? Else a diagnostic. */
bool sema_small_kind(struct sema *s, uint32_t kind, struct span span);

/* ---- terms.c, nesting.c ---------------------------------------------------------------------------- */
void sema_declare_terms(struct sema *s);
void sema_term_readings(struct sema *s); /* parties, rulings, variables */
void sema_terms(struct sema *s);         /* meanings */
void sema_nesting(struct sema *s);       /* cycles of terms and agreements */

/* ---- agreements.c, clauses.c, refs.c ------------------------------------------------------------------ */
void sema_declare_agreements(struct sema *s);
void sema_agreements(struct sema *s);
void sema_declare_clauses(struct sema *s);
void sema_clauses(struct sema *s); /* periods */
void sema_replaced(struct sema *s); /* in place of; replaced.c */
void sema_amendments(struct sema *s);
void sema_while_live(struct sema *s); /* clauses that live while others do; living.c */
bool sema_find_scope(const struct sema *s, atom_t name, struct sema_scope *out);
uint32_t sema_resolve_agreement(struct sema *s, const struct ast_name *name);
/* What a reference names: a clause (id), or when clause is VOCAB_NONE a whole scope. */
struct sema_target {
    uint32_t clause;
    struct sema_scope scope;
};
/* `here` is where a bare number belongs; updated to the scope that was said when
 * `carry` is set. False after a diagnostic. */
bool sema_resolve_ref(struct sema *s, const struct ast_ref *ref, struct sema_scope *here,
                      bool carry, struct sema_target *out);
/* The same where only a clause will do; VOCAB_NONE after a diagnostic. */
uint32_t sema_resolve_clause(struct sema *s, const struct ast_ref *ref, struct sema_scope *here,
                             bool carry);
struct sema_scope sema_clause_scope(const struct sema *s, uint32_t clause);
const char *sema_agreement_text(const struct sema *s, uint32_t agreement);

/* ---- norms.c, grants.c, holders.c, acts.c ------------------------------------------------------------------ */
void sema_norms(struct sema *s);
void sema_breaches(struct sema *s); /* `if in breach`, once all norms are known */
/* Fills bearer-dependent conditions of a grant. */
struct model_expr *sema_grant_condition(struct sema *s, const struct ast_sentence *sentence,
                                        uint32_t bearer, uint32_t *attribute);
bool sema_grant_attribute(struct sema *s, const struct ast_sentence *sentence, uint32_t *var);
void sema_refuse_attribute(struct sema *s, const struct ast_name *name, struct sema_entry entry,
                           const char *want);

/* ---- commitments.c ------------------------------------------------------------------------------------------ */
struct sema_commitment { /* as in struct model_norm */
    uint32_t amount_var, amount_unit;
    int64_t amount;
    uint32_t share_var;
    struct leaf_set share;
    uint32_t *groups;
    size_t group_count;
};
void sema_find_commitment(struct sema *s, const struct ast_sentence *sentence,
                          struct sema_commitment *out);
/* The acts a sentence speaks of; sema->always when it is every act. */
struct model_expr *sema_acts(struct sema *s, const struct ast_name *verbs);
bool sema_bearer(struct sema *s, const struct ast_name *name, uint32_t agreement, uint32_t *out);
void sema_holders(struct sema *s, const struct ast_sentence *sentence, struct model_norm *norm);
/* The agreement's party that contains the node, or VOCAB_NONE. */
uint32_t sema_own_party(const struct sema *s, uint32_t node, uint32_t agreement);
/* persons.c: nobody is named twice in a sentence, nobody is owed anything by himself. The
 * norms made of the sentence are given, one per bearer. */
void sema_named_twice(struct sema *s, const struct ast_name *list);
void sema_persons(struct sema *s, const struct ast_sentence *sentence, struct sema_run norms,
                  uint32_t agreement);

/* ---- lifts.c, waivers.c, ranks.c, rank_groups.c, privity.c --------------------------------- */
void sema_lifts(struct sema *s);
void sema_declare_waivers(struct sema *s);
void sema_waivers(struct sema *s);
void sema_ranks(struct sema *s);

/* Norms of the clauses that one side of a rank, or one level of an order, names. */
struct sema_norm_set {
    VEC(uint32_t) plus, minus;
};
/* Sorts the named clauses into groups, each clause to the most exact name that names it;
 * clauses of `except REFS` are left out. False after a diagnostic. */
bool sema_rank_groups(struct sema *s, const struct ast_sentence *sentence,
                      struct sema_scope here, struct sema_norm_set **groups, size_t *count);
void sema_add_clause_norms(struct sema *s, uint32_t clause, struct sema_norm_set *set);

/* People whose agreement is missing, collected over the norms of a clause. */
struct sema_people {
    VEC(uint32_t) nodes;
};
/* Adds the holders of the norm that these nodes do not cover. */
void sema_strangers(struct sema *s, uint32_t norm, const uint32_t *nodes, size_t count,
                    struct sema_people *out);
void sema_add_person(struct sema *s, uint32_t node, struct sema_people *out);
/* A sentence of `agreement` would take from `clause`, which is owed to these people. */
void sema_report_privity(struct sema *s, struct span span, uint32_t clause, uint32_t agreement,
                         const struct sema_people *people);

/* `source` is aimed at `target`, both ids. */
struct sema_pair {
    uint32_t target, source;
};
struct sema_pairs {
    VEC(struct sema_pair) list;
    bool too_many;
};
void sema_add_pair(struct sema *s, struct sema_pairs *pairs, uint32_t target, uint32_t source,
                   struct span span);
/* Sources by target, in the order they were added and each once: those of target t are
 * (*lists)[first[t]] … [first[t] + counts[t] - 1]. */
void sema_group_pairs(struct sema *s, const struct sema_pairs *pairs, size_t targets,
                      uint32_t **lists, size_t **first, size_t **counts);

/* ---- inputs.c, input_paths.c, input_values.c, input_reach.c ------------------------------------ */
void sema_inputs(struct sema *s);
/* Adds a path; a text that is none is reported and has no steps. */
uint32_t sema_input_path(struct sema *s, const struct ast_text *text);
/* The fact or choice that a description has as a key; ENTRY_NONE after a diagnostic. */
struct sema_entry sema_input_fact(struct sema *s, const struct ast_name *name);
/* The words of a description for a value of the line's fact; empty after a diagnostic. */
struct vocab_text sema_input_value(struct sema *s, struct sema_entry entry,
                                   const struct ast_input_line *line,
                                   const struct ast_constant *value);
/* Is it the name of a value? */
bool sema_input_has_value(const struct sema *s, struct sema_entry entry, atom_t name);
/* Is it a unit of the fact? False after a diagnostic. */
bool sema_input_unit(struct sema *s, struct sema_entry entry, const struct ast_name *fact,
                     const struct ast_name *unit);
/* Warn of patterns that others take everything from, and of such an input. */
void sema_input_cases(struct sema *s, const struct ast_input_case *cases);
void sema_input_tests(struct sema *s, const struct ast_input_test *tests);
void sema_input_reached(struct sema *s, uint32_t number);

/* ---- asserts.c, quotations.c, consequences.c --------------------------------------------------------------------------------- */
void sema_asserts(struct sema *s);
void sema_allows(struct sema *s);
void sema_quotations(struct sema *s);
/* Takes back, from the diagnostic numbered `first` on, what unreadable text may explain. */
void sema_drop_consequences(struct sema *s, size_t first);

#endif

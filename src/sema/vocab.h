/* vocab.h: the vocabulary of a policy as flat arrays: variables, kinds, readings.
 *
 * This is what a description is bound to and what an output names things by. The same
 * structs are made by sema and read in place from a table's image, so they hold no
 * pointers: texts are offsets into one blob, lists are (first, count) in one array.
 * Ids are shared with model.h: variable v, kind k, term t, agreement a, clause c mean the
 * same there and here.
 *
 * A *variable* is whatever a world gives one value, always an int64:
 *   VAR_DATE_OF_CASE  the day of the deployment; always variable 0
 *   VAR_LEAF          a leaf's number in its kind (preorder, from 0); `none` is leaf_count - 1
 *                     where or_none is set; yes/no facts have the kind VOCAB_YES_NO (no 0, yes 1)
 *   VAR_NUMBER        a whole number in the base unit
 *   VAR_DAY           a day (date.h)
 *   VAR_EVENT         the day of a case event or of an event of the ledger, or DATE_NEVER
 *   VAR_READING       the number of a reading of a disputed term that no ruling fixes
 */
#ifndef POLC_SEMA_VOCAB_H
#define POLC_SEMA_VOCAB_H

#include "base/date.h"
#include "sema/vocab_input.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VOCAB_NONE UINT32_MAX /* no id */
#define VOCAB_DATE 0u         /* the variable of the deployment's date */
#define VOCAB_YES_NO 0u       /* the kind of yes/no facts: leaves no, yes */
#define VOCAB_NO 0
#define VOCAB_YES 1

enum var_kind { VAR_DATE_OF_CASE, VAR_LEAF, VAR_NUMBER, VAR_DAY, VAR_EVENT, VAR_READING };

enum var_role {
    VAR_ROLE_DATE,
    VAR_ROLE_ACTOR,
    VAR_ROLE_FACT,
    VAR_ROLE_CHOICE,
    VAR_ROLE_ACT,     /* the choice `act`; one leaf when there is no acts statement */
    VAR_ROLE_CONSENT, /* consent_of_H, declared by its use */
    VAR_ROLE_LEDGER,  /* an event of the policy, the same for all deployments */
    VAR_ROLE_READING,
    VAR_ROLE_REDACTED /* what a contract hides is read through it; nobody can give it */
};

struct vocab_range { /* leaves first..last, both included */
    uint32_t first, last;
};

struct vocab_node {
    struct vocab_text name;
    struct vocab_text spelling; /* first outside spelling; length 0 when none */
    uint32_t parent;            /* node id, or VOCAB_NONE */
    uint32_t first_leaf, leaf_count;
    uint32_t is_leaf; /* 0 or 1 */
};

/* The second and later outside spellings of nodes, by node. */
struct vocab_spelling {
    uint32_t node;
    struct vocab_text text;
};

struct vocab_group {
    struct vocab_text name;
    uint32_t first_range, range_count; /* in vocab.ranges */
};

struct vocab_kind {
    struct vocab_text name; /* length 0: an inline one */
    uint32_t first_node, node_count; /* in vocab.nodes, preorder */
    uint32_t first_group, group_count;
    uint32_t leaf_count;
    uint32_t reserved;
};

struct vocab_unit { /* a number in this unit times factor is in the base unit */
    struct vocab_text name;
    int64_t factor;
};

struct vocab_var {
    uint32_t kind; /* enum var_kind */
    uint32_t role; /* enum var_role */
    struct vocab_text name;
    struct vocab_text gloss;
    uint32_t leaf_kind;  /* VAR_LEAF: kind id */
    uint32_t leaf_count; /* VAR_LEAF: values, `none` included; VAR_READING: readings */
    uint32_t or_none;    /* 0 or 1 */
    uint32_t term;       /* VAR_READING: term id */
    uint32_t first_unit, unit_count; /* VAR_NUMBER: base unit first; 0 when it has none */
    int64_t low, high;   /* VAR_NUMBER: declared range, both included */
    uint32_t has_presumed; /* 0 or 1; the presumption is presumed_low..presumed_high */
    uint32_t unknown;    /* VAR_ROLE_LEDGER: declared unknown, 0 or 1 */
    int64_t presumed_low, presumed_high; /* leaves, number or day, both included */
    int64_t occurred;    /* VAR_ROLE_LEDGER: day said in the policy, or DATE_NEVER when none */
    uint32_t has_occurred; /* VAR_ROLE_LEDGER: 0 or 1 */
    uint32_t mentioned;  /* 1 when a norm's application, directly or not, mentions it; 2 when
                            only as the event of the leaf that a fact has */
};

/* Variables that stand for the leaves of one kind, one after the other: that of leaf l is
 * first_var + l. They are called NAME.LEAF. */
enum family_role {
    FAMILY_SEVERAL, /* a fact that is a set of leaves: a yes/no variable says of each whether
                       it belongs to it */
    FAMILY_EVENTS,  /* an event of the ledger for each leaf */
    FAMILY_LIST     /* a redacted list: a hidden yes/no for each leaf */
};

struct vocab_family {
    struct vocab_text name;
    uint32_t role; /* enum family_role */
    uint32_t leaf_kind;
    uint32_t first_var, var_count; /* as many as the kind has leaves */
};

/* A period with a name: which events of the ledger it begins and ends with, VOCAB_NONE where
 * that end is no such event by itself. */
struct vocab_span {
    struct vocab_text name;
    uint32_t from, until; /* variables */
};

struct vocab_reading {
    struct vocab_text label; /* "OpenAI and Amazon" */
    struct vocab_text gloss;
    uint32_t first_party, party_count; /* node ids in vocab.parties */
};

struct vocab_term {
    struct vocab_text name;
    uint32_t first_reading, reading_count; /* 0 readings: one undisputed meaning */
    uint32_t var;   /* its VAR_READING, or VOCAB_NONE when undisputed or ruled */
    uint32_t ruled; /* the reading a ruling fixes, or VOCAB_NONE */
};

struct vocab {
    const char *text;
    size_t text_length;
    const struct vocab_var *vars;
    const struct vocab_kind *kinds;
    const struct vocab_node *nodes;
    const struct vocab_group *groups;
    const struct vocab_range *ranges;
    const struct vocab_unit *units;
    const struct vocab_term *terms;
    const struct vocab_reading *readings;
    const uint32_t *parties; /* node ids */
    const struct vocab_spelling *spellings;
    const struct vocab_family *families;
    const struct vocab_span *spans;
    const struct vocab_input *inputs;
    const struct vocab_input_test *input_tests;
    const struct vocab_input_fact *input_facts;
    const struct vocab_input_pattern *input_patterns;
    const struct vocab_input_mark *input_marks;
    const struct vocab_input_path *input_paths;
    const struct vocab_input_step *input_steps;
    uint32_t var_count, kind_count, node_count, group_count, range_count, unit_count,
        term_count, reading_count, party_count, spelling_count, family_count,
        span_count, input_count, input_test_count, input_fact_count, input_pattern_count,
        input_mark_count, input_path_count, input_step_count;
    uint32_t party_kind; /* the kind `party`, or VOCAB_NONE */
    uint32_t actor;      /* variable, or VOCAB_NONE */
    uint32_t act;        /* variable, always there */
};

static inline const char *vocab_string(const struct vocab *vocab, struct vocab_text text)
{
    return vocab->text + text.offset;
}

/* The variable of this name that is no reading; VOCAB_NONE when there is none. Looks at all: for
 * a few names. */
uint32_t vocab_var_named(const struct vocab *vocab, const char *name);

/* Names stand for the leaves below them, which are intervals: these compare nodes of one kind. */
bool vocab_overlap(const struct vocab_node *nodes, uint32_t a, uint32_t b);
/* The end of the longest of the nodes `by` that hold the leaf `at`; `at` when none does. */
uint32_t vocab_reach(const struct vocab_node *nodes, uint32_t at, const uint32_t *by, size_t count);
/* Is every leaf of the node below some of the nodes `by`? */
bool vocab_covered(const struct vocab_node *nodes, uint32_t node, const uint32_t *by, size_t count);

/* The node of a leaf of a kind. */
uint32_t vocab_leaf_node(const struct vocab *vocab, uint32_t kind, uint32_t leaf);

/* The name of one value of a VAR_LEAF variable, "none" included. */
const char *vocab_leaf_name(const struct vocab *vocab, uint32_t var, uint32_t leaf);

/* The leaves of the kind of a variable, `none` not among them. */
uint32_t vocab_named_leaves(const struct vocab *vocab, uint32_t var);

/* The family that a variable is one of, or NULL. */
const struct vocab_family *vocab_family_of(const struct vocab *vocab, uint32_t var);

#endif

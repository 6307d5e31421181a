/* input.h: documents that are not in the plain form, read as the policy's inputs say.
 *
 * An input (sema/vocab_input.h) says which part of a document is a deployment and how texts in it
 * become values of facts. Each such element is written anew as a description in the plain form,
 * whose values keep the places of the texts that they come from, and bound like any other
 * (describe.c): so meanings, presumptions and messages exist once. What is not there is left out
 * of it, and is presumed or open; what is marked as unknown is `unknown`, and never presumed.
 *
 * Words of the plain form that stand in a document by chance mean nothing: the text `unknown` is
 * a text like any other, and a map is never {oneof: ..}.
 */
#ifndef POLC_DATA_INPUT_H
#define POLC_DATA_INPUT_H

#include "data/pointer.h"
#include "data/session.h"

/* What a binder prepares; NULL there when nothing is read through inputs. */
struct inputs {
    uint32_t forced;       /* the input of --input, or VOCAB_NONE: by guards */
    bool lines_are_plain;  /* no guard can fit what is a description of plain scalars */
    const uint32_t *facts; /* per fact of an input: what its key stands for (binder.h) */
    const struct filter *filter; /* of all their paths */
};

#define INPUT_NO_KEY (UINT32_MAX - 3) /* in `facts`: nothing */

/* ---- input.c ---- */

/* NULL after a diagnostic, for --input plain, and where the policy has none. */
struct inputs *inputs_new(struct binder *binder);
/* The input that a document is read through: that of --input, else the first all of whose guards
 * hold; NULL: the plain form. */
const struct vocab_input *input_of(struct binder *binder, struct arena *arena,
                                   const struct node *document);
/* Hands over a deployment for each element of the document. */
void input_bind(struct session *session, const struct vocab_input *input,
                const struct node *document);
/* Complains when a document fits no input and cannot be meant as the plain form either. */
bool input_strange(struct session *session, const struct node *document);

enum input_answer { INPUT_NO, INPUT_MAYBE, INPUT_YES };

/* One element being read. */
struct element {
    struct session *session;
    struct arena *arena; /* emptied behind the element */
    const struct vocab *vocab;
    const struct vocab_input *input;
    const struct node *node;
    bool failed;
};

/* Does the path lead to something, and does some value there fit one of the patterns, if any?
 * Ignores `negated`. MAYBE: what decides it is not known yet. */
enum input_answer input_test(const struct element *element, const struct vocab_input_test *test);

/* ---- mark.c ---- */

/* A place of the element that a mark says is unknown, with all below it. */
struct mark {
    const struct node *node; /* the truth value true */
    const struct pointer_key *keys;
    uint32_t key_count;
};
struct marks {
    struct mark *items;
    size_t count, capacity;
};
/* The marked places that the path leads to or through. */
void marks_find(const struct element *element, uint32_t path, struct marks *out);
bool mark_covers(const struct mark *mark, const struct pointer_key *keys, uint32_t count);

/* ---- input_values.c: what stands at the paths of a fact ---- */

struct input_value {
    const struct node *node; /* of the document; the mark where `marked` */
    const struct pointer_key *keys;
    uint32_t key_count;
    bool marked;   /* unknown */
    bool computed; /* known only at deployment */
    bool cut;      /* so the path ends here before its last step */
};
struct input_values {
    struct input_value *items;
    size_t count, capacity;
    bool there;   /* the path led to something, perhaps an empty list */
    bool certain; /* to something of which no more than the value can be in doubt */
};
/* Of the first path that leads to something. Null is nothing; a list stands for its elements. */
void input_values(const struct element *element, uint32_t path, struct input_values *out);

/* ---- input_fact.c ---- */

/* Adds the value of a fact in the plain form; nothing when it is not said, or after a complaint. */
void input_fact(struct element *element, uint32_t fact, struct traced_fact *trace,
                struct node_entries *out);
/* A number with its unit, in the base unit where it has a fraction; the node itself where it is
 * none, or is not whole in the base unit. */
const struct node *input_number(struct arena *arena, const struct vocab *vocab, uint32_t var,
                                struct vocab_text unit, const struct node *node);

/* ---- input_words.c ---- */

/* `host is "/a" or "/b" with "x" as Y, otherwise unknown`: how a line of an input reads. */
const char *input_fact_words(struct arena *arena, const struct vocab *vocab, uint32_t fact);
/* `"/kind" is "List" or "Pod"`, `"/items"`, `"/a" is not "b"`. */
const char *input_test_words(struct arena *arena, const struct vocab *vocab,
                             const struct vocab_input_test *test);

#endif

/* vocab_input.h: the `input` statements of a policy, as data.
 *
 * An input says how a document that is not in the plain form is read: which documents it fits
 * (guards), what in them is a deployment (`each`, tests), and how texts at paths become values of
 * facts. Part of the vocabulary: made by sema, read in place from a table's image. Like all of it
 * these structs hold no pointers: texts are offsets into vocab.text, lists are (first, count).
 *
 * A path is a JSON Pointer (RFC 6901) whose steps may also stand for several elements. Patterns
 * are texts in which `*` stands for any run of characters, also an empty one; all else is exact.
 * Values are kept as the words that a description in the plain form would use, checked by sema.
 */
#ifndef POLC_SEMA_VOCAB_INPUT_H
#define POLC_SEMA_VOCAB_INPUT_H

#include <stdint.h>

struct vocab_text {
    uint32_t offset, length; /* in vocab.text; a NUL follows */
};

enum input_step_kind {
    INPUT_KEY,   /* the member of this key; the element of this number, from 0 */
    INPUT_EVERY, /* `*`: every member, every element */
    INPUT_WHERE  /* `[KEY=VALUE]`: every element whose member KEY is the text VALUE */
};

struct vocab_input_step {
    uint32_t kind; /* enum input_step_kind */
    struct vocab_text key, value;
};

struct vocab_input_path {
    struct vocab_text written;
    uint32_t first_step, step_count; /* in vocab.input_steps; 0 steps: the whole */
};

/* Holds where the path leads to something, and, if there are patterns, some value there fits one
 * of them. Negated: where that is not so. */
struct vocab_input_test {
    uint32_t path;                         /* in vocab.input_paths */
    uint32_t first_pattern, pattern_count; /* in vocab.input_patterns, of which only `pattern` */
    uint32_t negated;                      /* 0 or 1 */
};

/* A text that fits the pattern stands for the value. */
struct vocab_input_pattern {
    struct vocab_text pattern;
    struct vocab_text value;
};

enum input_otherwise { /* what fits no pattern, or is no value of the fact */
    INPUT_OTHERWISE_ERROR,
    INPUT_OTHERWISE_UNKNOWN,
    INPUT_OTHERWISE_VALUE
};

/* What a deployment says of one fact. */
struct vocab_input_fact {
    struct vocab_text key;           /* the fact, as a description names it */
    uint32_t first_path, path_count; /* the first of these that leads to something; 0: a constant,
                                        which is `value` */
    uint32_t first_pattern, pattern_count; /* 0: the text itself is the value */
    struct vocab_text unit;          /* of the number; length 0: none */
    uint32_t otherwise;              /* enum input_otherwise */
    struct vocab_text value;         /* INPUT_OTHERWISE_VALUE, and of a constant */
};

/* `unknown at M for P`: what is below P is unknown where the same place below M, or one above
 * that, is the truth value true. */
struct vocab_input_mark {
    uint32_t marks, values; /* in vocab.input_paths */
};

struct vocab_input {
    struct vocab_text name;
    struct vocab_text file; /* where the statement stands */
    uint32_t line;
    uint32_t first_guard, guard_count; /* in vocab.input_tests, all must hold of the document */
    uint32_t each;                     /* in vocab.input_paths: the deployments; from here on
                                          paths begin at one of these */
    uint32_t first_test, test_count;   /* in vocab.input_tests, all must hold */
    uint32_t name_path;                /* VOCAB_NONE: named by the keys that `*` stood for */
    uint32_t first_fact, fact_count;   /* in vocab.input_facts */
    uint32_t first_mark, mark_count;   /* in vocab.input_marks */
};

#endif

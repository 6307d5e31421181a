/* pointer.h: where the paths of an `input` lead in a document.
 *
 * A path is walked from a node, step by step (sema/vocab_input.h). Each place that it leads to is
 * found once, in the order of the document, with what each step stood for there: a key, or the
 * digits of an index. A path through null, or through a scalar, leads nowhere.
 *
 * What a CloudFormation template computes stands in its tree as a map of one member, `Ref` or
 * `Fn::…`, whose value is there only at deployment (node_is_computed). Where a path would lead
 * into such a map by anything but its key, the way ends at the map, and nobody knows what is
 * behind it. `Ref` to AWS::NoValue is null: the property is left out.
 *
 * An element of which it is not known whether `[KEY=VALUE]` means it, because it or its KEY is
 * computed, ends the way too: nobody knows what it adds to the other elements, if anything.
 */
#ifndef POLC_DATA_POINTER_H
#define POLC_DATA_POINTER_H

#include "data/node.h"
#include "sema/vocab.h"

struct pointer_key {
    const char *text; /* NULL: any */
    size_t length;
};

struct pointer_place {
    const struct node *node;
    const struct pointer_key *keys; /* one for each step walked */
    uint32_t key_count;             /* fewer than steps where `computed` */
    bool computed; /* the way ends here, at what is computed, before the path does */
};

struct pointer_places {
    struct pointer_place *items;
    size_t count, capacity;
};

/* Adds the places that the path leads to from `root`. */
void pointer_find(struct arena *arena, const struct vocab *vocab, uint32_t path,
                  const struct node *root, struct pointer_places *out);

/* The member of a map or the element of a list, or NULL. */
const struct node *pointer_child(const struct node *node, const struct pointer_key *key);
/* What stands for entry `index` of a map or list. */
struct pointer_key pointer_key_of(struct arena *arena, const struct node *node, size_t index);
bool pointer_key_same(const struct pointer_key *a, const struct pointer_key *b);
/* Is the member that the step compares the text that it asks for? */
bool pointer_where(const struct vocab *vocab, const struct vocab_input_step *step,
                   const struct node *element);

/* `/Resources/api/Tags`: the keys as a pointer of their own. */
const char *pointer_text(struct arena *arena, const struct pointer_key *keys, size_t count);

/* Does `*` of the pattern for any run of bytes make it the text? */
bool pointer_glob(const char *pattern, size_t pattern_length, const char *text, size_t length);

#endif

/* node.h: a document as a small tree, the same from JSON and from YAML.
 *
 * Scalars keep their text and whether it was quoted: what they mean is decided by the
 * fact they are given for. A YAML alias shares the node of its anchor, so a tree may be a
 * graph without cycles. Everything lives in the arena handed to the reader.
 */
#ifndef POLC_DATA_NODE_H
#define POLC_DATA_NODE_H

#include "diag/diag.h"

enum node_kind {
    NODE_NULL,  /* JSON null; YAML null, Null, NULL, ~ or nothing */
    NODE_PLAIN, /* JSON number, true, false; a YAML scalar without quotes */
    NODE_TEXT,  /* JSON string; a YAML scalar in quotes, or a block */
    NODE_LIST,
    NODE_MAP
};

struct node {
    enum node_kind kind;
    struct span span;
    const char *text; /* scalars: UTF-8 with a NUL after it, which may hold others */
    size_t length;
    struct node_entry *entries; /* lists and maps, as written */
    size_t count;
    size_t weight; /* nodes in it, itself included, each alias counted as what it stands for */
    unsigned height; /* 1 for a scalar or an empty container */
    uint32_t apart;  /* not 0: what is in it is not read yet (json_tree.h) */
};

struct node_entry {
    const char *key; /* maps only */
    size_t key_length;
    struct span key_span;
    struct node *value;
};

/* A list of entries being read. */
struct node_entries {
    struct node_entry *items;
    size_t count, capacity;
};

struct node *node_new(struct arena *arena, enum node_kind kind, struct span span);
/* A scalar whose text is copied. */
struct node *node_scalar(struct arena *arena, enum node_kind kind, struct span span,
                         const char *text, size_t length);
/* Takes the entries over, and adds up weight (saturating) and height. */
void node_fill(struct node *node, const struct node_entries *entries);

/* The value of a key, or NULL. */
const struct node_entry *node_find(const struct node *map, const char *key);
/* Reports each key that is there twice; true when none is. */
bool node_keys_differ(struct arena *arena, struct diags *diags, const struct node *map);

/* Keeps the first entry of each key, in the order they stand in. */
void node_keep_first(struct arena *arena, struct node_entries *entries);

/* "a list", "a text", … for messages. */
const char *node_kind_text(const struct node *node);
bool node_is_scalar(const struct node *node);
bool node_text_is(const struct node *node, const char *text);
bool node_key_is(const struct node_entry *entry, const char *key);
/* A text of a document for messages, NUL-terminated and whole: with the picture U+2400 for each NUL
 * in it. There is a byte behind the text. */
const char *text_shown(struct arena *arena, const char *text, size_t length);
const char *node_shown(struct arena *arena, const struct node *scalar);
const char *node_key_shown(struct arena *arena, const struct node_entry *entry);
/* A map of one member, `Ref` or `Fn::…`: what CloudFormation computes at deployment. */
bool node_is_computed(const struct node *node);
/* Null, or `Ref` to AWS::NoValue, which leaves out what it stands for. */
bool node_is_nothing(const struct node *node);
bool node_key_computes(const struct node_entry *entry);

/* Checks that bytes [begin, end) of a source's data are UTF-8 without NULs and not UTF-16
 * or UTF-32; else reports where. */
bool text_check(struct diags *diags, struct span range, const char *data);
/* Bytes of the UTF-8 sequence at `at`, of which `left` are there; 0 when there is none. */
size_t text_sequence(const unsigned char *at, size_t left);
/* How many bytes of a byte order mark the text begins with: 3 or 0. */
size_t text_mark(const char *data, size_t length);

#endif

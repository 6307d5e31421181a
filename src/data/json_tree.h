/* json_tree.h: one JSON document as a tree, or what is wrong with it, and where.
 *
 * json.h decides quickly whether a document is well-formed; this reads the documents that
 * are not the plainest, and those that json.h refused, to say why. It never accepts what
 * RFC 8259 does not. With a filter the tree holds only what paths of inputs lead to: members
 * that no path reaches are checked and left out, so that its size goes by what is asked for.
 */
#ifndef POLC_DATA_JSON_TREE_H
#define POLC_DATA_JSON_TREE_H

#include "data/filter.h"

struct json_text {
    uint32_t source;
    const char *data;  /* of the whole source: spans count from here */
    size_t begin, end; /* the document */
    unsigned depth_limit;
    const struct filter *filter; /* what of it is wanted; NULL: all */
    bool distinct; /* json.h knows that no key is twice below the outermost value */
};

/* NULL after an error, which was reported: keys that are there twice are one. */
struct node *json_tree(struct arena *arena, struct diags *diags, const struct json_text *text);

#endif

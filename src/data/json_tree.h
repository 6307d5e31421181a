/* json_tree.h: one JSON document as a tree, or what is wrong with it, and where.
 *
 * json.h decides quickly whether a document is well-formed; this reads the documents that
 * are not the plainest, and those that json.h refused, to say why. It never accepts what
 * RFC 8259 does not. With a filter the tree holds only what paths of inputs lead to: members
 * that no path reaches are checked and left out, so that its size goes by what is asked for.
 * Elements that can be read one by one (filter.h) stand in it without what is in them, which
 * json_tree_apart reads when it is their turn.
 */
#ifndef POLC_DATA_JSON_TREE_H
#define POLC_DATA_JSON_TREE_H

#include "data/filter.h"

/* What the filter wants of elements that are read later; node.apart is the number of an item. */
struct json_apart {
    VEC(struct filter_place) places;
};

struct json_text {
    uint32_t source;
    const char *data;  /* of the whole source: spans count from here */
    size_t begin, end; /* the document */
    unsigned depth_limit;
    const struct filter *filter; /* what of it is wanted; NULL: all */
    bool distinct; /* json.h knows that it is well-formed, and no key twice below the outermost value */
    struct json_apart *apart; /* with `distinct`: elements may be read later; NULL: none is */
};

/* NULL after an error, which was reported: keys that are there twice are one. */
struct node *json_tree(struct arena *arena, struct diags *diags, const struct json_text *text);
/* An element of that tree which was put off, as it would have stood there. */
struct node *json_tree_apart(struct arena *arena, struct diags *diags, const struct json_text *text,
                             const struct node *element);

#endif

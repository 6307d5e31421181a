/* tree.h: a file that is one document, as a tree: cases, a baseline, a project.
 *
 * What is wrong with it as a file or as YAML or JSON, or U+0000 in it, is told here, at its place;
 * what is wrong with what it says is for the caller. The tree is in the arena of the diagnostics.
 */
#ifndef POLC_API_TREE_H
#define POLC_API_TREE_H

#include "api/api.h"
#include "data/node.h"

struct tree_text {
    const char *path; /* in the arena too */
    const char *data;
    size_t length;
    struct span whole;
};

struct tree {
    struct node *node; /* the first document; NULL: there is none, or it has errors, which were told */
    bool empty;        /* there is none */
    bool more;         /* another one follows, which the caller refuses */
};

/* Reads at most `limit` bytes. False after an error: it cannot be read, or is no UTF-8 text. */
bool tree_open(struct polc_diagnostics *problems, const char *path, size_t limit,
               struct tree_text *out);
/* A text that was made here. */
struct tree_text tree_made(struct polc_diagnostics *problems, const char *name, const char *data);
void tree_yaml(struct polc_diagnostics *problems, const struct tree_text *text, struct tree *out);
/* JSON where the name of the file ends so, else YAML. */
void tree_read(struct polc_diagnostics *problems, const struct tree_text *text, struct tree *out);

#endif

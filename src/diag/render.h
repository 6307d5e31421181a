/* render.h: what the two halves of printing share: render.c writes headers, notes and
 * the order of things, snippet.c the source lines with the marks under them. */
#ifndef POLC_DIAG_RENDER_H
#define POLC_DIAG_RENDER_H

#include "diag/diag.h"

enum render_ink { INK_PLACE, INK_ERROR, INK_WARNING, INK_HINT, INK_LABEL, INK_GUTTER, INK_STRONG };

struct render {
    struct diags *diags;
    struct strbuf *out;
    bool colour;
};

/* Everything between is printed in this ink, when colour is on. */
void render_ink(struct render *render, enum render_ink ink);
void render_plain(struct render *render);

enum render_ink render_severity_ink(enum diag_severity severity);

/* The source lines of a diagnostic's spans; nothing when it has no place at all. */
void render_snippets(struct render *render, const struct diag *diag);

#endif

/* remarks_diff.h: what two policies say differently, as remarks. */
#ifndef POLC_EMIT_REMARKS_DIFF_H
#define POLC_EMIT_REMARKS_DIFF_H

#include "emit/diff.h"
#include "emit/remarks.h"

/* What was found, as bit numbers; the first four are those of enum diff_tag. */
enum remark_change {
    CHANGE_TIGHTENED = DIFF_TIGHTENED,
    CHANGE_LOOSENED = DIFF_LOOSENED,
    CHANGE_DISPUTED = DIFF_DISPUTED,
    CHANGE_SETTLED = DIFF_SETTLED,
    CHANGE_DUTIES,
    CHANGE_CLAUSES,
    CHANGE_VOCABULARY,
    CHANGE_FLIPPED
};

const char *change_id(enum remark_change change);    /* "tightened" */
const char *change_title(enum remark_change change); /* "What was permitted is prohibited" */
const char *change_text(enum remark_change change);  /* a sentence or two */

struct remark_changes {
    const struct emit_diff *view;
    const char *name; /* of the comparison: "old.pol to new.pol" */
    unsigned fail;    /* 1 << enum remark_change */
    struct arena *work;
};

/* One case for the policies, with a remark for each region and change; one for each deployment
 * that gets another verdict. */
void remarks_of_diff(struct remarks *remarks, const struct remark_changes *changes);

#endif

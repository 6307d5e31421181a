/* sema.h: from syntax trees to the checked model. */
#ifndef POLC_SEMA_SEMA_H
#define POLC_SEMA_SEMA_H

#include "diag/diag.h"
#include "sema/model.h"
#include "syntax/load.h"

struct sema_options {
    bool check_sources; /* compare quotations with the files named by `source` */
};

/* Checks all files as one policy. Returns the model; it may only be used when no error
 * was added to diags. Everything lives in `arena`. */
struct model *sema_check(struct arena *arena, const struct policy_files *files,
                         struct interner *names, struct diags *diags,
                         const struct sema_options *options);

#endif

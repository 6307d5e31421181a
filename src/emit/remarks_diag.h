/* remarks_diag.h: diagnostics as remarks. */
#ifndef POLC_EMIT_REMARKS_DIAG_H
#define POLC_EMIT_REMARKS_DIAG_H

#include "diag/diag.h"
#include "emit/remarks.h"

/* Adds those of this severity or worse to the case that was begun last. `subject` is kept. */
void remarks_of_diags(struct remarks *remarks, struct diags *diags, enum diag_severity least,
                      const char *subject);

#endif

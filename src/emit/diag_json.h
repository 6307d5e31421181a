/* diag_json.h: diagnostics as JSON. */
#ifndef POLC_EMIT_DIAG_JSON_H
#define POLC_EMIT_DIAG_JSON_H

#include "diag/diag.h"

/* One object of the schema polc-check/1, in the order of diags_sort. */
void emit_json_diags(struct diags *diags, struct strbuf *out);

#endif

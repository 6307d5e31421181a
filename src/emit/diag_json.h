/* diag_json.h: diagnostics as JSON. */
#ifndef POLC_EMIT_DIAG_JSON_H
#define POLC_EMIT_DIAG_JSON_H

#include "diag/diag.h"
#include "emit/json.h"

/* An object of the schema polc-check/1, or its lines, in the order of diags_sort. */
void emit_json_diags(struct diags *diags, enum json_shape shape, struct strbuf *out);

#endif

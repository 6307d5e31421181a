/* case.h: from policy text to a model, and from a short description to a box.
 *
 * The short form of a deployment is what hand-made cases are written in:
 *
 *   "host = AWS; capacity = 0 .. 100 | 500; memory = unknown; date = 2026-03-19; ipo = never"
 *
 * Names are leaves, inner names, groups, none, yes, no; numbers are in the base unit; `|`
 * joins what is possible. What is not said is presumed or open as docs/deployments.md says.
 * Ledger events stand in the same list. It is its own reader on purpose: the oracle shares
 * nothing with the binder that it is to check.
 */
#ifndef POLC_ORACLE_CASE_H
#define POLC_ORACLE_CASE_H

#include "data/deployment.h"
#include "sema/model.h"

struct case_policy {
    struct model *model; /* only when errors is 0 */
    size_t errors;
    struct diags *diags;
    const char *messages; /* all diagnostics, rendered */
};

/* Parses and checks one text as a policy of one file. */
void case_read(struct arena *arena, const char *text, struct case_policy *out);

/* One value set per variable; NULL, and a line in *error, when the text is not understood. */
struct value_set *case_box(struct arena *arena, const struct vocab *vocab, const char *text,
                           const char **error);

#endif

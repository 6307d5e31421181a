/* findings.h: what the analyses found, as diagnostics on the policy's text. */
#ifndef POLC_EMIT_FINDINGS_H
#define POLC_EMIT_FINDINGS_H

#include "analysis/findings.h"

/* One diagnostic for each finding that no `allow` of the policy accepts, and one for each
 * `allow` that accepts nothing or has ended. Returns whether something was left unresolved. */
bool emit_findings(const struct analysis *analysis, struct diags *diags);

/* findings_words.c: the message, marks, notes and advice of one that is settled. */
void finding_words(const struct analysis *analysis, const struct finding *finding,
                   struct diags *diags);
/* findings_choices.c: those of what quantifies over choices and readings. */
void tell_dilemma(const struct analysis *analysis, const struct finding *finding,
                  struct diags *diags);
void tell_exclusive_twice(const struct analysis *analysis, const struct finding *finding,
                          struct diags *diags);
void tell_assert(const struct analysis *analysis, const struct finding *finding,
                 struct diags *diags);
/* Shows a deployment with the diagnostic; NULL: none. */
void finding_show(const struct analysis *analysis, const struct witness *witness,
                  struct diag *diag);
/* Where a finding is marked. */
struct span finding_span(const struct analysis *analysis, const struct finding *finding);
/* What it is about, in backticks: a clause, an exception of one, a term, … */
const char *finding_subject(const struct analysis *analysis, const struct finding *finding);

#endif

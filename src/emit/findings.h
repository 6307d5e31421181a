/* findings.h: what the analyses found, as diagnostics on the policy's text. */
#ifndef POLC_EMIT_FINDINGS_H
#define POLC_EMIT_FINDINGS_H

#include "analysis/findings.h"

/* What only a page tells. */
struct findings_aside {
    struct diags accepted; /* findings that the policy or the command line accepts, and by what */
    struct diags open;     /* each finding that a budget left unresolved */
};

/* One diagnostic for each finding that neither an `allow` of the policy accepts nor the command
 * line, and one for each `allow` that accepts nothing or has ended; *aside is made anew. Of very
 * many only the first are told, and what is accepted takes none of their room. allowed: per code,
 * on the command line; NULL: none. Returns whether something was left unresolved. */
bool emit_findings(const struct analysis *analysis, struct diags *diags, const bool *allowed,
                   struct findings_aside *aside);

/* findings_causes.c: is it only what another finding, or a diagnostic that is there already,
 * brings with it? Such a one is not told beside the other. */
struct causes;
struct causes *causes_new(const struct analysis *analysis, const struct diags *diags);
bool causes_follows(const struct causes *causes, const struct finding *finding);

/* findings_words.c: the message, marks, notes and advice of one that is settled. */
void finding_words(const struct analysis *analysis, const struct finding *finding,
                   struct diags *diags);
/* A note that quotes the clause, where it has a text; IR_NONE: nothing. */
void finding_note_text(const struct analysis *analysis, uint32_t clause, struct diag *d,
                       struct diags *diags);
struct finding_list {
    const struct finding **items;
    size_t count;
};
/* All names of one file that nothing uses, at once. */
void tell_unused(const struct analysis *analysis, const struct finding_list *list,
                 struct diags *diags);
/* findings_clauses.c: clauses that never act, and that change nothing. */
void tell_dead(const struct analysis *analysis, const struct finding *finding,
               struct diags *diags);
void tell_idle(const struct analysis *analysis, const struct finding *finding,
               struct diags *diags);
/* findings_conflicts.c: those of two clauses that meet. */
void tell_conflict(const struct analysis *analysis, const struct finding *finding,
                   struct diags *diags);
void tell_overlap(const struct analysis *analysis, const struct finding *finding,
                  struct diags *diags);
/* findings_choices.c: those of what quantifies over choices and readings. */
void tell_dilemma(const struct analysis *analysis, const struct finding *finding,
                  struct diags *diags);
void tell_exclusive_twice(const struct analysis *analysis, const struct finding *finding,
                          struct diags *diags);
void tell_empty(const struct analysis *analysis, const struct finding *finding,
                struct diags *diags);
void tell_assert(const struct analysis *analysis, const struct finding *finding,
                 struct diags *diags);
/* findings_ahead.c: what changes soon. */
void finding_tell_ahead(const struct analysis *analysis, const struct finding *finding,
                        struct diags *diags);
void finding_tell_together(const struct analysis *analysis, const struct finding *finding,
                           struct diags *diags);
/* On which days it was left open what changes. */
void finding_note_left(const struct analysis *analysis, const struct finding *finding,
                       struct diag *diag, struct diags *diags);
struct span finding_ahead_span(const struct analysis *analysis, const struct finding *finding);
/* Shows a deployment with the diagnostic; NULL: none. */
void finding_show(const struct analysis *analysis, const struct witness *witness,
                  struct diag *diag);
/* findings_places.c: where a finding, a node and a sentence are marked. */
struct span finding_span(const struct analysis *analysis, const struct finding *finding);
struct span finding_node_span(const struct analysis *analysis, uint32_t node);
struct span finding_norm_span(const struct analysis *analysis, uint32_t norm);
const char *finding_node_name(const struct analysis *analysis, uint32_t node);
/* The norm, exception, lift or waiver in which an exception stands. */
uint32_t finding_parent(const struct analysis *analysis, uint32_t node);
/* A node by name, in backticks, with what it is of: of a waiver, or of that clause. */
const char *finding_node_subject(const struct analysis *analysis, uint32_t node, uint32_t clause);
/* What it is about, in backticks: a clause, an exception of one, a term, … */
const char *finding_subject(const struct analysis *analysis, const struct finding *finding);

#endif

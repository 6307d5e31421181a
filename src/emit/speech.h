/* speech.h: the parts that the short and the full text of a verdict share; private to emit/. */
#ifndef POLC_EMIT_SPEECH_H
#define POLC_EMIT_SPEECH_H

#include "emit/layout.h"
#include "emit/reasons.h"
#include "emit/verdict.h"

struct speech {
    struct asker asker;
    struct layout layout;
    const struct eval_result *result; /* of asker.sets */
};

/* What a verdict comes from in one line: "by Alliance 2.1", "no clause forbids it". */
void speech_summary(const struct speech *speech, struct strbuf *out);
/* The verdict's word, coloured. */
void speech_verdict(const struct speech *speech, enum eval_verdict verdict, struct strbuf *out);

/* "openai.pol:33  Alliance 2.1 "API exclusivity" (material); OpenAI in breach, owed to …";
 * "would be in breach" where that is not certain. */
void speech_head(struct speech *speech, uint32_t norm, unsigned indent);
/* "OpenAI would be in breach, owed to Microsoft". */
void speech_role(const struct speech *speech, uint32_t norm, struct strbuf *out);
/* Where it stands, in table->places: its clause, or its own sentence where the clause has others
 * like it. */
uint32_t speech_place(const struct table *table, uint32_t norm);
/* What satisfied it; what is open, if whether it is in force or binds the actor is open too. */
void speech_why(const struct speech *speech, uint32_t norm, struct strbuf *out);
/* The words of the contract, in quotes. Nothing when there are none. */
void speech_quote(struct speech *speech, uint32_t norm, unsigned indent);
/* Lines below a head: what satisfied a norm or is open about it, why no exception helps, what may
 * outrank it. */
const char *speech_reasons(const struct speech *speech, uint32_t norm, unsigned indent);
/* "In the baseline: prohibited by Alliance 2.1 (until the talks are over)." A verdict that no clause
 * decides stands for itself. */
void speech_known(const struct emit_known *known, struct strbuf *out);
/* What is open about a norm that may be effective: its condition, what may lift it, what may
 * outrank it. Nothing where it is not open. */
void speech_open(const struct speech *speech, uint32_t norm, struct strbuf *out);
/* Each exception, lift and waiver below a node that is not hit, and why not. */
void speech_exceptions(struct speech *speech, uint32_t node, unsigned indent, size_t limit);

/* The first `limit` norms with this sign that are effective, or may be when least is
 * TRUTH_MAYBE. What is not told need not be asked: a question about one norm is a search. */
struct speech_norms {
    const uint32_t *items;
    size_t count;
    bool more; /* there are others */
};
struct speech_norms speech_norms(const struct speech *speech, enum norm_sign sign,
                                 enum eval_truth least, size_t limit);

/* What lifts one norm: result->lifted[first..end). */
struct speech_lifters {
    uint32_t norm;
    size_t first, end;
    const enum eval_truth *truths; /* of each: does it apply all over the box? */
    size_t certain;                /* how many do */
    enum eval_truth met;           /* the norm's own condition */
    bool ranks_only;               /* each is a norm that ranks above it */
};
/* Those from result->lifted[first] on; false when there are none. */
bool speech_lifters(const struct speech *speech, size_t first, struct speech_lifters *out);
/* "exception (a) and M 3": the certain ones, or when none is certain all, joined by "or". */
void speech_lifter_names(const struct speech *speech, const struct speech_lifters *lifters,
                         struct strbuf *out);
/* "exception (a) lifts M 1", for the first few norms that are lifted. */
void speech_lifted_summary(const struct speech *speech, struct strbuf *out);
/* "M 3 lifts it (region = US)": what takes a node away, or may. Nothing when nothing can. */
void speech_lifts(const struct speech *speech, uint32_t node, struct strbuf *out);

/* "waived by W1: region = US", "lifted by M 3": what certainly takes a node away, or may where
 * nothing is certain. */
void speech_taken(const struct speech *speech, uint32_t node, struct strbuf *out);

/* "JCA 3.1": the clauses on whose breach a duty hangs that are breached, or may be when least is
 * TRUTH_MAYBE, then with what is open about each. */
void speech_breach(const struct speech *speech, uint32_t norm, enum eval_truth least,
                   struct strbuf *out);

/* What stands before duties of this status: "Duties due: ". */
const char *speech_duty_title(enum eval_status status);
/* ", for breach of JCA 3.1", ": host is not known": why a duty is due or may be. */
void speech_duty_why(const struct speech *speech, const struct eval_duty *duty, struct strbuf *out);

/* explain_tree.c: the condition of a node, without the outermost "all of". */
void explain_tree(struct speech *speech, uint32_t node, unsigned indent);
/* explain.c: the clauses whose breach a duty is owed for; nothing where it is owed anyway. */
void explain_breach(struct speech *speech, uint32_t norm, unsigned indent);
/* explain_ranks.c: the norms that would outrank this one, and why they do not here. */
void explain_ranks(struct speech *speech, uint32_t norm, unsigned indent);
/* "Master 3 (urgent = yes) and Master 5": what certainly outranks a norm here, or may where
 * nothing is certain. Returns how many. */
size_t speech_winners(const struct speech *speech, uint32_t norm, struct strbuf *out);

/* Paragraphs after the verdict. Each prints nothing when it has nothing to say. */
void speech_matters(struct speech *speech, unsigned indent);
void speech_lifted(struct speech *speech, unsigned indent);
void speech_duties(struct speech *speech, unsigned indent);
/* ": ended on 2026-05-01, since jca_terminated has occurred": of a condition that held before `on`. */
void speech_ended(const struct speech *speech, uint32_t expr, int64_t on, struct strbuf *out);
/* The part of it about duties that are not due; without those in `owed`, or NULL. */
struct case_duties;
void speech_not_due(struct speech *speech, const struct case_duties *owed, unsigned indent);
/* Of a verdict that is not permitted: the nearest choices that are. */
void speech_options(struct speech *speech, unsigned indent);
/* Of a prohibited verdict: why what permits it does not help. */
void speech_grants(struct speech *speech, unsigned indent);
/* Whose reading was assumed, and what was presumed. */
void speech_presumed(struct speech *speech, unsigned indent);
void speech_budget(struct speech *speech, unsigned indent);

#endif

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
/* "`api_call`, `third_party`": the terms that matter; the facts alike. */
void speech_terms(const struct speech *speech, struct strbuf *out);
void speech_facts(const struct speech *speech, struct strbuf *out);
/* Titles of the clauses with this effect, the certain ones if there are any. */
size_t speech_clauses(const struct speech *speech, enum norm_sign sign, struct strbuf *out);
/* The verdict's word, coloured. */
void speech_verdict(const struct speech *speech, enum eval_verdict verdict, struct strbuf *out);

/* "openai.pol:33  Alliance 2.1 "API exclusivity" (material); OpenAI in breach, owed to …" */
void speech_head(struct speech *speech, uint32_t norm, unsigned indent);
/* The words of the contract, in quotes. Nothing when there are none. */
void speech_quote(struct speech *speech, uint32_t norm, unsigned indent);
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

/* Paragraphs after the verdict. Each prints nothing when it has nothing to say. */
void speech_matters(struct speech *speech, unsigned indent);
void speech_lifted(struct speech *speech, unsigned indent);
void speech_duties(struct speech *speech, unsigned indent);
void speech_presumed(struct speech *speech, unsigned indent);
void speech_budget(struct speech *speech, unsigned indent);

#endif

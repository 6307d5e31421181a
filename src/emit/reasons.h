/* reasons.h: why a condition holds, fails or is open, in the user's words and facts.
 *
 * Everything said is asked of eval on the box at hand; nothing is inferred here.
 */
#ifndef POLC_EMIT_REASONS_H
#define POLC_EMIT_REASONS_H

#include "emit/names.h"

/* Whom to ask, and about which box. */
struct asker {
    const struct table *table;
    struct evaluator *evaluator;
    struct arena *arena; /* everything said lives here */
    const struct value_set *sets;
};

/* The same box with one variable held to low..high. */
struct asker ask_within(const struct asker *asker, uint32_t var, int64_t low, int64_t high);

/* Phrases such as "model_host = AWS is not Azure", joined by `between`, that account for what
 * the condition is over the box. Empty when there is nothing to say, as for `always`. */
void reason_expr(const struct asker *asker, uint32_t expr, const char *between,
                 struct strbuf *out);

/* reasons_phrase.c: an atom that looks at several variables, as a phrase. */
void reason_phrase(const struct asker *asker, uint32_t expr, struct strbuf *out);
/* The facts alone: "host = AWS, backup = GCP". */
void reason_phrase_facts(const struct asker *asker, uint32_t expr, struct strbuf *out);

/* One literal as a phrase. */
void reason_literal(const struct asker *asker, uint32_t expr, struct strbuf *out);
/* The condition's own words without facts: "stage is research". */
void reason_words(const struct asker *asker, uint32_t expr, struct strbuf *out);

/* The values of a literal's variable that it accepts; not for events. */
struct values reason_accepts(const struct asker *asker, uint32_t literal);

#endif

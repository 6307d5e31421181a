/* witness.h: a world that shows something, as a description that can be pasted into a file.
 *
 * Only what is needed is said: what is left out may be anything (or is presumed rightly).
 * Behind a value a comment tells what it may be as well. What no description can say, the
 * days of events of the ledger, readings and what is redacted, stands in comments above it.
 */
#ifndef POLC_EMIT_WITNESS_H
#define POLC_EMIT_WITNESS_H

#include "analysis/search.h"

/* Lines of YAML, each with its line feed. */
void witness_yaml(const struct table *table, struct arena *arena, const struct witness *witness,
                  struct strbuf *out);
/* {"deployment": {...}, "events": {...}, "readings": {...}, "redacted": {...}} on one line; the last
 * three only where there are some. */
void witness_json(const struct table *table, struct arena *arena, const struct witness *witness,
                  struct strbuf *out);
/* The box around it as a condition: "host is AWS, capacity is at least 101 MW"; readings and
 * events as well, but not what is presumed anyway. Empty when nothing is needed. */
void witness_words(const struct table *table, struct arena *arena, const struct witness *witness,
                   struct strbuf *out);

/* One part of it: "capacity is at least 101 MW", "ipo occurred on or before 2026-01-01". */
void witness_word(const struct table *table, struct arena *arena, uint32_t var,
                  const struct value_set *values, struct strbuf *out);

#endif

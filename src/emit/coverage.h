/* coverage.h: what can be covered by cases, in words. */
#ifndef POLC_EMIT_COVERAGE_H
#define POLC_EMIT_COVERAGE_H

#include "analysis/coverage.h"
#include "base/strbuf.h"

/* An item as the cases of several policies cover it together. */
struct cover_entry {
    enum cover_kind kind;
    const char *heading, *title;
    const char *file; /* "" when it has no place */
    uint32_t line;
    bool rank; /* of two clauses: that they never meet is nobody's fault */
    bool covered;
    bool reachable; /* some world covers it, or that is not known */
    bool asked;     /* some policy has looked for such a world */
    bool open;      /* a budget ran out: of a case, or of the search for such a world */
};

/* In tenths of a per cent, rounded down: 1000 only when nothing is missing. */
size_t cover_tenths(size_t covered, size_t items);
/* "66.6" */
void cover_percent(size_t covered, size_t items, struct strbuf *out);

/* "clauses": the plural, as in a summary. */
const char *name_cover_kind(enum cover_kind kind);

/* What an item is listed under: its clause, or what it is a part of; the term of a reading. */
void cover_heading(const struct coverage *cover, uint32_t item, struct strbuf *out);

/* "exception (a) applies", "row 2: host: not Azure", "capacity = 100 MW, the last value before
 * the boundary". Told under a heading, so the clause is not repeated. */
void cover_title(const struct coverage *cover, uint32_t item, struct strbuf *out);

#endif

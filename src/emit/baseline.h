/* baseline.h: what was known when a baseline was made: remarks that are told and fail nothing.
 *
 * An entry fits a remark when deployment, clause, verdict and fingerprint are the same. The
 * fingerprint is of names and of the facts that account for the verdict (facts.h), so an entry
 * still fits when lines move, files get other names, or facts change that the clause does not turn
 * on; and no longer when the verdict or one of those facts is another.
 */
#ifndef POLC_EMIT_BASELINE_H
#define POLC_EMIT_BASELINE_H

#include "diag/diag.h"
#include "emit/remarks.h"

struct baseline_entry {
    const char *deployment, *clause, *verdict;
    uint64_t fingerprint[2];
    const char *reason; /* "" when none is said */
    int64_t until;      /* the last day on which it holds; DATE_NEVER: no end is said */
    struct span span;
    bool used; /* some remark fits it */
};

struct baseline {
    const char *file;
    int64_t today;
    VEC(struct baseline_entry) entries;
    struct map known; /* half a fingerprint to the first of its entries, by number plus 1 */
};

/* Takes an entry up; false when it is there already. */
bool baseline_add(struct baseline *baseline, struct arena *arena, struct baseline_entry entry);

/* Marks the open remarks of the case that was added last that fit an entry, from `first` on. */
void baseline_apply(struct baseline *baseline, struct remarks *remarks, size_t first);
/* Of entries that fit nothing, and of those that have expired: warnings at their places, and
 * notices of the remarks. `unused`: whether all was seen that they could fit. */
void baseline_warn(const struct baseline *baseline, bool unused, struct diags *diags,
                   struct remarks *remarks);

/* A baseline of all remarks with a verdict of `fail` that are not waived: sorted, each once, with
 * the `until` and `reason` of the entries that fit them. */
enum baseline_format { BASELINE_YAML, BASELINE_JSON };
void emit_baseline(const struct remarks *remarks, unsigned fail, enum baseline_format format,
                   struct strbuf *out);

#endif

/* diff.h: the differences of two policies as text and as JSON (polc-diff/1). */
#ifndef POLC_EMIT_DIFF_H
#define POLC_EMIT_DIFF_H

#include "analysis/diff.h"
#include "emit/json.h"
#include "emit/verdict.h"

/* A real deployment that gets another verdict. */
struct emit_flip {
    const char *deployment, *file;
    uint64_t line;
    uint32_t column, end_column; /* of what stands on the line; 0: not known any more */
    enum eval_verdict was, now;
};

/* Whose reading of disputed terms was assumed of the deployments: in words and as an object of JSON;
 * "" where none was. */
struct emit_assumed {
    const char *words, *object;
};

struct emit_diff {
    const struct diff *diff;
    const struct emit_flip *flips;
    size_t flip_count;
    size_t read; /* deployments compared; 0: none were given */
    struct emit_assumed assumed[DIFF_SIDES];
};

/* The regions of verdicts, tag by tag, as indices; *count of each tag. */
const size_t *emit_diff_order(const struct diff *diff, struct arena *arena, size_t count[DIFF_TAGS]);

/* Regions of one tag with the same reasons (diff_groups.c). */
struct diff_group {
    const struct diff_region *const *regions;
    size_t count;
    const char *verdicts; /* "was permitted (…), is prohibited (…)" */
    const char **common;  /* what holds of all: "host is AWS", "from 2026-04-27" */
    size_t common_count;
    const char **apart;   /* per region: what does not hold of all, joined by commas */
};
struct diff_groups {
    const struct diff_group *items;
    size_t count;
};
struct diff_groups diff_groups(const struct diff *diff, struct arena *arena, const size_t *order,
                               size_t count);

void emit_diff_text(const struct emit_diff *view, struct arena *arena,
                    const struct emit_style *style, struct strbuf *out);
void emit_diff_json(const struct emit_diff *view, enum json_shape shape, struct arena *arena,
                    struct strbuf *out);

/* ---- diff_words.c: what all of them say */

const char *diff_tag_name(enum diff_tag tag); /* "tightened" */
/* Of two policies of which no verdict differs: "the policies say the same"; no full stop. */
const char *diff_equal_words(const struct diff *diff);
enum eval_verdict diff_verdict(uint8_t says);
/* "host is AWS or GCP, product is Frontier, from 2026-04-27"; "every deployment". */
void diff_where(const struct diff *diff, struct arena *arena, const struct diff_region *region,
                struct strbuf *out);
/* One part of it. */
void diff_part(const struct diff *diff, struct arena *arena, const struct diff_part *part,
               struct strbuf *out);
/* "assumed: `near` as read by Acme"; "" where nothing was. */
const char *diff_assumed(const struct emit_diff *view, struct arena *arena);
/* What the verdict comes from on a side, in all of the region: "by Alliance 2.1", "by Main 2 or Main 3",
 * "no clause forbids it", "turns on `api_call`: Alliance 2.1". */
void diff_reason(const struct diff *diff, const struct diff_region *region, enum diff_side side,
                 struct strbuf *out);
/* "always", "some readings", "some deployments". */
const char *diff_when_name(enum diff_when when);
/* The side whose norm tells the bearer and holders that a change of a clause is about. */
enum diff_side diff_party_side(const struct diff_change *change);
/* "no longer prohibits", "now permits Acme, by leave of Globex under some readings". */
void diff_effect(const struct diff *diff, const struct diff_change *change,
                 const struct diff_region *region, struct strbuf *out);
/* "added", "dropped", "now disputed". */
const char *diff_duty_change(const struct diff_region *region);
/* The side in which a clause or duty is to be named: the new one, if it has it. */
enum diff_side diff_side_of(const struct diff_change *change);
/* "OpenAI owes Microsoft "revenue share" within 90 days" */
void diff_duty(const struct diff *diff, struct arena *arena, const struct diff_change *change,
               struct strbuf *out);
/* "the value CoreWeave of host is new". */
void diff_word(const struct diff *diff, struct arena *arena, const struct diff_word *word,
               struct strbuf *out);
/* The witness in the old policy's names, as far as the new policy's description does not say
 * it; false when there is nothing to add. */
bool diff_old_witness(const struct diff *diff, struct arena *arena,
                      const struct diff_region *region, struct witness *out);

#endif

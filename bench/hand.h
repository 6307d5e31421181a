/* hand.h: the yardstick: what one would write by hand for exactly this rule set.
 *
 * Grants that name products stand in one list per product, the others in one list per
 * provider and interface. A list is an array of 24-byte records that are tested without a
 * branch; carve-outs are looked at only behind a record that matches. It knows the eight
 * attributes, has no unknowns, no second party and no explanations.
 */
#ifndef POLC_BENCH_HAND_H
#define POLC_BENCH_HAND_H

#include "workload.h"

#ifdef __cplusplus
extern "C" {
#endif

struct hand;

/* Bounds are kept in 16 bits: days count from HAND_FIRST_DAY. */
#define HAND_FIRST_DAY 20089

struct hand *hand_new(const struct workload *workload);
void hand_free(struct hand *hand);
size_t hand_size(const struct hand *hand); /* bytes that a decision may look at */
bool hand_prohibits(const struct hand *hand, const struct point *point);

/* hand_json.cpp: from lines of NDJSON by simdjson to verdicts. Returns how many of them are
 * not what `expected` says. */
struct hand_reader;
struct hand_reader *hand_reader_new(const struct workload *workload, const struct hand *hand);
void hand_reader_free(struct hand_reader *reader);
uint32_t hand_read(struct hand_reader *reader, const char *data, size_t length,
                   const uint32_t *breaches);

#ifdef __cplusplus
}
#endif

#endif

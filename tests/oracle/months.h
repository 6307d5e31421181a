/* months.h: random policies that count both months and nearly as many days from events without
 * a day, which the generator of all policies does too seldom. */
#ifndef POLC_ORACLE_MONTHS_H
#define POLC_ORACLE_MONTHS_H

#include "base/arena.h"

#include <stdint.h>

const char *months_policy(struct arena *arena, uint64_t seed);
/* A deployment under it, as of case.h; most of its events have no day. */
const char *months_box(struct arena *arena, uint64_t seed);

#endif

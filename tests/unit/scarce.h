/* scarce.h: a heap in which the n-th allocation fails, for every n: alone, and with all after it.
 *
 * What a job took must be given back, whatever failed, and a failure must end in
 * POLC_ERROR_MEMORY: an allocation that failed alone and is not told was passed over. */
#ifndef TESTS_UNIT_SCARCE_H
#define TESTS_UNIT_SCARCE_H

#include "unit/api_fixture.h"

/* Takes its memory from the heap and gives all of it back. */
typedef polc_status scarce_job(const polc_heap *heap);

enum scarce_rule {
    SCARCE_FAILS,   /* every failure is told */
    SCARCE_RECOVERS /* one that stays alone may be made good */
};

void scarce_try(scarce_job *job, enum scarce_rule rule);

#endif

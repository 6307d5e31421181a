/* boxes.h: worlds of the box around a witness, picked at random from what is printed of it.
 *
 * What a finding prints is a claim about every one of them. The days of events are picked by
 * the calendar, for the date that was picked before, where the box says how long ago they were.
 */
#ifndef POLC_ORACLE_BOXES_H
#define POLC_ORACLE_BOXES_H

#include "analysis/search.h"

#define BOX_POINTS 24 /* looked at of each box */

struct box_points {
    const struct table *table;
    const struct witness *witness;
    uint64_t random;
};

/* Fills one value per variable; false when this pick is no world of the box. */
bool box_point(struct box_points *points, int64_t *world);

#endif

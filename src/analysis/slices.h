/* slices.h: days cut so that, inside each slice, every event looks alike on all of them.
 *
 * In: the days of a space, and of each event the days that it may have and the columns that
 * look at it. The columns may be of several tables: what compares two policies asks for days
 * on which the events look alike to both.
 */
#ifndef POLC_ANALYSIS_SLICES_H
#define POLC_ANALYSIS_SLICES_H

#include "eval/engine.h"

struct slice {
    int64_t low, high; /* days, both included */
};

struct slice_event {
    const struct value_set *days; /* that it may have */
    const struct table_column *const *columns; /* SINCE columns, of any tables */
    size_t column_count;
};

struct slicing {
    const struct value_set *dates;
    const struct slice_event *events;
    size_t event_count;
    const int64_t *cuts; /* days on which some condition begins to tell dates apart; ascending */
    size_t cut_count;
    int64_t near;
};

struct slices {
    struct slice *items; /* from the one of `near` outwards */
    size_t count;
    bool sampled; /* each is one day that stands for others on which the events look alike */
};

struct slices slices_of(struct arena *arena, const struct slicing *slicing);
/* Those nearest to a day first. */
void slices_sort(struct slice *slices, size_t count, int64_t near);

/* Does the order in which the columns of an event begin to hold depend on the day, as of 30 days
 * beside one month? Never where its day is known. */
bool slices_vary(const struct slice_event *event);
/* How all columns of such events are ordered on a day, as a number. */
uint64_t slices_order(const struct slicing *slicing, int64_t date);

#endif

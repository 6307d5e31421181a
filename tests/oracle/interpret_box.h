/* interpret_box.h: what interpret_cells.c hands to interpret_box.c and the dump. */
#ifndef POLC_ORACLE_INTERPRET_BOX_H
#define POLC_ORACLE_INTERPRET_BOX_H

#include "interpreter.h"

struct cut_list {
    int64_t *items;
    size_t count, capacity;
};

/* The i-th interval of a set, i from 0 to more_count. */
struct interval oracle_interval(const struct value_set *set, size_t i);

/* cuts NULL: every value is its own cell. Sorts the cuts. Fills out->cells and count. */
void oracle_cells(struct arena *arena, const struct value_set *set, struct cut_list *cuts,
                  struct oracle_axis *out);

/* Fills the axes and counts the worlds; false when there are more of them than the limit. */
bool oracle_lay_out(const struct oracle *oracle, struct arena *arena,
                    const struct value_set *sets, size_t limit, struct oracle_result *out);

/* The cuts of the date; and of an event once the cells of the date are known. */
void oracle_date_cuts(const struct oracle *oracle, struct arena *arena,
                      const struct value_set *sets, struct cut_list *out);
void oracle_event_cuts(const struct oracle *oracle, struct arena *arena, uint32_t event,
                       const struct oracle_axis *dates, struct cut_list *out);

#endif

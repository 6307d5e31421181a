/* space.h: all worlds of a policy, or of a box, with the date and the events free.
 *
 * An evaluator looks at one day: what can be seen of an event ("30 days ago") depends on it.
 * A space therefore cuts its days into *slices* (slices.h), inside which every event looks
 * alike on all days. Inside a slice the date is an ordinary variable, so the search
 * of eval/ answers any question about its worlds.
 */
#ifndef POLC_ANALYSIS_SPACE_H
#define POLC_ANALYSIS_SPACE_H

#include "analysis/slices.h"

struct space {
    struct arena *arena; /* what is found lives here */
    struct evaluator *ev;
    const struct table *table;
    const struct value_set *sets; /* per variable; variable 0: all its days */
    struct value_set *own;  /* the same, for space_set alone */
    struct slice *slices;   /* from the one of `near` outwards */
    size_t slice_count;
    bool sampled;           /* slices are days that stand for others */
    int64_t near;           /* witnesses are dated as near to this day as they can be */
    struct box **boxes;     /* of the sets, by slice, NULL until asked for; NULL: not kept */
};

/* Everything: facts, choices, readings, the date, and events without a day of the policy. */
struct space *space_new(struct arena *arena, struct evaluator *ev, int64_t near);
/* The worlds of these sets, one for each variable; copied. The date's may be a range. */
struct space *space_of(struct arena *arena, struct evaluator *ev, const struct value_set *sets,
                       int64_t near);
/* Its worlds dated low..high. Where the space is sampled (slices.h) and these are not days on
 * which some condition changes, orders of events that occur only on other days of a cell than
 * those sampled are missed: ask space_of then. */
struct space *space_within(const struct space *space, int64_t low, int64_t high, int64_t near);
/* The first day from which on all days of the earliest slice are alike: what is counted from the
 * beginning of the calendar has come on it. A witness is never dated before. */
int64_t space_first_day(const struct space *space);
/* The whole domain of a variable; the day that the policy gives, of an event that has one. */
struct value_set space_domain(struct arena *arena, const struct vocab *vocab, uint32_t var);

/* Other values of a variable, not of the date or an event: the slices stay as they are. Boxes are
 * not kept from then on. */
void space_set(struct space *space, uint32_t var, struct interval values);
/* The box of a slice, in scratch of the evaluator; NULL when no world is in it. Begin with
 * session_clear. */
struct box *space_box(const struct space *space, size_t slice);

#endif

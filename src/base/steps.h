/* steps.h: how far a long job is, for whoever watches it.
 *
 * A job goes through phases, each with a name and so many steps; it says when a phase begins and
 * when a step of it is done, and now and then in between, so that the watcher can tell how long it
 * takes. How many steps there are is told ahead, or 0 where that is not known; that all of them are
 * done is not promised. What the watcher makes of it changes nothing of the job, and it raises nothing.
 * NULL: nobody watches.
 */
#ifndef POLC_BASE_STEPS_H
#define POLC_BASE_STEPS_H

#include <stddef.h>
#include <stdint.h>

struct steps {
    void (*tell)(void *context, const char *phase, uint64_t done, uint64_t all);
    void *context;
    const char *phase; /* a constant */
    uint64_t done, all;
    uint32_t ticks;
};

#define STEPS_TICKS 512 /* of which one is told */

static inline void steps_begin(struct steps *steps, const char *phase, uint64_t all)
{
    if (!steps)
        return;
    steps->phase = phase;
    steps->all = all;
    steps->done = 0;
    steps->tell(steps->context, phase, 0, all);
}

static inline void steps_done(struct steps *steps)
{
    if (steps && (!steps->all || steps->done < steps->all))
        steps->tell(steps->context, steps->phase, ++steps->done, steps->all);
}

/* Something small of a step was done. */
static inline void steps_tick(struct steps *steps)
{
    if (steps && steps->phase && ++steps->ticks % STEPS_TICKS == 0)
        steps->tell(steps->context, steps->phase, steps->done, steps->all);
}

#endif

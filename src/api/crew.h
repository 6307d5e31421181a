/* crew.h: threads that evaluate parts of documents, and the parts in the order of the input.
 *
 * A slot is one part on its way: filled by the calling thread, evaluated by any, taken by the
 * calling thread in the order in which slots were filled. Slots stand in a ring, so that no more
 * than these are ever in memory. Between filling and taking a slot belongs to its worker.
 */
#ifndef POLC_API_CREW_H
#define POLC_API_CREW_H

#include "api/api.h"

#include "data/parts.h"

#include <pthread.h>

/* Bytes that grow, of a heap, since they outlive a call's arenas. */
struct bytes {
    char *data;
    size_t count, capacity;
};

struct met {
    size_t name; /* in the slot's names */
    uint64_t line;
    enum eval_verdict verdict;
    polc_verdict told;
    bool unresolved;
};

enum slot_state { SLOT_FREE, SLOT_FILLED, SLOT_BUSY, SLOT_DONE };

struct slot {
    enum slot_state state;
    struct crew *crew;
    polc_evaluator *evaluator;
    struct part_memory memory;
    struct bind_part part;
    bool empty;     /* no part: the end of a document */
    bool failed;    /* and it could not be read to its end: `error` */
    char error[300];
    size_t document;
    /* what came of it */
    struct bytes *texts; /* one for each report */
    struct bytes met, names;
    size_t index;        /* descriptions up to its end */
    struct bind_result result;
    polc_status status;
};

struct crew {
    struct heap heap;
    polc_evaluator *evaluator;
    polc_report *const *reports;
    size_t report_count;
    struct slot *slots;
    size_t slot_count;
    size_t filled, begun, taken; /* running numbers; a slot may be begun a round early */
    unsigned wanted, threads;
    pthread_t *thread;
    pthread_mutex_t lock;
    pthread_cond_t work;
    bool made, stop;
    int bell; /* an eventfd that rings when a slot is done; -1 */
};

/* Slots for so many threads, without any thread yet; raises when memory runs out. */
void crew_open(struct crew *crew, unsigned jobs, struct guard *guard);
/* Starts the threads; as many as can be had. */
void crew_start(struct crew *crew);
/* Waits for what is being evaluated, ends the threads and frees everything. */
void crew_close(struct crew *crew);

/* The next slot to fill; NULL while all are on their way. */
struct slot *crew_free(struct crew *crew);
/* Gives a filled slot to the threads; evaluates it at once where there are none. */
void crew_give(struct crew *crew, struct slot *slot);
/* The next slot in order; NULL while it is not done. */
struct slot *crew_done(struct crew *crew);
/* Goes on to the slot behind it. */
void crew_take(struct crew *crew, struct slot *slot);
/* Is any slot on its way? */
bool crew_busy(const struct crew *crew);
/* Waits until a slot is done, or the input can be read (fd < 0: none). */
void crew_wait(struct crew *crew, int fd);
/* Evaluates in the calling thread. */
void slot_evaluate(struct slot *slot);

#endif

/* crew.c: see crew.h. One lock guards the states of slots and their running numbers; what a slot
 * holds goes from thread to thread with its state. */
#include "api/crew.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define TEXT_KEPT ((size_t)1024 * 1024)

/* ---- evaluating one slot -------------------------------------------------------------------- */

static void bytes_add(struct bytes *bytes, polc_evaluator *evaluator, const void *data, size_t size)
{
    struct heap heap = evaluator->heap;
    if (bytes->capacity - bytes->count < size) {
        size_t capacity = bytes->capacity ? 2 * bytes->capacity : 4096;
        while (capacity - bytes->count < size)
            capacity *= 2;
        char *grown = heap.alloc(heap.context, capacity);
        if (!grown)
            guard_raise(evaluator->results.guard, FAULT_MEMORY);
        if (bytes->count)
            memcpy(grown, bytes->data, bytes->count);
        heap.release(heap.context, bytes->data);
        bytes->data = grown;
        bytes->capacity = capacity;
    }
    memcpy(bytes->data + bytes->count, data, size);
    bytes->count += size;
}

/* Runs under the guard of the evaluator's call. */
static int receive(void *context, const polc_result *result)
{
    struct slot *slot = context;
    struct crew *crew = slot->crew;
    const struct eval_result *worst = result->view.boxes[result->view.worst].result;
    const char *name = result->view.deployment->name;
    struct met met = {slot->names.count, result->view.deployment->line, worst->verdict,
                      polc_result_verdict(result), worst->unresolved};
    for (size_t i = 0; i < crew->report_count; i++) {
        bool first = !crew->made && slot->met.count == 0 && report_is_empty(crew->reports[i]);
        struct strbuf text;
        strbuf_init(&text, &slot->evaluator->results);
        report_render(crew->reports[i], result, first, &text);
        bytes_add(&slot->texts[i], slot->evaluator, text.items, text.count);
    }
    bytes_add(&slot->names, slot->evaluator, name, strlen(name) + 1);
    bytes_add(&slot->met, slot->evaluator, &met, sizeof met);
    return 0;
}

/* A buffer that was needed once for very much is given back. */
static void bytes_empty(struct bytes *bytes, struct heap heap)
{
    bytes->count = 0;
    if (bytes->capacity <= TEXT_KEPT)
        return;
    heap.release(heap.context, bytes->data);
    *bytes = (struct bytes){0};
}

void slot_evaluate(struct slot *slot)
{
    for (size_t i = 0; i < slot->crew->report_count; i++)
        bytes_empty(&slot->texts[i], slot->crew->heap);
    slot->met.count = slot->names.count = 0;
    struct api_part part = {slot->part, receive, slot, &slot->index};
    slot->status = api_read_part(slot->evaluator, &part, &slot->result);
}

/* ---- threads ---------------------------------------------------------------------------------- */

static void *work(void *argument)
{
    struct crew *crew = argument;
    const uint64_t one = 1;
    pthread_mutex_lock(&crew->lock);
    for (;;) {
        while (!crew->stop && crew->begun == crew->filled)
            pthread_cond_wait(&crew->work, &crew->lock);
        if (crew->stop)
            break;
        struct slot *slot = &crew->slots[crew->begun++ % crew->slot_count];
        if (slot->state != SLOT_FILLED)
            continue; /* nothing to evaluate, or begun already */
        slot->state = SLOT_BUSY;
        pthread_mutex_unlock(&crew->lock);
        slot_evaluate(slot);
        pthread_mutex_lock(&crew->lock);
        slot->state = SLOT_DONE;
        if (write(crew->bell, &one, sizeof one) < 0)
            continue; /* it rings already */
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static void make_slots(struct crew *crew, struct guard *guard)
{
    struct heap heap = crew->heap;
    size_t size = crew->slot_count * sizeof *crew->slots;
    crew->slots = api_handle(heap, size);
    crew->thread = api_handle(heap, crew->wanted * sizeof *crew->thread);
    if (!crew->slots || !crew->thread)
        guard_raise(guard, FAULT_MEMORY);
    for (size_t i = 0; i < crew->slot_count; i++)
        part_memory_init(&crew->slots[i].memory, guard);
    for (size_t i = 0; i < crew->slot_count; i++) {
        struct slot *slot = &crew->slots[i];
        slot->crew = crew;
        slot->texts = api_handle(heap, (crew->report_count + 1) * sizeof *slot->texts);
        if (!slot->texts)
            guard_raise(guard, FAULT_MEMORY);
    }
}

void crew_open(struct crew *crew, unsigned jobs, struct guard *guard)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    crew->wanted = jobs ? jobs : cores > 0 ? (unsigned)cores : 1;
    if (crew->wanted > POLC_JOBS_LIMIT)
        crew->wanted = POLC_JOBS_LIMIT;
    crew->slot_count = crew->wanted > 1 ? 2 * (size_t)crew->wanted : 1;
    crew->bell = -1;
    make_slots(crew, guard);
}

/* Each slot has an evaluator, made when it is first filled. */
static bool make_evaluator(struct slot *slot)
{
    if (!slot->evaluator)
        slot->status = polc_evaluator_clone(slot->crew->evaluator, &slot->evaluator);
    return slot->evaluator != NULL;
}

void crew_start(struct crew *crew)
{
    sigset_t all, before;
    if (crew->made || crew->wanted < 2)
        return;
    crew->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (crew->bell < 0)
        return;
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->work, NULL);
    crew->made = true;
    sigfillset(&all); /* signals are for the program's own threads */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (crew->threads < crew->wanted
           && pthread_create(&crew->thread[crew->threads], NULL, work, crew) == 0)
        crew->threads++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void free_slot(struct crew *crew, struct slot *slot)
{
    struct heap heap = crew->heap;
    polc_evaluator_free(slot->evaluator);
    part_memory_free(&slot->memory);
    for (size_t i = 0; slot->texts && i < crew->report_count; i++)
        heap.release(heap.context, slot->texts[i].data);
    heap.release(heap.context, slot->texts);
    heap.release(heap.context, slot->met.data);
    heap.release(heap.context, slot->names.data);
}

void crew_close(struct crew *crew)
{
    if (crew->made) {
        pthread_mutex_lock(&crew->lock);
        crew->stop = true;
        pthread_cond_broadcast(&crew->work);
        pthread_mutex_unlock(&crew->lock);
        for (unsigned i = 0; i < crew->threads; i++)
            pthread_join(crew->thread[i], NULL);
        pthread_cond_destroy(&crew->work);
        pthread_mutex_destroy(&crew->lock);
        close(crew->bell);
    }
    for (size_t i = 0; crew->slots && i < crew->slot_count; i++)
        free_slot(crew, &crew->slots[i]);
    api_release(crew->heap, crew->slots);
    api_release(crew->heap, crew->thread);
    memset(crew, 0, sizeof *crew);
}

/* ---- the ring ----------------------------------------------------------------------------------- */

struct slot *crew_free(struct crew *crew)
{
    if (crew->filled - crew->taken == crew->slot_count)
        return NULL;
    return &crew->slots[crew->filled % crew->slot_count];
}

void crew_give(struct crew *crew, struct slot *slot)
{
    bool nothing = slot->empty || !make_evaluator(slot);
    if (!nothing && crew->threads == 0)
        slot_evaluate(slot);
    if (crew->made)
        pthread_mutex_lock(&crew->lock);
    slot->state = nothing || crew->threads == 0 ? SLOT_DONE : SLOT_FILLED;
    crew->filled++;
    if (crew->made) {
        pthread_cond_signal(&crew->work);
        pthread_mutex_unlock(&crew->lock);
    } else {
        crew->begun = crew->filled;
    }
}

struct slot *crew_done(struct crew *crew)
{
    if (!crew_busy(crew))
        return NULL;
    struct slot *slot = &crew->slots[crew->taken % crew->slot_count];
    if (crew->made)
        pthread_mutex_lock(&crew->lock);
    bool done = slot->state == SLOT_DONE;
    if (crew->made)
        pthread_mutex_unlock(&crew->lock);
    return done ? slot : NULL;
}

void crew_take(struct crew *crew, struct slot *slot)
{
    if (crew->made)
        pthread_mutex_lock(&crew->lock);
    slot->state = SLOT_FREE;
    crew->taken++;
    if (crew->made)
        pthread_mutex_unlock(&crew->lock);
}

bool crew_busy(const struct crew *crew)
{
    return crew->filled != crew->taken;
}

void crew_wait(struct crew *crew, int fd)
{
    struct pollfd wait[2] = {{crew->bell, POLLIN, 0}, {fd, POLLIN, 0}};
    uint64_t rung;
    if (poll(wait, fd < 0 ? 1 : 2, -1) < 0)
        return; /* interrupted: the caller looks again */
    if (wait[0].revents && read(crew->bell, &rung, sizeof rung) < 0)
        return;
}

/* guard.c: see guard.h. setjmp is called in exactly one function, whose locals are
 * not changed after it, so no variable needs to be volatile. */
#include "base/guard.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#define HUGE_PAGE ((size_t)2 * 1024 * 1024)

/* Large blocks are asked for in huge pages: filling memory page by page cost a tenth of a
 * compilation. Only what is asked of the system changes, so a refusal does not matter. */
static void prefer_huge_pages(void *block, size_t size)
{
#ifdef MADV_HUGEPAGE
    uintptr_t first = ((uintptr_t)block + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    uintptr_t end = ((uintptr_t)block + size) / HUGE_PAGE * HUGE_PAGE;
    if (first < end)
        (void)madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
    (void)block;
    (void)size;
#endif
}

static void *default_alloc(void *context, size_t size)
{
    (void)context;
    void *block = malloc(size);
    if (block && size >= 2 * HUGE_PAGE)
        prefer_huge_pages(block, size);
    return block;
}

static void default_release(void *context, void *block)
{
    (void)context;
    free(block);
}

struct heap heap_default(void)
{
    struct heap heap = {default_alloc, default_release, NULL};
    return heap;
}

static void run_cleanups(struct guard *guard)
{
    while (guard->cleanups) {
        struct cleanup *cleanup = guard->cleanups;
        guard->cleanups = cleanup->next;
        cleanup->run(cleanup->argument);
    }
}

enum fault guard_run(struct guard *guard, struct heap heap, void (*job)(void *argument),
                     void *argument)
{
    guard->heap = heap;
    guard->cleanups = NULL;
    guard->fault = FAULT_NONE;
    if (setjmp(guard->exit) == 0)
        job(argument);
    run_cleanups(guard);
    return guard->fault;
}

_Noreturn void guard_raise(struct guard *guard, enum fault fault)
{
    guard->fault = fault;
    run_cleanups(guard); /* now, while the frames that hold them still stand */
    longjmp(guard->exit, 1);
}

void guard_register(struct guard *guard, struct cleanup *cleanup)
{
    cleanup->next = guard->cleanups;
    guard->cleanups = cleanup;
}

void guard_forget(struct guard *guard, struct cleanup *cleanup)
{
    for (struct cleanup **at = &guard->cleanups; *at; at = &(*at)->next) {
        if (*at == cleanup) {
            *at = cleanup->next;
            return;
        }
    }
}

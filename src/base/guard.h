/* guard.h: the one guarded exit of the library.
 *
 * A job of the public API runs under a guard. Code below it never checks for
 * memory: an arena that cannot grow raises the guard, which runs the registered
 * clean-ups in reverse order and returns the fault from guard_run(). Only the
 * machine's failures travel this way; what is wrong with a user's text is a
 * diagnostic (diag.h). Nothing may be raised across C++ or a library callback.
 */
#ifndef POLC_BASE_GUARD_H
#define POLC_BASE_GUARD_H

#include <setjmp.h>
#include <stddef.h>

enum fault {
    FAULT_NONE,
    FAULT_MEMORY, /* an allocation failed */
    FAULT_IO,     /* a file could not be read or written half-way */
    FAULT_BUG     /* one of our own invariants does not hold */
};

/* Where memory comes from. The tests hand in one that fails at the n-th call. */
struct heap {
    void *(*alloc)(void *context, size_t size); /* as malloc; NULL means failure */
    void (*release)(void *context, void *block); /* as free; NULL is allowed */
    void *context;
};

/* The C library's heap. */
struct heap heap_default(void);

/* A clean-up is owned by whoever registers it and must outlive its registration. */
struct cleanup {
    void (*run)(void *argument);
    void *argument;
    struct cleanup *next;
};

struct guard {
    jmp_buf exit;
    struct heap heap;
    struct cleanup *cleanups; /* newest first */
    enum fault fault;
};

/* Runs job(argument) under the guard and returns FAULT_NONE, or the fault it raised.
 * Either way every clean-up still registered has run when this returns. */
enum fault guard_run(struct guard *guard, struct heap heap, void (*job)(void *argument),
                     void *argument);

/* Runs the clean-ups, then leaves the running job. Never returns. A clean-up and what it points
 * to may stand on the stack of the function that registered it. */
_Noreturn void guard_raise(struct guard *guard, enum fault fault);

void guard_register(struct guard *guard, struct cleanup *cleanup);
/* Takes a clean-up off again, without running it. */
void guard_forget(struct guard *guard, struct cleanup *cleanup);

#endif

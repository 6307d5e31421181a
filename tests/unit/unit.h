/* unit.h: what unit tests share: an arena that lasts one test, a heap that counts and can
 * fail, and a comparison of whole texts that shows both. */
#ifndef POLC_TESTS_UNIT_H
#define POLC_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"

/* A heap over malloc. The `fail_at`-th call (from 1) and all later ones fail; 0: none. */
struct unit_heap {
    size_t calls, live, fail_at;
};
struct heap unit_heap(struct unit_heap *state);

/* A guard with an arena, for code that must not raise: raising ends the test program. */
struct unit_arena {
    struct guard guard;
    struct unit_heap heap;
    struct arena arena;
};
void unit_arena_open(struct unit_arena *unit);
/* Frees the arena and asserts that nothing is left. */
void unit_arena_close(struct unit_arena *unit);

/* Fails with both texts when they differ. */
void unit_assert_text(const char *actual, const char *expected);

#endif

/* unit.c: see unit.h. */
#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *count_alloc(void *context, size_t size)
{
    struct unit_heap *state = context;
    state->calls++;
    if (state->fail_at && state->calls >= state->fail_at)
        return NULL;
    void *block = malloc(size);
    if (block)
        state->live++;
    return block;
}

static void count_release(void *context, void *block)
{
    struct unit_heap *state = context;
    if (block)
        state->live--;
    free(block);
}

struct heap unit_heap(struct unit_heap *state)
{
    struct heap heap = {count_alloc, count_release, state};
    return heap;
}

void unit_arena_open(struct unit_arena *unit)
{
    memset(unit, 0, sizeof *unit);
    unit->guard.heap = unit_heap(&unit->heap);
    arena_init(&unit->arena, &unit->guard);
}

void unit_arena_close(struct unit_arena *unit)
{
    arena_free(&unit->arena);
    assert_int_equal(unit->heap.live, 0);
}

void unit_assert_text(const char *actual, const char *expected)
{
    if (strcmp(actual, expected) != 0) {
        fprintf(stderr, "---- expected\n%s---- actual\n%s----\n", expected, actual);
        fail();
    }
}

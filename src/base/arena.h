/* arena.h: memory that is given back all at once, and arrays that grow in it.
 *
 * One arena per policy, one scratch arena per pass. An arena belongs to a guard:
 * it never returns NULL, a failed allocation raises FAULT_MEMORY. Sizes are in
 * bytes, every block is aligned to 16.
 */
#ifndef POLC_BASE_ARENA_H
#define POLC_BASE_ARENA_H

#include "base/guard.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ARENA_ALIGN 16u

struct arena_block;

struct arena {
    struct guard *guard;
    struct heap heap; /* copied, so an arena can outlive the job that made it */
    struct arena_block *top;
    char *next;       /* what is free of the top block, room bytes, a multiple of ARENA_ALIGN */
    size_t room;
    size_t total; /* bytes taken from the heap */
};

/* A place to return to: everything allocated after it is released by arena_rewind. */
struct arena_mark {
    struct arena_block *block;
    size_t room; /* bytes that were free in it */
};

void arena_init(struct arena *arena, struct guard *guard);
/* Gives everything back. Safe to call twice. */
void arena_free(struct arena *arena);

/* Where the top block does not suffice. */
void *arena_alloc_block(struct arena *arena, size_t size);

static inline void *arena_alloc(struct arena *arena, size_t size)
{
    if (size >= arena->room)
        return arena_alloc_block(arena, size);
    void *result = arena->next;
    size = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    arena->next += size;
    arena->room -= size;
    return result;
}

/* As arena_alloc, of count * size bytes, all zero; raises on overflow. */
void *arena_zero(struct arena *arena, size_t count, size_t size);
void *arena_copy(struct arena *arena, const void *data, size_t size);
/* A copy of length bytes with a NUL after them. */
char *arena_string(struct arena *arena, const char *data, size_t length);

struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

/* The growing behind VEC_PUSH: room for at least count + 1 items, the old ones
 * kept; updates *capacity and returns the array. Grows in place when it is last. */
void *arena_grow(struct arena *arena, void *items, size_t item_size, size_t count,
                 size_t *capacity);

/* Room for at least `wanted` items, the old ones kept, for arrays whose size is known
 * ahead: growing leaves the smaller copies behind in the arena. */
void *arena_reserve(struct arena *arena, void *items, size_t item_size, size_t count,
                    size_t wanted);

/* A growing array: struct { T *items; size_t count, capacity; }, zero when empty. */
#define VEC(T)          \
    struct {            \
        T *items;       \
        size_t count;   \
        size_t capacity;\
    }

#define VEC_PUSH(arena, vec, item)                                                       \
    do {                                                                                 \
        if ((vec)->count == (vec)->capacity)                                             \
            (vec)->items = arena_grow((arena), (vec)->items, sizeof *(vec)->items,       \
                                      (vec)->count, &(vec)->capacity);                   \
        (vec)->items[(vec)->count++] = (item);                                           \
    } while (0)

#define VEC_RESERVE(arena, vec, wanted)                                                  \
    do {                                                                                 \
        if ((vec)->capacity < (wanted)) {                                                \
            (vec)->items = arena_reserve((arena), (vec)->items, sizeof *(vec)->items,    \
                                         (vec)->count, (wanted));                        \
            (vec)->capacity = (wanted);                                                  \
        }                                                                                \
    } while (0)

/* One new item of type T in the arena, zeroed. */
#define ARENA_NEW(arena, T) ((T *)memset(arena_alloc((arena), sizeof(T)), 0, sizeof(T)))
#define ARENA_ARRAY(arena, T, count) ((T *)arena_zero((arena), (count), sizeof(T)))

#endif

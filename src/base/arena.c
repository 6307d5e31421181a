/* arena.c: a stack of blocks, each twice as large as the last up to 32 MiB; a larger
 * request gets a block of its own size. A rewind frees the blocks above its mark. Of a
 * block only what is used was ever touched. */
#include "base/arena.h"

#include <string.h>

#define ALIGNMENT 16u
#define FIRST_BLOCK ((size_t)8 * 1024)
#define LARGEST_STEP ((size_t)32 * 1024 * 1024)

struct arena_block {
    struct arena_block *below;
    size_t size; /* bytes in data */
    size_t used;
    size_t padding; /* keeps data aligned */
    char data[];
};

void arena_init(struct arena *arena, struct guard *guard)
{
    arena->guard = guard;
    arena->heap = guard->heap;
    arena->top = NULL;
    arena->total = 0;
}

void arena_free(struct arena *arena)
{
    while (arena->top) {
        struct arena_block *block = arena->top;
        arena->top = block->below;
        arena->heap.release(arena->heap.context, block);
    }
    arena->total = 0;
}

static void add_block(struct arena *arena, size_t size)
{
    size_t step = arena->top ? arena->top->size * 2 : FIRST_BLOCK;
    if (step > LARGEST_STEP)
        step = LARGEST_STEP;
    if (size < step)
        size = step;
    if (size > SIZE_MAX - sizeof(struct arena_block))
        guard_raise(arena->guard, FAULT_MEMORY);
    struct arena_block *block =
        arena->heap.alloc(arena->heap.context, sizeof(struct arena_block) + size);
    if (!block)
        guard_raise(arena->guard, FAULT_MEMORY);
    block->below = arena->top;
    block->size = size;
    block->used = 0;
    arena->top = block;
    arena->total += size;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        guard_raise(arena->guard, FAULT_MEMORY);
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (!arena->top || arena->top->size - arena->top->used < size)
        add_block(arena, size);
    void *result = arena->top->data + arena->top->used;
    arena->top->used += size;
    return result;
}

void *arena_zero(struct arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        guard_raise(arena->guard, FAULT_MEMORY);
    void *result = arena_alloc(arena, count * size);
    if (count && size)
        memset(result, 0, count * size);
    return result;
}

void *arena_copy(struct arena *arena, const void *data, size_t size)
{
    void *result = arena_alloc(arena, size);
    if (size)
        memcpy(result, data, size);
    return result;
}

char *arena_string(struct arena *arena, const char *data, size_t length)
{
    char *result = arena_alloc(arena, length + 1);
    if (length)
        memcpy(result, data, length);
    result[length] = '\0';
    return result;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    struct arena_mark mark = {arena->top, arena->top ? arena->top->used : 0};
    return mark;
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    while (arena->top != mark.block) {
        struct arena_block *block = arena->top;
        arena->top = block->below;
        arena->total -= block->size;
        arena->heap.release(arena->heap.context, block);
    }
    if (arena->top)
        arena->top->used = mark.used;
}

void *arena_grow(struct arena *arena, void *items, size_t item_size, size_t count,
                 size_t *capacity)
{
    size_t wanted = *capacity ? *capacity * 2 : 8;
    if (wanted > (SIZE_MAX - ALIGNMENT) / item_size)
        guard_raise(arena->guard, FAULT_MEMORY);
    struct arena_block *top = arena->top;
    size_t old = (*capacity * item_size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    size_t new = (wanted * item_size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    *capacity = wanted;
    if (items && (char *)items + old == top->data + top->used
        && new - old <= top->size - top->used) {
        top->used += new - old;
        return items;
    }
    void *result = arena_alloc(arena, wanted * item_size);
    if (count)
        memcpy(result, items, count * item_size);
    return result;
}

void *arena_reserve(struct arena *arena, void *items, size_t item_size, size_t count,
                    size_t wanted)
{
    if (wanted > (SIZE_MAX - ALIGNMENT) / item_size)
        guard_raise(arena->guard, FAULT_MEMORY);
    void *result = arena_alloc(arena, wanted * item_size);
    if (count)
        memcpy(result, items, count * item_size);
    return result;
}

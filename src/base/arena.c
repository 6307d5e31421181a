/* arena.c: a stack of blocks, each twice as large as the last up to 32 MiB; a larger
 * request gets a block of its own size. A rewind frees the blocks above its mark. Of a
 * block only what is used was ever touched. */
#include "base/arena.h"

#define FIRST_BLOCK ((size_t)8 * 1024)
#define LARGEST_STEP ((size_t)32 * 1024 * 1024)

struct arena_block {
    struct arena_block *below;
    size_t size; /* bytes in data, a multiple of ARENA_ALIGN */
    char data[]; /* aligned, since the two words before it are */
};

_Static_assert(sizeof(struct arena_block) % ARENA_ALIGN == 0, "data is aligned");

void arena_init(struct arena *arena, struct guard *guard)
{
    memset(arena, 0, sizeof *arena);
    arena->guard = guard;
    arena->heap = guard->heap;
}

static void drop_top(struct arena *arena)
{
    struct arena_block *block = arena->top;
    arena->top = block->below;
    arena->heap.release(arena->heap.context, block);
}

void arena_free(struct arena *arena)
{
    while (arena->top)
        drop_top(arena);
    arena->next = NULL;
    arena->room = arena->total = 0;
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
    arena->top = block;
    arena->next = block->data;
    arena->room = size;
    arena->total += size;
}

static void take(struct arena *arena, size_t size)
{
    arena->next += size;
    arena->room -= size;
}

void *arena_alloc_block(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX - ARENA_ALIGN)
        guard_raise(arena->guard, FAULT_MEMORY);
    size = (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    if (!arena->top || arena->room < size)
        add_block(arena, size);
    void *result = arena->next;
    take(arena, size);
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
    return (struct arena_mark){arena->top, arena->room};
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    while (arena->top != mark.block) {
        arena->total -= arena->top->size;
        drop_top(arena);
    }
    arena->room = mark.room;
    arena->next = arena->top ? arena->top->data + (arena->top->size - mark.room) : NULL;
}

void *arena_grow(struct arena *arena, void *items, size_t item_size, size_t count,
                 size_t *capacity)
{
    size_t wanted = *capacity ? *capacity * 2 : 8;
    if (wanted > (SIZE_MAX - ARENA_ALIGN) / item_size)
        guard_raise(arena->guard, FAULT_MEMORY);
    size_t old = (*capacity * item_size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    size_t new = (wanted * item_size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    *capacity = wanted;
    if (items && (char *)items + old == arena->next && new - old <= arena->room) {
        take(arena, new - old);
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
    if (wanted > (SIZE_MAX - ARENA_ALIGN) / item_size)
        guard_raise(arena->guard, FAULT_MEMORY);
    void *result = arena_alloc(arena, wanted * item_size);
    if (count)
        memcpy(result, items, count * item_size);
    return result;
}

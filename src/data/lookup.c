/* lookup.c: linear probing, at most a third full. */
#include "data/lookup.h"

void lookup_init(struct lookup *lookup, struct arena *arena)
{
    lookup->arena = arena;
    lookup->slots = ARENA_ARRAY(arena, struct lookup_slot, 64);
    lookup->count = 0;
    lookup->mask = 63;
}

static struct lookup_slot *free_slot(struct lookup *lookup, uint32_t hash)
{
    size_t i = hash >> 1 & lookup->mask; /* the lowest bit is always set */
    while (lookup->slots[i].hash)
        i = (i + 1) & lookup->mask;
    return &lookup->slots[i];
}

static void enlarge(struct lookup *lookup)
{
    struct lookup_slot *old = lookup->slots;
    size_t count = lookup->mask + 1;
    lookup->slots = ARENA_ARRAY(lookup->arena, struct lookup_slot, count * 2);
    lookup->mask = count * 2 - 1;
    for (size_t i = 0; i < count; i++)
        if (old[i].hash)
            *free_slot(lookup, old[i].hash) = old[i];
}

void lookup_add(struct lookup *lookup, uint32_t scope, const char *text, size_t length,
                uint32_t value)
{
    uint32_t there;
    if (lookup_find(lookup, scope, text, length, &there))
        return;
    if ((lookup->count + 1) * 3 > lookup->mask + 1)
        enlarge(lookup);
    uint32_t hash = lookup_hash(scope, text, length);
    struct lookup_slot slot = {hash, value, text, (uint32_t)length, scope};
    *free_slot(lookup, hash) = slot;
    lookup->count++;
}

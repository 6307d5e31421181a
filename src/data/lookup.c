/* lookup.c: linear probing, at most half full. */
#include "data/lookup.h"

void lookup_init(struct lookup *lookup, struct arena *arena)
{
    lookup->arena = arena;
    lookup->slots = ARENA_ARRAY(arena, struct lookup_slot, 64);
    lookup->count = 0;
    lookup->mask = 63;
}

static struct lookup_slot *free_slot(struct lookup *lookup, size_t hash)
{
    size_t i = hash & lookup->mask;
    while (lookup->slots[i].scope)
        i = (i + 1) & lookup->mask;
    return &lookup->slots[i];
}

static void enlarge(struct lookup *lookup)
{
    struct lookup_slot *old = lookup->slots;
    size_t count = lookup->mask + 1;
    lookup->slots = ARENA_ARRAY(lookup->arena, struct lookup_slot, count * 2);
    lookup->mask = count * 2 - 1;
    for (size_t i = 0; i < count; i++) {
        if (!old[i].scope)
            continue;
        struct lookup_text key = lookup_text(old[i].text, (uint32_t)old[i].scope - 1u);
        *free_slot(lookup, lookup_hash((uint32_t)(old[i].scope >> 32), &key)) = old[i];
    }
}

void lookup_add(struct lookup *lookup, uint32_t scope, const char *text, size_t length,
                uint32_t value)
{
    struct lookup_text key = lookup_text(text, length);
    if (lookup_slot_of(lookup, scope, &key))
        return;
    if ((lookup->count + 1) * 2 > lookup->mask + 1)
        enlarge(lookup);
    *free_slot(lookup, lookup_hash(scope, &key)) = (struct lookup_slot){
        {key.head[0], key.head[1]}, lookup_scope(scope, length), text, value};
    lookup->count++;
}

/* map.c: linear probing, at most two thirds full. */
#include "base/map.h"

#include "base/hash.h"

void map_init(struct map *map, struct arena *arena)
{
    map->arena = arena;
    map->slots = NULL;
    map->count = 0;
    map->mask = 0;
}

static struct map_slot *find(const struct map *map, uint64_t key)
{
    size_t i = (size_t)hash_word(key) & map->mask;
    while (map->slots[i].key != MAP_NO_KEY && map->slots[i].key != key)
        i = (i + 1) & map->mask;
    return &map->slots[i];
}

bool map_get(const struct map *map, uint64_t key, uint64_t *value)
{
    if (!map->slots)
        return false;
    const struct map_slot *slot = find(map, key);
    if (slot->key == MAP_NO_KEY)
        return false;
    if (value)
        *value = slot->value;
    return true;
}

static void resize(struct map *map, size_t slots)
{
    struct map_slot *old = map->slots;
    size_t old_slots = old ? map->mask + 1 : 0;
    if (slots > SIZE_MAX / sizeof *map->slots)
        guard_raise(map->arena->guard, FAULT_MEMORY);
    map->slots = arena_alloc(map->arena, slots * sizeof *map->slots);
    map->mask = slots - 1;
    for (size_t i = 0; i < slots; i++)
        map->slots[i].key = MAP_NO_KEY;
    for (size_t i = 0; i < old_slots; i++)
        if (old[i].key != MAP_NO_KEY)
            *find(map, old[i].key) = old[i];
}

void map_reserve(struct map *map, size_t count)
{
    size_t slots = map->slots ? map->mask + 1 : 16;
    while (count > slots / 3 * 2 && slots <= SIZE_MAX / 2)
        slots *= 2;
    if (!map->slots || slots > map->mask + 1)
        resize(map, slots);
}

void map_put(struct map *map, uint64_t key, uint64_t value)
{
    if (!map->slots || (map->count + 1) * 3 > (map->mask + 1) * 2)
        resize(map, map->slots ? (map->mask + 1) * 2 : 16);
    struct map_slot *slot = find(map, key);
    if (slot->key == MAP_NO_KEY) {
        slot->key = key;
        map->count++;
    }
    slot->value = value;
}

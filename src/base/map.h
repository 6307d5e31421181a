/* map.h: an open-addressing hash map from 64-bit keys to 64-bit values, in an arena.
 *
 * Keys are any words but MAP_NO_KEY. Compose a key of two 32-bit ids with map_pair.
 * There is no removal and no iteration: nothing's order may depend on a hash.
 */
#ifndef POLC_BASE_MAP_H
#define POLC_BASE_MAP_H

#include "base/arena.h"

#include <stdbool.h>

#define MAP_NO_KEY UINT64_MAX

struct map_slot {
    uint64_t key, value;
};

struct map {
    struct arena *arena;
    struct map_slot *slots;
    size_t count;
    size_t mask; /* slots - 1, or 0 when empty */
};

void map_init(struct map *map, struct arena *arena);
/* Room for so many keys, when it is known ahead: growing leaves smaller tables behind. */
void map_reserve(struct map *map, size_t count);
/* True and *value when the key is there. value may be NULL. */
bool map_get(const struct map *map, uint64_t key, uint64_t *value);
/* Adds or replaces. */
void map_put(struct map *map, uint64_t key, uint64_t value);

static inline uint64_t map_pair(uint32_t high, uint32_t low)
{
    return (uint64_t)high << 32 | low;
}

#endif

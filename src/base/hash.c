/* hash.c: the one place that includes xxHash. */
#include "base/hash.h"

#include <xxhash.h>

uint64_t hash_bytes(const void *data, size_t length)
{
    return XXH3_64bits(data, length);
}

void hash_wide(const void *data, size_t length, uint64_t out[2])
{
    XXH128_hash_t hash = XXH3_128bits(data, length);
    out[0] = hash.high64;
    out[1] = hash.low64;
}

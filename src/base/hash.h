/* hash.h: hashes of bytes (xxHash, XXH3) and of integers. */
#ifndef POLC_BASE_HASH_H
#define POLC_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_bytes(const void *data, size_t length);
/* 128 bits, for what is written down and must be the same in all versions. */
void hash_wide(const void *data, size_t length, uint64_t out[2]);

/* A bijective mix of one word (Stafford's variant 13 of the murmur3 finaliser). */
static inline uint64_t hash_word(uint64_t word)
{
    word = (word ^ (word >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    word = (word ^ (word >> 27)) * UINT64_C(0x94D049BB133111EB);
    return word ^ (word >> 31);
}

#endif

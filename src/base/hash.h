/* hash.h: hashes of bytes (xxHash, XXH3) and of integers. */
#ifndef POLC_BASE_HASH_H
#define POLC_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

/* Of a text that a table in memory is searched for: without a call where it is short. */
static inline uint64_t hash_text(const char *text, size_t length)
{
    uint64_t head = 0, tail = 0;
    if (length > 16)
        return hash_bytes(text, length);
    if (length >= 8) {
        memcpy(&head, text, 8);
        memcpy(&tail, text + length - 8, 8);
    } else if (length >= 4) {
        memcpy(&head, text, 4);
        memcpy(&tail, text + length - 4, 4);
    } else if (length) {
        head = (uint64_t)(unsigned char)text[0] | (uint64_t)(unsigned char)text[length / 2] << 8
               | (uint64_t)(unsigned char)text[length - 1] << 16;
    }
    return hash_word(hash_word(head ^ (uint64_t)length << 56) ^ tail);
}

#endif

/* lookup.h: texts of a scope to numbers: keys of a description, names of each kind.
 *
 * One open-addressing table for all scopes of a vocabulary, built once, then only read.
 * Texts are not copied. The hash takes at most two loads for texts of up to 16 bytes,
 * since each attribute of each deployment is looked up twice.
 */
#ifndef POLC_DATA_LOOKUP_H
#define POLC_DATA_LOOKUP_H

#include "base/arena.h"
#include "base/hash.h"

#include <stdbool.h>
#include <string.h>

struct lookup_slot {
    const char *text; /* NULL: empty */
    uint32_t length;
    uint32_t scope;
    uint32_t hash;
    uint32_t value;
};

struct lookup {
    struct arena *arena;
    struct lookup_slot *slots;
    size_t count;
    size_t mask;
};

void lookup_init(struct lookup *lookup, struct arena *arena);
/* Adds a text unless its scope has it already; the text must stay. */
void lookup_add(struct lookup *lookup, uint32_t scope, const char *text, size_t length,
                uint32_t value);

static inline uint32_t lookup_hash(uint32_t scope, const char *text, size_t length)
{
    uint64_t a = 0, b = 0;
    uint32_t half;
    if (length > 16)
        return (uint32_t)hash_word(hash_bytes(text, length) + scope);
    if (length >= 8) {
        memcpy(&a, text, 8);
        memcpy(&b, text + length - 8, 8);
    } else if (length >= 4) {
        memcpy(&half, text, 4);
        a = half;
        memcpy(&half, text + length - 4, 4);
        b = half;
    } else if (length > 0) {
        a = (uint64_t)(unsigned char)text[0] | (uint64_t)(unsigned char)text[length / 2] << 8
            | (uint64_t)(unsigned char)text[length - 1] << 16;
    }
    a += UINT64_C(0x9E3779B97F4A7C15) * (scope + 1);
    a = (a ^ (a >> 29)) * UINT64_C(0xBF58476D1CE4E5B9);
    b = (b ^ length ^ a ^ (a >> 32)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)(b ^ (b >> 32));
}

static inline bool lookup_find(const struct lookup *lookup, uint32_t scope, const char *text,
                               size_t length, uint32_t *value)
{
    uint32_t hash = lookup_hash(scope, text, length);
    for (size_t i = hash & lookup->mask; lookup->slots[i].text; i = (i + 1) & lookup->mask) {
        const struct lookup_slot *slot = &lookup->slots[i];
        if (slot->hash == hash && slot->scope == scope && slot->length == length
            && memcmp(slot->text, text, length) == 0) {
            *value = slot->value;
            return true;
        }
    }
    return false;
}

#endif

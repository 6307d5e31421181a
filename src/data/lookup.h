/* lookup.h: texts of a scope to numbers: keys of a description, names of each kind.
 *
 * One open-addressing table for all scopes of a vocabulary, built once, then only read.
 * Texts are not copied. The hash of a short text is a few loads and multiplications,
 * since each attribute of each deployment is looked up.
 */
#ifndef POLC_DATA_LOOKUP_H
#define POLC_DATA_LOOKUP_H

#include "base/arena.h"
#include "base/hash.h"

#include <stdbool.h>
#include <string.h>

struct lookup_slot {
    uint32_t hash; /* 0: empty */
    uint32_t value;
    const char *text;
    uint32_t length;
    uint32_t scope;
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

static inline uint64_t lookup_load(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static inline uint32_t lookup_load_half(const char *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

/* Mixes two words. A product spreads a bit only upwards, so high halves are folded down
 * before and after the last one: the last letters of a name are the highest bits here. */
static inline uint64_t lookup_mix(uint64_t a, uint64_t b)
{
    uint64_t x = (a ^ UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xBF58476D1CE4E5B9);
    x += (b << 32 | b >> 32) * UINT64_C(0x94D049BB133111EB);
    x = (x ^ x >> 29) * UINT64_C(0xD6E8FEB86659FD93);
    return x ^ x >> 32;
}

/* Never 0. */
static inline uint32_t lookup_hash(uint32_t scope, const char *text, size_t length)
{
    uint64_t a = 0, b = 0, seed = (uint64_t)scope << 32 | (uint32_t)length;
    if (length > 32) {
        a = hash_bytes(text, length);
    } else if (length > 16) {
        a = lookup_mix(lookup_load(text), lookup_load(text + 8));
        b = lookup_load(text + length - 16) + lookup_load(text + length - 8) * 3;
    } else if (length >= 8) {
        a = lookup_load(text);
        b = lookup_load(text + length - 8);
    } else if (length >= 4) {
        a = lookup_load_half(text);
        b = lookup_load_half(text + length - 4);
    } else if (length > 0) {
        a = (uint64_t)(unsigned char)text[0] | (uint64_t)(unsigned char)text[length / 2] << 8
            | (uint64_t)(unsigned char)text[length - 1] << 16;
    }
    uint64_t hash = lookup_mix(a ^ seed * UINT64_C(0x94D049BB133111EB), b + seed);
    return (uint32_t)hash | 1;
}

/* Two texts of one length; short ones without a call. */
static inline bool lookup_same(const char *a, const char *b, size_t length)
{
    if (length > 16)
        return memcmp(a, b, length) == 0;
    if (length >= 8)
        return ((lookup_load(a) ^ lookup_load(b))
                | (lookup_load(a + length - 8) ^ lookup_load(b + length - 8))) == 0;
    if (length >= 4)
        return ((lookup_load_half(a) ^ lookup_load_half(b))
                | (lookup_load_half(a + length - 4) ^ lookup_load_half(b + length - 4))) == 0;
    for (size_t i = 0; i < length; i++)
        if (a[i] != b[i])
            return false;
    return true;
}

/* The slot of a text, or NULL. */
static inline const struct lookup_slot *lookup_slot_of(const struct lookup *lookup, uint32_t scope,
                                                       const char *text, size_t length)
{
    uint32_t hash = lookup_hash(scope, text, length);
    for (size_t i = hash >> 1 & lookup->mask; lookup->slots[i].hash; i = (i + 1) & lookup->mask) {
        const struct lookup_slot *slot = &lookup->slots[i];
        if (slot->hash == hash && slot->scope == scope && slot->length == length
            && lookup_same(slot->text, text, length))
            return slot;
    }
    return NULL;
}

static inline bool lookup_find(const struct lookup *lookup, uint32_t scope, const char *text,
                               size_t length, uint32_t *value)
{
    const struct lookup_slot *slot = lookup_slot_of(lookup, scope, text, length);
    if (slot)
        *value = slot->value;
    return slot != NULL;
}

#endif

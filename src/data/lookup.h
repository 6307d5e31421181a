/* lookup.h: texts of a scope to numbers: keys of a description, names of each kind.
 *
 * One open-addressing table for all scopes of a vocabulary, built once, then only read.
 * Texts are not copied, but a slot holds the first 16 bytes of its text, zeroes behind a
 * shorter one: most lookups compare these two words and touch nothing else. The hash is a
 * few loads and multiplications, and no branch of it depends on how short a name is, since
 * each attribute of each deployment is looked up.
 */
#ifndef POLC_DATA_LOOKUP_H
#define POLC_DATA_LOOKUP_H

#include "base/arena.h"
#include "base/hash.h"

#include <stdbool.h>
#include <string.h>

#define LOOKUP_HEAD 16u /* bytes of a text that its slot holds */

struct lookup_slot {
    uint64_t head[2];
    uint64_t scope; /* and length: scope << 32 | length + 1; 0: empty */
    const char *text;
    uint32_t value;
};

struct lookup {
    struct arena *arena;
    struct lookup_slot *slots;
    size_t count;
    size_t mask;
};

/* A text as it is looked for. */
struct lookup_text {
    const char *text;
    size_t length;
    uint64_t head[2];
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

/* A text behind whose begin LOOKUP_HEAD bytes may be read, whatever its length. */
static inline struct lookup_text lookup_padded(const char *text, size_t length)
{
    static const unsigned char mask[2 * LOOKUP_HEAD] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                                        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    const char *from = (const char *)mask + LOOKUP_HEAD - (length < LOOKUP_HEAD ? length : LOOKUP_HEAD);
    struct lookup_text out = {text, length, {lookup_load(text) & lookup_load(from),
                                             lookup_load(text + 8) & lookup_load(from + 8)}};
    return out;
}

/* Any text. */
static inline struct lookup_text lookup_text(const char *text, size_t length)
{
    struct lookup_text out = {text, length, {0, 0}};
    if (length)
        memcpy(out.head, text, length < LOOKUP_HEAD ? length : LOOKUP_HEAD);
    return out;
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

static inline uint64_t lookup_scope(uint32_t scope, size_t length)
{
    return (uint64_t)scope << 32 | (uint32_t)(length + 1);
}

static inline size_t lookup_hash(uint32_t scope, const struct lookup_text *key)
{
    uint64_t a = key->head[0], b = key->head[1], seed = lookup_scope(scope, key->length);
    if (key->length > 2 * LOOKUP_HEAD) {
        a ^= hash_bytes(key->text, key->length);
    } else if (key->length > LOOKUP_HEAD) {
        a = lookup_mix(a, b);
        b = lookup_load(key->text + key->length - 16)
            + lookup_load(key->text + key->length - 8) * 3;
    }
    return (size_t)lookup_mix(a ^ seed * UINT64_C(0x94D049BB133111EB), b + seed);
}

/* Is what stands behind the heads of two texts of one length the same? */
static inline bool lookup_same_rest(const char *a, const char *b, size_t length)
{
    if (length <= LOOKUP_HEAD)
        return true;
    if (length > 2 * LOOKUP_HEAD)
        return memcmp(a, b, length) == 0;
    a += length - LOOKUP_HEAD;
    b += length - LOOKUP_HEAD;
    return ((lookup_load(a) ^ lookup_load(b)) | (lookup_load(a + 8) ^ lookup_load(b + 8))) == 0;
}

static inline bool lookup_equal(const struct lookup_text *a, const struct lookup_text *b)
{
    uint64_t other = (a->head[0] ^ b->head[0]) | (a->head[1] ^ b->head[1]) | (a->length ^ b->length);
    return !other && lookup_same_rest(a->text, b->text, a->length);
}

/* The slot of a text, or NULL. Inlined by force: it is called for each value of each deployment. */
__attribute__((always_inline)) static inline const struct lookup_slot *lookup_slot_of(const struct lookup *lookup, uint32_t scope,
                                                       const struct lookup_text *key)
{
    uint64_t mine = lookup_scope(scope, key->length);
    for (size_t i = lookup_hash(scope, key) & lookup->mask; lookup->slots[i].scope;
         i = (i + 1) & lookup->mask) {
        const struct lookup_slot *slot = &lookup->slots[i];
        uint64_t other = (slot->head[0] ^ key->head[0]) | (slot->head[1] ^ key->head[1])
                         | (slot->scope ^ mine);
        if (!other && lookup_same_rest(slot->text, key->text, key->length))
            return slot;
    }
    return NULL;
}

static inline bool lookup_find(const struct lookup *lookup, uint32_t scope, const char *text,
                               size_t length, uint32_t *value)
{
    struct lookup_text key = lookup_text(text, length);
    const struct lookup_slot *slot = lookup_slot_of(lookup, scope, &key);
    if (slot)
        *value = slot->value;
    return slot != NULL;
}

#endif

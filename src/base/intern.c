/* intern.c: an array of texts and a hash table of atoms into it, at most half full. */
#include "base/intern.h"

#include "base/hash.h"

#include <string.h>

void interner_init(struct interner *interner, struct arena *arena)
{
    memset(interner, 0, sizeof *interner);
    interner->arena = arena;
    struct intern_entry none = {"", 0, 0};
    VEC_PUSH(arena, &interner->entries, none);
}

/* The slot that holds the text, or the empty one where it belongs. */
static atom_t *find(const struct interner *interner, const char *text, size_t length,
                    uint32_t hash)
{
    size_t i = hash & interner->mask;
    for (; interner->slots[i]; i = (i + 1) & interner->mask) {
        const struct intern_entry *entry = &interner->entries.items[interner->slots[i]];
        if (entry->hash == hash && entry->length == length
            && memcmp(entry->text, text, length) == 0)
            break;
    }
    return &interner->slots[i];
}

static void enlarge(struct interner *interner)
{
    size_t slots = interner->slots ? (interner->mask + 1) * 2 : 64;
    interner->slots = ARENA_ARRAY(interner->arena, atom_t, slots);
    interner->mask = slots - 1;
    for (size_t atom = 1; atom < interner->entries.count; atom++) {
        size_t i = interner->entries.items[atom].hash & interner->mask;
        while (interner->slots[i]) /* all texts differ: no need to look at them */
            i = (i + 1) & interner->mask;
        interner->slots[i] = (atom_t)atom;
    }
}

atom_t intern(struct interner *interner, const char *text, size_t length)
{
    if (!interner->slots || interner->entries.count * 2 > interner->mask + 1)
        enlarge(interner);
    uint32_t hash = (uint32_t)hash_text(text, length);
    atom_t *slot = find(interner, text, length, hash);
    if (*slot)
        return *slot;
    struct intern_entry entry = {arena_string(interner->arena, text, length),
                                 (uint32_t)length, hash};
    *slot = (atom_t)interner->entries.count;
    atom_t atom = *slot;
    VEC_PUSH(interner->arena, &interner->entries, entry);
    return atom;
}

atom_t intern_string(struct interner *interner, const char *text)
{
    return intern(interner, text, strlen(text));
}

atom_t intern_find(const struct interner *interner, const char *text, size_t length)
{
    if (!interner->slots)
        return 0;
    return *find(interner, text, length, (uint32_t)hash_text(text, length));
}

const char *atom_text(const struct interner *interner, atom_t atom)
{
    return interner->entries.items[atom].text;
}

size_t atom_length(const struct interner *interner, atom_t atom)
{
    return interner->entries.items[atom].length;
}

/* intern.h: names as numbers. Equal text has the equal atom; atom 0 is "no name". */
#ifndef POLC_BASE_INTERN_H
#define POLC_BASE_INTERN_H

#include "base/arena.h"

#include <stdbool.h>

typedef uint32_t atom_t; /* the one typedef below the public API: an id, not a struct */

struct intern_entry {
    const char *text; /* NUL-terminated, in the interner's arena */
    uint32_t length;
    uint32_t hash; /* low half of hash_bytes */
};

struct interner {
    struct arena *arena;
    VEC(struct intern_entry) entries; /* entries.items[atom] */
    atom_t *slots;
    size_t mask; /* slots - 1, or 0 when empty */
};

void interner_init(struct interner *interner, struct arena *arena);
atom_t intern(struct interner *interner, const char *text, size_t length);
atom_t intern_string(struct interner *interner, const char *text);
/* The atom of a text if it was ever interned, else 0. */
atom_t intern_find(const struct interner *interner, const char *text, size_t length);
/* Valid as long as the interner's arena. "" for atom 0. */
const char *atom_text(const struct interner *interner, atom_t atom);
size_t atom_length(const struct interner *interner, atom_t atom);

#endif

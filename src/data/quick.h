/* quick.h: lines of NDJSON whose keys are mostly those of the line before, from bytes to a box in one pass.
 *
 * Private to data/. What is read ends with a line feed, which no token of a line has in it: every step
 * stops there at the latest. JSON_PADDING bytes behind it may be read.
 */
#ifndef POLC_DATA_QUICK_H
#define POLC_DATA_QUICK_H

#include "data/binder.h"

#include "base/plain.h"
#include "data/json_parts.h"

struct quick;
struct quick *quick_new(struct arena *arena, struct fast *fast);

struct quick_line {
    const char *data;
    size_t begin; /* of the line, which is an object */
    uint32_t source;
    size_t end; /* its line feed; when it was bound */
};
/* False where the line is anything but the plainest, which says nothing about it. */
bool quick_bind(struct quick *quick, struct quick_line *line, const struct description *about,
                struct deployment *out);

/* pass.c. Behind a value that nobody reads, which begins at `at`: checked as json_walk would, and NULL where that
 * would find anything wrong or unusual. */
struct passed; /* what such values looked like */
struct passed *passed_new(struct arena *arena);
const char *pass_value(struct passed *passed, const char *at);

/* ---- bytes that are expected --------------------------------------------------------------- */

#define QUICK_WORDS 8 /* of eight bytes: 64 bytes at most */

_Static_assert(QUICK_WORDS * sizeof(uint64_t) <= JSON_PADDING, "comparing stays inside the padding");

struct quick_word {
    uint64_t bytes, mask; /* the mask is 0 behind the end */
};

struct quick_bytes {
    uint32_t length, word_count;
    struct quick_word words[QUICK_WORDS];
};

/* False where they are too many. */
bool quick_bytes_set(struct quick_bytes *bytes, const char *begin, size_t length);

static inline uint64_t quick_differs(const struct quick_word *word, const char *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return (bytes ^ word->bytes) & word->mask;
}

/* Most are of up to two words. */
static inline bool quick_stands_at(const struct quick_bytes *bytes, const char *at)
{
    uint64_t other = quick_differs(&bytes->words[0], at) | quick_differs(&bytes->words[1], at + 8);
    for (uint32_t i = 2; i < bytes->word_count; i++)
        other |= quick_differs(&bytes->words[i], at + 8 * (size_t)i);
    return other == 0;
}

/* ---- steps ---------------------------------------------------------------------------------- */

/* Behind the blanks that may stand inside of a line; mostly there is none. */
static inline const char *quick_blanks_end(const char *at)
{
    while ((unsigned char)*at <= ' ' && (*at == ' ' || *at == '\t' || *at == '\r'))
        at++;
    return at;
}

/* Behind a number or a word; of a number longer than the padding its beginning. */
static inline const char *quick_bare_end(const char *at)
{
    return json_bare_end(at, at + JSON_PADDING);
}

/* Behind a letter that is no ASCII; NULL where it is no UTF-8. */
static inline const char *quick_letter_end(const char *at)
{
    size_t length = text_sequence((const unsigned char *)at, 4);
    return length > 0 ? at + length : NULL;
}

#endif

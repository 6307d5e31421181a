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
const char *pass_value(const char *at);

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

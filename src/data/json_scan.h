/* json_scan.h: a place in a JSON document, and what is read there: blanks, texts, numbers.
 *
 * The bytes may be any; that they are UTF-8 is checked before. What stands there that RFC 8259 does not allow is
 * reported at its place. json_tree.c makes values of it.
 */
#ifndef POLC_DATA_JSON_SCAN_H
#define POLC_DATA_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "diag/diag.h"

struct json_scan {
    struct arena *arena;
    struct diags *diags;
    const char *data; /* of the whole source: spans count from here */
    size_t at, end;   /* the place; where the document ends */
    uint32_t source;
    unsigned depth;   /* containers that are open */
};

extern const char json_scan_key[]; /* what is expected where a key is */

static inline struct span json_scan_span(const struct json_scan *scan, size_t begin, size_t end)
{
    struct span span = {scan->source, (uint32_t)begin, (uint32_t)end};
    return span;
}

static inline bool json_scan_ends(const struct json_scan *scan)
{
    return scan->at >= scan->end;
}

/* The byte at the place, 0 at the end. */
static inline char json_scan_peek(const struct json_scan *scan)
{
    return json_scan_ends(scan) ? '\0' : scan->data[scan->at];
}

static inline void json_scan_blanks(struct json_scan *scan)
{
    const char *data = scan->data;
    size_t at = scan->at, end = scan->end;
    while (at < end && (data[at] == ' ' || data[at] == '\t' || data[at] == '\n' || data[at] == '\r'))
        at++;
    scan->at = at;
}

/* Of a document that is known to be well-formed: from an opening bracket to behind the one that closes it; or behind
 * a text. */
void json_scan_skip(struct json_scan *scan);
/* The word or the one byte at the place, for messages. */
struct span json_scan_word(const struct json_scan *scan);
/* Reports that something else was expected at the place. NULL, for those who return a pointer. */
void *json_scan_refuse(struct json_scan *scan, const char *expected);
/* A text with its quotes; the place is at the first. Without an escape *out may be part of the document; `copied`: it
 * is in the arena, with a NUL behind it. False after an error, which was reported. */
bool json_scan_text(struct json_scan *scan, bool copied, const char **out, size_t *length);
/* A reason why the number at the place is none, or NULL; the place is then behind it. */
const char *json_scan_number(struct json_scan *scan);

#endif

/* json.h: is a run of bytes one JSON document, and what are its outermost members?
 *
 * The C face of the project's one C++ file, which drives simdjson. A reader owns the
 * memory of simdjson and is reused; it takes its memory from the C++ runtime, not from an
 * arena, and never unwinds: running out is a status. Bytes are first indexed, many lines
 * at once, then walked document by document. Only judged here is whether a document is
 * well-formed; where exactly a refused one went wrong is told by json_tree.h.
 */
#ifndef POLC_DATA_JSON_H
#define POLC_DATA_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes that must be readable after those that are indexed. */
#define JSON_PADDING 64

enum json_status {
    JSON_FINE,     /* well-formed, and no key twice below the outermost value */
    JSON_NOT_SURE, /* well-formed, but whether a key is there twice only json_tree can tell */
    JSON_MALFORMED, /* no JSON, or nested deeper than the limit */
    JSON_NO_MEMORY
};

/* One member of the outermost object, or one element of the outermost list. Offsets are
 * from the first indexed byte. */
struct json_member {
    uint32_t key, key_length; /* without the quotes; 0 and 0 for an element */
    uint32_t begin, end;      /* of the value, with its quotes */
    char first;               /* first byte of the value: one of { [ " - 0..9 t f n */
    bool escaped;             /* the value, where it is text, holds a backslash */
};

struct json_reader;

/* NULL when memory ran out. */
struct json_reader *json_reader_new(unsigned depth_limit);
void json_reader_free(struct json_reader *reader); /* NULL is allowed */
/* Gives back what json_index took: nothing can be walked before the next one. Members stay. */
void json_forget(struct json_reader *reader);

/* Indexes data[0, length), one document or several whole lines; the bytes must stay.
 * JSON_MALFORMED: somewhere in them is a string without its end, a control character in a
 * string, no UTF-8, or nothing at all. */
enum json_status json_index(struct json_reader *reader, const char *data, size_t length);

/* Walks every value of the document in bytes [begin, end) of what was indexed. On
 * JSON_FINE the members are those of an outermost object or list (*count is 0 for a
 * scalar), valid until the next call. Keys of the outermost object are not compared with
 * each other, since the caller looks them up anyway. Fastest in rising order. */
enum json_status json_walk(struct json_reader *reader, size_t begin, size_t end,
                           const struct json_member **members, size_t *count);

#ifdef __cplusplus
}
#endif

#endif

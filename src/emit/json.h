/* json.h: writing JSON: escaping, commas. Keys are written in the order of the calls. */
#ifndef POLC_EMIT_JSON_H
#define POLC_EMIT_JSON_H

#include "base/date.h"
#include "base/strbuf.h"

/* One document; or the elements of its lists, each on a line of its own, and on the last line what
 * else the document says. */
enum json_shape { JSON_DOCUMENT, JSON_LINES };

/* A string with its quotes. Bytes that are no UTF-8 become U+FFFD. */
void json_string(struct strbuf *out, const char *text);
/* "key": with the comma before it unless it is the first of its object. A key that is a constant is
 * a name of one of our schemas, which has nothing to escape. */
void json_schema_key(struct strbuf *out, const char *key, size_t length);
void json_any_key(struct strbuf *out, const char *key);
static inline void json_key(struct strbuf *out, const char *key)
{
    if (__builtin_constant_p(strlen(key)))
        json_schema_key(out, key, strlen(key));
    else
        json_any_key(out, key);
}
static inline void json_pair(struct strbuf *out, const char *key, const char *text)
{
    json_key(out, key);
    json_string(out, text);
}
void json_count(struct strbuf *out, const char *key, size_t count);
void json_day(struct strbuf *out, const char *key, int64_t day);
void json_bool(struct strbuf *out, const char *key, bool value);
/* "key": true; nothing when it is not so. */
void json_true(struct strbuf *out, const char *key, bool so);
/* The comma before the next element or key, unless the last byte opened a container. */
void json_next(struct strbuf *out);

#endif

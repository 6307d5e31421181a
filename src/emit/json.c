/* json.c: see json.h. Most texts need no escape and are copied whole; of others runs are copied, and
 * only what must be escaped is looked at singly.
 */
#include "emit/json.h"

#include "base/plain.h"

#include <string.h>

/* Bytes of the well-formed UTF-8 sequence at p, or 0. The NUL at the end stops every look-ahead. */
static size_t sequence_length(const unsigned char *p)
{
    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    size_t n = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    unsigned low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    unsigned high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return n;
}

static void escape(struct strbuf *out, unsigned char c)
{
    switch (c) {
    case '"':
        strbuf_text(out, "\\\"");
        return;
    case '\\':
        strbuf_text(out, "\\\\");
        return;
    case '\n':
        strbuf_text(out, "\\n");
        return;
    case '\r':
        strbuf_text(out, "\\r");
        return;
    case '\t':
        strbuf_text(out, "\\t");
        return;
    default:
        strbuf_printf(out, "\\u%04x", c);
    }
}

/* Only ASCII, and nothing to escape. */
static bool plain(const char *text, size_t length)
{
    uint64_t word;
    const char *end = text + length;
    if (length < sizeof word) {
        for (; text < end; text++)
            if (!plain_byte((unsigned char)*text))
                return false;
        return true;
    }
    for (; (size_t)(end - text) > sizeof word; text += sizeof word) {
        memcpy(&word, text, sizeof word);
        if (!plain_word(word))
            return false;
    }
    memcpy(&word, end - sizeof word, sizeof word);
    return plain_word(word);
}

static void write_escaped(struct strbuf *out, const char *text)
{
    const unsigned char *p = (const unsigned char *)text;
    while (*p) {
        const unsigned char *run = p;
        size_t n = 1;
        while (*p >= 0x20 && *p != '"' && *p != '\\' && (n = sequence_length(p)) > 0)
            p += n;
        strbuf_bytes(out, (const char *)run, (size_t)(p - run));
        if (!*p)
            break;
        if (*p >= 0x80)
            strbuf_text(out, "\xEF\xBF\xBD");
        else
            escape(out, *p);
        p++;
    }
}

void json_string(struct strbuf *out, const char *text)
{
    size_t length = strlen(text);
    strbuf_char(out, '"');
    if (plain(text, length))
        strbuf_bytes(out, text, length);
    else
        write_escaped(out, text);
    strbuf_char(out, '"');
}

void json_next(struct strbuf *out)
{
    char last = out->count ? out->items[out->count - 1] : '{';
    if (last != '{' && last != '[')
        strbuf_text(out, ", ");
}

void json_schema_key(struct strbuf *out, const char *key, size_t length)
{
    json_next(out);
    if (out->capacity - out->count <= length + 4)
        strbuf_reserve(out, length + 4);
    char *at = out->items + out->count;
    *at++ = '"';
    memcpy(at, key, length);
    memcpy(at + length, "\": ", 3);
    out->count += length + 4;
}

void json_any_key(struct strbuf *out, const char *key)
{
    json_next(out);
    json_string(out, key);
    strbuf_text(out, ": ");
}

void json_count(struct strbuf *out, const char *key, size_t count)
{
    json_key(out, key);
    strbuf_number(out, count);
}

void json_day(struct strbuf *out, const char *key, int64_t day)
{
    char text[DATE_TEXT];
    date_format(day, text);
    json_pair(out, key, text);
}

void json_bool(struct strbuf *out, const char *key, bool value)
{
    json_key(out, key);
    strbuf_text(out, value ? "true" : "false");
}

void json_true(struct strbuf *out, const char *key, bool so)
{
    if (so)
        json_bool(out, key, true);
}

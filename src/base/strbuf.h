/* strbuf.h: text being built, in an arena. Always NUL-terminated once text is asked for. */
#ifndef POLC_BASE_STRBUF_H
#define POLC_BASE_STRBUF_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

struct strbuf {
    struct arena *arena;
    char *items;
    size_t count; /* bytes, without the NUL */
    size_t capacity;
};

void strbuf_init(struct strbuf *buffer, struct arena *arena);
static inline struct strbuf strbuf_new(struct arena *arena)
{
    struct strbuf buffer;
    strbuf_init(&buffer, arena);
    return buffer;
}
void strbuf_clear(struct strbuf *buffer);
/* Room for `extra` more bytes and a NUL. */
void strbuf_reserve(struct strbuf *buffer, size_t extra);

/* Inlined, since a report is written by a hundred such calls for each deployment, most of them
 * with a constant text. */
static inline void strbuf_bytes(struct strbuf *buffer, const char *data, size_t length)
{
    if (length == 0)
        return;
    if (buffer->capacity - buffer->count <= length)
        strbuf_reserve(buffer, length);
    memcpy(buffer->items + buffer->count, data, length);
    buffer->count += length;
}

static inline void strbuf_text(struct strbuf *buffer, const char *text)
{
    strbuf_bytes(buffer, text, strlen(text));
}

static inline void strbuf_char(struct strbuf *buffer, char c)
{
    if (buffer->capacity - buffer->count <= 1)
        strbuf_reserve(buffer, 1);
    buffer->items[buffer->count++] = c;
}

/* In decimal digits. */
void strbuf_number(struct strbuf *buffer, uint64_t number);
/* n times the character c; nothing when n is 0 or less. */
void strbuf_repeat(struct strbuf *buffer, char c, int n);
void strbuf_printf(struct strbuf *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void strbuf_vprintf(struct strbuf *buffer, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
/* The text so far, NUL-terminated; valid until the next addition. */
const char *strbuf_string(struct strbuf *buffer);

/* A formatted string in the arena. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif

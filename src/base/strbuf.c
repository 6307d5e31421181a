/* strbuf.c: see strbuf.h. */
#include "base/strbuf.h"

#include <stdio.h>
#include <string.h>

void strbuf_init(struct strbuf *buffer, struct arena *arena)
{
    buffer->arena = arena;
    buffer->items = NULL;
    buffer->count = 0;
    buffer->capacity = 0;
}

void strbuf_clear(struct strbuf *buffer)
{
    buffer->count = 0;
}

/* Room for `extra` more bytes and a NUL. */
static void reserve(struct strbuf *buffer, size_t extra)
{
    if (extra >= SIZE_MAX - buffer->count)
        guard_raise(buffer->arena->guard, FAULT_MEMORY);
    while (buffer->capacity < buffer->count + extra + 1)
        buffer->items = arena_grow(buffer->arena, buffer->items, 1, buffer->count,
                                   &buffer->capacity);
}

void strbuf_bytes(struct strbuf *buffer, const char *data, size_t length)
{
    if (length == 0)
        return;
    reserve(buffer, length);
    memcpy(buffer->items + buffer->count, data, length);
    buffer->count += length;
}

void strbuf_text(struct strbuf *buffer, const char *text)
{
    strbuf_bytes(buffer, text, strlen(text));
}

void strbuf_char(struct strbuf *buffer, char c)
{
    reserve(buffer, 1);
    buffer->items[buffer->count++] = c;
}

void strbuf_repeat(struct strbuf *buffer, char c, int n)
{
    for (; n > 0; n--)
        strbuf_char(buffer, c);
}

void strbuf_vprintf(struct strbuf *buffer, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length <= 0)
        return;
    reserve(buffer, (size_t)length);
    vsnprintf(buffer->items + buffer->count, (size_t)length + 1, format, arguments);
    buffer->count += (size_t)length;
}

void strbuf_printf(struct strbuf *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    strbuf_vprintf(buffer, format, arguments);
    va_end(arguments);
}

const char *strbuf_string(struct strbuf *buffer)
{
    reserve(buffer, 0);
    buffer->items[buffer->count] = '\0';
    return buffer->items;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        length = 0;
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

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

void strbuf_reserve(struct strbuf *buffer, size_t extra)
{
    if (extra >= SIZE_MAX - buffer->count)
        guard_raise(buffer->arena->guard, FAULT_MEMORY);
    while (buffer->capacity < buffer->count + extra + 1)
        buffer->items = arena_grow(buffer->arena, buffer->items, 1, buffer->count,
                                   &buffer->capacity);
}

void strbuf_number(struct strbuf *buffer, uint64_t number)
{
    char digits[20], *at = digits + sizeof digits;
    do
        *--at = (char)('0' + number % 10);
    while (number /= 10);
    strbuf_bytes(buffer, at, (size_t)(digits + sizeof digits - at));
}

void strbuf_repeat(struct strbuf *buffer, char c, int n)
{
    for (; n > 0; n--)
        strbuf_char(buffer, c);
}

/* Of printf's many conversions texts are made of a few, which are quick to write; a format with
 * any other one is left to the C library. */
static bool is_plain(const char *format)
{
    for (const char *at = strchr(format, '%'); at; at = strchr(at + 1, '%')) {
        at++;
        if (*at == 'z' || *at == 'l')
            at++;
        if (*at == 'u' || (*at == 'd' && at[-1] != 'z'))
            continue;
        if (at[-1] != '%' || (*at != 's' && *at != 'c' && *at != '%'))
            return false;
    }
    return true;
}

static void write_signed(struct strbuf *buffer, long number)
{
    if (number < 0)
        strbuf_char(buffer, '-');
    strbuf_number(buffer, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

/* Writes one conversion of a plain format, of which `at` is behind the per cent sign; returns the
 * rest of the format. */
static const char *write_conversion(struct strbuf *buffer, const char *at, va_list *arguments)
{
    const char *text;
    switch (*at++) {
    case 's':
        text = va_arg(*arguments, const char *);
        strbuf_text(buffer, text);
        return at;
    case 'c':
        strbuf_char(buffer, (char)va_arg(*arguments, int));
        return at;
    case 'u':
        strbuf_number(buffer, va_arg(*arguments, unsigned));
        return at;
    case 'd':
        write_signed(buffer, va_arg(*arguments, int));
        return at;
    case 'z':
        strbuf_number(buffer, va_arg(*arguments, size_t));
        return at + 1;
    case 'l':
        if (*at == 'u')
            strbuf_number(buffer, va_arg(*arguments, unsigned long));
        else
            write_signed(buffer, va_arg(*arguments, long));
        return at + 1;
    default: /* a per cent sign itself */
        strbuf_char(buffer, '%');
        return at;
    }
}

static void print_plain(struct strbuf *buffer, const char *format, va_list *arguments)
{
    const char *at;
    while ((at = strchr(format, '%'))) {
        strbuf_bytes(buffer, format, (size_t)(at - format));
        format = write_conversion(buffer, at + 1, arguments);
    }
    strbuf_text(buffer, format);
}

static void print_any(struct strbuf *buffer, const char *format, va_list *arguments)
{
    va_list again;
    va_copy(again, *arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length <= 0)
        return;
    strbuf_reserve(buffer, (size_t)length);
    vsnprintf(buffer->items + buffer->count, (size_t)length + 1, format, *arguments);
    buffer->count += (size_t)length;
}

void strbuf_vprintf(struct strbuf *buffer, const char *format, va_list arguments)
{
    va_list own;
    va_copy(own, arguments);
    if (is_plain(format))
        print_plain(buffer, format, &own);
    else
        print_any(buffer, format, &own);
    va_end(own);
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
    strbuf_reserve(buffer, 0);
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

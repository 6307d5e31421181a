/* window.c: see window.h. What was read of the next line moves to the front of the buffer that
 * the next window is asked into, so that no line is ever in two pieces. */
#include "data/window.h"

#include <string.h>

#define SHOWN ((size_t)256) /* bytes of a line that is too long */

void window_buffer_init(struct window_buffer *buffer, struct guard *guard)
{
    memset(buffer, 0, sizeof *buffer);
    arena_init(&buffer->memory, guard);
}

void window_buffer_free(struct window_buffer *buffer)
{
    arena_free(&buffer->memory);
    buffer->data = NULL;
    buffer->capacity = 0;
}

/* Room for `capacity` bytes; what is in [begin, begin + length) moves to the front. */
static void make_room(struct window_buffer *buffer, size_t capacity, size_t begin, size_t length)
{
    if (capacity <= buffer->capacity) {
        if (begin && length)
            memmove(buffer->data, buffer->data + begin, length);
        return;
    }
    struct arena old = buffer->memory;
    arena_init(&buffer->memory, old.guard);
    char *data = arena_alloc(&buffer->memory, capacity + IO_PADDING);
    if (length)
        memcpy(data, buffer->data + begin, length);
    buffer->data = data;
    buffer->capacity = capacity;
    arena_free(&old);
}

void windows_of_file(struct windows *windows, const struct io_input *input)
{
    memset(windows, 0, sizeof *windows);
    windows->input = *input;
    windows->size = WINDOW_SIZE;
}

void windows_of_bytes(struct windows *windows, struct io_text bytes, bool padded)
{
    memset(windows, 0, sizeof *windows);
    windows->bytes = bytes;
    windows->padded = padded;
    windows->size = WINDOW_SIZE;
}

/* ---- bytes in memory -------------------------------------------------------------------- */

static enum window_next hand_out(struct windows *w, struct window_buffer *buffer, size_t stop,
                                 struct window *out)
{
    out->data = w->bytes.data + w->at;
    out->length = stop - w->at;
    w->at = stop;
    if (w->padded || w->bytes.length - stop >= IO_PADDING)
        return WINDOW_LINES;
    make_room(buffer, out->length, 0, 0);
    memcpy(buffer->data, out->data, out->length);
    memset(buffer->data + out->length, 0, IO_PADDING);
    out->data = buffer->data;
    return WINDOW_LINES;
}

static enum window_next next_of_bytes(struct windows *w, struct window_buffer *buffer,
                                      struct window *out)
{
    const char *data = w->bytes.data + w->at, *feed;
    size_t left = w->bytes.length - w->at;
    if (w->skipping) {
        feed = left ? memchr(data, '\n', left) : NULL;
        w->at = feed ? (size_t)(feed + 1 - w->bytes.data) : w->bytes.length;
        w->skipping = false;
        data = w->bytes.data + w->at;
        left = w->bytes.length - w->at;
    }
    if (left == 0)
        return WINDOW_END;
    if (left <= w->size)
        return hand_out(w, buffer, w->bytes.length, out);
    feed = memrchr(data, '\n', w->size);
    if (!feed)
        feed = memchr(data, '\n', left < WINDOW_LINE_LIMIT ? left : WINDOW_LINE_LIMIT);
    if (feed || left < WINDOW_LINE_LIMIT)
        return hand_out(w, buffer, feed ? (size_t)(feed + 1 - w->bytes.data) : w->bytes.length,
                        out);
    *out = (struct window){data, SHOWN};
    w->skipping = true;
    return WINDOW_CUT;
}

/* ---- a file ----------------------------------------------------------------------------- */

/* Takes the buffer over, with what was read but not handed out at its front. */
static void settle(struct windows *w, struct window_buffer *buffer)
{
    size_t length = w->end - w->begin;
    size_t wanted = length + w->size / 2 > w->size ? 2 * length : w->size;
    if (wanted < buffer->capacity)
        wanted = buffer->capacity;
    if (w->buffer == buffer || !w->buffer) {
        make_room(buffer, wanted, w->begin, length);
    } else {
        make_room(buffer, wanted, 0, 0);
        if (length)
            memcpy(buffer->data, w->buffer->data + w->begin, length);
    }
    w->buffer = buffer;
    w->begin = 0;
    w->end = length;
}

bool windows_more(struct windows *w, struct window_buffer *buffer, const char **error)
{
    size_t got, room, most;
    if (w->buffer != buffer || w->begin || w->end == buffer->capacity)
        settle(w, buffer);
    room = buffer->capacity - w->end;
    most = w->end < w->size ? w->size : WINDOW_SIZE; /* the rest of a long line comes sooner */
    if (!io_some(&w->input, buffer->data + w->end, room < most ? room : most, &got, error))
        return false;
    w->end += got;
    memset(buffer->data + w->end, 0, IO_PADDING);
    w->ended = got == 0;
    return true;
}

/* Is a window in what was read? `from`: where line feeds were not looked for before. */
static bool find_lines(struct windows *w, size_t from, struct window *out)
{
    const char *data = w->buffer->data;
    if (w->end == w->begin)
        return false;
    const char *feed = memrchr(data + from, '\n', w->end - from);
    if (!feed && !w->ended)
        return false;
    size_t stop = feed ? (size_t)(feed + 1 - data) : w->end;
    *out = (struct window){data + w->begin, stop - w->begin};
    w->begin = stop;
    return true;
}

/* Passes over the rest of a line that is too long; false when more must be read first. */
static bool skip(struct windows *w)
{
    const char *data = w->buffer->data;
    const char *feed = memchr(data + w->begin, '\n', w->end - w->begin);
    w->begin = feed ? (size_t)(feed + 1 - data) : w->end;
    w->skipping = !feed && !w->ended;
    return !w->skipping;
}

static bool too_long(const struct windows *w, size_t begin)
{
    return w->end - begin >= WINDOW_LINE_LIMIT
           && !memchr(w->buffer->data + begin, '\n', WINDOW_LINE_LIMIT);
}

static enum window_next next_of_file(struct windows *w, struct window_buffer *buffer,
                                     struct window *out, const char **error)
{
    if (w->buffer != buffer)
        settle(w, buffer);
    size_t from = w->begin;
    for (;;) {
        bool skipped = w->skipping;
        if (!skipped || skip(w)) {
            size_t begin = w->begin;
            bool found = find_lines(w, skipped ? begin : from, out);
            if (too_long(w, begin)) {
                *out = (struct window){buffer->data + begin, SHOWN};
                w->begin = begin;
                w->skipping = true;
                return WINDOW_CUT;
            }
            if (found || w->ended)
                return found ? WINDOW_LINES : WINDOW_END;
        }
        size_t known = w->end - w->begin;
        if (!windows_more(w, buffer, error))
            return WINDOW_FAILED;
        from = w->begin + known;
    }
}

void windows_return(struct windows *windows, size_t length)
{
    if (windows->bytes.data)
        windows->at -= length;
    else
        windows->begin -= length;
}

enum window_next windows_next(struct windows *windows, struct window_buffer *buffer,
                              struct window *out, const char **error)
{
    if (windows->bytes.data)
        return next_of_bytes(windows, buffer, out);
    return next_of_file(windows, buffer, out, error);
}

/* parts.c: see parts.h. Only one thread cuts; what it hands out stands in memory of its own. */
#include "data/parts.h"

#include "data/session.h"

#include <poll.h>

bool parts_open(struct parts *parts, struct arena *arena, const struct bind_bytes *bytes,
                struct io_watch *watch, const char **error)
{
    memset(parts, 0, sizeof *parts);
    parts->name = strcmp(bytes->name, "-") == 0 && !bytes->data ? "<stdin>" : bytes->name;
    parts->format = bytes->format;
    parts->first = true;
    parts->most = PARTS_LINES;
    if (parts->format == BIND_BY_NAME)
        parts->format = read_format_of_name(parts->name);
    if (bytes->data) {
        struct io_text text = {bytes->data, bytes->length};
        if (parts->format == BIND_BY_NAME)
            parts->format = read_format_of(parts->name, &text);
        windows_of_bytes(&parts->windows, text, false);
        parts->windows.size = WINDOW_PART;
        return true;
    }
    if (!io_open(arena, bytes->name, &parts->input, error))
        return false;
    parts->opened = true;
    parts->input.watch = watch;
    windows_of_file(&parts->windows, &parts->input);
    parts->windows.size = WINDOW_PART;
    return true;
}

void parts_close(struct parts *parts)
{
    if (parts->opened)
        io_close(&parts->input);
    parts->opened = false;
}

bool parts_wait(const struct parts *parts, int *fd)
{
    struct pollfd input = {parts->input.fd, POLLIN, 0};
    if (!parts->opened || parts->ended || parts->more || parts->input.regular)
        return false;
    *fd = input.fd;
    return poll(&input, 1, 0) == 0;
}

void part_memory_init(struct part_memory *memory, struct guard *guard)
{
    window_buffer_init(&memory->buffer, guard);
    arena_init(&memory->whole, guard);
}

void part_memory_free(struct part_memory *memory)
{
    window_buffer_free(&memory->buffer);
    arena_free(&memory->whole);
}

static bool whole_text(struct parts *parts, struct part_memory *memory, struct io_text *out,
                       const char **error)
{
    struct windows *windows = &parts->windows;
    struct io_text head = {NULL, 0};
    struct io_input input = parts->input;
    arena_free(&memory->whole);
    if (windows->bytes.data) {
        if (windows->bytes.length > BIND_INPUT_LIMIT) {
            *error = arena_printf(&memory->whole, "larger than the limit of %zu bytes",
                                  BIND_INPUT_LIMIT);
            return false;
        }
        char *copy = arena_zero(&memory->whole, windows->bytes.length + IO_PADDING, 1);
        if (windows->bytes.length)
            memcpy(copy, windows->bytes.data, windows->bytes.length);
        *out = (struct io_text){copy, windows->bytes.length};
        return true;
    }
    if (windows->buffer)
        head = (struct io_text){windows->buffer->data + windows->begin,
                                windows->end - windows->begin};
    input.arena = &memory->whole;
    return io_rest(&input, &head, BIND_INPUT_LIMIT, out, error);
}

/* Counts the lines of the part, at most parts->most: the length of these. */
static size_t count(struct parts *parts, const struct bind_part *part)
{
    const char *at = part->data, *end = at + part->length, *stop;
    if (part->cut) {
        parts->lines++;
        parts->index++;
        return part->length;
    }
    for (size_t lines = 0; at < end && lines < parts->most; at = stop + 1, lines++) {
        stop = memchr(at, '\n', (size_t)(end - at));
        parts->lines += stop != NULL;
        stop = stop ? stop : end;
        while (at < stop && (*at == ' ' || *at == '\t' || *at == '\r'))
            at++;
        parts->index += at < stop;
    }
    return at < end ? (size_t)(at - part->data) : part->length;
}

static enum parts_next next_lines(struct parts *parts, struct part_memory *memory,
                                  struct bind_part *out, const char **error)
{
    struct window window;
    enum window_next next = windows_next(&parts->windows, &memory->buffer, &window, error);
    if (next == WINDOW_FAILED)
        return PARTS_FAILED;
    if (next == WINDOW_END)
        return PARTS_END;
    out->data = window.data;
    out->length = window.length;
    out->lines_before = parts->lines;
    out->index_before = parts->index;
    out->cut = next == WINDOW_CUT;
    size_t length = count(parts, out);
    out->lines = parts->lines - out->lines_before;
    parts->more = length < out->length;
    windows_return(&parts->windows, out->length - length);
    out->length = length;
    parts->ended = out->first && read_other_encoding(out->data, out->length);
    return PARTS_ONE;
}

enum parts_next parts_next(struct parts *parts, struct part_memory *memory,
                           struct bind_part *out, const char **error)
{
    if (parts->ended)
        return PARTS_END;
    if (parts->format == BIND_BY_NAME
        && !read_tell_format(&parts->windows, &memory->buffer, &parts->format, error)) {
        parts->ended = true;
        return PARTS_FAILED;
    }
    *out = (struct bind_part){.name = parts->name, .format = parts->format, .first = parts->first};
    parts->first = false;
    enum parts_next next = PARTS_ONE;
    if (parts->format == BIND_NDJSON) {
        next = next_lines(parts, memory, out, error);
    } else {
        struct io_text text;
        parts->ended = true;
        if (!whole_text(parts, memory, &text, error))
            return PARTS_FAILED;
        out->data = text.data;
        out->length = text.length;
    }
    parts->ended |= next != PARTS_ONE;
    return next;
}

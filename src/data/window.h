/* window.h: a file or bytes of NDJSON as parts of whole lines, of any size in bounded memory.
 *
 * A reading hands out one window after the other. Of a file, a window is what was there when
 * it was asked for, at most `size` bytes and no more than one read where the file is a
 * pipe; only a longer line makes it larger. A line longer than WINDOW_LINE_LIMIT is handed out
 * alone, its beginning only, and the rest of it is passed over.
 */
#ifndef POLC_DATA_WINDOW_H
#define POLC_DATA_WINDOW_H

#include "base/io.h"

#define WINDOW_SIZE ((size_t)1024 * 1024)
#define WINDOW_PART ((size_t)64 * 1024) /* where many windows are in memory at once */
#define WINDOW_LINE_LIMIT ((size_t)64 * 1024 * 1024)

/* Where windows stand in memory. A window is valid until its buffer is used for the next. */
struct window_buffer {
    struct arena memory;
    char *data;
    size_t capacity; /* IO_PADDING bytes more are there */
};

void window_buffer_init(struct window_buffer *buffer, struct guard *guard);
void window_buffer_free(struct window_buffer *buffer);

struct window {
    const char *data; /* IO_PADDING bytes behind it may be read */
    size_t length;
};

struct windows {
    size_t size; /* of a window: WINDOW_SIZE, or set to less before the first */
    struct io_input input; /* where `bytes` is NULL */
    struct io_text bytes;
    size_t at;    /* in the bytes */
    bool padded;  /* IO_PADDING bytes behind the bytes may be read */
    struct window_buffer *buffer; /* holds [begin, end), read but not handed out */
    size_t begin, end;
    bool ended;    /* nothing more can be read */
    bool skipping; /* the rest of a line that is too long comes next */
};

enum window_next {
    WINDOW_LINES,
    WINDOW_CUT, /* the beginning of a line that is too long */
    WINDOW_END,
    WINDOW_FAILED /* reading did; *error says why */
};

/* Of an open file, which stays the caller's. */
void windows_of_file(struct windows *windows, const struct io_input *input);
/* Of bytes in memory, which must stay. */
void windows_of_bytes(struct windows *windows, struct io_text bytes, bool padded);

/* The next window. The buffer may be another one each time; it is not needed for the bytes of
 * memory but at their end. */
enum window_next windows_next(struct windows *windows, struct window_buffer *buffer,
                              struct window *out, const char **error);

/* Takes back the last bytes of the window just handed out: the next one begins with them. */
void windows_return(struct windows *windows, size_t length);

/* Reads once more without handing anything out, to look at windows->buffer's [begin, end). */
bool windows_more(struct windows *windows, struct window_buffer *buffer, const char **error);

#endif

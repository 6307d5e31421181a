/* io.h: whole files in, or piece by piece; whole files out. Errors are returned as text, never printed. */
#ifndef POLC_BASE_IO_H
#define POLC_BASE_IO_H

#include "base/arena.h"

#include <stdbool.h>

/* Zero bytes after the content of every file read: simdjson and the scanners may look there. */
#define IO_PADDING 64

struct io_text {
    const char *data; /* followed by IO_PADDING zero bytes */
    size_t length;
};

/* Reads a file, or standard input for "-", whole into the arena. At most `limit` bytes.
 * On failure returns false and *error is one lower-case line without the file's name. */
bool io_read(struct arena *arena, const char *path, size_t limit, struct io_text *out,
             const char **error);

/* Who is told before a piece is asked for, and by whoever makes something of the pieces while it does:
 * how many bytes are done with, and whether the next ones have to be waited for. */
struct io_watch {
    void (*before)(void *context, uint64_t done, bool waits);
    void *context;
    uint64_t read; /* piece by piece, so far */
};

/* A file, or standard input for "-", that is read piece by piece. It is closed with io_close, or
 * when the guard is left. */
struct io_input {
    struct arena *arena;
    struct held *held;
    int fd;
    bool regular; /* a file on a disk: reading never waits */
    uint64_t size; /* of a regular file */
    struct io_watch *watch; /* may be set once it is open */
};
bool io_open(struct arena *arena, const char *path, struct io_input *out, const char **error);
/* At most `size` bytes, as soon as there are any; *got is 0 at the end. */
bool io_some(const struct io_input *input, char *data, size_t size, size_t *got,
             const char **error);
/* The rest, behind a beginning that was read already; otherwise as io_read. */
bool io_rest(const struct io_input *input, const struct io_text *beginning, size_t limit,
             struct io_text *out, const char **error);
void io_close(struct io_input *input);

/* A file mapped read-only. Release with io_unmap; safe on a zeroed struct. */
struct io_mapping {
    const unsigned char *data;
    size_t length;
};
bool io_map(struct arena *arena, const char *path, struct io_mapping *out, const char **error);
void io_unmap(struct io_mapping *mapping);

/* Writes a file under a temporary name beside it and renames it into place once all of
 * it is on disk: nobody ever sees half a file under the final name. */
bool io_write(struct arena *arena, const char *path, const void *data, size_t length,
              const char **error);

/* "dir/of/base" joined with a relative name, each `folder/..` taken out of it unless that led
 * to another file; an absolute name stays. In the arena. */
const char *io_beside(struct arena *arena, const char *base, const char *name);

/* An absolute path without `..`, links followed where there is such a file, else each `folder/..`
 * taken out. In the arena. */
const char *io_real(struct arena *arena, const char *path);

#endif

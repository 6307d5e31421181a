/* parts.h: a document of any form cut into parts that can be read by different threads. */
#ifndef POLC_DATA_PARTS_H
#define POLC_DATA_PARTS_H

#include "data/bind.h"
#include "data/window.h"

#define PARTS_LINES 256 /* what comes of a short line is no shorter than of a long one */

struct parts {
    const char *name;
    enum bind_format format; /* BIND_BY_NAME until it was told */
    struct io_input input;
    struct windows windows;
    bool opened, ended;
    bool more; /* the next part is at hand */
    bool first; /* the next part is */
    size_t most; /* lines of a part to come, PARTS_LINES when opened: fewer where much comes of each */
    uint64_t lines;
    size_t index;
};

enum parts_next { PARTS_ONE, PARTS_END, PARTS_FAILED };

/* Opens a document. False when it cannot be opened; *error is in the arena, which must outlive
 * the parts. `bytes` with data NULL: the file of that name, whose reading `watch` is told of (NULL:
 * nobody is). */
bool parts_open(struct parts *parts, struct arena *arena, const struct bind_bytes *bytes,
                struct io_watch *watch, const char **error);
void parts_close(struct parts *parts);
/* Would asking for the next part wait for input? *fd: what to wait for. */
bool parts_wait(const struct parts *parts, int *fd);

/* Where a part stands until the memory is used again. */
struct part_memory {
    struct window_buffer buffer; /* of lines */
    struct arena whole;          /* of another document */
};
void part_memory_init(struct part_memory *memory, struct guard *guard);
void part_memory_free(struct part_memory *memory);

/* Lines and descriptions are counted as if each line that is not blank were one description. */
enum parts_next parts_next(struct parts *parts, struct part_memory *memory,
                           struct bind_part *out, const char **error);

#endif

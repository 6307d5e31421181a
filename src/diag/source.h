/* source.h: the texts a job reads, and places in them.
 *
 * A place is two byte offsets and the number of its source; line, column and the
 * line's text are computed only when something is printed. Columns count code
 * points from 1, lines from 1.
 */
#ifndef POLC_DIAG_SOURCE_H
#define POLC_DIAG_SOURCE_H

#include "base/arena.h"

#include <stdbool.h>

/* [begin, end) in bytes. A zeroed span with source SOURCE_NONE is "no place". */
struct span {
    uint32_t source; /* index in sources + 1; SOURCE_NONE for none */
    uint32_t begin, end;
};

#define SOURCE_NONE 0u

struct source {
    const char *name; /* as the user gave it, or relative to the file that uses it */
    const char *text; /* NUL-terminated */
    size_t length;
    const uint32_t *lines; /* offset of each line's first byte; NULL until asked for */
    size_t line_count;
    const uint32_t *points; /* code points before every so many bytes; NULL until a line is long */
    uint64_t lines_before; /* of the file, where the text is a later part of it */
    int64_t columns_before; /* of its first line, in code points; may be negative */
};

/* All sources of one policy; span.source indexes items[source - 1]. */
struct sources {
    struct arena *arena;
    VEC(struct source) list;
};

void sources_init(struct sources *sources, struct arena *arena);
/* Returns the number for spans. Text and name must live as long as the sources. */
uint32_t sources_add(struct sources *sources, const char *name, const char *text, size_t length);
/* The number stands for another part of the same file from now on; nothing may point into the
 * part before. */
void sources_move(struct sources *sources, uint32_t number, const struct source *part);
const struct source *sources_get(const struct sources *sources, uint32_t number);

struct place {
    const char *file; /* "" when the span has no source */
    uint64_t line;     /* of begin, from 1; 0 when the span has no source */
    uint32_t column;
    uint32_t end_column; /* of end (exclusive) */
    uint64_t end_line;
};
/* A span at or over the end of the text comes after the last word of the text. */
struct place source_place(struct sources *sources, struct span span);

/* The span as it is printed: inside its text, its line table built; no place when there is
 * no such source. */
struct span source_clip(struct sources *sources, struct span span);

/* A line of a source, from 1, without what it is indented by and what ends it; no place where there
 * is no such line. */
struct span source_line(struct sources *sources, uint32_t source, uint64_t line);

/* The same line of the file with this name, in the last of its parts that has it. */
struct span source_named_line(struct sources *sources, const char *name, uint64_t line);

/* The smallest span that holds both; the other when one has no source. */
struct span span_join(struct span a, struct span b);

#endif

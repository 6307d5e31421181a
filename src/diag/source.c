/* source.c: spans to lines and columns. The table of line starts is built the first time
 * that something of a source is printed: a policy without faults never pays for it. A
 * byte order mark belongs to no line. */
#include "diag/source.h"

#include "diag/utf8.h"

#include <string.h>

void sources_init(struct sources *sources, struct arena *arena)
{
    memset(sources, 0, sizeof *sources);
    sources->arena = arena;
}

uint32_t sources_add(struct sources *sources, const char *name, const char *text, size_t length)
{
    struct source source = {.name = name, .text = text, .length = length};
    VEC_PUSH(sources->arena, &sources->list, source);
    return (uint32_t)sources->list.count;
}

const struct source *sources_get(const struct sources *sources, uint32_t number)
{
    if (number == SOURCE_NONE || number > sources->list.count)
        return NULL;
    return &sources->list.items[number - 1];
}

void sources_move(struct sources *sources, uint32_t number, const struct source *part)
{
    struct source *source = &sources->list.items[number - 1];
    const char *name = source->name;
    *source = *part;
    source->name = name;
    source->lines = NULL;
    source->line_count = 0;
    source->points = NULL;
}

static void index_lines(struct arena *arena, struct source *source)
{
    const char *text = source->text, *end = text + source->length;
    size_t count = 1;
    for (const char *at = text; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        count++;
    uint32_t *lines = ARENA_ARRAY(arena, uint32_t, count);
    bool first = source->lines_before == 0;
    lines[0] = first && source->length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t n = 1;
    for (const char *at = text; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        lines[n++] = (uint32_t)(at + 1 - text);
    source->lines = lines;
    source->line_count = count;
}

/* The index of the line that holds an offset: the last one that begins at or before it. */
static size_t line_of(const struct source *source, uint32_t offset)
{
    size_t low = 0, high = source->line_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* ---- columns ---------------------------------------------------------------------------- */

/* A document of a machine may be one line of a hundred megabytes with a place in every hundred
 * bytes. So the code points of a long line are counted once, up to every so many bytes. */
#define POINTS_STEP ((size_t)4096)
#define POINTS_LINE ((uint32_t)65536)

/* Where the count with this index ends: not inside a character. */
static size_t points_end(const struct source *source, size_t index)
{
    size_t at = index * POINTS_STEP;
    while (at > 0 && at < source->length && ((unsigned char)source->text[at] & 0xC0) == 0x80)
        at++;
    return at;
}

static void index_points(struct arena *arena, struct source *source)
{
    size_t count = source->length / POINTS_STEP + 1;
    uint32_t *points = ARENA_ARRAY(arena, uint32_t, count);
    points[0] = 0;
    for (size_t i = 1; i < count; i++) {
        size_t from = points_end(source, i - 1), to = points_end(source, i);
        points[i] = points[i - 1] + (uint32_t)utf8_count(source->text + from, to - from);
    }
    source->points = points;
}

/* Code points before an offset. */
static int64_t points_before(const struct source *source, uint32_t offset)
{
    size_t index = offset / POINTS_STEP, from = points_end(source, index);
    if (from > offset)
        from = points_end(source, --index);
    return source->points[index] + (int64_t)utf8_count(source->text + from, offset - from);
}

static uint32_t column_of(struct arena *arena, struct source *source, size_t line, uint32_t offset)
{
    uint32_t start = source->lines[line];
    int64_t column = line ? 1 : 1 + source->columns_before;
    if (offset > start && offset - start > POINTS_LINE) {
        if (!source->points)
            index_points(arena, source);
        column += points_before(source, offset) - points_before(source, start);
    } else if (offset > start) {
        column += (int64_t)utf8_count(source->text + start, offset - start);
    }
    return column > 1 ? (uint32_t)column : 1;
}

/* What is missing at the end of a text is missed after its last word, not on the empty
 * line after it. */
static uint32_t before_blank_end(const struct source *source, uint32_t offset)
{
    while (offset > source->lines[0]
           && (source->text[offset - 1] == '\n' || source->text[offset - 1] == '\r'
               || source->text[offset - 1] == ' ' || source->text[offset - 1] == '\t'))
        offset--;
    return offset;
}

struct span source_clip(struct sources *sources, struct span span)
{
    if (!sources_get(sources, span.source))
        return (struct span){SOURCE_NONE, 0, 0};
    struct source *source = &sources->list.items[span.source - 1];
    if (!source->lines)
        index_lines(sources->arena, source);
    uint32_t length = (uint32_t)source->length;
    if (span.begin >= length) {
        span.begin = before_blank_end(source, length);
        span.end = span.begin;
    }
    if (span.end > length)
        span.end = length;
    if (span.end < span.begin)
        span.end = span.begin;
    return span;
}

struct place source_place(struct sources *sources, struct span span)
{
    struct place place = {.file = ""};
    span = source_clip(sources, span);
    if (!sources_get(sources, span.source))
        return place;
    struct source *source = &sources->list.items[span.source - 1];
    size_t line = line_of(source, span.begin), end_line = line_of(source, span.end);
    place.file = source->name;
    place.line = source->lines_before + line + 1;
    place.column = column_of(sources->arena, source, line, span.begin);
    place.end_line = source->lines_before + end_line + 1;
    place.end_column = column_of(sources->arena, source, end_line, span.end);
    return place;
}

struct span source_line(struct sources *sources, uint32_t number, uint64_t line)
{
    struct span span = source_clip(sources, (struct span){number, 0, 0});
    const struct source *source = sources_get(sources, number);
    if (!source || line <= source->lines_before
        || line - source->lines_before > source->line_count)
        return (struct span){SOURCE_NONE, 0, 0};
    size_t index = (size_t)(line - source->lines_before);
    span.begin = source->lines[index - 1];
    span.end = index < source->line_count ? source->lines[index] : (uint32_t)source->length;
    while (span.end > span.begin && strchr(" \t\r\n", source->text[span.end - 1]))
        span.end--;
    while (span.begin < span.end && strchr(" \t", source->text[span.begin]))
        span.begin++;
    return span;
}

struct span source_named_line(struct sources *sources, const char *name, uint64_t line)
{
    struct span span = {SOURCE_NONE, 0, 0};
    for (uint32_t i = (uint32_t)sources->list.count; i > 0 && span.source == SOURCE_NONE; i--)
        if (strcmp(sources->list.items[i - 1].name, name) == 0)
            span = source_line(sources, i, line);
    return span;
}

struct span span_join(struct span a, struct span b)
{
    if (a.source == SOURCE_NONE)
        return b;
    if (b.source == SOURCE_NONE || a.source != b.source)
        return a;
    if (b.begin < a.begin)
        a.begin = b.begin;
    if (b.end > a.end)
        a.end = b.end;
    return a;
}

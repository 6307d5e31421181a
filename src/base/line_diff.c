/* line_diff.c: the shortest way from one list of lines to another, after E. Myers, "An O(ND)
 * Difference Algorithm and Its Variations" (1986), forward search.
 *
 * Lines are points (x, y): x old lines and y new ones are done. A step right removes a line, a
 * step down adds one, a diagonal step keeps one and is free. With d paid steps, the farthest
 * point on each diagonal x - y = k follows from those with d - 1; all of them are kept, so that
 * the way can be walked back. Of a b c → a x c, from (1,1): d=1 reaches (2,1), d=2 (2,2) and
 * then (3,3) for free: -b +x.
 *
 * A search that has paid LINE_DIFF_EFFORT steps commits to its farthest point, and the next one
 * begins there. So the cost stays in proportion to the length of the texts, whatever they are.
 */
#include "base/line_diff.h"

#include "base/hash.h"

#include <string.h>

#define CONTEXT 3

struct line {
    const char *text;
    size_t length; /* with its newline */
    uint64_t hash;
};

struct lines {
    struct line *items;
    size_t count;
};

struct diff {
    struct arena *arena;
    struct lines old, new;
    bool *removed, *added; /* by line */
};

static void split(struct arena *arena, const struct line_text *text, struct lines *out)
{
    size_t count = 0, i = 0;
    for (const char *p = text->data, *end = p + text->length; p < end; count++) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        p = newline ? newline + 1 : end;
    }
    out->items = ARENA_ARRAY(arena, struct line, count + 1);
    out->count = count;
    for (const char *p = text->data, *end = p + text->length; p < end; i++) {
        const char *newline = memchr(p, '\n', (size_t)(end - p));
        size_t length = (size_t)((newline ? newline + 1 : end) - p);
        out->items[i] = (struct line){p, length, hash_bytes(p, length)};
        p += length;
    }
}

static bool equal(const struct diff *diff, size_t x, size_t y)
{
    const struct line *a = &diff->old.items[x], *b = &diff->new.items[y];
    return a->hash == b->hash && a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* ---- one search --------------------------------------------------------------------------- */

/* Row d holds the farthest x on the diagonals -d, -d+2, …, d, counted from the start. */
struct search {
    size_t x, y; /* the start */
    int32_t *rows[LINE_DIFF_EFFORT + 1];
};

/* Was the last paid step of this point one down? Then it came from diagonal k + 1. */
static bool came_down(const int32_t *before, int d, int k)
{
    return k == -d || (k != d && before[(k - 1 + d - 1) / 2] < before[(k + 1 + d - 1) / 2]);
}

/* Marks the paid steps from the start to the point on diagonal k of row d. */
static void walk_back(struct diff *diff, const struct search *search, int d, int k)
{
    for (; d > 0; d--) {
        const int32_t *before = search->rows[d - 1];
        bool down = came_down(before, d, k);
        k += down ? 1 : -1;
        int32_t x = before[(k + d - 1) / 2];
        if (down)
            diff->added[search->y + (size_t)(x - k)] = true;
        else
            diff->removed[search->x + (size_t)x] = true;
    }
}

/* Fills row d, without points outside the texts (-1). Gives the diagonal of the farthest point
 * in *best; true when that is the end of both texts. */
static bool fill_row(const struct diff *diff, struct search *search, int d, int *best)
{
    int64_t width = (int64_t)(diff->old.count - search->x);
    int64_t height = (int64_t)(diff->new.count - search->y), farthest = -1;
    int32_t *row = search->rows[d] = ARENA_ARRAY(diff->arena, int32_t, (size_t)d + 1);
    for (int k = -d; k <= d; k += 2) {
        int64_t x = 0;
        if (d > 0) {
            const int32_t *before = search->rows[d - 1];
            bool down = came_down(before, d, k);
            int32_t from = before[((down ? k + 1 : k - 1) + d - 1) / 2];
            x = from < 0 ? -1 : from + !down;
        }
        int64_t y = x - k;
        if (x < 0 || x > width || y > height) {
            row[(k + d) / 2] = -1;
            continue;
        }
        while (x < width && y < height
               && equal(diff, search->x + (size_t)x, search->y + (size_t)y)) {
            x++;
            y++;
        }
        row[(k + d) / 2] = (int32_t)x;
        if (x + y > farthest) {
            farthest = x + y;
            *best = k;
        }
    }
    return farthest == width + height;
}

static void compare(struct diff *diff)
{
    struct search search = {0};
    bool done = false;
    while (!done) {
        struct arena_mark mark = arena_mark(diff->arena);
        int d = 0, best = 0;
        while (!(done = fill_row(diff, &search, d, &best)) && d < LINE_DIFF_EFFORT)
            d++;
        walk_back(diff, &search, d, best);
        size_t x = (size_t)search.rows[d][(best + d) / 2];
        search.x += x;
        search.y += (size_t)((int64_t)x - best);
        arena_rewind(diff->arena, mark);
    }
}

/* ---- print --------------------------------------------------------------------------------- */

static void print_line(char sign, const struct line *line, struct strbuf *out)
{
    strbuf_char(out, sign);
    strbuf_bytes(out, line->text, line->length);
    if (line->text[line->length - 1] != '\n')
        strbuf_text(out, "\n\\ No newline at end of file\n");
}

/* An empty range is named by the line before it. */
static void print_range(char sign, size_t first, size_t count, struct strbuf *out)
{
    strbuf_printf(out, "%c%zu", sign, count ? first + 1 : first);
    if (count != 1)
        strbuf_printf(out, ",%zu", count);
}

static bool changes(const struct diff *diff, size_t x, size_t y)
{
    return (x < diff->old.count && diff->removed[x]) || (y < diff->new.count && diff->added[y]);
}

/* Goes from a change to behind the last one of its hunk: the next is further away than the
 * context of both. */
static void find_end(const struct diff *diff, size_t *x, size_t *y)
{
    size_t kept = 0;
    for (size_t i = *x, j = *y; kept <= 2 * CONTEXT;) {
        if (changes(diff, i, j)) {
            kept = 0;
            if (i < diff->old.count && diff->removed[i])
                i++;
            else
                j++;
            *x = i;
            *y = j;
        } else if (i < diff->old.count) {
            i++;
            j++;
            kept++;
        } else {
            return;
        }
    }
}

/* The hunk of the change at (x, y), which then is the point behind it. */
static void print_hunk(const struct diff *diff, size_t *x, size_t *y, struct strbuf *out)
{
    size_t before = *x < CONTEXT ? *x : CONTEXT;
    size_t i = *x - before, j = *y - before;
    find_end(diff, x, y);
    size_t after = diff->old.count - *x < CONTEXT ? diff->old.count - *x : CONTEXT;
    *x += after;
    *y += after;
    strbuf_text(out, "@@ ");
    print_range('-', i, *x - i, out);
    strbuf_char(out, ' ');
    print_range('+', j, *y - j, out);
    strbuf_text(out, " @@\n");
    while (i < *x || j < *y) {
        if (i < *x && diff->removed[i]) {
            print_line('-', &diff->old.items[i++], out);
        } else if (j < *y && diff->added[j]) {
            print_line('+', &diff->new.items[j++], out);
        } else {
            print_line(' ', &diff->old.items[i++], out);
            j++;
        }
    }
}

static void print(const struct diff *diff, struct strbuf *out)
{
    size_t x = 0, y = 0;
    while (x < diff->old.count || y < diff->new.count) {
        if (changes(diff, x, y)) {
            print_hunk(diff, &x, &y, out);
        } else {
            x++;
            y++;
        }
    }
}

void line_diff(struct arena *arena, const struct line_text *old, const struct line_text *new,
               struct strbuf *out)
{
    struct diff diff = {.arena = arena};
    if (old->length == new->length && memcmp(old->data, new->data, old->length) == 0)
        return;
    split(arena, old, &diff.old);
    split(arena, new, &diff.new);
    diff.removed = ARENA_ARRAY(arena, bool, diff.old.count + 1);
    diff.added = ARENA_ARRAY(arena, bool, diff.new.count + 1);
    compare(&diff);
    strbuf_printf(out, "--- %s\n+++ %s\n", old->name, new->name);
    print(&diff, out);
}

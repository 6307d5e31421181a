/* layout.c: pieces to lines, and comments between them (layout.h). */
#include "syntax/layout.h"

#include <string.h>

/* ---- lines --------------------------------------------------------------------------- */

static int width_of(const char *text, size_t length)
{
    int width = 0;
    for (size_t i = 0; i < length; i++)
        width += ((unsigned char)text[i] & 0xC0) != 0x80;
    return width;
}

static void end_line(struct layout *layout)
{
    if (layout->line_open)
        strbuf_char(layout->out, '\n');
    layout->line_open = false;
}

static void blank_line(struct layout *layout)
{
    end_line(layout);
    if (layout->out->count > 0)
        strbuf_char(layout->out, '\n');
}

/* The comments before `stop`: the first one at the end of the open line, if it stood behind
 * words, each of the others on a line of its own. */
static void put_comments(struct layout *layout, const struct ast_comment *stop, int indent)
{
    const struct ast_comment *comment = layout->comments;
    if (comment != stop && !comment->own_line && layout->line_open) {
        strbuf_text(layout->out, "  ");
        strbuf_text(layout->out, comment->text);
        comment = comment->next;
    }
    end_line(layout);
    for (; comment != stop; comment = comment->next) {
        if (comment->blank_before)
            blank_line(layout);
        strbuf_repeat(layout->out, ' ', indent);
        strbuf_text(layout->out, comment->text);
        strbuf_char(layout->out, '\n');
    }
    layout->comments = stop;
}

void layout_comments(struct layout *layout, uint32_t place, int indent)
{
    const struct ast_comment *stop = layout->comments;
    while (stop && stop->span.begin < place)
        stop = stop->next;
    put_comments(layout, stop, indent);
}

/* ---- comments between the words of a piece --------------------------------------------- */

#define NOWHERE SIZE_MAX

/* A part of layout.text that is being written; what comes after it stood at `next`. */
struct stretch {
    size_t begin, end;
    uint32_t next;
    size_t mark; /* the first one in it that the comment to be written does not stand behind */
};

/* The text before `gap` ends with the word, which begins at `from` or later. */
static bool is_behind(const struct layout *layout, size_t from, size_t gap, const char *word)
{
    size_t length = strlen(word);
    return length > 0 && gap - from >= length
           && memcmp(layout->text.items + gap - length, word, length) == 0;
}

/* The space between two places that follows the word; else the first one, if any will do. */
static size_t find_gap(const struct layout *layout, size_t from, size_t to, const char *word,
                       bool any)
{
    size_t first = NOWHERE;
    for (size_t i = from; i < to; i++) {
        if (layout->text.items[i] != PHRASE_SOFT && layout->text.items[i] != ' ')
            continue;
        if (is_behind(layout, from, i, word))
            return i;
        first = first == NOWHERE && any ? i : first;
    }
    return first;
}

/* The space of the stretch where the next comment belongs; NOWHERE: at its end or later. */
static size_t gap_of(const struct layout *layout, struct stretch *stretch,
                     const struct ast_comment *comment)
{
    if (!comment || comment->span.begin >= stretch->next)
        return NOWHERE;
    const struct phrase_mark *marks = layout->marks.list.items;
    size_t count = layout->marks.list.count, i = stretch->mark;
    while (i < count && marks[i].begin < stretch->end && marks[i].span.begin < comment->span.begin)
        i++;
    stretch->mark = i;
    bool inside = i > 0 && marks[i - 1].end > stretch->begin;
    bool any = inside && marks[i - 1].span.end == comment->after_end;
    size_t from = inside ? marks[i - 1].end : stretch->begin;
    const char *word = any ? "" : comment->after;
    for (; i < count && marks[i].begin < stretch->end; from = marks[i++].end, any = true, word = "") {
        size_t gap = find_gap(layout, from, marks[i].begin, word, true);
        if (gap != NOWHERE)
            return gap;
    }
    return find_gap(layout, from, stretch->end, word, any);
}

/* Writes the comments that belong in the space at `gap`, and gives the space of the next. */
static size_t put_comments_at(struct layout *layout, struct stretch *stretch, size_t gap,
                              int indent)
{
    const struct ast_comment *stop = layout->comments;
    size_t next = gap;
    while (next <= gap) {
        stop = stop->next;
        next = gap_of(layout, stretch, stop);
    }
    put_comments(layout, stop, indent);
    return next;
}

/* Writes words up to the width, further lines two deeper. */
static void fill(struct layout *layout, struct stretch stretch, int indent)
{
    const char *text = layout->text.items;
    int column = indent;
    size_t comment = gap_of(layout, &stretch, layout->comments);
    strbuf_repeat(layout->out, ' ', indent);
    for (size_t i = stretch.begin; i < stretch.end;) {
        size_t end = i;
        while (end < stretch.end && text[end] != PHRASE_SOFT && end != comment)
            end++;
        int width = width_of(text + i, end - i);
        bool broken = i > stretch.begin && !layout->line_open;
        if (broken || (i > stretch.begin && column + 1 + width > LAYOUT_WIDTH)) {
            end_line(layout);
            strbuf_repeat(layout->out, ' ', indent + 2);
            column = indent + 2;
        } else if (i > stretch.begin) {
            strbuf_char(layout->out, ' ');
            column++;
        }
        strbuf_bytes(layout->out, text + i, end - i);
        layout->line_open = true;
        column += width;
        if (end == comment)
            comment = put_comments_at(layout, &stretch, comment, indent + 2);
        i = end + 1;
    }
}

void layout_emit(struct layout *layout, bool blank, uint32_t end)
{
    size_t mark = 0;
    for (size_t i = 0; i < layout->pieces.count; i++) {
        const struct layout_piece *piece = &layout->pieces.items[i];
        bool last = i + 1 == layout->pieces.count;
        struct stretch stretch = {piece->start, last ? layout->text.count : piece[1].start,
                                  last ? end : piece[1].place, mark};
        while (mark < layout->marks.list.count && layout->marks.list.items[mark].begin < stretch.end)
            mark++;
        if (stretch.end > stretch.begin && layout->text.items[stretch.end - 1] == PHRASE_SOFT)
            stretch.end--;
        layout_comments(layout, piece->place, piece->indent);
        if (i == 0 && blank)
            blank_line(layout);
        fill(layout, stretch, piece->indent);
    }
    strbuf_clear(&layout->text);
    layout->pieces.count = 0;
    layout->marks.list.count = 0;
}

/* ---- pieces ---------------------------------------------------------------------------- */

void layout_piece(struct layout *layout, int indent, struct span span)
{
    struct layout_piece piece = {indent, span.begin, layout->text.count};
    VEC_PUSH(layout->scratch, &layout->pieces, piece);
}

void layout_put(struct layout *layout, const char *text)
{
    strbuf_text(&layout->text, text);
}

void layout_soft(struct layout *layout, const char *text)
{
    phrase_add(&layout->phrase, text);
}

static int piece_width(const struct layout *layout)
{
    const struct layout_piece *piece = &layout->pieces.items[layout->pieces.count - 1];
    return piece->indent
           + width_of(layout->text.items + piece->start, layout->text.count - piece->start);
}

bool layout_split(struct layout *layout, size_t start, struct layout_piece piece, int width)
{
    piece.start = start;
    bool splits = piece_width(layout) + 1 > width;
    if (splits)
        VEC_PUSH(layout->scratch, &layout->pieces, piece);
    return splits;
}

void layout_split_items(struct layout *layout, const struct layout_piece *items, size_t count)
{
    if (piece_width(layout) + 1 <= LAYOUT_WIDTH)
        return;
    for (size_t i = 0; i < count; i++)
        VEC_PUSH(layout->scratch, &layout->pieces, items[i]);
}

/* layout.c: pieces to lines, and comments between them (layout.h). */
#include "syntax/layout.h"

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

void layout_comments(struct layout *layout, uint32_t place, int indent)
{
    const struct ast_comment *comment = layout->comments;
    if (comment && comment->span.begin < place && !comment->own_line && layout->line_open) {
        strbuf_text(layout->out, "  ");
        strbuf_text(layout->out, comment->text);
        comment = comment->next;
    }
    end_line(layout);
    for (; comment && comment->span.begin < place; comment = comment->next) {
        if (comment->blank_before)
            blank_line(layout);
        strbuf_repeat(layout->out, ' ', indent);
        strbuf_text(layout->out, comment->text);
        strbuf_char(layout->out, '\n');
    }
    layout->comments = comment;
}

/* Writes words up to the width, further lines two deeper. */
static void fill(struct layout *layout, const char *text, size_t length, int indent)
{
    int column = indent;
    strbuf_repeat(layout->out, ' ', indent);
    for (size_t i = 0; i < length;) {
        size_t end = i;
        while (end < length && text[end] != PHRASE_SOFT)
            end++;
        int width = width_of(text + i, end - i);
        if (i > 0 && column + 1 + width > LAYOUT_WIDTH) {
            strbuf_char(layout->out, '\n');
            strbuf_repeat(layout->out, ' ', indent + 2);
            column = indent + 2;
        } else if (i > 0) {
            strbuf_char(layout->out, ' ');
            column++;
        }
        strbuf_bytes(layout->out, text + i, end - i);
        column += width;
        i = end + 1;
    }
    layout->line_open = true;
}

void layout_emit(struct layout *layout, bool blank)
{
    for (size_t i = 0; i < layout->pieces.count; i++) {
        const struct layout_piece *piece = &layout->pieces.items[i];
        size_t end = i + 1 < layout->pieces.count ? piece[1].start : layout->text.count;
        const char *text = layout->text.items + piece->start;
        size_t length = end - piece->start;
        if (length > 0 && text[length - 1] == PHRASE_SOFT)
            length--;
        layout_comments(layout, piece->place, piece->indent);
        if (i == 0 && blank)
            blank_line(layout);
        fill(layout, text, length, piece->indent);
    }
    strbuf_clear(&layout->text);
    layout->pieces.count = 0;
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

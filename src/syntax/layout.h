/* layout.h: the lines of the canonical form.
 *
 * A statement is written as pieces: parts that begin a line of their own, each with its
 * indentation. A piece longer than a line is filled, its further lines hang two deeper.
 *
 *     clause 2.1 "API exclusivity" material:            piece
 *       OpenAI grants Azure exclusive host where api    piece (+ condition, if it fits)
 *         except (a) where stage is research            piece
 *           (except where capacity > 100 MW).           piece
 *
 * Comments stay between the words where they were written, and so break a piece: one behind
 * other words ends the line there, one on a line of its own gets a line above what follows.
 *
 *     kind party: A,  -- the seller
 *       B.
 *
 * What is written is not word for word what was read (`from` becomes `in force from`). So a
 * comment is held by the names and quoted texts (phrase_marks) around it, of which the
 * source tells the order, and between these by the word that it stood behind. Both are the
 * same in what is printed, so printing that changes nothing.
 */
#ifndef POLC_SYNTAX_LAYOUT_H
#define POLC_SYNTAX_LAYOUT_H

#include "syntax/phrase.h"

#define LAYOUT_WIDTH 100

struct layout_piece {
    int indent;
    uint32_t place; /* offset in the source: earlier comments go before it */
    size_t start;   /* of its text in layout.text */
};

struct layout {
    struct strbuf *out;
    struct arena *scratch;
    struct strbuf text;   /* of the pieces of the current statement */
    struct phrase_marks marks; /* the names and quoted texts in it */
    struct phrase phrase;      /* writes to text */
    VEC(struct layout_piece) pieces;
    const struct ast_comment *comments; /* not yet printed */
    bool line_open;
};

/* The text that follows begins a piece, which stood at `span` in the source. */
void layout_piece(struct layout *layout, int indent, struct span span);
void layout_put(struct layout *layout, const char *text);
/* As layout_put, after a space at which a line may be broken. */
void layout_soft(struct layout *layout, const char *text);
/* What was written since `start`, which follows a soft space, becomes a piece of its own if
 * the line would be longer than `width` with the sign that ends it. Says whether it does. */
bool layout_split(struct layout *layout, size_t start, struct layout_piece piece, int width);
/* The items of a list that was written, each from where it starts: pieces of their own if
 * the list is longer than a line. */
void layout_split_items(struct layout *layout, const struct layout_piece *items, size_t count);
/* Writes the pieces of a statement whose last sign stood at `end`; `blank`: an empty line
 * stands above the first. */
void layout_emit(struct layout *layout, bool blank, uint32_t end);
/* Ends the open line, with the comments that stand before `place`. */
void layout_comments(struct layout *layout, uint32_t place, int indent);

/* ---- statements, without the sign that ends them --------------------------------------------- */

/* print_vocabulary.c: `kind`, `group`, `acts`. */
void layout_kind(struct layout *layout, const struct ast_statement *kind);
void layout_group(struct layout *layout, const struct ast_statement *group);
void layout_acts(struct layout *layout, const struct ast_statement *acts);
/* An actor, a fact, a choice or what is redacted. */
void layout_attribute(struct layout *layout, const struct ast_statement *statement);
void layout_events(struct layout *layout, const struct ast_statement *statement);
void layout_occurred(struct layout *layout, const struct ast_statement *occurred);
void layout_named_period(struct layout *layout, const struct ast_statement *period);
/* print_input.c */
void layout_input(struct layout *layout, const struct ast_statement *statement);

#endif

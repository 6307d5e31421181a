/* print.c: the canonical form of a policy file (`polc fmt`).
 *
 * A statement is written as pieces: parts that begin a line of their own, each with its
 * indentation. A piece longer than a line is filled, its further lines hang two deeper.
 * A condition stays on the line of its sentence where both fit, else it is a piece.
 *
 *     clause 2.1 "API exclusivity" material:            piece
 *       OpenAI grants Azure exclusive host where api    piece (+ condition, if it fits)
 *         except (a) where stage is research            piece
 *           (except where capacity > 100 MW).           piece
 *
 * Comments are kept where a piece begins: one behind other words stays at the end of the
 * line that is open there, one on a line of its own gets a line above the piece. Which
 * comment goes before which piece depends only on their order in the source, so printing
 * what was printed changes nothing.
 */
#include "syntax/print.h"

#include "syntax/phrase.h"

#define WIDTH 100
#define HEADER_WIDTH 90 /* an agreement's period moves to its own line earlier */

struct piece {
    int indent;
    uint32_t place; /* offset in the source: earlier comments go before it */
    size_t start;   /* of its text in printer.text */
};

struct printer {
    struct strbuf *out;
    struct arena scratch;
    struct cleanup cleanup;
    struct strbuf text; /* of the pieces of the current statement */
    struct phrase words;
    VEC(struct piece) pieces;
    const struct ast_comment *comments; /* not yet printed */
    bool line_open;
    int agreement_indent; /* of what stands inside an agreement */
    int clause_indent;
};

/* ---- lines --------------------------------------------------------------------------- */

static int width_of(const char *text, size_t length)
{
    int width = 0;
    for (size_t i = 0; i < length; i++)
        width += ((unsigned char)text[i] & 0xC0) != 0x80;
    return width;
}

static void end_line(struct printer *printer)
{
    if (printer->line_open)
        strbuf_char(printer->out, '\n');
    printer->line_open = false;
}

static void blank_line(struct printer *printer)
{
    end_line(printer);
    if (printer->out->count > 0)
        strbuf_char(printer->out, '\n');
}

/* Ends the open line, with the comments that stand before `place`. */
static void flush_comments(struct printer *printer, uint32_t place, int indent)
{
    const struct ast_comment *comment = printer->comments;
    if (comment && comment->span.begin < place && !comment->own_line && printer->line_open) {
        strbuf_text(printer->out, "  ");
        strbuf_text(printer->out, comment->text);
        comment = comment->next;
    }
    end_line(printer);
    for (; comment && comment->span.begin < place; comment = comment->next) {
        if (comment->blank_before)
            blank_line(printer);
        strbuf_repeat(printer->out, ' ', indent);
        strbuf_text(printer->out, comment->text);
        strbuf_char(printer->out, '\n');
    }
    printer->comments = comment;
}

/* Writes words up to the width, further lines two deeper. */
static void fill(struct printer *printer, const char *text, size_t length, int indent)
{
    int column = indent;
    strbuf_repeat(printer->out, ' ', indent);
    for (size_t i = 0; i < length;) {
        size_t end = i;
        while (end < length && text[end] != PHRASE_SOFT)
            end++;
        int width = width_of(text + i, end - i);
        if (i > 0 && column + 1 + width > WIDTH) {
            strbuf_char(printer->out, '\n');
            strbuf_repeat(printer->out, ' ', indent + 2);
            column = indent + 2;
        } else if (i > 0) {
            strbuf_char(printer->out, ' ');
            column++;
        }
        strbuf_bytes(printer->out, text + i, end - i);
        column += width;
        i = end + 1;
    }
    printer->line_open = true;
}

static void emit_pieces(struct printer *printer, bool blank)
{
    for (size_t i = 0; i < printer->pieces.count; i++) {
        const struct piece *piece = &printer->pieces.items[i];
        size_t end = i + 1 < printer->pieces.count ? piece[1].start : printer->text.count;
        const char *text = printer->text.items + piece->start;
        size_t length = end - piece->start;
        if (length > 0 && text[length - 1] == PHRASE_SOFT)
            length--;
        flush_comments(printer, piece->place, piece->indent);
        if (i == 0 && blank)
            blank_line(printer);
        fill(printer, text, length, piece->indent);
    }
    strbuf_clear(&printer->text);
    printer->pieces.count = 0;
}

/* ---- pieces ---------------------------------------------------------------------------- */

static void piece_at(struct printer *printer, int indent, uint32_t place, size_t start)
{
    struct piece piece = {indent, place, start};
    VEC_PUSH(&printer->scratch, &printer->pieces, piece);
}

static void begin_piece(struct printer *printer, int indent, struct span span)
{
    piece_at(printer, indent, span.begin, printer->text.count);
}

static void put(struct printer *printer, const char *text)
{
    strbuf_text(&printer->text, text);
}

static void put_soft(struct printer *printer, const char *text)
{
    phrase_add(&printer->words, text);
}

static int piece_width(const struct printer *printer)
{
    const struct piece *piece = &printer->pieces.items[printer->pieces.count - 1];
    return piece->indent
           + width_of(printer->text.items + piece->start, printer->text.count - piece->start);
}

/* What was written since `start` (after a soft space) becomes a piece of its own if the
 * line would be longer than `width` with the sign that ends it. */
static void split(struct printer *printer, size_t start, int indent, uint32_t place, int width)
{
    if (piece_width(printer) + 1 > width)
        piece_at(printer, indent, place, start);
}

static void put_where(struct printer *printer, const struct ast_expr *where, int indent)
{
    if (!where)
        return;
    strbuf_char(&printer->text, PHRASE_SOFT);
    size_t start = printer->text.count;
    put(printer, where->said_when ? "when" : "where");
    strbuf_char(&printer->text, PHRASE_SOFT);
    phrase_expr(&printer->words, where);
    split(printer, start, indent, where->span.begin, WIDTH);
}

static void put_except(struct printer *printer, const struct ast_except *except, int indent,
                       bool carve_back)
{
    begin_piece(printer, indent, except->span);
    put(printer, carve_back ? "(except" : "except");
    phrase_except(&printer->words, except);
    if (except->cond) {
        strbuf_char(&printer->text, PHRASE_SOFT);
        put(printer, except->cond->said_when ? "when" : "where");
        strbuf_char(&printer->text, PHRASE_SOFT);
        phrase_expr(&printer->words, except->cond);
    }
    for (const struct ast_except *item = except->carve_backs; item; item = item->next)
        put_except(printer, item, indent + 2, true);
    if (carve_back)
        put(printer, ")");
}

static void put_excepts(struct printer *printer, const struct ast_except *excepts, int indent)
{
    for (const struct ast_except *except = excepts; except; except = except->next)
        put_except(printer, except, indent, false);
}

/* ---- sentences ---------------------------------------------------------------------------- */

/* The ranks of a clause stand before the head of its first sentence. */
static void put_sentence(struct printer *printer, const struct ast_sentence *sentence,
                         const struct ast_rank *ranks, int indent)
{
    if (sentence->text.text) {
        begin_piece(printer, indent, sentence->text.span);
        phrase_text(&printer->words, &sentence->text, true);
    }
    begin_piece(printer, indent, ranks ? ranks->span : sentence->span);
    for (const struct ast_rank *rank = ranks; rank; rank = rank->next) {
        phrase_rank(&printer->words, rank);
        put(printer, ",");
        strbuf_char(&printer->text, PHRASE_SOFT);
    }
    phrase_sentence(&printer->words, sentence);
    put_where(printer, sentence->where, indent + 2);
    if (sentence->kind == SENTENCE_PREVAILS && sentence->not_for) {
        put_soft(printer, "except");
        strbuf_char(&printer->text, PHRASE_SOFT);
        phrase_refs(&printer->words, sentence->not_for);
    }
    if (sentence->kind == SENTENCE_ORDER && sentence->unless_stated)
        put_soft(printer, "unless stated");
    put_excepts(printer, sentence->excepts, indent + 2);
}

static void put_sentences(struct printer *printer, const struct ast_statement *statement,
                          const struct ast_rank *ranks, int indent)
{
    for (const struct ast_sentence *item = statement->sentences; item; item = item->next) {
        put_sentence(printer, item, item == statement->sentences ? ranks : NULL, indent);
        put(printer, item->next ? ";" : "");
    }
}

static void put_clause(struct printer *printer, const struct ast_statement *clause, int indent)
{
    put(printer, "clause ");
    phrase_name(&printer->words, &clause->number);
    if (clause->text.text) {
        strbuf_char(&printer->text, PHRASE_SOFT);
        phrase_text(&printer->words, &clause->text, false);
    }
    if (clause->material.source != SOURCE_NONE)
        put_soft(printer, "material");
    if (clause->survives.source != SOURCE_NONE)
        put_soft(printer, "survives");
    phrase_period(&printer->words, &clause->period);
    if (clause->in_place_of) {
        put_soft(printer, "in place of");
        strbuf_char(&printer->text, PHRASE_SOFT);
        phrase_refs(&printer->words, clause->in_place_of);
    }
    put(printer, ":");
    put_sentences(printer, clause, clause->ranks, indent + 2);
}

/* ---- vocabulary ----------------------------------------------------------------------------- */

static void put_attribute(struct printer *printer, const struct ast_statement *statement)
{
    static const char *const roles[] = {
        [ROLE_ACTOR] = "actor ", [ROLE_FACT] = "fact ", [ROLE_CHOICE] = "choice "};
    put(printer, roles[statement->role]);
    phrase_name(&printer->words, &statement->name);
    put(printer, ":");
    strbuf_char(&printer->text, PHRASE_SOFT);
    phrase_type(&printer->words, &statement->type);
    if (statement->presumed.kind != PRESUMED_NOTHING) {
        put_soft(printer, "presumed ");
        phrase_presumed(&printer->words, &statement->presumed);
    }
    if (statement->gloss.text) {
        strbuf_char(&printer->text, PHRASE_SOFT);
        phrase_text(&printer->words, &statement->gloss, false);
    }
}

static void put_meaning(struct printer *printer, const struct ast_reading *reading, int indent)
{
    if (reading->gloss.text) {
        strbuf_char(&printer->text, PHRASE_SOFT);
        phrase_text(&printer->words, &reading->gloss, false);
    }
    strbuf_char(&printer->text, PHRASE_SOFT);
    size_t start = printer->text.count;
    put(printer, "means");
    strbuf_char(&printer->text, PHRASE_SOFT);
    phrase_expr(&printer->words, reading->means);
    split(printer, start, indent, reading->means->span.begin,
          reading->gloss.text && reading->parties ? 0 : WIDTH);
    put_excepts(printer, reading->excepts, indent + (reading->parties ? 2 : 0));
}

static void put_term(struct printer *printer, const struct ast_statement *term)
{
    put(printer, "term ");
    phrase_name(&printer->words, &term->name);
    if (!term->readings->parties) {
        put_meaning(printer, term->readings, 2);
        return;
    }
    put(printer, ":");
    for (const struct ast_reading *reading = term->readings; reading; reading = reading->next) {
        begin_piece(printer, 2, reading->span);
        put(printer, "as read by");
        strbuf_char(&printer->text, PHRASE_SOFT);
        phrase_names(&printer->words, reading->parties, PHRASE_AND);
        put_meaning(printer, reading, 4);
        put(printer, reading->next ? ";" : "");
    }
}

static void put_events(struct printer *printer, const struct ast_statement *statement)
{
    put(printer, "events");
    for (const struct ast_event *event = statement->events; event; event = event->next) {
        strbuf_char(&printer->text, PHRASE_SOFT);
        phrase_event(&printer->words, event);
        put(printer, event->next ? "," : "");
    }
}

/* ---- the other statements ---------------------------------------------------------------------- */

static void put_agreement(struct printer *printer, const struct ast_statement *agreement)
{
    put(printer, "agreement ");
    phrase_name(&printer->words, &agreement->name);
    put_soft(printer, "between");
    strbuf_char(&printer->text, PHRASE_SOFT);
    phrase_names(&printer->words, agreement->names, PHRASE_AND);
    if (agreement->source.text) {
        put_soft(printer, "source ");
        phrase_text(&printer->words, &agreement->source, false);
    }
    if (!period_is_empty(&agreement->period)) {
        strbuf_char(&printer->text, PHRASE_SOFT);
        size_t start = printer->text.count;
        put(printer, "in force");
        phrase_period(&printer->words, &agreement->period);
        split(printer, start, 2, agreement->period.span.begin, HEADER_WIDTH);
    }
}

static void put_waiver(struct printer *printer, const struct ast_statement *waiver)
{
    put(printer, "waiver ");
    phrase_name(&printer->words, &waiver->name);
    put_soft(printer, "by");
    strbuf_char(&printer->text, PHRASE_SOFT);
    phrase_names(&printer->words, waiver->names, PHRASE_AND);
    put_soft(printer, "of");
    strbuf_char(&printer->text, PHRASE_SOFT);
    phrase_refs(&printer->words, waiver->refs);
    if (!period_is_empty(&waiver->period)) {
        put_soft(printer, "in force");
        phrase_period(&printer->words, &waiver->period);
    }
    put_where(printer, waiver->where, 2);
    put_excepts(printer, waiver->excepts, 2);
}

static void put_amendment(struct printer *printer, const struct ast_statement *amendment)
{
    put(printer, "amendment ");
    phrase_name(&printer->words, &amendment->name);
    put_soft(printer, "of ");
    phrase_name(&printer->words, &amendment->target);
    put_soft(printer, "dated ");
    phrase_day(&printer->words, amendment->date.day);
    put(printer, ":");
    put_soft(printer, "deletes");
    strbuf_char(&printer->text, PHRASE_SOFT);
    phrase_refs(&printer->words, amendment->refs);
}

static void put_ruling(struct printer *printer, const struct ast_statement *ruling)
{
    put(printer, "ruling ");
    phrase_text(&printer->words, &ruling->text, false);
    put_soft(printer, "dated ");
    phrase_day(&printer->words, ruling->date.day);
    put(printer, ":");
    strbuf_char(&printer->text, PHRASE_SOFT);
    phrase_name(&printer->words, &ruling->target);
    put_soft(printer, "as read by");
    strbuf_char(&printer->text, PHRASE_SOFT);
    phrase_names(&printer->words, ruling->names, PHRASE_AND);
}

static void put_assert(struct printer *printer, const struct ast_statement *statement)
{
    put(printer, "assert ");
    phrase_text(&printer->words, &statement->text, false);
    put(printer, ":");
    switch (statement->assertion) {
    case ASSERT_NEVER:
        put_soft(printer, "never ");
        put(printer, phrase_verdict(statement->verdict));
        break;
    case ASSERT_ALWAYS:
        put_soft(printer, "always ");
        put(printer, phrase_verdict(statement->verdict));
        break;
    case ASSERT_SOME_CHOICE:
        put_soft(printer, "some choice is permitted");
        break;
    }
    if (statement->names) {
        put_soft(printer, "as read by");
        strbuf_char(&printer->text, PHRASE_SOFT);
        phrase_names(&printer->words, statement->names, PHRASE_AND);
    }
    put_where(printer, statement->where, 2);
}

static void put_allow(struct printer *printer, const struct ast_statement *allow)
{
    put(printer, "allow ");
    phrase_name(&printer->words, &allow->target);
    put_soft(printer, "on");
    strbuf_char(&printer->text, PHRASE_SOFT);
    phrase_refs(&printer->words, allow->refs);
    if (allow->date.present) {
        put_soft(printer, "until ");
        phrase_day(&printer->words, allow->date.day);
    }
    if (allow->gloss.text) {
        strbuf_char(&printer->text, PHRASE_SOFT);
        phrase_text(&printer->words, &allow->gloss, false);
    }
}

static void put_statement(struct printer *printer, const struct ast_statement *statement,
                          int indent)
{
    struct phrase *words = &printer->words;
    switch (statement->kind) {
    case STATEMENT_POISON:
        break;
    case STATEMENT_POLICY:
        put(printer, "policy ");
        phrase_text(words, &statement->text, false);
        put_soft(printer, "dated ");
        phrase_day(words, statement->date.day);
        break;
    case STATEMENT_USES:
        put(printer, "uses ");
        phrase_text(words, &statement->text, false);
        break;
    case STATEMENT_KIND:
        put(printer, "kind ");
        phrase_name(words, &statement->name);
        put(printer, ":");
        strbuf_char(&printer->text, PHRASE_SOFT);
        phrase_trees(words, statement->tree);
        break;
    case STATEMENT_GROUP:
        put(printer, "group ");
        phrase_name(words, &statement->name);
        put_soft(printer, "of ");
        phrase_name(words, &statement->target);
        put(printer, ":");
        strbuf_char(&printer->text, PHRASE_SOFT);
        phrase_names(words, statement->names, PHRASE_COMMA);
        break;
    case STATEMENT_ATTRIBUTE:
        put_attribute(printer, statement);
        break;
    case STATEMENT_EVENTS:
        put_events(printer, statement);
        break;
    case STATEMENT_OCCURRED:
        phrase_name(words, &statement->name);
        put_soft(printer, "occurred on ");
        phrase_day(words, statement->date.day);
        break;
    case STATEMENT_ACTS:
        put(printer, "acts");
        strbuf_char(&printer->text, PHRASE_SOFT);
        phrase_trees(words, statement->tree);
        break;
    case STATEMENT_TERM:
        put_term(printer, statement);
        break;
    case STATEMENT_AGREEMENT:
        put_agreement(printer, statement);
        break;
    case STATEMENT_DOCUMENT:
        put(printer, "document ");
        phrase_name(words, &statement->name);
        break;
    case STATEMENT_CLAUSE:
        put_clause(printer, statement, indent);
        break;
    case STATEMENT_RANK:
        put_sentences(printer, statement, NULL, indent);
        break;
    case STATEMENT_WAIVER:
        put_waiver(printer, statement);
        break;
    case STATEMENT_AMENDMENT:
        put_amendment(printer, statement);
        break;
    case STATEMENT_RULING:
        put_ruling(printer, statement);
        break;
    case STATEMENT_ASSERT:
        put_assert(printer, statement);
        break;
    case STATEMENT_ALLOW:
        put_allow(printer, statement);
        break;
    }
}

/* Clauses stand two deeper than their agreement, and two more inside a document. */
static int indent_of(struct printer *printer, const struct ast_statement *statement)
{
    bool header = false;
    if (statement->kind == STATEMENT_AGREEMENT) {
        printer->agreement_indent = 2;
        printer->clause_indent = 2;
        header = true;
    } else if (statement->kind == STATEMENT_DOCUMENT) {
        printer->clause_indent = printer->agreement_indent + 2;
        return printer->agreement_indent;
    }
    bool inside = statement->kind == STATEMENT_CLAUSE || statement->kind == STATEMENT_RANK;
    return inside && !header ? printer->clause_indent : 0;
}

static bool is_header(const struct ast_statement *statement)
{
    return statement->kind == STATEMENT_AGREEMENT || statement->kind == STATEMENT_DOCUMENT;
}

static void free_printer(void *argument)
{
    struct printer *printer = argument;
    arena_free(&printer->scratch);
}

void ast_print(const struct ast_file *file, const struct interner *names, struct strbuf *out)
{
    struct guard *guard = out->arena->guard;
    struct printer printer = {.out = out, .comments = file->comments};
    arena_init(&printer.scratch, guard);
    printer.cleanup = (struct cleanup){.run = free_printer, .argument = &printer};
    guard_register(guard, &printer.cleanup);
    strbuf_init(&printer.text, &printer.scratch);
    printer.words = (struct phrase){names, &printer.text};
    for (const struct ast_statement *item = file->statements; item; item = item->next) {
        if (item->kind == STATEMENT_POISON)
            continue;
        int indent = indent_of(&printer, item);
        if (item->kind != STATEMENT_RANK)
            begin_piece(&printer, indent, item->span);
        put_statement(&printer, item, indent);
        put(&printer, is_header(item) ? ":" : ".");
        emit_pieces(&printer, item->blank_before);
    }
    flush_comments(&printer, UINT32_MAX, 0);
    guard_forget(guard, &printer.cleanup);
    arena_free(&printer.scratch);
}

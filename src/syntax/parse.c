/* parse.c: one source to its syntax tree, and its tokens as a list.
 *
 * The tree goes to the arena of the context; the scanner's copy of the text, bison's
 * stacks and the scratch of each statement have arenas of their own, which a registered
 * clean-up frees if the guard unwinds. polc_yylex is what bison calls: flex's tokens, and
 * what takes more than one of them: nesting, and the start of a statement as a place to
 * resume at.
 */
#include "polc.tab.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

struct parse_job {
    struct parser parser;
    struct arena lasting, scratch;
    struct cleanup cleanup;
};

static void free_job(void *argument)
{
    struct parse_job *job = argument;
    arena_free(&job->lasting);
    arena_free(&job->scratch);
}

/* Makes ready to scan; false, and reported, when the source is no text. */
static bool begin_job(struct parse_context *context, uint32_t source, struct parse_job *job)
{
    struct guard *guard = context->arena->guard;
    struct parser *parser = &job->parser;
    memset(job, 0, sizeof *job);
    arena_init(&job->lasting, guard);
    arena_init(&job->scratch, guard);
    job->cleanup = (struct cleanup){.run = free_job, .argument = job};
    guard_register(guard, &job->cleanup);
    parser->arena = context->arena;
    parser->lasting = &job->lasting;
    parser->scratch = &job->scratch;
    parser->names = context->names;
    parser->diags = context->diags;
    parser->text = sources_get(context->diags->sources, source);
    parser->source = source;
    parser->file = ARENA_NEW(context->names->arena, struct ast_file);
    parser->file->source = source;
    arena_alloc(&job->scratch, 1); /* so that rewinding keeps the first block */
    parser->scratch_start = arena_mark(&job->scratch);
    if (parser->text->length > PARSE_FILE_LIMIT) {
        diag_add(context->diags, DIAG_FILE_TOO_LARGE, (struct span){source, 0, 0},
                 "this file has %zu bytes, and a policy file may have %zu",
                 parser->text->length, PARSE_FILE_LIMIT);
        return false;
    }
    size_t skip = 0;
    if (!scan_encoding(parser, &skip))
        return false;
    parse_scan_open(parser, skip);
    return true;
}

static void end_job(struct parse_context *context, struct parse_job *job)
{
    guard_forget(context->arena->guard, &job->cleanup);
    free_job(job);
}

struct ast_file *parse_file(struct parse_context *context, uint32_t source)
{
    struct parse_job *job = ARENA_NEW(context->arena, struct parse_job);
    struct ast_file *file;
    if (begin_job(context, source, job))
        polc_yyparse(&job->parser);
    file = job->parser.file;
    end_job(context, job);
    return file;
}

void parse_dump_tokens(struct parse_context *context, uint32_t source, struct strbuf *out)
{
    struct parse_job *job = ARENA_NEW(context->arena, struct parse_job);
    if (begin_job(context, source, job)) {
        struct span span = {0};
        POLC_YYSTYPE value;
        for (int kind; (kind = parse_scan(&value, &span, job->parser.scanner)) != TOK_END;) {
            struct place place = source_place(context->diags->sources, span);
            const char *name = kind == TOK_POLC_YYerror ? "an error" : parse_token_name(kind);
            strbuf_printf(out, "%" PRIu64 ":%u-%" PRIu64 ":%u\t%s", place.line, place.column, place.end_line,
                          place.end_column, name);
            size_t length = span.end - span.begin;
            const char *text = job->parser.text->text + span.begin;
            if (strlen(name) != length || memcmp(name, text, length) != 0) {
                strbuf_char(out, '\t');
                for (size_t i = 0; i < length; i++)
                    strbuf_char(out, text[i] == '\n' || text[i] == '\r' ? ' ' : text[i]);
            }
            strbuf_char(out, '\n');
        }
    }
    end_job(context, job);
}

/* ---- tokens -------------------------------------------------------------------------- */

static bool opens_statement(int kind)
{
    return kind >= TOK_POLICY && kind <= TOK_INPUT;
}

static int hand_out(struct parser *parser, int kind, struct span span)
{
    if (parser->since_opening++ == 0)
        parser->opening = (struct token_info){kind, span};
    parser->earliest = parser->earlier;
    parser->earlier = parser->before;
    parser->before = parser->previous;
    parser->previous = (struct token_info){kind, span};
    if (kind == TOK_DOT) {
        parser->depth = 0;
        parser->recovering = false;
    }
    return kind;
}

/* A full stop that nobody wrote, before a token that will come again. */
static int stop_before(struct parser *parser, int kind, struct span *span)
{
    parser->replaying = true;
    parser->replay = (struct token_info){kind, *span};
    span->end = span->begin;
    return hand_out(parser, TOK_DOT, *span);
}

static bool too_deep(struct parser *parser, int kind)
{
    if (kind == TOK_LEFT)
        parser->depth++;
    else if (kind == TOK_RIGHT && parser->depth > 0)
        parser->depth--;
    return kind == TOK_LEFT && parser->depth > PARSE_DEPTH_LIMIT;
}

int polc_yylex(POLC_YYSTYPE *value, struct span *span, struct parser *parser)
{
    if (parser->stopping) {
        parser->stopping = false;
        *span = parser->replay.span;
        return stop_before(parser, parser->replay.kind, span);
    }
    if (parser->replaying) {
        parser->replaying = false;
        *span = parser->replay.span;
        return hand_out(parser, parser->replay.kind, *span);
    }
    int kind = parse_scan(value, span, parser->scanner);
    if (too_deep(parser, kind)) {
        if (!parser->recovering)
            parse_too_deep(parser, *span, true);
        kind = TOK_POLC_YYerror;
    }
    if (kind == TOK_POLC_YYerror)
        parser->recovering = true;
    if (parser->recovering && opens_statement(kind) && parse_first_on_line(parser, *span))
        return stop_before(parser, kind, span);
    return hand_out(parser, kind, *span);
}

void parse_resume_before(struct parser *parser)
{
    parser->replay = parser->previous;
    parser->stopping = true;
}

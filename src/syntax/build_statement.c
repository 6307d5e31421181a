/* build_statement.c: statements from their parts, and the file from its statements.
 *
 * Headers of agreements, clauses and waivers take their flags and periods in any order,
 * so such a statement is made at its first words and filled in; what is said twice is
 * reported here, because the tree has one place for it.
 */
#include "syntax/build.h"

#include <stddef.h>

struct ast_statement *build_statement(struct parser *parser, enum ast_statement_kind kind,
                                      struct ast_name name)
{
    /* Only types need the whole node. */
    size_t size = kind == STATEMENT_ATTRIBUTE || kind == STATEMENT_REDACTED
                      ? sizeof(struct ast_statement)
                      : offsetof(struct ast_statement, source) + sizeof(struct ast_text);
    struct ast_statement *statement = arena_zero(parser->arena, 1, size);
    statement->kind = kind;
    statement->name = name;
    return statement;
}

static struct ast_statement *nameless(struct parser *parser, enum ast_statement_kind kind)
{
    return build_statement(parser, kind, (struct ast_name){0});
}

struct ast_statement *build_policy(struct parser *parser, struct ast_text text,
                                   struct ast_date date)
{
    struct ast_statement *statement = nameless(parser, STATEMENT_POLICY);
    statement->text = text;
    statement->date = date;
    return statement;
}

struct ast_statement *build_uses(struct parser *parser, struct ast_text text)
{
    struct ast_statement *statement = nameless(parser, STATEMENT_USES);
    statement->text = text;
    return statement;
}

struct ast_statement *build_kind(struct parser *parser, struct ast_name name,
                                 struct ast_tree *ring)
{
    struct ast_statement *statement = build_statement(parser, STATEMENT_KIND, name);
    statement->tree = trees_end(ring);
    return statement;
}

struct ast_statement *build_group(struct parser *parser, struct ast_name name,
                                  struct ast_name kind, struct ast_name *ring)
{
    struct ast_statement *statement = build_statement(parser, STATEMENT_GROUP, name);
    statement->target = kind;
    statement->names = names_end(ring);
    return statement;
}

struct ast_statement *build_attribute(struct parser *parser, enum ast_role role,
                                      struct ast_name name, const struct ast_type *type)
{
    struct ast_statement *statement = build_statement(parser, STATEMENT_ATTRIBUTE, name);
    statement->role = role;
    statement->type = *type;
    return statement;
}

struct ast_statement *build_attribute_end(struct ast_statement *statement,
                                          const struct ast_constant *presumed,
                                          struct ast_text gloss)
{
    if (presumed)
        statement->presumed = *presumed;
    statement->gloss = gloss;
    return statement;
}

struct ast_statement *build_redacted(struct parser *parser, struct ast_name name,
                                     const struct ast_type *type, struct ast_text gloss)
{
    struct ast_statement *statement = build_statement(parser, STATEMENT_REDACTED, name);
    statement->type = *type;
    statement->gloss = gloss;
    return statement;
}

struct ast_statement *build_events(struct parser *parser, struct ast_event *ring)
{
    struct ast_statement *statement = nameless(parser, STATEMENT_EVENTS);
    statement->events = events_end(ring);
    return statement;
}

struct ast_statement *build_occurrence(struct parser *parser, const struct happening *event,
                                       struct ast_date date)
{
    struct ast_statement *statement = build_statement(parser, STATEMENT_OCCURRED, event->name);
    statement->target = event->of;
    statement->date = date;
    return statement;
}

struct ast_statement *build_acts(struct parser *parser, struct ast_tree *ring)
{
    struct ast_statement *statement = nameless(parser, STATEMENT_ACTS);
    statement->tree = trees_end(ring);
    return statement;
}

struct ast_statement *build_term(struct parser *parser, struct ast_name name,
                                 struct ast_reading *ring)
{
    struct ast_statement *statement = build_statement(parser, STATEMENT_TERM, name);
    statement->readings = readings_end(ring);
    return statement;
}

/* ---- agreements and clauses --------------------------------------------------------- */

struct ast_statement *build_agreement(struct parser *parser, struct ast_name name,
                                      struct ast_name *ring)
{
    struct ast_statement *statement = build_statement(parser, STATEMENT_AGREEMENT, name);
    statement->names = names_end(ring);
    return statement;
}

struct ast_statement *build_source(struct parser *parser, struct ast_statement *statement,
                                   struct ast_text source)
{
    if (statement->source.text)
        build_twice(parser, statement->source.span, source.span, "`source`");
    else
        statement->source = source;
    return statement;
}

struct ast_statement *build_period(struct parser *parser, struct ast_statement *statement,
                                   struct period_part part, struct span span)
{
    struct ast_period *period = &statement->period;
    bool ends = period->until || period->through.present;
    period->span = span_join(period->span, span);
    switch (part.kind) {
    case PART_FROM:
        if (period->from)
            build_twice(parser, period->from->span, span, "`from`");
        period->from = part.point;
        break;
    case PART_UNTIL:
        if (ends)
            build_twice(parser, period->until ? period->until->span : period->through.span,
                        span, "the end of a period");
        period->until = part.point;
        break;
    case PART_THROUGH:
        if (ends)
            build_twice(parser, period->until ? period->until->span : period->through.span,
                        span, "the end of a period");
        period->through = build_date(part.day, part.word);
        break;
    case PART_WHILE:
        if (period->whilst)
            build_twice(parser, period->whilst->span, span, "`while`");
        period->whilst = part.cond;
        break;
    }
    return statement;
}

struct ast_statement *build_clause(struct parser *parser, struct ast_name number,
                                   struct ast_text label)
{
    struct ast_statement *clause = build_statement(parser, STATEMENT_CLAUSE, number);
    clause->text = label;
    return clause;
}

struct ast_statement *build_material(struct parser *parser, struct ast_statement *clause,
                                     struct span span)
{
    if (clause->material.source != SOURCE_NONE)
        build_twice(parser, clause->material, span, "`material`");
    clause->material = span;
    return clause;
}

struct ast_statement *build_survives(struct parser *parser, struct ast_statement *clause,
                                     struct span span)
{
    if (clause->survives.source != SOURCE_NONE)
        build_twice(parser, clause->survives, span, "`survives`");
    clause->survives = span;
    return clause;
}

struct ast_statement *build_in_place(struct parser *parser, struct ast_statement *clause,
                                     struct ast_ref *ring, struct span span)
{
    if (clause->in_place_of)
        build_twice(parser, clause->in_place_of->span, span, "`in place of`");
    clause->in_place_of = refs_end(ring);
    return clause;
}

struct ast_statement *build_while_live(struct parser *parser, struct ast_statement *clause,
                                       struct ast_ref *ring, struct span span)
{
    if (clause->while_live)
        build_twice(parser, clause->while_live->span, span, "`while`");
    clause->while_live = refs_end(ring);
    return clause;
}

struct ast_statement *build_clause_body(struct parser *parser, struct ast_statement *clause,
                                        struct ast_rank *ranks, struct ast_sentence *ring,
                                        struct ast_text text)
{
    clause->ranks = ranks_end(ranks);
    clause->sentences = sentences_end(ring);
    if (text.text && clause->sentences->text.text)
        build_twice(parser, text.span, clause->sentences->text.span, "the text of a sentence");
    else if (text.text)
        clause->sentences->text = text;
    return clause;
}

/* ---- the rest ------------------------------------------------------------------------- */

struct ast_statement *build_rank_statement(struct parser *parser, struct ast_sentence *ring)
{
    struct ast_statement *statement = nameless(parser, STATEMENT_RANK);
    statement->sentences = sentences_end(ring);
    return statement;
}

struct ast_statement *build_waiver(struct parser *parser, struct ast_name name,
                                   struct ast_name *holders, struct ast_ref *refs)
{
    struct ast_statement *waiver = build_statement(parser, STATEMENT_WAIVER, name);
    waiver->names = names_end(holders);
    waiver->refs = refs_end(refs);
    return waiver;
}

struct ast_statement *build_waiver_end(struct ast_statement *waiver, struct ast_expr *where,
                                       struct ast_except *ring)
{
    waiver->where = where;
    waiver->excepts = excepts_end(ring);
    return waiver;
}

struct ast_statement *build_amendment(struct parser *parser, struct ast_name name,
                                      struct ast_name agreement, struct ast_date date,
                                      struct ast_ref *deletes)
{
    struct ast_statement *statement = build_statement(parser, STATEMENT_AMENDMENT, name);
    statement->target = agreement;
    statement->date = date;
    statement->refs = refs_end(deletes);
    return statement;
}

struct ast_statement *build_ruling(struct parser *parser, struct ast_text text,
                                   struct ast_date date, struct ast_name term,
                                   struct ast_name *parties)
{
    struct ast_statement *statement = nameless(parser, STATEMENT_RULING);
    statement->text = text;
    statement->date = date;
    statement->target = term;
    statement->names = names_end(parties);
    return statement;
}

struct ast_statement *build_assert(struct parser *parser, enum ast_assert_kind assertion,
                                   enum ast_verdict_word verdict)
{
    struct ast_statement *statement = nameless(parser, STATEMENT_ASSERT);
    statement->assertion = assertion;
    statement->verdict = verdict;
    return statement;
}

struct ast_statement *build_assert_end(struct ast_statement *statement, struct ast_text text,
                                       struct ast_name *parties, struct ast_expr *where)
{
    statement->text = text;
    statement->names = names_end(parties);
    statement->where = where;
    return statement;
}

struct ast_statement *build_allow(struct parser *parser, struct ast_name code,
                                  struct ast_ref *refs, struct ast_date until,
                                  struct ast_text reason)
{
    struct ast_statement *statement = nameless(parser, STATEMENT_ALLOW);
    statement->target = code;
    statement->refs = refs_end(refs);
    statement->date = until;
    statement->gloss = reason;
    return statement;
}

void build_statement_end(struct parser *parser, struct ast_statement *statement,
                         struct span span)
{
    statement->span = span;
    statement->blank_before = parse_blank_above(parser, span.begin);
    if (parser->last_statement)
        parser->last_statement->next = statement;
    else
        parser->file->statements = statement;
    parser->last_statement = statement;
    parser->since_opening = 0; /* a statement ends without looking at the next token */
    arena_rewind(parser->scratch, parser->scratch_start);
}

void build_poison(struct parser *parser, struct span span)
{
    build_statement_end(parser, nameless(parser, STATEMENT_POISON), span);
}

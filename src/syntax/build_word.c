/* build_word.c: names, references, amounts and points in time from their tokens.
 *
 * Nothing is looked up; a name is an atom and its place. Limits on names are enforced
 * here, since a quoted text is only known to be a name by where it stands.
 */
#include "syntax/build.h"

struct ast_name build_name(struct parser *parser, struct ast_text text)
{
    if (text.length > PARSE_NAME_LIMIT)
        diag_add(parser->diags, DIAG_TOO_LONG, text.span,
                 "this name has %zu bytes, and a name may have %d", text.length,
                 PARSE_NAME_LIMIT);
    else if (text.length == 0)
        diag_add(parser->diags, DIAG_EMPTY_NAME, text.span, "a name cannot be empty");
    return (struct ast_name){
        .atom = intern(parser->names, text.text, text.length), .quoted = true, .span = text.span};
}

struct ast_name build_word(struct parser *parser, struct span span)
{
    return (struct ast_name){.atom = intern(parser->names, parser->base + span.begin,
                                            span.end - span.begin),
                             .span = span};
}

struct ast_name *build_item(struct parser *parser, struct ast_name name)
{
    struct ast_name *item = arena_alloc(parser->arena, sizeof *item);
    *item = name;
    item->next = NULL;
    return item;
}

struct ast_amount *build_amount(struct parser *parser, int64_t value, struct ast_name unit,
                                struct span span)
{
    struct ast_amount *amount = ARENA_NEW(parser->scratch, struct ast_amount);
    amount->value = value;
    amount->unit = unit;
    amount->span = span;
    return amount;
}

struct ast_date build_date(int64_t day, struct span span)
{
    return (struct ast_date){.present = true, .day = day, .span = span};
}

struct ast_ref *build_ref(struct parser *parser, struct ast_name scope, struct ast_name number,
                          struct span span)
{
    struct ast_ref *ref = ARENA_NEW(parser->arena, struct ast_ref);
    ref->scope = scope;
    ref->number = number;
    ref->span = span;
    return ref;
}

struct ast_ref *build_refs(struct parser *parser, struct ast_name *names)
{
    struct ast_ref *ring = NULL;
    for (struct ast_name *name = names_end(names); name; name = name->next) {
        struct ast_name scope = *name;
        scope.next = NULL;
        struct ast_ref *ref = build_ref(parser, scope, (struct ast_name){0}, name->span);
        ring = ring ? refs_add(ring, ref) : refs_one(ref);
    }
    return ring;
}

static struct ast_point *new_point(struct parser *parser, enum ast_point_kind kind,
                                   struct span span)
{
    struct ast_point *point = ARENA_NEW(parser->arena, struct ast_point);
    point->kind = kind;
    point->span = span;
    return point;
}

struct ast_point *build_point_day(struct parser *parser, int64_t day, struct span span)
{
    struct ast_point *point = new_point(parser, POINT_DATE, span);
    point->day = day;
    return point;
}

const struct happening *build_event_of(struct parser *parser, struct ast_name name,
                                       struct ast_name of)
{
    struct happening *event = arena_alloc(parser->scratch, sizeof *event);
    *event = (struct happening){name, of};
    return event;
}

struct ast_point *build_point_event(struct parser *parser, const struct happening *event,
                                    struct span span)
{
    struct ast_point *point = new_point(parser, POINT_EVENT, span);
    point->event = event->name;
    point->of = event->of;
    return point;
}

struct ast_point *build_point_after(struct parser *parser, int64_t count, enum date_unit unit,
                                    struct ast_point *start, struct span span)
{
    struct ast_point *point = new_point(parser, POINT_AFTER, span);
    point->count = count;
    point->unit = unit;
    point->inner = start;
    return point;
}

struct ast_point *build_point_hidden(struct parser *parser, struct ast_name hidden,
                                     struct ast_point *start, struct span span)
{
    struct ast_point *point = new_point(parser, POINT_AFTER, span);
    point->hidden = hidden;
    point->inner = start;
    return point;
}

struct ast_point *build_point_of(struct parser *parser, enum ast_point_kind kind,
                                 struct ast_point *ring, struct span span)
{
    struct ast_point *point = new_point(parser, kind, span);
    point->inner = points_end(ring);
    return point;
}

void build_twice(struct parser *parser, struct span first, struct span second, const char *what)
{
    struct diag *diag =
        diag_add(parser->diags, DIAG_SAID_TWICE, second, "%s stands here a second time", what);
    diag_label(parser->diags, diag, first, "first said here");
}

/* build_vocabulary.c: trees of values, types, presumptions, events and readings. */
#include "syntax/build.h"

struct ast_tree *build_tree(struct parser *parser, struct ast_name name,
                            struct ast_spelling *spellings, struct ast_tree *children,
                            struct span span)
{
    struct ast_tree *tree = ARENA_NEW(parser->arena, struct ast_tree);
    struct ast_spelling *first = spellings_end(spellings);
    tree->name = name;
    if (first) {
        tree->spelling = first->text;
        tree->more = first->next;
    }
    tree->children = trees_end(children);
    tree->span = span;
    return tree;
}

struct ast_spelling *build_spelling(struct parser *parser, struct ast_text text)
{
    struct ast_spelling *spelling = ARENA_NEW(parser->arena, struct ast_spelling);
    spelling->text = text;
    return spelling;
}

/* A type is copied into its statement, so that it only lives here while it is read. */
struct ast_type *build_type(struct parser *parser, enum ast_type_kind kind, struct span span)
{
    struct ast_type *type = ARENA_NEW(parser->scratch, struct ast_type);
    type->kind = kind;
    type->span = span;
    return type;
}

struct ast_type *build_type_kind(struct parser *parser, struct ast_name name, bool or_none,
                                 struct span span)
{
    struct ast_type *type = build_type(parser, TYPE_KIND, span);
    type->name = name;
    type->or_none = or_none;
    return type;
}

struct ast_type *build_type_inline(struct parser *parser, struct ast_tree *ring, bool or_none,
                                   struct span span)
{
    struct ast_type *type = build_type(parser, TYPE_INLINE, span);
    type->tree = trees_end(ring);
    type->or_none = or_none;
    return type;
}

struct ast_type *build_type_time(struct parser *parser, enum date_unit unit, struct span span)
{
    struct ast_type *type = build_type(parser, TYPE_TIME, span);
    type->time = unit;
    return type;
}

struct ast_type *build_type_list(struct parser *parser, struct ast_name name, struct span span)
{
    struct ast_type *type = build_type(parser, TYPE_LIST, span);
    type->name = name;
    return type;
}

struct ast_type *build_type_several(struct parser *parser, struct ast_name name,
                                    struct ast_tree *ring, struct span span)
{
    struct ast_type *type = build_type(parser, TYPE_SEVERAL, span);
    type->name = name;
    type->tree = trees_end(ring);
    return type;
}

struct ast_type *build_type_number(struct parser *parser, struct ast_name unit,
                                   struct ast_conversion *ring)
{
    struct ast_type *type = build_type(parser, TYPE_NUMBER, (struct span){0});
    type->unit = unit;
    type->conversions = conversions_end(ring);
    return type;
}

struct ast_type *build_type_range(struct ast_type *type, const struct ast_amount *from,
                                  const struct ast_amount *to, struct span span)
{
    type->has_from = from;
    if (from)
        type->from = *from;
    type->has_to = to;
    if (to)
        type->to = *to;
    type->span = span;
    return type;
}

struct ast_conversion *build_conversion(struct parser *parser, const struct ast_amount *large,
                                        const struct ast_amount *small, struct span span)
{
    struct ast_conversion *conversion = ARENA_NEW(parser->arena, struct ast_conversion);
    conversion->large = *large;
    conversion->small = *small;
    conversion->span = span;
    return conversion;
}

static struct ast_constant *new_constant(struct parser *parser, enum ast_constant_kind kind,
                                         struct span span)
{
    struct ast_constant *constant = ARENA_NEW(parser->scratch, struct ast_constant);
    constant->kind = kind;
    constant->span = span;
    return constant;
}

struct ast_constant *build_constant_name(struct parser *parser, struct ast_name name,
                                         struct span span)
{
    struct ast_constant *constant = new_constant(parser, CONSTANT_NAME, span);
    constant->name = name;
    return constant;
}

struct ast_constant *build_constant_amount(struct parser *parser,
                                           const struct ast_amount *amount, struct span span)
{
    struct ast_constant *constant = new_constant(parser, CONSTANT_AMOUNT, span);
    constant->amount = *amount;
    return constant;
}

struct ast_constant *build_constant_date(struct parser *parser, int64_t day, struct span span)
{
    struct ast_constant *constant = new_constant(parser, CONSTANT_DATE, span);
    constant->day = day;
    return constant;
}

struct ast_event *build_event(struct parser *parser, struct ast_name name, struct ast_name by)
{
    struct ast_event *event = ARENA_NEW(parser->arena, struct ast_event);
    event->name = name;
    event->by = by;
    return event;
}

struct ast_event *build_event_gloss(struct ast_event *event, struct ast_text gloss, bool unknown)
{
    event->gloss = gloss;
    event->unknown = unknown;
    return event;
}

struct ast_reading *build_reading(struct parser *parser, struct ast_text gloss,
                                  struct ast_expr *means, struct ast_except *ring,
                                  struct span span)
{
    struct ast_reading *reading = ARENA_NEW(parser->arena, struct ast_reading);
    reading->gloss = gloss;
    reading->means = means;
    reading->excepts = excepts_end(ring);
    reading->span = span;
    return reading;
}

struct ast_reading *build_reading_by(struct ast_reading *reading, struct ast_name *parties,
                                     struct span span)
{
    reading->parties = names_end(parties);
    reading->span = span;
    return reading;
}

/* build_sentence.c: the sentences of a clause from their parts.
 *
 * A sentence is made when its main words are known and finished when its condition and
 * its exceptions are; as a node it is only as large as its kind needs (ast.h).
 */
#include "syntax/build.h"

#include <stddef.h>

static size_t sentence_size(enum ast_sentence_kind kind)
{
    switch (kind) {
    case SENTENCE_SHALL_NOT:
    case SENTENCE_MAY:
    case SENTENCE_RESERVED:
    case SENTENCE_STRICTER:
        return offsetof(struct ast_sentence, only_if);
    case SENTENCE_ONLY_IF:
        return offsetof(struct ast_sentence, only_if) + sizeof(struct ast_expr *);
    case SENTENCE_LIFT:
    case SENTENCE_PREVAILS:
    case SENTENCE_ORDER:
        return offsetof(struct ast_sentence, unless_stated) + sizeof(bool);
    case SENTENCE_GRANT:
    case SENTENCE_OWES:
    case SENTENCE_COMMITS:
        return sizeof(struct ast_sentence);
    }
    return sizeof(struct ast_sentence);
}

static struct ast_sentence *new_sentence(struct parser *parser, enum ast_sentence_kind kind,
                                         struct ast_name *parties)
{
    struct ast_sentence *sentence = arena_zero(parser->arena, 1, sentence_size(kind));
    sentence->kind = kind;
    sentence->parties = names_end(parties);
    return sentence;
}

struct grant_scope *build_scope(struct parser *parser, bool exclusive, bool sole)
{
    struct grant_scope *scope = ARENA_NEW(parser->scratch, struct grant_scope);
    scope->exclusive = exclusive;
    scope->sole = sole;
    return scope;
}

struct grant_scope *build_scope_of(struct parser *parser, struct ast_name among,
                                   struct ast_name *verbs)
{
    struct grant_scope *scope = build_scope(parser, false, false);
    scope->among = among;
    scope->verbs = names_end(verbs);
    return scope;
}

struct grant_scope *build_scope_join(struct grant_scope *exclusivity,
                                     const struct grant_scope *rest)
{
    exclusivity->among = rest->among;
    exclusivity->verbs = rest->verbs;
    return exclusivity;
}

struct ast_sentence *build_grant(struct parser *parser, struct ast_name *parties,
                                 struct ast_name *grantees, struct ast_name attribute,
                                 const struct grant_scope *scope)
{
    struct ast_sentence *sentence = new_sentence(parser, SENTENCE_GRANT, parties);
    sentence->grantees = names_end(grantees);
    sentence->attribute = attribute;
    sentence->exclusive = scope->exclusive;
    sentence->sole = scope->sole;
    sentence->among = scope->among;
    sentence->verbs = scope->verbs;
    return sentence;
}

struct ast_sentence *build_acting(struct parser *parser, enum ast_sentence_kind kind,
                                  struct ast_name *parties, struct ast_name *verbs,
                                  struct ast_name *holders)
{
    struct ast_sentence *sentence = new_sentence(parser, kind, parties);
    sentence->verbs = names_end(verbs);
    sentence->holders = names_end(holders);
    return sentence;
}

struct ast_sentence *build_only_if(struct parser *parser, struct ast_sentence *sentence,
                                   struct ast_expr *only_if, struct ast_name *holders)
{
    sentence->only_if = only_if;
    struct ast_name *first = names_end(holders);
    if (first && sentence->holders)
        build_twice(parser, sentence->holders->span, first->span, "`to` with a party");
    else if (first)
        sentence->holders = first;
    return sentence;
}

struct ast_sentence *build_owes(struct parser *parser, struct ast_name *parties,
                                struct ast_name *creditors, struct ast_text what)
{
    struct ast_sentence *sentence = new_sentence(parser, SENTENCE_OWES, parties);
    sentence->creditors = names_end(creditors);
    sentence->what = what;
    return sentence;
}

struct ast_sentence *build_within(struct ast_sentence *sentence, int64_t count,
                                  enum date_unit unit)
{
    sentence->has_within = true;
    sentence->within = count;
    sentence->within_unit = unit;
    return sentence;
}

struct ast_sentence *build_breach(struct ast_sentence *sentence, struct ast_ref *ring)
{
    sentence->if_in_breach = true;
    sentence->breach_of = refs_end(ring);
    return sentence;
}

struct ast_sentence *build_commits(struct parser *parser, struct ast_name *parties,
                                   bool at_most, const struct ast_amount *amount,
                                   struct ast_name attribute)
{
    struct ast_sentence *sentence = new_sentence(parser, SENTENCE_COMMITS, parties);
    sentence->at_most = at_most;
    sentence->amount = *amount;
    sentence->attribute = attribute;
    return sentence;
}

struct ast_sentence *build_share(struct parser *parser, struct ast_sentence *sentence,
                                 struct ast_name *names, struct ast_name attribute)
{
    sentence->share_from = names_end(names);
    if (attribute.atom)
        sentence->share_as = build_item(parser, attribute);
    return sentence;
}

struct ast_sentence *build_groups(struct ast_sentence *sentence, struct ast_name *facts)
{
    sentence->groups = names_end(facts);
    return sentence;
}

struct ast_sentence *build_commits_end(struct ast_sentence *sentence, struct ast_date by)
{
    sentence->by = by;
    return sentence;
}

struct ast_sentence *build_each_year(struct ast_sentence *sentence, struct ast_date from,
                                     struct ast_date through)
{
    sentence->from = from;
    sentence->by = through;
    return sentence;
}

struct ast_sentence *build_lift(struct parser *parser, struct ast_ref *ring)
{
    struct ast_sentence *sentence = new_sentence(parser, SENTENCE_LIFT, NULL);
    sentence->refs = refs_end(ring);
    sentence->all_clauses = !ring;
    return sentence;
}

struct ast_sentence *build_prevails(struct parser *parser, struct ast_ref *winners,
                                    struct ast_ref *losers, struct span head)
{
    struct ast_sentence *sentence = new_sentence(parser, SENTENCE_PREVAILS, NULL);
    sentence->refs = refs_end(winners);
    sentence->losers = refs_end(losers);
    sentence->head = head;
    return sentence;
}

struct ast_sentence *build_prevails_end(struct ast_sentence *sentence, struct ast_expr *where,
                                        struct ast_ref *not_for, struct span span)
{
    sentence->where = where;
    sentence->not_for = refs_end(not_for);
    sentence->span = span;
    return sentence;
}

struct ast_sentence *build_order(struct parser *parser, struct ast_level *ring,
                                 struct span head)
{
    struct ast_sentence *sentence = new_sentence(parser, SENTENCE_ORDER, NULL);
    sentence->levels = levels_end(ring);
    sentence->head = head;
    return sentence;
}

struct ast_sentence *build_order_end(struct ast_sentence *sentence, struct ast_expr *where,
                                     bool unless_stated, struct span span)
{
    sentence->where = where;
    sentence->unless_stated = unless_stated;
    sentence->span = span;
    return sentence;
}

struct ast_sentence *build_stricter(struct parser *parser, struct span span)
{
    struct ast_sentence *sentence = new_sentence(parser, SENTENCE_STRICTER, NULL);
    sentence->head = span;
    sentence->span = span;
    return sentence;
}

struct ast_sentence *build_text(struct ast_sentence *sentence, struct ast_text text)
{
    sentence->text = text;
    return sentence;
}

struct ast_sentence *build_sentence_end(struct ast_sentence *sentence, struct ast_expr *where,
                                        struct ast_except *ring, struct span head,
                                        struct span span)
{
    sentence->where = where;
    sentence->excepts = excepts_end(ring);
    sentence->head = head;
    sentence->span = span;
    return sentence;
}

struct ast_rank *build_rank(struct parser *parser, enum ast_rank_kind kind, struct ast_ref *ring,
                            struct span span)
{
    struct ast_rank *rank = ARENA_NEW(parser->arena, struct ast_rank);
    rank->kind = kind;
    rank->refs = refs_end(ring);
    rank->span = span;
    return rank;
}

struct ast_level *build_level(struct parser *parser, struct ast_ref *ring)
{
    struct ast_level *level = ARENA_NEW(parser->arena, struct ast_level);
    level->refs = refs_end(ring);
    return level;
}

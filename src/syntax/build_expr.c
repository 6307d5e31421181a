/* build_expr.c: conditions and exceptions from their parts.
 *
 * A node is allocated only as large as its kind needs (ast.h): of a policy with 100 000
 * clauses the conditions are the largest part of the tree. `a and b and c` is joined from
 * the left while it is read; a chain of more than CHAIN_LIMIT operands is balanced when it
 * ends, so that a recursion over the tree has a bounded depth whatever a file contains.
 */
#include "syntax/build.h"

#include <stddef.h>
#include <string.h>

#define CHAIN_LIMIT 64

static size_t expr_size(enum ast_expr_kind kind)
{
    switch (kind) {
    case EXPR_POISON:
    case EXPR_ALWAYS:
    case EXPR_NEVER:
        return offsetof(struct ast_expr, left);
    case EXPR_NOT:
    case EXPR_AND:
    case EXPR_OR:
        return offsetof(struct ast_expr, right) + sizeof(struct ast_expr *);
    case EXPR_NAME:
    case EXPR_DURING:
    case EXPR_IN_FORCE:
        return offsetof(struct ast_expr, values);
    case EXPR_IS:
    case EXPR_IS_IN:
    case EXPR_IS_MEMBER:
    case EXPR_COMPARE_TO:
    case EXPR_ONLY:
    case EXPR_INCLUDES:
    case EXPR_DATE:
        return offsetof(struct ast_expr, values) + sizeof(int64_t);
    case EXPR_OCCURRED:
    case EXPR_WITHIN:
    case EXPR_AGO:
    case EXPR_COMPARE:
        return sizeof(struct ast_expr);
    }
    return sizeof(struct ast_expr);
}

struct ast_expr *build_expr(struct parser *parser, enum ast_expr_kind kind, struct span span)
{
    struct ast_expr *expr = arena_zero(parser->arena, 1, expr_size(kind));
    expr->kind = kind;
    expr->span = span;
    return expr;
}

struct ast_expr *build_name_expr(struct parser *parser, enum ast_expr_kind kind,
                                 struct ast_name name, struct span span)
{
    struct ast_expr *expr = build_expr(parser, kind, span);
    expr->name = name;
    return expr;
}

static struct ast_expr *with_value(struct parser *parser, struct ast_expr *expr, bool negated,
                                   struct ast_name value)
{
    expr->negated = negated;
    expr->values = build_item(parser, value);
    return expr;
}

struct ast_expr *build_is(struct parser *parser, struct ast_name name, bool negated,
                          struct ast_name value, struct span span)
{
    return with_value(parser, build_name_expr(parser, EXPR_IS, name, span), negated, value);
}

struct ast_expr *build_is_member(struct parser *parser, struct ast_name name, bool negated,
                                 struct ast_name list, struct span span)
{
    return with_value(parser, build_name_expr(parser, EXPR_IS_MEMBER, name, span), negated, list);
}

struct ast_expr *build_compare_to(struct parser *parser, struct ast_name name,
                                  enum ast_compare compare, struct ast_name other,
                                  struct span span)
{
    struct ast_expr *expr = build_name_expr(parser, EXPR_COMPARE_TO, name, span);
    expr->compare = compare;
    expr->values = build_item(parser, other);
    return expr;
}

struct ast_expr *build_only(struct parser *parser, struct ast_name name, bool negated,
                            struct ast_name value, struct span span)
{
    return with_value(parser, build_name_expr(parser, EXPR_ONLY, name, span), negated, value);
}

struct ast_expr *build_includes(struct parser *parser, struct ast_name name, bool negated,
                                struct ast_name value, struct span span)
{
    return with_value(parser, build_name_expr(parser, EXPR_INCLUDES, name, span), negated, value);
}

struct ast_expr *build_is_in(struct parser *parser, struct ast_name name, bool negated,
                             struct ast_name *ring, struct span span)
{
    struct ast_expr *expr = build_name_expr(parser, EXPR_IS_IN, name, span);
    expr->negated = negated;
    expr->values = names_end(ring);
    return expr;
}

struct ast_expr *build_compare(struct parser *parser, struct ast_name name,
                               enum ast_compare compare, struct ast_amount amount,
                               struct span span)
{
    struct ast_expr *expr = build_name_expr(parser, EXPR_COMPARE, name, span);
    expr->compare = compare;
    expr->amount = amount;
    return expr;
}

struct ast_expr *build_when(struct parser *parser, struct ast_name name, enum ast_when when,
                            int64_t day, struct span span)
{
    struct ast_expr *expr = build_name_expr(parser, EXPR_DATE, name, span);
    expr->when = when;
    expr->day = day;
    return expr;
}

struct ast_expr *build_in_force(struct parser *parser, struct ast_name agreement, bool negated,
                                struct span span)
{
    struct ast_expr *expr = build_name_expr(parser, EXPR_IN_FORCE, agreement, span);
    return negated ? build_not(parser, expr, span) : expr;
}

struct ast_expr *build_happening(struct parser *parser, enum ast_expr_kind kind,
                                 const struct happening *event, struct span span)
{
    struct ast_expr *expr = build_name_expr(parser, kind, event->name, span);
    expr->of = event->of;
    return expr;
}

struct ast_expr *build_occurred(struct parser *parser, const struct happening *event, bool negated,
                                struct span span)
{
    struct ast_expr *expr = build_happening(parser, EXPR_OCCURRED, event, span);
    expr->negated = negated;
    return expr;
}

struct ast_expr *build_elapsed(struct ast_expr *expr, int64_t count, enum date_unit unit)
{
    expr->count = count;
    expr->unit = unit;
    return expr;
}

struct ast_expr *build_not(struct parser *parser, struct ast_expr *operand, struct span span)
{
    struct ast_expr *expr = build_expr(parser, EXPR_NOT, span);
    expr->left = operand;
    return expr;
}

struct ast_expr *build_parenthesised(struct ast_expr *expr, struct span span)
{
    expr->parenthesised = true;
    expr->span = span;
    return expr;
}

/* ---- chains ------------------------------------------------------------------------ */

struct expr_chain build_chain(struct ast_expr *first)
{
    return (struct expr_chain){first, 1};
}

struct expr_chain build_chain_add(struct parser *parser, enum ast_expr_kind kind,
                                  struct expr_chain chain, struct ast_expr *operand)
{
    struct span span = {operand->span.source, chain.expr->span.begin, operand->span.end};
    struct ast_expr *expr = build_expr(parser, kind, span);
    expr->left = chain.expr;
    expr->right = operand;
    return (struct expr_chain){expr, chain.count + 1};
}

/* Joins operands[0..count) with count - 1 of the spare nodes, each half as deep. */
static struct ast_expr *balance(struct ast_expr **operands, struct ast_expr **spare,
                                size_t count)
{
    if (count == 1)
        return operands[0];
    size_t half = count / 2;
    struct ast_expr *top = spare[0];
    top->left = balance(operands, spare + 1, half);
    top->right = balance(operands + half, spare + half, count - half);
    top->span = span_join(top->left->span, top->right->span);
    return top;
}

struct ast_expr *build_chain_end(struct parser *parser, struct expr_chain chain)
{
    if (chain.count <= CHAIN_LIMIT)
        return chain.expr;
    struct ast_expr **operands = ARENA_ARRAY(parser->scratch, struct ast_expr *, chain.count);
    struct ast_expr **spare = ARENA_ARRAY(parser->scratch, struct ast_expr *, chain.count);
    struct ast_expr *expr = chain.expr;
    for (size_t i = chain.count - 1; i > 0; i--, expr = expr->left) {
        operands[i] = expr->right;
        spare[i - 1] = expr;
    }
    operands[0] = expr;
    return balance(operands, spare, chain.count);
}

struct ast_expr *build_where(struct parser *parser, struct ast_expr *expr, struct span word)
{
    expr->said_when = parser->base[word.begin + 2] == 'e' && word.end - word.begin == 4;
    return expr;
}

/* ---- exceptions -------------------------------------------------------------------- */

struct ast_except *build_except(struct parser *parser, struct ast_expr *cond)
{
    struct ast_except *except =
        arena_zero(parser->arena, 1, offsetof(struct ast_except, holder));
    except->cond = cond;
    return except;
}

struct ast_except *build_consent(struct parser *parser, struct ast_name holder,
                                 struct ast_name as_fact)
{
    struct ast_except *except = ARENA_NEW(parser->arena, struct ast_except);
    except->consent = true;
    except->holder = holder;
    except->as_fact = as_fact;
    return except;
}

struct ast_except *build_except_where(struct ast_except *except, struct ast_expr *cond)
{
    except->cond = cond;
    return except;
}

struct ast_except *build_except_end(struct ast_except *except, struct ast_name label,
                                    struct ast_except *ring, struct span span)
{
    except->label = label;
    except->carve_backs = excepts_end(ring);
    except->span = span;
    return except;
}

struct ast_except *build_carve_backs(struct ast_except *ring, struct ast_except *first,
                                     struct ast_except *rest)
{
    ring = ring ? excepts_add(ring, first) : excepts_one(first);
    for (struct ast_except *item = excepts_end(rest), *next; item; item = next) {
        next = item->next;
        ring = excepts_add(ring, item);
    }
    return ring;
}

/* conditions.c: conditions as written to conditions over variables.
 *
 * A chain of `and` or `or` becomes a balanced tree, so that whoever walks it needs no
 * deeper stack than the parser's limit on parentheses times the logarithm of a chain.
 * A condition that is wrong is reported once and becomes `always`.
 */
#include "sema/check.h"

struct model_expr *sema_wrong_type(struct sema *s, const struct ast_expr *expr,
                                   struct sema_entry entry)
{
    if (entry.kind == ENTRY_VAR && s->var_info.items[entry.id].poisoned)
        return s->always;
    const char *name = sema_text(s, expr->name.atom);
    bool event = (entry.kind == ENTRY_VAR && s->vars.items[entry.id].kind == VAR_EVENT)
                 || (entry.kind == ENTRY_FAMILY
                     && s->families.items[entry.id].role == FAMILY_EVENTS);
    struct diag *diag =
        diag_add(s->diags, event ? DIAG_EVENT_AS_FACT : DIAG_ATTRIBUTE_TYPE, expr->span,
                 "`%s` is %s, which this condition does not fit", name, sema_describe(s, entry));
    diag_label(s->diags, diag, sema_declared_at(s, entry), "declared here");
    if (entry.kind == ENTRY_TERM) {
        diag_help(s->diags, diag, "write `%s` or `not %s`", name, name);
        return s->always;
    }
    if (entry.kind == ENTRY_REDACTED) {
        diag_help(s->diags, diag, "facts are compared with it: `x > %s`, `x is in %s`, or in a period `%s after …`",
                  name, name, name);
        return s->always;
    }
    if (entry.kind == ENTRY_PERIOD) {
        diag_help(s->diags, diag, "write `during %s`, or `30 days after %s` in a period", name, name);
        return s->always;
    }
    if (entry.kind == ENTRY_FAMILY) {
        if (s->families.items[entry.id].role == FAMILY_EVENTS)
            diag_help(s->diags, diag, "write `%s has occurred`, or use it in a period", name);
        else
            diag_help(s->diags, diag, "write `%s includes …` or `%s is only …`", name, name);
        return s->always;
    }
    const struct vocab_var *var = &s->vars.items[entry.id];
    switch ((enum var_kind)var->kind) {
    case VAR_LEAF:
        if (var->leaf_kind == VOCAB_YES_NO)
            diag_help(s->diags, diag, "write `%s` or `not %s`", name, name);
        else
            diag_help(s->diags, diag, "write `%s is …` with one of its values", name);
        break;
    case VAR_NUMBER:
        diag_help(s->diags, diag, "compare it: `%s <= 5%s%s`", name, var->unit_count ? " " : "",
                  var->unit_count ? sema_text(s, s->unit_names.items[var->first_unit]) : "");
        break;
    case VAR_DAY:
    case VAR_DATE_OF_CASE:
        diag_help(s->diags, diag, "write `%s is before …`, `after`, `on or before` or `on or after` a date",
                  name);
        break;
    case VAR_EVENT:
        diag_help(s->diags, diag, "write `%s has occurred`, or use it in a period", name);
        break;
    case VAR_READING:
        break;
    }
    return s->always;
}

static struct model_expr *name_alone(struct sema *s, const struct ast_expr *expr)
{
    struct sema_entry entry = sema_resolve(s, &expr->name);
    if (entry.kind == ENTRY_NONE)
        return s->always;
    if (entry.kind == ENTRY_TERM)
        return sema_ref_expr(s, OP_TERM, entry.id, expr->span);
    if (entry.kind != ENTRY_VAR)
        return sema_wrong_type(s, expr, entry);
    const struct vocab_var *var = &s->vars.items[entry.id];
    if (var->kind != VAR_LEAF || var->leaf_kind != VOCAB_YES_NO)
        return sema_wrong_type(s, expr, entry);
    sema_buffer_add(s, VOCAB_YES, 1);
    return sema_in(s, entry.id, expr->span);
}

static struct model_expr *is_values(struct sema *s, const struct ast_expr *expr)
{
    struct sema_entry entry = sema_resolve(s, &expr->name);
    if (entry.kind == ENTRY_NONE)
        return s->always;
    if (entry.kind != ENTRY_VAR || s->vars.items[entry.id].kind != VAR_LEAF
        || s->var_info.items[entry.id].poisoned)
        return sema_wrong_type(s, expr, entry);
    const struct vocab_var *var = &s->vars.items[entry.id];
    struct model_expr *same = sema_same(s, expr, entry.id);
    if (same)
        return same;
    bool ok = true;
    for (const struct ast_name *at = expr->values; at; at = at->next)
        ok &= sema_resolve_value(s, var->leaf_kind, var->or_none, at);
    struct model_expr *in = sema_in(s, entry.id, expr->span);
    if (!ok)
        return s->always;
    return expr->negated ? sema_not(s, in, expr->span) : in;
}

/* low..high as a condition, without stepping over the ends of 64 bits. */
static struct model_expr *compare(struct sema *s, uint32_t var, const struct ast_expr *expr,
                                  int64_t value)
{
    struct span span = expr->span;
    switch (expr->compare) {
    case COMPARE_LT:
        return value == INT64_MIN ? sema_expr(s, OP_FALSE, span)
                                  : sema_range(s, var, INT64_MIN, value - 1, span);
    case COMPARE_LE:
        return sema_range(s, var, INT64_MIN, value, span);
    case COMPARE_EQ:
        return sema_range(s, var, value, value, span);
    case COMPARE_NE:
        return sema_not(s, sema_range(s, var, value, value, span), span);
    case COMPARE_GE:
        return sema_range(s, var, value, INT64_MAX, span);
    case COMPARE_GT:
        return value == INT64_MAX ? sema_expr(s, OP_FALSE, span)
                                  : sema_range(s, var, value + 1, INT64_MAX, span);
    }
    return s->always;
}

/* Warns when the declared range decides the comparison whatever the number is. */
static void check_range(struct sema *s, const struct vocab_var *var,
                        const struct model_expr *result, const struct ast_expr *expr)
{
    bool negated = result->op == OP_NOT;
    const struct model_expr *range = negated ? result->left : result;
    bool always = false, never = range->op == OP_FALSE;
    if (range->op == OP_RANGE) {
        never = range->high < var->low || range->low > var->high;
        always = range->low <= var->low && range->high >= var->high;
    }
    if (!always && !never)
        return;
    struct diag *diag = diag_add(s->diags, DIAG_CONSTANT_OUT_OF_RANGE, expr->span,
                                 "this is %s true of `%s`", always != negated ? "always" : "never",
                                 sema_text(s, expr->name.atom));
    const char *unit = var->unit_count ? sema_text(s, s->unit_names.items[var->first_unit]) : "";
    const char *space = *unit ? " " : "";
    if (var->high == INT64_MAX)
        diag_note(s->diags, diag, "it is declared from %lld%s%s", (long long)var->low, space,
                  unit);
    else
        diag_note(s->diags, diag, "it is declared from %lld to %lld%s%s", (long long)var->low,
                  (long long)var->high, space, unit);
}

static struct model_expr *comparison(struct sema *s, const struct ast_expr *expr)
{
    struct sema_entry entry = sema_resolve(s, &expr->name);
    if (entry.kind == ENTRY_NONE)
        return s->always;
    if (entry.kind != ENTRY_VAR || s->vars.items[entry.id].kind != VAR_NUMBER)
        return sema_wrong_type(s, expr, entry);
    int64_t value;
    if (!sema_amount(s, &s->vars.items[entry.id], &expr->amount, &value))
        return s->always;
    struct model_expr *result = compare(s, entry.id, expr, value);
    check_range(s, &s->vars.items[entry.id], result, expr);
    return result;
}

static struct model_expr *day_condition(struct sema *s, const struct ast_expr *expr)
{
    struct sema_entry entry = sema_resolve(s, &expr->name);
    if (entry.kind == ENTRY_NONE)
        return s->always;
    if (entry.kind != ENTRY_VAR
        || (s->vars.items[entry.id].kind != VAR_DAY
            && s->vars.items[entry.id].kind != VAR_DATE_OF_CASE))
        return sema_wrong_type(s, expr, entry);
    int64_t day = expr->day;
    switch (expr->when) {
    case WHEN_BEFORE: return sema_range(s, entry.id, INT64_MIN, day - 1, expr->span);
    case WHEN_ON_OR_BEFORE: return sema_range(s, entry.id, INT64_MIN, day, expr->span);
    case WHEN_ON: return sema_range(s, entry.id, day, day, expr->span);
    case WHEN_ON_OR_AFTER: return sema_range(s, entry.id, day, INT64_MAX, expr->span);
    case WHEN_AFTER: return sema_range(s, entry.id, day + 1, INT64_MAX, expr->span);
    }
    return s->always;
}

static struct model_expr *event_condition(struct sema *s, const struct ast_expr *expr)
{
    struct sema_event event = sema_resolve_event(s, &expr->name, &expr->of);
    if (event.var == VOCAB_NONE)
        return s->always;
    if (expr->kind == EXPR_OCCURRED) {
        struct model_expr *since = sema_since(s, event, 0, DATE_DAYS, expr->span);
        return expr->negated ? sema_not(s, since, expr->span) : since;
    }
    if (!sema_count_fits(s, expr->count, expr->unit, expr->span))
        return s->always;
    struct model_expr *since = sema_since(s, event, expr->count, expr->unit, expr->span);
    if (expr->kind == EXPR_AGO)
        return since;
    /* within n: e <= date <= e + n */
    since->past = true;
    return sema_both(s, sema_since(s, event, 0, DATE_DAYS, expr->span),
                     sema_not(s, since, expr->span));
}

static struct model_expr *in_force(struct sema *s, const struct ast_expr *expr)
{
    uint32_t agreement = sema_resolve_agreement(s, &expr->name);
    if (agreement == VOCAB_NONE)
        return s->always;
    return sema_ref_expr(s, OP_FORCE, agreement, expr->span);
}

static struct model_expr *balance(struct sema *s, enum model_op op, struct model_expr **parts,
                                  size_t count)
{
    if (count == 1)
        return parts[0];
    struct model_expr *left = balance(s, op, parts, count / 2);
    struct model_expr *right = balance(s, op, parts + count / 2, count - count / 2);
    struct model_expr *expr = sema_expr(s, op, span_join(left->span, right->span));
    expr->left = left;
    expr->right = right;
    return expr;
}

/* The operands of a whole chain, whichever way the syntax tree leans. */
static size_t count_operands(const struct ast_expr *expr, enum ast_expr_kind kind)
{
    if (expr->kind != kind)
        return 1;
    return count_operands(expr->left, kind) + count_operands(expr->right, kind);
}

static struct model_expr **convert_operands(struct sema *s, const struct ast_expr *expr,
                                            enum ast_expr_kind kind, struct model_expr **parts)
{
    if (expr->kind == kind) {
        parts = convert_operands(s, expr->left, kind, parts);
        return convert_operands(s, expr->right, kind, parts);
    }
    *parts = sema_condition(s, expr);
    return parts + 1;
}

static struct model_expr *chain(struct sema *s, const struct ast_expr *expr)
{
    struct model_expr *few[16];
    size_t count = count_operands(expr, expr->kind);
    struct model_expr **parts =
        count <= 16 ? few : ARENA_ARRAY(s->scratch, struct model_expr *, count);
    convert_operands(s, expr, expr->kind, parts);
    return balance(s, expr->kind == EXPR_AND ? OP_AND : OP_OR, parts, count);
}

struct model_expr *sema_condition(struct sema *s, const struct ast_expr *expr)
{
    if (!expr)
        return s->always;
    switch (expr->kind) {
    case EXPR_POISON:
    case EXPR_ALWAYS:
        return s->always;
    case EXPR_NEVER:
        return sema_expr(s, OP_FALSE, expr->span);
    case EXPR_NOT: {
        const struct ast_expr *inner = expr;
        bool negated = false;
        for (; inner->kind == EXPR_NOT; inner = inner->left)
            negated = !negated;
        struct model_expr *result = sema_condition(s, inner);
        return negated ? sema_not(s, result, expr->span) : result;
    }
    case EXPR_AND:
    case EXPR_OR:
        return chain(s, expr);
    case EXPR_NAME:
        return name_alone(s, expr);
    case EXPR_IS:
    case EXPR_IS_IN:
        return is_values(s, expr);
    case EXPR_COMPARE_TO:
        return sema_compare_hidden(s, expr);
    case EXPR_IS_MEMBER:
        return sema_member_hidden(s, expr);
    case EXPR_ONLY:
    case EXPR_INCLUDES:
        return sema_members(s, expr);
    case EXPR_COMPARE:
        return comparison(s, expr);
    case EXPR_DATE:
        return day_condition(s, expr);
    case EXPR_DURING:
        return sema_during(s, expr);
    case EXPR_IN_FORCE:
        return in_force(s, expr);
    case EXPR_OCCURRED:
    case EXPR_WITHIN:
    case EXPR_AGO:
        return event_condition(s, expr);
    }
    return s->always;
}

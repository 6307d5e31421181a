/* presumed.c: `presumed v`: what fills a missing value, as an interval of the variable. */
#include "sema/check.h"

static struct diag *refuse(struct sema *s, const struct ast_constant *presumed, const char *why)
{
    return diag_add(s->diags, DIAG_PRESUMED_UNFIT, presumed->span,
                    "this cannot be presumed: %s", why);
}

static void presume_leaf(struct sema *s, const struct ast_constant *presumed,
                         struct vocab_var *var)
{
    if (presumed->kind != CONSTANT_NAME) {
        refuse(s, presumed, "the fact has named values");
        return;
    }
    if (!sema_resolve_value(s, var->leaf_kind, var->or_none, &presumed->name)) {
        s->range_buffer.count = 0;
        return;
    }
    struct leaf_set set = sema_buffer_take(s);
    if (set.count != 1) {
        struct diag *diag = refuse(s, presumed, "the group is not one run of the kind's names");
        diag_help(s->diags, diag, "presume a value, or an inner name of the kind");
        return;
    }
    var->has_presumed = 1;
    var->presumed_low = set.ranges[0].first;
    var->presumed_high = set.ranges[0].last;
}

static void presume_number(struct sema *s, const struct ast_constant *presumed,
                           struct vocab_var *var)
{
    if (presumed->kind != CONSTANT_AMOUNT) {
        refuse(s, presumed, "the fact is a number");
        return;
    }
    int64_t value;
    if (!sema_amount(s, var, &presumed->amount, &value))
        return;
    if (value < var->low || value > var->high) {
        refuse(s, presumed, "it lies outside the declared range");
        return;
    }
    var->has_presumed = 1;
    var->presumed_low = var->presumed_high = value;
}

void sema_presumed(struct sema *s, const struct ast_statement *statement, struct vocab_var *var)
{
    const struct ast_constant *presumed = &statement->presumed;
    if (presumed->kind == CONSTANT_NOTHING)
        return;
    switch ((enum var_kind)var->kind) {
    case VAR_LEAF:
        presume_leaf(s, presumed, var);
        return;
    case VAR_NUMBER:
        presume_number(s, presumed, var);
        return;
    case VAR_DAY:
        if (presumed->kind != CONSTANT_DATE) {
            refuse(s, presumed, "the fact is a date");
            return;
        }
        var->has_presumed = 1;
        var->presumed_low = var->presumed_high = presumed->day;
        return;
    case VAR_EVENT:
        refuse(s, presumed, "an event of the case is never presumed");
        return;
    case VAR_DATE_OF_CASE:
    case VAR_READING:
        return;
    }
}

/* units.c: units of numbers, their conversions and the declared range.
 *
 * Every unit becomes a whole factor of the base unit. Conversions may stand in any order
 * and rest on each other (1 TW = 1000 GW), so they are solved until nothing changes:
 * large.value * factor(large unit) = small.value * factor(small unit), one of the two
 * factors known. Everything is checked for overflow.
 */
#include "sema/check.h"

static uint32_t find_unit(const struct sema *s, const struct vocab_var *var, atom_t name)
{
    for (uint32_t u = var->first_unit; u < var->first_unit + var->unit_count; u++)
        if (s->unit_names.items[u] == name)
            return u;
    return VOCAB_NONE;
}

static void add_unit(struct sema *s, struct vocab_var *var, atom_t name, int64_t factor)
{
    struct vocab_unit unit = {sema_add_atom(s, name), factor};
    if (var->unit_count == 0)
        var->first_unit = (uint32_t)s->units.count;
    VEC_PUSH(s->arena, &s->units, unit);
    VEC_PUSH(s->scratch, &s->unit_names, name);
    var->unit_count++;
}

static void refuse(struct sema *s, const struct ast_conversion *conversion, const char *why,
                   const char *help)
{
    struct diag *diag = diag_add(s->diags, DIAG_UNIT_CONVERSION, conversion->span,
                                 "this conversion cannot be used: %s", why);
    if (help)
        diag_help(s->diags, diag, "%s", help);
}

/* Tries one conversion; true when it is done with, used or refused. */
static bool solve(struct sema *s, struct vocab_var *var, const struct ast_conversion *conversion)
{
    const struct ast_amount *known = &conversion->small, *new = &conversion->large;
    uint32_t known_unit = find_unit(s, var, known->unit.atom);
    uint32_t new_unit = find_unit(s, var, new->unit.atom);
    if (known_unit == VOCAB_NONE && new_unit == VOCAB_NONE)
        return false;
    if (conversion->large.value <= 0 || conversion->small.value <= 0) {
        refuse(s, conversion, "its numbers must be 1 or more", NULL);
        return true;
    }
    if (known_unit != VOCAB_NONE && new_unit != VOCAB_NONE) {
        refuse(s, conversion, "both units are known already", "leave it out");
        return true;
    }
    if (known_unit == VOCAB_NONE) {
        known = &conversion->large;
        new = &conversion->small;
        known_unit = new_unit;
    }
    int64_t product;
    if (__builtin_mul_overflow(known->value, s->units.items[known_unit].factor, &product))
        refuse(s, conversion, "its factor does not fit in 64 bits", NULL);
    else if (product % new->value != 0)
        refuse(s, conversion, "the unit is no whole multiple of the base unit",
               "declare the fact in the smallest unit");
    else
        add_unit(s, var, new->unit.atom, product / new->value);
    return true;
}

static void solve_all(struct sema *s, const struct ast_type *type, struct vocab_var *var)
{
    size_t count = 0, open = 0;
    for (const struct ast_conversion *at = type->conversions; at; at = at->next)
        count++;
    bool *done = ARENA_ARRAY(s->scratch, bool, count);
    bool changed = true;
    while (changed) {
        changed = false;
        open = 0;
        size_t i = 0;
        for (const struct ast_conversion *at = type->conversions; at; at = at->next, i++) {
            if (done[i])
                continue;
            done[i] = solve(s, var, at);
            changed |= done[i];
            open += !done[i];
        }
        if (open == 0)
            return;
    }
    size_t i = 0;
    for (const struct ast_conversion *at = type->conversions; at; at = at->next, i++)
        if (!done[i])
            refuse(s, at, "neither of its units leads to the base unit",
                   "say how many of the base unit it is");
}

/* A bound of the declared range: in the base unit when no unit is written. */
static bool bound(struct sema *s, const struct vocab_var *var, const struct ast_amount *amount,
                  int64_t *out)
{
    if (!amount->unit.atom) {
        *out = amount->value;
        return true;
    }
    return sema_amount(s, var, amount, out);
}

bool sema_units(struct sema *s, const struct ast_type *type, struct vocab_var *var)
{
    size_t errors = s->diags->errors;
    if (type->unit.atom) {
        add_unit(s, var, type->unit.atom, 1);
        solve_all(s, type, var);
    } else if (type->conversions) {
        refuse(s, type->conversions, "the number has no unit", "write `number in UNIT (…)`");
    }
    var->low = 0;
    var->high = INT64_MAX;
    bool ok = (!type->has_from || bound(s, var, &type->from, &var->low))
              && (!type->has_to || bound(s, var, &type->to, &var->high));
    if (!ok || var->low <= var->high)
        return s->diags->errors == errors;
    struct diag *diag = diag_add(s->diags, DIAG_RANGE_EMPTY,
                                 span_join(type->has_from ? type->from.span : type->to.span,
                                           type->to.span),
                                 "no number lies in this range");
    if (!type->has_from)
        diag_note(s->diags, diag, "a number is 0 or more unless the range says `from`");
    return false;
}

static void report_unit(struct sema *s, const struct vocab_var *var,
                        const struct ast_amount *amount)
{
    const struct ast_name *unit = &amount->unit;
    if (var->unit_count == 0) {
        struct diag *diag = diag_add(s->diags, DIAG_UNIT_UNKNOWN, unit->span,
                                     "this number is declared without a unit, not in `%s`",
                                     sema_text(s, unit->atom));
        diag_help(s->diags, diag, "leave the unit out, or declare it: number in %s",
                  sema_text(s, unit->atom));
        return;
    }
    struct diag *diag = diag_add(s->diags, DIAG_UNIT_UNKNOWN, unit->span,
                                 "`%s` is no unit of this number", sema_text(s, unit->atom));
    struct strbuf list;
    strbuf_init(&list, s->diags->arena);
    struct nearest nearest;
    nearest_init(&nearest, sema_text(s, unit->atom), atom_length(s->names, unit->atom));
    for (uint32_t u = 0; u < var->unit_count; u++) {
        const char *name = sema_text(s, s->unit_names.items[var->first_unit + u]);
        nearest_offer(&nearest, name);
        strbuf_printf(&list, "%s`%s`", u ? ", " : "", name);
    }
    diag_note(s->diags, diag, "its units are %s", strbuf_string(&list));
    if (nearest_result(&nearest))
        diag_help(s->diags, diag, "did you mean `%s`?", nearest_result(&nearest));
}

uint32_t sema_amount_unit(const struct sema *s, const struct vocab_var *var,
                          const struct ast_amount *amount)
{
    uint32_t unit = amount->unit.atom ? find_unit(s, var, amount->unit.atom) : VOCAB_NONE;
    return unit == VOCAB_NONE ? 0 : unit - var->first_unit;
}

bool sema_amount(struct sema *s, const struct vocab_var *var, const struct ast_amount *amount,
                 int64_t *out)
{
    *out = amount->value;
    if (!amount->unit.atom) {
        if (var->unit_count == 0)
            return true;
        const char *base = sema_text(s, s->unit_names.items[var->first_unit]);
        struct diag *diag = diag_add(s->diags, DIAG_UNIT_MISSING, amount->span,
                                     "this number needs its unit");
        diag_help(s->diags, diag, "write `%lld %s`", (long long)amount->value, base);
        return false;
    }
    uint32_t unit = find_unit(s, var, amount->unit.atom);
    if (unit == VOCAB_NONE) {
        report_unit(s, var, amount);
        return false;
    }
    if (!__builtin_mul_overflow(amount->value, s->units.items[unit].factor, out))
        return true;
    struct diag *diag = diag_add(s->diags, DIAG_NUMBER_OVERFLOW, amount->span,
                                 "this number does not fit in 64 bits once converted");
    diag_note(s->diags, diag, "1 %s is %lld %s", sema_text(s, amount->unit.atom),
              (long long)s->units.items[unit].factor,
              sema_text(s, s->unit_names.items[var->first_unit]));
    return false;
}

/* input_number.c: a number of a document, exactly.
 *
 * Digits take the unit that the input names, unless they have one of their own. A fraction or an
 * exponent, which the plain form refuses, is right where the number is whole in the base unit:
 * 1.5 MW is 1500 kW. Nothing is rounded: whatever is not whole, or is no number at all, stays as
 * it is, for the binder to refuse.
 */
#include "data/input.h"

struct decimal {
    int64_t mantissa;
    int64_t exponent; /* of ten */
    bool whole;       /* written as digits alone */
    const char *unit;
    size_t unit_length;
};

static bool is_digit(const char *at, const char *end)
{
    return at < end && *at >= '0' && *at <= '9';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Takes digits in; false when they are too many. Trailing zeros are kept aside, so that
 * 1000000000000000000000.0 is too long and 1.500000000000000000000 is not. */
static bool take_digits(const char **at, const char *end, bool fraction, struct decimal *out)
{
    int64_t zeros = 0;
    for (; is_digit(*at, end); (*at)++) {
        zeros++;
        if (**at == '0')
            continue;
        for (; zeros > 0; zeros--) {
            if (__builtin_mul_overflow(out->mantissa, 10, &out->mantissa))
                return false;
            out->exponent -= fraction;
        }
        if (__builtin_add_overflow(out->mantissa, **at - '0', &out->mantissa))
            return false;
    }
    for (; !fraction && zeros > 0; zeros--)
        if (__builtin_mul_overflow(out->mantissa, 10, &out->mantissa))
            return false;
    return true;
}

static bool take_exponent(const char **at, const char *end, struct decimal *out)
{
    const char *digits = *at + 1;
    int64_t value = 0;
    bool negative = digits < end && *digits == '-';
    if (digits < end && (*digits == '-' || *digits == '+'))
        digits++;
    if (!is_digit(digits, end))
        return true; /* it begins a unit */
    for (; is_digit(digits, end); digits++)
        if ((value = value * 10 + (*digits - '0')) > 1000)
            return false;
    out->exponent += negative ? -value : value;
    out->whole = false;
    *at = digits;
    return true;
}

/* False when the text is no number, or has more digits than 64 bits hold. */
static bool cut(const struct node *node, struct decimal *out)
{
    const char *at = node->text, *end = node->text + node->length;
    memset(out, 0, sizeof *out);
    out->whole = true;
    while (at < end && is_blank(*at))
        at++;
    while (end > at && is_blank(end[-1]))
        end--;
    bool negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    if (!is_digit(at, end) || !take_digits(&at, end, false, out))
        return false;
    if (at + 1 < end && *at == '.' && is_digit(at + 1, end)) {
        out->whole = false;
        at++;
        if (!take_digits(&at, end, true, out))
            return false;
    }
    if (at < end && (*at == 'e' || *at == 'E') && !take_exponent(&at, end, out))
        return false;
    if (negative)
        out->mantissa = -out->mantissa;
    while (at < end && is_blank(*at))
        at++;
    out->unit = at;
    out->unit_length = (size_t)(end - at);
    return true;
}

static const struct vocab_unit *unit_named(const struct vocab *vocab, const struct vocab_var *var,
                                           const char *name, size_t length)
{
    for (uint32_t i = 0; i < var->unit_count; i++) {
        const struct vocab_unit *unit = &vocab->units[var->first_unit + i];
        if (unit->name.length == length && memcmp(vocab_string(vocab, unit->name), name, length) == 0)
            return unit;
    }
    return NULL;
}

/* The decimal times a factor, where that is a whole number of 64 bits. */
static bool scale(const struct decimal *decimal, int64_t factor, int64_t *out)
{
    int64_t mantissa = decimal->mantissa, exponent = mantissa ? decimal->exponent : 0;
    for (; exponent > 0; exponent--)
        if (__builtin_mul_overflow(mantissa, 10, &mantissa))
            return false;
    for (; exponent < 0; exponent++)
        for (int64_t prime = 2; prime <= 5; prime += 3) {
            if (mantissa % prime == 0)
                mantissa /= prime;
            else if (factor % prime == 0)
                factor /= prime;
            else
                return false;
        }
    return !__builtin_mul_overflow(mantissa, factor, out);
}

const struct node *input_number(struct arena *arena, const struct vocab *vocab, uint32_t var,
                                struct vocab_text unit, const struct node *node)
{
    const struct vocab_var *v = &vocab->vars[var];
    struct decimal decimal;
    int64_t value;
    if (!node_is_scalar(node) || !cut(node, &decimal))
        return node;
    const char *name = decimal.unit_length ? decimal.unit : vocab_string(vocab, unit);
    size_t length = decimal.unit_length ? decimal.unit_length : unit.length;
    if (decimal.whole && (decimal.unit_length || !unit.length))
        return node;
    const struct vocab_unit *known = length ? unit_named(vocab, v, name, length) : NULL;
    const char *text;
    if (decimal.whole)
        text = arena_printf(arena, "%s %s", node->text, name);
    else if ((length && !known) || !scale(&decimal, known ? known->factor : 1, &value))
        return node;
    else if (v->unit_count)
        text = arena_printf(arena, "%lld %s", (long long)value,
                            vocab_string(vocab, vocab->units[v->first_unit].name));
    else
        text = arena_printf(arena, "%lld", (long long)value);
    return node_scalar(arena, node->kind, node->span, text, strlen(text));
}

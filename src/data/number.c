/* number.c: `40`, `40 MW`, `"40 GW"` to a whole number of the base unit, exactly.
 *
 * Nothing is rounded: a fraction, an exponent or a number beyond 64 bits is refused with
 * the reason, since a silent rounding could turn a verdict.
 */
#include "data/binder.h"

struct number_text {
    const char *digits, *end; /* sign and digits */
    const char *unit;
    size_t unit_length;
};

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool unit_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '%' || (c & 0x80);
}

/* Cuts a text into sign with digits and a unit; false when it has not that form. */
static bool cut(const struct node *node, struct number_text *out)
{
    const char *at = node->text, *end = node->text + node->length;
    while (at < end && blank(*at))
        at++;
    while (end > at && blank(end[-1]))
        end--;
    out->digits = at;
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    if (at == end || !digit(*at))
        return false;
    while (at < end && digit(*at))
        at++;
    out->end = at;
    while (at < end && blank(*at))
        at++;
    out->unit = at;
    out->unit_length = (size_t)(end - at);
    return at == end || unit_byte(*at);
}

/* Names the usual reasons why a text is no whole number; true when one was found. */
static bool explain(struct binding *binding, uint32_t var, const struct node *node)
{
    struct diags *diags = binding->binder->diags;
    const char *at = node->text, *end = node->text + node->length;
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    const char *first = at;
    while (at < end && digit(*at))
        at++;
    if (at == first || at == end)
        return false;
    const char *name = binder_name(binding->binder, var);
    if (at - first == 1 && *first == '0' && *at && strchr("xXoObB", *at)) {
        struct diag *diag = complain(binding, DIAG_NUMBER_FORM, node->span,
                                     "`%s` takes a whole number, not `%s`", name,
                                     node_shown(binding->arena, node));
        diag_help(diags, diag, "write it in decimal digits");
        return true;
    }
    bool exponent = (*at == 'e' || *at == 'E') && at + 1 < end
                    && (digit(at[1]) || at[1] == '+' || at[1] == '-');
    if (exponent) {
        struct diag *diag = complain(binding, DIAG_NUMBER_FORM, node->span,
                                     "`%s` takes a whole number, and `%s` has an exponent", name,
                                     node_shown(binding->arena, node));
        diag_help(diags, diag, "write out all its digits");
        return true;
    }
    if (*at == '.' && at + 1 < end && digit(at[1])) {
        struct diag *diag = complain(binding, DIAG_NUMBER_FORM, node->span,
                                     "`%s` takes a whole number, and `%s` has a fraction", name,
                                     node_shown(binding->arena, node));
        diag_help(diags, diag, "give it in a smaller unit, such as cents or basis points");
        return true;
    }
    if ((*at == '_' || *at == ',' || *at == '\'') && at + 1 < end && digit(at[1])) {
        struct diag *diag = complain(binding, DIAG_NUMBER_FORM, node->span,
                                     "`%s` takes a whole number, not `%s`", name,
                                     node_shown(binding->arena, node));
        diag_help(diags, diag, "write its digits without separators");
        return true;
    }
    return false;
}

/* Signed digits to a value; false when it does not fit. */
static bool to_value(const char *at, const char *end, int64_t *out)
{
    bool negative = *at == '-';
    int64_t value = 0;
    if (*at == '-' || *at == '+')
        at++;
    for (; at < end; at++) {
        int64_t d = *at - '0';
        if (__builtin_mul_overflow(value, 10, &value)
            || __builtin_sub_overflow(value, d, &value)) /* downwards: INT64_MIN has no opposite */
            return false;
    }
    if (negative) {
        *out = value;
        return true;
    }
    return !__builtin_sub_overflow(0, value, out);
}

static void complain_unit(struct binding *binding, uint32_t var, const struct node *node,
                          const struct number_text *text)
{
    const struct vocab *vocab = binding->binder->vocab;
    const struct vocab_var *v = binder_var(binding->binder, var);
    struct diags *diags = binding->binder->diags;
    const char *name = binder_name(binding->binder, var);
    const char *unit = text_shown(binding->arena, text->unit, text->unit_length);
    if (v->unit_count == 0) {
        complain(binding, DIAG_NUMBER_UNIT, node->span, "`%s` has no unit, so `%s` fits nothing",
                 name, unit);
        return;
    }
    struct diag *diag = complain(binding, DIAG_NUMBER_UNIT, node->span, "`%s` is no unit of `%s`",
                                 unit, name);
    struct strbuf units;
    strbuf_init(&units, binding->arena);
    for (uint32_t i = 0; i < v->unit_count; i++)
        strbuf_printf(&units, "%s%s", i ? ", " : "",
                      vocab_string(vocab, vocab->units[v->first_unit + i].name));
    diag_note(diags, diag, "its units are %s", strbuf_string(&units));
}

/* The factor of the unit that the text names, the base unit's when it names none. */
static bool factor_of(struct binding *binding, uint32_t var, const struct node *node,
                      const struct number_text *text, int64_t *out)
{
    const struct vocab *vocab = binding->binder->vocab;
    const struct vocab_var *v = binder_var(binding->binder, var);
    *out = 1;
    if (text->unit_length == 0)
        return true;
    for (uint32_t i = 0; i < v->unit_count; i++) {
        const struct vocab_unit *unit = &vocab->units[v->first_unit + i];
        if (unit->name.length == text->unit_length
            && memcmp(vocab_string(vocab, unit->name), text->unit, text->unit_length) == 0) {
            *out = unit->factor;
            return true;
        }
    }
    complain_unit(binding, var, node, text);
    return false;
}

static bool in_range(struct binding *binding, uint32_t var, const struct node *node, int64_t value)
{
    const struct vocab *vocab = binding->binder->vocab;
    const struct vocab_var *v = binder_var(binding->binder, var);
    if (value >= v->low && value <= v->high)
        return true;
    const char *unit = v->unit_count ? vocab_string(vocab, vocab->units[v->first_unit].name) : "";
    const char *gap = v->unit_count ? " " : "";
    struct diag *diag = complain(binding, DIAG_NUMBER_RANGE, node->span,
                                 "`%s` lies outside the range of `%s`", node->text,
                                 binder_name(binding->binder, var));
    if (v->high == INT64_MAX)
        diag_note(binding->binder->diags, diag, "it is declared from %lld%s%s", (long long)v->low,
                  gap, unit);
    else
        diag_note(binding->binder->diags, diag, "it is declared from %lld to %lld%s%s",
                  (long long)v->low, (long long)v->high, gap, unit);
    return false;
}

bool number_bind(struct binding *binding, uint32_t var, const struct node *node, int64_t *out)
{
    struct number_text text;
    int64_t factor;
    if (!node_is_scalar(node) || !cut(node, &text)) {
        if (!node_is_scalar(node) || !explain(binding, var, node))
            complain_type(binding, var, node);
        return false;
    }
    bool joined = text.unit_length > 0 && text.unit == text.end; /* 1e3, 0x10, or 40MW */
    if (joined && explain(binding, var, node))
        return false;
    if (!factor_of(binding, var, node, &text, &factor))
        return false;
    if (!to_value(text.digits, text.end, out) || __builtin_mul_overflow(*out, factor, out)) {
        complain(binding, DIAG_NUMBER_RANGE, node->span, "`%s` does not fit into 64 bits",
                 node_shown(binding->arena, node));
        return false;
    }
    return in_range(binding, var, node, *out);
}

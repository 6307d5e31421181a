/* input_values.c: which facts an input may speak of, and values of them as words.
 *
 * In: names, values and units as written in an input. Out: the words that a description in the
 * plain form would use for the same value, checked as if they stood there, so that reading a
 * document never meets a value that the policy itself got wrong.
 */
#include "sema/check.h"

#include <inttypes.h>
#include <string.h>

/* ---- facts ---------------------------------------------------------------------------- */

/* Does a description have a key for it? */
static bool is_given(const struct sema *s, struct sema_entry entry)
{
    switch (entry.kind) {
    case ENTRY_VAR: {
        enum var_role role = (enum var_role)s->vars.items[entry.id].role;
        return role != VAR_ROLE_LEDGER && role != VAR_ROLE_READING && role != VAR_ROLE_REDACTED;
    }
    case ENTRY_FAMILY:
        return s->families.items[entry.id].role == FAMILY_SEVERAL;
    case ENTRY_NONE:
    case ENTRY_TERM:
    case ENTRY_PERIOD:
    case ENTRY_REDACTED:
        break;
    }
    return false;
}

static void offer_facts(struct sema *s, struct diag *diag, atom_t name)
{
    struct nearest nearest;
    if (!sema_hints(s))
        return;
    nearest_init(&nearest, sema_text(s, name), atom_length(s->names, name));
    for (uint32_t v = 0; v < s->var_info.count; v++)
        if (is_given(s, (struct sema_entry){ENTRY_VAR, v}))
            nearest_offer(&nearest, sema_text(s, s->var_info.items[v].name));
    for (uint32_t f = 0; f < s->family_info.count; f++)
        if (is_given(s, (struct sema_entry){ENTRY_FAMILY, f}))
            nearest_offer(&nearest, sema_text(s, s->family_info.items[f].name));
    nearest_offer(&nearest, "name"); /* what a deployment is called */
    if (nearest_result(&nearest))
        diag_help(s->diags, diag, "did you mean `%s`?", nearest_result(&nearest));
}

static void report_unknown(struct sema *s, const struct ast_name *name)
{
    const char *text = sema_text(s, name->atom);
    struct diag *diag = diag_add(s->diags, DIAG_ATTRIBUTE_UNKNOWN, name->span,
                                 "no fact or choice is called `%s`", text);
    if (name->atom == intern_string(s->names, "deployment"))
        diag_help(s->diags, diag, "how a deployment is called is said by `name is \"/…\"`");
    else if (map_get(&s->kind_of_name, name->atom, NULL))
        diag_note(s->diags, diag, "`%s` is a kind; an input gives values of facts of it", text);
    else
        offer_facts(s, diag, name->atom);
}

struct sema_entry sema_input_fact(struct sema *s, const struct ast_name *name)
{
    static const struct sema_entry nothing = {ENTRY_NONE, VOCAB_NONE};
    struct sema_entry entry = sema_find(s, name->atom);
    if (entry.kind == ENTRY_NONE) {
        report_unknown(s, name);
        return nothing;
    }
    if (is_given(s, entry)) {
        bool poisoned = entry.kind == ENTRY_VAR && s->var_info.items[entry.id].poisoned;
        return poisoned ? nothing : entry;
    }
    struct diag *diag = diag_add(s->diags, DIAG_INPUT_FACT, name->span,
                                 "`%s` is %s, which no deployment says",
                                 sema_text(s, name->atom), sema_describe(s, entry));
    diag_label(s->diags, diag, sema_declared_at(s, entry), "declared here");
    bool event = entry.kind == ENTRY_FAMILY ? s->families.items[entry.id].role == FAMILY_EVENTS
                 : entry.kind == ENTRY_VAR  ? true
                                            : entry.kind == ENTRY_PERIOD;
    if (event)
        diag_help(s->diags, diag, "days of events are the same for all deployments: give a ledger");
    return nothing;
}

/* ---- values ---------------------------------------------------------------------------- */

static const struct vocab_text NO_WORDS = {0, 0};

static struct vocab_text refuse(struct sema *s, const struct ast_constant *value, const char *what,
                                const char *takes)
{
    diag_add(s->diags, DIAG_INPUT_VALUE, value->span, "`%s` takes %s", what, takes);
    return NO_WORDS;
}

static struct vocab_text leaf_words(struct sema *s, const struct vocab_var *var, const char *what,
                                    const struct ast_constant *value)
{
    if (value->kind != CONSTANT_NAME)
        return refuse(s, value, what,
                      var->leaf_kind == VOCAB_YES_NO ? "yes or no" : "a name of its kind");
    bool fine = sema_resolve_value(s, var->leaf_kind, var->or_none, &value->name);
    s->range_buffer.count = 0;
    return fine ? sema_add_atom(s, value->name.atom) : NO_WORDS;
}

/* A set is told by its members: a name above several leaves would leave open which. */
static struct vocab_text member_words(struct sema *s, const struct vocab_family *family,
                                      const char *what, const struct ast_constant *value)
{
    if (value->kind != CONSTANT_NAME)
        return refuse(s, value, what, "names of its kind");
    bool named = map_get(&s->values, map_pair(family->leaf_kind, value->name.atom), NULL);
    if (!named && value->name.atom == s->word_none)
        return sema_add_atom(s, s->word_none);
    bool fine = sema_resolve_value(s, family->leaf_kind, false, &value->name);
    struct leaf_set set = sema_buffer_take(s);
    if (!fine)
        return NO_WORDS;
    if (set.count == 1 && set.ranges[0].first == set.ranges[0].last)
        return sema_add_atom(s, value->name.atom);
    struct diag *diag = diag_add(s->diags, DIAG_INPUT_VALUE, value->span,
                                 "`%s` stands for several values of `%s`",
                                 sema_text(s, value->name.atom), what);
    diag_help(s->diags, diag, "name one that it includes");
    return NO_WORDS;
}

static void report_range(struct sema *s, const struct vocab_var *var, const char *what,
                         struct span span)
{
    const char *gap = var->unit_count ? " " : "";
    const char *unit = var->unit_count ? sema_text(s, s->unit_names.items[var->first_unit]) : "";
    struct diag *diag = diag_add(s->diags, DIAG_INPUT_VALUE, span,
                                 "this lies outside the range of `%s`", what);
    if (var->high == INT64_MAX)
        diag_note(s->diags, diag, "it is declared from %" PRId64 "%s%s", var->low, gap, unit);
    else
        diag_note(s->diags, diag, "it is declared from %" PRId64 " to %" PRId64 "%s%s", var->low,
                  var->high, gap, unit);
}

/* A number without a unit is in that of the line. */
static struct vocab_text number_words(struct sema *s, const struct vocab_var *var,
                                      const struct ast_input_line *line,
                                      const struct ast_constant *value)
{
    const char *what = sema_text(s, line->fact.atom);
    struct ast_amount amount = value->amount;
    int64_t base;
    if (value->kind != CONSTANT_AMOUNT)
        return refuse(s, value, what, "a number");
    if (!amount.unit.atom)
        amount.unit = line->unit;
    if (!sema_amount(s, var, &amount, &base))
        return NO_WORDS;
    if (base < var->low || base > var->high) {
        report_range(s, var, what, value->span);
        return NO_WORDS;
    }
    const char *words = arena_printf(s->scratch, "%" PRId64 "%s%s", amount.value,
                                     amount.unit.atom ? " " : "",
                                     amount.unit.atom ? sema_text(s, amount.unit.atom) : "");
    return sema_add_text(s, words, strlen(words));
}

static struct vocab_text day_words(struct sema *s, const char *what,
                                   const struct ast_constant *value)
{
    char text[DATE_TEXT];
    if (value->kind != CONSTANT_DATE)
        return refuse(s, value, what, "a day such as 2026-03-20");
    date_format(value->day, text);
    return sema_add_text(s, text, strlen(text));
}

static struct vocab_text event_words(struct sema *s, const char *what,
                                     const struct ast_constant *value)
{
    if (value->kind == CONSTANT_NAME && value->name.atom == intern_string(s->names, "never"))
        return sema_add_atom(s, value->name.atom);
    if (value->kind != CONSTANT_DATE)
        return refuse(s, value, what, "a day such as 2026-03-20, or `never`");
    return day_words(s, what, value);
}

struct vocab_text sema_input_value(struct sema *s, struct sema_entry entry,
                                   const struct ast_input_line *line,
                                   const struct ast_constant *value)
{
    const char *what = sema_text(s, line->fact.atom);
    if (entry.kind == ENTRY_NONE)
        return NO_WORDS;
    if (value->kind == CONSTANT_UNKNOWN)
        return entry.kind == ENTRY_VAR && entry.id == VOCAB_DATE
                   ? refuse(s, value, what, "one day, which is always known")
                   : sema_add_text(s, "unknown", strlen("unknown"));
    if (entry.kind == ENTRY_FAMILY)
        return member_words(s, &s->families.items[entry.id], what, value);
    const struct vocab_var *var = &s->vars.items[entry.id];
    switch ((enum var_kind)var->kind) {
    case VAR_LEAF: return leaf_words(s, var, what, value);
    case VAR_NUMBER: return number_words(s, var, line, value);
    case VAR_DATE_OF_CASE:
    case VAR_DAY: return day_words(s, what, value);
    case VAR_EVENT: return event_words(s, what, value);
    case VAR_READING: break;
    }
    return NO_WORDS;
}

bool sema_input_has_value(const struct sema *s, struct sema_entry entry, atom_t name)
{
    uint32_t kind = VOCAB_NONE;
    if (entry.kind == ENTRY_FAMILY)
        kind = s->families.items[entry.id].leaf_kind;
    else if (entry.kind == ENTRY_VAR && s->vars.items[entry.id].kind == VAR_LEAF)
        kind = s->vars.items[entry.id].leaf_kind;
    return kind != VOCAB_NONE && name && map_get(&s->values, map_pair(kind, name), NULL);
}

bool sema_input_unit(struct sema *s, struct sema_entry entry, const struct ast_name *fact,
                     const struct ast_name *unit)
{
    if (entry.kind == ENTRY_NONE)
        return false;
    if (entry.kind == ENTRY_VAR && s->vars.items[entry.id].kind == VAR_NUMBER) {
        struct ast_amount amount = {.unit = *unit, .span = unit->span};
        int64_t base;
        return sema_amount(s, &s->vars.items[entry.id], &amount, &base);
    }
    struct diag *diag = diag_add(s->diags, DIAG_INPUT_VALUE, unit->span,
                                 "`%s` is no number, so it has no unit", sema_text(s, fact->atom));
    diag_label(s->diags, diag, sema_declared_at(s, entry), "declared here");
    return false;
}

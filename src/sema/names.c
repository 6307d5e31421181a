/* names.c: looking names of conditions up: facts, choices, events, terms, consents.
 *
 * They share one namespace, because a condition may name any of them by its bare name.
 * Every message about an unknown name offers the nearest one, and says so when the name
 * stands for something else. What is said about values and parties is in values.c.
 */
#include "sema/check.h"

enum { TAG_VAR = 1, TAG_TERM = 2, TAG_EVENT = 3, TAG_FAMILY = 4, TAG_PERIOD = 5,
       TAG_REDACTED = 6 };

const char *sema_text(const struct sema *s, atom_t atom)
{
    return atom_text(s->names, atom);
}

bool sema_hints(const struct sema *s)
{
    return s->diags->list.count < DIAG_LIMIT;
}

static uint64_t tagged(uint64_t tag, uint32_t id)
{
    return tag << 32 | id;
}

static bool declare(struct sema *s, const struct ast_name *name, uint64_t value)
{
    uint64_t old;
    if (!map_get(&s->conditions, name->atom, &old)) {
        map_put(&s->conditions, name->atom, value);
        return true;
    }
    uint32_t id = (uint32_t)old;
    struct span span = old >> 32 == TAG_TERM ? s->of.terms.items[id]->name.span
                       : old >> 32 == TAG_EVENT  ? s->event_spans.items[id]
                       : old >> 32 == TAG_FAMILY ? s->family_info.items[id].span
                       : old >> 32 == TAG_PERIOD ? s->of.periods.items[id]->name.span
                       : old >> 32 == TAG_REDACTED ? s->of.redacted.items[id]->name.span
                                                 : s->var_spans.items[id];
    struct diag *diag = diag_add(s->diags, DIAG_NAME_TAKEN, name->span,
                                 "`%s` is declared twice", sema_text(s, name->atom));
    diag_label(s->diags, diag, span, "first declared here");
    diag_help(s->diags, diag, "facts, choices, events and terms share one set of names");
    return false;
}

bool sema_declare(struct sema *s, const struct ast_name *name, enum sema_entry_kind kind,
                  uint32_t id)
{
    return declare(s, name, tagged(kind == ENTRY_TERM     ? TAG_TERM
                                   : kind == ENTRY_FAMILY ? TAG_FAMILY
                                   : kind == ENTRY_PERIOD ? TAG_PERIOD
                                   : kind == ENTRY_REDACTED ? TAG_REDACTED
                                                          : TAG_VAR,
                                   id));
}

bool sema_declare_event(struct sema *s, const struct ast_name *name, uint32_t index)
{
    return declare(s, name, tagged(TAG_EVENT, index));
}

struct sema_entry sema_find(const struct sema *s, atom_t name)
{
    struct sema_entry none = {ENTRY_NONE, VOCAB_NONE};
    uint64_t value;
    if (!map_get(&s->conditions, name, &value))
        return none;
    uint32_t id = (uint32_t)value;
    if (value >> 32 == TAG_EVENT)
        return (struct sema_entry){ENTRY_VAR, s->first_event + id};
    if (value >> 32 == TAG_FAMILY)
        return (struct sema_entry){ENTRY_FAMILY, id};
    if (value >> 32 == TAG_PERIOD)
        return (struct sema_entry){ENTRY_PERIOD, id};
    if (value >> 32 == TAG_REDACTED)
        return (struct sema_entry){ENTRY_REDACTED, id};
    return (struct sema_entry){value >> 32 == TAG_TERM ? ENTRY_TERM : ENTRY_VAR, id};
}

struct span sema_declared_at(const struct sema *s, struct sema_entry entry)
{
    switch (entry.kind) {
    case ENTRY_TERM: return s->of.terms.items[entry.id]->name.span;
    case ENTRY_VAR: return s->var_spans.items[entry.id];
    case ENTRY_FAMILY: return s->family_info.items[entry.id].span;
    case ENTRY_PERIOD: return s->of.periods.items[entry.id]->name.span;
    case ENTRY_REDACTED: return s->of.redacted.items[entry.id]->name.span;
    case ENTRY_NONE: break;
    }
    return (struct span){SOURCE_NONE, 0, 0};
}

const char *sema_describe(const struct sema *s, struct sema_entry entry)
{
    if (entry.kind == ENTRY_TERM)
        return "a term";
    if (entry.kind == ENTRY_NONE)
        return "nothing";
    if (entry.kind == ENTRY_PERIOD)
        return "a period";
    if (entry.kind == ENTRY_REDACTED)
        return "redacted";
    if (entry.kind == ENTRY_FAMILY) {
        switch ((enum family_role)s->families.items[entry.id].role) {
        case FAMILY_SEVERAL: return "a fact of several values";
        case FAMILY_LIST: return "a redacted list";
        case FAMILY_EVENTS: return "an event for each value of a kind";
        }
    }
    const struct vocab_var *var = &s->vars.items[entry.id];
    switch ((enum var_kind)var->kind) {
    case VAR_DATE_OF_CASE: return "the date of the deployment";
    case VAR_LEAF: return var->leaf_kind == VOCAB_YES_NO ? "a yes/no fact" : "a fact with named values";
    case VAR_NUMBER: return "a number";
    case VAR_DAY: return "a date";
    case VAR_EVENT: return var->role == VAR_ROLE_LEDGER ? "an event" : "an event of the case";
    case VAR_READING: return "a reading";
    }
    return "a fact";
}

static void offer_nearest(struct sema *s, struct diag *diag, const struct ast_name *name)
{
    if (!sema_hints(s))
        return;
    struct nearest nearest;
    nearest_init(&nearest, sema_text(s, name->atom), atom_length(s->names, name->atom));
    for (size_t v = 0; v < s->var_info.count; v++)
        if (s->vars.items[v].kind != VAR_READING && s->vars.items[v].role != VAR_ROLE_REDACTED)
            nearest_offer(&nearest, sema_text(s, s->var_info.items[v].name));
    for (size_t t = 0; t < s->of.terms.count; t++)
        nearest_offer(&nearest, sema_text(s, s->of.terms.items[t]->name.atom));
    for (size_t f = 0; f < s->family_info.count; f++)
        nearest_offer(&nearest, sema_text(s, s->family_info.items[f].name));
    for (size_t p = 0; p < s->of.periods.count; p++)
        nearest_offer(&nearest, sema_text(s, s->of.periods.items[p]->name.atom));
    const char *best = nearest_result(&nearest);
    if (best)
        diag_help(s->diags, diag, "did you mean `%s`?", best);
}

/* What else a name stands for, when it is no name of conditions. */
static void say_what_it_is(struct sema *s, struct diag *diag, const struct ast_name *name)
{
    uint64_t found;
    struct sema_scope scope;
    const char *text = sema_text(s, name->atom);
    if (sema_find_scope(s, name->atom, &scope))
        diag_note(s->diags, diag, "`%s` is %s; write `%s is in force`", text,
                  scope.document == VOCAB_NONE ? "an agreement" : "a document", text);
    else if (map_get(&s->kind_of_value, name->atom, &found))
        diag_note(s->diags, diag, "`%s` is a value of %s; write `… is %s`", text,
                  sema_kind_title(s, (uint32_t)found), text);
    else if (map_get(&s->kind_of_name, name->atom, NULL))
        diag_note(s->diags, diag, "`%s` is a kind; a condition names a fact of it", text);
    else
        offer_nearest(s, diag, name);
}

struct sema_entry sema_resolve(struct sema *s, const struct ast_name *name)
{
    struct sema_entry entry = sema_find(s, name->atom);
    if (entry.kind != ENTRY_NONE)
        return entry;
    struct diag *diag = diag_add(s->diags, DIAG_ATTRIBUTE_UNKNOWN, name->span,
                                 "no fact, event or term is called `%s`",
                                 sema_text(s, name->atom));
    say_what_it_is(s, diag, name);
    return entry;
}

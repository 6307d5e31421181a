/* ledger.c: the days of events, from a file or from the command line.
 *
 * An entry takes the place of what the policy or an earlier entry says. What is given on
 * the command line becomes a source named after its flag, so that messages have a place.
 */
#include "data/session.h"

struct node *ledger_parse(struct binder *binder, const char *flag, const char *name,
                          const char *value, struct node_entry *out)
{
    const char *text = arena_printf(binder->arena, "%s=%s", name, value);
    out->key = name;
    out->key_length = strlen(name);
    out->key_span.source = sources_add(binder->diags->sources, flag, text, strlen(text));
    out->key_span.begin = 0;
    out->key_span.end = (uint32_t)out->key_length;
    out->value = read_yaml_value(binder, out->key_span.source, text, out->key_length + 1);
    return out->value;
}

/* A key that is no event of the ledger; var is what it is else, or VOCAB_NONE. */
static void complain_event(struct binding *binding, const struct node_entry *entry, uint32_t var)
{
    struct binder *binder = binding->binder;
    const struct vocab *vocab = binder->vocab;
    if (var != VOCAB_NONE && binder_var(binder, var)->kind == VAR_EVENT) {
        struct diag *diag = complain(binding, DIAG_EVENT_PLACE, entry->key_span,
                                     "`%s` is no event of the ledger, it belongs to one deployment",
                                     entry->key);
        diag_help(binder->diags, diag, "write it into the descriptions, or give it with --set");
        return;
    }
    if (var != VOCAB_NONE) {
        complain(binding, DIAG_LEDGER_EVENT, entry->key_span,
                 "`%s` is no event, it belongs into the description of a deployment", entry->key);
        return;
    }
    struct diag *diag = complain(binding, DIAG_LEDGER_EVENT, entry->key_span,
                                 "`%s` is no event of the policy",
                                 node_key_shown(binder->arena, entry));
    struct nearest nearest;
    nearest_init(&nearest, entry->key, entry->key_length);
    for (uint32_t v = 0; v < vocab->var_count; v++)
        if (vocab->vars[v].role == VAR_ROLE_LEDGER)
            nearest_offer(&nearest, binder_name(binder, v));
    const char *best = nearest_result(&nearest);
    if (best)
        diag_help(binder->diags, diag, "did you mean `%s`?", best);
}

static bool enter(struct binder *binder, const struct node_entry *entry);

/* Of an event for each value of a kind: `benchmark_missed: {UK: 2026-05-01}` is the same as
 * `benchmark_missed.UK: 2026-05-01`; a day alone is every value's. */
static bool enter_family(struct binder *binder, const struct vocab_family *family,
                         const struct node_entry *entry)
{
    bool fine = true;
    if (entry->value->kind != NODE_MAP) {
        for (uint32_t v = 0; v < family->var_count && fine; v++) {
            struct node_entry one = *entry;
            one.key = binder_name(binder, family->first_var + v);
            one.key_length = strlen(one.key);
            fine = enter(binder, &one);
        }
        return fine;
    }
    for (size_t i = 0; i < entry->value->count; i++) {
        struct node_entry one = entry->value->entries[i];
        one.key = arena_printf(binder->arena, "%s.%s", entry->key, one.key);
        one.key_length = strlen(one.key);
        fine = enter(binder, &one) && fine;
    }
    return fine;
}

/* The day on which a named period begins or ends is that of an event. */
static bool enter_end(struct binder *binder, const struct vocab_span *span, uint32_t var,
                      const struct node_entry *entry)
{
    struct binding binding = {binder, binder->arena, false};
    if (var == VOCAB_NONE) {
        struct diag *diag = complain(&binding, DIAG_LEDGER_EVENT, entry->key_span,
                                     "the policy itself says when `%s` %s",
                                     vocab_string(binder->vocab, span->name),
                                     entry->key[0] == 'f' ? "begins" : "ends");
        diag_note(binder->diags, diag, "a ledger gives the day where that is an event of the ledger");
        return false;
    }
    struct node_entry one = *entry;
    one.key = binder_name(binder, var);
    one.key_length = strlen(one.key);
    return enter(binder, &one);
}

/* `Suspension: {from: 2026-03-01, until: never}` */
static bool enter_span(struct binder *binder, const struct vocab_span *span,
                       const struct node_entry *entry)
{
    struct binding binding = {binder, binder->arena, false};
    bool fine = true;
    if (entry->value->kind != NODE_MAP) {
        struct diag *diag = complain(&binding, DIAG_VALUE_FORM, entry->value->span,
                                     "`%s` is a period", entry->key);
        diag_help(binder->diags, diag, "write `%s: {from: 2026-03-01, until: 2026-06-01}`",
                  entry->key);
        return false;
    }
    for (size_t i = 0; i < entry->value->count; i++) {
        const struct node_entry *end = &entry->value->entries[i];
        bool from = node_key_is(end, "from");
        if (from || node_key_is(end, "until")) {
            fine = enter_end(binder, span, from ? span->from : span->until, end) && fine;
            continue;
        }
        complain(&binding, DIAG_VALUE_FORM, end->key_span,
                 "a period takes `from` and `until`, not `%s`",
                 node_key_shown(binder->arena, end));
        fine = false;
    }
    return fine;
}

/* One entry of the ledger; false after an error. */
static bool enter(struct binder *binder, const struct node_entry *entry)
{
    struct binding binding = {binder, binder->arena, false};
    struct value_set set = {.origin = VALUE_LEDGER, .span = entry->value->span};
    uint32_t var = VOCAB_NONE;
    bool known = lookup_find(&binder->lookup, BIND_KEYS, entry->key, entry->key_length, &var);
    const struct vocab_family *family = known ? binder_family(binder, var) : NULL;
    if (family && family->role == FAMILY_EVENTS && entry->value->kind != NODE_NULL)
        return enter_family(binder, family, entry);
    const struct vocab_span *span = known ? binder_span(binder, var) : NULL;
    if (span && entry->value->kind != NODE_NULL)
        return enter_span(binder, span, entry);
    if (!known || var >= BIND_FAMILY || binder_var(binder, var)->role != VAR_ROLE_LEDGER) {
        complain_event(&binding, entry, known && var < BIND_FAMILY ? var : VOCAB_NONE);
        return false;
    }
    if (entry->value->kind == NODE_NULL) {
        complain_null(&binding, entry->key, entry->value->span);
        return false;
    }
    if (node_text_is(entry->value, "unknown")) {
        set.origin = VALUE_UNKNOWN;
        binder_open_event(binder, &set, binder->date);
    } else if (node_text_is(entry->value, "never")) {
        set.first.low = set.first.high = DATE_NEVER;
    } else if (value_day(&binding, entry->key, entry->value, &set.first.low)) {
        set.first.high = set.first.low;
    } else {
        return false;
    }
    binder_set_event(binder, var, &set);
    return true;
}

bool binder_ledger_entry(struct binder *binder, const char *name, const char *day)
{
    struct node_entry entry;
    return ledger_parse(binder, "--event", name, day, &entry) && enter(binder, &entry);
}

bool ledger_enter(struct binder *binder, const struct node *node)
{
    if (node->kind != NODE_MAP) {
        struct binding binding = {binder, binder->arena, false};
        complain(&binding, DIAG_DESCRIPTION_SHAPE, node->span,
                 "a ledger is a mapping of events to days, not %s", node_kind_text(node));
        return false;
    }
    bool fine = true;
    for (size_t i = 0; i < node->count; i++)
        fine = enter(binder, &node->entries[i]) && fine;
    return fine;
}

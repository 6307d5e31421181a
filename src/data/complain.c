/* complain.c: what is said about a key or a value that does not fit.
 *
 * Each message names the fact in question, offers the nearest name where there is one,
 * and says where a name that is known elsewhere belongs.
 */
#include "data/binder.h"

#include <stdarg.h>

#define FEW_VALUES 8 /* a kind of at most so many leaves is listed in full */

struct diag *complain(struct binding *binding, enum diag_code code, struct span span,
                      const char *format, ...)
{
    va_list arguments;
    struct strbuf text;
    strbuf_init(&text, binding->arena);
    va_start(arguments, format);
    strbuf_vprintf(&text, format, arguments);
    va_end(arguments);
    binding->failed = true;
    return diag_add(binding->binder->diags, code, span, "%s", strbuf_string(&text));
}

/* What a variable takes, for people. */
static const char *expectation(const struct binding *binding, uint32_t var)
{
    const struct binder *binder = binding->binder;
    const struct vocab_var *v = binder_var(binder, var);
    switch ((enum var_kind)v->kind) {
    case VAR_LEAF:
        if (v->leaf_kind == VOCAB_YES_NO)
            return "yes or no";
        if (binder->vocab->kinds[v->leaf_kind].name.length == 0)
            return "one of its values";
        return arena_printf(binding->arena, "a name of `%s`",
                            vocab_string(binder->vocab, binder->vocab->kinds[v->leaf_kind].name));
    case VAR_NUMBER:
        if (v->unit_count == 0)
            return "a whole number";
        return arena_printf(binding->arena, "a whole number in %s",
                            vocab_string(binder->vocab, binder->vocab->units[v->first_unit].name));
    case VAR_DAY:
    case VAR_DATE_OF_CASE:
        return "a day such as 2026-03-20";
    case VAR_EVENT:
        return "a day, `never` or `unknown`";
    case VAR_READING:
        return "a reading";
    }
    return "";
}

void complain_type(struct binding *binding, uint32_t var, const struct node *node)
{
    const char *name = binder_name(binding->binder, var);
    const char *takes = expectation(binding, var);
    if (node_is_scalar(node))
        complain(binding, DIAG_VALUE_TYPE, node->span, "`%s` takes %s, not `%s`", name, takes,
                 node_shown(binding->arena, node));
    else
        complain(binding, DIAG_VALUE_TYPE, node->span, "`%s` takes %s, not %s", name, takes,
                 node_kind_text(node));
}

void complain_null(struct binding *binding, const char *name, struct span span)
{
    struct diag *diag = complain(binding, DIAG_VALUE_NULL, span, "`%s` has no value", name);
    diag_help(binding->binder->diags, diag,
              "leave the key out, or write `unknown` for what must not be presumed");
}

static void offer_text(const struct vocab *vocab, struct nearest *nearest, struct vocab_text text)
{
    if (text.length)
        nearest_offer(nearest, vocab_string(vocab, text));
}

/* The name or spelling of the kind that is nearest, or NULL. */
static const char *nearest_value(const struct vocab *vocab, const struct vocab_var *var,
                                 const struct node *node)
{
    struct nearest nearest;
    const struct vocab_kind *kind = &vocab->kinds[var->leaf_kind];
    nearest_init(&nearest, node->text, node->length);
    for (uint32_t i = 0; i < kind->node_count; i++) {
        offer_text(vocab, &nearest, vocab->nodes[kind->first_node + i].name);
        offer_text(vocab, &nearest, vocab->nodes[kind->first_node + i].spelling);
    }
    for (uint32_t i = 0; i < vocab->spelling_count; i++)
        if (vocab->spellings[i].node - kind->first_node < kind->node_count)
            offer_text(vocab, &nearest, vocab->spellings[i].text);
    for (uint32_t i = 0; i < kind->group_count; i++)
        offer_text(vocab, &nearest, vocab->groups[kind->first_group + i].name);
    if (var->or_none)
        nearest_offer(&nearest, "none");
    nearest_offer(&nearest, "unknown");
    return nearest_result(&nearest);
}

/* A variable of another kind that has the name, or VOCAB_NONE. */
static uint32_t elsewhere(const struct binder *binder, const struct vocab_var *var,
                          const struct node *node)
{
    for (uint32_t v = 0; v < binder->vocab->var_count; v++) {
        const struct vocab_var *other = binder_var(binder, v);
        uint32_t choice;
        if (other->kind == VAR_LEAF && other->leaf_kind != var->leaf_kind
            && lookup_find(&binder->lookup, BIND_KIND(other->leaf_kind), node->text, node->length,
                           &choice)
            && choice != BIND_UNKNOWN)
            return v;
    }
    return VOCAB_NONE;
}

static void list_values(struct binding *binding, const struct vocab_var *var, struct diag *diag)
{
    const struct vocab *vocab = binding->binder->vocab;
    const struct vocab_kind *kind = &vocab->kinds[var->leaf_kind];
    if (kind->node_count > FEW_VALUES)
        return;
    struct strbuf text;
    strbuf_init(&text, binding->arena);
    for (uint32_t i = 0; i < kind->node_count; i++) {
        const struct vocab_node *node = &vocab->nodes[kind->first_node + i];
        strbuf_printf(&text, "%s%s", i ? ", " : "", vocab_string(vocab, node->name));
    }
    if (var->or_none)
        strbuf_text(&text, ", none");
    diag_note(binding->binder->diags, diag, "it takes %s", strbuf_string(&text));
}

/* `node` is no value of the fact called `name`, which takes the values of v. */
static void complain_name(struct binding *binding, const struct vocab_var *v, const char *name,
                          const struct node *node)
{
    struct binder *binder = binding->binder;
    if (node_text_is(node, "none")) {
        struct diag *none = complain(binding, DIAG_VALUE_NAME, node->span,
                                     "`%s` cannot be `none`", name);
        diag_note(binder->diags, none, "the policy does not declare it `or none`");
        return;
    }
    struct diag *diag = complain(binding, DIAG_VALUE_NAME, node->span, "`%s` is no value of `%s`",
                                 node_shown(binding->arena, node), name);
    const char *best = nearest_value(binder->vocab, v, node);
    uint32_t other = elsewhere(binder, v, node);
    if (other != VOCAB_NONE)
        diag_note(binder->diags, diag, "it is a value of `%s`", binder_name(binder, other));
    if (best)
        diag_help(binder->diags, diag, "did you mean `%s`?", best);
    else
        list_values(binding, v, diag);
}

void complain_value(struct binding *binding, uint32_t var, const struct node *node)
{
    complain_name(binding, binder_var(binding->binder, var), binder_name(binding->binder, var),
                  node);
}

void complain_ledger(struct binding *binding, const struct node_entry *entry)
{
    uint32_t target;
    bool span = lookup_find(&binding->binder->lookup, BIND_KEYS, entry->key, entry->key_length,
                            &target)
                && binder_span(binding->binder, target);
    struct diag *diag = complain(binding, DIAG_EVENT_PLACE, entry->key_span,
                                 "`%s` is %s of the ledger, the same for all deployments",
                                 entry->key, span ? "a period" : "an event");
    diag_help(binding->binder->diags, diag,
              "give its %s with --event %s=%s or in the file of --events", span ? "days" : "day",
              entry->key, span ? "'{from: DATE, until: DATE}'" : "DATE");
}

void complain_member(struct binding *binding, const struct vocab_family *family,
                     const struct node *node)
{
    const struct vocab_var like = {.kind = VAR_LEAF, .leaf_kind = family->leaf_kind};
    complain_name(binding, &like, vocab_string(binding->binder->vocab, family->name), node);
}

/* A term is no fact, but its name is a likely slip. */
static bool is_term(const struct vocab *vocab, const struct node_entry *entry)
{
    for (uint32_t t = 0; t < vocab->term_count; t++)
        if (vocab->terms[t].name.length == entry->key_length
            && memcmp(vocab_string(vocab, vocab->terms[t].name), entry->key, entry->key_length)
                   == 0)
            return true;
    return false;
}

/* What is redacted has variables called `the redacted NAME …`. */
static bool is_redacted(const struct vocab *vocab, const struct node_entry *entry)
{
    const size_t before = strlen("the redacted ");
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        if (vocab->vars[v].role != VAR_ROLE_REDACTED)
            continue;
        const char *name = strstr(vocab_string(vocab, vocab->vars[v].name), "the redacted ");
        if (name && strncmp(name + before, entry->key, entry->key_length) == 0
            && (name[before + entry->key_length] == '\0' || name[before + entry->key_length] == ' '))
            return true;
    }
    return false;
}

void complain_key(struct binding *binding, const struct node_entry *entry)
{
    struct binder *binder = binding->binder;
    const struct vocab *vocab = binder->vocab;
    struct diag *diag = complain(binding, DIAG_KEY_UNKNOWN, entry->key_span,
                                 "`%s` is no fact or choice of the policy",
                                 node_key_shown(binding->arena, entry));
    if (is_term(vocab, entry)) {
        diag_note(binder->diags, diag,
                  "it is a term, whose meaning the policy gives; --reading fixes a disputed one");
        return;
    }
    if (is_redacted(vocab, entry)) {
        diag_note(binder->diags, diag, "it is redacted: the policy treats it as not known");
        return;
    }
    struct nearest nearest;
    nearest_init(&nearest, entry->key, entry->key_length);
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        uint32_t role = vocab->vars[v].role;
        if (role != VAR_ROLE_LEDGER && role != VAR_ROLE_READING && role != VAR_ROLE_REDACTED)
            nearest_offer(&nearest, binder_name(binder, v));
    }
    for (uint32_t f = 0; f < vocab->family_count; f++)
        if (vocab->families[f].role == FAMILY_SEVERAL)
            nearest_offer(&nearest, vocab_string(vocab, vocab->families[f].name));
    nearest_offer(&nearest, "deployment");
    nearest_offer(&nearest, "notes");
    nearest_offer(&nearest, "date");
    const char *best = nearest_result(&nearest);
    if (best)
        diag_help(binder->diags, diag, "did you mean `%s`?", best);
    else
        diag_help(binder->diags, diag, "put what the policy does not speak of under `notes`");
}

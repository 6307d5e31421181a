/* dump_vocab.c: the vocabulary as text. */
#include "sema/dump.h"

static const char *role_word(enum var_role role)
{
    switch (role) {
    case VAR_ROLE_DATE: return "date";
    case VAR_ROLE_ACTOR: return "actor";
    case VAR_ROLE_FACT: return "fact";
    case VAR_ROLE_CHOICE: return "choice";
    case VAR_ROLE_ACT: return "act";
    case VAR_ROLE_CONSENT: return "consent";
    case VAR_ROLE_LEDGER: return "event";
    case VAR_ROLE_READING: return "reading";
    case VAR_ROLE_REDACTED: return "redacted";
    }
    return "?";
}

static void dump_node(const struct vocab *vocab, const struct vocab_node *node, uint32_t depth,
                      struct strbuf *out)
{
    strbuf_repeat(out, ' ', 2 + 2 * (int)depth);
    strbuf_text(out, vocab_string(vocab, node->name));
    if (node->is_leaf)
        strbuf_printf(out, " %u", node->first_leaf);
    else
        strbuf_printf(out, " %u..%u", node->first_leaf, node->first_leaf + node->leaf_count - 1);
    if (node->spelling.length)
        strbuf_printf(out, " \"%s\"", vocab_string(vocab, node->spelling));
    uint32_t id = (uint32_t)(node - vocab->nodes);
    for (uint32_t i = 0; i < vocab->spelling_count; i++)
        if (vocab->spellings[i].node == id)
            strbuf_printf(out, " \"%s\"", vocab_string(vocab, vocab->spellings[i].text));
    strbuf_char(out, '\n');
}

static uint32_t depth_of(const struct vocab *vocab, const struct vocab_node *node)
{
    uint32_t depth = 0;
    for (uint32_t at = node->parent; at != VOCAB_NONE; at = vocab->nodes[at].parent)
        depth++;
    return depth;
}

static void dump_kind(const struct vocab *vocab, uint32_t id, struct strbuf *out)
{
    const struct vocab_kind *kind = &vocab->kinds[id];
    strbuf_printf(out, "kind %u %s, %u leaves\n", id,
                  kind->name.length ? vocab_string(vocab, kind->name) : "(inline)",
                  kind->leaf_count);
    for (uint32_t n = 0; n < kind->node_count; n++) {
        const struct vocab_node *node = &vocab->nodes[kind->first_node + n];
        dump_node(vocab, node, depth_of(vocab, node), out);
    }
    for (uint32_t g = 0; g < kind->group_count; g++) {
        const struct vocab_group *group = &vocab->groups[kind->first_group + g];
        strbuf_printf(out, "  group %s", vocab_string(vocab, group->name));
        for (uint32_t r = 0; r < group->range_count; r++) {
            const struct vocab_range *range = &vocab->ranges[group->first_range + r];
            strbuf_printf(out, " %u..%u", range->first, range->last);
        }
        strbuf_char(out, '\n');
    }
}

static void dump_type(const struct vocab *vocab, const struct vocab_var *var, struct strbuf *out)
{
    switch ((enum var_kind)var->kind) {
    case VAR_DATE_OF_CASE:
        strbuf_text(out, "day of the case");
        return;
    case VAR_LEAF:
        strbuf_printf(out, "kind %u, %u values%s", var->leaf_kind, var->leaf_count,
                      var->or_none ? ", or none" : "");
        return;
    case VAR_NUMBER:
        strbuf_printf(out, "number %lld..%lld", (long long)var->low, (long long)var->high);
        for (uint32_t u = 0; u < var->unit_count; u++) {
            const struct vocab_unit *unit = &vocab->units[var->first_unit + u];
            strbuf_printf(out, ", %s = %lld", vocab_string(vocab, unit->name),
                          (long long)unit->factor);
        }
        return;
    case VAR_DAY:
        strbuf_text(out, "day");
        return;
    case VAR_EVENT:
        strbuf_text(out, "event");
        return;
    case VAR_READING:
        strbuf_printf(out, "reading of term %u, %u readings", var->term, var->leaf_count);
        return;
    }
}

static void dump_var(const struct vocab *vocab, uint32_t id, struct strbuf *out)
{
    const struct vocab_var *var = &vocab->vars[id];
    char day[DATE_TEXT];
    strbuf_printf(out, "var %u %s %s: ", id, role_word((enum var_role)var->role),
                  vocab_string(vocab, var->name));
    dump_type(vocab, var, out);
    if (var->has_presumed)
        strbuf_printf(out, ", presumed %lld..%lld", (long long)var->presumed_low,
                      (long long)var->presumed_high);
    if (var->unknown)
        strbuf_text(out, ", unknown");
    if (var->has_occurred) {
        date_format(var->occurred, day);
        strbuf_printf(out, ", occurred on %s", day);
    }
    if (var->mentioned)
        strbuf_text(out, var->mentioned == 1 ? ", mentioned" : ", mentioned by its leaf");
    if (var->gloss.length)
        strbuf_printf(out, " \"%s\"", vocab_string(vocab, var->gloss));
    strbuf_char(out, '\n');
}

static void dump_term(const struct vocab *vocab, uint32_t id, struct strbuf *out)
{
    const struct vocab_term *term = &vocab->terms[id];
    strbuf_printf(out, "term %u %s", id, vocab_string(vocab, term->name));
    if (term->var != VOCAB_NONE)
        strbuf_printf(out, ", var %u", term->var);
    if (term->ruled != VOCAB_NONE)
        strbuf_printf(out, ", ruled %u", term->ruled);
    strbuf_char(out, '\n');
    for (uint32_t r = 0; r < term->reading_count; r++) {
        const struct vocab_reading *reading = &vocab->readings[term->first_reading + r];
        strbuf_printf(out, "  reading %u by %s", r, vocab_string(vocab, reading->label));
        if (reading->gloss.length)
            strbuf_printf(out, " \"%s\"", vocab_string(vocab, reading->gloss));
        strbuf_char(out, '\n');
    }
}

void vocab_dump(const struct vocab *vocab, struct strbuf *out)
{
    for (uint32_t k = 0; k < vocab->kind_count; k++)
        dump_kind(vocab, k, out);
    for (uint32_t v = 0; v < vocab->var_count; v++)
        dump_var(vocab, v, out);
    for (uint32_t f = 0; f < vocab->family_count; f++) {
        const struct vocab_family *family = &vocab->families[f];
        strbuf_printf(out, "family %s of kind %u: var %u..%u\n",
                      vocab_string(vocab, family->name), family->leaf_kind, family->first_var,
                      family->first_var + family->var_count - 1);
    }
    for (uint32_t t = 0; t < vocab->term_count; t++)
        dump_term(vocab, t, out);
    inputs_dump(vocab, out);
}

/* reading.c: the facts of a deployment as they were read, the same for text and JSON. */
#include "emit/reading.h"

#include "emit/names.h"

#include <string.h>

const char *reading_status(enum read_status status)
{
    switch (status) {
    case READ_GIVEN:
        return "given";
    case READ_PRESUMED:
        return "presumed";
    case READ_MISSING:
        return "missing";
    }
    return "";
}

const char *reading_how(enum traced_how how)
{
    switch (how) {
    case TRACED_TEXT:
        return "text";
    case TRACED_PATTERN:
        return "pattern";
    case TRACED_OTHERWISE:
        return "otherwise";
    case TRACED_COMPUTED:
        return "computed";
    case TRACED_MARK:
        return "mark";
    case TRACED_CONSTANT:
        return "constant";
    }
    return "";
}

static enum read_status status_of(const struct value_set *set)
{
    switch ((enum value_origin)set->origin) {
    case VALUE_MISSING:
        return READ_MISSING;
    case VALUE_GIVEN:
    case VALUE_UNKNOWN:
        return READ_GIVEN;
    case VALUE_PRESUMED:
    case VALUE_LEDGER:
        return READ_PRESUMED;
    }
    return READ_MISSING;
}

/* What the input made of a fact, unless --set stands over it. */
static const struct traced_fact *traced_of(const struct emit_reading *reading,
                                           const struct trace *trace, const char *name,
                                           const struct value_set *set)
{
    const struct vocab *vocab = &reading->table->vocab;
    for (uint32_t i = 0; trace && i < trace->input->fact_count; i++) {
        const struct traced_fact *fact = &trace->facts[i];
        if (fact->count && fact->values[0].span.source == set->span.source
            && strcmp(vocab_string(vocab, vocab->input_facts[fact->fact].key), name) == 0)
            return fact;
    }
    return NULL;
}

static bool same_set(const struct value_set *a, const struct value_set *b)
{
    return a->origin == b->origin && a->first.low == b->first.low && a->first.high == b->first.high
           && a->span.source == b->span.source && a->span.begin == b->span.begin;
}

static const char *set_words(const struct emit_reading *reading, uint32_t var,
                             const struct value_set *set, struct arena *arena)
{
    struct strbuf out = strbuf_new(arena);
    if (set->origin == VALUE_UNKNOWN)
        return "unknown";
    name_values(arena, reading->table, var, values_of(arena, set), &out);
    return strbuf_string(&out);
}

/* The values of a variable, each once, in the order of the placements. */
static void take_sets(const struct emit_reading *reading, const struct deployment *deployment,
                      uint32_t var, struct arena *arena, struct read_fact *out)
{
    const struct value_set **seen =
        ARENA_ARRAY(arena, const struct value_set *, deployment->placement_count);
    struct traced_value *values =
        ARENA_ARRAY(arena, struct traced_value, deployment->placement_count);
    for (size_t p = 0; p < deployment->placement_count; p++) {
        const struct value_set *set = &deployment->placements[p].sets[var];
        bool again = false;
        /* of a list all values differ, and those of a slow variable follow each other */
        for (size_t i = 0; i < out->count && !again; i++)
            again = same_set(seen[i], set);
        if (again)
            continue;
        seen[out->count] = set;
        values[out->count].value = set_words(reading, var, set, arena);
        values[out->count++].span = set->span;
    }
    out->values = values;
}

static void add_fact(const struct emit_reading *reading, const struct deployment *deployment,
                     uint32_t var, struct arena *arena, struct read_facts *out)
{
    const struct value_set *set = &deployment->placements[0].sets[var];
    struct read_fact fact = {.name = name_var(reading->table, var), .status = status_of(set)};
    const struct traced_fact *traced =
        traced_of(reading, deployment->trace, fact.name, set);
    if (traced) {
        fact.values = traced->values;
        fact.count = traced->count;
        fact.traced = true;
    } else if (fact.status != READ_MISSING) {
        take_sets(reading, deployment, var, arena, &fact);
    }
    VEC_PUSH(arena, out, fact);
}

/* A fact of several values: those it has for certain, then what is not known. */
static void add_family(const struct emit_reading *reading, const struct deployment *deployment,
                       const struct vocab_family *family, struct arena *arena,
                       struct read_facts *out)
{
    const struct value_set *sets = deployment->placements[0].sets + family->first_var;
    const struct vocab *vocab = &reading->table->vocab;
    struct read_fact fact = {.name = vocab_string(vocab, family->name),
                             .status = status_of(&sets[0])};
    const struct traced_fact *traced =
        traced_of(reading, deployment->trace, fact.name, &sets[0]);
    struct strbuf words = strbuf_new(arena);
    struct traced_value *value = ARENA_NEW(arena, struct traced_value);
    size_t open = 0;
    for (uint32_t l = 0; l < family->var_count; l++) {
        bool known = sets[l].first.low == sets[l].first.high;
        open += !known;
        if (known && sets[l].first.low == VOCAB_YES)
            strbuf_printf(
                &words, "%s%s", words.count ? ", " : "",
                name_node(reading->table, vocab_leaf_node(vocab, family->leaf_kind, l)));
        if (status_of(&sets[l]) != READ_GIVEN)
            continue;
        /* a list begins before its elements */
        struct span span = sets[l].span;
        if (!value->span.source
            || (span.source == value->span.source && span.begin < value->span.begin))
            value->span = span;
        fact.status = READ_GIVEN;
    }
    if (open && words.count)
        strbuf_text(&words, ", others unknown");
    value->value = words.count ? strbuf_string(&words) : open ? "unknown" : "none";
    fact.values = traced ? traced->values : value;
    fact.count = fact.status == READ_MISSING ? 0 : traced ? traced->count : 1;
    fact.traced = traced != NULL;
    VEC_PUSH(arena, out, fact);
}

static bool is_fact(const struct vocab_var *var)
{
    switch ((enum var_role)var->role) {
    case VAR_ROLE_ACT:
        return var->leaf_count > 1;
    case VAR_ROLE_DATE:
    case VAR_ROLE_ACTOR:
    case VAR_ROLE_FACT:
    case VAR_ROLE_CHOICE:
    case VAR_ROLE_CONSENT:
        return true;
    case VAR_ROLE_LEDGER:
    case VAR_ROLE_READING:
    case VAR_ROLE_REDACTED:
        return false;
    }
    return false;
}

void reading_facts(const struct emit_reading *reading, const struct deployment *deployment,
                   struct arena *arena, struct read_facts *out)
{
    const struct vocab *vocab = &reading->table->vocab;
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        const struct vocab_family *family = vocab_family_of(vocab, v);
        if (family && family->role == FAMILY_SEVERAL) {
            if (v == family->first_var)
                add_family(reading, deployment, family, arena, out);
        } else if (is_fact(&vocab->vars[v])) {
            add_fact(reading, deployment, v, arena, out);
        }
    }
}

/* input_fact.c: what stands at the paths of a fact as a value in the plain form.
 *
 * Whether a text is a value of the fact is asked of the binder itself, with its complaints thrown
 * away; only what is a value, a word of the input, or `unknown` for what is marked goes into the
 * description. So no text of a document is ever taken for a word of the plain form.
 *
 * A fact of several values of which some are known and others not becomes an entry for each value
 * of its kind: `fact.value: yes` for what is known, and `unknown` for all others.
 */
#include "data/input.h"

#include "base/intern.h"

#include <string.h>

struct reading {
    struct element *element;
    const struct vocab_input_fact *fact;
    uint32_t index;  /* of the fact */
    uint32_t target; /* what its key stands for */
    const struct vocab_family *family;
};

static const struct node *word(const struct reading *reading, struct vocab_text text,
                               struct span span)
{
    const struct element *element = reading->element;
    return node_scalar(element->arena, NODE_PLAIN, span, vocab_string(element->vocab, text),
                       text.length);
}

static const struct node *unknown(const struct reading *reading, struct span span)
{
    return node_scalar(reading->element->arena, NODE_PLAIN, span, "unknown", strlen("unknown"));
}

/* Binds it as the value that it stands for; false after complaints. */
static bool bind(const struct reading *reading, struct binding *binding, const struct node *node)
{
    const char *label;
    int64_t day;
    if (reading->target == VOCAB_DATE)
        return value_day(binding, "date", node, &day);
    if (reading->family) {
        struct alternatives *given =
            ARENA_ARRAY(binding->arena, struct alternatives, binding->binder->vocab->var_count);
        return !node_text_is(node, "unknown") && node_is_scalar(node)
               && family_bind(binding, reading->family, node, given);
    }
    struct intervals intervals = {NULL, 0, 0};
    return scalar_bind(binding, reading->target, node, &intervals, &label);
}

static bool is_value(const struct reading *reading, const struct node *node)
{
    struct arena *arena = reading->element->arena;
    struct binder quiet = *reading->element->session->binder;
    struct diags unheard;
    struct binding binding = {&quiet, arena, false};
    diags_init(&unheard, arena, quiet.diags->sources);
    quiet.diags = &unheard;
    return bind(reading, &binding, node) && !binding.failed;
}

/* Says how the line of the input reads. */
static void note_line(const struct reading *reading, struct diag *diag)
{
    const struct element *element = reading->element;
    const struct vocab_input *input = element->input;
    diag_note(element->session->binder->diags, diag, "input `%s` (%s:%u): %s",
              vocab_string(element->vocab, input->name), vocab_string(element->vocab, input->file),
              input->line, input_fact_words(element->arena, element->vocab, reading->index));
}

static void complain_pattern(const struct reading *reading, const struct node *node)
{
    struct element *element = reading->element;
    struct binding binding = {element->session->binder, element->arena, false};
    const char *key = vocab_string(element->vocab, reading->fact->key);
    struct diag *diag =
        node_is_scalar(node)
            ? complain(&binding, DIAG_INPUT_PATTERN, node->span,
                       "`%s` fits no pattern for `%s`", node_shown(element->arena, node), key)
            : complain(&binding, DIAG_INPUT_PATTERN, node->span,
                       "the patterns for `%s` are for texts, not for %s", key,
                       node_kind_text(node));
    note_line(reading, diag);
    diag_help(binding.binder->diags, diag,
              "add a pattern for it, or say what it is with `otherwise`");
    element->failed = true;
}

/* The binder says what is wrong with it. */
static void complain_no_value(const struct reading *reading, const struct node *node)
{
    struct element *element = reading->element;
    struct diags *diags = element->session->binder->diags;
    struct binding binding = {element->session->binder, element->arena, false};
    size_t before = diags->list.count;
    if (node_text_is(node, "unknown"))
        complain(&binding, DIAG_VALUE_NAME, node->span, "`unknown` is no value of `%s`",
                 vocab_string(element->vocab, reading->fact->key));
    else
        bind(reading, &binding, node);
    if (diags->list.count > before)
        note_line(reading, diags->list.items[diags->list.count - 1]);
    element->failed = true;
}

static const struct node *otherwise(const struct reading *reading, const struct node *node,
                                    struct traced_value *trace)
{
    trace->how = TRACED_OTHERWISE;
    switch ((enum input_otherwise)reading->fact->otherwise) {
    case INPUT_OTHERWISE_VALUE:
        return word(reading, reading->fact->value, node->span);
    case INPUT_OTHERWISE_UNKNOWN:
        return unknown(reading, node->span);
    case INPUT_OTHERWISE_ERROR:
        break;
    }
    if (reading->fact->pattern_count)
        complain_pattern(reading, node);
    else
        complain_no_value(reading, node);
    return NULL;
}

static const struct vocab_input_pattern *fitting(const struct reading *reading,
                                                 const struct node *node)
{
    const struct vocab *vocab = reading->element->vocab;
    for (uint32_t i = 0; node_is_scalar(node) && i < reading->fact->pattern_count; i++) {
        const struct vocab_input_pattern *pattern =
            &vocab->input_patterns[reading->fact->first_pattern + i];
        if (pointer_glob(vocab_string(vocab, pattern->pattern), pattern->pattern.length, node->text,
                         node->length))
            return pattern;
    }
    return NULL;
}

static bool is_number(const struct reading *reading)
{
    const struct element *element = reading->element;
    return !reading->family && reading->target < element->vocab->var_count
           && element->vocab->vars[reading->target].kind == VAR_NUMBER;
}

/* One value of the document; NULL after a complaint. */
static const struct node *convert(const struct reading *reading, const struct input_value *value,
                                  struct traced_value *trace)
{
    const struct element *element = reading->element;
    const struct node *node = value->node;
    if (value->marked) {
        trace->how = TRACED_MARK;
        return unknown(reading, node->span);
    }
    if (value->computed) {
        /* `otherwise` is for a text that is there: what this one will be, nobody knows yet */
        trace->how = TRACED_COMPUTED;
        return unknown(reading, node->span);
    }
    if (reading->fact->pattern_count) {
        const struct vocab_input_pattern *pattern = fitting(reading, node);
        trace->how = TRACED_PATTERN;
        return pattern ? word(reading, pattern->value, node->span)
                       : otherwise(reading, node, trace);
    }
    const struct node *plain = is_number(reading)
                                   ? input_number(element->arena, element->vocab, reading->target,
                                                  reading->fact->unit, node)
                                   : node;
    trace->how = TRACED_TEXT;
    return is_value(reading, plain) ? plain : otherwise(reading, plain, trace);
}

/* What is said of several values is said once. */
static void add(const struct reading *reading, const struct node *node, struct interner *seen,
                struct node_entries *out)
{
    struct node_entry entry = {.value = NULL};
    size_t before = seen->entries.count;
    intern(seen, node->text, node->length);
    bool nothing = reading->family && node_text_is(node, "none") && !is_value(reading, node);
    if (seen->entries.count == before || nothing)
        return;
    /* the tree is only read from here on, as it is by the binder */
    entry.value = arena_copy(reading->element->arena, node, sizeof *node);
    VEC_PUSH(reading->element->arena, out, entry);
}

static void say(const struct reading *reading, const char *key, const struct node *value,
                struct node_entries *out)
{
    struct node_entry entry = {key, strlen(key), value->span, NULL};
    entry.value = arena_copy(reading->element->arena, value, sizeof *value);
    VEC_PUSH(reading->element->arena, out, entry);
}

/* A set that has the values of the list, and may have others. */
static void say_members(const struct reading *reading, const struct node *list,
                        const struct node *unknown, struct node_entries *out)
{
    struct binder *binder = reading->element->session->binder;
    struct arena *arena = reading->element->arena;
    const struct vocab_family *family = reading->family;
    struct binding binding = {binder, arena, false};
    struct alternatives *given = ARENA_ARRAY(arena, struct alternatives, binder->vocab->var_count);
    /* what is no value was complained of before */
    if (!family_bind(&binding, family, list, given))
        return;
    for (uint32_t v = family->first_var; v < family->first_var + family->var_count; v++) {
        const struct value_set *set = given[v].sets;
        bool has = set->first.low == VOCAB_YES;
        say(reading, binder_name(binder, v),
            has ? node_scalar(arena, NODE_PLAIN, set->span, "yes", strlen("yes")) : unknown, out);
    }
}

/* The values together: one alone, or each of these. Of a fact of several values they are the
 * set. */
static void say_together(const struct reading *reading, struct node_entries *list,
                         struct node_entries *out)
{
    struct span span = list->count ? list->items[0].value->span : (struct span){SOURCE_NONE, 0, 0};
    const char *key = vocab_string(reading->element->vocab, reading->fact->key);
    const struct node *unknown = NULL;
    size_t known = 0;
    for (size_t i = 0; reading->family && i < list->count; i++) {
        if (node_text_is(list->items[i].value, "unknown"))
            unknown = list->items[i].value;
        else
            list->items[known++] = list->items[i];
    }
    struct node *node = node_new(reading->element->arena, NODE_LIST, span);
    if (unknown)
        list->count = known;
    node_fill(node, list);
    if (unknown && known)
        say_members(reading, node, unknown, out);
    else if (unknown || (!reading->family && list->count == 1))
        say(reading, key, unknown ? unknown : list->items[0].value, out);
    else
        say(reading, key, node, out);
}

static void note_value(const struct reading *reading, const struct input_value *value,
                       const struct node *node, struct traced_value *trace)
{
    struct arena *arena = reading->element->arena;
    trace->value = node->text;
    trace->found =
        !value->marked && node_is_scalar(value->node) ? node_shown(arena, value->node) : NULL;
    trace->path = pointer_text(arena, value->keys, value->key_count);
    trace->span = value->node->span;
}

static void say_constant(const struct reading *reading, struct traced_fact *trace,
                         struct node_entries *out)
{
    const struct element *element = reading->element;
    struct span nowhere = {SOURCE_NONE, 0, 0};
    if (trace) {
        trace->values = ARENA_NEW(element->arena, struct traced_value);
        trace->values->how = TRACED_CONSTANT;
        trace->values->value = vocab_string(element->vocab, reading->fact->value);
        trace->count = 1;
    }
    say(reading, vocab_string(element->vocab, reading->fact->key),
        word(reading, reading->fact->value, nowhere), out);
}

void input_fact(struct element *element, uint32_t index, struct traced_fact *trace,
                struct node_entries *out)
{
    const struct vocab_input_fact *fact = &element->vocab->input_facts[index];
    uint32_t target = element->session->binder->inputs->facts[index];
    struct reading reading = {element, fact, index, target,
                              binder_family(element->session->binder, target)};
    struct input_values values = {NULL, 0, 0, false, false};
    struct node_entries list = {NULL, 0, 0};
    struct interner seen;
    bool failed = false;
    if (fact->path_count == 0) {
        say_constant(&reading, trace, out);
        return;
    }
    /* an empty list is the empty set of several values, and nothing else */
    for (uint32_t p = 0; p < fact->path_count && !values.count; p++) {
        input_values(element, fact->first_path + p, &values);
        if (values.there && reading.family)
            break;
    }
    if (!values.count && !(values.there && reading.family))
        return;
    interner_init(&seen, element->arena);
    if (trace)
        trace->values = ARENA_ARRAY(element->arena, struct traced_value, values.count);
    for (size_t i = 0; i < values.count; i++) {
        struct traced_value how = {.how = TRACED_TEXT};
        const struct node *node = convert(&reading, &values.items[i], &how);
        failed = failed || !node;
        if (!node)
            continue;
        add(&reading, node, &seen, &list);
        if (trace) {
            note_value(&reading, &values.items[i], node, &how);
            trace->values[trace->count++] = how;
        }
    }
    if (!failed)
        say_together(&reading, &list, out);
}

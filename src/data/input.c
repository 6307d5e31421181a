/* input.c: which input reads a document, what in it is a deployment, and each as a description. */
#include "data/filter.h"
#include "data/input.h"

#include <string.h>

/* ---- what is prepared ---------------------------------------------------------------------- */

static const uint32_t *keys_of(struct binder *binder)
{
    const struct vocab *vocab = binder->vocab;
    uint32_t *keys = ARENA_ARRAY(binder->arena, uint32_t, vocab->input_fact_count);
    for (uint32_t i = 0; i < vocab->input_fact_count; i++) {
        struct vocab_text key = vocab->input_facts[i].key;
        if (!lookup_find(&binder->lookup, BIND_KEYS, vocab_string(vocab, key), key.length, &keys[i]))
            keys[i] = INPUT_NO_KEY;
    }
    return keys;
}

/* Does the test ask for a member that no description has? */
static bool asks_for_more(const struct binder *binder, const struct vocab_input_test *test)
{
    const struct vocab *vocab = binder->vocab;
    const struct vocab_input_path *path = &vocab->input_paths[test->path];
    uint32_t target;
    if (test->negated || path->step_count == 0)
        return false;
    const struct vocab_input_step *step = &vocab->input_steps[path->first_step];
    return step->kind == INPUT_KEY
           && !lookup_find(&binder->lookup, BIND_KEYS, vocab_string(vocab, step->key),
                           step->key.length, &target);
}

static bool lines_are_plain(const struct binder *binder)
{
    const struct vocab *vocab = binder->vocab;
    for (uint32_t i = 0; i < vocab->input_count; i++) {
        bool more = false;
        for (uint32_t g = 0; g < vocab->inputs[i].guard_count; g++)
            more = more
                   || asks_for_more(binder, &vocab->input_tests[vocab->inputs[i].first_guard + g]);
        if (!more)
            return false;
    }
    return true;
}

/* The input that --input names; VOCAB_NONE after a diagnostic. */
static uint32_t named(struct binder *binder, const char *name)
{
    const struct vocab *vocab = binder->vocab;
    struct nearest nearest;
    nearest_init(&nearest, name, strlen(name));
    for (uint32_t i = 0; i < vocab->input_count; i++) {
        if (strcmp(vocab_string(vocab, vocab->inputs[i].name), name) == 0)
            return i;
        nearest_offer(&nearest, vocab_string(vocab, vocab->inputs[i].name));
    }
    nearest_offer(&nearest, "plain");
    struct span span = {sources_add(binder->diags->sources, "--input", name, strlen(name)), 0,
                        (uint32_t)strlen(name)};
    struct diag *diag = diag_add(binder->diags, DIAG_INPUT_NAME, span,
                                 "the policy has no input called `%s`", name);
    const char *best = nearest_result(&nearest);
    if (best)
        diag_help(binder->diags, diag, "did you mean `%s`?", best);
    else if (vocab->input_count == 0)
        diag_note(binder->diags, diag, "it has none at all: documents are read in the plain form");
    return VOCAB_NONE;
}

struct inputs *inputs_new(struct binder *binder)
{
    const char *wanted = binder->options.input;
    uint32_t forced = VOCAB_NONE;
    if (wanted && strcmp(wanted, "plain") == 0)
        return NULL;
    if (wanted && (forced = named(binder, wanted)) == VOCAB_NONE)
        return NULL;
    if (binder->vocab->input_count == 0)
        return NULL;
    struct inputs *inputs = ARENA_NEW(binder->arena, struct inputs);
    inputs->forced = forced;
    inputs->facts = keys_of(binder);
    inputs->lines_are_plain = forced == VOCAB_NONE && lines_are_plain(binder);
    inputs->filter = filter_new(binder->arena, binder->vocab, forced);
    return inputs;
}

/* ---- tests ---------------------------------------------------------------------------------- */

static bool fits(const struct vocab *vocab, const struct vocab_input_test *test,
                 const struct node *node)
{
    for (uint32_t i = 0; node_is_scalar(node) && i < test->pattern_count; i++) {
        struct vocab_text pattern = vocab->input_patterns[test->first_pattern + i].pattern;
        if (pointer_glob(vocab_string(vocab, pattern), pattern.length, node->text, node->length))
            return true;
    }
    return false;
}

enum input_answer input_test(const struct element *element, const struct vocab_input_test *test)
{
    struct input_values values = {NULL, 0, 0, false, false};
    enum input_answer answer = INPUT_NO;
    input_values(element, test->path, &values);
    if (!test->pattern_count)
        return values.certain ? INPUT_YES : values.there ? INPUT_MAYBE : INPUT_NO;
    for (size_t i = 0; i < values.count; i++) {
        if (values.items[i].marked || values.items[i].computed)
            answer = INPUT_MAYBE;
        else if (fits(element->vocab, test, values.items[i].node))
            return INPUT_YES;
    }
    return answer;
}

/* What may hold is taken to hold, also where it is negated: nothing goes out of sight because it
 * is not known yet. */
static bool holds(const struct element *element, const struct vocab_input_test *test)
{
    enum input_answer answer = input_test(element, test);
    return answer == INPUT_MAYBE || (answer == INPUT_YES) != (test->negated != 0);
}

/* The first test that does not hold, or NULL. */
static const struct vocab_input_test *failing(const struct element *element, uint32_t first,
                                              uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!holds(element, &element->vocab->input_tests[first + i]))
            return &element->vocab->input_tests[first + i];
    return NULL;
}

const struct vocab_input *input_of(struct binder *binder, struct arena *arena,
                                   const struct node *document)
{
    const struct vocab *vocab = binder->vocab;
    const struct vocab_input *found = NULL;
    if (!binder->inputs)
        return NULL;
    struct arena_mark mark = arena_mark(arena);
    if (binder->inputs->forced != VOCAB_NONE)
        return &vocab->inputs[binder->inputs->forced];
    for (uint32_t i = 0; i < vocab->input_count && !found; i++) {
        const struct vocab_input none = {.mark_count = 0};
        struct element element = {NULL, arena, vocab, &none, document, false};
        if (!failing(&element, vocab->inputs[i].first_guard, vocab->inputs[i].guard_count))
            found = &vocab->inputs[i];
    }
    arena_rewind(arena, mark);
    return found;
}

/* ---- an element as a description -------------------------------------------------------------- */

/* What `*` and `[KEY=VALUE]` stood for on the way, joined by slashes; NULL where there is none. */
static struct node *keys_name(const struct element *element, const struct pointer_place *place)
{
    const struct vocab_input_path *path = &element->vocab->input_paths[element->input->each];
    struct strbuf name = strbuf_new(element->arena);
    for (uint32_t i = 0; i < place->key_count; i++) {
        if (element->vocab->input_steps[path->first_step + i].kind == INPUT_KEY)
            continue;
        if (name.count)
            strbuf_char(&name, '/');
        strbuf_bytes(&name, place->keys[i].text, place->keys[i].length);
    }
    return name.count ? node_scalar(element->arena, NODE_TEXT, place->node->span,
                                    strbuf_string(&name), name.count)
                      : NULL;
}

/* The deployment's name, or NULL: then it gets that of its file and its number. */
static struct node *name_of(const struct element *element, const struct pointer_place *place)
{
    struct input_values values = {NULL, 0, 0, false, false};
    if (element->input->name_path != VOCAB_NONE)
        input_values(element, element->input->name_path, &values);
    for (size_t i = 0; i < values.count; i++) {
        const struct node *node = values.items[i].node;
        if (!values.items[i].marked && node_is_scalar(node) && node->length)
            return node_scalar(element->arena, NODE_TEXT, node->span, node->text, node->length);
    }
    return keys_name(element, place);
}

/* The element as a description in the plain form; complaints make it failed. */
static struct node *rewrite(struct element *element, const struct pointer_place *place,
                            struct traced_fact *traced)
{
    struct node *description = node_new(element->arena, NODE_MAP, place->node->span);
    struct node_entries entries = {NULL, 0, 0};
    struct node_entry name = {"deployment", strlen("deployment"), place->node->span,
                              name_of(element, place)};
    if (name.value)
        VEC_PUSH(element->arena, &entries, name);
    for (uint32_t i = 0; i < element->input->fact_count; i++) {
        uint32_t fact = element->input->first_fact + i;
        struct traced_fact *trace = traced ? &traced[i] : NULL;
        if (trace)
            trace->fact = fact;
        input_fact(element, fact, trace, &entries);
    }
    node_fill(description, &entries);
    return description;
}

static void leave_out(struct session *session, const struct element *element,
                      const struct pointer_place *place, const struct vocab_input_test *test)
{
    session->result->left_out++;
    session->index++;
    if (!session->watcher)
        return;
    const struct node *name = name_of(element, place);
    struct traced_element left = {element->input, name ? node_shown(element->arena, name) : "",
                                  input_test_words(element->arena, element->vocab, test),
                                  place->node->span};
    session->watcher->left_out(session->watcher->context, &left);
}

static void bind_element(struct session *session, struct element *element,
                         const struct pointer_place *place)
{
    struct traced_fact *traced = NULL;
    struct deployment deployment;
    if (session->watcher)
        traced = ARENA_ARRAY(element->arena, struct traced_fact, element->input->fact_count);
    const struct node *description = rewrite(element, place, traced);
    struct description about = session_next(session, place->node->span.begin);
    bool fine = !element->failed
                && describe(session->binder, element->arena, &about, description, &deployment);
    if (!fine) {
        const struct node_entry *name = node_find(description, "deployment");
        session_refuse_description(session, &about, name ? name->value->text : NULL);
        return;
    }
    struct trace trace = {element->input, traced};
    deployment.trace = session->watcher ? &trace : NULL;
    session_hand_over(session, &deployment);
}

void input_bind(struct session *session, const struct vocab_input *input,
                const struct node *document)
{
    const struct vocab *vocab = session->binder->vocab;
    struct arena_mark before = arena_mark(&session->scratch);
    struct pointer_places places = {NULL, 0, 0};
    size_t met = session->result->deployments + session->result->refused;
    pointer_find(&session->scratch, vocab, input->each, document, &places);
    session->index += places.count == 0; /* a document counts, whatever it holds */
    for (size_t i = 0; i < places.count && !session->stopped; i++) {
        const struct pointer_place *place = &places.items[i];
        struct arena_mark mark = arena_mark(&session->scratch);
        struct element element = {session, &session->scratch, vocab, input,
                                  read_json_element(session, place->node), false};
        const struct vocab_input_test *test =
            failing(&element, input->first_test, input->test_count);
        if (test)
            leave_out(session, &element, place, test);
        else
            bind_element(session, &element, place);
        arena_rewind(&session->scratch, mark);
    }
    session->result->documents++;
    if (met == session->result->deployments + session->result->refused) {
        uint32_t number = (uint32_t)(input - vocab->inputs);
        session->result->empty++;
        session->result->empty_inputs |= UINT64_C(1) << (number < 63 ? number : 63);
    }
    arena_rewind(&session->scratch, before);
}

/* Is there a mapping in it, which no fact has as its value? */
static bool has_mapping(const struct node *document)
{
    for (size_t i = 0; i < document->count; i++) {
        const struct node *value = document->entries[i].value;
        if (value->kind == NODE_MAP)
            return true;
        for (size_t k = 0; value->kind == NODE_LIST && k < value->count; k++)
            if (value->entries[k].value->kind == NODE_MAP)
                return true;
    }
    return false;
}

bool input_strange(struct session *session, const struct node *document)
{
    const struct binder *binder = session->binder;
    const struct vocab *vocab = binder->vocab;
    uint32_t target;
    if (document->kind != NODE_MAP || document->count == 0)
        return false;
    if (!binder->inputs && (vocab->input_count || !has_mapping(document)))
        return false; /* plain on request, or meant so: each key is complained about */
    for (size_t i = 0; i < document->count; i++)
        if (lookup_find(&binder->lookup, BIND_KEYS, document->entries[i].key,
                        document->entries[i].key_length, &target))
            return false;
    struct span span = document->entries[0].key_span;
    struct diag *diag = diag_add(binder->diags, DIAG_INPUT_NONE, span,
                                 "this document fits no input of the policy, and no key of it is a "
                                 "fact or choice");
    if (!vocab->input_count)
        diag_help(binder->diags, diag,
                  "the policy has no `input`, which says how documents of other tools are read; `polc init` "
                  "writes one for Terraform");
    for (uint32_t i = 0; i < vocab->input_count && i < DIAG_NOTES - 1; i++) {
        struct strbuf words = strbuf_new(&session->scratch);
        const struct vocab_input *input = &vocab->inputs[i];
        for (uint32_t g = 0; g < input->guard_count; g++)
            strbuf_printf(&words, "%s%s", g ? " and " : "",
                          input_test_words(&session->scratch, vocab,
                                           &vocab->input_tests[input->first_guard + g]));
        diag_note(binder->diags, diag, "input `%s` is for documents with %s",
                  vocab_string(vocab, input->name), strbuf_string(&words));
    }
    return true;
}

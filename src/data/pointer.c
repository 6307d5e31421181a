/* pointer.c: a walk over a tree for each path. Each place is visited at most once for each path,
 * so the work is bounded by the size of the document, aliases counted as what they stand for. */
#include "data/pointer.h"

#include <string.h>

struct walk {
    struct arena *arena;
    const struct vocab *vocab;
    const struct vocab_input_step *steps;
    uint32_t step_count;
    struct pointer_key *keys; /* of the way to the current node */
    struct pointer_places *out;
};

struct pointer_key pointer_key_of(struct arena *arena, const struct node *node, size_t index)
{
    struct pointer_key key = {node->entries[index].key, node->entries[index].key_length};
    if (node->kind == NODE_LIST) {
        key.text = arena_printf(arena, "%zu", index);
        key.length = strlen(key.text);
    }
    return key;
}

bool pointer_key_same(const struct pointer_key *a, const struct pointer_key *b)
{
    return !a->text || !b->text
           || (a->length == b->length && memcmp(a->text, b->text, a->length) == 0);
}

/* The index that the digits of a step name, or SIZE_MAX: no leading zeros (RFC 6901). */
static size_t index_of(const struct pointer_key *key)
{
    size_t index = 0;
    if (key->length == 0 || key->length > 10 || (key->length > 1 && *key->text == '0'))
        return SIZE_MAX;
    for (size_t i = 0; i < key->length; i++) {
        if (key->text[i] < '0' || key->text[i] > '9')
            return SIZE_MAX;
        index = index * 10 + (size_t)(key->text[i] - '0');
    }
    return index;
}

const struct node *pointer_child(const struct node *node, const struct pointer_key *key)
{
    if (node->kind == NODE_LIST) {
        size_t index = index_of(key);
        return index < node->count ? node->entries[index].value : NULL;
    }
    for (size_t i = 0; node->kind == NODE_MAP && i < node->count; i++)
        if (node->entries[i].key_length == key->length
            && memcmp(node->entries[i].key, key->text, key->length) == 0)
            return node->entries[i].value;
    return NULL;
}

static const struct node *compared(const struct vocab *vocab, const struct vocab_input_step *step,
                                   const struct node *element)
{
    struct pointer_key key = {vocab_string(vocab, step->key), step->key.length};
    return element->kind == NODE_MAP ? pointer_child(element, &key) : NULL;
}

bool pointer_where(const struct vocab *vocab, const struct vocab_input_step *step,
                   const struct node *element)
{
    const struct node *value = compared(vocab, step, element);
    return value && node_is_scalar(value) && value->length == step->value.length
           && memcmp(value->text, vocab_string(vocab, step->value), value->length) == 0;
}

/* What hides whether the step means an element that does not say so: the computed element, or its
 * computed member; NULL: nothing does. */
static const struct node *hidden(const struct vocab *vocab, const struct vocab_input_step *step,
                                 const struct node *element)
{
    const struct node *value = compared(vocab, step, element);
    const struct node *deciding = value ? value : element;
    return node_is_computed(deciding) && !node_is_nothing(deciding) ? deciding : NULL;
}

static void found(struct walk *walk, const struct node *node, uint32_t depth)
{
    struct pointer_place place = {node, NULL, depth, depth < walk->step_count};
    place.keys = arena_copy(walk->arena, walk->keys, depth * sizeof *walk->keys);
    VEC_PUSH(walk->arena, walk->out, place);
}

static void walk_on(struct walk *walk, const struct node *node, uint32_t depth)
{
    if (depth == walk->step_count) {
        found(walk, node, depth);
        return;
    }
    const struct vocab_input_step *step = &walk->steps[depth];
    if (step->kind == INPUT_KEY) {
        walk->keys[depth] =
            (struct pointer_key){vocab_string(walk->vocab, step->key), step->key.length};
        const struct node *child = pointer_child(node, &walk->keys[depth]);
        if (child)
            walk_on(walk, child, depth + 1);
        else if (node_is_computed(node))
            found(walk, node, depth);
        return;
    }
    if (node_is_computed(node)) {
        found(walk, node, depth);
        return;
    }
    bool container = node->kind == NODE_LIST || node->kind == NODE_MAP;
    for (size_t i = 0; container && i < node->count; i++) {
        const struct node *child = node->entries[i].value;
        if (step->kind == INPUT_WHERE && !pointer_where(walk->vocab, step, child)) {
            const struct node *unsettled = hidden(walk->vocab, step, child);
            if (unsettled)
                found(walk, unsettled, depth);
            continue;
        }
        walk->keys[depth] = pointer_key_of(walk->arena, node, i);
        walk_on(walk, child, depth + 1);
    }
}

void pointer_find(struct arena *arena, const struct vocab *vocab, uint32_t path,
                  const struct node *root, struct pointer_places *out)
{
    const struct vocab_input_path *p = &vocab->input_paths[path];
    struct walk walk = {arena, vocab, &vocab->input_steps[p->first_step], p->step_count, NULL, out};
    walk.keys = ARENA_ARRAY(arena, struct pointer_key, p->step_count);
    walk_on(&walk, root, 0);
}

const char *pointer_text(struct arena *arena, const struct pointer_key *keys, size_t count)
{
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < count; i++) {
        strbuf_text(&out, keys[i].text ? "/" : "/*");
        for (size_t k = 0; k < keys[i].length; k++) {
            char c = keys[i].text[k];
            if (c == '~' || c == '/')
                strbuf_text(&out, c == '~' ? "~0" : "~1");
            else
                strbuf_char(&out, c);
        }
    }
    return strbuf_string(&out);
}

bool pointer_glob(const char *pattern, size_t pattern_length, const char *text, size_t length)
{
    size_t p = 0, t = 0, star = SIZE_MAX, from = 0;
    while (t < length) {
        if (p < pattern_length && pattern[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern_length && pattern[p] == text[t]) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern_length && pattern[p] == '*')
        p++;
    return p == pattern_length;
}

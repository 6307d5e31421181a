/* mark.c: `unknown at M for P`: which places below P are unknown.
 *
 * Both trees are walked side by side along the path of a fact, of which P is the beginning: what
 * is true below M, or above the place in question, marks the same place below P. What `*` of P
 * stands for is what `*` of M stood for on the way to it, in their order. A step
 * [KEY=VALUE] cannot be tried on truth values, so the element beside it is asked; where that is
 * missing, it may be the one.
 */
#include "data/input.h"

#include <string.h>

struct marking {
    const struct element *element;
    const struct vocab_input_step *steps;
    uint32_t step_count;
    struct pointer_key *keys;
    struct marks *out;
};

static bool is_true(const struct node *node)
{
    return node->kind == NODE_PLAIN
           && (node_text_is(node, "true") || node_text_is(node, "True")
               || node_text_is(node, "TRUE"));
}

static bool same_text(const struct vocab *vocab, struct vocab_text a, struct vocab_text b)
{
    return a.length == b.length
           && memcmp(vocab_string(vocab, a), vocab_string(vocab, b), a.length) == 0;
}

/* Does the path begin with the steps of the other? */
static bool begins_with(const struct vocab *vocab, const struct vocab_input_path *path,
                        const struct vocab_input_path *begin)
{
    if (begin->step_count > path->step_count)
        return false;
    for (uint32_t i = 0; i < begin->step_count; i++) {
        const struct vocab_input_step *a = &vocab->input_steps[path->first_step + i];
        const struct vocab_input_step *b = &vocab->input_steps[begin->first_step + i];
        if (a->kind != b->kind || !same_text(vocab, a->key, b->key)
            || !same_text(vocab, a->value, b->value))
            return false;
    }
    return true;
}

static void add(struct marking *marking, const struct node *node, uint32_t depth)
{
    struct arena *arena = marking->element->arena;
    struct mark mark = {node, NULL, depth};
    mark.keys = arena_copy(arena, marking->keys, depth * sizeof *marking->keys);
    VEC_PUSH(arena, marking->out, mark);
}

/* May the element be the one that [KEY=VALUE] means? `marks` is what is marked in it. */
static bool may_be_meant(const struct marking *marking, const struct vocab_input_step *step,
                         const struct node *value, const struct node *marks)
{
    const struct vocab *vocab = marking->element->vocab;
    struct pointer_key key = {vocab_string(vocab, step->key), step->key.length};
    const struct node *known = value ? pointer_child(value, &key) : NULL;
    const struct node *mark = pointer_child(marks, &key);
    if (!value || is_true(marks) || (mark && is_true(mark)))
        return true;
    return known && (node_is_computed(known) || pointer_where(vocab, step, value));
}

static void walk(struct marking *marking, const struct node *marks, const struct node *value,
                 uint32_t depth)
{
    struct arena *arena = marking->element->arena;
    if (is_true(marks)) {
        add(marking, marks, depth);
        return;
    }
    const struct vocab_input_step *step =
        depth < marking->step_count ? &marking->steps[depth] : NULL;
    if (step && step->kind == INPUT_KEY) {
        struct pointer_key key = {vocab_string(marking->element->vocab, step->key),
                                  step->key.length};
        const struct node *child = pointer_child(marks, &key);
        marking->keys[depth] = key;
        if (child)
            walk(marking, child, value ? pointer_child(value, &key) : NULL, depth + 1);
        return;
    }
    /* behind the last step stand the elements of a list, one level of them */
    bool goes_on = step ? marks->kind == NODE_LIST || marks->kind == NODE_MAP
                        : depth == marking->step_count && marks->kind == NODE_LIST;
    for (size_t i = 0; goes_on && i < marks->count; i++) {
        const struct node *child = marks->entries[i].value;
        struct pointer_key key = pointer_key_of(arena, marks, i);
        const struct node *beside = value ? pointer_child(value, &key) : NULL;
        marking->keys[depth] = key;
        if (!step && is_true(child))
            add(marking, child, depth + 1);
        else if (step && (step->kind == INPUT_EVERY || may_be_meant(marking, step, beside, child)))
            walk(marking, child, beside, depth + 1);
    }
}

/* Fills the keys of the way to P for one place of M; the node there, or NULL. */
static const struct node *way(struct marking *marking, const struct vocab_input_path *marks,
                              const struct vocab_input_path *values,
                              const struct pointer_place *place)
{
    const struct vocab *vocab = marking->element->vocab;
    const struct node *node = marking->element->node;
    uint32_t from = 0;
    for (uint32_t i = 0; i < values->step_count; i++) {
        const struct vocab_input_step *step = &vocab->input_steps[values->first_step + i];
        struct pointer_key key = {NULL, 0};
        if (step->kind == INPUT_KEY) {
            key = (struct pointer_key){vocab_string(vocab, step->key), step->key.length};
        } else {
            while (from < marks->step_count
                   && vocab->input_steps[marks->first_step + from].kind == INPUT_KEY)
                from++;
            if (from < marks->step_count)
                key = place->keys[from++];
        }
        marking->keys[i] = key;
        node = node && key.text ? pointer_child(node, &key) : NULL;
    }
    return node;
}

void marks_find(const struct element *element, uint32_t path, struct marks *out)
{
    const struct vocab *vocab = element->vocab;
    const struct vocab_input_path *p = &vocab->input_paths[path];
    struct marking marking = {element, &vocab->input_steps[p->first_step], p->step_count, NULL, out};
    marking.keys = ARENA_ARRAY(element->arena, struct pointer_key, p->step_count + 1);
    for (uint32_t m = 0; m < element->input->mark_count; m++) {
        const struct vocab_input_mark *mark = &vocab->input_marks[element->input->first_mark + m];
        const struct vocab_input_path *values = &vocab->input_paths[mark->values];
        struct pointer_places places = {NULL, 0, 0};
        if (!begins_with(vocab, p, values))
            continue;
        pointer_find(element->arena, vocab, mark->marks, element->node, &places);
        for (size_t i = 0; i < places.count; i++) {
            if (places.items[i].computed)
                continue;
            const struct node *value =
                way(&marking, &vocab->input_paths[mark->marks], values, &places.items[i]);
            walk(&marking, places.items[i].node, value, values->step_count);
        }
    }
}

bool mark_covers(const struct mark *mark, const struct pointer_key *keys, uint32_t count)
{
    for (uint32_t i = 0; i < mark->key_count; i++)
        if (i >= count || !pointer_key_same(&mark->keys[i], &keys[i]))
            return false;
    return true;
}

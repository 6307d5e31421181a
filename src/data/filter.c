/* filter.c: a tree of the steps of all paths. An element of a list is reached by any step, since
 * it may be written by its index; few paths name one. */
#include "data/filter.h"

#include <string.h>

struct filter {
    const char *key; /* NULL: every member and element */
    size_t length;
    bool ends;
    bool element; /* the path of an input's elements ends here */
    bool shared;  /* some path that is not of that element leads here, or through here */
    struct filter *child, *next;
};

static struct filter *branch(struct arena *arena, struct filter *parent, const char *key,
                             size_t length)
{
    struct filter **at = &parent->child;
    for (; *at; at = &(*at)->next) {
        bool same = key && (*at)->key ? (*at)->length == length
                                            && memcmp((*at)->key, key, length) == 0
                                      : !key && !(*at)->key;
        if (same)
            return *at;
    }
    *at = ARENA_NEW(arena, struct filter);
    (*at)->key = key;
    (*at)->length = length;
    return *at;
}

/* Adds the steps of a path behind the first few, and returns where they end. */
static struct filter *add_steps(struct arena *arena, const struct vocab *vocab,
                                struct filter *from, const struct vocab_input_path *path,
                                uint32_t first, bool of_elements)
{
    for (uint32_t i = first; i < path->step_count; i++) {
        const struct vocab_input_step *step = &vocab->input_steps[path->first_step + i];
        const char *key = vocab_string(vocab, step->key);
        from = branch(arena, from, step->kind == INPUT_KEY ? key : NULL, step->key.length);
        from->shared = from->shared || i + 1 < path->step_count || step->kind == INPUT_WHERE
                       || !of_elements;
        if (step->kind == INPUT_WHERE)
            branch(arena, from, key, step->key.length)->ends = true;
    }
    from->element = from->element || of_elements;
    from->ends = true;
    return from;
}

static struct filter *add(struct arena *arena, const struct vocab *vocab, struct filter *from,
                          const struct vocab_input_path *path, uint32_t first)
{
    return add_steps(arena, vocab, from, path, first, false);
}

/* A path of an element; what is asked for below values may be asked for below their marks. */
static void add_of_element(struct arena *arena, const struct vocab *vocab,
                           const struct vocab_input *input, struct filter *each, uint32_t path)
{
    const struct vocab_input_path *p = &vocab->input_paths[path];
    add(arena, vocab, each, p, 0);
    for (uint32_t m = input->first_mark; m < input->first_mark + input->mark_count; m++) {
        const struct vocab_input_mark *mark = &vocab->input_marks[m];
        uint32_t above = vocab->input_paths[mark->values].step_count;
        struct filter *marks = add(arena, vocab, each, &vocab->input_paths[mark->marks], 0);
        if (above <= p->step_count)
            add(arena, vocab, marks, p, above);
    }
}

static void add_input(struct arena *arena, const struct vocab *vocab, struct filter *root,
                      const struct vocab_input *input)
{
    for (uint32_t g = input->first_guard; g < input->first_guard + input->guard_count; g++)
        add(arena, vocab, root, &vocab->input_paths[vocab->input_tests[g].path], 0);
    struct filter *each =
        add_steps(arena, vocab, root, &vocab->input_paths[input->each], 0, true);
    for (uint32_t t = input->first_test; t < input->first_test + input->test_count; t++)
        add_of_element(arena, vocab, input, each, vocab->input_tests[t].path);
    if (input->name_path != VOCAB_NONE)
        add_of_element(arena, vocab, input, each, input->name_path);
    for (uint32_t f = input->first_fact; f < input->first_fact + input->fact_count; f++)
        for (uint32_t p = 0; p < vocab->input_facts[f].path_count; p++)
            add_of_element(arena, vocab, input, each, vocab->input_facts[f].first_path + p);
}

const struct filter *filter_new(struct arena *arena, const struct vocab *vocab, uint32_t input)
{
    struct filter *root = ARENA_NEW(arena, struct filter);
    for (uint32_t i = 0; i < vocab->input_count; i++)
        if (input == VOCAB_NONE || input == i)
            add_input(arena, vocab, root, &vocab->inputs[i]);
    return root;
}

void filter_begin(const struct filter *filter, struct filter_place *out)
{
    memset(out, 0, sizeof *out);
    out->reach = filter ? FILTER_PATHS : FILTER_ALL;
    out->ends = filter && filter->ends;
    out->branches[0] = filter;
    out->count = 1;
}

void filter_step(const struct filter_place *place, const char *key, size_t length,
                 struct filter_place *out)
{
    out->count = 0;
    out->ends = out->apart = false;
    out->reach = place->reach == FILTER_ALL ? FILTER_ALL : FILTER_NOTHING;
    if (place->reach != FILTER_PATHS)
        return;
    for (uint32_t i = 0; i < place->count; i++)
        for (const struct filter *child = place->branches[i]->child; child; child = child->next) {
            if (key && child->key
                && (child->length != length || memcmp(child->key, key, length) != 0))
                continue;
            out->ends = out->ends || child->ends;
            out->apart = (out->apart || !out->count) && child->element && !child->shared;
            if (out->count == FILTER_BRANCHES) {
                out->reach = FILTER_ALL;
                return;
            }
            out->branches[out->count++] = child;
        }
    if (out->count)
        out->reach = FILTER_PATHS;
    else if (!key && place->ends)
        out->reach = FILTER_LEAF;
}

/* input_values.c: what stands at a path of an element, with what the marks say about it. */
#include "data/input.h"

#include <string.h>

/* The mark that covers a place, which is then known to stand for something. */
static const struct mark *mark_of(const struct marks *marks, bool *used,
                                  const struct input_value *value)
{
    const struct mark *first = NULL;
    for (size_t i = 0; i < marks->count; i++) {
        if (!mark_covers(&marks->items[i], value->keys, value->key_count))
            continue;
        used[i] = true;
        first = first ? first : &marks->items[i];
    }
    return first;
}

/* A condition of a template can leave out what it stands for. */
static bool may_be_nothing(const struct node *node)
{
    return node_is_computed(node) && node->entries[0].key_length == 6
           && memcmp(node->entries[0].key, "Fn::If", 6) == 0;
}

static void add(const struct element *element, const struct marks *marks, bool *used,
                struct input_value value, struct input_values *out)
{
    const struct mark *mark = mark_of(marks, used, &value);
    if (mark) {
        value.node = mark->node;
        value.marked = true;
        value.computed = value.cut = false;
    } else if (node_is_nothing(value.node)) {
        return;
    }
    out->there = true;
    out->certain = out->certain || (!value.marked && !value.cut && !may_be_nothing(value.node));
    VEC_PUSH(element->arena, out, value);
}

static void add_elements(const struct element *element, const struct marks *marks, bool *used,
                         const struct pointer_place *place, struct input_values *out)
{
    /* a list of nothing but nulls says no more than null does */
    out->there = out->there || place->node->count == 0;
    out->certain = true;
    for (size_t i = 0; i < place->node->count; i++) {
        const struct node *node = place->node->entries[i].value;
        struct pointer_key *keys =
            ARENA_ARRAY(element->arena, struct pointer_key, place->key_count + 1);
        for (uint32_t k = 0; k < place->key_count; k++)
            keys[k] = place->keys[k];
        keys[place->key_count] = pointer_key_of(element->arena, place->node, i);
        struct input_value value = {node, keys, place->key_count + 1, false,
                                    node_is_computed(node), false};
        add(element, marks, used, value, out);
    }
}

void input_values(const struct element *element, uint32_t path, struct input_values *out)
{
    struct pointer_places places = {NULL, 0, 0};
    struct marks marks = {NULL, 0, 0};
    marks_find(element, path, &marks);
    pointer_find(element->arena, element->vocab, path, element->node, &places);
    bool *used = ARENA_ARRAY(element->arena, bool, marks.count);
    for (size_t i = 0; i < places.count; i++) {
        const struct pointer_place *place = &places.items[i];
        struct input_value value = {place->node, place->keys, place->key_count, false,
                                    place->computed || node_is_computed(place->node),
                                    place->computed};
        if (place->node->kind == NODE_LIST)
            add_elements(element, &marks, used, place, out);
        else
            add(element, &marks, used, value, out);
    }
    for (size_t i = 0; i < marks.count; i++) {
        struct input_value value = {marks.items[i].node, marks.items[i].keys,
                                    marks.items[i].key_count, true, false, false};
        if (used[i])
            continue;
        out->there = true;
        VEC_PUSH(element->arena, out, value);
    }
}

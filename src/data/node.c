/* node.c: making nodes, and finding keys that are there twice. Keys are compared in
 * sorted order when there are many, so a document of one huge map stays n log n. */
#include "data/node.h"

#include <stdlib.h>
#include <string.h>

#define FEW 12 /* keys below which comparing all pairs is quicker than sorting */

struct node *node_new(struct arena *arena, enum node_kind kind, struct span span)
{
    struct node *node = ARENA_NEW(arena, struct node);
    node->kind = kind;
    node->span = span;
    node->text = "";
    node->weight = 1;
    node->height = 1;
    return node;
}

struct node *node_scalar(struct arena *arena, enum node_kind kind, struct span span,
                         const char *text, size_t length)
{
    struct node *node = node_new(arena, kind, span);
    node->text = arena_string(arena, text, length);
    node->length = length;
    return node;
}

void node_fill(struct node *node, const struct node_entries *entries)
{
    node->entries = entries->items;
    node->count = entries->count;
    for (size_t i = 0; i < entries->count; i++) {
        const struct node *value = entries->items[i].value;
        node->weight = value->weight > SIZE_MAX - node->weight ? SIZE_MAX
                                                               : node->weight + value->weight;
        if (value->height >= node->height)
            node->height = value->height + 1;
    }
}

const struct node_entry *node_find(const struct node *map, const char *key)
{
    size_t length = strlen(key);
    for (size_t i = 0; i < map->count; i++)
        if (map->entries[i].key_length == length && memcmp(map->entries[i].key, key, length) == 0)
            return &map->entries[i];
    return NULL;
}

static int compare_keys(const struct node_entry *a, const struct node_entry *b)
{
    size_t shorter = a->key_length < b->key_length ? a->key_length : b->key_length;
    int order = memcmp(a->key, b->key, shorter);
    if (order)
        return order;
    return (a->key_length > b->key_length) - (a->key_length < b->key_length);
}

static int compare_entries(const void *left, const void *right)
{
    const struct node_entry *a = *(const struct node_entry *const *)left;
    const struct node_entry *b = *(const struct node_entry *const *)right;
    int order = compare_keys(a, b);
    return order ? order : (a > b) - (a < b);
}

static void report_twice(struct diags *diags, const struct node_entry *first,
                         const struct node_entry *second)
{
    struct diag *diag = diag_add(diags, DIAG_KEY_TWICE, second->key_span,
                                 "the key `%s` is there twice",
                                 node_key_shown(diags->arena, second));
    diag_label(diags, diag, first->key_span, "first here");
}

static const struct node_entry **sort_entries(struct arena *arena, const struct node_entry *items,
                                              size_t count)
{
    const struct node_entry **sorted = ARENA_ARRAY(arena, const struct node_entry *, count);
    for (size_t i = 0; i < count; i++)
        sorted[i] = &items[i];
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, compare_entries);
    return sorted;
}

void node_keep_first(struct arena *arena, struct node_entries *entries)
{
    const struct node_entry **sorted = sort_entries(arena, entries->items, entries->count);
    bool *drop = ARENA_ARRAY(arena, bool, entries->count);
    for (size_t i = 1; i < entries->count; i++)
        drop[sorted[i] - entries->items] = compare_keys(sorted[i - 1], sorted[i]) == 0;
    size_t kept = 0;
    for (size_t i = 0; i < entries->count; i++)
        if (!drop[i])
            entries->items[kept++] = entries->items[i];
    entries->count = kept;
}

bool node_keys_differ(struct arena *arena, struct diags *diags, const struct node *map)
{
    bool differ = true;
    if (map->count <= FEW) {
        for (size_t i = 1; i < map->count; i++) {
            for (size_t j = 0; j < i; j++) {
                if (compare_keys(&map->entries[j], &map->entries[i]) == 0) {
                    report_twice(diags, &map->entries[j], &map->entries[i]);
                    differ = false;
                    break;
                }
            }
        }
        return differ;
    }
    const struct node_entry **sorted = sort_entries(arena, map->entries, map->count);
    size_t first = 0;
    for (size_t i = 1; i < map->count; i++) {
        if (compare_keys(sorted[first], sorted[i]) != 0) {
            first = i;
            continue;
        }
        report_twice(diags, sorted[first], sorted[i]);
        differ = false;
    }
    return differ;
}

const char *node_kind_text(const struct node *node)
{
    switch (node->kind) {
    case NODE_NULL:
        return "null";
    case NODE_PLAIN:
        return "a plain value";
    case NODE_TEXT:
        return "a text";
    case NODE_LIST:
        return "a list";
    case NODE_MAP:
        return "a mapping";
    }
    return "";
}

bool node_is_scalar(const struct node *node)
{
    return node->kind == NODE_PLAIN || node->kind == NODE_TEXT;
}

bool node_text_is(const struct node *node, const char *text)
{
    return node_is_scalar(node) && node->length == strlen(text)
           && memcmp(node->text, text, node->length) == 0;
}

bool node_key_is(const struct node_entry *entry, const char *key)
{
    return entry->key_length == strlen(key) && memcmp(entry->key, key, entry->key_length) == 0;
}

const char *text_shown(struct arena *arena, const char *text, size_t length)
{
    if (!memchr(text, '\0', length))
        return text[length] ? arena_string(arena, text, length) : text;
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < length; i++)
        if (text[i])
            strbuf_char(&out, text[i]);
        else
            strbuf_text(&out, "\xE2\x90\x80");
    return strbuf_string(&out);
}

const char *node_shown(struct arena *arena, const struct node *scalar)
{
    return text_shown(arena, scalar->text, scalar->length);
}

const char *node_key_shown(struct arena *arena, const struct node_entry *entry)
{
    return text_shown(arena, entry->key, entry->key_length);
}

bool node_key_computes(const struct node_entry *entry)
{
    return (entry->key_length == 3 && memcmp(entry->key, "Ref", 3) == 0)
           || (entry->key_length > 4 && memcmp(entry->key, "Fn::", 4) == 0);
}

bool node_is_computed(const struct node *node)
{
    return node->kind == NODE_MAP && node->count == 1 && node_key_computes(&node->entries[0]);
}

bool node_is_nothing(const struct node *node)
{
    return node->kind == NODE_NULL
           || (node_is_computed(node) && node->entries[0].key[0] == 'R'
               && node_text_is(node->entries[0].value, "AWS::NoValue"));
}

/* tree.c: a file that is one document, as a tree. Errors have the line that they stand on, so that
 * the text becomes a source of the diagnostics before anything is looked for in it. */
#include "api/tree.h"

#include "data/json_tree.h"
#include "data/yaml.h"

#include <string.h>

static struct tree_text add_source(struct polc_diagnostics *problems, const char *path,
                                   const char *data, size_t length)
{
    const char *name = arena_string(problems->arena, path, strlen(path));
    uint32_t source = sources_add(&problems->sources, name, data, length);
    return (struct tree_text){name, data, length, {source, 0, (uint32_t)length}};
}

bool tree_open(struct polc_diagnostics *problems, const char *path, size_t limit,
               struct tree_text *out)
{
    struct span nowhere = {SOURCE_NONE, 0, 0};
    struct io_text text;
    const char *error;
    if (!io_read(problems->arena, path, limit, &text, &error)) {
        diag_add(&problems->diags, DIAG_FILE_UNREADABLE, nowhere, "`%s` cannot be read: %s", path,
                 error);
        return false;
    }
    *out = add_source(problems, path, text.data, text.length);
    return text_check(&problems->diags, out->whole, out->data);
}

struct tree_text tree_made(struct polc_diagnostics *problems, const char *name, const char *data)
{
    return add_source(problems, name, data, strlen(data));
}

/* U+0000 would end a text wherever it is compared or told: nothing of ours has one. A tree is as deep
 * as its reader lets it be. */
static bool is_whole(struct polc_diagnostics *problems, const struct node *node)
{
    const char *what = "U+0000 is no part of a text here";
    if (node_is_scalar(node) && node->text && strlen(node->text) != node->length) {
        diag_add(&problems->diags, DIAG_DOCUMENT_ENCODING, node->span, "%s", what);
        return false;
    }
    bool container = node->kind == NODE_MAP || node->kind == NODE_LIST;
    for (size_t i = 0; container && i < node->count; i++) {
        const struct node_entry *entry = &node->entries[i];
        bool key = node->kind != NODE_MAP || strlen(entry->key) == entry->key_length;
        if (!key)
            diag_add(&problems->diags, DIAG_DOCUMENT_ENCODING, entry->key_span, "%s", what);
        if (!key || !is_whole(problems, entry->value))
            return false;
    }
    return true;
}

void tree_yaml(struct polc_diagnostics *problems, const struct tree_text *text, struct tree *out)
{
    struct arena *arena = problems->arena;
    struct yaml_text yaml = {text->whole.source, text->data, text_mark(text->data, text->length),
                             text->length, BIND_YAML_DEPTH_LIMIT};
    struct node *node = NULL, *second;
    struct yaml_reader *reader = yaml_open(arena, &problems->diags, &yaml);
    enum yaml_next next = yaml_read(reader, arena, &node);
    bool more = next == YAML_DOCUMENT && yaml_read(reader, arena, &second) != YAML_END;
    yaml_close(reader);
    bool whole = next == YAML_DOCUMENT && is_whole(problems, node);
    *out = (struct tree){whole ? node : NULL, next == YAML_END, whole && more};
}

static void read_json(struct polc_diagnostics *problems, const struct tree_text *text,
                      struct tree *out)
{
    struct json_text json = {text->whole.source, text->data, 0, text->length,
                             BIND_JSON_DEPTH_LIMIT, NULL, false, NULL};
    struct node *node = json_tree(problems->arena, &problems->diags, &json);
    *out = (struct tree){.node = node && is_whole(problems, node) ? node : NULL};
}

void tree_read(struct polc_diagnostics *problems, const struct tree_text *text, struct tree *out)
{
    size_t length = strlen(text->path);
    if (length >= 5 && strcmp(text->path + length - 5, ".json") == 0)
        read_json(problems, text, out);
    else
        tree_yaml(problems, text, out);
}

/* baseline.c: polc/remarks.h: reading a baseline. It is written by hand as well, so that what is
 * not fine is told at its place, and nothing is passed over. */
#include "api/tree.h"

#include "emit/baseline.h"

#include <string.h>

#define BASELINE_LIMIT ((size_t)64 * 1024 * 1024) /* bytes */

static const char *const file_keys[] = {"schema", "entries"};
static const char *const entry_keys[] = {"deployment", "clause", "verdict",
                                         "fingerprint", "until", "reason"};

static void complain(polc_baseline *b, struct span span, const char *message)
{
    diag_add(&b->problems.diags, DIAG_BASELINE_SHAPE, span, "%s", message);
}

static bool check_keys(polc_baseline *b, const struct node *map, const char *const *keys,
                       size_t count)
{
    bool fine = node_keys_differ(&b->arena, &b->problems.diags, map);
    for (size_t i = 0; i < map->count; i++) {
        bool known = false;
        for (size_t k = 0; k < count; k++)
            known |= strcmp(map->entries[i].key, keys[k]) == 0;
        if (!known)
            complain(b, map->entries[i].key_span, "a baseline has no such key");
        fine &= known;
    }
    return fine;
}

/* A text; "" where it is missing and may be. */
static const char *text_of(polc_baseline *b, const struct node *map, const char *key, bool needed)
{
    const struct node_entry *entry = node_find(map, key);
    if (entry && node_is_scalar(entry->value) && entry->value->kind != NODE_NULL)
        return entry->value->text;
    if (entry)
        complain(b, entry->value->span, "a text is missing here");
    else if (needed)
        complain(b, map->span,
                 arena_printf(&b->arena, "this entry has no `%s`", key));
    return "";
}

static bool read_hex(const char *text, uint64_t out[2])
{
    out[0] = out[1] = 0;
    for (size_t i = 0; i < REMARK_FINGERPRINT - 1; i++) {
        const char *digit = text[i] ? strchr("0123456789abcdef", text[i]) : NULL;
        if (!digit)
            return false;
        out[i / 16] = out[i / 16] << 4 | (uint64_t)(strchr("0123456789abcdef", text[i])
                                                    - "0123456789abcdef");
    }
    return text[REMARK_FINGERPRINT - 1] == '\0';
}

static void read_entry(polc_baseline *b, const struct node *node)
{
    if (node->kind != NODE_MAP) {
        complain(b, node->span, "an entry is a mapping");
        return;
    }
    size_t before = b->problems.diags.errors;
    check_keys(b, node, entry_keys, sizeof entry_keys / sizeof *entry_keys);
    struct baseline_entry entry = {.deployment = text_of(b, node, "deployment", true),
                                   .clause = text_of(b, node, "clause", true),
                                   .verdict = text_of(b, node, "verdict", true),
                                   .reason = text_of(b, node, "reason", false),
                                   .until = DATE_NEVER,
                                   .span = node_find(node, "deployment")
                                               ? node_find(node, "deployment")->value->span
                                               : node->span};
    const char *fingerprint = text_of(b, node, "fingerprint", true);
    const char *until = text_of(b, node, "until", false);
    if (fingerprint[0] && !read_hex(fingerprint, entry.fingerprint))
        complain(b, node_find(node, "fingerprint")->value->span,
                 "a fingerprint is 32 hexadecimal digits, as --create-baseline writes it");
    if (until[0] && !date_parse(until, strlen(until), &entry.until))
        diag_add(&b->problems.diags, DIAG_DATE_FORM, node_find(node, "until")->value->span,
                 "`%s` is no day of the calendar; write YYYY-MM-DD", until);
    if (b->problems.diags.errors == before && !baseline_add(&b->baseline, &b->arena, entry))
        complain(b, node->span, "this entry is there twice");
}

static void read_node(polc_baseline *b, const struct node *node)
{
    if (node->kind != NODE_MAP) {
        complain(b, node->span, "a baseline is a mapping with `schema` and `entries`");
        return;
    }
    const struct node_entry *schema = node_find(node, "schema");
    const struct node_entry *list = node_find(node, "entries");
    check_keys(b, node, file_keys, sizeof file_keys / sizeof *file_keys);
    if (!schema || !node_text_is(schema->value, "polc-baseline/1"))
        complain(b, schema ? schema->value->span : node->span,
                 "the schema of a baseline is polc-baseline/1");
    if (!list || list->value->kind != NODE_LIST)
        complain(b, list ? list->value->span : node->span,
                 "a baseline has a list of `entries`");
    for (size_t i = 0; list && list->value->kind == NODE_LIST && i < list->value->count; i++)
        read_entry(b, list->value->entries[i].value);
}

struct open_job {
    polc_baseline *baseline;
    const char *path;
};

static void read_baseline(void *argument)
{
    struct open_job *job = argument;
    polc_baseline *b = job->baseline;
    struct tree_text text;
    struct tree tree;
    api_diagnostics_init(&b->problems, &b->arena);
    map_init(&b->baseline.known, &b->arena);
    b->baseline.file = arena_string(&b->arena, job->path, strlen(job->path));
    if (!tree_open(&b->problems, job->path, BASELINE_LIMIT, &text))
        return;
    tree_read(&b->problems, &text, &tree);
    if (tree.empty)
        complain(b, text.whole, "a baseline is a mapping with `schema` and `entries`");
    else if (tree.more)
        complain(b, tree.node->span, "a baseline is one document");
    else if (tree.node)
        read_node(b, tree.node);
}

polc_status polc_baseline_open(const char *path, const char *on, const polc_heap *given,
                               polc_baseline **out)
{
    int64_t today = date_today();
    *out = NULL;
    if (!path || (on && !date_parse(on, strlen(on), &today)))
        return POLC_ERROR_USAGE;
    struct heap heap = api_heap(given);
    polc_baseline *baseline = api_handle(heap, sizeof *baseline);
    if (!baseline)
        return POLC_ERROR_MEMORY;
    baseline->heap = heap;
    baseline->baseline.today = today;
    api_arena(&baseline->arena, heap);
    struct open_job job = {baseline, path};
    struct api_call call = {.heap = heap, .arenas = {&baseline->arena}};
    polc_status status = api_run(&call, read_baseline, &job);
    if (status != POLC_OK) {
        polc_baseline_free(baseline);
        return status;
    }
    *out = baseline;
    return baseline->problems.diags.errors ? POLC_ERROR_INPUT : POLC_OK;
}

void polc_baseline_free(polc_baseline *baseline)
{
    if (!baseline)
        return;
    arena_free(&baseline->arena);
    api_release(baseline->heap, baseline);
}

polc_diagnostics *polc_baseline_diagnostics(polc_baseline *baseline)
{
    return &baseline->problems;
}

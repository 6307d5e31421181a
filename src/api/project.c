/* project.c: polc/project.h: a project file as a flat list of what it sets. Values are not looked
 * at here: they are what an option of the command line would take. */
#include "api/tree.h"

#include <string.h>

#define PROJECT_LIMIT ((size_t)1024 * 1024) /* bytes */

struct entry {
    polc_project_entry given;
    struct span keys[POLC_PROJECT_DEPTH], value;
};

struct polc_project {
    struct heap heap;
    struct arena arena;
    struct polc_diagnostics problems;
    VEC(struct entry) entries;
};

static void complain(polc_project *project, struct span span, const char *message)
{
    diag_add(&project->problems.diags, DIAG_PROJECT_SHAPE, span, "%s", message);
}

/* Adds one scalar under the keys of `at`. */
static void add_scalar(polc_project *project, const struct node *node, struct entry at)
{
    struct place place = source_place(&project->problems.sources, node->span);
    if (node->kind == NODE_NULL) {
        complain(project, node->span, "a value is missing here");
        return;
    }
    at.given.value = node->text;
    at.given.file = place.file;
    at.given.line = (uint32_t)place.line;
    at.given.column = place.column;
    at.value = node->span;
    VEC_PUSH(&project->arena, &project->entries, at);
}

static void add_list(polc_project *project, const struct node *node, const struct entry *at)
{
    for (size_t i = 0; i < node->count; i++) {
        const struct node *element = node->entries[i].value;
        if (node_is_scalar(element))
            add_scalar(project, element, *at);
        else
            complain(project, element->span, "a list of a project file has plain values only");
    }
}

static void add(polc_project *project, const struct node *node, struct entry at, unsigned depth)
{
    if (node->kind == NODE_LIST) {
        add_list(project, node, &at);
    } else if (node->kind != NODE_MAP) {
        add_scalar(project, node, at);
    } else if (depth == POLC_PROJECT_DEPTH) {
        complain(project, node->span, "a project file is not nested as deep as this");
    } else if (node_keys_differ(&project->arena, &project->problems.diags, node)) {
        for (size_t i = 0; i < node->count; i++) {
            const struct node_entry *member = &node->entries[i];
            struct place key = source_place(&project->problems.sources, member->key_span);
            at.given.keys[depth] = member->key;
            at.given.key_line[depth] = (uint32_t)key.line;
            at.given.key_column[depth] = key.column;
            at.keys[depth] = member->key_span;
            add(project, member->value, at, depth + 1);
        }
    }
}

static void read_tree(polc_project *project, const struct tree *tree)
{
    const struct node *node = tree->node;
    if (!node)
        return;
    if (tree->more || (node->kind != NODE_MAP && node->kind != NODE_NULL)) {
        complain(project, node->span, "a project file is one mapping");
        return;
    }
    struct entry empty = {.given = {.keys = {"", "", ""}}};
    if (node->kind == NODE_MAP)
        add(project, node, empty, 0);
}

struct open_job {
    polc_project *project;
    const char *path;
};

static void read_project(void *argument)
{
    struct open_job *job = argument;
    polc_project *project = job->project;
    struct tree_text text;
    struct tree tree;
    api_diagnostics_init(&project->problems, &project->arena);
    if (!tree_open(&project->problems, job->path, PROJECT_LIMIT, &text))
        return;
    tree_yaml(&project->problems, &text, &tree);
    read_tree(project, &tree);
}

polc_status polc_project_open(const char *path, const polc_heap *given, polc_project **out)
{
    *out = NULL;
    if (!path)
        return POLC_ERROR_USAGE;
    struct heap heap = api_heap(given);
    polc_project *project = api_handle(heap, sizeof *project);
    if (!project)
        return POLC_ERROR_MEMORY;
    project->heap = heap;
    api_arena(&project->arena, heap);
    struct open_job job = {project, path};
    struct api_call call = {.heap = heap, .arenas = {&project->arena}};
    polc_status status = api_run(&call, read_project, &job);
    if (status != POLC_OK) {
        polc_project_free(project);
        return status;
    }
    *out = project;
    return project->problems.diags.errors ? POLC_ERROR_INPUT : POLC_OK;
}

void polc_project_free(polc_project *project)
{
    if (!project)
        return;
    arena_free(&project->arena);
    api_release(project->heap, project);
}

size_t polc_project_count(const polc_project *project)
{
    return project->entries.count;
}

const polc_project_entry *polc_project_at(const polc_project *project, size_t index)
{
    return index < project->entries.count ? &project->entries.items[index].given : NULL;
}

struct refuse_job {
    polc_project *project;
    struct span span;
    const char *message, *nearest;
};

static void refuse(void *argument)
{
    const struct refuse_job *job = argument;
    struct diags *diags = &job->project->problems.diags;
    struct diag *diag = diag_add(diags, DIAG_PROJECT_SHAPE, job->span, "%s", job->message);
    if (job->nearest)
        diag_help(diags, diag, "did you mean `%s`?", job->nearest);
}

polc_status polc_project_refuse(polc_project *project, size_t index, unsigned depth,
                                const char *message, const char *nearest)
{
    if (index >= project->entries.count || depth > POLC_PROJECT_DEPTH)
        return POLC_ERROR_USAGE;
    const struct entry *entry = &project->entries.items[index];
    struct refuse_job job = {project, depth ? entry->keys[depth - 1] : entry->value, message,
                             nearest};
    struct api_call call = {.heap = project->heap, .arenas = {&project->arena}};
    return api_run(&call, refuse, &job);
}

polc_diagnostics *polc_project_diagnostics(polc_project *project)
{
    return &project->problems;
}

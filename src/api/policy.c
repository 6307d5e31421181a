/* policy.c: polc/policy.h: the pipeline from text to table.
 *
 *   load_policy   files → tokens → syntax trees      syntax/
 *   sema_check    trees → the checked model          sema/
 *   ir_lower      model → conditions, defeat graph   ir/
 *   table_build   ir → the bytes of an image         table/
 *   table_open    image → a table to evaluate        table/
 *
 * A policy that is compiled in memory goes through its image as well, so that verdicts do
 * not depend on whether it was stored in between.
 */
#include "api/api.h"

#include "base/hash.h"
#include "syntax/print.h"

#include <string.h>

/* ---- load --------------------------------------------------------------------------- */

struct load_job {
    polc_policy *policy;
    const char *const *paths;
    size_t path_count;
    struct sema_options sema;
};

/* The model holds all that is needed from here on, and is a third of the size. */
static void free_trees(polc_policy *policy)
{
    for (size_t i = 0; i < policy->files->files.count; i++) {
        policy->files->files.items[i]->statements = NULL;
        policy->files->files.items[i]->comments = NULL;
    }
    arena_free(&policy->trees);
    policy->treeless = true;
}

static void load(void *argument)
{
    struct load_job *job = argument;
    polc_policy *policy = job->policy;
    struct arena *arena = &policy->arena;
    struct diags *diags = &policy->problems.diags;
    api_diagnostics_init(&policy->problems, arena);
    interner_init(&policy->names, arena);
    policy->context = (struct parse_context){&policy->trees, &policy->names, diags};
    policy->files = load_policy(&policy->context, job->paths, job->path_count);
    if (diags->errors)
        return;
    policy->model = sema_check(arena, policy->files, &policy->names, diags, &job->sema);
    if (diags->errors)
        return;
    free_trees(policy);
    struct ir *ir = ir_lower(arena, policy->model, diags);
    if (!diags->errors || ir->unresolved)
        policy->ir = ir;
}

static polc_status loaded(const polc_policy *policy)
{
    if (policy->files->unreadable)
        return POLC_ERROR_INPUT;
    if (policy->ir && policy->ir->unresolved)
        return POLC_ERROR_BUDGET;
    return policy->problems.diags.errors ? POLC_ERROR_POLICY : POLC_OK;
}

polc_status polc_policy_load(const char *const *paths, size_t path_count,
                             const polc_policy_options *given, polc_policy **out)
{
    polc_policy_options options;
    *out = NULL;
    if (path_count == 0 || !api_options(given, sizeof options, &options))
        return POLC_ERROR_USAGE;
    struct heap heap = api_heap(options.heap);
    polc_policy *policy = api_handle(heap, sizeof *policy);
    if (!policy)
        return POLC_ERROR_MEMORY;
    policy->heap = heap;
    policy->given = path_count;
    api_arena(&policy->arena, heap);
    api_arena(&policy->trees, heap);
    struct load_job job = {policy, paths, path_count, {options.check_sources != 0}};
    struct api_call call = {.heap = heap, .arenas = {&policy->arena, &policy->trees}};
    polc_status status = api_run(&call, load, &job);
    if (status != POLC_OK) {
        polc_policy_free(policy);
        return status;
    }
    *out = policy;
    return loaded(policy);
}

void polc_policy_free(polc_policy *policy)
{
    if (!policy)
        return;
    polc_table_free(policy->table);
    arena_free(&policy->trees);
    arena_free(&policy->arena);
    api_release(policy->heap, policy);
}

polc_diagnostics *polc_policy_diagnostics(polc_policy *policy)
{
    return &policy->problems;
}

/* ---- compile ---------------------------------------------------------------------------- */

/* Of all source texts in the order loaded. */
static uint64_t policy_hash(const polc_policy *policy)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < policy->files->files.count; i++) {
        const struct source *source =
            sources_get(&policy->problems.sources, policy->files->files.items[i]->source);
        hash = hash_word(hash) ^ hash_bytes(source->text, source->length);
    }
    return hash;
}

struct compile_job {
    const polc_policy *policy;
    polc_table *table;
};

static void compile(void *argument)
{
    struct compile_job *job = argument;
    struct arena *arena = &job->table->arena;
    const char *error;
    struct table_image image = table_build(arena, job->policy->ir, policy_hash(job->policy), NULL);
    job->table->table = table_open(arena, image.data, image.length, &error);
    if (!job->table->table)
        guard_raise(arena->guard, FAULT_BUG); /* we do not accept what we wrote ourselves */
}

polc_status polc_policy_compile(polc_policy *policy, polc_table **out)
{
    *out = NULL;
    if (loaded(policy) != POLC_OK)
        return POLC_ERROR_POLICY;
    polc_table *table = api_handle(policy->heap, sizeof *table);
    if (!table)
        return POLC_ERROR_MEMORY;
    table->heap = policy->heap;
    api_arena(&table->arena, policy->heap);
    struct compile_job job = {policy, table};
    struct api_call call = {.heap = policy->heap, .arenas = {&table->arena, &policy->arena}};
    polc_status status = api_run(&call, compile, &job);
    if (status != POLC_OK) {
        polc_table_free(table);
        return status;
    }
    *out = table;
    return POLC_OK;
}

/* ---- dump --------------------------------------------------------------------------------- */

struct dump_job {
    polc_policy *policy;
    polc_stage stage;
    const struct table *table;
};

/* Trees that were freed are parsed again. */
static const struct ast_file *tree_of(polc_policy *policy, const struct ast_file *file)
{
    return policy->treeless ? parse_file(&policy->context, file->source) : file;
}

/* The files of the call come first among those that were loaded, as long as none of them
 * uses another; used files stand behind the file that uses them, so all are listed. */
static void dump_files(struct dump_job *job, struct strbuf *out)
{
    polc_policy *policy = job->policy;
    for (size_t i = 0; i < policy->files->files.count; i++) {
        const struct ast_file *file = policy->files->files.items[i];
        if (policy->files->files.count > 1)
            strbuf_printf(out, "-- %s\n",
                          sources_get(&policy->problems.sources, file->source)->name);
        if (job->stage == POLC_STAGE_TOKENS)
            parse_dump_tokens(&policy->context, file->source, out);
        else
            ast_dump(tree_of(policy, file), &policy->names, &policy->problems.sources, out);
    }
}

static void dump(void *argument, struct strbuf *out)
{
    struct dump_job *job = argument;
    switch (job->stage) {
    case POLC_STAGE_TOKENS:
    case POLC_STAGE_AST:
        dump_files(job, out);
        return;
    case POLC_STAGE_IR:
        ir_print(job->policy->ir, out);
        return;
    case POLC_STAGE_TABLE:
        table_print(job->table, out);
        return;
    }
}

polc_status polc_policy_dump(polc_policy *policy, polc_stage stage, polc_text **out)
{
    polc_table *table = NULL;
    *out = NULL;
    bool late = stage == POLC_STAGE_IR || stage == POLC_STAGE_TABLE;
    if (late && loaded(policy) != POLC_OK)
        return POLC_ERROR_POLICY;
    if (stage == POLC_STAGE_TABLE) {
        polc_status status = polc_policy_compile(policy, &table);
        if (status != POLC_OK)
            return status;
    }
    struct dump_job job = {policy, stage, table ? table->table : NULL};
    struct api_call call = {.heap = policy->heap, .arenas = {&policy->arena, &policy->trees}};
    polc_status status = api_text(&call, dump, &job, out);
    polc_table_free(table);
    return status;
}

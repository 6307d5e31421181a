/* sema_fixture.c: see sema_fixture.h. */
#include "sema_fixture.h"

#include <string.h>

struct fixture_job {
    struct guard guard;
    struct checked checked;
    struct cleanup cleanup;
    const char *text, *path;
    void (*use)(struct checked *checked, void *context);
    void *context;
};

static void release(void *argument)
{
    arena_free(argument);
}

static struct policy_files *parse_text(struct parse_context *context, const char *text)
{
    struct policy_files *files = ARENA_NEW(context->arena, struct policy_files);
    uint32_t source = sources_add(context->diags->sources, "test.pol", text, strlen(text));
    struct ast_file *file = parse_file(context, source);
    VEC_PUSH(context->arena, &files->files, file);
    return files;
}

static void run(void *argument)
{
    struct fixture_job *job = argument;
    struct checked *checked = &job->checked;
    arena_init(&checked->arena, &job->guard);
    job->cleanup = (struct cleanup){release, &checked->arena, NULL};
    guard_register(&job->guard, &job->cleanup);
    sources_init(&checked->sources, &checked->arena);
    diags_init(&checked->diags, &checked->arena, &checked->sources);
    interner_init(&checked->names, &checked->arena);
    struct parse_context context = {&checked->arena, &checked->names, &checked->diags};
    struct policy_files *files = job->text ? parse_text(&context, job->text)
                                           : load_policy(&context, &job->path, 1);
    struct sema_options options = {.check_sources = job->path != NULL};
    checked->model = sema_check(&checked->arena, files, &checked->names, &checked->diags, &options);
    strbuf_init(&checked->report, &checked->arena);
    strbuf_init(&checked->dump, &checked->arena);
    diags_render(&checked->diags, false, &checked->report);
    if (checked->diags.errors == 0)
        model_dump(checked->model, &checked->dump);
    if (job->use)
        job->use(checked, job->context);
}

bool sema_fixture_text(const char *text, struct heap heap,
                       void (*use)(struct checked *checked, void *context), void *context)
{
    struct fixture_job job = {.text = text, .use = use, .context = context};
    return guard_run(&job.guard, heap, run, &job) == FAULT_NONE;
}

bool sema_fixture_file(const char *path, void (*use)(struct checked *checked, void *context),
                       void *context)
{
    struct fixture_job job = {.path = path, .use = use, .context = context};
    return guard_run(&job.guard, heap_default(), run, &job) == FAULT_NONE;
}

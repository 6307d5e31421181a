/* format.c: one policy file in its canonical form. Only its syntax matters, so the files
 * that it uses are not read. */
#include "api/api.h"

#include "base/line_diff.h"
#include "syntax/print.h"

#include <string.h>

struct format_job {
    struct heap heap;
    struct arena arena;
    const char *path;
    bool colour, diff;
    struct polc_diagnostics problems;
    struct io_text text;
    struct ast_file *file; /* NULL: it could not be read */
    struct interner names;
    struct strbuf formatted; /* or what it changes */
    bool changed;
};

static void format(void *argument)
{
    struct format_job *job = argument;
    struct arena *arena = &job->arena;
    struct span nowhere = {SOURCE_NONE, 0, 0};
    const char *error;
    api_diagnostics_init(&job->problems, arena);
    interner_init(&job->names, arena);
    if (!io_read(arena, job->path, PARSE_FILE_LIMIT, &job->text, &error)) {
        diag_add(&job->problems.diags, DIAG_FILE_UNREADABLE, nowhere, "cannot read `%s`: %s",
                 job->path, error);
        return;
    }
    struct parse_context context = {arena, &job->names, &job->problems.diags};
    const char *name = strcmp(job->path, "-") == 0 ? "standard input" : job->path;
    uint32_t source = sources_add(&job->problems.sources, name, job->text.data, job->text.length);
    job->file = parse_file(&context, source);
    if (job->problems.diags.errors)
        return;
    strbuf_init(&job->formatted, arena);
    ast_print(job->file, &job->names, &job->formatted);
    job->changed = job->formatted.count != job->text.length
                   || memcmp(job->formatted.items, job->text.data, job->text.length) != 0;
    if (job->diff) {
        struct line_text old = {name, job->text.data, job->text.length};
        struct line_text new = {name, job->formatted.items, job->formatted.count};
        struct strbuf out;
        strbuf_init(&out, arena);
        line_diff(arena, &old, &new, &out);
        job->formatted = out;
    }
}

static void write_formatted(void *argument, struct strbuf *out)
{
    struct format_job *job = argument;
    strbuf_bytes(out, job->formatted.items, job->formatted.count);
}

static void write_problems(void *argument, struct strbuf *out)
{
    struct format_job *job = argument;
    api_diagnostics_write(&job->problems, POLC_SELECT_ERRORS, job->colour, out);
}

static polc_status finish(struct format_job *job, int *changed, polc_text **out,
                          polc_text **problems)
{
    struct api_call call = {.heap = job->heap, .arenas = {&job->arena}};
    if (job->problems.diags.errors) {
        polc_status status = api_text(&call, write_problems, job, problems);
        if (status != POLC_OK)
            return status;
        return job->file ? POLC_ERROR_POLICY : POLC_ERROR_INPUT;
    }
    *changed = job->changed;
    return api_text(&call, write_formatted, job, out);
}

polc_status polc_policy_format(const char *path, const polc_format_options *given, int *changed,
                               polc_text **out, polc_text **problems)
{
    polc_format_options options;
    *changed = 0;
    *out = *problems = NULL;
    if (!api_options(given, sizeof options, &options))
        return POLC_ERROR_USAGE;
    struct format_job job = {.heap = api_heap(options.heap), .path = path,
                             .colour = options.colour != 0,
                             .diff = options.diff != 0};
    api_arena(&job.arena, job.heap);
    struct api_call call = {.heap = job.heap, .arenas = {&job.arena}};
    polc_status status = api_run(&call, format, &job);
    if (status == POLC_OK)
        status = finish(&job, changed, out, problems);
    arena_free(&job.arena);
    return status;
}

/* remarks.c: polc/remarks.h: collecting what is said, printing it in one of the formats.
 *
 * What is kept lives in the remarks' own arena; what it is made of in that of the results, which
 * is rewound after each.
 */
#include "api/api.h"

#include "emit/remarks_diag.h"
#include "emit/remarks_eval.h"

#include <string.h>

struct polc_remarks {
    struct heap heap;
    struct arena arena;
    struct remarks remarks;
    unsigned fail;
    struct emit_summary summary;
};

struct new_job {
    polc_remarks *remarks;
    const polc_remarks_options *options;
};

static const char *copied(struct arena *arena, const char *text)
{
    return text ? arena_string(arena, text, strlen(text)) : "";
}

static void make(void *argument)
{
    struct new_job *job = argument;
    struct arena *arena = &job->remarks->arena;
    struct remarks *r = &job->remarks->remarks;
    remarks_init(r, arena);
    r->command = copied(arena, job->options->command);
    r->policy = copied(arena, job->options->policy);
    r->folder = copied(arena, job->options->folder);
    r->policy_file = remarks_path(arena, r->folder, copied(arena, job->options->policy_file));
    r->version = POLC_VERSION;
}

polc_status polc_remarks_new(const polc_remarks_options *given, polc_remarks **out)
{
    polc_remarks_options options;
    *out = NULL;
    if (!api_options(given, sizeof options, &options) || !options.command)
        return POLC_ERROR_USAGE;
    struct heap heap = api_heap(options.heap);
    polc_remarks *remarks = api_handle(heap, sizeof *remarks);
    if (!remarks)
        return POLC_ERROR_MEMORY;
    remarks->heap = heap;
    remarks->fail = options.fail;
    api_arena(&remarks->arena, heap);
    struct new_job job = {remarks, &options};
    struct api_call call = {.heap = heap, .arenas = {&remarks->arena}};
    polc_status status = api_run(&call, make, &job);
    if (status == POLC_OK)
        *out = remarks;
    else
        polc_remarks_free(remarks);
    return status;
}

void polc_remarks_free(polc_remarks *remarks)
{
    if (!remarks)
        return;
    arena_free(&remarks->arena);
    api_release(remarks->heap, remarks);
}

/* ---- adding --------------------------------------------------------------------------------- */

struct add_job {
    polc_remarks *remarks;
    const polc_result *result;
};

/* The bits of polc_verdict and of eval_verdict are in one order. */
static void add(void *argument)
{
    struct add_job *job = argument;
    polc_evaluator *evaluator = job->result->evaluator;
    struct remark_deployment about = {&job->result->view, &evaluator->problems.sources,
                                      job->remarks->fail, &evaluator->results};
    remarks_of_deployment(&job->remarks->remarks, &about);
}

polc_status polc_remarks_add(polc_remarks *remarks, const polc_result *result)
{
    struct add_job job = {remarks, result};
    struct api_call call = api_evaluator_call(result->evaluator);
    call.arenas[2] = &remarks->arena;
    struct arena_mark mark = arena_mark(&result->evaluator->results);
    polc_status status = api_run(&call, add, &job);
    arena_rewind(&result->evaluator->results, mark);
    const struct eval_result *worst = result->view.boxes[result->view.worst].result;
    remarks->summary.verdicts[worst->verdict]++;
    remarks->summary.unresolved += worst->unresolved;
    return status;
}

struct refused_job {
    polc_remarks *remarks;
    const char *path;
    polc_diagnostics *diagnostics;
    size_t refused;
};

static void add_refused(void *argument)
{
    struct refused_job *job = argument;
    struct remarks *r = &job->remarks->remarks;
    const char *path = strcmp(job->path, "-") == 0 ? "standard input" : job->path;
    const char *name = copied(r->arena, path);
    struct strbuf text = strbuf_new(r->arena);
    struct remark_case *added = remarks_case(r, name);
    if (!added)
        return;
    added->verdict = "refused";
    added->outcome = CASE_REFUSED;
    api_diagnostics_write(job->diagnostics, POLC_SELECT_ERRORS, false, &text);
    added->text = strbuf_string(&text);
    added->place.file = strcmp(job->path, "-") == 0 ? "" : remarks_path(r->arena, r->folder, name);
    remarks_of_diags(r, &job->diagnostics->diags, DIAG_ERROR, name);
}

polc_status polc_remarks_refused(polc_remarks *remarks, const char *path,
                                 polc_diagnostics *diagnostics, size_t refused)
{
    struct refused_job job = {remarks, path, diagnostics, refused};
    struct api_call call = {.heap = remarks->heap,
                            .arenas = {&remarks->arena, diagnostics->arena}};
    remarks->summary.refused += refused;
    return diagnostics->diags.errors ? api_run(&call, add_refused, &job) : POLC_OK;
}

/* ---- printing ------------------------------------------------------------------------------- */

struct print_job {
    polc_remarks *remarks;
    polc_remarks_format format;
};

static void print(void *argument, struct strbuf *out)
{
    struct print_job *job = argument;
    struct remarks *r = &job->remarks->remarks;
    struct strbuf summary = strbuf_new(out->arena);
    emit_text_summary(&job->remarks->summary, &summary);
    r->summary = arena_string(r->arena, summary.items, summary.count - 1); /* no line feed */
    switch (job->format) {
    case POLC_REMARKS_SARIF:
        emit_sarif(r, out);
        return;
    case POLC_REMARKS_GITHUB:
        emit_github(r, out);
        return;
    case POLC_REMARKS_GITLAB:
        emit_gitlab(r, out);
        return;
    case POLC_REMARKS_JUNIT:
        emit_junit(r, out);
        return;
    case POLC_REMARKS_MARKDOWN:
        emit_markdown(r, out);
        return;
    }
}

polc_status polc_remarks_print(polc_remarks *remarks, polc_remarks_format format, int exit_status,
                               const char *exit_text, polc_text **out)
{
    struct print_job job = {remarks, format};
    struct api_call call = {.heap = remarks->heap, .arenas = {&remarks->arena}};
    remarks->remarks.exit_status = exit_status;
    remarks->remarks.exit_text = exit_text ? exit_text : "";
    polc_status status = api_text(&call, print, &job, out);
    remarks->remarks.exit_text = "";
    return status;
}

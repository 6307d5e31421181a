/* remarks.c: polc/remarks.h: collecting what is said, printing it in one of the formats.
 *
 * What is kept lives in the remarks' own arena; what it is made of in that of the results, which
 * is rewound after each.
 */
#include "api/api.h"

#include "emit/remarks_diag.h"
#include "emit/remarks_eval.h"

#include <string.h>

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
    r->root = copied(arena, job->options->root);
    r->policy_file = remarks_path(arena, r->folder, copied(arena, job->options->policy_file));
    r->version = POLC_VERSION;
    if (!r->policy[0]) /* a suite of tests must be called something */
        r->policy = r->policy_file[0] ? r->policy_file : r->command;
    job->remarks->start = arena_mark(arena);
    job->remarks->empty = *r;
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
    remarks->baseline = options.baseline;
    remarks->brief = options.brief != 0;
    remarks->accept = options.accept != 0;
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

/* The worst verdict of a case that fails and is open; what is not settled is told apart.
 * `accept`: but for what has no entry yet. */
static bool worst_open(const polc_remarks *remarks, const struct remark_case *c, bool accept,
                       polc_verdict *out)
{
    bool any = false;
    for (size_t i = 0; i < c->remark_count; i++) {
        const struct remark *remark = &remarks->remarks.remarks.items[c->first_remark + i];
        for (int v = POLC_PERMITTED; v <= POLC_PROHIBITED && remark->state == REMARK_OPEN; v++) {
            if (!(remarks->fail & 1u << v) || (accept && !remark->entry)
                || strcmp(remark->verdict, polc_verdict_name((polc_verdict)v)) != 0)
                continue;
            *out = any && *out > (polc_verdict)v ? *out : (polc_verdict)v;
            any = true;
        }
    }
    return any;
}

/* What failed only by what is in the baseline does not fail. */
static void settle_case(polc_remarks *remarks)
{
    struct remarks *r = &remarks->remarks;
    struct remark_case *c = remarks->last_known ? &r->cases.items[r->cases.count - 1] : NULL;
    polc_verdict verdict;
    if (!c || c->outcome != CASE_FAILED || remarks->last_unresolved
        || worst_open(remarks, c, false, &verdict))
        return;
    c->outcome = CASE_SKIPPED;
    remarks->summary.baselined++;
}

/* What fails is said in bits of polc_verdict, and looked at in bits of eval_verdict. */
API_SAME(POLC_PERMITTED, EVAL_PERMITTED);
API_SAME(POLC_DISPUTED, EVAL_DISPUTED);
API_SAME(POLC_UNDETERMINED, EVAL_UNDETERMINED);
API_SAME(POLC_PROHIBITED, EVAL_PROHIBITED);

static void add(void *argument)
{
    struct add_job *job = argument;
    polc_evaluator *evaluator = job->result->evaluator;
    struct remark_deployment about = {&job->result->view, &evaluator->problems.sources,
                                      job->remarks->fail, &evaluator->results};
    struct remarks *r = &job->remarks->remarks;
    if (job->remarks->brief) {
        arena_rewind(&job->remarks->arena, job->remarks->start);
        *r = job->remarks->empty;
    }
    size_t first = r->remarks.count, cases = r->cases.count;
    job->remarks->last_known = false;
    remarks_of_deployment(r, &about);
    job->remarks->last_known = r->cases.count > cases && r->left_out == job->remarks->empty.left_out;
    if (job->remarks->baseline) {
        baseline_apply(&job->remarks->baseline->baseline, r, first);
        settle_case(job->remarks);
    }
}

int polc_remarks_open(const polc_remarks *remarks, polc_verdict *out)
{
    const struct remarks *r = &remarks->remarks;
    *out = remarks->last_verdict;
    if (!remarks->last_known)
        return (remarks->fail & 1u << remarks->last_verdict) != 0;
    return worst_open(remarks, &r->cases.items[r->cases.count - 1], remarks->accept, out);
}

bool api_remarks_baselined(const polc_remarks *remarks)
{
    const struct remarks *r = &remarks->remarks;
    return remarks->last_known && r->cases.items[r->cases.count - 1].outcome == CASE_SKIPPED;
}

void api_remarks_known(const polc_remarks *remarks, struct arena *arena, struct emit_case *out)
{
    const struct remarks *r = &remarks->remarks;
    if (!remarks->last_known)
        return;
    const struct remark_case *c = &r->cases.items[r->cases.count - 1];
    struct emit_known *known = ARENA_ARRAY(arena, struct emit_known, c->remark_count + 1);
    for (size_t i = 0; i < c->remark_count; i++) {
        const struct remark *remark = &r->remarks.items[c->first_remark + i];
        if (remark->state != REMARK_BASELINED)
            continue;
        char *fingerprint = arena_alloc(arena, REMARK_FINGERPRINT);
        remarks_fingerprint_text(remark->fingerprint, fingerprint);
        known[out->known_count++] = (struct emit_known){r->rules.items[remark->rule].id,
                                                        remark->verdict, fingerprint,
                                                        remark->reason};
    }
    out->known = known;
}

polc_status polc_remarks_add(polc_remarks *remarks, const polc_result *result)
{
    struct add_job job = {remarks, result};
    struct api_call call = api_evaluator_call(result->evaluator);
    call.arenas[2] = &remarks->arena;
    const struct eval_result *worst = result->view.boxes[result->view.worst].result;
    remarks->last_verdict = polc_result_verdict(result);
    remarks->last_unresolved = worst->unresolved;
    if (remarks->baseline)
        call.arenas[3] = &remarks->baseline->arena;
    struct arena_mark mark = arena_mark(&result->evaluator->results);
    polc_status status = api_run(&call, add, &job);
    arena_rewind(&result->evaluator->results, mark);
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

/* The errors of one refusal, in a collection of their own. */
static struct diags errors_of(struct polc_diagnostics *diagnostics, size_t refusal,
                              struct arena *arena)
{
    struct diags own = diagnostics->diags;
    memset(&own.list, 0, sizeof own.list);
    own.dropped = 0;
    for (size_t i = 0; i < diagnostics->diags.list.count; i++) {
        struct diag *diag = diagnostics->diags.list.items[i];
        if (diag->severity == DIAG_ERROR && diag->refusal == refusal)
            VEC_PUSH(arena, &own.list, diag);
    }
    return own;
}

static void add_refusal(struct remarks *r, const char *file, polc_diagnostics *diagnostics,
                        size_t number)
{
    const struct refusal *refusal = &diagnostics->diags.refusals.items[number - 1];
    struct remark_case *added = remarks_case(r, copied(r->arena, refusal->name));
    if (!added)
        return;
    struct diags own = errors_of(diagnostics, number, r->arena);
    struct strbuf text = strbuf_new(r->arena);
    size_t index = r->cases.count - 1;
    added->verdict = "refused";
    added->outcome = CASE_REFUSED;
    diags_render(&own, false, &text);
    added->text = strbuf_string(&text);
    added->place.file = file;
    added->place.line = (uint32_t)refusal->line;
    remarks_of_diags(r, &own, DIAG_ERROR, added->name);
    added = &r->cases.items[index];
    if (!refusal->line && added->remark_count)
        added->place.line = r->remarks.items[added->first_remark].place.line;
}

void api_remarks_refused(polc_remarks *remarks, const char *path, polc_diagnostics *diagnostics,
                         size_t refused)
{
    struct remarks *r = &remarks->remarks;
    size_t known = diagnostics->diags.refusals.count;
    const char *file = strcmp(path, "-") == 0
                           ? ""
                           : remarks_path(r->arena, r->folder, copied(r->arena, path));
    for (size_t i = 1; i <= known; i++)
        add_refusal(r, file, diagnostics, i);
    r->left_out += refused > known ? refused - known : 0;
}

static void add_refused(void *argument)
{
    struct refused_job *job = argument;
    api_remarks_refused(job->remarks, job->path, job->diagnostics, job->refused);
}

polc_status polc_remarks_refused(polc_remarks *remarks, const char *path,
                                 polc_diagnostics *diagnostics, size_t refused)
{
    struct refused_job job = {remarks, path, diagnostics, refused};
    struct api_call call = {.heap = remarks->heap,
                            .arenas = {&remarks->arena, diagnostics->arena}};
    remarks->summary.refused += refused;
    return refused ? api_run(&call, add_refused, &job) : POLC_OK;
}

static void add_policy(void *argument)
{
    struct refused_job *job = argument;
    struct remarks *r = &job->remarks->remarks;
    struct diags *diags = &job->diagnostics->diags;
    const char *name = copied(r->arena, job->path);
    struct strbuf text = strbuf_new(r->arena);
    struct remark_case *added = remarks_case(r, name);
    if (!added)
        return;
    added->verdict = diags->errors ? "failed" : "passed";
    added->outcome = diags->errors ? CASE_FAILED : CASE_PASSED;
    api_diagnostics_write(job->diagnostics, POLC_SELECT_ALL, false, &text);
    added->text = strbuf_string(&text);
    added->place.file = r->policy_file;
    remarks_of_diags(r, diags, DIAG_HINT, name);
    for (size_t i = 0; i < diags->list.count; i++)
        job->remarks->found[diags->list.items[i]->severity]++;
    job->remarks->found[DIAG_ERROR] = diags->errors;
    job->remarks->about = REMARKS_POLICY;
}

polc_status polc_remarks_policy(polc_remarks *remarks, const char *name,
                                polc_diagnostics *diagnostics)
{
    struct refused_job job = {remarks, name, diagnostics, 0};
    struct api_call call = {.heap = remarks->heap,
                            .arenas = {&remarks->arena, diagnostics->arena}};
    return api_run(&call, add_policy, &job);
}

/* ---- the baseline ---------------------------------------------------------------------------- */

struct settle_job {
    polc_remarks *remarks;
    bool all;
};

static void settle(void *argument)
{
    const struct settle_job *job = argument;
    polc_baseline *b = job->remarks->baseline;
    baseline_warn(&b->baseline, job->all, &b->problems.diags, &job->remarks->remarks);
}

polc_status polc_remarks_settle(polc_remarks *remarks, int all)
{
    struct settle_job job = {remarks, all && !remarks->summary.refused && !remarks->remarks.left_out};
    if (!remarks->baseline)
        return POLC_OK;
    struct api_call call = {.heap = remarks->heap,
                            .arenas = {&remarks->arena, &remarks->baseline->arena}};
    return api_run(&call, settle, &job);
}

struct baseline_job {
    polc_remarks *remarks;
    bool json;
};

static void write_baseline(void *argument, struct strbuf *out)
{
    const struct baseline_job *job = argument;
    emit_baseline(&job->remarks->remarks, job->remarks->fail,
                  job->json ? BASELINE_JSON : BASELINE_YAML, out);
}

polc_status polc_remarks_baseline(polc_remarks *remarks, int json, polc_text **out)
{
    struct baseline_job job = {remarks, json != 0};
    struct api_call call = {.heap = remarks->heap, .arenas = {&remarks->arena}};
    return api_text(&call, write_baseline, &job, out);
}

/* ---- printing ------------------------------------------------------------------------------- */

struct print_job {
    polc_remarks *remarks;
    polc_remarks_format format;
};

static const char *counted(struct arena *arena, size_t count, const char *noun)
{
    return arena_printf(arena, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

/* One line that counts what the cases are. */
static const char *summary_of(const polc_remarks *remarks)
{
    struct strbuf out = strbuf_new(remarks->remarks.arena);
    const polc_case_counts *cases = &remarks->cases;
    switch (remarks->about) {
    case REMARKS_DEPLOYMENTS:
        emit_text_summary(&remarks->summary, &out);
        out.count--; /* its line feed */
        break;
    case REMARKS_POLICY:
        strbuf_text(&out, counted(out.arena, remarks->found[DIAG_ERROR], "error"));
        strbuf_printf(&out, ", %s", counted(out.arena, remarks->found[DIAG_WARNING], "warning"));
        strbuf_printf(&out, ", %s", counted(out.arena, remarks->found[DIAG_HINT], "hint"));
        break;
    case REMARKS_CHANGES:
        strbuf_text(&out, counted(out.arena, remarks->remarks.remarks.count, "difference"));
        break;
    case REMARKS_CASES:
        strbuf_text(&out, counted(out.arena, cases->passed + cases->failed + cases->refused,
                                  "case"));
        strbuf_printf(&out, ": %zu passed, %zu failed", cases->passed, cases->failed);
        if (cases->refused)
            strbuf_printf(&out, ", %zu refused", cases->refused);
        if (cases->review)
            strbuf_printf(&out, ", %zu still to be reviewed", cases->review);
        break;
    }
    return strbuf_string(&out);
}

static void print(void *argument, struct strbuf *out)
{
    struct print_job *job = argument;
    struct remarks *r = &job->remarks->remarks;
    r->summary = summary_of(job->remarks);
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

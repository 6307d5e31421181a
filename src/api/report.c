/* report.c: polc/emit.h: pieces of a report, each put together and handed to the writer. */
#include "api/api.h"

#include "emit/html.h"
#include "emit/options.h"

#define USUAL_LIMIT ((size_t)64 * 1024)

struct polc_report {
    polc_evaluator *evaluator;
    polc_report_options options;
    struct emit_summary summary;
    size_t results;
    int64_t on; /* the day that the head names */
    bool refused; /* the writer refused once: nothing more is written */
    struct arena pieces; /* the piece being made, and what it takes to make it */
    size_t usual;        /* bytes that pieces have had, up to a limit */
};

static struct emit_style style_of(int colour, unsigned width)
{
    struct emit_style style = {colour != 0, width ? width : 100};
    return style;
}

polc_status report_put(polc_report *report, const char *data, size_t length)
{
    if (!report->refused && length
        && report->options.write(report->options.context, data, length) != 0)
        report->refused = true;
    return report->refused ? POLC_ERROR_IO : POLC_OK;
}

struct piece_job {
    polc_report *report;
    api_writer *write;
    void *argument;
    struct arena_mark start;
    struct strbuf text;
};

static void make_piece(void *argument)
{
    struct piece_job *job = argument;
    struct arena *arena = &job->report->pieces;
    if (!arena->top) { /* one block stays, however often pieces are given back */
        arena_alloc(arena, 1);
        job->start = arena_mark(arena);
    }
    job->text = strbuf_new(arena);
    strbuf_reserve(&job->text, job->report->usual);
    job->write(job->argument, &job->text);
}

/* Makes one piece and writes it. */
static polc_status write_piece(polc_report *report, api_writer *write, void *argument)
{
    if (report->refused)
        return POLC_ERROR_IO;
    struct piece_job job = {report, write, argument, arena_mark(&report->pieces), {0}};
    struct api_call call = api_evaluator_call(report->evaluator);
    call.arenas[API_ARENAS - 1] = &report->pieces;
    polc_status status = api_run(&call, make_piece, &job);
    if (status == POLC_OK) {
        if (job.text.count > report->usual)
            report->usual = job.text.count < USUAL_LIMIT ? job.text.count : USUAL_LIMIT;
        status = report_put(report, job.text.items, job.text.count);
    }
    arena_rewind(&report->pieces, job.start);
    return status;
}

/* The head of a JSON report names the day of --on, else that of the first deployment: so it
 * is written with the first result, and no byte of it depends on the day of the run where
 * the deployments are dated. */
static void write_head(polc_report *report, int64_t on, struct strbuf *out)
{
    report->on = on;
    bool options = report->options.format == POLC_REPORT_OPTIONS_JSON;
    emit_json_head(report->evaluator->table->table, options ? "polc-options/1" : "polc-eval/1", on,
                   out);
}

polc_status polc_report_new(polc_evaluator *evaluator, const polc_report_options *given,
                            polc_report **out)
{
    polc_report_options options;
    *out = NULL;
    if (!api_options(given, sizeof options, &options) || !options.write)
        return POLC_ERROR_USAGE;
    polc_report *report = api_handle(evaluator->heap, sizeof *report);
    if (!report)
        return POLC_ERROR_MEMORY;
    report->evaluator = evaluator;
    report->options = options;
    api_arena(&report->pieces, evaluator->heap);
    *out = report;
    return POLC_OK;
}

void polc_report_free(polc_report *report)
{
    if (!report)
        return;
    arena_free(&report->pieces);
    api_release(report->evaluator->heap, report);
}

static int64_t day_of(const struct emit_case *view)
{
    return view->boxes[view->worst].sets[VOCAB_DATE].first.low;
}

struct add_job {
    polc_report *report;
    const polc_result *result;
};

/* What else is permitted, for each placement. */
static void add_options(const polc_report *report, const struct emit_case *view,
                        struct strbuf *out)
{
    struct emit_style style = style_of(report->options.colour, report->options.width);
    struct options *options = ARENA_ARRAY(out->arena, struct options, view->box_count);
    for (size_t i = 0; i < view->box_count; i++) {
        options_find(out->arena, view->evaluator, view->boxes[i].sets, &options[i]);
        if (view->boxes[i].result->verdict != EVAL_PERMITTED)
            options_wait(out->arena, view->evaluator, view->boxes[i].sets, &options[i]);
    }
    if (report->options.format == POLC_REPORT_OPTIONS)
        emit_options_text(view, options, &style, out);
    else
        emit_options_json(view, options, report->on, out);
}

void report_render(polc_report *report, const polc_result *result, bool first,
                   struct strbuf *out)
{
    struct emit_case with = result->view;
    const struct emit_case *view = &with;
    struct emit_style style = style_of(report->options.colour, report->options.width);
    if (report->options.remarks)
        api_remarks_known(report->options.remarks, out->arena, &with);
    switch (report->options.format) {
    case POLC_REPORT_TEXT:
        strbuf_text(out, first ? "" : "\n");
        emit_text_case(view, &style, out);
        return;
    case POLC_REPORT_EXPLAIN:
        strbuf_text(out, first ? "" : "\n");
        emit_explain_case(view, &style, out);
        return;
    case POLC_REPORT_OPTIONS:
        strbuf_text(out, first ? "" : "\n");
        add_options(report, view, out);
        return;
    case POLC_REPORT_JSON:
    case POLC_REPORT_OPTIONS_JSON:
        if (first)
            write_head(report, report->evaluator->on_given ? report->evaluator->on : day_of(view),
                       out);
        strbuf_text(out, first ? "\n  " : ",\n  ");
        if (report->options.format == POLC_REPORT_JSON)
            emit_json_case(view, report->on, out);
        else
            add_options(report, view, out);
        return;
    case POLC_REPORT_NDJSON:
        emit_json_case(view, DATE_NEVER, out);
        strbuf_char(out, '\n');
        return;
    case POLC_REPORT_HTML:
        if (first)
            emit_html_begin(report->evaluator->table->table, out);
        emit_html_case(view, out);
        return;
    }
}

void report_count(polc_report *report, enum eval_verdict verdict, bool unresolved)
{
    report->results++;
    report->summary.verdicts[verdict]++;
    report->summary.unresolved += unresolved;
}

bool report_is_of(const polc_report *report, const polc_evaluator *evaluator)
{
    return report->evaluator == evaluator && !report->options.remarks;
}

bool report_is_empty(const polc_report *report)
{
    return report->results == 0;
}

static void add(void *argument, struct strbuf *out)
{
    struct add_job *job = argument;
    report_render(job->report, job->result, job->report->results == 0, out);
}

polc_status polc_report_add(polc_report *report, const polc_result *result)
{
    struct add_job job = {report, result};
    polc_status status = write_piece(report, add, &job);
    const struct eval_result *worst = result->view.boxes[result->view.worst].result;
    report_count(report, worst->verdict, worst->unresolved);
    report->summary.baselined +=
        report->options.remarks && api_remarks_baselined(report->options.remarks);
    return status;
}

static void tail(void *argument, struct strbuf *out)
{
    polc_report *report = argument;
    switch (report->options.format) {
    case POLC_REPORT_TEXT:
    case POLC_REPORT_EXPLAIN:
    case POLC_REPORT_OPTIONS:
        if (report->results + report->summary.refused > 1) {
            strbuf_text(out, report->results ? "\n" : "");
            emit_text_summary(&report->summary, out);
        }
        return;
    case POLC_REPORT_JSON:
    case POLC_REPORT_OPTIONS_JSON:
        if (!report->results)
            write_head(report, report->evaluator->on, out);
        emit_json_tail(&report->summary, out);
        return;
    case POLC_REPORT_NDJSON:
        return;
    case POLC_REPORT_HTML:
        if (!report->results)
            emit_html_begin(report->evaluator->table->table, out);
        emit_html_end(report->evaluator->table->table, &report->summary, out);
        return;
    }
}

polc_status polc_report_end(polc_report *report, size_t refused)
{
    report->summary.refused = refused;
    return write_piece(report, tail, report);
}

/* ---- one result as a text ------------------------------------------------------------------ */

struct one_job {
    const polc_result *result;
    struct emit_style style;
    polc_report_format format;
};

static void one(void *argument, struct strbuf *out)
{
    const struct one_job *job = argument;
    switch (job->format) {
    case POLC_REPORT_TEXT:
        emit_text_case(&job->result->view, &job->style, out);
        return;
    case POLC_REPORT_EXPLAIN:
        emit_explain_case(&job->result->view, &job->style, out);
        return;
    case POLC_REPORT_JSON:
    case POLC_REPORT_NDJSON:
    case POLC_REPORT_OPTIONS:
    case POLC_REPORT_OPTIONS_JSON:
    case POLC_REPORT_HTML:
        emit_json_case(&job->result->view, DATE_NEVER, out);
        return;
    }
}

static polc_status result_as(const struct one_job *job, polc_text **out)
{
    struct api_call call = api_evaluator_call(job->result->evaluator);
    struct one_job copy = *job;
    return api_text(&call, one, &copy, out);
}

polc_status polc_result_text(const polc_result *result, int colour, unsigned width, polc_text **out)
{
    struct one_job job = {result, style_of(colour, width), POLC_REPORT_TEXT};
    return result_as(&job, out);
}

polc_status polc_result_explain(const polc_result *result, int colour, unsigned width,
                                polc_text **out)
{
    struct one_job job = {result, style_of(colour, width), POLC_REPORT_EXPLAIN};
    return result_as(&job, out);
}

polc_status polc_result_json(const polc_result *result, polc_text **out)
{
    struct one_job job = {result, style_of(0, 0), POLC_REPORT_JSON};
    return result_as(&job, out);
}

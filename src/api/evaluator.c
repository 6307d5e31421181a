/* evaluator.c: polc/eval.h: documents in, one result a deployment out.
 *
 * The binder and the engine live as long as the evaluator; the text of a document and what
 * was wrong in it as long as the next one is not read; a result as long as its receiver runs.
 */
#include "api/api.h"

#include <string.h>

struct api_call api_evaluator_call(polc_evaluator *evaluator)
{
    struct api_call call = {
        .heap = evaluator->heap,
        .arenas = {&evaluator->arena, &evaluator->results},
        .engine = evaluator->engine,
        .before = evaluator->arena.guard,
    };
    return call;
}

/* ---- making one ------------------------------------------------------------------------- */

struct new_job {
    polc_evaluator *evaluator;
    const polc_eval_options *options;
};

static const char *copied(struct arena *arena, const char *text)
{
    return text ? arena_string(arena, text, strlen(text)) : NULL;
}

/* A day of the options; a diagnostic when it is none. */
static bool option_day(polc_evaluator *evaluator, const char *name, const char *text, int64_t *out)
{
    struct span nowhere = {SOURCE_NONE, 0, 0};
    if (date_parse(text, strlen(text), out))
        return true;
    diag_add(&evaluator->problems.diags, DIAG_DATE_FORM, nowhere,
             "`%s` of --%s is no day of the calendar; write YYYY-MM-DD", text, name);
    return false;
}

static void bind_dates(polc_evaluator *evaluator, const polc_eval_options *options,
                       struct bind_options *out)
{
    out->today = date_today();
    if (options->today)
        option_day(evaluator, "today", options->today, &out->today);
    if (options->on)
        out->has_date = option_day(evaluator, "on", options->on, &out->date);
    evaluator->on_given = out->has_date;
    evaluator->on = out->has_date ? out->date : out->today;
}

static void read_ledgers(polc_evaluator *evaluator, const polc_eval_options *options)
{
    for (size_t i = 0; i < options->event_file_count; i++)
        binder_ledger_file(evaluator->binder, options->event_files[i]);
    for (size_t i = 0; i < options->event_count; i++)
        binder_ledger_entry(evaluator->binder, copied(&evaluator->arena, options->events[i].name),
                            copied(&evaluator->arena, options->events[i].value));
}

/* What is there before the first document, to return to before each. */
static void remember_start(polc_evaluator *evaluator)
{
    struct api_start *start = &evaluator->start;
    const struct sources *sources = &evaluator->problems.sources;
    start->list = ARENA_ARRAY(&evaluator->arena, struct source, sources->list.count);
    if (sources->list.count)
        memcpy(start->list, sources->list.items, sources->list.count * sizeof *start->list);
    start->diags = evaluator->problems.diags;
    start->sources = *sources;
    start->mark = arena_mark(&evaluator->arena);
}

void api_return_to_start(polc_evaluator *evaluator)
{
    struct api_start *start = &evaluator->start;
    arena_rewind(&evaluator->arena, start->mark);
    evaluator->problems.diags = start->diags;
    evaluator->problems.sources = start->sources;
    /* the list may have grown in place, over what is behind the mark: begin a new one */
    struct sources *sources = &evaluator->problems.sources;
    sources->list.items = start->list;
    for (size_t i = 0; i < sources->list.count; i++)
        start->list[i].lines = NULL; /* made when a place was printed, behind the mark */
    sources->list.capacity = sources->list.count;
    evaluator->problems.diags.list.items = NULL;
    evaluator->problems.diags.list.count = evaluator->problems.diags.list.capacity = 0;
}

static void make(void *argument)
{
    struct new_job *job = argument;
    polc_evaluator *evaluator = job->evaluator;
    const polc_eval_options *options = job->options;
    struct arena *arena = &evaluator->arena;
    const struct table *table = evaluator->table->table;
    struct bind_options bind = {0};
    api_diagnostics_init(&evaluator->problems, arena);
    bind_dates(evaluator, options, &bind);
    struct bind_setting *settings = ARENA_ARRAY(arena, struct bind_setting, options->setting_count);
    for (size_t i = 0; i < options->setting_count; i++) {
        settings[i].name = copied(arena, options->settings[i].name);
        settings[i].value = copied(arena, options->settings[i].value);
    }
    bind.settings = settings;
    bind.setting_count = options->setting_count;
    bind.reading_party = copied(arena, options->reading);
    bind.input = copied(arena, options->input);
    evaluator->binder = binder_new(arena, &table->vocab, &evaluator->problems.diags, &bind);
    read_ledgers(evaluator, options);
    evaluator->engine = evaluator_new(arena, table);
    evaluator->budget = options->budget;
    if (evaluator->budget)
        evaluator_budget(evaluator->engine, evaluator->budget);
    remember_start(evaluator);
}

struct clone_job {
    polc_evaluator *evaluator;
    const polc_evaluator *original;
};

/* Its sources begin with those of the original, whose places what is shared may name. */
static void make_clone(void *argument)
{
    struct clone_job *job = argument;
    polc_evaluator *evaluator = job->evaluator;
    const polc_evaluator *original = job->original;
    struct arena *arena = &evaluator->arena;
    api_diagnostics_init(&evaluator->problems, arena);
    const struct sources *sources = &original->start.sources;
    for (size_t i = 0; i < sources->list.count; i++) {
        struct source source = original->start.list[i];
        source.lines = NULL; /* the original's own */
        VEC_PUSH(arena, &evaluator->problems.sources.list, source);
    }
    evaluator->on_given = original->on_given;
    evaluator->on = original->on;
    evaluator->binder = binder_clone(arena, original->binder, &evaluator->problems.diags);
    evaluator->engine = evaluator_new(arena, evaluator->table->table);
    evaluator->budget = original->budget;
    if (evaluator->budget)
        evaluator_budget(evaluator->engine, evaluator->budget);
    remember_start(evaluator);
}

polc_status polc_evaluator_clone(polc_evaluator *original, polc_evaluator **out)
{
    *out = NULL;
    if (original->start.diags.errors)
        return POLC_ERROR_USAGE;
    polc_evaluator *evaluator = api_handle(original->heap, sizeof *evaluator);
    if (!evaluator)
        return POLC_ERROR_MEMORY;
    evaluator->heap = original->heap;
    evaluator->table = original->table;
    api_arena(&evaluator->arena, evaluator->heap);
    api_arena(&evaluator->results, evaluator->heap);
    struct clone_job job = {evaluator, original};
    struct api_call call = {.heap = evaluator->heap,
                            .arenas = {&evaluator->arena, &evaluator->results}};
    polc_status status = api_run(&call, make_clone, &job);
    if (status != POLC_OK) {
        polc_evaluator_free(evaluator);
        return status;
    }
    *out = evaluator;
    return POLC_OK;
}

polc_status polc_evaluator_new(const polc_table *table, const polc_eval_options *given,
                               polc_evaluator **out)
{
    polc_eval_options options;
    struct heap heap = table->heap;
    *out = NULL;
    if (!api_options(given, sizeof options, &options))
        return POLC_ERROR_USAGE;
    polc_evaluator *evaluator = api_handle(heap, sizeof *evaluator);
    if (!evaluator)
        return POLC_ERROR_MEMORY;
    evaluator->heap = heap;
    evaluator->table = table;
    api_arena(&evaluator->arena, heap);
    api_arena(&evaluator->results, heap);
    struct new_job job = {evaluator, &options};
    struct api_call call = {.heap = heap, .arenas = {&evaluator->arena, &evaluator->results}};
    polc_status status = api_run(&call, make, &job);
    if (status != POLC_OK) {
        polc_evaluator_free(evaluator);
        return status;
    }
    *out = evaluator;
    return evaluator->problems.diags.errors ? POLC_ERROR_INPUT : POLC_OK;
}

void polc_evaluator_free(polc_evaluator *evaluator)
{
    if (!evaluator)
        return;
    if (evaluator->engine)
        evaluator_free(evaluator->engine);
    arena_free(&evaluator->results);
    arena_free(&evaluator->arena);
    api_release(evaluator->heap, evaluator);
}

const polc_table *polc_evaluator_table(const polc_evaluator *evaluator)
{
    return evaluator->table;
}

polc_diagnostics *polc_evaluator_diagnostics(polc_evaluator *evaluator)
{
    return &evaluator->problems;
}

static void before_reading(void *context, uint64_t read, bool waits)
{
    polc_evaluator *evaluator = context;
    evaluator->watch(evaluator->watch_context, read, waits);
}

void polc_evaluator_watch(polc_evaluator *evaluator, polc_watch *watch, void *context)
{
    evaluator->watch = watch;
    evaluator->watch_context = context;
    evaluator->reads = (struct io_watch){before_reading, evaluator, 0};
    if (evaluator->binder)
        binder_watch(evaluator->binder, watch ? &evaluator->reads : NULL);
}

/* ---- reading ------------------------------------------------------------------------------- */

struct read_job {
    polc_evaluator *evaluator;
    const struct bind_part *part; /* or the document */
    struct bind_result *sum; /* or NULL */
    size_t *index;
    const polc_document *document;
    const struct api_reading *reading;
    size_t left_out;
    bool refused;
};

/* Results for a polc_receiver. */
struct results_job {
    polc_evaluator *evaluator;
    polc_receiver *receiver;
    void *context;
    size_t evaluated;
};

static bool worse(const struct eval_result *a, const struct eval_result *b)
{
    return a->verdict > b->verdict
           || (a->verdict == b->verdict && a->unresolved && !b->unresolved);
}

/* Evaluates every placement; all of it lives in the results' arena. The purse is for the deployment
 * and all that is asked about it until the next. */
static struct polc_result *result_of(polc_evaluator *evaluator, const struct deployment *deployment)
{
    struct arena *arena = &evaluator->results;
    struct polc_result *result = ARENA_NEW(arena, struct polc_result);
    struct emit_box *boxes = ARENA_ARRAY(arena, struct emit_box, deployment->placement_count);
    eval_recall_trim(evaluator->engine);
    evaluator_purse(evaluator->engine, evaluator_share(evaluator->engine, EVAL_PURSE));
    result->evaluator = evaluator;
    result->view = (struct emit_case){evaluator->table->table, evaluator->engine, deployment, boxes,
                                      deployment->placement_count, 0, 0, NULL, 0};
    for (size_t i = 0; i < deployment->placement_count; i++) {
        const struct placement *placement = &deployment->placements[i];
        boxes[i].sets = placement->sets;
        boxes[i].label = placement->label ? placement->label : "";
        boxes[i].result = eval_box_recalled(evaluator->engine, placement->sets, arena);
        result->view.possible |= boxes[i].result->possible;
        if (worse(boxes[i].result, boxes[result->view.worst].result))
            result->view.worst = i;
    }
    date_format(boxes[result->view.worst].sets[VOCAB_DATE].first.low, result->date);
    return result;
}

static void add_placements(struct polc_result *result)
{
    if (result->view.box_count < 2)
        return;
    struct arena *arena = &result->evaluator->results;
    result->placement_count = result->view.box_count;
    result->placements = ARENA_ARRAY(arena, struct polc_result, result->placement_count);
    for (size_t i = 0; i < result->placement_count; i++) {
        struct polc_result *each = &result->placements[i];
        *each = *result;
        each->placements = NULL;
        each->placement_count = 0;
        each->view.boxes = &result->view.boxes[i];
        each->view.box_count = 1;
        each->view.worst = 0;
        each->view.possible = result->view.boxes[i].result->possible;
        date_format(each->view.boxes[0].sets[VOCAB_DATE].first.low, each->date);
    }
}

static bool receive(void *context, const struct deployment *deployment)
{
    struct results_job *job = context;
    struct arena_mark mark = arena_mark(&job->evaluator->results);
    struct polc_result *result = result_of(job->evaluator, deployment);
    add_placements(result);
    job->evaluated++;
    bool more = job->receiver(job->context, result) == 0;
    arena_rewind(&job->evaluator->results, mark);
    return more;
}

enum bind_format api_document_format(polc_document_format format)
{
    switch (format) {
    case POLC_DOCUMENT_BY_NAME:
        return BIND_BY_NAME;
    case POLC_DOCUMENT_YAML:
        return BIND_YAML;
    case POLC_DOCUMENT_JSON:
        return BIND_JSON;
    case POLC_DOCUMENT_NDJSON:
        return BIND_NDJSON;
    case POLC_DOCUMENT_CSV:
        return BIND_CSV;
    }
    return BIND_BY_NAME;
}

/* Which inputs found no deployment in some document, and in how many. */
void api_remark(polc_evaluator *evaluator, const struct bind_result *result)
{
    const struct vocab *vocab = &evaluator->table->table->vocab;
    struct strbuf out = strbuf_new(&evaluator->arena);
    if (!result->empty)
        return;
    strbuf_printf(&out, "%zu of %zu document%s for input", result->empty, result->documents,
                  result->documents == 1 ? "" : "s");
    const char *before = " ";
    for (uint32_t i = 0; i < vocab->input_count && i < 63; i++) {
        if (!(result->empty_inputs >> i & 1))
            continue;
        strbuf_printf(&out, "%s%s", before, vocab_string(vocab, vocab->inputs[i].name));
        before = ", ";
    }
    strbuf_printf(&out, " hold%s no deployment", result->empty == 1 ? "s" : "");
    if (result->left_out)
        strbuf_printf(&out, "; %zu element%s left out", result->left_out,
                      result->left_out == 1 ? " was" : "s were");
    evaluator->remark = arena_string(&evaluator->arena, out.items, out.count);
}

static void read_document(void *argument)
{
    struct read_job *job = argument;
    polc_evaluator *evaluator = job->evaluator;
    static const polc_document none;
    const polc_document *document = job->part ? &none : job->document;
    struct bind_bytes bytes = {document->path, document->data, document->length,
                               api_document_format(document->format)};
    struct bind_target target = {job->reading->receive, job->reading->context,
                                 job->reading->watcher};
    struct bind_result result;
    /* one block stays, however often the results are given back */
    arena_alloc(&evaluator->results, 1);
    bool read = true;
    if (job->part)
        binder_read_part(evaluator->binder, job->part, &target, &result, job->index);
    else
        read = document->data
                    ? binder_read_bytes(evaluator->binder, &bytes, &target, &result)
                    : binder_read(evaluator->binder, bytes.name, bytes.format, &target, &result);
    api_remark(evaluator, &result);
    if (job->sum)
        bind_result_add(job->sum, &result);
    job->left_out = result.refused;
    job->refused = !read || result.refused || evaluator->problems.diags.errors;
}

static polc_status read_guarded(struct read_job *job, size_t *refused)
{
    polc_evaluator *evaluator = job->evaluator;
    *refused = 0;
    if (evaluator->start.diags.errors) /* its options do not fit the policy */
        return POLC_ERROR_USAGE;
    struct api_call call = api_evaluator_call(evaluator);
    call.arenas[API_ARENAS - 1] = job->reading->arena;
    api_return_to_start(evaluator);
    evaluator->remark = NULL;
    polc_status status = api_run(&call, read_document, job);
    arena_free(&evaluator->results);
    *refused = job->left_out;
    if (status == POLC_OK && job->refused)
        return POLC_ERROR_INPUT;
    return status;
}

polc_status api_read(polc_evaluator *evaluator, const polc_document *document,
                     const struct api_reading *reading, size_t *refused)
{
    struct read_job job = {.evaluator = evaluator, .document = document, .reading = reading};
    return read_guarded(&job, refused);
}

polc_status api_read_part(polc_evaluator *evaluator, const struct api_part *part,
                          struct bind_result *out)
{
    struct results_job job = {evaluator, part->receiver, part->context, 0};
    struct api_reading reading = {receive, &job, NULL, NULL};
    size_t refused;
    memset(out, 0, sizeof *out);
    struct read_job read = {
        .evaluator = evaluator, .part = &part->part, .index = part->index, .reading = &reading,
        .sum = out};
    return read_guarded(&read, &refused);
}

const char *polc_evaluator_remark(const polc_evaluator *evaluator)
{
    return evaluator->remark;
}

polc_status polc_evaluator_read(polc_evaluator *evaluator, const polc_document *document,
                                polc_receiver *receiver, void *context, polc_counts *out)
{
    struct results_job job = {evaluator, receiver, context, 0};
    struct api_reading reading = {receive, &job, NULL, NULL};
    size_t refused;
    polc_status status = api_read(evaluator, document, &reading, &refused);
    if (out)
        *out = (polc_counts){job.evaluated, refused};
    return status;
}

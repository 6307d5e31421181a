/* run.c: polc/run.h: the calling thread cuts documents into parts, and hands out in order what
 * the crew made of them.
 *
 * Threads start only behind the first result: that one fixes the head of a report. A part is
 * evaluated under a guess, how many descriptions stand before it; where a line turned out to be
 * more or less than one, the parts behind it are evaluated again. So nothing depends on which
 * thread did what, or how many there are.
 */
#include "api/crew.h"

#include <stdio.h>
#include <string.h>

#define TEXT_WANTED ((size_t)256 * 1024) /* bytes that a part comes to in all reports together */

struct run {
    polc_evaluator *evaluator;
    const polc_document *documents;
    size_t count;
    const polc_run_options *options;
    struct crew crew;
    struct arena *arena; /* of opening documents */
    struct cleanup cleanup;
    /* cutting */
    struct parts parts;
    size_t next; /* document to open */
    bool cutting;
    size_t most; /* lines of a part; 0: nothing is known yet */
    /* handing out */
    size_t index; /* descriptions of the document so far */
    uint64_t done; /* bytes of it */
    struct io_watch reads;
    bool reading; /* a document was begun: its diagnostics are being gathered */
    struct bind_result document, all;
    polc_status status;
    bool stopped;
};

/* Documents of which much is to be told are cut into smaller parts, so that what all slots hold has a
 * bound. By the part that was handed out last: the first is, before any thread begins. */
static void fit_parts(struct run *run, const struct slot *slot)
{
    size_t bytes = 0;
    if (!slot->part.lines)
        return; /* a whole document, or the last line of one */
    for (size_t i = 0; i < run->options->report_count; i++)
        bytes += slot->texts[i].count;
    size_t most = bytes ? (size_t)(TEXT_WANTED * slot->part.lines / bytes) : PARTS_LINES;
    run->most = most == 0 ? 1 : most < PARTS_LINES ? most : PARTS_LINES;
    run->parts.most = run->most;
}

/* Reading is told of what was handed out, not of what was cut ahead of it. */
static void tell_watch(void *context, uint64_t read, bool waits)
{
    const struct run *run = context;
    polc_evaluator *evaluator = run->evaluator;
    (void)read;
    if (evaluator->watch)
        evaluator->watch(evaluator->watch_context, run->done, waits);
}

/* ---- cutting ------------------------------------------------------------------------------------ */

static void end_of_document(struct slot *slot, const char *error)
{
    slot->empty = true;
    slot->failed = error != NULL;
    snprintf(slot->error, sizeof slot->error, "%s", error ? error : "");
}

/* Fills the slot with the next part, or with the end of a document. False: there is nothing more. */
static bool cut(struct run *run, struct slot *slot)
{
    const char *error;
    slot->empty = slot->failed = false;
    slot->status = POLC_OK;
    slot->result = (struct bind_result){0};
    if (!run->cutting) {
        if (run->next == run->count)
            return false;
        const polc_document *document = &run->documents[run->next++];
        struct bind_bytes bytes = {document->path, document->data, document->length,
                                   api_document_format(document->format)};
        slot->document = run->next - 1;
        tell_watch(run, 0, !document->data); /* opening a pipe may wait */
        if (!parts_open(&run->parts, run->arena, &bytes, &run->reads, &error)) {
            end_of_document(slot, error);
            return true;
        }
        run->cutting = true;
        if (run->most)
            run->parts.most = run->most;
    }
    slot->document = run->next - 1;
    enum parts_next next = parts_next(&run->parts, &slot->memory, &slot->part, &error);
    if (next == PARTS_ONE)
        return true;
    end_of_document(slot, next == PARTS_FAILED ? error : NULL);
    parts_close(&run->parts);
    run->cutting = false;
    return true;
}

/* ---- handing out ---------------------------------------------------------------------------------- */

static void stop(struct run *run, polc_status status)
{
    run->stopped = true;
    run->status = status;
}

static void write_texts(struct run *run, const struct slot *slot)
{
    const polc_run_options *options = run->options;
    const struct met *met = (const struct met *)(const void *)slot->met.data;
    size_t count = slot->met.count / sizeof *met;
    for (size_t i = 0; i < options->report_count; i++) {
        for (size_t k = 0; k < count; k++)
            report_count(options->reports[i], met[k].verdict, met[k].unresolved);
        if (report_put(options->reports[i], slot->texts[i].data, slot->texts[i].count) != POLC_OK)
            stop(run, POLC_ERROR_IO);
    }
    for (size_t k = 0; k < count && options->met && !run->stopped; k++) {
        polc_met told = {slot->names.data + met[k].name, met[k].line, met[k].told,
                         met[k].unresolved};
        if (options->met(options->context, &told) != 0)
            stop(run, POLC_OK);
    }
}

static int tell_read(struct run *run, const struct slot *slot, polc_status status)
{
    polc_counts counts = {run->document.deployments, run->document.refused};
    if (!run->options->read)
        return 0;
    return run->options->read(run->options->context, slot->document, status, &counts);
}

static void end_document(struct run *run, const struct slot *slot)
{
    polc_evaluator *evaluator = run->evaluator;
    struct diags *diags = &evaluator->problems.diags;
    const char *path = run->documents[slot->document].path;
    if (slot->failed) {
        bool large = strncmp(slot->error, "larger", 6) == 0;
        struct span nowhere = {SOURCE_NONE, 0, 0};
        diag_add(diags, large ? DIAG_FILE_TOO_LARGE : DIAG_FILE_UNREADABLE, nowhere,
                 "`%s` cannot be read: %s", path, slot->error);
    }
    polc_status status = run->document.refused || diags->errors ? POLC_ERROR_INPUT : POLC_OK;
    if (status != POLC_OK)
        run->status = status;
    api_remark(evaluator, &run->document);
    run->done = 0;
    if (tell_read(run, slot, status) != 0)
        run->stopped = true;
    run->reading = false;
}

static void hand_out(struct run *run, struct slot *slot)
{
    if (!run->reading) {
        api_return_to_start(run->evaluator);
        run->document = (struct bind_result){0};
        run->evaluator->remark = NULL;
        run->index = 0;
        run->reading = true;
    }
    if (slot->empty) {
        end_document(run, slot);
        return;
    }
    if (slot->evaluator && slot->part.index_before != run->index) {
        slot->part.index_before = run->index;
        slot_evaluate(slot);
    }
    if (slot->status != POLC_OK && slot->status != POLC_ERROR_INPUT) {
        stop(run, slot->status);
        tell_read(run, slot, slot->status);
        return;
    }
    diags_merge(&run->evaluator->problems.diags, &slot->evaluator->problems.diags,
                (uint32_t)run->evaluator->start.sources.list.count);
    run->index = slot->index;
    bind_result_add(&run->document, &slot->result);
    bind_result_add(&run->all, &slot->result);
    run->done += slot->part.length;
    write_texts(run, slot);
    fit_parts(run, slot);
    tell_watch(run, 0, false);
}

/* ---- both ------------------------------------------------------------------------------------------- */

static void close_run(void *argument)
{
    struct run *run = argument;
    crew_close(&run->crew);
    parts_close(&run->parts);
}

static bool may_start(const struct run *run)
{
    return run->all.deployments > 0;
}

static void work(void *argument)
{
    struct run *run = argument;
    struct guard *guard = run->arena->guard;
    struct crew *crew = &run->crew;
    struct slot *slot;
    bool more = true;
    run->reads = (struct io_watch){tell_watch, run, 0};
    run->cleanup = (struct cleanup){close_run, run, NULL};
    guard_register(guard, &run->cleanup);
    crew_open(crew, run->options->jobs, guard);
    while (!run->stopped) {
        if ((slot = crew_done(crew))) {
            hand_out(run, slot);
            crew_take(crew, slot);
            if (may_start(run))
                crew_start(crew);
            continue;
        }
        int fd = -1;
        bool room = more && crew_free(crew);
        bool waits = run->cutting && parts_wait(&run->parts, &fd);
        if (room && !(waits && crew_busy(crew))) {
            slot = crew_free(crew);
            more = cut(run, slot);
            if (more)
                crew_give(crew, slot);
        } else if (crew_busy(crew)) {
            crew_wait(crew, room ? fd : -1);
        } else {
            break;
        }
    }
}

polc_status polc_run(polc_evaluator *evaluator, const polc_document *documents, size_t count,
                     const polc_run_options *given, polc_counts *out)
{
    polc_run_options options;
    struct arena arena;
    if (out)
        *out = (polc_counts){0, 0};
    if (!api_options(given, sizeof options, &options) || evaluator->start.diags.errors)
        return POLC_ERROR_USAGE;
    for (size_t i = 0; i < options.report_count; i++)
        if (!report_is_of(options.reports[i], evaluator))
            return POLC_ERROR_USAGE;
    struct run run = {.evaluator = evaluator, .documents = documents, .count = count,
                      .options = &options, .arena = &arena, .status = POLC_OK};
    run.crew.heap = evaluator->heap;
    run.crew.evaluator = evaluator;
    run.crew.reports = options.reports;
    run.crew.report_count = options.report_count;
    api_arena(&arena, evaluator->heap);
    struct api_call call = api_evaluator_call(evaluator);
    call.arenas[API_ARENAS - 1] = &arena;
    polc_status status = api_run(&call, work, &run);
    arena_free(&arena);
    if (out)
        *out = (polc_counts){run.all.deployments, run.all.refused};
    return status == POLC_OK ? run.status : status;
}

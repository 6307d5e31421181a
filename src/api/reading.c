/* reading.c: polc/emit.h: documents in, what was read of them out, without a verdict. */
#include "api/api.h"

#include "emit/reading.h"

#include <string.h>

struct polc_reading {
    polc_evaluator *evaluator;
    polc_report_options options;
    struct emit_reading state;
    bool begun, refused; /* the writer refused once: nothing more is written */
};

polc_status polc_reading_new(polc_evaluator *evaluator, const polc_report_options *given,
                             polc_reading **out)
{
    polc_report_options options;
    *out = NULL;
    if (!api_options(given, sizeof options, &options) || !options.write)
        return POLC_ERROR_USAGE;
    polc_reading *reading = api_handle(evaluator->heap, sizeof *reading);
    if (!reading)
        return POLC_ERROR_MEMORY;
    reading->evaluator = evaluator;
    reading->options = options;
    reading->state.table = evaluator->table->table;
    reading->state.sources = &evaluator->problems.sources;
    reading->state.json = options.format == POLC_REPORT_JSON;
    *out = reading;
    return POLC_OK;
}

void polc_reading_free(polc_reading *reading)
{
    if (reading)
        api_release(reading->evaluator->heap, reading);
}

/* A piece of the report while a document is being read. */
typedef void piece_writer(polc_reading *reading, const void *what, struct strbuf *out);

static bool write_piece(polc_reading *reading, piece_writer *write, const void *what)
{
    struct arena *arena = &reading->evaluator->results;
    struct arena_mark mark = arena_mark(arena);
    struct strbuf out = strbuf_new(arena);
    if (!reading->begun)
        emit_reading_begin(&reading->state, &out);
    reading->begun = true;
    write(reading, what, &out);
    const char *text = strbuf_string(&out);
    if (!reading->refused && out.count
        && reading->options.write(reading->options.context, text, out.count) != 0)
        reading->refused = true;
    arena_rewind(arena, mark);
    return !reading->refused;
}

static void write_document(polc_reading *reading, const void *what, struct strbuf *out)
{
    emit_reading_document(&reading->state, what, out);
}

static void write_deployment(polc_reading *reading, const void *what, struct strbuf *out)
{
    emit_reading_deployment(&reading->state, what, out);
}

static void write_left_out(polc_reading *reading, const void *what, struct strbuf *out)
{
    emit_reading_left_out(&reading->state, what, out);
}

static void write_end(polc_reading *reading, const void *what, struct strbuf *out)
{
    (void)what;
    emit_reading_end(&reading->state, out);
}

static bool receive(void *context, const struct deployment *deployment)
{
    return write_piece(context, write_deployment, deployment);
}

static void see_document(void *context, const struct traced_document *document)
{
    write_piece(context, write_document, document);
}

static void see_left_out(void *context, const struct traced_element *element)
{
    write_piece(context, write_left_out, element);
}

polc_status polc_reading_add(polc_reading *reading, const polc_document *document,
                             polc_counts *out)
{
    const struct bind_watcher watcher = {see_document, see_left_out, reading};
    struct api_reading to = {receive, reading, NULL, &watcher};
    size_t refused, before = reading->state.deployments;
    polc_status status = api_read(reading->evaluator, document, &to, &refused);
    reading->state.refused += refused;
    if (out)
        *out = (polc_counts){reading->state.deployments - before, refused};
    return reading->refused ? POLC_ERROR_IO : status;
}

static void end(void *argument)
{
    write_piece(argument, write_end, NULL);
}

polc_status polc_reading_end(polc_reading *reading)
{
    struct api_call call = api_evaluator_call(reading->evaluator);
    polc_status status = api_run(&call, end, reading);
    return reading->refused ? POLC_ERROR_IO : status;
}

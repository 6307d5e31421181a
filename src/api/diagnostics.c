/* diagnostics.c: polc/diag.h. */
#include "api/api.h"

#include "emit/diag_json.h"

#include <string.h>

void api_diagnostics_init(struct polc_diagnostics *diagnostics, struct arena *arena)
{
    diagnostics->heap = arena->heap;
    diagnostics->arena = arena;
    sources_init(&diagnostics->sources, arena);
    diags_init(&diagnostics->diags, arena, &diagnostics->sources);
}

struct said_job {
    polc_diagnostics *diagnostics;
    const polc_origin *origin;
    uint32_t source;
};

/* What is only about the name before the value moves to a copy of the text that stands there. */
static void move_name(void *argument)
{
    const struct said_job *job = argument;
    struct sources *sources = &job->diagnostics->sources;
    struct source copy = *sources_get(sources, job->source);
    copy.lines_before = job->origin->name_line - 1;
    copy.columns_before = (int64_t)job->origin->name_column - 1;
    VEC_PUSH(sources->arena, &sources->list, copy);
    for (size_t i = 0; i < job->diagnostics->diags.list.count; i++) {
        struct diag *diag = job->diagnostics->diags.list.items[i];
        if (diag->span.source == job->source && diag->span.end < job->origin->before)
            diag->span.source = (uint32_t)sources->list.count;
    }
}

void polc_diagnostics_said(polc_diagnostics *diagnostics, const polc_origin *origin)
{
    struct sources *sources = &diagnostics->sources;
    for (size_t i = 0, met = 0; i < sources->list.count; i++) {
        struct source *source = &sources->list.items[i];
        if (strcmp(source->name, origin->option) != 0 || met++ != origin->index)
            continue;
        source->name = origin->name;
        source->lines_before = origin->line ? origin->line - 1 : 0;
        source->columns_before =
            origin->line ? (int64_t)origin->column - 1 - (int64_t)origin->before : 0;
        struct said_job job = {diagnostics, origin, (uint32_t)i + 1};
        struct api_call call = {.heap = diagnostics->heap, .arenas = {diagnostics->arena}};
        if (origin->name_line)
            api_run(&call, move_name, &job); /* without memory it stays at the value */
        return;
    }
}

const char *polc_diagnostics_file(const polc_diagnostics *diagnostics, size_t index)
{
    const struct sources *sources = &diagnostics->sources;
    return index < sources->list.count ? sources->list.items[index].name : NULL;
}

size_t polc_diagnostics_count(const polc_diagnostics *diagnostics)
{
    return diagnostics->diags.list.count;
}

size_t polc_diagnostics_errors(const polc_diagnostics *diagnostics)
{
    return diagnostics->diags.errors;
}

static polc_severity severity_of(enum diag_severity severity)
{
    switch (severity) {
    case DIAG_ERROR:
        return POLC_SEVERITY_ERROR;
    case DIAG_WARNING:
        return POLC_SEVERITY_WARNING;
    case DIAG_HINT:
        return POLC_SEVERITY_HINT;
    }
    return POLC_SEVERITY_ERROR;
}

struct get_job {
    polc_diagnostics *diagnostics;
    size_t index;
    polc_diagnostic *out;
};

static void get(void *argument)
{
    struct get_job *job = argument;
    diags_sort(&job->diagnostics->diags);
    const struct diag *diag = job->diagnostics->diags.list.items[job->index];
    struct place place = source_place(&job->diagnostics->sources, diag->span);
    job->out->code = diag_code_id(diag->code);
    job->out->severity = severity_of(diag->severity);
    job->out->message = diag->message;
    job->out->file = place.file;
    job->out->line = place.line;
    job->out->column = place.column;
    job->out->end_line = place.end_line;
    job->out->end_column = place.end_column;
}

polc_status polc_diagnostics_get(polc_diagnostics *diagnostics, size_t index, polc_diagnostic *out)
{
    memset(out, 0, sizeof *out);
    if (index >= diagnostics->diags.list.count)
        return POLC_ERROR_USAGE;
    struct get_job job = {diagnostics, index, out};
    struct api_call call = {.heap = diagnostics->heap, .arenas = {diagnostics->arena}};
    return api_run(&call, get, &job);
}

void api_diagnostics_write(struct polc_diagnostics *diagnostics, polc_selection selection,
                           bool colour, struct strbuf *out)
{
    struct diags chosen = diagnostics->diags;
    if (selection == POLC_SELECT_ERRORS) {
        memset(&chosen.list, 0, sizeof chosen.list);
        for (size_t i = 0; i < diagnostics->diags.list.count; i++)
            if (diagnostics->diags.list.items[i]->severity == DIAG_ERROR)
                VEC_PUSH(out->arena, &chosen.list, diagnostics->diags.list.items[i]);
    }
    diags_render(&chosen, colour, out);
}

struct text_job {
    polc_diagnostics *diagnostics;
    polc_selection selection;
    bool colour;
};

static void write_text(void *argument, struct strbuf *out)
{
    struct text_job *job = argument;
    api_diagnostics_write(job->diagnostics, job->selection, job->colour, out);
}

polc_status polc_diagnostics_text(polc_diagnostics *diagnostics, polc_selection selection,
                                  int colour, polc_text **out)
{
    struct text_job job = {diagnostics, selection, colour != 0};
    struct api_call call = {.heap = diagnostics->heap, .arenas = {diagnostics->arena}};
    return api_text(&call, write_text, &job, out);
}

static void write_json(void *argument, struct strbuf *out)
{
    polc_diagnostics *diagnostics = argument;
    emit_json_diags(&diagnostics->diags, JSON_DOCUMENT, out);
}

static void write_ndjson(void *argument, struct strbuf *out)
{
    polc_diagnostics *diagnostics = argument;
    emit_json_diags(&diagnostics->diags, JSON_LINES, out);
}

polc_status polc_diagnostics_json(polc_diagnostics *diagnostics, polc_text **out)
{
    struct api_call call = {.heap = diagnostics->heap, .arenas = {diagnostics->arena}};
    return api_text(&call, write_json, diagnostics, out);
}

polc_status polc_diagnostics_ndjson(polc_diagnostics *diagnostics, polc_text **out)
{
    struct api_call call = {.heap = diagnostics->heap, .arenas = {diagnostics->arena}};
    return api_text(&call, write_ndjson, diagnostics, out);
}

/* ---- codes ---------------------------------------------------------------------------- */

const char *polc_code_title(const char *code)
{
    enum diag_code found;
    return diag_code_find(code, &found) ? diag_code_title(found) : NULL;
}

const char *polc_code_text(const char *code)
{
    enum diag_code found;
    return diag_code_find(code, &found) ? diag_code_text(found) : NULL;
}

const char *polc_code_example(const char *code)
{
    enum diag_code found;
    return diag_code_find(code, &found) ? diag_code_example(found) : NULL;
}

polc_severity polc_code_severity(const char *code)
{
    enum diag_code found;
    return severity_of(diag_code_find(code, &found) ? diag_code_severity(found) : DIAG_ERROR);
}

const char *polc_code_at(size_t index)
{
    return index < DIAG_CODE_COUNT ? diag_code_id((enum diag_code)index) : NULL;
}

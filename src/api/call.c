/* call.c: how a function of the public interface reaches the inside: guarded, and back. */
#include "api/api.h"

#include "base/date.h"
#include "diag/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static polc_status status_of(enum fault fault)
{
    switch (fault) {
    case FAULT_NONE:
        return POLC_OK;
    case FAULT_MEMORY:
        return POLC_ERROR_MEMORY;
    case FAULT_IO:
        return POLC_ERROR_IO;
    case FAULT_BUG:
        return POLC_ERROR_INTERNAL;
    }
    return POLC_ERROR_INTERNAL;
}

polc_status api_run(const struct api_call *call, void (*job)(void *argument), void *argument)
{
    struct guard guard;
    struct guard *before[API_ARENAS] = {NULL};
    for (size_t i = 0; i < API_ARENAS; i++) {
        if (!call->arenas[i])
            continue;
        before[i] = call->arenas[i]->guard;
        call->arenas[i]->guard = &guard;
    }
    if (call->engine)
        evaluator_guard(call->engine, &guard);
    enum fault fault = guard_run(&guard, call->heap, job, argument);
    for (size_t i = 0; i < API_ARENAS; i++)
        if (call->arenas[i])
            call->arenas[i]->guard = before[i];
    if (call->engine)
        evaluator_guard(call->engine, call->before);
    return status_of(fault);
}

struct heap api_heap(const polc_heap *heap)
{
    if (!heap)
        return heap_default();
    struct heap given = {heap->alloc, heap->release, heap->context};
    return given;
}

void api_arena(struct arena *arena, struct heap heap)
{
    memset(arena, 0, sizeof *arena);
    arena->heap = heap;
}

void *api_handle(struct heap heap, size_t size)
{
    void *handle = heap.alloc(heap.context, size);
    if (handle)
        memset(handle, 0, size);
    return handle;
}

void api_release(struct heap heap, void *handle)
{
    heap.release(heap.context, handle);
}

bool api_options(const void *given, size_t known, void *out)
{
    size_t size;
    memset(out, 0, known);
    if (!given)
        return true;
    memcpy(&size, given, sizeof size);
    if (size < sizeof size)
        return false;
    memcpy(out, given, size < known ? size : known);
    return true;
}

polc_status api_fail(polc_error *error, polc_status status, const char *format, ...)
{
    if (!error)
        return status;
    va_list arguments;
    error->status = status;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return status;
}

const char *api_status_text(polc_status status)
{
    switch (status) {
    case POLC_OK:
        return "fine";
    case POLC_ERROR_POLICY:
        return "the policy has errors";
    case POLC_ERROR_INPUT:
        return "the input is invalid or cannot be read";
    case POLC_ERROR_USAGE:
        return "an argument makes no sense";
    case POLC_ERROR_BUDGET:
        return "a budget ran out";
    case POLC_ERROR_MEMORY:
        return "out of memory";
    case POLC_ERROR_IO:
        return "reading or writing failed";
    case POLC_ERROR_INTERNAL:
        return "an invariant of polc does not hold; this is a bug";
    }
    return "";
}

/* ---- texts ------------------------------------------------------------------------------ */

struct text_job {
    struct heap heap;
    struct arena *arena;
    api_writer *write;
    void *argument;
    polc_text *text;
};

static void run_text(void *argument)
{
    struct text_job *job = argument;
    struct strbuf out;
    strbuf_init(&out, job->arena);
    job->write(job->argument, &out);
    size_t length = out.count;
    job->text = job->heap.alloc(job->heap.context, sizeof *job->text + length + 1);
    if (!job->text)
        guard_raise(job->arena->guard, FAULT_MEMORY);
    job->text->heap = job->heap;
    job->text->length = length;
    memcpy(job->text->data, strbuf_string(&out), length + 1);
}

polc_status api_text(const struct api_call *call, api_writer *write, void *argument,
                     polc_text **out)
{
    struct arena arena;
    struct text_job job = {call->heap, &arena, write, argument, NULL};
    struct api_call with = *call;
    *out = NULL;
    api_arena(&arena, call->heap);
    with.arenas[API_ARENAS - 1] = &arena;
    polc_status status = api_run(&with, run_text, &job);
    arena_free(&arena);
    if (status == POLC_OK)
        *out = job.text;
    else if (job.text)
        api_release(call->heap, job.text);
    return status;
}

const char *polc_text_data(const polc_text *text)
{
    return text ? text->data : "";
}

size_t polc_text_length(const polc_text *text)
{
    return text ? text->length : 0;
}

void polc_text_free(polc_text *text)
{
    if (text)
        api_release(text->heap, text);
}

const char *polc_version(void)
{
    return POLC_VERSION;
}

int polc_day_is(const char *text)
{
    int64_t day;
    return date_parse(text, strlen(text), &day);
}

const char *polc_name_nearest(const char *name, const char *const *candidates, size_t count)
{
    struct nearest nearest;
    nearest_init(&nearest, name, strlen(name));
    for (size_t i = 0; i < count; i++)
        nearest_offer(&nearest, candidates[i]);
    return nearest_result(&nearest);
}

size_t polc_visible(const char *text, char *out, size_t size)
{
    size_t length = strlen(text), at = 0, used = 0, taken, shown;
    char point[UTF8_VISIBLE];
    for (; at < length; at += taken, used += shown) {
        taken = utf8_visible_point(text + at, length - at, point, &shown);
        if (used + shown >= size)
            break;
        memcpy(out + used, point, shown);
    }
    out[used] = '\0';
    return at;
}

/* fuzz_render.c: any bytes as a source, any spans in it: printing never leaves its text and
 * gives the same output twice. The first bytes choose the spans, the rest is the source. */
#include "diag/diag.h"

#include <stdlib.h>
#include <string.h>

struct job {
    struct guard guard;
    const uint8_t *data;
    size_t size;
};

static struct span read_span(const uint8_t *bytes, uint32_t source)
{
    struct span span = {bytes[0] % 8 ? source : SOURCE_NONE, bytes[1], 0};
    span.end = span.begin + bytes[2] % 64;
    return span;
}

static void render(struct arena *arena, const struct job *job, struct strbuf *out)
{
    struct sources sources;
    struct diags diags;
    sources_init(&sources, arena);
    diags_init(&diags, arena, &sources);
    size_t length = job->size - 12;
    uint32_t source = sources_add(&sources, "a.pol", arena_string(arena, (const char *)job->data + 12, length),
                                  length);
    struct diag *diag = diag_add(&diags, DIAG_NAME_TAKEN, read_span(job->data, source), "cause");
    for (size_t i = 1; i < 4; i++)
        diag_label(&diags, diag, read_span(job->data + 3 * i, source), "label %zu", i);
    strbuf_init(out, arena);
    diags_render(&diags, job->data[0] & 1, out);
}

static void run(void *argument)
{
    struct job *job = argument;
    struct arena arena;
    struct strbuf first, second;
    arena_init(&arena, &job->guard);
    render(&arena, job, &first);
    render(&arena, job, &second);
    if (strcmp(strbuf_string(&first), strbuf_string(&second)) != 0)
        abort();
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct job job = {.data = data, .size = size};
    if (size < 12)
        return 0;
    if (guard_run(&job.guard, heap_default(), run, &job) != FAULT_NONE)
        abort();
    return 0;
}

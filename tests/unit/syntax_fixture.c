/* syntax_fixture.c: see syntax_fixture.h. */
#include "unit/syntax_fixture.h"

#include <stdlib.h>
#include <string.h>

struct syntax_job {
    struct guard guard;
    struct parsed parsed;
    struct cleanup cleanup;
    const char *text;
    size_t length;
    void (*use)(struct parsed *parsed, void *context);
    void *context;
};

static void release(void *argument)
{
    arena_free(argument);
}

static void run(void *argument)
{
    struct syntax_job *job = argument;
    struct parsed *parsed = &job->parsed;
    arena_init(&parsed->arena, &job->guard);
    job->cleanup = (struct cleanup){release, &parsed->arena, NULL};
    guard_register(&job->guard, &job->cleanup);
    sources_init(&parsed->sources, &parsed->arena);
    diags_init(&parsed->diags, &parsed->arena, &parsed->sources);
    interner_init(&parsed->names, &parsed->arena);
    parsed->source = sources_add(&parsed->sources, "test.pol", job->text, job->length);
    struct parse_context context = {&parsed->arena, &parsed->names, &parsed->diags};
    parsed->file = parse_file(&context, parsed->source);
    if (job->use)
        job->use(parsed, job->context);
}

bool syntax_fixture(const char *text, size_t length, struct heap heap,
                    void (*use)(struct parsed *parsed, void *context), void *context)
{
    /* A block of its own: the address sanitizer sees every step over its end. */
    char *copy = malloc(length + 1);
    if (!copy)
        return false;
    memcpy(copy, text, length);
    copy[length] = '\0';
    struct syntax_job job = {.text = copy, .length = length, .use = use, .context = context};
    enum fault fault = guard_run(&job.guard, heap, run, &job);
    free(copy);
    return fault == FAULT_NONE;
}

struct ast_file *syntax_again(struct parsed *parsed, const char *text)
{
    struct parse_context context = {&parsed->arena, &parsed->names, &parsed->diags};
    return parse_file(&context, sources_add(&parsed->sources, "again.pol", text, strlen(text)));
}

const char *syntax_report(struct parsed *parsed)
{
    struct strbuf out;
    strbuf_init(&out, &parsed->arena);
    diags_render(&parsed->diags, false, &out);
    return strbuf_string(&out);
}

const char *syntax_form(struct parsed *parsed, const struct ast_file *file)
{
    struct strbuf out;
    strbuf_init(&out, &parsed->arena);
    ast_print(file, &parsed->names, &out);
    return strbuf_string(&out);
}

const char *syntax_dump(struct parsed *parsed, const struct ast_file *file, bool places)
{
    struct strbuf out;
    strbuf_init(&out, &parsed->arena);
    ast_dump(file, &parsed->names, places ? &parsed->sources : NULL, &out);
    return strbuf_string(&out);
}

const char *syntax_round_trip(struct parsed *parsed)
{
    const char *form = syntax_form(parsed, parsed->file);
    struct ast_file *again = syntax_again(parsed, form);
    if (parsed->diags.errors > 0)
        return arena_printf(&parsed->arena, "the canonical form does not parse:\n%s%s", form,
                            syntax_report(parsed));
    const char *before = syntax_dump(parsed, parsed->file, false);
    const char *after = syntax_dump(parsed, again, false);
    if (strcmp(before, after) != 0)
        return arena_printf(&parsed->arena, "another tree:\n%s---- than\n%s", after, before);
    const char *twice = syntax_form(parsed, again);
    if (strcmp(form, twice) != 0)
        return arena_printf(&parsed->arena, "formatted twice:\n%s---- once\n%s", twice, form);
    return NULL;
}

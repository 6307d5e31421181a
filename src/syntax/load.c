/* load.c: the files of a policy: those given, then those they use, each once.
 *
 * A file is known by its real path, so that one file met under two names is one file; one
 * that has no real path (standard input, a pipe) by its name. The chain of files that are
 * being read is kept on a stack of our own: a long chain of `uses` must not grow the
 * machine's.
 */
#include "syntax/load.h"

#include "base/io.h"
#include "base/map.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct open_file {
    uint32_t number; /* in order of first meeting */
    const char *name;
    const struct ast_statement *next; /* to look for `uses` in */
};

struct loader {
    struct parse_context *context;
    struct policy_files *files;
    struct map known; /* atom of the real path → number */
    VEC(bool) open;   /* by number: on the stack */
    VEC(struct open_file) stack;
    bool too_many;
};

static atom_t identity(struct loader *loader, const char *path)
{
    char real[PATH_MAX];
    if (strcmp(path, "-") != 0 && realpath(path, real))
        return intern_string(loader->context->names, real);
    return intern_string(loader->context->names, path);
}

static void report_cycle(struct loader *loader, uint32_t number, struct span said)
{
    struct parse_context *context = loader->context;
    struct strbuf chain;
    strbuf_init(&chain, context->names->arena);
    bool inside = false;
    const char *first = "";
    for (size_t i = 0; i < loader->stack.count; i++) {
        const struct open_file *file = &loader->stack.items[i];
        if (file->number == number)
            first = file->name;
        inside |= file->number == number;
        if (inside)
            strbuf_printf(&chain, "`%s` uses ", file->name);
    }
    strbuf_printf(&chain, "`%s`", first);
    struct diag *diag =
        diag_add(context->diags, DIAG_USES_CYCLE, said, "this file is being used already");
    diag_note(context->diags, diag, "%s", strbuf_string(&chain));
    diag_help(context->diags, diag, "put what both files need into a third one");
}

static void read_file(struct loader *loader, const char *path, struct span said)
{
    struct parse_context *context = loader->context;
    struct io_text text;
    const char *error;
    uint32_t number = (uint32_t)loader->open.count;
    VEC_PUSH(context->names->arena, &loader->open, false);
    if (!io_read(context->names->arena, path, PARSE_FILE_LIMIT, &text, &error)) {
        loader->files->unreadable = true;
        diag_add(context->diags,
                 strncmp(error, "larger", 6) == 0 ? DIAG_FILE_TOO_LARGE : DIAG_FILE_UNREADABLE,
                 said, "cannot read `%s`: %s", path, error);
        return;
    }
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    uint32_t source = sources_add(context->diags->sources, name, text.data, text.length);
    struct ast_file *file = parse_file(context, source);
    VEC_PUSH(context->names->arena, &loader->files->files, file);
    struct open_file open = {number, path, file->statements};
    loader->open.items[number] = true;
    VEC_PUSH(context->names->arena, &loader->stack, open);
}

static void meet(struct loader *loader, const char *path, struct span said)
{
    uint64_t number;
    atom_t atom = identity(loader, path);
    if (map_get(&loader->known, atom, &number)) {
        if (loader->open.items[number])
            report_cycle(loader, (uint32_t)number, said);
        return;
    }
    if (loader->open.count >= LOAD_FILE_COUNT_LIMIT) {
        if (!loader->too_many)
            diag_add(loader->context->diags, DIAG_USES_TOO_MANY, said,
                     "a policy has at most %d files", LOAD_FILE_COUNT_LIMIT);
        loader->too_many = true;
        loader->files->unreadable = true;
        return;
    }
    map_put(&loader->known, atom, loader->open.count);
    read_file(loader, path, said);
}

/* Follows the next `uses` of the file on top, or takes it off the stack. */
static void step(struct loader *loader)
{
    struct open_file *top = &loader->stack.items[loader->stack.count - 1];
    while (top->next && top->next->kind != STATEMENT_USES)
        top->next = top->next->next;
    if (!top->next) {
        loader->open.items[top->number] = false;
        loader->stack.count--;
        return;
    }
    const struct ast_text *text = &top->next->text;
    top->next = top->next->next;
    if (!text->text)
        return;
    const char *path = io_beside(loader->context->names->arena, top->name, text->text);
    meet(loader, strcmp(path, "-") == 0 ? "./-" : path, text->span);
}

struct policy_files *load_policy(struct parse_context *context, const char *const *paths,
                                 size_t path_count)
{
    struct loader loader = {.context = context};
    loader.files = ARENA_NEW(context->names->arena, struct policy_files);
    map_init(&loader.known, context->names->arena);
    for (size_t i = 0; i < path_count; i++) {
        meet(&loader, paths[i], (struct span){SOURCE_NONE, 0, 0});
        while (loader.stack.count > 0)
            step(&loader);
    }
    return loader.files;
}

/* table.c: polc/policy.h: tables as files, as bytes and as text. */
#include "api/api.h"

#include "emit/table.h"
#include "table/image.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int polc_table_is(const char *path)
{
    char magic[sizeof IMAGE_MAGIC - 1];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return 0;
    bool same = pread(fd, magic, sizeof magic, 0) == (ssize_t)sizeof magic
                && memcmp(magic, IMAGE_MAGIC, sizeof magic) == 0;
    close(fd);
    return same;
}

/* ---- opening ---------------------------------------------------------------------------- */

struct open_job {
    polc_table *table;
    const char *path; /* or */
    const void *data;
    size_t length;
    const char *error; /* in the table's arena */
};

static void open_image(void *argument)
{
    struct open_job *job = argument;
    polc_table *table = job->table;
    const unsigned char *data;
    if (job->path) {
        if (!io_map(&table->arena, job->path, &table->mapping, &job->error))
            return;
        data = table->mapping.data;
        job->length = table->mapping.length;
    } else {
        data = arena_copy(&table->arena, job->data, job->length);
    }
    table->table = table_open(&table->arena, data, job->length, &job->error);
}

static polc_status open_table(struct open_job *job, const polc_heap *chosen, polc_table **out,
                              polc_error *error)
{
    struct heap heap = api_heap(chosen);
    *out = NULL;
    job->table = api_handle(heap, sizeof *job->table);
    if (!job->table)
        return api_fail(error, POLC_ERROR_MEMORY, "%s", api_status_text(POLC_ERROR_MEMORY));
    job->table->heap = heap;
    api_arena(&job->table->arena, heap);
    struct api_call call = {.heap = heap, .arenas = {&job->table->arena}};
    polc_status status = api_run(&call, open_image, job);
    if (status != POLC_OK)
        api_fail(error, status, "%s", api_status_text(status));
    else if (!job->table->table)
        status = api_fail(error, POLC_ERROR_INPUT, "%s", job->error);
    if (status == POLC_OK)
        *out = job->table;
    else
        polc_table_free(job->table);
    return status;
}

polc_status polc_table_open(const char *path, const polc_heap *heap, polc_table **out,
                            polc_error *error)
{
    struct open_job job = {.path = path};
    return open_table(&job, heap, out, error);
}

polc_status polc_table_open_bytes(const void *data, size_t length, const polc_heap *heap,
                                  polc_table **out, polc_error *error)
{
    struct open_job job = {.data = data, .length = length};
    return open_table(&job, heap, out, error);
}

void polc_table_free(polc_table *table)
{
    if (!table)
        return;
    io_unmap(&table->mapping);
    arena_free(&table->arena);
    api_release(table->heap, table);
}

/* ---- saving ----------------------------------------------------------------------------- */

const void *polc_table_bytes(const polc_table *table, size_t *length)
{
    *length = table->table->image_length;
    return table->table->image;
}

struct save_job {
    const struct table *table;
    const char *path;
    struct arena arena;
    const char *error; /* NULL when all is written */
};

static void save(void *argument)
{
    struct save_job *job = argument;
    const char *error;
    if (!io_write(&job->arena, job->path, job->table->image, job->table->image_length, &error))
        job->error = error;
}

polc_status polc_table_save(const polc_table *table, const char *path, polc_error *error)
{
    struct save_job job = {.table = table->table, .path = path};
    api_arena(&job.arena, table->heap);
    struct api_call call = {.heap = table->heap, .arenas = {&job.arena}};
    polc_status status = api_run(&call, save, &job);
    if (status != POLC_OK)
        api_fail(error, status, "%s", api_status_text(status));
    else if (job.error)
        status = api_fail(error, POLC_ERROR_IO, "%s", job.error);
    arena_free(&job.arena);
    return status;
}

/* ---- what it is --------------------------------------------------------------------------- */

const char *polc_table_name(const polc_table *table)
{
    return table_text(table->table, table->table->meta->name.offset);
}

void polc_table_hash(const polc_table *table, char out[17])
{
    snprintf(out, 17, "%016" PRIx64, table->table->meta->policy_hash);
}

size_t polc_table_clause_count(const polc_table *table)
{
    return table->table->clauses_count;
}

struct print_job {
    const struct table *table;
    polc_table_format format;
    unsigned width;
};

static void print(void *argument, struct strbuf *out)
{
    struct print_job *job = argument;
    switch (job->format) {
    case POLC_TABLE_TEXT:
        emit_table_text(job->table, out->arena, job->width ? job->width : 100, out);
        return;
    case POLC_TABLE_MARKDOWN:
        emit_table_markdown(job->table, out->arena, out);
        return;
    case POLC_TABLE_CSV:
        emit_table_csv(job->table, out->arena, out);
        return;
    case POLC_TABLE_JSON:
        emit_table_json(job->table, out->arena, out);
        return;
    case POLC_TABLE_HTML:
        emit_table_html(job->table, out);
        return;
    }
}

polc_status polc_table_print(const polc_table *table, polc_table_format format, unsigned width,
                             polc_text **out)
{
    struct print_job job = {table->table, format, width};
    struct api_call call = {.heap = table->heap};
    return api_text(&call, print, &job, out);
}

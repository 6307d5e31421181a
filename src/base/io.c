/* io.c: see io.h. Plain POSIX calls, so that interruption and short writes are seen. */
#include "base/io.h"

#include "base/strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool refuse(struct arena *arena, const char **error)
{
    /* strerror_r in its POSIX form, so that threads may fail at once */
    char text[128];
    if (strerror_r(errno, text, sizeof text) != 0)
        snprintf(text, sizeof text, "error %d", errno);
    if (text[0] >= 'A' && text[0] <= 'Z')
        text[0] = (char)(text[0] - 'A' + 'a');
    *error = arena_printf(arena, "%s", text);
    return false;
}

static ssize_t read_some(int fd, char *data, size_t size)
{
    ssize_t n;
    do
        n = read(fd, data, size);
    while (n < 0 && errno == EINTR);
    return n;
}

static bool read_all(struct arena *arena, int fd, size_t hint, size_t limit,
                     struct io_text *out, const char **error)
{
    size_t capacity = hint + IO_PADDING + 1, count = 0;
    char *data = arena_alloc(arena, capacity);
    for (;;) {
        if (capacity - count <= IO_PADDING)
            data = arena_grow(arena, data, 1, count, &capacity);
        ssize_t n = read_some(fd, data + count, capacity - count - IO_PADDING);
        if (n < 0)
            return refuse(arena, error);
        count += (size_t)n;
        if (count > limit) {
            *error = arena_printf(arena, "larger than the limit of %zu bytes", limit);
            return false;
        }
        if (n == 0)
            break;
    }
    memset(data + count, 0, IO_PADDING);
    out->data = data;
    out->length = count;
    return true;
}

bool io_read(struct arena *arena, const char *path, size_t limit, struct io_text *out,
             const char **error)
{
    if (strcmp(path, "-") == 0)
        return read_all(arena, STDIN_FILENO, 65536, limit, out, error);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return refuse(arena, error);
    struct stat st;
    bool ok;
    if (fstat(fd, &st) != 0) {
        ok = refuse(arena, error);
    } else if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        ok = refuse(arena, error);
    } else if (S_ISREG(st.st_mode) && (uintmax_t)st.st_size > limit) {
        *error = arena_printf(arena, "larger than the limit of %zu bytes", limit);
        ok = false;
    } else {
        ok = read_all(arena, fd, S_ISREG(st.st_mode) ? (size_t)st.st_size : 65536, limit, out,
                      error);
    }
    close(fd);
    return ok;
}

bool io_map(struct arena *arena, const char *path, struct io_mapping *out, const char **error)
{
    out->data = NULL;
    out->length = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return refuse(arena, error);
    struct stat st;
    bool ok = fstat(fd, &st) == 0;
    if (ok && S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        ok = false;
    }
    if (ok && st.st_size > 0) {
        void *data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        ok = data != MAP_FAILED;
        if (ok) {
            out->data = data;
            out->length = (size_t)st.st_size;
        }
    }
    if (!ok)
        refuse(arena, error);
    close(fd);
    return ok;
}

void io_unmap(struct io_mapping *mapping)
{
    if (mapping->data)
        munmap((void *)(uintptr_t)mapping->data, mapping->length);
    mapping->data = NULL;
    mapping->length = 0;
}

static bool write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t n = write(fd, data, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        data += n;
        length -= (size_t)n;
    }
    return true;
}

bool io_write(struct arena *arena, const char *path, const void *data, size_t length,
              const char **error)
{
    struct stat st;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
        /* a device or a pipe is written through, there is nothing to rename */
        int fd = open(path, O_WRONLY | O_CLOEXEC);
        if (fd < 0)
            return refuse(arena, error);
        bool ok = write_all(fd, data, length) || refuse(arena, error);
        if (close(fd) != 0 && ok)
            ok = refuse(arena, error);
        return ok;
    }
    const char *temporary = arena_printf(arena, "%s.%ld.tmp", path, (long)getpid());
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return refuse(arena, error);
    bool ok = write_all(fd, data, length);
    if (!ok)
        refuse(arena, error);
    if (close(fd) != 0 && ok)
        ok = refuse(arena, error);
    if (ok && rename(temporary, path) != 0)
        ok = refuse(arena, error);
    if (!ok)
        unlink(temporary);
    return ok;
}

const char *io_beside(struct arena *arena, const char *base, const char *name)
{
    const char *slash = strrchr(base, '/');
    if (name[0] == '/' || !slash)
        return arena_printf(arena, "%s", name);
    return arena_printf(arena, "%.*s/%s", (int)(slash - base), base, name);
}

/* io.c: see io.h. Plain POSIX calls, so that interruption and short writes are seen. */
#include "base/io.h"

#include "base/strbuf.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool refuse(struct arena *arena, const char **error)
{
    /* strerror_r in its GNU form (it returns the text), so that threads may fail at once */
    char buffer[128];
    char *text = arena_printf(arena, "%s", strerror_r(errno, buffer, sizeof buffer));
    if (text[0] >= 'A' && text[0] <= 'Z')
        text[0] = (char)(text[0] - 'A' + 'a');
    *error = text;
    return false;
}

/* An open file that is closed, and a half-written one that is removed, when running out
 * of memory unwinds past it. Lives in the arena, whose clean-up runs later. */
struct held {
    struct cleanup cleanup;
    int fd;
    const char *temporary; /* NULL: nothing to remove */
};

static void release(void *argument)
{
    struct held *held = argument;
    if (held->fd >= 0)
        close(held->fd);
    if (held->temporary)
        unlink(held->temporary);
}

static struct held *hold(struct arena *arena)
{
    struct held *held = ARENA_NEW(arena, struct held);
    held->fd = -1;
    held->cleanup.run = release;
    held->cleanup.argument = held;
    guard_register(arena->guard, &held->cleanup);
    return held;
}

/* Closes and keeps what was written; false when closing tells of an error. */
static bool let_go(struct arena *arena, struct held *held)
{
    guard_forget(arena->guard, &held->cleanup);
    return close(held->fd) == 0;
}

/* The call failed: its error, then nothing is left open or half-written. */
static bool give_up(struct arena *arena, struct held *held, const char **error)
{
    refuse(arena, error);
    guard_forget(arena->guard, &held->cleanup);
    release(held);
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

static void tell_watch(const struct io_input *input)
{
    struct io_watch *watch = input->watch;
    struct pollfd wait = {input->fd, POLLIN, 0};
    if (watch)
        watch->before(watch->context, watch->read, !input->regular && poll(&wait, 1, 0) == 0);
}

bool io_rest(const struct io_input *input, const struct io_text *beginning, size_t limit,
             struct io_text *out, const char **error)
{
    struct arena *arena = input->arena;
    size_t count = beginning->length, hint = count + 65536;
    if (input->regular && input->size > limit) {
        *error = arena_printf(arena, "larger than the limit of %zu bytes", limit);
        return false;
    }
    if (!input->regular)
        tell_watch(input);
    if (input->regular && input->size > count)
        hint = (size_t)input->size;
    size_t capacity = hint + IO_PADDING + 1;
    char *data = arena_alloc(arena, capacity);
    if (count)
        memcpy(data, beginning->data, count);
    for (;;) {
        if (capacity - count <= IO_PADDING)
            data = arena_grow(arena, data, 1, count, &capacity);
        ssize_t n = read_some(input->fd, data + count, capacity - count - IO_PADDING);
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

bool io_open(struct arena *arena, const char *path, struct io_input *out, const char **error)
{
    struct stat st;
    memset(out, 0, sizeof *out);
    out->arena = arena;
    out->fd = STDIN_FILENO;
    if (strcmp(path, "-") == 0) {
        if (fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode))
            out->regular = true; /* its size says nothing: it may be read from the middle */
        return true;
    }
    out->held = hold(arena);
    out->fd = out->held->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (out->fd < 0 || fstat(out->fd, &st) != 0)
        return give_up(arena, out->held, error);
    if (S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        return give_up(arena, out->held, error);
    }
    out->regular = S_ISREG(st.st_mode);
    out->size = out->regular ? (uint64_t)st.st_size : 0;
    return true;
}

bool io_some(const struct io_input *input, char *data, size_t size, size_t *got,
             const char **error)
{
    tell_watch(input);
    ssize_t n = read_some(input->fd, data, size);
    *got = n < 0 ? 0 : (size_t)n;
    if (input->watch)
        input->watch->read += *got;
    return n >= 0 || refuse(input->arena, error);
}

void io_close(struct io_input *input)
{
    if (input->held)
        let_go(input->arena, input->held);
    input->held = NULL;
    input->fd = -1;
}

bool io_read(struct arena *arena, const char *path, size_t limit, struct io_text *out,
             const char **error)
{
    struct io_input input;
    struct io_text nothing = {NULL, 0};
    if (!io_open(arena, path, &input, error))
        return false;
    bool ok = io_rest(&input, &nothing, limit, out, error);
    io_close(&input);
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
    int why = errno;
    close(fd);
    errno = why;
    return ok || refuse(arena, error);
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
    const char *temporary = arena_printf(arena, "%s.%ld.tmp", path, (long)getpid());
    struct held *held = hold(arena);
    struct stat st;
    /* a device or a pipe is written through, there is nothing to rename; so is a link, which stays */
    bool through = lstat(path, &st) == 0 && !S_ISREG(st.st_mode);
    if (through) {
        held->fd = open(path, O_WRONLY | O_TRUNC | O_CREAT | O_CLOEXEC, 0666);
    } else {
        held->fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
        held->temporary = held->fd < 0 ? NULL : temporary;
    }
    if (held->fd < 0 || !write_all(held->fd, data, length))
        return give_up(arena, held, error);
    if (let_go(arena, held) && (through || rename(temporary, path) == 0))
        return true;
    refuse(arena, error);
    if (!through)
        unlink(temporary);
    return false;
}

/* Takes every `name/..` out of a path, where name is no `.` or `..` itself, in place. */
static void shorten(char *path)
{
    for (char *up = strstr(path, "/../"); up;) {
        char *begin = up;
        while (begin > path && begin[-1] != '/')
            begin--;
        size_t length = (size_t)(up - begin);
        bool plain = length > 0 && !(length == 1 && begin[0] == '.')
                     && !(length == 2 && begin[0] == '.' && begin[1] == '.');
        if (plain)
            memmove(begin, up + 4, strlen(up + 4) + 1);
        up = strstr(plain ? path : up + 1, "/../");
    }
}

/* Where a folder on the way is a symbolic link, `..` leads elsewhere than the text says. */
static bool other_file(const char *path, const char *shorter)
{
    struct stat st, st_shorter;
    if (stat(path, &st) != 0)
        return false;
    return stat(shorter, &st_shorter) != 0 || st.st_dev != st_shorter.st_dev
           || st.st_ino != st_shorter.st_ino;
}

const char *io_beside(struct arena *arena, const char *base, const char *name)
{
    const char *slash = strrchr(base, '/');
    if (name[0] == '/' || !slash)
        return arena_printf(arena, "%s", name);
    const char *path = arena_printf(arena, "%.*s/%s", (int)(slash - base), base, name);
    char *shorter = arena_copy(arena, path, strlen(path) + 1);
    shorten(shorter);
    return strcmp(path, shorter) == 0 || other_file(path, shorter) ? path : shorter;
}

const char *io_real(struct arena *arena, const char *path)
{
    char real[PATH_MAX];
    if (realpath(path, real))
        return arena_printf(arena, "%s", real);
    /* the end is a segment like the others, and above the root is the root */
    char *text = arena_printf(arena, "%s/", path);
    shorten(text);
    while (strncmp(text, "/../", 4) == 0)
        memmove(text, text + 3, strlen(text + 3) + 1);
    size_t length = strlen(text);
    if (length > 1)
        text[length - 1] = '\0';
    return text;
}

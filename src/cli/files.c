/* files.c: a file that data is written to.
 *
 * A new file is written under a temporary name beside its own and renamed when everything was
 * written: nobody sees half of it under its final name, nor anything where the run ended before
 * there was a document. A device, a pipe or what a link leads to is written through, so that the
 * link stays: /dev/stdout may well be one to a file.
 * A write that fails is remembered, told once and is exit status 6.
 */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUFFER ((size_t)64 * 1024)

static bool is_output(const char *path)
{
    return !path || strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0;
}

/* A report is written in thousands of small pieces. A terminal keeps its lines. The buffer of standard
 * output belongs to it to the end of the program. */
static void widen(struct cli_file *file)
{
    file->terminal = isatty(fileno(file->stream));
    if (!file->terminal)
        file->buffer = malloc(BUFFER);
    if (file->buffer)
        setvbuf(file->stream, file->buffer, _IOFBF, BUFFER);
}

/* What a link leads to is not emptied before there is something to write. */
static FILE *open_through(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    FILE *stream = fd < 0 ? NULL : fdopen(fd, "wb");
    if (fd >= 0 && !stream)
        close(fd);
    return stream;
}

/* Behind what was written: false, and errno, when the rest stays. */
static bool cut_off(struct cli_file *file)
{
    struct stat st;
    off_t end = ftello(file->stream);
    if (file->temporary || fstat(fileno(file->stream), &st) != 0 || !S_ISREG(st.st_mode)
        || (end <= 0 && !file->whole))
        return true;
    return ftruncate(fileno(file->stream), end) == 0;
}

bool cli_file_open(struct cli *cli, struct cli_file *file)
{
    struct stat st;
    file->stream = stdout;
    if (is_output(file->path)) {
        if (file == &cli->main)
            widen(file);
        return true;
    }
    bool through = lstat(file->path, &st) == 0 && !S_ISREG(st.st_mode);
    if (!through) {
        file->temporary = cli_hold(file->path);
        if (!file->temporary)
            return cli_no_memory(cli);
    }
    file->stream = file->temporary ? fopen(file->temporary, "wb") : open_through(file->path);
    if (file->stream) {
        widen(file);
        return true;
    }
    cli_complain(cli, CLI_INTERNAL, "cannot write %s: %s", file->path, strerror(errno));
    cli_let_go(file->temporary);
    file->temporary = NULL;
    file->stream = stdout;
    return false;
}

int cli_file_write(void *context, const char *data, size_t length)
{
    struct cli_file *file = context;
    if (file->terminal)
        cli_line_erase();
    if (!file->reason && fwrite(data, 1, length, file->stream) == length)
        return 0;
    if (!file->reason)
        file->reason = errno;
    return 1;
}

void cli_file_flush(struct cli_file *file)
{
    if (fflush(file->stream) != 0 && !file->reason)
        file->reason = errno;
}

void cli_file_text(struct cli_file *file, polc_text *text)
{
    cli_file_write(file, polc_text_data(text), polc_text_length(text));
    polc_text_free(text);
}

void cli_file_drop(struct cli_file *file)
{
    if (!file->stream || file->stream == stdout)
        return;
    if (file->temporary)
        unlink(file->temporary);
    cli_let_go(file->temporary);
    file->temporary = NULL;
    file->stream = freopen("/dev/null", "wb", file->stream);
}

void cli_file_close(struct cli *cli, struct cli_file *file)
{
    if (!file->stream)
        return;
    bool own = file->stream != stdout;
    cli_file_flush(file);
    int reason = file->reason;
    bool failed = ferror(file->stream) || reason;
    if (own && !failed && !cut_off(file)) {
        failed = true;
        reason = errno;
    }
    if (own && fclose(file->stream) != 0 && !failed) {
        failed = true;
        reason = errno;
    }
    if (own)
        free(file->buffer);
    file->buffer = NULL;
    if (file->temporary && !failed && file->whole && rename(file->temporary, file->path) != 0) {
        failed = true;
        reason = errno;
    }
    if (file->temporary && (failed || !file->whole))
        unlink(file->temporary);
    cli_let_go(file->temporary);
    file->temporary = NULL;
    file->stream = NULL;
    if (failed)
        cli_complain(cli, CLI_INTERNAL, "cannot write %s%s%s", own ? file->path : "standard output",
                     reason ? ": " : "", reason ? strerror(reason) : "");
}

/* files.c: a file that data is written to.
 *
 * A new file is written under a temporary name beside its own and renamed when everything was
 * written: nobody sees half of it under its final name, nor anything where the run ended before
 * there was a document. A device or a pipe is written through.
 * A write that fails is remembered, told once and is exit status 6.
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool cli_file_open(struct cli *cli, struct cli_file *file)
{
    struct stat st;
    file->stream = stdout;
    if (!file->path || strcmp(file->path, "-") == 0)
        return true;
    bool device = stat(file->path, &st) == 0 && !S_ISREG(st.st_mode);
    if (!device) {
        size_t room = strlen(file->path) + 32;
        file->temporary = malloc(room);
        if (!file->temporary) {
            cli_complain(cli, CLI_INTERNAL, "out of memory");
            return false;
        }
        snprintf(file->temporary, room, "%s.%ld.tmp", file->path, (long)getpid());
    }
    file->stream = fopen(file->temporary ? file->temporary : file->path, "wb");
    if (file->stream)
        return true;
    cli_complain(cli, CLI_INTERNAL, "cannot write %s: %s", file->path, strerror(errno));
    free(file->temporary);
    file->temporary = NULL;
    file->stream = stdout;
    return false;
}

int cli_file_write(void *context, const char *data, size_t length)
{
    struct cli_file *file = context;
    if (fwrite(data, 1, length, file->stream) == length)
        return 0;
    if (!file->reason)
        file->reason = errno;
    return 1;
}

void cli_file_text(struct cli_file *file, polc_text *text)
{
    cli_file_write(file, polc_text_data(text), polc_text_length(text));
    polc_text_free(text);
}

void cli_file_close(struct cli *cli, struct cli_file *file)
{
    if (!file->stream)
        return;
    bool own = file->stream != stdout;
    bool failed = fflush(file->stream) != 0;
    int reason = file->reason ? file->reason : failed ? errno : 0;
    failed = ferror(file->stream) || failed;
    if (own && fclose(file->stream) != 0 && !failed) {
        failed = true;
        reason = errno;
    }
    if (file->temporary && !failed && file->whole && rename(file->temporary, file->path) != 0) {
        failed = true;
        reason = errno;
    }
    if (file->temporary && (failed || !file->whole))
        unlink(file->temporary);
    free(file->temporary);
    file->temporary = NULL;
    file->stream = NULL;
    if (failed)
        cli_complain(cli, CLI_INTERNAL, "cannot write %s%s%s", own ? file->path : "standard output",
                     reason ? ": " : "", reason ? strerror(reason) : "");
}

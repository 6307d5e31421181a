/* cmd_fmt.c: policy files in canonical form. A file is replaced at once or not at all; with
 * --check or --diff nothing is written, and a file that would change is exit status 1. */
#include "cli/cli.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Writes a temporary file beside it, with the same permissions, and renames. */
static bool replace(const char *path, const polc_text *text)
{
    struct stat st;
    char *temporary = cli_hold(path);
    if (!temporary)
        return false;
    FILE *file = fopen(temporary, "wb");
    bool fine = file != NULL;
    int reason = errno;
    if (file) {
        fine = fwrite(polc_text_data(text), 1, polc_text_length(text), file)
                   == polc_text_length(text)
               && fflush(file) == 0
               && (stat(path, &st) != 0 || fchmod(fileno(file), st.st_mode & 07777) == 0);
        reason = errno;
        if (fclose(file) != 0 && fine) {
            fine = false;
            reason = errno;
        }
        if (fine && rename(temporary, path) != 0) {
            fine = false;
            reason = errno;
        }
        if (!fine)
            unlink(temporary);
    }
    cli_let_go(temporary);
    errno = reason;
    return fine;
}

static void list(struct cli *cli, const char *path)
{
    cli_put(path, cli->out);
    fputc('\n', cli->out);
}

static void format(struct cli *cli, const char *path)
{
    int changed;
    polc_text *text, *problems;
    polc_format_options options = POLC_OPTIONS(options);
    options.colour = cli_colour(cli, stderr);
    options.diff = cli->diff;
    polc_status status = polc_policy_format(path, &options, &changed, &text, &problems);
    if (problems)
        fputs(polc_text_data(problems), stderr);
    cli_failed(cli, path, status);
    if (status == POLC_OK && cli->diff)
        cli_file_write(&cli->main, polc_text_data(text), polc_text_length(text));
    else if (status == POLC_OK && cli->check && changed)
        list(cli, path);
    if (status == POLC_OK && (cli->check || cli->diff)) {
        cli->status[CLI_PROHIBITED] = cli->status[CLI_PROHIBITED] || changed;
    } else if (status == POLC_OK && strcmp(path, "-") == 0) {
        cli_file_write(&cli->main, polc_text_data(text), polc_text_length(text));
    } else if (status == POLC_OK && changed && !replace(path, text)) {
        cli_complain(cli, CLI_INTERNAL, "cannot write %s: %s", path, strerror(errno));
    }
    polc_text_free(text);
    polc_text_free(problems);
}

void cmd_fmt(struct cli *cli)
{
    for (size_t i = 0; i < cli->arguments.count; i++)
        if (cli_check_file(cli, cli->arguments.items[i]))
            format(cli, cli->arguments.items[i]);
}

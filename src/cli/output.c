/* output.c: what goes out: data, chatter, errors, and the exit status.
 *
 * Data is written to standard output, or for -o under a temporary name that is renamed when
 * everything was written. A write that fails is remembered, told once and is exit status 6.
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static void tell(const struct cli *cli, const char *format, va_list arguments)
{
    fprintf(stderr, "polc: %s", cli->place);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

void cli_complain(struct cli *cli, enum cli_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    tell(cli, format, arguments);
    va_end(arguments);
    cli->status[status] = true;
}

void cli_say(const struct cli *cli, const char *format, ...)
{
    va_list arguments;
    if (cli->quiet)
        return;
    va_start(arguments, format);
    tell(cli, format, arguments);
    va_end(arguments);
}

void cli_failed(struct cli *cli, const char *what, polc_status status)
{
    switch (status) {
    case POLC_OK:
        return;
    case POLC_ERROR_POLICY:
    case POLC_ERROR_INPUT:
    case POLC_ERROR_USAGE:
        cli->status[CLI_USAGE] = true; /* the diagnostics say why */
        return;
    case POLC_ERROR_BUDGET:
        cli->status[CLI_UNRESOLVED] = true;
        return;
    case POLC_ERROR_MEMORY:
        cli_complain(cli, CLI_INTERNAL, "%s: out of memory", what);
        return;
    case POLC_ERROR_IO:
        cli_complain(cli, CLI_INTERNAL, "%s: reading or writing failed", what);
        return;
    case POLC_ERROR_INTERNAL:
        cli_complain(cli, CLI_INTERNAL, "%s: internal error; please report it", what);
        return;
    }
}

/* compile writes its table itself; everything else goes through here. */
bool cli_open_output(struct cli *cli)
{
    struct stat st;
    if (!cli->output || strcmp(cli->output, "-") == 0 || cli->help || cli->version
        || cli->command->run == cmd_compile)
        return true;
    bool device = stat(cli->output, &st) == 0 && !S_ISREG(st.st_mode);
    if (!device) {
        size_t room = strlen(cli->output) + 32;
        cli->temporary = malloc(room);
        if (!cli->temporary) {
            cli_complain(cli, CLI_INTERNAL, "out of memory");
            return false;
        }
        snprintf(cli->temporary, room, "%s.%ld.tmp", cli->output, (long)getpid());
    }
    cli->out = fopen(cli->temporary ? cli->temporary : cli->output, "wb");
    if (cli->out)
        return true;
    cli_complain(cli, CLI_INTERNAL, "cannot write %s: %s", cli->output, strerror(errno));
    free(cli->temporary);
    cli->temporary = NULL;
    cli->out = stdout;
    return false;
}

int cli_write(void *context, const char *data, size_t length)
{
    struct cli *cli = context;
    if (fwrite(data, 1, length, cli->out) == length)
        return 0;
    if (!cli->reason)
        cli->reason = errno;
    return 1;
}

void cli_write_text(struct cli *cli, polc_text *text)
{
    cli_write(cli, polc_text_data(text), polc_text_length(text));
    polc_text_free(text);
}

void cli_close_output(struct cli *cli)
{
    bool file = cli->out != stdout;
    bool failed = fflush(cli->out) != 0;
    int reason = cli->reason ? cli->reason : failed ? errno : 0;
    failed = ferror(cli->out) || failed;
    if (file && fclose(cli->out) != 0 && !failed) {
        failed = true;
        reason = errno;
    }
    if (cli->temporary && !failed && rename(cli->temporary, cli->output) != 0) {
        failed = true;
        reason = errno;
    }
    if (cli->temporary && failed)
        unlink(cli->temporary);
    free(cli->temporary);
    cli->temporary = NULL;
    if (failed)
        cli_complain(cli, CLI_INTERNAL, "cannot write %s%s%s", file ? cli->output : "standard output",
                     reason ? ": " : "", reason ? strerror(reason) : "");
}

bool cli_colour(const struct cli *cli, FILE *stream)
{
    const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");
    switch (cli->colour) {
    case COLOUR_ALWAYS:
        return true;
    case COLOUR_NEVER:
        return false;
    case COLOUR_AUTO:
        return !(no && *no) && !(terminal && strcmp(terminal, "dumb") == 0)
               && isatty(fileno(stream));
    }
    return false;
}

unsigned cli_width(const struct cli *cli)
{
    struct winsize size;
    if (isatty(fileno(cli->out)) && ioctl(fileno(cli->out), TIOCGWINSZ, &size) == 0
        && size.ws_col >= 40)
        return size.ws_col;
    return 100;
}

void cli_diagnostics(struct cli *cli, polc_diagnostics *diagnostics, polc_selection selection,
                     FILE *stream)
{
    polc_text *text;
    polc_status status =
        polc_diagnostics_text(diagnostics, selection, cli_colour(cli, stream), &text);
    if (status != POLC_OK)
        cli_failed(cli, "diagnostics", status);
    fwrite(polc_text_data(text), 1, polc_text_length(text), stream);
    polc_text_free(text);
}

int cli_exit(const struct cli *cli)
{
    static const enum cli_status order[] = {CLI_INTERNAL,   CLI_USAGE,        CLI_PROHIBITED,
                                            CLI_UNRESOLVED, CLI_UNDETERMINED, CLI_DISPUTED};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (cli->status[order[i]])
            return (int)order[i];
    return CLI_FINE;
}

/* output.c: what goes out: data, chatter, errors, and the exit status. Data goes to files
 * (files.c): standard output or that of -o, and one for each --report. */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define LINE_WRITTEN 16384 /* bytes of a message; the rest is cut */

void cli_put(const char *text, FILE *out)
{
    char shown[512];
    do {
        text += polc_visible(text, shown, sizeof shown);
        fputs(shown, out);
    } while (*text);
}

static void tell(const struct cli *cli, const char *format, va_list arguments)
{
    char place[CLI_PLACE], line[LINE_WRITTEN];
    vsnprintf(line, sizeof line, format, arguments);
    cli_line_erase();
    fputs("polc: ", stderr);
    cli_put(cli_place(cli, place), stderr);
    cli_put(line, stderr);
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

bool cli_no_memory(struct cli *cli)
{
    cli_complain(cli, CLI_INTERNAL, "out of memory");
    return false;
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
    bool itself = cli->help || cli->version || cli->command->run == cmd_compile;
    cli->main.path = itself ? NULL : cli->output;
    bool fine = cli_file_open(cli, &cli->main);
    cli->out = cli->main.stream;
    for (size_t i = 0; i < cli->report_count && fine && !itself; i++)
        fine = cli_file_open(cli, &cli->reports[i].file);
    cli->main.whole = fine; /* whatever it holds, as standard output would */
    return fine;
}

void cli_flush(struct cli *cli)
{
    cli_file_flush(&cli->main);
}

void cli_write_text(struct cli *cli, polc_text *text)
{
    cli_file_text(&cli->main, text);
}

void cli_close_output(struct cli *cli)
{
    cli_file_close(cli, &cli->main);
    for (size_t i = 0; i < cli->report_count; i++)
        cli_file_close(cli, &cli->reports[i].file);
}

bool cli_output_at(struct cli *cli, size_t index, struct cli_output *out)
{
    if (index == 0)
        *out = (struct cli_output){cli->format, &cli->main};
    else if (index <= cli->report_count)
        *out = (struct cli_output){cli->reports[index - 1].format, &cli->reports[index - 1].file};
    return index <= cli->report_count;
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

unsigned cli_width(FILE *stream)
{
    struct winsize size;
    if (isatty(fileno(stream)) && ioctl(fileno(stream), TIOCGWINSZ, &size) == 0
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
    if (stream == stderr && polc_text_length(text))
        cli_line_erase();
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

/* help.c: --help, from the same tables that are parsed by. */
#include "cli/cli.h"

#include <string.h>

const char *cli_format_name(enum cli_format format)
{
    switch (format) {
    case CLI_TEXT:
        return "text";
    case CLI_JSON:
        return "json";
    case CLI_NDJSON:
        return "ndjson";
    case CLI_MARKDOWN:
        return "markdown";
    case CLI_CSV:
        return "csv";
    case CLI_SARIF:
        return "sarif";
    case CLI_JUNIT:
        return "junit";
    case CLI_GITHUB:
        return "github";
    case CLI_GITLAB:
        return "gitlab";
    case CLI_HTML:
        return "html";
    case CLI_FORMAT_COUNT:
        break;
    }
    return "";
}

void cli_usage(FILE *out)
{
    const struct cli_command *command;
    fputs("polc: a compiler for contract policies\n\nusage: polc COMMAND [OPTIONS] ARGUMENTS\n\n",
          out);
    for (size_t i = 0; (command = cli_command_at(i)); i++)
        fprintf(out, "  %-9s %s\n", command->name, command->summary);
    fputs("\n`polc COMMAND --help` tells more; `polc --version` the version.\n", out);
}

static void print_formats(uint64_t formats, FILE *out)
{
    const char *between = ": ";
    for (unsigned f = CLI_TEXT; f < CLI_FORMAT_COUNT; f++) {
        if (!(formats & UINT64_C(1) << f))
            continue;
        fprintf(out, "%s%s", between, cli_format_name((enum cli_format)f));
        between = ", ";
    }
}

static void print_option(const struct cli_command *command, const struct cli_option *option,
                         FILE *out)
{
    char name[40], letter[5] = "    ";
    if (option->letter)
        snprintf(letter, sizeof letter, "-%c, ", option->letter);
    snprintf(name, sizeof name, "--%s%s%s", option->name, option->argument ? " " : "",
             option->argument ? option->argument : "");
    fprintf(out, "  %s%-20s %s", letter, name, option->help);
    if (option->id == OPTION_FORMAT)
        print_formats(command->formats, out);
    if (option->environment)
        fprintf(out, " [%s]", option->environment);
    fputc('\n', out);
}

/* A paragraph of at most 78 columns. */
static void print_wrapped(const char *text, FILE *out)
{
    size_t column = 0;
    while (*text) {
        size_t length = strcspn(text, " ");
        if (column && column + 1 + length > 78) {
            fputc('\n', out);
            column = 0;
        } else if (column) {
            fputc(' ', out);
            column++;
        }
        fwrite(text, 1, length, out);
        column += length;
        text += length;
        text += *text == ' ';
    }
    fputc('\n', out);
}

static void print_statuses(const struct cli_command *command, FILE *out)
{
    fputs("\nexit status:\n", out);
    for (unsigned s = CLI_FINE; s <= CLI_INTERNAL; s++) {
        const char *text = cli_status_text(command, (enum cli_status)s);
        if (text)
            fprintf(out, "  %u  %s\n", s, text);
    }
}

bool cli_option_allowed(const struct cli_command *command, const struct cli_option *option)
{
    if (!command)
        return option->id == OPTION_HELP || option->id == OPTION_VERSION
               || option->id == OPTION_PROJECT || option->id == OPTION_NO_PROJECT;
    return (command->options & UINT64_C(1) << option->id) != 0;
}

void cli_help(const struct cli_command *command, FILE *out)
{
    const struct cli_option *option;
    fprintf(out, "usage: polc %s %s\n\n", command->name, command->arguments);
    print_wrapped(command->details, out);
    fputs("\noptions:\n", out);
    for (size_t i = 0; (option = cli_option_at(i)); i++)
        if (cli_option_allowed(command, option))
            print_option(command, option, out);
    print_statuses(command, out);
}

/* manual.c: manual pages, as troff with the man macros, from the same tables as --help. There is
 * no date in them: equal sources give equal pages. */
#include "cli/cli.h"

#include <string.h>

/* Text as it stands: what troff would take for its own is escaped. */
static void put(const char *text, FILE *out)
{
    if (text[0] == '.')
        fputs("\\&", out);
    for (; *text; text++) {
        if (*text == '\\')
            fputs("\\e", out);
        else if (*text == '-')
            fputs("\\-", out);
        else if (*text == '\'')
            fputs("\\(aq", out);
        else if (*text == '`')
            fputs("\\(ga", out);
        else
            fputc(*text, out);
    }
}

static void put_in(const char *font, const char *text, FILE *out)
{
    fprintf(out, "\\f%s", font);
    put(text, out);
    fputs("\\fR", out);
}

static void put_option_name(const struct cli_option *option, FILE *out)
{
    fputs("\\fB\\-\\-", out);
    put(option->name, out);
    fputs("\\fR", out);
}

static void options(const struct cli_command *command, FILE *out)
{
    const struct cli_option *option;
    fputs(".SH OPTIONS\n", out);
    for (size_t i = 0; (option = cli_option_at(i)); i++) {
        char words[CLI_WORDS];
        if (!cli_option_allowed(command, option))
            continue;
        fputs(".TP\n", out);
        if (option->letter)
            fprintf(out, "\\fB\\-%c\\fR, ", option->letter);
        put_option_name(option, out);
        if (option->argument) {
            fputc(' ', out);
            put_in("I", option->argument, out);
        }
        fputc('\n', out);
        put(option->help, out);
        cli_option_words(command, option, words);
        if (option->id == OPTION_FORMAT && words[0]) {
            fputs(": ", out);
            put(words, out);
        }
        fputc('\n', out);
    }
}

static void exit_status(const struct cli_command *command, FILE *out)
{
    fputs(".SH EXIT STATUS\n", out);
    for (unsigned s = CLI_FINE; s <= CLI_INTERNAL; s++) {
        const char *text = cli_status_text(command, (enum cli_status)s);
        if (!text)
            continue;
        fprintf(out, ".TP\n.B %u\n", s);
        put(text, out);
        fputc('\n', out);
    }
    fputs(".PP\nWhen several apply, the first of 6, 2, 1, 5, 4, 3 is the status.\n", out);
}

static void environment(const struct cli_command *command, FILE *out)
{
    const struct cli_option *option;
    fputs(".SH ENVIRONMENT\nAn option wins over its variable.\n", out);
    for (size_t i = 0; (option = cli_option_at(i)); i++) {
        if (!option->environment || (command && !cli_option_allowed(command, option)))
            continue;
        fputs(".TP\n", out);
        put_in("B", option->environment, out);
        fputs("\nas ", out);
        put_option_name(option, out);
        fputc('\n', out);
    }
    fputs(".TP\n\\fBNO_COLOR\\fR\nif set, nothing is coloured unless \\fB\\-\\-color\\fR says so\n", out);
}

static void examples(const struct cli_command *command, FILE *out)
{
    const struct cli_example *example;
    fputs(".SH EXAMPLES\n", out);
    for (size_t i = 0; (example = cli_example_at(command, i)); i++) {
        fputs(".PP\n", out);
        put(example->says, out);
        fputs("\n.PP\n.RS 4\n.nf\n", out);
        put(example->command, out);
        fputs("\n.fi\n.RE\n", out);
    }
}

static void see_also(const struct cli_command *command, FILE *out)
{
    const struct cli_command *other;
    fputs(".SH SEE ALSO\n", out);
    if (command)
        fputs("\\fBpolc\\fR(1)", out);
    for (size_t i = 0; (other = cli_command_at(i)); i++) {
        if (other == command)
            continue;
        if (command || i > 0)
            fputs(",\n", out);
        fprintf(out, "\\fBpolc\\-%s\\fR(1)", other->name);
    }
    fputc('\n', out);
}

static void describe(const struct cli_command *command, FILE *out)
{
    fprintf(out, ".SH NAME\npolc\\-%s \\- ", command->name);
    put(command->summary, out);
    fprintf(out, "\n.SH SYNOPSIS\n\\fBpolc %s\\fR [\\fIOPTIONS\\fR] ", command->name);
    put(command->arguments, out);
    fputs("\n.SH DESCRIPTION\n", out);
    put(command->details, out);
    fputc('\n', out);
    options(command, out);
}

static void describe_polc(FILE *out)
{
    const struct cli_command *command;
    fputs(".SH NAME\npolc \\- a compiler for contract policies\n"
          ".SH SYNOPSIS\n\\fBpolc\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] \\fIARGUMENTS\\fR\n"
          ".SH DESCRIPTION\nA policy says in sentences what contracts permit, prohibit and demand. "
          "polc checks policies,\ngives verdicts on descriptions of deployments, and says why. "
          "Results are printed on standard\noutput, everything else on standard error.\n"
          ".SH COMMANDS\n",
          out);
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        fprintf(out, ".TP\n\\fBpolc\\-%s\\fR(1)\n", command->name);
        put(command->summary, out);
        fputc('\n', out);
    }
    options(NULL, out);
}

void cli_manual(const struct cli_command *command, FILE *out)
{
    fprintf(out, ".TH POLC%s", command ? "\\-" : "");
    for (const char *c = command ? command->name : ""; *c; c++)
        fputc(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c, out);
    fprintf(out, " 1 \"\" \"polc %s\" \"polc manual\"\n", polc_version());
    if (command)
        describe(command, out);
    else
        describe_polc(out);
    exit_status(command, out);
    environment(command, out);
    examples(command, out);
    see_also(command, out);
}

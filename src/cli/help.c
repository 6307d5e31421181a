/* help.c: the options, and --help from the same tables that are parsed by. */
#include "cli/cli.h"

#include <string.h>

static const struct cli_option options[] = {
    {OPTION_ON, 0, "on", "DATE", "POLC_ON", "the day of deployments that do not say one; else today"},
    {OPTION_EVENTS, 0, "events", "FILE", "POLC_EVENTS",
     "a ledger: names of events, then a day or unknown"},
    {OPTION_EVENT, 0, "event", "NAME=DATE", NULL, "the day of one event; wins over --events"},
    {OPTION_SET, 0, "set", "NAME=VALUE", NULL, "a fact, for every deployment"},
    {OPTION_READING, 0, "reading", "PARTY", "POLC_READING",
     "take every disputed term as this party reads it"},
    {OPTION_FAIL_ON, 0, "fail-on", "LIST", "POLC_FAIL_ON",
     "verdicts that fail, or none; prohibited,disputed,undetermined if not said"},
    {OPTION_FROM, 0, "from", "FORMAT", NULL, "read deployments as yaml, json, ndjson or csv"},
    {OPTION_INPUT, 0, "input", "NAME", NULL,
     "the input of the policy that reads every document; `plain` for none"},
    {OPTION_DRY_RUN, 0, "dry-run", NULL, NULL,
     "print what is read of each document, from where, and no verdict"},
    {OPTION_ALLOW_EMPTY, 0, "allow-empty", NULL, NULL,
     "documents in which there is no deployment are in order"},
    {OPTION_JOBS, 0, "jobs", "N", "POLC_JOBS",
     "threads that evaluate; 0 or auto: one for each processor; 1 if not said"},
    {OPTION_FORMAT, 0, "format", "FORMAT", "POLC_FORMAT", "how to print"},
    {OPTION_OUTPUT, 'o', "output", "FILE", NULL, "write here instead of standard output"},
    {OPTION_REPORT, 0, "report", "FORMAT=FILE", NULL,
     "write another document as well, in any format of --format; may be repeated"},
    {OPTION_BASELINE, 0, "baseline", "FILE", "POLC_BASELINE",
     "what was known before: told, but it fails nothing"},
    {OPTION_CREATE_BASELINE, 0, "create-baseline", "FILE", NULL,
     "write a baseline of all that fails"},
    {OPTION_POLICY, 0, "policy", "FILE", NULL, "the policy or table that the cases are about"},
    {OPTION_STAGE, 0, "stage", "STAGE", NULL, "tokens, ast, ir or table"},
    {OPTION_CHECK, 0, "check", NULL, NULL, "write nothing; exit 1 if a file would change"},
    {OPTION_DIFF, 0, "diff", NULL, NULL, "the same, and print what would change"},
    {OPTION_GAPS, 0, "gaps", NULL, NULL, "look for deployments about which no clause speaks"},
    {OPTION_OVERLAPS, 0, "overlaps", NULL, NULL, "look for clauses that say the same"},
    {OPTION_LOOKAHEAD, 0, "lookahead", "DAYS", NULL, "tell what changes within so many days: 90 or 90d"},
    {OPTION_BUDGET, 0, "budget", "NODES", "POLC_BUDGET",
     "search steps for the questions about one rule; 2000000 if not said"},
    {OPTION_DENY, 0, "deny", "CODE", NULL, "treat this code as an error"},
    {OPTION_WARN, 0, "warn", "CODE", NULL, "treat this code as a warning"},
    {OPTION_ALLOW, 0, "allow", "CODE", NULL, "do not tell this code"},
    {OPTION_COVERAGE, 0, "coverage", NULL, NULL, "say what the cases cover, and what they do not"},
    {OPTION_MIN_COVERAGE, 0, "min-coverage", "PERCENT", NULL,
     "the same; exit 1 when less of it is covered"},
    {OPTION_GENERATE, 0, "generate", NULL, NULL,
     "write cases for what CASES do not cover of POLICY"},
    {OPTION_AGAINST, 0, "against", "FILE", NULL,
     "deployments: tell those that get another verdict"},
    {OPTION_MAN, 0, "man", NULL, NULL, "print the manual page, as troff"},
    {OPTION_COMPLETION, 0, "completion", "SHELL", NULL, "print completions for bash, zsh or fish"},
    {OPTION_PROJECT, 0, "project", "FILE", "POLC_PROJECT",
     "the project file; polc.yaml here or in a folder above if not said"},
    {OPTION_NO_PROJECT, 0, "no-project", NULL, NULL, "look for no project file"},
    {OPTION_COLOR, 0, "color", "WHEN", "POLC_COLOR", "auto, always or never; NO_COLOR is honoured"},
    {OPTION_QUIET, 'q', "quiet", NULL, NULL, "print only results and errors"},
    {OPTION_HELP, 'h', "help", NULL, NULL, "show this"},
    {OPTION_VERSION, 'V', "version", NULL, NULL, "print the version"},
};

const struct cli_option *cli_option_at(size_t index)
{
    return index < sizeof options / sizeof *options ? &options[index] : NULL;
}

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

/* main.c: polc, the command line. Chooses a subcommand and turns what it met into an exit
 * status. The table of subcommands is the one source of --help and of what is accepted. */
#include "cli/cli.h"

#include <string.h>

#define BIT(option) (UINT64_C(1) << (option))
#define COMMON                                                                           \
    (BIT(OPTION_PROJECT) | BIT(OPTION_NO_PROJECT) | BIT(OPTION_COLOR) | BIT(OPTION_QUIET) \
     | BIT(OPTION_HELP))
#define GIVEN                                                                            \
    (BIT(OPTION_ON) | BIT(OPTION_EVENTS) | BIT(OPTION_EVENT) | BIT(OPTION_SET)           \
     | BIT(OPTION_READING) | BIT(OPTION_FROM) | BIT(OPTION_INPUT) | BIT(OPTION_FAIL_ON)           \
     | BIT(OPTION_BUDGET))
#define ANALYSIS                                                                         \
    (BIT(OPTION_GAPS) | BIT(OPTION_OVERLAPS) | BIT(OPTION_LOOKAHEAD) | BIT(OPTION_BUDGET) \
     | BIT(OPTION_DENY) | BIT(OPTION_WARN) | BIT(OPTION_ALLOW))
/* Formats of what a pipeline runs: those from remarks, and others. */
#define REPORTS                                                                          \
    (BIT(CLI_SARIF) | BIT(CLI_JUNIT) | BIT(CLI_GITHUB) | BIT(CLI_GITLAB) | BIT(CLI_MARKDOWN) \
     | BIT(CLI_TEXT) | BIT(CLI_JSON) | BIT(CLI_NDJSON) | BIT(CLI_HTML))

static const struct cli_command commands[] = {
    {"check", "POLICY...", "check a policy",
     "Parses and checks one policy, given as one or several files, and looks for what it implies: "
     "conflicts, clauses that never bite, carve-outs that take everything, choices that are all "
     "prohibited, assertions that fail. Each finding comes with a deployment that shows it.",
     COMMON | ANALYSIS | BIT(OPTION_ON) | BIT(OPTION_FORMAT) | BIT(OPTION_OUTPUT)
         | BIT(OPTION_REPORT),
     REPORTS, 1, 0, CLI_TAKES_POLICIES, cmd_check},
    {"compile", "POLICY... -o FILE.pdt", "compile a policy to a decision table",
     "Checks the policy and writes its decision table, which every other command takes in place of "
     "the policy.",
     COMMON | BIT(OPTION_OUTPUT), 0, 1, 0, CLI_TAKES_POLICIES, cmd_compile},
    {"eval", "POLICY|TABLE DEPLOYMENT...", "verdicts on deployments",
     "Prints the verdict on each deployment, and what it comes from. A deployment file is YAML (one "
     "or several documents), JSON, NDJSON or CSV; - reads standard input. Documents that are no "
     "descriptions of deployments are read as the `input` statements of the policy say; --dry-run "
     "shows what is read of them.",
     COMMON | GIVEN | BIT(OPTION_DRY_RUN) | BIT(OPTION_ALLOW_EMPTY) | BIT(OPTION_JOBS)
         | BIT(OPTION_FORMAT) | BIT(OPTION_OUTPUT) | BIT(OPTION_REPORT) | BIT(OPTION_BASELINE)
         | BIT(OPTION_CREATE_BASELINE),
     REPORTS, 1, 0, CLI_TAKES_DEPLOYMENTS, cmd_eval},
    {"explain", "POLICY|TABLE DEPLOYMENT [NAME] | CODE", "why: clauses, facts, exceptions",
     "Prints each clause that speaks about a deployment, its text, its condition with the facts that "
     "met it, and why no exception applies. NAME chooses one deployment of several. With the code of "
     "a diagnostic, such as P0217, says what it means.",
     COMMON | GIVEN | BIT(OPTION_OUTPUT), 0, 1, 3, CLI_TAKES_POLICY, cmd_explain},
    {"diff", "OLD NEW [--against DEPLOYMENT...]", "what two policies say differently",
     "Compares two policies or tables: every set of deployments whose verdict changes, tightened, "
     "loosened, newly disputed or settled, each with an example; then duties, clauses that changed "
     "under an equal verdict, and the vocabulary. --against names real deployments. --fail-on takes "
     "tightened, loosened, disputed, settled, duties, clauses, vocabulary, flipped or none; the "
     "first four and flipped if not said.",
     COMMON | GIVEN | BIT(OPTION_AGAINST) | BIT(OPTION_FORMAT)
         | BIT(OPTION_OUTPUT) | BIT(OPTION_REPORT),
     REPORTS, 2, 0, CLI_TAKES_WORDS, cmd_diff},
    {"duties", "POLICY|TABLE [DEPLOYMENT...]", "what is owed; commitments met or short",
     "Prints what is due on the day of --on whatever is deployed, what each deployment brings or may "
     "bring, what another choice would forfeit or add, and whether commitments over all deployments "
     "together are met. A commitment that is missed counts as prohibited.",
     COMMON | GIVEN | BIT(OPTION_FORMAT) | BIT(OPTION_OUTPUT), BIT(CLI_TEXT) | BIT(CLI_JSON), 1, 0,
     CLI_TAKES_DEPLOYMENTS, cmd_duties},
    {"options", "POLICY|TABLE DEPLOYMENT...", "which other choices are permitted",
     "Prints for each deployment the choices that are permitted under every reading and whatever it "
     "leaves open, the nearest change first, with the duties that each brings or ends, and from "
     "which day on waiting alone would do.",
     COMMON | GIVEN | BIT(OPTION_FORMAT) | BIT(OPTION_OUTPUT), BIT(CLI_TEXT) | BIT(CLI_JSON), 1, 0,
     CLI_TAKES_DEPLOYMENTS, cmd_options},
    {"timeline", "POLICY|TABLE [DEPLOYMENT...]", "the days on which something changes, and why",
     "Prints for each deployment the periods in which its verdict and its clauses stay the same, and "
     "what begins or ends each. Without a deployment: the days on which agreements, clauses and "
     "waivers begin or end, and what events without a day would do. It is information: no verdict "
     "fails.",
     COMMON | (GIVEN & ~BIT(OPTION_FAIL_ON)) | BIT(OPTION_ALL) | BIT(OPTION_FORMAT) | BIT(OPTION_OUTPUT),
     BIT(CLI_TEXT) | BIT(CLI_JSON), 1, 0, CLI_TAKES_POLICY, cmd_timeline},
    {"table", "POLICY|TABLE", "the decision table for people",
     "Prints the rules of a policy as a table.",
     COMMON | BIT(OPTION_FORMAT) | BIT(OPTION_OUTPUT),
     BIT(CLI_TEXT) | BIT(CLI_JSON) | BIT(CLI_MARKDOWN) | BIT(CLI_CSV) | BIT(CLI_HTML), 1, 1, CLI_TAKES_POLICY,
     cmd_table},
    {"test", "CASES... | --generate POLICY [CASES...]", "run scenarios with expected verdicts",
     "Runs the cases of each file, or of each .yaml, .yml and .json file of a folder, against the "
     "policy of --policy, else the one that the file names, else policy.pol or the only .pol "
     "file beside it or one folder up. --coverage says what of these policies the cases cover. "
     "--generate writes cases for what CASES do not cover of POLICY, with the verdicts found, to "
     "be reviewed.",
     COMMON | BIT(OPTION_POLICY) | BIT(OPTION_OUTPUT) | BIT(OPTION_FORMAT) | BIT(OPTION_COVERAGE)
         | BIT(OPTION_MIN_COVERAGE) | BIT(OPTION_GENERATE) | BIT(OPTION_BUDGET) | BIT(OPTION_REPORT),
     REPORTS, 1, 0, CLI_TAKES_CASES, cmd_test},
    {"fmt", "[--check] [--diff] FILE...", "rewrite policy files in canonical form",
     "Rewrites each file in place, comments kept; - reads standard input and prints. With --check "
     "nothing is written, and files that would change are named; with --diff what would change is "
     "printed, as a unified diff.",
     COMMON | BIT(OPTION_CHECK) | BIT(OPTION_DIFF), 0, 1, 0, CLI_TAKES_POLICIES, cmd_fmt},
    {"init", "[FOLDER]", "write files to begin with",
     "Writes a policy, cases that pass, a deployment and a step for a pipeline into the folder, which "
     "may be new; the current one if none is named. No file is written over: when one is there "
     "already, nothing is written.",
     COMMON, 0, 0, 1, CLI_TAKES_WORDS, cmd_init},
    {"help", "[COMMAND]", "what a command does; its manual page",
     "Prints what --help prints. With --man the manual page, of polc itself if no command is named; "
     "with --completion what a shell needs to complete words.",
     COMMON | BIT(OPTION_MAN) | BIT(OPTION_COMPLETION) | BIT(OPTION_OUTPUT), 0, 0, 1, CLI_TAKES_WORDS, cmd_help},
    {"dump", "--stage tokens|ast|ir|table FILE...", "what a stage of the compiler made",
     "Prints what one stage of the compiler made of a policy. For work on polc itself.",
     COMMON | BIT(OPTION_STAGE) | BIT(OPTION_OUTPUT), 0, 1, 0, CLI_TAKES_POLICIES, cmd_dump},
};

const struct cli_command *cli_command_at(size_t index)
{
    return index < sizeof commands / sizeof *commands ? &commands[index] : NULL;
}

const struct cli_command *cli_command_find(const char *name)
{
    const struct cli_command *command;
    for (size_t i = 0; (command = cli_command_at(i)); i++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

static void run(struct cli *cli)
{
    bool opened = cli_open_output(cli);
    if (opened && cli->version)
        fprintf(cli->out, "polc %s\n", polc_version());
    else if (opened && cli->help && cli->command)
        cli_help(cli->command, cli->out);
    else if (opened && cli->help)
        cli_usage(cli->out);
    else if (opened)
        cli->command->run(cli);
    cli_line_erase();
    cli_close_output(cli);
}

int main(int argc, char **argv)
{
    struct cli cli = {.out = stdout};
    cli_catch_signals();
    if (argc < 2) {
        cli_usage(stderr);
        return CLI_USAGE;
    }
    if (cli_options(&cli, argc, argv))
        run(&cli);
    cli_options_free(&cli);
    return cli_exit(&cli);
}

/* cmd_compile.c: the decision table of a policy, as a file. */
#include "cli/cli.h"

#include <string.h>

static void save(struct cli *cli, const polc_table *table)
{
    polc_error error;
    size_t length;
    const char *data = polc_table_bytes(table, &length);
    char *temporary = cli_hold(cli->output); /* which polc_table_save makes */
    if (strcmp(cli->output, "-") == 0)
        cli_file_write(&cli->main, data, length);
    else if (polc_table_save(table, cli->output, &error) != POLC_OK)
        cli_complain(cli, CLI_INTERNAL, "cannot write %s: %s", cli->output, error.message);
    else
        cli_say(cli, "%s: %zu clauses, %zu bytes", cli->output, polc_table_clause_count(table),
                length);
    cli_let_go(temporary);
}

void cmd_compile(struct cli *cli)
{
    polc_policy *policy;
    polc_table *table = NULL;
    if (!cli->output) {
        cli_complain(cli, CLI_USAGE, "where to? usage: polc compile %s", cli->command->arguments);
        return;
    }
    if (!cli_check_files(cli))
        return;
    polc_status status =
        polc_policy_load(cli->arguments.items, cli->arguments.count, NULL, &policy);
    if (cli_policy_loaded(cli, policy, status)) {
        if (!cli->quiet)
            cli_diagnostics(cli, polc_policy_diagnostics(policy), POLC_SELECT_ALL, stderr);
        cli_failed(cli, "table", polc_policy_compile(policy, &table));
    }
    if (table)
        save(cli, table);
    polc_table_free(table);
    polc_policy_free(policy);
}

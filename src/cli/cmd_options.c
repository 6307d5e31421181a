/* cmd_options.c: which other choices are permitted for deployments. */
#include "cli/cli.h"

void cmd_options(struct cli *cli)
{
    struct cli_strings documents = {cli->arguments.items + 1, cli->arguments.count - 1};
    struct cli_reading reading = {
        cli->format == CLI_JSON ? POLC_REPORT_OPTIONS_JSON : POLC_REPORT_OPTIONS, NULL};
    if (documents.count == 0) {
        cli_complain(cli, CLI_USAGE, "no deployment is given; name a file, or - for standard input");
        return;
    }
    polc_table *table = cli_load_table(cli, cli->arguments.items[0]);
    if (table)
        cli_verdicts(cli, table, &documents, &reading);
    polc_table_free(table);
}

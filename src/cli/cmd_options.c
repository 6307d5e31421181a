/* cmd_options.c: which other choices are permitted for deployments. */
#include "cli/cli.h"

void cmd_options(struct cli *cli)
{
    struct cli_reading reading = {
        cli->format == CLI_JSON ? POLC_REPORT_OPTIONS_JSON : POLC_REPORT_OPTIONS, NULL};
    cli_verdicts(cli, &cli->arguments, &reading);
}

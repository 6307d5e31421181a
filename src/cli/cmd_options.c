/* cmd_options.c: which other choices are permitted for deployments. */
#include "cli/cli.h"

void cmd_options(struct cli *cli)
{
    struct cli_reading reading = {POLC_REPORT_OPTIONS, POLC_REPORT_OPTIONS_JSON, NULL};
    cli_verdicts(cli, &cli->arguments, &reading);
}

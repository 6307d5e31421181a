/* cmd_eval.c: verdicts on deployments. */
#include "cli/cli.h"

void cmd_eval(struct cli *cli)
{
    struct cli_reading reading = {POLC_REPORT_TEXT, POLC_REPORT_JSON, NULL};
    cli_verdicts(cli, &cli->arguments, &reading);
}

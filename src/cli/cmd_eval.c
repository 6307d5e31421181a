/* cmd_eval.c: verdicts on deployments. */
#include "cli/cli.h"

static polc_report_format report_format(enum cli_format format)
{
    switch (format) {
    case CLI_JSON:
        return POLC_REPORT_JSON;
    case CLI_NDJSON:
        return POLC_REPORT_NDJSON;
    case CLI_TEXT:
    case CLI_MARKDOWN:
    case CLI_CSV:
        return POLC_REPORT_TEXT;
    }
    return POLC_REPORT_TEXT;
}

void cmd_eval(struct cli *cli)
{
    struct cli_reading reading = {report_format(cli->format), NULL};
    cli_verdicts(cli, &cli->arguments, &reading);
}

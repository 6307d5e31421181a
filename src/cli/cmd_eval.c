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
    struct cli_strings documents = {cli->arguments.items + 1, cli->arguments.count - 1};
    struct cli_reading reading = {report_format(cli->format), NULL};
    if (documents.count == 0) {
        cli_complain(cli, CLI_USAGE, "no deployment is given; name a file, or - for standard input");
        return;
    }
    polc_table *table = cli_load_table(cli, cli->arguments.items[0]);
    if (table)
        cli_verdicts(cli, table, &documents, &reading);
    polc_table_free(table);
}

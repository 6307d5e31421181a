/* cmd_table.c: the decision table for people. */
#include "cli/cli.h"

static polc_table_format table_format(enum cli_format format)
{
    switch (format) {
    case CLI_MARKDOWN:
        return POLC_TABLE_MARKDOWN;
    case CLI_CSV:
        return POLC_TABLE_CSV;
    case CLI_HTML:
        return POLC_TABLE_HTML;
    case CLI_JSON:
        return POLC_TABLE_JSON;
    case CLI_TEXT:
    case CLI_NDJSON:
    case CLI_SARIF:
    case CLI_JUNIT:
    case CLI_GITHUB:
    case CLI_GITLAB:
    case CLI_FORMAT_COUNT:
        return POLC_TABLE_TEXT;
    }
    return POLC_TABLE_TEXT;
}

void cmd_table(struct cli *cli)
{
    polc_text *text;
    polc_table *table = cli_load_table(cli, &cli->policies);
    if (!table)
        return;
    cli_failed(cli, "table",
               polc_table_print(table, table_format(cli->format), cli_width(cli->out), &text));
    cli_write_text(cli, text);
    polc_table_free(table);
}

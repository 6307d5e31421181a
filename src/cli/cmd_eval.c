/* cmd_eval.c: verdicts on deployments; or only what is read of them. */
#include "cli/cli.h"

static polc_status read_one(void *reading, const polc_document *document, polc_counts *out)
{
    return polc_reading_add(reading, document, out);
}

static void dry_run(struct cli *cli, polc_evaluator *evaluator)
{
    polc_reading *reading;
    size_t met;
    polc_report_options options = cli_report_options(
        cli, cli->format == CLI_JSON ? POLC_REPORT_JSON : POLC_REPORT_TEXT, &cli->main);
    polc_status status = polc_reading_new(evaluator, &options, &reading);
    cli_failed(cli, "report", status);
    if (status != POLC_OK)
        return;
    if (cli_read_documents(cli, evaluator, read_one, reading, &met)) {
        status = polc_reading_end(reading);
        if (status != POLC_ERROR_IO)
            cli_failed(cli, "report", status);
    }
    polc_reading_free(reading);
}

void cmd_eval(struct cli *cli)
{
    struct cli_reading reading = {POLC_REPORT_TEXT, POLC_REPORT_JSON, NULL};
    if (!cli->dry_run)
        cli_verdicts(cli, &cli->arguments, &reading);
    else if (cli->format != CLI_TEXT && cli->format != CLI_JSON)
        cli_complain(cli, CLI_USAGE, "--dry-run prints text or json");
    else if (cli->arguments.count == 0)
        cli_no_deployment(cli);
    else
        cli_report(cli, dry_run);
}

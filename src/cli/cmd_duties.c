/* cmd_duties.c: what is owed, and whether commitments over many deployments are met. */
#include "cli/cli.h"

static void note_found(struct cli *cli, unsigned found)
{
    if ((found & POLC_DUTIES_MISSED) && cli->fail[POLC_PROHIBITED])
        cli->status[CLI_PROHIBITED] = true;
    if ((found & POLC_DUTIES_DISPUTED) && cli->fail[POLC_DISPUTED])
        cli->status[CLI_DISPUTED] = true;
    if ((found & POLC_DUTIES_UNDETERMINED) && cli->fail[POLC_UNDETERMINED])
        cli->status[CLI_UNDETERMINED] = true;
    if (found & POLC_DUTIES_UNRESOLVED)
        cli->status[CLI_UNRESOLVED] = true;
}

static polc_status read_one(void *duties, const polc_document *document, polc_counts *out)
{
    return polc_duties_read(duties, document, out);
}

static void report(struct cli *cli, polc_evaluator *evaluator)
{
    polc_duties *duties;
    size_t met;
    polc_report_options options = cli_report_options(
        cli, cli->format == CLI_JSON ? POLC_REPORT_JSON : POLC_REPORT_TEXT, &cli->main);
    polc_status status = polc_duties_new(evaluator, &options, &duties);
    cli_failed(cli, "report", status);
    if (status != POLC_OK)
        return;
    if (cli_read_documents(cli, evaluator, read_one, duties, &met)) {
        status = polc_duties_end(duties);
        if (status != POLC_ERROR_IO)
            cli_failed(cli, "report", status);
    }
    note_found(cli, polc_duties_found(duties));
    polc_duties_free(duties);
}

void cmd_duties(struct cli *cli)
{
    cli_report(cli, report);
}

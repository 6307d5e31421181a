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

/* Returns false when nothing can be written any more; closing the output tells why. */
static bool read_one(struct cli *cli, polc_evaluator *evaluator, polc_duties *duties,
                     const char *path, size_t *met)
{
    polc_document document = {path, NULL, 0, cli->from};
    polc_counts counts;
    if (!cli_check_file(cli, path))
        return true;
    polc_status status = polc_duties_read(duties, &document, &counts);
    *met += counts.evaluated + counts.refused;
    if (status == POLC_ERROR_INPUT) {
        fflush(cli->out); /* what is in order comes before what is not */
        cli_diagnostics(cli, polc_evaluator_diagnostics(evaluator), POLC_SELECT_ERRORS, stderr);
    }
    if (status == POLC_ERROR_IO)
        return false;
    cli_failed(cli, path, status);
    return true;
}

static void report(struct cli *cli, polc_evaluator *evaluator)
{
    polc_duties *duties;
    polc_report_options options = POLC_OPTIONS(options);
    size_t met = 0;
    bool going = true;
    options.format = cli->format == CLI_JSON ? POLC_REPORT_JSON : POLC_REPORT_TEXT;
    options.colour = cli_colour(cli, cli->out);
    options.width = cli_width(cli);
    options.write = cli_write;
    options.context = cli;
    polc_status status = polc_duties_new(evaluator, &options, &duties);
    cli_failed(cli, "report", status);
    if (status != POLC_OK)
        return;
    for (size_t i = 1; i < cli->arguments.count && going; i++)
        going = read_one(cli, evaluator, duties, cli->arguments.items[i], &met);
    if (cli->arguments.count > 1 && going && !met && !cli->status[CLI_USAGE]
        && !cli->status[CLI_INTERNAL])
        cli_complain(cli, CLI_USAGE, "there is no deployment in the input");
    status = going ? polc_duties_end(duties) : POLC_OK;
    if (status != POLC_ERROR_IO)
        cli_failed(cli, "report", status);
    note_found(cli, polc_duties_found(duties));
    polc_duties_free(duties);
}

void cmd_duties(struct cli *cli)
{
    polc_evaluator *evaluator = NULL;
    polc_table *table = cli_load_table(cli, cli->arguments.items[0]);
    if (!table)
        return;
    polc_status status = cli_evaluator(cli, table, &evaluator);
    if (status == POLC_OK)
        report(cli, evaluator);
    polc_evaluator_free(evaluator);
    polc_table_free(table);
}

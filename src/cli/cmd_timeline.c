/* cmd_timeline.c: on which days something changes, for deployments or for a whole policy. It is
 * information: no verdict fails. */
#include "cli/cli.h"

/* Returns false when nothing can be written any more; closing the output tells why. */
static bool read_one(struct cli *cli, polc_evaluator *evaluator, polc_timeline *timeline,
                     const char *path, size_t *met)
{
    polc_document document = {path, NULL, 0, cli->from};
    polc_counts counts;
    if (!cli_check_file(cli, path))
        return true;
    polc_status status = polc_timeline_read(timeline, &document, &counts);
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

static bool read_all(struct cli *cli, polc_evaluator *evaluator, polc_timeline *timeline)
{
    size_t met = 0;
    for (size_t i = 1; i < cli->arguments.count; i++)
        if (!read_one(cli, evaluator, timeline, cli->arguments.items[i], &met))
            return false;
    if (cli->arguments.count > 1 && !met && !cli->status[CLI_USAGE] && !cli->status[CLI_INTERNAL])
        cli_complain(cli, CLI_USAGE, "there is no deployment in the input");
    /* without a deployment the end would be about the whole policy, which nobody asked for */
    return cli->arguments.count == 1 || met;
}

static void report(struct cli *cli, polc_evaluator *evaluator)
{
    polc_timeline *timeline;
    polc_report_options options = POLC_OPTIONS(options);
    options.format = cli->format == CLI_JSON ? POLC_REPORT_JSON : POLC_REPORT_TEXT;
    options.colour = cli_colour(cli, cli->out);
    options.width = cli_width(cli);
    options.write = cli_write;
    options.context = cli;
    polc_status status = polc_timeline_new(evaluator, &options, &timeline);
    cli_failed(cli, "report", status);
    if (status != POLC_OK)
        return;
    if (read_all(cli, evaluator, timeline)) {
        status = polc_timeline_end(timeline);
        if (status != POLC_ERROR_IO)
            cli_failed(cli, "report", status);
    }
    if (polc_timeline_unresolved(timeline))
        cli->status[CLI_UNRESOLVED] = true;
    polc_timeline_free(timeline);
}

void cmd_timeline(struct cli *cli)
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

/* cmd_timeline.c: on which days something changes, for deployments or for a whole policy. It is
 * information: no verdict fails. */
#include "cli/cli.h"

static polc_status read_one(void *timeline, const polc_document *document, polc_counts *out)
{
    return polc_timeline_read(timeline, document, out);
}

static void report(struct cli *cli, polc_evaluator *evaluator)
{
    polc_timeline *timeline;
    struct cli_progress progress;
    size_t met;
    polc_report_options options = cli_report_options(
        cli, cli->format == CLI_JSON ? POLC_REPORT_JSON : POLC_REPORT_TEXT, &cli->main);
    options.all = cli->all;
    polc_status status = polc_timeline_new(evaluator, &options, &timeline);
    cli_failed(cli, "report", status);
    if (status != POLC_OK)
        return;
    if (cli_progress_open(cli, &progress))
        polc_timeline_watch(timeline, cli_progress_tell, &progress);
    bool going = cli_read_documents(cli, evaluator, read_one, timeline, &met);
    /* without a deployment the end would be about the whole policy, which nobody asked for */
    if (going && (cli->arguments.count == 0 || met)) {
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
    cli_report(cli, report);
}

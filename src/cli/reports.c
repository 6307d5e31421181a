/* reports.c: what the commands that report on deployments share: an evaluator, how a report is
 * written, documents read one by one into it. */
#include "cli/cli.h"

#include <string.h>

polc_status cli_evaluator(struct cli *cli, const polc_table *table, uint64_t budget,
                          polc_evaluator **out)
{
    polc_eval_options options = POLC_OPTIONS(options);
    options.on = cli->on;
    options.reading = cli->reading;
    options.event_files = cli->event_files.items;
    options.event_file_count = cli->event_files.count;
    options.events = cli->events.items;
    options.event_count = cli->events.count;
    options.settings = cli->settings.items;
    options.setting_count = cli->settings.count;
    options.input = cli->input;
    options.budget = budget;
    polc_status status = polc_evaluator_new(table, &options, out);
    if (status != POLC_OK && *out)
        cli_blame_diagnostics(cli, polc_evaluator_diagnostics(*out));
    if (status != POLC_OK && *out)
        cli_diagnostics(cli, polc_evaluator_diagnostics(*out), POLC_SELECT_ERRORS, stderr);
    cli_failed(cli, "options", status);
    return status;
}

polc_report_options cli_report_options(struct cli *cli, polc_report_format format,
                                       struct cli_file *file)
{
    polc_report_options options = POLC_OPTIONS(options);
    options.format = format;
    options.colour = cli_colour(cli, file->stream);
    options.width = cli_width(file->stream);
    options.write = cli_file_write;
    options.context = file;
    return options;
}

void cli_document_read(struct cli *cli, polc_evaluator *evaluator, const char *path,
                       polc_status status)
{
    if (status == POLC_ERROR_INPUT) {
        cli_flush(cli); /* what is in order comes before what is not */
        cli_diagnostics(cli, polc_evaluator_diagnostics(evaluator), POLC_SELECT_ERRORS, stderr);
    }
    const char *remark = polc_evaluator_remark(evaluator);
    if (remark && !cli->dry_run) {
        cli_flush(cli);
        cli_say(cli, "%s: %s", path, remark);
    }
    cli_failed(cli, path, status);
}

void cli_expect_deployment(struct cli *cli, size_t met)
{
    if (met || cli->allow_empty || cli->status[CLI_USAGE] || cli->status[CLI_INTERNAL])
        return;
    const struct cli_strings *files = &cli->arguments;
    bool named = files->count == 1 && strcmp(files->items[0], "-") != 0;
    cli_complain(cli, CLI_USAGE, "there is no deployment in %s",
                 named ? files->items[0] : "the input");
}

bool cli_read_documents(struct cli *cli, polc_evaluator *evaluator, cli_reader *read,
                        void *report, size_t *met)
{
    *met = 0;
    for (size_t i = 0; i < cli->arguments.count; i++) {
        polc_document document = {cli->arguments.items[i], NULL, 0, cli->from};
        polc_counts counts;
        if (!cli_check_file(cli, document.path))
            continue;
        polc_status status = read(report, &document, &counts);
        *met += counts.evaluated + counts.refused;
        if (status == POLC_ERROR_IO)
            return false;
        cli_document_read(cli, evaluator, document.path, status);
    }
    if (cli->arguments.count > 0)
        cli_expect_deployment(cli, *met);
    return true;
}

void cli_report(struct cli *cli, void (*report)(struct cli *cli, polc_evaluator *evaluator))
{
    polc_evaluator *evaluator = NULL;
    polc_table *table = cli_load_table(cli, &cli->policies);
    if (!table)
        return;
    if (cli_evaluator(cli, table, cli->budget, &evaluator) == POLC_OK)
        report(cli, evaluator);
    polc_evaluator_free(evaluator);
    polc_table_free(table);
}

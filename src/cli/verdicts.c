/* verdicts.c: documents to a report, for eval and explain; the evaluator that the options make. */
#include "cli/cli.h"

#include <string.h>

struct verdicts {
    struct cli *cli;
    const struct cli_reading *reading;
    polc_report *report;
    size_t shown, met; /* results: in the report, and in all */
    size_t refused;
    char nearest[256]; /* names met, to offer the nearest; the first few */
    bool stopped;      /* nothing can be written any more */
};

static void count_verdict(struct cli *cli, const polc_result *result)
{
    polc_verdict verdict = polc_result_verdict(result);
    if (polc_result_unresolved(result))
        cli->status[CLI_UNRESOLVED] = true;
    if (!cli->fail[verdict])
        return;
    switch (verdict) {
    case POLC_PERMITTED:
    case POLC_PROHIBITED:
        cli->status[CLI_PROHIBITED] = true;
        return;
    case POLC_DISPUTED:
        cli->status[CLI_DISPUTED] = true;
        return;
    case POLC_UNDETERMINED:
        cli->status[CLI_UNDETERMINED] = true;
        return;
    }
}

static int receive(void *context, const polc_result *result)
{
    struct verdicts *verdicts = context;
    const char *wanted = verdicts->reading->name;
    verdicts->met++;
    if (wanted && strcmp(polc_result_name(result), wanted) != 0) {
        const char *name = polc_result_name(result);
        if (!verdicts->nearest[0] && polc_name_nearest(wanted, &name, 1))
            snprintf(verdicts->nearest, sizeof verdicts->nearest, "%s", name);
        return 0;
    }
    verdicts->shown++;
    count_verdict(verdicts->cli, result);
    polc_status status = polc_report_add(verdicts->report, result);
    verdicts->stopped = status != POLC_OK;
    if (status != POLC_ERROR_IO) /* closing the output tells why */
        cli_failed(verdicts->cli, polc_result_name(result), status);
    return verdicts->stopped;
}

static void read_all(struct verdicts *verdicts, polc_evaluator *evaluator,
                     const struct cli_strings *documents)
{
    struct cli *cli = verdicts->cli;
    for (size_t i = 0; i < documents->count && !verdicts->stopped; i++) {
        polc_document document = {documents->items[i], NULL, 0, cli->from};
        polc_counts counts;
        if (!cli_check_file(cli, document.path))
            continue;
        polc_status status = polc_evaluator_read(evaluator, &document, receive, verdicts, &counts);
        verdicts->refused += counts.refused;
        if (status == POLC_ERROR_INPUT) {
            fflush(cli->out); /* what is in order comes before what is not */
            cli_diagnostics(cli, polc_evaluator_diagnostics(evaluator), POLC_SELECT_ERRORS, stderr);
        }
        cli_failed(cli, document.path, status);
    }
}

static void report(struct cli *cli, polc_evaluator *evaluator, const struct cli_strings *documents,
                   const struct cli_reading *reading)
{
    struct verdicts verdicts = {.cli = cli, .reading = reading};
    polc_report_options options = POLC_OPTIONS(options);
    options.format = reading->format;
    options.colour = cli_colour(cli, cli->out);
    options.width = cli_width(cli);
    options.write = cli_write;
    options.context = cli;
    polc_status status = polc_report_new(evaluator, &options, &verdicts.report);
    if (status != POLC_OK) {
        if (status != POLC_ERROR_IO)
            cli_failed(cli, "report", status);
        return;
    }
    read_all(&verdicts, evaluator, documents);
    if (!verdicts.stopped)
        polc_report_end(verdicts.report, verdicts.refused);
    polc_report_free(verdicts.report);
    if (reading->name && verdicts.met && !verdicts.shown)
        cli_complain(cli, CLI_USAGE, "no deployment is named %s%s%s%s", reading->name,
                     verdicts.nearest[0] ? "; did you mean " : "", verdicts.nearest,
                     verdicts.nearest[0] ? "?" : "");
    else if (!verdicts.met && !cli->status[CLI_USAGE] && !cli->status[CLI_INTERNAL])
        cli_complain(cli, CLI_USAGE, "there is no deployment in the input");
}

polc_status cli_evaluator(struct cli *cli, const polc_table *table, polc_evaluator **out)
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
    polc_status status = polc_evaluator_new(table, &options, out);
    if (status != POLC_OK && *out)
        cli_diagnostics(cli, polc_evaluator_diagnostics(*out), POLC_SELECT_ERRORS, stderr);
    cli_failed(cli, "options", status);
    return status;
}

void cli_verdicts(struct cli *cli, polc_table *table, const struct cli_strings *documents,
                  const struct cli_reading *reading)
{
    polc_evaluator *evaluator;
    if (cli_evaluator(cli, table, &evaluator) == POLC_OK)
        report(cli, evaluator, documents, reading);
    polc_evaluator_free(evaluator);
}

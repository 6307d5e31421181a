/* verdict_outputs.c: the documents that a run writes about verdicts: that of --format and those of
 * --report. Text, JSON, NDJSON and pages are written as results come; the others when all are there.
 */
#include "cli/cli.h"

#include <stdlib.h>

static polc_report_format report_format(const struct cli_reading *reading, enum cli_format format)
{
    switch (format) {
    case CLI_JSON:
        return reading->json;
    case CLI_NDJSON:
        return POLC_REPORT_NDJSON;
    case CLI_HTML:
        return POLC_REPORT_HTML;
    case CLI_TEXT:
    case CLI_MARKDOWN:
    case CLI_CSV:
    case CLI_SARIF:
    case CLI_JUNIT:
    case CLI_GITHUB:
    case CLI_GITLAB:
    case CLI_FORMAT_COUNT:
        return reading->text;
    }
    return reading->text;
}

bool cli_verdict_outputs(struct cli *cli, polc_evaluator *evaluator,
                         const struct cli_reading *reading, struct cli_verdict_outputs *out)
{
    struct cli_output output;
    *out = (struct cli_verdict_outputs){.cli = cli};
    if (!cli_baseline_open(cli, &out->baseline))
        return false;
    struct cli_remarked about = {polc_table_name(polc_evaluator_table(evaluator)),
                                 cli->policies.count ? cli->policies.items[0] : NULL,
                                 out->baseline};
    if (!cli_remarks_new(cli, &about, &out->remarks))
        return false;
    out->streams = calloc(cli->report_count + 1, sizeof *out->streams);
    if (!out->streams)
        return cli_no_memory(cli);
    for (size_t i = 0; cli_output_at(cli, i, &output); i++) {
        if (cli_format_remarks(cli, output.format))
            continue;
        struct cli_stream *stream = &out->streams[out->count];
        polc_report_options options =
            cli_report_options(cli, report_format(reading, output.format), output.file);
        options.remarks = out->baseline ? out->remarks : NULL;
        polc_status status = polc_report_new(evaluator, &options, &stream->report);
        cli_failed(cli, "report", status);
        if (status != POLC_OK)
            return false;
        stream->file = output.file;
        out->count++;
    }
    return true;
}

static void note(struct cli *cli, polc_verdict verdict)
{
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

/* What fails, but for what the baseline knows or will know from now on. */
static void note_failure(const struct cli_verdict_outputs *outputs, const polc_result *result)
{
    struct cli *cli = outputs->cli;
    polc_verdict verdict = polc_result_verdict(result);
    if (polc_result_unresolved(result))
        cli->status[CLI_UNRESOLVED] = true;
    bool fails = cli->fail[verdict];
    if (outputs->baseline || cli->create_baseline)
        fails = polc_remarks_open(outputs->remarks, &verdict) != 0;
    if (fails)
        note(cli, verdict);
}

void cli_verdict_met(struct cli_verdict_outputs *outputs, const polc_met *met)
{
    struct cli *cli = outputs->cli;
    if (met->unresolved)
        cli->status[CLI_UNRESOLVED] = true;
    if (cli->fail[met->verdict])
        note(cli, met->verdict);
}

polc_status cli_verdict_add(struct cli_verdict_outputs *outputs, const polc_result *result)
{
    polc_status status = POLC_OK;
    if (outputs->remarks) /* first, since they know what is in the baseline */
        status = polc_remarks_add(outputs->remarks, result);
    note_failure(outputs, result);
    for (size_t i = 0; i < outputs->count && status == POLC_OK; i++)
        status = polc_report_add(outputs->streams[i].report, result);
    return status;
}

void cli_verdict_refused(struct cli_verdict_outputs *outputs, polc_evaluator *evaluator,
                         const char *path, size_t refused)
{
    if (outputs->remarks)
        cli_failed(outputs->cli, path,
                   polc_remarks_refused(outputs->remarks, path,
                                        polc_evaluator_diagnostics(evaluator), refused));
}

/* Entries of the baseline that fit nothing, or no more. */
static void settle(struct cli_verdict_outputs *outputs)
{
    struct cli *cli = outputs->cli;
    cli_failed(cli, "baseline", polc_remarks_settle(outputs->remarks, !cli->status[CLI_USAGE]));
    cli_flush(cli); /* what was evaluated comes before what was not needed */
    if (!cli->quiet)
        cli_diagnostics(cli, polc_baseline_diagnostics(outputs->baseline), POLC_SELECT_ALL,
                        stderr);
}

void cli_verdict_end(struct cli_verdict_outputs *outputs, size_t refused, bool stopped)
{
    for (size_t i = 0; i < outputs->count; i++) {
        if (!stopped)
            outputs->streams[i].file->whole |=
                polc_report_end(outputs->streams[i].report, refused) == POLC_OK;
        polc_report_free(outputs->streams[i].report);
    }
    if (!stopped && outputs->baseline)
        settle(outputs);
    if (!stopped && outputs->cli->create_baseline)
        cli_baseline_write(outputs->cli, outputs->remarks, refused);
    if (!stopped)
        cli_remarks_write(outputs->cli, outputs->remarks);
    polc_remarks_free(outputs->remarks);
    polc_baseline_free(outputs->baseline);
    free(outputs->streams);
}

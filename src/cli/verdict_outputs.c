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
    out->streams = calloc(cli->report_count + 1, sizeof *out->streams);
    if (!out->streams) {
        cli_complain(cli, CLI_INTERNAL, "out of memory");
        return false;
    }
    for (size_t i = 0; cli_output_at(cli, i, &output); i++) {
        if (cli_format_remarks(cli, output.format))
            continue;
        struct cli_stream *stream = &out->streams[out->count];
        polc_report_options options =
            cli_report_options(cli, report_format(reading, output.format), output.file);
        polc_status status = polc_report_new(evaluator, &options, &stream->report);
        cli_failed(cli, "report", status);
        if (status != POLC_OK)
            return false;
        stream->file = output.file;
        out->count++;
    }
    return cli_remarks_new(cli, polc_table_name(polc_evaluator_table(evaluator)),
                           cli->policies.count ? cli->policies.items[0] : NULL, &out->remarks);
}

polc_status cli_verdict_add(struct cli_verdict_outputs *outputs, const polc_result *result)
{
    polc_status status = POLC_OK;
    for (size_t i = 0; i < outputs->count && status == POLC_OK; i++)
        status = polc_report_add(outputs->streams[i].report, result);
    if (outputs->remarks && status == POLC_OK)
        status = polc_remarks_add(outputs->remarks, result);
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

void cli_verdict_end(struct cli_verdict_outputs *outputs, size_t refused, bool stopped)
{
    for (size_t i = 0; i < outputs->count; i++) {
        if (!stopped)
            outputs->streams[i].file->whole |=
                polc_report_end(outputs->streams[i].report, refused) == POLC_OK;
        polc_report_free(outputs->streams[i].report);
    }
    if (!stopped)
        cli_remarks_write(outputs->cli, outputs->remarks);
    polc_remarks_free(outputs->remarks);
    free(outputs->streams);
}

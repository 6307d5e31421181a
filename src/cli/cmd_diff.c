/* cmd_diff.c: what two policies say differently, and which deployments get another verdict. */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Standard input is evaluated twice, so it is read whole. NULL after a message. */
static char *read_input(struct cli *cli, size_t *length)
{
    char *data = NULL;
    size_t room = 0, got;
    *length = 0;
    do {
        if (*length + 1 >= room) {
            char *more = realloc(data, room = room * 2 + 65536);
            if (!more) {
                cli_no_memory(cli);
                free(data);
                return NULL;
            }
            data = more;
        }
        got = fread(data + *length, 1, room - 1 - *length, stdin);
        *length += got;
    } while (got > 0);
    if (ferror(stdin)) {
        cli_complain(cli, CLI_USAGE, "cannot read standard input: %s", strerror(errno));
        free(data);
        return NULL;
    }
    return data;
}

static void compare_one(struct cli *cli, polc_diff *diff, polc_evaluator *const evaluators[2],
                        const char *path)
{
    polc_document document = {path, NULL, 0, cli->from};
    char *data = NULL;
    if (!cli_check_file(cli, path))
        return;
    if (strcmp(path, "-") == 0) {
        data = read_input(cli, &document.length);
        document.data = data;
        if (!data)
            return;
    }
    polc_status status = polc_diff_against(diff, evaluators[0], evaluators[1], &document);
    for (int i = 0; i < 2 && status == POLC_ERROR_INPUT; i++) {
        polc_diagnostics *why = polc_evaluator_diagnostics(evaluators[i]);
        if (polc_diagnostics_errors(why) == 0)
            continue;
        cli_diagnostics(cli, why, POLC_SELECT_ERRORS, stderr);
        break; /* mostly the other would say the same */
    }
    cli_failed(cli, path, status);
    free(data);
}

#define RULE_QUESTIONS 10 /* --budget is for the questions about a rule: for so many of one deployment */

static void compare_deployments(struct cli *cli, polc_diff *diff, polc_table *const tables[2])
{
    polc_evaluator *evaluators[2] = {NULL, NULL};
    bool fine = true;
    uint64_t budget = cli->budget / RULE_QUESTIONS;
    if (cli->budget && !budget)
        budget = 1;
    for (int i = 0; i < 2 && fine; i++)
        fine = cli_evaluator(cli, tables[i], budget, &evaluators[i]) == POLC_OK;
    for (size_t i = 0; i < cli->against.count && fine; i++)
        compare_one(cli, diff, evaluators, cli->against.items[i]);
    for (size_t i = 2; i < cli->arguments.count && fine; i++)
        compare_one(cli, diff, evaluators, cli->arguments.items[i]);
    for (int i = 0; i < 2; i++)
        polc_evaluator_free(evaluators[i]);
}

static void print(struct cli *cli, polc_diff *diff, const struct cli_output *output)
{
    polc_text *text;
    FILE *stream = output->file->stream;
    polc_report_format format = output->format == CLI_JSON     ? POLC_REPORT_JSON
                                : output->format == CLI_NDJSON ? POLC_REPORT_NDJSON
                                : output->format == CLI_HTML   ? POLC_REPORT_HTML
                                                               : POLC_REPORT_TEXT;
    polc_status status =
        polc_diff_print(diff, format, cli_width(stream), cli_colour(cli, stream), &text);
    cli_failed(cli, "report", status);
    output->file->whole = status == POLC_OK;
    cli_file_text(output->file, text);
}

static void print_remarks(struct cli *cli, polc_diff *diff, const char *policy)
{
    polc_remarks *remarks;
    char name[500];
    const char *const *files = cli->arguments.items;
    struct cli_remarked about = {policy, files[1], NULL};
    if (!cli_remarks_new(cli, &about, &remarks))
        return;
    snprintf(name, sizeof name, "%s to %s", files[0], files[1]);
    if (remarks)
        cli_failed(cli, "report", polc_remarks_diff(remarks, name, diff, cli->fail_diff));
    cli_remarks_write(cli, remarks);
    polc_remarks_free(remarks);
}

static void report(struct cli *cli, polc_diff *diff, const char *policy)
{
    struct cli_output output;
    unsigned found = polc_diff_found(diff);
    for (size_t i = 0; cli_output_at(cli, i, &output); i++)
        if (!cli_format_remarks(cli, output.format))
            print(cli, diff, &output);
    if (found & cli->fail_diff)
        cli->status[CLI_PROHIBITED] = true;
    if (found & POLC_DIFF_UNRESOLVED)
        cli->status[CLI_UNRESOLVED] = true;
    print_remarks(cli, diff, policy);
}

void cmd_diff(struct cli *cli)
{
    polc_table *tables[2] = {NULL, NULL};
    polc_diff *diff;
    struct cli_progress progress;
    polc_diff_options options = POLC_OPTIONS(options);
    if (cli->arguments.count > 2 && cli->against.count == 0) {
        cli_complain(cli, CLI_USAGE, "diff compares two policies; deployments come after --against");
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        struct cli_strings one = {cli->arguments.items + i, 1, 0};
        tables[i] = cli_load_table(cli, &one);
    }
    options.on = cli->on;
    options.budget = cli->budget;
    if (cli_progress_open(cli, &progress))
        options.progress = cli_progress_tell;
    options.context = &progress;
    if (tables[0] && tables[1]) {
        polc_status status = polc_diff_new(tables[0], tables[1], &options, &diff);
        cli_failed(cli, "diff", status);
        if (status == POLC_OK && (cli->against.count || cli->arguments.count > 2))
            compare_deployments(cli, diff, tables);
        if (status == POLC_OK)
            report(cli, diff, polc_table_name(tables[1]));
        polc_diff_free(diff);
    }
    for (int i = 0; i < 2; i++)
        polc_table_free(tables[i]);
}

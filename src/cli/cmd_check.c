/* cmd_check.c: what is wrong with a policy. Findings are the data of this command, so they
 * go to standard output. */
#include "cli/cli.h"

#include <string.h>

static void summarise(struct cli *cli, polc_diagnostics *diagnostics)
{
    size_t counts[3] = {0};
    polc_diagnostic each;
    for (size_t i = 0; i < polc_diagnostics_count(diagnostics); i++)
        if (polc_diagnostics_get(diagnostics, i, &each) == POLC_OK)
            counts[each.severity]++;
    counts[POLC_SEVERITY_ERROR] = polc_diagnostics_errors(diagnostics);
    cli_flush(cli);
    if (counts[0] + counts[1] + counts[2] == 0)
        cli_say(cli, "nothing to object to");
    else
        cli_say(cli, "%zu error%s, %zu warning%s, %zu hint%s", counts[0],
                counts[0] == 1 ? "" : "s", counts[1], counts[1] == 1 ? "" : "s", counts[2],
                counts[2] == 1 ? "" : "s");
}

static polc_status text_of(polc_policy *policy, enum cli_format format, polc_text **out)
{
    polc_diagnostics *diagnostics = polc_policy_diagnostics(policy);
    if (format == CLI_HTML)
        return polc_policy_html(policy, out);
    return format == CLI_NDJSON ? polc_diagnostics_ndjson(diagnostics, out)
                                : polc_diagnostics_json(diagnostics, out);
}

static void print(struct cli *cli, polc_policy *policy, const struct cli_output *output)
{
    polc_diagnostics *diagnostics = polc_policy_diagnostics(policy);
    polc_text *text;
    if (output->format == CLI_TEXT) {
        cli_diagnostics(cli, diagnostics, cli->quiet ? POLC_SELECT_ERRORS : POLC_SELECT_ALL,
                        output->file->stream);
        if (output->file == &cli->main)
            summarise(cli, diagnostics);
    } else {
        cli_failed(cli, "diagnostics", text_of(policy, output->format, &text));
        cli_file_text(output->file, text);
    }
    output->file->whole = true;
}

static void print_all(struct cli *cli, polc_policy *policy)
{
    struct cli_output output;
    for (size_t i = 0; cli_output_at(cli, i, &output); i++)
        if (!cli_format_remarks(cli, output.format))
            print(cli, policy, &output);
}

/* When the exit status is known. */
static void print_remarks(struct cli *cli, polc_diagnostics *diagnostics)
{
    polc_remarks *remarks;
    const char *file = cli->arguments.items[0];
    struct cli_remarked about = {NULL, file, NULL};
    if (!cli_remarks_new(cli, &about, &remarks))
        return;
    if (remarks)
        cli_failed(cli, "report", polc_remarks_policy(remarks, file, diagnostics));
    cli_remarks_write(cli, remarks);
    polc_remarks_free(remarks);
}

/* What it implies, when it is a policy at all. False when that was not looked for. */
static bool analyse(struct cli *cli, polc_policy *policy)
{
    polc_analysis_options options = POLC_OPTIONS(options);
    struct cli_progress progress;
    options.on = cli->on;
    options.gaps = cli->gaps;
    options.overlaps = cli->overlaps;
    options.lookahead_days = cli->lookahead;
    options.budget = cli->budget;
    options.deny = cli->deny.items;
    options.deny_count = cli->deny.count;
    options.warn = cli->warn.items;
    options.warn_count = cli->warn.count;
    options.allow = cli->allow.items;
    options.allow_count = cli->allow.count;
    if (cli_progress_open(cli, &progress))
        options.progress = cli_progress_tell;
    options.context = &progress;
    polc_status status = polc_policy_analyse(policy, &options);
    cli_line_erase();
    if (status == POLC_ERROR_BUDGET)
        cli->status[CLI_UNRESOLVED] = true;
    else
        cli_failed(cli, "policy", status);
    return status == POLC_OK || status == POLC_ERROR_BUDGET;
}

void cmd_check(struct cli *cli)
{
    polc_policy *policy;
    polc_policy_options options = POLC_OPTIONS(options);
    if (!cli_check_files(cli))
        return;
    options.check_sources = 1;
    polc_status status =
        polc_policy_load(cli->arguments.items, cli->arguments.count, &options, &policy);
    if (policy && !cli_check_policy_reads(cli, policy)) {
        polc_policy_free(policy);
        return;
    }
    bool looked = status != POLC_OK || analyse(cli, policy);
    if (policy && looked)
        print_all(cli, policy);
    if (status == POLC_ERROR_POLICY
        || (policy && polc_diagnostics_errors(polc_policy_diagnostics(policy)) > 0))
        cli->status[CLI_PROHIBITED] = true;
    else
        cli_failed(cli, "policy", status);
    if (policy && looked)
        print_remarks(cli, polc_policy_diagnostics(policy));
    polc_policy_free(policy);
}

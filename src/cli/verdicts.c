/* verdicts.c: documents to a report of verdicts, for eval, explain and options. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

struct verdicts {
    struct cli *cli;
    const struct cli_reading *reading;
    struct cli_verdict_outputs outputs;
    struct cli_progress progress;
    size_t shown, met; /* results: in the documents, and in all */
    size_t refused;
    char nearest[256]; /* names met, to offer the nearest; the first few */
    bool stopped;      /* nothing can be written any more */
};

static int receive(void *context, const polc_result *result)
{
    struct verdicts *verdicts = context;
    const char *wanted = verdicts->reading->name;
    verdicts->met++;
    cli_progress_step(&verdicts->progress, verdicts->met);
    if (wanted && strcmp(polc_result_name(result), wanted) != 0) {
        const char *name = polc_result_name(result);
        if (!verdicts->nearest[0] && polc_name_nearest(wanted, &name, 1))
            snprintf(verdicts->nearest, sizeof verdicts->nearest, "%s", name);
        return 0;
    }
    verdicts->shown++;
    polc_status status = cli_verdict_add(&verdicts->outputs, result);
    verdicts->stopped = status != POLC_OK;
    if (status != POLC_ERROR_IO) /* closing the output tells why */
        cli_failed(verdicts->cli, polc_result_name(result), status);
    return verdicts->stopped;
}

/* What was written goes out before a wait for input. */
static void flush(struct verdicts *verdicts)
{
    for (size_t i = 0; i < verdicts->outputs.count; i++)
        cli_file_flush(verdicts->outputs.streams[i].file);
}

static void watch(void *context, uint64_t bytes, int waits)
{
    struct verdicts *verdicts = context;
    if (waits)
        flush(verdicts);
    if (bytes > verdicts->progress.now)
        verdicts->progress.now = bytes;
    cli_progress_step(&verdicts->progress, verdicts->met);
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
        flush(verdicts); /* opening a pipe may wait */
        polc_status status = polc_evaluator_read(evaluator, &document, receive, verdicts, &counts);
        verdicts->refused += counts.refused;
        cli_verdict_refused(&verdicts->outputs, evaluator, document.path, counts.refused);
        cli_document_read(cli, evaluator, document.path, status);
        cli_progress_document(&verdicts->progress, document.path);
    }
}

/* ---- by several threads ------------------------------------------------------------------------- */

struct shared {
    struct verdicts *verdicts;
    polc_evaluator *evaluator;
    const polc_document *documents;
};

static int met(void *context, const polc_met *met)
{
    struct verdicts *verdicts = ((struct shared *)context)->verdicts;
    verdicts->met++;
    verdicts->shown++;
    cli_progress_step(&verdicts->progress, verdicts->met);
    cli_verdict_met(&verdicts->outputs, met);
    return 0;
}

static int document_read(void *context, size_t index, polc_status status,
                         const polc_counts *counts)
{
    struct shared *shared = context;
    struct cli *cli = shared->verdicts->cli;
    const char *path = shared->documents[index].path;
    shared->verdicts->refused += counts->refused;
    if (cli_check_file(cli, path))
        cli_document_read(cli, shared->evaluator, path, status);
    cli_progress_document(&shared->verdicts->progress, path);
    return 0;
}

static void read_shared(struct verdicts *verdicts, polc_evaluator *evaluator,
                        const struct cli_strings *documents)
{
    const struct cli_verdict_outputs *outputs = &verdicts->outputs;
    polc_run_options options = POLC_OPTIONS(options);
    polc_document *list = calloc(documents->count + 1, sizeof *list);
    polc_report **reports = calloc(outputs->count + 1, sizeof *reports);
    struct shared shared = {verdicts, evaluator, list};
    verdicts->stopped = true;
    if (list && reports) {
        for (size_t i = 0; i < documents->count; i++)
            list[i] = (polc_document){documents->items[i], NULL, 0, verdicts->cli->from};
        for (size_t i = 0; i < outputs->count; i++)
            reports[i] = outputs->streams[i].report;
        options.jobs = verdicts->cli->jobs;
        options.reports = reports;
        options.report_count = outputs->count;
        options.met = met;
        options.read = document_read;
        options.context = &shared;
        polc_status status = polc_run(evaluator, list, documents->count, &options, NULL);
        verdicts->stopped = status != POLC_OK && status != POLC_ERROR_INPUT;
        if (status != POLC_ERROR_IO) /* closing the output tells why */
            cli_failed(verdicts->cli, "eval", status);
    } else {
        cli_failed(verdicts->cli, "eval", POLC_ERROR_MEMORY);
    }
    free(list);
    free(reports);
}

/* Documents that are made when all results are there, and baselines, need the results themselves. */
static bool can_share(const struct verdicts *verdicts)
{
    const struct cli *cli = verdicts->cli;
    return cli->jobs != 1 && !verdicts->reading->name && !verdicts->outputs.remarks
           && !verdicts->outputs.baseline && !cli->create_baseline;
}

static void tell_missing(const struct verdicts *verdicts)
{
    const char *name = verdicts->reading->name, *nearest = verdicts->nearest;
    if (name && verdicts->met && !verdicts->shown)
        cli_complain(verdicts->cli, CLI_USAGE, "no deployment is named %s%s%s%s", name,
                     nearest[0] ? "; did you mean " : "", nearest, nearest[0] ? "?" : "");
    else
        cli_expect_deployment(verdicts->cli, verdicts->met);
}

static void report(struct cli *cli, polc_evaluator *evaluator, const struct cli_strings *documents,
                   const struct cli_reading *reading)
{
    struct verdicts verdicts = {.cli = cli, .reading = reading};
    if (cli_verdict_outputs(cli, evaluator, reading, &verdicts.outputs)) {
        cli_progress_begin(cli, documents, &verdicts.progress);
        polc_evaluator_watch(evaluator, watch, &verdicts);
        if (can_share(&verdicts))
            read_shared(&verdicts, evaluator, documents);
        else
            read_all(&verdicts, evaluator, documents);
        polc_evaluator_watch(evaluator, NULL, NULL);
        cli_line_erase();
        tell_missing(&verdicts);
    } else {
        verdicts.stopped = true;
    }
    cli_verdict_end(&verdicts.outputs, verdicts.refused, verdicts.stopped);
}

void cli_no_deployment(struct cli *cli)
{
    const char *policy = cli->policies.count ? cli->policies.items[0] : NULL;
    if (policy && !cli->project && !cli_ends_with(policy, ".pol") && !cli_ends_with(policy, ".pdt"))
        cli_complain(cli, CLI_USAGE,
                     "no deployment is given: %s stands for the policy, since no polc.yaml names one", policy);
    else
        cli_complain(cli, CLI_USAGE, "no deployment is given; name a file, or - for standard input");
}

void cli_verdicts(struct cli *cli, const struct cli_strings *documents,
                  const struct cli_reading *reading)
{
    polc_evaluator *evaluator;
    if (documents->count == 0) {
        cli_no_deployment(cli);
        return;
    }
    polc_table *table = cli_load_table(cli, &cli->policies);
    if (!table)
        return;
    if (cli_evaluator(cli, table, cli->budget, &evaluator) == POLC_OK)
        report(cli, evaluator, documents, reading);
    polc_evaluator_free(evaluator);
    polc_table_free(table);
}

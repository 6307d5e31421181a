/* verdicts.c: documents to a report of verdicts, for eval, explain and options. */
#include "cli/cli.h"

#include <string.h>

struct verdicts {
    struct cli *cli;
    const struct cli_reading *reading;
    struct cli_verdict_outputs outputs;
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
        cli_verdict_refused(&verdicts->outputs, evaluator, document.path, counts.refused);
        cli_document_read(cli, evaluator, document.path, status);
    }
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
        read_all(&verdicts, evaluator, documents);
        tell_missing(&verdicts);
    } else {
        verdicts.stopped = true;
    }
    cli_verdict_end(&verdicts.outputs, verdicts.refused, verdicts.stopped);
}

void cli_verdicts(struct cli *cli, const struct cli_strings *documents,
                  const struct cli_reading *reading)
{
    polc_evaluator *evaluator;
    if (documents->count == 0) {
        cli_complain(cli, CLI_USAGE, "no deployment is given; name a file, or - for standard input");
        return;
    }
    polc_table *table = cli_load_table(cli, &cli->policies);
    if (!table)
        return;
    if (cli_evaluator(cli, table, &evaluator) == POLC_OK)
        report(cli, evaluator, documents, reading);
    polc_evaluator_free(evaluator);
    polc_table_free(table);
}

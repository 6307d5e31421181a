/* cmd_test.c: scenarios with expected verdicts, what they cover, and cases for the rest.
 *
 * Each case file is run against its policy (case_files.c); a policy is loaded once, however it
 * is reached. A case that fails is shown as a table of what was expected and what was found.
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct loaded {
    char *path; /* the real one */
    polc_table *table; /* NULL: it has errors, which were told */
    struct loaded *next;
};

struct testing {
    struct cli *cli;
    polc_suite *suite;
    struct loaded *tables;
    bool silent; /* failures are not what was asked for */
    polc_remarks *remarks; /* NULL: no format needs them */
    polc_case_counts counts;
};

/* ---- policies --------------------------------------------------------------------------------- */

/* The table of a policy; NULL after a message, now or before. */
static polc_table *table_at(struct testing *testing, const char *path)
{
    char *real = realpath(path, NULL);
    struct loaded **at = &testing->tables;
    while (*at && real && strcmp((*at)->path, real) != 0)
        at = &(*at)->next;
    if (*at && real) {
        free(real);
        return (*at)->table;
    }
    struct cli_strings one = {&path, 1, 0};
    polc_table *table = cli_load_table(testing->cli, &one);
    struct loaded *new = calloc(1, sizeof *new);
    if (!new || !real) { /* a policy that is no file has no table either */
        free(new);
        free(real);
        polc_table_free(table);
        return NULL;
    }
    *new = (struct loaded){real, table, NULL};
    *at = new;
    return table;
}

static void free_tables(struct testing *testing)
{
    for (struct loaded *at = testing->tables, *next; at; at = next) {
        next = at->next;
        polc_table_free(at->table);
        free(at->path);
        free(at);
    }
}

/* ---- failures --------------------------------------------------------------------------------- */

static size_t columns_of(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static void print_cell(const char *text, size_t width, FILE *out)
{
    size_t used = columns_of(text);
    cli_put(text, out); /* a column for each code point, whatever it is shown as */
    fprintf(out, "%*s", used < width ? (int)(width - used) : 0, "");
}

/* Further lines stand below the first. */
static void print_lines(const char *text, size_t indent, FILE *out)
{
    char *copy = strdup(text), *rest = NULL;
    const char *line = copy ? strtok_r(copy, "\n", &rest) : NULL;
    for (bool first = true; line; line = strtok_r(NULL, "\n", &rest), first = false) {
        fprintf(out, "%*s", first ? 0 : (int)indent, "");
        cli_put(line, out);
        fputc('\n', out);
    }
    free(copy);
}

static void print_failure(const polc_case *result, FILE *out)
{
    size_t what = strlen("decided by"), expected = strlen("expected");
    for (size_t i = 0; i < result->difference_count; i++) {
        size_t w = columns_of(result->differences[i].what);
        size_t e = columns_of(result->differences[i].expected);
        what = w > what ? w : what;
        expected = e > expected ? e : expected;
    }
    cli_put(result->file, out);
    fprintf(out, ":%u: ", result->line);
    cli_put(result->name, out);
    fputs(" failed\n  ", out);
    print_cell("", what + 2, out);
    print_cell("expected", expected + 2, out);
    fputs("found\n", out);
    for (size_t i = 0; i < result->difference_count; i++) {
        fputs("  ", out);
        print_cell(result->differences[i].what, what + 2, out);
        print_cell(result->differences[i].expected, expected + 2, out);
        print_cell(result->differences[i].found, 0, out);
        fputc('\n', out);
    }
    if (result->decided_by[0]) {
        fputs("  ", out);
        print_cell("decided by", what + 2, out);
        print_cell(result->decided_by, 0, out);
        fputc('\n', out);
    }
    if (result->why[0]) {
        fputs("  ", out);
        print_cell("why", what + 2, out);
        print_lines(result->why, what + 4, out);
    }
}

static int receive(void *context, const polc_case *result)
{
    struct testing *testing = context;
    struct cli_output output;
    for (size_t i = 0; cli_output_at(testing->cli, i, &output); i++)
        if (!result->passed && !testing->silent && output.format == CLI_TEXT) {
            cli_line_erase();
            print_failure(result, output.file->stream);
        }
    return 0;
}

/* ---- running ---------------------------------------------------------------------------------- */

static void run_file(struct testing *testing, const char *path)
{
    struct cli *cli = testing->cli;
    polc_case_counts counts;
    polc_text *problems;
    if (!cli_check_file(cli, path))
        return;
    const char *fallback = cli->generate               ? cli->arguments.items[0]
                           : cli->policies.count == 1 ? cli->policies.items[0]
                                                      : NULL;
    char *policy = cli_policy_of_cases(cli, path, fallback);
    polc_table *table = policy ? table_at(testing, policy) : NULL;
    free(policy);
    if (!table)
        return;
    polc_status status =
        polc_suite_run(testing->suite, table, path, receive, testing, &counts, &problems);
    cli_line_erase();
    cli_flush(cli);
    fputs(polc_text_data(problems), stderr);
    polc_text_free(problems);
    cli_failed(cli, path, status);
    testing->counts.passed += counts.passed;
    testing->counts.failed += counts.failed;
    testing->counts.refused += counts.refused;
    testing->counts.review += counts.review;
}

static void run_path(struct testing *testing, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
        run_file(testing, path);
        return;
    }
    size_t count;
    char **files = cli_case_files(testing->cli, path, &count);
    if (count == 0)
        cli_complain(testing->cli, CLI_USAGE, "%s: there is no case file in this folder", path);
    for (size_t i = 0; i < count; i++) {
        run_file(testing, files[i]);
        free(files[i]);
    }
    free(files);
}

/* ---- what is printed in the end --------------------------------------------------------------- */

static void print_counts(const struct testing *testing, size_t all, FILE *out)
{
    const polc_case_counts *counts = &testing->counts;
    fprintf(out, "%zu case%s: %zu passed, %zu failed", all, all == 1 ? "" : "s", counts->passed,
            counts->failed);
    if (counts->refused)
        fprintf(out, ", %zu refused", counts->refused);
    if (counts->review)
        fprintf(out, ", %zu still to be reviewed", counts->review);
    fputc('\n', out);
}

/* Of all kinds together; nothing where that fails, which is told. */
static polc_coverage coverage_of(struct testing *testing)
{
    polc_coverage kinds[POLC_COVERAGE_KINDS], all = {0, 0, 0, 0};
    polc_status status = polc_suite_coverage(testing->suite, kinds);
    cli_failed(testing->cli, "coverage", status);
    for (int k = 0; k < POLC_COVERAGE_KINDS && status == POLC_OK; k++) {
        all.covered += kinds[k].covered;
        all.items += kinds[k].items;
        all.unresolved += kinds[k].unresolved;
    }
    return all;
}

/* What is not covered may be unresolved: then the status says so. */
static void check_coverage(struct testing *testing)
{
    struct cli *cli = testing->cli;
    polc_coverage all = coverage_of(testing);
    cli->status[CLI_UNRESOLVED] = cli->status[CLI_UNRESOLVED] || all.unresolved;
    if (cli->min_coverage >= 0 && all.covered * 100 < (size_t)cli->min_coverage * all.items)
        cli_complain(cli, CLI_PROHIBITED, "%zu of %zu is less than %d %%", all.covered, all.items,
                     cli->min_coverage);
}

static void print_end(struct testing *testing, size_t all, const struct cli_output *output)
{
    struct cli *cli = testing->cli;
    polc_text *text = NULL;
    if (output->format == CLI_JSON) {
        cli_failed(cli, "cases", polc_suite_json(testing->suite, &text));
    } else if (output->format == CLI_NDJSON) {
        cli_failed(cli, "cases", polc_suite_ndjson(testing->suite, &text));
    } else if (output->format == CLI_HTML) {
        cli_failed(cli, "cases", polc_suite_html(testing->suite, &text));
    } else {
        print_counts(testing, all, output->file->stream);
        if (cli->coverage)
            cli_failed(cli, "coverage", polc_suite_text(testing->suite, &text));
    }
    cli_file_text(output->file, text);
    output->file->whole = true;
}

static void end(struct testing *testing)
{
    struct cli *cli = testing->cli;
    struct cli_output output;
    size_t all = testing->counts.passed + testing->counts.failed + testing->counts.refused;
    if (!all && !cli->status[CLI_USAGE] && !cli->status[CLI_INTERNAL])
        cli_complain(cli, CLI_USAGE, "there is no case to run");
    for (size_t i = 0; all && cli_output_at(cli, i, &output); i++)
        if (!cli_format_remarks(cli, output.format))
            print_end(testing, all, &output);
    if (all && cli->coverage)
        check_coverage(testing);
    if (testing->counts.failed)
        cli->status[CLI_PROHIBITED] = true;
    if (all)
        cli_remarks_write(cli, testing->remarks);
}

static void generate(struct testing *testing, const char *policy)
{
    struct cli *cli = testing->cli;
    polc_table *table = table_at(testing, policy);
    polc_text *text = NULL;
    size_t count = 0;
    if (!table || cli->status[CLI_USAGE])
        return;
    cli_failed(cli, policy, polc_suite_generate(testing->suite, table, &text, &count));
    polc_coverage all = coverage_of(testing);
    size_t open = all.items - all.covered; /* no case was found, nor that there is none */
    cli_say(cli, "%zu case%s written%s", count, count == 1 ? "" : "s",
            count  ? ", each with the verdict found, to be reviewed"
            : open ? ""
                   : ": nothing is missing");
    if (open)
        cli_say(cli, "the search ran out of its budget: %zu item%s may still be missing", open,
                open == 1 ? "" : "s");
    cli_write_text(cli, text);
}

void cmd_test(struct cli *cli)
{
    struct testing testing = {.cli = cli, .silent = cli->generate};
    polc_suite_options options = POLC_OPTIONS(options);
    struct cli_progress progress;
    if (cli->generate && (cli->report_count || cli_format_remarks(cli, cli->format))) {
        cli_complain(cli, CLI_USAGE, "--generate writes cases and no report");
        return;
    }
    struct cli_remarked about = {NULL, cli->policies.count ? cli->policies.items[0] : NULL, NULL};
    if (!cli_remarks_new(cli, &about, &testing.remarks))
        return;
    options.coverage = cli->coverage || cli->generate;
    options.remarks = testing.remarks;
    options.budget = cli->budget;
    if (cli_progress_open(cli, &progress))
        options.progress = cli_progress_tell;
    options.context = &progress;
    polc_status status = polc_suite_new(&options, &testing.suite);
    cli_failed(cli, "cases", status);
    for (size_t i = cli->generate; status == POLC_OK && i < cli->arguments.count; i++)
        run_path(&testing, cli->arguments.items[i]);
    if (status == POLC_OK && cli->generate)
        generate(&testing, cli->arguments.items[0]);
    else if (status == POLC_OK)
        end(&testing);
    polc_suite_free(testing.suite);
    polc_remarks_free(testing.remarks);
    free_tables(&testing);
}

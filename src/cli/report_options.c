/* report_options.c: the words of --report: FORMAT=FILE, as often as one likes, each for a file of
 * its own; and that nothing is written over a file that the run reads. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool cli_add_report(struct cli *cli, const struct cli_option *option, const char *value)
{
    size_t length = strcspn(value, "=");
    const char *path = value[length] ? value + length + 1 : "";
    struct cli_report report = {.format = CLI_FORMAT_COUNT, .file = {.path = path}};
    if (!path[0] || strcmp(path, "-") == 0) {
        cli_complain(cli, CLI_USAGE, "%s takes FORMAT=FILE, not %s", cli_called(cli, option), value);
        return false;
    }
    for (unsigned f = CLI_TEXT; f < CLI_FORMAT_COUNT; f++)
        if (cli->command->formats & UINT64_C(1) << f
            && strlen(cli_format_name((enum cli_format)f)) == length
            && strncmp(cli_format_name((enum cli_format)f), value, length) == 0)
            report.format = (enum cli_format)f;
    if (report.format == CLI_FORMAT_COUNT) {
        char name[24];
        size_t chosen;
        snprintf(name, sizeof name, "%.*s", (int)length, value);
        return cli_choose(cli, option, name, &chosen); /* which complains */
    }
    struct cli_report *more =
        realloc(cli->reports, (cli->report_count + 1) * sizeof *cli->reports);
    if (!more)
        return cli_no_memory(cli);
    cli->reports = more;
    cli->reports[cli->report_count++] = report;
    return true;
}

/* ---- files that a run writes, against each other and those that it reads ----------------------- */

/* The status of the folder of a path, and the name in it; false when there is no such folder. */
static bool folder_of(const char *path, struct stat *out, const char **name)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    bool fine = folder && stat(folder, out) == 0;
    *name = slash ? slash + 1 : path;
    free(folder);
    return fine;
}

/* Whatever they are called. Devices and pipes may well be named twice. */
static bool is_same_file(const char *a, const char *b)
{
    struct stat x, y;
    const char *first, *second;
    bool there = stat(a, &x) == 0;
    if (there != (stat(b, &y) == 0))
        return false;
    if (there)
        return S_ISREG(x.st_mode) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
    return folder_of(a, &x, &first) && folder_of(b, &y, &second) && x.st_dev == y.st_dev
           && x.st_ino == y.st_ino && strcmp(first, second) == 0;
}

/* The index-th file that the run writes, standard output not counted; NULL behind the last. */
static const char *written_at(const struct cli *cli, size_t index)
{
    const char *const others[] = {
        cli->output && strcmp(cli->output, "-") != 0 ? cli->output : NULL, cli->create_baseline,
        cli->step_summary};
    if (index < cli->report_count)
        return cli->reports[index].file.path;
    index -= cli->report_count;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i] && index-- == 0)
            return others[i];
    return NULL;
}

static bool reads(const char *path, const char *read)
{
    return read && access(read, F_OK) == 0 && is_same_file(path, read);
}

/* Each file of a folder of cases is read too. */
static bool reads_in(struct cli *cli, const char *path, const char *folder)
{
    struct stat st;
    size_t count = 0;
    bool found = false;
    if (cli->command->run != cmd_test || stat(folder, &st) != 0 || !S_ISDIR(st.st_mode))
        return false;
    char **files = cli_case_files(cli, folder, &count);
    for (size_t i = 0; i < count; i++) {
        found = found || reads(path, files[i]);
        free(files[i]);
    }
    free(files);
    return found;
}

/* A baseline may be written anew, and so may nothing else that is read. */
static const char *read_as(struct cli *cli, const char *path)
{
    const struct cli_strings *const lists[] = {&cli->arguments, &cli->policies, &cli->event_files,
                                               &cli->against};
    bool project = cli->project && polc_project_count(cli->project);
    const char *const files[] = {path == cli->create_baseline ? NULL : cli->baseline, cli->policy,
                                 project ? polc_project_at(cli->project, 0)->file : NULL};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = 0; i < lists[l]->count; i++) {
            if (reads(path, lists[l]->items[i]))
                return lists[l]->items[i];
            if (reads_in(cli, path, lists[l]->items[i]))
                return path;
        }
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (reads(path, files[i]))
            return files[i];
    return NULL;
}

static void refuse(struct cli *cli, const char *path)
{
    cli_complain(cli, CLI_USAGE, "%s would be written over, and this run reads it", path);
}

/* Only workflow commands go with a summary of the step. */
static const char *summary_of(const struct cli *cli)
{
    const char *path = getenv("GITHUB_STEP_SUMMARY");
    bool github = cli->format == CLI_GITHUB && cli_format_remarks(cli, CLI_GITHUB);
    for (size_t i = 0; i < cli->report_count; i++)
        github |= cli->reports[i].format == CLI_GITHUB;
    return github && path && *path ? path : NULL;
}

bool cli_check_written(struct cli *cli)
{
    const char *path, *other;
    if (!cli->command)
        return true;
    cli->step_summary = summary_of(cli);
    for (size_t i = 0; (path = written_at(cli, i)); i++) {
        for (size_t k = 0; k < i; k++) {
            if (!is_same_file(path, written_at(cli, k)))
                continue;
            cli_complain(cli, CLI_USAGE, "two documents would be written to %s", path);
            return false;
        }
        if ((other = read_as(cli, path))) {
            refuse(cli, other);
            return false;
        }
    }
    return true;
}

bool cli_check_reads(struct cli *cli, const char *path)
{
    bool fine = true;
    for (size_t i = 0; i <= cli->report_count; i++) {
        struct cli_file *file = i ? &cli->reports[i - 1].file : &cli->main;
        if (!file->path || !reads(file->path, path))
            continue;
        cli_file_drop(file);
        fine = false;
    }
    const char **const others[] = {&cli->output, &cli->create_baseline, &cli->step_summary};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (!*others[i] || !reads(*others[i], path))
            continue;
        *others[i] = NULL;
        fine = false;
    }
    if (!fine)
        refuse(cli, path);
    return fine;
}

bool cli_check_policy_reads(struct cli *cli, polc_policy *policy)
{
    const char *path;
    bool fine = true;
    for (size_t i = 0; (path = polc_diagnostics_file(polc_policy_diagnostics(policy), i)); i++)
        fine = cli_check_reads(cli, path) && fine;
    return fine;
}

/* cmd_test.c: scenarios with expected verdicts.
 *
 * The policy of a case file is the one of --policy, else the one that the file names, else
 * policy.pol, or the only .pol file, in the folder of the case file or one folder up. A case
 * fails with a line for each expectation that does not hold.
 */
#include "cli/cli.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct testing {
    struct cli *cli;
    polc_table *table;
    char *table_path; /* what it was loaded from */
    size_t passed, failed, refused;
};

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), e = strlen(end);
    return n > e && strcmp(text + n - e, end) == 0;
}

static char *in_folder(const char *folder, const char *name)
{
    char *path = malloc(strlen(folder) + strlen(name) + 2);
    if (path)
        sprintf(path, "%s/%s", folder, name);
    return path;
}

/* ---- which policy ------------------------------------------------------------------------- */

/* policy.pol, else the only .pol file; NULL when there is none or more than one. */
static char *policy_in(const char *folder)
{
    char *usual = in_folder(folder, "policy.pol"), *only = NULL;
    if (usual && access(usual, F_OK) == 0)
        return usual;
    free(usual);
    DIR *dir = opendir(folder);
    struct dirent *entry;
    size_t count = 0;
    while (dir && (entry = readdir(dir))) {
        if (!ends_with(entry->d_name, ".pol"))
            continue;
        count++;
        free(only);
        only = in_folder(folder, entry->d_name);
    }
    if (dir)
        closedir(dir);
    if (count == 1)
        return only;
    free(only);
    return NULL;
}

static char *policy_for(const char *cases)
{
    const char *slash = strrchr(cases, '/');
    char *folder = slash ? strndup(cases, (size_t)(slash - cases)) : strdup(".");
    char *above = folder ? in_folder(folder[0] ? folder : "/", "..") : NULL;
    char *policy = folder ? policy_in(folder[0] ? folder : "/") : NULL;
    if (!policy && above)
        policy = policy_in(above);
    free(folder);
    free(above);
    return policy;
}

/* The path that the case file names; malloc'd, or NULL. */
static char *policy_named(struct cli *cli, const char *cases)
{
    polc_text *named;
    cli_failed(cli, cases, polc_cases_policy(cases, NULL, &named));
    char *path = named ? strdup(polc_text_data(named)) : NULL;
    polc_text_free(named);
    return path;
}

/* Loads the policy of a case file, unless it is the one that is loaded. */
static bool load_for(struct testing *testing, const char *cases)
{
    struct cli *cli = testing->cli;
    char *path = cli->policy ? strdup(cli->policy) : policy_named(cli, cases);
    if (!path)
        path = policy_for(cases);
    if (!path) {
        cli_complain(cli, CLI_USAGE, "%s: no policy.pol and no single .pol file beside it or one "
                     "folder up; name it with --policy", cases);
        return false;
    }
    if (testing->table && strcmp(path, testing->table_path) == 0) {
        free(path);
        return true;
    }
    polc_table_free(testing->table);
    free(testing->table_path);
    testing->table_path = path;
    testing->table = cli_load_table(cli, path);
    return testing->table != NULL;
}

/* ---- running --------------------------------------------------------------------------------- */

static int receive(void *context, const polc_case *result)
{
    struct testing *testing = context;
    FILE *out = testing->cli->out;
    if (result->passed)
        return 0;
    fprintf(out, "%s:%u: %s failed\n", result->file, result->line, result->name);
    for (const char *line = result->failure; *line;) {
        size_t length = strcspn(line, "\n");
        fprintf(out, "  %.*s\n", (int)length, line);
        line += length;
        line += *line == '\n';
    }
    if (result->why[0])
        fprintf(out, "  why: %s\n", result->why);
    return 0;
}

static void run_file(struct testing *testing, const char *path)
{
    struct cli *cli = testing->cli;
    polc_case_counts counts;
    polc_text *problems;
    if (!cli_check_file(cli, path) || !load_for(testing, path))
        return;
    polc_status status =
        polc_cases_run(testing->table, path, receive, testing, &counts, &problems);
    fflush(cli->out);
    fputs(polc_text_data(problems), stderr);
    polc_text_free(problems);
    cli_failed(cli, path, status);
    testing->passed += counts.passed;
    testing->failed += counts.failed;
    testing->refused += counts.refused;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The case files of a folder in the order of their names; *count of them, malloc'd. */
static char **files_of(const char *folder, size_t *count)
{
    size_t room = 0;
    char **names = NULL;
    DIR *dir = opendir(folder);
    struct dirent *entry;
    *count = 0;
    while (dir && (entry = readdir(dir))) {
        const char *name = entry->d_name;
        if (name[0] == '.' || !(ends_with(name, ".yaml") || ends_with(name, ".yml")
                                || ends_with(name, ".json")))
            continue;
        if (*count == room) {
            char **more = realloc(names, (room = room * 2 + 16) * sizeof *names);
            if (!more)
                break;
            names = more;
        }
        if ((names[*count] = in_folder(folder, name)))
            (*count)++;
    }
    if (dir)
        closedir(dir);
    if (*count)
        qsort(names, *count, sizeof *names, by_name);
    return names;
}

static void run_path(struct testing *testing, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
        run_file(testing, path);
        return;
    }
    size_t count;
    char **files = files_of(path, &count);
    if (count == 0)
        cli_complain(testing->cli, CLI_USAGE, "%s: there is no case file in this folder", path);
    for (size_t i = 0; i < count; i++) {
        run_file(testing, files[i]);
        free(files[i]);
    }
    free(files);
}

void cmd_test(struct cli *cli)
{
    struct testing testing = {.cli = cli};
    for (size_t i = 0; i < cli->arguments.count; i++)
        run_path(&testing, cli->arguments.items[i]);
    size_t all = testing.passed + testing.failed + testing.refused;
    if (all)
        fprintf(cli->out, "%zu case%s: %zu passed, %zu failed", all, all == 1 ? "" : "s",
                testing.passed, testing.failed);
    if (testing.refused)
        fprintf(cli->out, ", %zu refused", testing.refused);
    if (all)
        fputc('\n', cli->out);
    else if (!cli->status[CLI_USAGE] && !cli->status[CLI_INTERNAL])
        cli_complain(cli, CLI_USAGE, "there is no case to run");
    if (testing.failed)
        cli->status[CLI_PROHIBITED] = true;
    polc_table_free(testing.table);
    free(testing.table_path);
}

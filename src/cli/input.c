/* input.c: files that the command line names: policies and tables. */
#include "cli/cli.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_READ 4096 /* of a folder, when looking for the nearest one */

/* The nearest name in the folder of a path that does not exist; malloc'd, or NULL. */
static char *nearest_file(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    DIR *dir = folder ? opendir(folder) : NULL;
    char **names = dir ? calloc(NAMES_READ, sizeof *names) : NULL;
    size_t count = 0;
    struct dirent *entry;
    while (names && count < NAMES_READ && (entry = readdir(dir)))
        if (entry->d_name[0] != '.' && (names[count] = strdup(entry->d_name)))
            count++;
    const char *best = NULL;
    if (names)
        best = polc_name_nearest(name, (const char *const *)(uintptr_t)names, count);
    char *result = NULL;
    if (best && (result = malloc(strlen(path) + strlen(best) + 1)))
        sprintf(result, "%.*s%s", (int)(name - path), path, best);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
    if (dir)
        closedir(dir);
    free(folder);
    return result;
}

bool cli_ends_with(const char *path, const char *end)
{
    size_t n = strlen(path), e = strlen(end);
    return n > e && strcmp(path + n - e, end) == 0;
}

bool cli_check_file(struct cli *cli, const char *path)
{
    struct stat st;
    if (strcmp(path, "-") == 0)
        return true;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
        cli_complain(cli, CLI_USAGE, "%s is a folder: name the files in it", path);
        return false;
    }
    if (access(path, R_OK) != 0 && errno == EACCES) {
        cli_complain(cli, CLI_USAGE, "cannot read %s: %s", path, strerror(errno));
        return false;
    }
    if (access(path, F_OK) == 0 || errno != ENOENT)
        return true;
    char *best = nearest_file(path);
    cli_blame(cli, path);
    const char *variable = cli->said.line ? NULL : cli->said.name;
    cli_complain(cli, CLI_USAGE, "%s%s%s does not exist%s%s%s", variable ? variable : "",
                 variable ? ": " : "", path, best ? "; did you mean " : "", best ? best : "",
                 best ? "?" : "");
    cli_blame(cli, NULL);
    free(best);
    return false;
}

bool cli_check_files(struct cli *cli)
{
    bool fine = true;
    for (size_t i = 0; i < cli->arguments.count; i++) {
        const char *path = cli->arguments.items[i];
        bool table = cli_check_file(cli, path) && polc_table_is(path);
        fine = fine && !table && !cli->status[CLI_USAGE];
        if (table)
            cli_complain(cli, CLI_USAGE, "%s: this is a compiled table; `polc %s` takes the policy itself",
                         path, cli->command->name);
    }
    return fine;
}

bool cli_policy_loaded(struct cli *cli, polc_policy *policy, polc_status status)
{
    if (policy && status != POLC_OK)
        cli_diagnostics(cli, polc_policy_diagnostics(policy), POLC_SELECT_ERRORS, stderr);
    cli_failed(cli, "policy", status);
    return policy && cli_check_policy_reads(cli, policy) && status == POLC_OK;
}

static polc_table *open_table(struct cli *cli, const char *path)
{
    polc_table *table;
    polc_error error;
    if (!cli_check_reads(cli, path))
        return NULL;
    polc_status status = polc_table_open(path, NULL, &table, &error);
    if (status != POLC_OK)
        cli_complain(cli, status == POLC_ERROR_INPUT ? CLI_USAGE : CLI_INTERNAL, "%s: %s", path,
                     error.message);
    return table;
}

polc_table *cli_load_table(struct cli *cli, const struct cli_strings *paths)
{
    polc_policy *policy;
    polc_table *table = NULL;
    for (size_t i = 0; i < paths->count; i++)
        if (!cli_check_file(cli, paths->items[i]))
            return NULL;
    if (paths->count == 1 && polc_table_is(paths->items[0]))
        return open_table(cli, paths->items[0]);
    polc_status status = polc_policy_load(paths->items, paths->count, NULL, &policy);
    if (cli_policy_loaded(cli, policy, status))
        cli_failed(cli, paths->items[0], polc_policy_compile(policy, &table));
    polc_policy_free(policy);
    return table;
}

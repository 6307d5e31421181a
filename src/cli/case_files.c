/* case_files.c: which policy a case file is about, and the case files of a folder. */
#include "cli/cli.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- which policy ------------------------------------------------------------------------- */

/* policy.pol, else the only .pol file; NULL when there is none or more than one. */
static char *policy_in(struct cli *cli, const char *folder)
{
    char *usual = cli_join(cli, folder, "policy.pol"), *only = NULL;
    if (usual && access(usual, F_OK) == 0)
        return usual;
    free(usual);
    DIR *dir = opendir(folder[0] ? folder : ".");
    struct dirent *entry;
    size_t count = 0;
    while (dir && (entry = readdir(dir))) {
        if (!cli_ends_with(entry->d_name, ".pol"))
            continue;
        count++;
        free(only);
        only = cli_join(cli, folder, entry->d_name);
    }
    if (dir)
        closedir(dir);
    if (count == 1)
        return only;
    free(only);
    return NULL;
}

/* The folder above: without the last name of its path where that is no link and no `..`. */
static char *above(struct cli *cli, const char *folder)
{
    const char *slash = strrchr(folder, '/'), *last = slash ? slash + 1 : folder;
    struct stat st;
    if (strcmp(last, "..") == 0 || strcmp(last, ".") == 0 || last[0] == '\0'
        || lstat(folder, &st) != 0 || S_ISLNK(st.st_mode))
        return cli_join(cli, folder, "..");
    return slash ? strndup(folder, (size_t)(slash - folder) + (slash == folder)) : strdup("");
}

static char *policy_beside(struct cli *cli, const char *cases)
{
    const char *slash = strrchr(cases, '/');
    char *folder = slash ? strndup(cases, (size_t)(slash - cases) + (slash == cases)) : strdup(".");
    char *parent = folder ? above(cli, folder) : NULL;
    char *policy = folder ? policy_in(cli, folder) : NULL;
    if (!policy && parent)
        policy = policy_in(cli, parent);
    free(folder);
    free(parent);
    return policy;
}

/* The path that the case file names; malloc'd, or NULL. */
static char *policy_named(struct cli *cli, const char *cases, polc_text **problems)
{
    polc_text *named;
    cli_failed(cli, cases, polc_cases_policy(cases, NULL, &named, problems));
    char *path = named ? strdup(polc_text_data(named)) : NULL;
    polc_text_free(named);
    return path;
}

/* Who has a table gets them when the cases are run. */
static void tell(struct cli *cli, const polc_text *problems)
{
    fputs(polc_text_data(problems), stderr);
    cli->status[CLI_USAGE] = true;
}

char *cli_policy_of_cases(struct cli *cli, const char *cases, const char *fallback)
{
    polc_text *problems = NULL;
    char *path = cli->policy ? strdup(cli->policy) : policy_named(cli, cases, &problems);
    if (!path)
        path = policy_beside(cli, cases);
    if (!path && fallback)
        path = strdup(fallback);
    if (!path && problems)
        tell(cli, problems);
    else if (!path)
        cli_complain(cli, CLI_USAGE, "%s: no policy.pol and no single .pol file beside it or one "
                     "folder up; name it with --policy", cases);
    polc_text_free(problems);
    return path;
}

/* ---- folders ---------------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **cli_case_files(struct cli *cli, const char *folder, size_t *count)
{
    size_t room = 0;
    char **names = NULL;
    DIR *dir = opendir(folder);
    struct dirent *entry;
    *count = 0;
    while (dir && (entry = readdir(dir))) {
        const char *name = entry->d_name;
        if (name[0] == '.' || !(cli_ends_with(name, ".yaml") || cli_ends_with(name, ".yml")
                                || cli_ends_with(name, ".json")))
            continue;
        if (*count == room) {
            char **more = realloc(names, (room = room * 2 + 16) * sizeof *names);
            if (!more)
                break;
            names = more;
        }
        if ((names[*count] = cli_join(cli, folder, name)))
            (*count)++;
    }
    if (dir)
        closedir(dir);
    if (*count)
        qsort(names, *count, sizeof *names, by_name);
    return names;
}

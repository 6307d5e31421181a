/* project.c: the project file, polc.yaml: what the command line would say each time, said once.
 *
 * Its keys are four lists of files and the long names of options, at the top for all commands or
 * under a command's name for that alone. A value goes through the same function as that of a
 * flag, so both mean the same; paths are relative to the file's folder. Environment and flags
 * come later and win.
 */
#include "cli/cli.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROJECT_FILE "polc.yaml"
#define FOLDERS 64 /* up from the current one that are looked at */

/* ---- finding the file ----------------------------------------------------------------------- */

/* In this folder or above it, up to where a repository begins; malloc'd, or NULL. */
static char *find_upwards(struct cli *cli)
{
    char folder[FOLDERS * 3] = "";
    for (size_t i = 0; i < FOLDERS; i++) {
        char *path = cli_join(cli, folder, PROJECT_FILE), *git = cli_join(cli, folder, ".git");
        bool found = path && access(path, F_OK) == 0, top = git && access(git, F_OK) == 0;
        free(git);
        if (found)
            return path;
        free(path);
        char *here = realpath(folder[0] ? folder : ".", NULL);
        top = top || !here || strcmp(here, "/") == 0;
        free(here);
        if (top)
            return NULL;
        strcat(folder, i ? "/.." : "..");
    }
    return NULL;
}

/* Of the command line, which has not been read yet: --project FILE, --no-project. */
static bool named(char **words, const char **out)
{
    bool wanted = true;
    for (; *words && strcmp(*words, "--") != 0; words++) {
        if (strcmp(*words, "--no-project") == 0)
            wanted = false;
        else if (strncmp(*words, "--project=", 10) == 0)
            *out = *words + 10;
        else if (strcmp(*words, "--project") == 0 && words[1])
            *out = words[1];
    }
    return wanted;
}

bool cli_project_open(struct cli *cli, char **words)
{
    const char *given = NULL, *variable = getenv("POLC_PROJECT");
    if (!named(words, &given))
        return true;
    if (!given && variable && *variable)
        given = variable;
    if (given && given == variable)
        cli->said.name = "POLC_PROJECT";
    if (!cli_said(cli, given))
        return false;
    cli_blame(cli, NULL);
    if (given && !cli_check_file(cli, given))
        return false;
    char *path = given ? strdup(given) : find_upwards(cli);
    if (!path)
        return !cli->status[CLI_INTERNAL];
    const char *slash = strrchr(path, '/');
    cli->folder = strndup(path, slash ? (size_t)(slash - path) + (slash == path) : 0);
    polc_status status = polc_project_open(path, NULL, &cli->project);
    if (status == POLC_ERROR_INPUT)
        cli_diagnostics(cli, polc_project_diagnostics(cli->project), POLC_SELECT_ALL, stderr);
    cli_failed(cli, path, status);
    free(path);
    return status == POLC_OK && cli->folder;
}

/* ---- what it sets --------------------------------------------------------------------------- */

enum list { LIST_POLICIES, LIST_INPUTS, LIST_DEPLOYMENTS, LIST_CASES, LISTS };
static const char *const list_names[LISTS] = {"policies", "inputs", "deployments", "cases"};

/* An entry as it is understood. */
struct setting {
    const struct cli_command *command;  /* NULL: for all */
    const struct cli_option *option;    /* NULL: a list of files */
    enum list list;
    unsigned depth; /* of the option's or list's key, from 1 */
};

/* Relative to the folder of the file. */
static bool is_path(const struct cli_option *option)
{
    return strcmp(option->argument, "FILE") == 0;
}

static bool fits(const struct cli_option *option, const struct cli_command *command)
{
    if (option->once)
        return false;
    if (command)
        return cli_option_allowed(command, option);
    for (size_t i = 0; cli_command_at(i); i++)
        if (cli_option_allowed(cli_command_at(i), option))
            return true;
    return false;
}

/* An option or a list by its key; else what may have been meant. */
static bool find_key(const char *key, struct setting *out, const char **nearest)
{
    const char *names[(size_t)OPTION_COUNT + LISTS];
    size_t count = 0;
    const struct cli_option *option;
    for (size_t i = 0; (option = cli_option_at(i)); i++) {
        if (!fits(option, out->command))
            continue;
        names[count++] = option->name;
        if (strcmp(option->name, key) == 0) {
            out->option = option;
            return true;
        }
    }
    for (size_t i = 0; i < LISTS && !out->command; i++) {
        names[count++] = list_names[i];
        if (strcmp(list_names[i], key) == 0) {
            out->list = (enum list)i;
            return true;
        }
    }
    *nearest = polc_name_nearest(key, names, count);
    return false;
}

static bool refuse(struct cli *cli, size_t index, unsigned depth, const char *message,
                   const char *nearest)
{
    cli_failed(cli, PROJECT_FILE,
               polc_project_refuse(cli->project, index, depth, message, nearest));
    return false;
}

static bool understand(struct cli *cli, size_t index, struct setting *out)
{
    const polc_project_entry *entry = polc_project_at(cli->project, index);
    const char *nearest = NULL;
    char message[160];
    memset(out, 0, sizeof *out);
    out->command = entry->keys[1][0] ? cli_command_find(entry->keys[0]) : NULL;
    out->depth = out->command ? 2 : 1;
    const char *key = entry->keys[out->depth - 1];
    if (!find_key(key, out, &nearest)) {
        snprintf(message, sizeof message, "`%.60s` is nothing that a project file sets%s%s", key,
                 out->command ? " for " : "", out->command ? out->command->name : "");
        return refuse(cli, index, out->depth, message, nearest);
    }
    const char *below = out->depth < POLC_PROJECT_DEPTH ? entry->keys[out->depth] : "";
    bool pairs = out->option && out->option->argument && strchr(out->option->argument, '=');
    if (below[0] && !pairs)
        return refuse(cli, index, out->depth, "this takes no mapping", NULL);
    if (!below[0] && pairs)
        return refuse(cli, index, out->depth, "this takes a mapping", NULL);
    return true;
}

/* ---- setting it ----------------------------------------------------------------------------- */

/* Takes one `folder/..` out of a path; false when there is none. */
static bool remove_detour(char *path)
{
    for (char *up = strstr(path, "/../"); up; up = strstr(up + 1, "/../")) {
        char *name = up;
        while (name > path && name[-1] != '/')
            name--;
        if (name == up || strncmp(name, "../", 3) == 0)
            continue;
        memmove(name, up + 4, strlen(up + 4) + 1);
        return true;
    }
    return false;
}

/* Takes them all out, unless that leads to another file than before. */
static void shorten(char *path)
{
    struct stat before, after;
    char *shorter = stat(path, &before) == 0 ? strdup(path) : NULL;
    if (!shorter)
        return;
    while (remove_detour(shorter))
        ;
    if (stat(shorter, &after) == 0 && after.st_dev == before.st_dev
        && after.st_ino == before.st_ino)
        strcpy(path, shorter);
    free(shorter);
}

/* Both with the letter between. */
static const char *concatenated(struct cli *cli, const char *first, char between, const char *second)
{
    size_t room = strlen(first) + strlen(second) + 2;
    char *text = malloc(room);
    if (text)
        snprintf(text, room, "%s%c%s", first, between, second);
    return cli_keep(cli, text);
}

/* A path of the file, from where we are. */
static const char *placed(struct cli *cli, const char *path)
{
    if (path[0] == '/' || strcmp(path, "-") == 0 || !cli->folder[0])
        return path;
    char *whole = cli_join(cli, cli->folder, path);
    if (whole)
        shorten(whole);
    return cli_keep(cli, whole);
}

/* "name=value", for an option that takes pairs. */
static const char *pair_of(struct cli *cli, const struct setting *setting,
                           const polc_project_entry *entry)
{
    bool file = strcmp(setting->option->argument, "FORMAT=FILE") == 0;
    const char *name = entry->keys[setting->depth];
    const char *value = file ? placed(cli, entry->value) : entry->value;
    return value ? concatenated(cli, name, '=', value) : NULL;
}

static bool same_keys(const polc_project_entry *a, const polc_project_entry *b)
{
    for (size_t k = 0; k < POLC_PROJECT_DEPTH; k++)
        if (strcmp(a->keys[k], b->keys[k]) != 0)
            return false;
    return true;
}

/* What a flag would be given: `name=value` of a mapping, a list with commas where the option
 * takes one; *index moves to the last entry that belongs to it. NULL after a message. */
static const char *value_of(struct cli *cli, const struct setting *setting, size_t *index)
{
    const polc_project_entry *entry = polc_project_at(cli->project, *index), *next;
    const char *value = entry->value;
    if (strchr(setting->option->argument, '='))
        return pair_of(cli, setting, entry);
    if (is_path(setting->option))
        return placed(cli, value);
    if (strcmp(setting->option->argument, "LIST") != 0)
        return value;
    while (value && (next = polc_project_at(cli->project, *index + 1)) && same_keys(entry, next)) {
        value = concatenated(cli, value, ',', next->value);
        (*index)++;
    }
    return value;
}

static bool is_one_of(const char *text, const char *a, const char *b)
{
    return strcmp(text, a) == 0 || strcmp(text, b) == 0;
}

/* `index` is the entry; moves to the last one that belongs to it. */
static bool set_option(struct cli *cli, const struct setting *setting, size_t *index)
{
    const polc_project_entry *entry = polc_project_at(cli->project, *index);
    size_t first = *index;
    const char *value = NULL;
    if (setting->option->argument) {
        value = value_of(cli, setting, index);
        if (!value)
            return false;
    } else if (is_one_of(entry->value, "no", "false")) {
        return true;
    } else if (!is_one_of(entry->value, "yes", "true")) {
        return refuse(cli, first, 0, "this is yes or no", NULL);
    }
    cli->said = (struct cli_said){entry->file, entry->line, entry->column, 0, 0};
    if (setting->option->argument && strchr(setting->option->argument, '=')) {
        cli->said.name_line = entry->key_line[setting->depth];
        cli->said.name_column = entry->key_column[setting->depth];
    }
    bool fine = cli_apply(cli, setting->option, value, setting->command != NULL);
    cli_blame(cli, NULL);
    return fine;
}

/* One pass over the entries: those for all commands, or those for this one. */
static bool set_options(struct cli *cli, bool section)
{
    bool fine = true;
    for (size_t i = 0; i < polc_project_count(cli->project); i++) {
        struct setting setting;
        if (!understand(cli, i, &setting)) {
            fine = false;
            continue;
        }
        bool ours = section ? setting.command == cli->command : !setting.command;
        if (ours && setting.option && cli_option_allowed(cli->command, setting.option))
            fine = set_option(cli, &setting, &i) && fine;
    }
    return fine;
}

bool cli_project_apply(struct cli *cli)
{
    bool fine = !cli->project || set_options(cli, false);
    fine = fine && (!cli->project || set_options(cli, true));
    if (fine)
        return true;
    polc_diagnostics *problems = polc_project_diagnostics(cli->project);
    if (polc_diagnostics_count(problems)) {
        cli_diagnostics(cli, problems, POLC_SELECT_ALL, stderr);
        cli->status[CLI_USAGE] = true;
    }
    return false;
}

/* ---- its files ------------------------------------------------------------------------------ */

/* The files of a pattern, in the order of their names; the path itself where it is none. */
static bool add_files(struct cli *cli, size_t index, struct cli_strings *out)
{
    const polc_project_entry *entry = polc_project_at(cli->project, index);
    const char *path = placed(cli, entry->value);
    glob_t found = {0};
    if (!path)
        return false;
    cli->said = (struct cli_said){entry->file, entry->line, entry->column, 0, 0};
    bool noted = cli_said(cli, path);
    cli_blame(cli, NULL);
    if (!noted || !strpbrk(path, "*?["))
        return noted && cli_add(cli, out, path);
    bool fine = glob(path, 0, NULL, &found) == 0;
    if (!fine)
        cli_complain(cli, CLI_USAGE, "%s:%u:%u: there is no file %s", entry->file, entry->line,
                     entry->column, path);
    for (size_t i = 0; fine && i < found.gl_pathc; i++) {
        const char *each = cli_keep(cli, strdup(found.gl_pathv[i]));
        fine = each && cli_add(cli, out, each);
    }
    globfree(&found);
    return fine;
}

static bool add_list(struct cli *cli, enum list list, struct cli_strings *out)
{
    bool fine = true;
    for (size_t i = 0; cli->project && i < polc_project_count(cli->project); i++)
        if (strcmp(polc_project_at(cli->project, i)->keys[0], list_names[list]) == 0)
            fine = add_files(cli, i, out) && fine;
    return fine;
}

/* The leading arguments that are a policy: the first in any case where the project names none,
 * and every further file of that extension. */
static size_t policies_given(const struct cli *cli, bool project)
{
    const struct cli_strings *words = &cli->arguments;
    if (words->count == 0)
        return 0;
    const char *first = words->items[0];
    if (project && !cli_ends_with(first, ".pol") && !cli_ends_with(first, ".pdt")
        && !polc_table_is(first))
        return 0;
    size_t count = 1;
    while (count < words->count && cli_ends_with(first, ".pol")
           && cli_ends_with(words->items[count], ".pol"))
        count++;
    return count;
}

/* A policy or table, then documents. */
static bool take_policies(struct cli *cli)
{
    struct cli_strings from_project = {0};
    bool fine = add_list(cli, LIST_POLICIES, &from_project);
    bool project = from_project.count > 0;
    size_t given = policies_given(cli, project);
    for (size_t i = 0; i < given && fine; i++)
        fine = cli_add(cli, &cli->policies, cli->arguments.items[i]);
    cli->arguments.count -= given;
    if (given)
        memmove(cli->arguments.items, cli->arguments.items + given,
                cli->arguments.count * sizeof *cli->arguments.items);
    for (size_t i = 0; given == 0 && i < from_project.count && fine; i++)
        fine = cli_add(cli, &cli->policies, from_project.items[i]);
    if (given == 0 && fine && project)
        fine = add_list(cli, LIST_INPUTS, &cli->policies);
    free(from_project.items);
    return fine;
}

/* Cases; before them, when some are to be written, the policy that they are for. */
static bool take_cases(struct cli *cli)
{
    if (!add_list(cli, LIST_POLICIES, &cli->policies))
        return false;
    if (cli->arguments.count > 0)
        return true;
    if (cli->generate && cli->policies.count != 1)
        return true; /* none, or none more than another */
    return (!cli->generate || cli_add(cli, &cli->arguments, cli->policies.items[0]))
           && add_list(cli, LIST_CASES, &cli->arguments);
}

bool cli_project_files(struct cli *cli)
{
    bool bare = cli->arguments.count == 0, fine = true;
    switch (cli->command->takes) {
    case CLI_TAKES_WORDS:
        return true;
    case CLI_TAKES_POLICIES:
        return !bare
               || (add_list(cli, LIST_POLICIES, &cli->arguments)
                   && add_list(cli, LIST_INPUTS, &cli->arguments));
    case CLI_TAKES_CASES:
        return take_cases(cli);
    case CLI_TAKES_POLICY:
        return take_policies(cli);
    case CLI_TAKES_DEPLOYMENTS:
        fine = take_policies(cli);
        if (fine && cli->arguments.count == 0)
            fine = add_list(cli, LIST_DEPLOYMENTS, &cli->arguments);
        return fine;
    }
    return true;
}

/* options.c: the words of the command line against the tables of commands and options.
 *
 * `--name value`, `--name=value`, `-n value`, `-nvalue`; `--` ends the options and `-` is a
 * file. A flag wins over its POLC_ variable. The command is the first word that is no option.
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

#define COMMAND_LIMIT 32

static bool allowed(const struct cli *cli, const struct cli_option *option)
{
    return cli_option_allowed(cli->command, option);
}

static const struct cli_option *find(const struct cli *cli, const char *name, size_t length)
{
    const struct cli_option *option;
    for (size_t i = 0; (option = cli_option_at(i)); i++)
        if (allowed(cli, option) && strlen(option->name) == length
            && strncmp(option->name, name, length) == 0)
            return option;
    return NULL;
}

/* Two options that people look for at a command which has something better. */
static bool is_baseline_of_check(const struct cli *cli, const char *word, size_t length)
{
    static const char *const words[] = {"--baseline", "--create-baseline"};
    for (size_t i = 0; cli->command && cli->command->run == cmd_check && i < 2; i++)
        if (strlen(words[i]) == length && strncmp(words[i], word, length) == 0)
            return true;
    return false;
}

static void unknown_option(struct cli *cli, const char *word)
{
    const char *names[OPTION_COUNT];
    char name[64];
    size_t count = 0, length = strcspn(word, "=");
    const struct cli_option *option;
    if (is_baseline_of_check(cli, word, length)) {
        cli_complain(cli, CLI_USAGE, "check has no baseline: the policy accepts what is known, with "
                     "`allow CODE on CLAUSE until DATE \"reason\".`");
        return;
    }
    for (size_t i = 0; (option = cli_option_at(i)); i++)
        if (allowed(cli, option))
            names[count++] = option->name;
    snprintf(name, sizeof name, "%.*s", (int)length, word);
    const char *best = polc_name_nearest(name + strspn(name, "-"), names, count);
    cli_complain(cli, CLI_USAGE, "unknown option %.*s%s%s%s", (int)length, word,
                 best ? ", did you mean --" : "", best ? best : "", best ? "?" : "");
}

struct words {
    char **next, **end;
};

static bool value_of(struct cli *cli, const struct cli_option *option, const char *attached,
                     struct words *words, const char **out)
{
    *out = attached;
    if (!option->argument && attached) {
        cli_complain(cli, CLI_USAGE, "--%s takes no value", option->name);
        return false;
    }
    if (!option->argument || attached)
        return true;
    if (words->next == words->end) {
        cli_complain(cli, CLI_USAGE, "--%s needs a value: --%s %s", option->name, option->name,
                     option->argument);
        return false;
    }
    *out = *words->next++;
    return true;
}

static bool long_option(struct cli *cli, const char *word, struct words *words)
{
    size_t length = strcspn(word + 2, "=");
    const struct cli_option *option = find(cli, word + 2, length);
    const char *value;
    if (!option) {
        unknown_option(cli, word);
        return false;
    }
    const char *attached = word[2 + length] ? word + 2 + length + 1 : NULL;
    return value_of(cli, option, attached, words, &value) && cli_apply(cli, option, value, true);
}

/* One or several letters: -q, -ofile, -qo file. */
static bool short_options(struct cli *cli, const char *word, struct words *words)
{
    for (const char *letter = word + 1; *letter; letter++) {
        const struct cli_option *option;
        const char *value = NULL;
        size_t i = 0;
        while ((option = cli_option_at(i)) && !(option->letter == *letter && allowed(cli, option)))
            i++;
        if (!option) {
            cli_complain(cli, CLI_USAGE, "unknown option -%c", *letter);
            return false;
        }
        if (option->argument) {
            const char *attached = letter[1] ? letter + 1 : NULL;
            return value_of(cli, option, attached, words, &value)
                   && cli_apply(cli, option, value, true);
        }
        if (!cli_apply(cli, option, NULL, true))
            return false;
    }
    return true;
}

/* What is said on the command line takes the place of what came before: ledgers are not mixed. */
static void win(struct cli_strings *list, size_t lower)
{
    if (lower == 0 || list->count == lower)
        return;
    list->count -= lower;
    memmove(list->items, list->items + lower, list->count * sizeof *list->items);
}

static bool environment(struct cli *cli)
{
    const struct cli_option *option;
    for (size_t i = 0; (option = cli_option_at(i)); i++) {
        const char *value = option->environment ? getenv(option->environment) : NULL;
        size_t lower = cli->event_files.count;
        cli->said.name = option->environment;
        if (value && *value && allowed(cli, option) && !cli_apply(cli, option, value, false))
            return false;
        cli_blame(cli, NULL);
        win(&cli->event_files, lower);
    }
    return true;
}

void cli_unknown_command(struct cli *cli, const char *word)
{
    const char *names[COMMAND_LIMIT];
    size_t count = 0;
    for (; count < COMMAND_LIMIT && cli_command_at(count); count++)
        names[count] = cli_command_at(count)->name;
    const char *best = polc_name_nearest(word, names, count);
    cli_complain(cli, CLI_USAGE, "unknown command %s%s%s%s; `polc --help` lists them", word,
                 best ? ", did you mean " : "", best ? best : "", best ? "?" : "");
}

static bool choose_command(struct cli *cli, const char *word, char **words)
{
    cli->command = cli_command_find(word);
    /* what a project says is for the work of a command, not for words about polc itself */
    bool works = cli->command && cli->command->run != cmd_help && cli->command->run != cmd_init;
    if (works && !(cli_project_open(cli, words) && cli_project_apply(cli)))
        return false;
    if (cli->command)
        return environment(cli);
    cli_unknown_command(cli, word);
    return false;
}

/* Shares out the arguments, and counts them. */
static bool take_files(struct cli *cli)
{
    const struct cli_command *command = cli->command;
    if (cli->help || cli->version)
        return true;
    if (!command) {
        cli_usage(stderr);
        cli->status[CLI_USAGE] = true;
        return false;
    }
    if (!cli_project_files(cli))
        return false;
    bool apart = command->takes == CLI_TAKES_POLICY || command->takes == CLI_TAKES_DEPLOYMENTS;
    size_t count = cli->arguments.count + (apart && cli->policies.count);
    if (count >= command->least && (!command->most || count <= command->most))
        return true;
    bool named = count || command->takes == CLI_TAKES_WORDS || cli->project; /* by whatever there is */
    cli_complain(cli, CLI_USAGE, "too %s arguments%s; usage: polc %s %s",
                 count < command->least ? "few" : "many",
                 named ? "" : ", and no polc.yaml stands in for them (polc init writes one)",
                 command->name, command->arguments);
    return false;
}

static bool read_words(struct cli *cli, struct words *words)
{
    char **all = words->next;
    bool options = true;
    size_t lower = 0;
    while (words->next < words->end) {
        const char *word = *words->next++;
        if (options && strcmp(word, "--") == 0)
            options = false;
        else if (options && strncmp(word, "--", 2) == 0) {
            if (!long_option(cli, word, words))
                return false;
        } else if (options && word[0] == '-' && word[1]) {
            if (!short_options(cli, word, words))
                return false;
        } else if (!cli->command) {
            if (!choose_command(cli, word, all))
                return false;
            lower = cli->event_files.count;
        } else if (!cli_add(cli, &cli->arguments, word)) {
            return false;
        }
    }
    win(&cli->event_files, lower);
    return true;
}

bool cli_options(struct cli *cli, int argc, char **argv)
{
    struct words words = {argv + 1, argv + argc};
    cli->min_coverage = -1;
    cli->jobs = 1;
    cli->fail_diff = POLC_DIFF_TIGHTENED | POLC_DIFF_LOOSENED | POLC_DIFF_DISPUTED
                     | POLC_DIFF_SETTLED | POLC_DIFF_FLIPPED;
    cli->fail[POLC_PROHIBITED] = cli->fail[POLC_DISPUTED] = cli->fail[POLC_UNDETERMINED] = true;
    return read_words(cli, &words) && take_files(cli)
           && (cli->help || cli->version || cli_check_values(cli)) && cli_check_written(cli);
}

static void free_settings(struct cli_settings *settings)
{
    for (size_t i = 0; i < settings->count; i++)
        free((void *)(uintptr_t)settings->items[i].name);
    free(settings->items);
}

void cli_options_free(struct cli *cli)
{
    free_settings(&cli->events);
    free_settings(&cli->settings);
    struct cli_strings *const lists[] = {&cli->arguments, &cli->policies, &cli->event_files,
                                         &cli->deny,      &cli->warn,     &cli->allow,
                                         &cli->against};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        free(lists[i]->items);
    for (size_t i = 0; i < cli->owned.count; i++)
        free((void *)(uintptr_t)cli->owned.items[i]);
    free(cli->owned.items);
    free(cli->reports);
    free(cli->origins);
    free(cli->folder);
    polc_project_free(cli->project);
}

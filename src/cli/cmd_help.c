/* cmd_help.c: --help of a command under another name, and what is made of the same tables: manual
 * pages and completions. The Makefile installs what this prints. */
#include "cli/cli.h"

#include <string.h>

static void complete(struct cli *cli)
{
    static const struct {
        const char *shell;
        void (*print)(FILE *out);
    } shells[] = {{"bash", cli_complete_bash}, {"zsh", cli_complete_zsh}, {"fish", cli_complete_fish}};
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i].shell, cli->completion) == 0)
            shells[i].print(cli->out);
}

void cmd_help(struct cli *cli)
{
    const char *name = cli->arguments.count ? cli->arguments.items[0] : "polc";
    const struct cli_command *command = cli_command_find(name);
    if (cli->completion)
        complete(cli);
    else if (!command && strcmp(name, "polc") != 0)
        cli_unknown_command(cli, name);
    else if (cli->manual)
        cli_manual(command, cli->out);
    else if (command)
        cli_help(command, cli->out);
    else
        cli_usage(cli->out);
}

/* cmd_dump.c: what a stage of the compiler made of a policy. */
#include "cli/cli.h"

#include <string.h>

static bool stage_of(struct cli *cli, polc_stage *out)
{
    static const char *const names[] = {"tokens", "ast", "ir", "table"};
    static const polc_stage stages[] = {POLC_STAGE_TOKENS, POLC_STAGE_AST, POLC_STAGE_IR,
                                        POLC_STAGE_TABLE};
    for (size_t i = 0; cli->stage && i < 4; i++) {
        if (strcmp(names[i], cli->stage) == 0) {
            *out = stages[i];
            return true;
        }
    }
    const char *best = cli->stage ? polc_name_nearest(cli->stage, names, 4) : NULL;
    cli_complain(cli, CLI_USAGE, "--stage is tokens, ast, ir or table%s%s%s",
                 best ? "; did you mean " : "", best ? best : "", best ? "?" : "");
    return false;
}

void cmd_dump(struct cli *cli)
{
    polc_stage stage;
    polc_policy *policy;
    polc_text *text;
    if (!stage_of(cli, &stage))
        return;
    if (!cli_check_files(cli))
        return;
    polc_status status =
        polc_policy_load(cli->arguments.items, cli->arguments.count, NULL, &policy);
    if (policy) {
        polc_status dumped = polc_policy_dump(policy, stage, &text);
        if (dumped != POLC_ERROR_POLICY)
            cli_failed(cli, "dump", dumped);
        cli_write_text(cli, text);
        cli_flush(cli);
    }
    cli_policy_loaded(cli, policy, status);
    polc_policy_free(policy);
}

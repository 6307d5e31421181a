/* report_options.c: the words of --report: FORMAT=FILE, as often as one likes, each for a file of
 * its own. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

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

bool cli_check_reports(struct cli *cli)
{
    for (size_t i = 0; i < cli->report_count; i++) {
        const char *path = cli->reports[i].file.path;
        bool twice = cli->output && strcmp(cli->output, path) == 0;
        for (size_t k = 0; k < i; k++)
            twice |= strcmp(cli->reports[k].file.path, path) == 0;
        if (!twice)
            continue;
        cli_complain(cli, CLI_USAGE, "two documents would be written to %s", path);
        return false;
    }
    return true;
}

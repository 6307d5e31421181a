/* origins.c: where a value was said that is no word of the command line: a variable of the
 * environment, a place in the project file. Who cannot take a value complains about that place,
 * however much later; so the value is known again by where its text is in memory.
 */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

/* A value; what is made of a part of it is said there too. */
struct cli_origin {
    const char *text;
    struct cli_said said;
};

bool cli_said(struct cli *cli, const char *text)
{
    if (!cli->said.name || !text)
        return true;
    struct cli_origin *more = realloc(cli->origins, (cli->origin_count + 1) * sizeof *more);
    if (!more)
        return cli_no_memory(cli);
    cli->origins = more;
    cli->origins[cli->origin_count++] = (struct cli_origin){text, cli->said};
    return true;
}

void cli_blame(struct cli *cli, const char *text)
{
    cli->said = (struct cli_said){.name = NULL};
    for (size_t i = 0; text && i < cli->origin_count; i++) {
        const struct cli_origin *origin = &cli->origins[i];
        if (text >= origin->text && text <= origin->text + strlen(origin->text))
            cli->said = origin->said;
    }
}

const char *cli_called(struct cli *cli, const struct cli_option *option)
{
    if (cli->said.name)
        return cli->said.line ? option->name : cli->said.name;
    snprintf(cli->called, sizeof cli->called, "--%s", option->name);
    return cli->called;
}

const char *cli_place(const struct cli *cli, char out[CLI_PLACE])
{
    out[0] = '\0';
    if (cli->said.line)
        snprintf(out, CLI_PLACE, "%s:%u:%u: ", cli->said.name, cli->said.line, cli->said.column);
    return out;
}

bool cli_check_values(struct cli *cli)
{
    const struct cli_option *option = cli_option_at(0);
    for (size_t i = 0; option->id != OPTION_ON; i++)
        option = cli_option_at(i);
    if (cli->on && !polc_day_is(cli->on)) {
        cli_blame(cli, cli->on);
        cli_complain(cli, CLI_USAGE, "%s takes a day of the calendar, YYYY-MM-DD, not %s",
                     cli_called(cli, option), cli->on);
        cli_blame(cli, NULL);
        return false;
    }
    bool fine = true;
    for (size_t i = 0; i < cli->event_files.count; i++)
        fine = cli_check_file(cli, cli->event_files.items[i]) && fine;
    return fine;
}

/* What is said of an option is a source by the option's name. */
static void rename_source(struct cli *cli, polc_diagnostics *diagnostics, polc_origin origin,
                          const char *value)
{
    cli_blame(cli, value);
    origin.name = cli->said.name;
    origin.line = cli->said.line;
    origin.column = cli->said.column;
    if (origin.before) {
        origin.name_line = cli->said.name_line;
        origin.name_column = cli->said.name_column;
    }
    if (origin.name)
        polc_diagnostics_said(diagnostics, &origin);
    cli_blame(cli, NULL);
}

/* From the last on: a source that was renamed is none of the option any more. */
static void rename_settings(struct cli *cli, polc_diagnostics *diagnostics, const char *option,
                            const struct cli_settings *settings)
{
    for (size_t i = settings->count; i-- > 0;) {
        polc_origin origin = {.option = option, .index = i,
                              .before = strlen(settings->items[i].name) + 1};
        rename_source(cli, diagnostics, origin, settings->items[i].value);
    }
}

void cli_blame_diagnostics(struct cli *cli, polc_diagnostics *diagnostics)
{
    rename_source(cli, diagnostics, (polc_origin){.option = "--reading"}, cli->reading);
    rename_source(cli, diagnostics, (polc_origin){.option = "--input"}, cli->input);
    rename_settings(cli, diagnostics, "--event", &cli->events);
    rename_settings(cli, diagnostics, "--set", &cli->settings);
}

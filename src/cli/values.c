/* values.c: what an option is given: words, lists, numbers, pairs. One function, cli_apply, sets
 * what a flag, a variable of the environment or an entry of the project file says, so that all
 * three mean the same.
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool cli_add(struct cli *cli, struct cli_strings *list, const char *text)
{
    if (list->count == list->room) {
        size_t room = list->room * 2 + 8;
        const char **more = realloc(list->items, room * sizeof *more);
        if (!more) {
            cli_complain(cli, CLI_INTERNAL, "out of memory");
            return false;
        }
        list->items = more;
        list->room = room;
    }
    list->items[list->count++] = text;
    return true;
}

bool cli_choose(struct cli *cli, const struct cli_option *option, const char *value, size_t *out)
{
    char words[CLI_WORDS], *rest;
    const char *names[CLI_WORDS / 2];
    size_t count = 0;
    cli_option_words(cli->command, option, words);
    for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        names[count++] = word;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], value) == 0) {
            *out = i;
            return true;
        }
    }
    const char *best = polc_name_nearest(value, names, count);
    char list[160] = "";
    for (size_t i = 0; i < count; i++) {
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s",
                 i == 0 ? "" : i + 1 == count ? " or " : ", ", names[i]);
    }
    cli_complain(cli, CLI_USAGE, "--%s is %s, not %s%s%s%s", option->name, list, value,
                 best ? "; did you mean " : "", best ? best : "", best ? "?" : "");
    return false;
}

static bool set_format(struct cli *cli, const struct cli_option *option, const char *value,
                       bool flag)
{
    size_t chosen;
    for (unsigned f = CLI_TEXT; f < CLI_FORMAT_COUNT; f++) {
        if (strcmp(cli_format_name((enum cli_format)f), value) != 0)
            continue;
        bool fits = (cli->command->formats & UINT64_C(1) << f) != 0;
        if (fits)
            cli->format = (enum cli_format)f;
        if (fits || !flag)
            return true; /* POLC_FORMAT is for the commands that know it */
    }
    return cli_choose(cli, option, value, &chosen); /* which complains */
}

/* What diff found is no verdict, so it has words of its own; those for verdicts, which the
 * environment may have for other commands, are passed over. */
static bool set_fail_diff(struct cli *cli, const struct cli_option *option, const char *value,
                          bool flag)
{
    unsigned fail = 0;
    while (*value) {
        char word[24];
        size_t length = strcspn(value, ","), chosen;
        snprintf(word, sizeof word, "%.*s", (int)length, value);
        if (!flag)
            return true;
        if (!cli_choose(cli, option, word, &chosen))
            return false;
        fail |= chosen < 8 ? 1u << chosen : 0;
        value += length;
        value += *value == ',';
    }
    cli->fail_diff = fail;
    return true;
}

static bool set_fail_on(struct cli *cli, const struct cli_option *option, const char *value)
{
    bool fail[5] = {false};
    while (*value) {
        char word[24];
        size_t length = strcspn(value, ","), chosen;
        snprintf(word, sizeof word, "%.*s", (int)length, value);
        if (!cli_choose(cli, option, word, &chosen))
            return false;
        fail[chosen] = true;
        value += length;
        value += *value == ',';
    }
    memcpy(cli->fail, fail, sizeof cli->fail);
    return true;
}

static bool set_percent(struct cli *cli, const struct cli_option *option, const char *value)
{
    char *end;
    long percent = strtol(value, &end, 10);
    if (end == value || *end || percent < 0 || percent > 100) {
        cli_complain(cli, CLI_USAGE, "--%s is a whole number from 0 to 100, not %s", option->name,
                     value);
        return false;
    }
    cli->min_coverage = (int)percent;
    cli->coverage = true;
    return true;
}

static bool add_setting(struct cli *cli, const struct cli_option *option, const char *value,
                        struct cli_settings *out)
{
    const char *equals = strchr(value, '=');
    if (!equals || equals == value) {
        cli_complain(cli, CLI_USAGE, "--%s takes %s, not %s", option->name, option->argument, value);
        return false;
    }
    char *name = strndup(value, (size_t)(equals - value));
    if (!name) {
        cli_complain(cli, CLI_INTERNAL, "out of memory");
        return false;
    }
    polc_setting *more = realloc(out->items, (out->count + 1) * sizeof *more);
    if (!more) {
        free(name);
        cli_complain(cli, CLI_INTERNAL, "out of memory");
        return false;
    }
    out->items = more;
    out->items[out->count++] = (polc_setting){name, equals + 1};
    return true;
}

/* A whole number above 0, with an optional letter behind it. */
static bool read_number(struct cli *cli, const struct cli_option *option, const char *value,
                        const char *letter, uint64_t *out)
{
    char *end;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    bool whole = value[0] >= '0' && value[0] <= '9' && errno == 0 && number > 0;
    if (whole && (*end == '\0' || strcmp(end, letter) == 0)) {
        *out = number;
        return true;
    }
    cli_complain(cli, CLI_USAGE, "--%s takes a whole number above 0, not %s", option->name, value);
    return false;
}

static bool set_jobs(struct cli *cli, const struct cli_option *option, const char *value)
{
    char *end;
    if (strcmp(value, "auto") == 0)
        value = "0";
    unsigned long jobs = strtoul(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end || jobs > POLC_JOBS_LIMIT) {
        cli_complain(cli, CLI_USAGE, "--%s is auto, or a whole number up to %d, not %s",
                     option->name, POLC_JOBS_LIMIT, value);
        return false;
    }
    cli->jobs = (unsigned)jobs;
    return true;
}

static bool set_lookahead(struct cli *cli, const struct cli_option *option, const char *value)
{
    uint64_t days;
    if (!read_number(cli, option, value, "d", &days))
        return false;
    if (days > 36500) {
        cli_complain(cli, CLI_USAGE, "--%s looks at most 36500 days ahead, not %s", option->name,
                     value);
        return false;
    }
    cli->lookahead = (uint32_t)days;
    return true;
}

static bool add_code(struct cli *cli, const struct cli_option *option, const char *value,
                     struct cli_strings *out)
{
    if (!polc_code_title(value)) {
        cli_complain(cli, CLI_USAGE, "--%s takes a code such as P0301, not %s", option->name, value);
        return false;
    }
    return cli_add(cli, out, value);
}

bool cli_apply(struct cli *cli, const struct cli_option *option, const char *value, bool flag)
{
    size_t chosen = 0;
    switch (option->id) {
    case OPTION_ON:
        cli->on = value;
        return true;
    case OPTION_EVENTS:
        return cli_add(cli, &cli->event_files, value);
    case OPTION_EVENT:
        return add_setting(cli, option, value, &cli->events);
    case OPTION_SET:
        return add_setting(cli, option, value, &cli->settings);
    case OPTION_READING:
        cli->reading = value;
        return true;
    case OPTION_FAIL_ON:
        return cli->command->run == cmd_diff ? set_fail_diff(cli, option, value, flag)
                                             : set_fail_on(cli, option, value);
    case OPTION_FROM:
        if (!cli_choose(cli, option, value, &chosen))
            return false;
        cli->from = chosen == 0   ? POLC_DOCUMENT_YAML
                    : chosen == 1 ? POLC_DOCUMENT_JSON
                    : chosen == 2 ? POLC_DOCUMENT_NDJSON
                                  : POLC_DOCUMENT_CSV;
        return true;
    case OPTION_INPUT:
        cli->input = value;
        return true;
    case OPTION_DRY_RUN:
        cli->dry_run = true;
        return true;
    case OPTION_ALLOW_EMPTY:
        cli->allow_empty = true;
        return true;
    case OPTION_FORMAT:
        return set_format(cli, option, value, flag);
    case OPTION_OUTPUT:
        cli->output = value;
        return true;
    case OPTION_REPORT:
        return cli_add_report(cli, option, value);
    case OPTION_BASELINE:
        cli->baseline = value;
        return true;
    case OPTION_CREATE_BASELINE:
        cli->create_baseline = value;
        return true;
    case OPTION_POLICY:
        cli->policy = value;
        return true;
    case OPTION_STAGE:
        cli->stage = value;
        return true;
    case OPTION_AGAINST:
        return cli_add(cli, &cli->against, value);
    case OPTION_CHECK:
        cli->check = true;
        return true;
    case OPTION_DIFF:
        cli->diff = true;
        return true;
    case OPTION_MAN:
        cli->manual = true;
        return true;
    case OPTION_COMPLETION:
        cli->completion = value;
        return cli_choose(cli, option, value, &chosen);
    case OPTION_GAPS:
        cli->gaps = true;
        return true;
    case OPTION_OVERLAPS:
        cli->overlaps = true;
        return true;
    case OPTION_LOOKAHEAD:
        return set_lookahead(cli, option, value);
    case OPTION_JOBS:
        return set_jobs(cli, option, value);
    case OPTION_BUDGET:
        return read_number(cli, option, value, "", &cli->budget);
    case OPTION_DENY:
        return add_code(cli, option, value, &cli->deny);
    case OPTION_WARN:
        return add_code(cli, option, value, &cli->warn);
    case OPTION_ALLOW:
        return add_code(cli, option, value, &cli->allow);
    case OPTION_COVERAGE:
        cli->coverage = true;
        return true;
    case OPTION_MIN_COVERAGE:
        return set_percent(cli, option, value);
    case OPTION_GENERATE:
        cli->generate = true;
        return true;
    case OPTION_PROJECT: /* looked at before anything else: project.c */
    case OPTION_NO_PROJECT:
        return true;
    case OPTION_COLOR:
        if (!cli_choose(cli, option, value, &chosen))
            return false;
        cli->colour = chosen == 0 ? COLOUR_AUTO : chosen == 1 ? COLOUR_ALWAYS : COLOUR_NEVER;
        return true;
    case OPTION_QUIET:
        cli->quiet = true;
        return true;
    case OPTION_HELP:
        cli->help = true;
        return true;
    case OPTION_VERSION:
        cli->version = true;
        return true;
    case OPTION_COUNT:
        break;
    }
    return false;
}

/* option_table.c: what each option is called, and what is done with what it is given. A flag, a
 * variable of the environment and an entry of the project file all come through cli_apply, so
 * that they mean the same. Help, manual pages and completions are made of the rows.
 */
#include "cli/cli.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* ---- what several options have in common ------------------------------------------------------ */

static void *field_of(struct cli *cli, const struct cli_option *option)
{
    return (char *)cli + option->field;
}

static bool set_flag(struct cli *cli, const struct cli_option *option, const char *value)
{
    (void)value; /* a flag has none */
    *(bool *)field_of(cli, option) = true;
    return true;
}

static bool set_text(struct cli *cli, const struct cli_option *option, const char *value)
{
    *(const char **)field_of(cli, option) = value;
    return true;
}

static bool add_text(struct cli *cli, const struct cli_option *option, const char *value)
{
    return cli_add(cli, field_of(cli, option), value);
}

static bool add_code(struct cli *cli, const struct cli_option *option, const char *value)
{
    if (!polc_code_title(value)) {
        cli_complain(cli, CLI_USAGE, "%s takes a code such as P0301, not %s",
                     cli_called(cli, option), value);
        return false;
    }
    return add_text(cli, option, value);
}

/* A code that can be anything but an error: a finding, a warning. */
static bool add_mild_code(struct cli *cli, const struct cli_option *option, const char *value)
{
    bool finding = strncmp(value, "P03", 3) == 0;
    if (polc_code_title(value) && polc_code_severity(value) == POLC_SEVERITY_ERROR && !finding) {
        cli_complain(cli, CLI_USAGE, "%s: %s is always an error: %s", cli_called(cli, option),
                     value, polc_code_title(value));
        return false;
    }
    return add_code(cli, option, value);
}

/* NAME=VALUE. */
static bool add_pair(struct cli *cli, const struct cli_option *option, const char *value)
{
    struct cli_settings *out = field_of(cli, option);
    const char *equals = strchr(value, '=');
    if (!equals || equals == value) {
        cli_complain(cli, CLI_USAGE, "%s takes %s, not %s", cli_called(cli, option),
                     option->argument, value);
        return false;
    }
    char *name = strndup(value, (size_t)(equals - value));
    if (!name)
        return cli_no_memory(cli);
    polc_setting *more = realloc(out->items, (out->count + 1) * sizeof *more);
    if (!more) {
        free(name);
        return cli_no_memory(cli);
    }
    out->items = more;
    out->items[out->count++] = (polc_setting){name, equals + 1};
    return true;
}

/* "; eval and table print it" of a format that other commands know; "" of any other word. */
static void tell_who_prints(const struct cli_option *option, const char *format, char out[80])
{
    const char *names[8];
    size_t count = 0;
    out[0] = '\0';
    if (option->id != OPTION_FORMAT && option->id != OPTION_REPORT)
        return;
    for (size_t i = 0; cli_command_at(i); i++)
        for (unsigned f = CLI_TEXT; f < CLI_FORMAT_COUNT && count < 8; f++)
            if (cli_command_at(i)->formats & UINT64_C(1) << f
                && strcmp(cli_format_name((enum cli_format)f), format) == 0)
                names[count++] = cli_command_at(i)->name;
    for (size_t i = 0; i < count; i++) {
        size_t used = strlen(out);
        snprintf(out + used, 80 - used, "%s%s%s", i == 0 ? "; " : i + 1 == count ? " and " : ", ",
                 names[i], i + 1 < count ? "" : count > 1 ? " print it" : " alone prints it");
    }
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
    char who[80];
    tell_who_prints(option, value, who);
    best = who[0] ? NULL : best;
    cli_complain(cli, CLI_USAGE, "%s is %s, not %s%s%s%s%s", cli_called(cli, option), list, value,
                 who, best ? "; did you mean " : "", best ? best : "", best ? "?" : "");
    return false;
}

/* ---- words -------------------------------------------------------------------------------- */

static bool set_format(struct cli *cli, const struct cli_option *option, const char *value)
{
    size_t chosen;
    for (unsigned f = CLI_TEXT; f < CLI_FORMAT_COUNT; f++) {
        if (strcmp(cli_format_name((enum cli_format)f), value) != 0)
            continue;
        bool fits = (cli->command->formats & UINT64_C(1) << f) != 0;
        if (fits)
            cli->format = (enum cli_format)f;
        if (fits || cli->shared)
            return true; /* POLC_FORMAT is for the commands that know it */
    }
    return cli_choose(cli, option, value, &chosen); /* which complains */
}

/* What diff found is no verdict, so it has words of its own; those for verdicts, which the
 * environment may have for other commands, are passed over. */
static bool set_fail_diff(struct cli *cli, const struct cli_option *option, const char *value)
{
    unsigned fail = 0;
    while (*value) {
        char word[24];
        size_t length = strcspn(value, ","), chosen;
        snprintf(word, sizeof word, "%.*s", (int)length, value);
        if (cli->shared)
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

static bool set_fail_verdicts(struct cli *cli, const struct cli_option *option, const char *value)
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

static bool set_fail_on(struct cli *cli, const struct cli_option *option, const char *value)
{
    return cli->command->run == cmd_diff ? set_fail_diff(cli, option, value)
                                         : set_fail_verdicts(cli, option, value);
}

static bool set_from(struct cli *cli, const struct cli_option *option, const char *value)
{
    static const polc_document_format formats[] = {POLC_DOCUMENT_YAML, POLC_DOCUMENT_JSON,
                                                   POLC_DOCUMENT_NDJSON, POLC_DOCUMENT_CSV};
    size_t chosen;
    if (!cli_choose(cli, option, value, &chosen))
        return false;
    cli->from = formats[chosen];
    return true;
}

static bool set_color(struct cli *cli, const struct cli_option *option, const char *value)
{
    size_t chosen;
    if (!cli_choose(cli, option, value, &chosen))
        return false;
    cli->colour = chosen == 0 ? COLOUR_AUTO : chosen == 1 ? COLOUR_ALWAYS : COLOUR_NEVER;
    return true;
}

static bool set_completion(struct cli *cli, const struct cli_option *option, const char *value)
{
    size_t chosen;
    cli->completion = value;
    return cli_choose(cli, option, value, &chosen);
}

/* ---- numbers ------------------------------------------------------------------------------ */

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
    cli_complain(cli, CLI_USAGE, "%s takes %s, not %s", cli_called(cli, option),
                 *letter ? "a number of days, such as 90 or 90d" : "a whole number above 0", value);
    return false;
}

static bool set_budget(struct cli *cli, const struct cli_option *option, const char *value)
{
    return read_number(cli, option, value, "", &cli->budget);
}

static bool set_jobs(struct cli *cli, const struct cli_option *option, const char *value)
{
    char *end;
    if (strcmp(value, "auto") == 0)
        value = "0";
    unsigned long jobs = strtoul(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end || jobs > POLC_JOBS_LIMIT) {
        cli_complain(cli, CLI_USAGE, "%s is auto, or a whole number up to %d, not %s",
                     cli_called(cli, option), POLC_JOBS_LIMIT, value);
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
        cli_complain(cli, CLI_USAGE, "%s looks at most 36500 days ahead, not %s",
                     cli_called(cli, option), value);
        return false;
    }
    cli->lookahead = (uint32_t)days;
    return true;
}

static bool set_min_coverage(struct cli *cli, const struct cli_option *option, const char *value)
{
    char *end;
    long percent = strtol(value, &end, 10);
    if (end == value || *end || percent < 0 || percent > 100) {
        cli_complain(cli, CLI_USAGE, "%s is a whole number from 0 to 100, not %s",
                     cli_called(cli, option), value);
        return false;
    }
    cli->min_coverage = (int)percent;
    cli->coverage = true;
    return true;
}

/* ---- the table ------------------------------------------------------------------------------ */

/* Where a field of that type is; a field of another one does not compile. */
#define FIELD(type, name) \
    .field = _Generic(((struct cli *)NULL)->name, type: offsetof(struct cli, name))
#define FLAG(name) .set = set_flag, FIELD(bool, name)
#define TEXT(name) .set = set_text, FIELD(const char *, name)
#define LIST(name) .set = add_text, FIELD(struct cli_strings, name)
#define CODES(name) .set = add_code, FIELD(struct cli_strings, name)
#define MILD_CODES(name) .set = add_mild_code, FIELD(struct cli_strings, name)
#define PAIRS(name) .set = add_pair, FIELD(struct cli_settings, name)

static const struct cli_option options[] = {
    {OPTION_ON, 0, "on", "DATE", "POLC_ON",
     "the day of deployments that do not say one; else today", TEXT(on)},
    {OPTION_EVENTS, 0, "events", "FILE", "POLC_EVENTS",
     "a ledger: names of events, then a day or unknown", LIST(event_files)},
    {OPTION_EVENT, 0, "event", "NAME=DATE", NULL, "the day of one event; wins over --events",
     PAIRS(events)},
    {OPTION_SET, 0, "set", "NAME=VALUE", NULL, "a fact, for every deployment", PAIRS(settings)},
    {OPTION_READING, 0, "reading", "PARTY", "POLC_READING",
     "take every disputed term as this party reads it", TEXT(reading)},
    {OPTION_FAIL_ON, 0, "fail-on", "LIST", "POLC_FAIL_ON",
     "verdicts that fail, or none; prohibited,disputed,undetermined if not said",
     .set = set_fail_on},
    {OPTION_FROM, 0, "from", "FORMAT", NULL, "read deployments as yaml, json, ndjson or csv",
     .set = set_from, .words = "yaml json ndjson csv"},
    {OPTION_INPUT, 0, "input", "NAME", NULL,
     "the input of the policy that reads every document; `plain` for none", TEXT(input)},
    {OPTION_DRY_RUN, 0, "dry-run", NULL, NULL,
     "print what is read of each document, from where, and no verdict",
     FLAG(dry_run), .once = true},
    {OPTION_ALLOW_EMPTY, 0, "allow-empty", NULL, NULL,
     "documents in which there is no deployment are in order", FLAG(allow_empty)},
    {OPTION_JOBS, 0, "jobs", "N", "POLC_JOBS",
     "threads that evaluate; 0 or auto: one for each processor; 1 if not said", .set = set_jobs},
    {OPTION_FORMAT, 0, "format", "FORMAT", "POLC_FORMAT", "how to print", .set = set_format},
    {OPTION_OUTPUT, 'o', "output", "FILE", NULL, "write here instead of standard output",
     TEXT(output), .once = true},
    {OPTION_REPORT, 0, "report", "FORMAT=FILE", NULL,
     "write another document as well, in any format of --format; may be repeated",
     .set = cli_add_report},
    {OPTION_BASELINE, 0, "baseline", "FILE", "POLC_BASELINE",
     "what was known before: told, but it fails nothing", TEXT(baseline)},
    {OPTION_CREATE_BASELINE, 0, "create-baseline", "FILE", NULL,
     "write a baseline of all that fails", TEXT(create_baseline), .once = true},
    {OPTION_POLICY, 0, "policy", "FILE", NULL, "the policy or table that the cases are about",
     TEXT(policy)},
    {OPTION_STAGE, 0, "stage", "STAGE", NULL, "tokens, ast, ir or table",
     TEXT(stage), .words = "tokens ast ir table", .once = true},
    {OPTION_CHECK, 0, "check", NULL, NULL, "write nothing; exit 1 if a file would change",
     FLAG(check), .once = true},
    {OPTION_DIFF, 0, "diff", NULL, NULL, "the same, and print what would change",
     FLAG(diff), .once = true},
    {OPTION_GAPS, 0, "gaps", NULL, NULL, "look for deployments about which no clause speaks",
     FLAG(gaps)},
    {OPTION_OVERLAPS, 0, "overlaps", NULL, NULL, "look for clauses that say the same",
     FLAG(overlaps)},
    {OPTION_ALL, 0, "all", NULL, NULL,
     "list each change that comes and goes with the length of the months", FLAG(all)},
    {OPTION_LOOKAHEAD, 0, "lookahead", "DAYS", NULL,
     "tell what changes within so many days: 90 or 90d", .set = set_lookahead},
    {OPTION_BUDGET, 0, "budget", "NODES", "POLC_BUDGET",
     "search steps for one question, 200000 if not said; of check and diff for one rule, 2000000", .set = set_budget},
    {OPTION_DENY, 0, "deny", "CODE", NULL, "treat this code as an error", CODES(deny)},
    {OPTION_WARN, 0, "warn", "CODE", NULL, "treat this code as a warning", MILD_CODES(warn)},
    {OPTION_ALLOW, 0, "allow", "CODE", NULL, "do not tell this code",
     MILD_CODES(allow)},
    {OPTION_COVERAGE, 0, "coverage", NULL, NULL, "say what the cases cover, and what they do not",
     FLAG(coverage)},
    {OPTION_MIN_COVERAGE, 0, "min-coverage", "PERCENT", NULL,
     "the same; exit 1 when less of it is covered", .set = set_min_coverage},
    {OPTION_GENERATE, 0, "generate", NULL, NULL,
     "write cases for what CASES do not cover of POLICY", FLAG(generate), .once = true},
    {OPTION_AGAINST, 0, "against", "FILE", NULL, "deployments: tell those that get another verdict",
     LIST(against)},
    {OPTION_MAN, 0, "man", NULL, NULL, "print the manual page, as troff",
     FLAG(manual), .once = true},
    {OPTION_COMPLETION, 0, "completion", "SHELL", NULL, "print completions for bash, zsh or fish",
     .set = set_completion, .words = "bash zsh fish", .once = true},
    {OPTION_PROJECT, 0, "project", "FILE", "POLC_PROJECT",
     "the project file; polc.yaml here or in a folder above if not said", .once = true},
    {OPTION_NO_PROJECT, 0, "no-project", NULL, NULL, "look for no project file", .once = true},
    {OPTION_COLOR, 0, "color", "WHEN", "POLC_COLOR", "auto, always or never; NO_COLOR is honoured",
     .set = set_color, .words = "auto always never"},
    {OPTION_QUIET, 'q', "quiet", NULL, NULL, "print only results and errors", FLAG(quiet)},
    {OPTION_HELP, 'h', "help", NULL, NULL, "show this", FLAG(help), .once = true},
    {OPTION_VERSION, 'V', "version", NULL, NULL, "print the version", FLAG(version), .once = true},
};

const struct cli_option *cli_option_at(size_t index)
{
    return index < sizeof options / sizeof *options ? &options[index] : NULL;
}

bool cli_apply(struct cli *cli, const struct cli_option *option, const char *value, bool flag)
{
    cli->shared = !flag;
    return cli_said(cli, value) && (!option->set || option->set(cli, option, value));
}

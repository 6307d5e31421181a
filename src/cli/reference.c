/* reference.c: what --help, the manual pages and the completions tell beyond the tables that are
 * parsed by: exit status and examples of each command, and the words that an option takes. Each
 * command has a row in `pages`; tests/install misses one that has none. */
#include "cli/cli.h"

#include <string.h>

#define BIT(status) (1u << (status))
#define OPEN (BIT(CLI_DISPUTED) | BIT(CLI_UNDETERMINED) | BIT(CLI_UNRESOLVED))

struct page {
    const char *command;
    const char *fails; /* what status 1 means; NULL: it does not occur */
    unsigned more;     /* which of 3, 4 and 5 occur */
    struct cli_example examples[2];
};

static const struct page pages[] = {
    {"check", "the policy has errors", BIT(CLI_UNRESOLVED),
     {{"Check a policy, and fail on conflicts as well:", "polc check --deny P0301 policy.pol"},
      {"Which deployments does no clause speak about?", "polc check --gaps policy.pol"}}},
    {"compile", NULL, BIT(CLI_UNRESOLVED),
     {{"Compile once, evaluate often:",
       "polc compile policy.pol -o policy.pdt && polc eval policy.pdt deployment.yaml"}}},
    {"eval", "a deployment is prohibited", OPEN,
     {{"Verdicts on several deployments, for a program:",
       "polc eval --format json policy.pol deployments/*.yaml"},
      {"What if it ran elsewhere, on another day?",
       "polc eval --set region=US --on 2026-09-01 policy.pol deployment.yaml"}}},
    {"explain", "a deployment is prohibited", OPEN,
     {{"Why is it prohibited?", "polc explain policy.pol deployment.yaml"},
      {"What does a message mean?", "polc explain P0217"}}},
    {"diff", "a change that --fail-on names was found", BIT(CLI_UNRESOLVED),
     {{"What does an amendment change, and for which deployments?",
       "polc diff old.pol new.pol --against deployments/*.yaml"},
      {"Fail only if something is permitted that was not:",
       "polc diff --fail-on loosened old.pol new.pol"}}},
    {"duties", "a commitment is missed", OPEN,
     {{"What is due at the end of the year?", "polc duties --on 2026-12-31 policy.pol deployments/*.yaml"}}},
    {"options", "a deployment is prohibited", OPEN,
     {{"Where else could it run?", "polc options policy.pol deployment.yaml"}}},
    {"timeline", NULL, BIT(CLI_UNRESOLVED),
     {{"When does the answer change?", "polc timeline policy.pol deployment.yaml"},
      {"On which days does something in the policy begin or end?", "polc timeline policy.pol"}}},
    {"table", NULL, BIT(CLI_UNRESOLVED),
     {{"The rules as a page with filters:", "polc table --format html policy.pol -o rules.html"},
      {"The rules as a spreadsheet:", "polc table --format csv policy.pol -o rules.csv"}}},
    {"test", "a case failed, or too little is covered", BIT(CLI_UNRESOLVED),
     {{"Run all cases of a folder, and ask for full coverage:", "polc test --min-coverage 100 cases"},
      {"Write the cases that are missing, for review:",
       "polc test --generate policy.pol cases -o new.yaml"}}},
    {"fmt", "with --check or --diff: a file would change", 0,
     {{"Rewrite all policies in place:", "polc fmt *.pol"},
      {"Show what that would change:", "polc fmt --diff *.pol"}}},
    {"init", NULL, 0, {{"Begin in a new folder:", "polc init contract && contract/gate.sh"}}},
    {"help", NULL, 0,
     {{"Read a manual page that is not installed:", "polc help --man eval | man -l -"},
      {"Complete words in this shell:", "source <(polc help --completion bash)"}}},
    {"dump", NULL, BIT(CLI_UNRESOLVED),
     {{"The conditions that a policy comes to:", "polc dump --stage ir policy.pol"}}},
};

static const struct page *find_page(const struct cli_command *command)
{
    for (size_t i = 0; command && i < sizeof pages / sizeof *pages; i++)
        if (strcmp(pages[i].command, command->name) == 0)
            return &pages[i];
    return NULL;
}

const char *cli_status_text(const struct cli_command *command, enum cli_status status)
{
    const struct page *page = find_page(command);
    if (command && !page)
        return NULL;
    switch (status) {
    case CLI_FINE:
        return "nothing to object to";
    case CLI_PROHIBITED:
        return page ? page->fails
                    : "prohibited; errors in a policy that is checked; a commitment is missed, a case "
                      "failed, a file would change, a difference was found";
    case CLI_USAGE:
        return "wrong usage, or input that cannot be read or is invalid";
    case CLI_DISPUTED:
        return !page || page->more & BIT(status) ? "disputed: only people can settle it" : NULL;
    case CLI_UNDETERMINED:
        return !page || page->more & BIT(status) ? "undetermined: a fact is missing" : NULL;
    case CLI_UNRESOLVED:
        return !page || page->more & BIT(status) ? "a budget ran out" : NULL;
    case CLI_INTERNAL:
        return "polc itself failed: memory, or reading and writing";
    }
    return NULL;
}

const struct cli_example *cli_example_at(const struct cli_command *command, size_t index)
{
    static const struct cli_example first = {"Files to begin with:", "polc init contract"};
    const struct page *page = find_page(command);
    if (!command)
        return index == 0 ? &first : NULL;
    return page && index < 2 && page->examples[index].command ? &page->examples[index] : NULL;
}

/* ---- words of options ---------------------------------------------------------------------- */

/* Those that depend on the command too, in the order of the enum that they stand for. */
static const char *words_of(const struct cli_command *command, const struct cli_option *option)
{
    if (option->words)
        return option->words;
    if (option->id == OPTION_FAIL_ON && command && command->run == cmd_diff)
        return "tightened loosened disputed settled duties clauses vocabulary flipped none";
    return option->id == OPTION_FAIL_ON ? "permitted disputed undetermined prohibited none" : "";
}

void cli_option_words(const struct cli_command *command, const struct cli_option *option,
                      char out[CLI_WORDS])
{
    bool formats = option->id == OPTION_FORMAT || option->id == OPTION_REPORT;
    size_t used = 0;
    snprintf(out, CLI_WORDS, "%s", words_of(command, option));
    for (unsigned f = CLI_TEXT; formats && f < CLI_FORMAT_COUNT; f++)
        if (command->formats & UINT64_C(1) << f)
            used += (size_t)snprintf(out + used, CLI_WORDS - used, "%s%s", used ? " " : "",
                                     cli_format_name((enum cli_format)f));
}

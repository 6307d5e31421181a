/* starter.c: the files that `polc init` writes: a policy in canonical form, cases that pass, a
 * deployment that is permitted, a project file, and a step for a pipeline that says so. */
#include "cli/cli.h"

static const struct cli_starter starters[] = {
    {"policy.pol", "the policy: a vocabulary, two clauses", false,
     "-- What Acme and Globex agreed, as a policy. Replace it with yours, clause by clause; keep the\n"
     "-- names short and the texts in your own words.\n"
     "\n"
     "policy \"Hosting\" dated 2026-01-01.\n"
     "\n"
     "-- The things that the contract speaks of, as closed lists. An inner name, such as Europe, stands\n"
     "-- for everything below it.\n"
     "kind party: Acme, Globex, other_party.\n"
     "kind region: Europe (Germany, France), US, other_region.\n"
     "\n"
     "-- What a description of a deployment says: who makes it, what may be chosen, what is given.\n"
     "actor operator: party presumed Acme \"who makes the deployment\".\n"
     "choice region: region \"where the data is kept\".\n"
     "fact stage: (trial, production).\n"
     "\n"
     "agreement Hosting between Acme and Globex in force from 2026-01-01 until 2029-01-01:\n"
     "\n"
     "  clause 1 \"Data in Europe\" material:\n"
     "    \"(paraphrase) What Acme runs for Globex keeps its data in Europe; trials are free.\"\n"
     "    Acme shall not deploy where region is not Europe\n"
     "      except (a) where stage is trial.\n"
     "\n"
     "  clause 2 \"Report\":\n"
     "    Acme owes Globex \"a security report\" within 30 days where stage is production.\n"},
    {"cases/first.yaml", "two cases with the verdicts that must come out", false,
     "# What must come out, agreed with whoever knows the contract: `polc test cases`.\n"
     "\n"
     "- deployment: {deployment: production in the US, region: US, stage: production}\n"
     "  on: 2026-03-02\n"
     "  expect: {verdict: prohibited, clauses: [Hosting 1]}\n"
     "  why: clause 1 keeps data in Europe\n"
     "\n"
     "- deployment: {deployment: a trial in the US, region: US, stage: trial}\n"
     "  on: 2026-03-02\n"
     "  expect: {verdict: permitted, clauses: []}\n"
     "  why: exception (a)\n"},
    {"deployments/first.yaml", "a deployment to ask about", false,
     "# One deployment. What it does not say is unknown, and may leave the verdict open.\n"
     "deployment: first\n"
     "date: 2026-03-02\n"
     "region: Germany\n"
     "stage: production\n"},
    {"polc.yaml", "the project file: what the commands are about", false,
     "# What polc is about here, so that `polc check`, `polc test` and `polc eval` need no more words.\n"
     "# The long name of any option may stand here too; the command line wins.\n"
     "policies: [policy.pol]\n"
     "cases: [cases]\n"
     "deployments: [deployments/*.yaml]\n"
     "fail-on: [prohibited, disputed, undetermined]\n"},
    {"gate.sh", "the step for a pipeline: check, fmt, test, eval", true,
     "#!/bin/sh\n"
     "# A step for a pipeline: ends with 0 only if the policy has no errors and is in canonical form,\n"
     "# every case passes, and every deployment is permitted. POLC names the program; polc.yaml says\n"
     "# what it is about.\n"
     "set -e\n"
     "cd \"$(dirname \"$0\")\"\n"
     "polc=${POLC:-polc}\n"
     "\"$polc\" check\n"
     "\"$polc\" fmt --diff\n"
     "\"$polc\" test\n"
     "\"$polc\" eval # 1: prohibited, 3: disputed, 4: undetermined\n"},
};

const struct cli_starter *cli_starter_at(size_t index)
{
    return index < sizeof starters / sizeof *starters ? &starters[index] : NULL;
}

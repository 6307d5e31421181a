/* starter.c: the files that `polc init` writes: a policy in canonical form, cases that pass, a
 * deployment that is permitted, statements that read a plan of Terraform, a project file, and a
 * step for a pipeline that says so. */
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
    {"inputs.pol", "how documents of other tools are read: a plan of Terraform", false,
     "-- How a plan of Terraform is read, with the names of policy.pol:\n"
     "--\n"
     "--   terraform show -json PLAN > plan.json\n"
     "--   polc eval --dry-run plan.json   what was read, from which line, and what was left out\n"
     "--   polc eval plan.json             the verdicts\n"
     "--\n"
     "-- A deployment is a managed resource that is created, changed or replaced. Change the paths and\n"
     "-- patterns to what your resources say: a text that fits none is unknown here.\n"
     "input terraform_plan for documents with \"/format_version\" and \"/resource_changes\":\n"
     "  each \"/resource_changes/*\"\n"
     "    where \"/mode\" is \"managed\" and \"/change/actions/*\" is \"create\" or \"update\";\n"
     "  name is \"/address\";\n"
     "  region is \"/change/after/location\" or \"/change/after/region\" or \"/change/after/availability_zone\"\n"
     "    or \"/change/after/tags/region\"\n"
     "    with \"eu-central-1*\" as Germany,\n"
     "      \"germany*\" as Germany,\n"
     "      \"europe-west3*\" as Germany,\n"
     "      \"eu-west-3*\" as France,\n"
     "      \"france*\" as France,\n"
     "      \"europe-west9*\" as France,\n"
     "      \"us-*\" as US,\n"
     "      otherwise unknown;\n"
     "  stage is \"/change/after/tags/stage\"\n"
     "    with \"dev*\" as trial, \"test\" as trial, \"prod*\" as production, otherwise unknown;\n"
     "  unknown at \"/change/after_unknown\" for \"/change/after\".\n"},
    {"polc.yaml", "the project file: what the commands are about", false,
     "# What polc is about here, so that `polc check`, `polc test` and `polc eval` need no more words.\n"
     "# The long name of any option may stand here too; the command line wins.\n"
     "policies: [policy.pol]\n"
     "inputs: [inputs.pol]\n"
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

/* test_oracle.c: the interpreter on fifteen traps, and on claims of docs/semantics.md beside them.
 *
 * Each trap is a policy on which a naive reading of contracts goes wrong. Most of them vary
 * tests/spec/example.pol; D1 is its deployment: Frontier on AWS, model calls on AWS.
 */
#include "trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdint.h>

#include <cmocka.h>

#define D1                                                                                        \
    "date = 2026-03-20; product = Frontier; host = AWS; model_host = AWS; memory = stateful; "    \
    "calls_model = yes; via_api = no; stage = ga; capacity = 0 .. 100; "
#define API_ON_AWS D1 "product = model_api; memory = stateless; via_api = yes; "

#define SHARE "duty Alliance 4.1 OpenAI owes Microsoft \"revenue share\": due\n"

static void trap_01_calls_on_azure_are_permitted(void **state)
{
    (void)state;
    struct trial t;
    trial_example(&t);
    trial_expect(&t, D1 "model_host = Azure;", "verdict permitted\n" SHARE "!reading\n!fact");
    trial_expect(&t, D1,
                 "verdict disputed\n"
                 "reading api_call as read by OpenAI and Amazon, permitted\n"
                 "reading api_call as read by Microsoft, prohibited\n"
                 "clause Alliance 2.1 prohibits: some readings\n" SHARE "!fact");
}

#define TWO_SIDES                                                                                 \
    "policy \"two sides\" dated 2026-01-01.\n"                                                    \
    "kind party: OpenAI, Microsoft (Azure), Amazon, other_party.\n"                               \
    "actor deployer: party presumed OpenAI.\n"                                                    \
    "choice host: party.\n"                                                                       \
    "fact memory: (stateless, stateful).\n"
#define SIDE_X                                                                                    \
    "agreement X between OpenAI and Microsoft in force from 2026-01-01:\n"                        \
    "clause 1: OpenAI shall not deploy where host is not Azure and memory is stateless.\n"
#define SIDE_Y                                                                                    \
    "agreement Y between OpenAI and Amazon in force from 2026-01-01:\n"                           \
    "clause 1: OpenAI shall not deploy where host is not Azure and memory is stateful.\n"

static void trap_02_both_completions_are_prohibited(void **state)
{
    (void)state;
    struct trial t;
    trial_set(&t, TWO_SIDES SIDE_X SIDE_Y);
    trial_expect(&t, "date = 2026-03-20; host = Amazon",
                 "verdict prohibited\npossible prohibited\n"
                 "clause X 1 prohibits: some facts\nclause Y 1 prohibits: some facts\n!fact");
    trial_set(&t, TWO_SIDES SIDE_X);
    trial_expect(&t, "date = 2026-03-20; host = Amazon",
                 "verdict undetermined\nfact memory matters\n"
                 "  settled at stateless..stateless as prohibited\n"
                 "  settled at stateful..stateful as permitted\n");
    trial_set(&t, TWO_SIDES SIDE_Y);
    trial_expect(&t, "date = 2026-03-20; host = Amazon", "verdict undetermined\n");
}

static void trap_03_a_carve_back_with_an_unknown_number(void **state)
{
    (void)state;
    struct trial t;
    trial_example(&t);
    trial_expect(&t, D1 "stage = research; capacity = unknown",
                 "verdict undetermined\npossible permitted prohibited\nfact capacity matters\n"
                 "  settled at 0..100 as permitted\n"
                 "  settled at 101..1000000 as disputed\n"
                 "reading api_call as read by Microsoft, undetermined\n"
                 "clause Alliance 2.1 prohibits: some readings and facts\n"
                 "lifted Alliance 2.1 by exception (a)\n");
}

#define REGIONS                                                                                   \
    "policy \"regions\" dated 2026-01-01.\n"                                                      \
    "kind party: Acme, Globex, other_party.\n"                                                    \
    "actor deployer: party presumed Acme.\n"                                                      \
    "fact region: (US, UK).\n"                                                                    \
    "fact product: (Frontier, other_product).\n"                                                  \
    "agreement Master between Acme and Globex in force from 2026-01-01:\n"

static void trap_04_except_does_not_prohibit(void **state)
{
    (void)state;
    struct trial t;
    trial_set(&t, REGIONS "clause 1: Acme may deploy except where region is UK.\n");
    trial_expect(&t, "date = 2026-03-20; region = UK",
                 "verdict permitted\nbasis nothing speaks\n!clause");
    trial_expect(&t, "date = 2026-03-20; region = US", "verdict permitted\nbasis granted\n");
    trial_append(&t, "clause 2: rights not granted to Acme are reserved where region is UK.");
    trial_expect(&t, "date = 2026-03-20; region = UK",
                 "verdict prohibited\nclause Master 2 prohibits: always\n");
    trial_expect(&t, "date = 2026-03-20; region = US", "verdict permitted\nbasis granted\n");
}

static void trap_05_privity(void **state)
{
    (void)state;
    struct trial t;
    trial_example(&t);
    trial_swap(&t, "  clause 5.1 \"Trainium",
               "  clause 4.1: notwithstanding Alliance 2.1, OpenAI may deploy.\n\n"
               "  clause 5.1 \"Trainium");
    trial_refused(&t, "Microsoft");
}

static void trap_06_exclusive_and_sole(void **state)
{
    (void)state;
    struct trial t;
    const char *box = D1 "host = OpenAI; model_host = Azure";
    trial_example(&t);
    trial_expect(&t, box, "verdict permitted\n");
    trial_swap(&t, "exclusive host among third_party", "exclusive host");
    trial_expect(&t, box, "verdict prohibited\nclause JCA 3.1 prohibits: always\n");
    trial_example(&t);
    trial_swap(&t, "exclusive host among third_party", "sole host");
    trial_expect(&t, box, "verdict permitted\n!clause JCA 3.1");
    trial_expect(&t, D1 "host = GCP; model_host = Azure", "verdict prohibited\n");
}

static void trap_07_same_group_is_not_same_grantee(void **state)
{
    (void)state;
    struct trial t;
    trial_example(&t);
    trial_expect(&t, API_ON_AWS "model_host = GitHub", "verdict prohibited\n");
    trial_expect(&t, API_ON_AWS "model_host = Azure", "verdict permitted\n");
    trial_expect(&t, API_ON_AWS "model_host = Microsoft",
                 "verdict undetermined\nfact model_host matters\n"
                 "  settled at Azure..Azure as permitted\n"
                 "  settled at GitHub..GitHub as prohibited\n");
}

static void trap_08_a_waiver_is_half_open(void **state)
{
    (void)state;
    struct trial t;
    trial_example(&t);
    trial_append(&t, "waiver W1 by Microsoft of Alliance 2.1 in force from 2026-05-01 until "
                     "2026-08-01.");
    trial_expect(&t, API_ON_AWS "date = 2026-04-30", "verdict prohibited\n");
    trial_expect(&t, API_ON_AWS "date = 2026-05-01",
                 "verdict permitted\nbasis lifted\nlifted Alliance 2.1 by waiver W1\n");
    trial_expect(&t, API_ON_AWS "date = 2026-07-31", "verdict permitted\n");
    trial_expect(&t, API_ON_AWS "date = 2026-08-01", "verdict prohibited\n");
}

static void trap_09_amendments_look_forward_rulings_do_not(void **state)
{
    (void)state;
    struct trial t;
    trial_example(&t);
    trial_append(&t, "amendment A1 of Alliance dated 2026-04-27: deletes 2.1.");
    trial_expect(&t, D1 "date = 2026-03-19", "verdict disputed\n");
    trial_expect(&t, D1 "date = 2026-04-26", "verdict disputed\n");
    trial_expect(&t, D1 "date = 2026-04-27", "verdict permitted\n");
    trial_example(&t);
    trial_append(&t, "ruling \"Microsoft v OpenAI\" dated 2026-09-01: api_call as read by "
                     "Microsoft.");
    trial_expect(&t, D1 "date = 2026-03-19", "verdict prohibited\n!reading");
}

static void trap_10_what_survives(void **state)
{
    (void)state;
    struct trial t;
    const char *later = D1 "host = GCP; model_host = GCP; date = 2026-04-01; ipo = 2026-03-25; "
                           "milestones_met = 2026-03-25; ";
    char ended[1024];
    trial_example(&t);
    trial_expect(&t, later,
                 "verdict prohibited\n"
                 "duty Investment 1.1 Amazon owes OpenAI \"USD 15 billion\": due\n"
                 "duty Investment 1.2 Amazon owes OpenAI \"USD 35 billion\": due\n");
    snprintf(ended, sizeof ended,
             "%s jca_terminated = 2026-03-28; alliance_terminated = 2026-03-28", later);
    trial_expect(&t, ended,
                 "verdict permitted\n" SHARE
                 "duty Investment 1.1 Amazon owes OpenAI \"USD 15 billion\": due\n"
                 "!duty Investment 1.2\n!clause");
}

static void trap_11_damages_never_cure(void **state)
{
    (void)state;
    struct trial t;
    trial_example(&t);
    trial_swap(&t, "exclusive host among third_party where product is Frontier.",
               "exclusive host among third_party where product is Frontier;\n"
               "    if in breach OpenAI owes Amazon \"liquidated damages\".");
    trial_expect(&t, D1 "host = GCP; model_host = Azure",
                 "verdict prohibited\n"
                 "duty JCA 3.1 OpenAI owes Amazon \"liquidated damages\": due\n" SHARE);
    trial_expect(&t, D1 "host = AWS; model_host = Azure", "verdict permitted\n!duty JCA 3.1");
    trial_expect(&t, D1 "host = Azure; model_host = Azure",
                 "verdict disputed\n"
                 "duty JCA 3.1 OpenAI owes Amazon \"liquidated damages\": disputed\n");
}

#define NOTICE                                                                                    \
    "policy \"notice\" dated 2026-01-01.\n"                                                       \
    "kind party: OpenAI, Amazon, GCP, other_party.\n"                                             \
    "actor deployer: party presumed OpenAI.\n"                                                    \
    "choice host: party.\n"                                                                       \
    "fact notified: yes/no.\n"                                                                    \
    "agreement JCA between OpenAI and Amazon in force from 2026-01-01:\n"

static void trap_12_condition_or_covenant(void **state)
{
    (void)state;
    struct trial t;
    const char *box = "date = 2026-03-20; host = GCP; notified = no";
    trial_set(&t, NOTICE "clause 1: OpenAI shall not deploy where host is GCP and not notified.\n");
    trial_expect(&t, box, "verdict prohibited\n");
    trial_set(&t, NOTICE "clause 1: OpenAI may deploy where host is GCP;\n"
                         "OpenAI owes Amazon \"notice\" where host is GCP.\n");
    trial_expect(&t, box,
                 "verdict permitted\nbasis granted\n"
                 "duty JCA 1 OpenAI owes Amazon \"notice\": due\n");
}

static void trap_13_readings_differ_verdicts_agree(void **state)
{
    (void)state;
    struct trial t;
    trial_example(&t);
    trial_expect(&t, API_ON_AWS,
                 "verdict prohibited\nclause Alliance 2.1 prohibits: always\n!reading");
}

static void trap_14_every_host_breaches_something(void **state)
{
    (void)state;
    struct trial t;
    trial_example(&t);
    trial_swap(&t, "subject to 2.1, OpenAI may deploy where product is Frontier and host is Azure.",
               "OpenAI shall not deploy where product is Frontier and host is not Azure.");
    trial_append(&t, "ruling \"a court\" dated 2026-09-01: third_party as read by OpenAI.");
    trial_expect(&t, D1 "host = unknown; model_host = unknown",
                 "verdict prohibited\nclause Alliance 2.2 prohibits: some facts\n"
                 "clause JCA 3.1 prohibits: some facts\n");
}

static void trap_15_contested_in_one_placement(void **state)
{
    (void)state;
    struct trial t;
    trial_set(&t, REGIONS "clause 1: Acme may deploy where product is Frontier.\n"
                          "clause 2: Acme shall not deploy where region is UK.\n");
    trial_expect(&t, "date = 2026-03-20; product = Frontier; region = US",
                 "verdict permitted\nbasis granted\n");
    trial_expect(&t, "date = 2026-03-20; product = Frontier; region = UK",
                 "verdict disputed\npossible contested\n"
                 "clause Master 2 prohibits: always, contested\n");
    trial_expect(&t, "date = 2026-03-20; product = Frontier; region = US | UK",
                 "verdict undetermined\npossible permitted contested\n"
                 "  settled at US..US as permitted\n  settled at UK..UK as disputed\n");
}

static void a_stranger_is_not_bound(void **state)
{
    (void)state;
    struct trial t;
    trial_example(&t);
    trial_expect(&t, API_ON_AWS "deployer = other_party",
                 "verdict permitted\nbasis no clause binds\n!clause\n!duty");
}

static void subject_to_and_notwithstanding_run_in_a_circle(void **state)
{
    (void)state;
    struct trial t;
    trial_set(&t, REGIONS
              "clause 1: subject to 2, notwithstanding 2, Acme may deploy where region is UK.\n"
              "clause 2: Acme shall not deploy where product is Frontier.\n");
    trial_expect(&t, "date = 2026-03-20; product = Frontier; region = UK", "cycle\n");
    trial_expect(&t, "date = 2026-03-20; product = Frontier; region = US", "verdict prohibited\n");
}

#define COMPETE                                                                                   \
    "policy \"compete\" dated 2026-01-01.\n"                                                      \
    "kind party: Acme, Globex, other_party.\n"                                                    \
    "actor deployer: party.\n"                                                                    \
    "agreement Peace between Acme and Globex in force from 2026-01-01:\n"                         \
    "clause 1: Acme and Globex shall not deploy.\n"

static void each_is_bound_towards_the_other(void **state)
{
    (void)state;
    struct trial t;
    trial_set(&t, COMPETE);
    trial_expect(&t, "date = 2026-03-20; deployer = Acme", "verdict prohibited\n");
    trial_expect(&t, "date = 2026-03-20; deployer = Globex", "verdict prohibited\n");
    trial_append(&t, "waiver W1 by Globex of Peace 1.");
    trial_expect(&t, "date = 2026-03-20; deployer = Acme",
                 "verdict permitted\nlifted Peace 1 by waiver W1\n");
    trial_expect(&t, "date = 2026-03-20; deployer = Globex", "verdict prohibited\n");
}

/* A clause of several sentences with holders of their own: the waiver of one holder takes
 * from what is owed to that holder alone, and from nothing else. */
static void a_waiver_takes_what_its_giver_holds(void **state)
{
    (void)state;
    struct trial t;
    trial_set(&t, "policy \"parts\" dated 2026-01-01.\n"
                  "kind party: Acme, Globex, Initech.\n"
                  "actor deployer: party presumed Acme.\n"
                  "fact region: (UK, Japan).\n"
                  "agreement Trio between Acme and Globex and Initech:\n"
                  "clause 1: Acme shall not deploy to Globex where region is UK;\n"
                  "  Acme shall not deploy where region is Japan.\n"
                  "waiver W1 by Globex of Trio 1.\n");
    trial_expect(&t, "date = 2026-03-20; deployer = Acme; region = UK",
                 "verdict permitted\nlifted Trio 1 by waiver W1\n");
    trial_expect(&t, "date = 2026-03-20; deployer = Acme; region = Japan",
                 "verdict prohibited\n");
    trial_append(&t, "waiver W2 by Initech and Globex of Trio 1.");
    trial_expect(&t, "date = 2026-03-20; deployer = Acme; region = Japan",
                 "verdict permitted\nlifted Trio 1 by waiver W2\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trap_01_calls_on_azure_are_permitted),
        cmocka_unit_test(trap_02_both_completions_are_prohibited),
        cmocka_unit_test(trap_03_a_carve_back_with_an_unknown_number),
        cmocka_unit_test(trap_04_except_does_not_prohibit),
        cmocka_unit_test(trap_05_privity),
        cmocka_unit_test(trap_06_exclusive_and_sole),
        cmocka_unit_test(trap_07_same_group_is_not_same_grantee),
        cmocka_unit_test(trap_08_a_waiver_is_half_open),
        cmocka_unit_test(trap_09_amendments_look_forward_rulings_do_not),
        cmocka_unit_test(trap_10_what_survives),
        cmocka_unit_test(trap_11_damages_never_cure),
        cmocka_unit_test(trap_12_condition_or_covenant),
        cmocka_unit_test(trap_13_readings_differ_verdicts_agree),
        cmocka_unit_test(trap_14_every_host_breaches_something),
        cmocka_unit_test(trap_15_contested_in_one_placement),
        cmocka_unit_test(a_stranger_is_not_bound),
        cmocka_unit_test(subject_to_and_notwithstanding_run_in_a_circle),
        cmocka_unit_test(each_is_bound_towards_the_other),
        cmocka_unit_test(a_waiver_takes_what_its_giver_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

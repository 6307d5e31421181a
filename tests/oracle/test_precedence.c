/* test_precedence.c: the interpreter on rank, contested norms, readings and what is said about
 * a whole box, with answers worked out by hand. Each case is a small agreement under the
 * vocabulary of trial_words.h. */
#include "trial_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void ranks(void **state)
{
    (void)state;
    const char *subject = BASE AB "clause 1: Acme shall not deploy where flag.\n"
                                  "clause 2: subject to 1, Acme may deploy.\n";
    trial_case(subject, "flag = yes", PROHIBITED "!clause AB 2");
    trial_case(subject, "", PERMITTED "basis granted");
    const char *above = BASE AB "clause 1: Acme shall not deploy where flag.\n"
                                "clause 2: notwithstanding 1, Acme may deploy where mark.\n";
    trial_case(above, "flag = yes; mark = yes", PERMITTED "basis granted\nlifted AB 1 by AB 2");
    trial_case(above, "flag = yes", PROHIBITED);
    const char *some = BASE AB "clause 1: Acme shall not deploy.\nclause 2: Acme may deploy.\n"
                               "2 prevails over 1 where flag.\n";
    trial_case(some, "", DISPUTED "clause AB 1 prohibits: always, contested");
    trial_case(some, "flag = yes", PERMITTED);
    /* an effective winner of the winner restores the loser */
    const char *chain = BASE AB "clause 1: Acme shall not deploy.\n"
                                "clause 2: notwithstanding 1, Acme may deploy where flag.\n"
                                "clause 3: notwithstanding 2, Acme shall not deploy where mark.\n";
    trial_case(chain, "flag = yes", PERMITTED);
    trial_case(chain, "flag = yes; mark = yes", PROHIBITED "clause AB 1 prohibits: always\n"
                                                       "clause AB 3 prohibits: always\n!clause AB 2");
}

static void orders_of_documents(void **state)
{
    (void)state;
    const char *policy = BASE AB
        "order: Annex, AB unless stated; otherwise the stricter prevails.\n"
        "clause 1: Acme shall not deploy.\n"
        "clause 2: notwithstanding Annex 2, Acme shall not sell.\n"
        "clause 3: Acme may act where flag.\n"
        "document Annex:\n"
        "clause 1: Acme may deploy where mark.\n"
        "clause 2: Acme may sell.\n";
    trial_case(policy, "", PROHIBITED);
    trial_case(policy, "mark = yes", PERMITTED "lifted AB 1 by Annex 1");
    trial_case(policy, "act = sell", PROHIBITED "!clause Annex 2");
    trial_case(policy, "flag = yes", PROHIBITED "clause AB 1 prohibits: always\n"
                                            "clause AB 3 permits: always");
    /* one of the excepted clauses stands in the pair: not ranked */
    const char *apart = BASE AB "Annex prevails over AB except 1.\n"
                                "clause 1: Acme shall not deploy.\nclause 2: Acme shall not deploy "
                                "where flag.\ndocument Annex:\nclause 1: Acme may deploy.\n";
    trial_case(apart, "", DISPUTED);
    trial_case(apart, "flag = yes", DISPUTED "!clause AB 2");
}

static void who_contests(void **state)
{
    (void)state;
    const char *two = BASE ABC "clause 1: Acme shall not deploy.\n"
                               "clause 2: Acme may deploy with leave of Bolt where flag.\n"
                               "clause 3: Acme_lab may deploy with leave of Crane where mark.\n";
    trial_case(two, "flag = yes", PROHIBITED "clause ABC 1 prohibits: always\n"
                                         "clause ABC 2 permits: always");
    trial_case(two, "flag = yes; mark = yes", DISPUTED "possible contested");
    trial_case(two, "flag = yes; mark = yes; deployer = Acme_cloud", PROHIBITED);
    /* the same holder, in another agreement; stricter counts its own agreement's alone out */
    const char *other = BASE AB "clause 1: Acme shall not deploy.\nclause 2: Acme may deploy where "
                                "mark.\nclause 3: Acme may sell.\n"
                                "3 prevails over 1; otherwise the stricter prevails.\n"
                                "agreement Second between Acme and Bolt in force from 2026-01-01:\n"
                                "clause 1: Acme may deploy where flag.\n";
    trial_case(other, "flag = yes", DISPUTED);
    trial_case(other, "mark = yes", PROHIBITED);
    /* one prohibition is enough, if another is contested */
    const char *both = BASE AB "clause 1: Acme shall not deploy.\nclause 2: Acme may deploy.\n" AC
                               "clause 1: Acme shall not deploy where flag.\n";
    trial_case(both, "", DISPUTED);
    trial_case(both, "flag = yes", PROHIBITED "clause AB 1 prohibits: always, contested\n"
                                          "clause AC 1 prohibits: always");
}

static void without_an_actor(void **state)
{
    (void)state;
    const char *policy = WORDS FACTS ABC "clause 1: Acme_lab shall not deploy where flag.\n"
                                         "clause 2: Acme may deploy.\n"
                                         "clause 3: Acme_cloud may deploy where mark.\n";
    trial_case(policy, "", PERMITTED "basis granted");
    trial_case(policy, "flag = yes", DISPUTED);
    const char *narrow = WORDS FACTS ABC "clause 1: Acme shall not deploy.\n"
                                         "clause 2: Acme_lab may deploy.\n";
    trial_case(narrow, "", PROHIBITED);
}

#define TERMS                                                                                     \
    "term plain means flag except where mark.\n"                                                  \
    "term fought: as read by Acme means plain; as read by Bolt and Crane means size > 5 MW.\n"    \
    "term far: as read by Acme means host is Crane; as read by Bolt means never;\n"               \
    "  as read by Crane means host is not Bolt.\n"

static void terms_and_readings(void **state)
{
    (void)state;
    const char *policy = BASE TERMS AB "clause 1: Acme shall not deploy where plain.\n"
                                       "clause 2: Acme shall not sell where fought.\n"
                                       "clause 3: Acme shall not sponsor where fought and far.\n";
    trial_case(policy, "flag = yes", PROHIBITED);
    trial_case(policy, "flag = yes; mark = yes", PERMITTED);
    trial_case(policy, "act = sell; flag = yes; size = 6", PROHIBITED "!reading");
    trial_case(policy, "act = sell; flag = yes",
           DISPUTED "reading fought as read by Acme, prohibited\n"
                    "reading fought as read by Bolt and Crane, permitted\n"
                    "clause AB 2 prohibits: some readings\n!fact");
    trial_case(policy, "act = sell; flag = unknown; size = 6",
           UNDETERMINED "reading fought as read by Acme, undetermined\n"
                        "reading fought as read by Bolt and Crane, prohibited\n"
                        "  settled at no..no as disputed\n  settled at yes..yes as prohibited\n"
                        "clause AB 2 prohibits: some readings and facts");
    trial_case(policy, "act = team; flag = yes; size = 6",
           DISPUTED "reading far as read by Acme, prohibited\n"
                    "reading far as read by Bolt, permitted\n"
                    "reading far as read by Crane, prohibited\n!reading fought");
    trial_case(policy, "act = team; flag = yes; host = Acme_lab",
           DISPUTED "reading fought as read by Acme, far as read by Crane, prohibited\n"
                    "reading fought as read by Acme, far as read by Acme, permitted\n"
                    "reading fought as read by Bolt and Crane, far as read by Crane, permitted");
    const char *ruled = BASE TERMS AB "clause 2: Acme shall not sell where fought.\n"
                                      "ruling \"a court\" dated 2030-01-01: fought as read by "
                                      "Crane.\n";
    trial_case(ruled, "act = sell; flag = yes", PERMITTED "!reading");
    trial_case(ruled, "act = sell; size = 6", PROHIBITED "!reading");
}

/* Two facts each of which alone settles nothing; readings on which facts pull both ways. */
static void what_settles(void **state)
{
    (void)state;
    const char *same = BASE AB "clause 1: Acme shall not deploy where flag and not mark.\n"
                               "clause 2: Acme shall not deploy where not flag and mark.\n";
    trial_case(same, "flag = unknown; mark = unknown",
           UNDETERMINED "fact flag matters\nfact mark matters\n!  settled");
    const char *swapped = BASE "term fought: as read by Acme means flag; as read by Bolt means not "
                               "flag.\n" AB "clause 1: Acme shall not deploy where fought.\n";
    trial_case(swapped, "flag = unknown",
           UNDETERMINED "  settled at no..no as disputed\n  settled at yes..yes as disputed\n"
                        "reading fought as read by Acme, undetermined");
    trial_case(BASE AB "clause 1: Acme shall not deploy where flag or not flag.\n", "flag = unknown",
           PROHIBITED "clause AB 1 prohibits: always\n!fact");
}

static void the_weakest_reason(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy except where flag.\n"
                                 "clause 2: Acme may sell.\n";
    trial_case(policy, "act = sell", PERMITTED "basis granted");
    trial_case(policy, "flag = yes", PERMITTED "basis lifted");
    trial_case(policy, "flag = yes; act = deploy | sell", PERMITTED "basis lifted");
    trial_case(policy, "flag = yes; act = unknown", PERMITTED "basis nothing speaks");
    trial_case(policy, "deployer = Crane", PERMITTED "basis no clause binds");
    trial_case(policy, "deployer = Bolt", PERMITTED "basis no clause binds");
    /* "no clause binds" only where none does in any world */
    trial_case(policy, "flag = yes; deployer = Acme | Crane", PERMITTED "basis nothing speaks");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks),
        cmocka_unit_test(orders_of_documents),
        cmocka_unit_test(who_contests),
        cmocka_unit_test(without_an_actor),
        cmocka_unit_test(terms_and_readings),
        cmocka_unit_test(what_settles),
        cmocka_unit_test(the_weakest_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

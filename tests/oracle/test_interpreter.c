/* test_interpreter.c: the interpreter on time, norms and exceptions, with answers worked out
 * by hand. Every case is a small agreement under the vocabulary of trial_words.h. */
#include "trial_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void periods_are_half_open(void **state)
{
    (void)state;
    const char *policy = BASE "agreement AB between Acme and Bolt in force from 2026-02-01 until "
                              "2026-05-01:\nclause 1: Acme shall not deploy.\n"
                              "clause 2 survives: Acme shall not sell.\n"
                              "clause 3 until 2026-03-01: Acme shall not sponsor.\n";
    trial_case(policy, "date = 2026-01-31", PERMITTED "basis nothing speaks");
    trial_case(policy, "date = 2026-02-01", PROHIBITED);
    trial_case(policy, "date = 2026-04-30", PROHIBITED);
    trial_case(policy, "date = 2026-05-01", PERMITTED);
    trial_case(policy, "date = 2026-01-31; act = sell", PERMITTED);
    trial_case(policy, "date = 2027-01-01; act = sell", PROHIBITED);
    trial_case(policy, "date = 2026-02-28; act = team", PROHIBITED);
    trial_case(policy, "date = 2026-03-01; act = show", PERMITTED);
    trial_case(BASE "agreement AB between Acme and Bolt in force from 2026-02-01 through 2026-05-01:\n"
                "clause 1: Acme shall not deploy.\n",
           "date = 2026-05-01", PROHIBITED);
}

static void events_begin_on_their_day(void **state)
{
    (void)state;
    const char *policy = BASE "agreement AB between Acme and Bolt in force from launch until 1 "
                              "month after merger:\nclause 1: Acme shall not deploy.\n";
    trial_case(policy, "", PERMITTED);
    trial_case(policy, "launch = 2026-03-20", PROHIBITED);
    trial_case(policy, "launch = 2026-03-21", PERMITTED);
    trial_case(policy, "launch = 2026-01-01; merger = 2026-01-31; date = 2026-02-27", PROHIBITED);
    trial_case(policy, "launch = 2026-01-01; merger = 2026-01-31; date = 2026-02-28", PERMITTED);
    trial_case(policy, "launch = 2026-01-01; merger = 2026-03-20", PROHIBITED);
}

static void the_earlier_and_the_later(void **state)
{
    (void)state;
    const char *earlier = BASE "agreement AB between Acme and Bolt in force from 2026-01-01 until "
                               "the earlier of (10 days after launch, 2026-06-01):\n"
                               "clause 1: Acme shall not deploy.\n";
    const char *later = BASE "agreement AB between Acme and Bolt in force from 2026-01-01 until "
                             "the later of (10 days after launch, 2026-06-01):\n"
                             "clause 1: Acme shall not deploy.\n";
    trial_case(earlier, "date = 2026-05-31", PROHIBITED);
    trial_case(earlier, "date = 2026-06-01", PERMITTED);
    trial_case(earlier, "launch = 2026-03-10", PERMITTED);
    trial_case(earlier, "launch = 2026-03-11", PROHIBITED);
    trial_case(later, "date = 2027-06-01", PROHIBITED);
    trial_case(later, "launch = 2026-03-01", PROHIBITED);
    trial_case(later, "launch = 2026-03-01; date = 2026-06-01", PERMITTED);
    trial_case(later, "launch = 2026-05-23; date = 2026-06-01", PROHIBITED);
}

static void atoms_of_events(void **state)
{
    (void)state;
    const char *within = BASE AB "clause 1: Acme shall not deploy where notice occurred within "
                                 "30 days.\n";
    trial_case(within, "notice = 2026-02-18", PROHIBITED);
    trial_case(within, "notice = 2026-02-17", PERMITTED);
    trial_case(within, "notice = 2026-03-20", PROHIBITED);
    trial_case(within, "notice = 2026-03-21", PERMITTED);
    trial_case(within, "notice = unknown",
           UNDETERMINED "fact notice matters\n"
                        "  settled at 0001-01-01..2026-02-17 as permitted\n"
                        "  settled at 2026-02-18..2026-03-20 as prohibited\n"
                        "  settled at never..never as permitted\n");
    const char *ago = BASE AB "clause 1: Acme shall not deploy where notice occurred at least "
                              "1 month ago.\n";
    trial_case(ago, "notice = 2026-02-20", PROHIBITED);
    trial_case(ago, "notice = 2026-02-21", PERMITTED);
    trial_case(ago, "notice = never", PERMITTED);
    trial_case(BASE AB "clause 1: Acme shall not deploy where launch has not occurred.\n",
           "launch = 2026-03-21", PROHIBITED);
}

static void agreements_hang_together(void **state)
{
    (void)state;
    const char *policy = BASE "agreement AB between Acme and Bolt in force from 2026-01-01 until "
                              "launch:\nclause 1: Acme owes Bolt \"a fee\".\n"
                              "agreement AC between Acme and Crane in force from 2026-02-01 while "
                              "AB is in force:\nclause 1: Acme shall not deploy;\n"
                              "Acme shall not sell where AB is not in force.\n"
                              "clause 2 survives: Acme shall not sponsor.\n";
    trial_case(policy, "", PROHIBITED);
    trial_case(policy, "launch = 2026-03-20", PERMITTED);
    trial_case(policy, "launch = 2026-03-20; act = show", PROHIBITED);
    trial_case(policy, "date = 2026-01-31; act = show", PERMITTED);
    trial_case(policy, "act = sell", PERMITTED);
}

static void replaced_and_deleted_clauses(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy.\n"
                                 "clause 2 from 2026-03-01 until 2026-04-01 in place of 1:\n"
                                 "  Acme may deploy.\n"
                                 "clause 3: Acme shall not sell.\n"
                                 "amendment M of AB dated 2026-03-10: deletes 3.\n";
    trial_case(policy, "date = 2026-02-28", PROHIBITED);
    trial_case(policy, "date = 2026-03-01", PERMITTED "basis granted\n!clause AB 1");
    trial_case(policy, "date = 2026-04-01", PROHIBITED);
    trial_case(policy, "date = 2026-03-09; act = sell", PROHIBITED);
    trial_case(policy, "date = 2026-03-10; act = sell", PERMITTED);
}

static void grants(void **state)
{
    (void)state;
    const char *shared = BASE ABC "clause 1: Acme grants Bolt_x and Crane exclusive host for sell "
                                  "or team.\n";
    trial_case(shared, "act = sell; host = Bolt_x", PERMITTED);
    trial_case(shared, "act = sell; host = Crane", PERMITTED);
    trial_case(shared, "act = sell; host = Bolt_y", PROHIBITED);
    trial_case(shared, "act = sell; host = Acme_lab", PROHIBITED);
    trial_case(shared, "act = sell; host = none", PERMITTED);
    trial_case(shared, "act = team; host = other_party", PROHIBITED);
    trial_case(shared, "act = show; host = other_party", PERMITTED);
    trial_case(shared, "act = deploy; host = other_party", PERMITTED);
    trial_case(shared, "act = sell; host = other_party; deployer = Bolt_x", PERMITTED);
    const char *sole = BASE AB "clause 1: Acme_lab grants Bolt sole host among Acme where flag.\n"
                               "clause 2: Acme grants Bolt sole host where mark.\n";
    trial_case(sole, "flag = yes; host = Acme_lab", PERMITTED);
    trial_case(sole, "flag = yes; host = Acme_cloud", PROHIBITED "clause AB 1 prohibits: always");
    trial_case(sole, "flag = yes; host = Crane", PERMITTED);
    trial_case(sole, "mark = yes; host = Acme_cloud", PERMITTED);
    trial_case(sole, "mark = yes; host = Crane", PROHIBITED);
}

static void only_if(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall sell only if flag where size >= 1 GW.\n";
    trial_case(policy, "act = sell; size = 1000", PROHIBITED);
    trial_case(policy, "act = sell; size = 999", PERMITTED);
    trial_case(policy, "act = sell; size = 1000; flag = yes", PERMITTED);
    trial_case(policy, "size = 1000", PERMITTED);
    trial_case(policy, "act = sell; size = unknown",
           UNDETERMINED "  settled at 0..999 as permitted\n"
                        "  settled at 1000..5000 as prohibited\n!fact flag");
}

static void acts_of_a_deployment(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not sponsor or sell.\n"
                                 "clause 2: Acme shall not act where flag.\n";
    trial_case(policy, "", PERMITTED);
    trial_case(policy, "act = team", PROHIBITED);
    trial_case(policy, "act = sponsor", PROHIBITED);
    trial_case(policy, "act = unknown",
           UNDETERMINED "  settled at deploy..deploy as permitted\n"
                        "  settled at sell..sell as prohibited\n");
    trial_case(policy, "act = unknown; flag = yes", PROHIBITED);
}

static void reserved_rights(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: rights not granted to Acme_lab are reserved where "
                                 "host is Crane.\n"
                                 "clause 2: Acme may sell except where flag.\n";
    trial_case(policy, "", PROHIBITED "clause AB 1 prohibits: always");
    trial_case(policy, "act = sell", PERMITTED "basis granted\nlifted AB 1 by AB 2");
    trial_case(policy, "act = sell; flag = yes", PROHIBITED);
    trial_case(policy, "act = deploy; host = Bolt_x", PERMITTED "basis nothing speaks");
    /* a right granted in another agreement is none of this one */
    trial_case(BASE AB "clause 1: rights not granted to Acme are reserved.\n" AC
                   "clause 1: Acme may deploy.\n",
           "", PROHIBITED "clause AC 1 permits: always");
}

static void duties_are_seen_from_both_sides(void **state)
{
    (void)state;
    const char *policy = BASE ABC "clause 1: Acme_lab owes Bolt_x \"a fee\" where flag.\n"
                                  "clause 2: Acme owes Bolt and Crane \"a share\".\n";
    trial_case(policy, "flag = yes", PERMITTED "duty ABC 1 Acme_lab owes Bolt_x \"a fee\": due\n"
                                           "duty ABC 2 Acme owes Bolt and Crane \"a share\": due");
    trial_case(policy, "flag = yes; deployer = Acme_cloud", "!duty ABC 1");
    trial_case(policy, "flag = yes; deployer = Bolt_x",
           "duty ABC 1 Acme_lab owes Bolt_x \"a fee\": due");
    trial_case(policy, "flag = yes; deployer = Bolt_y", "!duty ABC 1");
    trial_case(policy, "flag = yes; deployer = other_party", "!duty");
    trial_case(policy, "flag = unknown", "duty ABC 1 Acme_lab owes Bolt_x \"a fee\": undetermined");
}

static void damages(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy;\n"
                                 "  if in breach Acme owes Bolt \"damages\".\n"
                                 "clause 2: Acme may deploy where flag.\n"
                                 "clause 3: if in breach of 1 Acme owes Bolt \"a report\" where "
                                 "mark.\n";
    trial_case(policy, "mark = yes",
           PROHIBITED "duty AB 1 Acme owes Bolt \"damages\": due\n"
                      "duty AB 3 Acme owes Bolt \"a report\": due");
    trial_case(policy, "flag = yes", DISPUTED "clause AB 1 prohibits: always, contested\n"
                                          "duty AB 1 Acme owes Bolt \"damages\": disputed\n!duty AB 3");
    trial_case(policy, "flag = unknown", UNDETERMINED
           "duty AB 1 Acme owes Bolt \"damages\": undetermined");
    trial_case(policy, "act = sell", PERMITTED "!duty");
}

static void carve_backs_nest(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy\n"
                                 "  except (a) where size > 10 MW (except where size > 20 MW "
                                 "(except where size > 30 MW) (except where flag))\n"
                                 "  except (b) where mark.\n";
    trial_case(policy, "size = 10", PROHIBITED "!lifted");
    trial_case(policy, "size = 11", PERMITTED "basis lifted\nlifted AB 1 by exception (a)");
    trial_case(policy, "size = 21", PROHIBITED);
    trial_case(policy, "size = 21; flag = yes", PERMITTED);
    trial_case(policy, "size = 31", PERMITTED);
    trial_case(policy, "size = 21; mark = yes", PERMITTED "lifted AB 1 by exception (b)\n"
                                                      "!lifted AB 1 by exception (a)");
    trial_case(policy, "size = unknown", UNDETERMINED "  settled at 0..10 as prohibited\n"
                                                  "  settled at 11..20 as permitted\n"
                                                  "  settled at 21..30 as prohibited\n"
                                                  "  settled at 31..5000 as permitted");
}

static void consents(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy except with consent of Bolt.\n"
                                 "clause 2: Acme shall not sell except where flag with consent of "
                                 "Bolt as mark.\n";
    trial_case(policy, "consent_of_Bolt = yes", PERMITTED "basis lifted");
    trial_case(policy, "consent_of_Bolt = no", PROHIBITED);
    trial_case(policy, "", UNDETERMINED "fact consent_of_Bolt matters");
    trial_case(policy, "act = sell; flag = yes; mark = yes", PERMITTED);
    trial_case(policy, "act = sell; mark = yes", PROHIBITED);
    trial_case(policy, "act = sell; flag = yes", PROHIBITED);
    const char *given = BASE AB "clause 1: Acme shall not deploy except with consent of Bolt.\n"
                                "consent W by Bolt of AB 1 in force from 2026-03-01 where flag.\n";
    trial_case(given, "consent_of_Bolt = no; flag = yes", PERMITTED "lifted AB 1 by waiver W");
    trial_case(given, "consent_of_Bolt = no", PROHIBITED);
}

static void waivers(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy;\n Acme owes Bolt \"a fee\";\n"
                                 " Acme may sell.\n"
                                 "waiver W by Bolt of AB 1 in force from 2026-03-01 until launch "
                                 "where flag except where size > 5 MW (except where mark).\n";
    trial_case(policy, "", PROHIBITED "duty AB 1 Acme owes Bolt \"a fee\": due");
    trial_case(policy, "flag = yes", PERMITTED "basis lifted\nlifted AB 1 by waiver W\n!duty");
    trial_case(policy, "flag = yes; size = 6", PROHIBITED);
    trial_case(policy, "flag = yes; size = 6; mark = yes", PERMITTED);
    trial_case(policy, "flag = yes; launch = 2026-03-20", PROHIBITED);
    trial_case(policy, "flag = yes; date = 2026-02-28", PROHIBITED);
    trial_case(policy, "flag = yes; act = sell", PERMITTED "basis granted");
    /* all holders of a norm have to give it; each gives what it holds alone */
    trial_case(BASE ABC "clause 1: Acme shall not deploy;\n Acme owes Crane \"a fee\".\n"
                    "waiver W by Bolt and Crane of ABC 1 where flag.\n",
           "flag = yes", PERMITTED "!duty");
}

static void clauses_that_lift(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy;\n Acme may sell;\n"
                                 " Acme owes Bolt \"a fee\".\n"
                                 "clause 2 until 2026-04-01: 1 does not apply where flag except "
                                 "where size > 5 MW.\n"
                                 "clause 3: 2 does not apply where mark.\n";
    trial_case(policy, "", PROHIBITED "duty AB 1 Acme owes Bolt \"a fee\": due");
    trial_case(policy, "flag = yes", PERMITTED "basis lifted\nlifted AB 1 by AB 2\n!duty");
    trial_case(policy, "flag = yes; act = sell", PERMITTED "basis nothing speaks\n!clause AB 1 permits");
    trial_case(policy, "flag = yes; size = 6", PROHIBITED);
    trial_case(policy, "flag = yes; mark = yes", PROHIBITED);
    trial_case(policy, "flag = yes; date = 2026-04-01", PROHIBITED);
    const char *all = BASE AB "clause 1: Acme shall not deploy.\n"
                              "clause 2: no clause applies where flag;\n"
                              "  Acme shall not sell.\n" AC "clause 1: Acme shall not deploy where "
                              "mark.\n";
    trial_case(all, "flag = yes", PERMITTED);
    trial_case(all, "flag = yes; act = sell", PROHIBITED);
    trial_case(all, "flag = yes; mark = yes", PROHIBITED "clause AC 1 prohibits: always\n!clause AB 1");
    trial_case(BASE AB "clause 1: 2 does not apply where flag.\nclause 2: 1 does not apply where mark.\n"
                   "clause 3: Acme shall not deploy.\n",
           "flag = yes; mark = yes", "cycle");
}

static void numbers_and_days(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy where size != 7 MW and size < 9 "
                                 "MW.\nclause 2: Acme shall not sell where signed is on or after "
                                 "2026-02-01 and signed is before 2026-03-01.\n"
                                 "clause 3: Acme shall not sponsor where date is on 2026-03-20.\n";
    trial_case(policy, "size = 7", PERMITTED);
    trial_case(policy, "size = 6", PROHIBITED);
    trial_case(policy, "size = 8", PROHIBITED);
    trial_case(policy, "size = 9", PERMITTED);
    trial_case(policy, "size = 7 .. 8", UNDETERMINED "  settled at 7..7 as permitted\n"
                                                 "  settled at 8..8 as prohibited");
    trial_case(policy, "size = 7 | 9 .. 20", PERMITTED);
    trial_case(policy, "act = sell; signed = 2026-01-31", PERMITTED);
    trial_case(policy, "act = sell; signed = 2026-02-28", PROHIBITED);
    trial_case(policy, "act = sell; signed = unknown",
           UNDETERMINED "  settled at 2026-02-01..2026-02-28 as prohibited");
    trial_case(policy, "act = show", PROHIBITED);
    trial_case(policy, "act = show; date = 2026-03-21", PERMITTED);
}

static void two_facts_are_the_same(void **state)
{
    (void)state;
    const char *policy = BASE "fact backup: party.\nfact alone: (Crane, Dorn).\n"
                              AB "clause 1: Acme shall not deploy where host is backup.\n"
                                 "clause 2: Acme shall not sell where host is not backup.\n"
                                 "clause 3: Acme shall not sponsor where flag is mark or deployer is "
                                 "host.\n";
    trial_case(policy, "host = Bolt_x; backup = Bolt_x", PROHIBITED);
    trial_case(policy, "host = Bolt_x; backup = Bolt_y", PERMITTED);
    trial_case(policy, "host = Bolt; backup = Bolt", UNDETERMINED "!  settled");
    trial_case(policy, "host = Bolt; backup = Crane", PERMITTED);
    trial_case(policy, "host = none; backup = unknown", PERMITTED);
    trial_case(policy, "act = sell; host = none; backup = unknown", PROHIBITED);
    trial_case(policy, "act = sell; host = Bolt_x; backup = Bolt_x", PERMITTED);
    trial_case(policy, "host = Crane; backup = Crane | Bolt_x",
               UNDETERMINED "  settled at Crane..Crane as prohibited\n  settled at Bolt_x..Bolt_x as permitted");
    trial_case(policy, "act = show; flag = yes; mark = yes", PROHIBITED);
    trial_case(policy, "act = show; flag = yes; mark = no", PERMITTED);
    trial_case(policy, "act = show; flag = yes; mark = no; host = Acme_lab", PROHIBITED);
}

static void several_values(void **state)
{
    (void)state;
    const char *policy = BASE "kind cause: natural (flood, quake), strike.\n"
                              "fact cause: several of cause.\n"
                         AB "clause 1: Acme shall not deploy where cause includes natural.\n"
                            "clause 2: Acme shall not sell where cause is only natural.\n"
                            "clause 3: Acme shall not sponsor where cause is not only natural and "
                            "cause does not include flood.\n";
#define CAUSE(f, q, s) "cause.flood = " f "; cause.quake = " q "; cause.strike = " s
    trial_case(policy, CAUSE("yes", "no", "yes"), PROHIBITED);
    trial_case(policy, CAUSE("no", "no", "yes"), PERMITTED);
    trial_case(policy, CAUSE("unknown", "yes", "no"), PROHIBITED);
    trial_case(policy, CAUSE("unknown", "no", "no"), UNDETERMINED "fact cause.flood matters");
    trial_case(policy, "act = sell; " CAUSE("yes", "yes", "no"), PROHIBITED);
    trial_case(policy, "act = sell; " CAUSE("yes", "no", "no"), PROHIBITED);
    trial_case(policy, "act = sell; " CAUSE("yes", "no", "yes"), PERMITTED);
    trial_case(policy, "act = sell; " CAUSE("no", "no", "no"), PERMITTED); /* nothing is not only n */
    trial_case(policy, "act = show; " CAUSE("no", "no", "no"), PROHIBITED);
    trial_case(policy, "act = show; " CAUSE("yes", "no", "yes"), PERMITTED);
    trial_case(policy, "act = show; " CAUSE("no", "yes", "no"), PERMITTED);
#undef CAUSE
}

static void events_by_leaf(void **state)
{
    (void)state;
    const char *policy = BASE "events missed by party.\n"
                         AB "clause 1: Acme shall not deploy where missed of host has occurred.\n"
                            "clause 2: Acme shall not sell where missed of host has not occurred.\n"
                            "clause 3: Acme shall not sponsor where missed of Crane occurred within "
                            "10 days.\n";
    trial_case(policy, "host = Crane; missed.Crane = 2026-03-20", PROHIBITED);
    trial_case(policy, "host = Crane; missed.Crane = 2026-03-21", PERMITTED);
    trial_case(policy, "host = Bolt_x; missed.Crane = 2026-03-20", PERMITTED);
    trial_case(policy, "host = none; missed.Crane = 2026-03-20", PERMITTED);
    trial_case(policy, "host = Bolt_x | Crane; missed.Crane = 2026-03-01",
               UNDETERMINED "fact host matters\n  settled at Crane..Crane as prohibited");
    trial_case(policy, "host = Bolt; missed.Bolt_x = 2026-03-01; missed.Bolt_y = 2026-03-02",
               PROHIBITED);
    trial_case(policy, "host = Bolt_x; missed.Bolt_x = unknown; missed.Bolt_y = unknown",
               UNDETERMINED "fact missed.Bolt_x matters\n!fact missed.Bolt_y matters");
    trial_case(policy, "act = sell; host = none; missed.Crane = 2026-03-20", PROHIBITED);
    trial_case(policy, "act = sell; host = Crane; missed.Crane = 2026-03-20", PERMITTED);
    trial_case(policy, "act = show; host = Bolt_x; missed.Crane = 2026-03-11", PROHIBITED);
    trial_case(policy, "act = show; host = Bolt_x; missed.Crane = 2026-03-09", PERMITTED);
}

static void named_periods(void **state)
{
    (void)state;
    const char *policy = BASE "period pause: from launch until merger.\n"
                         AB "clause 1: Acme shall not deploy where during pause.\n"
                            "clause 2 from 10 days after pause: Acme shall not sell.\n"
                            "clause 3 while 2 is in force: Acme shall not sponsor where flag.\n"
                            "clause 4 survives from 2026-04-01 in place of 3 while 2 is in force: "
                            "Acme shall not sponsor where mark.\n";
    trial_case(policy, "launch = 2026-03-20", PROHIBITED);
    trial_case(policy, "launch = 2026-03-21", PERMITTED);
    trial_case(policy, "launch = 2026-03-01; merger = 2026-03-20", PERMITTED);
    trial_case(policy, "merger = 2026-03-01", PERMITTED);
    trial_case(policy, "act = sell; launch = 2026-03-01; merger = 2026-03-10", PROHIBITED);
    trial_case(policy, "act = sell; launch = 2026-03-01; merger = 2026-03-11", PERMITTED);
    /* one that never began has not ended; one that ended before it began ends as it begins */
    trial_case(policy, "act = sell; merger = 2026-03-01", PERMITTED);
    trial_case(policy, "act = sell; launch = 2026-03-15; merger = 2026-03-01", PERMITTED);
#define ENDED "act = show; launch = 2026-03-01; merger = 2026-03-05; "
    trial_case(policy, ENDED "flag = yes", PROHIBITED);
    trial_case(policy, "act = show; flag = yes", PERMITTED);
    trial_case(policy, ENDED "flag = yes; date = 2026-04-01", PERMITTED);
    trial_case(policy, ENDED "mark = yes; date = 2026-04-01", PROHIBITED);
#undef ENDED
}

static void redactions(void **state)
{
    (void)state;
    const char *policy = BASE "redacted cap: number in MW.\nredacted tail: months.\n"
                              "redacted rivals: list of party.\n"
                         AB "clause 1: Acme shall not deploy where size > cap.\n"
                            "clause 2: Acme shall not sell where size > cap or size <= cap.\n"
                            "clause 3: Acme shall not sponsor where size > cap and size <= cap.\n"
                            "clause 4 until tail after launch: Acme shall not deploy where flag.\n"
                            "clause 5: Acme shall not deploy where host is in rivals and mark.\n";
    trial_case(policy, "size = 5", UNDETERMINED "fact the redacted cap matters");
    trial_case(policy, "size = 5; the redacted cap = above size", PERMITTED);
    trial_case(policy, "size = 5; the redacted cap = equal to size", PERMITTED);
    trial_case(policy, "size = 5; the redacted cap = below size", PROHIBITED);
    trial_case(policy, "act = sell", PROHIBITED);
    trial_case(policy, "act = show", PERMITTED);
#define ABOVE "the redacted cap = above size; "
    trial_case(policy, ABOVE "flag = yes", PROHIBITED); /* nothing has begun to run */
    trial_case(policy, ABOVE "flag = yes; launch = 2026-03-20",
               UNDETERMINED "fact the redacted tail matters");
    trial_case(policy, ABOVE "mark = yes; host = none", PERMITTED);
    trial_case(policy, ABOVE "mark = yes; host = Crane",
               UNDETERMINED "fact whether Crane is in the redacted rivals matters");
    trial_case(policy, ABOVE "mark = yes; host = Bolt; whether Bolt_x is in the redacted rivals = yes; "
                       "whether Bolt_y is in the redacted rivals = yes", PROHIBITED);
#undef ABOVE
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_are_half_open),
        cmocka_unit_test(events_begin_on_their_day),
        cmocka_unit_test(the_earlier_and_the_later),
        cmocka_unit_test(atoms_of_events),
        cmocka_unit_test(agreements_hang_together),
        cmocka_unit_test(replaced_and_deleted_clauses),
        cmocka_unit_test(grants),
        cmocka_unit_test(only_if),
        cmocka_unit_test(acts_of_a_deployment),
        cmocka_unit_test(reserved_rights),
        cmocka_unit_test(duties_are_seen_from_both_sides),
        cmocka_unit_test(damages),
        cmocka_unit_test(carve_backs_nest),
        cmocka_unit_test(consents),
        cmocka_unit_test(waivers),
        cmocka_unit_test(clauses_that_lift),
        cmocka_unit_test(numbers_and_days),
        cmocka_unit_test(two_facts_are_the_same),
        cmocka_unit_test(several_values),
        cmocka_unit_test(events_by_leaf),
        cmocka_unit_test(named_periods),
        cmocka_unit_test(redactions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

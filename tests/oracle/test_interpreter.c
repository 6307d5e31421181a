/* test_interpreter.c: the interpreter on each construct, with answers worked out by hand.
 *
 * Every case is a small agreement under one vocabulary. Acme_lab acts on 2026-03-20 unless
 * the case says otherwise; what is not said is presumed to be no, 0, or nobody's.
 */
#include "trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define WORDS                                                                                     \
    "policy \"words\" dated 2026-01-01.\n"                                                        \
    "kind party: Acme (Acme_lab, Acme_cloud), Bolt (Bolt_x, Bolt_y), Crane, other_party.\n"       \
    "acts deploy, sell, sponsor (team, show).\n"
#define FACTS                                                                                     \
    "choice host: party or none presumed Crane.\n"                                                \
    "fact flag: yes/no presumed no.\n"                                                            \
    "fact mark: yes/no presumed no.\n"                                                            \
    "fact size: number in MW (1 GW = 1000 MW) from 0 to 5000 presumed 0 MW.\n"                    \
    "fact signed: date presumed 2026-01-01.\n"                                                    \
    "fact notice: event.\n"                                                                       \
    "events launch, merger.\n"
#define BASE WORDS "actor deployer: party presumed Acme_lab.\n" FACTS
#define AB "agreement AB between Acme and Bolt in force from 2026-01-01:\n"
#define ABC "agreement ABC between Acme and Bolt and Crane in force from 2026-01-01:\n"
#define AC "agreement AC between Acme and Crane in force from 2026-01-01:\n"

/* One box of a policy on top of BASE or other words. */
static void expect(const char *policy, const char *box, const char *expected)
{
    static struct trial t;
    char all[1024];
    trial_set(&t, policy);
    snprintf(all, sizeof all, "date = 2026-03-20; notice = never; %s", box);
    trial_expect(&t, all, expected);
}

#define PROHIBITED "verdict prohibited\n"
#define PERMITTED "verdict permitted\n"
#define DISPUTED "verdict disputed\n"
#define UNDETERMINED "verdict undetermined\n"

static void periods_are_half_open(void **state)
{
    (void)state;
    const char *policy = BASE "agreement AB between Acme and Bolt in force from 2026-02-01 until "
                              "2026-05-01:\nclause 1: Acme shall not deploy.\n"
                              "clause 2 survives: Acme shall not sell.\n"
                              "clause 3 until 2026-03-01: Acme shall not sponsor.\n";
    expect(policy, "date = 2026-01-31", PERMITTED "basis nothing speaks");
    expect(policy, "date = 2026-02-01", PROHIBITED);
    expect(policy, "date = 2026-04-30", PROHIBITED);
    expect(policy, "date = 2026-05-01", PERMITTED);
    expect(policy, "date = 2026-01-31; act = sell", PERMITTED);
    expect(policy, "date = 2027-01-01; act = sell", PROHIBITED);
    expect(policy, "date = 2026-02-28; act = team", PROHIBITED);
    expect(policy, "date = 2026-03-01; act = show", PERMITTED);
    expect(BASE "agreement AB between Acme and Bolt in force from 2026-02-01 through 2026-05-01:\n"
                "clause 1: Acme shall not deploy.\n",
           "date = 2026-05-01", PROHIBITED);
}

static void events_begin_on_their_day(void **state)
{
    (void)state;
    const char *policy = BASE "agreement AB between Acme and Bolt in force from launch until 1 "
                              "month after merger:\nclause 1: Acme shall not deploy.\n";
    expect(policy, "", PERMITTED);
    expect(policy, "launch = 2026-03-20", PROHIBITED);
    expect(policy, "launch = 2026-03-21", PERMITTED);
    expect(policy, "launch = 2026-01-01; merger = 2026-01-31; date = 2026-02-27", PROHIBITED);
    expect(policy, "launch = 2026-01-01; merger = 2026-01-31; date = 2026-02-28", PERMITTED);
    expect(policy, "launch = 2026-01-01; merger = 2026-03-20", PROHIBITED);
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
    expect(earlier, "date = 2026-05-31", PROHIBITED);
    expect(earlier, "date = 2026-06-01", PERMITTED);
    expect(earlier, "launch = 2026-03-10", PERMITTED);
    expect(earlier, "launch = 2026-03-11", PROHIBITED);
    expect(later, "date = 2027-06-01", PROHIBITED);
    expect(later, "launch = 2026-03-01", PROHIBITED);
    expect(later, "launch = 2026-03-01; date = 2026-06-01", PERMITTED);
    expect(later, "launch = 2026-05-23; date = 2026-06-01", PROHIBITED);
}

static void atoms_of_events(void **state)
{
    (void)state;
    const char *within = BASE AB "clause 1: Acme shall not deploy where notice occurred within "
                                 "30 days.\n";
    expect(within, "notice = 2026-02-18", PROHIBITED);
    expect(within, "notice = 2026-02-17", PERMITTED);
    expect(within, "notice = 2026-03-20", PROHIBITED);
    expect(within, "notice = 2026-03-21", PERMITTED);
    expect(within, "notice = unknown",
           UNDETERMINED "fact notice matters\n"
                        "  settled at 0001-01-01..2026-02-17 as permitted\n"
                        "  settled at 2026-02-18..2026-03-20 as prohibited\n"
                        "  settled at never..never as permitted\n");
    const char *ago = BASE AB "clause 1: Acme shall not deploy where notice occurred at least "
                              "1 month ago.\n";
    expect(ago, "notice = 2026-02-20", PROHIBITED);
    expect(ago, "notice = 2026-02-21", PERMITTED);
    expect(ago, "notice = never", PERMITTED);
    expect(BASE AB "clause 1: Acme shall not deploy where launch has not occurred.\n",
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
    expect(policy, "", PROHIBITED);
    expect(policy, "launch = 2026-03-20", PERMITTED);
    expect(policy, "launch = 2026-03-20; act = show", PROHIBITED);
    expect(policy, "date = 2026-01-31; act = show", PERMITTED);
    expect(policy, "act = sell", PERMITTED);
}

static void replaced_and_deleted_clauses(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy.\n"
                                 "clause 2 from 2026-03-01 until 2026-04-01 in place of 1:\n"
                                 "  Acme may deploy.\n"
                                 "clause 3: Acme shall not sell.\n"
                                 "amendment M of AB dated 2026-03-10: deletes 3.\n";
    expect(policy, "date = 2026-02-28", PROHIBITED);
    expect(policy, "date = 2026-03-01", PERMITTED "basis granted\n!clause AB 1");
    expect(policy, "date = 2026-04-01", PROHIBITED);
    expect(policy, "date = 2026-03-09; act = sell", PROHIBITED);
    expect(policy, "date = 2026-03-10; act = sell", PERMITTED);
}

static void grants(void **state)
{
    (void)state;
    const char *shared = BASE ABC "clause 1: Acme grants Bolt_x and Crane exclusive host for sell "
                                  "or team.\n";
    expect(shared, "act = sell; host = Bolt_x", PERMITTED);
    expect(shared, "act = sell; host = Crane", PERMITTED);
    expect(shared, "act = sell; host = Bolt_y", PROHIBITED);
    expect(shared, "act = sell; host = Acme_lab", PROHIBITED);
    expect(shared, "act = sell; host = none", PERMITTED);
    expect(shared, "act = team; host = other_party", PROHIBITED);
    expect(shared, "act = show; host = other_party", PERMITTED);
    expect(shared, "act = deploy; host = other_party", PERMITTED);
    expect(shared, "act = sell; host = other_party; deployer = Bolt_x", PERMITTED);
    const char *sole = BASE AB "clause 1: Acme_lab grants Bolt sole host among Acme where flag.\n"
                               "clause 2: Acme grants Bolt sole host where mark.\n";
    expect(sole, "flag = yes; host = Acme_lab", PERMITTED);
    expect(sole, "flag = yes; host = Acme_cloud", PROHIBITED "clause AB 1 prohibits: always");
    expect(sole, "flag = yes; host = Crane", PERMITTED);
    expect(sole, "mark = yes; host = Acme_cloud", PERMITTED);
    expect(sole, "mark = yes; host = Crane", PROHIBITED);
}

static void only_if(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall sell only if flag where size >= 1 GW.\n";
    expect(policy, "act = sell; size = 1000", PROHIBITED);
    expect(policy, "act = sell; size = 999", PERMITTED);
    expect(policy, "act = sell; size = 1000; flag = yes", PERMITTED);
    expect(policy, "size = 1000", PERMITTED);
    expect(policy, "act = sell; size = unknown",
           UNDETERMINED "  settled at 0..999 as permitted\n"
                        "  settled at 1000..5000 as prohibited\n!fact flag");
}

static void acts_of_a_deployment(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not sponsor or sell.\n"
                                 "clause 2: Acme shall not act where flag.\n";
    expect(policy, "", PERMITTED);
    expect(policy, "act = team", PROHIBITED);
    expect(policy, "act = sponsor", PROHIBITED);
    expect(policy, "act = unknown",
           UNDETERMINED "  settled at deploy..deploy as permitted\n"
                        "  settled at sell..sell as prohibited\n");
    expect(policy, "act = unknown; flag = yes", PROHIBITED);
}

static void reserved_rights(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: rights not granted to Acme_lab are reserved where "
                                 "host is Crane.\n"
                                 "clause 2: Acme may sell except where flag.\n";
    expect(policy, "", PROHIBITED "clause AB 1 prohibits: always");
    expect(policy, "act = sell", PERMITTED "basis granted\nlifted AB 1 by AB 2");
    expect(policy, "act = sell; flag = yes", PROHIBITED);
    expect(policy, "act = deploy; host = Bolt_x", PERMITTED "basis nothing speaks");
    /* a right granted in another agreement is none of this one */
    expect(BASE AB "clause 1: rights not granted to Acme are reserved.\n" AC
                   "clause 1: Acme may deploy.\n",
           "", PROHIBITED "clause AC 1 permits: always");
}

static void duties_are_seen_from_both_sides(void **state)
{
    (void)state;
    const char *policy = BASE ABC "clause 1: Acme_lab owes Bolt_x \"a fee\" where flag.\n"
                                  "clause 2: Acme owes Bolt and Crane \"a share\".\n";
    expect(policy, "flag = yes", PERMITTED "duty ABC 1 Acme_lab owes Bolt_x \"a fee\": due\n"
                                           "duty ABC 2 Acme owes Bolt and Crane \"a share\": due");
    expect(policy, "flag = yes; deployer = Acme_cloud", "!duty ABC 1");
    expect(policy, "flag = yes; deployer = Bolt_x",
           "duty ABC 1 Acme_lab owes Bolt_x \"a fee\": due");
    expect(policy, "flag = yes; deployer = Bolt_y", "!duty ABC 1");
    expect(policy, "flag = yes; deployer = other_party", "!duty");
    expect(policy, "flag = unknown", "duty ABC 1 Acme_lab owes Bolt_x \"a fee\": undetermined");
}

static void damages(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy;\n"
                                 "  if in breach Acme owes Bolt \"damages\".\n"
                                 "clause 2: Acme may deploy where flag.\n"
                                 "clause 3: if in breach of 1 Acme owes Bolt \"a report\" where "
                                 "mark.\n";
    expect(policy, "mark = yes",
           PROHIBITED "duty AB 1 Acme owes Bolt \"damages\": due\n"
                      "duty AB 3 Acme owes Bolt \"a report\": due");
    expect(policy, "flag = yes", DISPUTED "clause AB 1 prohibits: always, contested\n"
                                          "duty AB 1 Acme owes Bolt \"damages\": disputed\n!duty AB 3");
    expect(policy, "flag = unknown", UNDETERMINED
           "duty AB 1 Acme owes Bolt \"damages\": undetermined");
    expect(policy, "act = sell", PERMITTED "!duty");
}

static void carve_backs_nest(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy\n"
                                 "  except (a) where size > 10 MW (except where size > 20 MW "
                                 "(except where size > 30 MW) (except where flag))\n"
                                 "  except (b) where mark.\n";
    expect(policy, "size = 10", PROHIBITED "!lifted");
    expect(policy, "size = 11", PERMITTED "basis lifted\nlifted AB 1 by exception (a)");
    expect(policy, "size = 21", PROHIBITED);
    expect(policy, "size = 21; flag = yes", PERMITTED);
    expect(policy, "size = 31", PERMITTED);
    expect(policy, "size = 21; mark = yes", PERMITTED "lifted AB 1 by exception (b)\n"
                                                      "!lifted AB 1 by exception (a)");
    expect(policy, "size = unknown", UNDETERMINED "  settled at 0..10 as prohibited\n"
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
    expect(policy, "consent_of_Bolt = yes", PERMITTED "basis lifted");
    expect(policy, "consent_of_Bolt = no", PROHIBITED);
    expect(policy, "", UNDETERMINED "fact consent_of_Bolt matters");
    expect(policy, "act = sell; flag = yes; mark = yes", PERMITTED);
    expect(policy, "act = sell; mark = yes", PROHIBITED);
    expect(policy, "act = sell; flag = yes", PROHIBITED);
    const char *given = BASE AB "clause 1: Acme shall not deploy except with consent of Bolt.\n"
                                "consent W by Bolt of AB 1 in force from 2026-03-01 where flag.\n";
    expect(given, "consent_of_Bolt = no; flag = yes", PERMITTED "lifted AB 1 by waiver W");
    expect(given, "consent_of_Bolt = no", PROHIBITED);
}

static void clauses_that_lift(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy;\n Acme may sell;\n"
                                 " Acme owes Bolt \"a fee\".\n"
                                 "clause 2 until 2026-04-01: 1 does not apply where flag except "
                                 "where size > 5 MW.\n"
                                 "clause 3: 2 does not apply where mark.\n";
    expect(policy, "", PROHIBITED "duty AB 1 Acme owes Bolt \"a fee\": due");
    expect(policy, "flag = yes", PERMITTED "basis lifted\nlifted AB 1 by AB 2\n!duty");
    expect(policy, "flag = yes; act = sell", PERMITTED "basis nothing speaks\n!clause AB 1 permits");
    expect(policy, "flag = yes; size = 6", PROHIBITED);
    expect(policy, "flag = yes; mark = yes", PROHIBITED);
    expect(policy, "flag = yes; date = 2026-04-01", PROHIBITED);
    const char *all = BASE AB "clause 1: Acme shall not deploy.\n"
                              "clause 2: no clause applies where flag;\n"
                              "  Acme shall not sell.\n" AC "clause 1: Acme shall not deploy where "
                              "mark.\n";
    expect(all, "flag = yes", PERMITTED);
    expect(all, "flag = yes; act = sell", PROHIBITED);
    expect(all, "flag = yes; mark = yes", PROHIBITED "clause AC 1 prohibits: always\n!clause AB 1");
    expect(BASE AB "clause 1: 2 does not apply where flag.\nclause 2: 1 does not apply where mark.\n"
                   "clause 3: Acme shall not deploy.\n",
           "flag = yes; mark = yes", "cycle");
}

static void ranks(void **state)
{
    (void)state;
    const char *subject = BASE AB "clause 1: Acme shall not deploy where flag.\n"
                                  "clause 2: subject to 1, Acme may deploy.\n";
    expect(subject, "flag = yes", PROHIBITED "!clause AB 2");
    expect(subject, "", PERMITTED "basis granted");
    const char *above = BASE AB "clause 1: Acme shall not deploy where flag.\n"
                                "clause 2: notwithstanding 1, Acme may deploy where mark.\n";
    expect(above, "flag = yes; mark = yes", PERMITTED "basis granted\nlifted AB 1 by AB 2");
    expect(above, "flag = yes", PROHIBITED);
    const char *some = BASE AB "clause 1: Acme shall not deploy.\nclause 2: Acme may deploy.\n"
                               "2 prevails over 1 where flag.\n";
    expect(some, "", DISPUTED "clause AB 1 prohibits: always, contested");
    expect(some, "flag = yes", PERMITTED);
    /* an effective winner of the winner restores the loser */
    const char *chain = BASE AB "clause 1: Acme shall not deploy.\n"
                                "clause 2: notwithstanding 1, Acme may deploy where flag.\n"
                                "clause 3: notwithstanding 2, Acme shall not deploy where mark.\n";
    expect(chain, "flag = yes", PERMITTED);
    expect(chain, "flag = yes; mark = yes", PROHIBITED "clause AB 1 prohibits: always\n"
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
    expect(policy, "", PROHIBITED);
    expect(policy, "mark = yes", PERMITTED "lifted AB 1 by Annex 1");
    expect(policy, "act = sell", PROHIBITED "!clause Annex 2");
    expect(policy, "flag = yes", PROHIBITED "clause AB 1 prohibits: always\n"
                                            "clause AB 3 permits: always");
    /* one of the excepted clauses stands in the pair: not ranked */
    const char *apart = BASE AB "Annex prevails over AB except 1.\n"
                                "clause 1: Acme shall not deploy.\nclause 2: Acme shall not deploy "
                                "where flag.\ndocument Annex:\nclause 1: Acme may deploy.\n";
    expect(apart, "", DISPUTED);
    expect(apart, "flag = yes", DISPUTED "!clause AB 2");
}

static void who_contests(void **state)
{
    (void)state;
    const char *two = BASE ABC "clause 1: Acme shall not deploy.\n"
                               "clause 2: Acme may deploy with leave of Bolt where flag.\n"
                               "clause 3: Acme_lab may deploy with leave of Crane where mark.\n";
    expect(two, "flag = yes", PROHIBITED "clause ABC 1 prohibits: always\n"
                                         "clause ABC 2 permits: always");
    expect(two, "flag = yes; mark = yes", DISPUTED "possible contested");
    expect(two, "flag = yes; mark = yes; deployer = Acme_cloud", PROHIBITED);
    /* the same holder, in another agreement; stricter counts its own agreement's alone out */
    const char *other = BASE AB "clause 1: Acme shall not deploy.\nclause 2: Acme may deploy where "
                                "mark.\nclause 3: Acme may sell.\n"
                                "3 prevails over 1; otherwise the stricter prevails.\n"
                                "agreement Second between Acme and Bolt in force from 2026-01-01:\n"
                                "clause 1: Acme may deploy where flag.\n";
    expect(other, "flag = yes", DISPUTED);
    expect(other, "mark = yes", PROHIBITED);
    /* one prohibition is enough, if another is contested */
    const char *both = BASE AB "clause 1: Acme shall not deploy.\nclause 2: Acme may deploy.\n" AC
                               "clause 1: Acme shall not deploy where flag.\n";
    expect(both, "", DISPUTED);
    expect(both, "flag = yes", PROHIBITED "clause AB 1 prohibits: always, contested\n"
                                          "clause AC 1 prohibits: always");
}

static void without_an_actor(void **state)
{
    (void)state;
    const char *policy = WORDS FACTS ABC "clause 1: Acme_lab shall not deploy where flag.\n"
                                         "clause 2: Acme may deploy.\n"
                                         "clause 3: Acme_cloud may deploy where mark.\n";
    expect(policy, "", PERMITTED "basis granted");
    expect(policy, "flag = yes", DISPUTED);
    const char *narrow = WORDS FACTS ABC "clause 1: Acme shall not deploy.\n"
                                         "clause 2: Acme_lab may deploy.\n";
    expect(narrow, "", PROHIBITED);
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
    expect(policy, "flag = yes", PROHIBITED);
    expect(policy, "flag = yes; mark = yes", PERMITTED);
    expect(policy, "act = sell; flag = yes; size = 6", PROHIBITED "!reading");
    expect(policy, "act = sell; flag = yes",
           DISPUTED "reading fought as read by Acme, prohibited\n"
                    "reading fought as read by Bolt and Crane, permitted\n"
                    "clause AB 2 prohibits: some readings\n!fact");
    expect(policy, "act = sell; flag = unknown; size = 6",
           UNDETERMINED "reading fought as read by Acme, undetermined\n"
                        "reading fought as read by Bolt and Crane, prohibited\n"
                        "  settled at no..no as disputed\n  settled at yes..yes as prohibited\n"
                        "clause AB 2 prohibits: some readings and facts");
    expect(policy, "act = team; flag = yes; size = 6",
           DISPUTED "reading far as read by Acme, prohibited\n"
                    "reading far as read by Bolt, permitted\n"
                    "reading far as read by Crane, prohibited\n!reading fought");
    expect(policy, "act = team; flag = yes; host = Acme_lab",
           DISPUTED "reading fought as read by Acme, far as read by Crane, prohibited\n"
                    "reading fought as read by Acme, far as read by Acme, permitted\n"
                    "reading fought as read by Bolt and Crane, far as read by Crane, permitted");
    const char *ruled = BASE TERMS AB "clause 2: Acme shall not sell where fought.\n"
                                      "ruling \"a court\" dated 2030-01-01: fought as read by "
                                      "Crane.\n";
    expect(ruled, "act = sell; flag = yes", PERMITTED "!reading");
    expect(ruled, "act = sell; size = 6", PROHIBITED "!reading");
}

/* Two facts each of which alone settles nothing; readings on which facts pull both ways. */
static void what_settles(void **state)
{
    (void)state;
    const char *same = BASE AB "clause 1: Acme shall not deploy where flag and not mark.\n"
                               "clause 2: Acme shall not deploy where not flag and mark.\n";
    expect(same, "flag = unknown; mark = unknown",
           UNDETERMINED "fact flag matters\nfact mark matters\n!  settled");
    const char *swapped = BASE "term fought: as read by Acme means flag; as read by Bolt means not "
                               "flag.\n" AB "clause 1: Acme shall not deploy where fought.\n";
    expect(swapped, "flag = unknown",
           UNDETERMINED "  settled at no..no as disputed\n  settled at yes..yes as disputed\n"
                        "reading fought as read by Acme, undetermined");
    expect(BASE AB "clause 1: Acme shall not deploy where flag or not flag.\n", "flag = unknown",
           PROHIBITED "clause AB 1 prohibits: always\n!fact");
}

static void the_weakest_reason(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy except where flag.\n"
                                 "clause 2: Acme may sell.\n";
    expect(policy, "act = sell", PERMITTED "basis granted");
    expect(policy, "flag = yes", PERMITTED "basis lifted");
    expect(policy, "flag = yes; act = deploy | sell", PERMITTED "basis lifted");
    expect(policy, "flag = yes; act = unknown", PERMITTED "basis nothing speaks");
    expect(policy, "deployer = Crane", PERMITTED "basis no clause binds");
    expect(policy, "deployer = Bolt", PERMITTED "basis no clause binds");
    /* "no clause binds" only where none does in any world */
    expect(policy, "flag = yes; deployer = Acme | Crane", PERMITTED "basis nothing speaks");
}

static void numbers_and_days(void **state)
{
    (void)state;
    const char *policy = BASE AB "clause 1: Acme shall not deploy where size != 7 MW and size < 9 "
                                 "MW.\nclause 2: Acme shall not sell where signed is on or after "
                                 "2026-02-01 and signed is before 2026-03-01.\n"
                                 "clause 3: Acme shall not sponsor where date is on 2026-03-20.\n";
    expect(policy, "size = 7", PERMITTED);
    expect(policy, "size = 6", PROHIBITED);
    expect(policy, "size = 8", PROHIBITED);
    expect(policy, "size = 9", PERMITTED);
    expect(policy, "size = 7 .. 8", UNDETERMINED "  settled at 7..7 as permitted\n"
                                                 "  settled at 8..8 as prohibited");
    expect(policy, "size = 7 | 9 .. 20", PERMITTED);
    expect(policy, "act = sell; signed = 2026-01-31", PERMITTED);
    expect(policy, "act = sell; signed = 2026-02-28", PROHIBITED);
    expect(policy, "act = sell; signed = unknown",
           UNDETERMINED "  settled at 2026-02-01..2026-02-28 as prohibited");
    expect(policy, "act = show", PROHIBITED);
    expect(policy, "act = show; date = 2026-03-21", PERMITTED);
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
        cmocka_unit_test(clauses_that_lift),
        cmocka_unit_test(ranks),
        cmocka_unit_test(orders_of_documents),
        cmocka_unit_test(who_contests),
        cmocka_unit_test(without_an_actor),
        cmocka_unit_test(terms_and_readings),
        cmocka_unit_test(what_settles),
        cmocka_unit_test(the_weakest_reason),
        cmocka_unit_test(numbers_and_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

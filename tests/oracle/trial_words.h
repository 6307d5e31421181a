/* trial_words.h: the vocabulary that the hand-made cases of the interpreter share.
 *
 * Acme_lab acts on 2026-03-20 unless the case says otherwise; what is not said is presumed
 * to be no, 0, or nobody's.
 */
#ifndef POLC_ORACLE_TRIAL_WORDS_H
#define POLC_ORACLE_TRIAL_WORDS_H

#include "trial.h"

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

#define PROHIBITED "verdict prohibited\n"
#define PERMITTED "verdict permitted\n"
#define DISPUTED "verdict disputed\n"
#define UNDETERMINED "verdict undetermined\n"

#endif

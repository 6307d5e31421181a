/* test_traps.c: the interpreter on the later traps of tests/golden/traps, policies as they stand there.
 *
 * The verdicts are those of their cases, which were read from docs/language.md by hand: the
 * program and the interpreter must each come to them.
 */
#include "trial.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* A box and the line that its dump must have. */
struct asked {
    const char *box, *verdict;
};

static void ask(const char *path, const struct asked *asked, size_t count)
{
    struct trial t;
    trial_file(&t, path);
    for (size_t i = 0; i < count; i++)
        trial_expect(&t, asked[i].box, asked[i].verdict);
}

#define ASK(path, ...)                                                                        \
    ask("tests/golden/traps/" path, (const struct asked[]){__VA_ARGS__},                             \
        sizeof(const struct asked[]){__VA_ARGS__} / sizeof(struct asked))

#define PERMITTED "verdict permitted\n"
#define DISPUTED "verdict disputed\n"
#define UNDETERMINED "verdict undetermined\n"
#define PROHIBITED "verdict prohibited\n"

static void last_days_of_months(void **state)
{
    (void)state;
    ASK("22-last-days-of-months/policy.pol",
        {"region = UK; date = 2026-02-27; closing = 2026-01-31", PROHIBITED},
        {"region = UK; date = 2026-02-28; closing = 2026-01-31", PERMITTED},
        {"region = UK; date = 2026-03-30; closing = 2026-01-31", PERMITTED},
        {"region = UK; date = 2026-03-31; closing = 2026-01-31", PROHIBITED},
        {"region = UK; date = 2026-02-28; closing = 2025-12-29", PROHIBITED},
        {"region = UK; date = 2026-02-28; closing = unknown", UNDETERMINED});
    ASK("22-last-days-of-months/counted.pol",
        {"notice = 2026-01-31; date = 2026-02-27", PROHIBITED},
        {"notice = 2026-01-31; date = 2026-02-28", PERMITTED});
    ASK("22-last-days-of-months/days.pol", {"notice = unknown; due = never; date = 2026-03-31", PERMITTED});
}

static void what_is_hidden(void **state)
{
    (void)state;
    ASK("23-hidden-either-way/policy.pol",
        {"date = 2026-03-20; carrier = Initech; maker = Initech", PROHIBITED},
        {"date = 2026-03-20; carrier = none; maker = none", PROHIBITED},
        {"date = 2026-03-20; carrier = Globex_UK; maker = Acme", UNDETERMINED});
    ASK("23-hidden-either-way/time.pol",
        {"date = 2026-03-01; a = yes; closing = 2026-01-31", PROHIBITED},
        {"date = 2026-03-01; a = no; closing = 2026-01-31", UNDETERMINED},
        {"date = 2026-03-01; a = no; closing = never", PROHIBITED});
}

static void values_that_are_none_or_many(void **state)
{
    (void)state;
    ASK("24-none-has-no-event/policy.pol",
        {"date = 2026-03-27; region = UK; missed.UK = 2026-02-28", PROHIBITED},
        {"date = 2026-03-28; region = UK; missed.UK = 2026-02-28", PERMITTED},
        {"date = 2026-03-28; region = DE; missed.UK = 2026-02-28", PROHIBITED},
        {"date = 2026-03-28; region = none; missed.UK = 2026-02-28", PROHIBITED},
        {"date = 2026-03-28; region = none", PERMITTED});
    ASK("25-only-of-nothing/policy.pol",
        {"date = 2026-03-28; cause.flood = no; cause.quake = no; cause.strike = no; cause.other_cause = no",
         PROHIBITED},
        {"date = 2026-03-28; cause.flood = no; cause.strike = no; cause.other_cause = no", PROHIBITED},
        {"date = 2026-03-28; cause.quake = no; cause.strike = no; cause.other_cause = no",
         UNDETERMINED});
}

static void lifts_and_ranks(void **state)
{
    (void)state;
    ASK("26-lifts-of-lifts/policy.pol", {"date = 2026-03-20; a = yes; b = yes", PROHIBITED},
        {"date = 2026-03-20; a = yes; b = no", PERMITTED},
        {"date = 2026-03-20; a = unknown; b = yes", PROHIBITED});
    ASK("26-lifts-of-lifts/circle.pol", {"date = 2026-03-20; a = yes; b = yes", PROHIBITED},
        {"date = 2026-03-20; a = yes; b = no", PERMITTED});
    ASK("27-ranks-that-turn/policy.pol", {"date = 2026-03-20; a = no; b = yes", PROHIBITED},
        {"date = 2026-03-20; a = no; b = no", DISPUTED},
        {"date = 2026-03-20; a = yes; b = unknown", PERMITTED});
    ASK("27-ranks-that-turn/chain.pol", {"date = 2026-03-20; a = yes; b = yes; c = unknown", PERMITTED},
        {"date = 2026-03-20; a = no; b = yes; c = yes", PROHIBITED});
    ASK("27-ranks-that-turn/stated.pol", {"date = 2026-03-20; a = yes", PROHIBITED},
        {"date = 2026-03-20; a = no", PERMITTED});
}

static void readings_and_leave(void **state)
{
    (void)state;
    ASK("28-readings-of-readings/policy.pol", {"date = 2026-03-20; region = UK; big = no", PROHIBITED},
        {"date = 2026-03-20; region = FR; big = yes", DISPUTED},
        {"date = 2026-03-20; region = US; big = unknown", DISPUTED},
        {"date = 2026-03-20; region = Europe; big = unknown", UNDETERMINED});
    ASK("28-readings-of-readings/leave.pol", {"date = 2026-03-20; a = yes", DISPUTED},
        {"date = 2026-03-20; a = no", DISPUTED}, {"date = 2026-03-20; a = unknown", UNDETERMINED});
    ASK("29-stricter-at-home/policy.pol", {"date = 2026-03-20; a = yes", DISPUTED});
    ASK("29-stricter-at-home/alone.pol", {"date = 2026-03-20; a = yes", PROHIBITED});
    ASK("30-stricter-for-a-time/policy.pol", {"date = 2026-02-28; a = yes", DISPUTED},
        {"date = 2026-03-20; a = yes", PROHIBITED}, {"date = 2026-06-01; a = yes", DISPUTED});
    ASK("30-stricter-for-a-time/deleted.pol", {"date = 2026-03-20; a = yes", PROHIBITED},
        {"date = 2026-06-01; a = yes", DISPUTED});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(last_days_of_months), cmocka_unit_test(what_is_hidden),
        cmocka_unit_test(values_that_are_none_or_many), cmocka_unit_test(lifts_and_ranks),
        cmocka_unit_test(readings_and_leave)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

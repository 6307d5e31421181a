/* test_base_date.c: days of the calendar against a plain count, and periods against brute force. */
#include "unit/unit.h"

#include "base/date.h"

#include <stdio.h>
#include <string.h>

static int64_t day_of(const char *text)
{
    int64_t day = 0;
    assert_true(date_parse(text, strlen(text), &day));
    return day;
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return lengths[month - 1] + (month == 2 && leap);
}

/* The text of a day is checked in these years; all others are only counted through. */
static bool worth_a_look(int year)
{
    return year <= 5 || (year >= 1590 && year <= 2410) || year >= 9995;
}

/* Walks the calendar by counting, from its first day to its last. */
static void every_day_round_trips(void **state)
{
    (void)state;
    int64_t day = DATE_FIRST;
    char expected[40], text[DATE_TEXT];
    for (int y = 1; y <= 9999; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= month_length(y, m); d++, day++) {
                if (!worth_a_look(y))
                    continue;
                snprintf(expected, sizeof expected, "%04d-%02d-%02d", y, m, d);
                date_format(day, text);
                if (strcmp(text, expected) != 0 || day_of(expected) != day)
                    fail_msg("%s, printed as %s", expected, text);
            }
    assert_int_equal(day, DATE_LAST + 1);
    assert_int_equal(day_of("1970-01-01"), 0);
    assert_int_equal(day_of("2026-03-20"), 20532);
}

static void what_is_no_day_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
        "0000-01-01", "2026-1-01",  "2026/01/01", "2026-01-1x", "-026-01-01", "2026-01-011",
        "",           "2026-01-32",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t day = 5;
        if (date_parse(bad[i], strlen(bad[i]), &day))
            fail_msg("accepted %s", bad[i]);
    }
    assert_int_equal(day_of("2000-02-29"), 11016);
}

static void never_stays(void **state)
{
    (void)state;
    char text[DATE_TEXT];
    date_format(DATE_NEVER, text);
    assert_string_equal(text, "never");
    for (int unit = DATE_DAYS; unit <= DATE_YEARS; unit++) {
        assert_true(date_add(DATE_NEVER, -5, (enum date_unit)unit) == DATE_NEVER);
        assert_true(date_latest_start(DATE_NEVER, 5, (enum date_unit)unit) == DATE_NEVER);
    }
}

static void check_add(const char *from, int64_t n, enum date_unit unit, const char *to)
{
    char text[DATE_TEXT];
    date_format(date_add(day_of(from), n, unit), text);
    assert_string_equal(text, to);
}

static void adding_clamps_to_the_month(void **state)
{
    (void)state;
    check_add("2026-01-31", 1, DATE_MONTHS, "2026-02-28");
    check_add("2024-01-31", 1, DATE_MONTHS, "2024-02-29");
    check_add("2024-02-29", 1, DATE_YEARS, "2025-02-28");
    check_add("2024-02-29", 4, DATE_YEARS, "2028-02-29");
    check_add("2026-03-31", -1, DATE_MONTHS, "2026-02-28");
    check_add("2026-01-15", -1, DATE_MONTHS, "2025-12-15");
    check_add("2026-11-30", 3, DATE_MONTHS, "2027-02-28");
    check_add("2026-12-31", 1, DATE_DAYS, "2027-01-01");
    check_add("2026-03-20", 0, DATE_MONTHS, "2026-03-20");
    check_add("2026-03-20", -2026, DATE_YEARS, "0001-01-01");
}

static void adding_stays_inside_the_calendar(void **state)
{
    (void)state;
    static const int64_t far[] = {INT64_MAX, INT64_C(1) << 40, 20000000};
    for (size_t i = 0; i < 3; i++)
        for (int unit = DATE_DAYS; unit <= DATE_YEARS; unit++) {
            assert_true(date_add(0, far[i], (enum date_unit)unit) == DATE_LAST);
            assert_true(date_add(0, -far[i], (enum date_unit)unit) == DATE_FIRST);
        }
    check_add("9999-12-31", 1, DATE_MONTHS, "9999-12-31");
    check_add("0001-01-01", -1, DATE_DAYS, "0001-01-01");
}

/* The latest e with e + n <= day, found by looking at every day of the years around. */
static void check_latest(int64_t first, int64_t last, int64_t n, enum date_unit unit)
{
    int64_t e = first;
    for (int64_t day = date_add(first, n, unit); day <= last; day++) {
        while (date_add(e + 1, n, unit) <= day)
            e++;
        int64_t found = date_latest_start(day, n, unit);
        if (found != e)
            fail_msg("day %lld, n %lld, unit %d: %lld, not %lld", (long long)day, (long long)n,
                     (int)unit, (long long)found, (long long)e);
    }
}

static void latest_start_is_the_inverse(void **state)
{
    (void)state;
    int64_t first = day_of("1995-11-03"), last = day_of("2005-06-01");
    for (int64_t n = 0; n <= 40; n++)
        check_latest(first, last, n, DATE_MONTHS);
    for (int64_t n = 0; n <= 8; n++)
        check_latest(first, last, n, DATE_YEARS);
    for (int64_t n = 0; n <= 400; n += 7)
        check_latest(first, last, n, DATE_DAYS);
}

static void today_is_after_this_was_written(void **state)
{
    (void)state;
    assert_true(date_today() > 19000 && date_today() < DATE_LAST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_round_trips),
        cmocka_unit_test(what_is_no_day_is_refused),
        cmocka_unit_test(never_stays),
        cmocka_unit_test(adding_clamps_to_the_month),
        cmocka_unit_test(adding_stays_inside_the_calendar),
        cmocka_unit_test(latest_start_is_the_inverse),
        cmocka_unit_test(today_is_after_this_was_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

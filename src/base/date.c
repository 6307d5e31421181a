/* date.c: civil-day arithmetic over 400-year eras that begin on 1 March, so that the
 * leap day is the last day of a year (the method of Howard Hinnant's chrono notes). */
#include "base/date.h"

#include <string.h>
#include <time.h>

struct civil {
    int64_t year;
    int month, day; /* from 1 */
};

static int64_t days_from_civil(struct civil c)
{
    int64_t y = c.month <= 2 ? c.year - 1 : c.year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t month_from_march = (c.month + 9) % 12;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + c.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static struct civil civil_from_days(int64_t days)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    struct civil c;
    c.day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    c.month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    c.year = year_of_era + era * 400 + (c.month <= 2 ? 1 : 0);
    return c;
}

static int days_in_month(int64_t year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month == 2 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0))
        return 29;
    return lengths[month - 1];
}

static bool digits(const char *text, int n, int64_t *value)
{
    *value = 0;
    for (int i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *value = *value * 10 + (text[i] - '0');
    }
    return true;
}

const char *date_unit_word(enum date_unit unit, int64_t count)
{
    switch (unit) {
    case DATE_DAYS:
        return count == 1 ? "day" : "days";
    case DATE_MONTHS:
        return count == 1 ? "month" : "months";
    case DATE_YEARS:
        return count == 1 ? "year" : "years";
    }
    return "";
}

bool date_parse(const char *text, size_t length, int64_t *day)
{
    int64_t y, m, d;
    if (length != 10 || text[4] != '-' || text[7] != '-' || !digits(text, 4, &y)
        || !digits(text + 5, 2, &m) || !digits(text + 8, 2, &d))
        return false;
    if (y < 1 || m < 1 || m > 12 || d < 1 || d > days_in_month(y, (int)m))
        return false;
    *day = days_from_civil((struct civil){y, (int)m, (int)d});
    return true;
}

static void put_digits(char *out, int n, int value)
{
    for (; n-- > 0; value /= 10)
        out[n] = (char)('0' + value % 10);
}

void date_format(int64_t day, char out[DATE_TEXT])
{
    if (day == DATE_NEVER) {
        memcpy(out, "never", sizeof "never");
        return;
    }
    if (day < DATE_FIRST)
        day = DATE_FIRST;
    if (day > DATE_LAST)
        day = DATE_LAST;
    struct civil c = civil_from_days(day);
    put_digits(out, 4, (int)c.year);
    out[4] = out[7] = '-';
    put_digits(out + 5, 2, c.month);
    put_digits(out + 8, 2, c.day);
    out[10] = '\0';
}

static int64_t clamp(int64_t day)
{
    if (day < DATE_FIRST)
        return DATE_FIRST;
    return day > DATE_LAST ? DATE_LAST : day;
}

bool date_sum(int64_t day, int64_t n, enum date_unit unit, int64_t *out)
{
    const int64_t far = INT64_C(12) * 20000; /* beyond the calendar in every unit below */
    *out = day;
    if (day == DATE_NEVER)
        return false;
    if (unit == DATE_DAYS) {
        int64_t span = DATE_LAST - DATE_FIRST;
        n = n > span ? span : n < -span ? -span : n;
        *out = clamp(day + n);
        return day + n <= DATE_LAST;
    }
    n = n > far ? far : n < -far ? -far : n;
    struct civil c = civil_from_days(day);
    int64_t months = c.year * 12 + (c.month - 1) + (unit == DATE_YEARS ? n * 12 : n);
    *out = months < 12 ? DATE_FIRST : DATE_LAST;
    if (months < 12 || months >= 120000)
        return months < 12;
    c.year = months / 12;
    c.month = (int)(months % 12) + 1;
    int last = days_in_month(c.year, c.month);
    if (c.day > last)
        c.day = last;
    *out = days_from_civil(c);
    return true;
}

int64_t date_add(int64_t day, int64_t n, enum date_unit unit)
{
    int64_t sum;
    date_sum(day, n, unit, &sum);
    return sum;
}

static bool comes_by(int64_t start, int64_t n, enum date_unit unit, int64_t day)
{
    int64_t sum;
    return date_sum(start, n, unit, &sum) && sum <= day;
}

/* date_sum is non-decreasing in its day, so step back n units and correct: clamping
 * moves a start by at most the length of a month. Example: n = 1 month, day 28 February
 * 2026: starts 28 to 31 January all reach it, and the latest is 31 January. */
int64_t date_latest_start(int64_t day, int64_t n, enum date_unit unit)
{
    if (day == DATE_NEVER)
        return DATE_NEVER;
    if (unit == DATE_DAYS)
        return day - n;
    int64_t e = date_add(day, -n, unit);
    while (e < DATE_LAST && comes_by(e + 1, n, unit, day))
        e++;
    while (e > DATE_FIRST && !comes_by(e, n, unit, day))
        e--;
    return e;
}

int64_t date_today(void)
{
    int64_t seconds = (int64_t)time(NULL);
    return seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400;
}

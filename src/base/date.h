/* date.h: days of the proleptic Gregorian calendar, counted from 1970-01-01 = 0.
 *
 * Years 0001 to 9999. DATE_NEVER stands for "has not happened, on any day": it is
 * later than every day, and adding to it leaves it.
 */
#ifndef POLC_BASE_DATE_H
#define POLC_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DATE_FIRST INT64_C(-719162) /* 0001-01-01 */
#define DATE_LAST INT64_C(2932896)  /* 9999-12-31 */
#define DATE_NEVER INT64_MAX

enum date_unit { DATE_DAYS, DATE_MONTHS, DATE_YEARS };

#define DATE_TEXT 16 /* bytes for date_format, with the NUL */

/* As it stands behind a count: "day" of 1, "months" of 3. */
const char *date_unit_word(enum date_unit unit, int64_t count);
/* Reads exactly YYYY-MM-DD of `length` bytes; false when it is no day of the calendar. */
bool date_parse(const char *text, size_t length, int64_t *day);
/* Writes YYYY-MM-DD, or "never". */
void date_format(int64_t day, char out[DATE_TEXT]);
/* day + n units; months and years clamp to the last day of the month. The result is
 * held inside DATE_FIRST..DATE_LAST; DATE_NEVER stays. n may be negative. */
int64_t date_add(int64_t day, int64_t n, enum date_unit unit);
/* The same, to *out; false when it would be behind the end of the calendar: such a day never comes,
 * not even on DATE_LAST. So DATE_LAST is a day like any other for whatever is counted from an event. */
bool date_sum(int64_t day, int64_t n, enum date_unit unit, int64_t *out);
/* The latest day e whose date_sum with n units comes by `day`: the inverse that periods counted
 * from an event need. n is 0 or more. Non-decreasing in day. */
int64_t date_latest_start(int64_t day, int64_t n, enum date_unit unit);
/* The current day in UTC. */
int64_t date_today(void);

#endif

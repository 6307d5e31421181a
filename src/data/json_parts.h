/* json_parts.h: numbers, words and escapes as RFC 8259 has them, for whoever walks JSON; for C and C++.
 *
 * Each function returns the place behind what begins at `at`, which is before `end`, or NULL where there is no such
 * thing before the end. What stands behind it is not looked at.
 */
#ifndef POLC_DATA_JSON_PARTS_H
#define POLC_DATA_JSON_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static inline const char *json_digits_end(const char *at, const char *end)
{
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

static inline const char *json_number_end(const char *at, const char *end)
{
    if (*at == '-')
        at++;
    const char *digits = at;
    at = json_digits_end(digits, end);
    if (at == digits || (*digits == '0' && at - digits > 1))
        return NULL;
    if (at < end && *at == '.') {
        digits = at + 1;
        at = json_digits_end(digits, end);
        if (at == digits)
            return NULL;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        digits = at + 1;
        if (digits < end && (*digits == '+' || *digits == '-'))
            digits++;
        at = json_digits_end(digits, end);
        if (at == digits)
            return NULL;
    }
    return at;
}

/* A number, true, false or null. */
static inline const char *json_bare_end(const char *at, const char *end)
{
    if (*at == '-' || (*at >= '0' && *at <= '9'))
        return json_number_end(at, end);
    if (end - at >= 4 && (memcmp(at, "true", 4) == 0 || memcmp(at, "null", 4) == 0))
        return at + 4;
    return end - at >= 5 && memcmp(at, "false", 5) == 0 ? at + 5 : NULL;
}

/* The four digits of \u; their value, or 0x10000 where they are none. */
static inline unsigned json_hex4(const char *at, const char *end)
{
    unsigned value = 0;
    if (end - at < 4)
        return 0x10000;
    for (int i = 0; i < 4; i++) {
        char c = at[i];
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10
                                                : 16u;
        if (digit == 16)
            return 0x10000;
        value = value * 16 + digit;
    }
    return value;
}

/* An escape, which begins with its backslash. Half a surrogate pair is no text in any encoding. */
static inline const char *json_escape_end(const char *at, const char *end)
{
    if (end - at < 2)
        return NULL;
    if (at[1] != 'u')
        return at[1] != '\0' && strchr("\"\\/bfnrt", at[1]) ? at + 2 : NULL;
    unsigned high = json_hex4(at + 2, end);
    if (high > 0xFFFF)
        return NULL;
    if (high < 0xD800 || high > 0xDFFF)
        return at + 6;
    if (high > 0xDBFF || end - at < 12 || at[6] != '\\' || at[7] != 'u')
        return NULL;
    unsigned low = json_hex4(at + 8, end);
    return low >= 0xDC00 && low <= 0xDFFF ? at + 12 : NULL;
}

#endif

/* utf8.h: code points out of bytes that may be wrong, and how wide they are printed. */
#ifndef POLC_DIAG_UTF8_H
#define POLC_DIAG_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD UINT32_C(0xFFFD) /* stands for a byte that is not UTF-8 */

/* Reads one code point of the `length` (1 or more) bytes at text and returns how many
 * bytes it took. What is not well-formed UTF-8 is taken byte by byte as UTF8_BAD. */
size_t utf8_decode(const char *text, size_t length, uint32_t *point);

/* Code points in `length` bytes. */
size_t utf8_count(const char *text, size_t length);

/* Columns of a terminal: 0 for marks that combine, 2 for wide East Asian letters and
 * pictures, else 1. */
int utf8_width(uint32_t point);

#endif

/* utf8.h: code points out of bytes that may be wrong, and how wide they are printed. */
#ifndef POLC_DIAG_UTF8_H
#define POLC_DIAG_UTF8_H

#include "base/strbuf.h"

#include <stdbool.h>
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

/* Would it disturb a terminal: a control character, a change of the writing direction, an end of a
 * line or paragraph? */
bool utf8_disturbs(uint32_t point);

/* A text of a document as a terminal may have it, on one line: the pictures of control characters
 * (U+2400 and on), U+FFFD for all else that disturbs or is not UTF-8. The text itself where nothing
 * does. */
const char *utf8_visible(struct arena *arena, const char *text);
/* The same of several lines: their ends stay. */
const char *utf8_visible_lines(struct arena *arena, const char *text);
/* One code point of the `length` bytes at text in the same way, in up to UTF8_VISIBLE bytes without
 * a NUL; how many is *size. Returns how many bytes it took. */
#define UTF8_VISIBLE 4
size_t utf8_visible_point(const char *text, size_t length, char out[UTF8_VISIBLE], size_t *size);
/* Appends `length` bytes in the same way. */
void utf8_put_visible(struct strbuf *out, const char *text, size_t length);

#endif

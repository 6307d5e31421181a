/* plain.h: bytes of a JSON text that mean themselves: ASCII, no control character, quote or backslash.
 *
 * Looked for sixteen at a time where the processor is known to have SSE2, as each x86-64 is, else eight at a time.
 */
#ifndef POLC_BASE_PLAIN_H
#define POLC_BASE_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define PLAIN_STEP 16 /* bytes that are looked at together */
#define PLAIN_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline bool plain_byte(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* Are all of eight bytes plain? `w - n` borrows into the top bit of a byte that is less than n; a
 * borrow from a lower byte comes only where that one was hit itself. */
static inline bool plain_word(uint64_t w)
{
    uint64_t quote = w ^ PLAIN_EACH('"'), slash = w ^ PLAIN_EACH('\\');
    uint64_t low = ((w - PLAIN_EACH(0x20)) & ~w) | ((quote - PLAIN_EACH(1)) & ~quote)
                   | ((slash - PLAIN_EACH(1)) & ~slash);
    return ((low | w) & PLAIN_EACH(0x80)) == 0;
}

/* How many of PLAIN_STEP bytes come before the first that is not plain. */
static inline size_t plain_count(const char *at)
{
#ifdef __SSE2__
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i odd = _mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')); /* as signed: from 0x80 on, too */
    odd = _mm_or_si128(odd, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
    odd = _mm_or_si128(odd, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
    return (size_t)__builtin_ctz((unsigned)_mm_movemask_epi8(odd) | 1u << PLAIN_STEP);
#else
    uint64_t word;
    size_t n = 0;
    memcpy(&word, at, sizeof word);
    if (plain_word(word))
        n = sizeof word;
    while (n < PLAIN_STEP && plain_byte((unsigned char)at[n]))
        n++;
    return n;
#endif
}

/* The first byte from `at` on that is not plain; there is one, and PLAIN_STEP bytes behind it may be read. */
static inline const char *plain_end(const char *at)
{
    for (;; at += PLAIN_STEP) {
        size_t n = plain_count(at);
        if (n < PLAIN_STEP)
            return at + n;
    }
}

/* The same of bytes behind which nothing may be read: `end` where all are plain. */
static inline const char *plain_end_before(const char *at, const char *end)
{
    for (; end - at >= PLAIN_STEP; at += PLAIN_STEP) {
        size_t n = plain_count(at);
        if (n < PLAIN_STEP)
            return at + n;
    }
    while (at < end && plain_byte((unsigned char)*at))
        at++;
    return at;
}

#endif

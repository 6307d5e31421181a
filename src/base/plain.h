/* plain.h: bytes of a JSON text that mean themselves: ASCII, no control character, quote or backslash. */
#ifndef POLC_BASE_PLAIN_H
#define POLC_BASE_PLAIN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define PLAIN_AHEAD 16 /* bytes */
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

/* The first byte from `at` on that is not plain; there is one, and PLAIN_AHEAD bytes behind it may be read. Sixteen bytes a step where the processor is known to have SSE2, as each x86-64 is. */
static inline const char *plain_end(const char *at)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), blank = _mm_set1_epi8(' ');
    for (;; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i odd = _mm_cmplt_epi8(bytes, blank); /* as signed: from 0x80 on, too */
        odd = _mm_or_si128(odd, _mm_cmpeq_epi8(bytes, quote));
        odd = _mm_or_si128(odd, _mm_cmpeq_epi8(bytes, slash));
        unsigned found = (unsigned)_mm_movemask_epi8(odd);
        if (found)
            return at + __builtin_ctz(found);
    }
#else
    uint64_t word;
    for (;; at += sizeof word) {
        memcpy(&word, at, sizeof word);
        if (!plain_word(word)) {
            while (plain_byte((unsigned char)*at))
                at++;
            return at;
        }
    }
#endif
}

#endif

/* pack.c: differences between neighbours, as numbers of one to five bytes (pack.h). */
#include "table/pack.h"

#include <string.h>

#define NUMBER_BYTES 5u /* of 32 bits, seven a byte */

_Static_assert(PACK_MOST == (PACK_WORDS + 1) * NUMBER_BYTES, "an element is as long as this");

static const uint32_t zeroes[PACK_WORDS];

static uint32_t zigzag(uint32_t difference)
{
    return difference << 1 ^ (0u - (difference >> 31));
}

static uint32_t straight(uint32_t number)
{
    return number >> 1 ^ (0u - (number & 1));
}

static size_t put(unsigned char *out, size_t at, uint32_t number)
{
    for (; number > 0x7F; number >>= 7)
        out[at++] = (unsigned char)(number | 0x80);
    out[at] = (unsigned char)number;
    return at + 1;
}

static uint32_t differing(const uint32_t *words, const uint32_t *before, size_t count)
{
    uint32_t bits = 0;
    for (size_t w = 0; w < count; w++)
        bits |= (uint32_t)(words[w] != before[w]) << w;
    return bits;
}

size_t pack(struct pack_shape shape, const void *data, size_t limit, unsigned char *out)
{
    const uint32_t *before = zeroes, *words = data;
    size_t at = 0;
    bool plain = shape.words <= PACK_PLAIN_WORDS;
    for (size_t i = 0; i < shape.count && at < limit; i++, before = words, words += shape.words) {
        uint32_t bits = UINT32_MAX;
        if (!plain)
            at = put(out, at, bits = differing(words, before, shape.words));
        for (size_t w = 0; w < shape.words; w++)
            if (bits >> w & 1)
                at = put(out, at, zigzag(words[w] - before[w]));
    }
    return at;
}

struct unpacker {
    const unsigned char *at, *end;
    bool failed;
};

static inline uint32_t take(struct unpacker *u)
{
    if (u->at < u->end && *u->at < 0x80)
        return *u->at++;
    uint32_t number = 0;
    for (unsigned shift = 0; shift < 7 * NUMBER_BYTES && u->at < u->end; shift += 7) {
        uint32_t byte = *u->at++;
        number |= (byte & 0x7F) << shift;
        if (byte & 0x80)
            continue;
        if (byte == 0 || (shift == 28 && byte > 0xF)) /* longer than need be, or too large */
            break;
        return number;
    }
    u->failed = true;
    return 0;
}

/* The bits of an element say which words differ, so a difference is never 0. */
static void take_differing(struct unpacker *u, size_t words, uint32_t *out)
{
    uint32_t bits = take(u);
    if (words < 32 && bits >> words)
        u->failed = true;
    for (; bits && !u->failed; bits &= bits - 1) {
        uint32_t number = take(u);
        out[__builtin_ctz(bits)] += straight(number);
        u->failed = u->failed || number == 0;
    }
}

bool unpack(struct pack_shape shape, const unsigned char *data, size_t length, uint32_t *out)
{
    struct unpacker u = {data, data + length, false};
    const uint32_t *before = zeroes;
    for (size_t i = 0; i < shape.count && !u.failed; i++, before = out, out += shape.words) {
        memcpy(out, before, shape.words * sizeof *out);
        if (shape.words > PACK_PLAIN_WORDS) {
            take_differing(&u, shape.words, out);
            continue;
        }
        for (size_t w = 0; w < shape.words; w++)
            out[w] += straight(take(&u));
    }
    return !u.failed && u.at == u.end;
}

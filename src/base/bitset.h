/* bitset.h: sets of small numbers as arrays of 64-bit words. The caller knows the size. */
#ifndef POLC_BASE_BITSET_H
#define POLC_BASE_BITSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline size_t bitset_words(size_t bits)
{
    return (bits + 63) / 64;
}

static inline bool bitset_has(const uint64_t *set, size_t i)
{
    return set[i / 64] >> (i % 64) & 1;
}

static inline void bitset_add(uint64_t *set, size_t i)
{
    set[i / 64] |= UINT64_C(1) << (i % 64);
}

static inline void bitset_remove(uint64_t *set, size_t i)
{
    set[i / 64] &= ~(UINT64_C(1) << (i % 64));
}

/* Adds first, first + 1, …, first + count - 1. */
static inline void bitset_add_range(uint64_t *set, size_t first, size_t count)
{
    for (size_t i = first, end = first + count, next; i < end; i = next) {
        next = (i / 64 + 1) * 64 < end ? (i / 64 + 1) * 64 : end;
        set[i / 64] |= UINT64_MAX >> (64 - (next - i)) << (i % 64);
    }
}

static inline size_t bitset_count(const uint64_t *set, size_t words)
{
    size_t n = 0;
    for (size_t w = 0; w < words; w++)
        n += (size_t)__builtin_popcountll(set[w]);
    return n;
}

/* The smallest member that is `from` or more, or `bits` if there is none. */
static inline size_t bitset_next(const uint64_t *set, size_t bits, size_t from)
{
    for (size_t w = from / 64; from < bits; w++, from = w * 64) {
        uint64_t rest = set[w] >> (from % 64);
        if (rest)
            return from + (size_t)__builtin_ctzll(rest);
    }
    return bits;
}

/* The smallest number from `from` on that is no member, or `bits` if there is none. */
static inline size_t bitset_end(const uint64_t *set, size_t bits, size_t from)
{
    for (size_t w = from / 64; from < bits; w++, from = w * 64) {
        uint64_t rest = ~set[w] >> (from % 64);
        if (rest) {
            from += (size_t)__builtin_ctzll(rest);
            return from < bits ? from : bits;
        }
    }
    return bits;
}

/* The largest member; 0 of an empty set. */
static inline size_t bitset_last(const uint64_t *set, size_t words)
{
    while (words > 0 && set[words - 1] == 0)
        words--;
    return words ? words * 64 - 1 - (size_t)__builtin_clzll(set[words - 1]) : 0;
}

/* The member that n smaller ones precede, which there is. */
static inline size_t bitset_nth(const uint64_t *set, size_t n)
{
    size_t w = 0;
    for (size_t count; n >= (count = (size_t)__builtin_popcountll(set[w])); w++)
        n -= count;
    uint64_t rest = set[w];
    for (; n > 0; n--)
        rest &= rest - 1;
    return w * 64 + (size_t)__builtin_ctzll(rest);
}

static inline bool bitset_intersects(const uint64_t *a, const uint64_t *b, size_t words)
{
    for (size_t w = 0; w < words; w++)
        if (a[w] & b[w])
            return true;
    return false;
}

/* Every member of a is one of b. */
static inline bool bitset_subset(const uint64_t *a, const uint64_t *b, size_t words)
{
    for (size_t w = 0; w < words; w++)
        if (a[w] & ~b[w])
            return false;
    return true;
}

#endif

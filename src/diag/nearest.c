/* nearest.c: which known name was meant. The distance is the number of letters inserted,
 * left out, replaced or swapped with their neighbour (optimal string alignment), with
 * upper and lower case taken as equal: `aws` is near to `AWS`. Of equally near names the
 * first offered wins, so that the answer depends on the policy's order alone.
 *
 * Example: execpt → except is one swap, hots → host one swap, hots → hosts one insertion. */
#include "diag/diag.h"
#include "diag/utf8.h"

#include <string.h>

#define LETTERS 256 /* longer names are not compared */

static uint32_t fold(uint32_t point)
{
    return point >= 'A' && point <= 'Z' ? point - 'A' + 'a' : point;
}

/* The folded letters of a name; LETTERS + 1 when there are more than fit. */
static size_t letters_of(const char *text, size_t length, uint32_t letters[LETTERS])
{
    size_t count = 0;
    for (size_t at = 0; at < length; count++) {
        uint32_t point;
        if (count == LETTERS)
            return LETTERS + 1;
        at += utf8_decode(text + at, length - at, &point);
        letters[count] = fold(point);
    }
    return count;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Three rows of the usual table suffice: a swap looks two rows back. */
static size_t distance(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count)
{
    size_t rows[3][LETTERS + 1];
    for (size_t j = 0; j <= b_count; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_count; i++) {
        size_t *row = rows[i % 3];
        const size_t *up = rows[(i - 1) % 3], *up2 = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_count; j++) {
            size_t best = up[j - 1] + (a[i - 1] != b[j - 1]);
            best = least(best, least(up[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = least(best, up2[j - 2] + 1);
            row[j] = best;
        }
    }
    return rows[a_count % 3][b_count];
}

void nearest_init(struct nearest *nearest, const char *name, size_t length)
{
    nearest->name = name;
    nearest->length = length;
    nearest->best = NULL;
    nearest->distance = SIZE_MAX;
}

void nearest_offer(struct nearest *nearest, const char *candidate)
{
    size_t length = strlen(candidate);
    if (length == nearest->length && memcmp(candidate, nearest->name, length) == 0)
        return; /* the name itself is no correction */
    uint32_t a[LETTERS], b[LETTERS];
    size_t a_count = letters_of(nearest->name, nearest->length, a);
    size_t b_count = letters_of(candidate, length, b);
    if (a_count > LETTERS || b_count > LETTERS)
        return;
    size_t far = a_count > b_count ? a_count - b_count : b_count - a_count;
    if (far > a_count / 3 || far >= nearest->distance)
        return;
    size_t d = distance(a, a_count, b, b_count);
    if (d <= a_count / 3 && d < nearest->distance) {
        nearest->best = candidate;
        nearest->distance = d;
    }
}

const char *nearest_result(const struct nearest *nearest)
{
    return nearest->best;
}

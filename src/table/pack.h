/* pack.h: arrays of numbers in few bytes; private to table/.
 *
 * Neighbours in a section are alike: ids rise by a little, most fields repeat. So each
 * element is written as what its 32-bit words differ from those of the element before it,
 * the first from zeroes. A difference is a zigzag number (0, -1, 1, -2, …) of seven bits a
 * byte, least first, with the highest bit on all bytes but the last. Elements of more than
 * PACK_PLAIN_WORDS words begin with one such number (not zigzag) that has a bit for each word
 * that differs, and only these follow. Worked example: the places {file 9, line 4, column 3}
 * and {9, 6, 3} are the words 18 8 6 and 0 4 0, six bytes.
 *
 * Numbers are as short as they can be and nothing follows the last one, so an array has
 * exactly one packed form. Each element takes at least a byte: what is unpacked is no more
 * than PACK_WORDS * 4 times as long.
 */
#ifndef POLC_TABLE_PACK_H
#define POLC_TABLE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACK_WORDS 32u      /* of an element, at most */
#define PACK_PLAIN_WORDS 3u /* of elements that need no bits */
#define PACK_MOST 165u      /* bytes of an element, packed */

struct pack_shape {
    size_t words; /* of an element, 1..PACK_WORDS */
    size_t count; /* of elements */
};

/* Returns how many bytes it takes. It is given up once that is no less than `limit`, and then
 * what it returns is no less either; `out` has room for PACK_MOST bytes beyond the limit. */
size_t pack(struct pack_shape shape, const void *data, size_t limit, unsigned char *out);
/* False when the bytes are no packed array of this shape. */
bool unpack(struct pack_shape shape, const unsigned char *data, size_t length, uint32_t *out);

#endif

/* mend.h: makes the checksums of a changed image right again, so that what lies behind them
 * is reached: the checks of table_open that do not trust who wrote the bytes. */
#ifndef POLC_TESTS_MEND_H
#define POLC_TESTS_MEND_H

#include "base/hash.h"
#include "table/image.h"

#include <string.h>

/* Leaves alone what does not lie inside the image. */
static inline void mend_checksums(unsigned char *image, size_t length)
{
    struct image_header header;
    if (length < IMAGE_HEAD_SIZE)
        return;
    for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
        unsigned char *at = image + sizeof header + i * sizeof(struct image_row);
        struct image_row row;
        memcpy(&row, at, sizeof row);
        if (row.offset > length || row.size > length - row.offset)
            continue;
        row.checksum = hash_bytes(image + row.offset, (size_t)row.size);
        memcpy(at, &row, sizeof row);
    }
    memcpy(&header, image, sizeof header);
    header.checksum = 0;
    memcpy(image, &header, sizeof header);
    header.checksum = hash_bytes(image, IMAGE_HEAD_SIZE);
    memcpy(image, &header, sizeof header);
}

#endif

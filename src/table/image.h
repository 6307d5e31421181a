/* image.h: the bytes around the sections of an image; private to table/.
 *
 * An image is a header, a directory of one row per section of sections.def in its order,
 * then the sections in the same order. Each section begins at the first multiple of
 * IMAGE_ALIGN after the one before it and the bytes between are zero, so an image has
 * exactly one valid layout and every byte of it is covered by some check. A section whose
 * row says fewer bytes than its elements have is packed (pack.h). The numbers are
 * little-endian; a machine of the other byte order refuses the image by its version.
 */
#ifndef POLC_TABLE_IMAGE_H
#define POLC_TABLE_IMAGE_H

#include "table/pack.h"
#include "table/write.h"

#define IMAGE_MAGIC "polcpdt\n"
#define IMAGE_ALIGN 64u

struct image_header {
    char magic[8];          /* IMAGE_MAGIC without its NUL */
    uint32_t version;       /* TABLE_VERSION of the writer */
    uint32_t reader;        /* the least TABLE_VERSION that can read it */
    uint64_t length;        /* of the whole image */
    uint32_t section_count;
    uint32_t reserved;      /* 0 */
    uint64_t checksum;      /* of the header with this field 0, and the directory */
    uint64_t zero[3];
};

struct image_row {
    uint32_t id;
    uint32_t element; /* size of one */
    uint64_t offset;  /* from the image's begin */
    uint64_t size;    /* bytes there; fewer than count * element: packed */
    uint64_t count;   /* of elements */
    uint64_t checksum;
};

enum image_section { /* in the order of the directory */
#define SECTION(id, name, type) IMAGE_##name,
#include "table/sections.def"
#undef SECTION
    IMAGE_SECTION_COUNT
};

#define IMAGE_HEAD_SIZE \
    (sizeof(struct image_header) + IMAGE_SECTION_COUNT * sizeof(struct image_row))

/* A section as pack.h sees it; words is 0 where it is never packed. */
static inline struct pack_shape image_shape(uint64_t element, uint64_t count)
{
    bool words = element % 4 == 0 && element / 4 <= PACK_WORDS;
    return (struct pack_shape){words ? (size_t)element / 4 : 0, (size_t)count};
}

static inline uint64_t image_align(uint64_t offset)
{
    return (offset + IMAGE_ALIGN - 1) / IMAGE_ALIGN * IMAGE_ALIGN;
}

#endif

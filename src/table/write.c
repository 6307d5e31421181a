/* write.c: sections in, one image out.
 *
 * The layout is fixed by the counts alone (image.h), so the size is known before the one
 * allocation. Checksums are taken of the copied bytes, the header's last.
 */
#include "table/write.h"

#include "base/hash.h"
#include "table/image.h"

#include <string.h>

/* Structs with holes would make images depend on what was in memory before. */
_Static_assert(sizeof(struct image_header) == 64, "the header has no holes");
_Static_assert(sizeof(struct image_row) == 32, "a directory row has no holes");
_Static_assert(sizeof(struct table_meta) == 64, "struct table_meta has no holes");
_Static_assert(sizeof(struct table_column) == 56, "struct table_column has no holes");
_Static_assert(sizeof(struct table_expr) == 8, "struct table_expr has no holes");
_Static_assert(sizeof(struct table_node) == 28, "struct table_node has no holes");
_Static_assert(sizeof(struct table_norm) == 52, "struct table_norm has no holes");
_Static_assert(sizeof(struct table_duty) == 56, "struct table_duty has no holes");
_Static_assert(sizeof(struct vocab_var) == 104, "struct vocab_var has no holes");
_Static_assert(sizeof(struct vocab_unit) == 16, "struct vocab_unit has no holes");

struct part {
    uint32_t id;
    size_t element, count;
    const void *data;
};

static unsigned char *aligned_room(struct arena *arena, uint64_t length)
{
    if (length > SIZE_MAX - IMAGE_ALIGN)
        guard_raise(arena->guard, FAULT_MEMORY);
    unsigned char *room = arena_alloc(arena, (size_t)length + IMAGE_ALIGN);
    return room + (IMAGE_ALIGN - (uintptr_t)room % IMAGE_ALIGN) % IMAGE_ALIGN;
}

struct table_image table_image_write(struct arena *arena, const struct table_sections *sections)
{
    const struct part parts[IMAGE_SECTION_COUNT] = {
#define SECTION(id, name, type) {id, sizeof(type), sections->name##_count, sections->name},
#include "table/sections.def"
#undef SECTION
    };
    struct image_row rows[IMAGE_SECTION_COUNT];
    uint64_t length = IMAGE_HEAD_SIZE;
    for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
        rows[i] = (struct image_row){.id = parts[i].id, .element = (uint32_t)parts[i].element,
                                      .offset = image_align(length), .count = parts[i].count};
        length = rows[i].offset + rows[i].count * rows[i].element;
    }
    unsigned char *image = aligned_room(arena, length);
    uint64_t end = IMAGE_HEAD_SIZE;
    for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
        size_t size = parts[i].count * parts[i].element;
        memset(image + end, 0, rows[i].offset - end);
        end = rows[i].offset + size;
        if (size > 0)
            memcpy(image + rows[i].offset, parts[i].data, size);
        rows[i].checksum = hash_bytes(image + rows[i].offset, size);
    }
    struct image_header header = {.version = TABLE_VERSION, .reader = TABLE_VERSION,
                                   .length = length, .section_count = IMAGE_SECTION_COUNT};
    memcpy(header.magic, IMAGE_MAGIC, sizeof header.magic);
    memcpy(image, &header, sizeof header);
    memcpy(image + sizeof header, rows, sizeof rows);
    header.checksum = hash_bytes(image, IMAGE_HEAD_SIZE);
    memcpy(image, &header, sizeof header);
    return (struct table_image){.data = image, .length = (size_t)length};
}

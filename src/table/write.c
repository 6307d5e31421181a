/* write.c: sections in, one image out.
 *
 * A section is packed into its place; where that turns out no shorter it is written over as it
 * is. The one allocation has room for all sections as they are. Checksums are taken of the
 * written bytes, the header's last.
 */
#include "table/write.h"

#include "base/hash.h"
#include "table/image.h"

#include <string.h>

/* Structs with holes would make images depend on what was in memory before. */
_Static_assert(sizeof(struct image_header) == 64, "the header has no holes");
_Static_assert(sizeof(struct image_row) == 40, "a directory row has no holes");
_Static_assert(sizeof(struct table_meta) == 64, "struct table_meta has no holes");
_Static_assert(sizeof(struct table_column) == 56, "struct table_column has no holes");
_Static_assert(sizeof(struct table_expr) == 8, "struct table_expr has no holes");
_Static_assert(sizeof(struct table_node) == 28, "struct table_node has no holes");
_Static_assert(sizeof(struct table_norm) == 52, "struct table_norm has no holes");
_Static_assert(sizeof(struct table_duty) == 88, "struct table_duty has no holes");
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

/* Writes a section, packed if that is shorter; returns its length. */
static size_t write_part(const struct part *part, bool plain, unsigned char *out)
{
    size_t size = part->count * part->element;
    struct pack_shape shape = image_shape(part->element, part->count);
    if (size == 0)
        return 0;
    if (!plain && shape.words) {
        size_t packed = pack(shape, part->data, size, out);
        if (packed < size)
            return packed;
    }
    memcpy(out, part->data, size);
    return size;
}

struct table_image table_image_write(struct arena *arena, const struct table_sections *sections,
                                     bool plain)
{
    const struct part parts[IMAGE_SECTION_COUNT] = {
#define SECTION(id, name, type) {id, sizeof(type), sections->name##_count, sections->name},
#include "table/sections.def"
#undef SECTION
    };
    struct image_row rows[IMAGE_SECTION_COUNT];
    uint64_t most = IMAGE_HEAD_SIZE, length = IMAGE_HEAD_SIZE;
    for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++)
        most = image_align(most) + parts[i].count * parts[i].element;
    unsigned char *image = aligned_room(arena, most + PACK_MOST);
    for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
        const struct part *part = &parts[i];
        rows[i] = (struct image_row){.id = part->id, .element = (uint32_t)part->element,
                                     .offset = image_align(length), .count = part->count};
        unsigned char *out = image + rows[i].offset;
        memset(image + length, 0, (size_t)(rows[i].offset - length));
        rows[i].size = write_part(part, plain, out);
        rows[i].checksum = hash_bytes(out, (size_t)rows[i].size);
        length = rows[i].offset + rows[i].size;
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

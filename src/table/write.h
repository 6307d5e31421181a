/* write.h: lays the sections of a table out as an image.
 *
 * In: an array and a count per row of sections.def. Out: the bytes of a `.pdt`: a header, a
 * directory row with a checksum per section, the sections, each on a multiple of 64 with
 * zeroes between. Nothing is checked here; table_open checks everything. The same
 * sections give the same bytes, provided that the structs' reserved fields are zero.
 */
#ifndef POLC_TABLE_WRITE_H
#define POLC_TABLE_WRITE_H

#include "table/table.h"

/* The members have the names that `struct table` has. A count of 0 may go with NULL. */
struct table_sections {
#define SECTION(id, name, type) \
    const type *name;           \
    size_t name##_count;
#include "table/sections.def"
#undef SECTION
};

/* The image lives in the arena, 64-byte aligned; the sections may be freed afterwards. `plain`:
 * none of them is packed. */
struct table_image table_image_write(struct arena *arena, const struct table_sections *sections,
                                     bool plain);

#endif

/* build.h: what the passes that lay out a table share; private to table/.
 *
 * Sections are arrays in the arena, as far as possible of the right size from the start, under the names of sections.def; the last step hands them to
 * the image writer.
 */
#ifndef POLC_TABLE_BUILD_H
#define POLC_TABLE_BUILD_H

#include "base/map.h"
#include "table/table.h"

struct table_builder {
    struct arena *arena; /* freed once the image is written */
    const struct ir *ir;
    struct table_layout layout;
    struct table_meta meta;
    struct strbuf texts; /* the section `text`: ir.text, then names */
    struct map text_ids;
    size_t record_count; /* `records` itself counts bytes */
#define SECTION(id, name, type) VEC(type) name;
#include "table/sections.def"
#undef SECTION
};

/* layout.c: masks and lanes of the columns. */
void layout_columns(struct table_builder *b);

/* records.c: one record per cube. `pivot` is a literal that is known to hold (the record is
 * posted under cell `cell` of its column), or IR_NONE. */
void record_append(struct table_builder *b, uint32_t node, uint32_t cube, uint32_t pivot,
                   uint32_t cell);
/* Nodes, whose records are still to come; then the records of those that the index has not
 * given one that is their own as well. */
void nodes_make(struct table_builder *b);
void records_of_nodes(struct table_builder *b);

/* index.c: pivots, offsets, wild records and their rows, per sign. */
void index_build(struct table_builder *b);

/* names.c: norms, clauses, agreements, exceptions, waivers, places and their texts. */
void names_build(struct table_builder *b);

#endif

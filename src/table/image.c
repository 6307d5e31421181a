/* image.c: from the bytes of an image to a view that can be trusted.
 *
 * In: bytes from a file, mapped or read, of any origin. Out: `struct table` with pointers
 * into them, or one line that says why not. The header is checked first, then that the
 * directory describes the one valid layout (image.h), then every section's checksum, then
 * by verify.c all that checksums cannot know. Records, rows and texts stay where they are,
 * packed sections are unpacked.
 */
#include "table/image.h"

#include "base/hash.h"
#include "base/strbuf.h"
#include "table/verify.h"

#include <string.h>

#define NUMBERED_SPAN UINT64_C(65536)      /* values of one column that are numbered */
#define NUMBERED_VALUES (UINT64_C(1) << 22) /* of all columns */

struct section_shape {
    const char *name;
    uint32_t id, element;
};

static const struct section_shape shapes[IMAGE_SECTION_COUNT] = {
#define SECTION(id, name, type) {#name, id, (uint32_t)sizeof(type)},
#include "table/sections.def"
#undef SECTION
};

bool table_is_image(const unsigned char *data, size_t length)
{
    const size_t magic = sizeof IMAGE_MAGIC - 1;
    return length >= magic && memcmp(data, IMAGE_MAGIC, magic) == 0;
}

static const char *check_version(struct arena *arena, const struct image_header *header)
{
    if (header->reader > 0xFFFF && header->reader == (uint32_t)__builtin_bswap32(TABLE_VERSION))
        return "made on a machine of the other byte order";
    if (header->reader > TABLE_VERSION)
        return arena_printf(arena, "made by a newer polc (format %u, this one reads %u)",
                            header->reader, TABLE_VERSION);
    if (header->reader == 0 || header->version < header->reader)
        return "damaged: its format has no number";
    if (header->reader < TABLE_VERSION)
        return arena_printf(arena, "made by an older polc (format %u, this one reads %u)",
                            header->reader, TABLE_VERSION);
    return NULL;
}

static const char *check_header(struct arena *arena, const unsigned char *data, size_t length)
{
    struct image_header header;
    if (!table_is_image(data, length))
        return "not a decision table";
    if (length < sizeof header)
        return "damaged: cut short inside its header";
    memcpy(&header, data, sizeof header);
    const char *error = check_version(arena, &header);
    if (error)
        return error;
    if (header.length > length)
        return arena_printf(arena, "damaged: cut short, %zu of %llu bytes are there", length,
                            (unsigned long long)header.length);
    if (header.length < length)
        return arena_printf(arena, "damaged: %llu bytes too many",
                            (unsigned long long)(length - header.length));
    if (header.section_count != IMAGE_SECTION_COUNT || length < IMAGE_HEAD_SIZE)
        return arena_printf(arena, "damaged: %u sections instead of %d", header.section_count,
                            IMAGE_SECTION_COUNT);
    uint64_t checksum = header.checksum;
    unsigned char *head = arena_copy(arena, data, IMAGE_HEAD_SIZE);
    memset(head + offsetof(struct image_header, checksum), 0, sizeof checksum);
    if (hash_bytes(head, IMAGE_HEAD_SIZE) != checksum)
        return "damaged: checksum of the header";
    return NULL;
}

static bool all_zero(const unsigned char *data, uint64_t length)
{
    unsigned char any = 0;
    for (uint64_t i = 0; i < length; i++)
        any |= data[i];
    return any == 0;
}

/* As many bytes as its elements have, or packed: fewer, but one for each of them. */
static bool size_fits(const struct image_row *row)
{
    if (row->size / row->element == row->count && row->size % row->element == 0)
        return true;
    return image_shape(row->element, row->count).words > 0 && row->count <= row->size
           && row->size / row->element < row->count;
}

/* Sections follow each other in the one valid layout, and zeroes lie between. */
static const char *check_sections(struct arena *arena, const unsigned char *data, size_t length,
                                  const struct image_row *rows)
{
    uint64_t end = IMAGE_HEAD_SIZE;
    for (size_t i = 0; i < IMAGE_SECTION_COUNT; i++) {
        const struct image_row *row = &rows[i];
        const char *name = shapes[i].name;
        if (row->id != shapes[i].id || row->element != shapes[i].element)
            return arena_printf(arena, "damaged: no section %s", name);
        if (row->offset != image_align(end) || row->offset > length
            || row->size > length - row->offset || !size_fits(row))
            return arena_printf(arena, "damaged: place of section %s", name);
        if (!all_zero(data + end, row->offset - end))
            return arena_printf(arena, "damaged: bytes before section %s", name);
        if (hash_bytes(data + row->offset, (size_t)row->size) != row->checksum)
            return arena_printf(arena, "damaged: checksum of section %s", name);
        if (row->count > UINT32_MAX && shapes[i].element > 1)
            return arena_printf(arena, "damaged: section %s is too large", name);
        end = row->offset + row->size;
    }
    return end == length ? NULL : "damaged: bytes after the last section";
}

static void view_inputs(struct table *t)
{
    struct vocab *vocab = &t->vocab;
    vocab->inputs = t->vocab_inputs;
    vocab->input_count = (uint32_t)t->vocab_inputs_count;
    vocab->input_tests = t->vocab_input_tests;
    vocab->input_test_count = (uint32_t)t->vocab_input_tests_count;
    vocab->input_facts = t->vocab_input_facts;
    vocab->input_fact_count = (uint32_t)t->vocab_input_facts_count;
    vocab->input_patterns = t->vocab_input_patterns;
    vocab->input_pattern_count = (uint32_t)t->vocab_input_patterns_count;
    vocab->input_marks = t->vocab_input_marks;
    vocab->input_mark_count = (uint32_t)t->vocab_input_marks_count;
    vocab->input_paths = t->vocab_input_paths;
    vocab->input_path_count = (uint32_t)t->vocab_input_paths_count;
    vocab->input_steps = t->vocab_input_steps;
    vocab->input_step_count = (uint32_t)t->vocab_input_steps_count;
}

static void view_vocab(struct table *t)
{
    struct vocab *vocab = &t->vocab;
    vocab->text = t->vocab_text;
    vocab->text_length = t->vocab_text_count;
    vocab->vars = t->vocab_vars;
    vocab->var_count = (uint32_t)t->vocab_vars_count;
    vocab->kinds = t->vocab_kinds;
    vocab->kind_count = (uint32_t)t->vocab_kinds_count;
    vocab->nodes = t->vocab_nodes;
    vocab->node_count = (uint32_t)t->vocab_nodes_count;
    vocab->groups = t->vocab_groups;
    vocab->group_count = (uint32_t)t->vocab_groups_count;
    vocab->ranges = t->vocab_ranges;
    vocab->range_count = (uint32_t)t->vocab_ranges_count;
    vocab->units = t->vocab_units;
    vocab->unit_count = (uint32_t)t->vocab_units_count;
    vocab->terms = t->vocab_terms;
    vocab->term_count = (uint32_t)t->vocab_terms_count;
    vocab->readings = t->vocab_readings;
    vocab->reading_count = (uint32_t)t->vocab_readings_count;
    vocab->parties = t->vocab_parties;
    vocab->party_count = (uint32_t)t->vocab_parties_count;
    vocab->spellings = t->vocab_spellings;
    vocab->spelling_count = (uint32_t)t->vocab_spellings_count;
    vocab->spans = t->vocab_spans;
    vocab->span_count = (uint32_t)t->vocab_spans_count;
    vocab->families = t->vocab_families;
    vocab->family_count = (uint32_t)t->vocab_families_count;
    vocab->party_kind = t->meta->party_kind;
    vocab->actor = t->meta->actor;
    vocab->act = t->meta->act;
    view_inputs(t);
}

/* A section where it is, or unpacked; NULL when it cannot be. */
static const void *view_section(const struct table *t, struct arena *arena,
                                const struct image_row *row)
{
    const unsigned char *data = t->image + row->offset;
    if (row->size == row->count * row->element)
        return data;
    struct pack_shape shape = image_shape(row->element, row->count);
    if (row->count > SIZE_MAX / row->element)
        guard_raise(arena->guard, FAULT_MEMORY);
    uint32_t *words = arena_alloc(arena, (size_t)(row->count * row->element));
    return unpack(shape, data, (size_t)row->size, words) ? words : NULL;
}

static const char *view_sections(struct table *t, struct arena *arena,
                                 const struct image_row *rows)
{
#define SECTION(id, name, type)                                                            \
    t->name = (const type *)view_section(t, arena, &rows[IMAGE_##name]);                   \
    t->name##_count = (size_t)rows[IMAGE_##name].count;                                    \
    if (!t->name)                                                                          \
        return "damaged: numbers of section " #name;
#include "table/sections.def"
#undef SECTION
    return NULL;
}

static void number_columns(struct table *t, struct arena *arena)
{
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, t->vocab.var_count);
    uint32_t *count = ARENA_ARRAY(arena, uint32_t, t->vocab.var_count);
    uint32_t column = 0;
    for (uint32_t var = 0; var < t->vocab.var_count; var++) {
        first[var] = column;
        while (column < t->columns_count && t->columns[column].var == var)
            column++;
        count[var] = column - first[var];
    }
    t->var_first_column = first;
    t->var_column_count = count;
}

/* For whoever asks of each deployment about a few norms of a large policy. */
static void number_norms(struct table *t, struct arena *arena)
{
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, t->clauses_count + 1);
    uint32_t *norms = ARENA_ARRAY(arena, uint32_t, t->norms_count + 1);
    uint32_t *duties = ARENA_ARRAY(arena, uint32_t, t->norms_count + 1);
    for (size_t n = 0; n < t->norms_count; n++)
        first[t->norms[n].clause]++;
    uint32_t end = 0;
    for (size_t c = 0; c <= t->clauses_count; c++) {
        end += first[c];
        first[c] = end;
    }
    for (size_t n = t->norms_count; n-- > 0;)
        norms[--first[t->norms[n].clause]] = (uint32_t)n;
    for (size_t n = 0; n < t->norms_count; n++)
        if (t->norms[n].sign == SIGN_DUTY)
            duties[t->duty_norm_count++] = (uint32_t)n;
    t->clause_first = first;
    t->clause_norms = norms;
    t->duty_norms = duties;
}

/* Cells of the values from the second cut to the last. */
static void number_values(const struct table *t, uint32_t id, uint16_t *cells,
                          struct table_cells *out)
{
    const struct table_column *column = &t->columns[id];
    const int64_t *cuts = t->cuts + column->first_cut;
    for (uint32_t cell = 1; cell + 1 < column->cell_count; cell++)
        for (int64_t value = cuts[cell]; value < cuts[cell + 1]; value++)
            cells[value - cuts[1]] = (uint16_t)cell;
    out->cells = cells;
}

/* Values become cells by one look where that takes no more memory than is worth it. */
static void number_cells(struct table *t, struct arena *arena)
{
    struct table_cells *all = ARENA_ARRAY(arena, struct table_cells, t->columns_count + 1);
    uint64_t room = NUMBERED_VALUES;
    for (uint32_t i = 0; i < t->columns_count; i++) {
        const struct table_column *column = &t->columns[i];
        struct table_cells *out = &all[i];
        out->last = column->cell_count - 1;
        if (column->kind == COLUMN_SINCE)
            continue;
        if (column->cell_count > 1) {
            const int64_t *cuts = t->cuts + column->first_cut;
            out->base = cuts[1];
            out->span = (uint64_t)cuts[out->last] - (uint64_t)cuts[1];
        }
        if (out->span > NUMBERED_SPAN || out->span > room)
            continue;
        room -= out->span;
        number_values(t, i, ARENA_ARRAY(arena, uint16_t, out->span + 1), out);
    }
    t->cells = all;
}

static void free_scratch(void *argument)
{
    arena_free(argument);
}

static const char *verify(const struct table *t, struct arena *arena)
{
    struct arena scratch;
    arena_init(&scratch, arena->guard);
    struct cleanup cleanup = {free_scratch, &scratch, NULL};
    guard_register(arena->guard, &cleanup);
    struct verifier v = {.table = t, .arena = arena, .scratch = &scratch};
    verify_all(&v);
    guard_forget(arena->guard, &cleanup);
    arena_free(&scratch);
    return v.error;
}

const struct table *table_open(struct arena *arena, const unsigned char *data, size_t length,
                               const char **error)
{
    const struct image_row *rows =
        (const struct image_row *)(const void *)(data + sizeof(struct image_header));
    *error = check_header(arena, data, length);
    if (!*error)
        *error = check_sections(arena, data, length, rows);
    if (!*error && rows[IMAGE_metas].count != 1)
        *error = "damaged: not one policy";
    if (*error)
        return NULL;
    struct table *t = ARENA_NEW(arena, struct table);
    t->image = data;
    t->image_length = length;
    t->hash = hash_bytes(data, IMAGE_HEAD_SIZE);
    *error = view_sections(t, arena, rows);
    if (*error)
        return NULL;
    t->meta = t->metas;
    view_vocab(t);
    *error = verify(t, arena);
    if (*error)
        return NULL;
    number_columns(t, arena);
    number_norms(t, arena);
    number_cells(t, arena);
    return t;
}

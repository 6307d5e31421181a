/* merge.c: what several threads found, put together in the order of the input.
 *
 * Each kept its first DIAG_LIMIT diagnostics and counted the rest. Added one after the other
 * under the same limit, these are the diagnostics that one thread would have kept: whatever a
 * part dropped stands behind DIAG_LIMIT others of that part alone.
 */
#include "diag/diag.h"

#include <string.h>

struct merge {
    struct diags *diags;
    const struct diags *other;
    uint32_t known;
    uint32_t *moved; /* per source of the other: its number here, or SOURCE_NONE */
};

static const char *copied(struct merge *merge, const char *text)
{
    return text ? arena_string(merge->diags->arena, text, strlen(text)) : NULL;
}

static struct span move(struct merge *merge, struct span span)
{
    const struct source *source = sources_get(merge->other->sources, span.source);
    if (!source || span.source <= merge->known)
        return span;
    uint32_t *moved = &merge->moved[span.source - 1];
    if (*moved == SOURCE_NONE) {
        struct sources *sources = merge->diags->sources;
        struct source part = {
            .text = arena_string(sources->arena, source->text, source->length),
            .length = source->length,
            .lines_before = source->lines_before,
        };
        *moved = sources_add(sources, copied(merge, source->name), part.text, part.length);
        sources_move(sources, *moved, &part);
    }
    span.source = *moved;
    return span;
}

static void add(struct merge *merge, const struct diag *from)
{
    struct diags *diags = merge->diags;
    if (diags->list.count >= DIAG_LIMIT && from->severity != DIAG_ERROR) {
        diags->dropped++;
        return;
    }
    struct diag *diag =
        diag_add(diags, from->code, move(merge, from->span), "%s", from->message);
    if (diag == diags->spare)
        return;
    diag->severity = from->severity;
    for (size_t i = 0; i < from->label_count; i++)
        diag_label(diags, diag, move(merge, from->labels[i].span), "%s", from->labels[i].text);
    for (size_t i = 0; i < from->note_count; i++) {
        if (from->notes[i].help)
            diag_help(diags, diag, "%s", from->notes[i].text);
        else
            diag_note(diags, diag, "%s", from->notes[i].text);
    }
    diag->witness = copied(merge, from->witness);
    diag->witness_json = copied(merge, from->witness_json);
}

void diags_merge(struct diags *diags, const struct diags *other, uint32_t known)
{
    if (other->list.count + other->dropped == 0 && other->errors == 0)
        return;
    struct merge merge = {diags, other, known,
                          ARENA_ARRAY(diags->arena, uint32_t, other->sources->list.count + 1)};
    size_t errors = diags->errors;
    for (size_t i = 0; i < other->list.count; i++)
        add(&merge, other->list.items[i]);
    diags->errors = errors + other->errors;
    diags->dropped += other->dropped;
}

/* order.c: which prohibitions to look at first where most worlds are prohibited.
 *
 * A search for the world that none of them covers is shortest when it begins with those that
 * cover most: what they leave is a small box, of which few others are still in doubt. What a
 * record leaves out is the sum of its shares of the open columns in 64ths. That is near
 * enough to the size of the rest, so the order is made by counting; equals keep their places.
 */
#include "eval/engine.h"

#define WHOLE 64u   /* all of a column */
#define CLASSES 16u /* eighths of a column; the last one is for two columns and more */

static uint32_t bits_in(uint64_t word)
{
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

static uint32_t left_out(const struct evaluator *ev, const struct box *box,
                         const unsigned char *record)
{
    const uint64_t *mask = (const uint64_t *)(const void *)record;
    uint32_t sum = 0;
    for (uint32_t w = 0; w < ev->meta->mask_words; w++) {
        for (uint64_t outside = box->mask[w] & ~mask[w], field; outside; outside &= ~field) {
            field = ev->bit_field[w * 64u + (unsigned)__builtin_ctzll(outside)];
            sum += bits_in(outside & field) * WHOLE / bits_in(box->mask[w] & field);
        }
    }
    const uint16_t *low = (const uint16_t *)(const void *)(mask + ev->meta->mask_words);
    const uint16_t *high = low + ev->meta->lanes;
    for (uint32_t l = 0; l < ev->wide_count; l++) {
        uint32_t out = low[l] > box->low[l] ? (uint32_t)low[l] - box->low[l] : 0;
        out += high[l] < box->high[l] ? (uint32_t)box->high[l] - high[l] : 0;
        if (out)
            sum += out * WHOLE / ((uint32_t)box->high[l] - box->low[l] + 1u);
    }
    return sum;
}

/* What may be taken away comes behind what covers as much. */
static uint32_t class_of(const struct evaluator *ev, const struct box *box,
                         const struct candidate *k)
{
    uint32_t n = k->truth == TRUTH_YES ? 0 : left_out(ev, box, k->record) * 8 / WHOLE;
    if (ev->traits[k->norm] & TRAITS_OPEN)
        n++;
    return n < CLASSES ? n : CLASSES - 1;
}

struct candidates order_by_cover(struct evaluator *ev, const struct box *box,
                                 const struct candidates *candidates, struct arena *arena)
{
    struct candidates out = *candidates;
    uint32_t starts[CLASSES + 1] = {0};
    uint8_t *classes = arena_alloc(arena, candidates->count + 1);
    out.items = arena_alloc(arena, (candidates->count + 1) * sizeof *out.items);
    for (size_t i = 0; i < candidates->permits; i++) {
        classes[i] = (uint8_t)class_of(ev, box, &candidates->items[i]);
        starts[classes[i] + 1]++;
    }
    for (uint32_t c = 1; c <= CLASSES; c++)
        starts[c] += starts[c - 1];
    for (size_t i = 0; i < candidates->permits; i++)
        out.items[starts[classes[i]]++] = candidates->items[i];
    for (size_t i = candidates->permits; i < candidates->count; i++)
        out.items[i] = candidates->items[i];
    return out;
}

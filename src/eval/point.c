/* point.c: the verdict of one world, the shortest way.
 *
 * At a point every column has one cell, so a record matches or does not: no bit of the
 * point outside the mask, every lane between its ends. Exceptions and ranks are looked at
 * only for records that match, and the first effective prohibition that nobody may contest
 * ends the search.
 */
#include "eval/engine.h"

#include <string.h>

typedef uint16_t lanes4 __attribute__((vector_size(8)));

/* Does the record's filter accept the point? */
static inline bool matches(const struct evaluator *ev, const struct box *p,
                           const unsigned char *record)
{
    const uint64_t *mask = (const uint64_t *)(const void *)record;
    uint32_t words = ev->meta->mask_words, lanes = ev->meta->lanes;
    uint64_t outside = p->mask[0] & ~mask[0];
    for (uint32_t w = 1; w < words; w++)
        outside |= p->mask[w] & ~mask[w];
    if (outside)
        return false;
    const unsigned char *low = record + (size_t)words * 8, *high = low + (size_t)lanes * 2;
    for (uint32_t l = 0; l < lanes; l += 4) {
        lanes4 v, lo, hi;
        memcpy(&v, p->low + l, sizeof v);
        memcpy(&lo, low + (size_t)l * 2, sizeof lo);
        memcpy(&hi, high + (size_t)l * 2, sizeof hi);
        lanes4 inside = (lanes4)(v >= lo) & (lanes4)(v <= hi);
        uint64_t all;
        memcpy(&all, &inside, sizeof all);
        if (~all)
            return false;
    }
    return true;
}

static inline bool accepts(const struct evaluator *ev, const struct box *p,
                           const unsigned char *record)
{
    return matches(ev, p, record)
           && (record_cube(ev, record) == IR_NONE || truth_of_record(ev, p, record) == TRUTH_YES);
}

struct point_search {
    struct evaluator *ev;
    const struct box *p;
    bool fresh;      /* memos belong to this point */
    bool contestable; /* an effective prohibition that may be contested was found */
};

static void begin(struct point_search *s)
{
    if (!s->fresh)
        defeat_begin(s->ev);
    s->fresh = true;
}

/* Is the norm of a matching record effective? */
static bool effective(struct point_search *s, uint32_t norm)
{
    const struct table_node *n = &s->ev->table->nodes[norm];
    if (n->child_count == 0 && s->ev->table->norms[norm].rank_count == 0)
        return true;
    begin(s);
    return defeat_effective_if(s->ev, s->p, norm, TRUTH_YES) == TRUTH_YES;
}

/* True when the record ends the search: an effective prohibition beyond contest. */
static bool ends(struct point_search *s, const unsigned char *record)
{
    if (!accepts(s->ev, s->p, record))
        return false;
    uint32_t norm = record_node(s->ev, record);
    if (!effective(s, norm))
        return false;
    if (!(s->ev->table->norms[norm].flags & NORM_MAY_CONTEST))
        return true;
    s->contestable = true;
    return false;
}

static bool ends_posted(struct point_search *s)
{
    const struct table *t = s->ev->table;
    for (size_t i = 0; i < t->pivots_count; i++) {
        const struct table_pivot *pivot = &t->pivots[i];
        if (pivot->sign != SIGN_PROHIBIT)
            continue;
        uint32_t cell = s->p->cell_low[t->columns[pivot->column].lane];
        const uint32_t *offsets = t->offsets + pivot->first_offset + cell;
        const unsigned char *record = table_record(t, offsets[0]);
        for (uint32_t n = offsets[1] - offsets[0]; n > 0; n--, record += s->ev->meta->record_size)
            if (ends(s, record))
                return true;
    }
    return false;
}

static bool ends_wild(struct point_search *s)
{
    const struct table *t = s->ev->table;
    const struct table_wild *wild = &t->wilds[SIGN_PROHIBIT];
    if (wild->row_column_count == 0) {
        for (uint32_t i = 0; i < wild->record_count; i++)
            if (ends(s, table_record(t, wild->first_record + i)))
                return true;
        return false;
    }
    const uint64_t *rows[8];
    for (uint32_t i = 0; i < wild->row_column_count; i++) {
        const struct table_row_column *row = &t->row_columns[wild->first_row_column + i];
        const struct table_column *c = &t->columns[row->column];
        uint32_t r;
        if (c->small)
            r = (uint32_t)__builtin_ctzll(s->p->mask[c->word] >> c->shift);
        else
            r = (uint32_t)s->p->low[c->lane] >> row->bucket_shift;
        rows[i] = t->rows + row->first_word + (size_t)r * wild->row_words;
    }
    for (uint32_t w = 0; w < wild->row_words; w++) {
        uint64_t bits = rows[0][w];
        for (uint32_t i = 1; i < wild->row_column_count; i++)
            bits &= rows[i][w];
        for (; bits; bits &= bits - 1)
            if (ends(s, table_record(t, (size_t)wild->first_record + w * 64u
                                            + (unsigned)__builtin_ctzll(bits))))
                return true;
    }
    return false;
}

enum eval_world point_world(struct evaluator *ev, const struct box *point)
{
    struct point_search s = {ev, point, false, false};
    if (ends_posted(&s) || ends_wild(&s))
        return WORLD_PROHIBITED;
    if (!s.contestable)
        return WORLD_PERMITTED;
    struct question question = {.kind = ASK_VERDICT};
    struct candidates c = gather_candidates(ev, point, true, false, &ev->work);
    return (enum eval_world)question_bounds(ev, point, &c, &question);
}

/* point.c: the verdict of one world, the shortest way.
 *
 * At a point every column has one cell, so a record matches or does not: no bit of the
 * point outside the mask, every lane between its ends. Exceptions and ranks are looked at
 * only for records that match, and the first effective prohibition that nobody may contest
 * ends the search. Wild records come first: meanwhile the posted ones, which encode.c has
 * asked for, arrive from memory.
 */
#include "eval/engine.h"

#include <string.h>

#define POINT_WORK 4 /* records of a point that cost as much as one of a box */

typedef uint16_t lanes4 __attribute__((vector_size(8)));

/* ---- one record ------------------------------------------------------------------------- */

/* Does the record's filter accept the point? */
static inline bool matches(const struct box *p, const unsigned char *record, uint32_t words,
                           uint32_t lanes)
{
    const uint64_t *mask = (const uint64_t *)(const void *)record;
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

/* What only a closer look at the cube tells. */
static inline bool confirmed(const struct evaluator *ev, const struct box *p,
                             const unsigned char *record)
{
    return record_cube(ev, record) == IR_NONE || truth_of_record(ev, p, record) == TRUTH_YES;
}

/* ---- what a matching record means ------------------------------------------------------- */

struct point_search {
    struct evaluator *ev;
    const struct box *p;
    bool fresh;      /* memos belong to this point */
    bool contestable; /* an effective prohibition that may be contested was found */
    bool collect;     /* list the effective norms instead of stopping at the first */
    bool beyond;      /* while collecting: one beyond contest was among them */
    VEC(uint32_t) found;
};

static void add_found(struct point_search *s, uint32_t norm)
{
    for (size_t i = 0; i < s->found.count; i++) /* a norm has a record per cube */
        if (s->found.items[i] == norm)
            return;
    VEC_PUSH(&s->ev->work, &s->found, norm);
}

static void begin(struct point_search *s)
{
    if (!s->fresh)
        defeat_begin(s->ev);
    s->fresh = true;
}

static bool met(const struct point_search *s, const struct table_node *node)
{
    const struct evaluator *ev = s->ev;
    const unsigned char *record = table_record(ev->table, node->first_record);
    for (uint32_t n = node->record_count; n > 0; n--, record += ev->meta->record_size)
        if (matches(s->p, record, ev->meta->mask_words, ev->meta->lanes)
            && confirmed(ev, s->p, record))
            return true;
    return false;
}

/* Is some child hit? Most have no children of their own, so being met is enough. */
static bool child_hit(struct point_search *s, uint32_t norm)
{
    const struct table *t = s->ev->table;
    const struct table_node *node = &t->nodes[norm];
    for (uint32_t i = 0; i < node->child_count; i++) {
        uint32_t id = t->children[node->first_child + i];
        if (!met(s, &t->nodes[id]))
            continue;
        if (t->nodes[id].child_count == 0)
            return true;
        begin(s);
        if (defeat_hit(s->ev, s->p, id) == TRUTH_YES)
            return true;
    }
    return false;
}

/* Is the norm of a matching record effective? */
static bool effective(struct point_search *s, uint32_t norm, uint8_t traits)
{
    if ((traits & TRAIT_CHILDREN) && child_hit(s, norm))
        return false;
    if (!(traits & TRAIT_RANKS))
        return true;
    begin(s);
    return defeat_effective_if(s->ev, s->p, norm, TRUTH_YES) == TRUTH_YES;
}

/* True when a matching record ends the search: an effective prohibition beyond contest. */
static bool ends(struct point_search *s, const unsigned char *record)
{
    uint32_t norm = record_node(s->ev, record);
    uint8_t traits = s->ev->traits[norm];
    if (!confirmed(s->ev, s->p, record) || ((traits & TRAITS_OPEN) && !effective(s, norm, traits)))
        return false;
    if (traits & TRAIT_CONTEST)
        s->contestable = true;
    else if (!s->collect)
        return true;
    else
        s->beyond = true;
    if (s->collect)
        add_found(s, norm);
    return false;
}

/* ---- the records that may match --------------------------------------------------------- */

static inline bool scan(struct point_search *s, const unsigned char *record, uint32_t count,
                        uint32_t words, uint32_t lanes)
{
    size_t size = (size_t)words * 8 + (size_t)lanes * 4 + 8;
    for (; count > 0; count--, record += size)
        if (matches(s->p, record, words, lanes) && ends(s, record))
            return true;
    return false;
}

/* The usual sizes of records get loops of their own. */
static bool ends_among(struct point_search *s, size_t first, uint32_t count)
{
    const unsigned char *record = table_record(s->ev->table, first);
    uint32_t words = s->ev->meta->mask_words, lanes = s->ev->meta->lanes;
    s->ev->worked += 1 + count / POINT_WORK;
    if (words == 1 && lanes == 4)
        return scan(s, record, count, 1, 4);
    if (words == 2 && lanes == 4)
        return scan(s, record, count, 2, 4);
    return scan(s, record, count, words, lanes);
}

static bool ends_posted(struct point_search *s)
{
    for (uint32_t i = 0; i < s->ev->posting_count; i++) {
        const struct posting_index *index = &s->ev->postings[i];
        const uint32_t *offsets = index->offsets + s->p->cell_low[index->lane];
        if (ends_among(s, offsets[0], offsets[1] - offsets[0]))
            return true;
    }
    return false;
}

static const uint64_t *row_of(const struct point_search *s, const struct row_index *row,
                              uint32_t row_words)
{
    uint32_t r;
    if (row->small)
        r = (uint32_t)__builtin_ctzll(s->p->mask[row->at] >> row->shift);
    else
        r = (uint32_t)s->p->low[row->at] >> row->shift;
    return row->rows + (size_t)r * row_words;
}

static bool ends_in_word(struct point_search *s, size_t first, uint64_t bits)
{
    for (; bits; bits &= bits - 1)
        if (ends_among(s, first + (unsigned)__builtin_ctzll(bits), 1))
            return true;
    return false;
}

/* Blocks of 512 records; hardly ever is a bit left once the rows are ANDed. */
static bool ends_in_rows(struct point_search *s, const struct table_wild *wild)
{
    const uint64_t *rows[TABLE_ROW_COLUMNS];
    uint32_t count = s->ev->row_count;
    for (uint32_t i = 0; i < count; i++)
        rows[i] = row_of(s, &s->ev->rows[i], wild->row_words);
    for (uint32_t w = 0; w < wild->row_words; w += 8) {
        uint64_t block[8], any = 0;
        memcpy(block, rows[0] + w, sizeof block);
        for (uint32_t i = 1; i < count; i++)
            for (uint32_t k = 0; k < 8; k++)
                block[k] &= rows[i][w + k];
        for (uint32_t k = 0; k < 8; k++)
            any |= block[k];
        for (uint32_t k = 0; any && k < 8; k++)
            if (ends_in_word(s, (size_t)wild->first_record + (w + k) * 64u, block[k]))
                return true;
    }
    return false;
}

static bool ends_wild(struct point_search *s)
{
    const struct table_wild *wild = &s->ev->table->wilds[SIGN_PROHIBIT];
    if (s->ev->row_count == 0)
        return ends_among(s, wild->first_record, wild->record_count);
    return ends_in_rows(s, wild);
}

/* The verdict where every effective prohibition may be contested. */
static enum eval_world contest(struct evaluator *ev, const struct box *point)
{
    struct question question = {.kind = ASK_VERDICT};
    struct candidates c = gather_candidates(ev, point, true, false, &ev->work);
    return (enum eval_world)question_bounds(ev, point, &c, &question);
}

enum eval_world point_world(struct evaluator *ev, const struct box *point)
{
    struct point_search s = {.ev = ev, .p = point};
    if (ends_wild(&s) || ends_posted(&s))
        return WORLD_PROHIBITED;
    return s.contestable ? contest(ev, point) : WORLD_PERMITTED;
}

static void collect_permits(struct point_search *s)
{
    struct candidates c = gather_candidates(s->ev, s->p, true, false, &s->ev->work);
    begin(s);
    for (size_t i = c.permits; i < c.count; i++)
        if (defeat_effective_if(s->ev, s->p, c.items[i].norm, TRUTH_YES) == TRUTH_YES)
            add_found(s, c.items[i].norm);
}

void point_deciding(struct evaluator *ev, const struct box *point, struct eval_deciding *out)
{
    struct point_search s = {.ev = ev, .p = point, .collect = true};
    ends_wild(&s);
    ends_posted(&s);
    if (s.beyond)
        out->world = WORLD_PROHIBITED;
    else if (s.contestable)
        out->world = contest(ev, point);
    else
        out->world = WORLD_PERMITTED;
    if (out->world == WORLD_PERMITTED && ev->permits)
        collect_permits(&s);
    out->norms = s.found.items;
    out->count = s.found.count;
}

/* ---- made once -------------------------------------------------------------------------- */

static void note_traits(struct evaluator *ev)
{
    const struct table *t = ev->table;
    ev->traits = ARENA_ARRAY(ev->arena, uint8_t, t->norms_count + 1);
    for (size_t i = 0; i < t->norms_count; i++) {
        unsigned traits = t->nodes[i].child_count ? TRAIT_CHILDREN : 0u;
        traits |= t->norms[i].rank_count ? TRAIT_RANKS : 0u;
        traits |= t->norms[i].flags & NORM_MAY_CONTEST ? TRAIT_CONTEST : 0u;
        traits |= t->nodes[i].record_count != 1 ? TRAIT_CUBES : 0u;
        ev->permits = ev->permits || t->norms[i].sign == SIGN_PERMIT;
        ev->traits[i] = (uint8_t)traits;
    }
}

static void note_rows(struct evaluator *ev)
{
    const struct table *t = ev->table;
    const struct table_wild *wild = &t->wilds[SIGN_PROHIBIT];
    ev->row_count = wild->row_column_count;
    for (uint32_t i = 0; i < ev->row_count; i++) {
        const struct table_row_column *row = &t->row_columns[wild->first_row_column + i];
        const struct table_column *c = &t->columns[row->column];
        ev->rows[i] = (struct row_index){.small = c->small,
                                         .at = c->small ? c->word : c->lane,
                                         .shift = c->small ? c->shift : row->bucket_shift,
                                         .rows = t->rows + row->first_word};
    }
}

void point_prepare(struct evaluator *ev)
{
    const struct table *t = ev->table;
    ev->postings = ARENA_ARRAY(ev->arena, struct posting_index, t->pivots_count + 1);
    for (size_t i = 0; i < t->pivots_count; i++)
        if (t->pivots[i].sign == SIGN_PROHIBIT)
            ev->postings[ev->posting_count++] = (struct posting_index){
                t->columns[t->pivots[i].column].lane, t->offsets + t->pivots[i].first_offset};
    note_traits(ev);
    note_rows(ev);
}

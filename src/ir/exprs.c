/* exprs.c: interned literals and expressions.
 *
 * An id stands for a content, so "the same condition" is one comparison, and a hundred
 * thousand clauses that test the same attribute share its literals. The maps hold a hash
 * of the content; a (never yet seen) collision of two contents moves on to the next key.
 * Expressions are many and mostly new, so their table holds nothing but ids.
 */
#include "ir/builder.h"

#include "base/hash.h"

#include <string.h>

#define WORDS_LIMIT 256 /* bytes that are kept of a condition's own words */

/* ---- literals ------------------------------------------------------------------------ */

static bool same_ranges(const struct ir *ir, uint32_t literal, uint32_t column,
                        const struct ir_range *ranges, size_t count)
{
    const struct ir_literal *l = &ir->literals.items[literal];
    return l->column == column && l->range_count == count
           && memcmp(ir->ranges.items + l->first_range, ranges, count * sizeof *ranges) == 0;
}

static uint32_t intern_literal(struct ir_builder *b, uint32_t column,
                               const struct ir_range *ranges, size_t count)
{
    struct ir *ir = b->ir;
    uint64_t key = hash_bytes(ranges, count * sizeof *ranges) ^ hash_word(column + 1);
    uint64_t id;
    for (;; key++) {
        if (key == MAP_NO_KEY)
            continue;
        if (!map_get(&b->literal_ids, key, &id))
            break;
        if (same_ranges(ir, (uint32_t)id, column, ranges, count))
            return (uint32_t)id;
    }
    struct ir_literal literal = {column, (uint32_t)ir->ranges.count, (uint32_t)count};
    id = ir->literals.count;
    for (size_t i = 0; i < count; i++)
        VEC_PUSH(ir->arena, &ir->ranges, ranges[i]);
    VEC_PUSH(ir->arena, &ir->literals, literal);
    map_put(&b->literal_ids, key, id);
    return (uint32_t)id;
}

/* b->ranges as a literal of a column; joins neighbours, knows empty and all. */
static uint32_t finish(struct ir_builder *b, uint32_t column)
{
    uint32_t cells = b->ir->columns.items[column].cell_count;
    struct ir_range *r = b->ranges.items;
    size_t n = 0;
    for (size_t i = 0; i < b->ranges.count; i++) {
        if (n && r[n - 1].high + 1 >= r[i].low)
            r[n - 1].high = r[i].high > r[n - 1].high ? r[i].high : r[n - 1].high;
        else
            r[n++] = r[i];
    }
    if (n == 0)
        return LITERAL_EMPTY;
    if (n == 1 && r[0].low == 0 && r[0].high == cells - 1)
        return LITERAL_ALL;
    return intern_literal(b, column, r, n);
}

static void push_range(struct ir_builder *b, uint32_t low, uint32_t high)
{
    struct ir_range range = {low, high};
    VEC_PUSH(b->scratch, &b->ranges, range);
}

uint32_t literal_make(struct ir_builder *b, uint32_t column, const struct ir_range *ranges,
                      size_t count)
{
    b->ranges.count = 0;
    for (size_t i = 0; i < count; i++)
        push_range(b, ranges[i].low, ranges[i].high);
    return finish(b, column);
}

uint32_t literal_not(struct ir_builder *b, uint32_t literal)
{
    if (literal == LITERAL_EMPTY)
        return LITERAL_ALL;
    if (literal == LITERAL_ALL)
        return LITERAL_EMPTY;
    struct ir_literal l = b->ir->literals.items[literal];
    uint32_t next = 0, cells = b->ir->columns.items[l.column].cell_count;
    b->ranges.count = 0;
    for (uint32_t i = 0; i < l.range_count; i++) {
        struct ir_range r = b->ir->ranges.items[l.first_range + i];
        if (r.low > next)
            push_range(b, next, r.low - 1);
        next = r.high + 1;
    }
    if (next < cells)
        push_range(b, next, cells - 1);
    return finish(b, l.column);
}

uint32_t literal_meet(struct ir_builder *b, uint32_t x, uint32_t y)
{
    if (x == y || y == LITERAL_ALL)
        return x;
    if (x == LITERAL_ALL)
        return y;
    if (x == LITERAL_EMPTY || y == LITERAL_EMPTY)
        return LITERAL_EMPTY;
    uint64_t key = x < y ? map_pair(x, y) : map_pair(y, x), known;
    if (map_get(&b->meet_ids, key, &known))
        return (uint32_t)known;
    struct ir_literal lx = b->ir->literals.items[x], ly = b->ir->literals.items[y];
    const struct ir_range *rx = b->ir->ranges.items + lx.first_range;
    const struct ir_range *ry = b->ir->ranges.items + ly.first_range;
    b->ranges.count = 0;
    for (uint32_t i = 0, k = 0; i < lx.range_count && k < ly.range_count;) {
        uint32_t low = rx[i].low > ry[k].low ? rx[i].low : ry[k].low;
        uint32_t high = rx[i].high < ry[k].high ? rx[i].high : ry[k].high;
        if (low <= high)
            push_range(b, low, high);
        if (rx[i].high < ry[k].high)
            i++;
        else
            k++;
    }
    uint32_t result = finish(b, lx.column);
    map_put(&b->meet_ids, key, result);
    return result;
}

uint32_t literal_join(struct ir_builder *b, uint32_t x, uint32_t y)
{
    if (x == y || y == LITERAL_EMPTY || x == LITERAL_ALL)
        return x;
    if (x == LITERAL_EMPTY || y == LITERAL_ALL)
        return y;
    uint64_t key = x < y ? map_pair(x, y) : map_pair(y, x), known;
    if (map_get(&b->join_ids, key, &known))
        return (uint32_t)known;
    struct ir_literal lx = b->ir->literals.items[x], ly = b->ir->literals.items[y];
    b->ranges.count = 0;
    for (uint32_t i = 0, k = 0; i < lx.range_count || k < ly.range_count;) {
        const struct ir_range *rx = b->ir->ranges.items + lx.first_range + i;
        const struct ir_range *ry = b->ir->ranges.items + ly.first_range + k;
        bool first = k >= ly.range_count || (i < lx.range_count && rx->low < ry->low);
        const struct ir_range *r = first ? rx : ry;
        push_range(b, r->low, r->high);
        if (first)
            i++;
        else
            k++;
    }
    uint32_t result = finish(b, lx.column);
    map_put(&b->join_ids, key, result);
    return result;
}

bool literal_within(const struct ir *ir, uint32_t x, uint32_t y)
{
    if (x == y)
        return true;
    const struct ir_literal *lx = &ir->literals.items[x], *ly = &ir->literals.items[y];
    for (uint32_t i = 0, k = 0; i < lx->range_count; i++) {
        const struct ir_range *r = &ir->ranges.items[lx->first_range + i];
        while (k < ly->range_count && ir->ranges.items[ly->first_range + k].high < r->low)
            k++;
        if (k == ly->range_count || ir->ranges.items[ly->first_range + k].low > r->low
            || ir->ranges.items[ly->first_range + k].high < r->high)
            return false;
    }
    return true;
}

/* ---- expressions --------------------------------------------------------------------- */

static size_t expr_hash(const struct ir_expr *e)
{
    return (size_t)hash_word(map_pair(e->a, e->b)
                             ^ hash_word(map_pair(e->op + 1, e->words.offset)));
}

static bool same_expr(const struct ir_expr *x, const struct ir_expr *y)
{
    return x->op == y->op && x->a == y->a && x->b == y->b && x->words.offset == y->words.offset
           && x->words.length == y->words.length;
}

/* The slot that holds the expression's id, or the empty one where it belongs. */
static uint32_t *expr_slot(const struct ir_builder *b, const struct ir_expr *expr)
{
    size_t i = expr_hash(expr) & b->expr_mask;
    while (b->expr_slots[i] != IR_NONE && !same_expr(&b->ir->exprs.items[b->expr_slots[i]], expr))
        i = (i + 1) & b->expr_mask;
    return &b->expr_slots[i];
}

void exprs_reserve(struct ir_builder *b, size_t count)
{
    size_t slots = 64;
    while (slots / 2 < count && slots <= SIZE_MAX / sizeof(uint32_t) / 2)
        slots *= 2;
    b->expr_slots = arena_alloc(b->scratch, slots * sizeof *b->expr_slots);
    memset(b->expr_slots, 0xFF, slots * sizeof *b->expr_slots); /* IR_NONE */
    b->expr_mask = slots - 1;
    for (uint32_t id = 0; id < b->ir->exprs.count; id++)
        *expr_slot(b, &b->ir->exprs.items[id]) = id;
}

static uint32_t intern_expr(struct ir_builder *b, enum ir_op op, uint32_t x, uint32_t y,
                            struct ir_text words)
{
    struct ir *ir = b->ir;
    if (ir->exprs.count * 2 > b->expr_mask)
        exprs_reserve(b, ir->exprs.count * 2 + 1);
    struct ir_expr expr = {(uint32_t)op, x, y, words};
    uint32_t *slot = expr_slot(b, &expr);
    if (*slot == IR_NONE) {
        *slot = (uint32_t)ir->exprs.count;
        VEC_PUSH(ir->arena, &ir->exprs, expr);
    }
    return *slot;
}

static const struct ir_text no_words = {0, 0};

uint32_t expr_literal(struct ir_builder *b, uint32_t literal, struct ir_text words)
{
    if (b->ir->exprs.count == 0) { /* the two constants come first */
        intern_expr(b, IR_TRUE, 0, 0, no_words);
        intern_expr(b, IR_FALSE, 0, 0, no_words);
    }
    if (literal == LITERAL_ALL)
        return EXPR_ID_TRUE;
    if (literal == LITERAL_EMPTY)
        return EXPR_ID_FALSE;
    return intern_expr(b, IR_LITERAL, literal, 0, words);
}

uint32_t expr_not(struct ir_builder *b, uint32_t x)
{
    if (x == EXPR_ID_TRUE)
        return EXPR_ID_FALSE;
    if (x == EXPR_ID_FALSE)
        return EXPR_ID_TRUE;
    if (b->ir->exprs.items[x].op == IR_NOT)
        return b->ir->exprs.items[x].a;
    return intern_expr(b, IR_NOT, x, 0, no_words);
}

uint32_t expr_and(struct ir_builder *b, uint32_t x, uint32_t y)
{
    if (x == EXPR_ID_TRUE || x == y || y == EXPR_ID_FALSE)
        return y;
    if (y == EXPR_ID_TRUE || x == EXPR_ID_FALSE)
        return x;
    return intern_expr(b, IR_AND, x, y, no_words);
}

uint32_t expr_or(struct ir_builder *b, uint32_t x, uint32_t y)
{
    if (x == EXPR_ID_FALSE || x == y || y == EXPR_ID_TRUE)
        return y;
    if (y == EXPR_ID_FALSE || x == EXPR_ID_TRUE)
        return x;
    return intern_expr(b, IR_OR, x, y, no_words);
}

uint32_t expr_named(struct ir_builder *b, uint32_t named, struct ir_text words)
{
    return intern_expr(b, IR_NAMED, named, 0, words);
}

/* ---- words ---------------------------------------------------------------------------- */

static struct ir_text keep_text(struct ir_builder *b, const char *text, size_t length)
{
    struct ir *ir = b->ir;
    uint64_t key = hash_text(text, length), known;
    for (;; key++) {
        if (key == MAP_NO_KEY)
            continue;
        if (!map_get(&b->word_ids, key, &known))
            break;
        struct ir_text old = {(uint32_t)(known >> 32), (uint32_t)known};
        if (old.length == length && memcmp(ir->text.items + old.offset, text, length) == 0)
            return old;
    }
    struct ir_text result = {(uint32_t)ir->text.count, (uint32_t)length};
    strbuf_bytes(&ir->text, text, length);
    strbuf_char(&ir->text, '\0');
    map_put(&b->word_ids, key, map_pair(result.offset, result.length));
    return result;
}

struct ir_text words_made(struct ir_builder *b, const char *text)
{
    return keep_text(b, text, strlen(text));
}

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Which of eight bytes are 0, by their highest bits; those above the first may be told wrongly. */
static uint64_t zero_bytes(uint64_t word)
{
    return (word - EACH_BYTE(1)) & ~word & EACH_BYTE(0x80);
}

/* Is it short, and as it will be kept: single spaces between words? Looks at nine bytes at a
 * time: none is a control character, and no two neighbours are spaces. */
static bool is_folded(const char *text, size_t length)
{
    size_t i = 0;
    if (length == 0 || length >= WORDS_LIMIT || text[0] == ' ')
        return false;
    for (uint64_t here, next; i + 9 <= length; i += 8) {
        memcpy(&here, text + i, 8);
        memcpy(&next, text + i + 1, 8);
        uint64_t controls = (here - EACH_BYTE(0x20)) & ~here & EACH_BYTE(0x80);
        uint64_t spaces = (here ^ EACH_BYTE(' ')) | (next ^ EACH_BYTE(' '));
        if (controls | zero_bytes(spaces))
            return false;
    }
    for (; i < length; i++)
        if ((unsigned char)text[i] < ' ' || (text[i] == ' ' && i + 1 < length && text[i + 1] == ' '))
            return false;
    return true;
}

struct ir_text words_at(struct ir_builder *b, struct span span)
{
    const struct ir *ir = b->ir;
    if (span.source == SOURCE_NONE || span.end <= span.begin)
        return no_words;
    const char *text = sources_get(ir->model->sources, span.source)->text;
    if (is_folded(text + span.begin, span.end - span.begin))
        return keep_text(b, text + span.begin, span.end - span.begin);
    char folded[WORDS_LIMIT];
    size_t n = 0;
    for (uint32_t i = span.begin; i < span.end && n < sizeof folded; i++) {
        char c = text[i];
        bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank)
            folded[n++] = c;
        else if (n && folded[n - 1] != ' ')
            folded[n++] = ' ';
    }
    if (n == sizeof folded) { /* cut between code points, and say so */
        n -= 4;
        while (n && ((unsigned char)folded[n] & 0xC0) == 0x80)
            n--;
        memcpy(folded + n, "…", strlen("…"));
        n += strlen("…");
    }
    return keep_text(b, folded, n);
}

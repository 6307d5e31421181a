/* cycle_world.c: see cycle_world.h. */
#include "ir/cycle_world.h"

#include "base/bitset.h"
#include "base/strbuf.h"

#include <string.h>

/* Clamping of months depends on the date; the calendar repeats after 400 years. */
#define CALENDAR_PERIOD 146097

void cycle_box_init(struct cycle_box *box, const struct ir *ir, struct arena *arena)
{
    box->ir = ir;
    box->cells = ARENA_ARRAY(arena, uint64_t *, ir->columns.count + 1);
    for (size_t i = 0; i < ir->columns.count; i++) {
        uint32_t cells = ir->columns.items[i].cell_count;
        box->cells[i] = ARENA_ARRAY(arena, uint64_t, bitset_words(cells));
        bitset_add_range(box->cells[i], 0, cells);
    }
}

static bool in_literal(const struct ir *ir, const struct ir_literal *literal, uint32_t cell)
{
    for (uint32_t i = 0; i < literal->range_count; i++) {
        const struct ir_range *r = &ir->ranges.items[literal->first_range + i];
        if (cell >= r->low && cell <= r->high)
            return true;
    }
    return false;
}

void cycle_box_literal(const struct cycle_box *box, uint32_t literal, bool *some, bool *all)
{
    const struct ir_literal *l = &box->ir->literals.items[literal];
    uint32_t cells = box->ir->columns.items[l->column].cell_count;
    const uint64_t *set = box->cells[l->column];
    *some = false;
    *all = true;
    for (size_t c = bitset_next(set, cells, 0); c < cells; c = bitset_next(set, cells, c + 1)) {
        if (in_literal(box->ir, l, (uint32_t)c))
            *some = true;
        else
            *all = false;
    }
}

uint64_t *cycle_box_narrow(struct cycle_box *box, uint32_t literal, bool inside,
                           struct arena *arena)
{
    const struct ir_literal *l = &box->ir->literals.items[literal];
    uint32_t cells = box->ir->columns.items[l->column].cell_count;
    uint64_t *set = box->cells[l->column];
    uint64_t *saved = arena_copy(arena, set, bitset_words(cells) * sizeof *set);
    for (size_t c = bitset_next(saved, cells, 0); c < cells; c = bitset_next(saved, cells, c + 1))
        if (in_literal(box->ir, l, (uint32_t)c) != inside)
            bitset_remove(set, c);
    if (bitset_next(set, cells, 0) < cells)
        return saved;
    cycle_box_restore(box, literal, saved);
    return NULL;
}

void cycle_box_restore(struct cycle_box *box, uint32_t literal, uint64_t *saved)
{
    uint32_t column = box->ir->literals.items[literal].column;
    uint32_t cells = box->ir->columns.items[column].cell_count;
    memcpy(box->cells[column], saved, bitset_words(cells) * sizeof *saved);
}

/* Is there a day of the event, or never, that fits all its columns on this date? */
static bool event_fits(const struct cycle_box *box, uint32_t var, int64_t date)
{
    const struct ir *ir = box->ir;
    uint32_t first = ir->var_first_column[var];
    int64_t after = INT64_MIN, latest = INT64_MAX; /* after < day <= latest */
    for (uint32_t i = first; i < first + ir->var_column_count[var]; i++) {
        const struct ir_column *c = &ir->columns.items[i];
        int64_t start =
            date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
        bool may = bitset_has(box->cells[i], 1), may_not = bitset_has(box->cells[i], 0);
        if (!may && start > after)
            after = start;
        if (!may_not && start < latest)
            latest = start;
    }
    return after < latest;
}

static bool date_fits(const struct cycle_box *box, int64_t date)
{
    const struct vocab *vocab = &box->ir->model->vocab;
    for (uint32_t var = 0; var < vocab->var_count; var++)
        if (vocab->vars[var].kind == VAR_EVENT && !event_fits(box, var, date))
            return false;
    return true;
}

static bool some_date_fits(const struct cycle_box *box, int64_t low, int64_t high)
{
    if (high - low >= CALENDAR_PERIOD)
        high = low + CALENDAR_PERIOD - 1;
    for (int64_t date = low; date <= high; date++)
        if (date_fits(box, date))
            return true;
    return false;
}

bool cycle_box_realisable(const struct cycle_box *box)
{
    const struct ir *ir = box->ir;
    if (ir->var_column_count[VOCAB_DATE] == 0)
        return some_date_fits(box, DATE_FIRST, DATE_LAST);
    uint32_t column = ir->var_first_column[VOCAB_DATE];
    const struct ir_column *c = &ir->columns.items[column];
    for (uint32_t cell = 0; cell < c->cell_count; cell++) {
        int64_t low = ir->cuts.items[c->first_cut + cell];
        int64_t high = cell + 1 < c->cell_count ? ir->cuts.items[c->first_cut + cell + 1] - 1
                                                : DATE_LAST;
        if (bitset_has(box->cells[column], cell) && some_date_fits(box, low, high))
            return true;
    }
    return false;
}

/* ---- words ------------------------------------------------------------------------------ */

static void describe_value(const struct ir *ir, const struct ir_column *c, uint32_t cell,
                           struct strbuf *out)
{
    static const char *const units[] = {"days", "months", "years"};
    const struct vocab *vocab = &ir->model->vocab;
    const struct vocab_var *v = &vocab->vars[c->var];
    const char *name = vocab_string(vocab, v->name);
    char day[DATE_TEXT];
    int64_t value = c->kind == COLUMN_SINCE ? 0 : ir->cuts.items[c->first_cut + cell];
    switch ((enum ir_column_kind)c->kind) {
    case COLUMN_LEAF:
        strbuf_printf(out, "%s is %s", name, vocab_leaf_name(vocab, c->var, (uint32_t)value));
        return;
    case COLUMN_NUMBER:
        if (v->kind == VAR_NUMBER) {
            strbuf_printf(out, "%s = %lld", name, (long long)value);
            return;
        }
        date_format(value, day);
        strbuf_printf(out, "%s is %s", c->var == VOCAB_DATE ? "date" : name, day);
        return;
    case COLUMN_SINCE:
        if (c->count == 0)
            strbuf_printf(out, "%s has %soccurred", name, cell ? "" : "not ");
        else
            strbuf_printf(out, "%s %s %lld %s ago", name,
                          cell ? "occurred at least" : "did not occur", (long long)c->count,
                          units[c->unit]);
        return;
    case COLUMN_READING:
        strbuf_printf(out, "%s as read by %s", vocab_string(vocab, vocab->terms[v->term].name),
                      vocab_string(vocab,
                                   vocab->readings[vocab->terms[v->term].first_reading + cell].label));
        return;
    }
}

const char *cycle_box_describe(const struct cycle_box *box, struct arena *arena)
{
    struct strbuf out;
    strbuf_init(&out, arena);
    for (size_t i = 0; i < box->ir->columns.count; i++) {
        const struct ir_column *c = &box->ir->columns.items[i];
        if (bitset_count(box->cells[i], bitset_words(c->cell_count)) == c->cell_count)
            continue;
        if (out.count)
            strbuf_text(&out, " and ");
        describe_value(box->ir, c, (uint32_t)bitset_next(box->cells[i], c->cell_count, 0), &out);
    }
    if (!out.count)
        strbuf_text(&out, "anything is deployed");
    return strbuf_string(&out);
}

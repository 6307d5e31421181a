/* norms.c: where single norms are effective, what a number can be there, what is owed.
 *
 * A range is found from its ends. The least value at which a norm is effective lies in the
 * first cell of the number's column that has a world with the norm effective; that cell is
 * found by halving the column, with one search for each half, so a column of n cells costs
 * about 2 log n searches. All values of a cell have the same worlds beside them, so the end
 * of the cell's values that the description allows is the end of the range, exactly.
 */
#include "eval/norms.h"

#include "eval/report.h"

#include <stdlib.h>

static const struct candidates nothing = {NULL, 0, 0};

/* A fresh budget for the next search; keeps in mind that an earlier one ran out. */
static void begin_search(struct evaluator *ev, bool *unresolved)
{
    *unresolved = *unresolved || ev->gave_up;
    ev->gave_up = false;
    ev->left = ev->budget;
}

static void end_search(const struct evaluator *ev, bool *unresolved)
{
    *unresolved = *unresolved || ev->gave_up;
}

/* The box of a description; bound descriptions hold a world. */
static struct box *begin(struct evaluator *ev, const struct value_set *sets)
{
    struct box *box = session_begin(ev, sets);
    if (!box)
        guard_raise(ev->work.guard, FAULT_BUG);
    return box;
}

/* ---- sets and cells ---------------------------------------------------------------------- */

static const struct interval *interval_of(const struct value_set *set, uint32_t i)
{
    return i == 0 ? &set->first : &set->more[i - 1];
}

bool eval_set_within(const struct value_set *set, struct interval within, struct arena *arena,
                     struct value_set *out)
{
    struct interval *items = arena_alloc(arena, (set->more_count + 1u) * sizeof *items);
    uint32_t count = 0;
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *v = interval_of(set, i);
        struct interval part = {v->low > within.low ? v->low : within.low,
                                v->high < within.high ? v->high : within.high};
        if (part.low <= part.high)
            items[count++] = part;
    }
    if (count == 0)
        return false;
    *out = *set;
    out->first = items[0];
    out->more = count > 1 ? items + 1 : NULL;
    out->more_count = count - 1;
    return true;
}

static struct interval cell_values(const struct evaluator *ev, uint32_t column, uint32_t cell)
{
    const struct table_column *c = &ev->table->columns[column];
    const int64_t *cuts = ev->table->cuts + c->first_cut;
    struct interval values = {cell ? cuts[cell] : INT64_MIN,
                              cell + 1 < c->cell_count ? cuts[cell + 1] - 1 : INT64_MAX};
    return values;
}

static bool narrow_to(struct evaluator *ev, struct box *box, uint32_t column, uint32_t low,
                      uint32_t high)
{
    const struct table_column *c = &ev->table->columns[column];
    struct split split = {.column = column, .small = c->small != 0, .low = low, .high = high};
    if (split.small) {
        uint32_t width = high - low + 1;
        uint64_t run = width == 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1;
        split.cells = run << low << c->shift;
    }
    return box_narrow(ev, box, &split, true);
}

static size_t event_pieces(struct evaluator *ev, const struct value_set *set, uint32_t event,
                           struct arena *arena, struct value_set **out)
{
    const struct event_axis *axis = &ev->events[event];
    struct value_set *pieces = ARENA_ARRAY(arena, struct value_set, axis->count);
    size_t count = 0;
    for (uint32_t a = 0; a < axis->count; a++) {
        struct interval days = {axis->low[a],
                                a + 1 < axis->count ? axis->low[a + 1] - 1 : DATE_NEVER};
        count += eval_set_within(set, days, arena, &pieces[count]);
    }
    *out = pieces;
    return count;
}

size_t eval_pieces(struct evaluator *ev, const struct value_set *sets, uint32_t var,
                   struct arena *arena, const struct value_set **out)
{
    struct value_set *pieces = NULL;
    size_t count = 0;
    begin(ev, sets);
    if (ev->table->var_column_count[var] == 0) {
        *out = &sets[var];
        return 1;
    }
    if (ev->var_event[var] != IR_NONE) {
        count = event_pieces(ev, &sets[var], ev->var_event[var], arena, &pieces);
        *out = pieces;
        return count;
    }
    uint32_t column = ev->table->var_first_column[var];
    uint32_t cells = ev->table->columns[column].cell_count;
    pieces = ARENA_ARRAY(arena, struct value_set, cells);
    for (uint32_t cell = 0; cell < cells; cell++)
        count += eval_set_within(&sets[var], cell_values(ev, column, cell), arena, &pieces[count]);
    *out = pieces;
    return count;
}

/* ---- ranges --------------------------------------------------------------------------------- */

struct range_search {
    struct evaluator *ev;
    struct question question;
    uint32_t column;
    bool from_below; /* the first cell is looked for, else the last */
    bool *unresolved;
};

/* The first or last of the cells low..high in which the norm is effective somewhere. */
static bool find_end(const struct range_search *s, const struct box *box, uint32_t low,
                     uint32_t high, uint32_t *out)
{
    struct evaluator *ev = s->ev;
    struct arena_mark mark = arena_mark(&ev->work);
    struct box *part = box_new(ev, &ev->work);
    box_copy(ev, part, box);
    bool found = narrow_to(ev, part, s->column, low, high);
    if (found) {
        begin_search(ev, s->unresolved);
        found = (explore_answers(ev, part, &nothing, &s->question, 2) & ANSWER_YES) != 0;
    }
    if (found && low < high) {
        uint32_t middle = low + (high - low) / 2;
        found = s->from_below ? find_end(s, part, low, middle, out)
                                    || find_end(s, part, middle + 1, high, out)
                              : find_end(s, part, middle + 1, high, out)
                                    || find_end(s, part, low, middle, out);
    } else if (found) {
        *out = low;
    }
    arena_rewind(&ev->work, mark);
    return found;
}

struct eval_range eval_norm_range(struct evaluator *ev, const struct value_set *sets,
                                  uint32_t norm, uint32_t var, bool *unresolved)
{
    const struct value_set *set = &sets[var];
    struct eval_range range = {TRUTH_NO, set->first.low,
                               interval_of(set, set->more_count)->high};
    struct range_search s = {ev, {.kind = ASK_NORM, .id = norm}, 0, true, unresolved};
    struct box *box = begin(ev, sets);
    begin_search(ev, unresolved);
    uint8_t answers = explore_answers(ev, box, &nothing, &s.question, 2);
    if (answers != ANSWER_NO)
        range.effective = answers == ANSWER_YES ? TRUTH_YES : TRUTH_MAYBE;
    if (range.effective == TRUTH_MAYBE && box_var_open(ev, box, var)) {
        struct arena_mark mark = arena_mark(&ev->work);
        struct value_set values;
        uint32_t cell;
        s.column = ev->table->var_first_column[var];
        uint32_t last = ev->table->columns[s.column].cell_count - 1;
        if (find_end(&s, box, 0, last, &cell)
            && eval_set_within(set, cell_values(ev, s.column, cell), &ev->work, &values))
            range.low = values.first.low;
        s.from_below = false;
        if (find_end(&s, box, 0, last, &cell)
            && eval_set_within(set, cell_values(ev, s.column, cell), &ev->work, &values))
            range.high = interval_of(&values, values.more_count)->high;
        arena_rewind(&ev->work, mark);
    }
    end_search(ev, unresolved);
    return range;
}

bool eval_norm_matters(struct evaluator *ev, const struct value_set *sets, uint32_t norm,
                       uint32_t var, bool *unresolved)
{
    struct question question = {.kind = ASK_NORM, .id = norm};
    struct box *box = begin(ev, sets);
    if (!box_var_open(ev, box, var))
        return false;
    bool matters = explore_matters(ev, box, &nothing, &question, var);
    end_search(ev, unresolved);
    return matters;
}

/* ---- duties ----------------------------------------------------------------------------------- */

/* What the question about one duty needs: its own records; with a breach also whatever may
 * contest the prohibitions that it looks at. */
static struct candidates duty_candidates(struct evaluator *ev, const struct box *box,
                                         uint32_t norm)
{
    const struct table *t = ev->table;
    if (t->norms[norm].flags & NORM_IN_BREACH)
        return gather_candidates(ev, box, true, true, &ev->work);
    const struct table_node *node = &t->nodes[norm];
    struct candidate *items = arena_alloc(&ev->work, (node->record_count + 1u) * sizeof *items);
    size_t count = 0;
    for (uint32_t i = 0; i < node->record_count; i++) {
        const unsigned char *record = table_record(t, node->first_record + i);
        enum eval_truth truth = truth_of_record(ev, box, record);
        if (truth != TRUTH_NO)
            items[count++] = (struct candidate){record, norm, t->norms[norm].clause,
                                                t->norms[norm].sign, (uint8_t)truth};
    }
    return (struct candidates){items, count, count};
}

static enum eval_status status_in(struct evaluator *ev, const struct box *box, uint32_t norm,
                                  bool *unresolved)
{
    struct question question = {.kind = ASK_DUTY, .id = norm};
    struct arena_mark mark = arena_mark(&ev->work);
    struct candidates c = duty_candidates(ev, box, norm);
    begin_search(ev, unresolved);
    struct by_reading answers = explore_readings(ev, box, &c, &question, false);
    end_search(ev, unresolved);
    arena_rewind(&ev->work, mark);
    return report_duty_status(&answers);
}

enum eval_status eval_duty(struct evaluator *ev, const struct value_set *sets, uint32_t norm,
                           bool *unresolved)
{
    return status_in(ev, begin(ev, sets), norm, unresolved);
}

bool eval_duty_matters(struct evaluator *ev, const struct value_set *sets, uint32_t norm,
                       uint32_t var, bool *unresolved)
{
    struct question question = {.kind = ASK_DUTY, .id = norm};
    struct box *box = begin(ev, sets);
    if (!box_var_open(ev, box, var))
        return false;
    struct candidates c = duty_candidates(ev, box, norm);
    bool matters = explore_matters(ev, box, &c, &question, var);
    end_search(ev, unresolved);
    return matters;
}

static int by_norm(const void *a, const void *b)
{
    const struct eval_duty *x = a, *y = b;
    return (x->norm > y->norm) - (x->norm < y->norm);
}

size_t eval_duties(struct evaluator *ev, const struct value_set *sets, struct arena *arena,
                   const struct eval_duty **out, bool *unresolved)
{
    const struct table *t = ev->table;
    struct box *box = begin(ev, sets);
    struct candidates all = gather_candidates(ev, box, false, true, &ev->work);
    struct eval_duty *duties = ARENA_ARRAY(arena, struct eval_duty, all.permits + 1);
    size_t found = 0, kept = 0;
    uint32_t last = IR_NONE;
    for (size_t i = 0; i < all.permits; i++)
        if (all.items[i].sign == SIGN_DUTY && t->norms[all.items[i].norm].form == FORM_OWES)
            duties[found++].norm = all.items[i].norm;
    if (found)
        qsort(duties, found, sizeof *duties, by_norm);
    for (size_t i = 0; i < found; i++) {
        struct eval_duty duty = duties[i];
        if (duty.norm == last)
            continue;
        last = duty.norm;
        duty.status = status_in(ev, box, duty.norm, unresolved);
        if (duty.status != DUTY_NOT_DUE)
            duties[kept++] = duty;
    }
    *out = duties;
    return kept;
}

/* report_turns.c: what a verdict turns on: the terms and facts that matter, the verdict per
 * reading, and the values of a fact that would settle it. */
#include "eval/report.h"

static const struct question verdict_question = {.kind = ASK_VERDICT};

static bool settled(const struct report *r)
{
    uint8_t p = r->result->possible;
    return (p & (p - 1)) == 0;
}

static bool matters(struct report *r, uint32_t var)
{
    if (!box_var_open(r->ev, r->box, var))
        return false;
    if (report_spent(r)) {
        r->result->turns_open = true;
        return true;
    }
    report_question(r);
    bool matter = explore_matters(r->ev, r->box, &r->all, &verdict_question, var);
    r->result->turns_open = r->result->turns_open || r->ev->gave_up;
    return matter;
}

/* ---- readings ----------------------------------------------------------------------------------- */

static enum eval_verdict verdict_in(struct report *r, const struct box *box)
{
    if (report_spent(r))
        return EVAL_UNDETERMINED;
    /* afresh: where the narrowed column is a pivot that finds the few that are left */
    struct candidates c = gather_candidates(r->ev, box, false, false, &r->ev->work);
    report_question(r);
    return explore_verdict(r->ev, box, &c);
}

/* One combination, numbered with the last term changing fastest; false when the box does
 * not allow it (a reading that the command line or a ruling fixed). */
static bool reading_row(struct report *r, size_t number, struct eval_reading *out)
{
    const struct vocab *vocab = &r->ev->table->vocab;
    uint32_t *readings = ARENA_ARRAY(r->arena, uint32_t, r->result->term_count);
    struct arena_mark mark = arena_mark(&r->ev->work);
    struct box *box = box_new(r->ev, &r->ev->work);
    bool allowed = true;
    box_copy(r->ev, box, r->box);
    for (size_t i = r->result->term_count; i-- > 0;) {
        const struct vocab_term *term = &vocab->terms[r->result->terms[i]];
        readings[i] = (uint32_t)(number % term->reading_count);
        number /= term->reading_count;
        allowed = allowed
                  && box_fix_cell(r->ev, box, r->ev->table->var_first_column[term->var],
                                  readings[i]);
    }
    if (allowed) {
        out->readings = readings;
        out->verdict = verdict_in(r, box);
    }
    arena_rewind(&r->ev->work, mark);
    return allowed;
}

#define READING_ROWS_LIMIT 4096 /* beyond it no rows are listed; the terms still are */

static void report_readings(struct report *r)
{
    const struct vocab *vocab = &r->ev->table->vocab;
    uint32_t *terms = ARENA_ARRAY(r->arena, uint32_t, vocab->term_count + 1);
    size_t rows = 1;
    for (uint32_t t = 0; t < vocab->term_count; t++) {
        if (vocab->terms[t].var == VOCAB_NONE || !matters(r, vocab->terms[t].var))
            continue;
        terms[r->result->term_count++] = t;
        rows = rows > READING_ROWS_LIMIT ? rows : rows * vocab->terms[t].reading_count;
    }
    r->result->terms = terms;
    if (r->result->term_count == 0 || rows > READING_ROWS_LIMIT)
        return;
    struct eval_reading *list = ARENA_ARRAY(r->arena, struct eval_reading, rows);
    for (size_t i = 0; i < rows; i++)
        if (reading_row(r, i, &list[r->result->reading_count]))
            r->result->reading_count++;
    r->result->readings = list;
}

/* ---- facts ---------------------------------------------------------------------------------------- */

struct settling {
    struct report *r;
    VEC(struct eval_settles) list;
    bool joins; /* the next values follow directly on the last ones */
};

static void add_values(struct settling *s, int64_t low, int64_t high, enum eval_verdict verdict)
{
    struct eval_settles *last = s->list.count ? &s->list.items[s->list.count - 1] : NULL;
    if (last && s->joins && last->verdict == verdict && last->values.high != INT64_MAX
        && last->values.high + 1 == low) {
        last->values.high = high;
        return;
    }
    struct eval_settles values = {{low, high}, verdict};
    VEC_PUSH(s->r->arena, &s->list, values);
    s->joins = true;
}

/* The values of a cell that the description allows, each run with the cell's verdict. */
static void add_cell(struct settling *s, uint32_t var, int64_t low, int64_t high,
                     enum eval_verdict verdict)
{
    const struct value_set *set = &s->r->sets[var];
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *v = i ? &set->more[i - 1] : &set->first;
        int64_t from = v->low > low ? v->low : low, to = v->high < high ? v->high : high;
        if (from <= to)
            add_values(s, from, to, verdict);
    }
}

static int64_t cell_end(const struct evaluator *ev, const struct table_column *c, uint32_t cell)
{
    const struct vocab_var *v = &ev->table->vocab.vars[c->var];
    if (cell + 1 < c->cell_count)
        return ev->table->cuts[c->first_cut + cell + 1] - 1;
    if (c->kind == COLUMN_LEAF)
        return (int64_t)v->leaf_count - 1;
    return v->kind == VAR_NUMBER ? v->high : DATE_LAST;
}

static void settle_column(struct settling *s, uint32_t var)
{
    struct evaluator *ev = s->r->ev;
    uint32_t column = ev->table->var_first_column[var];
    const struct table_column *c = &ev->table->columns[column];
    struct box *box = box_new(ev, &ev->work);
    for (uint32_t cell = 0; cell < c->cell_count && !report_spent(s->r); cell++) {
        struct arena_mark mark = arena_mark(&ev->work);
        box_copy(ev, box, s->r->box);
        if (box_fix_cell(ev, box, column, cell)) {
            enum eval_verdict verdict = verdict_in(s->r, box);
            if (verdict != EVAL_UNDETERMINED)
                add_cell(s, var, ev->table->cuts[c->first_cut + cell], cell_end(ev, c, cell),
                         verdict);
            else
                s->joins = false;
        }
        arena_rewind(&ev->work, mark);
    }
}

static void settle_event(struct settling *s, uint32_t event)
{
    struct evaluator *ev = s->r->ev;
    const struct event_axis *axis = &ev->events[event];
    struct box *box = box_new(ev, &ev->work);
    for (uint32_t a = 0; a < axis->count && !report_spent(s->r); a++) {
        struct arena_mark mark = arena_mark(&ev->work);
        box_copy(ev, box, s->r->box);
        box_fix_alternative(ev, box, event, a);
        enum eval_verdict verdict = verdict_in(s->r, box);
        if (verdict != EVAL_UNDETERMINED)
            add_cell(s, axis->var, axis->low[a], axis->high[a], verdict);
        else
            s->joins = false;
        arena_rewind(&ev->work, mark);
    }
}

static void report_fact(struct report *r, uint32_t var, struct eval_matter *out)
{
    struct settling s = {.r = r};
    out->var = var;
    if (r->brief)
        return;
    if (r->ev->var_event[var] != IR_NONE)
        settle_event(&s, r->ev->var_event[var]);
    else
        settle_column(&s, var);
    out->settles = s.list.items;
    out->settle_count = s.list.count;
}

void report_turns(struct report *r)
{
    const struct vocab *vocab = &r->ev->table->vocab;
    struct eval_matter *facts = ARENA_ARRAY(r->arena, struct eval_matter, vocab->var_count + 1);
    r->result->facts = facts;
    if (settled(r))
        return;
    report_readings(r);
    if (r->result->verdict != EVAL_UNDETERMINED)
        return; /* the vector over the readings is constant, so no fact matters */
    for (uint32_t var = 0; var < vocab->var_count; var++)
        if (vocab->vars[var].kind != VAR_READING && matters(r, var))
            report_fact(r, var, &facts[r->result->fact_count++]);
}

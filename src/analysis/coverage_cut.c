/* coverage_cut.c: where the search for a case cuts a box, and the two parts.
 *
 * A look at a test takes the bounds of eval/ and, where these are open, the literal along which
 * the search there would cut, so each cut decides something of the test. Only what a
 * description can say is cut: what is redacted stays open. A part is a set of values, not one
 * of them: `host is not Azure` is one part, however many hosts there are.
 */
#include "analysis/coverage_search.h"

/* ---- sets of values ------------------------------------------------------------------------------- */

static const struct interval *interval_at(const struct value_set *set, uint32_t i)
{
    return i ? &set->more[i - 1] : &set->first;
}

static bool has(const struct value_set *set, int64_t value)
{
    for (uint32_t i = 0; i <= set->more_count; i++)
        if (interval_at(set, i)->low <= value && value <= interval_at(set, i)->high)
            return true;
    return false;
}

struct intervals {
    VEC(struct interval) list;
};

static void add_values(struct finder *f, struct intervals *to, struct interval values)
{
    if (values.low <= values.high)
        VEC_PUSH(f->cover->work, &to->list, values);
}

/* What of the values is not in these intervals, which are sorted and disjoint. */
static void add_rest(struct finder *f, struct intervals *to, struct interval values,
                     const struct intervals *inside)
{
    for (size_t i = 0; i < inside->list.count; i++) {
        const struct interval *cut = &inside->list.items[i];
        if (cut->high < values.low || cut->low > values.high)
            continue;
        if (cut->low > values.low)
            add_values(f, to, (struct interval){values.low, cut->low - 1});
        if (cut->high >= values.high)
            return;
        values.low = cut->high + 1;
    }
    add_values(f, to, values);
}

static bool set_of(const struct intervals *from, struct value_set *out)
{
    *out = (struct value_set){.origin = VALUE_GIVEN};
    if (from->list.count == 0)
        return false;
    out->first = from->list.items[0];
    out->more = from->list.items + 1;
    out->more_count = (uint32_t)from->list.count - 1;
    return true;
}

/* The parts of a set inside and outside; false when one of them is empty. */
static bool part(struct finder *f, const struct value_set *set, const struct intervals *inside,
                 struct finder_cut *out)
{
    struct intervals in = {0}, rest = {0};
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *values = interval_at(set, i);
        add_rest(f, &rest, *values, inside);
        for (size_t k = 0; k < inside->list.count; k++) {
            const struct interval *v = &inside->list.items[k];
            add_values(f, &in, (struct interval){v->low > values->low ? v->low : values->low,
                                                 v->high < values->high ? v->high : values->high});
        }
    }
    return set_of(&in, &out->parts[0]) && set_of(&rest, &out->parts[1]);
}

/* ---- the values of cells -------------------------------------------------------------------------- */

/* A set of cells becomes values on the date of the box, or of its other side. */
struct reader {
    struct finder *f;
    int64_t date;
    struct intervals *out;
};

/* The last day of an event on which its column holds. */
static int64_t latest(const struct table_column *c, int64_t date)
{
    return date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
}

/* Of a column that counts from an event its days that are early enough. */
static void add_cells(const struct reader *r, const struct table_column *c, uint32_t low,
                      uint32_t high)
{
    if (c->kind == COLUMN_SINCE) {
        if (r->out->list.count == 0)
            add_values(r->f, r->out, (struct interval){INT64_MIN, latest(c, r->date)});
        return;
    }
    const int64_t *cuts = r->f->table->cuts + c->first_cut;
    high = high < c->cell_count ? high : c->cell_count - 1;
    add_values(r->f, r->out, (struct interval){low ? cuts[low] : INT64_MIN,
                                               high + 1 < c->cell_count ? cuts[high + 1] - 1
                                                                        : INT64_MAX});
}

static void add_split(const struct reader *r, const struct split *split)
{
    const struct table_column *c = &r->f->table->columns[split->column];
    if (!split->small) {
        add_cells(r, c, split->low, split->high);
        return;
    }
    for (uint32_t cell = 0; cell < c->cell_count; cell++)
        if (split->cells >> c->shift >> cell & 1)
            add_cells(r, c, cell, cell);
}

/* ---- where to cut ---------------------------------------------------------------------------------- */

static struct question question_of(const struct finder *f, const struct cover_test *test)
{
    struct question question = {.id = test->id};
    switch ((enum cover_ask)test->ask) {
    case COVER_MET:
        question.kind = ASK_MET;
        break;
    case COVER_HIT:
        question.kind = ASK_HIT;
        break;
    case COVER_EFFECTIVE:
        question.kind = ASK_NORM;
        break;
    case COVER_ATOM:
        question.kind = ASK_EXPR;
        question.id = f->table->named[test->atom->axis - f->table->columns_count].expr;
        break;
    }
    return question;
}

/* An atom of a row that looks at one column is told by its cells. */
static enum eval_truth look_at_cells(struct finder *f, const struct cover_test *test,
                                     const struct value_set *sets, struct finder_cut *cut,
                                     struct intervals *inside)
{
    const struct reader reader = {f, sets[VOCAB_DATE].first.low, inside};
    const struct table_column *c = &f->table->columns[test->atom->axis];
    enum eval_truth truth = cover_truth(f->cover, test, sets);
    cut->var = c->var;
    if (truth == TRUTH_MAYBE && f->table->vocab.vars[c->var].role != VAR_ROLE_REDACTED)
        for (uint32_t i = 0; i < test->atom->count; i++)
            add_cells(&reader, c, test->atom->ranges[i].low, test->atom->ranges[i].high);
    return truth;
}

/* The bounds of a test, and where the search of eval/ would cut. Where only what nobody can say
 * is left to cut, the truth itself: no cut changes it. */
static enum eval_truth look_at_nodes(struct finder *f, const struct cover_test *test,
                                     const struct value_set *sets, struct finder_cut *cut,
                                     struct intervals *inside)
{
    const struct reader reader = {f, sets[VOCAB_DATE].first.low, inside};
    const struct candidates none = {NULL, 0, 0};
    const struct question question = question_of(f, test);
    struct evaluator *ev = f->cover->ev;
    struct box *box = session_begin(ev, sets);
    struct split split;
    if (!box)
        return TRUTH_NO;
    uint8_t answers = question_bounds(ev, box, &none, &question);
    /* of a name an atom may also say that it does not hold */
    uint8_t yes = test->ask == COVER_ATOM && test->atom->ranges[0].low == 0 ? ANSWER_NO : ANSWER_YES;
    if (answers == ANSWER_NO || answers == ANSWER_YES)
        return answers == yes ? TRUTH_YES : TRUTH_NO;
    if (!split_find(ev, box, &none, &question, SPLIT_SAID, &split)) {
        f->cover->open = false;
        enum eval_truth truth = cover_truth(f->cover, test, sets);
        f->open = f->open || f->cover->open;
        return truth;
    }
    cut->var = f->table->columns[split.column].var;
    add_split(&reader, &split);
    return TRUTH_MAYBE;
}

/* The value by which the likelier part is told. Where an event of one leaf is moved, that is the leaf: what
 * looks at the event of the leaf that a fact has does not see it with another. */
static int64_t wanted(const struct finder *f, uint32_t var)
{
    const struct vocab *vocab = &f->table->vocab;
    const struct vocab_family *family =
        f->way->cross.since == IR_NONE ? NULL : vocab_family_of(vocab, f->way->cross.var);
    if (family && vocab->vars[var].kind == VAR_LEAF
        && vocab->vars[var].leaf_kind == family->leaf_kind) {
        int64_t leaf = (int64_t)f->way->cross.var - family->first_var;
        if (has(&f->sets[var], leaf))
            return leaf;
    }
    return finder_likely(f, var, &f->sets[var]);
}

enum eval_truth finder_look(struct finder *f, const struct cover_test *test,
                            const struct value_set *sets, struct finder_cut *cut)
{
    struct intervals inside = {0};
    bool cells = test->ask == COVER_ATOM && test->atom->axis < f->table->columns_count;
    enum eval_truth truth = cells ? look_at_cells(f, test, sets, cut, &inside)
                                  : look_at_nodes(f, test, sets, cut, &inside);
    if (truth != TRUTH_MAYBE)
        return truth == (test->holds ? TRUTH_YES : TRUTH_NO) ? TRUTH_YES : TRUTH_NO;
    if (inside.list.count == 0)
        return TRUTH_NO; /* it hangs on what nobody can say */
    if (!part(f, &f->sets[cut->var], &inside, cut))
        guard_raise(f->cover->work->guard, FAULT_BUG); /* open, yet not to be cut */
    if (!has(&cut->parts[0], wanted(f, cut->var))) {
        struct value_set first = cut->parts[1];
        cut->parts[1] = cut->parts[0];
        cut->parts[0] = first;
    }
    return TRUTH_MAYBE;
}

/* ---- the likeliest value ------------------------------------------------------------------------- */

static int64_t nearest(const struct value_set *set, int64_t day)
{
    int64_t best = set->first.low;
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *v = interval_at(set, i);
        int64_t near = day < v->low ? v->low : day > v->high ? v->high : day;
        int64_t far = near > day ? near - day : day - near;
        if (far < (best > day ? best - day : day - best))
            best = near;
    }
    return best;
}

int64_t finder_likely(const struct finder *f, uint32_t var, const struct value_set *set)
{
    const struct vocab_var *v = &f->table->vocab.vars[var];
    if (v->has_presumed && has(set, v->presumed_low))
        return v->presumed_low;
    if (v->kind == VAR_EVENT) /* what did not happen first, then what happened of late */
        return interval_at(set, set->more_count)->high;
    return v->kind == VAR_DAY ? nearest(set, f->sets[VOCAB_DATE].first.low) : set->first.low;
}

/* coverage.c: what a box covers.
 *
 * Readings are taken one combination at a time, so that every test is about facts alone and
 * a conjunction is certain exactly when each of its tests is. What a norm or a node is over
 * the box at hand is asked once for all items. An answer for which a budget did not suffice is
 * none: unless another test of the way fails, the item stays open.
 */
#include "analysis/coverage.h"

#include "eval/engine.h"

#include <string.h>

#define ASKS 3 /* of nodes: MET, HIT, EFFECTIVE */

struct coverage *cover_new(struct arena *arena, struct arena *work, struct evaluator *ev,
                        const struct table *table)
{
    struct coverage *cover = ARENA_NEW(arena, struct coverage);
    cover->arena = arena;
    cover->work = work;
    cover->ev = ev;
    cover->table = table;
    cover->budget = evaluator_share(ev, COVER_BUDGET);
    cover->pool = evaluator_share(ev, COVER_POOL);
    cover->memo = ARENA_ARRAY(arena, uint8_t, ASKS * cover->table->nodes_count + 1);
    cover_list(cover);
    uint64_t items = cover->items.count;
    cover->find_rest = evaluator_share(ev, COVER_PURSE + items * COVER_ITEM_WORK);
    cover->mark_rest = evaluator_share(ev, COVER_MARK_PURSE + items * items * COVER_TEST_WORK);
    return cover;
}

/* ---- atoms of rows ---------------------------------------------------------------------------- */

static const struct interval *interval_at(const struct value_set *set, uint32_t i)
{
    return i ? &set->more[i - 1] : &set->first;
}

static bool single(const struct value_set *set, int64_t *value)
{
    *value = set->first.low;
    return set->more_count == 0 && set->first.low == set->first.high;
}

/* Are the cells low..high inside the atom's, outside, or both? */
static enum eval_truth truth_of_cells(const struct case_atom *atom, uint32_t low, uint32_t high)
{
    for (uint32_t i = 0; i < atom->count; i++) {
        const struct ir_range *r = &atom->ranges[i];
        if (r->low <= low && high <= r->high)
            return TRUTH_YES;
        if (r->low <= high && low <= r->high)
            return TRUTH_MAYBE;
    }
    return TRUTH_NO;
}

static enum eval_truth truth_of_yes_no(const struct case_atom *atom, enum eval_truth truth)
{
    if (truth == TRUTH_MAYBE)
        return truth_of_cells(atom, 0, 1);
    uint32_t cell = truth == TRUTH_YES;
    return truth_of_cells(atom, cell, cell);
}

static enum eval_truth both(enum eval_truth x, enum eval_truth y)
{
    return x == y ? x : TRUTH_MAYBE;
}

/* Of a SINCE column: does the event lie on or before the latest day that still counts? */
static enum eval_truth truth_of_since(const struct table_column *c, const struct value_set *sets)
{
    const struct value_set *set = &sets[c->var];
    int64_t date = sets[VOCAB_DATE].first.low;
    int64_t latest =
        date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
    enum eval_truth result = TRUTH_NO;
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *v = interval_at(set, i);
        enum eval_truth t = v->high <= latest  ? TRUTH_YES
                            : v->low > latest ? TRUTH_NO
                                              : TRUTH_MAYBE;
        result = i ? both(result, t) : t;
    }
    return result;
}

static enum eval_truth truth_of_atom(struct coverage *cover, const struct case_atom *atom,
                                     const struct value_set *sets)
{
    const struct table *t = cover->table;
    if (atom->axis >= t->columns_count) {
        uint32_t expr = t->named[atom->axis - t->columns_count].expr;
        return truth_of_yes_no(atom, eval_expr(cover->ev, sets, expr));
    }
    const struct table_column *c = &t->columns[atom->axis];
    if (c->kind == COLUMN_SINCE)
        return truth_of_yes_no(atom, truth_of_since(c, sets));
    const struct value_set *set = &sets[c->var];
    enum eval_truth result = TRUTH_NO;
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *v = interval_at(set, i);
        enum eval_truth truth = truth_of_cells(atom, table_cell(t, atom->axis, v->low),
                                               table_cell(t, atom->axis, v->high));
        result = i ? both(result, truth) : truth;
    }
    return result;
}

/* ---- tests -------------------------------------------------------------------------------------- */

static enum eval_truth truth_of_test(struct coverage *cover, const struct cover_test *test,
                                     const struct value_set *sets)
{
    switch ((enum cover_ask)test->ask) {
    case COVER_MET:
        return eval_node_met(cover->ev, sets, test->id);
    case COVER_HIT:
        return eval_node_hit(cover->ev, sets, test->id);
    case COVER_EFFECTIVE:
        return eval_norm_effective(cover->ev, sets, test->id);
    case COVER_ATOM:
        return truth_of_atom(cover, test->atom, sets);
    }
    return TRUTH_MAYBE;
}

enum eval_truth cover_truth(struct coverage *cover, const struct cover_test *test,
                            const struct value_set *sets)
{
    struct evaluator *ev = cover->ev;
    engine_charge(ev);
    ev->gave_up = false;
    enum eval_truth truth = truth_of_test(cover, test, sets);
    cover->open = cover->open || (truth == TRUTH_MAYBE && ev->gave_up);
    return truth;
}

#define MEMO_OPEN 4

/* TRUTH_MAYBE with cover->open set: nobody knows. */
static enum eval_truth known_truth(struct coverage *cover, const struct cover_test *test,
                                   const struct value_set *sets)
{
    if (test->ask == COVER_ATOM || test->crossed)
        return cover_truth(cover, test, sets);
    uint8_t *memo = &cover->memo[test->ask * cover->table->nodes_count + test->id];
    if (!*memo) {
        *memo = (uint8_t)(cover_truth(cover, test, sets) + 1);
        *memo = cover->open ? MEMO_OPEN : *memo;
    }
    cover->open = cover->open || *memo == MEMO_OPEN;
    return *memo == MEMO_OPEN ? TRUTH_MAYBE : (enum eval_truth)(*memo - 1);
}

int64_t cover_first_day(const struct table *t, uint32_t column, int64_t event)
{
    const struct table_column *c = &t->columns[column];
    return date_add(event, c->count, (enum date_unit)c->unit) + (c->past ? 1 : 0);
}

/* The day of an event with which the column is the other way on this date. */
static int64_t other_day(const struct table *t, uint32_t column, int64_t date, bool holds)
{
    const struct table_column *c = &t->columns[column];
    int64_t latest =
        date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
    return holds ? latest + 1 : latest;
}

bool cover_stands(struct coverage *cover, const struct cover_way *way,
                  const struct value_set *sets, const struct value_set **crossed)
{
    const struct cover_cross *cross = &way->cross;
    int64_t value, other = cross->other, date = sets[VOCAB_DATE].first.low;
    *crossed = sets;
    if (cross->var == IR_NONE)
        return true;
    if (!single(&sets[cross->var], &value))
        return false;
    if (cross->since != IR_NONE) {
        if (value == DATE_NEVER)
            return false;
        value = date - cover_first_day(cover->table, cross->since, value);
        other = other_day(cover->table, cross->since, date, value >= 0);
        if (other < DATE_FIRST)
            return false;
    }
    if (value != cross->at)
        return false;
    struct value_set *copy =
        arena_copy(cover->work, sets, cover->table->vocab.var_count * sizeof *sets);
    copy[cross->var].first.low = copy[cross->var].first.high = other;
    copy[cross->var].more_count = 0;
    *crossed = copy;
    return true;
}

/* YES and NO are certain; MAYBE: not settled. */
static enum eval_truth way_holds(struct coverage *cover, const struct cover_way *way,
                                 const struct value_set *sets)
{
    struct arena_mark mark = arena_mark(cover->work);
    const struct value_set *crossed;
    enum eval_truth holds = cover_stands(cover, way, sets, &crossed) ? TRUTH_YES : TRUTH_NO;
    for (uint32_t i = 0; i < way->count && holds != TRUTH_NO; i++) {
        const struct cover_test *test = &cover->tests.items[way->first + i];
        cover->open = false;
        enum eval_truth truth = known_truth(cover, test, test->crossed ? crossed : sets);
        if (truth != (test->holds ? TRUTH_YES : TRUTH_NO))
            holds = truth == TRUTH_MAYBE && cover->open ? TRUTH_MAYBE : TRUTH_NO;
    }
    arena_rewind(cover->work, mark);
    return holds;
}

static enum eval_truth item_holds(struct coverage *cover, const struct cover_item *item,
                                  const struct value_set *sets)
{
    enum eval_truth holds = TRUTH_NO;
    for (uint32_t i = 0; i < item->way_count && holds != TRUTH_YES; i++) {
        enum eval_truth way = way_holds(cover, &cover->ways.items[item->first_way + i], sets);
        holds = way > holds ? way : holds;
    }
    return holds;
}

/* ---- boxes -------------------------------------------------------------------------------------- */

/* The next combination of the readings that the box allows, the last variable fastest; false
 * after the last. Every reading is fixed in `sets`. */
static bool next_reading(const struct coverage *cover, const struct value_set *from,
                         struct value_set *sets)
{
    const struct vocab *vocab = &cover->table->vocab;
    for (uint32_t var = vocab->var_count; var-- > 0;) {
        if (vocab->vars[var].kind != VAR_READING)
            continue;
        int64_t next = sets[var].first.low + 1;
        bool more = next <= from[var].first.high;
        sets[var].first.low = sets[var].first.high = more ? next : from[var].first.low;
        if (more)
            return true;
    }
    return false;
}

static struct value_set *first_reading(const struct coverage *cover, const struct value_set *from)
{
    const struct vocab *vocab = &cover->table->vocab;
    struct value_set *sets = arena_copy(cover->work, from, vocab->var_count * sizeof *from);
    for (uint32_t var = 0; var < vocab->var_count; var++)
        if (vocab->vars[var].kind == VAR_READING)
            sets[var].first.high = sets[var].first.low;
    return sets;
}

static void forget(struct coverage *cover)
{
    memset(cover->memo, 0, ASKS * cover->table->nodes_count);
}

static void mark_item(struct coverage *cover, struct cover_item *item, const struct value_set *sets)
{
    enum eval_truth holds = item->covered ? TRUTH_YES : item_holds(cover, item, sets);
    item->covered = holds == TRUTH_YES;
    item->open = !item->covered && (item->open || holds == TRUTH_MAYBE);
}

static void leave_open(struct coverage *cover)
{
    for (size_t i = 0; i < cover->items.count; i++)
        cover->items.items[i].open = !cover->items.items[i].covered;
}

void cover_mark(struct coverage *cover, const struct value_set *from)
{
    struct arena_mark mark = arena_mark(cover->work);
    struct value_set *sets = first_reading(cover, from);
    size_t count = 0;
    do {
        if (count++ == COVER_READINGS || engine_broke(cover->ev)) {
            leave_open(cover);
            break;
        }
        forget(cover);
        for (size_t i = 0; i < cover->items.count; i++)
            mark_item(cover, &cover->items.items[i], sets);
    } while (next_reading(cover, from, sets));
    arena_rewind(cover->work, mark);
}

bool cover_has(struct coverage *cover, const struct value_set *from, const struct cover_way *way)
{
    struct arena_mark mark = arena_mark(cover->work);
    struct value_set *sets = first_reading(cover, from);
    size_t count = 0;
    bool has = false;
    do {
        forget(cover);
        has = way_holds(cover, way, sets) == TRUTH_YES;
    } while (!has && ++count < COVER_READINGS && !engine_broke(cover->ev)
             && next_reading(cover, from, sets));
    arena_rewind(cover->work, mark);
    return has;
}

/* ---- the purse ---------------------------------------------------------------------------------- */

#define PURSE_SHARE 5 /* one in so many parts of what is left, so that none leaves nothing for the others */

struct cover_purse cover_open_purse(struct coverage *cover, const uint64_t *rest)
{
    struct evaluator *ev = cover->ev;
    uint64_t share = *rest / PURSE_SHARE;
    struct cover_purse purse = {ev->purse, ev->worked};
    ev->purse = ev->worked + (share > COVER_ITEM_WORK ? share : COVER_ITEM_WORK);
    return purse;
}

void cover_close_purse(struct coverage *cover, struct cover_purse purse, uint64_t *rest)
{
    struct evaluator *ev = cover->ev;
    uint64_t used = ev->worked - purse.began;
    *rest -= used < *rest ? used : *rest;
    ev->purse = purse.before == UINT64_MAX ? UINT64_MAX : purse.before + used;
}

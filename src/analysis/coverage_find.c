/* coverage_find.c: a world that covers an item, and the least description of it.
 *
 * Way by way, day by day: everything starts open, and each test is asked of the box. One that
 * fails ends the branch; one that is open says where to cut the box (coverage_cut.c). With one
 * test this never goes wrong twice; with several it is a search, which has a budget: a small one
 * for each day of each way at first, a larger one where that was not enough. What an item spends
 * beyond its share comes out of a pool for all, which is filled again for those that are open when all have
 * had their turn; the purse keeps that short. Days are
 * tried at one day of each slice (space.h) and cell, the nearest to the policy's own first; slices
 * on which crossing a boundary changes nothing are passed over (coverage_cross.c). Events keep the
 * day that the policy says; only where that finds nothing may a case say another. What is
 * redacted stays open, since no case can give it: an item that hangs on it is out of reach.
 *
 * A found box is then made a description: facts that the verdict still hangs on get values,
 * and what can be left out without another verdict is left out.
 */
#include "analysis/coverage_search.h"

#define FIND_FIRST 60     /* on one day of one way, before the others have had their turn */
#define FIND_GROWTH 8     /* by how much that grows from round to round */

/* Is the purse empty? */
static bool spent(const struct finder *f)
{
    return engine_broke(f->cover->ev);
}

/* ---- the search ------------------------------------------------------------------------------------ */

/* Does the way hold, may it hold, or not? Of one that may, a cut of its first open test. */
static enum eval_truth look(struct finder *f, struct finder_cut *cut)
{
    struct finder_cut other;
    const struct value_set *crossed;
    enum eval_truth result = TRUTH_YES;
    if (!cover_stands(f->cover, f->way, f->sets, &crossed))
        return TRUTH_NO;
    for (uint32_t i = 0; i < f->way->count && result != TRUTH_NO; i++) {
        const struct cover_test *test = &f->cover->tests.items[f->way->first + i];
        enum eval_truth truth = finder_look(f, test, test->crossed ? crossed : f->sets,
                                            result == TRUTH_YES ? cut : &other);
        result = truth < result ? truth : result;
    }
    return result;
}

/* The box meets all tests: a description names one value of each set that was cut. */
static void settle_on_values(struct finder *f)
{
    for (uint32_t var = 1; var < f->vars; var++)
        if (f->narrowed[var])
            finder_fix(f, var, finder_likely(f, var, &f->sets[var]));
}

static bool search(struct finder *f);

static bool search_parts(struct finder *f, const struct finder_cut *cut)
{
    struct value_set before = f->sets[cut->var];
    bool narrowed = f->narrowed[cut->var];
    f->narrowed[cut->var] = true;
    for (int i = 0; i < 2; i++) {
        f->sets[cut->var] = cut->parts[i];
        if (search(f))
            return true;
    }
    f->sets[cut->var] = before;
    f->narrowed[cut->var] = narrowed;
    return false;
}

/* Leaves the box in f->sets when it finds one. */
static bool search(struct finder *f)
{
    if (spent(f)) {
        f->left = 0;
        f->open = true;
    }
    if (f->left == 0 || f->rest == 0) {
        f->cut = true;
        return false;
    }
    engine_charge(f->cover->ev);
    struct arena_mark mark = arena_mark(f->cover->work);
    f->left--;
    f->rest--;
    struct finder_cut cut;
    enum eval_truth truth = look(f, &cut);
    bool found = truth == TRUTH_YES || (truth == TRUTH_MAYBE && search_parts(f, &cut));
    if (truth == TRUTH_YES)
        settle_on_values(f);
    arena_rewind(f->cover->work, mark);
    return found;
}

/* ---- days ------------------------------------------------------------------------------------------ */

static void begin(struct finder *f, int64_t date)
{
    for (uint32_t var = 0; var < f->vars; var++) {
        f->sets[var] = finder_whole(f, var, date);
        f->said[var] = f->narrowed[var] = false;
    }
    finder_fix(f, VOCAB_DATE, date);
}

/* Stands the box on its side of the boundary; false when that cannot be on this day. */
static bool stand(struct finder *f, int64_t date)
{
    const struct cover_cross *cross = &f->way->cross;
    if (cross->var == IR_NONE || cross->var == VOCAB_DATE)
        return true;
    if (cross->since == IR_NONE) {
        finder_fix(f, cross->var, cross->at);
        return true;
    }
    if (finder_single(&f->sets[cross->var])) /* the day that the policy says */
        return cover_first_day(f->table, cross->since, f->sets[cross->var].first.low)
               == date - cross->at;
    const struct table_column *c = &f->table->columns[cross->since];
    int64_t start = date_latest_start(date - cross->at - (c->past ? 1 : 0), c->count,
                                      (enum date_unit)c->unit);
    if (start < DATE_FIRST || start > DATE_LAST
        || cover_first_day(f->table, cross->since, start) != date - cross->at)
        return false;
    finder_fix(f, cross->var, start);
    return true;
}

static bool search_on(struct finder *f, int64_t date)
{
    struct arena_mark mark = arena_mark(f->cover->work);
    if (date < DATE_FIRST || date > DATE_LAST)
        return false;
    begin(f, date);
    f->rest = f->each;
    bool found = stand(f, date) && search(f);
    arena_rewind(f->cover->work, mark);
    return found;
}

static int64_t inside(int64_t day, int64_t low, int64_t high)
{
    return day < low ? low : day > high ? high : day;
}

/* One day of low..high where nothing is crossed; else all that stand apart from its ends. */
static bool search_days(struct finder *f, int64_t low, int64_t high)
{
    int64_t near = inside(f->table->meta->dated, low, high);
    if (search_on(f, near))
        return true;
    if (f->way->cross.since == IR_NONE)
        return false;
    const int64_t days[] = {low, low + 1, low + 2, high - 1, high};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (days[i] >= low && days[i] <= high && days[i] != near && search_on(f, days[i]))
            return true;
    return false;
}

static bool search_slice(struct finder *f, const struct slice *slice)
{
    const struct table *t = f->table;
    if (t->var_column_count[VOCAB_DATE] == 0)
        return search_days(f, slice->low, slice->high);
    uint32_t column = t->var_first_column[VOCAB_DATE];
    const struct table_column *c = &t->columns[column];
    uint32_t first = table_cell(t, column, slice->low), last = table_cell(t, column, slice->high);
    uint32_t middle = table_cell(t, column, inside(t->meta->dated, slice->low, slice->high));
    for (uint32_t step = 0; step <= last - first; step++) { /* the cells from there on, then back */
        uint32_t cell = middle + step <= last ? middle + step : last - step;
        int64_t low = t->cuts[c->first_cut + cell];
        int64_t high = cell + 1 < c->cell_count ? t->cuts[c->first_cut + cell + 1] - 1 : DATE_LAST;
        if (search_days(f, low < slice->low ? slice->low : low,
                        high > slice->high ? slice->high : high))
            return true;
    }
    return false;
}

static bool search_way(struct finder *f, const struct space *space)
{
    const struct cover_cross *cross = &f->way->cross;
    if (cross->var == VOCAB_DATE)
        return search_on(f, cross->at);
    if (cross->since != IR_NONE) {
        struct value_set days = finder_whole(f, cross->var, 0);
        if (finder_single(&days))
            return search_on(f, cover_first_day(f->table, cross->since, days.first.low) + cross->at);
    }
    for (size_t i = 0; i < space->slice_count && f->left > 0; i++)
        if (finder_may_cross(f, space, i) && search_slice(f, &space->slices[i]))
            return true;
    return false;
}

/* ---- the description ------------------------------------------------------------------------------- */

/* What is not said is what it means when it is not said. */
static void describe(struct finder *f)
{
    int64_t date = f->sets[VOCAB_DATE].first.low;
    for (uint32_t var = 1; var < f->vars; var++) {
        if (f->table->vocab.vars[var].kind == VAR_READING)
            f->said[var] = false;
        if (!f->said[var])
            f->sets[var] = finder_unsaid(f, var, date);
    }
}

/* Gives a fact that the verdict hangs on a value with which the item stays covered, one that
 * settles the verdict if there is one. */
static bool settle(struct finder *f, const struct eval_matter *fact)
{
    struct value_set before = f->sets[fact->var];
    bool was_said = f->said[fact->var], any = false;
    int64_t kept = 0;
    struct finder_values list;
    finder_values(f, fact->var, &list);
    for (size_t i = 0; i < fact->settle_count; i++)
        finder_add_value(f, &list, fact->settles[i].values.low);
    for (size_t i = 0; i < list.list.count && !spent(f); i++) {
        finder_fix(f, fact->var, list.list.items[i]);
        if (!cover_has(f->cover, f->sets, f->way))
            continue;
        if (eval_verdict(f->cover->ev, f->sets, NULL) != EVAL_UNDETERMINED)
            return true;
        kept = any ? kept : list.list.items[i];
        any = true;
    }
    finder_fix(f, fact->var, kept);
    if (!any) {
        f->sets[fact->var] = before;
        f->said[fact->var] = was_said;
    }
    return any;
}

/* What is redacted nobody can give. */
static bool can_say(const struct finder *f, uint32_t var)
{
    return !f->said[var] && f->table->vocab.vars[var].role != VAR_ROLE_REDACTED;
}

/* A part of the purse, so that something is left for whatever is asked afterwards; returns all of it. */
static uint64_t half_purse(struct finder *f)
{
    struct evaluator *ev = f->cover->ev;
    uint64_t all = ev->purse;
    if (all != UINT64_MAX && all > ev->worked)
        ev->purse = ev->worked + (all - ev->worked) / 2;
    return all;
}

/* Says everything that can be said: in one world, or one for each reading, nothing is hard. */
static void say_all(struct finder *f)
{
    for (uint32_t var = 1; var < f->vars; var++) {
        struct value_set before = f->sets[var];
        const struct vocab_var *v = &f->table->vocab.vars[var];
        if (f->said[var] || finder_single(&before) || v->kind == VAR_READING
            || v->role == VAR_ROLE_REDACTED)
            continue;
        finder_fix(f, var, finder_likely(f, var, &before));
        if (cover_has(f->cover, f->sets, f->way))
            continue;
        f->sets[var] = before;
        f->said[var] = false;
    }
}

/* False: what the verdict hangs on was not settled. */
static bool settle_all(struct finder *f)
{
    bool more = true, open = false;
    for (uint32_t round = 0; round < f->vars && more && !open; round++) {
        struct arena_mark mark = arena_mark(f->cover->work);
        const struct eval_result *result = eval_box(f->cover->ev, f->sets, f->cover->work);
        more = false;
        open = result->unresolved || spent(f);
        if (result->verdict == EVAL_UNDETERMINED && !open)
            for (size_t i = 0; i < result->fact_count && !more; i++)
                more = can_say(f, result->facts[i].var) && settle(f, &result->facts[i]);
        arena_rewind(f->cover->work, mark);
    }
    return !open;
}

/* Leaves out what may be left out; a verdict that is not settled is not compared. */
static void shorten(struct finder *f)
{
    int64_t date = f->sets[VOCAB_DATE].first.low;
    bool before_open, open;
    enum eval_verdict verdict = eval_verdict(f->cover->ev, f->sets, &before_open);
    for (uint32_t var = 1; var < f->vars && !before_open && !spent(f); var++) {
        struct value_set before = f->sets[var];
        if (!f->said[var])
            continue;
        f->sets[var] = finder_unsaid(f, var, date);
        f->said[var] = !cover_has(f->cover, f->sets, f->way)
                       || eval_verdict(f->cover->ev, f->sets, &open) != verdict || open;
        if (f->said[var])
            f->sets[var] = before;
    }
}

/* All worlds that a case may describe: with the days that the policy says, or with any. To cut
 * the calendar takes a while, so that is done once. */
static const struct space *space_of_cases(struct finder *f)
{
    struct coverage *cover = f->cover;
    const struct vocab *vocab = &f->table->vocab;
    int64_t near = f->table->meta->dated;
    if (cover->spaces[f->any_day])
        return cover->spaces[f->any_day];
    struct value_set *sets = ARENA_ARRAY(cover->arena, struct value_set, f->vars);
    for (uint32_t var = 0; var < f->vars; var++)
        sets[var] = f->any_day && vocab->vars[var].kind == VAR_EVENT
                        ? finder_open_event(DATE_LAST)
                        : space_domain(cover->arena, vocab, var);
    return cover->spaces[f->any_day] = space_of(cover->arena, cover->ev, sets, near);
}

static bool some_day_said(const struct finder *f)
{
    for (uint32_t var = 0; var < f->vars; var++)
        if (finder_has_day(&f->table->vocab.vars[var]))
            return true;
    return false;
}

/* One round over all ways that the rounds before did not finish. */
static bool find_in(struct finder *f, const struct space *space, const struct cover_item *item,
                    bool *finished)
{
    for (uint32_t i = 0; i < item->way_count && f->left > 0; i++) {
        if (finished[i])
            continue;
        f->way = &f->cover->ways.items[item->first_way + i];
        f->cut = false;
        if (search_way(f, space))
            return true;
        finished[i] = !f->cut;
    }
    return false;
}

static bool all_of(const bool *flags, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!flags[i])
            return false;
    return true;
}

static bool find(struct finder *f, const struct cover_item *item)
{
    for (int pass = 0; pass < (some_day_said(f) ? 2 : 1); pass++) {
        bool *finished = ARENA_ARRAY(f->cover->work, bool, item->way_count + 1);
        f->any_day = pass == 1;
        const struct space *space = space_of_cases(f);
        f->each = FIND_FIRST;
        while (f->left > 0 && !all_of(finished, item->way_count)) {
            if (find_in(f, space, item, finished))
                return true;
            f->each *= FIND_GROWTH;
        }
    }
    return false;
}

/* What an item may cost, and what it then has cost beyond its share. */
static size_t budget_of(const struct coverage *cover)
{
    uint64_t most = COVER_SHARE + cover->pool;
    return most < cover->budget ? most : cover->budget;
}

static void take_from_pool(struct coverage *cover, size_t used)
{
    cover->pool -= used > COVER_SHARE ? used - COVER_SHARE : 0;
}

bool cover_open(struct coverage *cover, uint32_t number, int round)
{
    const struct cover_item *item = &cover->items.items[number];
    bool last = round + 1 == COVER_ROUNDS;
    uint64_t budget = round == 0 ? COVER_FIRST : last ? COVER_LAST : COVER_BUDGET;
    cover->budget = evaluator_share(cover->ev, budget);
    if (last && !cover->last)
        cover->pool += evaluator_share(cover->ev, COVER_LAST_POOL);
    cover->last = cover->last || last;
    return !item->covered && (item->reach == COVER_UNASKED || item->reach == COVER_GAVE_UP);
}

enum cover_reach cover_find(struct coverage *cover, uint32_t number, struct cover_case *out)
{
    struct cover_item *item = &cover->items.items[number];
    struct arena_mark mark = arena_mark(cover->work);
    uint32_t vars = cover->table->vocab.var_count;
    struct finder f = {.cover = cover, .table = cover->table, .vars = vars,
                       .left = budget_of(cover),
                       .sets = ARENA_ARRAY(cover->arena, struct value_set, vars),
                       .said = ARENA_ARRAY(cover->arena, bool, vars),
                       .narrowed = ARENA_ARRAY(cover->work, bool, vars)};
    size_t all = f.left;
    bool found = find(&f, item);
    take_from_pool(cover, all - f.left);
    item->reach = found ? COVER_FOUND : f.left && !f.open ? COVER_NO_WORLD : COVER_GAVE_UP;
    if (found && out) {
        describe(&f);
        uint64_t purse = half_purse(&f);
        bool settled = settle_all(&f);
        cover->ev->purse = purse;
        half_purse(&f);
        if (settled)
            shorten(&f);
        else
            say_all(&f);
        cover->ev->purse = purse;
        *out = (struct cover_case){f.sets, f.said, item->clause};
        if (item->kind == COVER_BOUNDARY)
            out->clause = cover->table->norms[cover->tests.items[f.way->first].id].clause;
    }
    arena_rewind(cover->work, mark);
    return item->reach;
}

/* coverage_find.c: a world that covers an item, and the least description of it.
 *
 * Way by way, day by day: everything starts open, and each test is asked of the box, exactly.
 * One that fails cuts the branch; one that is open picks the next variable that it depends on,
 * whose values are tried by one representative of each cell. With one test this never goes
 * wrong twice; with several it is a search, which has a budget: a small one for each day of
 * each way at first, a larger one where that was not enough. Days are tried at one day of
 * each slice (space.h) and cell, the nearest to the policy's own first. Events keep the day that
 * the policy says; only where that finds nothing may a case say another.
 *
 * A found box is then made a description: facts that the verdict still hangs on get values,
 * and what can be left out without another verdict is left out.
 */
#include "analysis/coverage.h"

#include "analysis/space.h"

#include <string.h>

#define FIND_BUDGET 60000 /* boxes looked at for one item */
#define FIND_FIRST 60     /* on one day of one way, before the others have had their turn */
#define FIND_GROWTH 8     /* by how much that grows from round to round */

/* Near the end of the calendar whatever is counted from an event ends on its last day: what
 * only happens there says nothing about a policy. */
#define LAST_DAY (DATE_LAST - 36600)

struct finder {
    struct coverage *cover;
    const struct table *table;
    uint32_t vars;
    const struct cover_way *way;
    struct value_set *sets; /* the box at hand */
    bool *said;
    uint64_t *depends; /* variables that an open test depends on */
    uint64_t *visited; /* nodes, while that is found out */
    size_t left;       /* of the budget of the item */
    size_t each, rest; /* the budget of a day in this round, and what is left of it */
    bool backwards;    /* the order of the variables: what goes wrong one way may be quick the other */
    bool cut;          /* some day of this way ran out of it */
    bool any_day;      /* events may have other days than those of the policy */
};

static bool is_single(const struct value_set *set)
{
    return set->more_count == 0 && set->first.low == set->first.high;
}

static void fix(struct finder *f, uint32_t var, int64_t value)
{
    f->sets[var] = (struct value_set){.first = {value, value}, .origin = VALUE_GIVEN};
    f->said[var] = true;
}

/* ---- defaults ------------------------------------------------------------------------------------ */

static const struct interval never = {DATE_NEVER, DATE_NEVER};

static struct value_set open_event(int64_t date)
{
    return (struct value_set){.first = {DATE_FIRST, date}, .more = &never, .more_count = 1};
}

static bool has_day(const struct vocab_var *v)
{
    return v->role == VAR_ROLE_LEDGER && v->has_occurred;
}

/* All values; those up to the date of an event, and the policy's day where that counts. */
static struct value_set whole(struct finder *f, uint32_t var, int64_t date)
{
    const struct vocab *vocab = &f->table->vocab;
    const struct vocab_var *v = &vocab->vars[var];
    if (v->kind == VAR_EVENT && !(has_day(v) && !f->any_day))
        return open_event(date);
    return space_domain(f->cover->arena, vocab, var);
}

/* What a description that does not say the variable means (data/defaults.c). */
static struct value_set unsaid(struct finder *f, uint32_t var, int64_t date)
{
    const struct vocab_var *v = &f->table->vocab.vars[var];
    struct value_set set = {.origin = VALUE_PRESUMED};
    if (has_day(v))
        set.first.low = set.first.high = v->occurred;
    else if (v->role == VAR_ROLE_LEDGER && !v->unknown)
        set.first.low = set.first.high = DATE_NEVER;
    else if (v->role != VAR_ROLE_LEDGER && v->has_presumed)
        set.first = (struct interval){v->presumed_low, v->presumed_high};
    else
        return whole(f, var, date);
    return set;
}

/* ---- what an open test depends on ---------------------------------------------------------------- */

static void add_expr(struct finder *f, uint32_t expr)
{
    const struct table_expr *e = &f->table->exprs[expr];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return;
    case IR_LITERAL:
        bitset_add(f->depends, f->table->columns[f->table->literals[e->a].column].var);
        return;
    case IR_NOT:
        add_expr(f, e->a);
        return;
    case IR_AND:
    case IR_OR:
        add_expr(f, e->a);
        add_expr(f, e->b);
        return;
    case IR_NAMED:
        add_expr(f, f->table->named[e->a].expr);
        return;
    }
}

static void add_node(struct finder *f, uint32_t node, enum cover_ask ask)
{
    const struct table_node *n = &f->table->nodes[node];
    if (bitset_has(f->visited, node))
        return;
    bitset_add(f->visited, node);
    add_expr(f, n->expr);
    for (uint32_t i = 0; i < n->child_count && ask != COVER_MET; i++)
        add_node(f, f->table->children[n->first_child + i], COVER_HIT);
    if (ask != COVER_EFFECTIVE)
        return;
    const struct table_norm *norm = &f->table->norms[node];
    for (uint32_t i = 0; i < norm->rank_count; i++) {
        const struct table_rank *rank = &f->table->ranks[norm->first_rank + i];
        if (rank->condition != IR_NONE)
            add_node(f, rank->condition, COVER_HIT);
        add_node(f, rank->winner, COVER_EFFECTIVE);
    }
}

static void find_dependence(struct finder *f, const struct cover_test *test)
{
    size_t var_words = bitset_words(f->vars), node_words = bitset_words(f->table->nodes_count);
    memset(f->depends, 0, var_words * sizeof *f->depends);
    memset(f->visited, 0, node_words * sizeof *f->visited);
    if (test->ask != COVER_ATOM)
        add_node(f, test->id, (enum cover_ask)test->ask);
    else if (test->atom->axis < f->table->columns_count)
        bitset_add(f->depends, f->table->columns[test->atom->axis].var);
    else
        add_expr(f, f->table->named[test->atom->axis - f->table->columns_count].expr);
}

/* ---- representatives ------------------------------------------------------------------------------ */

typedef VEC(int64_t) values;

static void add_value(struct finder *f, values *list, int64_t value)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == value)
            return;
    VEC_PUSH(f->cover->work, list, value);
}

/* What did not happen first, then what happened of late. */
static void event_values(struct finder *f, uint32_t var, values *out)
{
    const struct table *t = f->table;
    int64_t date = f->sets[VOCAB_DATE].first.low;
    values days = {0};
    add_value(f, out, DATE_NEVER);
    for (uint32_t i = 0; i < t->var_column_count[var]; i++) {
        const struct table_column *c = &t->columns[t->var_first_column[var] + i];
        int64_t last =
            date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
        if (last >= DATE_FIRST && last <= date)
            add_value(f, &days, last);
    }
    add_value(f, &days, date);
    for (size_t n = days.count; n > 0; n--) { /* latest first */
        size_t best = 0;
        for (size_t i = 1; i < days.count; i++)
            if (days.items[i] > days.items[best])
                best = i;
        add_value(f, out, days.items[best]);
        days.items[best] = INT64_MIN;
    }
}

static int64_t preferred(const struct finder *f, uint32_t var, int64_t low, int64_t high)
{
    const struct vocab_var *v = &f->table->vocab.vars[var];
    if (v->has_presumed && v->presumed_low >= low && v->presumed_low <= high)
        return v->presumed_low;
    if (v->kind != VAR_DAY)
        return low;
    int64_t date = f->sets[VOCAB_DATE].first.low;
    return date < low ? low : date > high ? high : date;
}

/* One value of each cell; the presumed one first. */
static void cell_values(struct finder *f, uint32_t var, values *out)
{
    const struct table *t = f->table;
    const struct vocab_var *v = &t->vocab.vars[var];
    struct value_set all = whole(f, var, 0);
    const struct table_column *c = &t->columns[t->var_first_column[var]];
    if (v->has_presumed)
        add_value(f, out, v->presumed_low);
    for (uint32_t cell = 0; cell < c->cell_count; cell++) {
        int64_t low = t->cuts[c->first_cut + cell];
        int64_t high = cell + 1 < c->cell_count ? t->cuts[c->first_cut + cell + 1] - 1
                                                : all.first.high;
        low = low < all.first.low ? all.first.low : low;
        if (low <= high)
            add_value(f, out, preferred(f, var, low, high));
    }
}

static void values_to_try(struct finder *f, uint32_t var, values *out)
{
    memset(out, 0, sizeof *out);
    if (f->table->var_column_count[var] == 0)
        return;
    if (f->table->vocab.vars[var].kind == VAR_EVENT)
        event_values(f, var, out);
    else
        cell_values(f, var, out);
}

/* ---- the search ------------------------------------------------------------------------------------ */

/* Does the way hold, may it hold, or not? Of one that may, the first open test. */
static enum eval_truth look(struct finder *f, const struct cover_test **open)
{
    struct coverage *cover = f->cover;
    const struct value_set *crossed;
    enum eval_truth result = TRUTH_YES;
    if (!cover_stands(cover, f->way, f->sets, &crossed))
        return TRUTH_NO;
    for (uint32_t i = 0; i < f->way->count && result != TRUTH_NO; i++) {
        const struct cover_test *test = &cover->tests.items[f->way->first + i];
        enum eval_truth truth = cover_truth(cover, test, test->crossed ? crossed : f->sets);
        if (truth == TRUTH_MAYBE) {
            *open = result == TRUTH_YES ? test : *open;
            result = TRUTH_MAYBE;
        } else if (truth != (test->holds ? TRUTH_YES : TRUTH_NO)) {
            result = TRUTH_NO;
        }
    }
    return result;
}

static uint32_t next_variable(struct finder *f, const struct cover_test *test)
{
    find_dependence(f, test);
    for (uint32_t i = 1; i < f->vars; i++) {
        uint32_t var = f->backwards ? f->vars - i : i;
        if (bitset_has(f->depends, var) && !is_single(&f->sets[var]))
            return var;
    }
    return IR_NONE;
}

/* Leaves the box in f->sets when it finds one. */
static bool search(struct finder *f)
{
    const struct cover_test *open = NULL;
    struct arena_mark mark = arena_mark(f->cover->work);
    if (f->left == 0 || f->rest == 0) {
        f->cut = true;
        return false;
    }
    f->left--;
    f->rest--;
    enum eval_truth truth = look(f, &open);
    uint32_t var = truth == TRUTH_MAYBE ? next_variable(f, open) : IR_NONE;
    if (truth != TRUTH_MAYBE || var == IR_NONE) {
        arena_rewind(f->cover->work, mark);
        return truth == TRUTH_YES;
    }
    struct value_set before = f->sets[var];
    values list;
    bool found = false;
    values_to_try(f, var, &list);
    for (size_t i = 0; i < list.count && !found; i++) {
        fix(f, var, list.items[i]);
        found = search(f);
    }
    if (!found) {
        f->sets[var] = before;
        f->said[var] = false;
    }
    arena_rewind(f->cover->work, mark);
    return found;
}

/* ---- days ------------------------------------------------------------------------------------------ */

static void begin(struct finder *f, int64_t date)
{
    for (uint32_t var = 0; var < f->vars; var++) {
        f->sets[var] = whole(f, var, date);
        f->said[var] = false;
    }
    fix(f, VOCAB_DATE, date);
}

/* Stands the box on its side of the boundary; false when that cannot be on this day. */
static bool stand(struct finder *f, int64_t date)
{
    const struct cover_cross *cross = &f->way->cross;
    if (cross->var == IR_NONE || cross->var == VOCAB_DATE)
        return true;
    if (cross->since == IR_NONE) {
        fix(f, cross->var, cross->at);
        return true;
    }
    if (is_single(&f->sets[cross->var])) /* the day that the policy says */
        return cover_first_day(f->table, cross->since, f->sets[cross->var].first.low)
               == date - cross->at;
    const struct table_column *c = &f->table->columns[cross->since];
    int64_t start = date_latest_start(date - cross->at - (c->past ? 1 : 0), c->count,
                                      (enum date_unit)c->unit);
    if (start < DATE_FIRST || start > DATE_LAST
        || cover_first_day(f->table, cross->since, start) != date - cross->at)
        return false;
    fix(f, cross->var, start);
    return true;
}

static bool search_on(struct finder *f, int64_t date)
{
    struct arena_mark mark = arena_mark(f->cover->work);
    if (date < DATE_FIRST || date > LAST_DAY)
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
        struct value_set days = whole(f, cross->var, 0);
        if (is_single(&days))
            return search_on(f, cover_first_day(f->table, cross->since, days.first.low) + cross->at);
    }
    for (size_t i = 0; i < space->slice_count && f->left > 0; i++)
        if (search_slice(f, &space->slices[i]))
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
            f->sets[var] = unsaid(f, var, date);
    }
}

/* Gives a fact that the verdict hangs on a value with which the item stays covered, one that
 * settles the verdict if there is one. */
static bool settle(struct finder *f, const struct eval_matter *fact)
{
    struct value_set before = f->sets[fact->var];
    bool was_said = f->said[fact->var], any = false;
    int64_t kept = 0;
    values list;
    values_to_try(f, fact->var, &list);
    for (size_t i = 0; i < fact->settle_count; i++)
        add_value(f, &list, fact->settles[i].values.low);
    for (size_t i = 0; i < list.count; i++) {
        fix(f, fact->var, list.items[i]);
        if (!cover_has(f->cover, f->sets, f->way))
            continue;
        if (eval_verdict(f->cover->ev, f->sets, NULL) != EVAL_UNDETERMINED)
            return true;
        kept = any ? kept : list.items[i];
        any = true;
    }
    fix(f, fact->var, kept);
    if (!any) {
        f->sets[fact->var] = before;
        f->said[fact->var] = was_said;
    }
    return any;
}

static void settle_all(struct finder *f)
{
    bool more = true;
    for (uint32_t round = 0; round < f->vars && more; round++) {
        struct arena_mark mark = arena_mark(f->cover->work);
        const struct eval_result *result = eval_box(f->cover->ev, f->sets, f->cover->work);
        more = false;
        if (result->verdict == EVAL_UNDETERMINED)
            for (size_t i = 0; i < result->fact_count && !more; i++)
                more = !f->said[result->facts[i].var] && settle(f, &result->facts[i]);
        arena_rewind(f->cover->work, mark);
    }
}

/* Leaves out what may be left out. */
static void shorten(struct finder *f)
{
    int64_t date = f->sets[VOCAB_DATE].first.low;
    enum eval_verdict verdict = eval_verdict(f->cover->ev, f->sets, NULL);
    for (uint32_t var = 1; var < f->vars; var++) {
        struct value_set before = f->sets[var];
        if (!f->said[var])
            continue;
        f->sets[var] = unsaid(f, var, date);
        f->said[var] = !cover_has(f->cover, f->sets, f->way)
                       || eval_verdict(f->cover->ev, f->sets, NULL) != verdict;
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
                        ? open_event(DATE_LAST)
                        : space_domain(cover->arena, vocab, var);
    return cover->spaces[f->any_day] = space_of(cover->arena, cover->ev, sets, near);
}

static bool some_day_said(const struct finder *f)
{
    for (uint32_t var = 0; var < f->vars; var++)
        if (has_day(&f->table->vocab.vars[var]))
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
        f->backwards = false;
        while (f->left > 0 && !all_of(finished, item->way_count)) {
            if (find_in(f, space, item, finished))
                return true;
            if (f->backwards)
                f->each *= FIND_GROWTH;
            f->backwards = !f->backwards;
        }
    }
    return false;
}

enum cover_reach cover_find(struct coverage *cover, uint32_t number, struct cover_case *out)
{
    struct cover_item *item = &cover->items.items[number];
    struct arena_mark mark = arena_mark(cover->work);
    uint32_t vars = cover->table->vocab.var_count;
    struct finder f = {.cover = cover, .table = cover->table, .vars = vars, .left = FIND_BUDGET,
                       .sets = ARENA_ARRAY(cover->arena, struct value_set, vars),
                       .said = ARENA_ARRAY(cover->arena, bool, vars),
                       .depends = ARENA_ARRAY(cover->work, uint64_t, bitset_words(vars) + 1),
                       .visited = ARENA_ARRAY(cover->work, uint64_t,
                                              bitset_words(cover->table->nodes_count) + 1)};
    bool found = find(&f, item);
    item->reach = found ? COVER_FOUND : f.left ? COVER_NO_WORLD : COVER_GAVE_UP;
    if (found && out) {
        describe(&f);
        settle_all(&f);
        shorten(&f);
        *out = (struct cover_case){f.sets, f.said, item->clause};
        if (item->kind == COVER_BOUNDARY)
            out->clause = cover->table->norms[cover->tests.items[f.way->first].id].clause;
    }
    arena_rewind(cover->work, mark);
    return item->reach;
}

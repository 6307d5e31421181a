/* coverage_values.c: the values of variables as the search for a case tries them.
 *
 * What a description means that does not say a variable, and one value for each cell: values of
 * one cell are alike to every condition.
 */
#include "analysis/coverage_search.h"

#include <string.h>

void finder_fix(struct finder *f, uint32_t var, int64_t value)
{
    f->sets[var] = (struct value_set){.first = {value, value}, .origin = VALUE_GIVEN};
    f->said[var] = true;
}

/* ---- defaults ------------------------------------------------------------------------------------ */

static const struct interval never = {DATE_NEVER, DATE_NEVER};

struct value_set finder_open_event(int64_t date)
{
    return (struct value_set){.first = {DATE_FIRST, date}, .more = &never, .more_count = 1};
}

bool finder_has_day(const struct vocab_var *v)
{
    return v->role == VAR_ROLE_LEDGER && v->has_occurred;
}

/* All values; those up to the date of an event, and the policy's day where that counts. */
struct value_set finder_whole(struct finder *f, uint32_t var, int64_t date)
{
    const struct vocab *vocab = &f->table->vocab;
    const struct vocab_var *v = &vocab->vars[var];
    if (v->kind == VAR_EVENT && !(finder_has_day(v) && !f->any_day))
        return finder_open_event(date);
    return space_domain(f->cover->arena, vocab, var);
}

/* What a description that does not say the variable means (data/defaults.c). */
struct value_set finder_unsaid(struct finder *f, uint32_t var, int64_t date)
{
    const struct vocab_var *v = &f->table->vocab.vars[var];
    struct value_set set = {.origin = VALUE_PRESUMED};
    if (finder_has_day(v))
        set.first.low = set.first.high = v->occurred;
    else if (v->role == VAR_ROLE_LEDGER && !v->unknown)
        set.first.low = set.first.high = DATE_NEVER;
    else if (v->role != VAR_ROLE_LEDGER && v->has_presumed)
        set.first = (struct interval){v->presumed_low, v->presumed_high};
    else
        return finder_whole(f, var, date);
    return set;
}

/* ---- representatives ------------------------------------------------------------------------------ */

void finder_add_value(struct finder *f, struct finder_values *list, int64_t value)
{
    for (size_t i = 0; i < list->list.count; i++)
        if (list->list.items[i] == value)
            return;
    VEC_PUSH(f->cover->work, &list->list, value);
}

/* What did not happen first, then what happened of late. */
static void event_values(struct finder *f, uint32_t var, struct finder_values *out)
{
    const struct table *t = f->table;
    int64_t date = f->sets[VOCAB_DATE].first.low;
    struct finder_values days = {0};
    finder_add_value(f, out, DATE_NEVER);
    for (uint32_t i = 0; i < t->var_column_count[var]; i++) {
        const struct table_column *c = &t->columns[t->var_first_column[var] + i];
        int64_t last =
            date_latest_start(c->past ? date - 1 : date, c->count, (enum date_unit)c->unit);
        if (last >= DATE_FIRST && last <= date)
            finder_add_value(f, &days, last);
    }
    finder_add_value(f, &days, date);
    for (size_t n = days.list.count; n > 0; n--) { /* latest first */
        size_t best = 0;
        for (size_t i = 1; i < days.list.count; i++)
            if (days.list.items[i] > days.list.items[best])
                best = i;
        finder_add_value(f, out, days.list.items[best]);
        days.list.items[best] = INT64_MIN;
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
static void cell_values(struct finder *f, uint32_t var, struct finder_values *out)
{
    const struct table *t = f->table;
    const struct vocab_var *v = &t->vocab.vars[var];
    struct value_set all = finder_whole(f, var, 0);
    const struct table_column *c = &t->columns[t->var_first_column[var]];
    if (v->has_presumed)
        finder_add_value(f, out, v->presumed_low);
    for (uint32_t cell = 0; cell < c->cell_count; cell++) {
        int64_t low = t->cuts[c->first_cut + cell];
        int64_t high = cell + 1 < c->cell_count ? t->cuts[c->first_cut + cell + 1] - 1
                                                : all.first.high;
        low = low < all.first.low ? all.first.low : low;
        if (low <= high)
            finder_add_value(f, out, preferred(f, var, low, high));
    }
}

void finder_values(struct finder *f, uint32_t var, struct finder_values *out)
{
    memset(out, 0, sizeof *out);
    if (f->table->var_column_count[var] == 0)
        return;
    if (f->table->vocab.vars[var].kind == VAR_EVENT)
        event_values(f, var, out);
    else
        cell_values(f, var, out);
}

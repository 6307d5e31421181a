/* portfolio.c: what one placement contributes to each commitment.
 *
 * Amount and applicability of one placement may depend on each other (`where capacity > 100
 * MW`), so a range is asked of eval_norm_range, which is exact about both at once, and not
 * multiplied together from the two.
 */
#include "analysis/portfolio.h"

#include <assert.h>
#include <string.h>

#define COMBINATIONS_LIMIT 4096 /* of one placement's shared variables; beyond, its whole range */

/* The day on which a year begins. A year of 29 February begins on the 28th where there is
 * none, so it is counted from the first year and not from the one before. */
static int64_t year_start(const struct table_duty *duty, uint32_t year)
{
    return date_add(duty->from, year, DATE_YEARS);
}

static uint32_t count_years(const struct table *table, uint32_t norm)
{
    const struct table_duty *duty = table_duty(table, norm);
    uint32_t years = 1;
    if (table->norms[norm].flags & NORM_EACH_YEAR)
        while (years < MODEL_YEARS_LIMIT && year_start(duty, years) <= duty->by)
            years++;
    return years;
}

static void put_years(struct portfolio *p, uint32_t norm, struct portfolio_commitment *out)
{
    const struct table_duty *duty = table_duty(p->table, norm);
    uint32_t years = count_years(p->table, norm);
    for (uint32_t year = 0; year < years; year++) {
        out[year].norm = norm;
        out[year].year = year;
        out[year].years = years;
        out[year].from = DATE_FIRST;
        if (p->table->norms[norm].flags & NORM_EACH_YEAR)
            out[year].from = year_start(duty, year);
        out[year].by = year + 1 < years ? year_start(duty, year + 1) - 1 : duty->by;
    }
}

struct portfolio *portfolio_new(struct arena *arena, const struct table *table,
                                struct evaluator *evaluator)
{
    struct portfolio *p = ARENA_NEW(arena, struct portfolio);
    p->arena = arena;
    p->table = table;
    p->evaluator = evaluator;
    p->steps = PORTFOLIO_STEPS;
    for (uint32_t n = 0; n < table->norms_count; n++)
        if (table->norms[n].form == FORM_COMMITS)
            p->commitment_count += count_years(table, n);
    p->commitments = ARENA_ARRAY(arena, struct portfolio_commitment, p->commitment_count + 1);
    size_t at = 0;
    for (uint32_t n = 0; n < table->norms_count; n++) {
        if (table->norms[n].form != FORM_COMMITS)
            continue;
        put_years(p, n, &p->commitments[at]);
        at += p->commitments[at].years;
    }
    return p;
}

/* One placement and one commitment. */
struct adding {
    struct portfolio *portfolio;
    struct portfolio_commitment *commitment;
    const struct value_set *sets;
    struct arena *scratch;
    uint32_t amount_var;
};

/* A norm that is effective nowhere contributes nothing; one that may not be, perhaps nothing. */
static struct portfolio_range contribution(const struct eval_range *range)
{
    struct portfolio_range out = {0, 0};
    if (range->effective == TRUTH_NO)
        return out;
    out.low = range->low;
    out.high = range->high;
    if (range->effective == TRUTH_MAYBE && out.low > 0)
        out.low = 0;
    if (range->effective == TRUTH_MAYBE && out.high < 0)
        out.high = 0;
    return out;
}

static struct eval_range ask(const struct adding *a, const struct value_set *sets)
{
    return eval_norm_range(a->portfolio->evaluator, sets, a->commitment->norm, a->amount_var,
                           &a->commitment->unresolved);
}

static bool is_open(const struct value_set *set)
{
    return set->more_count || set->first.low != set->first.high;
}

static bool is_shared(const struct vocab_var *var)
{
    return var->role == VAR_ROLE_READING || var->role == VAR_ROLE_LEDGER;
}

static bool matters(const struct adding *a, uint32_t var)
{
    return eval_norm_matters(a->portfolio->evaluator, a->sets, a->commitment->norm, var,
                             &a->commitment->unresolved);
}

/* ---- shared variables ------------------------------------------------------------------------ */

struct cut {
    const struct value_set *pieces;
    size_t count;
};

/* A piece of an event's days begins behind the last day of the one before: the pieces of
 * another placement may begin on a day that this one, being older, cannot see. */
static int64_t start_of(const struct cut *cut, size_t piece, bool event)
{
    if (piece == 0 || !event)
        return cut->pieces[piece].first.low;
    const struct value_set *before = &cut->pieces[piece - 1];
    return (before->more_count ? before->more[before->more_count - 1] : before->first).high + 1;
}

static void keep_shared(const struct adding *a, uint32_t var, struct portfolio_shared *out,
                        struct cut *cut)
{
    bool event = a->portfolio->table->vocab.vars[var].kind == VAR_EVENT;
    cut->count = eval_pieces(a->portfolio->evaluator, a->sets, var, a->scratch, &cut->pieces);
    int64_t *starts = ARENA_ARRAY(a->portfolio->arena, int64_t, cut->count);
    for (size_t i = 0; i < cut->count; i++)
        starts[i] = start_of(cut, i, event);
    *out = (struct portfolio_shared){var, starts, cut->count};
}

/* The range for each combination of pieces. */
static const struct portfolio_range *fill_ranges(const struct adding *a,
                                                 const struct portfolio_row *row,
                                                 const struct cut *cuts, size_t combinations)
{
    struct portfolio_range *ranges =
        ARENA_ARRAY(a->portfolio->arena, struct portfolio_range, combinations);
    uint32_t vars = a->portfolio->table->vocab.var_count;
    struct value_set *sets = arena_copy(a->scratch, a->sets, vars * sizeof *sets);
    for (size_t c = 0; c < combinations; c++) {
        size_t number = c;
        for (size_t i = row->shared_count; i-- > 0;) {
            sets[row->shared[i].var] = cuts[i].pieces[number % cuts[i].count];
            number /= cuts[i].count;
        }
        struct eval_range range = ask(a, sets);
        ranges[c] = contribution(&range);
    }
    return ranges;
}

static void find_shared(const struct adding *a, struct portfolio_row *row)
{
    const struct vocab *vocab = &a->portfolio->table->vocab;
    size_t count = 0, combinations = 1;
    uint32_t *vars = arena_alloc(a->scratch, (vocab->var_count + 1u) * sizeof *vars);
    for (uint32_t var = 0; var < vocab->var_count; var++)
        if (is_shared(&vocab->vars[var]) && is_open(&a->sets[var]) && matters(a, var))
            vars[count++] = var;
    if (count == 0)
        return;
    struct portfolio_shared *shared =
        ARENA_ARRAY(a->portfolio->arena, struct portfolio_shared, count);
    struct cut *cuts = ARENA_ARRAY(a->scratch, struct cut, count);
    for (size_t i = 0; i < count; i++) {
        keep_shared(a, vars[i], &shared[i], &cuts[i]);
        combinations = combinations > COMBINATIONS_LIMIT ? combinations
                                                         : combinations * shared[i].count;
    }
    if (combinations > COMBINATIONS_LIMIT) {
        a->commitment->unresolved = true;
        return;
    }
    row->shared = shared;
    row->shared_count = count;
    row->ranges = fill_ranges(a, row, cuts, combinations);
}

/* ---- the placement's own facts ------------------------------------------------------------------ */

static void find_facts(const struct adding *a, struct portfolio_row *row)
{
    const struct vocab *vocab = &a->portfolio->table->vocab;
    uint32_t *facts = arena_alloc(a->scratch, (vocab->var_count + 1u) * sizeof *facts);
    for (uint32_t var = 0; var < vocab->var_count; var++) {
        if (is_shared(&vocab->vars[var]) || !is_open(&a->sets[var]))
            continue;
        if (var == a->amount_var || (row->counts == TRUTH_MAYBE && matters(a, var)))
            facts[row->fact_count++] = var;
    }
    row->facts = arena_copy(a->portfolio->arena, facts, (row->fact_count + 1) * sizeof *facts);
}

static struct portfolio_place kept(struct arena *arena, const struct portfolio_place *place)
{
    struct portfolio_place copy = *place;
    copy.deployment = arena_string(arena, place->deployment, strlen(place->deployment));
    copy.file = arena_string(arena, place->file, strlen(place->file));
    copy.label = arena_string(arena, place->label, strlen(place->label));
    return copy;
}

static void add_to(const struct adding *a, const struct portfolio_place *place)
{
    struct portfolio_commitment *c = a->commitment;
    struct eval_range range = ask(a, a->sets);
    int64_t date = a->sets[VOCAB_DATE].first.low;
    if (range.effective == TRUTH_NO) {
        c->outside++;
        return;
    }
    if (date > table_duty(a->portfolio->table, c->norm)->by) {
        c->late++;
        return;
    }
    if (date < c->from) {
        c->early++;
        return;
    }
    struct portfolio_row row = {.date = date, .counts = range.effective};
    row.place = kept(a->portfolio->arena, place);
    row.range = contribution(&range);
    find_facts(a, &row);
    if (row.counts == TRUTH_MAYBE)
        find_shared(a, &row);
    VEC_PUSH(a->portfolio->arena, &c->rows, row);
}

/* The year of a day; the first for a day in none. */
static size_t year_of(const struct portfolio *p, size_t first, int64_t day)
{
    for (size_t at = first; at < first + p->commitments[first].years; at++)
        if (day >= p->commitments[at].from && day <= p->commitments[at].by)
            return at;
    return first;
}

void portfolio_add(struct portfolio *p, const struct portfolio_place *place,
                   const struct value_set *sets, struct arena *scratch)
{
    assert(scratch != p->arena);
    p->placements++;
    for (size_t i = 0; i < p->commitment_count; i += p->commitments[i].years) {
        struct arena_mark mark = arena_mark(scratch);
        size_t at = year_of(p, i, sets[VOCAB_DATE].first.low);
        struct adding adding = {p, &p->commitments[at], sets, scratch,
                                table_duty(p->table, p->commitments[i].norm)->amount_var};
        add_to(&adding, place);
        arena_rewind(scratch, mark);
    }
}

bool portfolio_told(const struct portfolio *p, size_t commitment, int64_t on)
{
    const struct portfolio_commitment *c = &p->commitments[commitment];
    if (c->year == 0 || c->from <= on)
        return true;
    for (uint32_t year = c->year; year < c->years; year++, c++)
        if (c->rows.count || c->outside)
            return true;
    return false;
}

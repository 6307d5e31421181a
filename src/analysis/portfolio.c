/* portfolio.c: the sums of each commitment, and to which of them a placement may belong.
 *
 * A commitment has a sum for each of its years and, in each year, for each group. A placement
 * is dated, so it is in one year; which group it is in may be open.
 */
#include "analysis/portfolio_parts.h"

#include <assert.h>

bool portfolio_is_share(const struct table *table, uint32_t norm)
{
    return (table->norms[norm].flags & NORM_SHARE) != 0;
}

bool portfolio_at_most(const struct table *table, uint32_t norm)
{
    return (table->norms[norm].flags & NORM_AT_MOST) != 0;
}

/* ---- years and groups ------------------------------------------------------------------------ */

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

static void put_sums(struct portfolio *p, uint32_t norm, const struct portfolio_groups *groups,
                     struct portfolio_commitment *out)
{
    const struct table_duty *duty = table_duty(p->table, norm);
    bool each_year = (p->table->norms[norm].flags & NORM_EACH_YEAR) != 0;
    uint32_t years = count_years(p->table, norm);
    uint32_t count = groups->count ? (uint32_t)groups->count : 1;
    for (uint32_t i = 0; i < years * count; i++) {
        uint32_t year = i / count;
        out[i].norm = norm;
        out[i].year = year;
        out[i].years = years;
        out[i].group = i % count;
        out[i].groups = count;
        if (groups->count)
            out[i].leaves = groups->leaves + (size_t)out[i].group * duty->group_count;
        out[i].unresolved = groups->unresolved;
        out[i].from = each_year ? year_start(duty, year) : DATE_FIRST;
        out[i].by = year + 1 < years ? year_start(duty, year + 1) - 1 : duty->by;
    }
}

struct portfolio *portfolio_new(struct arena *arena, const struct table *table,
                                struct evaluator *evaluator)
{
    struct portfolio *p = ARENA_NEW(arena, struct portfolio);
    p->arena = arena;
    p->table = table;
    p->evaluator = evaluator;
    p->steps = evaluator_share(evaluator, PORTFOLIO_STEPS);
    struct portfolio_groups *groups =
        ARENA_ARRAY(arena, struct portfolio_groups, table->norms_count + 1);
    for (uint32_t n = 0; n < table->norms_count; n++) {
        if (table->norms[n].form != FORM_COMMITS)
            continue;
        if (table_duty(table, n)->group_count)
            portfolio_find_groups(arena, evaluator, table, n, &groups[n]);
        p->commitment_count += count_years(table, n) * (groups[n].count ? groups[n].count : 1);
    }
    p->commitments = ARENA_ARRAY(arena, struct portfolio_commitment, p->commitment_count + 1);
    size_t at = 0;
    for (uint32_t n = 0; n < table->norms_count; n++) {
        if (table->norms[n].form != FORM_COMMITS)
            continue;
        put_sums(p, n, &groups[n], &p->commitments[at]);
        at += (size_t)p->commitments[at].years * p->commitments[at].groups;
    }
    return p;
}

/* ---- placements ------------------------------------------------------------------------------ */

/* The first sum of the year of a day; of the first year for a day in none. */
static size_t year_of(const struct portfolio *p, size_t first, int64_t day)
{
    const struct portfolio_commitment *c = &p->commitments[first];
    for (uint32_t year = 0; year < c->years; year++) {
        size_t at = first + (size_t)year * c->groups;
        if (day >= p->commitments[at].from && day <= p->commitments[at].by)
            return at;
    }
    return first;
}

/* What of the placement lies in the commitment's group; false when nothing does. */
static bool narrow(struct portfolio_adding *a)
{
    const struct table *t = a->portfolio->table;
    const struct table_duty *duty = table_duty(t, a->commitment->norm);
    const uint32_t *vars = t->group_vars + duty->first_group;
    for (uint32_t i = 0; i < duty->group_count; i++)
        if (!value_set_has(&a->given[vars[i]], a->commitment->leaves[i]))
            return false;
    struct value_set *sets =
        arena_copy(a->scratch, a->given, t->vocab.var_count * sizeof *sets);
    for (uint32_t i = 0; i < duty->group_count; i++) {
        int64_t leaf = a->commitment->leaves[i];
        struct value_set *set = &sets[vars[i]];
        a->elsewhere = a->elsewhere || set->more_count || set->first.low != set->first.high;
        *set = (struct value_set){.first = {leaf, leaf}, .origin = set->origin};
    }
    a->sets = sets;
    return true;
}

/* Adds it to each group in which it may be; false when there is none. */
static bool add_to_groups(const struct portfolio_adding *adding,
                          const struct portfolio_place *place)
{
    const struct portfolio_commitment *first = adding->commitment;
    bool added = false;
    for (uint32_t i = 0; i < first->groups && first->leaves; i++) {
        struct portfolio_adding one = *adding;
        struct arena_mark mark = arena_mark(adding->scratch);
        one.commitment += i;
        if (narrow(&one) && portfolio_put_row(&one, place))
            added = true;
        arena_rewind(adding->scratch, mark);
    }
    return added;
}

static void add_to(const struct portfolio_adding *a, const struct portfolio_place *place)
{
    struct portfolio_commitment *c = a->commitment;
    const struct table_duty *duty = table_duty(a->portfolio->table, c->norm);
    int64_t date = a->given[VOCAB_DATE].first.low;
    if (portfolio_applies(a) == TRUTH_NO)
        c->outside++;
    else if (date > duty->by)
        c->late++;
    else if (date < c->from)
        c->early++;
    else if (duty->group_count ? !add_to_groups(a, place) : !portfolio_put_row(a, place))
        c->outside++;
}

void portfolio_add(struct portfolio *p, const struct portfolio_place *place,
                   const struct value_set *sets, struct arena *scratch)
{
    assert(scratch != p->arena);
    p->placements++;
    for (size_t i = 0; i < p->commitment_count;
         i += (size_t)p->commitments[i].years * p->commitments[i].groups) {
        struct arena_mark mark = arena_mark(scratch);
        size_t at = year_of(p, i, sets[VOCAB_DATE].first.low);
        struct portfolio_adding adding = {p, &p->commitments[at], sets, sets, false, scratch};
        add_to(&adding, place);
        arena_rewind(scratch, mark);
    }
}

bool portfolio_told(const struct portfolio *p, size_t commitment, int64_t on)
{
    const struct portfolio_commitment *c = &p->commitments[commitment];
    if (c->year == 0 || c->from <= on)
        return true;
    const struct portfolio_commitment *end =
        c + (size_t)(c->years - c->year) * c->groups - c->group;
    for (c -= c->group; c < end; c++)
        if (c->rows.count || c->outside)
            return true;
    return false;
}

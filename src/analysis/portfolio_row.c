/* portfolio_row.c: what one placement contributes to one sum.
 *
 * Amount and applicability of one placement may depend on each other (`where capacity > 100
 * MW`), so a range is asked of eval_norm_range, which is exact about both at once, and not
 * multiplied together from the two.
 *
 * A share is part of total. Whatever the other placements do, it is least when this one brings
 * as much as it can to the rest; else, where it may not count, nothing; else as little as it
 * can to the part. It is greatest the other way round. So the placements can be asked one by
 * one, and the sums of these are the share's ends (docs/semantics.md § 7).
 */
#include "analysis/portfolio_parts.h"

#include <string.h>

#define COMBINATIONS_LIMIT 4096 /* of one placement's shared variables; beyond, its whole range */

static const struct table_duty *duty_of(const struct portfolio_adding *a)
{
    return table_duty(a->portfolio->table, a->commitment->norm);
}

/* Where the norm is effective, and the amount there; not surely where it may lie elsewhere. */
static struct eval_range ask(const struct portfolio_adding *a, const struct value_set *sets)
{
    struct eval_range range =
        eval_norm_range(a->portfolio->evaluator, sets, a->commitment->norm,
                        duty_of(a)->amount_var, &a->commitment->unresolved);
    if (range.effective == TRUTH_YES && a->elsewhere)
        range.effective = TRUTH_MAYBE;
    return range;
}

enum eval_truth portfolio_applies(const struct portfolio_adding *a)
{
    return ask(a, a->given).effective;
}

/* ---- shares ---------------------------------------------------------------------------------- */

/* What of the values lies in the share, or beside it; false when nothing does. */
static bool side_of(const struct portfolio_adding *a, const struct value_set *set, bool inside,
                    struct value_set *out)
{
    const struct table_duty *duty = duty_of(a);
    const struct vocab_range *ranges = a->portfolio->table->share_ranges + duty->first_share;
    VEC(struct interval) items = {0};
    for (uint32_t i = 0; i < duty->share_count + !inside; i++) {
        struct interval within = {INT64_MIN, INT64_MAX};
        struct value_set part;
        if (inside || i > 0) /* the gap before a range begins behind the one before it */
            within.low = inside ? (int64_t)ranges[i].first : (int64_t)ranges[i - 1].last + 1;
        if (i < duty->share_count)
            within.high = inside ? (int64_t)ranges[i].last : (int64_t)ranges[i].first - 1;
        if (!eval_set_within(set, within, a->scratch, &part))
            continue;
        VEC_PUSH(a->scratch, &items, part.first);
        for (uint32_t k = 0; k < part.more_count; k++)
            VEC_PUSH(a->scratch, &items, part.more[k]);
    }
    if (items.count == 0)
        return false;
    *out = *set;
    out->first = items.items[0];
    out->more = items.count > 1 ? items.items + 1 : NULL;
    out->more_count = (uint32_t)items.count - 1;
    return true;
}

/* The amount in the worlds of one side. */
static struct eval_range ask_side(const struct portfolio_adding *a, const struct value_set *sets,
                                  bool inside)
{
    uint32_t var = duty_of(a)->share_var;
    struct value_set side;
    if (!side_of(a, &sets[var], inside, &side))
        return (struct eval_range){TRUTH_NO, 0, 0};
    uint32_t vars = a->portfolio->table->vocab.var_count;
    struct value_set *of = arena_copy(a->scratch, sets, vars * sizeof *of);
    of[var] = side;
    return ask(a, of);
}

static void fill_shares(const struct portfolio_adding *a, const struct value_set *sets,
                        bool surely, struct portfolio_range *out)
{
    struct eval_range in = ask_side(a, sets, true), beside = ask_side(a, sets, false);
    if (beside.effective != TRUTH_NO)
        out->least.rest = beside.high;
    else if (surely)
        out->least.part = in.low;
    if (in.effective != TRUTH_NO)
        out->most.part = in.high;
    else if (surely)
        out->most.rest = beside.low;
}

static enum eval_truth find_side(const struct portfolio_adding *a)
{
    if (ask_side(a, a->sets, false).effective == TRUTH_NO)
        return TRUTH_YES;
    return ask_side(a, a->sets, true).effective == TRUTH_NO ? TRUTH_NO : TRUTH_MAYBE;
}

/* ---- contributions --------------------------------------------------------------------------- */

/* A norm that is effective nowhere contributes nothing; one that may not be, perhaps nothing. */
static struct portfolio_range contribution(const struct portfolio_adding *a,
                                           const struct value_set *sets,
                                           const struct eval_range *range)
{
    struct portfolio_range out = {0};
    if (range->effective == TRUTH_NO)
        return out;
    out.low = range->low;
    out.high = range->high;
    if (range->effective == TRUTH_MAYBE && out.low > 0)
        out.low = 0;
    if (range->effective == TRUTH_MAYBE && out.high < 0)
        out.high = 0;
    if (portfolio_is_share(a->portfolio->table, a->commitment->norm))
        fill_shares(a, sets, range->effective == TRUTH_YES, &out);
    return out;
}

static bool is_open(const struct value_set *set)
{
    return set->more_count || set->first.low != set->first.high;
}

/* What is on a redacted list is on it for everybody; another redaction is read against the
 * placement's own fact or day. */
static bool is_shared(const struct vocab *vocab, uint32_t var)
{
    uint32_t role = vocab->vars[var].role;
    if (role != VAR_ROLE_REDACTED)
        return role == VAR_ROLE_READING || role == VAR_ROLE_LEDGER;
    const struct vocab_family *family = vocab_family_of(vocab, var);
    return family && family->role == FAMILY_LIST;
}

static bool matters(const struct portfolio_adding *a, uint32_t var)
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

static void keep_shared(const struct portfolio_adding *a, uint32_t var, struct portfolio_shared *out,
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
static const struct portfolio_range *fill_ranges(const struct portfolio_adding *a,
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
        ranges[c] = contribution(a, sets, &range);
    }
    return ranges;
}

static void find_shared(const struct portfolio_adding *a, struct portfolio_row *row)
{
    const struct vocab *vocab = &a->portfolio->table->vocab;
    size_t count = 0, combinations = 1;
    uint32_t *vars = arena_alloc(a->scratch, (vocab->var_count + 1u) * sizeof *vars);
    for (uint32_t var = 0; var < vocab->var_count; var++)
        if (is_shared(vocab, var) && is_open(&a->sets[var]) && matters(a, var))
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

/* Open, and the placement's group or side of a share turns on it. */
static bool parts(const struct portfolio_adding *a, const struct portfolio_row *row, uint32_t var)
{
    const struct table *t = a->portfolio->table;
    const struct table_duty *duty = duty_of(a);
    for (uint32_t i = 0; i < duty->group_count; i++)
        if (t->group_vars[duty->first_group + i] == var)
            return true;
    return portfolio_is_share(t, a->commitment->norm) && duty->share_var == var
           && row->in_share == TRUTH_MAYBE;
}

static void find_facts(const struct portfolio_adding *a, struct portfolio_row *row)
{
    const struct vocab *vocab = &a->portfolio->table->vocab;
    uint32_t *facts = arena_alloc(a->scratch, (vocab->var_count + 1u) * sizeof *facts);
    for (uint32_t var = 0; var < vocab->var_count; var++) {
        if (is_shared(vocab, var) || !is_open(&a->given[var]))
            continue;
        if (var == duty_of(a)->amount_var || parts(a, row, var)
            || (row->counts == TRUTH_MAYBE && matters(a, var)))
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

bool portfolio_put_row(const struct portfolio_adding *a, const struct portfolio_place *place)
{
    struct eval_range range = ask(a, a->sets);
    if (range.effective == TRUTH_NO)
        return false;
    struct portfolio_row row = {.date = a->sets[VOCAB_DATE].first.low, .counts = range.effective};
    row.place = kept(a->portfolio->arena, place);
    row.range = contribution(a, a->sets, &range);
    if (portfolio_is_share(a->portfolio->table, a->commitment->norm))
        row.in_share = find_side(a);
    find_facts(a, &row);
    if (row.counts == TRUTH_MAYBE)
        find_shared(a, &row);
    VEC_PUSH(a->portfolio->arena, &a->commitment->rows, row);
    return true;
}

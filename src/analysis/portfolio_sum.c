/* portfolio_sum.c: the sums of a commitment over all worlds of the portfolio.
 *
 * The shared variables that matter for some placement become axes: a term's readings; the
 * days of an event, cut wherever a cut of some placement is, so that all days of a piece are
 * the same to every placement. Readings change slowest: for each combination of them the
 * least and greatest sum over all combinations of the events' pieces is one interval.
 *
 * Worked example: at least 100; placement A contributes 60 where `t` is read one way, else
 * 40; placement B 50 to 70. Readings: [110, 130] and [90, 110]. The first is met whatever B
 * is; the second is not settled, so a fact matters and the whole is undetermined. Were B 70
 * for sure, both would be met; were it 50, the readings alone would differ: disputed.
 */
#include "analysis/portfolio.h"

#include <stdlib.h>

struct axis {
    uint32_t var;
    bool reading;
    VEC(int64_t) starts;
};

struct summing {
    struct portfolio *portfolio;
    struct portfolio_commitment *commitment;
    struct axis *axes; /* readings first */
    size_t axis_count, reading_axes;
    size_t *at;        /* per axis: the piece at hand */
    struct portfolio_sum constant; /* of the rows without shared variables */
    const struct portfolio_row **varying;
    size_t varying_count;
    size_t (*axis_of)[2]; /* per varying row: its first entry in `links`, and the count */
    size_t *links;        /* axis numbers of the rows' shared variables */
    struct portfolio_reading *readings; /* the commitment's list */
};

/* ---- axes -------------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void sort_starts(struct axis *axis)
{
    size_t kept = 0;
    qsort(axis->starts.items, axis->starts.count, sizeof *axis->starts.items, by_value);
    for (size_t i = 0; i < axis->starts.count; i++)
        if (kept == 0 || axis->starts.items[kept - 1] != axis->starts.items[i])
            axis->starts.items[kept++] = axis->starts.items[i];
    axis->starts.count = kept;
}

/* Which variables are axes, readings before events, each by id. */
static void find_axes(struct summing *s)
{
    const struct vocab *vocab = &s->portfolio->table->vocab;
    struct arena *arena = s->portfolio->arena;
    bool *used = ARENA_ARRAY(arena, bool, vocab->var_count + 1);
    for (size_t i = 0; i < s->varying_count; i++)
        for (size_t k = 0; k < s->varying[i]->shared_count; k++)
            used[s->varying[i]->shared[k].var] = true;
    s->axes = ARENA_ARRAY(arena, struct axis, vocab->var_count + 1);
    for (int reading = 1; reading >= 0; reading--)
        for (uint32_t var = 0; var < vocab->var_count; var++)
            if (used[var] && (vocab->vars[var].kind == VAR_READING) == (reading != 0)) {
                s->axes[s->axis_count].var = var;
                s->axes[s->axis_count++].reading = reading != 0;
                s->reading_axes += reading != 0;
            }
    s->at = ARENA_ARRAY(arena, size_t, s->axis_count + 1);
}

static size_t axis_number(const struct summing *s, uint32_t var)
{
    size_t i = 0;
    while (s->axes[i].var != var)
        i++;
    return i;
}

static void cut_axes(struct summing *s)
{
    struct arena *arena = s->portfolio->arena;
    size_t links = 0;
    for (size_t i = 0; i < s->varying_count; i++)
        links += s->varying[i]->shared_count;
    s->links = ARENA_ARRAY(arena, size_t, links + 1);
    s->axis_of = arena_zero(arena, s->varying_count + 1, sizeof *s->axis_of);
    links = 0;
    for (size_t i = 0; i < s->varying_count; i++) {
        const struct portfolio_row *row = s->varying[i];
        s->axis_of[i][0] = links;
        s->axis_of[i][1] = row->shared_count;
        for (size_t k = 0; k < row->shared_count; k++) {
            size_t axis = axis_number(s, row->shared[k].var);
            s->links[links++] = axis;
            for (size_t p = 0; p < row->shared[k].count; p++)
                VEC_PUSH(arena, &s->axes[axis].starts, row->shared[k].starts[p]);
        }
    }
    for (size_t i = 0; i < s->axis_count; i++)
        sort_starts(&s->axes[i]);
}

/* ---- sums ---------------------------------------------------------------------------------------- */

/* The last piece that begins at or before a value; the first begins before all. */
static size_t piece_at(const struct portfolio_shared *shared, int64_t value)
{
    size_t i = shared->count - 1;
    while (i > 0 && shared->starts[i] > value)
        i--;
    return i;
}

static struct portfolio_range range_at(const struct summing *s, size_t number)
{
    const struct portfolio_row *row = s->varying[number];
    const size_t *links = s->links + s->axis_of[number][0];
    size_t index = 0;
    for (size_t k = 0; k < row->shared_count; k++) {
        const struct axis *axis = &s->axes[links[k]];
        index = index * row->shared[k].count
                + piece_at(&row->shared[k], axis->starts.items[s->at[links[k]]]);
    }
    return row->ranges[index];
}

static void add_parts(struct portfolio_share *share, const struct portfolio_parts *parts)
{
    share->part += parts->part;
    share->total += (portfolio_amount)parts->part + parts->rest;
}

static void add_range(struct portfolio_sum *sum, const struct portfolio_range *range)
{
    sum->low += range->low;
    sum->high += range->high;
    add_parts(&sum->least, &range->least);
    add_parts(&sum->most, &range->most);
}

/* An end with nothing is one at which nothing counts but what brings the share to the other:
 * where something counts, all of it is of one side. */
static void end_share(struct portfolio_sum *sum)
{
    if (sum->least.total == 0)
        sum->least = sum->most;
    if (sum->most.total == 0)
        sum->most = sum->least;
}

/* The sum at one combination of all axes. */
static struct portfolio_sum sum_at(const struct summing *s)
{
    struct portfolio_sum sum = s->constant;
    for (size_t i = 0; i < s->varying_count; i++) {
        struct portfolio_range range = range_at(s, i);
        add_range(&sum, &range);
    }
    end_share(&sum);
    return sum;
}

/* Goes on to the next combination of the axes first..end; false after the last. */
static bool step(struct summing *s, size_t first, size_t end)
{
    for (size_t i = end; i-- > first;) {
        if (++s->at[i] < s->axes[i].starts.count)
            return true;
        s->at[i] = 0;
    }
    return false;
}

static void widen(struct portfolio_sum *sum, const struct portfolio_sum *by)
{
    sum->low = by->low < sum->low ? by->low : sum->low;
    sum->high = by->high > sum->high ? by->high : sum->high;
    if (by->least.total == 0)
        return;
    if (sum->least.total == 0 || portfolio_compare(&by->least, &sum->least) < 0)
        sum->least = by->least;
    if (sum->most.total == 0 || portfolio_compare(&by->most, &sum->most) > 0)
        sum->most = by->most;
}

/* The readings at hand, over all days of the events. */
static struct portfolio_sum sum_over_events(struct summing *s)
{
    struct portfolio_sum sum = sum_at(s);
    while (step(s, s->reading_axes, s->axis_count)) {
        struct portfolio_sum other = sum_at(s);
        widen(&sum, &other);
    }
    return sum;
}

/* By whole numbers, then by what is left, upside down: no product has to be made of two sums. */
int portfolio_compare(const struct portfolio_share *a, const struct portfolio_share *b)
{
    struct portfolio_share x = *a, y = *b;
    for (int sign = 1; x.total && y.total; sign = -sign) {
        portfolio_amount whole = x.part / x.total, other = y.part / y.total;
        if (whole != other)
            return whole < other ? -sign : sign;
        portfolio_amount rest = x.part % x.total, last = y.part % y.total;
        if (rest == 0 || last == 0)
            return ((rest != 0) - (last != 0)) * sign;
        x = (struct portfolio_share){x.total, rest};
        y = (struct portfolio_share){y.total, last};
    }
    return 0;
}

/* ---- verdicts --------------------------------------------------------------------------------------- */

/* What some worlds do, and others. */
struct outcomes {
    bool meet, miss;
};

static bool share_meets(const struct portfolio_share *share, portfolio_amount percent,
                        bool at_most)
{
    portfolio_amount has = 100 * share->part, due = percent * share->total;
    return at_most ? has <= due : has >= due;
}

/* Where nothing counts there is nothing to have a share of: that is as good as met. */
static struct outcomes of_share(const struct portfolio_sum *sum, portfolio_amount percent,
                                bool at_most)
{
    bool some = sum->least.total != 0;
    const struct portfolio_share *best = at_most ? &sum->least : &sum->most;
    const struct portfolio_share *worst = at_most ? &sum->most : &sum->least;
    return (struct outcomes){
        .meet = sum->low == 0 || (some && share_meets(best, percent, at_most)),
        .miss = some && !share_meets(worst, percent, at_most)};
}

static struct outcomes of_sum(const struct portfolio_sum *sum, portfolio_amount amount,
                              bool at_most)
{
    bool low = at_most ? sum->low <= amount : sum->low >= amount;
    bool high = at_most ? sum->high <= amount : sum->high >= amount;
    return (struct outcomes){.meet = low || high, .miss = !low || !high};
}

static enum portfolio_status judge(const struct summing *s, const struct portfolio_sum *sum)
{
    const struct table *t = s->portfolio->table;
    uint32_t norm = s->commitment->norm;
    bool at_most = portfolio_at_most(t, norm);
    int64_t amount = table_duty(t, norm)->amount;
    struct outcomes worlds = portfolio_is_share(t, norm) ? of_share(sum, amount, at_most)
                                                         : of_sum(sum, amount, at_most);
    if (worlds.meet && worlds.miss)
        return PORTFOLIO_UNDETERMINED;
    return worlds.meet ? PORTFOLIO_MET : PORTFOLIO_MISSED;
}

/* One vector undetermined: so is the whole. All certain, but not alike: disputed. */
static enum portfolio_status both(enum portfolio_status a, enum portfolio_status b)
{
    if (a == PORTFOLIO_UNDETERMINED || b == PORTFOLIO_UNDETERMINED)
        return PORTFOLIO_UNDETERMINED;
    return a == b ? a : PORTFOLIO_DISPUTED;
}

static void add_reading(struct summing *s, const struct portfolio_sum *sum)
{
    struct portfolio_commitment *c = s->commitment;
    uint32_t *readings = ARENA_ARRAY(s->portfolio->arena, uint32_t, s->reading_axes);
    for (size_t i = 0; i < s->reading_axes; i++)
        readings[i] = (uint32_t)s->axes[i].starts.items[s->at[i]];
    s->readings[c->reading_count++] = (struct portfolio_reading){readings, *sum, judge(s, sum)};
}

static void sum_all(struct summing *s)
{
    struct portfolio_commitment *c = s->commitment;
    size_t vectors = 1;
    for (size_t i = 0; i < s->reading_axes; i++)
        vectors *= s->axes[i].starts.count;
    if (s->reading_axes)
        s->readings = ARENA_ARRAY(s->portfolio->arena, struct portfolio_reading, vectors);
    c->readings = s->readings;
    bool first = true;
    do {
        struct portfolio_sum sum = sum_over_events(s);
        enum portfolio_status status = judge(s, &sum);
        if (s->reading_axes)
            add_reading(s, &sum);
        c->status = first ? status : both(c->status, status);
        if (first)
            c->sum = sum;
        widen(&c->sum, &sum);
        first = false;
    } while (step(s, 0, s->reading_axes));
}

/* Too many combinations: every placement for itself, which is never too narrow. */
static void sum_roughly(struct summing *s)
{
    struct portfolio_commitment *c = s->commitment;
    c->sum = s->constant;
    for (size_t i = 0; i < s->varying_count; i++)
        add_range(&c->sum, &s->varying[i]->range);
    end_share(&c->sum);
    c->status = judge(s, &c->sum);
    c->unresolved = true;
}

static bool affordable(const struct summing *s)
{
    uint64_t steps = s->varying_count;
    for (size_t i = 0; i < s->axis_count; i++) {
        if (steps > s->portfolio->steps / s->axes[i].starts.count)
            return false;
        steps *= s->axes[i].starts.count;
    }
    return true;
}

static void name_axes(struct summing *s)
{
    struct portfolio_commitment *c = s->commitment;
    const struct vocab *vocab = &s->portfolio->table->vocab;
    uint32_t *terms = ARENA_ARRAY(s->portfolio->arena, uint32_t, s->axis_count + 1);
    uint32_t *events = ARENA_ARRAY(s->portfolio->arena, uint32_t, s->axis_count + 1);
    for (size_t i = 0; i < s->axis_count; i++) {
        if (s->axes[i].reading)
            terms[c->term_count++] = vocab->vars[s->axes[i].var].term;
        else
            events[c->event_count++] = s->axes[i].var;
    }
    c->terms = terms;
    c->events = events;
}

static void close_one(struct portfolio *p, struct portfolio_commitment *c)
{
    struct summing s = {.portfolio = p, .commitment = c};
    s.varying = arena_alloc(p->arena, (c->rows.count + 1) * sizeof(void *));
    for (size_t i = 0; i < c->rows.count; i++) {
        const struct portfolio_row *row = &c->rows.items[i];
        if (row->shared_count) {
            s.varying[s.varying_count++] = row;
            continue;
        }
        add_range(&s.constant, &row->range);
    }
    find_axes(&s);
    cut_axes(&s);
    name_axes(&s);
    if (affordable(&s))
        sum_all(&s);
    else
        sum_roughly(&s);
}

void portfolio_close(struct portfolio *portfolio)
{
    for (size_t i = 0; i < portfolio->commitment_count; i++)
        close_one(portfolio, &portfolio->commitments[i]);
}

/* promise_worlds.c: see promise_worlds.h. */
#include "promise_worlds.h"

#include <string.h>

bool promise_shared(const struct vocab *vocab, uint32_t var)
{
    const struct vocab_var *v = &vocab->vars[var];
    if (v->role == VAR_ROLE_REDACTED)
        return strncmp(vocab_string(vocab, v->name), "whether ", 8) == 0;
    return v->role == VAR_ROLE_READING || v->role == VAR_ROLE_LEDGER;
}

static struct interval interval_of(const struct value_set *set, uint32_t i)
{
    return i ? set->more[i - 1] : set->first;
}

/* Every value of a small set; of an event that is open, every day that conditions could tell
 * apart on the days of the portfolio, one long before, and never. */
static void all_values(struct promise_run *run, const struct value_set *set, bool event,
                       struct values *out)
{
    if (!event || (!set->more_count && set->first.low == set->first.high)) {
        for (uint32_t i = 0; i <= set->more_count; i++) {
            struct interval values = interval_of(set, i); /* its end may be DATE_NEVER */
            VEC_PUSH(run->arena, &out->list, values.low);
            for (int64_t v = values.low; v < values.high; v++)
                VEC_PUSH(run->arena, &out->list, v + 1);
        }
        return;
    }
    int64_t first;
    date_parse("2026-01-12", 10, &first);
    for (int64_t day = first; day <= first + 17; day++)
        VEC_PUSH(run->arena, &out->list, day);
    VEC_PUSH(run->arena, &out->list, DATE_NEVER);
}

void walk_add(struct promise_run *run, struct walk *walk, uint32_t var,
              const struct value_set *set)
{
    walk->vars[walk->count] = var;
    walk->values[walk->count] = (struct values){0};
    all_values(run, set, run->model->vocab.vars[var].kind == VAR_EVENT,
               &walk->values[walk->count]);
    walk->at[walk->count++] = 0;
}

void walk_set(const struct walk *walk, int64_t *world)
{
    for (size_t i = 0; i < walk->count; i++)
        world[walk->vars[i]] = walk->values[i].list.items[walk->at[i]];
}

bool walk_next(struct walk *walk)
{
    for (size_t i = walk->count; i-- > 0;) {
        if (++walk->at[i] < walk->values[i].list.count)
            return true;
        walk->at[i] = 0;
    }
    return false;
}

size_t walk_size(const struct walk *walk)
{
    size_t size = 1;
    for (size_t i = 0; i < walk->count; i++)
        size *= walk->values[i].list.count;
    return size;
}

int64_t promise_year(const struct model_norm *n, int64_t day)
{
    char first[DATE_TEXT], other[DATE_TEXT];
    int64_t year = 0;
    if (day > n->by || (n->each_year && day < n->from))
        return -1;
    date_format(n->from, first);
    for (int64_t d = n->from + 1; n->each_year && d <= day; d++) {
        date_format(d, other);
        year += strcmp(first + 4, other + 4) == 0;
    }
    return year;
}

bool promise_in_share(const struct model_norm *n, const int64_t *world)
{
    for (size_t i = 0; i < n->share.count; i++)
        if (world[n->share_var] >= n->share.ranges[i].first
            && world[n->share_var] <= n->share.ranges[i].last)
            return true;
    return false;
}

bool promise_counts(const struct promise_run *run, const struct portfolio_commitment *c,
                    const struct walk *own, const int64_t *world)
{
    const struct model_norm *n = &run->model->norms.items[c->norm];
    for (size_t i = 0; i < n->group_count && c->leaves; i++)
        if (world[n->groups[i]] != c->leaves[i])
            return false;
    return own->dated && oracle_applies(run->model, c->norm, world);
}

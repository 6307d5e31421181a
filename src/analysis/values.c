/* values.c: see values.h. */
#include "analysis/values.h"

#include "base/date.h"

#include <stdint.h>

void values_add(struct values *values, int64_t low, int64_t high)
{
    if (low > high)
        return;
    size_t count = values->list.count;
    if (count && low != DATE_NEVER && values->list.items[count - 1].high + 1 == low) {
        values->list.items[count - 1].high = high;
        return;
    }
    struct interval part = {low, high};
    VEC_PUSH(values->arena, &values->list, part);
}

void values_add_part(struct values *values, const struct value_set *set, int64_t low,
                     int64_t high)
{
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *part = i ? &set->more[i - 1] : &set->first;
        values_add(values, part->low > low ? part->low : low,
                   part->high < high ? part->high : high);
    }
}

struct value_set values_set(const struct values *values, uint32_t origin)
{
    struct value_set set = {.origin = origin};
    if (values->list.count == 0)
        return set;
    set.first = values->list.items[0];
    set.more = values->list.items + 1;
    set.more_count = (uint32_t)values->list.count - 1;
    return set;
}

static const struct interval *interval_of(const struct value_set *set, uint32_t i)
{
    return i ? &set->more[i - 1] : &set->first;
}

bool values_within(const struct value_set *x, const struct value_set *y)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i <= x->more_count; i++) {
        const struct interval *part = interval_of(x, i);
        while (k < y->more_count && interval_of(y, k)->high < part->low)
            k++;
        if (part->low < interval_of(y, k)->low || part->high > interval_of(y, k)->high)
            return false;
    }
    return true;
}

struct value_set values_join(struct arena *arena, const struct value_set *x,
                             const struct value_set *y)
{
    struct values all = {.arena = arena};
    bool any = false;
    int64_t last = 0; /* the greatest that is in */
    for (uint32_t i = 0, k = 0; i <= x->more_count || k <= y->more_count;) {
        bool first = k > y->more_count
                     || (i <= x->more_count && interval_of(x, i)->low <= interval_of(y, k)->low);
        const struct interval *part = first ? interval_of(x, i++) : interval_of(y, k++);
        if (any && part->high <= last)
            continue;
        values_add(&all, any && part->low <= last ? last + 1 : part->low, part->high);
        last = part->high;
        any = true;
    }
    return values_set(&all, x->origin);
}

static int64_t nearest_day(const struct value_set *set, int64_t near)
{
    int64_t best = set->first.low, distance = INT64_MAX;
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *part = i ? &set->more[i - 1] : &set->first;
        int64_t day = near < part->low ? part->low : near > part->high ? part->high : near;
        int64_t apart = day < near ? near - day : day - near;
        if (day != DATE_NEVER && apart < distance) {
            best = day;
            distance = apart;
        }
    }
    return best;
}

/* How a redacted number stands to a fact, which leaves of it say: see sema/redactions.c. */
enum { HIDDEN_BELOW, HIDDEN_EQUAL, HIDDEN_ABOVE, HIDDEN_LEAVES };

static bool compares_hidden(const struct vocab_var *var)
{
    return var->role == VAR_ROLE_REDACTED && var->leaf_count == HIDDEN_LEAVES;
}

static bool next_above(const struct value_set *set, int64_t value, int64_t *out)
{
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *part = interval_of(set, i);
        if (part->high > value) {
            *out = part->low > value ? part->low : value + 1;
            return true;
        }
    }
    return false;
}

void values_make_room(const struct vocab *vocab, const struct value_set *sets, int64_t *values)
{
    static const char below[] = "below ";
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        if (!compares_hidden(&vocab->vars[v]) || values[v] != HIDDEN_BELOW)
            continue;
        const char *name = vocab_leaf_name(vocab, v, HIDDEN_BELOW);
        uint32_t fact = vocab_var_named(vocab, name + sizeof below - 1);
        if (fact != VOCAB_NONE && values[fact] == vocab->vars[fact].low)
            next_above(&sets[fact], values[fact], &values[fact]);
    }
}

int64_t values_choose(const struct vocab_var *var, const struct value_set *set, int64_t date,
                      int64_t near)
{
    switch ((enum var_kind)var->kind) {
    case VAR_DATE_OF_CASE:
        return nearest_day(set, near);
    case VAR_DAY:
        return nearest_day(set, date);
    case VAR_EVENT:
        return value_set_has(set, DATE_NEVER) ? DATE_NEVER : nearest_day(set, date);
    case VAR_LEAF:
    case VAR_NUMBER:
    case VAR_READING:
        break;
    }
    if (compares_hidden(var) && value_set_has(set, HIDDEN_EQUAL))
        return HIDDEN_EQUAL;
    for (int64_t p = var->presumed_low; var->has_presumed && p <= var->presumed_high; p++)
        if (value_set_has(set, p))
            return p;
    return set->first.low;
}

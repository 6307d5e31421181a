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

static bool has(const struct value_set *set, int64_t value)
{
    for (uint32_t i = 0; i <= set->more_count; i++) {
        const struct interval *part = i ? &set->more[i - 1] : &set->first;
        if (value >= part->low && value <= part->high)
            return true;
    }
    return false;
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

int64_t values_choose(const struct vocab_var *var, const struct value_set *set, int64_t date,
                      int64_t near)
{
    switch ((enum var_kind)var->kind) {
    case VAR_DATE_OF_CASE:
        return nearest_day(set, near);
    case VAR_DAY:
        return nearest_day(set, date);
    case VAR_EVENT:
        return has(set, DATE_NEVER) ? DATE_NEVER : nearest_day(set, date);
    case VAR_LEAF:
    case VAR_NUMBER:
    case VAR_READING:
        break;
    }
    for (int64_t p = var->presumed_low; var->has_presumed && p <= var->presumed_high; p++)
        if (has(set, p))
            return p;
    return set->first.low;
}

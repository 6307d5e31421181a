/* defaults.c: what a variable is when a description says nothing of it.
 *
 * docs/language.md § 12: a presumption if there is one, else the whole domain. Events of the
 * ledger have their day, or are presumed not to have occurred, or are open; an open event
 * may have happened on any day up to the deployment's date, or not yet.
 */
#include "data/binder.h"

void binder_open_event(const struct binder *binder, struct value_set *set, int64_t date)
{
    set->first.low = DATE_FIRST;
    set->first.high = date;
    set->more = &binder->never;
    set->more_count = 1;
}

static struct value_set whole(const struct binder *binder, const struct vocab_var *var)
{
    struct value_set set = {.origin = VALUE_MISSING};
    switch ((enum var_kind)var->kind) {
    case VAR_LEAF:
    case VAR_READING:
        set.first.high = (int64_t)var->leaf_count - 1;
        break;
    case VAR_NUMBER:
        set.first.low = var->low;
        set.first.high = var->high;
        break;
    case VAR_DAY:
        set.first.low = DATE_FIRST;
        set.first.high = DATE_LAST;
        break;
    case VAR_EVENT:
        binder_open_event(binder, &set, binder->date);
        break;
    case VAR_DATE_OF_CASE:
        set.first.low = set.first.high = binder->date;
        set.origin = binder->date_today ? VALUE_PRESUMED : VALUE_GIVEN;
        break;
    }
    return set;
}

static struct value_set ledger_event(const struct binder *binder, const struct vocab_var *var)
{
    struct value_set set = {.first = {DATE_NEVER, DATE_NEVER}, .origin = VALUE_PRESUMED};
    if (var->has_occurred) {
        set.first.low = set.first.high = var->occurred;
        set.origin = VALUE_LEDGER;
    } else if (var->unknown) {
        set = whole(binder, var);
    }
    return set;
}

bool binder_is_open_event(const struct binder *binder, uint32_t var)
{
    return binder_var(binder, var)->kind == VAR_EVENT && binder->defaults[var].more_count > 0;
}

/* Which defaults end on the deployment's date: those that are open. */
static void note_dated(struct binder *binder)
{
    binder->dated_count = 0;
    for (uint32_t v = 0; v < binder->vocab->var_count; v++)
        if (binder_is_open_event(binder, v))
            binder->dated[binder->dated_count++] = v;
}

void binder_set_event(struct binder *binder, uint32_t var, const struct value_set *set)
{
    binder->defaults[var] = *set;
    note_dated(binder);
}

void binder_make_defaults(struct binder *binder)
{
    uint32_t count = binder->vocab->var_count;
    binder->defaults = ARENA_ARRAY(binder->arena, struct value_set, count);
    binder->dated = ARENA_ARRAY(binder->arena, uint32_t, count);
    for (uint32_t v = 0; v < count; v++) {
        const struct vocab_var *var = binder_var(binder, v);
        struct value_set set = var->role == VAR_ROLE_LEDGER ? ledger_event(binder, var)
                                                            : whole(binder, var);
        if (var->has_presumed && var->role != VAR_ROLE_LEDGER) {
            set = (struct value_set){.first = {var->presumed_low, var->presumed_high},
                                     .origin = VALUE_PRESUMED};
        }
        binder->defaults[v] = set;
    }
    note_dated(binder);
}

const struct value_set *binder_defaults(const struct binder *binder)
{
    return binder->defaults;
}

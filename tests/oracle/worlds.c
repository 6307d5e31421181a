/* worlds.c: see worlds.h. */
#include "worlds.h"

#include "interpret_box.h"

struct value_set *worlds_domain(struct arena *arena, const struct vocab *vocab)
{
    struct value_set *sets = ARENA_ARRAY(arena, struct value_set, vocab->var_count);
    struct interval *never = ARENA_NEW(arena, struct interval);
    never->low = never->high = DATE_NEVER;
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        const struct vocab_var *var = &vocab->vars[v];
        switch ((enum var_kind)var->kind) {
        case VAR_DATE_OF_CASE:
        case VAR_DAY:
            sets[v].first = (struct interval){DATE_FIRST, DATE_LAST};
            break;
        case VAR_LEAF:
        case VAR_READING:
            sets[v].first = (struct interval){0, (int64_t)var->leaf_count - 1};
            break;
        case VAR_NUMBER:
            sets[v].first = (struct interval){var->low, var->high};
            break;
        case VAR_EVENT:
            sets[v].first = (struct interval){DATE_FIRST, DATE_LAST};
            sets[v].more = never;
            sets[v].more_count = 1;
            if (var->role == VAR_ROLE_LEDGER && var->has_occurred)
                sets[v] = (struct value_set){.first = {var->occurred, var->occurred}};
            break;
        }
    }
    return sets;
}

bool worlds_of(const struct oracle *oracle, struct arena *arena, const struct value_set *sets,
               size_t limit, struct worlds *out)
{
    *out = (struct worlds){.oracle = oracle};
    if (!oracle_lay_out(oracle, arena, sets, limit, &out->axes))
        return false;
    out->count = out->axes.worlds;
    return true;
}

void worlds_get(const struct worlds *worlds, size_t number, int64_t *world)
{
    for (size_t a = 0; a < worlds->axes.axis_count; a++) {
        const struct oracle_axis *axis = &worlds->axes.axes[a];
        world[axis->var] = axis->cells[number / axis->stride % axis->count].low;
    }
}

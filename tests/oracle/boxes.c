/* boxes.c: see boxes.h: ends of sets and the days around what events are asked for come up often,
 * since that is where a box would say too much. */
#include "boxes.h"

#include "base/hash.h"

static uint64_t draw(struct box_points *b, uint64_t below)
{
    b->random = hash_word(b->random + 1);
    return b->random % below;
}

static int64_t pick_near(struct box_points *b, struct interval part, int64_t near)
{
    uint64_t width = (uint64_t)(part.high - part.low);
    int64_t step = (int64_t)draw(b, 81) - 40;
    int64_t value = near > INT64_MAX - 40 ? near : near + step; /* never has no days around it */
    switch (draw(b, 4)) {
    case 0:
        return part.low;
    case 1:
        return part.high;
    case 2:
        return value < part.low ? part.low : value > part.high ? part.high : value;
    }
    return width == 0 ? part.low : part.low + (int64_t)draw(b, width);
}

static int64_t pick(struct box_points *b, uint32_t var)
{
    struct value_set set = witness_set(b->witness, var);
    uint64_t part = draw(b, set.more_count + 1);
    return pick_near(b, part ? set.more[part - 1] : set.first, b->witness->values[var]);
}

/* Has the time that the column counts from the event come by the date? */
static bool has_come(const struct table_column *c, int64_t event, int64_t date)
{
    int64_t day;
    if (event == DATE_NEVER || !date_sum(event, c->count, (enum date_unit)c->unit, &day))
        return false;
    return c->past ? day < date : day <= date;
}

static bool pick_event(struct box_points *b, uint32_t var, const struct witness_since *since,
                       int64_t *world)
{
    const struct table *t = b->table;
    const struct value_set *all = &b->witness->whole[var];
    int64_t date = world[VOCAB_DATE], *day = &world[var];
    uint32_t near = since->holds == IR_NONE || (since->not_holds != IR_NONE && draw(b, 2))
                        ? since->not_holds
                        : since->holds;
    *day = date_add(date, -t->columns[near].count, (enum date_unit)t->columns[near].unit)
           + (int64_t)draw(b, 7) - 3;
    if (draw(b, 4) == 0)
        *day = draw(b, 2) ? DATE_NEVER : date + (int64_t)draw(b, 800) - 700;
    return value_set_has(all, *day)
           && (since->holds == IR_NONE || has_come(&t->columns[since->holds], *day, date))
           && (since->not_holds == IR_NONE || !has_come(&t->columns[since->not_holds], *day, date));
}

bool box_point(struct box_points *b, int64_t *world)
{
    world[VOCAB_DATE] = pick(b, VOCAB_DATE);
    for (uint32_t var = 0; var < b->table->vocab.var_count; var++) {
        const struct witness_since *since = witness_since(b->witness, var);
        if (var == VOCAB_DATE)
            continue;
        if (!since)
            world[var] = pick(b, var);
        else if (!pick_event(b, var, since, world))
            return false;
    }
    return true;
}

/* options.c: the choices that are permitted, as few groups as possible.
 *
 * Quantified the other way round than dilemmas: an assignment of the choices is good when no
 * assignment of all the rest gives another verdict than permitted. The boxes of good ones are
 * put in order, the nearest first, and each is grown as far as it stays good; what a grown one
 * holds already is left out. Groups are cut where a duty turns on a choice.
 */
#include "analysis/options.h"

#include "analysis/quantify.h"

#include <stdlib.h>
#include <string.h>

struct finder {
    struct arena *arena;
    struct evaluator *ev;
    struct space *space;
    const struct value_set *sets; /* as described */
    uint64_t budget;
    struct options *out;
    bool *rest;                   /* per variable: not for choosing */
    VEC(struct box *) boxes;
    VEC(struct option) list;
};

/* ---- choices ------------------------------------------------------------------------------------- */

static void list_choices(struct finder *f)
{
    const struct table *t = f->ev->table;
    bool *choices = quantify_choices(f->arena, t);
    uint32_t *list = ARENA_ARRAY(f->arena, uint32_t, t->vocab.var_count);
    f->rest = ARENA_ARRAY(f->arena, bool, t->vocab.var_count);
    for (uint32_t v = 0; v < t->vocab.var_count; v++) {
        f->rest[v] = !choices[v];
        if (choices[v] && t->var_column_count[v])
            list[f->out->choice_count++] = v;
    }
    f->out->choices = list;
}

static void open_choices(struct finder *f)
{
    const struct vocab *vocab = &f->ev->table->vocab;
    struct value_set *sets = arena_copy(f->arena, f->sets, vocab->var_count * sizeof *sets);
    for (size_t i = 0; i < f->out->choice_count; i++)
        sets[f->out->choices[i]] = space_domain(f->arena, vocab, f->out->choices[i]);
    f->space = space_of(f->arena, f->ev, sets, f->sets[VOCAB_DATE].first.low);
}

static const struct interval *part(const struct value_set *set, uint32_t i)
{
    return i ? &set->more[i - 1] : &set->first;
}

static bool overlap(const struct value_set *x, const struct value_set *y)
{
    for (uint32_t i = 0; i <= x->more_count; i++)
        for (uint32_t k = 0; k <= y->more_count; k++)
            if (part(x, i)->low <= part(y, k)->high && part(y, k)->low <= part(x, i)->high)
                return true;
    return false;
}

/* ---- boxes to groups ---------------------------------------------------------------------------- */

static struct option option_of(const struct finder *f, const struct box *box)
{
    const struct options *all = f->out;
    struct value_set *values = ARENA_ARRAY(f->arena, struct value_set, all->choice_count);
    bool *changed = ARENA_ARRAY(f->arena, bool, all->choice_count);
    struct option option = {.values = values, .changed = changed};
    struct witness w;
    search_pick(f->space, &f->space->slices[0], box, &w);
    for (size_t i = 0; i < all->choice_count; i++) {
        values[i] = witness_set(&w, all->choices[i]);
        changed[i] = !overlap(&values[i], &f->sets[all->choices[i]]);
        option.changes += changed[i];
    }
    return option;
}

/* Fewer changes, then cheaper ones: the first choice that one changes and the other does not is
 * the cheaper one's. Then by values. */
static int compare(const struct options *all, const struct option *a, const struct option *b)
{
    if (a->changes != b->changes)
        return a->changes < b->changes ? -1 : 1;
    for (size_t i = 0; i < all->choice_count; i++)
        if (a->changed[i] != b->changed[i])
            return a->changed[i] ? -1 : 1;
    for (size_t i = 0; i < all->choice_count; i++)
        if (a->values[i].first.low != b->values[i].first.low)
            return a->values[i].first.low < b->values[i].first.low ? -1 : 1;
    return 0;
}

static void insert(struct finder *f, const struct option *option, struct box *box)
{
    VEC_PUSH(f->arena, &f->list, *option);
    if (box)
        VEC_PUSH(f->arena, &f->boxes, box);
    size_t at = f->list.count - 1;
    for (; at > 0 && compare(f->out, &f->list.items[at - 1], option) > 0; at--) {
        f->list.items[at] = f->list.items[at - 1];
        if (box)
            f->boxes.items[at] = f->boxes.items[at - 1];
    }
    f->list.items[at] = *option;
    if (box)
        f->boxes.items[at] = box;
}

/* ---- finding ------------------------------------------------------------------------------------- */

static bool take_good(void *context, const struct box *good)
{
    struct finder *f = context;
    if (f->list.count == OPTIONS_LIMIT) {
        f->out->more = true;
        return false;
    }
    struct box *copy = box_new(f->ev, &f->ev->work);
    struct option option = option_of(f, good);
    box_copy(f->ev, copy, good);
    insert(f, &option, copy);
    return true;
}

/* Each as large as it may be, the nearest first; those that lie inside an earlier one go. */
static void grow_all(struct finder *f, const struct box *limit)
{
    struct demand permitted = {{.kind = ASK_VERDICT}, WORLD_PERMITTED};
    struct query query = {IR_NONE, &permitted, 1};
    size_t count = f->boxes.count, kept = 0;
    struct box **boxes = f->boxes.items;
    struct option *grown = ARENA_ARRAY(f->arena, struct option, count + 1);
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t k = 0; k < kept && !known; k++)
            known = region_within(f->ev, boxes[i], boxes[k]);
        if (known)
            continue;
        search_grow(f->space, &query, limit, f->rest, boxes[i]);
        boxes[kept] = boxes[i];
        grown[kept++] = option_of(f, boxes[i]);
    }
    f->list.count = 0;
    for (size_t i = 0; i < kept; i++)
        insert(f, &grown[i], NULL);
}

static void find_good(struct finder *f)
{
    struct demand spoilt = {{.kind = ASK_VERDICT}, WORLD_CONTESTED | WORLD_PROHIBITED};
    struct query query = {IR_NONE, &spoilt, 1};
    struct quantifier q = {f->space, f->rest, &query};
    struct search search = search_new(f->space, f->budget);
    const struct box *limit = quantify_begin(&search, 0);
    if (!limit)
        return;
    quantify(&q, limit, take_good, f);
    f->out->unresolved = f->ev->gave_up;
    f->ev->gave_up = false;
    grow_all(f, limit);
}

/* ---- duties --------------------------------------------------------------------------------------- */

static struct value_set *with(const struct finder *f, const struct option *option)
{
    struct value_set *sets =
        arena_copy(f->arena, f->sets, f->ev->table->vocab.var_count * sizeof *sets);
    for (size_t i = 0; i < f->out->choice_count; i++)
        sets[f->out->choices[i]] = option->values[i];
    return sets;
}

struct statuses {
    const struct eval_duty *list; /* by norm; not those that are not due */
    size_t count;
};

static struct statuses statuses_of(struct finder *f, const struct value_set *sets)
{
    struct statuses s;
    s.count = eval_duties(f->ev, sets, f->arena, &s.list, &f->out->unresolved);
    return s;
}

static void add_duty(struct option_duty *list, struct option *option, uint32_t norm,
                     enum eval_status now, enum eval_status then)
{
    if (now != then)
        list[option->duty_count++] = (struct option_duty){norm, now, then};
}

/* What differs between two lists. */
static void put_duties(struct finder *f, const struct statuses *now, const struct statuses *then,
                       struct option *out)
{
    struct option_duty *list =
        ARENA_ARRAY(f->arena, struct option_duty, now->count + then->count + 1);
    size_t a = 0, b = 0;
    while (a < now->count || b < then->count) {
        uint32_t x = a < now->count ? now->list[a].norm : UINT32_MAX;
        uint32_t y = b < then->count ? then->list[b].norm : UINT32_MAX;
        uint32_t norm = x < y ? x : y;
        add_duty(list, out, norm, x == norm ? now->list[a].status : DUTY_NOT_DUE,
                 y == norm ? then->list[b].status : DUTY_NOT_DUE);
        a += x == norm;
        b += y == norm;
    }
    out->duties = list;
}

/* The values of one choice in groups that give the duty the same status. */
static size_t cut_by_status(struct finder *f, struct value_set *sets, uint32_t var, uint32_t norm,
                            struct value_set out[4])
{
    static const enum eval_status order[] = {DUTY_NOT_DUE, DUTY_DISPUTED, DUTY_UNDETERMINED,
                                             DUTY_DUE};
    const struct value_set *pieces;
    size_t count = eval_pieces(f->ev, sets, var, f->arena, &pieces), groups = 0;
    enum eval_status *status = ARENA_ARRAY(f->arena, enum eval_status, count + 1);
    for (size_t i = 0; i < count; i++) {
        sets[var] = pieces[i];
        status[i] = eval_duty(f->ev, sets, norm, &f->out->unresolved);
    }
    for (size_t s = 0; s < 4; s++) {
        VEC(struct interval) list = {0};
        for (size_t i = 0; i < count; i++)
            for (uint32_t k = 0; status[i] == order[s] && k <= pieces[i].more_count; k++)
                VEC_PUSH(f->arena, &list, *part(&pieces[i], k));
        if (list.count)
            out[groups++] = (struct value_set){.first = list.items[0], .more = list.items + 1,
                                               .more_count = (uint32_t)list.count - 1,
                                               .origin = VALUE_GIVEN};
    }
    return groups;
}

/* A choice on which some duty of the group turns, cut into values that do not. */
static bool find_cut(struct finder *f, const struct option *option, const struct statuses *s,
                     size_t *choice, struct value_set out[4], size_t *count)
{
    for (size_t d = 0; d < s->count; d++) {
        for (size_t i = 0; s->list[d].status != DUTY_DUE && i < f->out->choice_count; i++) {
            struct value_set *sets = with(f, option);
            uint32_t var = f->out->choices[i];
            if (!eval_duty_matters(f->ev, sets, s->list[d].norm, var, &f->out->unresolved))
                continue;
            *choice = i;
            *count = cut_by_status(f, sets, var, s->list[d].norm, out);
            if (*count > 1)
                return true;
        }
    }
    return false;
}

static struct option narrowed(const struct finder *f, const struct option *option, size_t choice,
                              const struct value_set *values)
{
    size_t n = f->out->choice_count;
    struct value_set *copy = arena_copy(f->arena, option->values, n * sizeof *copy);
    bool *changed = arena_copy(f->arena, option->changed, n * sizeof *changed);
    struct option out = {.values = copy, .changed = changed, .changes = option->changes};
    copy[choice] = *values;
    changed[choice] = !overlap(values, &f->sets[f->out->choices[choice]]);
    out.changes = option->changes + changed[choice] - option->changed[choice];
    return out;
}

/* Cuts groups until no duty of theirs turns on a choice, and says what changes. */
static void add_duties(struct finder *f)
{
    struct statuses now = statuses_of(f, f->sets);
    VEC(struct option) todo = {0};
    for (size_t i = f->list.count; i-- > 0;)
        VEC_PUSH(f->arena, &todo, f->list.items[i]);
    f->list.count = 0;
    while (todo.count) {
        struct option option = todo.items[--todo.count];
        struct statuses then = statuses_of(f, with(f, &option));
        struct value_set groups[4];
        size_t choice, count;
        if (todo.count + f->list.count < OPTIONS_LIMIT
            && find_cut(f, &option, &then, &choice, groups, &count)) {
            for (size_t i = count; i-- > 0;) {
                struct option piece = narrowed(f, &option, choice, &groups[i]);
                VEC_PUSH(f->arena, &todo, piece);
            }
            continue;
        }
        put_duties(f, &now, &then, &option);
        insert(f, &option, NULL);
    }
}

/* ---- all together ---------------------------------------------------------------------------------- */

static void find(struct finder *f)
{
    *f->out = (struct options){.days = {DATE_NEVER, DATE_NEVER}};
    list_choices(f);
    open_choices(f);
    find_good(f);
}

static void hand_out(struct finder *f)
{
    f->out->list = f->list.items;
    f->out->count = f->list.count;
}

void options_glance(struct arena *arena, struct evaluator *ev, const struct value_set *sets,
                       struct options *out)
{
    struct finder f = {.arena = arena, .ev = ev, .sets = sets, .out = out};
    f.budget = evaluator_share(ev, OPTIONS_GLANCE);
    find(&f);
    hand_out(&f);
}

void options_find(struct arena *arena, struct evaluator *ev, const struct value_set *sets,
                  struct options *out)
{
    struct finder f = {.arena = arena, .ev = ev, .sets = sets, .out = out};
    f.budget = evaluator_share(ev, OPTIONS_BUDGET);
    find(&f);
    if (f.list.count == 0 && !out->unresolved && out->choice_count)
        options_open(arena, f.space, sets, f.budget, out);
    add_duties(&f);
    hand_out(&f);
}

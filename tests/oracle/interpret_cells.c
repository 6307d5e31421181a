/* interpret_cells.c: which numbers and days need to be told apart.
 *
 * In: all conditions of the model. Out: for each variable the *cuts*, values c such that
 * something may hold below c and not from c on, or the reverse. Between two cuts lies one
 * cell, and any value stands for its cell. A cut too many only costs time.
 *
 * Days of events are compared with the date: event + n <= date. At a known date that cuts
 * the event; at a known event it cuts the date. Both are cut for all combinations.
 */
#include "interpreter.h"
#include "interpret_box.h"

#include <stdlib.h>

static void cut(struct oracle *oracle, uint32_t var, int64_t value)
{
    VEC_PUSH(oracle->arena, &oracle->cuts[var].list, value);
}

static void collect_since(struct oracle *oracle, const struct model_expr *expr, uint32_t event)
{
    struct oracle_since since = {event, expr->count, expr->unit};
    for (size_t i = 0; i < oracle->since.count; i++) {
        const struct oracle_since *old = &oracle->since.items[i];
        if (old->event == since.event && old->count == since.count && old->unit == since.unit)
            return;
    }
    VEC_PUSH(oracle->arena, &oracle->since, since);
}

static void collect_expr(struct oracle *oracle, const struct model_expr *expr)
{
    if (!expr)
        return;
    switch (expr->op) {
    case OP_TRUE:
    case OP_FALSE:
    case OP_IN:
    case OP_SAME:
    case OP_MEMBER:
    case OP_INCLUDES:
    case OP_ONLY:
    case OP_DURING:
    case OP_TERM:
    case OP_FORCE:
    case OP_LIVE:
    case OP_WAIVED:
        return;
    case OP_NOT:
        collect_expr(oracle, expr->left);
        return;
    case OP_AND:
    case OP_OR:
        collect_expr(oracle, expr->left);
        collect_expr(oracle, expr->right);
        return;
    case OP_RANGE:
        cut(oracle, expr->var, expr->low);
        if (expr->high != INT64_MAX)
            cut(oracle, expr->var, expr->high + 1);
        return;
    case OP_SINCE:
        collect_since(oracle, expr, expr->var);
        if (expr->ref == VOCAB_NONE)
            return;
        for (uint32_t leaf = 1; leaf < vocab_named_leaves(&oracle->model->vocab, expr->ref); leaf++)
            collect_since(oracle, expr, expr->var + leaf);
        return;
    }
}

static void collect_excepts(struct oracle *oracle, const struct model_except *list)
{
    for (const struct model_except *e = list; e; e = e->next) {
        collect_expr(oracle, e->cond);
        collect_excepts(oracle, e->children);
    }
}

static void collect_period(struct oracle *oracle, const struct model_period *period)
{
    collect_expr(oracle, period->from);
    collect_expr(oracle, period->until);
    collect_expr(oracle, period->whilst);
}

static void collect_clauses(struct oracle *oracle)
{
    const struct model *model = oracle->model;
    for (size_t i = 0; i < model->spans.count; i++)
        collect_period(oracle, &model->spans.items[i].period);
    for (size_t i = 0; i < model->agreements.count; i++)
        collect_period(oracle, &model->agreements.items[i].period);
    for (size_t i = 0; i < model->clauses.count; i++) {
        const struct model_clause *clause = &model->clauses.items[i];
        collect_period(oracle, &clause->period);
        if (clause->deleted_on != DATE_NEVER)
            cut(oracle, VOCAB_DATE, clause->deleted_on);
    }
}

static void collect_all(struct oracle *oracle)
{
    const struct model *model = oracle->model;
    collect_clauses(oracle);
    for (size_t i = 0; i < model->norms.count; i++) {
        collect_expr(oracle, model->norms.items[i].cond);
        collect_excepts(oracle, model->norms.items[i].excepts);
    }
    for (size_t i = 0; i < model->lifts.count; i++) {
        collect_expr(oracle, model->lifts.items[i].cond);
        collect_excepts(oracle, model->lifts.items[i].excepts);
    }
    for (size_t i = 0; i < model->waivers.count; i++) {
        collect_period(oracle, &model->waivers.items[i].period);
        collect_expr(oracle, model->waivers.items[i].cond);
        collect_excepts(oracle, model->waivers.items[i].excepts);
    }
    for (size_t i = 0; i < model->ranks.count; i++)
        collect_expr(oracle, model->ranks.items[i].cond);
    for (size_t i = 0; i < model->terms.count; i++)
        for (size_t k = 0; k < model->terms.items[i].meaning_count; k++) {
            collect_expr(oracle, model->terms.items[i].meanings[k].cond);
            collect_excepts(oracle, model->terms.items[i].meanings[k].excepts);
        }
    for (size_t i = 0; i < model->asserts.count; i++)
        collect_expr(oracle, model->asserts.items[i].cond);
}

static void add_cause(struct oracle *oracle, enum oracle_cause_kind kind, uint32_t norm,
                      uint32_t id)
{
    for (size_t i = 0; i < oracle->causes.count; i++) {
        const struct oracle_cause *old = &oracle->causes.items[i];
        if (old->kind == kind && old->norm == norm && old->id == id)
            return;
    }
    struct oracle_cause cause = {kind, norm, id};
    VEC_PUSH(oracle->arena, &oracle->causes, cause);
}

static void collect_causes(struct oracle *oracle, uint32_t id)
{
    const struct model *model = oracle->model;
    const struct model_norm *norm = &model->norms.items[id];
    uint32_t place = 0;
    for (const struct model_except *e = norm->excepts; e; e = e->next)
        add_cause(oracle, ORACLE_BY_EXCEPT, id, place++);
    for (size_t i = 0; i < norm->lift_count; i++)
        add_cause(oracle, ORACLE_BY_LIFT, id, norm->lifts[i]);
    for (size_t i = 0; i < norm->waiver_count; i++)
        add_cause(oracle, ORACLE_BY_WAIVER, id, norm->waivers[i]);
    for (size_t i = 0; i < model->ranks.count; i++)
        if (model->ranks.items[i].loser == id)
            add_cause(oracle, ORACLE_BY_RANK, id, model->ranks.items[i].winner);
}

struct oracle *oracle_new(struct arena *arena, const struct model *model)
{
    struct oracle *oracle = ARENA_NEW(arena, struct oracle);
    oracle->arena = arena;
    oracle->model = model;
    oracle->cuts = ARENA_ARRAY(arena, struct oracle_cuts, model->vocab.var_count);
    collect_all(oracle);
    for (uint32_t n = 0; n < model->norms.count; n++)
        if (model->norms.items[n].sign == SIGN_PROHIBIT)
            collect_causes(oracle, n);
    return oracle;
}

/* ---- the cells of one box ------------------------------------------------------------ */

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

struct interval oracle_interval(const struct value_set *set, size_t i)
{
    return i == 0 ? set->first : set->more[i - 1];
}

/* Every value on its own (leaves, readings), or every stretch between cuts. */
void oracle_cells(struct arena *arena, const struct value_set *set, struct cut_list *cuts,
                  struct oracle_axis *out)
{
    VEC(struct oracle_cell) cells = {0};
    if (cuts && cuts->count > 0)
        qsort(cuts->items, cuts->count, sizeof *cuts->items, by_value);
    for (size_t i = 0; i <= set->more_count; i++) {
        struct interval all = oracle_interval(set, i);
        int64_t low = all.low;
        if (!cuts) {
            for (; low <= all.high; low++) {
                struct oracle_cell one = {low, low};
                VEC_PUSH(arena, &cells, one);
            }
            continue;
        }
        for (size_t k = 0; k < cuts->count; k++)
            if (cuts->items[k] > low && cuts->items[k] <= all.high) {
                struct oracle_cell piece = {low, cuts->items[k] - 1};
                VEC_PUSH(arena, &cells, piece);
                low = cuts->items[k];
            }
        struct oracle_cell rest = {low, all.high};
        VEC_PUSH(arena, &cells, rest);
    }
    out->cells = cells.items;
    out->count = cells.count;
}

/* The first date that is count units or more after the event, and the one after it. */
static void cut_date(struct arena *arena, const struct oracle_since *since, int64_t event,
                     struct cut_list *out)
{
    if (event == DATE_NEVER)
        return;
    int64_t day = date_add(event, since->count, since->unit);
    VEC_PUSH(arena, out, day);
    VEC_PUSH(arena, out, day + 1);
}

/* The latest event that is count units or more before the date, or before the day before. */
static void cut_event(struct arena *arena, const struct oracle_since *since, int64_t date,
                      struct cut_list *out)
{
    for (int64_t day = date - 1; day <= date; day++)
        VEC_PUSH(arena, out, date_latest_start(day, since->count, since->unit) + 1);
}

void oracle_date_cuts(const struct oracle *oracle, struct arena *arena,
                      const struct value_set *sets, struct cut_list *out)
{
    for (size_t s = 0; s < oracle->since.count; s++) {
        const struct value_set *set = &sets[oracle->since.items[s].event];
        for (size_t i = 0; i <= set->more_count; i++) {
            cut_date(arena, &oracle->since.items[s], oracle_interval(set, i).low, out);
            cut_date(arena, &oracle->since.items[s], oracle_interval(set, i).high, out);
        }
    }
}

void oracle_event_cuts(const struct oracle *oracle, struct arena *arena, uint32_t event,
                       const struct oracle_axis *dates, struct cut_list *out)
{
    for (size_t s = 0; s < oracle->since.count; s++)
        for (size_t d = 0; d < dates->count && oracle->since.items[s].event == event; d++) {
            cut_event(arena, &oracle->since.items[s], dates->cells[d].low, out);
            cut_event(arena, &oracle->since.items[s], dates->cells[d].high, out);
        }
}

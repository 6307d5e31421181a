/* ahead.c: see ahead.h. */
#include "ahead.h"

#include <string.h>

#define OUTER 600
#define OPEN_OUTER 60 /* with an unknown event */
#define INNER 400

/* ---- what a condition mentions --------------------------------------------------------------- */

struct walk {
    const struct model *model;
    struct ahead_item *item;
};

static void see_expr(const struct walk *w, const struct model_expr *expr);

static void see_var(void *context, uint32_t var)
{
    struct ahead_item *item = context;
    item->mentions[var] = true;
}

static void see_excepts(const struct walk *w, const struct model_except *list)
{
    for (const struct model_except *e = list; e; e = e->next) {
        see_expr(w, e->cond);
        see_excepts(w, e->children);
    }
}

static void see_period(const struct walk *w, const struct model_period *period)
{
    see_expr(w, period->from);
    see_expr(w, period->until);
    see_expr(w, period->whilst);
}

static void see_term(const struct walk *w, uint32_t term)
{
    const struct model_term *t = &w->model->terms.items[term];
    if (w->model->vocab.terms[term].var != VOCAB_NONE)
        w->item->mentions[w->model->vocab.terms[term].var] = true;
    for (size_t i = 0; i < t->meaning_count; i++) {
        see_expr(w, t->meanings[i].cond);
        see_excepts(w, t->meanings[i].excepts);
    }
}

static void see_clause(const struct walk *w, uint32_t id)
{
    const struct model_clause *clause = &w->model->clauses.items[id];
    see_period(w, &w->model->agreements.items[clause->agreement].period);
    see_period(w, &clause->period);
    if (clause->deleted_on != DATE_NEVER)
        w->item->mentions[VOCAB_DATE] = true;
    for (size_t i = 0; i < clause->replaced_count; i++)
        see_period(w, &w->model->clauses.items[clause->replaced_by[i]].period);
}

/* But for its exceptions. */
static void see_waiver(const struct walk *w, uint32_t id)
{
    const struct model_waiver *waiver = &w->model->waivers.items[id];
    see_period(w, &waiver->period);
    see_expr(w, waiver->cond);
}

static void see_expr(const struct walk *w, const struct model_expr *expr)
{
    if (!expr)
        return;
    switch (expr->op) {
    case OP_NOT:
        see_expr(w, expr->left);
        return;
    case OP_AND:
    case OP_OR:
        see_expr(w, expr->left);
        see_expr(w, expr->right);
        return;
    case OP_DURING:
        see_period(w, &w->model->spans.items[expr->ref].period);
        return;
    case OP_TERM:
        see_term(w, expr->ref);
        return;
    case OP_FORCE:
        see_period(w, &w->model->agreements.items[expr->ref].period);
        return;
    case OP_LIVE:
        see_clause(w, expr->ref);
        return;
    case OP_WAIVED:
        w->item->waivers[expr->ref] = true;
        see_waiver(w, expr->ref);
        see_excepts(w, w->model->waivers.items[expr->ref].excepts);
        return;
    case OP_SINCE:
        w->item->mentions[VOCAB_DATE] = true;
        break;
    case OP_TRUE:
    case OP_FALSE:
    case OP_IN:
    case OP_RANGE:
    case OP_SAME:
    case OP_INCLUDES:
    case OP_ONLY:
    case OP_MEMBER:
        break;
    }
    model_atom_vars(&w->model->vocab, expr, see_var, w->item);
}

/* ---- items ------------------------------------------------------------------------------------- */

static struct ahead_item *add(struct ahead *ahead, enum timeline_what what, uint32_t id,
                              uint32_t clause)
{
    struct ahead_item item = {.what = what, .id = id, .clause = clause, .waiver = VOCAB_NONE};
    item.mentions = ARENA_ARRAY(ahead->arena, bool, ahead->model->vocab.var_count + 1);
    item.waivers = ARENA_ARRAY(ahead->arena, bool, ahead->model->waivers.count + 1);
    VEC_PUSH(ahead->arena, &ahead->items, item);
    return &ahead->items.items[ahead->items.count - 1];
}

static struct ahead_item *add_cond(struct ahead *ahead, enum timeline_what what, uint32_t node,
                                   uint32_t clause, const struct model_expr *cond)
{
    struct ahead_item *item = add(ahead, what, node, clause);
    item->cond = cond;
    see_expr(&(struct walk){ahead->model, item}, cond);
    return item;
}

static void add_excepts(struct ahead *ahead, const struct ir *ir, const struct model_except *list,
                        uint32_t clause, uint32_t waiver)
{
    for (const struct model_except *e = list; e; e = e->next) {
        for (uint32_t n = 0; n < ir->excepts.count; n++)
            if (ir->excepts.items[n] == e)
                add_cond(ahead, TIMELINE_EXCEPTION, n, clause, e->cond)->waiver = waiver;
        add_excepts(ahead, ir, e->children, clause, waiver);
    }
}

/* Norms have the ids of their nodes. */
static void add_nodes(struct ahead *ahead, const struct ir *ir)
{
    const struct model *m = ahead->model;
    for (uint32_t n = 0; n < m->norms.count; n++) {
        const struct model_norm *norm = &m->norms.items[n];
        add_cond(ahead, TIMELINE_CONDITION, n, norm->clause, norm->cond);
        add_excepts(ahead, ir, norm->excepts, norm->clause, VOCAB_NONE);
    }
    for (size_t i = 0; i < m->lifts.count; i++) {
        const struct model_lift *lift = &m->lifts.items[i];
        struct ahead_item *item =
            add_cond(ahead, TIMELINE_CONDITION, ir->lift_nodes[i], lift->clause, lift->cond);
        item->lift = true;
        see_clause(&(struct walk){m, item}, lift->clause);
        add_excepts(ahead, ir, lift->excepts, lift->clause, VOCAB_NONE);
    }
    for (uint32_t i = 0; i < m->waivers.count; i++) {
        struct ahead_item *item = add(ahead, TIMELINE_WAIVER, ir->waiver_nodes[i], IR_NONE);
        item->waiver = i;
        see_waiver(&(struct walk){m, item}, i);
        add_excepts(ahead, ir, m->waivers.items[i].excepts, IR_NONE, i);
    }
}

static void add_ranks(struct ahead *ahead, const struct ir *ir)
{
    for (size_t i = 0; i < ir->ranks.count; i++) {
        uint32_t node = ir->ranks.items[i].condition;
        if (node != IR_NONE && !ahead_find(ahead, TIMELINE_RANK, node))
            add_cond(ahead, TIMELINE_RANK, node, IR_NONE,
                     ahead->model->ranks.items[ir->ranks.items[i].source].cond);
    }
}

/* ---- worlds -------------------------------------------------------------------------------------- */

/* Nothing but what the item mentions is open; unknown events are for the inner worlds. */
static void lay_out(struct ahead *ahead, struct ahead_item *item)
{
    uint32_t vars = ahead->model->vocab.var_count;
    struct value_set *sets = ARENA_ARRAY(ahead->arena, struct value_set, vars + 1);
    memcpy(sets, ahead->sets, vars * sizeof *sets);
    for (uint32_t v = 0; v < vars; v++) {
        int64_t one = ahead->unknown[v] ? DATE_NEVER : sets[v].first.low;
        if (v == VOCAB_DATE)
            one = ahead->model->dated;
        if (v == VOCAB_DATE || ahead->unknown[v] || !item->mentions[v])
            sets[v] = (struct value_set){.first = {one, one}};
        item->open = item->open || (ahead->unknown[v] && item->mentions[v]);
    }
    item->too_many = !worlds_of(ahead->oracle, ahead->arena, sets, item->open ? OPEN_OUTER : OUTER,
                                &item->outer);
}

/* Is the condition of a waiver met, within its period? Its exceptions are items of their own. */
static bool met(const struct model *model, const struct model_waiver *waiver, const int64_t *world)
{
    const struct model_period *period = &waiver->period;
    return oracle_expr(model, period->from, world) && oracle_expr(model, period->whilst, world)
           && !(period->until && oracle_expr(model, period->until, world))
           && oracle_expr(model, waiver->cond, world);
}

static bool holds(const struct model *model, const struct ahead_item *item, const int64_t *world)
{
    switch (item->what) {
    case TIMELINE_AGREEMENT:
        return oracle_force(model, item->id, world);
    case TIMELINE_CLAUSE:
        return oracle_live(model, item->id, world);
    case TIMELINE_WAIVER:
        return met(model, &model->waivers.items[item->waiver], world);
    case TIMELINE_EXCEPTION:
    case TIMELINE_CONDITION:
    case TIMELINE_RANK:
    case TIMELINE_COMMITMENT:
    case TIMELINE_DAY:
        break;
    }
    return (!item->lift || oracle_live(model, item->clause, world))
           && oracle_expr(model, item->cond, world);
}

/* With one outer world on a day, for all days of the unknown events: which of "held" does occur, of
 * one item as bits 0 (no) and 1 (yes), of two as bits 0 to 3. */
static bool inner(const struct ahead *ahead, const struct ahead_item *const items[2], const bool *mentions,
                  int64_t *world, unsigned *out)
{
    uint32_t vars = ahead->model->vocab.var_count;
    struct value_set *sets = ARENA_ARRAY(ahead->arena, struct value_set, vars + 1);
    struct worlds worlds;
    *out = 0;
    for (uint32_t v = 0; v < vars; v++) {
        sets[v].first = (struct interval){world[v], world[v]};
        if (ahead->unknown[v] && mentions[v]) {
            sets[v] = ahead->sets[v];
            sets[v].first.high = world[VOCAB_DATE];
        }
    }
    if (!worlds_of(ahead->oracle, ahead->arena, sets, INNER, &worlds))
        return false;
    for (size_t i = 0; i < worlds.count; i++) {
        worlds_get(&worlds, i, world);
        unsigned held = holds(ahead->model, items[0], world);
        if (items[1])
            held |= holds(ahead->model, items[1], world) ? 2u : 0u;
        *out |= 1u << held;
    }
    return true;
}

const unsigned char *ahead_states(const struct ahead *ahead, const struct ahead_item *item,
                                  int64_t day)
{
    static const enum eval_truth truths[] = {[1] = TRUTH_NO, [2] = TRUTH_YES, [3] = TRUTH_MAYBE};
    const struct ahead_item *const items[2] = {item, NULL};
    if (item->too_many)
        return NULL;
    unsigned char *states = arena_alloc(ahead->arena, item->outer.count);
    int64_t *world = ARENA_ARRAY(ahead->arena, int64_t, ahead->model->vocab.var_count + 1);
    for (size_t i = 0; i < item->outer.count; i++) {
        worlds_get(&item->outer, i, world);
        world[VOCAB_DATE] = day;
        struct arena_mark mark = arena_mark(ahead->arena);
        unsigned held = holds(ahead->model, item, world) ? 2 : 1;
        if (item->open && !inner(ahead, items, item->mentions, world, &held))
            return NULL;
        states[i] = (unsigned char)truths[held];
        arena_rewind(ahead->arena, mark);
    }
    return states;
}

bool ahead_pair(struct ahead *ahead, const struct ahead_item *one, const struct ahead_item *other,
                struct ahead_pair *out)
{
    bool shared = false;
    *out = (struct ahead_pair){.items = {one, other}, .laid = {.waiver = VOCAB_NONE}};
    out->laid.mentions = ARENA_ARRAY(ahead->arena, bool, ahead->model->vocab.var_count + 1);
    for (uint32_t v = 0; v < ahead->model->vocab.var_count; v++) {
        out->laid.mentions[v] = one->mentions[v] || other->mentions[v];
        shared = shared || (ahead->unknown[v] && one->mentions[v] && other->mentions[v]);
    }
    if (!shared)
        return false;
    lay_out(ahead, &out->laid);
    return !out->laid.too_many;
}

const unsigned char *ahead_pair_states(const struct ahead *ahead, const struct ahead_pair *pair,
                                       int64_t day)
{
    const struct worlds *outer = &pair->laid.outer;
    unsigned char *states = arena_alloc(ahead->arena, outer->count);
    int64_t *world = ARENA_ARRAY(ahead->arena, int64_t, ahead->model->vocab.var_count + 1);
    for (size_t i = 0; i < outer->count; i++) {
        unsigned held;
        worlds_get(outer, i, world);
        world[VOCAB_DATE] = day;
        struct arena_mark mark = arena_mark(ahead->arena);
        if (!inner(ahead, pair->items, pair->laid.mentions, world, &held))
            return NULL;
        states[i] = (unsigned char)held;
        arena_rewind(ahead->arena, mark);
    }
    return states;
}

enum eval_truth ahead_truth(const struct ahead_item *item, const unsigned char *states)
{
    for (size_t i = 1; i < item->outer.count; i++)
        if (states[i] != states[0])
            return TRUTH_MAYBE;
    return (enum eval_truth)states[0];
}

const struct ahead_item *ahead_find(const struct ahead *ahead, enum timeline_what what,
                                    uint32_t id)
{
    for (size_t i = 0; i < ahead->items.count; i++)
        if (ahead->items.items[i].what == what && ahead->items.items[i].id == id)
            return &ahead->items.items[i];
    return NULL;
}

/* Events of the ledger that the policy gives no day have not occurred, unless they are
 * declared unknown; all others may have any day. */
static void open_sets(struct ahead *ahead)
{
    const struct vocab *vocab = &ahead->model->vocab;
    ahead->sets = worlds_domain(ahead->arena, vocab);
    ahead->unknown = ARENA_ARRAY(ahead->arena, bool, vocab->var_count + 1);
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        const struct vocab_var *var = &vocab->vars[v];
        bool ledger = var->role == VAR_ROLE_LEDGER;
        if (var->kind != VAR_EVENT || (ledger && var->has_occurred))
            continue;
        if (ledger && !var->unknown)
            ahead->sets[v] = (struct value_set){.first = {DATE_NEVER, DATE_NEVER}};
        else
            ahead->unknown[v] = true;
    }
}

void ahead_init(struct ahead *ahead, struct arena *arena, const struct engine *engine,
                struct oracle *oracle)
{
    const struct model *m = oracle->model;
    *ahead = (struct ahead){.arena = arena, .model = m, .oracle = oracle};
    open_sets(ahead);
    for (uint32_t a = 0; a < m->agreements.count; a++)
        see_period(&(struct walk){m, add(ahead, TIMELINE_AGREEMENT, a, IR_NONE)},
                   &m->agreements.items[a].period);
    for (uint32_t c = 0; c < m->clauses.count; c++)
        see_clause(&(struct walk){m, add(ahead, TIMELINE_CLAUSE, c, IR_NONE)}, c);
    add_nodes(ahead, engine->ir);
    add_ranks(ahead, engine->ir);
    for (size_t i = 0; i < ahead->items.count; i++)
        lay_out(ahead, &ahead->items.items[i]);
}

/* interpret_coverage.c: see interpret_coverage.h. Nothing of eval/ or analysis/ is called. */
#include "interpret_coverage.h"

#include "interpret_box.h"

#include <string.h>

#define WORLDS 300
#define DEPTH 16

enum slow_kind { SLOW_EFFECTIVE, SLOW_CHILD, SLOW_YIELD, SLOW_CROSS };
enum slow_root { ROOT_NORM, ROOT_LIFT, ROOT_WAIVER };

struct alternative {
    uint32_t item;
    enum slow_kind kind;
    uint32_t norm, other;  /* EFFECTIVE: both (other may be IR_NONE); YIELD: loser; CROSS: norm */
    const struct model_rank *rank; /* YIELD */
    bool wanted;           /* CHILD: hit; CROSS: effective here */
    enum slow_root root;   /* CHILD: whose condition must be met, with those of the path */
    uint32_t root_id;
    const struct model_except *path[DEPTH];
    uint32_t depth;
    const struct model_except *except; /* the child: this, or a lift, or a waiver */
    uint32_t lift, waiver;
    uint32_t var;          /* CROSS */
    int64_t at, value;     /* CROSS: `at` of a SINCE column counts from its first day */
    uint32_t since;
    bool holds;            /* so far, under the readings at hand */
};

struct slow_coverage {
    struct arena *arena;
    const struct oracle *oracle;
    const struct model *model;
    const struct ir *ir;
    const struct coverage *coverage;
    VEC(struct alternative) list;
};

/* ---- one world ----------------------------------------------------------------------------------- */

static bool any_hit(const struct model *m, const struct model_except *list, const int64_t *world);

static bool except_hit(const struct model *m, const struct model_except *e, const int64_t *world)
{
    return oracle_expr(m, e->cond, world) && !any_hit(m, e->children, world);
}

static bool any_hit(const struct model *m, const struct model_except *list, const int64_t *world)
{
    for (const struct model_except *e = list; e; e = e->next)
        if (except_hit(m, e, world))
            return true;
    return false;
}

static bool lift_met(const struct model *m, uint32_t id, const int64_t *world)
{
    const struct model_lift *lift = &m->lifts.items[id];
    return oracle_live(m, lift->clause, world) && oracle_expr(m, lift->cond, world);
}

static bool lift_hit(const struct model *m, uint32_t id, const int64_t *world)
{
    const struct model_lift *lift = &m->lifts.items[id];
    if (!lift_met(m, id, world) || any_hit(m, lift->excepts, world))
        return false;
    for (size_t i = 0; i < lift->lift_count; i++)
        if (lift_hit(m, lift->lifts[i], world))
            return false;
    return true;
}

static bool waiver_met(const struct model *m, uint32_t id, const int64_t *world)
{
    const struct model_waiver *w = &m->waivers.items[id];
    const struct model_period *p = &w->period;
    return (!p->from || oracle_expr(m, p->from, world))
           && !(p->until && oracle_expr(m, p->until, world))
           && (!p->whilst || oracle_expr(m, p->whilst, world)) && oracle_expr(m, w->cond, world);
}

static bool below(const struct model *m, uint32_t node, int64_t leaf)
{
    const struct vocab_node *n = &m->vocab.nodes[node];
    return leaf >= n->first_leaf && leaf < (int64_t)n->first_leaf + n->leaf_count;
}

static bool norm_met(const struct model *m, uint32_t id, const int64_t *world)
{
    const struct model_norm *n = &m->norms.items[id];
    bool concerned = m->vocab.actor == VOCAB_NONE || below(m, n->bearer, world[m->vocab.actor]);
    for (size_t i = 0; n->sign == SIGN_DUTY && i < n->creditor_count && !concerned; i++)
        concerned = below(m, n->creditors[i], world[m->vocab.actor]);
    return concerned && oracle_live(m, n->clause, world) && oracle_expr(m, n->cond, world);
}

static bool child_holds(const struct model *m, const struct alternative *a, const int64_t *world)
{
    bool met = a->root == ROOT_NORM   ? norm_met(m, a->root_id, world)
               : a->root == ROOT_LIFT ? lift_met(m, a->root_id, world)
                                      : waiver_met(m, a->root_id, world);
    for (uint32_t i = 0; i < a->depth && met; i++)
        met = oracle_expr(m, a->path[i]->cond, world);
    if (!met)
        return false;
    bool hit = a->except            ? except_hit(m, a->except, world)
               : a->lift != IR_NONE ? lift_hit(m, a->lift, world)
                                    : waiver_met(m, a->waiver, world)
                                          && !any_hit(m, m->waivers.items[a->waiver].excepts, world);
    return hit == a->wanted;
}

/* ---- alternatives ---------------------------------------------------------------------------------- */

static struct alternative *add(struct slow_coverage *s, uint32_t item, enum slow_kind kind)
{
    struct alternative a = {.item = item, .kind = kind, .norm = IR_NONE, .other = IR_NONE,
                            .lift = IR_NONE, .waiver = IR_NONE, .since = IR_NONE};
    VEC_PUSH(s->arena, &s->list, a);
    return &s->list.items[s->list.count - 1];
}

static void add_clause(struct slow_coverage *s, uint32_t number, const struct cover_item *item)
{
    enum norm_sign sign = item->what == COVER_PROHIBITS ? SIGN_PROHIBIT
                          : item->what == COVER_PERMITS ? SIGN_PERMIT
                                                        : SIGN_DUTY;
    for (uint32_t i = 0; i < s->model->norms.count; i++) {
        const struct model_norm *n = &s->model->norms.items[i];
        if (n->clause != item->clause || n->sign != sign)
            continue;
        if (!n->if_in_breach)
            add(s, number, SLOW_EFFECTIVE)->norm = i;
        for (size_t b = 0; n->if_in_breach && b < n->breach_count; b++) {
            struct alternative *a = add(s, number, SLOW_EFFECTIVE);
            a->norm = i;
            a->other = n->breach_of[b];
        }
    }
}

static bool same_span(struct span x, struct span y)
{
    return x.source == y.source && x.begin == y.begin && x.end == y.end;
}

/* Every place of the exception below a root. */
static void add_excepts(struct slow_coverage *s, struct alternative at,
                        const struct model_except *list, const struct model_except *wanted)
{
    for (const struct model_except *e = list; e; e = e->next) {
        if (same_span(e->span, wanted->span)) {
            struct alternative found = at;
            found.except = e;
            VEC_PUSH(s->arena, &s->list, found);
        }
        if (at.depth == DEPTH)
            continue;
        struct alternative deeper = at;
        deeper.path[deeper.depth++] = e;
        add_excepts(s, deeper, e->children, wanted);
    }
}

static void add_aimed(struct slow_coverage *s, struct alternative at, const uint32_t *ids,
                      size_t count, bool lifts)
{
    uint32_t wanted = lifts ? at.lift : at.waiver;
    for (size_t i = 0; i < count; i++)
        if (ids[i] == wanted)
            VEC_PUSH(s->arena, &s->list, at);
}

static uint32_t id_of_node(const uint32_t *nodes, size_t count, uint32_t node)
{
    for (uint32_t i = 0; i < count; i++)
        if (nodes[i] == node)
            return i;
    return IR_NONE;
}

static void add_children(struct slow_coverage *s, uint32_t number, const struct cover_item *item)
{
    const struct model *m = s->model;
    const struct model_except *except = s->ir->excepts.items[item->id];
    struct alternative at = {.item = number, .kind = SLOW_CHILD, .norm = IR_NONE,
                             .other = IR_NONE, .since = IR_NONE,
                             .wanted = item->what == COVER_APPLIES};
    at.lift = except ? IR_NONE : id_of_node(s->ir->lift_nodes, m->lifts.count, item->id);
    at.waiver = except ? IR_NONE : id_of_node(s->ir->waiver_nodes, m->waivers.count, item->id);
    for (at.root_id = 0; at.root_id < m->norms.count; at.root_id++) {
        const struct model_norm *n = &m->norms.items[at.root_id];
        at.root = ROOT_NORM;
        if (except)
            add_excepts(s, at, n->excepts, except);
        else if (at.lift != IR_NONE)
            add_aimed(s, at, n->lifts, n->lift_count, true);
        else
            add_aimed(s, at, n->waivers, n->waiver_count, false);
    }
    for (at.root_id = 0; at.root_id < m->lifts.count; at.root_id++) {
        const struct model_lift *l = &m->lifts.items[at.root_id];
        at.root = ROOT_LIFT;
        if (except)
            add_excepts(s, at, l->excepts, except);
        else if (at.lift != IR_NONE)
            add_aimed(s, at, l->lifts, l->lift_count, true);
    }
    at.root = ROOT_WAIVER;
    for (at.root_id = 0; except && at.root_id < m->waivers.count; at.root_id++)
        add_excepts(s, at, m->waivers.items[at.root_id].excepts, except);
}

static void add_yields(struct slow_coverage *s, uint32_t number, const struct cover_item *item)
{
    const struct model *m = s->model;
    for (size_t i = 0; i < m->ranks.count; i++) {
        const struct model_rank *rank = &m->ranks.items[i];
        if (m->norms.items[rank->loser].clause != item->clause
            || m->norms.items[rank->winner].clause != item->id)
            continue;
        struct alternative *a = add(s, number, SLOW_YIELD);
        a->norm = rank->loser;
        a->rank = rank;
    }
}

static void add_cross(struct slow_coverage *s, uint32_t number, struct alternative at)
{
    for (uint32_t n = 0; n < s->model->norms.count; n++) {
        for (int here = 0; here < 2; here++) {
            struct alternative *a = add(s, number, SLOW_CROSS);
            a->norm = n;
            a->wanted = here;
            a->var = at.var;
            a->at = at.at;
            a->value = at.value;
            a->since = at.since;
        }
    }
}

static void add_boundary(struct slow_coverage *s, uint32_t number, const struct cover_item *item)
{
    const struct ir_column *c = &s->ir->columns.items[item->id];
    bool since = c->kind == COLUMN_SINCE;
    int64_t on = since ? 0 : item->value;
    int64_t at = item->what == COVER_BELOW || item->what == COVER_BEFORE ? on - 1
                 : item->what == COVER_AFTER                             ? on + 1
                                                                         : on;
    struct alternative cross = {.var = c->var, .since = since ? item->id : IR_NONE, .at = at,
                                .value = at < on ? on : on - 1};
    add_cross(s, number, cross);
}

static void add_reading(struct slow_coverage *s, uint32_t number, const struct cover_item *item)
{
    const struct vocab_term *term = &s->model->vocab.terms[item->id];
    for (uint32_t r = 0; r < term->reading_count; r++) {
        struct alternative cross = {.var = term->var, .since = IR_NONE, .at = item->number,
                                    .value = r};
        if (r != item->number)
            add_cross(s, number, cross);
    }
}

struct slow_coverage *slow_coverage_new(struct arena *arena, const struct engine *engine,
                                        const struct oracle *oracle,
                                        const struct coverage *coverage)
{
    struct slow_coverage *s = ARENA_NEW(arena, struct slow_coverage);
    *s = (struct slow_coverage){.arena = arena, .oracle = oracle, .model = oracle->model,
                                .ir = engine->ir, .coverage = coverage};
    for (uint32_t i = 0; i < coverage->items.count; i++) {
        const struct cover_item *item = &coverage->items.items[i];
        switch (item->kind) {
        case COVER_CLAUSE:
            add_clause(s, i, item);
            break;
        case COVER_EXCEPTION:
            if (item->what == COVER_YIELDS)
                add_yields(s, i, item);
            else
                add_children(s, i, item);
            break;
        case COVER_READING:
            add_reading(s, i, item);
            break;
        case COVER_BOUNDARY:
            add_boundary(s, i, item);
            break;
        case COVER_ROW:
            break;
        }
    }
    return s;
}

/* ---- boxes ----------------------------------------------------------------------------------------- */

struct sweep {
    struct slow_coverage *slow;
    const struct value_set *sets;
    struct arena *arena;
    int64_t **values; /* per variable, those that are tried */
    size_t *counts;
    int64_t *world, *crossed;
    int64_t *there_world; /* of which `there` is, when it is known */
    bool there_known;
    struct oracle_point here, there;
    bool circle;
};

/* Near the ends of each cell: a crossed date moves them by a day or two. */
static void add_value(struct sweep *w, uint32_t var, int64_t value, struct oracle_cell cell)
{
    if (value < cell.low || value > cell.high)
        return;
    for (size_t i = 0; i < w->counts[var]; i++)
        if (w->values[var][i] == value)
            return;
    w->values[var][w->counts[var]++] = value;
}

static bool prepare(struct sweep *w)
{
    const struct model *m = w->slow->model;
    struct oracle_options options = {WORLDS, ORACLE_PICK_LOW};
    struct oracle_result result;
    oracle_box(w->slow->oracle, w->arena, w->sets, &options, &result);
    if (result.too_many || result.cycle)
        return false;
    size_t worlds = 1;
    w->values = ARENA_ARRAY(w->arena, int64_t *, m->vocab.var_count);
    w->counts = ARENA_ARRAY(w->arena, size_t, m->vocab.var_count);
    for (uint32_t v = 0; v < m->vocab.var_count; v++) {
        w->values[v] = ARENA_ARRAY(w->arena, int64_t, 1);
        w->values[v][0] = w->sets[v].first.low;
        w->counts[v] = 1;
    }
    for (size_t i = 0; i < result.axis_count; i++) {
        const struct oracle_axis *axis = &result.axes[i];
        bool event = m->vocab.vars[axis->var].kind == VAR_EVENT;
        w->values[axis->var] = ARENA_ARRAY(w->arena, int64_t, axis->count * 6 + 1);
        w->counts[axis->var] = 0;
        for (size_t c = 0; c < axis->count; c++) {
            add_value(w, axis->var, axis->cells[c].low, axis->cells[c]);
            bool days = event && axis->cells[c].low != DATE_NEVER;
            for (int64_t d = 0; days && d < 3; d++) {
                add_value(w, axis->var, axis->cells[c].low + d, axis->cells[c]);
                add_value(w, axis->var, axis->cells[c].high - d, axis->cells[c]);
            }
        }
        worlds *= w->counts[axis->var];
    }
    return worlds <= WORLDS;
}

static int64_t first_day(const struct sweep *w, uint32_t column, int64_t event)
{
    const struct ir_column *c = &w->slow->ir->columns.items[column];
    return date_add(event, c->count, (enum date_unit)c->unit) + (c->past ? 1 : 0);
}

/* The other side of a boundary in w->crossed; false when the world does not stand at it. */
static bool cross(struct sweep *w, const struct alternative *a)
{
    const struct model *m = w->slow->model;
    memcpy(w->crossed, w->world, m->vocab.var_count * sizeof *w->world);
    if (a->since == IR_NONE) {
        w->crossed[a->var] = a->value;
        return w->world[a->var] == a->at;
    }
    int64_t event = w->world[a->var], date = w->world[VOCAB_DATE];
    if (event == DATE_NEVER || date - first_day(w, a->since, event) != a->at)
        return false;
    int64_t other = event;
    if (a->at < 0) /* day by day to the other side */
        while (first_day(w, a->since, other) > date)
            other--;
    else
        while (first_day(w, a->since, other) <= date)
            other++;
    w->crossed[a->var] = other;
    return true;
}

/* Is the variable one value in the box? A box stands at a boundary only as a whole. */
static bool fixed(const struct sweep *w, uint32_t var)
{
    const struct value_set *set = &w->sets[var];
    return w->slow->model->vocab.vars[var].kind == VAR_READING
           || (set->more_count == 0 && set->first.low == set->first.high);
}

/* Most alternatives of a boundary look at the same other world. */
static void look_there(struct sweep *w)
{
    size_t size = w->slow->model->vocab.var_count * sizeof *w->crossed;
    if (w->there_known && memcmp(w->there_world, w->crossed, size) == 0)
        return;
    memcpy(w->there_world, w->crossed, size);
    w->there_known = true;
    oracle_evaluate(w->slow->oracle, w->crossed, &w->there);
}

static bool holds(struct sweep *w, const struct alternative *a)
{
    const struct model *m = w->slow->model;
    switch (a->kind) {
    case SLOW_EFFECTIVE:
        return w->here.effective[a->norm] && (a->other == IR_NONE || w->here.effective[a->other]);
    case SLOW_CHILD:
        return child_holds(m, a, w->world);
    case SLOW_YIELD:
        return w->here.applies[a->norm] && w->here.effective[a->rank->winner]
               && (!a->rank->cond || oracle_expr(m, a->rank->cond, w->world));
    case SLOW_CROSS:
        if (!fixed(w, a->var) || w->here.effective[a->norm] != a->wanted || !cross(w, a))
            return false;
        look_there(w);
        w->circle = w->circle || w->there.cycle;
        return !w->there.cycle && w->there.effective[a->norm] != a->wanted;
    }
    return false;
}

/* All facts from this variable on, the readings staying as they are. */
static void sweep_facts(struct sweep *w, uint32_t var)
{
    const struct model *m = w->slow->model;
    while (var < m->vocab.var_count && m->vocab.vars[var].kind == VAR_READING)
        var++;
    if (var == m->vocab.var_count) {
        oracle_evaluate(w->slow->oracle, w->world, &w->here);
        w->circle = w->circle || w->here.cycle;
        for (size_t i = 0; i < w->slow->list.count && !w->circle; i++) {
            struct alternative *a = &w->slow->list.items[i];
            a->holds = a->holds && holds(w, a);
        }
        return;
    }
    for (size_t i = 0; i < w->counts[var]; i++) {
        w->world[var] = w->values[var][i];
        sweep_facts(w, var + 1);
    }
}

static void sweep_readings(struct sweep *w, uint32_t var, bool *out)
{
    const struct model *m = w->slow->model;
    while (var < m->vocab.var_count && m->vocab.vars[var].kind != VAR_READING)
        var++;
    if (var < m->vocab.var_count) {
        for (size_t i = 0; i < w->counts[var]; i++) {
            w->world[var] = w->values[var][i];
            sweep_readings(w, var + 1, out);
        }
        return;
    }
    for (size_t i = 0; i < w->slow->list.count; i++)
        w->slow->list.items[i].holds = true;
    sweep_facts(w, 0);
    for (size_t i = 0; i < w->slow->list.count; i++)
        out[w->slow->list.items[i].item] |= w->slow->list.items[i].holds;
}

bool *slow_coverage_of(struct slow_coverage *slow, struct arena *arena,
                       const struct value_set *sets)
{
    struct sweep w = {.slow = slow, .sets = sets, .arena = arena};
    if (!prepare(&w))
        return NULL;
    w.world = ARENA_ARRAY(arena, int64_t, slow->model->vocab.var_count);
    w.there_world = ARENA_ARRAY(arena, int64_t, slow->model->vocab.var_count);
    w.crossed = ARENA_ARRAY(arena, int64_t, slow->model->vocab.var_count);
    oracle_point_init(slow->oracle, arena, &w.here);
    oracle_point_init(slow->oracle, arena, &w.there);
    bool *out = ARENA_ARRAY(arena, bool, slow->coverage->items.count + 1);
    sweep_readings(&w, 0, out);
    return w.circle ? NULL : out;
}

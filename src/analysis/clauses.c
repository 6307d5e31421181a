/* clauses.c: CLAUSE_DEAD and CLAUSE_IDLE: clauses that never act, and that change nothing.
 *
 * A clause is dead when no sentence of it is effective in any world; one of lifts alone, when
 * none of them is hit where what it lifts would apply. It is idle when it is not dead, yet
 * without its sentences every world had the same verdict for the same kind of reason, and the
 * same duties. Idle is not asked of clauses with duties alone: these change no verdict by their
 * nature. What decides in place of an idle clause is named (deciders.c), and whether somebody
 * holds a right by it alone (held.c).
 */
#include "analysis/clause_parts.h"
#include "analysis/values.h"

/* A lift, with all that it lifts. */
static void add_lift(struct analysis *a, struct parts *p, uint32_t lift)
{
    const struct table *t = a->table;
    const struct parents *parents = finding_parents(a);
    VEC_PUSH(a->arena, &p->lifts, lift);
    for (uint32_t i = parents->first[lift]; i < parents->first[lift + 1]; i++) {
        struct lifting lifting = {lift, parents->nodes[i]};
        VEC_PUSH(a->arena, &p->liftings, lifting);
        p->speaks = p->speaks || lifting.target >= t->meta->norm_count
                    || t->norms[lifting.target].sign != SIGN_DUTY;
    }
}

static struct parts *parts_of_clauses(struct analysis *a)
{
    const struct table *t = a->table;
    struct parts *parts = ARENA_ARRAY(a->arena, struct parts, t->clauses_count + 1);
    for (uint32_t n = 0; n < t->meta->norm_count; n++) {
        struct parts *p = &parts[t->norms[n].clause];
        VEC_PUSH(a->arena, &p->norms, n);
        p->speaks = p->speaks || t->norms[n].sign != SIGN_DUTY;
    }
    for (uint32_t i = 0; i < t->nodes_count; i++)
        if (t->nodes[i].kind == NODE_LIFT)
            add_lift(a, &parts[t->nodes[i].info], i);
    return parts;
}

/* ---- dead ------------------------------------------------------------------------------------ */

/* The days on which what counts towards a commitment is dated. */
static struct space *days_of(struct analysis *a, uint32_t norm)
{
    const struct table_duty *duty = table_duty(a->table, norm);
    uint32_t vars = a->table->vocab.var_count;
    struct value_set *sets = arena_copy(a->arena, a->space->sets, vars * sizeof *sets);
    struct values days = {.arena = a->arena};
    int64_t from = a->table->norms[norm].flags & NORM_EACH_YEAR ? duty->from : DATE_FIRST;
    values_add_part(&days, &a->space->sets[VOCAB_DATE], from, duty->by);
    sets[VOCAB_DATE] = values_set(&days, 0);
    return days.list.count ? space_of(a->arena, a->space->ev, sets, a->space->near) : NULL;
}

/* Can something count towards it? */
static enum search_found counts(struct analysis *a, struct search *search, uint32_t norm)
{
    struct demand d = demand_of(ASK_NORM, norm, true);
    struct query query = {norm, &d, 1};
    struct search within = *search;
    within.space = days_of(a, norm);
    if (!within.space)
        return SEARCH_NONE;
    enum search_found found = search_world(&within, &query, NULL);
    search->total = within.total;
    return found;
}

static enum search_found acts(struct analysis *a, struct search *search, uint32_t norm)
{
    const struct table *t = a->table;
    if (t->norms[norm].form == FORM_COMMITS)
        return counts(a, search, norm);
    struct demand d = demand_of(ASK_NORM, norm, true);
    if (t->norms[norm].flags & NORM_IN_BREACH) {
        d.question.kind = ASK_DUTY;
        d.want = 2 | 4;
    }
    struct query query = {norm, &d, 1};
    return search_world(search, &query, NULL);
}

static enum search_found lifts(struct search *search, const struct lifting *l)
{
    struct demand d[2] = {demand_of(ASK_MET, l->target, true), demand_of(ASK_HIT, l->lift, true)};
    struct query query = {l->target, d, 2};
    return search_world(search, &query, NULL);
}

/* Does any sentence act in some world? */
static enum search_found any_acts(struct analysis *a, struct search *search,
                                  const struct parts *p)
{
    bool open = false;
    for (size_t i = 0; i < p->norms.count + p->liftings.count; i++) {
        enum search_found found =
            i < p->norms.count ? acts(a, search, p->norms.items[i])
                               : lifts(search, &p->liftings.items[i - p->norms.count]);
        if (found == SEARCH_FOUND)
            return found;
        open = open || found == SEARCH_UNRESOLVED;
    }
    return open ? SEARCH_UNRESOLVED : SEARCH_NONE;
}

static enum search_found find(struct search *search, uint32_t anchor, const struct demand *d,
                              size_t count)
{
    struct query query = {anchor, d, count};
    return search_world(search, &query, NULL);
}

/* Is its condition met somewhere, though not while its clause is in force? */
static bool met_then(struct analysis *a, struct search *search, uint32_t norm)
{
    struct demand d[2] = {demand_of(ASK_EXPR, a->table->norms[norm].applied, true),
                          demand_of(ASK_EXPR, a->table->norms[norm].actor, true)};
    return find(search, IR_NONE, d, 2) == SEARCH_FOUND;
}

/* Why a sentence never acts; told of the one that comes furthest. */
static enum finding_why why_dead(struct analysis *a, struct search *search, uint32_t norm)
{
    const struct table_node *node = &a->table->nodes[norm];
    struct demand live = demand_of(ASK_EXPR, a->table->norms[norm].live, true);
    if (a->table->norms[norm].form == FORM_COMMITS)
        return WHY_NO_AMOUNT;
    if (find(search, IR_NONE, &live, 1) == SEARCH_NONE)
        return WHY_NEVER_LIVE;
    struct demand *d = ARENA_ARRAY(a->arena, struct demand, node->child_count + 1);
    d[0] = demand_of(ASK_MET, norm, true);
    if (find(search, norm, d, 1) == SEARCH_NONE)
        return met_then(a, search, norm) ? WHY_NOT_THEN : WHY_NEVER_MET;
    for (uint32_t i = 0; i < node->child_count; i++)
        d[i + 1] = demand_of(ASK_HIT, a->table->children[node->first_child + i], false);
    enum search_found left = find(search, norm, d, node->child_count + 1);
    if (left == SEARCH_UNRESOLVED)
        return WHY_UNSETTLED;
    if (left == SEARCH_NONE)
        return WHY_TAKEN_AWAY;
    d[1] = demand_of(ASK_NORM, norm, true);
    return find(search, norm, d + 1, 1) == SEARCH_FOUND ? WHY_NO_BREACH : WHY_OUTRANKED;
}

/* What takes away from the sentence where it would apply, or outranks it there. */
static void add_causes(struct analysis *a, struct search *search, struct finding *f)
{
    const struct table *t = a->table;
    const struct table_node *node = &t->nodes[f->norm];
    const struct table_norm *norm = &t->norms[f->norm];
    bool taken = f->why == WHY_TAKEN_AWAY;
    uint32_t count = taken ? node->child_count : f->why == WHY_OUTRANKED ? norm->rank_count : 0;
    struct decider *items = ARENA_ARRAY(a->arena, struct decider, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t by = taken ? t->children[node->first_child + i]
                            : t->ranks[norm->first_rank + i].winner;
        struct demand d[2] = {demand_of(ASK_MET, f->norm, true),
                              demand_of(taken ? ASK_HIT : ASK_NORM, by, true)};
        if (find(search, f->norm, d, 2) == SEARCH_NONE)
            continue;
        items[f->decider_count++] = taken ? (struct decider){IR_NONE, by, f->clause}
                                          : (struct decider){by, IR_NONE, t->norms[by].clause};
    }
    f->deciders = items;
}

/* The same of a clause that only lifts; NONE: what it lifts never applies where it does. */
static enum finding_why why_lifts_nothing(struct analysis *a, struct search *search,
                                          uint32_t clause, const struct parts *p)
{
    struct demand live = demand_of(ASK_EXPR, finding_lives(a)[clause], true);
    if (find(search, IR_NONE, &live, 1) == SEARCH_NONE)
        return WHY_NEVER_LIVE;
    for (size_t i = 0; i < p->lifts.count; i++) {
        struct demand met = demand_of(ASK_MET, p->lifts.items[i], true);
        if (find(search, IR_NONE, &met, 1) != SEARCH_NONE)
            return WHY_NONE;
    }
    return WHY_NEVER_MET;
}

static void say_dead(struct analysis *a, struct search *search, uint32_t clause,
                     const struct parts *p, bool unresolved)
{
    struct finding *f = finding_add(a, DIAG_CLAUSE_DEAD);
    f->clause = clause;
    f->unresolved = unresolved;
    f->norm = p->norms.count ? p->norms.items[0] : IR_NONE;
    for (size_t i = 0; i < p->norms.count && !unresolved; i++) {
        enum finding_why why = why_dead(a, search, p->norms.items[i]);
        if (why > f->why) {
            f->why = why;
            f->norm = p->norms.items[i];
        }
    }
    if (f->norm != IR_NONE)
        add_causes(a, search, f);
    else if (!unresolved)
        f->why = why_lifts_nothing(a, search, clause, p);
    find_ended(a, search, f);
}

/* ---- idle ------------------------------------------------------------------------------------ */

enum search_found clause_differs(struct search *search, const struct parts *p,
                                     struct demand differs)
{
    bool open = false;
    for (size_t i = 0; i < p->norms.count + p->liftings.count; i++) {
        struct query query = {IR_NONE, &differs, 1};
        struct demand d[3] = {{.want = 0}, {.want = 0}, differs};
        if (i < p->norms.count) {
            query.anchor = p->norms.items[i];
        } else {
            const struct lifting *l = &p->liftings.items[i - p->norms.count];
            query = (struct query){l->target, d, 3};
            d[0] = demand_of(ASK_MET, l->target, true);
            d[1] = demand_of(ASK_HIT, l->lift, true);
        }
        enum search_found found = search_world(search, &query, NULL);
        if (found == SEARCH_FOUND)
            return found;
        open = open || found == SEARCH_UNRESOLVED;
    }
    return open ? SEARCH_UNRESOLVED : SEARCH_NONE;
}

static void look_idle(struct analysis *a, struct search *search, uint32_t clause,
                      const struct parts *parts, struct holding *holding)
{
    const struct parts *p = &parts[clause];
    struct expr_pair *nodes = ARENA_ARRAY(a->arena, struct expr_pair, p->lifts.count + 1);
    for (size_t i = 0; i < p->lifts.count; i++)
        nodes[i].first = p->lifts.items[i];
    struct demand differs = demand_of(ASK_DIFFERS, clause, true);
    differs.question.other = (uint32_t)p->lifts.count;
    differs.question.pairs = nodes;
    enum search_found found = clause_differs(search, p, differs);
    struct held held = {.owed = SEARCH_NONE, .norm = IR_NONE, .holder = IR_NONE};
    if (found == SEARCH_NONE)
        find_held(holding, search, clause, &held);
    if (found == SEARCH_FOUND || held.owed == SEARCH_FOUND)
        return;
    struct finding *f = finding_add(a, DIAG_CLAUSE_IDLE);
    f->clause = clause;
    f->unresolved = found == SEARCH_UNRESOLVED || held.owed == SEARCH_UNRESOLVED;
    f->holder = held.holder;
    f->other_norm = held.norm;
    if (!f->unresolved)
        find_deciders(a, search, parts, f);
    f->norm = p->norms.count ? p->norms.items[0] : IR_NONE;
}

/* ---- all ------------------------------------------------------------------------------------- */

void analyse_dead(struct analysis *a, bool *alive)
{
    const struct parts *parts = parts_of_clauses(a);
    steps_begin(a->steps, "dead clauses", a->table->clauses_count);
    for (uint32_t c = 0; c < a->table->clauses_count; c++, steps_done(a->steps)) {
        const struct parts *p = &parts[c];
        struct search search = finding_search(a);
        if (p->norms.count + p->lifts.count == 0)
            continue;
        enum search_found found = any_acts(a, &search, p);
        alive[c] = found == SEARCH_FOUND;
        if (!alive[c])
            say_dead(a, &search, c, p, found == SEARCH_UNRESOLVED);
    }
}

void analyse_idle(struct analysis *a, const bool *alive)
{
    const struct parts *parts = parts_of_clauses(a);
    struct holding *holding = holding_new(a, parts);
    steps_begin(a->steps, "idle clauses", a->table->clauses_count);
    for (uint32_t c = 0; c < a->table->clauses_count; c++, steps_done(a->steps)) {
        struct search search = finding_search(a);
        if (alive[c] && parts[c].norms.count + parts[c].lifts.count > 0 && parts[c].speaks)
            look_idle(a, &search, c, parts, holding);
    }
}

void analyse_clauses(struct analysis *a)
{
    bool *alive = ARENA_ARRAY(a->arena, bool, a->table->clauses_count + 1);
    analyse_dead(a, alive);
    analyse_idle(a, alive);
}

/* timeline_causes.c: why something is another on a day than on the day before.
 *
 * Two answers differ in some clauses, lifted norms or duties. For each norm behind these the
 * parts that decide about it are compared on both days: its agreement's force, its clause's
 * life, its condition, what takes it away, what outranks it. The smallest part with a name
 * whose truth changes is a cause; inside it, the events and days that changed it.
 */
#include "analysis/timeline_parts.h"

#include <string.h>

/* ---- inside a condition ---------------------------------------------------------------------- */

/* What changes inside a condition from the day before to this day. */
struct inside {
    struct causes *causes;
    struct ids counted; /* columns of events that vary */
    struct ids since, agreements, others, waivers, reordered;
    bool dated;
    uint32_t words;
};

static void add_id(struct arena *arena, struct ids *ids, uint32_t id)
{
    for (size_t i = 0; i < ids->list.count; i++)
        if (ids->list.items[i] == id)
            return;
    VEC_PUSH(arena, &ids->list, id);
}

static enum eval_truth truth(const struct causes *causes, uint32_t expr, bool before)
{
    return clock_truth(causes->clock, expr, causes->day - (before ? 1 : 0));
}

static bool differs(const struct causes *causes, uint32_t expr)
{
    return truth(causes, expr, true) != truth(causes, expr, false);
}

static void look_inside(struct inside *in, uint32_t expr);

static void look_at_literal(struct inside *in, uint32_t expr)
{
    const struct table *table = in->causes->clock->asker->table;
    uint32_t column = table->literals[table->exprs[expr].a].column;
    bool since = table->columns[column].kind == COLUMN_SINCE;
    if (!since && table->columns[column].var != VOCAB_DATE)
        return;
    if (since && in->causes->clock->varies[table->columns[column].var])
        VEC_PUSH(in->causes->clock->asker->arena, &in->counted.list, column);
    if (since && (differs(in->causes, expr) || days_has(in->causes->clock, column, in->causes->day)))
        add_id(in->causes->clock->asker->arena, &in->since, column);
    else if (!since && differs(in->causes, expr)) {
        in->dated = true;
        if (!in->words)
            in->words = table->exprs[expr].b;
    }
}

static void look_at_named(struct inside *in, uint32_t expr)
{
    const struct table *table = in->causes->clock->asker->table;
    const struct ir_named *named = &table->named[table->exprs[expr].a];
    struct ids *into = NULL;
    switch ((enum ir_named_kind)named->kind) {
    case NAMED_FORCE:
        into = &in->agreements;
        break;
    case NAMED_LIVE:
        into = &in->others;
        break;
    case NAMED_WAIVER:
        into = &in->waivers;
        break;
    case NAMED_TERM:
    case NAMED_PHRASE:
        look_inside(in, named->expr);
        return;
    }
    if (differs(in->causes, named->expr))
        add_id(in->causes->clock->asker->arena, into, named->ref);
    else if (truth(in->causes, named->expr, false) == TRUTH_MAYBE)
        look_inside(in, named->expr); /* for other facts, or other days of an event, than before */
}

static void look_inside(struct inside *in, uint32_t expr)
{
    const struct table_expr *e = &in->causes->clock->asker->table->exprs[expr];
    switch ((enum ir_op)e->op) {
    case IR_TRUE:
    case IR_FALSE:
        return;
    case IR_LITERAL:
        look_at_literal(in, expr);
        return;
    case IR_NOT:
        look_inside(in, e->a);
        return;
    case IR_AND:
    case IR_OR:
        look_inside(in, e->a);
        look_inside(in, e->b);
        return;
    case IR_NAMED:
        look_at_named(in, expr);
        return;
    }
}

static void find_reordered(struct inside *in)
{
    const struct clock *clock = in->causes->clock;
    for (size_t i = 0; i < in->counted.list.count; i++) {
        uint32_t var = clock->asker->table->columns[in->counted.list.items[i]].var;
        if (orders_change(clock, var, &in->counted, in->causes->day))
            add_id(clock->asker->arena, &in->reordered, var);
    }
}

/* ---- one cause --------------------------------------------------------------------------------- */

static bool known(const struct causes *causes, enum timeline_what what, uint32_t id)
{
    for (size_t i = 0; i < causes->list.count; i++)
        if (causes->list.items[i].what == what && causes->list.items[i].id == id)
            return true;
    return false;
}

uint32_t causes_expr(const struct causes *causes, enum timeline_what what, uint32_t id)
{
    const struct table *table = causes->clock->asker->table;
    switch (what) {
    case TIMELINE_AGREEMENT:
        return table->agreements[id].force;
    case TIMELINE_CLAUSE:
        return causes->lives[id];
    case TIMELINE_CONDITION:
        return table->nodes[id].kind == NODE_NORM ? table->norms[id].applied
                                                  : table->nodes[id].expr;
    case TIMELINE_WAIVER:
    case TIMELINE_EXCEPTION:
    case TIMELINE_RANK:
    case TIMELINE_COMMITMENT:
    case TIMELINE_DAY:
        break;
    }
    return table->nodes[id].expr;
}

static uint32_t waiver_node(const struct table *table, uint32_t waiver)
{
    for (uint32_t n = 0; n < table->nodes_count; n++)
        if (table->nodes[n].kind == NODE_WAIVER && table->nodes[n].info == waiver)
            return n;
    return IR_NONE;
}

/* What ends a clause on this day besides its own period. */
static void add_ending(const struct causes *causes, struct timeline_cause *cause)
{
    const struct table *table = causes->clock->asker->table;
    for (size_t i = 0; i < table->endings_count; i++) {
        const struct table_ending *ending = &table->endings[i];
        if (ending->clause != cause->id || cause->before < cause->after)
            continue;
        if (ending->by == IR_NONE && ending->day == causes->day)
            cause->amendment = ending->amendment;
        else if (ending->by != IR_NONE
                 && truth(causes, causes->lives[ending->by], true)
                        < truth(causes, causes->lives[ending->by], false))
            cause->in_place = ending->by;
    }
}

/* On some day before, after which it ended: one that stood in its place may have ended now. */
static bool was_live(const struct causes *causes, uint32_t expr)
{
    struct mentions mentions = {0};
    struct day_list days = {0};
    mentions_of(causes->clock, expr, &mentions);
    for (size_t i = 0; i < mentions.days.count; i++)
        VEC_PUSH(causes->clock->asker->arena, &days.list, mentions.days.items[i]);
    for (size_t i = 0; i < mentions.columns.count; i++)
        days_of_column(causes->clock, mentions.columns.items[i], &days);
    for (size_t i = 0; i < days.list.count; i++) {
        int64_t day = days.list.items[i];
        if (day < causes->day
            && (clock_truth(causes->clock, expr, day) != TRUTH_NO
                || clock_truth(causes->clock, expr, day - 1) != TRUTH_NO))
            return true;
    }
    return false;
}

static void without_own(const struct table *table, const struct timeline_cause *cause,
                        struct ids *agreements)
{
    size_t n = 0;
    for (size_t i = 0; i < agreements->list.count; i++)
        if (cause->what != TIMELINE_CLAUSE
            || agreements->list.items[i] != table->clauses[cause->id].agreement)
            agreements->list.items[n++] = agreements->list.items[i];
    agreements->list.count = n;
}

static const struct timeline_hang *hangs_on(const struct causes *causes, enum timeline_what what,
                                            const struct ids *ids)
{
    struct timeline_hang *hangs =
        ARENA_ARRAY(causes->clock->asker->arena, struct timeline_hang, ids->list.count + 1);
    for (size_t i = 0; i < ids->list.count; i++) {
        uint32_t expr = causes_expr(causes, what, ids->list.items[i]);
        hangs[i].id = ids->list.items[i];
        hangs[i].ends = truth(causes, expr, false) < truth(causes, expr, true);
    }
    return hangs;
}

static void add_of(struct causes *causes, enum timeline_what what, uint32_t id, uint32_t clause)
{
    const struct table *table = causes->clock->asker->table;
    uint32_t expr = causes_expr(causes, what, id);
    struct timeline_cause cause = {.what = what, .id = id, .clause = clause, .in_place = IR_NONE,
                                   .before = truth(causes, expr, true),
                                   .after = truth(causes, expr, false)};
    struct inside in = {.causes = causes};
    if (known(causes, what, id))
        return;
    bool settled = cause.before == cause.after && cause.before != TRUTH_MAYBE;
    if (!settled)
        look_inside(&in, expr);
    find_reordered(&in);
    for (size_t i = 0; i < in.waivers.list.count; i++)
        add_of(causes, TIMELINE_WAIVER, waiver_node(table, in.waivers.list.items[i]), clause);
    bool parts = in.dated || in.since.list.count || in.agreements.list.count
                 || in.others.list.count;
    bool turned = in.reordered.list.count
                  && (cause.before != cause.after || clock_differs(causes->clock, expr, causes->day));
    if (settled || (!parts && !turned && (cause.before == cause.after || in.waivers.list.count)))
        return;
    without_own(table, &cause, &in.agreements);
    cause.dated = in.dated;
    cause.words = in.words;
    cause.since = in.since.list.items;
    cause.since_count = in.since.list.count;
    cause.reordered = in.reordered.list.items;
    cause.reordered_count = turned ? in.reordered.list.count : 0;
    cause.agreements = hangs_on(causes, TIMELINE_AGREEMENT, &in.agreements);
    cause.agreement_count = in.agreements.list.count;
    cause.others = hangs_on(causes, TIMELINE_CLAUSE, &in.others);
    cause.other_count = in.others.list.count;
    causes_leaves(causes, expr, &cause);
    if (what == TIMELINE_CLAUSE) {
        add_ending(causes, &cause);
        cause.again = cause.before == TRUTH_NO && was_live(causes, expr);
    }
    VEC_PUSH(causes->clock->asker->arena, &causes->list, cause);
}

/* A clause that begins or ends with its agreement is told by that. */
static void add_life(struct causes *causes, uint32_t clause)
{
    uint32_t agreement = causes->clock->asker->table->clauses[clause].agreement;
    uint32_t force = causes->clock->asker->table->agreements[agreement].force;
    uint32_t life = causes->lives[clause];
    if (!differs(causes, life) && truth(causes, life, true) != TRUTH_MAYBE)
        return;
    bool began = truth(causes, force, true) == TRUTH_NO && truth(causes, life, true) == TRUTH_NO;
    bool ended = truth(causes, force, false) == TRUTH_NO && truth(causes, life, false) == TRUTH_NO;
    if (life == force || (differs(causes, force) && (began || ended)))
        add_of(causes, TIMELINE_AGREEMENT, agreement, clause);
    else
        add_of(causes, TIMELINE_CLAUSE, clause, clause);
}

void causes_add(struct causes *causes, enum timeline_what what, uint32_t id)
{
    if (what == TIMELINE_CLAUSE)
        add_life(causes, id);
    else
        add_of(causes, what, id, IR_NONE);
}

const uint32_t *timeline_lives(struct arena *arena, const struct table *table)
{
    uint32_t *lives = ARENA_ARRAY(arena, uint32_t, table->clauses_count + 1);
    for (size_t c = 0; c < table->clauses_count; c++)
        lives[c] = table->agreements[table->clauses[c].agreement].force;
    for (size_t i = 0; i < table->named_count; i++)
        if (table->named[i].kind == NAMED_LIVE)
            lives[table->named[i].ref] = table->named[i].expr;
    return lives;
}

/* ---- behind a norm --------------------------------------------------------------------------------- */

static void look_at_child(struct causes *causes, uint32_t node, uint32_t clause)
{
    const struct table *table = causes->clock->asker->table;
    const struct table_node *n = &table->nodes[node];
    if (causes->seen[node])
        return;
    causes->seen[node] = true;
    switch ((enum ir_node_kind)n->kind) {
    case NODE_EXCEPT:
        add_of(causes, TIMELINE_EXCEPTION, node, clause);
        break;
    case NODE_WAIVER:
        add_of(causes, TIMELINE_WAIVER, node, clause);
        break;
    case NODE_LIFT: {
        size_t before = causes->list.count;
        add_life(causes, n->info);
        if (causes->list.count == before && !differs(causes, causes->lives[n->info]))
            add_of(causes, TIMELINE_CONDITION, node, n->info);
        break;
    }
    case NODE_NORM:
    case NODE_RANK_CONDITION:
        return;
    }
    for (uint32_t i = 0; i < n->child_count; i++)
        look_at_child(causes, table->children[n->first_child + i], clause);
}

static void look_at_norm(struct causes *causes, uint32_t norm);

static void look_at_ranks(struct causes *causes, uint32_t norm)
{
    const struct table *table = causes->clock->asker->table;
    const struct table_norm *n = &table->norms[norm];
    for (uint32_t i = 0; i < n->rank_count; i++) {
        const struct table_rank *rank = &table->ranks[n->first_rank + i];
        if (rank->condition != IR_NONE && !causes->seen[rank->condition]) {
            causes->seen[rank->condition] = true;
            add_of(causes, TIMELINE_RANK, rank->condition, n->clause);
        }
        if (!causes->seen[rank->winner]
            && clock_effective(causes->clock, rank->winner, causes->day - 1)
                   != clock_effective(causes->clock, rank->winner, causes->day))
            look_at_norm(causes, rank->winner);
    }
}

/* What says that the stricter prevails inside an agreement: clauses, or the agreement itself. */
static void look_at_stricter(struct causes *causes, uint32_t expr)
{
    const struct table *table = causes->clock->asker->table;
    const struct table_expr *e = &table->exprs[expr];
    if (e->op == IR_OR) {
        look_at_stricter(causes, e->a);
        look_at_stricter(causes, e->b);
    } else if (e->op == IR_NAMED && table->named[e->a].kind == NAMED_LIVE) {
        add_life(causes, table->named[e->a].ref);
    } else if (e->op == IR_NAMED && table->named[e->a].kind == NAMED_FORCE) {
        add_of(causes, TIMELINE_AGREEMENT, table->named[e->a].ref, IR_NONE);
    }
}

static void look_at_norm(struct causes *causes, uint32_t norm)
{
    const struct table *table = causes->clock->asker->table;
    const struct table_node *n = &table->nodes[norm];
    uint32_t clause = table->norms[norm].clause;
    if (causes->seen[norm])
        return;
    causes->seen[norm] = true;
    add_life(causes, clause);
    if (truth(causes, causes->lives[clause], true) == TRUTH_NO
        || truth(causes, causes->lives[clause], false) == TRUTH_NO)
        return; /* nothing else matters */
    add_of(causes, TIMELINE_CONDITION, norm, clause);
    for (uint32_t i = 0; i < n->child_count; i++)
        look_at_child(causes, table->children[n->first_child + i], clause);
    look_at_ranks(causes, norm);
    uint32_t stricter = table->agreements[table->clauses[clause].agreement].stricter;
    if (table->norms[norm].sign == SIGN_PROHIBIT && stricter != IR_NONE)
        look_at_stricter(causes, stricter);
}

/* ---- two answers ----------------------------------------------------------------------------------- */

#define SIGN_FLAG(sign) (1u << (sign))

static bool has_clause(const struct eval_result *r, const struct eval_clause *clause)
{
    for (size_t i = 0; i < r->clause_count; i++) {
        const struct eval_clause *c = &r->clauses[i];
        if (c->clause == clause->clause && c->sign == clause->sign)
            return c->when == clause->when && c->contested == clause->contested;
    }
    return false;
}

static bool has_lifted(const struct eval_result *r, const struct eval_lifted *lifted)
{
    for (size_t i = 0; i < r->lifted_count; i++)
        if (r->lifted[i].norm == lifted->norm && r->lifted[i].by_node == lifted->by_node
            && r->lifted[i].by_norm == lifted->by_norm)
            return true;
    return false;
}

static bool has_duty(const struct eval_result *r, const struct eval_duty *duty)
{
    for (size_t i = 0; i < r->duty_count; i++)
        if (r->duties[i].norm == duty->norm)
            return r->duties[i].status == duty->status;
    return false;
}

/* Marks what one answer has and the other has not; everything when `all`. */
static void mark(const struct eval_result *one, const struct eval_result *other, bool all,
                 unsigned char *clauses, bool *norms)
{
    for (size_t i = 0; i < one->clause_count; i++)
        if (all || !has_clause(other, &one->clauses[i]))
            clauses[one->clauses[i].clause] |=
                (unsigned char)SIGN_FLAG(one->clauses[i].sign);
    for (size_t i = 0; i < one->lifted_count; i++)
        if (all || !has_lifted(other, &one->lifted[i])) {
            norms[one->lifted[i].norm] = true;
            if (one->lifted[i].by_norm != IR_NONE)
                norms[one->lifted[i].by_norm] = true;
        }
    for (size_t i = 0; i < one->duty_count; i++)
        if (all || !has_duty(other, &one->duties[i]))
            norms[one->duties[i].norm] = true;
}

static void look_at_marked(struct causes *causes, const unsigned char *clauses, const bool *norms)
{
    const struct table *table = causes->clock->asker->table;
    memset(causes->seen, 0, table->nodes_count * sizeof *causes->seen);
    for (uint32_t n = 0; n < table->norms_count; n++)
        if (norms[n] || (clauses[table->norms[n].clause] & SIGN_FLAG(table->norms[n].sign)))
            look_at_norm(causes, n);
}

/* Nothing that has a name: the days that an event may have. */
static void add_day(struct causes *causes)
{
    const struct clock *clock = causes->clock;
    const struct table *table = clock->asker->table;
    struct timeline_cause cause = {.what = TIMELINE_DAY, .id = 0, .clause = IR_NONE,
                                   .in_place = IR_NONE};
    struct inside in = {.causes = causes};
    for (uint32_t c = 0; c < table->columns_count; c++) {
        if (table->columns[c].kind != COLUMN_SINCE)
            continue;
        if (clock->varies[table->columns[c].var])
            VEC_PUSH(clock->asker->arena, &in.counted.list, c);
        if (days_has(clock, c, causes->day))
            add_id(clock->asker->arena, &in.since, c);
    }
    find_reordered(&in);
    cause.since = in.since.list.items;
    cause.since_count = in.since.list.count;
    cause.reordered = in.reordered.list.items;
    cause.reordered_count = in.reordered.list.count;
    VEC_PUSH(clock->asker->arena, &causes->list, cause);
}

void causes_of_results(struct causes *causes, const struct eval_result *before,
                       const struct eval_result *after)
{
    const struct table *table = causes->clock->asker->table;
    struct arena *arena = causes->clock->asker->arena;
    unsigned char *clauses = ARENA_ARRAY(arena, unsigned char, table->clauses_count + 1);
    bool *norms = ARENA_ARRAY(arena, bool, table->norms_count + 1);
    for (int all = 0; all < 2 && !causes->list.count; all++) {
        mark(before, after, all != 0, clauses, norms);
        mark(after, before, all != 0, clauses, norms);
        look_at_marked(causes, clauses, norms);
    }
    if (!causes->list.count)
        add_day(causes);
}

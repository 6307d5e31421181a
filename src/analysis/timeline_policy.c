/* timeline_policy.c: the days on which something begins or ends in a whole policy.
 *
 * Each agreement, clause, waiver, exception and condition is asked about on the days that it
 * mentions itself, and on no others: nothing else can change it. Told is what then holds for other
 * facts than before. What is left out: a clause that
 * begins or ends with its agreement (the agreement lists it), and conditions of clauses that are
 * not live on both sides of the day.
 */
#include "analysis/timeline_parts.h"

#include "analysis/space.h"
#include "eval/engine.h"

#include <stdlib.h>
#include <string.h>

/* Something to be asked about on a day, or when a column of an event begins to count. */
struct item {
    enum timeline_what what;
    uint32_t id;
};
struct dated_item {
    int64_t day;
    struct item item;
};
struct event_item {
    uint32_t var, column;
    struct item item;
};

struct surveyor {
    struct clock clock;
    const struct table *table;
    struct arena *arena;
    const uint32_t *lives;
    uint32_t *owner; /* per node: the norm or lift that it takes away from, directly or not */
    bool *seen;
    const struct interval *ahead; /* the days to tell of; NULL: all */
    struct steps *steps;
    VEC(struct dated_item) dated;
    VEC(struct event_item) events;
    VEC(struct together_item) together;
};

struct changes {
    VEC(struct timeline_change) list;
};

/* ---- what there is to ask about ----------------------------------------------------------------- */

static bool without_day(const struct surveyor *s, uint32_t var)
{
    const struct value_set *set = &s->clock.sets[var];
    return s->table->vocab.vars[var].role == VAR_ROLE_LEDGER
           && (s->clock.open[var] || (!set->more_count && set->first.low == DATE_NEVER));
}

/* In which a condition or an exception stands. */
static uint32_t clause_of(const struct surveyor *s, const struct item *item)
{
    const struct table *t = s->table;
    uint32_t node = item->what == TIMELINE_EXCEPTION ? s->owner[item->id] : item->id;
    if (item->what != TIMELINE_CONDITION && item->what != TIMELINE_EXCEPTION)
        return IR_NONE;
    if (t->nodes[node].kind == NODE_NORM)
        return t->norms[node].clause;
    return t->nodes[node].kind == NODE_LIFT ? t->nodes[node].info : IR_NONE;
}

static void add_dated(struct surveyor *s, int64_t day, struct item item)
{
    struct dated_item dated = {day, item};
    VEC_PUSH(s->arena, &s->dated, dated);
}

/* The days of a column; those that are so whatever the length of the months also to `own`. */
static void survey_column(struct surveyor *s, uint32_t column, struct item item,
                          struct day_list *own)
{
    struct day_list days = {0};
    uint32_t var = s->table->columns[column].var;
    days_of_column(&s->clock, column, &days);
    for (size_t k = 0; k < days.list.count; k++) {
        add_dated(s, days.list.items[k], item);
        if (!s->clock.open[var])
            VEC_PUSH(s->arena, &own->list, days.list.items[k]);
    }
    struct event_item event = {var, column, item};
    if (without_day(s, var))
        VEC_PUSH(s->arena, &s->events, event);
}

static void survey(struct surveyor *s, enum timeline_what what, uint32_t id, uint32_t expr)
{
    struct mentions mentions = {0};
    struct item item = {what, id};
    struct day_list *own = ARENA_ARRAY(s->arena, struct day_list, 1);
    mentions_of(&s->clock, expr, &mentions);
    for (size_t i = 0; i < mentions.days.count; i++) {
        add_dated(s, mentions.days.items[i], item);
        VEC_PUSH(s->arena, &own->list, mentions.days.items[i]);
    }
    for (size_t i = 0; i < mentions.columns.count; i++)
        survey_column(s, mentions.columns.items[i], item, own);
    for (size_t i = 0; i < mentions.columns.count; i++) {
        uint32_t var = s->table->columns[mentions.columns.items[i]].var;
        struct together_item together = {var, mentions.columns.items[i], expr, var, own,
                                         {.what = what, .id = id, .clause = clause_of(s, &item),
                                          .in_place = IR_NONE}};
        if (s->clock.open[var])
            VEC_PUSH(s->arena, &s->together, together);
    }
}

static void survey_node(struct surveyor *s, uint32_t node)
{
    const struct table_node *n = &s->table->nodes[node];
    switch ((enum ir_node_kind)n->kind) {
    case NODE_NORM:
        survey(s, TIMELINE_CONDITION, node, s->table->norms[node].applied);
        return;
    case NODE_LIFT:
        survey(s, TIMELINE_CONDITION, node, n->expr);
        return;
    case NODE_EXCEPT:
        survey(s, TIMELINE_EXCEPTION, node, n->expr);
        return;
    case NODE_WAIVER:
        survey(s, TIMELINE_WAIVER, node, n->expr);
        return;
    case NODE_RANK_CONDITION:
        survey(s, TIMELINE_RANK, node, n->expr);
        return;
    }
}

/* The day on which a commitment's sum begins, those on which its years do, and the one behind all. */
static void survey_commitment(struct surveyor *s, uint32_t norm)
{
    const struct table_duty *duty = table_duty(s->table, norm);
    struct dated_item dated = {duty->by + 1, {TIMELINE_COMMITMENT, norm}};
    VEC_PUSH(s->arena, &s->dated, dated);
    if ((s->table->norms[norm].flags & NORM_EACH_YEAR) == 0)
        return;
    dated.day = duty->from;
    for (int64_t year = 1; dated.day <= duty->by && year <= MODEL_YEARS_LIMIT; year++) {
        VEC_PUSH(s->arena, &s->dated, dated);
        dated.day = date_add(duty->from, year, DATE_YEARS);
    }
}

static void survey_commitments(struct surveyor *s)
{
    for (uint32_t n = 0; n < s->table->norms_count; n++)
        if (s->table->norms[n].form == FORM_COMMITS)
            survey_commitment(s, n);
}

static void survey_all(struct surveyor *s)
{
    const struct table *t = s->table;
    for (uint32_t a = 0; a < t->agreements_count; a++)
        survey(s, TIMELINE_AGREEMENT, a, t->agreements[a].force);
    for (uint32_t c = 0; c < t->clauses_count; c++)
        if (s->lives[c] != t->agreements[t->clauses[c].agreement].force)
            survey(s, TIMELINE_CLAUSE, c, s->lives[c]);
    for (uint32_t n = 0; n < t->nodes_count; n++)
        survey_node(s, n);
    survey_commitments(s);
}

static void own(struct surveyor *s, uint32_t node, uint32_t owner)
{
    const struct table_node *n = &s->table->nodes[node];
    for (uint32_t i = 0; i < n->child_count; i++) {
        uint32_t child = s->table->children[n->first_child + i];
        if (s->table->nodes[child].kind != NODE_EXCEPT)
            continue;
        s->owner[child] = owner;
        own(s, child, owner);
    }
}

/* ---- one of them on a day -------------------------------------------------------------------------- */

/* Is the clause live, or may it be, on both sides of the day? */
static bool matters(struct clock *clock, const uint32_t *lives, uint32_t clause, int64_t day)
{
    return clause == IR_NONE
           || (clock_truth(clock, lives[clause], day - 1) != TRUTH_NO
               && clock_truth(clock, lives[clause], day) != TRUTH_NO);
}

struct clause_list {
    VEC(uint32_t) list;
};

static bool waives(const struct table *t, uint32_t norm, uint32_t node)
{
    for (uint32_t i = 0; i < t->nodes[norm].child_count; i++)
        if (t->children[t->nodes[norm].first_child + i] == node)
            return true;
    return false;
}

static void list_waived(struct surveyor *s, struct timeline_cause *cause)
{
    struct clause_list found = {0};
    for (uint32_t n = 0; n < s->table->norms_count; n++) {
        uint32_t clause = s->table->norms[n].clause;
        if (waives(s->table, n, cause->id)
            && (!found.list.count || found.list.items[found.list.count - 1] != clause))
            VEC_PUSH(s->arena, &found.list, clause);
    }
    cause->clauses = found.list.items;
    cause->clause_count = found.list.count;
}

/* The clauses that begin or end with an agreement, and those that outlive it. */
static void list_clauses(struct surveyor *s, struct clock *clock, int64_t day,
                         struct timeline_cause *cause)
{
    struct clause_list with = {0}, without = {0};
    for (uint32_t c = 0; c < s->table->clauses_count; c++) {
        if (s->table->clauses[c].agreement != cause->id)
            continue;
        enum eval_truth before = clock_truth(clock, s->lives[c], day - 1);
        enum eval_truth after = clock_truth(clock, s->lives[c], day);
        if (before != after)
            VEC_PUSH(s->arena, &with.list, c);
        else if (after != TRUTH_NO && cause->after == TRUTH_NO)
            VEC_PUSH(s->arena, &without.list, c);
    }
    cause->clauses = with.list.items;
    cause->clause_count = with.list.count;
    cause->survivors = without.list.items;
    cause->survivor_count = without.list.count;
}

static bool only_hangs(const struct timeline_cause *cause)
{
    return !cause->dated && !cause->since_count;
}

/* Do deployments of a day count for a commitment, while its clause may be live? */
static enum eval_truth counts(struct surveyor *s, struct clock *clock, uint32_t norm, int64_t day)
{
    const struct table_duty *duty = table_duty(s->table, norm);
    bool each_year = (s->table->norms[norm].flags & NORM_EACH_YEAR) != 0;
    bool out = day > duty->by || (each_year && day < duty->from);
    return out ? TRUTH_NO : clock_truth(clock, s->lives[s->table->norms[norm].clause], day);
}

static void ask_commitment(struct surveyor *s, struct causes *causes, uint32_t norm)
{
    enum eval_truth before = counts(s, causes->clock, norm, causes->day - 1);
    enum eval_truth after = counts(s, causes->clock, norm, causes->day);
    struct timeline_cause cause = {.what = TIMELINE_COMMITMENT, .id = norm,
                                   .clause = s->table->norms[norm].clause, .in_place = IR_NONE,
                                   .before = before == TRUTH_NO ? TRUTH_NO : TRUTH_YES,
                                   .after = after == TRUTH_NO ? TRUTH_NO : TRUTH_YES,
                                   .dated = true};
    if (before != TRUTH_NO || after != TRUTH_NO)
        VEC_PUSH(s->arena, &causes->list, cause);
}

/* Of a clause that begins or ends in some cases: does none of its sentences change with it? Then they do
 * not speak of these cases. What takes too long to prove is not so. */
static bool is_idle(const struct surveyor *s, struct clock *clock, uint32_t clause, int64_t day)
{
    const struct table *t = s->table;
    bool sentence = false, same = true;
    for (uint32_t n = 0; n < t->nodes_count && same; n++) {
        if (!causes_sentence(t, n, clause))
            continue;
        sentence = true;
        same = !clock_differs(clock, t->nodes[n].expr, day);
    }
    return sentence && same;
}

/* Adds what changes in an item on a day; true when something does. */
static bool ask(struct surveyor *s, struct clock *clock, const struct dated_item *dated,
                struct changes *out)
{
    const struct item *item = &dated->item;
    struct causes causes = {.clock = clock, .day = dated->day, .seen = s->seen, .lives = s->lives};
    if (item->what == TIMELINE_COMMITMENT)
        ask_commitment(s, &causes, item->id);
    else if (matters(clock, s->lives, clause_of(s, item), dated->day))
        causes_add(&causes, item->what, item->id);
    for (size_t i = 0; i < causes.list.count; i++) {
        struct timeline_change change = {dated->day, causes.list.items[i]};
        struct timeline_cause *cause = &change.cause;
        if (cause->what != item->what || cause->id != item->id
            || (cause->what == TIMELINE_RANK && only_hangs(cause)))
            continue; /* an item of its own */
        if (cause->before == TRUTH_MAYBE && cause->after == TRUTH_MAYBE
            && !clock_differs(clock, causes_expr(&causes, item->what, item->id), dated->day))
            continue; /* a day that it names, and on which nothing changes */
        if (cause->what == TIMELINE_CONDITION || cause->what == TIMELINE_EXCEPTION)
            cause->clause = clause_of(s, item);
        if (cause->what == TIMELINE_AGREEMENT)
            list_clauses(s, clock, dated->day, cause);
        if (cause->what == TIMELINE_WAIVER)
            list_waived(s, cause);
        cause->idle = cause->what == TIMELINE_CLAUSE
                      && (cause->before == TRUTH_MAYBE || cause->after == TRUTH_MAYBE)
                      && is_idle(s, clock, cause->id, dated->day);
        VEC_PUSH(s->arena, &out->list, change);
        return true;
    }
    return false;
}

/* ---- all of them --------------------------------------------------------------------------------------- */

static int compare_items(const struct item *x, const struct item *y)
{
    if (x->what != y->what)
        return x->what < y->what ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static int compare_dated(const void *a, const void *b)
{
    const struct dated_item *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    return compare_items(&x->item, &y->item);
}

static int compare_events(const void *a, const void *b)
{
    const struct event_item *x = a, *y = b;
    return (x->var > y->var) - (x->var < y->var);
}

/* Asks about each once. */
static void ask_all(struct surveyor *s, struct clock *clock, struct dated_item *items,
                    size_t count, struct changes *out)
{
    struct evaluator *ev = clock->asker->evaluator;
    int64_t low = s->ahead ? s->ahead->low : DATE_FIRST + 1;
    int64_t high = s->ahead ? s->ahead->high : DATE_LAST;
    if (count)
        qsort(items, count, sizeof *items, compare_dated);
    for (size_t i = 0; i < count; i++, steps_done(s->steps)) {
        if (items[i].day < low || items[i].day > high
            || (i > 0 && compare_dated(&items[i - 1], &items[i]) == 0))
            continue;
        if (engine_broke(ev))
            clock_leave(clock, items[i].day);
        else
            ask(s, clock, &items[i], out);
    }
}

/* The clock that runs if an event occurred on the day of the question. */
static struct clock clock_if(const struct surveyor *s, uint32_t var)
{
    uint32_t vars = s->table->vocab.var_count;
    struct clock clock = s->clock;
    bool *open = ARENA_ARRAY(s->arena, bool, vars + 1);
    clock.sets = ARENA_ARRAY(s->arena, struct value_set, vars + 1);
    memcpy(clock.sets, s->clock.sets, vars * sizeof *clock.sets);
    memcpy(open, s->clock.open, vars * sizeof *open);
    open[var] = false;
    clock.open = open;
    clock.sets[var] = (struct value_set){.first = {clock.now, clock.now}, .origin = VALUE_LEDGER};
    clock.unresolved = false;
    clock.left = (struct day_list){0};
    map_init(&clock.known, s->arena);
    return clock;
}

static bool has_change(const struct changes *changes, const struct timeline_change *change)
{
    for (size_t i = 0; i < changes->list.count; i++) {
        const struct timeline_change *c = &changes->list.items[i];
        if (c->cause.what == change->cause.what && c->cause.id == change->cause.id
            && c->cause.before == change->cause.before && c->cause.after == change->cause.after)
            return true;
    }
    return false;
}

/* What an event would do: the changes on the days on which its columns begin to count that
 * there are not without it, and that make a difference. */
static void ask_if(struct surveyor *s, const struct event_item *items, size_t count,
                   struct timeline_if *out)
{
    struct clock clock = clock_if(s, items[0].var);
    bool before = s->clock.unresolved;
    s->clock.unresolved = false;
    struct dated_item *dated = ARENA_ARRAY(s->arena, struct dated_item, count);
    struct changes with = {0}, kept = {0};
    for (size_t i = 0; i < count; i++) {
        dated[i].day = days_begin(&s->table->columns[items[i].column], clock.now);
        dated[i].item = items[i].item;
    }
    ask_all(s, &clock, dated, count, &with);
    for (size_t i = 0; i < with.list.count; i++) {
        const struct timeline_change *change = &with.list.items[i];
        struct dated_item same = {change->day, {change->cause.what, change->cause.id}};
        struct changes without = {0};
        ask(s, &s->clock, &same, &without);
        if (!change->cause.idle && !has_change(&without, change))
            VEC_PUSH(s->arena, &kept.list, *change);
    }
    bool open = s->clock.unresolved || clock.unresolved;
    s->clock.unresolved = before || open;
    *out = (struct timeline_if){items[0].var, kept.list.items, kept.list.count, open};
}

static void ask_ifs(struct surveyor *s, struct timeline_policy *out)
{
    struct timeline_if *ifs =
        ARENA_ARRAY(s->arena, struct timeline_if, s->table->vocab.var_count + 1);
    if (s->events.count)
        qsort(s->events.items, s->events.count, sizeof *s->events.items, compare_events);
    steps_begin(s->steps, "what events would do", s->events.count);
    for (size_t i = 0; i < s->events.count;) {
        size_t end = i;
        while (end < s->events.count && s->events.items[end].var == s->events.items[i].var)
            end++;
        ask_if(s, &s->events.items[i], end - i, &ifs[out->if_count]);
        out->if_count += ifs[out->if_count].count > 0 || ifs[out->if_count].unresolved;
        i = end;
    }
    out->ifs = ifs;
}

static void list_now(struct surveyor *s, struct timeline_policy *out)
{
    const struct table *t = s->table;
    uint32_t *in_force = ARENA_ARRAY(s->arena, uint32_t, t->agreements_count + 1);
    uint32_t *open = ARENA_ARRAY(s->arena, uint32_t, t->vocab.var_count + 1);
    uint32_t *varying = ARENA_ARRAY(s->arena, uint32_t, t->vocab.var_count + 1);
    for (uint32_t a = 0; a < t->agreements_count; a++)
        if (clock_truth(&s->clock, t->agreements[a].force, s->clock.now) != TRUTH_NO)
            in_force[out->in_force_count++] = a;
    for (uint32_t v = 0; v < t->vocab.var_count; v++)
        if (s->clock.open[v] && t->vocab.vars[v].role == VAR_ROLE_LEDGER
            && t->vocab.vars[v].mentioned)
            open[out->open_count++] = v;
    for (uint32_t v = 0; v < t->vocab.var_count; v++)
        if (s->clock.varies[v])
            varying[out->varying_count++] = v;
    out->in_force = in_force;
    out->varying = varying;
    out->open = open;
}

void timeline_of_policy(const struct timeline_asker *asker, const struct value_set *sets,
                        const struct interval *ahead, struct timeline_policy *out)
{
    struct surveyor s = {.table = asker->table, .arena = asker->arena, .ahead = ahead,
                         .steps = evaluator_steps(asker->evaluator)};
    struct changes changes = {0};
    *out = (struct timeline_policy){0};
    clock_init(&s.clock, asker, sets, ahead);
    s.lives = timeline_lives(s.arena, s.table);
    s.seen = ARENA_ARRAY(s.arena, bool, s.table->nodes_count + 1);
    s.owner = ARENA_ARRAY(s.arena, uint32_t, s.table->nodes_count + 1);
    for (uint32_t n = 0; n < s.table->nodes_count; n++)
        if (s.table->nodes[n].kind != NODE_EXCEPT)
            own(&s, n, n);
    survey_all(&s);
    evaluator_purse_more(asker->evaluator,
                         evaluator_share(asker->evaluator, s.dated.count * TIMELINE_CHANGE_WORK));
    steps_begin(s.steps, "changes", s.dated.count);
    ask_all(&s, &s.clock, s.dated.items, s.dated.count, &changes);
    out->changes = changes.list.items;
    out->count = changes.list.count;
    struct together_asked asked = {s.together.items, s.together.count, s.lives, ahead};
    together_find(&s.clock, &asked, out);
    list_now(&s, out);
    days_sort(&s.clock.left);
    out->left = s.clock.left.list.items;
    out->left_count = s.clock.left.list.count;
    s.clock.left = (struct day_list){0};
    if (!ahead)
        ask_ifs(&s, out);
    out->window = s.clock.window;
    out->unresolved = s.clock.unresolved;
}

bool timeline_recurs(const struct timeline_cause *cause)
{
    return cause->reordered_count && !cause->dated && !cause->since_count
           && !cause->agreement_count && !cause->other_count;
}

bool timeline_told(const struct timeline_cause *cause, const struct timeline_cause *other)
{
    return cause->what == TIMELINE_CLAUSE && cause->in_place != IR_NONE
           && other->what == TIMELINE_CLAUSE && other->id == cause->in_place
           && other->before == TRUTH_NO && other->after != TRUTH_NO;
}

struct value_set *timeline_everything(struct arena *arena, const struct vocab *vocab,
                                      const struct value_set *ledger, int64_t on)
{
    struct value_set *sets = ARENA_ARRAY(arena, struct value_set, vocab->var_count + 1);
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        enum var_role role = (enum var_role)vocab->vars[v].role;
        sets[v] = role == VAR_ROLE_LEDGER || role == VAR_ROLE_READING ? ledger[v]
                                                                     : space_domain(arena, vocab, v);
    }
    sets[VOCAB_DATE] = (struct value_set){.first = {on, on}, .origin = VALUE_GIVEN};
    return sets;
}

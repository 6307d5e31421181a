/* lookahead.c: CHANGE_AHEAD, CHANGE_TOGETHER: what begins or ends within some days after the day of the
 * check; what several conditions together may change.
 *
 * The timeline of the whole policy, with the events as the policy knows them: those without a
 * day have not occurred. And each accepted finding whose acceptance ends.
 */
#include "analysis/findings.h"

#include "analysis/timeline.h"

static const struct value_set *ledger_of(const struct analysis *a)
{
    const struct vocab *vocab = &a->table->vocab;
    struct value_set *sets = ARENA_ARRAY(a->arena, struct value_set, vocab->var_count + 1);
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        sets[v] = space_domain(a->arena, vocab, v);
        if (vocab->vars[v].role == VAR_ROLE_LEDGER && !vocab->vars[v].has_occurred
            && !vocab->vars[v].unknown)
            sets[v] = (struct value_set){.first = {DATE_NEVER, DATE_NEVER},
                                         .origin = VALUE_PRESUMED};
    }
    return sets;
}

/* Does another change of the day tell it: a clause that gives way to one that begins? */
static bool told(const struct timeline_policy *policy, size_t index)
{
    const struct timeline_change *change = &policy->changes[index];
    for (size_t i = 0; i < policy->count; i++)
        if (policy->changes[i].day == change->day && i != index
            && timeline_told(&change->cause, &policy->changes[i].cause))
            return true;
    return false;
}

/* What comes and goes with the length of the months is one finding, however often it does so. */
static bool is_again(const struct timeline_change *change, const struct timeline_change *first)
{
    return timeline_recurs(&change->cause) && timeline_recurs(&first->cause)
           && change->cause.what == first->cause.what && change->cause.id == first->cause.id;
}

static bool came_before(const struct analysis *a, const struct timeline_change *change)
{
    for (size_t i = 0; i < a->findings->list.count; i++) {
        const struct timeline_change *first = a->findings->list.items[i]->change;
        if (first && is_again(change, first))
            return true;
    }
    return false;
}

static void list_again(const struct analysis *a, const struct timeline_policy *policy,
                       struct finding *f)
{
    f->again = arena_alloc(a->arena, (policy->count + 1) * sizeof *f->again);
    for (size_t i = 0; i < policy->count; i++)
        if (policy->changes[i].day > f->day && is_again(&policy->changes[i], f->change))
            f->again[f->again_count++] = &policy->changes[i];
}

static uint32_t clause_of(const struct timeline_cause *cause)
{
    return cause->what == TIMELINE_CLAUSE ? cause->id : cause->clause;
}

static void add_change(struct analysis *a, const struct timeline_policy *policy,
                       const struct timeline_change *change)
{
    const struct timeline_cause *cause = &change->cause;
    if (timeline_recurs(cause) && came_before(a, change))
        return;
    struct finding *f = finding_add(a, DIAG_CHANGE_AHEAD);
    f->change = change;
    f->day = change->day;
    if (timeline_recurs(cause))
        list_again(a, policy, f);
    f->clause = clause_of(cause);
    if (cause->clause_count) { /* that begin or end with it, or that it takes away from */
        struct clause_set *set = arena_alloc(a->arena, sizeof *set);
        *set = (struct clause_set){cause->clauses, cause->clause_count};
        f->together = set;
    }
    if (cause->what == TIMELINE_AGREEMENT || cause->what == TIMELINE_CLAUSE)
        f->id = cause->id;
    else if (cause->what == TIMELINE_COMMITMENT)
        f->norm = cause->id;
    else
        f->node = cause->id;
}

static void add_together(struct analysis *a, const struct timeline_together *together)
{
    struct finding *f = finding_add(a, DIAG_CHANGE_TOGETHER);
    uint32_t *clauses = ARENA_ARRAY(a->arena, uint32_t, together->cause_count);
    struct clause_set *set = arena_alloc(a->arena, sizeof *set);
    for (size_t i = 0; i < together->cause_count; i++)
        clauses[i] = clause_of(&together->causes[i]);
    *set = (struct clause_set){clauses, together->cause_count};
    f->together = set;
    f->ahead = together;
    f->day = together->days[0];
    f->clause = clause_of(&together->causes[0]);
}

void analyse_lookahead(struct analysis *a, int64_t days)
{
    struct timeline_asker asker = {a->table, a->space->ev, a->arena};
    const struct value_set *sets =
        timeline_everything(a->arena, &a->table->vocab, ledger_of(a), a->on);
    int64_t last = days < DATE_LAST - a->on ? a->on + days : DATE_LAST;
    struct interval ahead = {a->on, last}; /* that of the day itself is no news */
    struct timeline_policy policy;
    timeline_of_policy(&asker, sets, &ahead, &policy);
    for (size_t i = 0; i < policy.count; i++)
        if (policy.changes[i].day > a->on && !told(&policy, i))
            add_change(a, &policy, &policy.changes[i]);
    for (size_t i = 0; i < policy.together_count; i++)
        add_together(a, &policy.together[i]);
    for (uint32_t i = 0; i < a->model->allows.count; i++) {
        int64_t until = a->model->allows.items[i].until;
        if (until <= a->on || until > last)
            continue;
        struct finding *f = finding_add(a, DIAG_CHANGE_AHEAD);
        f->id = i;
        f->day = until;
    }
    if (policy.unresolved) {
        struct finding *f = finding_add(a, DIAG_CHANGE_AHEAD);
        f->unresolved = true;
        f->left = policy.left;
        f->left_count = policy.left_count;
    }
}

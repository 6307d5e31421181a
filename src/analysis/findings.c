/* findings.c: what all analyses share: the list, and the questions that most of them ask. */
#include "analysis/findings.h"

#include "analysis/timeline_parts.h"

struct finding *finding_add(struct analysis *a, enum diag_code code)
{
    struct finding *f = ARENA_NEW(a->arena, struct finding);
    f->code = code;
    f->clause = f->other_clause = f->norm = f->other_norm = f->node = f->id = f->holder = IR_NONE;
    f->assertion = IR_NONE;
    f->day = DATE_NEVER;
    VEC_PUSH(a->findings->arena, &a->findings->list, f);
    return f;
}

/* Counts, then places: the nodes by what they take away. */
static struct parents parents_of(const struct table *t, struct arena *arena)
{
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, t->nodes_count + 2);
    uint32_t count = 0;
    for (size_t n = 0; n < t->nodes_count; n++)
        for (uint32_t k = 0; k < t->nodes[n].child_count; k++, count++)
            first[t->children[t->nodes[n].first_child + k] + 2]++;
    for (size_t n = 2; n <= t->nodes_count; n++)
        first[n + 1] += first[n];
    uint32_t *nodes = ARENA_ARRAY(arena, uint32_t, count + 1);
    for (uint32_t n = 0; n < t->nodes_count; n++)
        for (uint32_t k = 0; k < t->nodes[n].child_count; k++)
            nodes[first[t->children[t->nodes[n].first_child + k] + 1]++] = n;
    return (struct parents){first, nodes};
}

const struct parents *finding_parents(const struct analysis *a)
{
    struct parents *parents = &a->findings->parents;
    if (!parents->first)
        *parents = parents_of(a->table, a->findings->arena);
    return parents;
}

const uint32_t *finding_lives(const struct analysis *a)
{
    if (!a->findings->lives)
        a->findings->lives = timeline_lives(a->findings->arena, a->table);
    return a->findings->lives;
}

struct space *finding_quiet_of(const struct analysis *a, const struct space *all)
{
    const struct vocab *vocab = &a->table->vocab;
    struct value_set *sets = arena_copy(a->arena, all->sets, vocab->var_count * sizeof *sets);
    for (uint32_t v = 0; v < vocab->var_count; v++) {
        const struct value_set *set = &sets[v];
        int64_t last = set->more_count ? set->more[set->more_count - 1].high : set->first.high;
        if (vocab->vars[v].role == VAR_ROLE_LEDGER && !vocab->vars[v].unknown && last == DATE_NEVER)
            sets[v] = (struct value_set){.first = {DATE_NEVER, DATE_NEVER}};
    }
    return space_of(a->arena, all->ev, sets, all->near);
}

struct space *finding_quiet(const struct analysis *a)
{
    if (!a->findings->quiet)
        a->findings->quiet = finding_quiet_of(a, a->space);
    return a->findings->quiet;
}

bool finding_needs(const struct analysis *a, const struct witness *w, enum var_role role)
{
    for (uint32_t v = 0; v < a->table->vocab.var_count; v++)
        if (a->table->vocab.vars[v].role == role && w->needed[v])
            return true;
    return false;
}

struct witness *finding_witness(const struct analysis *a)
{
    return ARENA_NEW(a->arena, struct witness);
}

struct search finding_search(const struct analysis *a)
{
    return search_new(a->space, a->rule_budget);
}

struct demand demand_of(enum question_kind kind, uint32_t id, bool yes)
{
    struct demand d = {.question = {.kind = kind, .id = id}, .want = yes ? ANSWER_YES : ANSWER_NO};
    return d;
}

#define KIND_RULES 10
#define RULE_SHARE 4000
#define NORM_WORK 4000

/* All questions of one kind share a pool, so that many that are hard do not take many times as
 * long as one: what ten rules may spend, and a little more for each sentence. */
static void ask(struct analysis *a, void (*look)(struct analysis *a))
{
    struct evaluator *ev = a->space->ev;
    uint64_t norms = a->table->meta->norm_count;
    if (a->rule_budget < UINT64_MAX >> 32)
        ev->pool = a->rule_budget * KIND_RULES + a->rule_budget * norms / RULE_SHARE;
    look(a);
    ev->pool = UINT64_MAX;
}

/* So do all kinds together. */
static void open_purse(struct analysis *a)
{
    uint64_t norms = a->table->meta->norm_count, all = ANALYSIS_PURSE + norms * NORM_WORK;
    uint64_t times = a->rule_budget / ANALYSIS_RULE_BUDGET;
    evaluator_purse(a->space->ev, times > UINT32_MAX ? UINT64_MAX : all * (times ? times : 1));
}

void analyse_policy(struct analysis *a, const struct analysis_wish *wish)
{
    a->wish = *wish;
    open_purse(a);
    ask(a, analyse_conflicts);
    ask(a, analyse_clauses);
    ask(a, analyse_waivers);
    ask(a, analyse_carveouts); /* their days: of what is not told to be dead or unused */
    ask(a, analyse_overrides);
    ask(a, analyse_terms);
    ask(a, analyse_unused);
    ask(a, analyse_exclusivities);
    ask(a, analyse_dilemmas);
    ask(a, analyse_asserts);
    if (wish->lookahead_days > 0)
        analyse_lookahead(a, wish->lookahead_days);
    if (wish->gaps)
        ask(a, analyse_gaps);
    if (wish->overlaps)
        ask(a, analyse_overlaps);
    a->spent = engine_broke(a->space->ev);
    evaluator_purse(a->space->ev, UINT64_MAX); /* what was found is shown */
}

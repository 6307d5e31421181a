/* findings.c: what all analyses share: the list, and the questions that most of them ask. */
#include "analysis/findings.h"

struct finding *finding_add(struct analysis *a, enum diag_code code)
{
    struct finding *f = ARENA_NEW(a->arena, struct finding);
    f->code = code;
    f->clause = f->other_clause = f->norm = f->other_norm = f->node = f->id = IR_NONE;
    f->day = DATE_NEVER;
    VEC_PUSH(a->findings->arena, &a->findings->list, f);
    return f;
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

void analyse_policy(struct analysis *a, const struct analysis_wish *wish)
{
    analyse_conflicts(a);
    analyse_clauses(a);
    analyse_carveouts(a);
    analyse_overrides(a);
    analyse_terms(a);
    analyse_waivers(a);
    analyse_unused(a);
    analyse_exclusivities(a);
    analyse_dilemmas(a);
    analyse_asserts(a);
    if (wish->lookahead_days > 0)
        analyse_lookahead(a, wish->lookahead_days);
    if (wish->gaps)
        analyse_gaps(a);
    if (wish->overlaps)
        analyse_overlaps(a);
}
